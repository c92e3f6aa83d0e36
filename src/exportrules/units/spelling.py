"""Build the closed table once, and rewrite typographic spellings to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Final

from exportrules.units.aliases import OTHER_SPELLINGS
from exportrules.units.constants import PI
from exportrules.units.model import Unit
from exportrules.units.table import LOG_UNITS, OFFSET_UNITS, PREFIXES, TABLES

_FACTOR: Final = re.compile(r"([*/]?)([^*/]+)")
_EXPONENT: Final = re.compile(r"(?<=[A-Za-z])([23])(?![0-9A-Za-z])")
_REWRITTEN: Final = {
    **str.maketrans({"Ω": "ohm", "\u2126": "ohm", "·": ".", "⋅": ".", "•": ".", "°": "deg", "º": "deg"}),
    **str.maketrans({"²": "^2", "³": "^3", "√": "sqrt", "⁻": "^-", "¹": "1", "−": "-"}),
}


def rewrite(name: str) -> str:
    """The ASCII form of a typographic spelling: `µm` as `um`, `mm²` and `mm2` as `mm^2`, `°C` as `degC`.

    The micro sign counts only before a letter: alone it is no unit (and `u` is the atomic mass unit).
    """
    plain = re.sub(r"[µμ](?=[A-Za-zΩ\u2126])", "u", name).translate(_REWRITTEN)
    return _EXPONENT.sub(r"^\1", plain)


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
