"""The day of the law: what is checked, in force, uncertain or supposed (semantics, sections 4 and 6)."""

from datetime import date

import pytest

from exportrules import Outcome
from exportrules.loading import Rules
from exportrules.logic import UNKNOWN
from exportrules.text import Source

MEASURE = "measure m\n  source: Art. 1\n  for export\n"
LICENCE = MEASURE + "  requires licence when p\n"
OPEN, LICENSED = ("no_control_found", "licence_required"), ("licence_required", "licence_required")
FREE = ("no_control_found", "no_control_found")
CHECKED = "exportrules 1\nruleset eu.n\n  title: t\n  source: t\n  layer union\n  checked from {} up to {}\n"
BAN = "measure n\n  source: Art. 1\n  for export\n  prohibits when q\n"


def test_before_the_text_was_checked_everything_is_open_and_told(by):
    law = by(LICENCE, CHECKED.format("2026-01-01", "2026-06-30") + BAN)
    for q in (True, False):
        decision = law("2025-12-31", p=False, q=q)
        assert (decision.floor.name, decision.ceiling.name) == ("no_control_found", "prohibited")
        assert [item.truth for item in decision.findings] == [UNKNOWN]
        assert decision.diagnostics == (("XR861", "`eu.n` describes the law from 2026-01-01 on, not that of the day"),)
    assert law("2026-01-01", p=False, q=True).diagnostics == ()
    assert law.ends("2026-01-01", p=False, q=False) == FREE
    assert law.ends("2026-01-01", p=False, q=True) == ("prohibited", "prohibited")


def test_after_the_day_of_the_check_a_decision_carries_a_warning(by):
    law = by(LICENCE, CHECKED.format("2026-01-01", "2026-06-30") + BAN)
    assert law("2026-06-30", p=True, q=True).diagnostics == ()
    warned = law("2026-07-01", p=True, q=True)
    assert warned.outcome is Outcome.prohibited
    assert warned.diagnostics == (("XR860", "`eu.n` was checked up to 2026-06-30 only"),)
    # a ruleset that has no bearing on the case is not named
    assert law("2026-07-01", p=True, q=False).diagnostics == ()


def test_a_list_on_which_a_measure_rests_is_warned_of_as_well(by):
    entry = CHECKED.format("2026-01-01", "2026-06-30") + "entry 1A001 a\n"
    law = by(MEASURE + "  requires licence when item listed in eu.n\n", entry)
    assert law("2026-06-30", a=True).diagnostics == ()
    assert [code for code, _ in law("2026-07-01", a=True).diagnostics] == ["XR860"]
    # nothing was found in it, and it may have changed since
    free = law("2026-07-01", a=False)
    assert free.outcome is Outcome.no_control_found
    assert free.diagnostics == (("XR860", "`eu.n` was checked up to 2026-06-30 only"),)


def test_a_list_that_was_not_looked_through_is_not_warned_of(by):
    entry = CHECKED.format("2026-01-01", "2026-06-30") + "entry 1A001 a\n"
    law = by(MEASURE + "  requires licence when p and item listed in eu.n\n", entry)
    assert [code for code, _ in law("2026-07-01", p=True, a=False).diagnostics] == ["XR860"]
    assert law("2026-07-01", p=False, a=False).diagnostics == ()


def test_of_several_lists_on_which_a_measure_rests_each_that_speaks_is_warned_of(by):
    """One that is not in force hides none of those after it."""
    silent = CHECKED.format("2026-01-01", "2026-06-30").replace("eu.n", "eu.k") + "entry 1A001 a\n"
    silent = silent.replace("  layer union\n", "  layer union\n  in force from 2027-01-01\n")
    entry = CHECKED.format("2026-01-01", "2026-06-30") + "entry 1A001 a\n"
    law = by(MEASURE + "  requires licence when item listed in eu.k or item listed in eu.n\n", silent, entry)
    assert law("2026-07-01", a=False).diagnostics == (("XR860", "`eu.n` was checked up to 2026-06-30 only"),)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        ("2025-12-31", FREE),
        ("2026-01-01", OPEN),
        ("2026-01-31", OPEN),
        ("2026-02-01", LICENSED),
        ("2026-06-30", LICENSED),
        ("2026-07-01", FREE),
    ],
)
def test_a_measure_applies_on_its_days_and_is_open_on_uncertain_ones(by, day, ends):
    text = MEASURE + "  in force from between 2026-01-01 and 2026-02-01 until 2026-06-30\n  requires licence when p\n"
    law = by(text)
    assert law.ends(day, p=True) == ends
    assert law.ends(day, p=False) == FREE


def test_a_measure_that_is_not_modelled_in_full_is_open_and_brings_no_document(by):
    law = by(LICENCE + "  not modelled: a further condition\n  duty tell\n  document X001\n")
    decision = law(p=True)
    assert (decision.floor.name, decision.ceiling.name) == OPEN
    assert [(item.duty.name, item.truth) for item in decision.duties] == [("tell", UNKNOWN)]
    assert decision.documents == ()
    assert law.ends(p=False) == FREE


def test_a_proposal_that_is_supposed_is_told_and_one_that_was_adopted_is_not(head):
    text = head.replace("  checked up to", "  stage proposed 2025-01-01\n  stage adopted 2025-06-01\n  checked up to")
    rules = Rules([Source("m.xr", text + LICENCE)])
    case = {"format": "exportrules.case/1", "activity": "export", "facts": {"p": True}, "item": {}}
    assert rules.decide(case, date(2026, 3, 1)).diagnostics == ()
    told = ("XR865", "`eu.m` is a proposal, supposed to be in force")
    assert rules.with_proposals("eu.m").decide(case, date(2026, 3, 1)).diagnostics == (told,)


def test_a_decision_names_the_law_that_decided(by):
    law = by(LICENCE)
    decision = law(p=True)
    assert decision.rulesets == law.rules.digests
    assert decision.session.case is decision.case
    assert decision.session.as_of == decision.as_of == date(2026, 3, 1)


def test_a_list_counts_on_its_own_days_however_often_it_was_asked_for_on_others(by):
    entry = CHECKED.format("2020-01-01", "2030-12-31").replace("  checked", "  in force from 2026-06-01\n  checked")
    law = by(MEASURE + "  requires licence when item listed in eu.n\n", entry + "entry 1A001 a\n")
    for first, second in (("2026-05-31", "2026-06-01"), ("2026-06-01", "2026-05-31")):
        for day in (*[first] * 20, *[second] * 20):
            assert law.ends(day, a=True) == (LICENSED if day > "2026-05-31" else FREE)
            assert law.ends(day, a=False) == FREE
