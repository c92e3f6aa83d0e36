"""Build the closed table once, and rewrite typographic spellings to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final

from exportrules.units.aliases import OTHER_SPELLINGS
from exportrules.units.constants import PI
from exportrules.units.model import Unit
from exportrules.units.table import LOG_UNITS, OFFSET_UNITS, PREFIXES, TABLES

_FACTOR: Final = re.compile(r"([*/]?)([^*/]+)")
_EXPONENT: Final = re.compile(r"(?<=[A-Za-z])([23])(?![0-9A-Za-z])")
_ROOT: Final = re.compile(r"√([A-Za-z]+)|(?<=/)rt[- ]?\(?(Hz|hr?)\)?$")
_MINUS: Final = re.compile(r"(?<=[A-Za-z])-([1-3])(?![0-9A-Za-z])")
_PART: Final = re.compile(r"([./*-])|([^./*^()-]+)")
_SINGLE: Final = re.compile(r"[A-Za-z0-9_^]+")
_REWRITTEN: Final = {
    **str.maketrans({"Ω": "ohm", "\u2126": "ohm", "·": ".", "⋅": ".", "•": ".", "°": "deg", "º": "deg"}),
    **str.maketrans({"²": "^2", "³": "^3", "√": "sqrt", "⁻": "^-", "¹": "1", "−": "-"}),
}


def rewrite(name: str) -> str:
    """The ASCII form of a typographic spelling: `µm` as `um`, `mm²` as `mm^2`, `°C` as `degC`, `s-1` as `s^-1`.

    The micro sign counts only before a letter: alone it is no unit (and `u` is the atomic mass unit).
    """
    plain = re.sub(r"[µμ](?=[A-Za-zΩ\u2126])", "u", _ROOT.sub(r"sqrt(\1\2)", name)).translate(_REWRITTEN)
    return _EXPONENT.sub(r"^\1", _MINUS.sub(r"^-\1", plain))


def rewrite_parts(name: str, spellings: Mapping[str, Unit]) -> str:
    """A product or quotient with its parts spelt as in the table: `kg/hr` as `kg/h`, `Torr-L/s` as `torr.l/s`.

    A part is taken for another spelling of one single unit, never of a product, so that nothing changes its side of
    a stroke; a hyphen or an asterisk between two parts is a product.
    """

    def respell(match: re.Match[str]) -> str:
        sign, part = match.groups()
        if sign:
            return sign if sign == "/" else "."
        unit = spellings.get(part)
        return unit.name if unit is not None and _SINGLE.fullmatch(unit.name) else part

    return _PART.sub(respell, name)


@lru_cache(maxsize=256)
def _read_scale(text: str) -> Fraction:
    value = Fraction(1)
    for operation, factor in _FACTOR.findall(text):
        number = PI if factor == "pi" else Fraction(factor)
        value = value / number if operation == "/" else value * number
    return value


def _read_units(words: str) -> Iterator[tuple[str, Fraction]]:
    for word in words.split():
        name, _, scale_text = word.partition("=")
        name, _, prefixes = name.partition("@")
        scale = _read_scale(scale_text or "1")
        yield name, scale
        for prefix in prefixes:
            yield prefix + name, scale * PREFIXES[prefix]


def _read_aliases() -> dict[str, tuple[str, ...]]:
    lines = (line.partition(":") for line in OTHER_SPELLINGS.split("\n") if line)
    return {name: tuple(others.split()) for name, _, others in lines}


def build_table() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    """The units by canonical name, the base units by kind, and the units by every listed spelling."""
    aliases = _read_aliases()
    units: dict[str, Unit] = {}
    bases: dict[str, Unit] = {}
    for line in "".join(TABLES).replace("\n  ", " ").split("\n"):
        kind, _, words = line.partition(":")
        for name, scale in _read_units(words):
            units[name] = Unit(name, kind, scale, aliases=aliases.get(name, ()))
            bases.setdefault(kind, units[name])
    for name, kind, scale_text, offset in OFFSET_UNITS:
        units[name] = Unit(name, kind, _read_scale(scale_text), Fraction(offset), aliases=aliases.get(name, ()))
    for name, kind, reference, log in LOG_UNITS:
        units[name] = Unit(name, kind, _read_scale(reference), log=log, aliases=aliases.get(name, ()))
    spellings = {other: unit for unit in units.values() for other in unit.aliases}
    return units, bases, {**spellings, **units}
