"""Countries: the codes of the Geonomenclature, membership and customs territory on a day."""

import json
import pickle
from datetime import date, timedelta
from importlib.metadata import version

import iso3166
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules.countries import (
    CountryError,
    find_country,
    list_countries,
    member_states,
    read_countries,
)
from exportrules.jsontext import JsonError
from exportrules.resources import data_folder

TODAY = date(2026, 3, 1)
ISO = {country.alpha2: country for country in iso3166.countries}


def refuse(code):
    with pytest.raises(CountryError) as caught:
        find_country(code)
    return caught.value


# --- the rows, against ISO 3166 --------------------------------------------------------------------


def test_every_iso_country_has_exactly_one_row():
    rows = [country.iso for country in list_countries() if country.iso is not None]
    assert len(rows) == len(set(rows))
    assert set(rows) == set(ISO) | {"XK"}, version("iso3166")


def test_codes_differ_from_iso_only_where_the_geonomenclature_does():
    differing = {(row.iso, row.code) for row in list_countries() if row.iso not in {None, row.code}}
    assert differing == {("RS", "XS")}
    without = {row.code for row in list_countries() if row.iso is None and len(row.code) == 2}
    assert without == {
        "EU",
        "QP",
        "QQ",
        "QR",
        "QS",
        "QU",
        "QV",
        "QW",
        "QX",
        "QY",
        "QZ",
        "XC",
        "XI",
        "XL",
        "XU",
    }


def test_three_letter_codes_are_those_of_iso():
    for row in list_countries():
        if row.iso in ISO:
            assert row.iso3 == ISO[row.iso].alpha3, row


def name_words(*names):
    words = {word.strip(",.()[]").casefold() for name in names for word in name.replace("-", " ").split()}
    return words - {"and", "of", "the", "islands", "island", "republic", "territory"}


def test_names_share_a_word_with_iso_except_where_the_usual_short_name_does_not():
    renamed = {
        row.name
        for row in list_countries()
        if row.iso in ISO and not name_words(row.name) & name_words(ISO[row.iso].name, ISO[row.iso].apolitical_name)
    }
    assert renamed == {
        "Laos",
        "Occupied Palestinian Territory",
        "Russia",
        "Syria",
        "São Tomé and Príncipe",
        "Vietnam",
    }


def test_every_territory_says_where_it_is_counted():
    rows = {row.code: row for row in list_countries()}
    for row in rows.values():
        if row.kind == "territory" and row.code != "GB-BASES":
            assert rows[row.counted_under].kind == "country", row
        if row.kind != "territory":
            assert row.counted_under is None, row
            assert len(row.code) == 2


def test_what_is_recalled_is_said_to_be():
    assert find_country("XI").evidence == "recalled"
    assert find_country("IN").evidence == "secondary"
    head = json.loads((data_folder("rulesets") / "common" / "countries.json").read_text("utf-8"))
    assert head["evidence"]["customs_territory"].startswith("recalled")
    assert {row.evidence for row in list_countries()} == {"secondary", "recalled"}


# --- membership ------------------------------------------------------------------------------------

MEMBERS = set("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())


def test_the_twenty_seven():
    assert member_states(TODAY) == MEMBERS


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("HR", date(2013, 7, 1), None),
        ("GB", date(1973, 1, 1), date(2020, 1, 31)),
        ("RO", date(2007, 1, 1), None),
    ],
)
def test_first_and_last_day_of_membership(code, first, last):
    day = timedelta(days=1)
    assert code not in member_states(first - day)
    assert code in member_states(first)
    if last is not None:
        assert code in member_states(last)
        assert code not in member_states(last + day)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(1957, 12, 31), 0),
        (date(1958, 1, 1), 6),
        (date(1973, 1, 1), 9),
        (date(1981, 1, 1), 10),
        (date(1986, 1, 1), 12),
        (date(1995, 1, 1), 15),
        (date(2004, 5, 1), 25),
        (date(2007, 1, 1), 27),
        (date(2013, 7, 1), 28),
        (date(2020, 2, 1), 27),
    ],
)
def test_the_union_grew_in_steps(day, count):
    assert len(member_states(day)) == count


