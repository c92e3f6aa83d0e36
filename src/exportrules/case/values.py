"""Values as a case states them, in base units; and the things that they are values of.

The `code` of a value is what generated code compares: a number as `exportrules.logic.codes` has it, a word, a set, a
day by its ordinal. A value that is not one exact value has none, and is not coded but asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from exportrules import records
from exportrules.jsonquick import write_plain
from exportrules.logic import Interval, Intervals, code_number


@records.frozen
class Provenance:
    """Who supplied a value, when, on what basis; `assumed` marks an assumption of the host."""

    by: str = ""
    on: date | None = None
    basis: str = ""
    assumed: bool = False


NOBODY = Provenance()


def _code_of_numbers(numbers: Numbers) -> int | None:
    only = numbers.intervals[0] if len(numbers.intervals) == 1 else None
    if only is None or only.low is None or (only.low is not only.high and only.low != only.high):
        return None
    return code_number(only.low)


def _code_of_choices(choices: Choices) -> str | None:
    return next(iter(choices.values)) if len(choices.values) == 1 else None


def _code_of_members(members: Members) -> frozenset[str] | None:
    return members.included if members.complete else None


def _code_of_days(days: Days) -> int | None:
    return days.first.toordinal() if days.first is not None and days.first == days.last else None


def _coded(make: Callable[[Any], Any]) -> Any:
    """A field that follows from the others."""
    return records.field(derived=make, eq=False, repr=False)


@records.frozen
class Numbers:
    """A number known to lie in `intervals` (one closed point when exact), in the base unit."""

    intervals: Intervals
    text: str
    source: Provenance = NOBODY
    code: int | None = _coded(_code_of_numbers)


@records.frozen
class Extent:
    """A range that the thing covers, in the base unit."""

    interval: Interval
    text: str
    source: Provenance = NOBODY
    code: None = records.field(init=False, eq=False, repr=False, default=None)


@records.frozen
class Point:
    """A number under conditions of measurement: numeric ones as intervals, named ones as text."""

    intervals: Intervals
    at: Mapping[str, Interval | str]
    text: str


@records.frozen
class Points:
    """Numbers under several conditions; `complete` says that there are no others."""

    points: tuple[Point, ...]
    complete: bool
    text: str
    source: Provenance = NOBODY
    code: None = records.field(init=False, eq=False, repr=False, default=None)


@records.frozen
class Flag:
    """Yes or no."""

    value: bool
    text: str
    source: Provenance = NOBODY
    code: bool = _coded(lambda flag: flag.value)


@records.frozen
class Choices:
    """One of several words (one when known): an enumerated value, a country, a text, a code."""

    values: frozenset[str]
    text: str
    source: Provenance = NOBODY
    code: str | None = _coded(_code_of_choices)


@records.frozen
class Members:
    """A set: what it includes, what it excludes, and whether nothing else is in it."""

    included: frozenset[str]
    excluded: frozenset[str]
    complete: bool
    text: str
    source: Provenance = NOBODY
    code: frozenset[str] | None = _coded(_code_of_members)


@records.frozen
class Days:
    """A day, or a span of days in which it lies, both inclusive; None is open."""

    first: date | None
    last: date | None
    text: str
    source: Provenance = NOBODY
    code: int | None = _coded(_code_of_days)


@records.frozen
class NotApplicable:
    """Stated to be not applicable."""

    text: str = "not applicable"
    source: Provenance = NOBODY
    code: None = records.field(init=False, eq=False, repr=False, default=None)


NOT_APPLICABLE = NotApplicable()
Value = Numbers | Extent | Points | Flag | Choices | Members | Days | NotApplicable


@records.frozen
class Judgement:
    """A recorded judgement: term, what it is for (a name or a paragraph), a purpose, and the answer."""

    term: str
    target: str
    purpose: str
    value: bool
    source: Provenance = NOBODY


@records.frozen
class Finding:
    """A person's finding that the item is (or is not) listed in a paragraph or anywhere below it.

    `ruleset` "" is the ruleset in which the code occurs; `code` "" is the whole ruleset. `as_of` is the day by whose
    law it was found; without it the finding is taken to be one about the law that decides.
    """

    ruleset: str
    code: str
    met: bool
    source: Provenance = NOBODY
    as_of: date | None = None


def _codes_of(facts: Mapping[str, Value]) -> Mapping[str, Any]:
    # what was coded when it was read need not become a value for it
    coded: Mapping[str, Any] | None = getattr(facts, "codes", None)
    return coded if coded is not None else {name: value.code for name, value in facts.items()}


def _inexact(codes: Mapping[str, Any]) -> bool:
    return None in codes.values()


@records.frozen(eq=False)
class PartList:
    """Parts of a name, and whether the list is complete."""

    subjects: tuple[Subject, ...]
    complete: bool


@records.frozen(eq=False)
class Subject:
    """A thing with facts: the item, or a part. `path` says where in the case it stands."""

    path: str
    part: str = ""
    kinds: frozenset[str] | None = None
    facts: Mapping[str, Value] = records.field(factory=dict[str, Value])
    parts: Mapping[str, PartList] = records.field(factory=dict[str, PartList])
    judgements: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()
    kinds_source: Provenance = NOBODY
    codes: Mapping[str, Any] = _coded(lambda subject: _codes_of(subject.facts))
    """The codes of the facts."""
    inexact: bool = _coded(lambda subject: _inexact(subject.codes))
    """Whether some fact has none."""


@records.frozen(eq=False)
class Case:
    """A transaction: activity, facts of the transaction, the item, and assumptions of the host."""

    identifier: str
    activity: str
    transaction: Mapping[str, Value]
    item: Subject
    as_of: date | None = None
    _stated: str | Mapping[str, object] = records.field(default="", repr=False)
    codes: Mapping[str, Any] = _coded(lambda case: _codes_of(case.transaction))
    """The codes of the facts of the transaction."""
    inexact: bool = _coded(lambda case: _inexact(case.codes))
    """Whether some fact of the transaction has none."""

    @property
    def text(self) -> str:
        """The canonical JSON of what was stated, so that a receipt can replay it."""
        return self._stated if isinstance(self._stated, str) else write_plain(self._stated)
