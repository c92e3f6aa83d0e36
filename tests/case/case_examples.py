"""A small vocabulary, cases against it, and short ways to read and to refuse them."""

import json
from fractions import Fraction

import pytest

from exportrules.case import CaseError, faults, read_case
from exportrules.logic import Interval
from exportrules.units import find_unit
from exportrules.vocabulary import FactDefinition, KindDefinition, PartDefinition, Vocabulary

GHZ = find_unit("GHz")


def kind(name, *above, known_as=()):
    return KindDefinition(name, above[:1], frozenset((name, *above)), known_as)


def part(name, *above, owners=("item",), as_item=False):
    return PartDefinition(name, frozenset((name, *above)), owners, as_item)


def fact(name, form, owners=("item",), unit=None, **more):
    return FactDefinition(name, owners, form, None if unit is None else find_unit(unit), **more)


TRADE = ("transaction",)
FACTS = (
    fact("exporter_state", "country", TRADE),
    fact("end_user_country", "country", TRADE),
    fact("transit_countries", "countries", TRADE),
    fact("contract_date", "day", TRADE),
    fact("purpose", "text", TRADE),
    fact("informed_of", "set of", TRADE, values=("wmd_use", "military_end_use")),
    fact("output_power", "quantity", unit="W", conditions={"frequency": GHZ}),
    fact("mass", "quantity", unit="kg"),
    fact("specific_power", "derived", unit="W"),
    fact("strength", "quantity", unit="MPa", conditions={"temperature": find_unit("K"), "treatment": None}),
    fact("channels", "quantity", unit="count"),
    fact("melting_point", "quantity", unit="degC"),
    fact("gain", "quantity", unit="dB"),
    fact("elevation", "quantity", unit="m", signed=True),
    fact("rated_frequency", "range", unit="GHz"),
    fact("radiation_hardened", "yes or no"),
    fact("colour_mode", "one of", values=("monochrome", "colour")),
    fact("works_on", "set of", values=("metal", "ceramic", "composite")),
    fact("cn_code", "customs_code"),
    fact("cas_number", "cas_number"),
    fact("specially_designed", "judgement"),
    fact("travel", "quantity", ("axis",), unit="mm"),
    fact("straightness", "quantity", ("linear_axis",), unit="mm"),
)
VOCABULARY = Vocabulary(
    {
        item.name: item
        for item in (
            kind("goods"),
            kind("amplifier", "goods"),
            kind("mmic_amplifier", "amplifier", "goods", known_as=("MMIC power amplifier",)),
        )
    },
    {
        item.name: item
        for item in (
            part("axis"),
            part("linear_axis", "axis"),
            part("drive", owners=("axis",)),
            part("component", as_item=True),
        )
    },
    {item.name: item for item in FACTS},
    {},
)
RULESETS = ("eu.list", "eu.articles")


def item_of(name, raw):
    return {"facts": {name: raw}}


def value_of(name, raw):
    """The value of a fact of the item, read from JSON text."""
    case = read_case(json.dumps(case_of(item=item_of(name, raw)), default=str), VOCABULARY)
    return case.item.facts[name]


def trade_value(name, raw):
    return read_case(json.dumps(case_of(facts={name: raw})), VOCABULARY).transaction[name]


def case_of(**members):
    return {"format": "exportrules.case/1", "activity": "export", **members}


def refuse(case, rulesets=RULESETS):
    with pytest.raises(CaseError) as caught:
        read_case(case if isinstance(case, dict) else json.dumps(case), VOCABULARY, rulesets)
    for fault in caught.value.faults:
        assert fault.help
        assert not fault.message[0].isupper()
        assert f"| {fault.code} |" in faults.__doc__
    return caught.value.faults


def refuse_one(case, rulesets=RULESETS):
    found = refuse(case, rulesets)
    assert len(found) == 1, found
    fault = found[0]
    return fault.code, fault.path, fault.message, fault.help


def refuse_item(item, rulesets=RULESETS):
    return refuse_one(case_of(item=item), rulesets)


def exactly(value):
    return (Interval(Fraction(value), True, Fraction(value), True),)


def between(low, high, low_closed=True, high_closed=True):
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    return Interval(ends[0], low_closed, ends[1], high_closed)


FULL = case_of(
    id="line 7",
    as_of="2026-03-01",
    facts={
        "exporter_state": "DE",
        "end_user_country": {"value": "IN", "by": "order desk", "on": "2026-02-01", "basis": "order"},
    },
    assume={"informed_of": []},
    item={
        "kind": ["mmic_amplifier"],
        "facts": {"output_power": [{"value": "80 W", "at": {"frequency": "2.8 GHz"}}]},
        "parts": {
            "axis": {
                "complete": True,
                "list": [
                    {"part": "linear_axis", "facts": {"travel": "1 m", "straightness": "1 um"}},
                    {"parts": {"drive": [{}]}},
                ],
            },
            "component": [{"kind": "amplifier", "facts": {"mass": "3 g"}, "findings": []}],
        },
        "judgements": [
            {"term": "specially_designed", "for": "civil_aircraft", "value": True, "by": "A. Rossi"},
            {"term": "specially_designed", "for": "eu.list:3A001.b", "purpose": "use", "value": "no"},
        ],
        "findings": [{"paragraph": "3A001.b.2", "ruleset": "eu.list", "met": True, "on": "2026-01-02"}],
    },
)
