"""Counts and values for the annual report, from stored decisions and what became of them.

The host stores decisions (the JSON that `decide` writes) and says what became of each; the library reads them back
and adds up: by kind of authorisation, category and entry, destination, state of the exporter; items of
cyber-surveillance apart; refusals (Regulation behind it: see the table that ships beside the law).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Final, cast

from exportrules import records
from exportrules.comparison.variation import read_roles
from exportrules.comparison.views import write_csv
from exportrules.errors import ExportRulesError
from exportrules.jsontext import read_json
from exportrules.receipt import MAX_RECEIPT, identify, read_receipt
from exportrules.resources import data_folder
from exportrules.units import UnitError, parse_quantity
from exportrules.units.numbers import format_number

__all__ = ["BECAME", "KINDS", "Record", "Report", "read_record", "report_csv", "report_data", "report_text", "sum_up"]

FORMAT: Final = "exportrules.reporting/1"
RECORD_FORMAT: Final = "exportrules.record/1"
BECAME: Final = ("requested", "authorised", "refused", "used", "withdrawn", "no_authorisation_needed")
KINDS: Final = ("individual", "global", "large_project", "national_general", "union_general", "none")
_KEYS: Final = frozenset(("format", "id", "decision", "became", "authorisation", "value", "on"))
_COLUMNS: Final = ("table", "key", "became", "count", "value_eur", "without_value")
Json = dict[str, Any]


@records.frozen
class Record:
    """One stored decision and what became of it.

    `value` is in EUR, None where it was not stated; `entries` are (ruleset, entry) of the paragraphs that are met;
    `receipt` is the digest of what decided: the case, the day, the rules and the versions.
    """

    identifier: str
    became: str
    authorisation: str
    on: date | None
    value: Fraction | None
    destination: str
    exporter: str
    entries: tuple[tuple[str, str], ...]
    cyber_surveillance: bool
    receipt: str = ""


@records.mutable
class Sum:
    """How many, of which value, and how many of them without a value."""

    count: int = 0
    value: Fraction = Fraction(0)
    without_value: int = 0

    def add(self, record: Record) -> None:
        """Count a record in."""
        self.count += 1
        if record.value is None:
            self.without_value += 1
        else:
            self.value += record.value


Table = Mapping[tuple[str, str], Sum]
"""Sums by (key, what became of it)."""


@records.frozen
class Report:
    """The sums over records. An item of several entries counts under each of them, and once in the totals."""

    first: date | None
    last: date | None
    records: tuple[Record, ...]
    tables: Mapping[str, Table]
    cyber_surveillance: Mapping[str, Table]
    left_out: int
    """Records of another time, or without a day while a time was asked for."""
    bad: tuple[tuple[str, str], ...]
    """Records that could not be read, or stand there twice: which, and why."""


# ---- reading ---------------------------------------------------------------------------------------


def read_record(raw: str | bytes | Mapping[str, object], *, cyber_entries: Iterable[str] = ()) -> Record:
    """Read one record: {"format", "decision", "became", "authorisation", "value", "on"}.

    `decision` is the JSON of a decision; `became` one of `BECAME`; `authorisation` one of `KINDS`, and needed where
    something was requested, granted, refused or used; `value` a quantity in EUR such as `12000 EUR`; `on` a day.
    `cyber_entries` are entries or paragraphs (`5A001.f`) that count as cyber-surveillance beside what the table
    beside the law says.

    Raises:
        JsonError: the text is not strict JSON.
        ExportRulesError: XR868, the record is not of this format; XR970, its decision is none.
    """
    data = read_json(raw, where="record", most=MAX_RECEIPT) if isinstance(raw, str | bytes) else raw
    members: Mapping[str, Any] = cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}
    if members.get("format") != RECORD_FORMAT:
        raise ExportRulesError("XR868", f"not a record of the format `{RECORD_FORMAT}`", "add its `format`")
    unknown = sorted(members.keys() - _KEYS)
    if unknown:
        raise ExportRulesError("XR868", f"the record has an unknown key `{unknown[0]}`", f"use {_names(sorted(_KEYS))}")
    became = _word(members, "became", BECAME)
    needed = became in ("requested", "authorised", "refused", "used")
    # what was asked for, granted, refused or used was an authorisation of some kind
    kinds = tuple(item for item in KINDS if item != "none") if needed else KINDS
    authorisation = _word(members, "authorisation", kinds) if needed or "authorisation" in members else "none"
    decision = read_receipt_of(members.get("decision"))
    case = decision["case"]
    try:
        return Record(
            identifier=str(members.get("id") or case.get("id") or ""),
            became=became,
            authorisation=authorisation,
            on=_day(members.get("on")),
            value=_value(members.get("value")),
            destination=_fact(case, read_roles()["destination"]),
            exporter=_fact(case, read_roles()["exporter"]),
            entries=tuple(sorted({(ruleset, code.partition(".")[0]) for ruleset, code in _paragraphs(decision)})),
            cyber_surveillance=_is_surveillance(decision, tuple(cyber_entries)),
            receipt=identify(decision),
        )
    except (AttributeError, KeyError, TypeError):
        what = "a part of the decision has another shape than `decide` writes"
        raise ExportRulesError("XR970", what, "give the JSON as `decide` wrote it") from None


def read_receipt_of(raw: object) -> Mapping[str, Any]:
    """The decision of a record.

    Raises:
        ExportRulesError: XR970, it is not a decision of the format that `decide` writes.
    """
    from exportrules.jsontext import write_json

    return read_receipt(write_json(cast("object", raw)) if isinstance(raw, Mapping) else "{}")


def _names(words: Iterable[str]) -> str:
    return ", ".join(f"`{item}`" for item in words)


def _word(members: Mapping[str, Any], key: str, words: Sequence[str]) -> str:
    value = members.get(key)
    if value not in words:
        said = "is missing" if value is None else "is none of the words for it"
        raise ExportRulesError("XR868", f"`{key}` {said}", f"use one of {_names(words)}")
    return str(value)


def _day(raw: object) -> date | None:
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == len("2026-01-01") else _bad_day()
    except ValueError:
        return _bad_day()


def _bad_day() -> date | None:
    raise ExportRulesError("XR868", "`on` is not a day", "write it as `2026-03-01`")


def _value(raw: object) -> Fraction | None:
    if raw is None:
        return None
    if isinstance(raw, str):
        try:
            quantity = parse_quantity(raw)
        except UnitError as error:
            raise ExportRulesError("XR868", f"`value`: {error.message}", error.help) from None
        if quantity.unit.name == "EUR" and quantity.magnitude >= 0:
            return quantity.magnitude
    raise ExportRulesError("XR868", "`value` is not an amount in EUR", "write it as `12000 EUR`, converted beforehand")


def _fact(case: Mapping[str, Any], names: Sequence[str]) -> str:
    for key in ("facts", "assume"):
        stated: Mapping[str, Any] = case.get(key) or {}
        for name in names:
            value: Any = stated.get(name)
            if isinstance(value, Mapping):
                value = cast("Mapping[str, Any]", value).get("value")
            if isinstance(value, str):
                return value
    return "not stated"


def _paragraphs(decision: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The paragraphs that are met under the measures that apply."""
    return {
        (str(item["ruleset"]), str(item["code"]))
        for measure in decision.get("measures", ())
        # a measure that only carries duties controls nothing
        if measure["applies"] == "true" and measure["level"] != "no_control_found"
        for item in measure["paragraphs"]
        if item["listed"] == "true"
    }


