"""What is kept of statements, lists and measures rests on what they read: who states the same of it gets the same."""

from itertools import product

import pytest

from exportrules.decision import judging, weighing
from exportrules.program import kept, routing

FREE, OPEN, OWED = ("no_control_found",) * 2, ("no_control_found", "licence_required"), ("licence_required",) * 2
ASKED = "measure m\n  source: Art. 1\n  for export\n  requires licence when "
LISTED = ASKED + "item listed in eu.m\n"


@pytest.fixture(autouse=True, params=["lists", "entries"])
def _every_list_counts(request, monkeypatch):
    """Lists of one entry are kept as the long ones of the law are; or only their entries are."""
    monkeypatch.setattr(routing, "FEW_KEPT", 0 if request.param == "lists" else 99)
    monkeypatch.setattr(routing, "MANY", 0)


def check(law, cases, rounds=3):
    """Each case has its ends, whatever was decided before it."""
    for _ in range(rounds):
        for case, ends in cases:
            assert law.ends(**case) == ends, case


LENGTH = "fact width is quantity in mm\n  asks: a length\n"


@pytest.mark.parametrize(
    ("limit", "values"),
    [
        ("0.1 mm / 3", (("1/3 um", FREE), ("33.3 um", FREE), ("33.4 um", OWED))),
        ("1 mm", (("1 mm", FREE), ("1.0000000000000000000000000000000000001 mm", OWED), ("1000 um", FREE))),
    ],
)
def test_numbers_that_are_nearly_the_same_are_told_apart(by, limit, values):
    law = by(LENGTH + f"entry 1A001 width above {limit}\n" + LISTED)
    cases = [({"item": {"facts": {"width": value}}}, ends) for value, ends in values if "/" not in value]
    check(law, [*cases, ({"item": {"facts": {"width": {"at_least": "0.5 mm"}}}}, OWED if "3" in limit else OPEN)])


POINTS = """fact width is quantity in mm over temperature in K
  asks: a length
entry 1A001 width above 1 mm at temperature 300 K
"""


def test_values_under_conditions_of_measurement_are_told_apart(by):
    law = by(POINTS + LISTED)

    def at(value, kelvin):
        return {"item": {"facts": {"width": [{"value": value, "at": {"temperature": kelvin}}]}}}

    check(law, [(at("2 mm", "300 K"), OWED), (at("1 mm", "300 K"), FREE), (at("2 mm", "301 K"), OPEN)])


PARTS = """part shaft of item
  asks: each shaft
part axle within shaft
  asks: each axle
part lamp of item
  asks: each lamp
fact long of shaft is yes or no
  asks: whether it is so
entry 1A001 some shaft has all of:
  long
"""


def test_parts_of_wider_and_narrower_names_count_and_others_do_not(by):
    law = by(PARTS + LISTED)

    def of(name, complete=True, **facts):
        return {"item": {"parts": {name: {"complete": complete, "list": [{"facts": facts}]}}}}

    check(
        law,
        [
            (of("shaft", long=True), OWED), (of("shaft", long=False), FREE), (of("axle", long=True), OWED),
            (of("axle", long=False), OPEN), (of("lamp"), OPEN), (of("shaft"), OPEN), ({}, OPEN),
            (of("shaft", complete=False, long=False), OPEN),
        ],
    )  # fmt: skip


def test_judgements_and_findings_are_told_apart(by):
    law = by(
        "fact designed is judgement\n  asks: for what\nentry 1A001 judged designed for big\nentry 1A002 a\n" + LISTED
    )

    def judged(target, value):
        return {"item": {"judgements": [{"term": "designed", "for": target, "value": value}]}, "a": False}

    def found(met, **more):
        return {"item": {"findings": [{"paragraph": "1A002", "met": met, **more}]}}

    none = {"paragraph": "1A001", "met": False}
    for _ in range(3):
        assert law.ends(**judged("big", True)) == OWED
        assert law.ends(**judged("big", False)) == FREE
        assert law.ends(**judged("small", True)) == OPEN
        assert law.ends(item={"findings": [none, {"paragraph": "1A002", "met": False}]}) == FREE
        assert law.ends(item={"findings": [none, {"paragraph": "1A002", "met": True}]}) == OWED
        assert law.ends(**found(False)) == OPEN


CHANGED = "entry 1A001 any of:\n  a\n  b\n    in force from 2026-06-01\n"


