"""When is a figure of the law the same as a figure of the encoding? By value, after unit conversion."""

from __future__ import annotations

import importlib
import re
from fractions import Fraction

import attrs

_SCALES = {"T": 12, "G": 9, "M": 6, "k": 3, "": 0, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_BASES = "Hz|eV|Pa|W|V|A|J|Ns|Nm|N|m|g|s|T|F|H|Gy|Bq|Ci|Gal|rad|mol|l|bit/s|bit|byte/s|byte|SPS|FLOPS"
_SIMPLE = re.compile(rf"([TGMkcmunpf]?)({_BASES})")
_FIXED = {
    "percent": ("ratio", Fraction(1, 100)),
    "ppm": ("ratio", Fraction(1, 10**6)),
    "ratio": ("ratio", Fraction(1)),
    "count": ("count", Fraction(1)),
    "min": ("s", Fraction(60)),
    "h": ("s", Fraction(3600)),
    "day": ("s", Fraction(86400)),
    "t": ("g", Fraction(10**6)),
    "km/h": ("m/s", Fraction(1000, 3600)),
    "m/s": ("m/s", Fraction(1)),
    "km/s": ("m/s", Fraction(1000)),
    "g/cm^3": ("kg/m^3", Fraction(1000)),
    "kg/m^3": ("kg/m^3", Fraction(1)),
    "K": ("K", Fraction(1)),
    "mm^2": ("m^2", Fraction(1, 10**6)),
    "cm^2": ("m^2", Fraction(1, 10**4)),
    "m^2": ("m^2", Fraction(1)),
    "cm^3": ("m^3", Fraction(1, 10**6)),
    "mm^3": ("m^3", Fraction(1, 10**9)),
    "m^3": ("m^3", Fraction(1)),
    "N/m^2": ("Pa", Fraction(1)),
}
_SPELLINGS = {
    "GSPS": "GSPS",
    "bits": "bit",
    "Gb/s": "Gbit/s",
    "Mb/s": "Mbit/s",
    "L": "l",
    "litre": "l",
    "°C": "degC",
    "%": "percent",
    "mm^2/s": "cSt",
    "hour": "h",
    "hours": "h",
    "second": "s",
    "seconds": "s",
    "minute": "min",
    "minutes": "min",
    "days": "day",
    "knot": "kn",
    "tonne": "t",
    "tonnes": "t",
    "tex": "g/km",
}
_QUANTITY = re.compile(
    r"(?P<value>[-−]?\d+(?: \d{3})*(?:[.,]\d+)?"
    r"(?:e[-+]?\d+|\s?[x×*]\s?10\^?\(?-?\d+\)?|/\d+)?)\s?(?P<unit>.*)"
)


@attrs.frozen
class Amount:
    """One number with its unit as printed; `unit` is empty for a bare number."""

    value: Fraction
    unit: str
    printed: str


def read_value(text: str) -> Fraction:
    """`12.7 x 10^6`, `4 000`, `3/8`, `-55`, `5e3` as a fraction; raises ValueError for anything else."""
    text = text.replace("−", "-").replace("×", "x").replace("*", "x")
    mantissa, _, power = text.partition("x")
    mantissa = re.sub(r"\s", "", mantissa).replace(",", ".")
    exponent = re.sub(r"^\s*10\^?\(?|\)?\s*$", "", power)
    return Fraction(mantissa) * Fraction(10) ** int(exponent or "0")


def read_amount(text: str) -> Amount | None:
    """`2.7 GHz` as an amount; None where the text holds no number at its start."""
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        return None
    unit = match["unit"].strip()
    return Amount(read_value(match["value"]), _SPELLINGS.get(unit, unit), text.strip())


def in_base(amount: Amount) -> tuple[str, Fraction] | None:
    """What the amount measures and how much in the base unit; None for a unit that nobody here knows."""
    if amount.unit == "degC":
        return "K", amount.value + Fraction(27315, 100)
    fixed = _FIXED.get(amount.unit)
    if fixed is not None:
        return fixed[0], amount.value * fixed[1]
    simple = _SIMPLE.fullmatch(amount.unit)
    if simple is not None:
        return simple[2], amount.value * Fraction(10) ** _SCALES[simple[1]]
    return _by_package(amount)


def _by_package(amount: Amount) -> tuple[str, Fraction] | None:
    """The conversion of the library's own unit table, where that is installed and knows the unit."""
    try:
        units = importlib.import_module("exportrules.units")
        refusal = importlib.import_module("exportrules.errors").ExportRulesError
    except ImportError:
        return None
    try:
        base = units.to_base(units.parse_quantity(amount.printed))
    except (refusal, AttributeError, ValueError, TypeError):
        return None
    magnitude = getattr(base, "value", getattr(base, "magnitude", None))
    name = getattr(base, "unit", getattr(base, "kind", None))
    return (str(name), Fraction(magnitude)) if magnitude is not None and name is not None else None


def same(left: Amount, right: Amount) -> bool:
    """True where both say the same; a bare number equals that number in any unit."""
    if not left.unit or not right.unit or left.unit == right.unit:
        return left.value == right.value
    first, second = in_base(left), in_base(right)
    if first is None or second is None:
        return left.value == right.value
    if {first[0], second[0]} == {"ratio", "count"}:
        return left.value == right.value
    return first == second
