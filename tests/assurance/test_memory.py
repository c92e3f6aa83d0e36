"""Deciding leaves nothing behind: what is kept is of the rules, is bounded, and does not grow with the cases."""

import gc
import tracemalloc
from itertools import islice, product

import pytest

from exportrules.loading import Rules, read_folder
from exportrules.program import routing
from exportrules.program.collector import paused_collector
from exportrules.rules.statements import Statement

COUNTRIES = ("US", "KP", "DE", "CN", "IN", "CH", "RU", None)
KINDS = ("amplifier", "mmic_amplifier", "fpga", None)
POWERS = ("1 W", "10 W", "75 W", "80 W", None)
HARDENED = (True, False, None)
CODES = ("8542 33 90", "8542", "3901", None)
MARGIN = 200_000
"""Bytes; ten thousand cases, of which each left as little as an empty list, would be more than twice that."""


def cases():
    """Cases no two of which say the same, without end."""
    number = 0
    while True:
        for country, kind, power, hardened, code in product(COUNTRIES, KINDS, POWERS, HARDENED, CODES):
            number += 1
            facts = {"output_power": power, "radiation_hardened": hardened, "cn_code": code}
            item = {"facts": {name: value for name, value in facts.items() if value is not None}}
            if kind is not None:
                item["kind"] = kind
            yield {
                "format": "exportrules.case/1",
                "id": f"order {number}",
                "activity": "export",
                "as_of": "2026-03-01",
                "facts": {} if country is None else {"end_user_country": country},
                "item": item,
            }


def held():
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


@pytest.fixture
def traced():
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_ten_thousand_decisions_leave_nothing_behind(traced, small_rules):
    stream = cases()
    # everything that is made of the rules on first use is made by these
    for case in islice(stream, 3_000):
        small_rules.decide(case)
    before = held()
    for case in islice(stream, 10_000):
        small_rules.decide(case)
    assert held() - before < MARGIN


def test_code_is_forgotten_once_there_is_much_of_it(monkeypatch, small_rules):
    monkeypatch.setattr(routing, "MAX_CODES", 4)
    rules = small_rules
    answers = []
    for case in islice(cases(), 3000):
        decision = rules.decide(case)
        answers.append((decision.floor, decision.ceiling))
        assert len(rules.program.router._code) <= 5
    plain = Rules(rules.sources, generate=False)
    assert answers == [(d.floor, d.ceiling) for d in map(plain.decide, islice(cases(), 3000))]


@pytest.fixture
def small_rules(request):
    return Rules(read_folder(request.config.rootpath / "tests" / "small" / "rules"))


def test_the_collector_is_left_as_the_host_has_it():
    assert gc.isenabled()
    with paused_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="inside"), paused_collector():
        raise ValueError("inside")
    assert gc.isenabled()
    gc.disable()
    try:
        with paused_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_the_host_has_frozen_stays_frozen():
    gc.freeze()
    try:
        count = gc.get_freeze_count()
        with paused_collector():
            pass
        assert gc.get_freeze_count() == count
    finally:
        gc.unfreeze()


def test_rules_that_are_dropped_are_collected(small_rules):
    small_rules.decide(next(cases()))
    before = sum(isinstance(item, Statement) for item in gc.get_objects())
    other = Rules(small_rules.sources)
    other.decide(next(cases()))
    assert sum(isinstance(item, Statement) for item in gc.get_objects()) > before
    del other
    gc.collect()
    assert sum(isinstance(item, Statement) for item in gc.get_objects()) <= before
