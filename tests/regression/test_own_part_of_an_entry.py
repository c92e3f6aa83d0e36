"""An entry that holds by its own alternative (`also`) is a paragraph of its own, beside those below it."""

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
  checked up to 2030-12-31

kind goods
fact p, q is yes or no
  asks: whether it is so
entry 1A001 any of:
  a. p
  also q
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
authorisation general lifts m
  source: Art. 2
  for export
  covers COVERED
"""
LICENCE, AUTHORISED = Outcome.licence_required, Outcome.authorised


@pytest.fixture(params=[True, False], ids=["generated", "closures"])
def ends(request):
    def decide(covered, **facts):
        law = Source("m.xr", LAW.replace("COVERED", covered))
        rules = Rules([law], indexed=request.param, generate=request.param)
        case = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": facts}}
        decision = rules.decide(case, date(2026, 1, 1))
        return decision.floor, decision.ceiling

    return decide


def test_who_is_covered_for_the_paragraph_is_not_certainly_covered_for_the_entry(ends):
    # the item meets 1A001.a, and 1A001 itself by its other alternative
    _, ceiling = ends("1A001.a", p=True, q=True)
    assert ceiling == LICENCE
    assert ends("1A001.a", p=True, q=False) == (AUTHORISED, AUTHORISED)
    assert ends("1A001.a", p=True) == (AUTHORISED, LICENCE)


def test_an_open_paragraph_below_does_not_take_the_place_of_the_entry(ends):
    # 1A001 is met by itself; 1A001.a, which is not covered, may be met too
    assert ends("eu.m except 1A001.a", q=True) == (AUTHORISED, LICENCE)
    assert ends("eu.m except 1A001.a", q=True, p=True) == (LICENCE, LICENCE)
