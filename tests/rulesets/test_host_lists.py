"""A list that could not be read is brought in by the host: by a file in its place, or by a finding."""

from datetime import date
from pathlib import Path

import pytest

from exportrules.loading import read_folder
from exportrules.text import Source

HOST = Path(__file__).parent / "host"
LIST = "national.lt.resolution_512_goods"
SANCTIONS = ("eu.2014_833.annex_vii", "eu.2014_833.annex_xxxvii", "eu.2014_833.annex_xi_xx")


def case(code, **facts):
    destination = ("purchasing_country", "consignee_country", "end_user_country", "use_country")
    stated = {
        "exporter_state": "LT",
        "dispatch_country": "LT",
        "transport_mode": "road",
        "transit_countries": ["BY", "RU"],
    }
    stated |= dict.fromkeys(destination, "KZ") | {"informed_of": [], "aware_of": [], "suspects": []}
    stated |= {"intended_for_russia_by_notice": False, "intended_for_belarus_by_notice": False}
    stated |= {"customs_zone": "ordinary"}
    parties = [{"facts": {"party_role": ["end_user"], "military_user": False, "listed_on": []}}]
    return {
        "format": "exportrules.case/1",
        "activity": "export",
        "facts": stated | facts,
        "item": {
            "kind": "goods",
            "facts": {"cn_code": code},
            "findings": [
                {"ruleset": name, "paragraph": "", "met": False} for name in ("eu.dual_use.annex_i", *SANCTIONS)
            ],
            "parts": {
                "party": {"complete": True, "list": parties},
                "held_authorisation": {"complete": True, "list": []},
            },
        },
    }


@pytest.fixture(scope="module")
def with_codes(law):
    return law.with_sources(read_folder(HOST))


def span(decision):
    return decision.floor.name, decision.ceiling.name


def test_without_the_codes_the_answer_is_open(law):
    assert span(law.decide(case("9503 00 35"), date(2023, 7, 3))) == ("no_control_found", "prohibited")


@pytest.mark.parametrize(
    ("code", "day", "outcome"),
    [
        ("9503 00 35", date(2023, 7, 2), "no_control_found"),
        ("9503 00 35", date(2023, 7, 3), "prohibited"),
        ("9503 00 35", date(2023, 11, 14), "prohibited"),
        ("9503 00 35", date(2023, 11, 15), "no_control_found"),
        ("9504 50 00", date(2023, 11, 14), "no_control_found"),
        ("9504 50 00", date(2023, 11, 15), "prohibited"),
        ("9506 11 10", date(2023, 11, 15), "no_control_found"),
    ],
)
def test_a_file_in_its_place_settles_it(with_codes, code, day, outcome):
    decision = with_codes.decide(case(code), day)
    assert span(decision) == (outcome, outcome)


def test_part_of_a_code_stays_open(with_codes):
    assert span(with_codes.decide(case("9505 10 10"), date(2023, 11, 15))) == ("no_control_found", "prohibited")


def test_a_file_beside_it_adds_goods_and_leaves_the_rest_open(law):
    text = f"exportrules 1\nruleset {LIST}\ntable goods\n  9503 00\n"
    beside = law.with_sources([Source("own_codes.xr", text)])
    assert span(beside.decide(case("9503 00 35"), date(2023, 7, 3))) == ("prohibited", "prohibited")
    assert span(beside.decide(case("9504 50 00"), date(2023, 7, 3))) == ("no_control_found", "prohibited")


def test_a_draft_decides_something_once_the_host_asks_for_it(law):
    sample = case("9503 00 35", exporter_state="FI", dispatch_country="FI", transit_countries=[])
    assert span(law.decide(sample, date(2023, 11, 10))) == ("no_control_found", "no_control_found")
    asked = law.with_proposals("national.fi.draft_2023")
    assert span(asked.decide(sample, date(2023, 11, 9))) == ("no_control_found", "no_control_found")
    assert span(asked.decide(sample, date(2023, 11, 10))) == ("no_control_found", "licence_required")
