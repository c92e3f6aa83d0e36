"""The JSON of a decision is its own receipt: it replays byte for byte, and whatever differs is found out."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportrules import CaseError, ExportRulesError, JsonError, Rules, Source, load, to_json
from exportrules.jsontext import MAX_BYTES
from exportrules.receipt import ENGINE_VERSION, MAX_RECEIPT, read_receipt, versions

SMALL = Path(__file__).resolve().parent / "small" / "rules"


@pytest.fixture(scope="module")
def rules():
    return load(SMALL, bundled=False)


def case(**members):
    return {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01", **members}


CASES = {
    "nothing": case(),
    "amplifier": case(item={"kind": "amplifier", "facts": {"output_power": "80 W"}}),
    "letters": case(id="Größe „7“ µ\n\\ 💡", item={"kind": "fpga"}),
    "count": case(item={"kind": "fpga", "facts": {"channels": 3}}),
    "assumed": case(assume={"informed_of": []}, facts={"end_user_country": {"value": "US", "on": "2026-01-01"}}),
    "parts": case(item={"parts": {"axis": {"complete": True, "list": [{"facts": {"travel": "2 m"}}]}}}),
    "found": case(item={"findings": [{"paragraph": "3A001.a", "met": True, "by": "B. Wolf"}]}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_receipt_replays_byte_for_byte(rules, name):
    receipt = to_json(rules.decide(CASES[name]))
    assert rules.replay(receipt) == receipt
    assert rules.replay(receipt.encode()) == receipt
    assert rules.replay(receipt + "\r\n") == receipt


def test_rules_that_were_loaded_anew_replay_it_too(rules):
    receipt = to_json(rules.decide(CASES["amplifier"]))
    assert load(SMALL, bundled=False).replay(receipt) == receipt
    assert Rules(rules.sources, generate=False, indexed=False).replay(receipt) == receipt


def test_the_order_of_keys_and_the_spelling_of_the_case_do_not_matter(rules):
    given_case = CASES["amplifier"]
    other = json.dumps(dict(reversed(given_case.items())), indent=4)
    assert to_json(rules.decide(other)) == to_json(rules.decide(given_case))


CONDITIONS = """exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
kind goods
fact flow is quantity in m^3/h over temperature in K, pressure in kPa
  asks: how much it moves
entry 1A001 item is goods and flow at least 5 m^3/h at temperature 273 K at pressure 101.3 kPa
measure m
  source: none
  for export
  requires licence when item listed in 1A001