@pytest.mark.parametrize("code", ["XI", "XC", "XL", "GF", "AX", "MC", "DE-BUSINGEN", "GI", "FO", "GL"])
def test_a_part_of_a_member_state_is_no_member_state(code):
    assert not find_country(code).is_member(TODAY)


# --- customs territory -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"),
    [
        *[(code, "eu") for code in sorted(MEMBERS)],
        ("MC", "eu"),
        ("AX", "eu"),
        ("ES-CANARY", "eu"),
        ("GR-ATHOS", "eu"),
        ("GF", "eu"),
        ("RE", "eu"),
        ("YT", "eu"),
        ("MF", "eu"),
        ("IT-CAMPIONE", "eu"),
        ("GB-BASES", "eu"),
        ("XI", "special"),
        ("CY-UNCONTROLLED", "special"),
        ("XC", "outside"),
        ("XL", "outside"),
        ("DE-BUSINGEN", "outside"),
        ("DE-HELIGOLAND", "outside"),
        ("IT-LIVIGNO", "outside"),
        ("FO", "outside"),
        ("GL", "outside"),
        ("GI", "outside"),
        ("BL", "outside"),
        ("NC", "outside"),
        ("GB", "outside"),
        ("XU", "outside"),
        ("GG", "outside"),
        ("JE", "outside"),
        ("IM", "outside"),
        ("SM", "outside"),
        ("AD", "outside"),
        ("TR", "outside"),
        ("VA", "outside"),
        ("CH", "outside"),
        ("XK", "outside"),
    ],
)
def test_customs_territory_in_2026(code, status):
    assert find_country(code).customs_status(TODAY) == status


def test_nothing_else_lies_within_the_customs_territory():
    inside = {row.code for row in list_countries() if row.customs_status(TODAY) == "eu"}
    assert inside == MEMBERS | {
        *("MC", "AX", "GF", "GP", "MQ", "RE", "YT", "MF"),
        *("ES-CANARY", "GR-ATHOS", "IT-CAMPIONE", "GB-BASES"),
    }


@pytest.mark.parametrize(
    ("code", "day", "before", "after"),
    [
        ("GB", date(2021, 1, 1), "eu", "outside"),
        ("IM", date(2021, 1, 1), "eu", "outside"),
        ("XI", date(2021, 1, 1), "outside", "special"),
        ("IT-CAMPIONE", date(2020, 1, 1), "outside", "eu"),
        ("YT", date(2014, 1, 1), "outside", "eu"),
        ("HR", date(2013, 7, 1), "outside", "eu"),
        ("BL", date(2012, 1, 1), "eu", "outside"),
    ],
)
def test_days_on_which_the_customs_territory_changed(code, day, before, after):
    country = find_country(code)
    assert country.customs_status(day - timedelta(days=1)) == before
    assert country.customs_status(day) == after


@pytest.mark.parametrize(
    ("code", "vat", "excise"),
    [
        ("DE", "eu", "eu"),
        ("ES-CANARY", "outside", "outside"),
        ("AX", "outside", "outside"),
        ("GR-ATHOS", "outside", "eu"),
        ("IT-CAMPIONE", "outside", "eu"),
        ("IT-LIVIGNO", "outside", "outside"),
        ("MC", "eu", "eu"),
        ("CH", "outside", "outside"),
    ],
)
def test_fiscal_territory(code, vat, excise):
    country = find_country(code)
    assert (country.vat, country.excise) == (vat, excise)


