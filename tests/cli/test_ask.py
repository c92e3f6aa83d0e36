"""`ask`: the best question is put, every answer is taken as a case would state it, and the case can be saved."""

import json
import re
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

import exportrules
from exportrules import ask_questions
from exportrules.cli.asking import read_bounds, read_conditions
from exportrules.explanation.facts import show_interval
from exportrules.explanation.text_missing import level_words
from exportrules.explanation.wording import plain_value
from exportrules.logic import Interval
from exportrules.units import find_unit

SMALL = exportrules.load(Path(__file__).resolve().parents[1] / "small" / "rules", bundled=False)
QUESTION = re.compile(r"^ {4}\S.*\[(\w+)(?: of [^;]*)?; ", re.MULTILINE)


def asked(out):
    """The questions that were put, by what they ask for."""
    return QUESTION.findall(out)


@pytest.fixture
def ask(run, case_file):
    def call(given, typed, *more):
        return run("ask", case_file(given), *more, typed=typed)

    return call


AMPLIFIER = {"kind": "amplifier", "judgements": [{"term": "specially_designed", "value": False}]}


def test_a_conclusive_case_asks_nothing(ask, case, strong):
    done = ask(case("one", strong, end_user_country="IN"), "")
    assert (done.code, done.err) == (0, "")
    assert "> " not in done.out
    assert "  LICENCE REQUIRED" in done.out


def test_answers_lead_to_a_conclusive_decision(ask, case):
    given = case("one", {**AMPLIFIER, "facts": {"radiation_hardened": False}}, end_user_country="IN")
    done = ask(given, "80 W\nno\n")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("> ") == 2
    assert "So far undetermined: from no control found to licence required." in done.out
    told = done.out.partition("one: export of amplifier")[2]
    assert "  LICENCE REQUIRED" in told
    assert "output power above 75 W: holds; stated: 80 W" in told


def test_the_saved_case_gives_the_same_decision(ask, run, case, tmp_path):
    saved = tmp_path / "answered.json"
    facts = {"channels": 3, "radiation_hardened": False, "specially_made_for_broadcast": False}
    done = ask(case("one", {**AMPLIFIER, "facts": facts}, end_user_country="IN"), "80 W\n", "--save", saved)
    assert done.code == 0
    assert json.loads(saved.read_text("utf-8"))["item"]["facts"] == {
        "channels": 3,
        "radiation_hardened": False,
        "specially_made_for_broadcast": False,
        "output_power": "80 W",
    }
    told = done.out[done.out.index("one: export of amplifier") :]
    assert run("decide", saved).out == told
    assert "  LICENCE REQUIRED" in told


def test_a_decimal_count_and_a_day_survive_saving(run, case_file, case, tmp_path):
    saved = tmp_path / "answered.json"
    path = tmp_path / "cases.json"
    text = json.dumps(case("one", {**AMPLIFIER, "facts": {"channels": "COUNT"}}, contract_date="2025-01-01"))
    path.write_text(text.replace('"COUNT"', "3.0"), "utf-8")
    assert run("ask", path, "--save", saved, typed="q\n").code == 0
    assert json.loads(saved.read_text("utf-8"))["item"]["facts"]["channels"] == "3.0 count"
    assert run("decide", "--summary", saved).code == 0


@pytest.mark.parametrize("word", ["", "?", "unknown", "I do not know"])
def test_what_is_not_known_passes_to_the_next_question(ask, case, word):
    done = ask(case("one", AMPLIFIER, end_user_country="IN"), f"{word}\n" * 6)
    questions = asked(done.out.partition("one: export")[0])
    assert done.code == 0
    assert len(questions) == len(set(questions)) == done.out.count("> ")
    assert set(questions) == {"output_power", "radiation_hardened", "specially_made_for_broadcast"}
    assert "UNDETERMINED: FROM NO CONTROL FOUND TO LICENCE REQUIRED" in done.out


