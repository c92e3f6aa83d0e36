"""Units as the law words them: what `units_in_law.py` maps to the unit table, and what it leaves aside.

Patterns run on text with blanks collapsed. Longer wordings stand before shorter ones.
"""

from __future__ import annotations

_HZ = r"per square root Hz"
_PER_HOUR = r"(?:/h|/hr| per hour)"

# wording after a number -> canonical unit
WORDINGS: tuple[tuple[str, str], ...] = (
    (rf"nanovolt per metre {_HZ}", "nV/m/sqrt(Hz)"),
    (rf"nT/m rms {_HZ}", "nT/m/sqrt(Hz)"),
    (rf"fT \(rms\) {_HZ}", "fT/sqrt(Hz)"),
    (rf"pT \(rms\) {_HZ}", "pT/sqrt(Hz)"),
    (rf"nT \(rms\) {_HZ}", "nT/sqrt(Hz)"),
    (r"magnetic flux quanta per second", "flux_quanta/s"),
    (r"magnetic flux quantum ?/ ?K", "flux_quanta/K"),
    (r"degrees? per square root hour", "deg/sqrt(h)"),
    (r"degrees? per second|degrees/s(?:econd)?|deg/s|°/s(?!\^)", "deg/s"),
    (r"degrees? per hour|° \(1 sigma or rms\) per hour", "deg/h"),
    (r"°/s\^2", "deg/s^2"),
    (r"rad \(radians\)/s\^2", "rad/s^2"),
    (r"(?:arc seconds?|seconds? of arc)", "arcsec"),
    (r"(?:arc minutes?|minutes? of arc)", "arcmin"),
    (r"(?:mrad \(milliradians?\)|milliradians?)", "mrad"),
    (r"μrad \(microradians\)", "urad"),
    (r"deg sec\(Lat\)", "deg"),
    (r"° ?C\b|º ?C\b|oC\b", "degC"),
    (r"Gy ?\(silicon\)/s", "Gy/s"),
    (r"Gy ?\(silicon\)", "Gy"),
    (r"rads? \(silicon\)", "rad_si"),
    (r"dB \(ref(?:erence)? 1 ?μPa at 1 m\)", "dB_1uPa"),
    (r"dB \(reference 1 μPa, 1 Hz\)", "dB_1uPa_1Hz"),
    (r"dB (?:or more|or greater) \(referenced to 20 μPa\)", "dB_20uPa"),
    (r"dB \(reference 1000 mV rms per 1 ?g\)", "dB_1V/g0"),
    (r"dB \(reference 1 V per μPa\)|dB sensitivity|dB(?= at any depth| below 4 kHz| is better)", "dB_1V/uPa"),
    (r"g mm/kg|g mm per kg", "g.mm/kg"),
    (r"nautical miles per hour(?: \(nm/hr\))?", "kn"),
    (r"nautical miles?(?: \(nm\))?", "nmi"),
    (r"micro g\b", "ug0"),
    (r"milli g\b", "mg0"),
    (r"milligal\b", "mGal"),
    (r"[Ll]it(?:re|er)s per hour", "l/h"),
    (r"[Ll]it(?:re|er)s per minute", "l/min"),
    (r"kg per minute", "kg/min"),
    (r"g of fluorine per hour", "g/h"),
    (r"m\^?3(?: per |/)minute", "m^3/min"),
    (r"m\^3/hour", "m^3/h"),
    (r"m\^?2 per minute", "m^2/min"),
    (r"m\^?2 of surface area per year", "m^2/year"),
    (r"Pa per hour", "Pa/h"),
    (r"kJ per minute", "kJ/min"),
    (r"kW/hr", "kW/h"),
    (r"watts per square metre(?: \(W/m\^2\))?", "W/m^2"),
    (r"(?:full )?frames per second", "frames/s"),
    (r"flashes per second", "per_s"),
    (r"failures per flight hour", "per_h"),
    (r"(?:one )?package per minute", "per_min"),
    (r"bits per second", "bit/s"),
    (r"Error/bit/day", "errors/bit/day"),
    (r"line pairs per milliradian", "lp/mrad"),
    (r"[Ww]eighted TeraFLOPS(?: \(WT\))?", "WT"),
    (r"[Gg]iga [Ss]amples [Pp]er [Ss]econd(?: \(GSPS\))?", "GSPS"),
    (r"[Mm]ega [Ss]amples [Pp]er [Ss]econd(?: \(MSPS\))?", "MSPS"),
    (r"tera integer operations", "Tops"),
    (r"tera FLOPS", "TFLOPS"),
    (r"['‘]?MacTOPS['’]?", "Tops"),
    (r"parts? per million", "ppm"),
    (r"parts?(?= in | hafnium| zirconium)|times\b", "ratio"),
    (r"% per day", "percent/day"),
    (r"% per year", "percent/year"),
    (r"(?:weight |atom )?per ?cent\b|por ciento|%", "percent"),
    (r"(?:atomic mass units|u\b)", "u"),
    (r"effective (?:grammes|grams)", "effective_g"),
    (r"Siemens per metre|S/m \(Siemens per metre\)", "S/m"),
    (r"ohm[- ]cm", "ohm.cm"),
    (r"μcoulomb/mm\^2", "uC/mm^2"),
    (r"mm[• ]mrad", "mm.mrad"),
    (r"J ?/ ?cm\^2", "J/cm^2"),
    (r"kW ?/ ?cm\^2", "kW/cm^2"),
    (r"N hr\^-1|kg N\^-1 ?h(?:r)?\^-1", "kg/N/h"),
    (r"micras|μms\b", "um"),
    (r"milisegundos", "ms"),
    (r"nanoPascals(?: \(nPa\))?", "nPa"),
    (r"million ['‘]DN['’]", "mm.rpm"),
    (r"KHz", "kHz"),
    (r"K-1", "per_K"),
    (r"r\.p\.m\.?", "rpm"),
)

