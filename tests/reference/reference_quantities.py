"""Truths (false 0, unknown 1, true 2) and exact intervals, for the reference evaluator.

An end of an interval is a pair (number, shift): the shift is 0 for an end that belongs to the interval, 1 for a lower
and -1 for an upper end that does not, so that ends compare as pairs do. A limit is (low, low closed, high, high
closed), where low and high are intervals.
"""

from fractions import Fraction
from itertools import pairwise, product

from exportrules.units import dimension_of, find_unit, to_base

F, U, T = 0, 1, 2
INF = float("inf")
ALL = (-INF, 1), (INF, -1)
# not the same as any number: a value is there, of which nothing follows
NOTHING = (-INF, 2), (INF, -2)


def least(truths):
    """Strong Kleene `and`; no more truths are asked for than needed."""
    result = T
    for t in truths:
        result = min(result, t)
        if result == F:
            break
    return result


def most(truths):
    return 2 - least(2 - t for t in truths)


def count(number, truths):
    certain, possible = (sum(t >= least for t in truths) for least in (T, U))
    return T if certain >= number else U if possible >= number else F


def agree(truths):
    """The truth of a test on all that a value may be: of nothing, where it does not apply, every test is false."""
    found = set(truths) or {F}
    return found.pop() if len(found) == 1 else U


def factor(unit):
    """How many of the units of which products are made are one base unit."""
    return dimension_of(find_unit(unit).kind).factor if unit else Fraction(1)


def interval(x, unit=None):
    low = (-INF, 1) if x.low is None else (x.low * factor(unit), 1 - x.low_closed)
    return low, (INF, -1) if x.high is None else (x.high * factor(unit), x.high_closed - 1)


def point(value, unit=None):
    low, high = to_base(value, find_unit(unit)) if unit else (value, value)
    return (low * factor(unit), 0), (high * factor(unit), 0)


def span(first, last):
    """Some day from a first to a last one."""
    return (first.toordinal(), 0) if first else ALL[0], (last.toordinal(), 0) if last else ALL[1]


def hull(found):
    return min(x[0] for x in found), max(x[1] for x in found)


def add(x, y):
    return (x[0][0] + y[0][0], max(x[0][1], y[0][1])), (x[1][0] + y[1][0], min(x[1][1], y[1][1]))


def scaled(x, scale, offset):
    return x if x == NOTHING else add(multiply(x, point(scale)), point(offset))


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
        return NOTHING
    turn = [(INF if high > 0 else -INF) if v == 0 else Fraction(0) if abs(v) == INF else 1 / v for v in (high, low)]
    return (turn[0], -b), (turn[1], -a)


def meet(x, y):
    """What lies in both, if low does not lie above high."""
    return max(x[0], y[0]), min(x[1], y[1])


def lies_in(x, y):
    return meet(x, y) == x


def cells(cuts, found):
    """The points and the open stretches between the cuts, as far as they lie in what is known."""
    stops = [-INF, *sorted(set(cuts)), INF]
    pieces = [((c, 0), (c, 0)) for c in stops[1:-1]] + [((a, 1), (b, -1)) for a, b in pairwise(stops)]
    return [m for x in found for piece in pieces if (m := meet(piece, x))[0] <= m[1]]


def above(x, y, closed):
    """Whether x lies above y, or at it when `closed`."""
    if x[0] > y[1] or (closed and x[0] == y[1]):
        return T
    return F if x[1] < y[0] or (not closed and x[1] == y[0]) else U


def compare(x, limit):
    """Containment is true, disjointness false, overlap unknown."""
    return min(above(x, limit[0], limit[1]), above(limit[2], x, limit[3]))


def region(limit):
    """All that a limit allows."""
    return (limit[0][0][0], 1 - limit[1]), (limit[2][1][0], limit[3] - 1)
