"""Units as the law prints them, and the one spelling that the figures use for each."""

from __future__ import annotations

import re
from fractions import Fraction

# printed form (a regular expression) -> canonical spelling; longer phrases stand before shorter ones
PHRASES: tuple[tuple[str, str], ...] = (
    (r"Giga Samples [Pp]er Second(?: \(GSPS\))?", "GSPS"),
    (r"Mega Samples [Pp]er Second(?: \(MSPS\))?", "MSPS"),
    (r"Weighted Tera ?FLOPS(?: \(WT\))?", "WT"),
    (r"Tera ?FLOPS", "TFLOPS"),
    (r"Giga ?FLOPS", "GFLOPS"),
    (r"tera FLOPS", "TFLOPS"),
    (r"tera integer operations", "Tops"),
    (r"(?:°|degrees?|deg) ?C(?:elsius)?(?![a-z])", "degC"),
    (r"° ?C", "degC"),
    (r"(?:degrees?|deg) per (?:second|sec)", "deg/s"),
    (r"(?:degrees?|deg) per hour", "deg/h"),
    (r"degrees? per square root hour", "deg/sqrt(h)"),
    (r"seconds? of arc", "arcsec"),
    (r"arc[ -]?seconds?", "arcsec"),
    (r"arc[ -]?minutes?", "arcmin"),
    (r"minutes? of arc", "arcmin"),
    (r"nautical miles?(?: \(nm\))?(?: per hour)?", "nmi"),
    (r"knots?", "kn"),
    (r"feet", "ft"),
    (r"parts? per million(?: \(ppm\))?", "ppm"),
    (r"parts? per billion", "ppb"),
    (r"ppm", "ppm"),
    (r"ppb", "ppb"),
    (r"(?:atomic |atom |weight |mole |volume |wt\.? ?)?(?:percent|per cent|por ciento|%)", "percent"),
    (r"pT \(rms\) per square root Hz", "pT/sqrt(Hz)"),
    (r"nT \(rms\) per square root Hz", "nT/sqrt(Hz)"),
    (r"fT \(rms\) per square root Hz", "fT/sqrt(Hz)"),
    (r"(?:micro|u) ?g(?: (?:per|/) ?square root (?:Hz|Hertz))", "ug/sqrt(Hz)"),
    (r"micro ?g(?![a-z])", "ug0"),
    (r"milli ?g(?![a-z])", "mg0"),
    (r"nanovolts?/metre", "nV/m"),
    (r"nanovolts?", "nV"),
    (r"milliradians?", "mrad"),
    (r"radians?", "rad"),
    (r"milligals?", "mGal"),
    (r"millicuries?", "mCi"),
    (r"microseconds?", "us"),
    (r"milliseconds?|milisegundos", "ms"),
    (r"nanoseconds?", "ns"),
    (r"kilobases?", "kbase"),
    (r"lit(?:re|er)s?", "l"),
    (r"tonnes?", "t"),
    (r"tons", "t"),
    (r"watts?", "W"),
    (r"volts?", "V"),
    (r"ohms?/square", "ohm/sq"),
    (r"ohms?[ -]?cm|ohm\.cm", "ohm.cm"),
    (r"ohms?", "ohm"),
    (r"ucoulombs?", "uC"),
    (r"seconds?", "s"),
    (r"minutes?", "min"),
    (r"hours?|hrs?(?![a-z])", "h"),
    (r"days?", "day"),
    (r"weeks?", "week"),
    (r"months?", "month"),
    (r"years?", "year"),
    (r"kilomet(?:re|er)s?", "km"),
    (r"met(?:re|er)s?", "m"),
    (r"micromet(?:re|er)s?|microns?", "um"),
    (r"nanomet(?:re|er)s?", "nm"),
    (r"angstroms?", "angstrom"),
    (r"kilograms?|kilogrammes?", "kg"),
    (r"grams?|grammes?", "g"),
    (r"effective grammes?", "effective_gramme"),
    (r"°", "deg"),
    (r"degrees?", "deg"),
    (r"deg(?![a-z])", "deg"),
    (r"octaves?", "octave"),
    (r"frames(?: per second|/s)", "frames/s"),
    (r"cycles per second", "Hz"),
    (r"rpm|revolutions per minute", "rpm"),
    (r"mesh", "mesh"),
    (r"n/cm\^2", "n/cm^2"),
    (r"neutrons/s", "n/s"),
    (r"atomic mass units?|u", "u"),
    (r"rads", "rad"),
    (r"bits?(?: per second|/s)", "bit/s"),
    (r"bits?", "bit"),
    (r"bytes?", "byte"),
    (r"Mbytes?/s", "Mbyte/s"),
    (r"Gbytes?/s", "Gbyte/s"),
    (r"[GMk]b(?:it)?/s", ""),
    (r"[GMk]bits?", ""),
    (r"Gauss", "gauss"),
    (r"Torr", "Torr"),
    (r"mTorr", "mTorr"),
)