@cache
def _surveillance() -> tuple[frozenset[str], tuple[Mapping[str, str], ...]]:
    """The measures and judgements that make an item one of cyber-surveillance."""
    text = (data_folder("rulesets") / "eu" / "dual_use" / "reporting.json").read_bytes()
    data: Any = read_json(text, where="reporting.json")
    found = data["cyber_surveillance"]
    return frozenset(found["measures"]), tuple(found["judgements"])


def _is_surveillance(decision: Mapping[str, Any], entries: Sequence[str]) -> bool:
    measures, judgements = _surveillance()
    if any(item["measure"] in measures and item["applies"] == "true" for item in decision.get("measures", ())):
        return True
    met = [f"{code}." for _, code in _paragraphs(decision)]
    if any(code.startswith(f"{entry}.") for code in met for entry in entries):
        return True
    recorded = decision["case"].get("item", {}).get("judgements", ())
    return any(
        item.get("value") in (True, "yes") and all(item.get(key) == word for key, word in wanted.items())
        for item in recorded
        for wanted in judgements
    )


# ---- adding up -------------------------------------------------------------------------------------


def sum_up(
    records: Iterable[str | bytes | Mapping[str, object]],
    first: date | None = None,
    last: date | None = None,
    *,
    cyber_entries: Iterable[str] = (),
) -> Report:
    """Read records and add them up; one that cannot be read is told in `bad`, the others go on.

    So is one that stands there already: it says the same of the same receipt, and counts once.

    With `first` or `last` only records of those days count, both inclusive; one without a day is left out.
    """
    kept: list[Record] = []
    bad: list[tuple[str, str]] = []
    left_out = 0
    named = tuple(cyber_entries)
    numbers: dict[Record, int] = {}
    for number, raw in enumerate(records, 1):
        try:
            record = read_record(raw, cyber_entries=named)
        except ExportRulesError as error:
            bad.append((f"record {number}", str(error)))
            continue
        earlier = numbers.setdefault(record, number)
        if earlier != number:
            way_out = "give each an `id` of its own where both are meant"
            again = ExportRulesError("XR868", f"it says the same of the same decision as record {earlier}", way_out)
            bad.append((f"record {number}", str(again)))
        elif _within(record.on, first, last):
            kept.append(record)
        else:
            left_out += 1
    cyber = [item for item in kept if item.cyber_surveillance]
    return Report(first, last, tuple(kept), _tables(kept), _tables(cyber), left_out, tuple(bad))


