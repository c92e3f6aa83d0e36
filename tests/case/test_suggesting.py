"""A name that is not known, or a limit in print: what may be meant by it."""

import json

import pytest

from exportrules import load
from exportrules.case import CaseError
from exportrules.case.suggesting import suggest_form
from exportrules.units import parse_quantity


@pytest.fixture(scope="module", name="law")
def law_fixture():
    return load()


def helped(law, *, facts=None, item=None):
    case = {"format": "exportrules.case/1", "activity": "export", "facts": facts or {}, "item": {"facts": item or {}}}
    with pytest.raises(CaseError) as caught:
        law.read_case(case)
    (fault,) = caught.value.faults
    assert fault.code == "XR835"
    return fault.help


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("destination_country", "use_country"),  # one word in its name, the other in its question
        ("destination", "use_country"),
        ("Consignee Country", "consignee_country"),
        ("consigne_country", "consignee_country"),
        ("country", "use_country"),
    ],
)
def test_what_a_newcomer_would_call_a_fact_of_the_transaction(law, name, meant):
    assert f"`{meant}`" in helped(law, facts={name: "CH"})


@pytest.mark.parametrize(("name", "meant"), [("cn", "cn_code"), ("hs_code", "cn_code"), ("cn_cod", "cn_code")])
def test_what_a_newcomer_would_call_a_fact_of_the_item(law, name, meant):
    assert helped(law, item={name: "1"}).startswith(f"did you mean `{meant}`")


def test_the_same_name_in_other_letters_is_all_that_is_told(law):
    assert helped(law, item={"CN-code": "1"}) == "did you mean `cn_code`?"


def test_only_facts_that_may_stand_there_are_told(law):
    told = helped(law, facts={"cn_codes": "1"})
    assert "cn_code" not in told


def test_a_name_like_none_leads_to_the_vocabulary(law):
    assert helped(law, item={"qqqqqq": "1"}) == "use a fact of the vocabulary"


@pytest.mark.parametrize("more", [{}, {"by": "a clerk"}], ids=["plain", "with who stated it"])
def test_what_goods_only_come_from_is_no_destination(law, more):
    case = {"format": "exportrules.case/1", "activity": "export", "item": {}}
    assert law.read_case({**case, "item": {"facts": {"origin_country": {"value": "EU", **more}}}})
    assert law.read_case({**case, "item": {"facts": {"origin_country": "EU"}}})
    with pytest.raises(CaseError) as caught:
        law.read_case({**case, "facts": {"use_country": {"value": "EU", **more} if more else "EU"}})
    (fault,) = caught.value.faults
    assert (fault.code, fault.path.split(".")[:2]) == ("XR823", ["facts", "use_country"])
    assert "European Union" in fault.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("≥ 20 W", '{"at_least": "20 W"}'), (">=20 W", '{"at_least": "20 W"}'), ("> 20 W", '{"above": "20 W"}'),
        ("<5 kg", '{"below": "5 kg"}'), ("≤ 5.5 kg", '{"at_most": "5.5 kg"}'), ("Max. 3 kW", '{"at_most": "3 kW"}'),
        ("min 3 kW", '{"at_least": "3 kW"}'), ("up to 3 kW", '{"at_most": "3 kW"}'),
        ("3 kW max.", '{"at_most": "3 kW"}'),
        ("3 kW (min)", '{"at_least": "3 kW"}'), ("At least 3 kW", '{"at_least": "3 kW"}'),
    ],
)  # fmt: skip
def test_a_printed_limit_is_shown_as_a_case_states_it(text, told):
    assert suggest_form(text) == f"write a limit as {told}"
    key, value = next(iter(json.loads(told).items()))
    assert key in ("at_least", "above", "at_most", "below")
    parse_quantity(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("20-30 W", "20 W", "30 W"), ("20 - 30 W", "20 W", "30 W"), ("20…30 W", "20 W", "30 W"),
        ("20 W – 30 W", "20 W", "30 W"),
        ("900 mW to 2.5 W", "900 mW", "2.5 W"), ("0.5 ... 3 mm", "0.5 mm", "3 mm"), ("5..10 %", "5 %", "10 %"),
    ],
)  # fmt: skip
def test_two_printed_limits_are_shown_as_a_case_states_them(text, low, high):
    limits, span = f'{{"at_least": "{low}", "at_most": "{high}"}}', f'{{"from": "{low}", "to": "{high}"}}'
    assert suggest_form(text) == f"write limits as {limits}, a range as {span}"