def test_findings_by_the_law_of_some_day_hold_for_the_day_on_which_they_are_asked_about(by):
    """Within one stretch of days the same finding is told anew for each of them, with what is to be said of it."""
    law = by(CHANGED + LISTED)
    for _ in range(3):
        for found_on, ends, told in (("2026-07-01", FREE, False), ("2026-05-01", OPEN, True)):
            item = {"findings": [{"paragraph": "1A001", "met": False, "as_of": found_on}]}
            decision = law("2026-08-01", item=item)
            assert (decision.floor.name, decision.ceiling.name) == ends
            assert ("XR864" in dict(decision.diagnostics)) is told


DERIVED = """fact width is quantity in mm
  asks: a length
fact height is quantity in mm
  asks: a length
fact girth is derived in mm
  asks: both together
  formula width + height
entry 1A001 girth above 1 mm
entry 1A002 a and girth above 2 mm
"""


def test_what_contradicts_its_formula_is_told_for_every_case(by):
    law = by(DERIVED + LISTED)
    for _ in range(3):
        for girth, told in (("9 mm", True), ("4 mm", False)):
            facts = {"width": "2 mm", "height": "2 mm", "girth": girth}
            decision = law(item={"facts": facts}, a=True)
            assert (decision.floor.name, decision.ceiling.name) == OWED
            assert ("XR853" in dict(decision.diagnostics)) is told


RELIEF = """exemption x lifts m
  source: Art. 2
  for export
  covers 1A001
  when p
"""


def test_whether_a_relief_covers_the_item_is_asked_for_every_item(by):
    law = by("entry 1A001 a\nentry 1A002 b\n" + LISTED + RELIEF)
    check(
        law,
        [
            ({"a": True, "b": False, "p": True}, FREE), ({"a": True, "b": True, "p": True}, OWED),
            ({"a": True, "b": False, "p": False}, OWED), ({"a": False, "b": True, "p": True}, OWED),
            ({"a": False, "b": False, "p": True}, FREE), ({"a": True, "b": False}, OPEN),
        ],
    )  # fmt: skip


def test_whether_each_of_several_reliefs_covers_the_item_is_asked_for_every_item(by):
    second = LISTED.replace("measure m", "measure n").replace("requires licence", "prohibits")
    other = RELIEF.replace("x lifts m", "y lifts n").replace("1A001", "1A002")
    law = by("entry 1A001 a\nentry 1A002 b\n" + LISTED + second + RELIEF + other)
    banned = ("prohibited", "prohibited")
    check(
        law,
        [
            ({"a": True, "b": False, "p": True}, banned), ({"a": False, "b": True, "p": True}, OWED),
            ({"a": True, "b": True, "p": True}, banned), ({"a": False, "b": False, "p": True}, FREE),
        ],
    )  # fmt: skip


FAULTY = "entry 1A001 a\nentry 1A002 width above 1 mm * (1 / (2 - 2))\n"


def test_a_provision_that_asks_for_a_list_is_told_what_that_leaves_open_every_time(by):
    law = by(LENGTH + FAULTY + ASKED + "p and item listed in eu.m\n")
    for _ in range(3):
        for p, a, ends in ((True, False, OPEN), (False, False, FREE), (True, True, OWED)):
            decision = law(p=p, a=a, item={"facts": {"width": "2 mm"}})
            assert (decision.floor.name, decision.ceiling.name) == ends


DOCUMENTS = """measure m
  source: Art. 1
  for export
  requires licence when p
  document Y901 when q
  document Y902 from 2026-06-01
  duty tell when r
"""


def test_documents_and_duties_hang_on_what_they_ask_and_on_the_day(by):
    law = by("entry 1A001 a\n" + DOCUMENTS)
    for _ in range(3):
        for day, q, r, codes, owed in (
            ("2026-05-31", True, True, ["Y901"], [2]), ("2026-06-01", True, False, ["Y901", "Y902"], []),
            ("2026-06-01", False, None, ["Y902"], [1]), ("2026-05-31", None, True, [], [2]),
        ):  # fmt: skip
            stated = {name: value for name, value in (("q", q), ("r", r)) if value is not None}
            decision = law(day, p=True, **stated)
            assert [item.code for item in decision.documents] == codes
            assert [duty.truth for duty in decision.duties] == owed


