"""Paragraphs that can never match, always match, or match only what a sibling matches already (XR601 to XR603).

Looks at limits, words and kinds on one fact at a time, over a paragraph and the chapeaux above it. What
it does not understand it takes to be possible, so that it never complains without a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from exportrules import records
from exportrules.checking.report import Report
from exportrules.logic import EVERYTHING, Interval
from exportrules.logic.interval import cells, intersect
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

Key = tuple[str, str]


@records.mutable
class Limits:
    """What a conjunction allows: an interval, words and flags by fact, kinds; `plain` says that this is all of it."""

    intervals: dict[Key, Interval] = records.field(factory=dict[Key, Interval])
    words: dict[Key, frozenset[str]] = records.field(factory=dict[Key, frozenset[str]])
    flags: dict[Key, bool] = records.field(factory=dict[Key, bool])
    kinds: list[tuple[str, ...]] = records.field(factory=list[tuple[str, ...]])
    impossible: str = ""
    plain: bool = True

    def add(self, condition: rules.Condition) -> None:
        """Take one more conjunct in."""
        match condition:
            case rules.AllOf():
                for item in condition.items:
                    self.add(item)
            case rules.NumberTest() if not condition.at and isinstance(condition.fact, rules.FactRef):
                if condition.bounds.interval is None:
                    self.plain = False
                else:
                    self._interval(condition.fact, condition.bounds.interval)
            case rules.ChoiceTest():
                self._words(condition.fact, condition.values)
            case rules.FlagTest():
                self._flag(condition.fact, holds=True)
            case rules.Negated() if isinstance(condition.item, rules.FlagTest):
                self._flag(condition.item.fact, holds=False)
            case rules.DayTest():
                first, last = (
                    None if day is None else Fraction(day.toordinal()) for day in (condition.first, condition.last)
                )
                self._interval(condition.fact, Interval(first, True, last, True))
            case rules.SetTest() if condition.count > len(set(condition.values)):
                self.impossible = condition.fact.name
            case rules.KindTest() if condition.subject == "item":
                # an item may be of several kinds at once, so that two kinds never exclude each other
                self.kinds.append(tuple(sorted(condition.kinds)))
            case _:
                self.plain = False

    def _interval(self, ref: rules.FactRef, interval: Interval) -> None:
        key = (ref.owner, ref.name)
        held = self.intervals.get(key)
        joined = interval if held is None else intersect(held, interval)
        if joined.is_empty():
            self.impossible = ref.name
        self.intervals[key] = joined

    def _words(self, ref: rules.FactRef, words: frozenset[str]) -> None:
        key = (ref.owner, ref.name)
        joined = words & self.words.get(key, words)
        if not joined:
            self.impossible = ref.name
        self.words[key] = joined

    def _flag(self, ref: rules.FactRef, *, holds: bool) -> None:
        key = (ref.owner, ref.name)
        if self.flags.setdefault(key, holds) != holds:
            self.impossible = ref.name

    def within(self, other: Limits) -> bool:
        """Whether all that this allows is allowed by the other, whose limits are all understood."""
        return (
            other.plain
            and all(
                key in self.intervals and test.contains(self.intervals[key]) for key, test in other.intervals.items()
            )
            and all(key in self.words and self.words[key] <= test for key, test in other.words.items())
            and all(self.flags.get(key) == holds for key, holds in other.flags.items())
            and all(kinds in self.kinds for kinds in other.kinds)
        )

    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.intervals or self.words or self.flags or self.kinds)


def check_matching(roots: Iterable[Statement], report: Report) -> None:
    """Report what can never match (an error) and what always or only redundantly does (warnings)."""
    for root in roots:
        _check(root, Limits(), report)


def _check(statement: Statement, above: Limits, report: Report) -> None:
    limits = records.replace(
        above,
        intervals=dict(above.intervals),
        words=dict(above.words),
        flags=dict(above.flags),
        kinds=list(above.kinds),
    )
    if not statement.part:
        for condition in (statement.head, *statement.wheres):
            if condition is not None and not statement.reserved:
                limits.add(condition)
    name = f"`{statement.code}`" if statement.code else "the statement"
    if limits.impossible and not above.impossible:
        report.error(
            "XR601",
            f"{name} can never match: its limits on `{limits.impossible}` leave nothing",
            "compare the paragraph and its chapeaux with the law",
            statement.span,
        )
    if statement.connective == "at least":
        _check_count(statement, name, report)
    for condition in (statement.head, *statement.wheres):
        for always in () if condition is None else _always(condition):
            report.warning(
                "XR602", f"{name} always matches on `{always}`", "drop the test, or correct its limits", statement.span
            )
    if statement.part:
        return
    if statement.connective == "any":
        _check_siblings(statement.paragraphs, report)
    for member in statement.members:
        _check(member, limits, report)


def _check_count(statement: Statement, name: str, report: Report) -> None:
    """`at least N of:` with fewer than N lines never holds, with N = 0 always."""
    lines = len(statement.members)
    if lines and statement.count > lines:
        message = f"{name} can never match: it asks for {statement.count} of its {lines} lines"
        report.error("XR601", message, "compare the number and the lines with the law", statement.span)
    elif statement.count == 0:
        message = f"{name} always matches: it asks for none of its lines"
        report.warning("XR602", message, "write `none of:`, or correct the number", statement.span)


def _always(condition: rules.Condition) -> Iterator[str]:
    """Facts on which alternatives leave nothing out."""
    match condition:
        case rules.AllOf():
            for item in condition.items:
                yield from _always(item)
        case rules.AnyOf():
            by_fact: dict[Key, list[Interval]] = {}
            for item in condition.items:
                interval = _plain_interval(item)
                if interval is not None and isinstance(item, rules.NumberTest):
                    ref = item.fact
                    if isinstance(ref, rules.FactRef):
                        by_fact.setdefault((ref.owner, ref.name), []).append(interval)
            for (_, name), intervals in by_fact.items():
                if _cover_all(intervals):
                    yield name
        case _:
            return


def _plain_interval(test: rules.Condition) -> Interval | None:
    """The interval of a limit on one fact without conditions of measurement."""
    return test.bounds.interval if isinstance(test, rules.NumberTest) and not test.at else None


def _cover_all(intervals: Iterable[Interval]) -> bool:
    tests = list(intervals)
    cuts: set[Fraction] = {end for test in tests for end in (test.low, test.high) if end is not None}
    return all(any(test.contains(cell) for test in tests) for cell in cells(cuts, EVERYTHING))


def _check_siblings(members: tuple[Statement, ...], report: Report) -> None:
    """A paragraph whose items a plain sibling holds already; only siblings without lines below them are compared."""
    leaves: list[tuple[Statement, Limits]] = []
    for member in members:
        bare = not (member.members or member.also or member.exclusions or member.period.changes())
        if member.reserved or member.not_modelled is not None or not bare:
            continue
        limits = Limits()
        for condition in (member.head, *member.wheres):
            if condition is not None:
                limits.add(condition)
        if not limits.is_empty():
            leaves.append((member, limits))
    for member, limits in leaves:
        for other, wider in leaves:
            if (
                other is not member
                and limits.within(wider)
                and not (wider.within(limits) and other.span.line > member.span.line)
            ):
                report.warning(
                    "XR603",
                    f"`{member.code}` holds nothing that `{other.code}` does not hold",
                    "compare both with the law",
                    member.span,
                )
                break