@pytest.mark.parametrize("typed", ["", "q\n", "80 W\nq\n", "80 W\n"])
def test_the_end_of_the_answers_gives_the_decision_so_far(ask, case, typed):
    done = ask(case("one", AMPLIFIER, end_user_country="IN"), typed)
    assert (done.code, done.err) == (0, "")
    assert "one: export of amplifier" in done.out
    assert "UNDETERMINED" in done.out


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("80", 'help: write it as text with its unit, such as "80 W"'),
        ("80 kg", "`80 kg` is a mass, but `output_power` is a power"),
        ("75,5 W", "write `75.5 W` with a decimal point"),
        ("much", "`much` has no number"),
        ("yes", "`yes` has no number"),
        ("\ufffd\ufffd", "has no number"),
    ],
)
def test_an_answer_that_a_case_could_not_state_is_refused_and_the_question_put_again(ask, case, answer, told):
    item = {"kind": "amplifier", "facts": {"specially_made_for_broadcast": False, "radiation_hardened": False}}
    item["judgements"] = AMPLIFIER["judgements"]
    done = ask(case("one", item, end_user_country="IN"), f"{answer}\n8 W\n")
    assert done.code == 0
    assert told in done.out
    assert asked(done.out) == ["output_power", "output_power"]
    assert "  NO CONTROL FOUND" in done.out


def test_an_answer_in_another_encoding_is_refused_like_any_other(run, case_file, case, monkeypatch):
    item = {"kind": "amplifier", "facts": {"specially_made_for_broadcast": False, "radiation_hardened": False}}
    path = case_file(case("one", {**item, "judgements": AMPLIFIER["judgements"]}, end_user_country="IN"))
    done = run("ask", path, typed=b"80 \xb5W\n8 W\n")
    assert done.code == 0
    assert asked(done.out) == ["output_power", "output_power"]
    assert "  NO CONTROL FOUND" in done.out


def test_what_is_the_item_is_answered_with_kinds(ask, case):
    item = {
        "facts": {"output_power": "80 W", "specially_made_for_broadcast": False},
        "judgements": AMPLIFIER["judgements"],
    }
    done = ask(case("one", item, end_user_country="IN"), "amplifer\namplifier\n")
    assert "unknown kind `amplifer`" in done.out
    assert "did you mean `amplifier`" in done.out
    assert "  LICENCE REQUIRED" in done.out


def test_a_judgement_is_answered_yes_or_no_and_recorded(ask, case, tmp_path):
    saved = tmp_path / "answered.json"
    done = ask(
        case("one", {"kind": "machine_tool", "facts": {"works_on": []}}, end_user_country="IN"),
        "perhaps\nyes\n",
        "--save",
        saved,
    )
    assert "answer yes or no" in done.out
    assert "  LICENCE REQUIRED" in done.out
    assert json.loads(saved.read_text("utf-8"))["item"]["judgements"] == [
        {"term": "specially_designed", "value": True, "by": "answered when asked", "for": "eu.small:3A001.a"}
    ]
    assert "Judged by people:\n    specially designed for eu.small:3A001.a: yes [answered when asked]" in done.out


def test_parts_are_answered_none_or_stated_in_the_case(ask, case):
    item = {"kind": "machine_tool", "facts": {"works_on": ["metal"]}, "judgements": AMPLIFIER["judgements"]}
    done = ask(case("one", item, end_user_country="IN"), "two axes\nnone\n")
    assert "state them in the case under `parts.axis`, or answer `none`" in done.out
    assert "  NO CONTROL FOUND" in done.out


def test_that_there_are_no_other_parts_keeps_those_that_are_stated(ask, case, tmp_path):
    saved = tmp_path / "answered.json"
    item = {
        "kind": "machine_tool",
        "facts": {"works_on": ["metal"]},
        "parts": {"axis": [{"facts": {"travel": "5 mm"}}]},
    }
    item["judgements"] = AMPLIFIER["judgements"]
    done = ask(case("one", item, end_user_country="IN"), "none\n", "--save", saved)
    assert json.loads(saved.read_text("utf-8"))["item"]["parts"]["axis"] == {
        "complete": True,
        "list": [{"facts": {"travel": "5 mm"}}],
    }
    assert "  NO CONTROL FOUND" in done.out


def test_countries_and_sets_are_answered_in_words(ask, case, strong):
    done = ask(case("one", strong), "Japan\nJP\nnone\n")
    assert "write `JP` (Japan)" in done.out
    assert "  AUTHORISED" in done.out
    done = ask(case("one", strong, end_user_country="US"), "wmd_use, military_end_use\n")
    assert "  LICENCE REQUIRED" in done.out
    done = ask(case("one", strong, end_user_country="US"), "wmd\nnone\n")
    assert "unknown value `wmd` of `informed_of`" in done.out
    assert "  AUTHORISED" in done.out


