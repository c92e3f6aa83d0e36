"""When a ruleset takes part: its stages, uncertain first days, gaps that a person closes, measures not modelled."""

from datetime import date

import pytest

from exportrules import Outcome
from exportrules.loading import Rules
from exportrules.text import Source

HEAD = "exportrules 1\nruleset eu.m\n  title: t\n  source: t\n  layer union\n  checked up to 2030-12-31\n"
BODY = """
kind goods
fact p is yes or no
  asks: whether it is so
measure m
  source: Art. 1
  for export
  requires licence when p
"""
NONE, LICENCE = Outcome.no_control_found, Outcome.licence_required


@pytest.fixture(params=[True, False], ids=["generated", "closures"])
def make(request):
    return lambda *texts: Rules(
        [Source(f"{number}.xr", text) for number, text in enumerate(texts)],
        indexed=request.param,
        generate=request.param,
    )


def ends(rules, day, p=True, **item):
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": {"p": p}, **item}}
    decision = rules.decide(case, date.fromisoformat(day))
    return decision.floor, decision.ceiling


@pytest.mark.parametrize(
    ("stages", "day", "expected"),
    [
        ("  stage proposed 2024-01-01\n", "2023-12-31", NONE),
        ("  stage proposed 2024-01-01\n", "2024-01-01", NONE),
        ("  stage proposed 2024-01-01\n  stage adopted 2024-06-01\n", "2024-05-31", NONE),
        ("  stage proposed 2024-01-01\n  stage adopted 2024-06-01\n", "2024-06-01", LICENCE),
        ("  stage adopted 2024-06-01\n", "2024-05-31", NONE),
        ("  stage amended 2024-06-01\n", "2024-05-31", LICENCE),
        ("  stage adopted 2024-01-01\n  stage ended 2024-06-01\n", "2024-05-31", LICENCE),
        ("  stage adopted 2024-01-01\n  stage ended 2024-06-01\n", "2024-06-01", NONE),
    ],
)
def test_a_ruleset_takes_part_between_adoption_and_end(make, stages, day, expected):
    assert ends(make(HEAD + stages + BODY), day) == (expected, expected)


def test_a_proposal_that_ended_can_still_be_asked_about(make):
    rules = make(HEAD + "  stage proposed 2024-01-01\n  stage ended 2024-06-01\n" + BODY).with_proposals("eu.m")
    for day in ("2023-12-31", "2024-03-01", "2024-07-01"):
        assert ends(rules, day) == (LICENCE, LICENCE)


def test_an_uncertain_first_day_leaves_open_only_what_may_apply(make):
    rules = make(HEAD + "  in force from between 2024-02-01 and 2024-03-01\n" + BODY)
    assert ends(rules, "2024-02-15") == (NONE, LICENCE)
    assert ends(rules, "2024-02-15", p=False) == (NONE, NONE)
    assert ends(rules, "2024-03-01") == (LICENCE, LICENCE)


def test_before_the_text_was_checked_not_even_a_no_is_certain(make):
    rules = make(HEAD.replace("checked up to", "checked from 2024-01-01 up to") + BODY)
    assert ends(rules, "2023-12-31", p=False) == (NONE, LICENCE)


def test_a_measure_that_is_not_modelled_in_full_stays_open(make):
    rules = make(HEAD + BODY + "  not modelled: an exception that was not at hand\n")
    assert ends(rules, "2024-02-15") == (NONE, LICENCE)
    assert ends(rules, "2024-02-15", p=False) == (NONE, NONE)


def test_a_person_closes_the_gap_of_a_list(make):
    listed = (
        "exportrules 1\nruleset eu.l\n  title: t\n  source: t\n  layer union\n  checked up to 2030-12-31\n"
        "  not modelled: the annex was not at hand\nentry 1A001 p\n"
    )
    rules = make(listed, HEAD + BODY.replace("when p", "when item listed in eu.l"))
    assert ends(rules, "2024-02-15", p=False) == (NONE, LICENCE)
    ruled_out = {"findings": [{"ruleset": "eu.l", "paragraph": "", "met": False}]}
    assert ends(rules, "2024-02-15", p=False, **ruled_out) == (NONE, NONE)
    # where the facts say otherwise, the stricter holds
    assert ends(rules, "2024-02-15", **ruled_out) == (LICENCE, LICENCE)


def test_measures_that_bring_duties_only_use_up_no_split(make):
    """Four lists are open; only the last bears on the answer, twice."""
    lists = "".join(
        f"exportrules 1\nruleset eu.l{number}\n  title: t\n  source: t\n  layer union\n  checked up to 2030-12-31\n"
        f"entry 1A001 q{number}\n\x00"
        for number in range(1, 5)
    ).split("\x00")[:-1]
    facts = "kind goods\nfact q1, q2, q3, q4 is yes or no\n  asks: whether it is so\n"
    duties = "".join(
        f"measure d{number}{copy}\n  source: Art. {number}\n  for export\n  obliges when item listed in eu.l{number}\n"
        for number in range(1, 4)
        for copy in "ab"
    )
    either = (
        "measure listed\n  source: Art. 8\n  for export\n  requires licence when item listed in eu.l4\n"
        "measure not_listed\n  source: Art. 9\n  for export\n  requires licence when not item listed in eu.l4\n"
    )
    rules = make(*lists, HEAD + facts + duties + either)
    decision = rules.decide({"format": "exportrules.case/1", "activity": "export"}, date(2026, 1, 1))
    assert (decision.floor, decision.ceiling) == (LICENCE, LICENCE)


@pytest.mark.parametrize(("gap", "floor"), [("", LICENCE), ("  not modelled: an exception\n", NONE)])
def test_a_measure_that_is_not_modelled_in_full_applies_on_no_branch(make, gap, floor):
    """Listed or not, one of two measures applies, unless their texts say more than is encoded."""
    listed = HEAD.replace("eu.m", "eu.l") + "entry 1A001 q\n"
    facts = "kind goods\nfact q is yes or no\n  asks: whether it is so\n"
    either = (
        f"measure listed\n  source: Art. 8\n  for export\n  requires licence when item listed in eu.l\n{gap}"
        f"measure not_listed\n  source: Art. 9\n  for export\n  requires licence when not item listed in eu.l\n{gap}"
    )
    rules = make(listed, HEAD + facts + either)
    decision = rules.decide({"format": "exportrules.case/1", "activity": "export"}, date(2026, 1, 1))
    assert (decision.floor, decision.ceiling) == (floor, LICENCE)
