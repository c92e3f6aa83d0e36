"""Every measure and every relief of the Union and of the Member States is shown by a worked example.

Either a scenario names it in `determined_by` or `authorised_by`, or `shown_by.toml` names a scenario in which it
applies, or it stands below with the reason why none does.
"""

import tomllib
from pathlib import Path

import pytest

from exportrules.logic import TRUE
from exportrules.scenarios import bundled_scenarios

SHOWN = tomllib.loads((Path(__file__).parent / "shown_by.toml").read_text("utf-8"))["shown"]
SCENARIOS = {(item.file, item.name): item for item in bundled_scenarios()}
NOT_READ = "text or list not at hand: open by its nature, so that nothing shows it to apply"
NOT_DATED = "the first day of its list is only known within a span: it may apply, never certainly"
ROW_NOT_DATED = "the rows that it speaks of are only dated within a span: their ban is open on its days"
NO_REEXPORT = "shown in test_no_reexport.py"
NOT_SETTLED = "whether the words reach this is not settled: open by its nature, so that nothing shows it to apply"
ONLY_EX = "every code is marked `ex`: it may apply, never certainly"
NONE_YET = "no scenario yet"
WITHOUT = {
    "eu.2006_765.carriage": NOT_READ,
    "eu.2014_833.art_5aa_3_energy": NOT_SETTLED,
    "eu.2014_833.art_5aa_3_f": NOT_SETTLED,
    "eu.2014_833.art_5ab_2_a": NOT_SETTLED,
    "eu.2014_833.art_5ac_3": NOT_SETTLED,
    "eu.2014_833.art_5ac_6_a": NOT_SETTLED,
    "eu.2014_833.art_5ac_7": NOT_SETTLED,
    "eu.2014_833.art_5ad_3_d": NOT_SETTLED,
    "eu.2014_833.art_5ag_2": NOT_SETTLED,
    "eu.2014_833.art_5h_1c": NOT_SETTLED,
    "eu.2014_833.art_5l_1_until_2024": NOT_SETTLED,
    "eu.2014_833.carriage": NOT_READ,
    "eu.2006_765.art_1fd_4": NOT_READ,
    "eu.2006_765.art_1ga_5": NONE_YET,
    "eu.2006_765.art_8da_3": NOT_SETTLED,
    "eu.2006_765.art_8g_1": NO_REEXPORT,
    "eu.2006_765.art_8g_4": NO_REEXPORT,
    "eu.2006_765.services_of_other_articles": NOT_READ,
    "eu.2012_258.measures.art_3_1_b": NOT_READ,
    "eu.2012_258.measures.art_9_2": NOT_READ,
    "eu.2012_258.measures.recast": NOT_READ,
    "eu.2012_267.art_10a_force_majeure": NOT_READ,
    "eu.2012_267.art_2_reports": "a duty alone: the scenario on the reports of Art. 2 names the duty",
    "eu.2012_267.art_7_financing": NOT_SETTLED,
    "eu.2012_267.before_2025": NOT_READ,
    "eu.2012_36.art_2_and_2d": NOT_READ,
    "eu.2013_401.art_3a_until_2021": NOT_READ,
    "eu.2014_833.art_12b_2a": NOT_SETTLED,
    "eu.2014_833.art_12b_2a_services": NOT_SETTLED,
    "eu.2014_833.services_of_other_articles": NOT_READ,
    "eu.2014_833.art_12g_1": NO_REEXPORT,
    "eu.2014_833.art_12g_2b": NO_REEXPORT,
    "eu.2014_833.art_3h_4a": NOT_READ,
    "eu.2014_833.art_3k_3_of_2023": NOT_READ,
    "eu.2014_833.art_3k_3ae": ROW_NOT_DATED,
    "eu.2014_833.art_3k_3af": ROW_NOT_DATED,
    "eu.2014_833.art_3k_5b_until_2023": NOT_READ,
    "eu.2014_833.art_4_2a": NOT_SETTLED,
    "eu.2014_833.art_5af_3": NOT_SETTLED,
    "eu.2014_833.art_5q": NOT_READ,
    "eu.2017_1509.art_13": ONLY_EX,
    "eu.2017_1509.art_18": NOT_READ,
    "eu.2017_1509.art_18_assistance": NOT_READ,
    "eu.2017_1509.art_3_1_a_until_2021": NOT_READ,
    "eu.2017_1509.art_3_1_c_until_2021": NOT_READ,
    "eu.2017_1509.art_8_financing": NOT_SETTLED,
    "eu.other_regimes.iran_interception": NOT_READ,
    "eu.other_regimes.iran_interception_assistance": NOT_READ,
    "eu.other_regimes.iran_repression": NOT_READ,
    "eu.other_regimes.iran_repression_assistance": NOT_READ,
    "national.be.list.export": NOT_DATED,
    "national.be.list.held_licence": NOT_DATED,
    "national.de.services.section_52_with_goods": NOT_SETTLED,
    "national.es.measures.art_10_6": NOT_SETTLED,
    "national.es.measures.art_2_3_a_3": NOT_READ,
    "national.fi.draft_2023.export": "a proposal decides nothing; supposed in test_host_lists.py",
    "national.lt.measures.any_route": NOT_READ,
    "national.pl.list.export": NOT_DATED,
    "national.pl.list.held_licence": NOT_DATED,
}


def provisions(law):
    layers = {name: info.layer for name, info in law.book.rulesets.items()}
    found = [*law.book.measures, *law.book.reliefs]
    return {item.path for item in found if layers[item.ruleset] in ("union", "national")}


def named():
    keys = ("determined_by", "authorised_by")
    return {path for item in SCENARIOS.values() for key in keys for path in item.expected.get(key, ())}


def test_every_measure_and_every_relief_is_shown_or_excused(law):
    shown = {path for item in SHOWN for path in item["applies"]}
    assert sorted(provisions(law) - named() - shown) == sorted(WITHOUT)


def test_nothing_is_shown_that_does_not_exist(law):
    assert {path for item in SHOWN for path in item["applies"]} <= provisions(law)


@pytest.mark.parametrize("item", SHOWN, ids=lambda item: item["scenario"])
def test_it_applies_in_the_scenario(law, item):
    scenario = SCENARIOS[item["file"], item["scenario"]]
    decision = law.decide(law.read_case(scenario.case), scenario.as_of)
    measures = {found.measure.path for found in decision.findings if found.truth == TRUE}
    reliefs = {found.relief.path for each in decision.findings for found in each.reliefs if found.truth == TRUE}
    assert set(item["applies"]) <= measures | reliefs
