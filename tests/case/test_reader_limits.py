"""Several faults at once, what the error tells, and limits."""

import pickle
import sys
from pathlib import Path

import pytest

from exportrules.case import CaseError, read_case, read_item
from exportrules.errors import ExportRulesError

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from case_examples import VOCABULARY, case_of, item_of, refuse, refuse_item, value_of  # noqa: E402

MANY = case_of(
    activity="exprt",
    facts={"end_user_country": "india", "contract_date": "soon"},
    item={
        "kind": "amp",
        "facts": {"mass": "1,5 kg", "colour_mode": "red", "rated_frequency": {"from": "1 W", "to": "2 s"}},
        "parts": {"axis": [{"facts": {"travel": 1}}]},
    },
)


def test_every_fault_is_reported_at_once_in_the_order_of_the_case():
    found = refuse(MANY)
    assert [(fault.code, fault.path) for fault in found] == [
        ("XR834", "activity"),
        ("XR820", "facts.end_user_country"),
        ("XR846", "facts.contract_date"),
        ("XR838", "item.kind"),
        ("XR840", "item.facts.mass"),
        ("XR845", "item.facts.colour_mode"),
        ("XR842", "item.facts.rated_frequency.from"),
        ("XR842", "item.facts.rated_frequency.to"),
        ("XR841", "item.parts.axis[0].facts.travel"),
    ]


def test_the_error_tells_the_first_fault_and_renders_all():
    with pytest.raises(CaseError) as caught:
        read_case(MANY, VOCABULARY)
    error = caught.value
    assert isinstance(error, ExportRulesError)
    assert str(error) == "XR834: activity: unknown activity `exprt`; did you mean `export`? (and 8 more)"
    lines = error.render().splitlines()
    assert len(lines) == 18
    assert lines[:4] == [
        "XR834 activity: unknown activity `exprt`",
        "      help: did you mean `export`?",
        "XR820 facts.end_user_country: unknown country code `india`",
        "      help: write `IN` (India)",
    ]
    again = pickle.loads(pickle.dumps(error))
    assert again.faults == error.faults
    assert str(again) == str(error)


def test_one_fault_has_no_more():
    with pytest.raises(CaseError) as caught:
        read_case(case_of(activity="exprt"), VOCABULARY)
    assert str(caught.value).endswith("did you mean `export`?")


def test_user_text_in_a_message_is_short_and_on_one_line():
    name = "a\nb" * 100
    code, path, message, _ = refuse_item({"facts": {name: 1}})
    assert code == "XR835"
    assert "\n" not in path + message
    assert len(path) < 100
    assert len(message) < 100


def test_a_key_that_is_no_text_is_refused():
    assert refuse_item({"facts": {1: "1 kg"}})[:3] == ("XR835", "item.facts[1]", "unknown fact `1`")
    assert refuse_item({2: "x"})[:3] == ("XR831", "item[2]", "unknown key `2`")


def nest(levels):
    item = {}
    for _ in range(levels - 1):
        item = {"parts": {"component": [item]}}
    return item


def test_items_within_items_are_limited():
    assert read_item(nest(16), VOCABULARY).parts
    code, path, message, _ = refuse_item(nest(17))
    assert (code, message) == ("XR911", "more than 16 items within items")
    assert path == "item" + ".parts.component[0]" * 16


def test_an_item_that_holds_itself_ends():
    item = {"parts": {"component": []}}
    item["parts"]["component"] += [item, item]
    assert refuse_item(item)[0] == "XR911"


def test_parts_facts_and_lists_are_limited():
    component = {"facts": {f"f{number}": 1 for number in range(10_001)}}
    assert refuse_item({"parts": {"axis": [{}] * 10_001}})[0] == "XR912"
    assert refuse_item({"parts": {"component": [component]}})[0] == "XR913"
    assert refuse_item(item_of("mass", {"one_of": ["1 kg"] * 1_001}))[0] == "XR914"
    assert value_of("mass", {"one_of": ["1 kg"] * 1_000})


def test_reading_stops_after_a_hundred_faults():
    found = refuse(case_of(item={"facts": {f"f{number}": 1 for number in range(2_000)}}))
    assert len(found) == 101
    assert found[-1].code == "XR915"
    assert {fault.code for fault in found[:-1]} == {"XR835"}
