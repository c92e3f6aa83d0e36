"""Rows that share a code, and lines that take a whole list or a section over: their days count like any others."""

from datetime import date

import pytest

from exportrules.explanation.changes import find_last_day

OWED, NONE = ("licence_required",) * 2, ("no_control_found",) * 2
WORDS = "fact cn_code is customs_code\n  asks: code\nentry 1A001 a\n"
MEASURE = "measure m\n  source: Art. 1\n  for export\n  requires licence when item listed in {listed}\n"
DATED = {
    # the later of two rows is found by their code; it has no days
    "rows of one code": "table goods\n  8413 70 from 2026-02-01 until 2026-04-30 when a\n  8413 70 when b\n",
    "a whole list": "takes eu.m\n  in force from 2026-02-01 until 2026-04-30\n",
    "a section": "  codes from eu.m\ntakes 1A\n  in force from 2026-02-01 until 2026-04-30\n",
    "what the list has itself": ("entry 1A001 b\ntakes eu.m.1A001\n  in force from 2026-02-01 until 2026-04-30\n"),
}
ITEM = {"facts": {"cn_code": "8413 70", "a": True, "b": False}}


@pytest.fixture(params=list(DATED))
def law(request, by, other):
    return by(WORDS + MEASURE.format(listed="eu.n"), other(DATED[request.param]))


def test_their_days_are_days_of_change(law):
    assert law.rules.program.change_days() == (date(2026, 2, 1), date(2026, 5, 1))


def test_an_answer_holds_until_the_day_before(law):
    assert find_last_day(law("2026-01-31", item=ITEM)) == date(2026, 1, 31)
    assert find_last_day(law("2026-03-01", item=ITEM)) == date(2026, 4, 30)
    assert find_last_day(law("2026-05-01", item=ITEM)) is None


def test_what_is_kept_of_one_day_does_not_answer_for_another(law):
    for _ in range(4):
        for day, ends in (("2026-01-31", NONE), ("2026-02-01", OWED), ("2026-04-30", OWED), ("2026-05-01", NONE)):
            assert law.ends(day, item=ITEM) == ends
