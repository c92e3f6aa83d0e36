"""A supposition that takes the place of another one: nothing that rests on the first is used for the second."""

from datetime import date

import pytest

from exportrules.case.values import Flag
from exportrules.decision import decide_case
from exportrules.logic import FALSE, TRUE
from exportrules.program.frame import Supposition

LAW = """entry 1A001 {condition}
measure m
  source: Art. 1
  for export
  requires licence when item listed in 1A001
"""
DAY = date(2026, 3, 1)
OWED, NONE, OPEN = "licence_required", "no_control_found", ("no_control_found", "licence_required")
YES, NO = Flag(True, "supposed"), Flag(False, "supposed")


def ends(decision):
    made = decision._workings.made
    assert (made.floor, made.ceiling) == (decision.floor, decision.ceiling)
    return decision.floor.name, decision.ceiling.name


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        ("p", lambda case, value: Supposition({(0, "p"): YES if value else NO})),
        ("a", lambda case, value: Supposition({(id(case.item), "a"): YES if value else NO})),
        ("item is amplifier", lambda case, value: pin(case, "item is amplifier", value)),
    ],
    ids=["of the transaction", "of the item", "a kind"],
)
def test_the_later_supposition_is_the_one_that_counts(by, condition, answers):
    law = by(LAW.format(condition=condition))
    for _ in range(3):
        # what follows from a case is kept from the second answer on
        law()
    raw = {"format": "exportrules.case/1", "activity": "export", "item": {"kind": "goods", "facts": {}}}
    case = law.rules.read_case(raw)
    plain = decide_case(law.program, case, DAY)
    assert ends(plain) == OPEN
    first = decide_case(law.program, case, DAY, answers(case, True), plain.session)
    assert ends(first) == (OWED, OWED)
    other = first.session.supposed.and_also(answers(case, False))
    assert ends(decide_case(law.program, case, DAY, other, first.session)) == (NONE, NONE)
    # nor where it is supposed no longer
    assert ends(decide_case(law.program, case, DAY, Supposition(), first.session)) == OPEN


def pin(case, text, value):
    return Supposition(pins={(id(case.item), text): TRUE if value else FALSE})
