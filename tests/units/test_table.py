"""The unit table is closed, consistent, and agrees with pint."""

import re
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules.errors import ExportRulesError
from exportrules.units import UnitError, all_units, find_unit, from_base, kinds, to_base
from exportrules.units.refused import WAYS_OUT
from exportrules.units.spelling import build_table, rewrite, rewrite_parts

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
    "rad_si": "rads", "krad_si": "kilorads", "Mrad_si": "megarads", "day": "day",
    "impulse_s": "standard_gravity*second",
    "ratio": "dimensionless", "ppb": "1e-9", "per_K": "1/kelvin", "per_m": "1/meter", "per_cm":
    "1/centimeter", "per_mm": "1/millimeter", "FLOPS": "1/second", "kFLOPS": "1000/second", "MFLOPS":
    "1e6/second", "GFLOPS": "1e9/second", "TFLOPS": "1e12/second", "PFLOPS": "1e15/second", "EFLOPS": "1e18/second",
    "cSt":
    "centistokes", "Ci": "curie", "mCi": "millicurie", "uCi": "microcurie", "nCi": "nanocurie", "dm":
    "decimeter", "dK": "delta_degree_Celsius", "deg": "degree", "mmHg": "mmHg", "gauss": "1e-4*tesla",
    "lp": "1", "uGal": "microgalileo", "mGal": "milligalileo", "cGal": "centigalileo", "nGal":
    "nanogalileo", "lbf": "pound_force", "kgf": "kilogram_force", "US_gal": "gallon", "imp_gal": "imperial_gallon",
    "short_ton": "short_ton", "long_ton": "long_ton", "ozf": "force_ounce", "metric_hp": "metric_horsepower",
    "inHg": "25.4*mmHg", "St": "stokes", "uinch": "microinch", "gon": "0.9*degree",
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


# What data sheets of pumps, valves, vacuum gear, drives, sensors and computers print: each with what it is exactly.
IN_DATA_SHEETS = """
L/s = 1/1000 m^3/s; L/min = 1/60000 m^3/s; L/h = 1/3600000 m^3/s; lpm = 1 l/min; LPM = 1 l/min; mL/min = 1 ml/min
m3/h = 1/3600 m^3/s; m³/hr = 1 m^3/h; cbm/h = 1 m^3/h; CMH = 1 m^3/h; CMM = 60 m^3/h; m³/d = 1/86400 m^3/s
cfm = 0.028316846592/60 m^3/s; CFM = 1 ft^3/min; cuft/min = 1 cfm; cfh = 1/60 cfm; cfs = 60 cfm
US_gal = 231 inch^3; imp_gal = 4.54609 l; USgpm = 1 US_gal/min; gal(US) = 1 US_gal; UK_gpm = 1 imp_gal/min
Torr = 101325/760 Pa; mbar = 100 Pa; psi = 0.45359237*9.80665/0.00064516 Pa; PSI = 1 psi; ksi = 1000 psi
Msi = 1000 ksi; inHg = 25.4 mmHg; kgf/cm² = 98066.5 Pa; kgf/mm2 = 100 kgf/cm^2; kp = 1 kgf; dyne = 1e-5 N
kip = 1000 lbf
mbar·l/s = 0.1 Pa.m^3/s; mbar-L/s = 1 mbar.l/s; Torr·L/s = 101325/760000 Pa.m^3/s; atm·cc/s = 0.101325 Pa.m^3/s
Pa*m³/s = 1 Pa.m^3/s; Nm = 1 N.m; N-m = 1 N.m; N·m = 1 N.m; lb-ft = 0.45359237*9.80665*0.3048 N.m; ft·lbf = 1 lbf.ft
in-lb = 1/12 lbf.ft; oz-in = 1/16 lbf.inch; kgf·cm = 0.0980665 N.m; kgf.m = 9.80665 N.m; rpm = 6 deg/s; RPM = 1 rpm
U/min = 1 rpm; tr/min = 1 rpm; min-1 = 1 per_min; s-1 = 1 per_s; s^-1 = 1 per_s; µrad/s = 1/1000 mrad/s
Gbps = 1 Gbit/s; Mbit/s = 1 Mbit/s; MBps = 8 Mbit/s; MSa/s = 1 MSPS; GSa/s = 1 GSPS; Gsps = 1 GSPS; kBd = 1 kbaud
GiB = 1073741824 byte; KiB = 1024 byte; MiB = 1024 KiB; TiB = 1024 GiB; FLOPS = 1 FLOPS; TFLOP/s = 1 TFLOPS
GFLOPs = 1 GFLOPS; EFLOPS = 1000 PFLOPS; TOPS = 1 Tops; POPS = 1000 Tops; kVA = 1000 VA; Ah = 3600 C; Watts = 1 W
Wh/kg = 3600 J/kg; Wh/L = 3600000 J/m^3; Wh/dm³ = 1 Wh/l; kW = 1000 W; hp = 550*0.3048*0.45359237*9.80665 W
PS = 75*9.80665 W; µm = 1 um; um = 1e-6 m; µin = 0.0254 um; inch = 0.0254 m; in = 1 inch; ft = 12 in; in² = 1 inch^2
in3 = 16387.064 mm^3; sqft = 144 in2; mils = 1/1000 in; miles = 5280 ft; lb = 0.45359237 kg; lbs = 1 lb; lbm = 1 lb
kgs = 1 kg
short_ton = 2000 lb; long_ton = 2240 lb; lb/h = 1/3600 lb/s; lb/hr = 1 lb/h; kg/hr = 1 kg/h; kgf = 9.80665 N
fpm = 0.3048/60 m/s; in/s = 0.0254 m/s; ipm = 1/60 in/s; g/cc = 1000 kg/m^3; kg/dm³ = 1 g/cm^3; lb/in³ = 1728 lb/ft3
cP = 1/1000 Pa.s; mPas = 1 cP; poise = 100 cP; St = 100 cSt; °/h = 1/3600 deg/s; °/hr = 1 deg/h; deg/hour = 1 deg/h
°/√h = 1 deg/sqrt(h); deg/√hr = 1 deg/sqrt(h); nT/√Hz = 1 nT/sqrt(Hz); MPa·√m = 1 MPa.sqrt(m); MPa√m = 1 MPa.sqrt(m)
arcsec = 1/3600 deg; arc-sec = 1 arcsec; gon = 9/10 deg; ppm = 1e-6 ratio; ppm/°C = 1e-6 per_K; µm/m/K = 1 ppm/K
ppm/yr = 1/12000000 per_month; ppm/h = 24 ppm/day; ohm-cm = 1 ohm.cm; W/m-K = 1 W/m/K; cGy = 1/100 Gy; ug = 1e-9 kg
°K = 1 K; Hz = 1 Hz; W/(m.K) = 1 W/m/K; litres/min = 1 l/min; N*m = 1 N.m
"""


