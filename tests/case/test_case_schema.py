"""The JSON Schema of a case and the reader agree on its structure."""

import json
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from exportrules.case import CaseError, read_case
from exportrules.case.reader import ACTIVITIES

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from case_examples import FACTS, FULL, VOCABULARY, case_of, item_of, refuse  # noqa: E402

SCHEMA = json.loads((files("exportrules") / "schemas" / "exportrules.case-1.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

GOOD = (
    FULL,
    case_of(),
    case_of(item=item_of("channels", 3)),
    case_of(item=item_of("mass", {"at_least": "70 kg", "below": "80 kg"})),
    case_of(item=item_of("mass", {"value": {"one_of": ["1 kg"]}, "by": "x", "on": "2026-01-01", "basis": "y"})),
    case_of(item=item_of("works_on", {"excludes": ["metal"], "complete": False})),
    case_of(item=item_of("rated_frequency", {"from": "1 GHz", "to": "2 GHz"})),
    case_of(item=item_of("output_power", {"points": [{"value": "1 W", "at": {"frequency": "1 GHz"}}]})),
    case_of(item=item_of("output_power", [{"value": "1 W", "at": {"frequency": "1 GHz"}}, {"complete": True}])),
    case_of(item=item_of("output_power", {"value": "1 W", "at": {"frequency": "1 GHz"}, "basis": "report"})),
    case_of(item={"kind": {"value": "goods", "by": "x"}, "assume": {"mass": "not applicable"}}),
    case_of(item={"findings": [{"paragraph": "", "ruleset": "eu.list", "met": "no"}]}),
    case_of(item={"findings": [{"paragraph": ["3A", "3A001.b"], "met": "no"}]}),
    case_of(facts={"contract_date": {"to": "2026-03-01"}, "end_user_country": {"one_of": ["DE"]}}),
)
BAD = (
    {},
    [],
    case_of(format="exportrules.case/2"),
    case_of(activity="exporting"),
    case_of(fact={}),
    case_of(id=1),
    case_of(as_of="1.3.2026"),
    case_of(facts=[]),
    case_of(item=[]),
    case_of(item={"kind": []}),
    case_of(item={"kind": 1}),
    case_of(item={"part": "axis"}),
    case_of(item={"facts": {"mass": None}}),
    case_of(item={"facts": {"mass": {}}}),
    case_of(item={"facts": {"mass": {"at_least": "1 kg", "above": "1 kg"}}}),
    case_of(item={"facts": {"mass": {"at_least": "1 kg", "by": "x"}}}),
    case_of(item={"facts": {"mass": {"value": "1 kg", "who": "x"}}}),
    case_of(item={"facts": {"mass": {"value": "1 kg", "by": 1}}}),
    case_of(item={"facts": {"mass": {"value": None}}}),
    case_of(item={"facts": {"mass": {"one_of": []}}}),
    case_of(item={"facts": {"works_on": {"complete": True}}}),
    case_of(item={"facts": {"works_on": [["metal"]]}}),
    case_of(item={"facts": {"output_power": [{"complete": True}]}}),
    case_of(item={"facts": {"output_power": [{"value": "1 W"}]}}),
    case_of(item={"facts": {"output_power": {"value": "1 W", "at": {}}}}),
    case_of(item={"facts": {"output_power": {"points": []}}}),
    case_of(item={"facts": {"output_power": {"value": "1 W", "at": {"frequency": {"from": "1 GHz"}}}}}),
    case_of(item={"parts": {"axis": {"complete": True}}}),
    case_of(item={"parts": {"axis": {"complete": 1, "list": []}}}),
    case_of(item={"parts": {"axis": [3]}}),
    case_of(item={"judgements": {}}),
    case_of(item={"judgements": [{"term": "specially_designed"}]}),
    case_of(item={"judgements": [{"term": "specially_designed", "value": 1}]}),
    case_of(item={"findings": [{"met": True}]}),
    case_of(item={"findings": [{"paragraph": "3A001", "met": None}]}),
    case_of(item={"findings": [{"paragraph": [], "met": False}]}),
    case_of(item={"findings": [{"paragraph": ["3A", ""], "met": False}]}),
    case_of(item={"findings": [{"paragraph": "", "met": False}]}),
    case_of(item={"findings": [{"paragraph": "", "ruleset": "eu.list", "met": True}]}),
)


def is_read(case):
    try:
        read_case(json.dumps(case), VOCABULARY)
    except CaseError:
        return False
    return True


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["activity"]["enum"] == list(ACTIVITIES)


@pytest.mark.parametrize("case", GOOD)
def test_schema_and_reader_accept(case):
    assert is_read(case)
    VALIDATOR.validate(case)


@pytest.mark.parametrize("case", BAD)
def test_schema_and_reader_refuse(case):
    assert not is_read(case)
    assert not VALIDATOR.is_valid(case)


LEAVES = st.sampled_from(
    ["1 kg", "2 W", "3 count", "1 GHz", "colour", "metal", "8413", "not applicable", "yes", True, 3, None, ""]
)
KEYS = st.sampled_from(
    [
        "value",
        "at",
        "by",
        "at_least",
        "at_most",
        "one_of",
        "from",
        "to",
        "includes",
        "complete",
        "points",
        "frequency",
    ]
)
SHAPES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300)
@given(st.sampled_from([item.name for item in FACTS if item.owners == ("item",)]), SHAPES)
def test_whatever_the_reader_takes_the_schema_takes(name, raw):
    case = case_of(item=item_of(name, raw))
    if is_read(case):
        VALIDATOR.validate(case)
    else:
        assert refuse(case)
