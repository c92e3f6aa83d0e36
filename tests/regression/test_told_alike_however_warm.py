"""What is told beside a decision follows from the case and the law, not from whether code is warm or there is any."""

from datetime import date

import pytest

from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
kind goods
part piece of item
  asks: each piece
fact hard of piece is yes or no
  asks: whether it is hard
fact width, depth is quantity in mm
  asks: a length
fact aspect is derived in ratio
  asks: width over depth
  formula width / depth
fact stock of transaction is quantity in mm
  asks: how much
fact share is derived in ratio
  asks: width over stock
  formula width / stock
fact p, q is yes or no
  asks: whether
entry 1A001 p, any of:
  a. q
  b. every piece has hard
  c. aspect above 2 ratio
  d. share above 2 ratio
measure m
  source: none
  for export
  requires licence when item listed in eu.m
"""
ITEMS = {
    "XR854": {"parts": {"piece": {"complete": True, "list": []}}},
    "XR851": {"facts": {"width": "1 mm", "depth": "0 mm"}},
    "XR853": {"facts": {"width": "1 mm", "depth": "1 mm", "aspect": "3 ratio"}},
}


@pytest.mark.parametrize("code", ITEMS)
@pytest.mark.parametrize(
    "options", [{"warm": 1}, {"warm": 3}, {"generate": False}, {"generate": False, "indexed": False}]
)
def test_the_same_faults_are_told_every_time(code, options):
    given = dict(options)
    warm = given.pop("warm", 1)
    rules = Rules([Source("m.xr", LAW)], **given)
    rules.program.router.warm = warm
    case = {"format": "exportrules.case/1", "activity": "export", "item": ITEMS[code]}
    assert told_eight_times(rules, case) == [[code]] * 8


def told_eight_times(rules, case):
    decisions = [rules.decide(case, date(2026, 1, 1)) for _ in range(8)]
    # it is worked out once for a decision
    assert all(decision.diagnostics is decision.diagnostics for decision in decisions)
    return [[name for name, _ in decision.diagnostics] for decision in decisions]


@pytest.mark.parametrize("generate", [True, False])
def test_a_fact_of_the_transaction_can_be_at_fault(generate):
    rules = Rules([Source("m.xr", LAW)], generate=generate)
    case = {"format": "exportrules.case/1", "activity": "export", "facts": {"stock": "0 mm"}}
    told = told_eight_times(rules, {**case, "item": {"facts": {"width": "1 mm"}}})
    assert told == [["XR851"]] * 8
