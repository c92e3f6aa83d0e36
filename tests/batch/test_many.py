"""A batch gives what single decisions give: in order, with errors as answers, and again after a change of law."""

import gc
import json
import tracemalloc
from datetime import UTC, date, datetime
from itertools import count, islice
from pathlib import Path

import pytest

from exportrules import records
from exportrules.batch import Answer, decide_many, review
from exportrules.batch.table import case_of, rows_of, rows_of_csv
from exportrules.batch.touched import Touched
from exportrules.case import plain
from exportrules.decision import Outcome
from exportrules.errors import ExportRulesError
from exportrules.loading import Rules, read_folder
from exportrules.text import Source

ROOT = Path(__file__).resolve().parents[2]
ORDERS = json.loads((ROOT / "rulesets" / "examples" / "orders.json").read_text("utf-8"))
SMALL = tuple(read_folder(ROOT / "tests" / "small" / "rules"))


@pytest.fixture(scope="module")
def small():
    return Rules(SMALL)


def case(identifier="one", kind="mmic_amplifier", country="US", **facts):
    item = {"kind": kind, "facts": facts} if kind else {"facts": facts}
    return {
        "format": "exportrules.case/1",
        "id": identifier,
        "activity": "export",
        "as_of": "2026-03-01",
        "facts": {"end_user_country": country},
        "item": item,
    }


def lines(number):
    kinds = ("mmic_amplifier", "amplifier", "fpga", "machine_tool", "laser", "goods", "")
    powers = ("10 W", "75 W", "80 W", "")
    for place in range(number):
        facts = {"output_power": powers[place % 4]} if powers[place % 4] else {}
        if place % 3 == 0:
            facts["radiation_hardened"] = bool(place % 2)
        yield case(f"line-{place}", kinds[place % 7], ("US", "KP", "DE", "RU")[place % 4], **facts)


def test_answers_are_those_of_single_decisions(law):
    answers = list(decide_many(law, ORDERS, details=True))
    for raw, found in zip(ORDERS, answers, strict=True):
        decision = law.decide(raw)
        assert (found.identifier, found.floor, found.ceiling) == (raw["id"], decision.floor.name, decision.ceiling.name)
        assert [path for path, _ in found.measures] == [item.measure.path for item in decision.findings]
        assert found.conclusive is decision.conclusive


def test_text_bytes_and_objects_are_rows(small):
    raw = case()
    text = json.dumps(raw)
    found = list(decide_many(small, [raw, text, text.encode()]))
    assert found[0].says_the_same(found[1])
    assert found[0].says_the_same(found[2])
    assert [item.line for item in found] == [0, 1, 2]


def test_a_wrong_line_is_an_answer_and_the_others_go_on(small):
    rows = [case("a"), "{", case("c", kind="unheard_of"), case("d"), {"id": "e"}, 5, {**case("g"), "as_of": None}]
    found = list(decide_many(small, rows))
    assert [bool(item.error) for item in found] == [False, True, True, False, True, True, True]
    assert found[1].error.startswith("XR801")
    assert found[2].identifier == "c"
    assert "XR838" in found[2].error
    assert found[4].identifier == "e"
    assert found[3].floor


def test_no_day_is_an_error_of_the_line(small):
    raw = case()
    del raw["as_of"]
    (found,) = decide_many(small, [raw])
    assert found.error.startswith("XR862")


def test_it_streams(small):
    endless = (case(f"line-{number}") for number in count())
    assert [item.line for item in islice(decide_many(small, endless), 3)] == [0, 1, 2]


def test_processes_give_the_same_in_the_same_order(small):
    rows = [*lines(700), "{"]
    assert list(decide_many(small, rows, workers=2, details=True)) == list(decide_many(small, rows, details=True))


def test_processes_stop_when_nobody_wants_more(small):
    endless = (case(f"line-{number}") for number in count())
    assert len(list(islice(decide_many(small, endless, workers=1), 5))) == 5


