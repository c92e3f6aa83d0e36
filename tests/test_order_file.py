"""The order file that ships with the project: what comes out for each line, and what decides it."""

import copy
import json
from pathlib import Path

import pytest

from exportrules import ask_questions, explain, find_status
from exportrules.explanation.report import make_report
from exportrules.logic import TRUE

FILE = Path(__file__).resolve().parents[1] / "rulesets" / "examples" / "orders.json"
LINES = {case["id"]: case for case in json.loads(FILE.read_text("utf-8"))}
ART_3 = "eu.dual_use.articles.art_3"

# floor, ceiling; the measures that determine it; the paragraphs that are met; the reliefs that apply
EXPECTED = {
    "amplifier-to-india": ("licence_required", "licence_required", {ART_3}, {"3A001.b.2.a.1"}, set()),
    "gantry-mill-to-tuerkiye": ("no_control_found", "licence_required", {ART_3}, set(), set()),
    "cryostat-to-canada": ("authorised", "authorised", {ART_3}, {"3A504.a"}, {"eu.dual_use.annex_ii.eu001"}),
    "solvent-mixture-to-brazil": ("no_control_found", "no_control_found", set(), set(), set()),
    "router-to-korea": ("no_control_found", "no_control_found", set(), set(), set()),
    "quantum-computer-to-malaysia-before": (
        "licence_required",
        "licence_required",
        {ART_3, "national.es.measures.annex_iii_5"},
        {"4A901.a.7"},
        set(),
    ),
    "quantum-computer-to-malaysia-after": ("licence_required", "licence_required", {ART_3}, {"4A506.a.7"}, set()),
    "pump-to-russia": (
        "prohibited_unless_authorised",
        "prohibited_unless_authorised",
        {"eu.2014_833.art_3k_1"},
        {"goods.8413"},
        {"eu.2014_833.art_3k_5"},
    ),
    "neutron-generator-to-germany": (
        "licence_required",
        "licence_required",
        {"eu.dual_use.articles.art_11_1"},
        {"3A231"},
        set(),
    ),
    "vpn-download-to-chile": (
        "authorised",
        "authorised",
        {ART_3},
        {"5D002.c.1"},
        {"eu.dual_use.annex_ii.eu008"},
    ),
    "game-controller-to-chile": ("no_control_found", "no_control_found", set(), set(), set()),
    "scanner-to-china": (
        "licence_required",
        "licence_required",
        {"national.nl.measures.art_2"},
        {"3B001.f.5"},
        set(),
    ),
    "lathe-to-myanmar": (
        "notification_required",
        "notification_required",
        {"eu.dual_use.articles.art_4_2"},
        set(),
        set(),
    ),
    "transformer-to-russia": ("prohibited", "prohibited", {"eu.2014_833.art_3k_1"}, {"goods.8504"}, set()),
}


@pytest.fixture(scope="module")
def decided(law):
    return {name: law.decide(law.read_case(case)) for name, case in LINES.items()}


def test_every_line_has_an_expectation():
    assert {*EXPECTED, "almost-nothing-known"} == set(LINES)
    assert len(LINES) >= 12


@pytest.mark.parametrize("name", EXPECTED)
def test_the_line_comes_out_and_by_what(decided, name):
    decision = decided[name]
    floor, ceiling, measures, paragraphs, reliefs = EXPECTED[name]
    assert (decision.floor.name, decision.ceiling.name) == (floor, ceiling)
    assert {item.measure.path for item in decision.determining} == measures
    met = {item.statement.code for finding in decision.determining for item in finding.entries if item.truth == TRUE}
    assert met == paragraphs
    assert {item.relief.path for item in decision.applied_reliefs} == reliefs


def test_what_is_missing_is_asked_for(decided):
    asked = {item.fact for item in ask_questions(decided["gantry-mill-to-tuerkiye"], ranked=0)}
    assert {"unidirectional_repeatability", "positioning_accuracy"} <= asked


def test_an_accuracy_settles_the_mill(law):
    outcomes = {}
    for accuracy in ("29 um", "31 um"):
        case = json.loads(json.dumps(LINES["gantry-mill-to-tuerkiye"]))
        axis = case["item"]["parts"]["linear_axis"]["list"][0]
        axis["facts"] |= {"unidirectional_repeatability": "8 um", "positioning_accuracy": accuracy}
        for other in case["item"]["parts"]["linear_axis"]["list"][1:]:
            other["facts"]["positioning_accuracy"] = "31 um"
        outcomes[accuracy] = law.decide(law.read_case(case)).outcome.name
    assert outcomes == {"29 um": "licence_required", "31 um": "no_control_found"}


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("solvent-mixture-to-brazil", "1C350.46", "excluded by note 3 to 1C350"),
        ("router-to-korea", "5A002", "excluded by note 3"),
    ],
)
def test_a_note_takes_it_out_and_the_text_says_so(law, decided, name, code, words):
    assert find_status(decided[name], f"eu.dual_use.annex_i:{code}").words == words
    assert [item.code for item in make_report(decided[name]).freed] == [code]
    assert words in explain(decided[name])


def test_recalled_law_is_shown_as_such(decided):
    assert "3B001.f.5 (met, evidence: recalled)" in explain(decided["scanner-to-china"])


def test_the_answer_before_the_union_list_holds_whichever_list_applies(decided):
    text = explain(decided["quantum-computer-to-malaysia-before"])
    assert "it is not settled which, and the answer is the same" in text
    assert "Holds until 2025-11-14" in text


def test_a_line_without_facts_is_open_to_both_ends(decided):
    decision = decided["almost-nothing-known"]
    assert (decision.floor.name, decision.ceiling.name) == ("no_control_found", "prohibited")
    text = explain(decision)
    assert "May apply:" in text
    assert "further questions" in text


def test_no_explanation_of_a_settled_line_is_long(decided):
    lengths = {name: len(explain(item).splitlines()) for name, item in decided.items() if item.conclusive}
    assert max(lengths.values()) <= 60, lengths


def drops(value, path=()):
    """The place of everything in a case that may be left out: facts, kinds, whether a list is complete, records."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if path[-1:] in (("facts",), ("assume",)) or name in ("kind", "complete"):
                yield (*path, name)
            yield from drops(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from [(*path, at)] if path[-1:] in (("judgements",), ("findings",)) else drops(inner, (*path, at))


@pytest.mark.parametrize("name", LINES)
def test_leaving_something_out_only_widens_the_answer(law, name):
    whole, tried = law.decide(LINES[name]), 0
    for *above, last in drops(LINES[name]):
        case = copy.deepcopy(LINES[name])
        inner = case
        for step in above:
            inner = inner[step]
        del inner[last]
        decision = law.decide(case)
        tried += 1
        assert decision.floor <= whole.floor <= whole.ceiling <= decision.ceiling, (*above, last)
    assert tried > 3
