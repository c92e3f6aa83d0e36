"""Every unit that the stored law prints is in the table."""

import importlib.util
import json
from pathlib import Path

import pytest

from exportrules.units import find_unit

LAW_UNITS = json.loads((Path(__file__).parents[1] / "parity" / "law_units.json").read_text(encoding="utf-8"))


def load_scanner():
    path = Path(__file__).parents[1] / "parity" / "units_in_law.py"
    spec = importlib.util.spec_from_file_location("units_in_law", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_is_not_empty():
    assert len(LAW_UNITS) > 250


@pytest.mark.parametrize("wording", sorted(LAW_UNITS))
def test_each_wording_of_the_law_has_a_canonical_unit(wording):
    name = LAW_UNITS[wording]["unit"]
    assert find_unit(name).name == name


@pytest.mark.parametrize(
    ("wording", "unit", "kind"),
    [
        ("degree per square root hour", "deg/sqrt(h)", "angular_random_walk"),
        ("mm•mrad", "mm.mrad", "beam_parameter_product"),
        ("kg N^-1 h^-1", "kg/N/h", "thrust_specific_fuel_consumption"),
        ("g (acceleration)", "g0", "acceleration"),
        ("g", "g", "mass"),
        ("rads (silicon)", "rad_si", "absorbed_dose"),
        ("nautical miles per hour (nm/hr)", "kn", "speed"),
        ("Weighted TeraFLOPS (WT)", "WT", "adjusted_peak_performance"),
    ],
)
def test_wordings_that_are_easily_confused(wording, unit, kind):
    assert LAW_UNITS[wording]["unit"] == unit
    assert find_unit(unit).kind == kind


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("3A001", "exceeding 75 W (48,75 dBm) at 3,2 GHz", [("W", "W"), ("dBm", "dBm"), ("GHz", "GHz")]),
        ("1C006", "from 10 to 100\u2009nm", [("nm", "nm")]),
        ("6A004", "less than 5 × 10^-6/K", [("/K", "per_K")]),
        ("2B006", "than (1,7 + L/1000) µm", [("μm", "um")]),
        ("2B350", "exceeding DN 10 or NPS 3/8", [("DN", "DN"), ("NPS", "NPS")]),
        ("0C002", "four effective grammes", [("effective grammes", "effective_g")]),
        ("7A001", "exceeding 15 g", [("g (acceleration)", "g0")]),
        ("1A008", "exceeding 90 g", [("g", "g")]),
        ("3A001", "exceeding 5 furlongs and 3 W/foo", [("furlongs", None), ("W/foo", None)]),
        ("2B001", "see ISO 230-2:2014, 2B201.a. and 77-78-1", []),
    ],
)
def test_the_scanner_reports_what_it_does_not_understand(code, text, found):
    assert list(load_scanner().occurrences(code, text)) == found
