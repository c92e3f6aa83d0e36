"""What would change the answer, until when it holds, on what it rests; and all of it as text and as JSON."""

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from exportrules import Outcome, Rules, Source, ask_questions, explain, find_changes, find_last_day, records, to_json
from exportrules.explanation.report import make_report, split_checked
from exportrules.explanation.text_missing import narrower_word

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "src/exportrules/schemas/exportrules.decision-1.json").read_text("utf-8")
)
AMPLIFIER = {"output_power": "80 W", "specially_made_for_broadcast": False, "radiation_hardened": False}


# ---- what would change it ------------------------------------------------------------------------------


def test_a_limit_that_would_free_the_item_is_named(decide, item):
    found = {change.fact: change for change in find_changes(decide(item("amplifier", **AMPLIFIER)))}
    change = found["output_power"]
    assert (change.path, change.stated, change.instead) == ("item", "80 W", "at most 75 W")
    assert (change.floor, change.ceiling) == (Outcome.no_control_found, Outcome.no_control_found)


INSTEAD = {"at most 75 W": "75 W", "below 75 W": "74 W", "no": False, "yes": True}


@pytest.mark.parametrize("power", ["80 W", "8 W", {"at_least": "80 W"}])
@pytest.mark.parametrize("hardened", [True, False])
def test_stating_the_other_value_gives_what_the_change_shows(decide, item, power, hardened):
    facts = {**AMPLIFIER, "output_power": power, "radiation_hardened": hardened}
    decision = decide(item("amplifier", **facts))
    for change in find_changes(decision):
        other = decide(item("amplifier", **{**facts, change.fact: INSTEAD[change.instead]}))
        assert (other.floor, other.ceiling) == (change.floor, change.ceiling)
        assert (other.floor, other.ceiling) != (decision.floor, decision.ceiling)


def test_a_change_that_alters_nothing_is_not_told(decide, item):
    # two paragraphs are met: taking one away leaves the other
    decision = decide(item("amplifier", **{**AMPLIFIER, "radiation_hardened": True}))
    assert "output_power" not in {change.fact for change in find_changes(decision)}


def test_a_fact_of_a_part_is_changed_at_its_place(decide, item):
    axes = {"axis": {"complete": True, "list": [{"facts": {"travel": "2 m"}}]}}
    found = find_changes(decide(item("machine_tool", parts=axes, works_on=["metal"])))
    assert all(change.path.startswith("item") for change in found)


# ---- until when it holds ----------------------------------------------------------------------------------


def test_the_last_day_is_the_one_before_the_law_changes_the_answer(decide, item):
    before = decide(item("fpga"), as_of="2025-11-01")
    assert before.outcome is Outcome.no_control_found
    assert find_last_day(before) == date(2025, 11, 14)
    assert decide(item("fpga"), as_of="2025-11-14").outcome is Outcome.no_control_found
    assert decide(item("fpga"), as_of="2025-11-15").outcome is Outcome.licence_required


def test_no_last_day_is_known_where_nothing_changes_the_answer(decide, item):
    assert find_last_day(decide(item("fpga"))) is None
    # the list changes on that day, but not for an amplifier
    assert find_last_day(decide(item("amplifier", **AMPLIFIER), as_of="2025-11-01")) is None


def test_the_day_up_to_which_the_law_was_compared_is_the_earliest_of_all_that_is_used(small, case, item):
    older = Source(
        "older.xr",
        next(source.text for source in small.sources if source.name == "measures.xr").replace(
            "checked up to 2026-06-30", "checked up to 2026-01-31"
        ),
    )
    rules = small.with_sources([Source("measures.xr", older.text)])
    report = make_report(rules.decide(case(item("amplifier", **AMPLIFIER), end_user_country="IN")))
    assert report.checked_up_to == date(2026, 1, 31)
    assert [code for code, _ in report.decision.diagnostics] == ["XR860"]
    assert report.decision.diagnostics[0][1] == "`eu.small_measures` was checked up to 2026-01-31 only"


@pytest.mark.parametrize(
    ("older", "less", "rest"),
    [
        ("2026-01-31", [], "2026-01-31"),
        ("2013-09-30", [{"ruleset": "eu.small_measures", "checked_up_to": "2013-09-30"}], "2026-06-30"),
    ],
)
def test_the_json_tells_a_ruleset_that_lags_far_behind_apart_as_the_text_does(small, case, item, older, less, rest):
    (source,) = [source for source in small.sources if source.name == "measures.xr"]
    text = source.text.replace("checked up to 2026-06-30", f"checked up to {older}")
    rules = small.with_sources([Source("measures.xr", text)])
    decision = rules.decide(case(item("amplifier", **AMPLIFIER), end_user_country="IN"))
    receipt = to_json(decision)
    data = json.loads(receipt)
    assert (data["checked_less"], data["checked_up_to"]) == (less, rest)
    Draft202012Validator(SCHEMA).validate(data)
    assert f"Compared with the law up to {rest}" in explain(decision)
    assert rules.replay(receipt) == receipt


