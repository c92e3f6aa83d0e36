"""The no-re-export clauses towards Russia and Belarus: duties on exports elsewhere that never change an outcome.

The worked examples beside the law cannot say that a duty is absent or only possible; this table can. It rests on
Arts. 12g and 12gb of Regulation (EU) No 833/2014 and Arts. 8g and 8ga of Regulation (EC) No 765/2006.
"""

from datetime import date

import pytest

from exportrules.decision import Outcome
from exportrules.logic.truth import FALSE, TRUE, UNKNOWN

TO_RUSSIA, TO_BELARUS = "forbid_reexport_to_russia_in_contract", "forbid_reexport_to_belarus_in_contract"
RISK_RUSSIA, RISK_BELARUS = "manage_risk_of_diversion_to_russia", "manage_risk_of_diversion_to_belarus"
PUBLIC = "report_public_contract_without_clause"
BEARING, TYRE, ENGINE, LATHE, ARM, SWITCH = (
    "8482 10 90",
    "4011 30 00",
    "8407 10 00",
    "8458 11 20",
    "9304 00 00",
    "8536 50 80",
)
DISHWASHER = "8422 11 00"


def decide_sale(rules, code, country, as_of, **facts):
    """An ordinary sale of goods of that code to that country."""
    stated = {
        "exporter_state": "AT",
        "dispatch_country": "AT",
        "purchasing_country": country,
        "consignee_country": country,
        "end_user_country": country,
        "use_country": country,
        "contract_date": "2025-10-30",
        "performance_date": "2025-12-15",
        "ancillary_contract": False,
        "public_contract": False,
        "transit_countries": [],
        **facts,
    }
    case = {
        "format": "exportrules.case/1",
        "activity": "export",
        "facts": {name: value for name, value in stated.items() if value is not None},
        "item": {"kind": "ball_bearing", "facts": {"cn_code": code} if code else {}},
    }
    return rules.decide(rules.read_case(case), date.fromisoformat(as_of))


