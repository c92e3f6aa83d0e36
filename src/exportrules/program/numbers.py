"""Exact interval arithmetic for formulas and derived facts."""

from __future__ import annotations

from collections.abc import Iterable
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
            return None if found is None else scale(found, 1 / expression.scale)
        case rules.Scaled():
            found = evaluate(expression.body, frame)
            return None if found is None else scale(found, expression.factor)
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
    if expression.over is None:
        found = [evaluate(item, frame) for item in expression.items]
        return _fold(expression.function, found, Gathering.COMPLETE)
    parts, state = gather_parts(frame, expression.over)
    if state is Gathering.ABSENT or any(not certain for _, certain in parts):
        return None
    values = [evaluate(expression.items[0], frame.inside(part)) for part, _ in parts]
    return _fold(expression.function, values, state)


def _fold(function: str, found: Iterable[Interval | None], state: Gathering) -> Interval | None:
    values = list(found)
    known = [value for value in values if value is not None]
    whole = state is Gathering.COMPLETE and len(known) == len(values)
    if not values or not known:
        return None
    if function == "sum":
        if not whole:
            return None
        total = known[0]
        for value in known[1:]:
            total = combine("+", total, value)
        return total
    lows, highs = [item.low for item in known], [item.high for item in known]
    if function == "largest":
        low = _extreme(lows, largest=True)
        return Interval(low, low is not None, _all_extreme(highs, largest=True) if whole else None, whole)
    high = _extreme(highs, largest=False)
    return Interval(_all_extreme(lows, largest=False) if whole else None, whole, high, high is not None)


def _extreme(values: list[Fraction | None], *, largest: bool) -> Fraction | None:
    known = [value for value in values if value is not None]
    return (max(known) if largest else min(known)) if known else None


def _all_extreme(values: list[Fraction | None], *, largest: bool) -> Fraction | None:
    return None if any(value is None for value in values) else _extreme(values, largest=largest)


__all__ = ["ArithmeticFault", "combine", "evaluate", "number_of"]
