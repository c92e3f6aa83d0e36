"""Exact numbers as whole numbers that compare as the numbers do with every limit that has a code.

A number becomes twice the whole quanta that lie below it, and one more where a rest is left. A limit that is a whole
number of quanta has an even code, so comparing the two codes is comparing the two numbers exactly. A limit that is no
whole number of quanta has none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

QUANTA: Final = 2**26 * 3**4 * 5**26
"""Quanta of one base unit: decimals of 26 places, and the parts of an hour and of a degree."""


def code_number(value: Fraction) -> int:
    """The code of a number."""
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1:
        return 2 * QUANTA * numerator
    whole, rest = divmod(numerator * QUANTA, denominator)
    return 2 * whole + 1 if rest else 2 * whole


def code_limit(value: Fraction) -> int | None:
    """The code of a limit; None where it is no whole number of quanta."""
    code = code_number(value)
    return None if code % 2 else code


__all__ = ["QUANTA", "code_limit", "code_number"]
