"""Spellings that are refused on purpose, and what to write instead.

Each has several readings, or lacks what makes it exact; the nearest spelling of the table would be a wrong answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

# spellings | way out
_LINES: Final = """
℃ | write `degC`
℉ oF | write `degF`
oC | write `degC`
\u212a | write `K`
‰ | write `ratio`
mb | write `mbar`
NM n.m. N.M. | write `nmi` for nautical miles
nm/h nm/hr NM/h NM/hr | write `kn` for nautical miles in an hour
msw | write `m`, of depth
fsw | write `ft`, of depth
gr | write `g`
gal gals gallon gallons | write `US_gal` or `imp_gal`
gpm GPM gal/min gal/m | write `US_gal/min` or `imp_gal/min`
ton tons | write `t` (1000 kg), `short_ton` (2000 lb) or `long_ton` (2240 lb)
mt MT | write `t` (1000 kg) for a mass, `mT` for a magnetic field
tpd TPD MTPD | write `t/day`, where a ton is 1000 kg
psig psia PSIG PSIA psi(g) psi(a) | write `psi`, above the air or above nothing as the fact asks for it
barg bara barG barA bar(g) bar(a) | write `bar`, above the air or above nothing as the fact asks for it
mbarg mbara mbar(g) mbar(a) | write `mbar`, above the air or above nothing as the fact asks for it
kPag kPaa kPa(g) kPa(a) | write `kPa`, above the air or above nothing as the fact asks for it
MPag MPaa MPa(g) MPa(a) | write `MPa`, above the air or above nothing as the fact asks for it
at | write `kgf/cm^2`, or `atm` for 101325 Pa
kg/cm^2 kg/mm^2 | write `kgf/cm^2` or `kgf/mm^2` for a pressure, `g/cm^2` for a mass of an area
inH2O inH20 inWC inWG inwc inwg mmH2O cmH2O mH2O mmWC mmWG mWC mWS mmWS | write `Pa`: water has many densities
scfm SCFM acfm ACFM icfm ICFM | write `ft^3/min`, of gas in the state that the fact asks for
scfh SCFH acfh ACFH | write `ft^3/h`, of gas in the state that the fact asks for
slm SLM slpm SLPM sl/min Nl/min NL/min Nlpm NLPM | write `l/min`, of gas in the state that the fact asks for
sccm SCCM | write `cm^3/min`, of gas in the state that the fact asks for
sccs SCCS std.cc/s scc/s | write `cm^3/s` of gas, or `Pa.m^3/s` for a leak
Nm^3/h Nm^3/hr Sm^3/h | write `m^3/h`, of gas in the state that the fact asks for
Nm^3/min Sm^3/min | write `m^3/min`, of gas in the state that the fact asks for
bbl/d bpd BPD bbl/day | write `m^3/day`: a barrel of oil is 0.158987294928 m^3
BTU Btu btu BTUs | write `J`: several heats have this name
BTU/h Btu/h BTU/hr Btu/hr btu/h BTUH | write `W`: several heats have this name
bhp BHP | write `hp` (745.7 W) or `metric_hp` (735.5 W)
mm^2/s | write `cSt` for a viscosity, `m^2/s` for an area in a time
Oe | write `A/m`, or `gauss` for a flux density
g's gs grms gRMS Grms GRMS g-rms | write `g0` for an acceleration
G | write `gauss` for a magnetic field, `g0` for an acceleration
kG | write `T` for a magnetic field (1 kG is 0.1 T), `g0` for an acceleration
Mb | write `Mbit`, `Mbyte` or `Mbase`
Gb | write `Gbit` or `Gbyte`
M | write `mol/l` for a concentration, `m` for a length
mM | write `mmol/l` for a concentration, `mm` for a length
P | write `poise` for a viscosity, `Pa` for a pressure
krad kRad | write `krad_si` for a dose in silicon, `rad` for an angle
Mrad MRad | write `Mrad_si` for a dose in silicon, `mrad` for an angle
grad | write `deg` or `gon`
" '' ″ “ ” | write `inch` for a length, `arcsec` for an angle
' ′ ’ | write `ft` for a length, `arcmin` for an angle
as | write `arcsec` for an angle
VDC VAC Vdc Vac Vrms Vpp VRMS VPP Vp-p Vpk | write `V`, of the voltage that the fact asks for
ADC AAC Adc Aac Arms | write `A`, of the current that the fact asks for
dBu dBv | write `V`, or `dBV` for a level above 1 V
dBsm dBm^2 | write `m^2`
dB(A) dBA dB(C) dBC | write `dB_20uPa` for a level of sound in air, without a weighting
%RH %rH vol% Vol% wt% Wt% vol.% wt.% mol% at% %vol %wt | write `percent`, of what the fact asks for
ppmv ppmw ppmV ppmW | write `ppm`, of what the fact asks for
ppt pph | write `ratio`: parts in what number is not said
kfps Mfps | write `frames/s`
pps PPS pulses/s | write `Hz` or `per_s`, as `exportrules facts` shows it
MIPS GIPS | write `Mops` or `Gops`, of the operations that the fact asks for
GT/s MT/s | write `bit/s`, of what a transfer carries
"""


# spelling | units asked for, of which data sheets print it | way out
_SLIPS: Final = """
nm | km nmi | write `nmi` for nautical miles; `nm` are nanometres
s | kN.s/kg | write `impulse_s` for seconds of a specific impulse
"""


def _read() -> Iterator[tuple[str, str]]:
    for line in _LINES.split("\n"):
        spellings, _, told = line.partition(" | ")
        for spelling in spellings.split():
            yield spelling, told


WAYS_OUT: Final[Mapping[str, str]] = MappingProxyType(dict(_read()))


def _read_slips() -> Iterator[tuple[tuple[str, str], str]]:
    for line in filter(None, _SLIPS.split("\n")):
        stated, asked, told = line.split(" | ")
        for unit in asked.split():
            yield (stated, unit), told


_MISTAKEN: Final = dict(_read_slips())


def find_mistaken(stated: str, asked: str) -> str:
    """What to write instead where a data sheet spells a unit as another is spelt, of a quantity in the asked unit."""
    return _MISTAKEN.get((stated, asked), "")
