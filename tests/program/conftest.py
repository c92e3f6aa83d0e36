"""The truth of a paragraph of a law of a few lines, asked in every way."""

from datetime import date
from functools import cache

import pytest

from exportrules.loading import Rules
from exportrules.logic import truth_name
from exportrules.program.frame import Frame, Session
from exportrules.rules.conditions import Target
from exportrules.text import Source

HEAD = """exportrules 1
ruleset eu.m
  title: t
  source: t
  layer union
  checked up to 2030-12-31
kind goods
kind software
kind machine within goods
kind lathe, mill within machine
kind turning_mill within lathe, mill
kind press within machine
part component of item as item
  asks: what it contains
part axis of item
  asks: each axis
part linear_axis within axis
part rotary_axis within axis
part drive of axis
  asks: what drives it
part host of item as item
  asks: what it is in
fact power is quantity in W over frequency in GHz, standard
  asks: power
fact width, depth is quantity in mm
  asks: a length
fact level is quantity in degC
  asks: a temperature
fact channels is quantity in count
  asks: how many
fact band is range in GHz
  asks: the band
fact hardened, sealed is yes or no
  asks: whether it is so
fact colour is one of {red, green, blue}
  asks: the colour
fact cuts is set of {metal, wood, glass}
  asks: what it cuts
fact travel of axis is quantity in mm
  asks: how far
fact torque of drive is quantity in N.m
  asks: how strong
fact cas_number is cas_number
  asks: CAS number
fact cas_identifies_structure is yes or no
  asks: does the number settle it
fact cn_code is customs_code
  asks: customs code
fact contract_date of transaction is day
  asks: day of the contract
fact buyer_country of transaction is country
  asks: country of the buyer
fact transit_countries of transaction is countries
  asks: countries on the way
fact designed, required is judgement
  asks: is it so, for
fact aspect is derived in ratio
  asks: width over depth
  formula width / depth
fact span_width is derived in mm
  asks: width
  formula width + depth when hardened
  formula width when not hardened
group partners
  source: s
  members {US, JP} from 2020-01-01
  members {CA} from 2026-06-01
group doubtful
  source: s
  members {US} from 2020-01-01
  not modelled: the others
"""
DAY = date(2026, 3, 1)


MEASURES = """
measure listed
  source: Art. 1
  for export
  requires licence when item listed in eu.m
measure itself
  source: Art. 2
  for transit
  requires licence when item listed in 1A001
"""
ENDS = {
    "false": ("no_control_found", "no_control_found"),
    "unknown": ("no_control_found", "licence_required"),
    "true": ("licence_required", "licence_required"),
}


@cache
def rules_of(law, generated):
    return Rules([Source("m.xr", HEAD + law + MEASURES)], indexed=generated, generate=generated)


def truth(law, item, transaction, generated, day=DAY, code="1A001"):
    """Whether the paragraph holds: asked by itself, through the list that it stands in, and by a measure."""
    rules = rules_of(law, generated)
    case = {"format": "exportrules.case/1", "activity": "export", "facts": transaction, "item": item}
    read = rules.read_case(case)
    found = truth_name(rules.program.listed(Target("eu.m", code), Frame(Session(rules.program, read, day), read.item)))
    for activity in ("export", "transit") if code == "1A001" else ():
        decision = rules.decide({**case, "activity": activity}, day)
        assert (decision.floor.name, decision.ceiling.name) == ENDS[found]
        assert decision._workings.made.ceiling == decision.ceiling
    return found


@pytest.fixture(name="truth")
def truth_fixture():
    return truth


@pytest.fixture(name="rules_of")
def rules_of_fixture():
    return rules_of