def test_several_that_lag_are_told_with_their_days():
    days = [date(2013, 9, 30), date(2020, 5, 27), date(2020, 5, 27), date(2025, 10, 24), date(2026, 9, 20)]
    checked = [(day, f"title {place}", f"ruleset.{place}") for place, day in enumerate(days)]
    assert split_checked(checked) == (checked[:3], date(2025, 10, 24))
    assert split_checked(checked[3:]) == ([], date(2025, 10, 24))
    assert split_checked([]) == ([], None)


# ---- on what it rests ------------------------------------------------------------------------------------


def test_assumptions_are_listed_with_where_they_stand(small, case, item):
    thing = item("amplifier", output_power="80 W", specially_made_for_broadcast=False)
    thing["assume"] = {"radiation_hardened": False}
    decision = small.decide(case(thing, assume={"informed_of": []}, end_user_country="US"))
    assert decision.outcome is Outcome.authorised
    report = make_report(decision)
    assert [(found.path, found.name, found.value) for found in report.assumptions] == [
        ("facts", "informed_of", "none"),
        ("item", "radiation_hardened", "no"),
    ]
    assert all(found.source.assumed for found in report.assumptions)
    told = explain(decision)
    assert "Assumed:" in told
    assert "assumed" in told.lower()


def test_judgements_and_findings_are_listed_with_their_authors(small, case, item):
    thing = item("laser")
    thing["findings"] = [
        {"paragraph": "3A003", "ruleset": "eu.small", "met": False, "by": "B. Wolf", "on": "2026-02-01"}
    ]
    decision = small.decide(case(thing, end_user_country="IN"))
    assert decision.outcome is Outcome.no_control_found
    report = make_report(decision)
    assert [(found.name, found.value, found.source.by) for found in report.judgements] == [
        ("specially_designed", "no", "A. Rossi"),
        ("paragraph 3A003", "not met", "B. Wolf"),
    ]


def test_our_readings_are_named_where_they_matter(decide, item):
    report = make_report(decide(item("amplifier", output_power="80 W")))
    assert report.readings == (("note 1", "broadcasting includes streaming over the air"),)
    assert make_report(decide(item("machine_tool", works_on=[]))).readings == ()


def test_what_is_owed_is_told(decide, item):
    decision = decide(item("amplifier", **AMPLIFIER), end_user_country="US", informed_of=[])
    assert [(found.duty.name, found.duty.due, found.under) for found in decision.duties] == [
        ("notify_first_use", "within 30 days of the first export", "eu.small_measures.general")
    ]
    assert [found.code for found in decision.documents] == ["X002"]
    told = explain(decision)
    assert "notify first use" in told
    assert "within 30 days of the first export" in told
    assert "X002" in told
    barred = decide(item("amplifier", **AMPLIFIER), end_user_country="KP")
    assert [found.duty.name for found in barred.duties] == ["report"]


# ---- as text and as JSON ----------------------------------------------------------------------------------

HEADLINES = {
    "free": "NO CONTROL FOUND",
    "licence": "LICENCE REQUIRED",
    "authorised": "AUTHORISED",
    "barred": "PROHIBITED",
    "open": "UNDETERMINED: FROM NO CONTROL FOUND TO LICENCE REQUIRED",
    "not in force": "NO CONTROL FOUND",
    "excluded": "NO CONTROL FOUND",
}


def test_every_decision_has_a_text(named):
    name, decision = named
    told = explain(decision)
    lines = told.splitlines()
    assert f"law of {decision.as_of.isoformat()}" in lines[0]
    if name in HEADLINES:
        assert lines[1].strip() == HEADLINES[name]
    assert told.endswith("\n")
    assert "  \n" not in told
    assert explain(decision) == told


def test_every_decision_as_json_fits_its_schema(named):
    _, decision = named
    data = json.loads(to_json(decision))
    Draft202012Validator.check_schema(SCHEMA)
    assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []
    assert data["floor"] == decision.floor.name
    assert data["ceiling"] == decision.ceiling.name
    assert data["outcome"] == (None if decision.outcome is None else decision.outcome.name)
    assert data["as_of"] == decision.as_of.isoformat()
    assert [measure["measure"] for measure in data["measures"]] == [
        found.measure.path for found in decision.findings if found.truth
    ]


