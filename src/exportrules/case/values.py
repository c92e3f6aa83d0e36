"""Values as a case states them, in base units; and the things that they are values of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from exportrules.logic import Interval, Intervals


@attrs.frozen(slots=True)
class Provenance:
    """Who supplied a value, when, on what basis; `assumed` marks an assumption of the host."""

    by: str = ""
    on: date | None = None
    basis: str = ""
    assumed: bool = False


NOBODY = Provenance()


def _exact_ratio(numbers: Numbers) -> tuple[int, int] | None:
    only = numbers.intervals[0] if len(numbers.intervals) == 1 else None
    if only is None or only.low is None or only.low != only.high:
        return None
    return only.low.as_integer_ratio()


@attrs.frozen(slots=True)
class Numbers:
    """A number known to lie in `intervals` (one closed point when exact), in the base unit."""

    intervals: Intervals
    text: str
    source: Provenance = NOBODY
    ratio: tuple[int, int] | None = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_exact_ratio, takes_self=True)
    )
    """The number as numerator and denominator, when it is one exact number."""


@attrs.frozen(slots=True)
class Extent:
    """A range that the thing covers, in the base unit."""

    interval: Interval
    text: str
    source: Provenance = NOBODY


@attrs.frozen(slots=True)
class Point:
    """A number under conditions of measurement: numeric ones as intervals, named ones as text."""

    intervals: Intervals
    at: Mapping[str, Interval | str]
    text: str


@attrs.frozen(slots=True)
class Points:
    """Numbers under several conditions; `complete` says that there are no others."""

    points: tuple[Point, ...]
    complete: bool
    text: str
    source: Provenance = NOBODY


@attrs.frozen(slots=True)
class Flag:
    """Yes or no."""

    value: bool
    text: str
    source: Provenance = NOBODY


@attrs.frozen(slots=True)
class Choices:
    """One of several words (one when known): an enumerated value, a country, a text, a code."""

    values: frozenset[str]
    text: str
    source: Provenance = NOBODY


@attrs.frozen(slots=True)
class Members:
    """A set: what it includes, what it excludes, and whether nothing else is in it."""

    included: frozenset[str]
    excluded: frozenset[str]
    complete: bool
    text: str
    source: Provenance = NOBODY


@attrs.frozen(slots=True)
class Days:
    """A day, or a span of days in which it lies, both inclusive; None is open."""

    first: date | None
    last: date | None
    text: str
    source: Provenance = NOBODY


@attrs.frozen(slots=True)
class NotApplicable:
    """Stated to be not applicable."""

    text: str = "not applicable"
    source: Provenance = NOBODY


NOT_APPLICABLE = NotApplicable()
Value = Numbers | Extent | Points | Flag | Choices | Members | Days | NotApplicable


@attrs.frozen(slots=True)
class Judgement:
    """A recorded judgement: term, what it is for (a name or a paragraph), a purpose, and the answer."""

    term: str
    target: str
    purpose: str
    value: bool
    source: Provenance = NOBODY


@attrs.frozen(slots=True)
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


@attrs.frozen(slots=True, eq=False)
class PartList:
    """Parts of a name, and whether the list is complete."""

    subjects: tuple[Subject, ...]
    complete: bool


@attrs.frozen(slots=True, eq=False)
class Subject:
    """A thing with facts: the item, or a part. `path` says where in the case it stands."""

    path: str
    part: str = ""
    kinds: frozenset[str] | None = None
    facts: Mapping[str, Value] = attrs.field(factory=dict[str, Value])
    parts: Mapping[str, PartList] = attrs.field(factory=dict[str, PartList])
    judgements: tuple[Judgement, ...] = ()
    findings: tuple[Finding, ...] = ()
    kinds_source: Provenance = NOBODY


@attrs.frozen(slots=True, eq=False)
class Case:
    """A transaction: activity, facts of the transaction, the item, and assumptions of the host.

    `text` is the canonical JSON that it was read from, so that a receipt can replay it.
    """

    identifier: str
    activity: str
    transaction: Mapping[str, Value]
    item: Subject
    as_of: date | None = None
    text: str = ""
