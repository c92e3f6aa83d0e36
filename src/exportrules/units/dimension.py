"""What a product of quantities is: the dimension of each kind, read off the name of its base unit.

A dimension is powers of base units such as `kg.m^2/s^3`; with it goes the factor from the kind's own base unit to
the product of those. Units that nothing else is made of (`deg`, `bit`, `WT`) are dimensions of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Final

from exportrules import records
from exportrules.units.lookup import find_unit, kinds
from exportrules.units.model import UnitError

_TOKEN: Final = re.compile(r"sqrt\(([A-Za-z]+)\)|([A-Za-z_][A-Za-z0-9_]*(?:\([A-Za-z]+\))?)(?:\^(-?[0-9]+))?|[./]")

# units that are products of others by definition (SI brochure, table 4); the rest is read off the names
_PRODUCTS: Final[Mapping[str, str]] = {
    "N": "kg.m/s^2",
    "Pa": "kg/m/s^2",
    "J": "kg.m^2/s^2",
    "W": "kg.m^2/s^3",
    "VA": "kg.m^2/s^3",
    "Hz": "ratio/s",
    "per_s": "ratio/s",
    "per_m": "ratio/m",
    "per_K": "ratio/K",
    "per_month": "ratio/month",
    "C": "A.s",
    "V": "kg.m^2/s^3/A",
    "ohm": "kg.m^2/s^3/A^2",
    "S": "A^2.s^3/kg/m^2",
    "F": "A^2.s^4/kg/m^2",
    "H": "kg.m^2/s^2/A^2",
    "T": "kg/s^2/A",
    "Gy": "m^2/s^2",
    "dK": "K",
    "cSt": "mm^2/s",
    "index": "ratio",
    "count": "ratio",
}
NEVER_NEGATIVE: Final = frozenset(
    ("length", "area", "volume", "mass", "time", "speed", "energy", "power", "pressure", "temperature", "frequency",
     "count", "ratio", "information", "irradiance", "atomic_mass", "effective_mass", "linear_density", "areal_density",
     "density", "amount_of_substance", "concentration", "activity", "specific_activity", "absorbed_dose",
     "absorbed_dose_rate", "equivalent_dose", "bit_rate", "symbol_rate", "sample_rate", "frame_rate",
     "floating_point_rate", "operation_rate", "adjusted_peak_performance", "composite_theoretical_performance",
     "total_processing_performance", "performance_density", "nominal_diameter", "nominal_pipe_size",
     "nucleic_acid_length", "acceleration", "angular_acceleration", "apparent_power", "area_rate",
     "bearing_speed_factor", "beam_parameter_product", "brake_specific_fuel_consumption", "calendar_period",
     "capacitance", "charge_per_area", "conductivity", "corrosion_rate", "current", "current_density",
     "decade_interval", "electric_field_noise_density", "energy_density", "euro_amount", "event_rate", "force",
     "force_per_mass", "impulse", "inductance", "kinematic_viscosity", "mach_number", "magnetic_flux_density",
     "magnetic_gradient_noise_density", "magnetic_noise_density", "mass_flow", "neutron_fluence", "neutron_rate",
     "octave_interval", "power_density", "radiant_exposure", "resistivity", "responsivity", "rotation_rate",
     "sheet_resistance", "specific_energy", "specific_imbalance", "specific_impulse", "specific_power",
     "specific_surface", "spectral_efficiency", "thrust_specific_fuel_consumption", "torque", "upset_rate", "voltage",
     "volume_flow")
)  # fmt: skip
"""Kinds whose quantities begin at zero; a fact that does not (a change of length) is declared `signed`."""
_NEUTRAL: Final = frozenset(("ratio",))


@records.frozen
class Dimension:
    """Powers of units by name (none is zero), and how many such products one base unit of the kind is."""

    powers: tuple[tuple[str, Fraction], ...]
    factor: Fraction = records.field(default=Fraction(1), eq=False)


PURE: Final = Dimension(())


@lru_cache(maxsize=512)
def dimension_of(kind: str) -> Dimension:
    """The dimension of a kind of quantity."""
    return _read(kinds()[kind].name)


def multiply(left: Dimension, right: Dimension, *, divide: bool = False) -> Dimension:
    """The dimension of a product or quotient; factors are not carried."""
    powers = dict(left.powers)
    for name, power in right.powers:
        powers[name] = powers.get(name, Fraction(0)) + (-power if divide else power)
    return Dimension(_tidy(powers))


def _tidy(powers: Mapping[str, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted((name, power) for name, power in powers.items() if power != 0))


def _read(name: str) -> Dimension:
    powers: dict[str, Fraction] = {}
    factor = Fraction(1)
    sign = 1
    for match in _TOKEN.finditer(name):
        root, unit, exponent = match.groups()
        if root is None and unit is None:
            sign = -1 if match.group() == "/" else sign
            continue
        inner = _atom(root or unit)
        power = Fraction(1, 2) if root else Fraction(int(exponent or 1))
        for part, count in inner.powers:
            powers[part] = powers.get(part, Fraction(0)) + sign * power * count
        factor *= (_root(inner.factor) if root else inner.factor ** int(power)) ** sign
    return Dimension(_tidy(powers), factor)


def _root(value: Fraction) -> Fraction:
    """The square root of a scale; exact, since the table takes roots of units with such scales alone."""
    return Fraction(isqrt(value.numerator), isqrt(value.denominator))


@lru_cache(maxsize=512)
def _atom(name: str) -> Dimension:
    """One unit: a product by definition, a multiple of another unit, or a dimension of its own."""
    if name in _NEUTRAL:
        return PURE
    if name in _PRODUCTS:
        return _read(_PRODUCTS[name])
    try:
        unit = find_unit(name)
    except UnitError:
        return Dimension(((name, Fraction(1)),))
    base = kinds()[unit.kind].name
    if base == name or unit.log is not None:
        return Dimension(((name, Fraction(1)),))
    inner = _read(base)
    return Dimension(inner.powers, inner.factor * unit.scale)
