"""A measure is left aside where the transaction cannot meet it, and only there."""

from datetime import date

import pytest

from exportrules.decision.asked import select_for

HEAD = "measure m\n  source: Art. 1\n  for export\n  requires licence when "
NONE, OPEN, OWED = ("no_control_found",) * 2, ("no_control_found", "licence_required"), ("licence_required",) * 2
# a condition, and for each way to state the facts what comes of it and whether it is asked at all
TABLE = {
    "any of:\n    p\n    q": [
        ({"p": False, "q": False}, NONE, False), ({"p": False, "q": True}, OWED, True), ({"p": False}, OPEN, True),
    ],
    "any of:\n    p\n    a": [({"p": False, "a": True}, OWED, True), ({"p": False, "a": False}, NONE, True)],
    "all of:\n    p\n    a": [({"p": False, "a": True}, NONE, False), ({"p": True, "a": True}, OWED, True)],
    "at least 2 of:\n    p\n    q\n    r": [
        ({"p": False, "q": False, "r": False}, NONE, False), ({"p": True, "q": False, "r": False}, NONE, True),
        ({"p": True, "q": True}, OWED, True), ({"p": True}, OPEN, True),
    ],
    "none of:\n    p\n    q": [({"p": False, "q": False}, OWED, True), ({"p": True}, NONE, True)],
    "p\n    where q": [
        ({"p": True, "q": False}, NONE, False), ({"p": False, "q": True}, NONE, False),
        ({"p": True, "q": True}, OWED, True),
    ],
    "p\n    also q": [
        ({"p": False, "q": False}, NONE, False), ({"p": False, "q": True}, OWED, True), ({"q": False}, OPEN, True),
    ],
    "p\n    also a": [({"p": False, "a": True}, OWED, True), ({"p": False, "a": False}, NONE, True)],
    # a limb that is not in force asks for nothing
    "all of:\n    a. p\n      in force from 2026-06-01\n    b. q": [
        ({"p": False, "q": True}, OWED, True), ({"p": True, "q": False}, NONE, False),
    ],
    "p and not q": [({"p": True, "q": "not applicable"}, OWED, True), ({"p": "not applicable"}, NONE, False)],
}  # fmt: skip


@pytest.mark.parametrize("condition", TABLE)
def test_a_measure_is_asked_unless_the_transaction_fails_it(by, condition):
    law = by(HEAD + condition + "\n")
    for facts, ends, asked in TABLE[condition]:
        decision = law(**facts)
        assert (decision.floor.name, decision.ceiling.name) == ends, facts
        day, program = date(2026, 3, 1), law.program
        found = select_for(program, "export", day, program.era(day), decision.case.transaction)
        # without the index all is asked
        assert bool(found.effects) == (asked or not program.indexed), facts
