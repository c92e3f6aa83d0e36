"""Read and write exact numbers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from exportrules.units.model import UnitError, show_text

MAX_TEXT: Final = 200
MAX_DIGITS: Final = 60
MAX_EXPONENT: Final = 60
_PLAIN_LOW, _PLAIN_HIGH = -12, 21

# The thousands blank is a blank, a no-break blank or a thin one; a group never follows a leading zero,
# because `0 500` may be meant as 0.500.
NUMBER: Final = (
    r"(?P<sign>[-+\u2212]?)"
    r"(?:(?P<whole>[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?:\.(?P<decimals>[0-9]+)|/(?P<divisor>[0-9]+)(?![0-9.]))?"
    r"(?:[eE](?P<exponent>[-+]?[0-9]+)|[ \u00a0]?[x×·⋅][ \u00a0]?10\^(?P<power>[-+\u2212]?[0-9]+))?"
    r"|10\^(?P<bare>[-+\u2212]?[0-9]+))"
)
_NUMBER: Final = re.compile(NUMBER)
_BLANKS: Final = str.maketrans("", "", " \u00a0\u2009\u202f")
_COMMA: Final = re.compile(r"[0-9],[0-9]")
_SEPARATED: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)+")
# `1,000` may be a thousand or one; `0,500` cannot set thousands apart, nor can `1,50`
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")


def parse_number(text: str) -> Fraction:
    """The exact value of `1.5`, `10 000`, `1.5 x 10^8`, `1e-4`, `10^-4` or `3/8`.

    Raises:
        UnitError: XR302 for anything else (a decimal comma is never guessed), XR903 beyond 200 characters,
            60 digits or an exponent of 60.
    """
    check_length(text, "number")
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise UnitError(
            "XR302",
            f"`{show_text(text)}` is not a number",
            hint(text, "as `1.5`, `10 000`, `1.5 x 10^8` or `3/8`"),
        )
    return read_groups(*match.groups())


def check_length(text: str, what: str) -> None:
    """Refuse a text of more than 200 characters before anything looks into it (XR903)."""
    if len(text) > MAX_TEXT:
        raise UnitError("XR903", f"a {what} of {len(text)} characters", f"use at most {MAX_TEXT} characters")


def hint(text: str, forms: str) -> str:
    """What to write instead of a text that is no number."""
    if _COMMA.search(text):
        return _hint_at_commas(text)
    if "**" in text:
        return "write a power as `10^6` or `1.5 x 10^6`"
    if re.search(r"(?i)\b(?:nan|inf(?:inity)?)\b", text):
        return "leave out what is not known"
    return f"write it {forms}"


def _hint_at_commas(text: str) -> str:
    """How a number with commas is written; both ways where the commas may be of either sort."""
    pointed, apart = _SEPARATED.sub(_point, text), _SEPARATED.sub(_set_apart, text)
    if "," in apart:
        return "write a decimal point, and a blank where thousands are set apart"
    if "," in pointed:
        return f"write `{show_text(apart)}`: thousands are set apart by a blank, decimals by a point"
    if pointed == apart:
        return f"write `{show_text(pointed)}` with a decimal point; thousands are set apart by a blank"
    shown, other = show_text(apart), show_text(pointed)
    return f"write `{shown}` where the comma sets thousands apart, `{other}` where it is a decimal comma"


def _point(match: re.Match[str]) -> str:
    """A number with its one comma as a decimal point; left alone where it has more separators."""
    return match[0] if len(re.findall("[.,]", match[0])) > 1 else match[0].replace(",", ".")


def _set_apart(match: re.Match[str]) -> str:
    """A number with what may set thousands apart as blanks, and the rest as a decimal point."""
    number = match[0]
    found = _THOUSANDS.fullmatch(number)
    if found is None:
        return _point(match)
    whole, other = number.replace(found[1], " "), "." if found[1] == "," else ","
    return whole.replace(other, ".")


def read_groups(
    sign: str,
    whole: str | None,
    decimals: str | None,
    divisor: str | None,
    exponent: str | None,
    power: str | None,
    bare: str | None,
) -> Fraction:
    """The value of the groups of `NUMBER` (XR302 for a zero divisor, XR903 for limits)."""
    if whole is None:
        whole, power = "1", bare
    elif not whole.isdigit():
        whole = whole.translate(_BLANKS)
    digits = whole if decimals is None else whole + decimals
    if len(digits) > MAX_DIGITS and len(digits.lstrip("0")) > MAX_DIGITS:
        raise UnitError("XR903", f"a number of {len(digits)} digits", f"use at most {MAX_DIGITS} digits")
    value = int(digits)
    if sign and sign != "+":
        value = -value
    shift = -len(decimals) if decimals is not None else 0
    written = exponent or power
    if written is not None:
        shift += _read_exponent(written)
    if divisor is not None:
        return Fraction(value, _read_divisor(divisor)) * Fraction(10) ** shift
    return Fraction(value * 10**shift) if shift >= 0 else Fraction(value, 10**-shift)


def _read_exponent(text: str) -> int:
    plain = text.lstrip("+-\u2212")
    if len(plain) > 3 or int(plain) > MAX_EXPONENT:
        raise UnitError(
            "XR903",
            f"an exponent of `{show_text(text)}`",
            f"use exponents from -{MAX_EXPONENT} to {MAX_EXPONENT}",
        )
    return int(plain) if text[0] not in "-\u2212" else -int(plain)


def _read_divisor(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise UnitError("XR903", f"a divisor of {len(text)} digits", f"use at most {MAX_DIGITS} digits")
    divisor = int(text)
    if divisor == 0:
        raise UnitError("XR302", "a fraction with divisor `0`", "write a divisor of 1 or more")
    return divisor


def format_number(value: Fraction) -> str:
    """The shortest exact decimal, else `p/q`; `parse_number` reads it back.

    Very large and very small decimals are written as `1.5 x 10^30`.
    """
    twos, fives, rest = _split(value.denominator)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 2 ** (places - twos) * 5 ** (places - fives))
    sign = "-" if value < 0 else ""
    stripped = digits.rstrip("0") if places == 0 else digits
    exponent = len(digits) - 1 - places
    if value == 0 or _PLAIN_LOW <= exponent <= _PLAIN_HIGH:
        return sign + _place_point(digits, places)
    power = max(-MAX_EXPONENT, min(MAX_EXPONENT, exponent))
    trailing = len(digits) - len(stripped)
    mantissa = _place_point(stripped, places - trailing + power)
    return f"{sign}{mantissa} x 10^{power}"


def _split(denominator: int) -> tuple[int, int, int]:
    """How often two and five divide, and what is left."""
    twos = (denominator & -denominator).bit_length() - 1
    rest = denominator >> twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return twos, fives, rest


def _place_point(digits: str, places: int) -> str:
    """`digits` with the decimal point that many places from the right; negative places append zeros."""
    if places <= 0:
        return digits + "0" * -places
    padded = digits.rjust(places + 1, "0")
    return f"{padded[:-places]}.{padded[-places:]}"
