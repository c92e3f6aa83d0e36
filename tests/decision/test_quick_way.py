"""The quick way to floor and ceiling: where it answers it is right, and it gives up only where it must."""

from datetime import date

import pytest

from exportrules.decision import asked, quick
from exportrules.decision.compose import decide_bounds, work_out
from exportrules.decision.quick import find_bounds
from exportrules.loading import Rules
from exportrules.program.program import Program
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: t
  source: t
  layer union
  checked from 2026-01-01 up to 2030-12-31
kind goods
fact end_use of transaction is one of {alpha, beta, gamma}
  asks: the use
fact a, b is yes or no
  asks: whether it is so
entry 1A001 a
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
measure n
  source: Art. 2
  for export
  prohibits when end_use is one of {alpha, beta} and b
"""
DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def rules():
    return Rules([Source("m.xr", LAW)])


@pytest.fixture
def ask(rules):
    def call(program, item=None, day=DAY, **facts):
        own = {name: value for name, value in facts.items() if name in "ab"}
        rest = {name: value for name, value in facts.items() if name not in own}
        item = {**(item or {}), "facts": own}
        case = rules.read_case({"format": "exportrules.case/1", "activity": "export", "facts": rest, "item": item})
        made = work_out(program, case, day)
        found = find_bounds(program, case, day)
        assert found in (None, (made.floor, made.ceiling))
        return None if found is None else tuple(end.name for end in found)

    return call


CASES = [
    ({"a": True, "b": False, "end_use": "alpha"}, ("licence_required", "licence_required")),
    ({"a": True, "b": True, "end_use": "alpha"}, ("prohibited", "prohibited")),
    ({"a": True, "b": True, "end_use": "gamma"}, ("licence_required", "licence_required")),
    ({"a": False, "b": True}, ("no_control_found", "prohibited")),
    ({"a": False, "b": False}, ("no_control_found", "no_control_found")),
    ({"b": True, "end_use": "gamma"}, ("no_control_found", "licence_required")),
]


def test_exact_cases_are_answered_at_once(rules, ask):
    program = Program(rules.book)
    for facts, ends in CASES * 2:
        assert ask(program, **facts) == ends


def test_who_asks_for_the_ends_alone_gets_those_of_the_decision(rules):
    finding = {"ruleset": "eu.m", "paragraph": "1A001", "met": False, "by": "B. Wolf", "on": "2026-02-01"}
    given = [({"facts": {name: value for name, value in facts.items() if name in "ab"}}, facts) for facts, _ in CASES]
    given.append(({"facts": {"b": False}, "findings": [finding]}, {"end_use": "alpha"}))
    for options in ({}, {"generate": False}):
        program = Program(rules.book, **options)
        for item, facts in given * 2:
            rest = {name: value for name, value in facts.items() if name not in "ab"}
            case = rules.read_case({"format": "exportrules.case/1", "activity": "export", "facts": rest, "item": item})
            for day in (DAY, date(2025, 12, 31)):
                made = work_out(Program(rules.book), case, day)
                assert decide_bounds(program, case, day) == (made.floor, made.ceiling)


def test_without_generated_code_or_with_findings_there_is_no_quick_way(rules, ask):
    facts, ends = CASES[0]
    assert ask(Program(rules.book, generate=False), **facts) is None
    assert ask(Program(rules.book, indexed=False, generate=False), **facts) is None
    finding = {"ruleset": "eu.m", "paragraph": "1A001", "met": True, "by": "B. Wolf", "on": "2026-02-01"}
    assert ask(Program(rules.book), item={"findings": [finding]}, **facts) is None
    assert ask(Program(rules.book), **facts) == ends


def test_a_day_that_was_not_checked_is_left_to_the_findings(rules, ask):
    program = Program(rules.book)
    assert ask(program, day=date(2025, 12, 31), **CASES[0][0]) is None
    assert ask(program, day=date(2026, 1, 1), **CASES[0][0]) == CASES[0][1]


@pytest.mark.parametrize("warm", [1, 2, 3])
def test_code_is_made_when_it_was_asked_for_often_enough(rules, ask, warm):
    program = Program(rules.book, warm=warm)
    facts, ends = CASES[0]
    before = max(0, (warm - 1) * quick.DEAR - 1)
    assert [ask(program, **facts) for _ in range(before + 2)] == [None] * before + [ends] * 2


def test_who_never_tells_is_given_up_and_who_has_told_is_not(rules, ask):
    inexact = {"b": True, "a": True, "end_use": {"one_of": ["alpha", "gamma"]}}
    exact = {"b": True, "a": True}

    def given_up(program):
        held = [found.quick for plan in program.plans.values() for found in plan.selections.values()]
        return any(quick.HOPELESS in codes.values() for codes in held)

    program = Program(rules.book)
    for _ in range(quick.PATIENCE):
        assert ask(program, **inexact) is None
    assert not given_up(program)
    for _ in range(2):
        assert ask(program, **inexact) is None
        assert given_up(program)
    # one that told once is asked for ever
    patient = Program(rules.book)
    alternating = {"b": {"value": True}, "a": "not applicable", "end_use": "alpha"}
    for _ in range(quick.PATIENCE + 2):
        assert ask(patient, **exact, end_use="alpha") == ("prohibited", "prohibited")
        assert ask(patient, **alternating) in (None, ("prohibited", "prohibited"))
    assert not given_up(patient)


# ---- which effects are asked --------------------------------------------------------------------------------


def selected(rules, program, **facts):
    case = rules.read_case({"format": "exportrules.case/1", "activity": "export", "facts": facts, "item": {}})
    return asked.select_for(program, "export", DAY, program.era(DAY), case.transaction)


def names(rules, found):
    return [rules.book.measures[effect.measure].path for effect in found.effects]


def test_effects_that_certainly_fail_for_the_transaction_are_not_asked(rules):
    program = Program(rules.book)
    assert names(rules, selected(rules, program, end_use="gamma")) == ["eu.m.m"]
    for facts in ({"end_use": "alpha"}, {}, {"end_use": {"one_of": ["beta", "gamma"]}}):
        assert names(rules, selected(rules, program, **facts)) == ["eu.m.m", "eu.m.n"]
    assert names(rules, selected(rules, program, end_use="not applicable")) == ["eu.m.m"]
    everything = Program(rules.book, indexed=False, generate=False)
    assert names(rules, selected(rules, everything, end_use="gamma")) == ["eu.m.m", "eu.m.n"]


def test_what_was_selected_once_is_used_again(rules):
    program = Program(rules.book)
    first = selected(rules, program, end_use="alpha")
    assert selected(rules, program, end_use="alpha") is first
    assert selected(rules, program, end_use="gamma") is not first
    (plan,) = program.plans.values()
    assert first in plan.selections.values()
    assert selected(rules, program, end_use="alpha") is first
