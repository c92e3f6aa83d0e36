"""Ratios and products against limits of every form: none may be given up in silence, which freed what it lists."""

from datetime import date

import pytest

from exportrules import Outcome
from exportrules.loading import Rules
from exportrules.text import Diagnostics, Source

RULES = """exportrules 1
ruleset eu.c
  title: tests
  source: none
  layer union
  checked up to 2030-01-01
fact width, height, depth is quantity in m
  asks: how long
fact skin is quantity in m^2
  asks: how large
fact mass is quantity in g
  asks: how heavy
fact finish is quantity in m^2/g
  asks: how fine
define "shape" as = width / height
define "face" as = width * height
define "square" as = depth * depth
define "least" as = smallest of (skin / mass, finish)
entry 3A001 {test}
measure only
  source: none
  for export
  requires licence when item listed in 3A001
"""


def decide(test, **facts):
    rules = Rules([Source("a.xr", RULES.format(test=test))])
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": facts}}
    return rules.decide(case, date(2026, 3, 1)).outcome


def test_a_ratio_beside_a_number_without_a_unit_is_refused():
    with pytest.raises(Diagnostics) as caught:
        decide('"shape" at least 2', width="4 m", height="2 m")
    assert [item.code for item in caught.value] == ["XR302"]


def test_a_product_may_stand_beside_a_product():
    assert decide('"face" above "square"', width="3 m", height="2 m", depth="2 m") is Outcome.licence_required
    assert decide('"face" above "square"', width="2 m", height="2 m", depth="2 m") is Outcome.no_control_found


def test_of_a_product_and_a_quantity_the_smaller_is_found_in_one_unit():
    # 11 and 10.5 m^2/g: neither is at most 10, though 10.5 is less than 11,000 m^2/kg
    facts = {"skin": "11 m^2", "mass": "1 g", "finish": "10.5 m^2/g"}
    assert decide('"least" at most 10 m^2/g', **facts) is Outcome.no_control_found
    assert decide('"least" at most 10.5 m^2/g', **facts) is Outcome.licence_required
    # 9 m^2/g is the smaller, and not 9,000
    facts = {"skin": "9 m^2", "mass": "1 g", "finish": "11 m^2/g"}
    assert decide('"least" at most 10 m^2/g', **facts) is Outcome.licence_required
