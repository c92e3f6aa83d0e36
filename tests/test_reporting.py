"""Counts and values for the annual report, from stored decisions and what became of them."""

import csv
import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from exportrules import ExportRulesError, to_json
from exportrules.reporting import read_record, report_csv, report_data, report_text, sum_up

ORDERS = Path(__file__).resolve().parents[1] / "rulesets" / "examples" / "orders.json"


@pytest.fixture(scope="module")
def stored(law):
    """The decisions of three orders as a host stores them, by the name of the order."""
    wanted = ("amplifier-to-india", "cryostat-to-canada", "pump-to-russia")
    cases = [case for case in json.loads(ORDERS.read_text("utf-8")) if case["id"] in wanted]
    return {case["id"]: json.loads(to_json(law.decide(case))) for case in cases}


@pytest.fixture
def record(stored):
    def make(order="amplifier-to-india", became="authorised", authorisation="individual", **more):
        given = {"format": "exportrules.record/1", "decision": stored[order], "became": became, **more}
        return {**given, "authorisation": authorisation} if authorisation else given

    return make


def rows(report, table, *, cyber=False):
    tables = report_data(report)["cyber_surveillance" if cyber else "tables"]
    return {(row["key"], row["became"]): (row["count"], row["value_eur"]) for row in tables[table]}


def test_a_record_is_read(record):
    found = read_record(json.dumps(record(value="12 000.50 EUR", on="2026-04-01")))
    assert (found.identifier, found.became, found.authorisation) == ("amplifier-to-india", "authorised", "individual")
    assert (found.value, found.on) == (Fraction("12000.50"), date(2026, 4, 1))
    assert found.destination == "IN"
    assert found.entries == (("eu.dual_use.annex_i", "3A001"),)


def test_sums_are_exact_and_by_every_key(record):
    report = sum_up(
        [
            record(value="0.10 EUR"),
            record(value="0.20 EUR"),
            record(became="refused", value="5 EUR"),
            record("cryostat-to-canada", became="used", authorisation="union_general", value="7 EUR"),
        ]
    )
    assert rows(report, "total") == {
        ("all", "authorised"): (2, "0.3"),
        ("all", "refused"): (1, "5"),
        ("all", "used"): (1, "7"),
    }
    assert rows(report, "authorisation")[("union_general", "used")] == (1, "7")
    assert rows(report, "entry")[("eu.dual_use.annex_i 3A001", "authorised")] == (2, "0.3")
    assert rows(report, "category")[("eu.dual_use.annex_i 3", "used")] == (1, "7")
    assert rows(report, "destination")[("IN", "refused")] == (1, "5")
    assert rows(report, "destination")[("CA", "used")] == (1, "7")


def test_a_missing_value_is_counted_and_never_zero_in_silence(record):
    report = sum_up([record(), record(value="3 EUR")])
    (row,) = report_data(report)["tables"]["total"]
    assert (row["count"], row["value_eur"], row["without_value"]) == (2, "3", 1)
    assert "authorised: 2, 3 EUR, 1 without a value" in report_text(report)


def test_a_record_given_twice_counts_once_and_is_told(record):
    once = record(value="10 EUR", on="2026-04-01")
    report = sum_up([once, record(became="requested"), once, json.dumps(once)])
    assert rows(report, "total") == {("all", "authorised"): (1, "10"), ("all", "requested"): (1, "0")}
    assert [name for name, _ in report.bad] == ["record 3", "record 4"]
    assert all("XR868: it says the same of the same decision as record 1" in reason for _, reason in report.bad)
    assert "record 3 does not count: XR868" in report_text(report)


def test_a_receipt_is_known_again_without_what_could_change_it(record, stored):
    short = {key: item for key, item in stored["amplifier-to-india"].items() if key not in ("questions", "changes")}
    assert len(sum_up([record(), record(decision=short)]).bad) == 1


@pytest.mark.parametrize(
    "more",
    [{"id": "second"}, {"value": "5 EUR"}, {"on": "2026-04-02"}, {"became": "used"}, {"order": "pump-to-russia"}],
)
def test_what_differs_in_anything_counts_as_well(record, more):
    report = sum_up([record(on="2026-04-01"), record(**{"on": "2026-04-01", **more})])
    assert not report.bad
    assert len(report.records) == 2


