"""The unit table is closed, consistent, and agrees with pint."""

import re
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules.errors import ExportRulesError
from exportrules.units import UnitError, all_units, find_unit, from_base, kinds, to_base
from exportrules.units.spelling import build_table, rewrite

UNITS = all_units()
# The grammar's terminal for units.
GRAMMAR_UNIT = re.compile(r"[A-Za-z][A-Za-z0-9_^]*(\([A-Za-z]+\))?([/.][A-Za-z][A-Za-z0-9_^]*(\([A-Za-z]+\))?)*")

# Kinds whose units pint does not have: measures that the law defines itself, counts, scales, levels, money,
# and calendar periods (pint's month is a part of a year in seconds).
WITHOUT_ORACLE = set(
    """adjusted_peak_performance airborne_sound_level angular_resolution bearing_speed_factor brinell_hardness
    calendar_drift_rate calendar_period composite_theoretical_performance corrosion_rate count decade_interval
    drift_rate effective_mass euro_amount event_rate flux_quantum_count flux_quantum_drift flux_quantum_rate
    frame_rate hydrophone_sensitivity accelerometer_sensitivity index level level_density mach_number
    neutron_fluence neutron_flux neutron_rate nominal_diameter nominal_pipe_size nucleic_acid_length
    octave_interval performance_density rockwell_c_hardness sample_rate sheet_resistance sieve_mesh
    spatial_resolution spectral_efficiency symbol_rate temperature_difference total_processing_performance
    underwater_noise_level underwater_sound_level upset_rate us_dollar_amount vickers_hardness yearly_area
    yearly_mass operation_rate attenuation_per_length""".split()
)
PINT_NAMES = {
    "inch": "inch", "yd": "yard", "mi": "mile", "nmi": "nautical_mile", "kn": "knot", "t": "metric_ton",
    "kt": "kilometric_ton", "u": "unified_atomic_mass_unit", "l": "liter", "g0": "standard_gravity",
    "ug0": "microstandard_gravity", "mg0": "millistandard_gravity", "ng0": "nanostandard_gravity",
    "Gal": "galileo", "rev": "turn", "mil": "thou", "torr": "torr", "mtorr": "millitorr", "utorr":
    "microtorr", "hp": "horsepower", "C": "coulomb", "mAh": "milliampere*hour", "Ah": "ampere*hour",
    "VA": "volt*ampere", "kVA": "kilovolt*ampere", "MVA": "megavolt*ampere", "GVA": "gigavolt*ampere",
    "rad_si": "rads", "krad_si": "kilorads", "Mrad_si": "megarads", "day": "day", "impulse_s": "second",
    "ratio": "dimensionless", "ppb": "1e-9", "per_K": "1/kelvin", "per_m": "1/meter", "per_cm":
    "1/centimeter", "per_mm": "1/millimeter", "FLOPS": "1/second", "kFLOPS": "1000/second", "MFLOPS":
    "1e6/second", "GFLOPS": "1e9/second", "TFLOPS": "1e12/second", "PFLOPS": "1e15/second", "cSt":
    "centistokes", "Ci": "curie", "mCi": "millicurie", "uCi": "microcurie", "nCi": "nanocurie", "dm":
    "decimeter", "dK": "delta_degree_Celsius", "deg": "degree", "mmHg": "mmHg", "gauss": "1e-4*tesla",
    "lp": "1", "uGal": "microgalileo", "mGal": "milligalileo", "cGal": "centigalileo", "nGal":
    "nanogalileo", "lbf": "pound_force", "kgf": "kilogram_force",
}  # fmt: skip
REGISTRY = pint.UnitRegistry()


def in_pint(name):
    """Our spelling as an expression of pint."""
    expression = (
        re.sub(r"sqrt\((\w+)\)", r"\1^0.5", name).replace("^", "**").replace(".", "*").replace("**0*5", "**0.5")
    )
    return re.sub(r"[A-Za-z_][A-Za-z_0-9]*", lambda match: PINT_NAMES.get(match[0], match[0]), expression)


