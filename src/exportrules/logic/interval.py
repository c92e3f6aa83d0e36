"""Exact intervals of rationals, and sets of them.

A known number is one closed interval of width zero; a range, a candidate set and a value known only
within bounds are the same data. A test is an interval too, so that comparing is containment.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from exportrules import records
from exportrules.logic.truth import FALSE, TRUE, UNKNOWN, Truth


@records.frozen
class Interval:
    """From `low` to `high`; None is unbounded. Ends belong to it when closed."""

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool

    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def contains(self, other: Interval) -> bool:
        """Whether all of `other` lies in this interval."""
        return _low_le(self, other) and _high_ge(self, other)

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return not intersect(self, other).is_empty()

    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high


Intervals = tuple[Interval, ...]
EVERYTHING: Intervals = (Interval(None, False, None, False),)


def exact(value: Fraction) -> Interval:
    """The interval of one number."""
    return Interval(value, True, value, True)


def _low_le(a: Interval, b: Interval) -> bool:
    if a.low is None:
        return True
    if b.low is None:
        return False
    return a.low < b.low or (a.low == b.low and (a.low_closed or not b.low_closed))


def _high_ge(a: Interval, b: Interval) -> bool:
    if a.high is None:
        return True
    if b.high is None:
        return False
    return a.high > b.high or (a.high == b.high and (a.high_closed or not b.high_closed))


def intersect(a: Interval, b: Interval) -> Interval:
    """The numbers in both; may be empty."""
    low = b if _low_le(a, b) else a
    high = b if _high_ge(a, b) else a
    return Interval(low.low, low.low_closed, high.high, high.high_closed)


def compare_intervals(values: Intervals, test: Interval) -> Truth:
    """Whether a number known to lie in `values` lies in `test`: containment, disjointness or overlap."""
    inside = outside = False
    for value in values:
        if test.contains(value):
            inside = True
        elif test.overlaps(value):
            return UNKNOWN
        else:
            outside = True
    if inside:
        return UNKNOWN if outside else TRUE
    return FALSE


def hull(values: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all of them."""
    result: Interval | None = None
    for value in values:
        if result is None:
            result = value
            continue
        low = result if _low_le(result, value) else value
        high = result if _high_ge(result, value) else value
        result = Interval(low.low, low.low_closed, high.high, high.high_closed)
    return result or Interval(None, False, None, False)


def cells(cuts: Iterable[Fraction], within: Intervals) -> list[Interval]:
    """Split the line at the cuts into points and open intervals, keep what `within` allows.

    Tests whose ends are all among the cuts have one value on each cell.
    """
    points = sorted(set(cuts))
    pieces: list[Interval] = []
    previous: Fraction | None = None
    for point in points:
        pieces += [Interval(previous, False, point, False), exact(point)]
        previous = point
    pieces.append(Interval(previous, False, None, False))
    kept = (intersect(piece, allowed) for piece in pieces for allowed in within)
    return [piece for piece in kept if not piece.is_empty()]
