"""Duties and document codes belong to the line under which they stand (semantics, section 4)."""

from itertools import product

import pytest

from exportrules import find_last_day

MEASURE = "measure m\n  source: Art. 1\n  for export\n"
BY_LINES = (
    MEASURE
    + """  requires licence when any of:
    p
      duty tell
      document X001
    q
      duty keep when r
      document X002 from 2026-06-01
"""
)


def owed(decision):
    return {item.duty.name: int(item.truth) for item in decision.duties}


def codes(decision):
    return [item.code for item in decision.documents]


def test_a_duty_is_owed_as_far_as_its_line_holds(by):
    law = by(BY_LINES)
    assert owed(law(p=True, q=False)) == {"tell": 2}
    # the measure applies for the other line: this one may or may not
    assert owed(law(q=True, r=True)) == {"tell": 1, "keep": 2}
    assert owed(law(p=True, r=True)) == {"tell": 2, "keep": 1}
    assert owed(law(p=False, q=True)) == {"keep": 1}
    assert owed(law(p=False, q=False)) == {}


def test_a_code_stands_where_its_line_certainly_holds(by):
    law = by(BY_LINES)
    assert codes(law(p=True)) == ["X001"]
    assert codes(law(q=True)) == []
    assert codes(law("2026-06-01", q=True)) == ["X002"]
    assert codes(law("2026-06-01", p=True, q=True)) == ["X001", "X002"]
    assert str(find_last_day(law(p=True, q=True))) == "2026-05-31"


def test_lines_of_every_kind_and_depth_owe_what_stands_under_them(by):
    law = by(
        MEASURE + "  requires licence when p, any of:\n    where q\n      duty tell\n    all of:\n"
        "      r\n        duty keep\n        document X001\n    also s\n      duty ask\n"
    )
    assert owed(law(p=True, q=True, r=True, s=False)) == {"tell": 2, "keep": 2}
    assert codes(law(p=True, q=True, r=True)) == ["X001"]
    assert owed(law(p=False, s=True)) == {"ask": 2}


def test_a_line_about_parts_is_not_asked_of_the_item(by):
    """Whether it is this part that the line speaks of is open, whatever the item itself is."""
    law = by(
        "part component of item as item\n  asks: what is in it\n" + MEASURE + "  requires licence when "
        "some component has any of:\n    it is amplifier\n      duty tell\n    a\n      duty keep\n"
    )
    inside = {"component": {"complete": True, "list": [{"kind": "goods", "facts": {"a": True}}]}}
    assert owed(law(item={"kind": "amplifier", "parts": inside})) == {"tell": 1, "keep": 1}


def test_a_block_with_a_gap_owes_for_certain_only_what_stands_beside_it(by):
    law = by(
        MEASURE + "  requires licence when p, any of:\n    not modelled: what else is asked\n"
        "    q\n      duty tell\n    also r\n      duty keep\n"
    )
    assert owed(law(p=True, q=True, r=True)) == {"tell": 1, "keep": 2}
    assert owed(law(p=True, q=True, r=False)) == {"tell": 1}


def test_what_is_owed_follows_each_case_however_often_others_were_decided(by):
    """Findings are kept from case to case: what a duty asks belongs to what they rest on, beside a relief too."""
    law = by(
        MEASURE + "  requires licence when p, any of:\n    u\n      duty keep when s\n    not u\n  duty tell when r\n"
        "authorisation x lifts m\n  source: Art. 2\n  for export\n  when q\n"
    )
    for _ in range(20):
        for r, s in product((True, False), repeat=2):
            wanted = ({"tell": 2} if r else {}) | ({"keep": 2} if s else {})
            assert owed(law(p=True, q=False, u=True, r=r, s=s)) == wanted


def test_what_one_effect_owes_for_certain_another_does_not_leave_open(by):
    """The measure applies by its first effect, and may apply by its second."""
    law = by(MEASURE + "  requires licence when p\n  requires notification when q\n  duty tell\n  document X001\n")
    assert owed(law(p=True)) == {"tell": 2}
    assert codes(law(p=True)) == ["X001"]
    twice = by(MEASURE + "  requires licence when p\n  duty tell when q\n  duty tell when r\n")
    assert owed(twice(p=True, q=True)) == owed(twice(p=True, r=True)) == {"tell": 2}