@pytest.mark.parametrize("levels", [20, 28, 64])
def test_a_list_of_any_depth_can_be_written_and_replayed(small, case, item, levels):
    lines = "".join(f"{'  ' * level}{'entry 4A001' if level == 0 else 'a.'} any of:\n" for level in range(levels))
    deep = Source("deep.xr", f"exportrules 1\nruleset eu.small\n{lines}{'  ' * levels}a. item is software\n")
    rules = small.with_sources([deep])
    decision = rules.decide(case(item("software"), end_user_country="IN"))
    assert decision.outcome is Outcome.licence_required
    text = to_json(decision)
    assert list(Draft202012Validator(SCHEMA).iter_errors(json.loads(text))) == []
    assert ("what lies deeper is left out" in text) is (levels > 26)
    assert rules.replay(text) == text
    assert explain(decision)


def test_the_json_is_canonical(named):
    _, decision = named
    text = to_json(decision)
    assert text == to_json(decision)
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_the_json_tells_paragraphs_reliefs_and_evidence(decide, item):
    data = json.loads(to_json(decide(item("fpga"), end_user_country="US", informed_of=[])))
    (measure,) = data["measures"]
    assert (measure["source"], measure["layer"], measure["applies"]) == ("Art. 3(1)", "union", "true")
    assert [(found["code"], found["listed"], found["evidence"]) for found in measure["paragraphs"]] == [
        ("3A001.b", "true", "recalled")
    ]
    assert [(found["relief"], found["applies"], found["leaves"]) for found in measure["reliefs"]] == [
        ("eu.small_measures.general", "true", "authorised")
    ]
    assert set(data["rulesets"]) == {"common.small", "eu.small", "eu.small_measures", "us.small"}


def test_very_many_measures_that_may_apply_are_told_by_ruleset(law):
    """Almost nothing is known: a page of names would hide what to ask."""
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-02"}
    lines = explain(law.decide(case)).splitlines()
    start = lines.index("  May apply:")
    told = lines[start + 1 : next(n for n in range(start + 1, len(lines)) if not lines[n].startswith("    "))]
    assert any("goods and technology for Russia: " in line and "at the strictest prohibited" in line for line in told)
    assert len(told) <= 40


def test_measures_that_only_bring_duties_are_told_with_their_duties(law):
    case = {
        "format": "exportrules.case/1",
        "activity": "export",
        "as_of": "2026-03-02",
        "facts": {"exporter_state": "AT", "consignee_country": "IN"},
        "item": {"kind": "goods", "facts": {"cn_code": "8542 33"}},
    }
    text = explain(law.decide(case))
    assert "Art. 12gb(1) and (2), risk of diversion to Russia: applies" not in text
    decided = law.decide(case)
    assert any(duty.duty.name == "manage_risk_of_diversion_to_russia" for duty in decided.duties)


def test_where_questions_are_many_the_sections_that_a_person_may_rule_out_are_named():
    paragraphs = "".join(f"entry {place}\n" for place in ("1A001 a0", "1A002 a1", "1B001 a2"))
    flags = ", ".join(f"a{number}" for number in range(3))
    wide = "".join(f"entry 2A{number:03} b{number}\n" for number in range(30))
    text = f"""exportrules 1
ruleset eu.c
  title: tests
  source: none
  layer union
  checked up to 2030-01-01
fact {flags}, {", ".join(f"b{number}" for number in range(30))} is yes or no
  asks: whether
{paragraphs}{wide}measure first
  source: none
  for export
  requires licence when item listed in eu.c
"""
    rules = Rules([Source("law.xr", text)])
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-01-01", "item": {"facts": {}}}
    told = explain(rules.decide(case))
    assert "eu.c 2A (30), eu.c 1A (2), eu.c 1B (1)" in told
    case["item"]["findings"] = [{"ruleset": "eu.c", "paragraph": "2A", "met": False}]
    # few questions are asked one by one
    assert "section" not in explain(rules.decide(case))


# ---- what applies first, and what is owed ------------------------------------------------------------------

