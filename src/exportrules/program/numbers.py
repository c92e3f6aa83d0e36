"""Exact interval arithmetic for formulas and derived facts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from exportrules.case.values import Numbers, Value
from exportrules.logic import Interval, exact, hull
from exportrules.program.frame import Frame
from exportrules.program.parts import Gathering, gather_parts
from exportrules.rules import conditions as rules

MAX_BITS = 4096


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
    """Interval arithmetic; open ends are treated as closed, which only widens the result."""
    if operator == "+":
        return _guard(_add(a.low, b.low), _add(a.high, b.high))
    if operator == "-":
        return _guard(_subtract(a.low, b.high), _subtract(a.high, b.low))
    if operator == "/":
        if b.low is not None and b.low == b.high == 0:
            raise ArithmeticFault("division by zero")
        if _holds_zero(b):
            return Interval(None, False, None, False)
        b = Interval(_inverse(b.high), True, _inverse(b.low), True)
        b = Interval(b.low if b.low is not None else Fraction(0), True, b.high, True) if _positive(b) else b
    return _multiply(a, b)


def _positive(interval: Interval) -> bool:
    return (interval.low is None or interval.low >= 0) and (interval.high is None or interval.high >= 0)


def _holds_zero(interval: Interval) -> bool:
    return (interval.low is None or interval.low <= 0) and (interval.high is None or interval.high >= 0)


def _inverse(value: Fraction | None) -> Fraction | None:
    return None if value is None else 1 / value


def _add(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _subtract(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def _guard(low: Fraction | None, high: Fraction | None) -> Interval:
    for value in (low, high):
        if value is not None and value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
            raise ArithmeticFault("a number over the limits")
    return Interval(low, low is not None, high, high is not None)


def _multiply(a: Interval, b: Interval) -> Interval:
    if a.low is not None and a.high is not None and b.low is not None and b.high is not None:
        products = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return _guard(min(products), max(products))
    if a.low is not None and b.low is not None and a.low >= 0 and b.low >= 0:
        high = None if a.high is None or b.high is None else a.high * b.high
        return _guard(a.low * b.low, high)
    return Interval(None, False, None, False)


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
