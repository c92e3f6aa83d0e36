"""The closed table of units: one line for each kind of quantity.

`KIND: BASE UNIT UNIT=SCALE …`. The first unit is the base (scale 1). `W@kM` stands for W, kW and MW.
A scale is a product of numbers, in base units: `1000/60`, `180/pi`.
Sources: SI brochure (9th edition) for SI and accepted units; the yard, the pound and g0 as agreed in 1959
and 1901, and what is made of them (psi, ozf, kip); the gallons of 231 cubic inches and of 4.54609 l, the tons of
2000 and 2240 lb, the metric horsepower of 75 kgf.m/s, the poise and the dyne as in NIST SP 811, appendix B;
KiB to TiB as in IEC 80000-13; where the law defines a measure of its own (WT, TPP, DN), one unit of that measure.
A line that starts with two blanks continues the line above.
"""

from __future__ import annotations

from fractions import Fraction

_EXPONENTS = {
    "T": 12,
    "G": 9,
    "M": 6,
    "k": 3,
    "d": -1,
    "c": -2,
    "m": -3,
    "u": -6,
    "n": -9,
    "p": -12,
    "f": -15,
}
PREFIXES = {prefix: Fraction(10) ** exponent for prefix, exponent in _EXPONENTS.items()}

MECHANICS = """
length: m km=1000 cm=1/100 mm=1/1000 um=1e-6 nm=1e-9 pm=1e-12 dm=1/10 angstrom=1e-10 inch=0.0254 ft=0.3048
  yd=0.9144 mi=1609.344 nmi=1852 mil=0.0000254 uinch=0.0254e-6
area: m^2 km^2=1e6 dm^2=1e-2 cm^2=1e-4 mm^2=1e-6 um^2=1e-12 nm^2=1e-18 inch^2=0.00064516 ft^2=0.09290304
volume: m^3 dm^3=1/1000 cm^3=1e-6 mm^3=1e-9 um^3=1e-18 l@dcmun=1/1000 ft^3=0.028316846592
  inch^3=0.000016387064 US_gal=0.003785411784 imp_gal=0.00454609
specific_surface: m^2/cm^3 m^2/m^3=1e-6
mass_specific_surface: m^2/g m^2/kg=1/1000
mass: kg g@mun=1/1000 t=1000 kt=1e6 lb=0.45359237 oz=0.45359237/16
  short_ton=2000*0.45359237 long_ton=2240*0.45359237
effective_mass: effective_g effective_kg=1000
atomic_mass: u
linear_density: kg/m g/m=1/1000 g/km=1e-6 grain/ft=0.00006479891/0.3048
areal_density: kg/m^2 g/m^2=1/1000 g/cm^2=10
density: kg/m^3 g/cm^3=1000 g/ml=1000 kg/l=1000 g/l=1 mg/m^3=1e-6 ug/m^3=1e-9 mg/l=1/1000
  lb/ft^3=0.45359237/0.028316846592 lb/inch^3=0.45359237/0.000016387064
specific_weight: N/m^3 kN/m^3=1000
time: s ms=1/1000 us=1e-6 ns=1e-9 ps=1e-12 fs=1e-15 min=60 h=3600 day=86400 week=604800
calendar_period: month year=12
speed: m/s km/s=1000 cm/s=1/100 mm/s=1/1000 um/s=1e-6 nm/s=1e-9 km/h=1000/3600 kn=1852/3600
  mi/h=1609.344/3600 ft/s=0.3048 ft/min=0.3048/60 inch/s=0.0254 inch/min=0.0254/60
  mm/us=1000 m/min=1/60 mm/min=0.001/60 um/min=0.000001/60
  nm/min=0.000000001/60 m/h=1/3600 mm/h=0.001/3600 um/h=0.000001/3600
corrosion_rate: mm/year um/year=1/1000
mach_number: Mach
acceleration: m/s^2 mm/s^2=1/1000 g0@mun=9.80665 Gal@mun=1/100 ft/s^2=0.3048
jerk: m/s^3
acceleration_noise_density: m/s^2/sqrt(Hz) g0/sqrt(Hz)@mun=9.80665
velocity_random_walk: m/s/sqrt(h)
angle: deg arcmin=1/60 arcsec=1/3600 rad@mun=180/pi rev=360 gon=0.9
solid_angle: sr msr=1/1000
rotation_rate: deg/s deg/min=1/60 deg/h=1/3600 arcsec/s=1/3600 rpm=6 rev/s=360 rad/s=180/pi
  mrad/s=180/pi/1000 urad/s=180/pi/1e6 rad/h=180/pi/3600
angular_acceleration: deg/s^2 rad/s^2=180/pi mrad/s^2=180/pi/1000
angular_random_walk: deg/sqrt(h) deg/s/sqrt(Hz)=60 deg/h/sqrt(Hz)=1/60
slope: m/m mm/m=1/1000 um/m=1e-6 um/mm=1/1000
force: N@MGkmun daN=10 lbf=0.45359237*9.80665 kgf=9.80665 dyn=1e-5 ozf=0.45359237*9.80665/16
  kip=453.59237*9.80665
force_per_mass: N/kg kN/kg=1000
stiffness: N/m N/mm=1000 N/um=1e6
torque: N.m@Mkmu lbf.ft=0.45359237*9.80665*0.3048 lbf.inch=0.45359237*9.80665*0.0254
  ozf.inch=0.45359237*9.80665*0.0254/16 kgf.m=9.80665 kgf.cm=9.80665/100
impulse: N.s@Mkm lbf.s=0.45359237*9.80665
specific_impulse: N.s/kg@k impulse_s=9.80665
moment_of_inertia: kg.m^2 g.cm^2=1e-7
imbalance: g.mm g.cm=10 kg.m=1e6
specific_imbalance: g.mm/kg
pressure: Pa@GMkmun hPa=100 bar@km=1e5 psi@Mk=0.45359237*9.80665/0.00064516 atm=101325 torr@mu=101325/760
  mmHg=133.322387415 inHg=133.322387415*25.4 kgf/cm^2=98066.5 kgf/mm^2=9806650
pressure_rate: Pa/s Pa/min=1/60 Pa/h=1/3600 mbar/s=100
gas_leak_rate: Pa.m^3/s mbar.l/s=1/10 torr.l/s=101325/760/1000 atm.cm^3/s=0.101325
fracture_toughness: Pa.sqrt(m)@Mk
dynamic_viscosity: Pa.s@mk poise=1/10
kinematic_viscosity: cSt St=100
volume_flow: m^3/s m^3/min=1/60 m^3/h=1/3600 l/s=1/1000 l/min=0.001/60 l/h=0.001/3600 ml/min=0.000001/60
  ml/h=0.000001/3600 cm^3/s=1e-6 cm^3/min=0.000001/60 ft^3/min=0.028316846592/60
  ft^3/h=0.028316846592/3600 ft^3/s=0.028316846592 m^3/day=1/86400 US_gal/min=0.003785411784/60
  imp_gal/min=0.00454609/60
mass_flow: kg/s g/s=1/1000 kg/min=1/60 g/min=0.001/60 kg/h=1/3600 g/h=0.001/3600 t/h=1000/3600
  t/day=1000/86400 kg/day=1/86400 lb/s=0.45359237 lb/min=0.45359237/60 lb/h=0.45359237/3600
yearly_mass: kg/year t/year=1000
area_rate: m^2/s m^2/min=1/60 m^2/h=1/3600 cm^2/s=1e-4 km^2/h=1e6/3600
yearly_area: m^2/year
brake_specific_fuel_consumption: kg/kWh g/kWh=1/1000 lb/hp/h=1000/550/0.3048/9.80665
thrust_specific_fuel_consumption: kg/N/h g/kN/s=0.0036 kg/kN/h=1/1000 lb/lbf/h=1/9.80665
"""

