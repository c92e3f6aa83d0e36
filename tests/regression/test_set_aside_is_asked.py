"""What a note sets aside among parts may leave an answer open: it is asked, or named where it is not modelled."""

from exportrules import Rules, Source, ask_questions
from exportrules.explanation.questions import open_clauses

LAW = """exportrules 1
ruleset common
  title: words
  source: none
  layer common
  checked up to 2030-01-01
kind machine
part piece of item
  asks: each piece
fact length of piece is quantity in mm
  asks: length
fact hard of piece is yes or no
  asks: hard
ruleset eu.list
  title: list
  source: none
  layer union
  checked up to 2030-01-01
entry 3A001 item is machine and some piece has length above 2 mm
  note 1 disregards piece in 3A001 when hard
entry 3A002 item is machine, some piece has any of:
  a. length above 3 mm
  note 1 disregards piece in 3A002 when hard
{gap}ruleset eu.acts
  title: acts
  source: none
  layer union
  codes from eu.list
  checked up to 2030-01-01
measure first
  source: none
  for export
  requires licence when item listed in {code}
"""


def decide(code, gap="", **facts):
    rules = Rules([Source("law.xr", LAW.format(code=code, gap=gap))])
    pieces = {"complete": True, "list": [{"facts": {"length": "4 mm", **facts}}]}
    item = {"kind": "machine", "parts": {"piece": pieces}}
    return rules.decide({"format": "exportrules.case/1", "activity": "export", "as_of": "2026-01-01", "item": item})


def test_whether_a_part_is_set_aside_is_asked():
    for code in ("3A001", "3A002.a"):
        decision = decide(code)
        assert decision.outcome is None
        assert [item.fact for item in ask_questions(decision)] == ["hard"]


def test_it_is_not_asked_once_it_is_stated():
    for code in ("3A001", "3A002.a"):
        assert decide(code, hard=True).outcome.name == "no_control_found"
        assert decide(code, hard=False).outcome.name == "licence_required"


def test_what_is_not_modelled_of_such_a_note_is_named():
    decision = decide("3A002", gap="    not modelled: what else it asks\n", hard=True)
    assert decision.outcome is None
    assert [reason for _, _, reason in open_clauses(decision)] == ["what else it asks"]
