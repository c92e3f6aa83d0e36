"""A case that is read at once is what the careful reading makes of it; whatever is odd is left to that."""

import json
import pickle
import sys
from collections import UserDict
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

from case_examples import VOCABULARY

from exportrules.case import CaseError, plain, read_case
from exportrules.case.faults import Reading
from exportrules.case.plain import PlainReader
from exportrules.case.reader_values import read_plain_value, read_value
from exportrules.jsontext import JsonError
from exportrules.units import all_units

UNITS = sorted({spelling for unit in all_units().values() for spelling in (unit.name, *unit.aliases)})
NUMBERS = st.from_regex(
    r"[0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,3}|[0-9]\.[0-9]\.[0-9]|-1|1e3|1_0|٣|²|1 000", fullmatch=True
)
QUANTITIES = st.builds(
    "{}{}{}".format,
    NUMBERS,
    st.sampled_from([" ", " ", " ", " ", "", "  ", "\u00a0", "\t"]),
    st.sampled_from(["W", "kW", "kg", "MPa", "count", "dBm", "degC", "GHz", "", "furlong", "W W"])
    | st.sampled_from(UNITS),
)
ODD = st.sampled_from(
    [None, True, False, 0, 1, 1.5, Decimal("1.5"), 10**30, "", "not applicable", "yes", "no", [], {}, ["metal"],
     "8413 70", "84", "841", "8413707599", "84137075991", "٨٤", "US", "us", "USA", "GB", "QU", "QP", "monochrome",
     "\u202eUS",
     "a\x00", "\ud800", {"value": "5 W"}, {"value": True, "by": "me"}, {"at_least": "5 W"}, date(2026, 3, 1),
     b"US", ("US",)]
)  # fmt: skip
NAMES = st.sampled_from([*VOCABULARY.facts, "unheard_of", "output_power", "output_power", "mass", "cn_code"])
FACTS = st.dictionaries(NAMES, st.one_of(QUANTITIES, QUANTITIES, ODD), max_size=4)
USUAL = {"output_power": "5 W", "radiation_hardened": True, "colour_mode": "colour", "cn_code": "8413"}
DAYS = st.sampled_from(
    ["2026-03-01", "2026-02-30", "20260301", "2026-W09-7", "2026-3-1", "٢٠٢٦-03-01", date(2026, 3, 1),
     datetime(2026, 3, 1, tzinfo=UTC), None, 20260301, "2026-03-01 "]
)  # fmt: skip


def members_of(*pairs):
    return st.fixed_dictionaries({}, optional=dict(pairs))


CASES = st.builds(
    lambda base, more: {**base, **more},
    st.just({"format": "exportrules.case/1", "activity": "export"}),
    members_of(
        ("format", st.sampled_from(["exportrules.case/1", "exportrules.case/1", "exportrules.case/2", 1, None])),
        ("activity", st.sampled_from(["export", "import", "transit", "sail", ["export"], None])),
        ("id", st.sampled_from(["order 7", "", "a:b", "é", "\u202e", "a\nb", 7, None])),
        ("as_of", DAYS),
        ("facts", st.dictionaries(NAMES | st.just("end_user_country"), ODD | QUANTITIES, max_size=3)),
        (
            "item",
            members_of(
                ("kind", st.sampled_from(["amplifier", "goods", "Amplifier", "boat", ["goods"], 5, None])),
                ("facts", st.just(USUAL) | FACTS),
                ("parts", st.just({})),
                ("kinds", st.just("goods")),
            ),
        ),
        ("assume", st.just({})),
        ("notes", st.just("")),
    ),
)


def outcome(read, raw):
    """What a reading gives, or what it says is wrong."""
    try:
        case = read(raw)
    except CaseError as error:
        return error.render()
    except JsonError as error:
        return str(error)
    item = case.item
    assert (item.path, item.part, dict(item.parts), item.judgements, item.findings) == ("item", "", {}, (), ())
    return (
        case.identifier, case.activity, case.as_of, list(case.transaction.items()), dict(case.codes), case.inexact,
        case.text, item.kinds, item.kinds_source, list(item.facts.items()), list(item.codes.items()), item.inexact,
    )  # fmt: skip


def careful(raw):
    return read_case(raw, VOCABULARY)


def whole(*, facts=None, item=None, **more):
    raw = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01"}
    item = {"kind": "amplifier", "facts": USUAL} if item is None else item
    return {**raw, "facts": {"end_user_country": "US"} if facts is None else facts, "item": item, **more}


