"""Cases as a whole: what is read, every fault with its place and way out, several at once, limits."""

import json
import re
import sys
import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from exportrules.case import CaseError, faults, read_case, read_item
from exportrules.case.reader import ACTIVITIES
from exportrules.case.values import Choices, Days, Finding, Judgement, NotApplicable, Numbers, Provenance
from exportrules.jsontext import JsonError, read_json, write_json
from exportrules.loading import Rules
from exportrules.text import Source

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from case_examples import (  # noqa: E402
    FULL,
    RULESETS,
    VOCABULARY,
    case_of,
    exactly,
    item_of,
    refuse,
    refuse_item,
    refuse_one,
)


def test_a_full_case_is_read():
    case = read_case(json.dumps(FULL), VOCABULARY, RULESETS)
    assert (case.identifier, case.activity, case.as_of) == ("line 7", "export", date(2026, 3, 1))
    source = Provenance("order desk", date(2026, 2, 1), "order")
    assert case.transaction["end_user_country"] == Choices(frozenset({"IN"}), "IN", source)
    assert case.item.kinds == {"mmic_amplifier"}
    assert case.item.path == "item"
    axes = case.item.parts["axis"]
    assert axes.complete
    assert [axis.part for axis in axes.subjects] == ["linear_axis", "axis"]
    assert axes.subjects[0].path == "item.parts.axis.list[0]"
    assert axes.subjects[0].facts["travel"] == Numbers(exactly(1), "1 m")
    assert [drive.part for drive in axes.subjects[1].parts["drive"].subjects] == ["drive"]
    assert axes.subjects[1].kinds is None
    component = case.item.parts["component"]
    assert not component.complete
    assert component.subjects[0].kinds == {"amplifier"}
    assert component.subjects[0].facts["mass"].intervals == exactly(Fraction(3, 1000))
    assert case.item.judgements == (
        Judgement("specially_designed", "civil_aircraft", "", True, Provenance("A. Rossi")),
        Judgement("specially_designed", "eu.list:3A001.b", "use", False),
    )
    assert case.item.findings == (Finding("eu.list", "3A001.b.2", True, Provenance(on=date(2026, 1, 2))),)


def test_the_smallest_case_leaves_everything_unknown():
    case = read_case('{"format": "exportrules.case/1", "activity": "transit"}', VOCABULARY)
    assert (case.identifier, case.as_of, case.transaction) == ("", None, {})
    assert case.item.kinds is None
    assert case.item.facts == {}


def test_text_bytes_and_objects_give_the_same_case():
    text = json.dumps(FULL)
    cases = [read_case(form, VOCABULARY) for form in (text, text.encode(), FULL)]
    assert {case.text for case in cases} == {write_json(FULL)}
    assert all(case.transaction == cases[0].transaction for case in cases)
    assert all(case.item.judgements == cases[0].item.judgements for case in cases)


def test_objects_are_held_to_the_rules_of_json_text():
    hidden = case_of(id="line \u202e7")
    for form in (hidden, json.dumps(hidden), json.dumps(hidden, ensure_ascii=False)):
        with pytest.raises(JsonError, match="XR806"):
            read_case(form, VOCABULARY)


@pytest.mark.parametrize("count", ["3", "-0", "3.0", "1e25", "18446744073709551616", "1" + "0" * 24])
def test_the_text_of_a_case_is_canonical_whatever_its_numbers(count):
    text = f'{{"activity":"export","item":{{"facts":{{"channels":{count}}}}},"format":"exportrules.case/1"}}'
    case = read_case(text, VOCABULARY)
    assert case.text == write_json(read_json(text, where="case"))
    again = read_case(case.text, VOCABULARY)
    assert again.text == case.text
    assert again.item.facts["channels"].intervals == case.item.facts["channels"].intervals