def test_a_span_of_days_counts_both_ends_and_leaves_out_the_undated(record):
    days = ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")
    records = [*(record(on=day) for day in days), record()]
    report = sum_up(records, date(2026, 1, 1), date(2026, 12, 31))
    assert (len(report.records), report.left_out) == (2, 3)


def test_cyber_surveillance_stands_apart_by_judgement_and_by_named_entry(record, stored):
    plain = record()
    judged = json.loads(json.dumps(plain))
    judged["decision"]["case"]["item"].setdefault("judgements", []).append(
        {"term": "specially_designed", "for": "covert_surveillance_of_persons", "value": True}
    )
    assert rows(sum_up([plain, judged]), "total", cyber=True) == {("all", "authorised"): (1, "0")}
    named = sum_up([plain], cyber_entries=["3A001"])
    assert rows(named, "entry", cyber=True) == {("eu.dual_use.annex_i 3A001", "authorised"): (1, "0")}
    denied = json.loads(json.dumps(judged))
    denied["decision"]["case"]["item"]["judgements"][-1]["value"] = False
    assert rows(sum_up([denied]), "total", cyber=True) == {}


def test_csv_holds_the_same_sums(record):
    report = sum_up([record(value="1 EUR"), record("pump-to-russia", became="refused", value="2 EUR")])
    found = list(csv.DictReader(io.StringIO(report_csv(report))))
    totals = {(row["became"], row["count"], row["value_eur"]) for row in found if row["table"] == "total"}
    assert totals == {("authorised", "1", "1"), ("refused", "1", "2")}


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"format": "x"}, "XR868", "not a record of the format"),
        ({"became": "lost"}, "XR868", "`became` is none of the words for it"),
        ({"authorisation": None}, "XR868", "`authorisation` is missing"),
        ({"value": 12}, "XR868", "not an amount in EUR"),
        ({"value": "12 USD"}, "XR868", "`value`"),
        ({"value": "-1 EUR"}, "XR868", "not an amount in EUR"),
        ({"on": "1.1.2026"}, "XR868", "`on` is not a day"),
        ({"decision": {}}, "XR970", "not a decision"),
        ({"decision": 7}, "XR970", "not a decision"),
        ({"valeu": "1 EUR"}, "XR868", "unknown key `valeu`"),
    ],
)
def test_a_bad_record_is_told_and_the_others_go_on(record, change, code, words):
    report = sum_up([{**record(), **change}, record()])
    ((name, reason),) = report.bad
    assert name == "record 1"
    assert reason.startswith(code)
    assert words in reason
    assert len(report.records) == 1
    with pytest.raises(ExportRulesError):
        read_record({**record(), **change})


@pytest.mark.parametrize(
    "broken",
    [
        {"measures": [{"measure": "art_3"}]},
        {"measures": ["art_3"]},
        {"case": {"facts": ["AT"]}},
        {"case": {"item": "pump"}},
        {"case": {"item": {"judgements": ["yes"]}}},
    ],
)
def test_a_decision_of_another_shape_is_told_and_the_others_go_on(record, stored, broken):
    wrong = {**record(), "decision": {**stored["amplifier-to-india"], **broken}}
    report = sum_up([wrong, record()])
    assert len(report.records) == 1
    ((name, reason),) = report.bad
    assert name == "record 1"
    assert reason.startswith("XR970")


@pytest.mark.parametrize("became", ["requested", "authorised", "refused", "used"])
def test_an_authorisation_of_no_kind_is_none(record, became):
    with pytest.raises(ExportRulesError) as caught:
        read_record(record(became=became, authorisation="none"))
    assert caught.value.code == "XR868"


@pytest.mark.parametrize(
    ("named", "counts"), [("3A001.b.2", True), ("3A001", True), ("3A001.b.3", False), ("3A00", False), ("3", False)]
)
def test_cyber_surveillance_is_named_by_entry_or_by_paragraph(record, named, counts):
    """Official lists name paragraphs such as 5A001.f, not whole entries."""
    assert read_record(record(), cyber_entries=(named,)).cyber_surveillance is counts
