"""Exact quantities: a closed table of units, each of one named kind."""

from __future__ import annotations

from exportrules.units.conversion import from_base, to_base
from exportrules.units.dimension import NEVER_NEGATIVE, PURE, Dimension, dimension_of, multiply
from exportrules.units.lookup import all_units, find_unit, kinds, known_spelling
from exportrules.units.model import Quantity, Unit, UnitError
from exportrules.units.numbers import format_number, parse_number
from exportrules.units.quantities import compare, parse_quantity, read_plain
from exportrules.units.refused import find_mistaken

__all__ = [
    "NEVER_NEGATIVE",
    "PURE",
    "Dimension",
    "Quantity",
    "Unit",
    "UnitError",
    "all_units",
    "compare",
    "dimension_of",
    "find_mistaken",
    "find_unit",
    "format_number",
    "from_base",
    "kinds",
    "known_spelling",
    "multiply",
    "parse_number",
    "parse_quantity",
    "read_plain",
    "to_base",
]