def test_a_negative_number_of_workers_is_refused(small):
    with pytest.raises(ExportRulesError) as caught:
        decide_many(small, [], workers=-1)
    assert caught.value.code == "XR959"


def test_bounds_alone_are_those_of_the_decision(small):
    rules = Rules(SMALL)
    for raw in lines(300):
        # of the first lines the findings are made, of later ones only where the bounds do not follow at once
        decision, read = small.decide(raw), rules.read_case(raw)
        assert rules.decide_bounds(read) == (decision.as_of, decision.floor, decision.ceiling)
    later = date(2026, 3, 2)
    assert rules.decide_bounds(read, later)[0] == later
    with pytest.raises(ExportRulesError) as caught:
        rules.decide_bounds(rules.read_case({name: raw[name] for name in raw if name != "as_of"}))
    assert caught.value.code == "XR862"


PLAIN_LAW = """exportrules 1
ruleset plain
  title: a law in which bounds follow at once
  source: the tests
  layer union
  checked from 2020-01-01 up to 2030-12-31
kind mmic_amplifier
fact output_power is quantity in W
  asks: output power
fact end_user_country of transaction is country
  asks: country of the end user
measure strong
  title: strong ones
  source: the tests
  for export
  requires licence when output_power above 75 W
"""


def test_bounds_alone_follow_at_once_after_some_lines():
    rules = Rules([Source("plain.xr", PLAIN_LAW)])
    rows = [case(f"line-{number}", output_power=f"{70 + number % 10} W") for number in range(100)]
    found = list(decide_many(rules, rows))
    assert [item.floor == "licence_required" for item in found] == [number % 10 > 5 for number in range(100)]
    assert found == [records.replace(item, measures=()) for item in decide_many(rules, rows, details=True)]
    assert rules.program.answers < 150


def test_memory_does_not_grow_with_lines_of_which_none_is_like_another(small, monkeypatch):
    monkeypatch.setattr(plain, "MAX_TEXTS", 100)
    monkeypatch.setattr(plain, "TURN", 300)
    different = (case(f"line-{number}", "mmic_amplifier", output_power=f"{number}.{number} W") for number in count(1))
    rows = (json.dumps(raw) if place % 2 else raw for place, raw in enumerate(different))
    answers = decide_many(Rules(SMALL), rows)
    held = []
    tracemalloc.start()
    try:
        for _ in range(3):
            assert all(not item.error for item in islice(answers, 1500))
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert held[2] - held[1] < 20_000


# ---- tables ----------------------------------------------------------------------------------------


def test_a_row_of_a_table_is_a_case():
    cells = {"id": "a", "activity": "export", "item.kind": "laser", "item.facts.output_power": "3 W", "as_of": None}
    assert case_of(cells) == {
        "format": "exportrules.case/1",
        "id": "a",
        "activity": "export",
        "item": {"kind": "laser", "facts": {"output_power": "3 W"}},
    }
    assert case_of({"case": "{}", "id": "a"}) == "{}"


def flat(raw):
    cells = {key: value for key, value in raw.items() if key not in ("facts", "item", "format")}
    cells |= {f"facts.{name}": value for name, value in raw["facts"].items()}
    cells["item.kind"] = raw["item"].get("kind")
    return cells | {
        f"item.facts.{name}": raw["item"]["facts"].get(name) for name in ("output_power", "radiation_hardened")
    }


@pytest.mark.parametrize("library", ["pyarrow", "pandas", "polars"])
def test_tables_give_what_objects_give(small, library):
    pytest.importorskip("narwhals")
    module = pytest.importorskip(library)
    rows = list(lines(50))
    cells = [flat(raw) for raw in rows]
    make = {"pyarrow": lambda: module.Table.from_pylist(cells)}.get(library, lambda: module.DataFrame(cells))
    wanted = list(decide_many(small, rows, details=True))
    assert list(decide_many(small, rows_of(make()), details=True)) == wanted
    assert list(decide_many(small, make(), details=True)) == wanted
    changed_law = changed(*CHANGES["a limit of a paragraph"])
    assert list(review(small, changed_law, make(), wanted)) == list(review(small, changed_law, rows, wanted)) != []


