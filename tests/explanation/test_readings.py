"""Our interpretations are named wherever they stand: under a term, a line, a note, or a line of a relief."""

import json

import pytest

from exportrules import Rules, Source, explain, load, to_json

LAW = """exportrules 1
ruleset eu.c
  title: tests
  source: none
  layer union
  checked up to 2030-01-01
fact sealed, cooled, small, painted, urgent is yes or no
  asks: whether
define "kept cool" as cooled
  source: none
  reading: ice counts
define "never used" as painted
  source: none
  reading: paint counts
entry 3A001 "kept cool", any of:
  a. any of:
    sealed
      reading: tape seals
  b. small
  note 1 does not control 3A001.b when not sealed
    reading: below a metre
measure first
  source: none
  for export
  requires licence when all of:
    item listed in 3A001
    "kept cool"
exemption spared lifts first
  source: none
  for export
  when urgent
    reading: at night
"""
RULES = Rules([Source("law.xr", LAW)])


def readings(**facts):
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-01-01", "item": {"facts": facts}}
    decision = RULES.decide(case)
    assert decision.outcome is not None
    told = {(item["place"], item["reading"]) for item in json.loads(to_json(decision))["readings"]}
    return told, explain(decision)


def test_those_of_terms_and_of_the_lines_of_a_paragraph_are_named():
    told, text = readings(cooled=True, sealed=True, small=False, urgent=False)
    assert told == {('"kept cool"', "ice counts"), ("3A001.a", "tape seals")}
    assert '"kept cool": ice counts' in text


def test_those_of_notes_are_named_with_the_note():
    told, _ = readings(cooled=True, sealed=True, small=True, urgent=False)
    assert ("note 1 to 3A001", "below a metre") in told


def test_those_of_a_relief_are_named_only_where_it_applies():
    told, _ = readings(cooled=True, sealed=True, small=True, urgent=True)
    assert ("eu.c.spared", "at night") in told


def test_those_of_what_is_not_met_are_not():
    assert readings(cooled=False, sealed=True, small=True, urgent=False)[0] == set()


@pytest.mark.parametrize("activity", ["export", "technical_assistance"])
def test_who_exports_to_iran_is_told_how_an_owner_is_to_be_stated(activity):
    case = {
        "format": "exportrules.case/1",
        "activity": activity,
        "as_of": "2025-10-10",
        "facts": {"end_user_country": "IR", "use_country": "IR"},
        "item": {"kind": "software"},
    }
    told = [item["reading"] for item in json.loads(to_json(load().decide(case), what_if=False))["readings"]]
    assert any("IR is to be stated" in text for text in told)


def test_of_an_open_answer_those_about_what_the_item_is_come_first():
    case = {
        "format": "exportrules.case/1",
        "activity": "export",
        "as_of": "2026-03-02",
        "facts": {"exporter_state": "DE", "dispatch_country": "DE", "end_user_country": "IN", "use_country": "IN"},
        "item": {"kind": "laser"},
    }
    told = [item["place"] for item in json.loads(to_json(load().decide(case), what_if=False))["readings"]]
    lasers = [place for place, code in enumerate(told) if code.startswith("6A005")]
    isotopes = [place for place, code in enumerate(told) if code.startswith("0B001")]
    assert lasers
    assert isotopes
    assert max(lasers) < min(isotopes)
