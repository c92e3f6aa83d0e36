"""Why an answer holds and why not: the paragraph, the fact, the limit and who said so."""

import re

import pytest

from exportrules import ExportRulesError, Source, find_status, why_not
from exportrules.explanation.report import make_report
from exportrules.logic import FALSE, TRUE, UNKNOWN

OPEN = {"specially_made_for_broadcast": False}


def reasons(decision, walk, number=0):
    return {item.code or item.text: item for item in walk(make_report(decision).measures[number].reason)}


# ---- why ----------------------------------------------------------------------------------------------


def test_a_paragraph_that_is_met_is_told_down_to_the_fact_and_who_stated_it(decide, item, walk):
    power = {"value": "80 W", "by": "data sheet 7", "on": "2026-01-02", "basis": "measured"}
    found = reasons(decide(item("amplifier", output_power=power, **OPEN)), walk)
    for code, title in (("3A001", "electronic items"), ("3A001.a", "amplifiers"), ("3A001.a.1", "strong ones")):
        assert (found[code].form, found[code].status, found[code].title) == ("paragraph", "met", title)
        assert (found[code].ruleset, found[code].truth) == ("eu.small", TRUE)
    test = found["output_power above 75 W"]
    assert (test.form, test.status, test.fact, test.value) == ("test", "holds", "output_power", "80 W")
    assert (test.source.by, test.source.on.isoformat(), test.source.basis) == ("data sheet 7", "2026-01-02", "measured")
    assert not test.source.assumed


def test_what_does_not_bear_on_the_answer_is_left_out(decide, item, walk):
    found = reasons(decide(item("amplifier", output_power="80 W", radiation_hardened=False, **OPEN)), walk)
    assert "3A001.a.1" in found
    # neither the alternative that fails nor the note that does not take it out
    assert "3A001.a.2" not in found
    assert "note 1" not in found
    assert "3A002" not in found


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("80 W", "80 W"),
        ("80000 mW", "80000 mW (= 80 W)"),
        ({"at_least": "0.08 kW"}, "at least 0.08 kW (= at least 80 W)"),
        ({"one_of": ["80 W", "90 W"]}, "80 W or 90 W"),
    ],
)
def test_a_value_is_shown_as_stated_and_in_the_unit_of_the_limit(decide, item, walk, stated, shown):
    found = reasons(decide(item("amplifier", output_power=stated, **OPEN)), walk)
    assert found["output_power above 75 W"].value == shown


def test_a_part_is_named_by_its_place(decide, item, walk):
    axes = {"axis": [{"facts": {"travel": "5 mm"}}, {"facts": {"travel": "2 m"}}]}
    found = reasons(decide(item("machine_tool", parts=axes, works_on=["metal"])), walk)
    parts = [reason for reason in walk(found["3A002.a"]) if reason.form == "part" and reason.text.startswith("axis[")]
    assert [(part.text, part.truth) for part in parts] == [("axis[0]", FALSE), ("axis[1]", TRUE)]


def test_a_judgement_is_told_with_its_judge(decide, item, walk):
    thing = item("laser", judged=None)
    thing["judgements"] = [{"term": "specially_designed", "for": "3A001.a", "value": True, "by": "A. Rossi"}]
    judged = reasons(decide(thing), walk)["judged specially_designed for 3A001.a"]
    assert (judged.status, judged.value, judged.source.by) == ("holds", "yes, for 3A001.a", "A. Rossi")


def test_the_evidence_of_a_paragraph_is_its_own_or_that_of_its_list(decide, item, walk):
    assert reasons(decide(item("fpga")), walk)["3A001.b"].evidence == "recalled"
    found = reasons(decide(item("amplifier", output_power="80 W", **OPEN)), walk)
    assert found["3A001.a"].evidence == "official"


