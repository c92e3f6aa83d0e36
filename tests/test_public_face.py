"""The names that hosts use: few, importable, quick to import; rules that do not change and survive pickling."""

import copy
import json
import pickle
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import exportrules
from exportrules import (
    CaseError,
    Diagnostics,
    ExportRulesError,
    JsonError,
    Outcome,
    Rules,
    Source,
    load,
    to_json,
)
from exportrules.batch import decide_many, review
from exportrules.comparison import (
    compare_days,
    compare_destinations,
    compare_rules,
    compare_states,
    measure_impact,
)
from exportrules.comparison.coordination import coordinate

SMALL = Path(__file__).resolve().parent / "small" / "rules"
CASE = {
    "format": "exportrules.case/1",
    "activity": "export",
    "as_of": "2026-03-01",
    "facts": {"end_user_country": "IN"},
    "item": {"kind": "amplifier", "facts": {"output_power": "80 W", "specially_made_for_broadcast": False}},
}


@pytest.fixture(scope="module")
def rules():
    return load(SMALL, bundled=False)


# ---- names ---------------------------------------------------------------------------------------------


def test_every_public_name_can_be_imported_and_has_a_description():
    assert exportrules.__all__ == sorted(set(exportrules.__all__))
    assert dir(exportrules) == exportrules.__all__
    for name in exportrules.__all__:
        assert getattr(exportrules, name).__doc__, name


def test_there_are_at_most_thirty_public_names():
    assert len(exportrules.__all__) <= 30


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module `exportrules` has no attribute `decide`"):
        _ = exportrules.decide
    with pytest.raises(ImportError):
        from exportrules import decide  # noqa: F401


