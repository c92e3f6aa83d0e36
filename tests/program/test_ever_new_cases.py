"""Of cases of which no two say the same, code is written once, and little is kept."""

import json

import pytest

from exportrules import to_json
from exportrules.explanation import patterns
from exportrules.loading import Rules
from exportrules.program import kept, route, routing
from exportrules.program import open as open_lists
from exportrules.text import Source

KINDS = [f"kind_{number}" for number in range(30)]
OPEN = [f"entry 2A{number:03} colour is {'red' if number % 2 else 'blue'}, all of:\n  width above {number} mm\n"
        for number in range(20)]  # fmt: skip
OWN = [f"entry 1A{number:03} item is {kind}, any of:\n  width above {number} mm\n  colour is green\n"
       for number, kind in enumerate(KINDS)]  # fmt: skip
LAW = f"""exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
kind {", ".join(KINDS)}
fact width is quantity in mm
  asks: a length
fact colour of transaction is one of {{red, blue, green}}
  asks: the colour
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
{"".join(OWN + OPEN)}"""


def case_of(kind, width, colour="red"):
    item = {"kind": kind, "facts": {"width": width if isinstance(width, dict) else f"{width} mm"}}
    return {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-01-01", "item": item,
            "facts": {"colour": colour}}  # fmt: skip


def either(*widths):
    """A width that is not known exactly, so that the case is not decided at once, but list by list."""
    return {"one_of": [f"{width} mm" for width in widths]}


def make(**options):
    return Rules([Source("m.xr", LAW)], **options)


def told(rules, case):
    return to_json(rules.decide(case), what_if=False)


@pytest.fixture
def written(monkeypatch):
    """How many lines of code were written, for which entries."""
    lines = []
    ordinary = route.screening

    def count(head, pairs):
        pairs = list(pairs)
        lines.append(len(pairs))
        return ordinary(head, pairs)

    for module in (route, open_lists):
        monkeypatch.setattr(module, "screening", count)
    return lines


def test_entries_of_no_kind_are_written_once_for_all_kinds(written, monkeypatch):
    """Else the code of a list has to be thrown away and written anew for a stream of items of all kinds."""
    monkeypatch.setattr(routing, "MAX_CODES", 3 * len(KINDS))
    rules, closures = make(), make(generate=False)
    cases = [case_of(kind, either(5, 6)) for kind in KINDS]
    first = [told(rules, case) for case in cases]
    assert first == [told(closures, case) for case in cases]
    # one line for each kind, and those entries of no kind that red does not rule out
    assert sorted(written) == [1] * len(KINDS) + [10]
    written.clear()
    assert [told(rules, case) for case in cases] == first
    assert not written


@pytest.mark.parametrize("colour", ["red", "blue", "green"])
def test_entries_stand_in_the_order_of_the_list_whatever_their_code(colour):
    rules, closures = make(), make(generate=False, indexed=False)
    for _ in range(3):
        for kind in KINDS[::9]:
            case = case_of(kind, 12, colour)
            assert told(rules, case) == told(closures, case)
    codes = [item["code"] for item in json.loads(told(rules, case))["measures"][0]["paragraphs"]]
    assert codes == sorted(codes)
    assert len(codes) == {"red": 6, "blue": 6, "green": 1}[colour]


def test_where_nothing_recurs_hardly_anything_is_kept(monkeypatch):
    """To keep what no other case asks for takes time and room."""
    monkeypatch.setattr(kept, "TRIED", 8)
    monkeypatch.setattr(routing, "MANY", 0)
    rules, closures = make(), make(generate=False, indexed=False)
    sizes = []
    for number in range(60):
        case = case_of("kind_3", either(number, number + 1))
        assert told(rules, case) == told(closures, case)
        sizes.append(rules.program.kept.size)
    assert sizes[20] > sizes[5]
    assert sizes[59] == sizes[30]


def test_what_recurs_is_found_again_after_a_pause(monkeypatch):
    monkeypatch.setattr(kept, "TRIED", 8)
    monkeypatch.setattr(kept, "PAUSE", 40)
    monkeypatch.setattr(routing, "MANY", 0)
    rules = make()
    for number in range(30):
        told(rules, case_of("kind_3", either(number, number + 1)))
    quiet = rules.program.kept.size
    for _ in range(60):
        told(rules, case_of("kind_3", either(200, 300)))
    assert rules.program.kept.size > quiet


def test_what_was_told_is_forgotten_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(patterns, "MAX_HELD", 6000)
    rules, closures = make(), make(generate=False)
    cases = [case_of(kind, width) for width in (0.5, 100) for kind in KINDS]
    for _ in range(2):
        for case in cases:
            assert told(rules, case) == told(closures, case)
    held = rules.program.written["outlines"]
    assert 0 < sum(item.size for table in held.tables for item in table.values()) <= 6000


@pytest.mark.parametrize("most", ["MAX_LISTS", "MAX_NUMBERS"])
def test_answers_are_the_same_where_there_is_room_for_hardly_a_list_or_a_value(most, monkeypatch):
    monkeypatch.setattr(kept, most, 2)
    monkeypatch.setattr(routing, "MANY", 0)
    rules, closures = make(), make(generate=False, indexed=False)
    for _ in range(2):
        for number, kind in enumerate(KINDS[:8]):
            case = case_of(kind, either(number, number + 1))
            assert told(rules, case) == told(closures, case)


def test_a_test_of_kinds_that_meets_more_kinds_than_there_is_room_for_tells_the_same(monkeypatch):
    monkeypatch.setattr(patterns, "MAX_KINDS", 1)
    law = LAW.replace("entry 1A000 item is kind_0", "entry 1A000 item is one of {kind_0, kind_1}")
    rules, closures = Rules([Source("m.xr", law)]), Rules([Source("m.xr", law)], generate=False)
    for kind in ("kind_0", "kind_1", "kind_0", None, "kind_1"):
        case = case_of(kind, 7)
        if kind is None:
            del case["item"]["kind"]
        assert told(rules, case) == told(closures, case)
