"""What is kept from one decision to the next is bounded, and never changes an answer."""

from datetime import date
from itertools import product

import pytest

from exportrules.decision import asked, quick
from exportrules.program import blanks, kept, routing
from exportrules.program.program import Program

LAW = """fact end_use of transaction is one of {alpha, beta, gamma}
  asks: the use
entry 1A001 item is amplifier and a
entry 1A002 item is goods and b
measure m
  source: Art. 1
  for {export, transit}
  requires licence when item listed in eu.m
measure n
  source: Art. 2
  for {export, brokering}
  prohibits when end_use is one of {alpha, beta} and p
measure o
  source: Art. 3
  for export
  requires notification when end_use is gamma
"""


def every_answer(law, **own):
    own = own or {"a": True, "b": False}
    found = {}
    kinds = (None, "goods", "amplifier")
    for activity, kind, use, p in product(
        ("export", "transit", "brokering"), kinds, ("alpha", "gamma", None), (True, False)
    ):
        item = {} if kind is None else {"kind": kind}
        told = {"p": p} if use is None else {"p": p, "end_use": use}
        found[activity, kind, use, p] = law.ends(activity=activity, item=item, **own, **told)
    return found


@pytest.mark.parametrize("most", [1, 2])
def test_answers_are_the_same_when_nearly_nothing_is_kept(by, most, monkeypatch):
    law = by(LAW)
    wanted = every_answer(law)
    monkeypatch.setattr(asked, "MAX_SELECTIONS", most)
    monkeypatch.setattr(quick, "MAX_KEPT", most)
    monkeypatch.setattr(quick, "MAX_CODES", most)
    monkeypatch.setattr(routing, "MAX_CODES", most)
    fresh = by(LAW + "\n")
    assert every_answer(fresh) == wanted
    program = fresh.program
    assert all(len(plan.selections) <= most for plan in program.plans.values())
    assert len(program.quick_codes) <= most


def test_a_case_whose_values_are_never_exact_is_decided_by_its_findings(by):
    law = by(LAW)
    for _ in range(quick.PATIENCE + 3):
        item = {"kind": "amplifier", "facts": {}}
        decision = law(item=item, b=False, end_use={"one_of": ["alpha", "beta"]}, p=True)
        assert decision.floor.name == "prohibited"
    # and one with exact values after it
    assert law.ends(item={"kind": "amplifier"}, a=True, b=False, end_use="gamma", p=True) == ("licence_required",) * 2


def test_an_activity_that_no_measure_names_is_free_of_control(by):
    assert by(LAW).ends(activity="import", a=True) == ("no_control_found",) * 2


USES = ("not applicable", None, "gamma", {"one_of": ["alpha", "gamma"]}, "alpha", {"one_of": ["alpha", "beta"]})


@pytest.mark.parametrize("turn", range(len(USES)))
def test_what_was_asked_before_is_not_taken_for_what_is_asked_now(by, turn):
    def ends(law, use):
        return law.ends(activity="export", a=False, b=False, p=True, **({} if use is None else {"end_use": use}))

    wanted = {str(use): ends(by(LAW), use) for use in USES}
    assert len(set(wanted.values())) == 4
    law = by(LAW)
    for use in (*USES[turn:], *USES[:turn]):
        assert ends(law, use) == wanted[str(use)], use


def keep_entry_by_entry(monkeypatch):
    """Lists of a few lines are treated like the long ones of the law."""
    monkeypatch.setattr(routing, "MANY", 0)
    monkeypatch.setattr(routing, "FEW", 0)


@pytest.mark.parametrize("most", [1, 100])
def test_what_nobody_states_anything_about_comes_to_the_same_however_much_is_kept(by, most, monkeypatch):
    """Long lists are not written as code: their entries are asked once for all who state nothing about them."""
    stated = ({"a": True, "b": False}, {"a": True}, {"b": True}, {"c": True})
    wanted = [every_answer(by(LAW), **own) for own in stated]
    keep_entry_by_entry(monkeypatch)
    monkeypatch.setattr(kept, "MAX_KEPT", most)
    monkeypatch.setattr(blanks.BlankList, "MAX_SHELVES", most)
    law = by(LAW)
    assert [every_answer(law, **own) for own in stated] == wanted
    assert [every_answer(law, **own) for own in reversed(stated)] == wanted[::-1]


FAULTY = """fact width is quantity in mm
  asks: a length
entry 1A001 a
entry 1A002 item is goods and width above 1 mm * (1 / (2 - 2))
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
"""


def test_what_is_to_be_told_is_told_for_every_case(by, monkeypatch):
    """The limit of the second entry has no value, which each of the decisions says."""
    keep_entry_by_entry(monkeypatch)
    law = by(FAULTY)
    for stated in ({"a": False}, {"a": False}, {"c": True}, {"a": False}):
        decision = law(item={"kind": "goods"}, **stated)
        assert (decision.floor.name, decision.ceiling.name) == ("no_control_found", "licence_required")
        assert "XR851" in [code for code, _ in decision.diagnostics]