ALONE = "write the size alone, `1 mm`, or of a range both ends: "
ABOUT = 'write what is not exact as a range from the least to the greatest: {"from": "…", "to": "…"}'


@pytest.mark.parametrize(
    ("text", "told", "values"),
    [
        ("DN 40", "write the number before the unit: `40 DN`", ["40 DN"]),
        ("DN40", "write the number before the unit: `40 DN`", ["40 DN"]),
        ("Ø 40.5 mm", "leave the sign out: `40.5 mm`", ["40.5 mm"]),
        ("1 1/2 in", "write it as a fraction: `3/2 in`", ["3/2 in"]),
        ('2-3/8"', "write it as a fraction: `19/8 inch`", ["19/8 inch"]),
        ("40 mm ± 1.5", 'write a tolerance as a range: {"from": "38.5 mm", "to": "41.5 mm"}', ["38.5 mm", "41.5 mm"]),
        ("40 ± 1 mm", 'write a tolerance as a range: {"from": "39 mm", "to": "41 mm"}', ["39 mm", "41 mm"]),
        ("40 mm +/- 1 mm", 'write a tolerance as a range: {"from": "39 mm", "to": "41 mm"}', ["39 mm", "41 mm"]),
        ("ca. 40 mm", ABOUT, []), ("~40 mm", ABOUT, []),
        ("± 1 mm", f'{ALONE}{{"from": "-1 mm", "to": "1 mm"}}', ["-1 mm", "1 mm"]),
        ("+/-1 mm", f'{ALONE}{{"from": "-1 mm", "to": "1 mm"}}', ["-1 mm", "1 mm"]),
    ],
)  # fmt: skip
def test_what_a_data_sheet_prints_is_shown_as_a_case_states_it(text, told, values):
    assert suggest_form(text) == told
    for value in values:
        assert value in told
        parse_quantity(value)


# of two units of a tolerance neither is the one; a word that is no unit before a number is none after it
@pytest.mark.parametrize(
    "text",
    [
        "",
        "much",
        "75 min.",
        "1 h 15 min",
        "1x10-9 mbar.l/s",
        "20 W",
        "W max.",
        "≥ W",
        "2026-03-02",
        "20-30",
        "40 mm ± 1 %",
        "ISO 40",
        "40 ± 1",
    ],
)
def test_what_prints_no_limits_has_no_such_way_out(text):
    assert suggest_form(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200,
        "1 " * 100,
        "1±" * 100,
        "DN" + " " * 198,
        "1 1/2" + " " * 195,
        "≥" + " " * 199,
        "1 a" + "-" * 197,
        "1" + "." * 199,
    ],
)
def test_a_long_text_that_prints_no_limits_ends_too(text):
    assert suggest_form(text) == ""


def test_a_minute_is_no_minimum():
    assert suggest_form("5 gal/min") == ""
    assert suggest_form("5 gal min") == 'write a limit as {"at_least": "5 gal"}'


def refused(law, fact, text, *, more=None):
    with pytest.raises(CaseError) as caught:
        law.read_case(
            {"format": "exportrules.case/1", "activity": "export", "item": {"facts": {fact: text, **(more or {})}}}
        )
    (fault,) = caught.value.faults
    return fault.code, fault.help