def test_toml_dates_are_days_and_stand_in_the_text_as_days():
    data = tomllib.loads(
        'format = "exportrules.case/1"\nactivity = "export"\nas_of = 2026-03-01\n'
        'facts.contract_date = 2025-12-24\nfacts.purpose = {value = "x", on = 2026-01-01}\n'
    )
    case = read_case(data, VOCABULARY)
    assert case.as_of == date(2026, 3, 1)
    assert case.transaction["contract_date"] == Days(date(2025, 12, 24), date(2025, 12, 24), "2025-12-24")
    assert '"contract_date":"2025-12-24"' in case.text


def test_an_item_alone_is_read_under_its_path():
    item = read_item({"kind": "goods", "parts": {"axis": [{}]}}, VOCABULARY, "product")
    assert item.kinds == {"goods"}
    assert item.parts["axis"].subjects[0].path == "product.parts.axis[0]"
    with pytest.raises(CaseError, match=r"XR835: product\.facts\.mas: unknown fact `mas`"):
        read_item(item_of("mas", "1 kg"), VOCABULARY, "product")


def test_assumptions_are_marked_and_keep_their_source():
    case = read_case(
        case_of(
            assume={"informed_of": [], "purpose": {"value": "repair", "by": "policy"}},
            item={"assume": {"radiation_hardened": False, "mass": "not applicable"}},
        ),
        VOCABULARY,
    )
    assert case.transaction["informed_of"].source == Provenance(assumed=True)
    assert case.transaction["purpose"].source == Provenance("policy", assumed=True)
    assert case.item.facts["radiation_hardened"].source.assumed
    assert case.item.facts["mass"] == NotApplicable(source=Provenance(assumed=True))


def test_a_kind_may_name_its_source():
    item = read_item({"kind": {"value": ["goods"], "by": "engineering"}}, VOCABULARY)
    assert item.kinds == {"goods"}
    assert item.kinds_source == Provenance("engineering")


def test_every_activity_of_the_language_is_accepted():
    for activity in ACTIVITIES:
        assert read_case(case_of(activity=activity), VOCABULARY).activity == activity


# --- faults --------------------------------------------------------------------------------------


BLOCKS = [block for block in (HERE / "faults.txt").read_text("utf-8").split("\n\n") if not block.startswith("#")]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[1])
def test_each_fault_is_told_with_its_place_and_a_way_out(block):
    first, expected = block.strip().split("\n", 1)
    members = json.loads(first.removeprefix("case "))
    with pytest.raises(CaseError) as caught:
        read_case(json.dumps(case_of(**members)), VOCABULARY, RULESETS)
    assert caught.value.render() == expected


def test_every_code_has_an_example():
    listed = set(re.findall(r"^\| (XR[0-9]{3}) \|", faults.__doc__, re.MULTILINE))
    shown = {block.splitlines()[1][:5] for block in BLOCKS}
    limits = {"XR911", "XR912", "XR913", "XR914", "XR915"}
    assert shown == listed - limits


@pytest.mark.parametrize(
    ("name", "raw", "code", "message"),
    [
        ("mass", 1.5, "XR830", "a quantity for `mass` is expected, not the float `1.5`"),
        ("channels", 2.0, "XR830", "a quantity for `channels` is expected, not the float `2.0`"),
        ("colour_mode", 0.5, "XR830", "a word is expected, not the float `0.5`"),
        ("channels", Decimal("NaN"), "XR840", "`NaN` is not a number"),
        ("channels", Decimal("1e999"), "XR840", "an exponent of `+999`"),
        ("channels", 10**400, "XR840", "a number of too many digits"),
        (
            "mass",
            Fraction(1, 3),
            "XR830",
            "a quantity for `mass` is expected, not a value of type `Fraction`",
        ),
    ],
)
def test_numbers_that_json_cannot_give_are_refused(name, raw, code, message):
    found = refuse_one(case_of(item=item_of(name, raw)))
    assert found[:3] == (code, f"item.facts.{name}", message)


def test_a_time_is_not_a_day():
    stated = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert refuse_one(case_of(facts={"contract_date": stated})) == (
        "XR846",
        "facts.contract_date",
        "`2026-03-01T12:00:00+00:00` is a time, not a day",
        "write the day alone: `2026-03-01`",
    )


