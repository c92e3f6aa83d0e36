"""A person's finding that names a section or the whole list, of which no statement has the code."""

from datetime import date

import pytest

from exportrules import Outcome
from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
kind goods
fact p, q is yes or no
  asks: whether
entry 1A001 p
entry 1B001 q
measure m
  source: none
  for export
  requires licence when item listed in LIST
"""


@pytest.fixture(params=[True, False], ids=["generated", "closures"])
def decide(request):
    def run(findings, *, listed="eu.m", **facts):
        rules = Rules([Source("m.xr", LAW.replace("LIST", listed))], indexed=request.param, generate=request.param)
        found = [{"ruleset": "eu.m", **item} for item in findings]
        case = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": facts, "findings": found}}
        decision = rules.decide(case, date(2026, 1, 1))
        return decision.floor, decision.ceiling

    return run


@pytest.mark.parametrize("facts", [{}, {"p": False, "q": False}])
@pytest.mark.parametrize("listed", ["eu.m", "1A", "{1A, 1B}"])
def test_met_at_a_section_is_met_in_the_list(decide, facts, listed):
    met = [{"paragraph": "1A", "met": True}]
    assert decide(met, listed=listed, **facts) == (Outcome.licence_required, Outcome.licence_required)


def test_a_section_that_is_met_says_nothing_of_another(decide):
    met = [{"paragraph": "1A", "met": True}]
    assert decide(met, listed="1B", q=False) == (Outcome.no_control_found, Outcome.no_control_found)
    assert decide(met, listed="1B") == (Outcome.no_control_found, Outcome.licence_required)


def test_not_met_at_a_section_leaves_the_others_open(decide):
    out = [{"paragraph": "1A", "met": False}]
    assert decide(out) == (Outcome.no_control_found, Outcome.licence_required)
    assert decide(out, listed="1A") == (Outcome.no_control_found, Outcome.no_control_found)