@pytest.mark.parametrize(
    "name", [name for name, unit in UNITS.items() if unit.kind not in WITHOUT_ORACLE and not unit.log]
)
def test_scale_agrees_with_pint(name):
    unit = UNITS[name]
    base = in_pint(kinds()[unit.kind].name)
    for magnitude in (0, 1, 250):
        ours = to_base(Fraction(magnitude), unit)[0]
        if unit.kind == "temperature":
            theirs = REGISTRY.Quantity(magnitude, in_pint(name)).to("kelvin").magnitude
        else:
            theirs = (magnitude * REGISTRY.Quantity(in_pint(name))).to(REGISTRY.parse_expression(base).units)
            theirs = theirs.magnitude / REGISTRY.Quantity(base).magnitude
        assert float(ours) == pytest.approx(float(theirs), rel=1e-8, abs=1e-30)


def test_every_kind_is_compared_with_pint_or_listed():
    assert set(kinds()) >= WITHOUT_ORACLE
    assert len(set(kinds()) - WITHOUT_ORACLE) > 80


@pytest.mark.parametrize(("name", "watts"), [("dBm", 1e-3), ("dBW", 1.0)])
def test_level_agrees_with_pint(name, watts):
    registry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    for level in (-70, 0, 20, 45):
        low, high = to_base(Fraction(level), find_unit(name))
        assert low <= high
        assert float(low) == pytest.approx(watts * 10 ** (level / 10))
        if name == "dBm":
            assert float(low) == pytest.approx(registry.Quantity(level, "dBm").to("watt").magnitude)


def test_every_unit_can_be_written_in_a_rule():
    assert [name for name in UNITS if not GRAMMAR_UNIT.fullmatch(name)] == []


def test_every_kind_has_a_base_unit_of_scale_one():
    assert {unit.kind for unit in UNITS.values()} == set(kinds())
    for kind, unit in kinds().items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", kind)
        assert (unit.kind, unit.scale, unit.offset, unit.log) == (kind, 1, 0, None)


def test_scales_are_positive():
    assert all(unit.scale > 0 for unit in UNITS.values())


def test_no_spelling_stands_for_two_units():
    owners = {}
    for unit in UNITS.values():
        for spelling in (unit.name, *unit.aliases):
            assert owners.setdefault(spelling, unit.name) == unit.name
            rewritten = rewrite(spelling)
            assert UNITS.get(rewritten, unit) == unit


def test_the_views_cannot_be_changed():
    for view in (all_units(), kinds()):
        with pytest.raises(TypeError):
            view["m"] = find_unit("s")


