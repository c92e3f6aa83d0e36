"""What each test of a fact says of each way in which the fact may be stated (semantics, section 1)."""

from datetime import date

import pytest


def at(value, **places):
    return {"value": value, "at": places}


NA = "not applicable"
# a test, and for each way to state the facts what it says
TABLE = {
    # ---- numbers
    "width above 5 mm": [
        ({}, "unknown"), ({"width": "5 mm"}, "false"), ({"width": "0.51 cm"}, "true"), ({"width": NA}, "false"),
        ({"width": {"at_least": "5 mm"}}, "unknown"), ({"width": {"above": "5 mm"}}, "true"),
        ({"width": {"at_most": "5 mm"}}, "false"), ({"width": {"one_of": ["4 mm", "6 mm"]}}, "unknown"),
        ({"width": {"one_of": ["7 mm", "6 mm"]}}, "true"),
    ],
    "not width above 5 mm": [({}, "unknown"), ({"width": "5 mm"}, "true"), ({"width": "6 mm"}, "false")],
    "level below 0 degC": [({"level": "-1 degC"}, "true"), ({"level": "273.15 K"}, "false")],
    "channels at least 3 count": [({"channels": "3 count"}, "true"), ({"channels": {"at_most": "2 count"}}, "false")],
    "width is not applicable": [({"width": NA}, "true"), ({"width": "1 mm"}, "false"), ({}, "unknown")],
    # ---- limits that follow from other facts
    "width above depth * 2": [
        ({"width": "5 mm", "depth": "2 mm"}, "true"), ({"width": "4 mm", "depth": "2 mm"}, "false"),
        ({"width": "5 mm"}, "unknown"), ({"depth": "2 mm"}, "unknown"), ({"width": NA, "depth": "2 mm"}, "false"),
        ({"width": "5 mm", "depth": {"at_least": "1 mm", "at_most": "2 mm"}}, "true"),
        ({"width": "3 mm", "depth": {"at_least": "1 mm", "at_most": "2 mm"}}, "unknown"),
        ({"width": "2 mm", "depth": {"at_least": "1 mm", "at_most": "2 mm"}}, "false"),
        ({"width": {"at_least": "9 mm"}, "depth": "4 mm"}, "true"),
        ({"width": "5 mm", "depth": {"at_most": "2 mm"}}, "true"),
        ({"width": "5 mm", "depth": NA}, "unknown"),
    ],
    "width from depth * 2 up to depth * 3": [
        ({"width": "4 mm", "depth": "2 mm"}, "true"), ({"width": "6 mm", "depth": "2 mm"}, "true"),
        ({"width": "3 mm", "depth": "2 mm"}, "false"), ({"width": "7 mm", "depth": "2 mm"}, "false"),
        ({"width": "6 mm", "depth": {"at_least": "2 mm", "at_most": "4 mm"}}, "unknown"),
        ({"width": "13 mm", "depth": {"at_least": "2 mm", "at_most": "4 mm"}}, "false"),
        ({"width": "7 mm", "depth": {"at_least": "2 mm"}}, "unknown"),
    ],
    "width above 1 mm * (depth / depth)": [({"width": "2 mm", "depth": "0 mm"}, "unknown")],
    "power above 10 W * (width / depth) at frequency 3 GHz": [
        ({"power": at("30 W", frequency="3 GHz"), "width": "2 mm", "depth": "1 mm"}, "true"),
        ({"power": at("30 W", frequency="3 GHz"), "width": "3 mm", "depth": "1 mm"}, "false"),
        ({"power": [at("30 W", frequency="3 GHz"), {"complete": True}], "width": "3 mm", "depth": "1 mm"}, "false"),
        ({"power": at("30 W", frequency="3 GHz"), "width": {"at_least": "1 mm"}, "depth": "1 mm"}, "unknown"),
        ({"power": "30 W", "width": "2 mm", "depth": "1 mm"}, "unknown"),
        ({"power": at("30 W", frequency="3 GHz")}, "unknown"),
        ({"power": NA, "width": "2 mm", "depth": "1 mm"}, "false"),
    ],
    # ---- conditions of measurement
    "power above 10 W at frequency 3 GHz": [
        ({"power": at("11 W", frequency="3 GHz")}, "true"), ({"power": at("10 W", frequency="3 GHz")}, "false"),
        ({"power": at("11 W", frequency="4 GHz")}, "unknown"), ({"power": "11 W"}, "unknown"), ({}, "unknown"),
        ({"power": [at("11 W", frequency="4 GHz"), {"complete": True}]}, "false"),
        ({"power": NA}, "false"), ({"power": at("11 W", standard="maker")}, "unknown"),
        ({"power": at("11 W", frequency={"from": "2 GHz", "to": "4 GHz"})}, "true"),
        ({"power": at("9 W", frequency={"from": "2 GHz", "to": "4 GHz"})}, "false"),
    ],
    "power above 10 W at frequency from 2 GHz up to 4 GHz": [
        ({"power": at("11 W", frequency="2 GHz")}, "true"), ({"power": at("9 W", frequency="2 GHz")}, "unknown"),
        ({"power": [at("9 W", frequency="2 GHz"), at("11 W", frequency="4 GHz")]}, "true"),
        ({"power": [at("9 W", frequency="2 GHz"), {"complete": True}]}, "false"),
        ({"power": at("9 W", frequency={"from": "1 GHz", "to": "5 GHz"})}, "false"),
        ({"power": at("11 W", frequency="5 GHz")}, "unknown"),
    ],
    "power above 10 W at every frequency from 2 GHz up to 4 GHz": [
        ({"power": [at("11 W", frequency="2 GHz"), at("12 W", frequency="4 GHz"), {"complete": True}]}, "true"),
        ({"power": [at("11 W", frequency="2 GHz"), at("12 W", frequency="4 GHz")]}, "unknown"),
        ({"power": [at("11 W", frequency="2 GHz"), at("9 W", frequency="4 GHz")]}, "false"),
        ({"power": [at("11 W", frequency="2 GHz"), at("9 W", frequency="5 GHz"), {"complete": True}]}, "true"),
        ({"power": [at("11 W", frequency="5 GHz"), {"complete": True}]}, "unknown"),
        ({"power": [at("9 W", standard="maker"), {"complete": True}]}, "unknown"),
    ],
    "power above 10 W at some standard": [
        ({"power": at("11 W", standard="maker")}, "true"), ({"power": at("9 W", standard="maker")}, "unknown"),
        ({"power": [at("9 W", standard="maker"), {"complete": True}]}, "false"),
    ],
    "power above 10 W at standard maker": [
        ({"power": at("11 W", standard="maker")}, "true"), ({"power": at("11 W", standard="other")}, "unknown"),
        ({"power": [at("11 W", standard="other"), {"complete": True}]}, "false"),
        ({"power": at("11 W", frequency="1 GHz")}, "unknown"),
    ],
    # ---- limits that are no whole number of quanta, and figures as the law prints them
    "width below 1 x 10^-30 mm": [
        ({"width": "0 mm"}, "true"), ({"width": "1 x 10^-30 mm"}, "false"), ({}, "unknown"),
    ],
    "width above 1 x 10^-30 mm": [
        ({"width": "1 x 10^-30 mm"}, "false"), ({"width": "2 x 10^-30 mm"}, "true"), ({}, "unknown"),
    ],
    "depth at most (1 + width / 10) mm for width in mm": [
        ({"depth": "2 mm", "width": "1 cm"}, "true"), ({"depth": "2.1 mm", "width": "1 cm"}, "false"),
        ({"depth": "2 mm"}, "unknown"),
    ],
    # ---- ranges
    "band reaches above 3 GHz up to 5 GHz": [
        ({"band": {"from": "1 GHz", "to": "3 GHz"}}, "false"), ({"band": {"from": "1 GHz", "to": "3.1 GHz"}}, "true"),
        ({"band": {"from": "5 GHz", "to": "9 GHz"}}, "true"), ({"band": NA}, "false"), ({}, "unknown"),
    ],
    "band covers from 3 GHz up to 5 GHz": [
        ({"band": {"from": "3 GHz", "to": "5 GHz"}}, "true"), ({"band": {"from": "3 GHz", "to": "4.9 GHz"}}, "false"),
    ],
    "band within from 3 GHz up to 5 GHz": [
        ({"band": {"from": "3 GHz", "to": "5 GHz"}}, "true"), ({"band": {"from": "2.9 GHz", "to": "5 GHz"}}, "false"),
    ],
    "band reaches above 1 GHz * (width / depth)": [
        ({"band": {"from": "1 GHz", "to": "3 GHz"}, "width": "2 mm", "depth": "1 mm"}, "true"),
        ({"band": {"from": "1 GHz", "to": "2 GHz"}, "width": "2 mm", "depth": "1 mm"}, "false"),
        ({"band": {"from": "1 GHz", "to": "3 GHz"}}, "unknown"),
        ({"band": {"from": "1 GHz", "to": "3 GHz"}, "width": {"at_least": "2 mm"}, "depth": "1 mm"}, "unknown"),
        ({"band": {"from": "1 GHz", "to": "3 GHz"}, "width": "2 mm", "depth": "0 mm"}, "unknown"),
        ({"band": NA, "width": "2 mm", "depth": "1 mm"}, "false"),
        ({"width": "2 mm", "depth": "1 mm"}, "unknown"),
    ],
    # ---- words, flags, sets
    "hardened": [
        ({}, "unknown"), ({"hardened": True}, "true"), ({"hardened": False}, "false"), ({"hardened": NA}, "false"),
    ],
    "not hardened": [({"hardened": NA}, "true"), ({"hardened": True}, "false"), ({}, "unknown")],
    "hardened is not applicable": [({"hardened": NA}, "true"), ({"hardened": False}, "false"), ({}, "unknown")],
    "colour is red": [
        ({"colour": "red"}, "true"), ({"colour": "blue"}, "false"), ({"colour": NA}, "false"), ({}, "unknown"),
        ({"colour": {"one_of": ["red", "blue"]}}, "unknown"), ({"colour": {"one_of": ["green", "blue"]}}, "false"),
    ],
    "colour is one of {red, blue}": [
        ({"colour": {"one_of": ["red", "blue"]}}, "true"), ({"colour": {"one_of": ["red", "green"]}}, "unknown"),
    ],
    "cuts includes metal": [
        ({"cuts": ["metal", "wood"]}, "true"), ({"cuts": ["wood"]}, "false"), ({"cuts": []}, "false"), ({}, "unknown"),
        ({"cuts": {"includes": ["wood"]}}, "unknown"), ({"cuts": {"excludes": ["metal"]}}, "false"),
        ({"cuts": {"includes": ["metal"]}}, "true"), ({"cuts": NA}, "false"),
    ],
    "cuts includes at least 2 of {metal, wood, glass}": [
        ({"cuts": ["metal", "wood"]}, "true"), ({"cuts": ["metal"]}, "false"),
        ({"cuts": {"includes": ["metal"], "excludes": ["wood"]}}, "unknown"),
        ({"cuts": {"includes": ["metal"], "excludes": ["wood", "glass"]}}, "false"),
    ],
    "cuts includes one of {metal, glass}": [({"cuts": ["glass"]}, "true"), ({"cuts": ["wood"]}, "false")],
    # ---- kinds
    "item is lathe": [
        ({"kind": "lathe"}, "true"), ({"kind": "turning_mill"}, "true"), ({"kind": "machine"}, "unknown"),
        ({"kind": "press"}, "false"), ({"kind": "software"}, "false"), ({}, "unknown"),
        # some mills are lathes
        ({"kind": "mill"}, "unknown"),
        ({"kind": ["mill", "lathe"]}, "true"), ({"kind": ["mill", "machine"]}, "unknown"),
    ],
    "item is one of {lathe, software}": [({"kind": "software"}, "true"), ({"kind": "press"}, "false")],
    # ---- numbers of chemicals and of customs
    "cas 111-48-8": [
        ({"cas_number": "111-48-8"}, "true"), ({"cas_number": "50-00-0"}, "unknown"), ({}, "unknown"),
        ({"cas_number": "50-00-0", "cas_identifies_structure": True}, "false"),
        ({"cas_number": "50-00-0", "cas_identifies_structure": False}, "unknown"), ({"cas_number": NA}, "false"),
        ({"cas_number": {"one_of": ["111-48-8", "50-00-0"]}}, "unknown"),
    ],
    "cn 8413 70": [
        ({"cn_code": "84137021"}, "true"), ({"cn_code": "841370"}, "true"), ({"cn_code": "8413"}, "unknown"),
        ({"cn_code": "84138100"}, "false"), ({"cn_code": NA}, "false"), ({}, "unknown"),
        ({"cn_code": {"one_of": ["84137021", "84138100"]}}, "unknown"),
    ],
    "cn ex 8413": [({"cn_code": "84137021"}, "unknown"), ({"cn_code": "84144000"}, "false")],
    # ---- formulas
    "aspect above 2 ratio": [
        ({"width": "5 mm", "depth": "2 mm"}, "true"), ({"width": "4 mm", "depth": "2 mm"}, "false"),
        ({"aspect": "3 ratio"}, "true"), ({"aspect": "3 ratio", "width": "1 mm", "depth": "1 mm"}, "true"),
        ({"width": "4 mm", "depth": "0 mm"}, "unknown"), ({"aspect": NA}, "false"), ({"width": "4 mm"}, "unknown"),
        ({"aspect": {"at_least": "1 ratio"}, "width": "5 mm", "depth": "2 mm"}, "true"),
    ],
    "span_width above 5 mm": [
        ({"width": "3 mm", "depth": "3 mm", "hardened": True}, "true"),
        ({"width": "3 mm", "depth": "3 mm", "hardened": False}, "false"),
        ({"width": "3 mm", "depth": "3 mm"}, "unknown"),
        ({"width": "6 mm", "depth": "6 mm"}, "true"),
    ],
}  # fmt: skip
PLACES = {"kind"}


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("test", TABLE)
def test_a_test_of_the_item(truth, test, generated):
    for facts, wanted in TABLE[test]:
        item = {name: value for name, value in facts.items() if name in PLACES}
        item["facts"] = {name: value for name, value in facts.items() if name not in PLACES}
        law = f"entry 1A001 {test}\n"
        assert truth(law, item, {}, generated) == wanted, facts
        # a line of a block says the same as the head
        block = f"entry 1A001 all of:\n  a. {test}\n"
        assert truth(block, item, {}, generated) == wanted, facts