def _within(day: date | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first is None or day >= first) and (last is None or day <= last)


def _tables(records: Iterable[Record]) -> Mapping[str, Table]:
    tables: dict[str, dict[tuple[str, str], Sum]] = {
        name: {} for name in ("total", "authorisation", "category", "entry", "destination", "exporter")
    }
    for record in records:
        keys = {
            "total": ["all"],
            "authorisation": [record.authorisation],
            "category": sorted({_category(*item) for item in record.entries}) or ["none"],
            "entry": [f"{ruleset} {entry}" for ruleset, entry in record.entries] or ["none"],
            "destination": [record.destination],
            "exporter": [record.exporter],
        }
        for name, found in keys.items():
            for key in found:
                tables[name].setdefault((key, record.became), Sum()).add(record)
    return {name: dict(sorted(table.items())) for name, table in tables.items()}


def _category(ruleset: str, entry: str) -> str:
    """The category that an entry's number begins with; a table of customs codes has none."""
    return f"{ruleset} {entry[0]}" if entry[:1].isdigit() else ruleset


# ---- views -----------------------------------------------------------------------------------------


def report_data(report: Report) -> Json:
    """The report as plain data, in the format `exportrules.reporting/1`; values are exact, as text, in EUR."""
    return {
        "format": FORMAT,
        "from": None if report.first is None else report.first.isoformat(),
        "until": None if report.last is None else report.last.isoformat(),
        "records": len(report.records),
        "left_out": report.left_out,
        "tables": {name: _rows(table) for name, table in report.tables.items()},
        "cyber_surveillance": {name: _rows(table) for name, table in report.cyber_surveillance.items()},
        "bad": [{"record": name, "reason": reason} for name, reason in report.bad],
    }


def _rows(table: Table) -> list[Json]:
    return [
        {
            "key": key,
            "became": became,
            "count": item.count,
            "value_eur": format_number(item.value),
            "without_value": item.without_value,
        }
        for (key, became), item in table.items()
    ]


def report_csv(report: Report) -> str:
    """One row for each sum; the tables of cyber-surveillance begin with `cyber_surveillance`."""
    return write_csv(_COLUMNS, _csv_rows(report))


def _csv_rows(report: Report) -> Iterator[Sequence[object]]:
    for prefix, tables in (("", report.tables), ("cyber_surveillance ", report.cyber_surveillance)):
        for name, table in tables.items():
            for row in _rows(table):
                yield (f"{prefix}{name}", *row.values())


def report_text(report: Report) -> str:
    """The report for people."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    span = f" from {report.first or 'the beginning'} to {report.last or 'the end'}"
    span = span if report.first or report.last else ""
    yield f"{len(report.records)} records{span}"
    if report.left_out:
        yield f"  left out, of another time or without a day: {report.left_out}"
    for heading, tables in (("", report.tables), ("Cyber-surveillance, ", report.cyber_surveillance)):
        for name, table in tables.items():
            if table:
                yield f"{heading}by {name}:" if name != "total" else f"{heading}in all:"
            for (key, became), item in table.items():
                missing = f", {item.without_value} without a value" if item.without_value else ""
                label = "" if name == "total" else f"{key}, "
                yield f"  {label}{became.replace('_', ' ')}: {item.count}, {format_number(item.value)} EUR{missing}"
    for name, reason in report.bad:
        yield f"{name} does not count: {reason}"
