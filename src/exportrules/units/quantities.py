"""Read and compare quantities."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

from exportrules.units.conversion import log_exponent, raise_ten
from exportrules.units.lookup import find_unit, kinds, known_spelling
from exportrules.units.model import Quantity, Unit, UnitError, show_text
from exportrules.units.numbers import MAX_TEXT, NUMBER, check_length, hint, read_groups

_BLANK: Final = " \u00a0\u2009\u202f"
# A unit may follow without a blank where it cannot be read as a part of the number. `1/K` is the one unit
# that starts with a digit; any other digit there belongs to a broken number such as `1 3/8`.
_QUANTITY: Final = re.compile(
    rf"{NUMBER}(?:[{_BLANK}]+(?P<unit>(?:[^\s0-9_.,x×·⋅^*+]|1/[A-Za-z]).*)|(?P<close>[^\s0-9_.,x×·⋅^*+\-\u2212].*))"
)
_DIGITS: Final = (60, 120, 240, 480, 960)


def parse_quantity(text: str) -> Quantity:
    """The quantity written as a number and a unit: `75 W`, `1.5 µm`, `-40 °C`, `1.5 x 10^8 Hz`, `3 count`.

    Raises:
        UnitError: XR302 where the number or the unit is missing or malformed, XR303 for an unknown unit,
            XR903 beyond 200 characters, 60 digits or an exponent of 60.
    """
    check_length(text, "quantity")
    return _parse(text)


# what data sheets state nearly always: digits, a blank, a unit
_PLAIN: Final = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,18}))? ([^\s0-9_.,x×·⋅^*+].*)")


def read_plain(text: str) -> tuple[Unit, Fraction] | None:
    """The unit and the exact value in base units of a plain text such as `75 W` or `1.5 GHz`; None for any other form.

    What it reads, `parse_quantity` and `to_base` read alike.
    """
    match = _PLAIN.fullmatch(text)
    if match is None or len(text) > MAX_TEXT:
        return None
    whole, decimals, name = match.groups()
    unit = known_spelling(name)
    if unit is None or unit.log is not None or unit.offset:
        return None
    numerator, denominator = unit.scale.as_integer_ratio()
    if decimals is None:
        return unit, Fraction(int(whole) * numerator, denominator)
    return unit, Fraction(int(whole + decimals) * numerator, denominator * 10 ** len(decimals))


@lru_cache(maxsize=1024)
def _parse(text: str) -> Quantity:
    match = _QUANTITY.fullmatch(text) or _QUANTITY.fullmatch(text.strip(_BLANK))
    if match is None:
        raise _explain(text.strip(_BLANK))
    *number, unit, close = match.groups()
    return Quantity(read_groups(*number), find_unit(unit or close), text)


def _explain(text: str) -> UnitError:
    """Why a text is no quantity."""
    shown = show_text(text)
    if not text:
        return UnitError("XR302", "an empty text where a quantity is expected", "write a number and a unit: `75 W`")
    if re.fullmatch(NUMBER, text):
        return UnitError("XR302", f"`{shown}` has no unit", "add the unit, or `count`, `ratio` or `percent`")
    if not re.search(r"[0-9]", text):
        help_line = hint(text, "as a number and a unit: `75 W`")
        return UnitError("XR302", f"`{shown}` has no number", help_line)
    return UnitError("XR302", f"`{shown}` is not a number with a unit", hint(text, "as `75 W` or `1.5 x 10^8 Hz`"))


def compare(a: Quantity, b: Quantity) -> int:
    """-1, 0 or 1 as `a` is less than, equal to or greater than `b`; exact, also between dBm and W.

    Raises:
        UnitError: XR301 for two kinds of quantity, XR903 where 960 digits do not tell two values apart.
    """
    first, second = a.unit, b.unit
    if first.kind != second.kind:
        raise UnitError(
            "XR301",
            f"`{show_text(a.text)}` is of kind `{first.kind}`, `{show_text(b.text)}` of kind `{second.kind}`",
            f"state both in units of `{first.kind}`, such as `{kinds()[first.kind].name}`",
        )
    if first == second:
        return _sign(a.magnitude - b.magnitude)
    if first.log is None and second.log is None:
        return _sign(_linear(a.magnitude, first) - _linear(b.magnitude, second))
    return _compare_levels(a, b)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _linear(magnitude: Fraction, unit: Unit) -> Fraction:
    return magnitude * unit.scale + unit.offset


def _compare_levels(a: Quantity, b: Quantity) -> int:
    """Compare where at least one side is a factor times 10**exponent.

    Both exponents are moved to one side: 10**exponent is then rational only for a whole exponent,
    and so never equal to the other side otherwise; finer bounds end the search.
    """
    left = a.unit.scale if a.unit.log else _linear(a.magnitude, a.unit)
    right = b.unit.scale if b.unit.log else _linear(b.magnitude, b.unit)
    if left <= 0 or right <= 0:  # a level is always above zero
        return _sign(left - right)
    exponent = log_exponent(a.magnitude, a.unit) - log_exponent(b.magnitude, b.unit)
    ratio = right / left
    for digits in _DIGITS:
        low, high = raise_ten(exponent, digits)
        if low == high:
            return _sign(low - ratio)
        if low > ratio:
            return 1
        if high < ratio:
            return -1
    raise UnitError(
        "XR903",
        f"`{show_text(a.text)}` and `{show_text(b.text)}` agree to {_DIGITS[-1]} digits",
        "state both in one unit",
    )