def test_a_fact_of_a_part_is_put_where_it_belongs(ask, case, tmp_path):
    saved = tmp_path / "answered.json"
    for form in ([{}, {"facts": {"travel": "5 mm"}}], {"complete": True, "list": [{}, {"facts": {"travel": "5 mm"}}]}):
        item = {"kind": "machine_tool", "facts": {"works_on": ["metal"]}, "parts": {"axis": form}}
        item["judgements"] = AMPLIFIER["judgements"]
        done = ask(case("one", item, end_user_country="IN"), "2 m\n", "--save", saved)
        assert "  LICENCE REQUIRED" in done.out
        kept = json.loads(saved.read_text("utf-8"))["item"]["parts"]["axis"]
        listed = kept if isinstance(kept, list) else kept["list"]
        assert listed[0] == {"facts": {"travel": "2 m"}}


def test_a_place_where_the_case_cannot_be_saved_is_told_before_the_first_question(ask, case, tmp_path):
    target = tmp_path / "none" / "answered.json"
    done = ask(case("one", AMPLIFIER), "80 W\n", "--save", target)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error[XR952]: `{target}` cannot be written: no such folder\n  help: check the path\n"


def test_a_file_that_cannot_be_written_is_told_without_losing_the_decision(ask, case, tmp_path):
    done = ask(case("one", AMPLIFIER), "q\n", "--save", tmp_path)
    assert done.code == 2
    assert "one: export of amplifier" in done.out
    assert done.err == f"error: Is a directory: {tmp_path}\n"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_kind_is_answered_by_its_name(ask, case, answer):
    given = case("one", {"judgements": AMPLIFIER["judgements"]}, end_user_country="IN")
    done = ask(given, f"{answer}\nlaser\nq\n")
    assert "name what it is" in done.out
    assert "XR838" not in done.out
    assert asked(done.out)[:2] == ["kind", "kind"]
    assert "one: export of laser" in done.out


def branches(out):
    """The answers that are shown below the first question."""
    return [answer for line in result_lines(out) for answer in line.partition(": ")[0].split(", ")]


def result_lines(out):
    """The lines below the first question: answers, and what they lead to."""
    return re.findall(
        r"^ {6}(\S.*?: (?:no control|licence|from|authorised|prohib|undet).*)$", out.split("> ")[0], re.MULTILINE
    )


def test_answers_with_the_same_result_stand_on_one_line(ask, case, strong):
    given = case("one", strong, end_user_country="US")
    lines = result_lines(ask(given, "q\n").out)
    results = [line.partition(": ")[2] for line in lines]
    assert len(results) == len(set(results))
    # nothing is left out: each answer with its own result
    question = ask_questions(SMALL.decide(given))[0]
    shown = {answer: line.partition(": ")[2] for line in lines for answer in line.partition(": ")[0].split(", ")}
    assert shown == {plain_value(item.answer): level_words(item.floor, item.ceiling) for item in question.branches}
    assert len(question.branches) > len(results)


def test_every_answer_that_is_shown_is_accepted(ask, case):
    """Each branch, typed as it is printed, leads where the print says that it leads."""
    item = {**AMPLIFIER, "facts": {"specially_made_for_broadcast": False, "radiation_hardened": False}}
    given = case("one", item, end_user_country="IN")
    shown = branches(ask(given, "q\n").out)
    assert shown == ["at most 75 W", "above 75 W"]
    ends = [ask(given, f"{answer}\n").out.partition("one: export")[2] for answer in shown]
    assert ["NO CONTROL FOUND" in ends[0], "LICENCE REQUIRED" in ends[1]] == [True, True]
    assert "output power above 75 W: holds; stated: above 75 W" in ends[1]


def test_a_set_and_its_members_are_accepted_as_they_are_shown(ask, case, strong):
    given = case("one", strong, end_user_country="US")
    shown = branches(ask(given, "q\n").out)
    assert {"none", "only wmd use", "only military end use"} <= set(shown)
    for answer in shown:
        done = ask(given, f"{answer}\nq\n")
        assert "XR845" not in done.out
    assert "  LICENCE REQUIRED" in ask(given, "only wmd use\n").out


