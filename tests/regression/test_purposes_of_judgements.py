"""A `no` that a person recorded for one purpose says nothing of the others."""

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
fact required is judgement
  asks: is it required for
entry 1A001 judged required for racing
measure m
  source: none
  for export
  requires licence when item listed in eu.m
"""
OPEN = (Outcome.no_control_found, Outcome.licence_required)


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        ({"value": False, "purpose": "use"}, OPEN),
        ({"value": False}, (Outcome.no_control_found,) * 2),
        ({"value": True, "purpose": "use"}, (Outcome.licence_required,) * 2),
    ],
)
def test_a_no_for_one_purpose_leaves_a_test_without_purposes_open(record, wanted, generated):
    rules = Rules([Source("m.xr", LAW)], indexed=generated, generate=generated)
    item = {"judgements": [{"term": "required", "for": "racing", **record}]}
    decision = rules.decide({"format": "exportrules.case/1", "activity": "export", "item": item}, date(2026, 1, 1))
    assert (decision.floor, decision.ceiling) == wanted