TRANSACTION = {
    "contract_date before 2025-10-24": [
        ({"contract_date": "2025-10-23"}, "true"), ({"contract_date": "2025-10-24"}, "false"), ({}, "unknown"),
        ({"contract_date": NA}, "false"),
        ({"contract_date": {"from": "2025-10-01", "to": "2025-10-23"}}, "true"),
        ({"contract_date": {"from": "2025-10-23", "to": "2025-10-24"}}, "unknown"),
        ({"contract_date": {"from": "2025-10-24"}}, "false"),
        ({"contract_date": {"to": "2025-10-30"}}, "unknown"),
    ],
    "contract_date after 2025-10-24": [
        ({"contract_date": "2025-10-24"}, "false"), ({"contract_date": "2025-10-25"}, "true"),
        ({"contract_date": {"to": "2025-10-24"}}, "false"), ({"contract_date": {"from": "2025-10-25"}}, "true"),
    ],
    "contract_date from 2025-01-01 and contract_date up to 2025-12-31": [
        ({"contract_date": "2025-01-01"}, "true"), ({"contract_date": "2025-12-31"}, "true"),
        ({"contract_date": "2024-12-31"}, "false"), ({"contract_date": "2026-01-01"}, "false"),
        ({"contract_date": {"from": "2025-06-01"}}, "unknown"),
    ],
    "buyer_country in group partners": [
        ({"buyer_country": "US"}, "true"), ({"buyer_country": "CA"}, "false"), ({}, "unknown"),
        ({"buyer_country": NA}, "false"), ({"buyer_country": {"one_of": ["US", "JP"]}}, "true"),
        ({"buyer_country": {"one_of": ["US", "IN"]}}, "unknown"),
    ],
    "buyer_country in group doubtful": [
        ({"buyer_country": "US"}, "true"), ({"buyer_country": "IN"}, "unknown"), ({}, "unknown"),
    ],
    "buyer_country is IN": [({"buyer_country": "IN"}, "true"), ({"buyer_country": "US"}, "false")],
    "transit_countries in group partners": [
        ({"transit_countries": ["IN", "US"]}, "true"), ({"transit_countries": ["IN"]}, "false"),
        ({"transit_countries": {"includes": ["IN"]}}, "unknown"), ({"transit_countries": {"includes": ["US"]}}, "true"),
        ({"transit_countries": NA}, "false"), ({}, "unknown"), ({"transit_countries": []}, "false"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("test", TRANSACTION)
def test_a_test_of_the_transaction(truth, test, generated):
    for facts, wanted in TRANSACTION[test]:
        assert truth(f"entry 1A001 {test}\n", {}, facts, generated) == wanted, facts


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_a_group_is_that_of_the_day(truth, generated):
    law, facts = "entry 1A001 buyer_country in group partners\n", {"buyer_country": "CA"}
    assert truth(law, {}, facts, generated, date(2026, 5, 31)) == "false"
    assert truth(law, {}, facts, generated, date(2026, 6, 1)) == "true"


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_an_entry_for_goods_of_several_chapters_holds_goods_of_these_alone(truth, generated):
    law = "entry 1A001 any of:\n  a. cn 8413\n  b. cn 9403\n"
    for code, wanted in (
        ("84131100", "true"),
        ("94031051", "true"),
        ("84", "unknown"),
        ("39", "false"),
        (None, "unknown"),
    ):
        facts = {} if code is None else {"cn_code": code}
        assert truth(law, {"facts": facts}, {}, generated) == wanted, code


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_a_measure_on_a_figure_that_is_known_within_bounds(rules_of, generated):
    wide = "measure wide\n  source: Art. 3\n  for brokering\n  requires licence when width above 5 mm\n"
    rules = rules_of("entry 1A001 hardened\n" + wide, generated)
    for width, ends in (
        ({"at_most": "5 mm"}, ("no_control_found", "no_control_found")),
        ({"at_least": "5 mm"}, ("no_control_found", "licence_required")),
        ({"at_least": "6 mm"}, ("licence_required", "licence_required")),
    ):
        case = {"format": "exportrules.case/1", "activity": "brokering", "item": {"facts": {"width": width}}}
        decision = rules.decide(case, date(2026, 3, 1))
        assert (decision.floor.name, decision.ceiling.name) == ends


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_a_derived_fact_that_is_said_not_to_apply_is_not_worked_out(truth, generated):
    law = "entry 1A001 aspect above 1 ratio\n"
    lengths = {"width": "2 mm", "depth": "1 mm"}
    assert truth(law, {"facts": lengths}, {}, generated) == "true"
    assert truth(law, {"facts": {**lengths, "aspect": "not applicable"}}, {}, generated) == "false"
