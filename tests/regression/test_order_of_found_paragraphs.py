"""Paragraphs stand in the list's own order, also where a person found one met that the facts rule out."""

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
fact p, q is yes or no
  asks: whether
entry 1A001 p
entry 1A002 q
measure m
  source: none
  for export
  requires licence when item listed in eu.m
"""


@pytest.mark.parametrize("indexed", [True, False], ids=["generated", "closures"])
def test_a_paragraph_found_met_keeps_its_place(indexed):
    rules = Rules([Source("m.xr", LAW)], indexed=indexed, generate=indexed)
    found = {"ruleset": "eu.m", "paragraph": "1A001", "met": True}
    item = {"facts": {"p": False}, "findings": [found]}
    decision = rules.decide({"format": "exportrules.case/1", "activity": "export", "item": item}, date(2026, 1, 1))
    assert [entry.statement.code for entry in decision.findings[0].entries] == ["1A001", "1A002"]
