"""What is told of a note with a gap, and of bands about a part, is what decided."""

import json
from datetime import date

from exportrules import Outcome, to_json
from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
kind goods
part axis of item
fact p, q is yes or no
  asks: whether
fact travel of axis is quantity in m
  asks: travel
entry 1A001 p
note 1 controls 1A001 only when q
  not modelled: what else it asks
entry 1A002 some axis has any of:
  travel below 2 m
  travel at least 2 m
measure m
  source: none
  for export
  requires licence when item listed in eu.m
"""


def decide(item):
    rules = Rules([Source("m.xr", LAW)])
    case = {"format": "exportrules.case/1", "activity": "export", "item": item}
    return rules.decide(case, date(2026, 1, 1))


def nodes(decision):
    def walk(node):
        yield node
        for child in node.get("children", ()):
            yield from walk(child)

    (measure,) = json.loads(to_json(decision))["measures"]
    return list(walk(measure["why"]))


def test_a_note_that_keeps_in_and_has_a_gap_may_take_the_item_out():
    no_axis = {"axis": {"complete": True, "list": []}}
    decision = decide({"facts": {"p": True, "q": True}, "parts": no_axis})
    assert (decision.floor, decision.ceiling) == (Outcome.no_control_found, Outcome.licence_required)
    assert [(node["text"], node["truth"], node["status"]) for node in nodes(decision) if node["form"] == "note"] == [
        ("note 1", "unknown", "may take it out")
    ]
    assert [item["because"] for item in json.loads(to_json(decision))["not_modelled"]] == ["what else it asks"]


def test_a_note_that_takes_the_item_out_does_so_whatever_its_gap_holds():
    decision = decide({"facts": {"p": True, "q": False}, "parts": {"axis": {"complete": True, "list": []}}})
    assert decision.outcome is Outcome.no_control_found


def test_a_part_for_which_the_bands_join_holds_though_no_line_does():
    decision = decide({"facts": {"p": False}, "parts": {"axis": [{}]}})
    assert decision.outcome is Outcome.licence_required
    (part,) = [node for node in nodes(decision) if node["form"] == "part" and "[0]" in node["text"]]
    assert part["truth"] == "true"
    assert {child["truth"] for child in part["children"]} == {"unknown"}