@pytest.mark.parametrize("line", [line for line in IN_DATA_SHEETS.replace("\n", "; ").split("; ") if line])
def test_what_data_sheets_print_is_read_exactly(line):
    spelling, _, meant = line.partition(" = ")
    number, name = meant.split(" ")
    factor = Fraction(1)
    for sign, part in re.findall(r"([*/]?)([^*/]+)", number):
        factor = factor / Fraction(part) if sign == "/" else factor * Fraction(part)
    found, other = find_unit(spelling), find_unit(name)
    assert found.kind == other.kind
    assert (found.scale, found.offset) == (factor * other.scale, other.offset)


@pytest.mark.parametrize("spelling", ["kn/h", "m/kph", "m/s/hp", "per_s/h", "W/-m", "kg--m", "N-2", "s-4", "m.s"])
def test_parts_that_make_no_unit_of_the_table_are_none(spelling):
    with pytest.raises(UnitError, match="XR303"):
        find_unit(spelling)


def test_only_single_units_stand_for_a_part():
    """`kph` is a quotient: in `J/kph` its stroke would change sides."""
    spellings = {"kph": find_unit("km/h"), "hr": find_unit("h"), "cc": find_unit("cm^3"), "in": find_unit("inch")}
    assert rewrite_parts("J/kph", spellings) == "J/kph"
    assert rewrite_parts("kg/hr", spellings) == "kg/h"
    assert rewrite_parts("cc*hr-in^2", spellings) == "cm^3.h.inch^2"
    assert rewrite_parts("in/sqrt(hr)", spellings) == "inch/sqrt(h)"


def test_what_is_refused_on_purpose_is_no_spelling_of_the_table():
    spellings = {other for unit in UNITS.values() for other in (unit.name, *unit.aliases)}
    assert {name for name in WAYS_OUT if name in spellings or rewrite(name) in spellings} == set()


@pytest.mark.parametrize("name", sorted(WAYS_OUT))
def test_what_is_refused_on_purpose_names_units_of_the_table(name):
    with pytest.raises(UnitError) as caught:
        find_unit(name)
    assert str(caught.value) == f"XR303: unknown unit `{name}`; {WAYS_OUT[name]}"
    named = [word for word in re.findall(r"`([^`]+)`", WAYS_OUT[name]) if not word.startswith("exportrules ")]
    assert named
    assert {word for word in named if find_unit(word).name != word} == set()


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
        ("gpm", "XR303: unknown unit `gpm`; write `US_gal/min` or `imp_gal/min`"),
        ("bar(g)", "XR303: unknown unit `bar(g)`; write `bar`, above the air or above nothing as the fact asks for it"),
        ("Nm³/h", "XR303: unknown unit `Nm³/h`; write `m^3/h`, of gas in the state that the fact asks for"),
        ("sccm", "XR303: unknown unit `sccm`; write `cm^3/min`, of gas in the state that the fact asks for"),
        ("kg/cm2", "XR303: unknown unit `kg/cm2`; write `kgf/cm^2` or `kgf/mm^2` for a pressure, `g/cm^2` for a mass"),
        ("mm²/s", "XR303: unknown unit `mm²/s`; write `cSt` for a viscosity, `m^2/s` for an area in a time"),
        ('"', 'XR303: unknown unit `"`; write `inch` for a length, `arcsec` for an angle'),
        ("dBA", "XR303: unknown unit `dBA`; write `dB_20uPa` for a level of sound in air, without a weighting"),
        ("Mrad", "XR303: unknown unit `Mrad`; write `Mrad_si` for a dose in silicon, `mrad` for an angle"),
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