READER = PlainReader(VOCABULARY)


def check(raw):
    for reader in (READER, PlainReader(VOCABULARY)):
        found = reader.read(raw)
        assert found is None or outcome(lambda _, case=found: case, raw) == outcome(careful, raw)
    return found


@given(CASES)
def test_an_object_is_read_as_the_careful_reading_reads_it(raw):
    check(raw)


@given(CASES, st.sampled_from([None, 2]), st.booleans())
def test_a_text_is_read_as_the_careful_reading_reads_it(raw, indent, ascii_only):
    text = json.dumps(raw, indent=indent, ensure_ascii=ascii_only, default=str)
    check(text)
    check(text.encode("utf-8", "replace"))


@given(QUANTITIES)
def test_a_quantity_is_coded_as_the_careful_reading_codes_it(text):
    check(whole(item={"facts": {"output_power": text, "mass": text}}))
    check(whole(item={"facts": {"output_power": text}}))


@pytest.mark.parametrize("kind", ["object", "text", "bytes"])
@pytest.mark.parametrize(
    "raw",
    [whole(), whole(id="order 7"), whole(as_of=date(2026, 3, 1)), whole(item={"facts": {}}), whole(facts={}),
     whole(item={"facts": {"mass": "0.000 kg", "channels": "12 count"}})],
)  # fmt: skip
def test_the_usual_case_is_read_at_once(raw, kind):
    text = json.dumps(raw, default=str, ensure_ascii=False)
    assert check({"object": raw, "text": text, "bytes": text.encode()}[kind]) is not None


TEXT = json.dumps(whole())


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.replace('"kind"', '"kind": "goods", "kind"'), TEXT.replace('"facts"', '"facts": {}, "facts"'),
        TEXT.replace("amplifier", "am\\u0070lifier"), TEXT.replace("US", "\u202eUS"), TEXT.replace("US", "U\x00S"),
        TEXT + "x", " " + TEXT, "\ufeff" + TEXT, "[" * 100_000, TEXT.encode("utf-16"), b"\xff", "", "[]", "5",
        TEXT + " " * 5_000_000, UserDict(whole()), [whole()], None, 5, whole(id=None), whole(as_of=None),
        whole(id="a\nb"), whole(id="é"), whole(item=[]), whole(facts=[]), whole(item={"kind": "goods"}),
        whole(item={"facts": USUAL, "kind": None}), whole(item={"facts": USUAL, "parts": {}}), whole(assume={}),
        whole(item={"facts": {"output_power": "5 kg"}}), whole(item={"facts": {"specific_power": "5 W"}}),
        whole(item={"facts": {"end_user_country": "US"}}), whole(facts={"mass": "5 kg"}),
    ],
)  # fmt: skip
def test_whatever_takes_a_closer_look_is_left_alone(raw):
    assert PlainReader(VOCABULARY).read(raw) is None


class Word(StrEnum):
    COLOUR = "colour"
    POWER = "5 W"
    AMPLIFIER = "amplifier"
    EXPORT = "export"
    DAY = "2026-03-01"
    US = "US"


@pytest.mark.parametrize(
    "raw",
    [whole(item={"facts": {"colour_mode": Word.COLOUR}}), whole(item={"facts": {"output_power": Word.POWER}}),
     whole(item={"kind": Word.AMPLIFIER, "facts": {}}), whole(activity=Word.EXPORT), whole(as_of=Word.DAY),
     whole(facts={"end_user_country": Word.US}), whole(item={"facts": {"radiation_hardened": 1}}),
     whole(item={"facts": {"mass": True}}), whole(item={"facts": {"cn_code": True}})],
)  # fmt: skip
def test_what_is_merely_equal_to_a_plain_value_is_left_alone(raw):
    READER.read(whole(item={"kind": "amplifier", "facts": {**USUAL, "mass": "1 kg"}}))
    assert READER.read(raw) is None


def test_letters_of_all_languages_stand_in_a_text():
    assert check(json.dumps(whole(id="é"), ensure_ascii=False)) is not None


@given(st.sampled_from(sorted(VOCABULARY.facts)), QUANTITIES | ODD)
def test_a_plain_value_is_that_of_the_careful_reading(name, raw):
    definition = VOCABULARY.facts[name]
    quick = read_plain_value(definition, raw)
    assert quick is None or quick == read_value(Reading(VOCABULARY), definition, raw, name)