def test_measures_and_reliefs_carry_their_source_and_evidence(decide, item):
    report = make_report(decide(item("amplifier", output_power="80 W", **OPEN), end_user_country="US", informed_of=[]))
    (measure,) = report.measures
    assert (measure.finding.measure.source, measure.evidence) == ("Art. 3(1)", "official")
    assert [(found.statement.code, found.truth) for found in measure.paragraphs] == [
        ("3A001.a.1", TRUE),
        ("3A001.a.2", UNKNOWN),
    ]
    (relief,) = measure.reliefs
    assert (relief.finding.relief.name, relief.finding.truth, relief.evidence) == ("general", TRUE, "official")
    (foreign,) = make_report(decide(item("laser"), end_user_country="CN")).third_country
    assert (foreign.finding.measure.source, foreign.evidence) == ("EAR 744.21", "secondary")


# ---- why not ------------------------------------------------------------------------------------------


def test_a_paragraph_that_is_not_met_shows_the_failing_test(decide, item, walk):
    decision = decide(item("amplifier", output_power="8 W", radiation_hardened=False))
    reason = why_not(decision, "3A001.a.1")
    assert (reason.code, reason.status, reason.truth) == ("3A001.a.1", "not met", FALSE)
    (test,) = [found for found in walk(reason) if found.form == "test" and found.truth == FALSE]
    assert (test.text, test.value) == ("output_power above 75 W", "8 W")


def test_what_fails_above_the_paragraph_is_shown_with_it(decide, item, walk):
    reason = why_not(decide(item("fpga", output_power="80 W")), "3A001.a.1")
    assert reason.truth == FALSE
    assert [(found.text, found.truth) for found in reason.children] == [
        ("item is amplifier", FALSE),
        ("output_power above 75 W", TRUE),
    ]


def test_what_people_found_of_the_paragraph_comes_before_its_tests(decide, item, walk):
    thing = item("amplifier", output_power="80 W")
    who = {"by": "A. Kind", "on": "2026-01-02", "basis": "data sheet"}
    thing["findings"] = [{"ruleset": "eu.small", "paragraph": "3A001.a", "met": False, **who}]
    found = why_not(decide(thing), "3A001.a.1").children[0]
    assert (found.form, found.text, found.status, found.truth) == (
        "finding", "a person's finding about 3A001.a", "not met", FALSE,
    )  # fmt: skip
    assert (found.source.by, found.source.on.isoformat(), found.source.basis) == tuple(who.values())
    # one about another paragraph, or a part of this one, does not rule it out
    thing["findings"] = [{"ruleset": "eu.small", "paragraph": "3A001.a.1", "met": False}]
    assert all(child.form != "finding" for child in why_not(decide(thing), "3A001.a").children)
    thing["findings"] = [{"ruleset": "eu.small", "paragraph": "3A001.a.1", "met": True}]
    (found,) = [child for child in why_not(decide(thing), "3A001.a").children if child.form == "finding"]
    assert (found.status, found.truth) == ("met", TRUE)


def test_the_alternative_with_the_least_against_it_comes_first(small, case, item):
    source = Source(
        "more.xr",
        "exportrules 1\nruleset eu.small\nentry 3A009 any of:\n"
        "  a. item is laser and radiation_hardened and channels above 4 count\n"
        "  b. radiation_hardened and channels above 4 count\n"
        "  c. item is laser and channels above 2 count\n"
        "  d. channels above 9 count\n",
    )
    decision = small.with_sources([source]).decide(case(item("fpga", radiation_hardened=True, channels=3)))
    found = why_not(decision, "3A009")
    assert [child.code for child in found.children] == ["3A009.b", "3A009.c", "3A009.d", "3A009.a"]


def test_a_note_that_takes_the_item_out_is_named(decide, item, walk):
    decision = decide(item("amplifier", output_power="80 W", specially_made_for_broadcast=True))
    assert decision.outcome.name == "no_control_found"
    reason = why_not(decision, "3A001.a")
    assert reason.status == "excluded by note 1"
    (note,) = [found for found in walk(reason) if found.form == "note"]
    assert (note.text, note.status) == ("note 1", "takes it out")
    assert note.readings == ("broadcasting includes streaming over the air",)


