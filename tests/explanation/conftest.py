"""Decisions by the small rules of the tests."""

from pathlib import Path

import pytest

import exportrules

RULES = Path(__file__).resolve().parents[1] / "small" / "rules"


@pytest.fixture(scope="session")
def small():
    return exportrules.load(RULES, bundled=False)


def item(kind=None, judged=False, parts=None, **facts):
    """An item as an object of a case; `judged` answers whether it is specially designed, None leaves it open."""
    found = {"facts": facts}
    if kind:
        found["kind"] = kind
    if parts:
        found["parts"] = parts
    if judged is not None:
        found["judgements"] = [{"term": "specially_designed", "value": judged, "by": "A. Rossi"}]
    return found


def case(thing=None, as_of="2026-03-01", activity="export", assume=None, **facts):
    found = {"format": "exportrules.case/1", "activity": activity, "as_of": as_of, "facts": facts, "item": thing or {}}
    if assume:
        found["assume"] = assume
    return found


@pytest.fixture(scope="session", name="item")
def item_fixture():
    return item


@pytest.fixture(scope="session", name="case")
def case_fixture():
    return case


@pytest.fixture(scope="session")
def decide(small):
    """Decide an item of a few facts; the transaction goes to India unless it says otherwise."""

    def call(thing=None, as_of="2026-03-01", **facts):
        return small.decide(case(thing, as_of, **{"end_user_country": "IN", **facts}))

    return call


def walk(reason):
    """A reason and all reasons below it."""
    yield reason
    for child in reason.children:
        yield from walk(child)


@pytest.fixture(scope="session", name="walk")
def walk_fixture():
    return walk