@pytest.mark.parametrize("unit", UNITS.values(), ids=lambda unit: unit.name)
def test_every_spelling_finds_its_unit(unit):
    for spelling in (unit.name, *unit.aliases):
        assert find_unit(spelling) is unit


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("µm", "um"), ("μm", "um"), ("°C", "degC"), ("ºC", "degC"), ("Ω", "ohm"), ("\u2126", "ohm"),
        ("MΩ", "Mohm"),
        ("mm²", "mm^2"), ("mm2", "mm^2"), ("m3/h", "m^3/h"), ("cm³", "cm^3"), ("L", "l"), ("litre", "l"),
        ("°", "deg"),
        ("°/s²", "deg/s^2"), ("h^-1", "per_h"), ("h⁻¹", "per_h"), ("cm⁻¹", "per_cm"), ("N·m", "N.m"),
        ("mm•mrad", "mm.mrad"),
        ("%", "percent"), ("Å", "angstrom"), ("deg/√(h)", "deg/sqrt(h)"), ("rad(Si)", "rad_si"),
        ("Gb/s", "Gbit/s"),
        ("GB/s", "Gbyte/s"), ("µΩ.cm", "uohm.cm"), ("W/(m·K)", "W/m/K"), ("1/K", "per_K"), ("Torr", "torr"),
    ],
)  # fmt: skip
def test_common_spellings(spelling, name):
    assert find_unit(spelling).name == name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("W", "N.m"), ("J", "N.m"), ("K", "dK"), ("Hz", "rpm"), ("Hz", "SPS"), ("SPS", "bit/s"),
        ("Hz", "bit/s"),
        ("Gy", "J/kg"), ("Gy", "Sv"), ("dB", "ratio"), ("dB", "dBm"), ("percent", "count"),
        ("index", "ratio"),
        ("g", "g0"), ("W", "VA"), ("month", "day"), ("EUR", "USD"), ("DN", "mm"), ("NPS", "inch"),
        ("DN", "NPS"),
        ("mm.rpm", "DN"), ("WT", "TFLOPS"), ("TPP", "Tops"), ("octave", "decade"), ("dB_1uPa", "dB_20uPa"),
        ("cSt", "m^2/s"), ("deg/h", "deg/sqrt(h)"), ("impulse_s", "s"), ("Pa", "J/m^3"),
        ("kg", "effective_g"),
        ("n/s", "Bq"), ("per_s", "Hz"), ("lx", "lm"), ("count", "bit"), ("N.s/kg", "m/s"),
    ],
)  # fmt: skip
def test_kinds_that_look_alike_stay_apart(first, second):
    assert find_unit(first).kind != find_unit(second).kind


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("W", "dBm"), ("K", "degC"), ("rpm", "rad/s"), ("deg", "mrad"), ("percent", "ppm"), ("Gy", "rad_si"),
        ("Wh/kg", "MJ/kg"), ("m^3", "l"), ("kn", "m/s"), ("month", "year"), ("day", "week"), ("g0", "Gal"),
        ("psi", "bar"), ("byte/s", "bit/s"), ("dB", "dBi"), ("dBm/Hz", "W/Hz"),
    ],
)  # fmt: skip
def test_units_of_one_kind(first, second):
    assert find_unit(first).kind == find_unit(second).kind


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("℃", "XR303: unknown unit `℃`; write `degC`"),
        ("GHZ", "XR303: unknown unit `GHZ`; did you mean `GHz`?"),
        ("mhz", "XR303: unknown unit `mhz`; did you mean `MHz` or `mHz`?"),
        ("m / s", "XR303: unknown unit `m / s`; write `m/s`, without blanks"),
        ("furlong", "XR303: unknown unit `furlong`; use a unit of the table"),
        ("micrometr", "XR303: unknown unit `micrometr`; did you mean `um`"),
        ("µ", "XR303: unknown unit `µ`; use a unit of the table"),
        ("", "XR303: unknown unit ``; use a unit of the table"),
        ("m" * 41, "XR903: a unit of 41 characters; use at most 40"),
    ],
)
def test_unknown_units_are_refused_with_a_way_out(name, text):
    with pytest.raises(UnitError) as caught:
        find_unit(name)
    assert str(caught.value).startswith(text)
    assert isinstance(caught.value, ExportRulesError)


@pytest.mark.parametrize(
    ("name", "three"),
    [("nmm", "`nm` or `mm` or `nmi`"), ("GHzz", "`GHz` or `Hz` or `GHz/s`"), ("m^33", "`m^3` or `um^3` or `mm^3`")],
)
def test_the_three_nearest_units_are_suggested(name, three):
    with pytest.raises(UnitError) as caught:
        find_unit(name)
    assert caught.value.help == f"did you mean {three}?"


def test_a_unit_name_of_forty_characters_is_looked_up():
    with pytest.raises(UnitError, match="XR303"):
        find_unit("m" * 40)


LINEAR = [unit for unit in UNITS.values() if unit.log is None]


@given(st.sampled_from(LINEAR), st.fractions())
def test_base_conversion_is_exact_both_ways(unit, magnitude):
    low, high = to_base(magnitude, unit)
    assert low == high
    assert from_base(low, unit) == magnitude


@given(st.sampled_from(LINEAR), st.fractions(), st.fractions())
def test_conversion_keeps_order(unit, first, second):
    assert (first < second) == (to_base(first, unit) < to_base(second, unit))


def told(table):
    """Everything that is known of each unit of a table; two units are equal by their names alone."""
    return {
        name: (unit.name, unit.kind, unit.scale, unit.offset, unit.log, unit.aliases) for name, unit in table.items()
    }


def test_the_table_is_the_same_however_often_it_is_read():
    units, bases, spellings = build_table()
    assert told(units) == told(UNITS)
    assert told(bases) == told(kinds())
    assert all(told({name: unit}) == told({name: find_unit(name)}) for name, unit in spellings.items())
    assert set(units) <= set(spellings)
    assert {other for unit in units.values() for other in unit.aliases} <= set(spellings)