ENERGY_AND_HEAT = """
energy: J@TGMkmunpf Wh@GMk=3600 eV@GMkm=1.602176634e-19 cal=4.184 kcal=4184
power: W@TGMkmunpf kJ/min=1000/60 hp=550*0.3048*0.45359237*9.80665 metric_hp=75*9.80665
  J/s kcal/h=4184/3600
power_per_time: kW/h
apparent_power: VA@GMk
power_spectral_density: W/Hz mW/Hz=1/1000
irradiance: W/m^2 mW/m^2=1/1000 kW/m^2=1000 W/cm^2=1e4 mW/cm^2=10 kW/cm^2=1e7 MW/cm^2=1e10 GW/cm^2=1e13
  W/mm^2=1e6
radiant_exposure: J/m^2 kJ/m^2=1000 J/cm^2=1e4 mJ/cm^2=10 uJ/cm^2=1/100
energy_density: J/m^3 kJ/m^3=1000 MJ/m^3=1e6 J/cm^3=1e6 Wh/l=3600000
power_density: W/m^3 kW/m^3=1000 MW/m^3=1e6 W/cm^3=1e6
volume_per_power: cm^3/W
specific_energy: J/kg kJ/kg=1000 MJ/kg=1e6 J/g=1000 Wh/kg@k=3600
specific_power: W/kg kW/kg=1000 W/g=1000
temperature: K mK=1/1000 uK=1e-6 nK=1e-9
temperature_difference: dK mdK=1/1000
cooling_rate: K/s K/min=1/60 K/h=1/3600
temperature_gradient: K/m K/mm=1000 K/cm=100
thermal_expansion: per_K ppm/K=1e-6
thermal_conductivity: W/m/K
thermal_resistance: K/W
heat_transfer_coefficient: W/m^2/K
frequency: Hz@TGMkmu
sweep_rate: Hz/s kHz/s=1e3 MHz/s=1e6 GHz/s=1e9 MHz/us=1e12 GHz/us=1e15 MHz/ms=1e9
octave_interval: octave
decade_interval: decade
amount_of_substance: mol@mun
concentration: mol/m^3 mol/l=1000 mmol/l=1
"""