def test_of_a_text_that_was_not_checked_every_duty_may_be_owed_and_no_code_stands(by):
    law = by(
        "",
        "exportrules 1\nruleset eu.n\n  title: t\n  source: t\n  layer union\n"
        "  checked from 2026-01-01 up to 2026-12-31\n" + BY_LINES,
    )
    assert owed(law("2025-12-31", p=False, q=False, r=False)) == {"tell": 1, "keep": 1}
    assert codes(law("2025-12-31", p=True)) == []
    assert owed(law("2026-01-01", p=False, q=True, r=True)) == {"keep": 2}


LIST = "entry 1A001 any of:\n  a. a\n  b. b\n"


def test_a_relief_of_a_text_that_was_not_checked_may_have_applied(by):
    relief = (
        "exportrules 1\nruleset eu.n\n  title: t\n  source: t\n  layer union\n  lifts eu.m\n"
        "  checked from 2026-01-01 up to 2026-12-31\n"
        "exemption x lifts eu.m.m\n  source: Art. 2\n  for export\n  when q\n"
    )
    law = by(MEASURE + "  requires licence when p\n", relief)
    assert law.ends("2025-12-31", p=True, q=False) == ("no_control_found", "licence_required")
    assert law.ends("2026-01-01", p=True, q=False) == ("licence_required", "licence_required")
    # nothing is certain of its yes either
    assert law.ends("2025-12-31", p=True, q=True) == ("no_control_found", "licence_required")


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        ("2026-05-31", ("licence_required",) * 2),
        ("2026-06-01", ("authorised",) * 2),
        ("2026-07-01", ("licence_required",) * 2),
    ],
)
def test_a_line_of_what_a_relief_covers_has_days_of_its_own(by, day, ends):
    law = by(
        LIST + MEASURE + "  requires licence when item listed in eu.m\nauthorisation x lifts m\n  source: Art. 2\n"
        "  for export\n  covers 1A001.a\n    in force from 2026-06-01 until 2026-06-30\n"
    )
    assert law.ends(day, a=True, b=False) == ends


def test_a_line_of_what_a_relief_covers_may_be_open(by):
    law = by(
        LIST + MEASURE + "  requires licence when item listed in eu.m\nauthorisation x lifts m\n  source: Art. 2\n"
        "  for export\n  covers 1A001.a\n    not modelled: which of them\n"
    )
    assert law.ends(a=True, b=False) == ("authorised", "licence_required")


def test_an_answer_holds_on_where_another_effect_of_the_same_measure_joins_it(by):
    law = by(MEASURE + "  requires licence when p\n  requires licence when q\n    in force from 2026-06-01\n")
    assert find_last_day(law(p=True, q=True)) is None
    owing = by(
        MEASURE + "  requires licence when p\n  duty tell\nmeasure n\n  source: Art. 2\n  for export\n"
        "  in force from 2026-06-01\n  requires notification when q\n  duty tell\n"
    )
    assert str(find_last_day(owing(p=True, q=True))) == "2026-05-31"


@pytest.mark.parametrize(("day", "ceiling"), [("2026-02-28", "licence_required"), ("2026-03-01", "authorised")])
def test_a_line_with_days_covers_a_list_as_a_whole_while_it_is_in_force(by, day, ceiling):
    law = by(
        MEASURE + "  requires licence when item listed in eu.n\n"
        "authorisation x lifts m\n  source: Art. 2\n  for export\n  covers eu.n\n    in force from 2026-03-01\n",
        "exportrules 1\nruleset eu.n\n  title: t\n  source: t\n  layer union\n  checked up to 2026-12-31\n"
        "  not modelled: a gap\nentry 1A001 c\n",
    )
    assert law(day, c=False).ceiling.name == ceiling


def test_a_code_of_some_days_is_not_kept_for_others(by):
    law = by(BY_LINES)
    for _ in range(4):
        assert codes(law("2026-05-31", q=True)) == []
        assert codes(law("2026-06-01", q=True)) == ["X002"]
