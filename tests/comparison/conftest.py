"""Orders of the example file, and a proposal of a Member State."""

import json
from pathlib import Path

import pytest

from exportrules.text import Source

CHECKOUT = Path(__file__).resolve().parents[2]
PROPOSAL = """exportrules 1
ruleset national.at.gloves
  title: Austria, a list that is only proposed
  source: draft of the tests
  layer national AT
  evidence secondary
  stage proposed 2026-01-15
  checked from 2026-01-01 up to 2026-06-30

entry 3B801 item is electron_microscope, any of:
  title: electron microscopes
  a. accelerating_voltage above 30 kV
    title: of high voltage
  b. stage_placement_accuracy below 30 nm
    title: with an accurate stage
measure licence
  title: export of an item of the list
  source: draft of the tests, section 2
  for export
  requires licence when exporter_state is AT, all of:
    item listed in national.at.gloves
    not item listed in eu.dual_use.annex_i
"""


@pytest.fixture(scope="session")
def orders():
    data = json.loads((CHECKOUT / "rulesets" / "examples" / "orders.json").read_text("utf-8"))
    return {case["id"]: case for case in data}


@pytest.fixture(scope="session")
def proposed(law):
    """The bundled law with a proposal in it, which decides nothing yet."""
    return law.with_sources([Source("proposal.xr", PROPOSAL)])


@pytest.fixture
def microscope():
    """An electron microscope that the Union does not control, exported from Austria."""

    def make(state="AT", **facts):
        places = dict.fromkeys(("consignee_country", "end_user_country", "use_country", "purchasing_country"), "BR")
        return {
            "format": "exportrules.case/1",
            "id": "microscope",
            "activity": "export",
            "as_of": "2026-03-02",
            "facts": {
                **places,
                "exporter_state": state,
                "dispatch_country": state,
                "transit_countries": [],
                "informed_of": [],
                "aware_of": [],
                "suspects": [],
                "intended_for_russia_by_notice": False,
                "intended_for_belarus_by_notice": False,
                "suspicion_requires_authorisation": False,
            },
            "item": {
                "kind": "electron_microscope",
                "facts": {"accelerating_voltage": "40 kV", "cn_code": "90121000", **facts},
                "classification": [
                    {"ruleset": "eu.dual_use.annex_i", "codes": [], "complete": True, "as_of": "2026-03-01"},
                    {"ruleset": "national.es.annex_iii_5", "codes": [], "complete": True, "as_of": "2026-03-01"},
                    {"ruleset": "national.es.annex_iii_4", "codes": [], "complete": True, "as_of": "2026-03-01"},
                    {"ruleset": "national.nl.semiconductor_2023", "codes": [], "complete": True, "as_of": "2026-03-01"},
                ],
                "parts": {"party": {"complete": True, "list": [{"facts": {"military_user": False, "listed_on": []}}]}},
            },
        }

    return make
