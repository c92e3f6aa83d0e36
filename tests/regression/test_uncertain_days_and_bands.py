"""Limbs and lists whose days are uncertain; bands over a fact that does not apply; notes over unnumbered lines."""

from datetime import date

import pytest

from exportrules import Outcome
from exportrules.loading import Rules
from exportrules.logic import truth_name
from exportrules.program.frame import Frame, Session
from exportrules.rules.conditions import Target
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: t
  source: t
  layer union
  checked up to 2030-12-31
HEADER
kind goods
fact p, q, s is yes or no
  asks: whether it is so
fact power is quantity in W
  asks: power
ENTRIES
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
"""
DAY = date(2026, 1, 15)
UNCERTAIN = "in force from between 2026-01-01 and 2026-02-01"
LICENCE, NOTHING = Outcome.licence_required, Outcome.no_control_found


@pytest.fixture(params=[True, False], ids=["generated", "closures"])
def run(request):
    def answer(entries, code="1A001", header="", **facts):
        sources = [Source("m.xr", LAW.replace("ENTRIES", entries).replace("HEADER", header))]
        rules = Rules(sources, indexed=request.param, generate=request.param)
        case = rules.read_case({"format": "exportrules.case/1", "activity": "export", "item": {"facts": facts}})
        decision = rules.decide(case, DAY)
        session = Session(rules.program, case, DAY)
        truth = rules.program.listed(Target("eu.m", code), Frame(session, case.item))
        return truth_name(truth), decision.floor, decision.ceiling

    return answer


def test_a_limb_that_holds_does_not_matter_while_it_is_uncertain_whether_it_is_in_force(run):
    entries = f"entry 1A001 all of:\n  a. p\n    {UNCERTAIN}\n  b. q"
    assert run(entries, p=True, q=True) == ("true", LICENCE, LICENCE)
    assert run(entries, p=False, q=True) == ("unknown", NOTHING, LICENCE)
    assert run(entries, p=True, q=False) == ("false", NOTHING, NOTHING)


def test_a_list_that_may_be_in_force_certainly_does_not_hold_what_no_entry_holds(run):
    assert run("entry 1A001 p", header=f"  {UNCERTAIN}", p=False) == ("false", NOTHING, NOTHING)
    assert run("entry 1A001 p", header=f"  {UNCERTAIN}", p=True) == ("unknown", NOTHING, LICENCE)


@pytest.mark.parametrize(("word", "stated", "apart"), [("any", "true", "false"), ("none", "false", "true")])
def test_bands_do_not_join_over_a_fact_that_does_not_apply(run, word, stated, apart):
    entries = f"entry 1A001 {word} of:\n  power below 2 W\n  power at least 2 W"
    assert run(entries)[0] == stated
    assert run(entries, power={"at_least": "1 W"})[0] == stated
    assert run(entries, power="not applicable")[0] == apart


def test_bands_that_join_settle_none_of_though_the_head_is_open(run):
    entries = "entry 1A001 p, none of:\n  power below 2 W\n  power at least 2 W"
    assert run(entries) == ("false", NOTHING, NOTHING)
    assert run(entries, power={"at_least": "1 W"}) == ("false", NOTHING, NOTHING)


def test_a_note_that_leaves_a_paragraph_in_takes_out_the_unnumbered_lines_beside_it(run):
    entries = "entry 1A001 any of:\n  s\n  a. p\n  b. q\n  note 1 does not control 1A001 except 1A001.a when s"
    assert run(entries, s=True, p=False, q=False) == ("false", NOTHING, NOTHING)
    assert run(entries, s=True, p=True, q=False) == ("true", LICENCE, LICENCE)
    assert run(entries, s=True, p=False, q=True) == ("false", NOTHING, NOTHING)
