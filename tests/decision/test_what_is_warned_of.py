"""What is stated beyond the rules is told, and moves no answer."""

import json

import pytest

from exportrules import load, reasons_json
from exportrules.batch import decide_many
from exportrules.cli.main import main

FACTS = """part piece of item as item
  asks: each piece
fact on_other_list is yes or no
  asks: whether another list holds it
  warns: that list is not loaded
fact goes_on_to of transaction is countries
  asks: countries to which it goes on
  warns: no rule asks for it
fact uses is set of {mining, farming}
  asks: what it is for
  warns: uses are not looked at
measure m
  source: Art. 1
  for export
  requires licence when p and not on_other_list
"""
LIST = "`on_other_list` is stated: that list is not loaded"
GOES_ON = "`goes_on_to` is stated: no rule asks for it"
USES = "`uses` is stated: uses are not looked at"
DAY = "2026-03-01"


def warned(decision):
    return [message for code, message in decision.diagnostics if code == "XR857"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"on_other_list": True}, [LIST]),
        ({"on_other_list": {"value": True, "by": "the maker"}}, [LIST]),
        ({"on_other_list": False}, []),
        ({"on_other_list": "not applicable"}, []),
        ({}, []),
        ({"uses": ["mining"]}, [USES]),
        ({"uses": {"includes": ["farming"]}}, [USES]),
        ({"uses": {"excludes": ["farming"]}}, []),
        ({"uses": []}, []),
    ],
)
def test_a_fact_of_the_item_that_no_rule_answers_is_told_where_it_is_stated_as_a_yes(by, facts, told):
    law = by(FACTS)
    assert warned(law(DAY, item={"facts": facts}, p=True)) == told


def test_so_is_a_fact_of_the_transaction_and_one_of_a_part(by):
    law = by(FACTS)
    assert warned(law(DAY, goes_on_to=["RU"])) == [GOES_ON]
    assert warned(law(DAY, goes_on_to=[])) == []
    parts = {"piece": [{"facts": {"on_other_list": True}}, {"facts": {"on_other_list": True}}]}
    assert warned(law(DAY, item={"parts": parts}, goes_on_to=["RU"])) == [GOES_ON, LIST]


def test_a_warning_moves_no_end(by):
    law, plain = by(FACTS), by("\n".join(line for line in FACTS.split("\n") if "warns:" not in line))
    for stated in ({"on_other_list": True}, {"on_other_list": False}, {}):
        with_it, without = law(DAY, item={"facts": stated}, p=True), plain(DAY, item={"facts": stated}, p=True)
        assert (with_it.floor, with_it.ceiling) == (without.floor, without.ceiling)


def test_the_bundled_rules_warn_of_an_item_of_a_military_list():
    rules = load()
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-02",
        "facts": {"known_reexport_countries": ["RU"]},
        "item": {"kind": "machine_tool", "facts": {"specified_in_military_list": True}},
    }  # fmt: skip
    told = warned(rules.decide(case))
    assert [message.partition("`")[2].partition("`")[0] for message in told] == [
        "known_reexport_countries", "specified_in_military_list",
    ]  # fmt: skip
    del case["facts"], case["item"]["facts"]
    assert warned(rules.decide(case)) == []


def test_every_short_form_of_an_answer_carries_the_warning(by):
    rules = by(FACTS).rules
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": DAY,
        "item": {"facts": {"on_other_list": True, "uses": []}},
    }  # fmt: skip
    assert json.loads(reasons_json(rules.decide(case)))["warnings"] == [{"code": "XR857", "message": LIST}]
    for details in (False, True):
        (found,) = decide_many(rules, [case], details=details)
        assert found.warnings == (LIST,)
        assert found.as_data()["warnings"] == [LIST]
    del case["item"]["facts"]["on_other_list"]
    assert json.loads(reasons_json(rules.decide(case)))["warnings"] == []
    (found,) = decide_many(rules, [case])
    assert "warnings" not in found.as_data()


def test_the_summary_of_the_command_line_carries_it_too(tmp_path, capsys):
    stated = {"kind": "machine_tool", "facts": {"specified_in_military_list": True}}
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-02", "item": stated}
    (tmp_path / "case.json").write_text(json.dumps(case), "utf-8")
    main(["decide", "--summary", str(tmp_path / "case.json")])
    assert "; warning XR857: `specified_in_military_list` is stated: " in capsys.readouterr().out
