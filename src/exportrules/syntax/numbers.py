"""Numbers as the rule language prints them: exact, with thousands blanks and powers of ten."""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = re.compile(r"(-?)([0-9]+(?: [0-9]{3})*)(?:\.([0-9]+))?(?: x 10\^(-?[0-9]+))?")
MAX_DIGITS = 60
MAX_EXPONENT = 60


class NumberFault(ValueError):
    """A number that is over the limits; the message says which."""


def read_number(text: str) -> Fraction:
    """Read a number token exactly; raise NumberFault when it is over the limits."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise NumberFault(f"`{text[:40]}` is not a number")
    sign, whole, part, exponent = match.groups()
    digits = whole.replace(" ", "")
    fraction = part or ""
    if len(digits) + len(fraction) > MAX_DIGITS or abs(int(exponent or "0")) > MAX_EXPONENT:
        raise NumberFault(f"the number `{text[:40]}` is over the limit of {MAX_DIGITS} digits")
    value = Fraction(int(digits + fraction), 10 ** len(fraction)) * Fraction(10) ** int(exponent or "0")
    return -value if sign else value


def read_count(text: str) -> int:
    """Read a whole number of parts; raise NumberFault when it is not one."""
    value = read_number(text)
    if value.denominator != 1 or value < 0 or value > 1_000_000:
        raise NumberFault(f"`{text[:40]}` is not a whole number of parts")
    return int(value)
