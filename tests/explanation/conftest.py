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


AMPLIFIER = {"output_power": "80 W", "specially_made_for_broadcast": False, "radiation_hardened": False}
CASES = {
    "free": {"thing": {"kind": "amplifier", "output_power": "8 W", "radiation_hardened": False}},
    "licence": {"thing": {"kind": "amplifier", **AMPLIFIER}},
    "authorised": {"thing": {"kind": "amplifier", **AMPLIFIER}, "end_user_country": "US", "informed_of": []},
    "barred": {"thing": {"kind": "amplifier", **AMPLIFIER}, "end_user_country": "KP"},
    "open": {"thing": {"kind": "amplifier"}},
    "nothing known": {"thing": {"judged": None}},
    "not modelled": {"thing": {"kind": "laser"}, "end_user_country": "CN"},
    "not in force": {"thing": {"kind": "fpga"}, "as_of": "2025-01-01"},
    "before the rules": {"thing": {"kind": "fpga"}, "as_of": "2022-01-01"},
    "after the comparison": {"thing": {"kind": "fpga"}, "as_of": "2027-01-01"},
    "parts": {"thing": {"kind": "machine_tool", "works_on": ["metal"],
                        "parts": {"axis": [{"facts": {"travel": "2 m"}}, {}]}}},
    "points": {"thing": {"kind": "laser", "tensile_strength": [{"value": "1 GPa", "at": {"temperature": "293 K"}}]}},
    "excluded": {"thing": {"kind": "amplifier", "output_power": "80 W", "specially_made_for_broadcast": True}},
}  # fmt: skip


@pytest.fixture(params=CASES)
def named(request, decide, item):
    given = dict(CASES[request.param])
    return request.param, decide(item(**given.pop("thing")), **given)
