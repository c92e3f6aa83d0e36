"""What each form of value means."""

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules.case import read_case, read_item
from exportrules.case.values import (
    Choices,
    Extent,
    Flag,
    Members,
    NotApplicable,
    Numbers,
    Points,
    Provenance,
)
from exportrules.units import all_units, find_unit, format_number, parse_quantity, to_base

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from case_examples import (  # noqa: E402
    FACTS,
    TRADE,
    VOCABULARY,
    between,
    case_of,
    exactly,
    item_of,
    trade_value,
    value_of,
)

POWERS = sorted(unit.name for unit in all_units().values() if unit.kind == "power" and not unit.log)
ANSWERABLE = [item for item in FACTS if item.form != "judgement"]


@pytest.mark.parametrize(
    ("name", "raw", "intervals", "text"),
    [
        ("output_power", "75 W", exactly(75), "75 W"),
        ("output_power", "0.5 kW", exactly(500), "0.5 kW"),
        ("specific_power", "3 W", exactly(3), "3 W"),
        ("mass", "0 g", exactly(0), "0 g"),
        ("mass", {"at_least": "0 kg"}, (between(0, None, True, False),), "at least 0 kg"),
        ("melting_point", "-40 degC", exactly(Fraction("233.15")), "-40 degC"),
        ("output_power", "-30 dBm", exactly(Fraction(1, 10**6)), "-30 dBm"),
        ("gain", "-3 dB", exactly(-3), "-3 dB"),
        ("elevation", "-430 m", exactly(-430), "-430 m"),
        ("output_power", "50 dBm", exactly(100), "50 dBm"),
        ("channels", 3, exactly(3), "3"),
        ("channels", "3 count", exactly(3), "3 count"),
        ("mass", {"at_least": "70 kg"}, (between(70, None, True, False),), "at least 70 kg"),
        ("mass", {"below": "70 kg"}, (between(None, 70, False, False),), "below 70 kg"),
        (
            "mass",
            {"at_most": "80 kg", "above": "70000 g"},
            (between(70, 80, False, True),),
            "above 70000 g and at most 80 kg",
        ),
        ("mass", {"at_least": "1 kg", "at_most": "1000 g"}, exactly(1), "at least 1 kg and at most 1000 g"),
        ("mass", {"one_of": ["1 kg", "2 kg"]}, exactly(1) + exactly(2), "1 kg or 2 kg"),
        ("channels", {"one_of": [1, "2 count"]}, exactly(1) + exactly(2), "1 or 2 count"),
        ("channels", {"at_least": 4}, (between(4, None, True, False),), "at least 4"),
    ],
)
def test_a_quantity_is_a_set_of_intervals_in_the_base_unit(name, raw, intervals, text):
    assert value_of(name, raw) == Numbers(intervals, text)


def test_a_level_without_exact_value_lies_between_close_bounds():
    (interval,) = value_of("output_power", "48.75 dBm").intervals
    low, high = to_base(Fraction("48.75"), find_unit("dBm"))
    assert interval == between(low, high)
    assert low < high
    assert high - low < Fraction(1, 10**30)
    (at_most,) = value_of("output_power", {"at_most": "48.75 dBm"}).intervals
    assert at_most.high == high
    (at_least,) = value_of("output_power", {"at_least": "48.75 dBm"}).intervals
    assert at_least.low == low


@given(
    st.fractions(min_value=0, max_value=10**6, max_denominator=10**4),
    st.sampled_from(sorted(unit.name for unit in all_units().values() if unit.kind == "power" and not unit.log)),
)
def test_any_quantity_keeps_its_exact_value(magnitude, unit):
    text = f"{format_number(magnitude)} {unit}"
    stated = value_of("specific_power", text)
    value = parse_quantity(text)
    assert stated == Numbers(exactly(to_base(value.magnitude, value.unit)[0]), text)
    assert stated.intervals[0].low == magnitude * find_unit(unit).scale


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9))
def test_any_count_keeps_its_exact_value(number):
    case = read_case(case_of(item=item_of("channels", number)), VOCABULARY)
    assert case.item.facts["channels"].intervals == exactly(Fraction(number))
    assert read_case(case.text, VOCABULARY).item.facts["channels"].intervals == exactly(Fraction(number))


def test_points_carry_their_conditions():
    value = value_of(
        "strength",
        [
            {"value": "460 MPa", "at": {"temperature": "293 K", "treatment": "annealed"}},
            {"value": {"at_least": "400 MPa"}, "at": {"temperature": {"from": "293 K", "to": "400 K"}}},
            {"complete": True},
        ],
    )
    first, second = value.points
    assert first.intervals == exactly(460_000_000)
    assert first.at == {"temperature": between(293, 293), "treatment": "annealed"}
    assert first.text == "460 MPa at temperature 293 K, treatment annealed"
    assert second.intervals == (between(400_000_000, None, True, False),)
    assert second.at == {"temperature": between(293, 400)}
    assert value.complete
    assert value.text == f"{first.text}; {second.text}; no others"


