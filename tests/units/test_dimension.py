"""Products of quantities: the dimension of every kind agrees with pint, and formulas come out in the right unit."""

from fractions import Fraction

import pint
import pytest

from exportrules.checking.assembly import check_sources
from exportrules.loading import Rules
from exportrules.text import Source
from exportrules.units import dimension_of, kinds, multiply
from exportrules.units.dimension import PURE, Dimension

PINT = pint.UnitRegistry()
# base units that pint knows too; every other one is a dimension of its own
PARTS = frozenset("m cm mm kg g s h A K mol N Pa J W V C F H T Hz ohm S kW kWh".split())


def parts_of(name):
    return name.replace("^2", "").replace("^3", "").replace(".", "/").split("/")


KNOWN = [(kind, unit.name) for kind, unit in kinds().items() if PARTS.issuperset(parts_of(unit.name))]


@pytest.mark.parametrize(("kind", "name"), KNOWN)
def test_the_dimension_agrees_with_pint(kind, name):
    """Two kinds multiply to a third exactly when pint says that their base units do."""
    ours = dimension_of(kind)
    theirs = PINT.Quantity(1, PINT.parse_units(name.replace(".", "*").replace("^", "**"))).to_base_units()
    base = PINT.Quantity(1, "dimensionless")
    for unit, power in ours.powers:
        base = base * PINT.Quantity(1, {"kg": "kilogram", "s": "second", "m": "meter"}.get(unit, unit)) ** float(power)
    assert theirs.dimensionality == base.to_base_units().dimensionality
    assert float(ours.factor) == pytest.approx((theirs / base.to_base_units()).magnitude)


def test_products_and_quotients():
    assert multiply(dimension_of("voltage"), dimension_of("current")).powers == dimension_of("power").powers
    assert multiply(dimension_of("length"), dimension_of("length"), divide=True) == PURE
    assert dimension_of("volume_per_power").factor == Fraction(1, 10**6)
    assert dimension_of("total_processing_performance") == Dimension((("TPP", Fraction(1)),))


HEAD = """exportrules 1
ruleset x
  title: x
  source: x
  layer union
  checked up to 2026-01-01
kind goods
fact power is quantity in W
  asks: power
fact volume is quantity in cm^3
  asks: volume
"""


def listed(law, power, volume):
    rules = Rules([Source("x.xr", HEAD + law)])
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2025-01-01",
            "item": {"kind": "goods", "facts": {"power": power, "volume": volume}}}  # fmt: skip
    decision = rules.decide(case)
    from exportrules import find_status

    return find_status(rules.program, decision, "x", "3A001").plain


@pytest.mark.parametrize(("volume", "expected"), [("199 cm^3", "met"), ("0.2 l", "not met"), ("200 cm^3", "not met")])
def test_a_limit_that_is_a_product_is_compared_in_the_right_unit(volume, expected):
    """The limit for 20 W is 200 cm^3, whatever the base units of the kinds are."""
    assert listed("entry 3A001 volume below power * 10 cm^3/W\n", "20 W", volume) == expected


def test_a_product_of_another_dimension_does_not_compile():
    _, found = check_sources([Source("x.xr", HEAD + "entry 3A001 volume below power * 10 W\n")])
    assert [(item.code, item.message) for item in found] == [
        ("XR301", "a product in `kg^2.m^4.s^-6` where volume is meant")
    ]
