"""A dossier for a query to an authority: facts, candidates limb by limb, what is open, what was assumed, versions."""

import json
from pathlib import Path

import pytest

from exportrules.decision import Outcome
from exportrules.dossier import dossier_data, dossier_text, make_dossier

ORDERS = Path(__file__).resolve().parents[1] / "rulesets" / "examples" / "orders.json"


@pytest.fixture(scope="module")
def orders():
    return {case["id"]: case for case in json.loads(ORDERS.read_text("utf-8"))}


@pytest.fixture(scope="module")
def mill(law, orders):
    return make_dossier(law.decide(orders["gantry-mill-to-tuerkiye"]))


def test_candidates_are_those_that_are_met_or_may_be(mill):
    codes = [item.code for item in mill.candidates]
    assert "2B001.b.1.b" in codes
    assert not any(item.met for item in mill.candidates)
    # those of which the least is open come first
    counts = [item.open_tests for item in mill.candidates]
    assert counts == sorted(counts)
    assert counts[0] > 0


def test_each_candidate_is_told_limb_by_limb(mill):
    text = dossier_text(mill)
    assert "2B001.b.1.b: undetermined" in text
    assert "travel at least 1.0 m: holds; stated: 3 m" in text
    assert '"unidirectional positioning repeatability" at most 1.1 um: not known' in text
    # what fails is told too, so that the authority sees why not
    assert '"unidirectional positioning repeatability" at most 1.1 um: fails; stated: 4 um' in text


def test_facts_judgements_questions_and_versions_are_in_it(mill):
    text = dossier_text(mill)
    for part in (
        "Dossier gantry-mill-to-tuerkiye: export, law of 2026-03-02",
        "Answer of the loaded rules: undetermined: from no control found to licence required",
        "end user country: TR",
        "specially designed: no [G. Conti, 2026-02-12, data sheet]",
        "Open questions:",
        "Decided by engine",
        "eu.dual_use.annex_i ",
    ):
        assert part in text


def test_what_is_assumed_stands_apart(law, orders):
    case = orders["gantry-mill-to-tuerkiye"]
    moved = {key: value for key, value in case["facts"].items() if key != "suspects"}
    assumed = {**case, "facts": moved, "assume": {"suspects": []}}
    dossier = make_dossier(law.decide(assumed))
    text = dossier_text(dossier)
    assert "Assumed, not stated:\n  suspects: none [assumed]" in text
    facts = {item["name"]: item["assumed"] for item in dossier_data(dossier)["facts"]}
    assert (facts["suspects"], facts["aware_of"]) == (True, False)


def test_the_data_are_plain_and_hold_the_digests(law, mill):
    data = json.loads(json.dumps(dossier_data(mill)))
    assert data["format"] == "exportrules.dossier/1"
    assert data["rulesets"]["eu.dual_use.annex_i"]["digest"] == law.digests["eu.dual_use.annex_i"]
    assert data["rulesets"]["eu.dual_use.annex_i"]["checked_up_to"]
    assert [item["code"] for item in data["candidates"]] == [item.code for item in mill.candidates]
    assert data["candidates"][0]["limbs"]["children"]


def test_where_almost_everything_is_open_no_candidate_is_lost(law, orders):
    decision = law.decide(orders["almost-nothing-known"])
    dossier = make_dossier(decision, most=3)
    controls = [item for item in decision.findings if item.level != Outcome.no_control_found]
    entries = {(e.statement.ruleset, e.statement.code) for f in controls for e in f.entries}
    told = {(item.ruleset, item.code) for item in dossier.candidates}
    assert len(told) == 3
    assert told | set(dossier.further) == entries


def test_a_met_paragraph_comes_first(law, orders):
    dossier = make_dossier(law.decide(orders["amplifier-to-india"]), most=2)
    assert (dossier.candidates[0].code, dossier.candidates[0].met) == ("3A001.b.2.a.1", True)
