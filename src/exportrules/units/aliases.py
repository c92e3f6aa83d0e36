"""Other spellings of the units of the table."""

from __future__ import annotations

# canonical spelling: other spellings of the same unit. `µ`, `²`, `°`, `Ω`, `·` and the like need no line:
# the lookup rewrites them; nor does `kg/hr`, where each part of `kg/h` has its line.
OTHER_SPELLINGS = """
m: metre metres meter meters
km: kilometre kilometres kilometer kilometers
cm: centimetre centimetres centimeter centimeters
mm: millimetre millimetres millimeter millimeters
um: micrometre micrometres micrometer micrometers micron microns Micron
nm: nanometre nanometres nanometer nanometers
angstrom: Å Å angstroms Angstrom
inch: in inches Inch
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
kg: kgs kilogram kilograms kilogramme kilogrammes
g: gram grams gramme grammes
t: tonne tonnes
effective_g: effective_gramme effective_grammes effective_gram effective_grams
u: amu Da
g/km: tex
g/ml: g/mL
kg/l: kg/L kg/dm^3
g/l: g/L
mg/l: mg/L
s: sec second seconds secs
ms: millisecond milliseconds msec
us: microsecond microseconds usec
ns: nanosecond nanoseconds nsec
ps: picosecond picoseconds psec
min: minute minutes mins
h: hr hrs hour hours
day: d days
week: weeks
month: months
year: years yr yrs
km/h: kph km/hr
kn: knot knots kt/h nmi/h
mi/h: mph
m/s: mps
g0: g_0 gn
Mach: mach
deg: degree degrees
arcmin: arc_minute arc_minutes arcminute arcminutes arc-min arc-minute arc-minutes
arcsec: arc_second arc_seconds arcsecond arcseconds arc-sec arc-second arc-seconds arcsecs
rad: radian radians
mrad: milliradian milliradians
urad: microradian microradians
rev: revolution revolutions turn turns
deg/s: deg/sec degree/s degrees/s degrees/second
deg/h: deg/hr degree/h degrees/h
rpm: r/min rev/min r.p.m. r.p.m RPM U/min tr/min
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
lbf.s: lbf-s lbfs
grain/ft: gr/ft grains/ft
kN.s/kg: kNs/kg
Pa: pascal pascals N/m^2
MPa: N/mm^2
psi: lb/in^2 lbf/in^2 PSI
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
W: watt watts Watt Watts
W/m/K: W/(m.K) W/m.K W/(mK)
K: kelvin kelvins degK
degC: celsius Celsius
degF: fahrenheit Fahrenheit
dK: delta_K ddegC
mdK: delta_mK
per_K: 1/K K^-1 /K ratio/K /degC 1/degC
Hz: hertz cps Hertz cycles/s
octave: octaves oct
decade: decades
A: amp ampere amperes Amp Amps amps Ampere
V: volt volts Volt Volts
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
byte/s: bytes/s B/s Bps
kbyte/s: kbytes/s kB/s kBps
Mbyte/s: Mbytes/s MB/s MBps
Gbyte/s: Gbytes/s GB/s GBps
Tbyte/s: Tbytes/s TB/s TBps
SPS: S/s Sa/s sps
kSPS: kS/s kSa/s ksps
MSPS: MS/s MSa/s Msps
GSPS: GS/s GSa/s Gsps
frames/s: frame/s fps
per_s: 1/s s^-1 /s
per_min: 1/min min^-1 /min
per_h: 1/h h^-1 /h failures/h
per_day: 1/day day^-1 /day
errors/bit/day: error/bit/day
per_month: 1/month month^-1 /month ratio/month
per_year: 1/year year^-1 /year ratio/year
FLOPS: flops FLOP/s flop/s
kFLOPS: kiloFLOPS
MFLOPS: MegaFLOPS MFLOP/s Mflop/s MFLOPs
GFLOPS: GigaFLOPS Gflops GFLOP/s Gflop/s GFLOPs GFlops
TFLOPS: TeraFLOPS Tflops TFLOP/s Tflop/s TFLOPs TFlops
Mops: MOPS
Gops: GOPS
Tops: TOPS TOPs
TPP/mm^2: TPP/mm2
base: bases nt bp
kbase: kbases kb kilobase kilobases
Gy: gray grays Gy(Si) Gy(si)
Gy/s: Gy(Si)/s
kGy: kGy(Si)
MGy: MGy(Si)
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
uinch: uin microinch microinches
mil: mils thou
yd: yard yards
mi: mile miles
m^2: sqm
ft^2: sqft sq.ft sq.ft.
inch^3: cuin cu.in
ft^3: cuft cu.ft
lb/ft^3: pcf
US_gal: USgal US_gallon US_gallons gal_US gal(US)
imp_gal: UKgal UK_gal UK_gallon UK_gallons gal_UK gal(UK) imperial_gallon imperial_gallons
lb: lbs lbm pound pounds
oz: ounce ounces
short_ton: short_tons
long_ton: long_tons
kgf: kp
dyn: dyne dynes
ft/min: fpm
inch/s: ips
inch/min: ipm
gon: gons
lbf.ft: ft.lbf lb.ft ft.lb
lbf.inch: inch.lbf lb.inch inch.lb
ozf.inch: oz.inch
kpsi: ksi
Mpsi: Msi
mPa.s: mPas cP centipoise
poise: Poise
St: stokes Stokes
m^3/h: CMH
m^3/min: CMM
l/min: lpm LPM
l/h: lph LPH
ft^3/min: cfm CFM
ft^3/h: cfh CFH
ft^3/s: cfs
US_gal/min: USgpm US_gpm
imp_gal/min: UKgpm UK_gpm imp_gpm UK_gal/min
Wh/l: Wh/dm^3
metric_hp: PS CV
ppm/K: ppm/degC um/m/K um/m/degC
baud: Bd
kbaud: kBd
Mbaud: MBd
Gbaud: GBd
PFLOPS: PFLOP/s Pflop/s PFLOPs PFlops Pflops
EFLOPS: EFLOP/s Eflop/s EFLOPs EFlops Eflops
Pops: POPS
MPa.sqrt(m): MPasqrt(m) MPa.m^0.5 MPa.m^(1/2)
"""
