"""Which paragraphs a relief covers: undivided ones, ones that another list takes over, ones that nobody wrote down."""

from datetime import date

import pytest

from exportrules import Outcome
from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: t
  source: t
  layer union
  lifts eu.m
  checked up to 2030-12-31
LINES
kind goods
kind software
fact p, q, s is yes or no
  asks: whether it is so
ENTRIES
measure m
  source: Art. 1
  for export
  requires licence when item listed in LIST
authorisation general lifts m
  source: Art. 2
  for export
  covers COVERED
"""
NARROW = """exportrules 1
ruleset eu.narrow
  title: t
  source: t
  layer union
  codes from eu.m
HEADER  checked up to 2030-12-31
takes eu.m.1A001.a when s
"""
ALL_OF = "entry 1A001 all of:\n  a. p\n  b. q"
ANY_OF = "entry 1A001 any of:\n  a. p\n  b. q"
LICENCE, AUTHORISED, NOTHING = Outcome.licence_required, Outcome.authorised, Outcome.no_control_found


@pytest.fixture(params=[True, False], ids=["generated", "closures"])
def decide(request):
    def run(entries, covered, *, listed="eu.m", header="", narrow="", findings=(), **facts):
        text = LAW.replace("ENTRIES", entries).replace("COVERED", covered).replace("LIST", listed)
        sources = [Source("m.xr", text.replace("LINES", header)), Source("n.xr", NARROW.replace("HEADER", narrow))]
        rules = Rules(sources, indexed=request.param, generate=request.param)
        item = {"facts": facts, "findings": list(findings)}
        decision = rules.decide({"format": "exportrules.case/1", "activity": "export", "item": item}, date(2026, 1, 1))
        return decision.floor, decision.ceiling

    return run


def test_a_limb_of_all_of_does_not_cover_the_paragraph(decide):
    assert decide(ALL_OF, "1A001.a", p=True, q=True) == (LICENCE, LICENCE)
    assert decide(ALL_OF, "1A001", p=True, q=True) == (AUTHORISED, AUTHORISED)


def test_an_excepted_limb_takes_the_paragraph_out_where_the_item_is_listed_there(decide):
    assert decide(ALL_OF, "eu.m except 1A001.a", p=True, q=True) == (LICENCE, LICENCE)
    several = "entry 1A001 at least 1 of:\n  a. p\n  b. q"
    assert decide(several, "eu.m except 1A001.a", p=False, q=True) == (AUTHORISED, AUTHORISED)
    assert decide(several, "eu.m except 1A001.a", q=True) == (AUTHORISED, LICENCE)


def test_what_a_list_takes_over_stays_a_paragraph_of_the_other(decide):
    divided = "entry 1A001 any of:\n  a. any of:\n    1. p\n    2. q"
    assert decide(divided, "1A001.a.1", listed="eu.narrow", p=True, q=False, s=True) == (AUTHORISED, AUTHORISED)
    assert decide(divided, "1A001.a.1", listed="eu.narrow", p=True, q=True, s=True) == (LICENCE, LICENCE)


def test_a_list_with_a_gap_may_except_more_than_is_written_down(decide):
    gap = "  not modelled: a gap\n"
    assert decide(ANY_OF, "eu.m except eu.narrow", p=False, q=True, s=False) == (AUTHORISED, AUTHORISED)
    assert decide(ANY_OF, "eu.m except eu.narrow", narrow=gap, p=False, q=True, s=False) == (AUTHORISED, LICENCE)


def test_an_entry_whose_head_names_another_is_not_a_paragraph_taken_over(decide):
    # 1A002 is a paragraph of its own, which the relief does not cover
    entries = "entry 1A001 p\nentry 1A002 item listed in 1A001"
    assert decide(entries.replace("1A001 p", "1A001 any of:\n  a. p"), "1A001", p=True) == (LICENCE, LICENCE)


def test_what_a_person_found_of_the_paragraph_leaves_open_which_below_it_is_met(decide):
    met = [{"ruleset": "eu.m", "paragraph": "1A001", "met": True}]
    assert decide(ANY_OF, "1A001.a", findings=met) == (AUTHORISED, LICENCE)
    assert decide(ANY_OF, "1A001.a", findings=met, q=False) == (AUTHORISED, AUTHORISED)


def test_a_paragraph_of_an_entry_that_is_not_modelled_is_covered_perhaps(decide):
    closed = "entry 1A001 any of:\n  a. p\nentry 1A002 item is goods\n  not modelled: what it says"
    met = [{"ruleset": "eu.m", "paragraph": "1A002.b", "met": True}]
    assert decide(closed, "1A002.b", findings=met, p=False) == (AUTHORISED, LICENCE)