def test_what_is_not_json_is_refused_as_such():
    with pytest.raises(JsonError) as caught:
        read_case("{", VOCABULARY)
    assert caught.value.code == "XR801"
    with pytest.raises(JsonError, match="XR802"):
        read_case('{"format": "exportrules.case/1", "format": "x"}', VOCABULARY)


def test_a_case_is_an_object():
    assert refuse_one([1]) == (
        "XR830",
        "case",
        "an object is expected, not a list",
        'write {"format": "exportrules.case/1", "activity": …}',
    )


def test_format_and_activity_must_be_stated():
    found = refuse({})
    assert [(fault.code, fault.path, fault.message) for fault in found] == [
        ("XR832", "format", "`format` is missing"),
        ("XR832", "activity", "`activity` is missing"),
    ]
    assert found[0].help == 'write "format": "exportrules.case/1"'
    assert "`export`, `brokering`" in found[1].help


def test_a_judgement_needs_its_term_and_its_answer():
    found = refuse(case_of(item={"judgements": [{"for": "civil_aircraft"}, 3]}))
    assert [(fault.code, fault.path, fault.message) for fault in found] == [
        ("XR832", "item.judgements[0].term", "`term` is missing"),
        ("XR832", "item.judgements[0].value", "`value` is missing"),
        ("XR830", "item.judgements[1]", "an object is expected, not a number"),
    ]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"paragraph": "1A", "met": "no"}, Finding("", "1A", False)),
        ({"paragraph": "", "ruleset": "eu.list", "met": False}, Finding("eu.list", "", False)),
        ({"paragraph": "X.A.I.001.b", "met": True}, Finding("", "X.A.I.001.b", True)),
    ],
)
def test_findings_of_sections_lists_and_other_codes(record, expected):
    assert read_item({"findings": [record]}, VOCABULARY).findings == (expected,)


PARAGRAPHS = {"eu.list": ("2B001", "2B001.a", "2D001", "3A001", "3A001.b", "3E001"), "eu.other": ("X.A.I.001", "goods")}


def read_findings(record):
    case = case_of(item={"findings": [record]})
    return read_case(case, VOCABULARY, (*RULESETS, "eu.other"), PARAGRAPHS).item.findings


def test_one_finding_speaks_of_several_paragraphs():
    record = {"ruleset": "eu.list", "paragraph": ["2B001.a", "3A"], "met": False, "by": "A. Rossi"}
    source = Provenance("A. Rossi")
    assert read_findings(record) == tuple(Finding("eu.list", code, False, source) for code in ("2B001.a", "3A"))


def test_a_category_that_is_ruled_out_is_all_its_sections():
    """Also those that the law leaves empty, as a finding for each section would be."""
    record = {"paragraph": ["2", "3A"], "met": False}
    assert [item.code for item in read_findings(record)] == ["2A", "2B", "2D", "2E", "3A"]
    assert read_findings({**record, "ruleset": "eu.list"})[0] == Finding("eu.list", "2A", False)


@pytest.mark.parametrize(
    ("record", "code", "place"),
    [
        ({"paragraph": [], "met": False}, "XR830", ""),
        ({"paragraph": ["3A", ""], "met": False}, "XR830", "[1]"),
        ({"paragraph": ["3A", 3], "met": False}, "XR830", "[1]"),
        ({"paragraph": ["3A", "3A.?"], "met": False}, "XR849", "[1]"),
        ({"paragraph": ["3A001", "9A001"], "met": True}, "XR849", "[1]"),
        # an item is listed in a paragraph, not in a category
        ({"paragraph": "3", "met": True}, "XR849", ""),
        ({"paragraph": "4", "met": False}, "XR849", ""),
        ({"paragraph": "3", "ruleset": "eu.other", "met": False}, "XR849", ""),
        ({"paragraph": "g", "ruleset": "eu.other", "met": False}, "XR849", ""),
        ({"paragraph": ["3A"] * 1001, "met": False}, "XR914", ""),
    ],
)
def test_paragraphs_that_are_none_are_told_with_their_place(record, code, place):
    with pytest.raises(CaseError) as caught:
        read_findings(record)
    (fault,) = caught.value.faults
    assert (fault.code, fault.path) == (code, f"item.findings[0].paragraph{place}")


