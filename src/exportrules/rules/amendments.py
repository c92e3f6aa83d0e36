"""Whether a paragraph changed between two days, by the rules' own dates and by states that were compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from exportrules import records
from exportrules.jsontext import read_json
from exportrules.resources import data_folder, list_files

if TYPE_CHECKING:
    from exportrules.rules.rulebook import Rulebook

__all__ = ["Amendments", "change_of", "read_amendments"]

FILE = "amendments.json"


@records.frozen
class Amendments:
    """Two states of a list, compared paragraph by paragraph; what differs changed at some time between them."""

    first: date
    last: date
    changed: frozenset[str]
    removed: frozenset[str]


@cache
def read_amendments() -> Mapping[str, Amendments]:
    """The comparisons that ship beside the law, by ruleset."""
    found: dict[str, Amendments] = {}
    for _, file in list_files(data_folder("rulesets"), FILE):
        data: Any = read_json(file.read_bytes(), where=file.name)
        found[data["ruleset"]] = Amendments(
            first=date.fromisoformat(data["first"]),
            last=date.fromisoformat(data["last"]),
            changed=frozenset(data["changed"]),
            removed=frozenset(data["removed"]),
        )
    return found


def change_of(book: Rulebook, ruleset: str, code: str, then: date, now: date, *, below: bool) -> str:
    """How a paragraph changed, or may have changed, between the law of two days; empty when it is known not to have.

    A paragraph changes with those above it, and for `below` with those below it. Where the two days were not
    compared, it may have changed.
    """
    early, late = min(then, now), max(then, now)
    if early == late:
        return ""
    known = book.statements.get(ruleset, {})
    codes = [code] if code else []
    codes += [above for above in _above(code) if above in known]
    if below:
        codes += [item for item in known if not code or item.startswith(code + ".")]
    for item in codes:
        statement = known.get(item)
        for day in () if statement is None else statement.period.changes():
            if early < day <= late:
                return f"it changed on {day.isoformat()}"
    info = book.rulesets[ruleset]
    if info.checked_from is None or info.checked_from <= early:
        return ""
    compared = read_amendments().get(ruleset)
    if compared is None or early < compared.first:
        return f"the list was not compared with the law of {early.isoformat()}"
    if code in compared.removed and late >= compared.last:
        return "it is not in the list any more"
    if early < compared.last and not compared.changed.isdisjoint(codes):
        return f"it may have changed between {compared.first.isoformat()} and {compared.last.isoformat()}"
    return ""


def _above(code: str) -> Iterator[str]:
    parts = code.split(".")
    for count in range(len(parts) - 1, 0, -1):
        yield ".".join(parts[:count])