APPLIES = """exportrules 1
ruleset eu.o
  title: t
  source: t
  layer union
  checked up to 2030-12-31
kind goods
fact a, b is yes or no
  asks: whether it is so
fact c, d, e, f, g, h, i, j of transaction is yes or no
  asks: whether it is so
measure first
  source: Art. 1
  for export
  requires licence when a
measure second
  source: Art. 2
  for export
  prohibits when b
measure third
  source: Art. 3
  for export
  obliges when b and not c and not d
  duty put_in_contract
    due: in the contract
measure fourth
  source: Art. 4
  for export
  obliges when not c and not d and not e and not f
  duty keep_papers
  duty show_them
measure fifth
  source: Art. 6
  for export
  obliges when all of:
    not c
    not d
    not e
    not f
    not h
    not i
    not j
  duty keep_more
exemption r lifts second
  source: Art. 5
  for export
  when g
"""


def told_of(facts, **others):
    rules = Rules([Source("o.xr", APPLIES)])
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01", "facts": others,
        "item": {"kind": "goods", "facts": facts},
    }  # fmt: skip
    return explain(rules.decide(case)).splitlines()


def test_what_applies_is_told_before_what_may_and_how_strict_it_is():
    told = told_of({"b": True})
    assert told[1] == "  UNDETERMINED: FROM NO CONTROL FOUND TO PROHIBITED"
    assert told[2] == "  prohibited, unless an exception or an authorisation that is open lifts it"
    assert told.index("  Art. 2: applies") < told.index("  Art. 1: may apply")


def test_an_open_answer_to_which_nothing_applies_says_no_such_thing():
    assert not any("unless" in line for line in told_of({"b": False}))


@pytest.mark.parametrize("g", [False, True])
def test_a_duty_that_hangs_on_what_nobody_asks_is_told_with_what_is_not_known(g):
    """What only obliges moves no end, so that the answer is conclusive and has no questions."""
    told = told_of({"a": False, "b": True}, g=g)
    start = told.index("  Duties under Art. 3 (not known: c; d):")
    assert told[start + 1] == "    perhaps put in contract, in the contract"
    start = told.index("  Duties under Art. 4 (not known: c; d; e; and 1 more):")
    assert told[start + 1] == "    perhaps keep papers; show them"
    start = told.index("  Duties perhaps too, though much is not known about it:")
    assert told[start + 1] == "    Art. 6"


def test_it_is_told_of_an_open_answer_where_little_is_open_about_it():
    told = told_of({"b": True})
    assert "  Duties under Art. 3 (not known: c; d):" in told
    assert not any("Art. 4" in line or "Art. 6" in line for line in told)
    assert "  Duties under Art. 3:" in told_of({"b": True}, c=False, d=False)
    assert not any("Art. 3" in line for line in told_of({"b": True}, c=True))


def test_what_a_stated_word_leaves_out_is_told(small, case, item):
    words = "kind board within goods\n  remark: no amplifier\n  remark: of one layer\n"
    head = "exportrules 1\nruleset eu.words\n  title: t\n  source: t\n  layer common\n  checked up to 2026-06-30\n"
    rules = small.with_sources([*small.sources, Source("words.xr", head + words)])
    told = explain(rules.decide(case(item("board"))))
    assert "  Taken as:\n    board: no amplifier\n    board: of one layer\n" in told
    assert "Taken as" not in explain(rules.decide(case(item("amplifier"))))


def test_a_narrower_word_is_asked_for_where_questions_are_many(decide, item):
    decision = decide(item("amplifier"))
    question = next(found for found in ask_questions(decision) if found.path == "item")
    assert narrower_word(decision, [question] * 100) == ""
    many = [question] * 101
    told = "for what it is; everyday goods have words of their own (`exportrules kinds WORD` finds them)"
    assert narrower_word(decision, many) == f"a narrower word than amplifier {told}"
    assert narrower_word(decide({}), many) == f"a word {told}"
    # what is asked of the transaction no word for the item spares
    assert narrower_word(decision, [records.replace(question, path="facts")] * 101) == ""


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, "; others less far, too (see the JSON view)")])
def test_of_rulesets_that_lag_the_text_names_those_of_three_days(small, case, item, count, more):
    others = [
        Source(
            f"old{number}.xr",
            f"exportrules 1\nruleset eu.old{number}\n  title: old {number}\n  source: t\n  layer union\n"
            f"  checked up to {2012 + 2 * number}-01-01\n"
            f"measure m\n  source: Art. 1\n  for export\n  requires licence when not radiation_hardened\n",
        )
        for number in range(count)
    ]
    rules = small.with_sources(others)
    told = explain(rules.decide(case(item("amplifier", **AMPLIFIER), end_user_country="IN")))
    (line,) = [line for line in told.split("\n") if "Compared with the law" in line]
    shown = [f"; only up to {2012 + 2 * number}-01-01: old {number}" for number in range(3)]
    assert line == f"  Compared with the law up to 2026-06-30{''.join(shown)}{more}."
