"""Products of quantities: the dimension of every kind agrees with pint, and formulas come out in the right unit."""

import re
from fractions import Fraction
from math import isqrt

import pint
import pytest

from exportrules import find_status
from exportrules.checking.assembly import check_sources
from exportrules.loading import Rules
from exportrules.text import Source
from exportrules.units import dimension_of, find_unit, kinds, multiply, to_base
from exportrules.units.dimension import PURE, Dimension, _root

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
    return find_status(decision, "x:3A001").plain


@pytest.mark.parametrize(("volume", "expected"), [("199 cm^3", "met"), ("0.2 l", "not met"), ("200 cm^3", "not met")])
def test_a_limit_that_is_a_product_is_compared_in_the_right_unit(volume, expected):
    """The limit for 20 W is 200 cm^3, whatever the base units of the kinds are."""
    assert listed("entry 3A001 volume below power * 10 cm^3/W\n", "20 W", volume) == expected


def test_a_product_of_another_dimension_does_not_compile():
    _, found = check_sources([Source("x.xr", HEAD + "entry 3A001 volume below power * 10 W\n")])
    assert [(item.code, item.message) for item in found] == [
        ("XR301", "a product in `kg^2.m^4.s^-6` where volume is meant")
    ]


@pytest.mark.parametrize(
    ("kind", "powers", "factor"),
    [
        ("angular_random_walk", {"deg": "1", "s": "-1/2"}, "1/60"),  # an hour is 3600 s, its root 60 root seconds
        ("velocity_random_walk", {"m": "1", "s": "-3/2"}, "1/60"),
        ("acceleration_noise_density", {"m": "1", "s": "-3/2"}, "1"),  # the root of Hz is one over the root of s
        ("fracture_toughness", {"kg": "1", "m": "-1/2", "s": "-2"}, "1"),
        ("sheet_resistance", {"kg": "1", "m": "2", "s": "-3", "A": "-2", "sq": "-1"}, "1"),
        ("luminance", {"cd": "1", "m": "-2"}, "1"),
        ("spatial_resolution", {"lp": "1", "m": "-1"}, "1000"),
        ("upset_rate", {"errors": "1", "bit": "-1", "s": "-1"}, "1/86400"),
        ("drift_rate", {"s": "-1"}, "1/86400"),
        ("calendar_drift_rate", {"month": "-1"}, "1"),
        ("corrosion_rate", {"m": "1", "month": "-1"}, "1/12000"),
        ("level_density", {"dB": "1", "s": "1"}, "1"),
        ("thermal_resistance", {"K": "1", "kg": "-1", "m": "-2", "s": "3"}, "1"),
        ("temperature_difference", {"K": "1"}, "1"),
        ("kinematic_viscosity", {"m": "2", "s": "-1"}, "1/1000000"),
        ("absorbed_dose", {"m": "2", "s": "-2"}, "1"),
        ("slope", {}, "1"), ("count", {}, "1"), ("index", {}, "1"), ("ratio", {}, "1"),
    ],
)  # fmt: skip
def test_what_pint_does_not_know(kind, powers, factor):
    found = dimension_of(kind)
    assert dict(found.powers) == {unit: Fraction(power) for unit, power in powers.items()}
    assert found.factor == Fraction(factor)
    assert list(found.powers) == sorted(found.powers)


def test_the_root_of_a_scale_is_that_of_both_its_parts():
    assert _root(Fraction(3600)) == 60
    assert _root(Fraction(4, 9)) == Fraction(2, 3)


def test_every_root_of_the_table_is_a_rational_number():
    roots = {root for unit in kinds().values() for root in re.findall(r"sqrt\((\w+)\)", unit.name)}
    assert {"h", "Hz", "m"} <= roots
    for root in roots:
        scale = to_base(Fraction(1), find_unit(root))[0]
        assert isqrt(scale.numerator) ** 2 == scale.numerator
        assert isqrt(scale.denominator) ** 2 == scale.denominator


def test_a_product_keeps_no_power_of_zero():
    area, width = dimension_of("area"), dimension_of("length")
    assert multiply(area, width, divide=True) == width
    assert multiply(area, dimension_of("voltage")).powers == (
        ("A", Fraction(-1)), ("kg", Fraction(1)), ("m", Fraction(4)), ("s", Fraction(-3)),
    )  # fmt: skip


PAIRS = """exportrules 1
ruleset x
  title: x
  source: x
  layer union
  checked up to 2026-01-01
kind goods
fact walk is quantity in m/s/sqrt(h)
  asks: walk
fact noise is quantity in m/s^2/sqrt(Hz)
  asks: noise
fact drift is quantity in percent/month
  asks: drift
fact age is quantity in year
  asks: age
entry 3A001 any of:
  a. 'walk over noise' exactly 0.05 ratio
  b. 'drift in all' exactly 24 percent
  define 'walk over noise' as = walk / noise
  define 'drift in all' as = drift * age
"""


def test_products_of_units_of_roots_and_of_the_calendar():
    """3 m/s per root hour are 0.05 m/s per root second; 1 percent a month makes 24 percent in two years."""
    rules = Rules([Source("x.xr", PAIRS)])
    facts = {"walk": "3 m/s/sqrt(h)", "noise": "1 m/s^2/sqrt(Hz)", "drift": "1 percent/month", "age": "2 year"}
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2025-01-01",
            "item": {"kind": "goods", "facts": facts}}  # fmt: skip
    decision = rules.decide(case)
    for code in ("3A001.a", "3A001.b"):
        assert find_status(decision, f"x:{code}").plain == "met"