ELECTRICITY_AND_LIGHT = """
current: A@Mkmunp
voltage: V@Mkmun
charge: C@mun Ah=3600 mAh=18/5
resistance: ohm@GMkmu
sheet_resistance: ohm/sq@k
resistivity: ohm.m ohm.cm=1/100 uohm.cm=1e-8
conductance: S@mu
conductivity: S/m MS/m=1e6 S/cm=100
capacitance: F@munp
inductance: H@mun
magnetic_flux_density: T@munpf gauss=1e-4
magnetic_field_strength: A/m kA/m=1000
magnetic_gradient: T/m mT/m=1/1000 uT/m=1e-6 nT/m=1e-9 pT/m=1e-12
magnetic_noise_density: T/sqrt(Hz) nT/sqrt(Hz)=1e-9 pT/sqrt(Hz)=1e-12 fT/sqrt(Hz)=1e-15
magnetic_gradient_noise_density: T/m/sqrt(Hz) nT/m/sqrt(Hz)=1e-9 pT/m/sqrt(Hz)=1e-12
flux_quantum_count: flux_quanta
flux_quantum_rate: flux_quanta/s
flux_quantum_drift: flux_quanta/K
electric_field_strength: V/m kV/m=1000 MV/m=1e6 kV/cm=1e5 kV/mm=1e6 V/um=1e6 uV/m=1e-6 nV/m=1e-9
electric_field_noise_density: V/m/sqrt(Hz) uV/m/sqrt(Hz)=1e-6 nV/m/sqrt(Hz)=1e-9
voltage_noise_density: V/sqrt(Hz) uV/sqrt(Hz)=1e-6 nV/sqrt(Hz)=1e-9
voltage_slew_rate: V/s V/us=1e6 V/ns=1e9 kV/us=1e9
current_slew_rate: A/s A/us=1e6 kA/us=1e9 A/ns=1e9
current_density: A/m^2 A/cm^2=1e4 mA/cm^2=10 A/mm^2=1e6 mA/mm^2=1000
charge_per_area: C/m^2 uC/cm^2=1/100 uC/mm^2=1
electro_optic_coefficient: m/V pm/V=1e-12
third_order_susceptibility: m^2/V^2
responsivity: A/W mA/W=1/1000
voltage_responsivity: V/W@k
luminous_flux: lm
illuminance: lx mlx=1/1000
luminance: cd/m^2
luminous_sensitivity: A/lm mA/lm=1/1000 uA/lm=1e-6
beam_parameter_product: mm.mrad
absorption_coefficient: per_m per_cm=100 per_mm=1000
attenuation_per_length: dB/m dB/km=1/1000 dB/cm=100
spatial_resolution: lp/mm
angular_resolution: lp/mrad
level: dB dBc=1 dBi=1 dBfs=1
level_density: dBc/Hz
underwater_sound_level: dB_1uPa
underwater_noise_level: dB_1uPa_1Hz
airborne_sound_level: dB_20uPa
hydrophone_sensitivity: dB_1V/uPa
accelerometer_sensitivity: dB_1V/g0
"""