def test_documents_hang_on_the_day_though_nothing_else_does(by):
    law = by("entry 1A001 a\n" + DOCUMENTS.replace("from 2026-06-01", "until 2026-05-31 when q"))
    relief = "exemption x lifts m\n  source: Art. 2\n  for export\n  when s\n  document Y903 from 2026-06-01\n"
    lifted = by("entry 1A001 a\n" + DOCUMENTS + relief)
    for _ in range(3):
        for day, codes, more in (("2026-05-31", ["Y901", "Y902"], []), ("2026-06-01", ["Y901"], ["Y902", "Y903"])):
            stated = {"p": True, "q": True, "r": True}
            assert [item.code for item in law(day, **stated).documents] == codes
            assert [item.code for item in lifted(day, s=True, **stated).documents] == ["Y901", *more]


SAME = """entry 1A001 item is amplifier
  in force from 2026-06-01
measure m
  source: Art. 1
  for {export, transit}
  requires licence when any of:
    p
    q
"""


def test_what_was_weighed_for_a_case_is_weighed_again_only_where_something_else_is_stated(by, monkeypatch):
    law = by(SAME)
    for p in (True, False, None) * 3:
        law(**({} if p is None else {"p": p}), q=False)
    weighed = []
    monkeypatch.setattr(weighing, "judge", lambda *given: weighed.append(given) or judging.judge(*given))
    # on other days and for another activity, on which and for which the same stands
    for day, activity in product(("2026-03-01", "2026-07-01"), ("export", "transit")):
        assert law.ends(day, activity, p=True, q=False) == OWED
        assert law.ends(day, activity, q=False) == OPEN
        assert law.ends(day, activity, p=False, q=False) == FREE
    assert bool(weighed) is not law.program.indexed
    weighed.clear()
    assert law.ends(p=False, q=True) == OWED
    assert weighed


BANDS = """fact width is quantity in mm
  asks: a length
entry 1A001 any of:
  width below 2 mm
  width at least 2 mm and item listed in {1A002.x, eu.n}
entry 1A002 any of:
  x. b
"""


def test_paragraphs_that_have_nothing_to_do_with_a_band_are_asked_once_for_all_of_its_stretches(by, other):
    law = by(BANDS + LISTED.replace("eu.m", "1A001"), other("entry 2A001 d\nentry 2A002 a\n"))
    check(
        law,
        [
            ({"b": True, "d": False, "a": False}, OWED), ({"b": False, "d": False, "a": False}, OPEN),
            ({"b": False, "d": True, "a": False}, OWED), ({"b": False, "a": False}, OPEN),
            ({"b": False, "d": False, "a": True}, OWED),
        ],
    )  # fmt: skip


def test_a_list_that_asks_for_another_rests_on_the_answer(by, other):
    law = by("entry 1A001 a and item listed in eu.n\n" + LISTED, other("entry 2A001 d\nentry 2A002 b\n"))
    check(
        law,
        [
            ({"a": True, "d": True, "b": False}, OWED), ({"a": True, "d": False, "b": False}, FREE),
            ({"a": True, "d": False, "b": True}, OWED), ({"a": True, "b": False}, OPEN), ({"a": False}, FREE),
        ],
    )  # fmt: skip


FORMULA = """fact width is quantity in mm
  asks: a length
fact girth is derived in mm
  asks: around it
  formula width * 2 when item listed in 1A002
  formula width * 3
entry 1A001 girth above 5 mm
entry 1A002 b
"""


def test_a_formula_that_asks_for_a_list_is_worked_out_for_every_case(by):
    law = by(FORMULA + LISTED.replace("eu.m", "1A001"))
    check(law, [({"b": b, "item": {"facts": {"width": "2 mm"}}}, ends) for b, ends in ((True, FREE), (False, OWED))])


@pytest.mark.parametrize("name", ["MAX_KEPT", "MAX_LISTS", "MAX_NUMBERS"])
@pytest.mark.parametrize("most", [0, 3])
def test_however_little_is_kept_the_answers_are_the_same(by, other, name, most, monkeypatch):
    monkeypatch.setattr(kept, name, most)
    law = by("entry 1A001 a and p\nentry 1A002 item is amplifier and b\n" + ASKED + "item listed in {eu.m, eu.n}\n",
             other("entry 2A001 d\n"))  # fmt: skip
    check(
        law,
        [
            ({"a": True, "p": True, "b": False, "d": False}, OWED), ({"a": True, "p": False, "b": False}, OPEN),
            ({"a": False, "b": True, "d": False, "item": {"kind": "amplifier"}}, OWED),
            ({"a": False, "b": True, "d": False, "item": {"kind": "goods"}}, OPEN),
            ({"a": False, "b": False, "d": False, "item": {"kind": "goods"}}, FREE),
        ],
    )  # fmt: skip
    program = law.program
    assert program.kept.size <= most + 99