"""


def test_the_order_of_conditions_does_not_matter():
    """A receipt keeps the members of a case sorted; what it tells must not hang on their order."""
    rules = Rules([Source("m.xr", CONDITIONS)])
    places = {"temperature": "273 K", "pressure": "101.3 kPa"}
    receipts = [
        to_json(rules.decide(case(facts={}, item={"kind": "goods", "facts": {"flow": {"value": "6 m^3/h", "at": at}}})))
        for at in (places, dict(reversed(places.items())))
    ]
    assert "6 m^3/h at temperature 273 K, pressure 101.3 kPa" in receipts[0]
    assert receipts[0] == receipts[1] == rules.replay(receipts[0])


def test_a_receipt_may_be_longer_than_a_case(rules):
    receipt = json.loads(to_json(rules.decide(CASES["amplifier"])))
    receipt["summary"] = "x" * (MAX_BYTES + 1)
    assert read_receipt(json.dumps(receipt))["summary"] == receipt["summary"]
    receipt["summary"] = "x" * (MAX_RECEIPT + 1)
    with pytest.raises(JsonError, match="XR808"):
        read_receipt(json.dumps(receipt))


def test_the_day_of_the_call_is_the_day_of_the_receipt(rules):
    receipt = to_json(rules.decide(CASES["letters"], as_of=date(2025, 1, 1)))
    assert json.loads(receipt)["as_of"] == "2025-01-01"
    assert json.loads(receipt)["case"]["as_of"] == "2026-03-01"
    assert rules.replay(receipt) == receipt


def test_a_receipt_names_everything_that_decided(rules):
    data = json.loads(to_json(rules.decide(CASES["amplifier"])))
    assert data["format"] == "exportrules.decision/1"
    assert data["versions"] == versions() == {"engine": ENGINE_VERSION, "language": "1"}
    assert {name: item["digest"] for name, item in data["rulesets"].items()} == dict(rules.digests)
    assert data["case"] == CASES["amplifier"]


# ---- what differs is found out -------------------------------------------------------------------------------


def refuse(rules, receipt):
    with pytest.raises(ExportRulesError) as caught:
        rules.replay(receipt)
    error = caught.value
    return error.code, error.message, error.help


@pytest.mark.parametrize("path", ["floor", "summary", "case.item.facts.output_power", "measures", "holds_until"])
def test_a_receipt_that_was_changed_by_hand_is_found_out(rules, path):
    data = json.loads(
        to_json(rules.decide(case(id="one", item={"kind": "amplifier", "facts": {"output_power": "80 W"}})))
    )
    *above, last = path.split(".")
    place = data
    for step in above:
        place = place[step]
    place[last] = {"measures": [], "holds_until": "2026-01-01", "output_power": "90 W"}.get(last, "changed")
    changed = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert refuse(rules, changed) == (
        "XR972",
        "the same case gives another answer",
        "the receipt was changed by hand",
    )


def test_the_same_data_in_another_layout_is_not_the_receipt(rules):
    receipt = to_json(rules.decide(CASES["nothing"]))
    assert refuse(rules, json.dumps(json.loads(receipt)))[0] == "XR972"
    assert refuse(rules, json.dumps(json.loads(receipt), indent=2))[0] == "XR972"


def test_other_rules_are_named(rules):
    receipt = to_json(rules.decide(CASES["nothing"]))
    changed = [Source(item.name, item.text.replace("above 75 W", "above 70 W")) for item in rules.sources]
    assert refuse(Rules(changed), receipt) == (
        "XR971",
        "decided by other rulesets: `eu.small`",
        "load the rulesets of that time",
    )
    fewer = [item for item in rules.sources if item.name != "foreign.xr"]
    assert refuse(Rules(fewer), receipt)[1] == "decided by other rulesets: `us.small`"
    # a comment is no law, but the digest speaks of the text
    remarked = [Source(item.name, item.text + "# a remark\n") for item in rules.sources]
    assert refuse(Rules(remarked), receipt)[0] == "XR971"


def test_another_version_is_named(rules):
    receipt = to_json(rules.decide(CASES["nothing"])).replace(f'"engine":"{ENGINE_VERSION}"', '"engine":"9.9.9"')
    assert refuse(rules, receipt) == (
        "XR971",
        "decided by engine 9.9.9 and language 1",
        f"this is engine {ENGINE_VERSION} and language 1; install that version",
    )


SOUND = {
    "format": "exportrules.decision/1",
    "case": {},
    "as_of": "2026-03-01",
    "versions": dict(versions()),
    "rulesets": {},
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "exportrules.case/1"}, "not a decision of the format `exportrules.decision/1`"),
        ({"format": None}, "not a decision of the format `exportrules.decision/1`"),
        ({"case": "x"}, "the decision has no proper `case`"),
        ({"as_of": "2026-3-1"}, "the decision has no proper `as_of`"),
        ({"as_of": "2026-02-30"}, "the decision has no proper `as_of`"),
        ({"versions": []}, "the decision has no proper `versions`"),
        ({"rulesets": {"eu.small": {}}}, "the decision has no proper `rulesets`"),
    ],
)
def test_what_is_no_receipt_is_one_clear_error(rules, change, message):
    code, told, way_out = refuse(rules, json.dumps({**SOUND, **change}))
    assert (code, told) == ("XR970", message)
    assert way_out.startswith("give the JSON")


def test_a_receipt_that_cannot_be_read_says_why(rules):
    with pytest.raises(JsonError):
        rules.replay("{")
    with pytest.raises(JsonError):
        read_receipt(b"\xff")
    receipt = to_json(rules.decide(CASES["amplifier"]))
    with pytest.raises(CaseError) as caught:
        rules.replay(receipt.replace('"output_power":"80 W"', '"output_powr":"80 W"'))
    assert caught.value.code == "XR835"


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(list(SOUND)),
        st.none() | st.text(max_size=5) | st.integers() | st.lists(st.none(), max_size=2)
        | st.dictionaries(st.text(max_size=3), st.none() | st.text(max_size=3), max_size=2),
    )
)  # fmt: skip
def test_no_receipt_however_odd_is_a_crash(rules, change):
    with pytest.raises(ExportRulesError):
        rules.replay(json.dumps({**SOUND, "rulesets": {"eu.gone": {"digest": "x"}}, **change}))