# lines without a number that are in force from 2026-06-01, and what is then and was before
UNNUMBERED = {
    "entry 1A001 any of:\n  a. a\n  item is goods\n    in force from 2026-06-01\n": ("open", "owed"),
    "entry 1A001 any of:\n  a. a\n  also item is goods\n    in force from 2026-06-01\n": ("open", "owed"),
    'entry 1A001 "listed"\ndefine "listed" as any of:\n  a\n  item is goods\n    in force from 2026-06-01\n': (
        "open", "owed",
    ),
    "entry 1A001 item is goods\nnote 1 does not control 1A001 when any of:\n  a\n  item is goods\n"
    "    in force from 2026-06-01\n": ("open", "none"),
    "entry 1A001 item is goods\nnote 1 does not control 1A001 when item is goods\n"
    "  in force from 2026-06-01\n": ("owed", "none"),
    "entry 1A001 item is software\nnote 1 includes {goods} in 1A001\n  in force from 2026-06-01\n": ("none", "owed"),
}  # fmt: skip
MEASURE = """measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
"""
ENDS = {
    "none": ("no_control_found", "no_control_found"),
    "open": ("no_control_found", "licence_required"),
    "owed": ("licence_required", "licence_required"),
}


@pytest.mark.parametrize("law", UNNUMBERED)
def test_the_days_of_lines_without_a_number_are_days_of_change(by, law, monkeypatch):
    keep_entry_by_entry(monkeypatch)
    decider = by("kind software\n" + law + MEASURE)
    decider.program = Program(decider.rules.book, generate=False)
    before, after = (ENDS[name] for name in UNNUMBERED[law])
    for day, ends in (("2026-05-31", before), ("2026-06-01", after)) * 3:
        assert decider.ends(day, item={"kind": "goods"}) == ends, day
    assert date(2026, 6, 1) in decider.program.change_days()


LIFTED = "requires licence when p\nexemption x lifts m\n  source: Art. 2\n  for export\n"
DATED_LINES = (
    "requires licence when any of:\n    p\n    q\n      in force from 2026-06-01\n",
    'requires licence when p\n  duty tell when "late"\n',
    'requires licence when any of:\n    p\n    q\n      duty tell when "late"\n',
    LIFTED + "  when any of:\n    q\n    r\n      in force from 2026-06-01\n",
    LIFTED + "  covers eu.m when any of:\n    q\n    r\n      in force from 2026-06-01\n",
    LIFTED + '  when q\n  duty tell when "late"\n',
    "requires licence when p\n  document X001 from 2026-06-01\n",
    "requires licence when p\n  document X001 until 2026-05-31\n",
    'requires licence when p\n  document X001 when "late"\n',
    LIFTED + "  when q\n  document X001 from 2026-06-01\n",
    LIFTED + '  when q\n  document X001 when "late"\n',
)


@pytest.mark.parametrize("lines", DATED_LINES)
def test_the_days_of_what_provisions_ask_are_days_of_change(by, lines):
    late = 'define "late" as any of:\n  q\n  r\n    in force from 2026-06-01\n' if "late" in lines else ""
    law = by(late + "entry 1A001 a\nmeasure m\n  source: Art. 1\n  for export\n  " + lines)
    assert law.program.change_days() == (date(2026, 6, 1),)


ASIDE = """part axis of item
  asks: each axis
fact long of axis is yes or no
  asks: whether it is so
entry 1A001 some axis has all of:
  long
entry 1A002 item listed in 1A001 and item listed in 1A003
entry 1A003 item listed in 1A001 or b
note 1 disregards axis in 1A001 when a
"""


@pytest.mark.parametrize("most", [1, 100])
def test_what_sets_parts_aside_counts_whatever_was_asked_before(by, most, monkeypatch):
    keep_entry_by_entry(monkeypatch)
    monkeypatch.setattr(blanks.BlankList, "MAX_SHELVES", most)
    law = by(ASIDE + MEASURE)
    one = {"parts": {"axis": {"complete": True, "list": [{"facts": {"long": True}}]}}}
    for item, facts, ends in (
        ({}, {"b": False}, "open"), (one, {"b": False}, "open"), (one, {"a": True, "b": False}, "none"),
        (one, {"a": False, "b": False}, "owed"), ({}, {"a": True, "b": False}, "open"), ({}, {"b": True}, "owed"),
    ) * 2:  # fmt: skip
        assert law.ends(item=item, **facts) == ENDS[ends], (item, facts)


DATED = """entry 1A001 a
entry 1A002 item is goods and b
  in force from 2026-06-01
entry 1A003 item listed in eu.n
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
"""


@pytest.mark.parametrize("most", [1, 100])
def test_what_is_kept_of_one_day_is_not_taken_for_another(by, other, most, monkeypatch):
    keep_entry_by_entry(monkeypatch)
    monkeypatch.setattr(blanks.BlankList, "MAX_SHELVES", most)
    law = by(DATED, other("entry 2A001 d\n  in force from 2020-01-01 until 2026-08-31\n"))
    none, open_ = ("no_control_found",) * 2, ("no_control_found", "licence_required")
    for _ in range(2):
        for day, d, ends in (
            ("2026-05-31", False, none), ("2026-06-01", False, open_), ("2026-05-31", None, open_),
            ("2026-09-01", None, open_), ("2026-08-31", True, ("licence_required",) * 2), ("2026-09-01", True, open_),
        ):  # fmt: skip
            stated = {} if d is None else {"d": d}
            assert law.ends(day, item={"kind": "goods"}, a=False, **stated) == ends, (day, d)