def test_that_there_are_no_parts_is_accepted_as_it_is_shown(ask, case):
    item = {"kind": "machine_tool", "facts": {"works_on": ["metal"]}, "judgements": AMPLIFIER["judgements"]}
    assert "  NO CONTROL FOUND" in ask(case("one", item, end_user_country="IN"), "there are none\n").out


def test_any_other_country_is_shown_and_asked_for_by_name(ask, case, strong):
    done = ask(case("one", strong), "any other country\nIN\n")
    assert "any other country: " in done.out
    assert "name the country by its code of two letters; `any other country` is no value of a case" in done.out
    assert "unknown country" not in done.out
    assert "  LICENCE REQUIRED" in done.out


ENDS = [None, Fraction(0), Fraction(1, 3), Fraction(2), Fraction(10**30)]
INTERVALS = [
    interval
    for low, high in product(ENDS, ENDS)
    for first, last in product((True, False), (True, False))
    if low is not None or high
    if not (interval := Interval(low, low is not None and first, high, high is not None and last)).is_empty()
]


@pytest.mark.parametrize("interval", dict.fromkeys(INTERVALS), ids=str)
def test_limits_are_read_as_they_are_shown(interval):
    stated = read_bounds(show_interval(interval, find_unit("W")))
    given = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": {"output_power": stated}}}
    assert SMALL.read_case(given).item.facts["output_power"].intervals == (interval,)


@pytest.mark.parametrize(
    ("answer", "stated"),
    [
        ("2 W or less", {"at_most": "2 W"}), ("2 W or more", {"at_least": "2 W"}), ("more than 2 W", {"above": "2 W"}),
        ("Less than 2 W", {"below": "2 W"}), ("up to 2 W", {"at_most": "2 W"}),
        ("from 1 to 2 W", {"at_least": "1 W", "at_most": "2 W"}),
        ("above 900 mW and below 2 W", {"above": "900 mW", "below": "2 W"}), ("2 W", "2 W"),
        ("not applicable", "not applicable"),
    ],
)  # fmt: skip
def test_limits_in_other_words(answer, stated):
    assert read_bounds(answer) == stated


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ("machine tool", ["machine_tool"]),
        ("mmic  amplifier, laser", ["mmic_amplifier", "laser"]),
        ("machine_tool laser", ["machine_tool", "laser"]),
    ],
)
def test_a_kind_is_accepted_as_it_is_shown(ask, case, tmp_path, answer, kinds):
    saved = tmp_path / "answered.json"
    done = ask(
        case("one", {"judgements": AMPLIFIER["judgements"]}, end_user_country="IN"), f"{answer}\nq\n", "--save", saved
    )
    assert "XR838" not in done.out
    assert json.loads(saved.read_text("utf-8"))["item"]["kind"] == kinds


@pytest.mark.parametrize(
    ("answer", "stated"),
    [
        ("4 m^3/h at temperature 273 K", {"value": "4 m^3/h", "at": {"temperature": "273 K"}}),
        (
            "at most 4 m^3/h at heat treatment annealed, temperature 273 K",
            {"value": {"at_most": "4 m^3/h"}, "at": {"heat_treatment": "annealed", "temperature": "273 K"}},
        ),
        ("at most 4 m^3/h", {"at_most": "4 m^3/h"}),
        ("4 m^3/h at pressure 1 bar", "4 m^3/h at pressure 1 bar"),
    ],
)
def test_a_value_is_read_with_the_conditions_of_its_fact(answer, stated):
    assert read_conditions(answer, ("temperature", "heat_treatment")) == stated


def test_an_answer_as_a_case_states_it_is_taken(ask, case, tmp_path):
    saved = tmp_path / "answered.json"
    given = case("one", {**AMPLIFIER, "facts": {"radiation_hardened": False}}, end_user_country="IN")
    ask(given, '{"at_least": "80 W"}\nq\n', "--save", saved)
    assert json.loads(saved.read_text("utf-8"))["item"]["facts"]["output_power"] == {"at_least": "80 W"}