@pytest.mark.parametrize("library", ["pyarrow", "pandas", "polars"])
@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        ([1042, 7, 8], ["1042", "7", "8"]),
        ([1042.0, None, 7.0], ["1042", "", "7"]),
        (["0042", "b", "c"], ["0042", "b", "c"]),
    ],
)
def test_a_whole_number_as_id_of_a_table_is_taken_as_its_digits(small, library, numbers, names):
    pytest.importorskip("narwhals")
    module = pytest.importorskip(library)
    cells = [{**flat(raw), "id": number} for raw, number in zip(lines(3), numbers, strict=True)]
    table = module.Table.from_pylist(cells) if library == "pyarrow" else module.DataFrame(cells)
    found = list(decide_many(small, table))
    assert [(item.identifier, item.error) for item in found] == [(name, "") for name in names]


def test_a_row_that_is_no_case_has_its_number_as_name():
    row = case_of({"id": 1042, "as_of": datetime(2026, 3, 2, 8, tzinfo=UTC)})
    assert (row.code, row.identifier) == ("XR961", "1042")


def test_an_id_that_is_no_number_of_an_order_is_left_as_it_is():
    assert case_of({"id": True})["id"] is True
    assert case_of({"id": 1.5})["id"] == "1.5"


LIST = "give a list of cases: `[case]`"


@pytest.mark.parametrize(
    ("rows", "message", "way_out"),
    [
        (case(), "one case is given in place of rows", LIST),
        (Rules(SMALL).read_case(case()), "one case is given in place of rows", LIST),
        (
            json.dumps(case()),
            "one text is given in place of rows",
            "give a list, `[text]`, or the lines of a text that has a case in each: `text.splitlines()`",
        ),
        (
            json.dumps(case()).encode(),
            "one text is given in place of rows",
            "give a list, `[text]`, or the lines of a text that has a case in each: `text.splitlines()`",
        ),
        (5, "`int` has no rows", "give a list of cases, a data frame or an Arrow table"),
    ],
    ids=["object", "read", "text", "bytes", "number"],
)
def test_one_case_in_place_of_rows_is_refused(small, rows, message, way_out):
    for call in (lambda: decide_many(small, rows), lambda: list(review(small, small, rows, []))):
        with pytest.raises(ExportRulesError) as caught:
            call()
        assert (caught.value.code, caught.value.message, caught.value.help) == ("XR963", message, way_out)


def test_one_text_in_place_of_the_lines_of_a_table_is_refused():
    with pytest.raises(ExportRulesError) as caught:
        rows_of_csv("id,activity\na,export\n")
    assert caught.value.code == "XR963"
    assert caught.value.help == "give an open file, or `text.splitlines(keepends=True)`"


def test_what_is_no_table_is_refused():
    pytest.importorskip("narwhals")
    with pytest.raises(ExportRulesError) as caught:
        rows_of(5)
    assert caught.value.code == "XR958"


# ---- a change of law --------------------------------------------------------------------------------

# ruff: noqa: E501
CHANGES = {
    "a limit of a paragraph": ("output_power above 75 W", "output_power above 79 W"),
    "a paragraph goes": ("    2. radiation_hardened\n      title: hardened ones\n", ""),
    "a note": ("note 1 does not control 3A001.a when specially_made_for_broadcast", "note 1 does not control 3A001.a when radiation_hardened"),
    "a measure": ("prohibits when end_user_country in group embargoed", "requires licence when end_user_country in group embargoed"),
    "another kind": ("entry 3A003 item is laser", "entry 3A003 item is fpga"),
    "nothing but a title": ("title: strong ones", "title: very strong ones"),
}  # fmt: skip