# wording before a number -> canonical unit
BEFORE: tuple[tuple[str, str], ...] = (
    (r"\bDN", "DN"),
    (r"\bNPS", "NPS"),
    (r"\bMach", "Mach"),
)

# what is removed before numbers are read: pattern, replacement
NO_UNIT_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"\bX\.[A-E]\.[IVX]+\.\d+[.\w]*", "CODE"),
    (r"\b\d[A-E]\d{3}[.\w]*", "CODE"),
    (r"\b\d\.?[A-E]\.\d[.\w]*|\bNote \d+\.[a-z][.\w]*", "CODE"),
    (r"\b\d[A-E]\b(?! ?homo)", "CODE"),
    (r"\bABEC \d[A-Z]?\b", "STANDARD"),
    (r"\b\d{2,7}-\d{2}- ?\d\b", "CAS"),
    (r"\b\d{4}/\d+(?:/[A-Z]+)?\b|\b\d+/(?:19|20)\d\d\b", "ACT"),
    (
        r"\b(?:ISO|ASTM|IEEE|IEC|NIJ|ETSI|EN|ANSI|TS|ES)(?:/[A-Z]+)*(?: (?:ES|[ST]\w+|[A-Z]))* ?\d[\d.:/-]*",
        "STANDARD",
    ),
    (r"\b\d{1,3}(?:Ac|Cf|Cm|Es|Gd|Pu|Po|Ra|Th|Li|He|U|B)\b", "ISOTOPE"),
    (r"(?:(?<=^)|(?<=[.;:,|] )|(?<=and )|(?<=or ))\d{1,2}(?:\.|\)) ?(?=[\"'‘“*]*[A-ZÁÉÍÓÚ])", ""),
    (
        r"(?i)\d(?:,\d)*-(?=\(?[a-z]*(?:chloro|methyl|hydroxy|di[a-z]|quinuc|nitro|butan|propan|oxa|\(|amino|anilino|nonan|penta))",
        "",
    ),
)

# things that are counted: their canonical unit is `count`
COUNTED: frozenset[str] = frozenset(
    """actuators alloy channels cycles cúbits elements fpgas input inputs line lines non-metallic operations
    particles pixels point points principal programmable píxeles terminals tunable wavelengths""".split()
)

# a heading that is named by a number
NUMBERED = r"(?:Note|Category|Part|column)"

# the words after a number that are no units: small words, names with a number in them, parts of formulas
NO_UNIT: frozenset[str] = frozenset(
    """a along and approved are as at atomic by can chemical chemicals clean d de del directly divided do
    does e ec factor for frequency from gpp if in influenza into is listing methoxyethanol miller n ndpa o of
    or p para pharmaceutical pi prepackaged propene que rd se should sigma st stainless standard substrates
    th the to tolerance x y chloro-5 fmin log log10f p.16 v2 ^n /3 +l/1000 .b .c.1 /1269/eec series""".split()
)
