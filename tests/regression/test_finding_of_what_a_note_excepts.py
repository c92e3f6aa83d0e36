"""A finding by the law of another day stays where a note that came in meanwhile excepts its paragraph."""

from datetime import date

import pytest

from exportrules import Rules, Source

LAW = """exportrules 1
ruleset eu.c
  title: tests
  source: none
  layer union
  checked up to 2030-01-01
fact sealed, cooled is yes or no
  asks: whether
entry 3A001 any of:
  a. sealed
  b. cooled
  note 1 does not control 3A001 except 3A001.a when cooled
    in force from 2025-01-01
measure first
  source: none
  for export
  requires licence when item listed in 3A001
"""


@pytest.mark.parametrize(("code", "known"), [("3A001.a", True), ("3A001.b", False)])
def test_only_a_paragraph_that_the_note_speaks_of_changed(code, known):
    rules = Rules([Source("law.xr", LAW)])
    finding = {"ruleset": "eu.c", "paragraph": code, "met": True, "as_of": "2024-12-31"}
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"findings": [finding]}}
    decision = rules.decide(case, date(2025, 1, 1))
    assert (decision.floor.name == "licence_required") is known
    assert any(code == "XR864" for code, _ in decision.diagnostics) is not known