INFORMATION_AND_COUNTS = """
count: count
ratio: ratio percent=1/100 ppm=1e-6 ppb=1e-9
index: index
information: bit@TGMk byte@TGMk=8 KiB=8192 MiB=8388608 GiB=8589934592
  TiB=8796093022208
bit_rate: bit/s@TGMk byte/s@TGMk=8
spectral_efficiency: bit/s/Hz
symbol_rate: baud@GMk
sample_rate: SPS@GMk
frame_rate: frames/s frames/min=1/60
event_rate: per_s per_min=1/60 per_h=1/3600 per_day=1/86400
upset_rate: errors/bit/day
drift_rate: ratio/day percent/day=1/100 ppm/day=1e-6 percent/h=24/100 ppm/h=24e-6
calendar_drift_rate: per_month per_year=1/12 percent/month=1/100 percent/year=1/1200 ppm/year=1e-6/12
floating_point_rate: FLOPS@TGMk PFLOPS=1e15 EFLOPS=1e18
adjusted_peak_performance: WT
operation_rate: ops@TGMk Pops=1e15
composite_theoretical_performance: MTOPS
total_processing_performance: TPP
performance_density: TPP/mm^2
nominal_diameter: DN
nominal_pipe_size: NPS
bearing_speed_factor: mm.rpm
sieve_mesh: mesh
vickers_hardness: HV
rockwell_c_hardness: HRC
brinell_hardness: HB
nucleic_acid_length: base kbase=1000 Mbase=1000000
absorbed_dose: Gy@Mkcmu rad_si@kM=1/100
absorbed_dose_rate: Gy/s mGy/s=1/1000 Gy/h=1/3600 rad_si/s@M=1/100
equivalent_dose: Sv mSv=1/1000 uSv=1e-6
activity: Bq@TGMk Ci@mun=37e9
specific_activity: Bq/kg kBq/kg=1e3 MBq/kg=1e6 GBq/kg=1e9 TBq/kg=1e12 Bq/g=1e3 GBq/g=1e12 Ci/kg=37e9
  Ci/g=37e12
neutron_fluence: n/cm^2
neutron_flux: n/cm^2/s
neutron_rate: n/s
euro_amount: EUR
us_dollar_amount: USD
"""

TABLES = (MECHANICS, ENERGY_AND_HEAT, ELECTRICITY_AND_LIGHT, INFORMATION_AND_COUNTS)

# name, kind, scale, offset in base units
OFFSET_UNITS = (
    ("degC", "temperature", "1", "27315/100"),
    ("degF", "temperature", "5/9", "45967/180"),
)

# name, kind, reference in base units, what ten or twenty of it multiply by ten
LOG_UNITS = (
    ("dBm", "power", "1/1000", "power10"),
    ("dBW", "power", "1", "power10"),
    ("dBm/Hz", "power_spectral_density", "1/1000", "power10"),
    ("dBW/Hz", "power_spectral_density", "1", "power10"),
    ("dBV", "voltage", "1", "field20"),
    ("dBmV", "voltage", "1/1000", "field20"),
    ("dBuV", "voltage", "1e-6", "field20"),
)