def changed(old, new):
    found = [Source(source.name, source.text.replace(old, new)) for source in SMALL]
    assert [source.text for source in found] != [source.text for source in SMALL]
    return Rules(found)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_of_law_finds_exactly_the_lines_that_a_full_run_finds(small, change):
    new, rows = changed(*change), list(lines(200))
    before = list(decide_many(small, rows, details=True))
    after = list(decide_many(new, rows, details=True))
    full = [one.line for one, other in zip(before, after, strict=True) if not one.says_the_same(other)]
    revised = list(review(small, new, rows, before))
    assert [item.before.line for item in revised if item.differs] == full
    assert all(item.after.says_the_same(after[item.before.line]) for item in revised)


def test_a_change_of_one_kind_leaves_the_other_lines_alone(small):
    new, rows = changed(*CHANGES["another kind"]), list(lines(200))
    before = list(decide_many(small, rows, details=True))
    again = {rows[item.before.line]["item"].get("kind") for item in review(small, new, rows, before)}
    assert again == {"laser", "fpga", "goods", None}


def test_words_that_people_read_touch_nothing(small):
    touched = Touched(small, changed(*CHANGES["nothing but a title"]))
    assert not touched.everything
    assert not touched.paragraphs
    assert not touched.measures


def test_lines_that_could_not_be_read_are_tried_again(small):
    row = case("a", kind="unheard_of")
    before = [Answer(0, "a", error="XR838")]
    assert len(list(review(small, small, [row], before))) == 1


def test_a_line_of_text_that_is_no_case_keeps_its_name():
    lines = ['{"id": "order 7", "format": "other"}', '{"id": 7}', "{", "[" * 9000]
    found = list(decide_many(Rules(SMALL), lines))
    assert [item.identifier for item in found] == ["order 7", "", "", ""]
    assert all(item.error for item in found)


def test_a_row_of_a_table_that_is_no_case_has_its_error_as_answer_everywhere(small):
    text = ["id,activity,as_of,item.kind\n", "a,export,2026-03-01,laser\n", "b,export\n", "c,export,2026-03-01,laser\n"]
    found = list(decide_many(small, rows_of_csv(text)))
    assert [(item.line, item.identifier, item.error[:5]) for item in found] == [
        (0, "a", ""),
        (1, "b", "XR961"),
        (2, "c", ""),
    ]
    assert list(decide_many(small, rows_of_csv(text), workers=1)) == found
    changed_law = changed(*CHANGES["a limit of a paragraph"])
    revised = list(
        review(small, changed_law, rows_of_csv(text), list(decide_many(small, rows_of_csv(text), details=True)))
    )
    assert [(item.before.identifier, item.differs) for item in revised if item.before.error] == [("b", False)]


def test_an_outcome_is_told_by_the_name_that_an_answer_has(small):
    raw = next(iter(lines(1)))
    (found,) = decide_many(small, [raw])
    decision = small.decide(raw)
    assert (str(decision.floor), str(decision.ceiling)) == (found.floor, found.ceiling)
    assert f"{decision.ceiling} {decision.ceiling:>30}" == f"{found.ceiling} {found.ceiling:>30}"
    assert f"{Outcome.prohibited:d} {Outcome.prohibited:x}" == "5 5"
    assert Outcome[found.ceiling] is decision.ceiling


def test_an_error_names_every_fault_of_its_line(small):
    (found,) = decide_many(small, [{**case("a", kind="unheard_of"), "activity": "exprt", "as_of": "02/03/2026"}])
    told = found.error.split(" | ")
    assert sorted(item[:5] for item in told) == ["XR834", "XR838", "XR846"]
    assert "XR846: as_of: `02/03/2026` is not a day; write year, month and day as `2026-03-01`" in told
