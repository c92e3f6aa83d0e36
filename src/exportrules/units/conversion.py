"""Convert to base units: exactly, or between two bounds that enclose the true value."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from exportrules.units.model import Unit, UnitError

MAX_POWER: Final = 100
_DIVISORS: Final = {"power10": 10, "field20": 20}
_BOUND_DIGITS: Final = 50


def to_base(magnitude: Fraction, unit: Unit) -> tuple[Fraction, Fraction]:
    """The value in the base unit of the unit's kind, as (low, high) with low <= true value <= high.

    The two are equal for linear units and where a logarithmic unit gives a rational power of ten; otherwise
    they lie less than 10^-40 of the value apart.

    Raises:
        UnitError: XR903 for a logarithmic magnitude beyond 100 powers of ten.
    """
    if unit.log is None:
        value = magnitude * unit.scale + unit.offset if unit.offset else magnitude * unit.scale
        return value, value
    low, high = raise_ten(log_exponent(magnitude, unit), _BOUND_DIGITS)
    return low * unit.scale, high * unit.scale


def from_base(value: Fraction, unit: Unit) -> Fraction:
    """The magnitude in `unit` of a value in base units, exactly.

    Raises:
        UnitError: XR312 for a logarithmic unit.
    """
    if unit.log is not None:
        raise UnitError("XR312", f"`{unit.name}` is a logarithmic unit", "show the value in a linear unit of its kind")
    return (value - unit.offset) / unit.scale


def log_exponent(magnitude: Fraction, unit: Unit) -> Fraction:
    """The power of ten that a logarithmic magnitude stands for; 0 for a linear unit."""
    if unit.log is None:
        return Fraction(0)
    exponent = magnitude / _DIVISORS[unit.log]
    if abs(exponent) > MAX_POWER:
        limit = MAX_POWER * _DIVISORS[unit.log]
        raise UnitError("XR903", f"a level beyond {limit} {unit.name}", f"use -{limit} to {limit} {unit.name}")
    return exponent


@lru_cache(maxsize=256)
def raise_ten(exponent: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Bounds of 10**exponent, less than 10**(4 - digits) of the value apart; equal for a whole exponent.

    A fractional power of ten is irrational (ten is no perfect power). `exp` and `ln` of decimal are rounded
    correctly, so each of the four steps errs by less than one unit in the last of digits + 20 places, and the
    argument stays below 2.4: the sum is far inside the margin of 10**-digits, which is added on both sides.
    """
    whole = exponent.numerator // exponent.denominator
    scale = Fraction(10) ** whole
    part = exponent - whole
    if part == 0:
        return scale, scale
    context = Context(prec=digits + 20, Emin=-999999, Emax=999999)
    quotient = context.divide(Decimal(part.numerator), Decimal(part.denominator))
    power = context.exp(context.multiply(quotient, context.ln(Decimal(10))))
    margin = Decimal(1).scaleb(1 - digits)
    low = Context(prec=digits + 20, rounding=ROUND_FLOOR).subtract(power, margin)
    high = Context(prec=digits + 20, rounding=ROUND_CEILING).add(power, margin)
    return Fraction(low) * scale, Fraction(high) * scale
