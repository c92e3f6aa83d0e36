"""Whether a paragraph changed between two days, by the rules' own dates and by states that were compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from exportrules import records
from exportrules.jsontext import read_json
from exportrules.resources import data_folder, list_files
from exportrules.rules.conditions import GroupTest, ListedTest
from exportrules.rules.dating import days_of
from exportrules.rules.inside import tests_within
from exportrules.rules.rulebook import SECTION, belongs
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.rules.conditions import Target
    from exportrules.rules.rulebook import Rulebook

__all__ = ["Amendments", "Changes", "read_amendments"]

FILE = "amendments.json"
MAX_TOLD = 64
"""For so many pairs of days it is kept what changed between them."""


@records.frozen
class Amendments:
    """Two states of a list, compared paragraph by paragraph; what differs changed at some time between them."""

    first: date
    last: date
    changed: frozenset[str]
    removed: frozenset[str]
    touched: frozenset[str]
    """What changed, and everything in which that lies."""


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
            touched=frozenset(place for code in data["changed"] for place in (code, *_above(code), code[:2], "")),
        )
    return found


class Changes:
    """When the paragraphs of a rulebook change; each is looked at once."""

    def __init__(self, book: Rulebook, takers: Callable[[str], Iterable[tuple[int, Statement]]]) -> None:
        """Look into a rulebook; `takers` are the lines of a list that take others over, with their places."""
        self._book = book
        self._takers = takers
        self._own: dict[tuple[str, str], frozenset[date]] = {}
        self._below: dict[tuple[str, str], frozenset[date]] = {}
        self._ways: dict[tuple[str, str], frozenset[tuple[str, str]]] = {}
        self._told: dict[tuple[date, date], dict[tuple[str, str], str]] = {}
        self._notes: dict[str, tuple[tuple[frozenset[date], tuple[str, ...]], ...]] = {}

    def between(self, ruleset: str, code: str, then: date, now: date) -> str:
        """How a paragraph changed, or may have changed, between the law of two days; empty when it did not.

        A paragraph changes with those above it and with those below it, with those that it asks for, and what a list
        takes over with the list that it comes from. Where the two days were not compared, it may have changed.
        """
        early, late = min(then, now), max(then, now)
        if early == late:
            return ""
        if (early, late) not in self._told and len(self._told) >= MAX_TOLD:
            self._told.clear()
        told = self._told.setdefault((early, late), {})
        if (ruleset, code) not in told:
            told[ruleset, code] = self._find(ruleset, code, early, late, told)
        return told[ruleset, code]

    def _find(self, ruleset: str, code: str, early: date, late: date, told: dict[tuple[str, str], str]) -> str:
        """The first change that is met on the way through all that the paragraph rests on."""
        seen = {(ruleset, code): ""}
        todo = list(seen)
        for name, place in todo:
            change = self._change(name, place, early, late)
            if change:
                return (
                    change if (name, place) == (ruleset, code) else f"{change} (`{place or name}`, on which it rests)"
                )
            for item in self._rests_on(name, place):
                # what rests on nothing that changed does not bring a change here
                if item not in seen and told.get(item) != "":
                    seen[item] = ""
                    todo.append(item)
        told |= seen
        return ""

    def _rests_on(self, ruleset: str, code: str) -> frozenset[tuple[str, str]]:
        """What stands for a paragraph in the lists from which its own takes it over, and what its lines ask for."""
        held = self._ways.get((ruleset, code))
        if held is None:
            found: set[tuple[str, str]] = set()
            for line in self._lines(ruleset, code):
                # the deeper of the two: a paragraph, or what a line takes of it
                targets = line.head.targets if isinstance(line.head, ListedTest) else ()
                found.update((item.ruleset, code if belongs(code, item.code) else item.code) for item in targets)
            lines = (
                where for line in self._lines(ruleset, code) for where in line.wheres if isinstance(where, Statement)
            )
            asked = (test for item in (*self._paragraphs(ruleset, code), *lines) for test in tests_within(item))
            tests = (test for test in asked if isinstance(test, ListedTest))
            found.update((target.ruleset, target.code) for test in tests for target in test.targets)
            held = self._ways[ruleset, code] = frozenset(found)
        return held

    def _paragraphs(self, ruleset: str, code: str) -> Iterator[Statement]:
        """Those at and below a code, and those above it, but for what the list takes over."""
        known = self._book.statements.get(ruleset, {})
        found = [known[item] for item in _above(code) if item in known]
        if code in known:
            todo = list(self._book.find_all(ruleset, code))
        else:
            todo = [item for item in self._book.roots.get(ruleset, ()) if belongs(item.code, code)]
        while todo:
            statement = todo.pop()
            found.append(statement)
            todo += statement.paragraphs
        return (item for item in found if not item.takes)

    def _lines(self, ruleset: str, code: str) -> list[Statement]:
        """The lines of a list that take over what lies in a paragraph or section, or what that lies in."""
        lines = (line for _, line in self._takers(ruleset))
        return [line for line in lines if belongs(line.code, code) or belongs(code, line.code)]

    def _change(self, ruleset: str, code: str, early: date, late: date) -> str:
        known = self._book.statements.get(ruleset, {})
        above = [item for item in _above(code) if item in known]
        days = set(self._days_below(ruleset, code)).union(*(self._own_days(ruleset, item) for item in above))
        days.update(day for line in self._lines(ruleset, code) for day in self._days_of(line))
        for day in sorted(days | self._days_of_notes(ruleset, code)):
            if early < day <= late:
                return f"it changed on {day.isoformat()}"
        return self._compare(ruleset, code, early, late, above) or self._change_of_list(ruleset, early, late)

    def _change_of_list(self, ruleset: str, early: date, late: date) -> str:
        """Whether the list as a whole came into force or went out."""
        info = self._book.rulesets[ruleset]
        days = {*info.period.changes(), *(stage.day for stage in info.stages)}
        between = sorted(day for day in days if early < day <= late)
        return f"its list changed on {between[0].isoformat()}" if between else ""

    def _compare(self, ruleset: str, code: str, early: date, late: date, above: Sequence[str]) -> str:
        """How it changed by the states that were compared, where the text is not that of the earlier day."""
        info = self._book.rulesets[ruleset]
        if info.checked_from is None or info.checked_from <= early:
            return ""
        compared = read_amendments().get(ruleset)
        if compared is None or early < compared.first:
            return f"the list was not compared with the law of {early.isoformat()}"
        if code in compared.removed and late >= compared.last:
            return "it is not in the list any more"
        if early < compared.last and (code in compared.touched or not compared.changed.isdisjoint(above)):
            return f"it may have changed between {compared.first.isoformat()} and {compared.last.isoformat()}"
        return ""

    def _own_days(self, ruleset: str, code: str) -> frozenset[date]:
        """The days of a paragraph's own lines."""
        held = self._own.get((ruleset, code))
        if held is None:
            found = (day for item in self._book.find_all(ruleset, code) for day in self._days_of(item))
            held = self._own[ruleset, code] = frozenset(found)
        return held

    def _days_of(self, statement: Statement) -> Iterator[date]:
        """The days of its lines, and of the groups of countries that these ask for."""
        yield from days_of(statement)
        for test in tests_within(statement):
            if isinstance(test, GroupTest):
                for membership in self._book.vocabulary.groups[test.group].memberships:
                    yield from membership.period.changes()

    def _days_below(self, ruleset: str, code: str) -> frozenset[date]:
        """The days of a paragraph and of all below it; of a section or a whole list those of what is in it."""
        held = self._below.get((ruleset, code))
        if held is None:
            known = self._book.statements.get(ruleset, {})
            if code in known:
                own, inner = self._own_days(ruleset, code), known[code].paragraphs
            else:
                own = frozenset[date]()
                inner = tuple(item for item in known.values() if item.parent is None and belongs(item.code, code))
            held = own.union(*(self._days_below(ruleset, item.code) for item in inner))
            self._below[ruleset, code] = held
        return held

    def _days_of_notes(self, ruleset: str, code: str) -> frozenset[date]:
        """Of the notes that speak of a paragraph, or of one above or below it."""
        if len(code) > SECTION and not any(self._book.find(ruleset, item) for item in (code, *_above(code))):
            # of a paragraph that is not there they say nothing; one of an entry that is not modelled is there
            return frozenset()
        held = self._notes.get(ruleset)
        if held is None:
            # what only explains says nothing of who is in; what takes out stands in the lines that it speaks of, and
            # not in those that it excepts
            notes = (note for note in self._book.notes.get(ruleset, ()) if note.effect not in ("explains", "excludes"))
            found = ((note.period.changes(), tuple(_codes_in(ruleset, note.targets))) for note in notes)
            held = self._notes[ruleset] = tuple((frozenset(days), places) for days, places in found if days)
        spoken = (days for days, places in held if any(belongs(code, at) or belongs(at, code) for at in places))
        return frozenset[date]().union(*spoken)


def _codes_in(ruleset: str, targets: Iterable[Target]) -> list[str]:
    return [target.code for target in targets if target.ruleset == ruleset]


def _above(code: str) -> Iterator[str]:
    parts = code.split(".")
    for count in range(len(parts) - 1, 0, -1):
        yield ".".join(parts[:count])
