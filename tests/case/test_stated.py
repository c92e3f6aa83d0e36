"""Plain quantities are coded when a case is read; their values are made when somebody asks, and are the same."""

import copy
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules import load
from exportrules.case import read_case
from exportrules.case.stated import code_plain
from exportrules.logic import code_number
from exportrules.units import all_units, parse_quantity, to_base

UNITS = sorted({spelling for unit in all_units().values() for spelling in (unit.name, *unit.aliases)})
DIGITS = st.text("0123456789", min_size=1, max_size=18)


@given(DIGITS, st.none() | DIGITS, st.sampled_from(UNITS))
def test_a_code_is_that_of_the_exact_value(whole, decimals, unit):
    text = f"{whole} {unit}" if decimals is None else f"{whole}.{decimals} {unit}"
    coded = code_plain(text)
    if coded is not None:
        quantity = parse_quantity(text)
        assert coded == (quantity.unit.kind, code_number(to_base(quantity.magnitude, quantity.unit)[0]))


@pytest.mark.parametrize("unit", ["W", "GHz", "um", "percent", "count", "h", "kg", "g/cm^3", "nm"])
def test_usual_units_are_coded(unit):
    assert code_plain(f"12.345 {unit}") is not None


@pytest.mark.parametrize(
    "text",
    ["75", "75 ", "75W", " 75 W", "75  W", "-75 W", "1e3 W", "1.5.2 W", ".5 W", "5. W", "75 nonsense", "٣ W", "² W",
     "20 degC", "30 dBm", f"{'9' * 19} W", f"0.{'9' * 19} W", "1 000 W", "1,5 W", ""],
)  # fmt: skip
def test_whatever_else_takes_a_closer_look(text):
    assert code_plain(text) is None


def test_a_value_between_two_quanta_is_left_to_the_closer_look():
    """A code is a whole number of quanta, or lies between two; of the latter no multiple can be taken."""
    for text in ("1 deg", "0.000000000000000001 ft", "7 min"):
        quantity = parse_quantity(text)
        coded = code_plain(text)
        assert coded is None or coded[1] == code_number(to_base(quantity.magnitude, quantity.unit)[0])


@pytest.fixture(scope="module")
def vocabulary():
    return load(Path(__file__).resolve().parents[1] / "small" / "rules", bundled=False).vocabulary


@pytest.fixture
def raw(vocabulary):
    quantity = next(fact for fact in vocabulary.facts.values() if fact.form == "quantity" and "item" in fact.owners)
    unit = quantity.unit.name
    return {
        "format": "exportrules.case/1",
        "id": "line 1",
        "activity": "export",
        "as_of": "2026-03-01",
        "item": {"facts": {quantity.name: f"1.25 {unit}"}},
    }, quantity


def test_the_value_is_what_the_longer_form_gives(vocabulary, raw):
    given_, fact = raw
    longer = copy.deepcopy(given_)
    longer["item"]["facts"][fact.name] = {"value": given_["item"]["facts"][fact.name]}
    short, long = read_case(given_, vocabulary).item, read_case(longer, vocabulary).item
    assert dict(short.facts) == dict(long.facts)
    assert (short.codes, short.inexact) == (long.codes, long.inexact)
    assert short.facts[fact.name] is short.facts[fact.name]


def test_a_case_does_not_change_with_the_object_it_was_read_from(vocabulary, raw):
    given_, fact = raw
    case = read_case(given_, vocabulary)
    before = json.loads(json.dumps(given_))
    given_["item"]["facts"][fact.name] = "9 kg"
    given_["item"]["kind"] = "other"
    given_["id"] = "line 2"
    assert json.loads(case.text) == before
    assert case.item.facts[fact.name].text == before["item"]["facts"][fact.name]


def test_a_case_goes_to_another_process_with_its_values(vocabulary, raw):
    case = read_case(raw[0], vocabulary)
    other = pickle.loads(pickle.dumps(case))
    assert dict(other.item.facts) == dict(case.item.facts)
    assert (other.item.codes, other.text) == (case.item.codes, case.text)
