"""Reliefs of a measure over a list that was not checked for the day."""

import pytest

MEASURE = """measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.l
exemption x lifts m
  source: Art. 2
  for export
  covers {covered}
  when p
"""
LIST = """exportrules 1
ruleset eu.l
  title: t
  source: t
  layer union
  checked from 2025-01-01 up to 2030-12-31
entry 1A001 any of:
  a. a
  b. b
entry 1A002 c
"""
NONE, OPEN, OWED = ("no_control_found",) * 2, ("no_control_found", "licence_required"), ("licence_required",) * 2


def found(code, met):
    return {"findings": [{"ruleset": "eu.l", "paragraph": code, "met": met}]}


@pytest.mark.parametrize(
    ("covered", "item", "ends"),
    [
        # nobody wrote down what the list held on that day: only a cover of all of it can lift the measure
        ("eu.l", {}, NONE),
        ("eu.l.1A001", {}, OPEN),
        ("eu.l.1A002", {}, OPEN),
        ("eu.l.1A001", found("1A001.a", True), OPEN),
        # what a person found to be met is not covered, whatever else it may meet
        ("eu.l.1A002", found("1A001.a", True), OWED),
    ],
)
def test_before_the_list_was_checked(by, covered, item, ends):
    law = by(LIST, MEASURE.format(covered=covered))
    assert law.ends("2024-06-01", item=item, a=False, b=False, c=False, p=True) == ends
    assert law.ends("2024-06-01", item=item, a=False, b=False, c=False, p=False) == (OWED if item else OPEN)


GAP = "entry 1A001\n  not modelled: the text was not at hand\n" + MEASURE.replace("eu.l", "1A001.c")


@pytest.mark.parametrize(
    ("covered", "met", "ends"),
    [
        # of an entry without text only a person can say what is met
        ("1A001", None, NONE),
        ("1A001.c", None, NONE),
        ("1A001.d", None, OPEN),
        ("1A001.c", True, NONE),
        ("1A001.d", True, OWED),
        ("1A001.d", False, NONE),
        # a paragraph below it may be the one that is met
        ("1A001.c.1", True, OPEN),
    ],
)
def test_a_paragraph_of_an_entry_that_is_not_modelled(by, covered, met, ends):
    item = {} if met is None else {"findings": [{"ruleset": "eu.m", "paragraph": "1A001.c", "met": met}]}
    assert by(GAP.format(covered=covered)).ends(item=item, p=True) == ends


@pytest.mark.parametrize(
    ("covered", "met", "not_met", "facts", "ends"),
    [
        # what the text of another day says of the item counts for nothing
        ("eu.l.1A001", ["1A001.a"], [], {"c": True}, OPEN),
        ("eu.l.1A001.b", ["1A001"], [], {"a": True, "b": False}, OPEN),
        ("eu.l.1A003.b", ["1A003"], [], {"a": True, "b": False}, OPEN),
        ("eu.l.1A005.a", ["1A005"], [], {"b": True}, OPEN),
        # what is ruled out hides nothing that comes after it
        ("eu.l.1A001", ["1A002"], ["1A001"], {}, OWED),
        # nor does it matter that nobody has its text
        ("eu.l.1A002", ["1A004.c"], [], {}, OWED),
    ],
)
def test_before_the_list_was_checked_only_a_person_knows_what_is_met(by, covered, met, not_met, facts, ends):
    more = "entry 1A003 any of:\n  a. any of:\n    1. a\n    2. b\n  b. b\nentry 1A004\n  not modelled: no text\n"
    more += "entry 1A005 any of:\n  a. a\n  also b\n"
    law = by(LIST + more, MEASURE.format(covered=covered))
    records = [{"ruleset": "eu.l", "paragraph": code, "met": code in met} for code in (*met, *not_met)]
    assert law.ends("2024-06-01", item={"findings": records}, p=True, **facts) == ends


@pytest.mark.parametrize(("met", "ends"), [(["1A001"], OPEN), (["1A001", "2A001"], OPEN), (["1A002", "2A001"], OWED)])
def test_before_the_list_was_checked_a_measure_over_a_section_asks_for_what_a_person_found_in_it(by, met, ends):
    law = by(LIST + "entry 2A001 a\n", MEASURE.format(covered="eu.l.1A001").replace("in eu.l", "in eu.l.1A"))
    records = [{"ruleset": "eu.l", "paragraph": code, "met": True} for code in met]
    assert law.ends("2024-06-01", item={"findings": records}, p=True) == ends