def test_rulesets_are_checked_only_where_they_are_known():
    item = {"findings": [{"paragraph": "3A001", "ruleset": "any.list", "met": True}]}
    assert read_case(case_of(item=item), VOCABULARY).item.findings[0].ruleset == "any.list"
    assert refuse_item(item)[0] == "XR849"


def test_contradicting_records_are_refused_and_equal_ones_kept_once():
    judgement = {"term": "specially_designed", "for": "radar", "value": True}
    finding = {"paragraph": "3A001", "met": True}
    item = {"judgements": [judgement, judgement], "findings": [finding, finding]}
    read = read_item(item, VOCABULARY)
    assert (len(read.judgements), len(read.findings)) == (1, 1)
    found = refuse(
        case_of(
            item={
                "judgements": [judgement, {**judgement, "value": False}],
                "findings": [finding, {**finding, "met": False}],
            }
        )
    )
    assert [(fault.code, fault.path, fault.message) for fault in found] == [
        ("XR839", "item.judgements[1]", "`specially_designed` is judged both true and false for `radar`"),
        ("XR839", "item.findings[1]", "`3A001` is found both met and not met"),
    ]


def test_records_on_a_part_that_is_no_item_would_be_lost():
    finding = {"paragraph": "3A001", "met": True}
    item = {"parts": {"axis": [{"findings": [finding]}], "component": [{"findings": [finding]}]}}
    assert refuse_item(item) == (
        "XR849",
        "item.parts.axis[0].findings",
        "a part that is not an item of its own is neither judged nor listed",
        "record it on the item that has the part",
    )


def test_a_finding_about_a_paragraph_that_no_list_has_is_a_fault():
    """A slip in a number must not free an item without a word."""
    lists = {"eu.list": ("3A001", "3A001.a", "3A001.b", "3A002", "2B001")}

    def read(code):
        case = {"format": "exportrules.case/1", "activity": "export"}
        case["item"] = {"findings": [{"paragraph": code, "met": True}]}
        return read_case(case, VOCABULARY, tuple(lists), lists)

    for code in ("3a001.b", "3A999", "3a", "3A001.zz"):
        with pytest.raises(CaseError) as caught:
            read(code)
        assert "XR849" in str(caught.value)
    assert "did you mean `3A001" in str(caught.value)
    for code in ("3A", "2A", "3A001", "3A001.b", "3A001.b.7", "3A002.c"):
        # a section (one may be empty), what is there, and what lies below a paragraph that the list does not divide
        assert read(code).item.findings[0].code == code


LISTED = """exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
fact suspects of transaction is set of {wmd_use, military_end_use}
  asks: of what the exporter knows
fact transit_countries of transaction is countries
  asks: through where it goes
"""


@pytest.mark.parametrize(
    ("fact", "raw", "way_out"),
    [
        ("suspects", "wmd_use", 'write ["wmd_use"]'),
        ("suspects", "none", 'write the words in square brackets, ["…", "…"], or [] for none'),
        # a country, but none of the words of this fact
        ("suspects", "AT", 'write the words in square brackets, ["…", "…"], or [] for none'),
        ("suspects", 5, 'write the words in square brackets, ["…", "…"], or [] for none'),
        ("transit_countries", "TR", 'write ["TR"]'),
        ("transit_countries", "TR;IN", 'write the words in square brackets, ["…", "…"], or [] for none'),
    ],
)
def test_a_word_in_place_of_a_list_is_put_in_brackets_where_it_is_one_of_its_words(fact, raw, way_out):
    rules = Rules([Source("m.xr", LISTED)])
    with pytest.raises(CaseError) as refused:
        rules.read_case({"format": "exportrules.case/1", "activity": "export", "facts": {fact: raw}, "item": {}})
    assert [(item.code, item.help) for item in refused.value.faults] == [("XR830", way_out)]
