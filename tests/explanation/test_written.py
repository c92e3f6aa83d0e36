"""The JSON of a decision is written at once; it is that of the records from which the text for people is made."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from exportrules import reasons_json, to_json
from exportrules.errors import ExportRulesError
from exportrules.explanation.data import reason_data
from exportrules.explanation.nodes import Records
from exportrules.explanation.openings import OpenTests
from exportrules.explanation.questions import _openings, open_clauses
from exportrules.explanation.report import Reporter
from exportrules.jsontext import write_json
from exportrules.loading import Rules
from exportrules.logic import FALSE
from exportrules.scenarios import bundled_scenarios
from exportrules.text import Source

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "src/exportrules/schemas/exportrules.decision-1.json").read_text("utf-8")
)
EXTRA = ("questions", "changes", "holds_until")
EVERY = 211


def by_records(decision):
    """Why each measure and each relief applies or not, from the records."""
    reporter = Reporter(decision, Records())
    for finding in (*decision.findings, *decision.foreign):
        if finding.truth != FALSE:
            report = reporter.measure(finding)
            yield (
                reason_data(report.reason),
                [[reason_data(item) for item in relief.reasons] for relief in report.reliefs],
            )


def as_written(decision):
    data = json.loads(to_json(decision, what_if=False))
    for measure in (*data["measures"], *data["third_country"]):
        yield measure["why"], [relief["why"] for relief in measure["reliefs"]]


@pytest.fixture
def decision(named):
    return named[1]


def test_the_reasons_are_those_of_the_records(decision):
    assert list(as_written(decision)) == list(by_records(decision))


def test_the_same_over_the_worked_examples_of_the_law(law):
    compared = 0
    for scenario in list(bundled_scenarios())[::EVERY]:
        try:
            decision = law.decide(law.read_case(scenario.case), scenario.as_of)
        except ExportRulesError:
            continue
        assert list(as_written(decision)) == list(by_records(decision)), scenario.name
        compared += 1
    assert compared > 20


LAW = """exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
kind goods
fact p, q is quantity in W
  asks: which power
fact unstated is quantity in m
  asks: how long
fact sum is derived in W
  formula p + q
fact use is one of {here, there}
  asks: where
fact flag is yes or no
  asks: whether
entry 1A001 item is goods, all of:
  p at least 2 kW
  p at least 2000 W
  q at least 1 W
  sum at least 2001 W
  use is here
  flag
  any of:
    unstated at least 1 m
    p at least 1 W
measure m
  source: none
  for export
  requires licence when item listed in 1A001
"""
STATED = {"p": "3 kW", "q": "5 W", "use": "here", "flag": True}


@pytest.mark.parametrize("facts", [STATED, STATED | {"p": "3000 watts"}, STATED | {"q": {"value": "5 W", "by": "Ann"}}])
def test_what_is_stated_is_shown_as_in_the_records(facts):
    rules = Rules([Source("m.xr", LAW)])
    case = {
        "format": "exportrules.case/1",
        "activity": "export",
        "facts": {},
        "item": {"kind": "goods", "facts": facts},
    }
    for _ in range(4):
        decision = rules.decide(rules.read_case(case), as_of=date(2026, 1, 1))
        told = to_json(decision, what_if=False)
        assert list(as_written(decision)) == list(by_records(decision))
    shown = re.findall('"value":"([^"]*)"', told)
    assert ("3 kW" in shown) == (facts["p"] == "3 kW")
    assert {"3 kW (= 3000 W)"} <= set(shown) if facts["p"] == "3 kW" else "3000 watts" in shown
    assert {"yes", "here"} < set(shown)
    assert ('"by":"Ann"' in told) == ("by" in str(facts))


def test_gaps_are_those_that_the_search_for_questions_meets(law):
    """What holds no gap is passed by; the search for all that is open passes by nothing."""
    met = 0
    for scenario in list(bundled_scenarios())[5::EVERY]:
        try:
            decision = law.decide(law.read_case(scenario.case), scenario.as_of)
        except ExportRulesError:
            continue
        if decision.conclusive:
            continue
        search = OpenTests(decision.session.program)
        assert all(_openings(decision, search))
        expected = tuple((ruleset, code, text) for (ruleset, code), text in sorted(search.not_modelled.items()))
        assert open_clauses(decision) == expected, scenario.name
        met += len(expected)
    assert met > 20


def test_without_what_ifs_everything_else_is_the_same(decision):
    whole, short = json.loads(to_json(decision)), json.loads(to_json(decision, what_if=False))
    assert {key: value for key, value in whole.items() if key not in EXTRA} == short
    assert list(Draft202012Validator(SCHEMA).iter_errors(short)) == []


def reasons_of(receipt):
    """What a receipt has of the reasons alone, as canonical text."""
    found = {key: receipt[key] for key in ("floor", "ceiling", "outcome")}
    for key in ("measures", "third_country"):
        found[key] = [{name: item for name, item in one.items() if name != "paragraphs"} for one in receipt[key]]
    found["warnings"] = [item for item in receipt["warnings"] if item["code"] == "XR857"]
    return write_json(found)


def test_reasons_alone_are_those_of_the_receipt(decision):
    assert reasons_json(decision) == reasons_of(json.loads(to_json(decision)))


def test_reasons_alone_are_those_of_the_receipt_over_the_law(law):
    told = []
    for scenario in list(bundled_scenarios())[3::EVERY]:
        try:
            decision = law.decide(law.read_case(scenario.case), scenario.as_of)
        except ExportRulesError:
            continue
        told.append(reasons_json(decision))
        assert told[-1] == reasons_of(json.loads(to_json(decision, what_if=False))), scenario.name
    assert any('"reliefs":[{' in text for text in told)
    assert any('"third_country":[{' in text for text in told)
    assert any('"outcome":null' in text for text in told)


def test_a_receipt_without_what_ifs_replays(small, decision):
    text = to_json(decision, what_if=False)
    assert small.replay(text) == text


def test_without_what_ifs_nothing_is_decided_again(small, item, case, monkeypatch):
    decision = small.decide(case(item("amplifier"), end_user_country="IN"))
    assert decision.findings
    for module in ("questions", "changes"):
        monkeypatch.setattr(f"exportrules.explanation.{module}.decide_case", pytest.fail)
    to_json(decision, what_if=False)


def test_what_stands_in_a_case_is_escaped_as_json_asks(small, item, case):
    """Text of a case and names of parts come out as they went in, whatever they hold."""
    name = 'a "b" \\ c\n\u00e4'
    thing = item("amplifier", output_power={"value": "80 W", "by": name, "basis": name})
    data = json.loads(to_json(small.decide(case(thing, end_user_country="IN") | {"id": name})))
    assert data["case"]["id"] == name
    sources = [node["source"] for measure in data["measures"] for node in walk(measure["why"]) if "source" in node]
    assert {"by": name, "basis": name} in sources


def walk(node):
    yield node
    for child in node.get("children", ()):
        yield from walk(child)