NOW = "2025-11-30"
PUBLIC_CONTRACT = {"public_contract": True}
OLD_RUSSIA = {"contract_date": "2023-12-18", "performance_date": "2024-12-20"}
OLD_BELARUS = {"contract_date": "2024-06-30", "performance_date": "2025-12-15"}
CASES = {
    "Annex XL to China": (TO_RUSSIA, BEARING, "CN", NOW, {}, TRUE),
    "Annex XI to China": (TO_RUSSIA, TYRE, "CN", NOW, {}, TRUE),
    "Annex XXXV to China": (TO_RUSSIA, ARM, "CN", NOW, {}, TRUE),
    "goods of no list to China": (TO_RUSSIA, DISHWASHER, "CN", NOW, {}, FALSE),
    "customs code not stated": (TO_RUSSIA, None, "CN", NOW, {}, UNKNOWN),
    "a partner": (TO_RUSSIA, BEARING, "US", NOW, {}, FALSE),
    "a partner of the second list": (TO_RUSSIA, BEARING, "CH", NOW, {}, FALSE),
    "the United Kingdom without Northern Ireland": (TO_RUSSIA, BEARING, "XU", NOW, {}, FALSE),
    "Northern Ireland": (TO_RUSSIA, BEARING, "XI", NOW, {}, FALSE),
    "Belarus: the United Kingdom without Northern Ireland": (TO_BELARUS, BEARING, "XU", NOW, {}, FALSE),
    "Belarus: Northern Ireland": (TO_BELARUS, BEARING, "XI", NOW, {}, FALSE),
    "a Member State": (TO_RUSSIA, BEARING, "FR", NOW, {}, FALSE),
    "Russia itself": (TO_RUSSIA, BEARING, "RU", NOW, {}, FALSE),
    "country not stated": (TO_RUSSIA, BEARING, None, NOW, {}, UNKNOWN),
    "the day before 20 March 2024": (TO_RUSSIA, BEARING, "CN", "2024-03-19", {}, FALSE),
    "20 March 2024": (TO_RUSSIA, BEARING, "CN", "2024-03-20", {}, TRUE),
    "machine tool of Annex XL": (TO_RUSSIA, LATHE, "CN", NOW, {}, FALSE),
    "contract of 18 December 2023, last day": (TO_RUSSIA, BEARING, "CN", "2024-06-24", OLD_RUSSIA, FALSE),
    "the same, performed one day later": (
        TO_RUSSIA,
        BEARING,
        "CN",
        "2024-06-24",
        {**OLD_RUSSIA, "performance_date": "2024-12-21"},
        TRUE,
    ),
    "the same, since the last day was moved": (
        TO_RUSSIA,
        BEARING,
        "CN",
        "2024-06-25",
        {**OLD_RUSSIA, "performance_date": "2025-01-01"},
        FALSE,
    ),
    "the same, after the moved day": (
        TO_RUSSIA,
        BEARING,
        "CN",
        "2024-06-25",
        {**OLD_RUSSIA, "performance_date": "2025-01-02"},
        TRUE,
    ),
    "contract of 19 December 2023": (
        TO_RUSSIA,
        BEARING,
        "CN",
        "2024-06-24",
        {**OLD_RUSSIA, "contract_date": "2023-12-19"},
        TRUE,
    ),
    "public contract": (TO_RUSSIA, BEARING, "CN", NOW, PUBLIC_CONTRACT, FALSE),
    "public contract on the day before 25 June 2024": (TO_RUSSIA, BEARING, "CN", "2024-06-24", PUBLIC_CONTRACT, TRUE),
    "public contract is told": (PUBLIC, BEARING, "CN", NOW, PUBLIC_CONTRACT, TRUE),
    "not known whether the contract is public": (TO_RUSSIA, BEARING, "CN", NOW, {"public_contract": None}, UNKNOWN),
    "risk assessment, Russia": (RISK_RUSSIA, BEARING, "CN", "2024-12-26", {}, TRUE),
    "risk assessment, Russia, the day before": (RISK_RUSSIA, BEARING, "CN", "2024-12-25", {}, FALSE),
    "risk assessment reaches the machine tools too": (RISK_RUSSIA, LATHE, "CN", NOW, {}, TRUE),
    "risk assessment, item of another annex": (RISK_RUSSIA, TYRE, "CN", NOW, {}, FALSE),
    "Annex XXX to China": (TO_BELARUS, BEARING, "CN", NOW, {}, TRUE),
    "Annex XVII to China": (TO_BELARUS, TYRE, "CN", NOW, {}, TRUE),
    "Annex XXVIII to China": (TO_BELARUS, ENGINE, "CN", NOW, {}, TRUE),
    "Annex XVI to China": (TO_BELARUS, ARM, "CN", NOW, {}, TRUE),
    "to Russia the clause of Belarus holds": (TO_BELARUS, BEARING, "RU", NOW, {}, TRUE),
    "Belarus itself": (TO_BELARUS, BEARING, "BY", NOW, {}, FALSE),
    "to Belarus the clause of Russia holds": (TO_RUSSIA, BEARING, "BY", NOW, {}, TRUE),
    "Annex Vba": (TO_BELARUS, BEARING, "KR", NOW, {}, FALSE),
    "Belarus, machine tool": (TO_BELARUS, LATHE, "CN", NOW, {}, FALSE),
    "Belarus, contract of 30 June 2024 without a last day": (TO_BELARUS, BEARING, "CN", NOW, OLD_BELARUS, FALSE),
    "Belarus, contract of 1 July 2024": (
        TO_BELARUS,
        BEARING,
        "CN",
        NOW,
        {**OLD_BELARUS, "contract_date": "2024-07-01"},
        TRUE,
    ),
    "Belarus, the day before 1 July 2024": (TO_BELARUS, BEARING, "CN", "2024-06-30", {}, FALSE),
    "Belarus, customs code not stated": (TO_BELARUS, None, "CN", NOW, {}, UNKNOWN),
    "Belarus, public contract": (TO_BELARUS, BEARING, "CN", NOW, PUBLIC_CONTRACT, FALSE),
    "risk assessment, Belarus": (RISK_BELARUS, BEARING, "CN", "2025-01-02", {}, TRUE),
    "risk assessment, Belarus, the day before": (RISK_BELARUS, BEARING, "CN", "2025-01-01", {}, FALSE),
    "risk assessment, Annex XXXI": (RISK_BELARUS, SWITCH, "CN", "2025-05-26", {}, TRUE),
    "risk assessment, Annex XXXI, the day before": (RISK_BELARUS, SWITCH, "CN", "2025-05-25", {}, FALSE),
}


@pytest.mark.parametrize("name", CASES)
def test_when_the_duty_is_owed(name, law):
    duty, code, country, as_of, facts, expected = CASES[name]
    found = decide_sale(law, code, country, as_of, **facts).duties
    assert max((item.truth for item in found if item.duty.name == duty), default=FALSE) == expected


@pytest.mark.parametrize("code", [BEARING, None])
def test_the_duties_leave_the_outcome_alone(code, law):
    names = {"eu.2014_833.art_12g_1", "eu.2014_833.art_12gb_1", "eu.2006_765.art_8g_1", "eu.2006_765.art_8ga_1"}
    found = [item for item in decide_sale(law, code, "CN", NOW).findings if item.measure.path in names]
    assert {item.measure.path for item in found} == names
    assert {item.ceiling for item in found} == {Outcome.no_control_found}
