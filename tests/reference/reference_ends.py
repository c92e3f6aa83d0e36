"""Truths as 0, 1 and 2, and interval arithmetic, for the reference evaluator.

An interval is a pair of ends (number, shift): the shift is 0 for an end that belongs to it, else 1 below and -1 above,
so that ends compare as pairs do.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

from exportrules.units import dimension_of, find_unit, to_base

F, U, T = 0, 1, 2
INF = float("inf")
ALL = (-INF, 1), (INF, -1)


def factor(unit):
    """What one base unit of the unit's kind is in the units that products are made of."""
    return dimension_of(find_unit(unit).kind).factor if unit else Fraction(1)


def interval(x, unit=None):
    low = (-INF, 1) if x.low is None else (x.low * factor(unit), 0 if x.low_closed else 1)
    return low, (INF, -1) if x.high is None else (x.high * factor(unit), 0 if x.high_closed else -1)


def hull(found):
    return min(x[0] for x in found), max(x[1] for x in found)


def add(x, y):
    return (x[0][0] + y[0][0], max(x[0][1], y[0][1])), (x[1][0] + y[1][0], min(x[1][1], y[1][1]))


def multiply(x, y):
    corners = []
    for (a, p), (b, q) in product(x, y):
        # a zero that belongs to one factor makes the product zero whatever the other is
        stays = (a == 0 and not p) or (b == 0 and not q) if 0 in (a, b) else not p and not q
        corners.append((Fraction(0) if 0 in (a, b) else a * b, not stays))
    low, high = min(corners), max((v, not opened) for v, opened in corners)
    return (low[0], int(low[1])), (high[0], int(high[1]) - 1)


def invert(x):
    (low, a), (high, b) = x
    if low < 0 < high or (0, 0) in x:
        return ALL
    turn = [(INF if high > 0 else -INF) if v == 0 else Fraction(0) if abs(v) == INF else 1 / v for v in (high, low)]
    return (turn[0], -b), (turn[1], -a)


def meet(x, y):
    return max(x[0], y[0]), min(x[1], y[1])


def cells(cuts, found):
    """The points and the open stretches between the cuts, as far as they lie in what is known."""
    stops = [-INF, *sorted(set(cuts)), INF]
    pieces = [((c, 0), (c, 0)) for c in stops[1:-1]] + [((a, 1), (b, -1)) for a, b in pairwise(stops)]
    return [m for x in found for piece in pieces if (m := meet(piece, x))[0] <= m[1]]


def compare(found, limit):
    """Numbers against a limit: containment is true, disjointness false, overlap unknown."""
    low, low_closed, high, high_closed = limit
    return agree(
        min(
            T if x[0] > low[1] or (low_closed and x[0] == low[1])
            else F if x[1] < low[0] or (not low_closed and x[1] == low[0]) else U,
            T if x[1] < high[0] or (high_closed and x[1] == high[0])
            else F if x[0] > high[1] or (not high_closed and x[0] == high[1]) else U,
        )
        for x in found
    )  # fmt: skip


def region(limit):
    low, low_closed, high, high_closed = limit
    return (low[0][0], 0 if low_closed else 1), (high[1][0], 0 if high_closed else -1)


def point(value, unit=None):
    low, high = to_base(value, find_unit(unit)) if unit else (value, value)
    return (low * factor(unit), 0), (high * factor(unit), 0)


def agree(truths):
    seen = set(truths)
    return seen.pop() if len(seen) == 1 else U


def least(truths):
    """Strong Kleene `and` of an iterator, which is asked no further than needed."""
    result = T
    for t in truths:
        result = min(result, t)
        if result == F:
            break
    return result


def most(truths):
    """Strong Kleene `or` likewise."""
    return 2 - least(2 - t for t in truths)


def count(number, truths):
    certain, possible = sum(t == T for t in truths), sum(t != F for t in truths)
    return T if certain >= number else U if possible >= number else F