@pytest.mark.parametrize(
    ("name", "raw"),
    [("radiation_hardened", True), ("radiation_hardened", False), ("cn_code", "84"), ("cn_code", "8413707599"),
     ("colour_mode", "colour"), ("end_user_country", "US"), ("mass", "5 kg")],
)  # fmt: skip
def test_plain_values_are_read_at_once(name, raw):
    assert read_plain_value(VOCABULARY.facts[name], raw) is not None


def test_blanks_may_follow_a_text():
    assert check(TEXT + " \r\n") is not None


def test_too_many_facts_are_left_to_the_careful_reading(monkeypatch):
    monkeypatch.setattr(plain, "MAX_FACTS", 4)
    assert PlainReader(VOCABULARY).read(whole()) is None
    assert PlainReader(VOCABULARY).read(whole(facts={})) is not None


def test_a_case_does_not_change_with_the_object_it_was_read_from():
    raw = whole(item={"kind": "amplifier", "facts": dict(USUAL)})
    case = READER.read(raw)
    before = json.loads(json.dumps(raw))
    raw["item"]["facts"]["output_power"] = "9 W"
    raw["item"]["kind"] = "goods"
    raw["facts"]["end_user_country"] = "KP"
    raw["activity"] = "import"
    assert json.loads(case.text) == before
    assert case.item.facts["output_power"].text == "5 W"
    assert case.transaction["end_user_country"].text == "US"


def test_a_value_is_made_once_and_a_fact_that_is_not_stated_is_not_there():
    facts = READER.read(whole()).item.facts
    assert facts["output_power"] is facts["output_power"]
    assert facts.get("mass") is None
    with pytest.raises(KeyError):
        facts["mass"]


def test_a_case_goes_to_another_process_with_its_values():
    case = READER.read(whole())
    other = pickle.loads(pickle.dumps(case))
    assert dict(other.item.facts) == dict(case.item.facts)
    assert (other.item.codes, other.text, other.as_of) == (case.item.codes, case.text, case.as_of)


def test_a_case_does_not_change():
    case = READER.read(whole())
    for record in (case, case.item):
        with pytest.raises(AttributeError):
            record.codes = {}


def kept(reader):
    return sum(len(known) for known in (*reader._item.values(), *reader._transaction.values()) if known.kind)


def read_powers(reader, numbers):
    """Read cases with these powers and some words; each is read alike."""
    for number in numbers:
        raw = whole(item={"kind": "amplifier", "facts": {**USUAL, "output_power": f"{number}.5 W"}})
        assert reader.read(raw).item.codes == careful(raw).item.codes
        assert kept(reader) <= plain.MAX_TEXTS


@pytest.fixture
def few_texts(monkeypatch):
    monkeypatch.setattr(plain, "MAX_TEXTS", 50)
    monkeypatch.setattr(plain, "RARE", 500)
    monkeypatch.setattr(plain, "TURN", 5000)
    return PlainReader(VOCABULARY)


def test_few_texts_of_quantities_are_kept_and_other_ones_get_their_turn(few_texts):
    read_powers(few_texts, [number % 30 for number in range(300)])
    assert kept(few_texts) == 30
    read_powers(few_texts, range(1000, 1200))
    held = few_texts._item["output_power"]
    assert held.keys() == {f"{number}.5 W" for number in (*range(30), *range(1000, 1020))}
    read_powers(few_texts, [2000 + number % 40 for number in range(600)])
    assert held.keys() == {f"{number}.5 W" for number in range(2000, 2040)}


def test_where_hardly_a_text_comes_again_none_is_looked_up(few_texts):
    read_powers(few_texts, range(300))
    held = few_texts._item["output_power"]
    assert (kept(few_texts), held.recurs, few_texts._item["colour_mode"].recurs) == (0, False, True)
    read_powers(few_texts, [number % 30 for number in range(1000)])
    assert (kept(few_texts), held.recurs) == (30, True)


def test_texts_that_are_refused_leave_nothing_behind():
    reader = PlainReader(VOCABULARY)
    for number in range(100):
        odd = {"output_power": f"{number} unit{number}", f"fact{number}": "1 W", "colour_mode": f"colour{number}"}
        for name, value in odd.items():
            assert reader.read(whole(item={"facts": {name: value}})) is None
        assert reader.read(whole(item={"kind": f"kind{number}", "facts": {}})) is None
    assert kept(reader) == 0
    assert not reader._item["output_power"].scales
    assert (len(reader._item), len(reader._kinds), len(reader._item["colour_mode"])) == (2, 0, 2)