# whole cases are read quickly or with care, as something else in them asks for it
@pytest.mark.parametrize("more", [{}, {"mass": "1e1 kg"}])
@pytest.mark.parametrize("fact", ["flight_range", "instrumented_range", "autonomous_distance"])
@pytest.mark.parametrize("spelling", ["nm", "nanometres"])
def test_nautical_miles_are_not_taken_for_nanometres(law, fact, spelling, more):
    told = "write `nmi` for nautical miles; `nm` are nanometres"
    assert refused(law, fact, f"200 {spelling}", more=more) == ("XR840", told)


def test_nautical_miles_are_not_taken_for_nanometres_in_a_condition(law):
    at = {"value": "5 km", "at": {"target_range": "300 nm"}}
    assert refused(law, "guidance_circular_error", at)[0] == "XR840"


def test_nanometres_stay_what_they_are_elsewhere(law):
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": {"output_wavelength": "1064 nm"}}}
    assert law.read_case(case)


def test_seconds_of_specific_impulse_have_a_unit(law):
    assert refused(law, "specific_impulse", "285 s") == (
        "XR842",
        "write `impulse_s` for seconds of a specific impulse",
    )


@pytest.mark.parametrize(
    ("fact", "text"),
    [("output_wavelength", "1064/532 nm"), ("output_wavelength", "355/532 nm"), ("laser_power", "100/200 W")],
)
def test_two_figures_with_a_stroke_are_no_fraction(law, fact, text):
    code, told = refused(law, fact, text)
    assert code == "XR840"
    assert told.startswith('write one value, or {"one_of": [')


@pytest.mark.parametrize(
    ("fact", "text"), [("laser_power", "1/2 W"), ("laser_power", "100/3 W"), ("output_wavelength", "1/3 um")]
)
def test_a_fraction_in_its_lowest_terms_is_one(law, fact, text):
    assert law.read_case({"format": "exportrules.case/1", "activity": "export", "item": {"facts": {fact: text}}})


@pytest.mark.parametrize(
    ("fact", "figure", "least"),
    [
        ("rotor_mass_capability", "50 kg", "0.5 kg"),
        ("wound_tube_diameter", "700 mm", "20 mm"),
        ("specified_acceleration", "30 g0", "-30 g0"),
        ("rated_ambient_temperature", "125 degC", "-55 degC"),
        ("rated_frequency", "6 GHz", "0.1 GHz"),
        ("response_wavelength", "1700 nm", "900 nm"),
        ("process_pressure", "1 bar", "1 mbar"),
    ],
)
def test_the_greatest_figure_is_not_taken_for_the_whole_range(law, fact, figure, least):
    code, told = refused(law, fact, figure)
    assert code == "XR830"
    assert told.startswith('write {"from": …, "to": …}')
    span = {
        "format": "exportrules.case/1",
        "activity": "export",
        "item": {"facts": {fact: {"from": least, "to": figure}}},
    }
    assert law.read_case(span)


def of_kind(law, name):
    with pytest.raises(CaseError) as caught:
        law.read_case({"format": "exportrules.case/1", "activity": "export", "item": {"kind": name}})
    (fault,) = caught.value.faults
    assert fault.code == "XR838"
    return fault.help


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Bearings", "bearing"),  # the plural of a kind
        ("screws", "standard_fastener"),  # and of a word of the trade
        ("brake_pads", "car_part"),
        ("shampo", "cosmetic"),  # a slip in such a word is nearer than a kind that is spelled a little alike
        ("smartphone", "consumer_phone"),
    ],
)
def test_what_the_trade_calls_a_kind(law, name, meant):
    assert of_kind(law, name).startswith(f"did you mean `{meant}`")


def test_a_wider_word_of_the_trade_leads_to_its_sorts(law):
    assert "`retail_paint`" in of_kind(law, "paint")


def test_what_a_kind_is_not_is_no_word_for_it(law):
    assert "car_part" not in of_kind(law, "airbag")


def test_a_word_like_none_leads_to_the_kinds(law):
    assert of_kind(law, "qqqqqq") == "use a kind of the vocabulary"