@pytest.mark.parametrize(
    ("raw", "complete"),
    [
        ({"value": "80 W", "at": {"frequency": "2.8 GHz"}}, False),
        ([{"value": "80 W", "at": {"frequency": "2.8 GHz"}}], False),
        ([{"value": "80 W", "at": {"frequency": "2.8 GHz"}}, {"complete": False}], False),
        ([{"value": "80 W", "at": {"frequency": "2.8 GHz"}}, {"complete": True}], True),
        ({"points": [{"value": "80 W", "at": {"frequency": "2.8 GHz"}}]}, False),
        ({"points": [{"value": "80 W", "at": {"frequency": "2.8 GHz"}}], "complete": True}, True),
    ],
)
def test_points_are_incomplete_unless_they_say_otherwise(raw, complete):
    value = value_of("output_power", raw)
    assert isinstance(value, Points)
    assert value.complete is complete
    assert [point.at for point in value.points] == [{"frequency": between(2_800_000_000, 2_800_000_000)}]


def test_one_point_may_name_its_source():
    value = value_of("output_power", {"value": "80 W", "at": {"frequency": "2 GHz"}, "by": "lab"})
    assert value.source == Provenance("lab")
    assert value.points[0].intervals == exactly(80)


@pytest.mark.parametrize(
    ("raw", "low", "high", "text"),
    [
        ({"from": "2.7 GHz", "to": "2900 MHz"}, 2_700_000_000, 2_900_000_000, "2.7 GHz to 2900 MHz"),
        ({"from": "5 GHz", "to": "5 GHz"}, 5_000_000_000, 5_000_000_000, "5 GHz to 5 GHz"),
    ],
)
def test_a_range_includes_both_ends(raw, low, high, text):
    assert value_of("rated_frequency", raw) == Extent(between(low, high), text)


@pytest.mark.parametrize(("raw", "answer"), [(True, True), (False, False), ("yes", True), ("no", False)])
def test_yes_and_no(raw, answer):
    assert value_of("radiation_hardened", raw) == Flag(answer, "yes" if answer else "no")


@pytest.mark.parametrize(
    ("name", "raw", "values", "text"),
    [
        ("colour_mode", "colour", {"colour"}, "colour"),
        (
            "colour_mode",
            {"one_of": ["colour", "monochrome"]},
            {"colour", "monochrome"},
            "colour or monochrome",
        ),
        ("cn_code", "8413 70 29", {"84137029"}, "84137029"),
        ("cn_code", "8413.70", {"841370"}, "841370"),
        ("cn_code", "01", {"01"}, "01"),
        ("cn_code", {"one_of": ["8413", "8414"]}, {"8413", "8414"}, "8413 or 8414"),
        ("cas_number", "111-48-8", {"111-48-8"}, "111-48-8"),
        ("cas_number", "7732-18-5", {"7732-18-5"}, "7732-18-5"),
    ],
)
def test_words_and_codes(name, raw, values, text):
    assert value_of(name, raw) == Choices(frozenset(values), text)


def test_countries_and_free_words():
    assert trade_value("end_user_country", "XI").values == {"XI"}
    assert trade_value("end_user_country", {"one_of": ["DE", "FR"]}).values == {"DE", "FR"}
    assert trade_value("purpose", "repair").values == {"repair"}
    assert trade_value("transit_countries", ["TR", "XS"]) == Members(
        frozenset({"TR", "XS"}), frozenset(), True, "TR, XS"
    )


@pytest.mark.parametrize(
    ("raw", "included", "excluded", "complete"),
    [
        ([], (), (), True),
        (["metal"], ("metal",), (), True),
        ({"includes": ["metal"]}, ("metal",), (), False),
        (
            {"includes": ["metal"], "excludes": ["ceramic"], "complete": False},
            ("metal",),
            ("ceramic",),
            False,
        ),
        ({"excludes": ["ceramic"]}, (), ("ceramic",), False),
        ({"includes": ["metal"], "complete": True}, ("metal",), (), True),
    ],
)
def test_a_list_is_a_complete_set_and_an_object_is_what_is_known_of_it(raw, included, excluded, complete):
    value = value_of("works_on", raw)
    assert (value.included, value.excluded, value.complete) == (set(included), set(excluded), complete)
    assert value.text


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("2026-03-01", date(2026, 3, 1), date(2026, 3, 1)),
        ({"from": "2026-03-01", "to": "2026-03-09"}, date(2026, 3, 1), date(2026, 3, 9)),
        ({"from": "2026-03-01"}, date(2026, 3, 1), None),
        ({"to": "2026-03-01"}, None, date(2026, 3, 1)),
    ],
)
def test_days_and_spans_of_days(raw, first, last):
    value = trade_value("contract_date", raw)
    assert (value.first, value.last) == (first, last)


@pytest.mark.parametrize("definition", ANSWERABLE, ids=lambda f: f.name)
def test_any_fact_may_be_not_applicable(definition):
    raw = {definition.name: "not applicable"}
    if definition.owners == TRADE:
        value = read_case(case_of(facts=raw), VOCABULARY).transaction[definition.name]
    else:
        axis = {"axis": [{"part": "linear_axis", "facts": raw}]}
        own = "item" in definition.owners
        item = read_item({"facts": raw} if own else {"parts": axis}, VOCABULARY)
        value = (item if own else item.parts["axis"].subjects[0]).facts[definition.name]
    assert value == NotApplicable()