# symbols; a prefix is allowed where the law uses one
_PREFIXED = "Hz|eV|Pa|bar|Torr|Wh|W|VA|V|A|J|Ns|Nm|N|m|g|s|T|F|H|Gy|Bq|Ci|Gal|rad|mol|L|l|K|S"
_SYMBOL = (
    rf"(?:[GMkTcmunpfd]?(?:{_PREFIXED})|"
    r"dBm|dBc|dBi|dBW|dBfs|dB|MSPS|GSPS|WT|FLOPS|cSt|lm|lx|atm|psi|sr|kWh|Ah|hr|h|min)"
)
_ATOM = rf"{_SYMBOL}(?:\^-?\d)?(?![A-Za-z])"
_SYMBOLS = rf"{_ATOM}(?:(?:/|\.|(?<=\d) ?\. ?){_ATOM})*"
_LITERAL = "|".join(
    f"(?:{printed})(?![A-Za-z])" if printed[-1].isalpha() else f"(?:{printed})" for printed, _ in PHRASES
)
_PER = (
    r"(?: ?/ ?| per )(?:second|sec|minute|hour|month|year|day|s|h|min|month|K|m|mm|cm|kg|Hz|"
    r"s\^2|mm\^2|cm\^2|m\^2|m\^3|cm\^3)(?![A-Za-z^])"
)
UNIT = re.compile(
    rf"\s?-?\s?(?:(?:{_LITERAL})|(?:{_SYMBOLS}))(?: \(silicon\))?(?:{_PER})?"
    r"|\s?/(?:K|month|h|s|day)(?![A-Za-z])"
)
_PERS = {"second": "s", "sec": "s", "minute": "min", "hour": "h", "hr": "h"}


def canonical_unit(printed: str) -> str:
    """The canonical spelling of one printed unit: `cm^3/minute` as `cm^3/min`, `°C` as `degC`."""
    printed = re.sub(r"^[- ]+", "", printed).replace(" (silicon)", "(Si)")
    head, per, tail = printed, "", ""
    match = re.search(rf"{_PER}$", printed)
    if match and match.start() > 0:
        head = printed[: match.start()]
        tail = re.sub(r"^(?: ?/ ?| per )", "", match[0])
        per = "/" + _PERS.get(tail, tail)
    for pattern, name in PHRASES:
        if re.fullmatch(pattern, head):
            head = name or head.replace("bits", "bit").replace("b/s", "bit/s").replace("bitit", "bit")
            break
    if head.startswith("/"):
        head = "1" + head
    return (head + per).replace("/hr", "/h").replace("bits", "bit").replace(" ", "")


_DIMENSIONS = {
    "temperature": "K degC",
    "power": "uW nW mW W kW MW GW dBm dBW",
    "wave": "nm um mm cm m Hz kHz MHz GHz THz eV keV",
    "length": "km nmi ft angstrom",
    "volume": "m^3 l ml cm^3 mm^3",
    "activity": "GBq Ci mCi",
    "mass": "kg g t mg",
    "specific activity": "GBq/kg Ci/kg",
    "pressure": "Pa kPa MPa GPa mPa mTorr Torr mbar bar psi atm",
    "speed": "km/h kn m/s km/s nmi/h",
    "sieve": "mesh",
    "force": "N kN MN",
    "angle": "deg rad mrad urad arcsec arcmin",
    "impulse": "Ns kNs MNs",
    "flow": "m^3/h m^3/min l/h l/min cm^3/min m^3/s",
    "time": "s ms us ns ps h min day",
    "energy": "J mJ kJ MJ",
}
_DIMENSION_OF = {unit: name for name, units in _DIMENSIONS.items() for unit in units.split()}
_ONE_AXIS = {"wave": "length", "sieve": "length"}


def dimension(unit: str) -> str | None:
    """The name of what a unit measures, as far as brackets restate it; a wavelength counts as a length."""
    name = _DIMENSION_OF.get(unit)
    return _ONE_AXIS.get(name, name) if name is not None else None


_METRES = {"nm": -9, "um": -6, "mm": -3, "cm": -2, "m": 0, "km": 3}


def exact(value: str) -> Fraction:
    """A figure's value as a fraction: `12.7 x 10^6`, `3/8`, `-55`."""
    mantissa, _, exponent = value.partition(" x 10^")
    return Fraction(mantissa) * Fraction(10) ** int(exponent or "0")


def same_length(value: str, unit: str, other_value: str, other_unit: str) -> bool:
    """False only for two metric lengths that differ: those do not restate each other."""
    if unit not in _METRES or other_unit not in _METRES:
        return True
    first, second = (
        exact(value) * Fraction(10) ** _METRES[unit],
        exact(other_value) * Fraction(10) ** _METRES[other_unit],
    )
    return first == second
