"""Other spellings of the units of the table."""

from __future__ import annotations

# canonical spelling: other spellings of the same unit. `µ`, `²`, `°`, `Ω`, `·` and the like need no line:
# the lookup rewrites them.
OTHER_SPELLINGS = """
m: metre metres meter meters
km: kilometre kilometres kilometer kilometers
cm: centimetre centimetres centimeter centimeters
mm: millimetre millimetres millimeter millimeters
um: micrometre micrometres micrometer micrometers micron microns
nm: nanometre nanometres nanometer nanometers
angstrom: Å Å angstroms Angstrom
inch: in inches
ft: foot feet
nmi: nautical_mile nautical_miles
m^3: cbm
cm^3: cc ccm
l: L litre litres liter liters
dl: dL
cl: cL
ml: mL millilitre millilitres milliliter milliliters
ul: uL
nl: nL
kg: kilogram kilograms kilogramme kilogrammes
g: gram grams gramme grammes
t: tonne tonnes
effective_g: effective_gramme effective_grammes effective_gram effective_grams
u: amu Da
g/km: tex
g/ml: g/mL
kg/l: kg/L
g/l: g/L
mg/l: mg/L
s: sec second seconds
ms: millisecond milliseconds
us: microsecond microseconds
ns: nanosecond nanoseconds
ps: picosecond picoseconds
min: minute minutes
h: hr hrs hour hours
day: d days
week: weeks
month: months
year: years
km/h: kph km/hr
kn: knot knots kt/h nmi/h
mi/h: mph
m/s: mps
g0: g_0 gn
Mach: mach
deg: degree degrees
arcmin: arc_minute arc_minutes arcminute arcminutes
arcsec: arc_second arc_seconds arcsecond arcseconds
rad: radian radians
mrad: milliradian milliradians
urad: microradian microradians
rev: revolution revolutions
deg/s: deg/sec degree/s degrees/s degrees/second
deg/h: deg/hr degree/h degrees/h
rpm: r/min rev/min r.p.m. r.p.m
deg/sqrt(h): deg/sqrt(hr)
N: newton newtons
N.m: Nm N*m
kN.m: kNm
MN.m: MNm
mN.m: mNm
N.s: Ns
kN.s: kNs
MN.s: MNs
N.s/kg: Ns/kg
kN.s/kg: kNs/kg
Pa: pascal pascals N/m^2
MPa: N/mm^2
psi: lb/in^2 lbf/in^2
torr: Torr
mtorr: mTorr
Pa.s: Pas
cSt: centistokes
cm^3/min: cc/min ccm/min
J: joule joules
Wh: W.h
kWh: kW.h
hp: HP horsepower
kW/h: kW/hr
VA: V.A
W: watt watts
W/m/K: W/(m.K) W/m.K W/(mK)
K: kelvin kelvins
degC: celsius Celsius
degF: fahrenheit Fahrenheit
dK: delta_K ddegC
mdK: delta_mK
per_K: 1/K K^-1 /K ratio/K /degC 1/degC
Hz: hertz cps
octave: octaves oct
decade: decades
A: amp ampere amperes
V: volt volts
C: coulomb coulombs
Ah: A.h
mAh: mA.h
ohm: ohms
ohm/sq: ohm/square ohms/square ohm/□
ohm.cm: ohm*cm
H: henry henries
F: farad farads
T: tesla teslas
gauss: Gauss
flux_quanta: flux_quantum
flux_quanta/K: flux_quantum/K
mm.mrad: mm*mrad
lm: lumen lumens
lx: lux
per_cm: 1/cm cm^-1 /cm
per_m: 1/m m^-1 /m
per_mm: 1/mm mm^-1 /mm
dB: decibel decibels
dBfs: dBFS
dB_1uPa: dB(1uPa) dB(re1uPa)
dB_20uPa: dB(20uPa) dB(re20uPa) dBSPL
count: piece pieces pcs
percent: % per_cent pct
bit: bits
kbit: kbits
Mbit: Mbits
Gbit: Gbits
byte: bytes B
kbyte: kB kbytes
Mbyte: MB Mbytes
Gbyte: GB Gbytes
Tbyte: TB Tbytes
bit/s: bits/s bps b/s
kbit/s: kbits/s kbps kb/s
Mbit/s: Mbits/s Mbps Mb/s
Gbit/s: Gbits/s Gbps Gb/s
Tbit/s: Tbits/s Tbps Tb/s
byte/s: bytes/s B/s
kbyte/s: kbytes/s kB/s
Mbyte/s: Mbytes/s MB/s
Gbyte/s: Gbytes/s GB/s
Tbyte/s: Tbytes/s TB/s
SPS: S/s Sa/s
kSPS: kS/s kSa/s ksps
MSPS: MS/s MSa/s
GSPS: GS/s GSa/s
frames/s: frame/s fps
per_s: 1/s s^-1 /s
per_min: 1/min min^-1 /min
per_h: 1/h h^-1 /h failures/h
per_day: 1/day day^-1 /day
errors/bit/day: error/bit/day
per_month: 1/month month^-1 /month ratio/month
per_year: 1/year year^-1 /year ratio/year
FLOPS: flops
kFLOPS: kiloFLOPS
MFLOPS: MegaFLOPS
GFLOPS: GigaFLOPS Gflops
TFLOPS: TeraFLOPS Tflops
Mops: MOPS
Gops: GOPS
Tops: TOPS
TPP/mm^2: TPP/mm2
base: bases nt bp
kbase: kbases kb kilobase kilobases
Gy: gray grays Gy(Si) Gy(si)
Gy/s: Gy(Si)/s
kGy: kGy(Si)
rad_si: rad(Si) rads(Si) rad(si)
krad_si: krad(Si)
Mrad_si: Mrad(Si)
rad_si/s: rad(Si)/s
Mrad_si/s: Mrad(Si)/s
Bq: becquerel becquerels
Ci: curie curies
mCi: millicurie millicuries
n/cm^2: neutrons/cm^2
n/cm^2/s: neutrons/cm^2/s n/(cm^2.s)
n/s: neutrons/s
EUR: € euro euros
USD: US$
mesh: meshes
mol: mole moles
"""
