"""Intervals: the hull of several, their comparison, the cells between cuts."""

from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from exportrules.logic import FALSE, TRUE, UNKNOWN, Interval, compare_intervals, exact, hull
from exportrules.logic.interval import EVERYTHING, cells, intersect


def span(text):
    """`[1, 2)` as an interval; an empty end is none."""
    low, high = (part.strip() for part in text[1:-1].split(","))
    return Interval(
        Fraction(low) if low else None,
        bool(low) and text[0] == "[",
        Fraction(high) if high else None,
        bool(high) and text[-1] == "]",
    )


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["[1, 2]"], "[1, 2]"),
        (["[1, 2]", "[4, 5)"], "[1, 5)"),
        (["(1, 2]", "[1, 1]"], "[1, 2]"),
        (["[1, 2)", "[0, 2]"], "[0, 2]"),
        (["[1, 2]", "(, 0)"], "(, 2]"),
        (["[1, )", "[0, 3]"], "[0, )"),
        (["(1, 2)", "(1, 2)"], "(1, 2)"),
        ([], "(, )"),
    ],
)
def test_the_hull_is_the_smallest_that_holds_all(parts, whole):
    found, wanted = hull(map(span, parts)), span(whole)
    assert (found.low, found.low_closed, found.high, found.high_closed) == (
        wanted.low,
        wanted.low_closed,
        wanted.high,
        wanted.high_closed,
    )


@pytest.mark.parametrize(
    ("values", "test", "truth"),
    [
        (["[1, 2]"], "[0, 3]", TRUE),
        (["[1, 2]"], "[2, 3]", UNKNOWN),
        (["[1, 2)"], "[2, 3]", FALSE),
        (["[1, 1]", "[5, 5]"], "[0, 3]", UNKNOWN),
        (["[1, 1]", "[2, 2]"], "[0, 3]", TRUE),
        (["[4, 4]", "[5, 5]"], "[0, 3]", FALSE),
        (["(, )"], "(, )", TRUE),
        (["(3, )"], "[4, )", UNKNOWN),
    ],
)
def test_a_value_within_bounds_compares_by_containment(values, test, truth):
    assert compare_intervals(tuple(map(span, values)), span(test)) == truth


def test_cells_are_the_points_and_the_stretches_between():
    found = cells({Fraction(1), Fraction(2)}, EVERYTHING)
    probes = [Fraction(n, 2) for n in range(-2, 8)]
    assert len(found) == 5
    # every number lies in exactly one of them
    assert all(sum(cell.contains(exact(probe)) for cell in found) == 1 for probe in probes)


@pytest.mark.parametrize(("low", "high"), list(product(("[", "("), ("]", ")"))))
def test_cells_keep_to_what_is_allowed(low, high):
    allowed = (span(f"{low}1, 2{high}"),)
    found = cells({Fraction(1), Fraction(3, 2), Fraction(2)}, allowed)
    assert any(cell.contains(exact(Fraction(1))) for cell in found) == (low == "[")
    assert any(cell.contains(exact(Fraction(2))) for cell in found) == (high == "]")


ENDS = (None, Fraction(0), Fraction(1), Fraction(2))
# probes between and beyond the ends tell two such intervals apart
PROBES = tuple(exact(Fraction(n, 2)) for n in range(-2, 7))
SPANS = tuple(
    Interval(low, low_closed, high, high_closed)
    for low, high in product(ENDS, repeat=2)
    for low_closed in ((False,) if low is None else (False, True))
    for high_closed in ((False,) if high is None else (False, True))
)


def holds(interval, probe):
    """Membership, spelled out."""
    number = probe.low
    above = interval.low is None or (number >= interval.low if interval.low_closed else number > interval.low)
    below = interval.high is None or (number <= interval.high if interval.high_closed else number < interval.high)
    return above and below


@cache
def members(interval):
    return {probe.low for probe in PROBES if holds(interval, probe)}


@pytest.mark.parametrize("one", SPANS, ids=str)
def test_intervals_are_sets_of_numbers(one):
    """Emptiness, containment, overlap and hull are those of the sets, for all pairs of small intervals."""
    assert one.is_empty() == (not members(one))
    assert one.is_exact() == (one.low is not None and one.low == one.high)
    for other in SPANS:
        assert members(intersect(one, other)) == members(one) & members(other)
        assert one.overlaps(other) == bool(members(one) & members(other))
        if not (one.is_empty() or other.is_empty()):
            assert one.contains(other) == (members(one) >= members(other))
            assert hull([one, other]) == span_over(one, other)


def span_over(one, other):
    """The smallest interval of the small ones that holds both."""
    both = members(one) | members(other)
    holding = [item for item in SPANS if members(item) >= both]
    return min(holding, key=lambda item: len(members(item)))