def test_a_paragraph_that_is_not_in_force_says_so(decide, item):
    assert why_not(decide(item("fpga"), as_of="2025-11-14"), "3A001.b").status == "not in force"
    assert why_not(decide(item("fpga"), as_of="2025-11-15"), "3A001.b").status == "met"


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("2b001", ["eu.2012_267.annex_vi:2B001", "eu.dual_use.annex_i:2B001"]),
        ("eu.dual_use.annex_i:2b001", ["eu.dual_use.annex_i:2B001"]),
        ("3a001.B.2", ["eu.dual_use.annex_i:3A001.b.2"]),
        # a list that is not loaded is no reason to name nothing
        ("eu.dual_use.annex_1:2B001", ["eu.2012_267.annex_vi:2B001", "eu.dual_use.annex_i:2B001"]),
    ],
)
def test_the_same_code_in_other_letters_is_what_was_meant(law, path, meant):
    decision = law.decide({"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01"})
    for call in (why_not, find_status):
        with pytest.raises(ExportRulesError) as caught:
            call(decision, path)
        assert caught.value.help == "did you mean " + " or ".join(f"`{place}`" for place in meant) + "?"


def test_what_looks_alike_is_named_once_with_its_list(law):
    decision = law.decide({"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01"})
    with pytest.raises(ExportRulesError) as caught:
        why_not(decision, "2B01")
    named = re.findall(r"`([^`]+)`", caught.value.help)
    assert len(named) == len(set(named)) == 3
    for path in named:
        assert find_status(decision, path).code == path.partition(":")[2]


def test_an_unknown_or_ambiguous_paragraph_is_one_clear_error(small, decide, item):
    decision = decide(item("fpga"))
    with pytest.raises(ExportRulesError) as caught:
        why_not(decision, "3A001.z")
    assert (caught.value.code, caught.value.message) == ("XR863", "no loaded list has a paragraph `3A001.z`")
    assert caught.value.help == "did you mean `eu.small:3A001.b` or `eu.small:3A001.a` or `eu.small:3A001`?"
    twin = Source(
        "twin.xr",
        "exportrules 1\nruleset eu.twin\n  title: twin\n  source: x\n  layer union\n  checked up to 2026-06-30\n"
        "entry 3A001 item is laser\n",
    )
    rules = small.with_sources([twin])
    decision = rules.decide({"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01"})
    with pytest.raises(ExportRulesError) as caught:
        why_not(decision, "3A001")
    assert caught.value.message == "several lists have a paragraph `3A001`"
    assert caught.value.help == "write `eu.small:3A001` or `eu.twin:3A001`"
    assert why_not(decision, "eu.twin:3A001").ruleset == "eu.twin"


# ---- the status of a paragraph ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "code", "plain", "words"),
    [
        ({"output_power": "80 W", **OPEN}, "3A001.a.1", "met", "met"),
        ({"output_power": "8 W"}, "3A001.a.1", "not met", "not met"),
        ({}, "3A001.a.1", "undetermined", "undetermined"),
        ({"output_power": "80 W", "specially_made_for_broadcast": True}, "3A001.a", "not met", "excluded by note 1"),
        ({"output_power": "80 W", "specially_made_for_broadcast": True}, "3A001.a.1", "not met", "not met"),
        ({"output_power": "80 W"}, "3A001.a.1", "undetermined", "undetermined"),
        ({}, "3A002", "not met", "not met"),
    ],
)
def test_the_status_of_a_paragraph_counts_what_stands_above_it(small, decide, item, facts, code, plain, words):
    decision = decide(item("amplifier", **facts))
    found = find_status(decision, f"eu.small:{code}")
    assert (found.ruleset, found.code, found.plain, found.words) == ("eu.small", code, plain, words)
