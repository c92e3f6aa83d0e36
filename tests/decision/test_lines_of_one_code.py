"""Two lines of one list that bear the same code: each counts for itself."""

import pytest

from exportrules import find_status, list_paragraphs

OWED, OPEN, NONE = ("licence_required",) * 2, ("no_control_found", "licence_required"), ("no_control_found",) * 2
WORDS = "fact cn_code is customs_code\n  asks: code\nentry 1A001 any of:\n  a. c\n  b. d\n"
MEASURE = """measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.n
exemption x lifts m
  source: Art. 2
  for export
  covers eu.m.1A001.b
"""
ROWS = "table goods\n  8413 70 when a\n  8413 70 when b\n"
TAKEN = "takes eu.m.1A001.a when a\ntakes eu.m.1A001.a when b\n"
DATED = "table goods\n  8413 70 until 2026-02-28\n  8413 70 from 2026-06-01\n"
CHANGED = "table goods\n  8413 70 when a\n  8413 70 from 2026-03-01 when b\n"
CHANGED_FORMER = "table goods\n  8413 70 from 2026-03-01 when b\n  8413 70 when a\n"
IN_BOTH = {"facts": {"cn_code": "8413 70", "c": True, "d": False}}


@pytest.mark.parametrize("lines", [ROWS, TAKEN], ids=["rows", "what is taken over"])
@pytest.mark.parametrize(
    ("facts", "ends"),
    [
        ({"a": True, "b": False}, OWED),
        ({"a": False, "b": True}, OWED),
        ({"a": False}, OPEN),
        ({"b": False}, OPEN),
        ({"a": False, "b": False}, NONE),
    ],
)
def test_each_line_of_a_code_counts(by, other, lines, facts, ends):
    law = by(WORDS + MEASURE, other(lines))
    for _ in range(3):
        # more than once: what is asked for often is answered by generated code
        assert law.ends(item=IN_BOTH, **facts) == ends


@pytest.mark.parametrize(
    ("day", "ends"), [("2026-02-28", OWED), ("2026-03-01", NONE), ("2026-05-31", NONE), ("2026-06-01", OWED)]
)
def test_a_row_that_comes_back_holds_on_its_days(by, other, day, ends):
    law = by(WORDS + MEASURE, other(DATED))
    for _ in range(3):
        assert law.ends(day, item=IN_BOTH) == ends


@pytest.mark.parametrize("lines", [CHANGED, CHANGED_FORMER], ids=["the later row", "the former row"])
def test_a_finding_of_a_code_does_not_outlast_a_change_of_either_row(by, other, lines):
    law = by(WORDS + MEASURE, other(lines))
    found = {"ruleset": "eu.n", "paragraph": "goods.841370", "met": False, "as_of": "2026-02-01"}
    item = {**IN_BOTH, "findings": [found]}
    assert law.ends("2026-02-20", item=item) == NONE
    assert law.ends("2026-03-01", item=item) == OPEN


def test_each_row_stands_in_the_list_of_paragraphs(by, other):
    rows = [item for item in list_paragraphs(by(WORDS, other(DATED)).rules) if item["ruleset"] == "eu.n"]
    assert [(item["code"], item["in_force_from"], item["in_force_until"]) for item in rows] == [
        ("goods.841370", None, "2026-02-28"),
        ("goods.841370", "2026-06-01", None),
    ]


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"a": True, "b": False}, "met"),
        ({"a": False, "b": True}, "met"),
        ({"a": False}, "undetermined"),
        ({"b": False}, "undetermined"),
        ({"a": False, "b": False}, "not met"),
    ],
)
def test_the_status_of_a_code_is_that_of_both_rows(by, other, facts, word):
    law = by(WORDS + MEASURE, other(ROWS))
    found = find_status(law(item=IN_BOTH, **facts), "eu.n:goods.841370")
    assert (found.plain, found.words) == (word, word)
