"""What is kept from one decision to the next is bounded, and never changes an answer."""

from itertools import product

import pytest

from exportrules.decision import asked, quick
from exportrules.program import routing

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


def every_answer(law):
    found = {}
    kinds = (None, "goods", "amplifier")
    for activity, kind, use, p in product(
        ("export", "transit", "brokering"), kinds, ("alpha", "gamma", None), (True, False)
    ):
        item = {} if kind is None else {"kind": kind}
        told = {"p": p} if use is None else {"p": p, "end_use": use}
        found[activity, kind, use, p] = law.ends(activity=activity, item=item, a=True, b=False, **told)
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
