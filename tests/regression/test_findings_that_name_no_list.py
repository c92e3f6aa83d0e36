"""A finding that names no list speaks of the lists that have its paragraph themselves, and of no other."""

from datetime import date

import pytest

from exportrules.loading import Rules
from exportrules.text import Source

HEAD = """exportrules 1
ruleset eu.{name}
  title: t
  source: none
  layer union
  {more}checked up to 2030-01-01
"""
LIST = """kind goods
fact a, b, d is yes or no
  asks: whether
entry 1A001 any of:
  a. a
  b. b
entry 2A001
  not modelled: no text
measure m
  source: none
  for export
  requires licence when item listed in eu.m
"""
MEASURE = "measure n\n  source: none\n  for export\n  requires notification when item listed in eu.n\n"
OTHERS = {
    "a list of its own": ("", "entry 1B001 d\n"),
    "one that takes the paragraph over": ("codes from eu.m\n  ", "takes 1A001.a when d\n"),
    "one that has the entry as well": ("", "entry 1A001 d\n"),
}


def ends(other, finding, options, **facts):
    more, entries = OTHERS[other]
    sources = [
        Source("m.xr", HEAD.format(name="m", more="") + LIST),
        Source("n.xr", HEAD.format(name="n", more=more) + entries + MEASURE),
    ]
    item = {"facts": facts, "findings": [finding]}
    case = {"format": "exportrules.case/1", "activity": "export", "item": item}
    decision = Rules(sources, **options).decide(case, date(2026, 1, 1))
    return {item.measure.name: (item.floor.name, item.ceiling.name) for item in decision.findings}


OWED, OPEN = ("licence_required",) * 2, ("no_control_found", "licence_required")
TOLD, TO_TELL = ("notification_required",) * 2, ("no_control_found", "notification_required")
MET, NOT_MET = {"paragraph": "1A001.a", "met": True}, {"paragraph": "1A001.a", "met": False}
HERE = {"ruleset": "eu.n"}
CASES = [
    # what is met in one list says nothing of another
    ("a list of its own", MET, {"d": False}, {"m": OWED}),
    ("a list of its own", MET, {}, {"m": OWED, "n": TO_TELL}),
    ("a list of its own", MET, {"d": True}, {"m": OWED, "n": TOLD}),
    ("a list of its own", {"paragraph": "1A", "met": True}, {"d": False}, {"m": OWED}),
    ("a list of its own", {"paragraph": "1B", "met": False}, {"a": True}, {"m": OWED}),
    ("a list of its own", {"paragraph": "2A001.c", "met": True}, {"d": False}, {"m": OWED}),
    # a list takes it over under its own condition
    ("one that takes the paragraph over", MET, {"d": False}, {"m": OWED}),
    ("one that takes the paragraph over", MET, {}, {"m": OWED, "n": TO_TELL}),
    ("one that takes the paragraph over", MET, {"d": True}, {"m": OWED, "n": TOLD}),
    ("one that takes the paragraph over", {"paragraph": "1A", "met": True}, {"d": False}, {"m": OWED}),
    # where the facts contradict it the stricter reading holds, here and there
    ("one that takes the paragraph over", NOT_MET, {"a": True}, {"m": OWED, "n": TO_TELL}),
    ("one that takes the paragraph over", NOT_MET, {"b": True}, {"m": OWED}),
    # who names the list has looked at the condition
    ("one that takes the paragraph over", {**MET, **HERE}, {"a": True}, {"m": OWED, "n": TOLD}),
    ("one that has the entry as well", MET, {"d": False}, {"m": OWED, "n": TOLD}),
    ("one that has the entry as well", {**MET, "ruleset": "eu.m"}, {"d": False}, {"m": OWED}),
    ("one that has the entry as well", {"paragraph": "1A001", "met": False}, {}, {"m": OPEN}),
]


@pytest.mark.parametrize(
    "options", [{}, {"generate": False}, {"generate": False, "indexed": False}], ids=["generated", "kept", "closures"]
)
@pytest.mark.parametrize(("other", "finding", "facts", "wanted"), CASES)
def test_a_finding_speaks_of_the_lists_that_have_its_paragraph(other, finding, facts, wanted, options):
    assert ends(other, finding, options, **facts) == wanted
