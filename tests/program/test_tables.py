"""Lists that are written in customs codes (language, section 6)."""

from datetime import date

import pytest

from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.t
  title: t
  source: t
  layer union
  checked up to 2030-12-31
kind goods
fact cn_code is customs_code
  asks: the customs code
fact width is quantity in mm
  asks: a length
table part_a
  8413 70 from 2026-03-01
  8703 except 8703 23 90
  ex 9401 when width above 5 mm
  ex 9403 20
measure m
  source: Art. 1
  for export
  prohibits when item listed in eu.t
"""
FALSE, OPEN, TRUE = (
    ("no_control_found", "no_control_found"),
    ("no_control_found", "prohibited"),
    ("prohibited", "prohibited"),
)


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("84137021", TRUE), ("8413", OPEN), ("84138100", FALSE), ("87032319", TRUE), ("87032390", FALSE),
        ("870323", OPEN), ("8703", OPEN), ("94016100", TRUE), ("94032000", OPEN), ("94039000", FALSE),
        ({"one_of": ["84137021", "84138100"]}, OPEN), ({"one_of": ["87032390", "84138100"]}, FALSE), (None, OPEN),
        ("not applicable", FALSE),
    ],
)  # fmt: skip
def test_a_code_is_in_a_table_by_its_beginning_and_not_where_it_is_excepted(code, ends, generated):
    rules = Rules([Source("t.xr", LAW)], indexed=generated, generate=generated)
    facts = {"width": "6 mm"} if code is None else {"cn_code": code, "width": "6 mm"}
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": facts}}
    decision = rules.decide(case, date(2026, 3, 1))
    assert (decision.floor.name, decision.ceiling.name) == ends
    earlier = rules.decide(case, date(2026, 2, 28))
    if code == "84137021":
        assert earlier.ceiling.name == "no_control_found"


def test_a_part_of_a_code_is_told_by_its_condition():
    rules = Rules([Source("t.xr", LAW)])
    for stated, ends in (({"width": "6 mm"}, TRUE), ({"width": "5 mm"}, FALSE), ({}, OPEN)):
        item = {"facts": {"cn_code": "94016100", **stated}}
        decision = rules.decide({"format": "exportrules.case/1", "activity": "export", "item": item}, date(2026, 3, 1))
        assert (decision.floor.name, decision.ceiling.name) == ends
