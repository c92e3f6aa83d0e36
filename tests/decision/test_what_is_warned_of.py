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
OF_MEMBERS = """fact lists is set of {arms, drugs, ships}
  asks: lists that name it
  warns: arms, drugs: look there
  warns: drugs: and here
fact uses is set of {mining, farming}
  asks: what it is for
  warns: mining, logging: the second is none
measure m
  source: Art. 1
  for export
  requires licence when p
"""
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


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"lists": ["arms"]}, ["`lists` is stated: look there"]),
        ({"lists": {"includes": ["drugs"]}}, ["`lists` is stated: and here", "`lists` is stated: look there"]),
        ({"lists": ["ships"]}, []),
        ({"lists": []}, []),
        ({"uses": ["farming"]}, ["`uses` is stated: mining, logging: the second is none"]),
    ],
)
def test_a_line_that_begins_with_members_is_told_of_these_alone(by, facts, told):
    assert warned(by(OF_MEMBERS)(DAY, item={"facts": facts}, p=True)) == told


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
        assert found.warnings == (f"XR857: {LIST}",)
        assert found.as_data()["warnings"] == [f"XR857: {LIST}"]
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


# ---- named, and ruled out unseen -------------------------------------------------------------------------

SUBSTANCES = """fact cas_number is cas_number
  asks: CAS number
fact cas_identifies_structure is yes or no
  asks: whether the number tells the structure
kind chemical within goods
entry 1C350 item is chemical, any of:
  a. cas 111-48-8
  b. cas 100-42-5 and a
  c. b
    where cas 50-00-0
  note 1 does not control 1C350 when c
entry 1C450 item is amplifier and cas 111-48-8
entry 1D001 item is amplifier and b
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
"""
NAMED = "`1C350.a` of `eu.m` names CAS number 111-48-8, and was ruled out only with "


def ruled_out(law, number, *places, kind="chemical", **facts):
    findings = [{"ruleset": "eu.m", "paragraph": place, "met": met} for place, met in places]
    decision = law(DAY, item={"kind": kind, "facts": {"cas_number": number}, "findings": findings}, **facts)
    return decision, [message for code, message in decision.diagnostics if code == "XR858"]


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([("1C", False)], ["all of `1C`"]),
        ([("1C", False), ("1D", False)], ["all of `1C`"]),
        # who ruled out the entry or the paragraph looked at it
        ([("1C350", False)], []),
        ([("1C", False), ("1C350.a", False)], []),
        ([("1D", False)], []),
        ([], []),
    ],
)
def test_a_substance_that_a_paragraph_names_is_told_where_only_its_section_was_ruled_out(by, places, told):
    decision, found = ruled_out(by(SUBSTANCES), "111-48-8", *places)
    assert found == [NAMED + words for words in told]
    if told:
        # the finding is heeded all the same
        assert (decision.floor.name, decision.ceiling.name) == ("no_control_found", "no_control_found")


def test_the_whole_list_ruled_out_is_told_in_the_same_way(by):
    law = by(SUBSTANCES)
    none = {"ruleset": "eu.m", "codes": [], "complete": True, "as_of": DAY}
    item = {"kind": "chemical", "facts": {"cas_number": "111-48-8"}, "classification": [none]}
    assert ("XR858", NAMED + "the whole list") in law(DAY, item=item).diagnostics


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("64-17-5", {}),  # named nowhere
        ("100-42-5", {}),  # more is asked there, and open
        ("50-00-0", {"b": False}),
        ("111-48-8", {"c": True}),  # the note takes it out
    ],
)
def test_a_number_alone_is_no_warning_where_more_is_asked_or_a_note_settles_it(by, number, facts):
    assert ruled_out(by(SUBSTANCES), number, ("1C", False), **facts)[1] == []


def test_nor_is_it_in_a_list_that_is_not_in_force_or_of_an_item_of_another_kind(by):
    law = by(SUBSTANCES.replace("any of:\n  a. cas", "any of:\n  in force from 2026-06-01\n  a. cas"))
    assert ruled_out(law, "111-48-8", ("1C", False))[1] == []
    assert ruled_out(by(SUBSTANCES), "111-48-8", ("1C", False), kind="amplifier")[1] == [
        "`1C450` of `eu.m` names CAS number 111-48-8, and was ruled out only with all of `1C`"
    ]


def test_a_batch_and_the_reasons_carry_it_too(by):
    rules = by(SUBSTANCES).rules
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": DAY,
        "item": {
            "kind": "chemical", "facts": {"cas_number": "111-48-8"},
            "findings": [{"ruleset": "eu.m", "paragraph": "1C", "met": False}],
        },
    }  # fmt: skip
    told = NAMED + "all of `1C`"
    assert json.loads(reasons_json(rules.decide(case)))["warnings"] == [{"code": "XR858", "message": told}]
    (found,) = decide_many(rules, [case])
    assert found.warnings == (f"XR858: {told}",)
    del case["as_of"]
    (found,) = decide_many(rules, [case])
    assert "XR862" in found.error


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        # a finding that names no list speaks of each that has the place
        ([{"paragraph": "1C", "met": False}], ["all of `1C`"]),
        ([{"paragraph": "1D", "met": False}], []),
        # what was found met is not ruled out
        ([{"ruleset": "eu.m", "paragraph": "1C", "met": True}], []),
        ([{"ruleset": "eu.other", "paragraph": "1C", "met": False}], []),
    ],
)
def test_what_a_finding_says_of_which_list_counts(by, other, findings, told):
    law = by(SUBSTANCES, other("entry 1C999 b\n", "eu.other"))
    item = {"kind": "chemical", "facts": {"cas_number": "111-48-8"}, "findings": findings}
    found = [message for code, message in law(DAY, item=item).diagnostics if code == "XR858"]
    assert found == [NAMED + words for words in told]


def test_each_paragraph_that_names_the_substance_is_told_but_those_that_were_looked_at(by):
    law = by(SUBSTANCES.replace("  note 1", "  d. cas 111-48-8\n  note 1"))
    assert ruled_out(law, "111-48-8", ("1C", False))[1] == [
        NAMED + "all of `1C`",
        NAMED.replace("1C350.a", "1C350.d") + "all of `1C`",
    ]
    assert ruled_out(law, "111-48-8", ("1C", False), ("1C350.a", False))[1] == [
        NAMED.replace("1C350.a", "1C350.d") + "all of `1C`"
    ]


def test_a_paragraph_is_told_only_where_those_above_it_let_it_stand(by):
    """What stands above a paragraph is asked for it alone: a note may take out a part of an entry."""
    law = by(SUBSTANCES.replace("does not control 1C350 when c", "does not control 1C350.a when c"))
    assert ruled_out(law, "111-48-8", ("1C", False), c=True)[1] == []
    assert ruled_out(law, "111-48-8", ("1C", False), c=False)[1] == [NAMED + "all of `1C`"]


def test_one_warning_takes_no_place_of_another(by):
    beyond = FACTS.partition("measure")[0].replace("asks: each piece\n", "asks: each piece\n  warns: weigh it\n")
    law = by(SUBSTANCES.replace("entry 1C350", beyond + "entry 1C350", 1))
    item = {
        "kind": "chemical", "facts": {"cas_number": "111-48-8", "on_other_list": True},
        "findings": [{"ruleset": "eu.m", "paragraph": "1C", "met": False}],
        "parts": {"piece": [{"kind": "amplifier", "facts": {"b": True}}]},
    }  # fmt: skip
    codes = [code for code, _ in law(DAY, item=item).diagnostics]
    assert codes == ["XR857", "XR858", "XR859"]