def run(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_import_alone_loads_neither_the_parser_nor_the_documents():
    program = (
        "import sys, exportrules\n"
        "print(sorted({'lark', 'importlib.resources', 'attrs', 'exportrules.loading'} & set(sys.modules)))"
    )
    assert run(program) == "[]"


def test_errors_and_outcomes_are_there_without_the_parser():
    program = (
        "import sys\n"
        "from exportrules import CaseError, Decision, Diagnostics, ExportRulesError, JsonError, Outcome, load\n"
        "print(sorted({'lark', 'importlib.resources'} & set(sys.modules)))"
    )
    assert run(program) == "[]"


def test_every_error_derives_from_the_one_root():
    for error in (CaseError, Diagnostics, JsonError):
        assert issubclass(error, ExportRulesError)


# ---- rules -----------------------------------------------------------------------------------------------


def test_a_case_is_decided_from_text_bytes_object_or_as_read(rules):
    text = json.dumps(CASE)
    forms = (CASE, text, text.encode(), rules.read_case(CASE))
    assert {rules.decide(form).outcome for form in forms} == {Outcome.licence_required}


def test_the_day_of_the_call_goes_before_that_of_the_case(rules):
    assert rules.decide(CASE, as_of=date(2026, 1, 1)).as_of == date(2026, 1, 1)
    assert rules.decide(CASE).as_of == date(2026, 3, 1)
    with pytest.raises(ExportRulesError) as caught:
        rules.decide({key: value for key, value in CASE.items() if key != "as_of"})
    assert (caught.value.code, caught.value.message, caught.value.help) == (
        "XR862",
        "no day is given whose law decides",
        "add `as_of` to the case, or give it to the call",
    )


A_DAY = "give a `datetime.date`, such as `date(2026, 3, 1)`"
FROM_TEXT = f"{A_DAY}; `date.fromisoformat` reads one from text"
ITS_DAY = "give its day alone, such as its `.date()`"
WRONG_DAYS = [
    ("2026-03-02", "is the text `2026-03-02`, and no day", FROM_TEXT),
    ("", "is the text ``, and no day", FROM_TEXT),
    (datetime(2026, 3, 2, tzinfo=UTC), "is a time, which is more than a day", ITS_DAY),
    (20260302, "is of the type `int`, and no day", A_DAY),
]


@pytest.mark.parametrize(("day", "message", "way_out"), WRONG_DAYS)
def test_what_is_no_day_is_refused_by_every_call_that_takes_one(rules, day, message, way_out):
    read = rules.read_case(CASE)
    calls = [
        lambda: rules.decide(CASE, day),
        lambda: rules.decide_bounds(read, day),
        lambda: rules.warn(read, day),
        lambda: decide_many(rules, [CASE], day),
        lambda: list(review(rules, rules, [], [], day)),
        lambda: compare_states(rules, CASE, day),
        lambda: compare_destinations(rules, CASE, ["US"], day),
        lambda: compare_rules({"now": rules}, CASE, day),
        lambda: measure_impact(rules, rules, [CASE], day),
        lambda: coordinate(rules, ["eu.small"], [CASE], day),
    ]
    for call in calls:
        with pytest.raises(ExportRulesError) as caught:
            call()
        assert (caught.value.code, caught.value.message, caught.value.help) == ("XR871", f"`as_of` {message}", way_out)
    for days in ({"days": [day]}, {"first": day}, {"last": day, "first": date(2026, 1, 1)}):
        with pytest.raises(ExportRulesError) as caught:
            compare_days(rules, CASE, **days)
        assert (caught.value.code, caught.value.message) == ("XR871", f"`{next(iter(days))}` {message}")


@pytest.mark.parametrize("form", [json.loads, lambda text: bytearray(text.encode()), lambda text: None])
def test_a_receipt_that_is_no_text_is_refused(rules, form):
    given = form(to_json(rules.decide(CASE)))
    with pytest.raises(ExportRulesError) as caught:
        rules.replay(given)
    assert (caught.value.code, caught.value.message, caught.value.help) == (
        "XR970",
        f"a decision of the type `{type(given).__name__}` is no text",
        "give the JSON text that `to_json` or `decide` wrote, as it is",
    )


def test_rules_cannot_be_changed(rules):
    for name in ("sources", "warnings", "_program", "book", "anything"):
        with pytest.raises(AttributeError):
            setattr(rules, name, ())
    with pytest.raises(AttributeError, match="rules do not change: `sources` cannot be deleted"):
        del rules.sources
    assert rules.decide(CASE).outcome is Outcome.licence_required


def test_rules_survive_pickling_with_their_options(rules):
    again = pickle.loads(pickle.dumps(rules))
    assert again.sources == rules.sources
    assert again.digests == rules.digests
    assert to_json(again.decide(CASE)) == to_json(rules.decide(CASE))
    plain = Rules(rules.sources, generate=False, indexed=False)
    for made in (pickle.loads(pickle.dumps(plain)), plain.with_sources(())):
        assert made._options == (False, False)
        assert to_json(made.decide(CASE)) == to_json(rules.decide(CASE))


def test_with_sources_gives_new_rules_and_leaves_the_old_ones(rules):
    more = Source(
        "more.xr",
        "exportrules 1\nruleset eu.more\n  title: more\n  source: Art. 9\n  layer union\n  checked up to 2026-06-30\n"
        "measure ban\n  source: Art. 9\n  for export\n  prohibits when item is amplifier\n",
    )
    wider = rules.with_sources([more])
    assert wider is not rules
    assert wider.decide(CASE).outcome is Outcome.prohibited
    assert rules.decide(CASE).outcome is Outcome.licence_required
    assert "eu.more" in wider.digests
    assert "eu.more" not in rules.digests
    # a source of the same name takes the place of the old one
    assert wider.with_sources([Source("more.xr", "exportrules 1\n")]).digests == rules.digests


def test_with_sources_tells_the_faults_of_the_whole(rules):
    with pytest.raises(Diagnostics) as caught:
        rules.with_sources([Source("more.xr", "exportrules 1\nruleset eu.small\nentry 3A001 item is laser\n")])
    assert [(item.code, item.span.file) for item in caught.value] == [("XR114", "more.xr")]


def test_loading_without_any_rules_is_refused(tmp_path):
    with pytest.raises(ExportRulesError, match="XR951: no rule files are given"):
        load(bundled=False)
    for path in (tmp_path, tmp_path / "none", str(tmp_path / "none.xr")):
        with pytest.raises(ExportRulesError, match="XR951: no rule files in"):
            load(path, bundled=False)


def test_a_folder_or_its_files_one_by_one_are_the_same_rules(rules):
    files = [str(path) for path in sorted(SMALL.glob("*.xr"))]
    assert load(*files, bundled=False).digests == rules.digests


def test_rules_may_be_shared_between_threads(rules):
    fresh = Rules(rules.sources)
    wanted = to_json(rules.decide(CASE))
    found = []
    threads = [threading.Thread(target=lambda: found.append(to_json(fresh.decide(CASE)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 8


# ---- decisions -------------------------------------------------------------------------------------------


def test_a_decision_has_no_truth_value(rules):
    decision = rules.decide(CASE)
    with pytest.raises(TypeError, match=r"neither true nor false: compare `decision\.ceiling`"):
        bool(decision)
    with pytest.raises(TypeError):
        _ = "free" if decision else "controlled"
    assert decision.ceiling is Outcome.licence_required


def test_outcomes_are_ordered_from_free_to_forbidden():
    assert [outcome.name for outcome in sorted(Outcome)] == [
        "no_control_found",
        "authorised",
        "notification_required",
        "licence_required",
        "prohibited_unless_authorised",
        "prohibited",
    ]
    assert Outcome.authorised < Outcome.licence_required <= max(Outcome)


def test_a_decision_cannot_be_changed(rules):
    decision = rules.decide(CASE)
    for name in ("floor", "ceiling", "outcome", "case"):
        with pytest.raises(AttributeError):
            setattr(decision, name, Outcome.no_control_found)


def test_a_decision_is_its_own_copy(rules):
    decision = rules.decide(CASE)
    assert copy.copy(decision) is copy.deepcopy([decision])[0] is decision


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_decision_is_not_pickled_and_the_error_names_its_receipt(rules, protocol):
    with pytest.raises(ExportRulesError) as caught:
        pickle.dumps(rules.decide(CASE), protocol)
    assert (caught.value.code, caught.value.message, caught.value.help) == (
        "XR973",
        "a decision cannot be pickled",
        "keep or send its receipt, `to_json(decision)`; `rules.replay` decides that again",
    )


def test_errors_survive_pickling(rules):
    for call in (
        lambda: rules.decide({**CASE, "facts": {"end_user_country": "India"}}),
        lambda: rules.decide("{"),
        lambda: rules.with_sources([Source("x.xr", "exportrules 2\n")]),
        lambda: rules.decide({"format": "exportrules.case/1", "activity": "export"}),
    ):
        with pytest.raises(ExportRulesError) as caught:
            call()
        again = pickle.loads(pickle.dumps(caught.value))
        assert type(again) is type(caught.value)
        assert (str(again), again.code, again.help) == (str(caught.value), caught.value.code, caught.value.help)