# --- lookup ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "help_line"),
    [
        ("UK", "write `GB` (United Kingdom)"),
        ("EL", "write `GR` (Greece)"),
        ("de", "write `DE` (Germany)"),
        (" DE ", "write `DE` (Germany)"),
        ("Germany", "write `DE` (Germany)"),
        ("DEU", "write `DE` (Germany)"),
        ("RS", "write `XS` (Serbia)"),
        ("IC", "write `ES-CANARY` (Canary Islands)"),
        ("turkey", "write `TR` (Türkiye)"),
        ("Cote d’Ivoire", "write `CI` (Côte d'Ivoire)"),
        ("Büsingen", "write `DE-BUSINGEN` (Büsingen)"),
        ("Germny", "write `DE` (Germany)"),
        ("Northern Irland", "write `XI` (Northern Ireland)"),
    ],
)
def test_a_wrong_spelling_is_suggested_but_not_accepted(written, help_line):
    error = refuse(written)
    assert error.code == "XR820"
    assert error.message == f"unknown country code `{written}`"
    assert error.help == help_line


@pytest.mark.parametrize("written", ["", "ZZ", "AN", "SU", "Atlantis", "D\x00E", "9" * 5000, "\ud800"])
def test_an_unknown_code_without_likeness_names_the_table(written):
    error = refuse(written)
    assert "rulesets/common/countries.json" in error.help
    assert error.message.isprintable()
    assert len(error.message) < 100


@given(st.text(max_size=8))
def test_only_exact_codes_are_found(text):
    codes = {row.code for row in list_countries()}
    if text in codes:
        assert find_country(text).code == text
    else:
        assert refuse(text).help


def test_every_code_finds_itself_and_every_spelling_leads_somewhere():
    codes = {row.code for row in list_countries()}
    for row in list_countries():
        assert find_country(row.code) is row
        for spelling in (row.code.lower(), row.name, row.iso3, *row.also):
            if spelling is not None and spelling not in codes:
                assert f"`{row.code}`" in refuse(spelling).help


def test_rows_are_immutable_and_survive_pickling():
    country = find_country("DE")
    with pytest.raises(AttributeError):
        country.code = "FR"
    assert pickle.loads(pickle.dumps(country)) == country


# --- a table that is not well-formed ---------------------------------------------------------------

ROW = {
    "code": "AA",
    "name": "Aland",
    "kind": "country",
    "iso": None,
    "iso3": None,
    "also": [],
    "parent": None,
    "counted_under": None,
    "eu_member": {"from": "2000-01-01", "until": None},
    "customs_territory": [{"status": "eu", "from": None, "until": "2001-01-01"}],
    "vat": "eu",
    "excise": "eu",
    "note": None,
    "evidence": "recalled",
}


def table(*rows, **head):
    return json.dumps({"format": "exportrules.countries/1", "countries": list(rows), **head})


def test_a_small_table_is_read():
    (country,) = read_countries(table(ROW), where="x").values()
    assert country.is_member(date(2000, 1, 1))
    assert country.customs_status(date(2001, 1, 2)) == "outside"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"kind": "planet"}, "`kind` is `planet`"),
        ({"name": ""}, "`name`"),
        ({"code": None}, "`code` is null"),
        ({"also": [1]}, "`also`"),
        ({"also": "x"}, "`also` is no list"),
        ({"eu_member": {"from": "2000-02-30", "until": None}}, "no date: `2000-02-30`"),
        ({"eu_member": {"from": "2000-01-02", "until": "2000-01-01"}}, "ends before it begins"),
        ({"eu_member": []}, "an object is expected"),
        ({"eu_member": {"from": None}}, "`until` is missing"),
        ({"customs_territory": [{"status": "in", "from": None, "until": None}]}, "`status` is `in`"),
        ({"vat": None}, "`vat` is null"),
        ({"parent": "BB"}, "unknown code `BB`"),
    ],
)
def test_a_faulty_row_is_one_clear_error(change, what):
    with pytest.raises(CountryError) as caught:
        read_countries(table({**ROW, **change}), where="table.json")
    assert caught.value.code == "XR821"
    assert caught.value.message.startswith("table.json:")
    assert what in caught.value.message
    assert caught.value.help


def test_a_faulty_table_is_one_clear_error():
    for text, what in (
        (table(ROW, ROW), "`AA` stands twice"),
        (table(format="exportrules.countries/9"), "format"),
        ("[]", "object"),
    ):
        with pytest.raises(CountryError, match=what):
            read_countries(text, where="table.json")
    with pytest.raises(JsonError):
        read_countries("{", where="table.json")
