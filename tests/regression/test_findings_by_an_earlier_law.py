"""A finding by the law of another day outlasts no change of what its paragraph rests on."""

from datetime import date

import pytest

from exportrules.loading import Rules
from exportrules.text import Source

HEAD = "exportrules 1\nruleset eu.{name}\n  title: t\n  source: none\n  layer union\n{more}  checked up to 2030-01-01\n"
WORDS = """kind goods
fact p, q, s is yes or no
  asks: whether
fact where_to of transaction is country
  asks: where to
part core of item as item
  asks: its core
group friends
  source: none
  members {IN} from 2025-06-01
entry 9A001 any of:
  a. q
    in force from 2025-06-01
  b. s
entry 9A002 item listed in 9A001 and p
entry 9A003 p
"""
MEASURE = "measure m\n  source: none\n  for export\n  requires licence when item listed in {listed}\n"
NONE, OPEN = ("no_control_found",) * 2, ("no_control_found", "licence_required")
RESTS = {
    "on a paragraph": ("entry 1A001 item listed in 9A001.a and p\n", "2025-06-01"),
    "on one that rests on it": ("entry 1A001 item listed in 9A002\n", "2025-06-01"),
    "on a section": ("entry 1A001 p and item listed in 9A\n", "2025-06-01"),
    "on what a part is": ("entry 1A001 some core listed in 9A001\n", "2025-06-01"),
    "above it": ("entry 1A001 item listed in 9A001, any of:\n  a. p\n  b. q\n", "2025-06-01"),
    "by a note": ("entry 1A001 p\nnote 1 does not control 1A001 when item listed in 9A001\n", "2025-06-01"),
    "on a group": ("entry 1A001 p and where_to in group friends\n", "2025-06-01"),
    "on nothing that changed": ("entry 1A001 p and item listed in 9A003\n", None),
    "on the other limb": ("entry 1A001 p and item listed in 9A001.b\n", None),
}


def decide(law, day, found_on, code="1A001", listed="1A001", more=""):
    texts = {"w": WORDS + law, "m": MEASURE.format(listed=listed)}
    if more:
        texts["t"] = more
    heads = {"w": "", "m": "  codes from eu.w\n", "t": "  codes from eu.w\n"}
    rules = Rules(
        [Source(f"{name}.xr", HEAD.format(name=name, more=heads[name]) + text) for name, text in texts.items()]
    )
    finding = {"paragraph": code, "met": False, "as_of": found_on, "ruleset": "eu.t" if more else "eu.w"}
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"findings": [finding]}}
    decision = rules.decide(case, date.fromisoformat(day))
    return (decision.floor.name, decision.ceiling.name), [
        text for code, text in decision.diagnostics if code == "XR864"
    ]


@pytest.mark.parametrize("name", RESTS)
def test_it_says_nothing_once_what_the_paragraph_rests_on_changed(name):
    law, changed = RESTS[name]
    assert decide(law, "2025-05-31", "2025-01-01") == (NONE, [])
    assert decide(law, "2025-07-02", "2025-07-01") == (NONE, [])
    ends, told = decide(law, "2025-06-01", "2025-01-01")
    if changed is None:
        assert (ends, told) == (NONE, [])
    else:
        assert ends == OPEN
        assert f"it changed on {changed}" in told[0]


def test_what_changed_is_named():
    _, (told,) = decide(RESTS["on one that rests on it"][0], "2025-06-01", "2025-01-01")
    assert told.endswith("it changed on 2025-06-01 (`9A001`, on which it rests)")


def test_the_condition_of_what_a_list_takes_over_counts_too():
    taken = "takes eu.w.9A003 when item listed in 9A001.a\n"
    for day, ends in (("2025-05-31", NONE), ("2025-06-01", OPEN)):
        assert decide("", day, "2025-01-01", code="9A003", listed="eu.t", more=taken)[0] == ends


def test_a_list_that_came_into_force_since_was_never_looked_at():
    taken = "  in force from 2025-06-01\ntakes eu.w.9A003\n"
    for day, ends in (("2025-05-31", NONE), ("2025-06-01", OPEN)):
        assert decide("", day, "2025-01-01", code="9A003", listed="eu.t", more=taken)[0] == ends


def test_a_line_that_takes_more_over_changes_with_the_paragraph_of_the_finding_alone():
    taken = "takes eu.w.9A001.b when p\ntakes eu.w.9A001\n"
    assert decide("", "2025-06-01", "2025-01-01", code="9A001.b", listed="eu.t", more=taken)[1] == []
    told = decide("", "2025-06-01", "2025-01-01", code="9A001", listed="eu.t", more=taken)[1]
    assert "it changed on 2025-06-01" in told[0]


def test_what_changed_between_many_days_is_not_kept_without_end(monkeypatch):
    monkeypatch.setattr("exportrules.rules.amendments.MAX_TOLD", 2)
    law = RESTS["on a paragraph"][0]
    rules = Rules([Source("w.xr", HEAD.format(name="w", more="") + WORDS + law)])
    for month in (1, 2, 3, 4, 1, 7):
        told = rules.program.changes.between("eu.w", "1A001", date(2025, month, 1), date(2025, 7, 2))
        assert bool(told) == (month < 6)
    assert len(rules.program.changes._told) <= 2
