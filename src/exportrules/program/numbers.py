"""Exact interval arithmetic for formulas and derived facts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf
from typing import Literal, assert_never

from exportrules.case.values import Numbers, Value
from exportrules.logic import Interval, exact, hull
from exportrules.program.frame import Frame
from exportrules.program.parts import Gathering, gather_parts
from exportrules.rules import conditions as rules

MAX_BITS = 4096
_WHOLE_LINE = Interval(None, False, None, False)


class ArithmeticFault(Exception):
    """A formula that has no value: division by zero, or numbers over the limits."""


def evaluate(expression: rules.Expression, frame: Frame) -> Interval | None:
    """The interval in which the expression lies, in base units; None when an input is unknown.

    Raises ArithmeticFault.
    """
    match expression:
        case rules.Constant():
            return exact(expression.value)
        case rules.FactRef():
            return number_of(frame.value(expression))
        case rules.Stripped():
            found = number_of(frame.value(expression.fact))
            return (
                None
                if found is None
                else shift(scale(found, 1 / expression.scale), -expression.offset / expression.scale)
            )
        case rules.Scaled():
            found = evaluate(expression.body, frame)
            return None if found is None else shift(scale(found, expression.factor), expression.offset)
        case rules.Arithmetic():
            left, right = evaluate(expression.left, frame), evaluate(expression.right, frame)
            return None if left is None or right is None else combine(expression.operator, left, right)
        case rules.Gathered():
            return _gathered(expression, frame)
        case _:
            assert_never(expression)


def number_of(value: Value | None) -> Interval | None:
    """The hull of a number; None when it is unknown, not applicable, or stated under conditions."""
    if isinstance(value, Numbers):
        return value.intervals[0] if len(value.intervals) == 1 else hull(value.intervals)
    return None


def scale(interval: Interval, factor: Fraction) -> Interval:
    """Multiply by a positive factor."""
    low = None if interval.low is None else interval.low * factor
    high = None if interval.high is None else interval.high * factor
    return Interval(low, interval.low_closed, high, interval.high_closed)


def shift(interval: Interval, offset: Fraction) -> Interval:
    """Move along the line."""
    if not offset:
        return interval
    low = None if interval.low is None else interval.low + offset
    high = None if interval.high is None else interval.high + offset
    return Interval(low, interval.low_closed, high, interval.high_closed)


def combine(operator: Literal["+", "-", "*", "/"], a: Interval, b: Interval) -> Interval:
    """Exact interval arithmetic: an end belongs to the result when ends that give it belong to the inputs."""
    if operator == "+":
        return _guard(_add(_low(a), _low(b)), _add(_high(a), _high(b)))
    if operator == "-":
        return _guard(_add(_low(a), _negate(_high(b))), _add(_high(a), _negate(_low(b))))
    if operator == "/":
        if b.low is not None and b.low == b.high == 0:
            raise ArithmeticFault("division by zero")
        inverse = _invert(b)
        return _WHOLE_LINE if inverse is None else _multiply(a, inverse)
    return _multiply(a, b)


End = tuple[Fraction | None, bool]
"""An end of an interval, None for none, and whether it belongs to it."""


def _low(interval: Interval) -> End:
    return interval.low, interval.low_closed


def _high(interval: Interval) -> End:
    return interval.high, interval.high_closed


def _add(a: End, b: End) -> End:
    return (None, False) if a[0] is None or b[0] is None else (a[0] + b[0], a[1] and b[1])


def _negate(end: End) -> End:
    return (None, False) if end[0] is None else (-end[0], end[1])


def _invert(interval: Interval) -> Interval | None:
    """One over everything in the interval; None where zero lies in it or on both of its sides."""
    low, high = interval.low, interval.high
    above = low is not None and low >= 0 and not (low == 0 and interval.low_closed)
    below = high is not None and high <= 0 and not (high == 0 and interval.high_closed)
    if not above and not below:
        return None
    # on one side of zero: an end that is not there comes to lie at zero, and one at zero goes away
    first = _one_over(high, interval.high_closed, Fraction(0) if above else None)
    last = _one_over(low, interval.low_closed, None if above else Fraction(0))
    return Interval(*first, *last)


def _one_over(value: Fraction | None, closed: bool, absent: Fraction | None) -> End:
    if value is None:
        return absent, False
    return (None, False) if value == 0 else (1 / value, closed)


def _guard(low: End, high: End) -> Interval:
    for value, _ in (low, high):
        if value is not None and value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
            raise ArithmeticFault("a number over the limits")
    return Interval(low[0], low[0] is not None and low[1], high[0], high[0] is not None and high[1])


def _multiply(a: Interval, b: Interval) -> Interval:
    """From the least to the largest product of ends; an end that is not there lies infinitely far away."""
    products = [_product(x, y) for x in _far_ends(a) for y in _far_ends(b)]
    low, high = min(value for value, _ in products), max(value for value, _ in products)
    return _guard(_near_end(low, products), _near_end(high, products))


FarEnd = tuple[Fraction | float, bool]


def _far_ends(interval: Interval) -> tuple[FarEnd, FarEnd]:
    low: FarEnd = (-inf, False) if interval.low is None else (interval.low, interval.low_closed)
    high: FarEnd = (inf, False) if interval.high is None else (interval.high, interval.high_closed)
    return low, high


def _near_end(value: Fraction | float, products: list[FarEnd]) -> End:
    """An end belongs to the result where one of the products that give it does."""
    if not isinstance(value, Fraction):
        return None, False
    return value, any(closed for other, closed in products if other == value)


def _product(a: FarEnd, b: FarEnd) -> FarEnd:
    """The product of two ends; a zero that belongs to its interval makes a zero of whatever it meets."""
    (one, one_closed), (other, other_closed) = a, b
    if one == 0 or other == 0:
        return Fraction(0), (one == 0 and one_closed) or (other == 0 and other_closed)
    return one * other, one_closed and other_closed


def _gathered(expression: rules.Gathered, frame: Frame) -> Interval | None:
    """The sum, the largest or the smallest of what the items say, of each part that counts or may count."""
    if expression.over is None:
        found = [(evaluate(item, frame), True) for item in expression.items]
        return _fold(expression.function, found, complete=True)
    parts, state = gather_parts(frame, expression.over, expression.part_of)
    found = [(evaluate(item, frame.inside(part)), sure) for part, sure in parts for item in expression.items]
    return _fold(expression.function, found, complete=state is Gathering.COMPLETE)


def _fold(function: str, found: Sequence[tuple[Interval | None, bool]], *, complete: bool) -> Interval | None:
    """Of no values nothing is known; a value that may not count bounds one side only."""
    known = [(value, sure) for value, sure in found if value is not None]
    whole = complete and len(known) == len(found)
    if not known:
        return None
    if function == "sum":
        if not whole:
            return None
        values = [value if sure else hull((value, exact(Fraction(0)))) for value, sure in known]
        total = values[0]
        for value in values[1:]:
            total = combine("+", total, value)
        return total
    certain = [value for value, sure in known if sure]
    possible = [value for value, _ in known] if whole else []
    if function == "largest":
        low, high = _greatest([(item.low, item.low_closed) for item in certain]), _highest(possible)
    else:
        low, high = _lowest(possible), _least([(item.high, item.high_closed) for item in certain])
    return Interval(*low, *high)


def _greatest(ends: Sequence[End]) -> End:
    """Of lower ends the one that leaves least: at the same number one that does not belong to its interval."""
    known = [(value, not closed) for value, closed in ends if value is not None]
    value, opened = max(known, default=(None, True))
    return value, not opened


def _least(ends: Sequence[End]) -> End:
    """The same of upper ends."""
    value, closed = min(((value, closed) for value, closed in ends if value is not None), default=(None, False))
    return value, closed


def _highest(values: Sequence[Interval]) -> End:
    """Above all values: none where one has no end, or where there is none."""
    if not values or any(item.high is None for item in values):
        return None, False
    return max((item.high, item.high_closed) for item in values if item.high is not None)


def _lowest(values: Sequence[Interval]) -> End:
    """Below all values."""
    if not values or any(item.low is None for item in values):
        return None, False
    value, opened = min((item.low, not item.low_closed) for item in values if item.low is not None)
    return value, not opened


__all__ = ["ArithmeticFault", "combine", "evaluate", "number_of"]
