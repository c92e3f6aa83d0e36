"""What is told beside a decision: faults that leave something open, findings against the facts, days not checked."""

import pytest

from exportrules.decision import decide_case
from exportrules.program.frame import Supposition

NUMBERS = """fact width, depth is quantity in mm
  asks: a length
fact stock, flow of transaction is quantity in mm
  asks: an amount
fact reach is derived in ratio
  asks: one by the other
  formula stock / flow
part piece of item
  asks: each piece
fact hard of piece is yes or no
  asks: whether it is hard
fact height, breadth of piece is quantity in mm
  asks: a length
fact slope of piece is derived in ratio
  asks: one by the other
  formula height / breadth
"""
MEASURE = "measure m\n  source: Art. 1\n  for export\n  requires licence when "
# a test without a value where the depth is zero
FAULTY = "width above (1 / depth) mm for depth in mm"
FLAT = {"facts": {"width": "2 mm", "depth": "0 mm"}}
LISTED = MEASURE + "item listed in eu.m\n"


def told(law, day="2026-03-01", rounds=6, **case):
    """The codes that are told, the same however warm the code is."""
    found = {tuple(code for code, _ in law(day, **case).diagnostics) for _ in range(rounds)}
    assert len(found) == 1
    return list(*found)


def test_a_test_without_a_value_is_told_where_it_leaves_a_measure_open(by):
    law = by(NUMBERS + MEASURE + f"any of:\n    {FAULTY}\n    p\n")
    assert told(law, item=FLAT, p=False) == ["XR851"]
    # what applies anyway, or does not, has no use for it
    assert told(law, item=FLAT, p=True) == []
    assert told(law, item={"facts": {"width": "2 mm", "depth": "1 mm"}}, p=False) == []
    both = by(NUMBERS + MEASURE + f"all of:\n    {FAULTY}\n    p\n")
    assert told(both, item=FLAT, p=True) == ["XR851"]
    assert told(both, item=FLAT, p=False) == []


def test_a_line_without_a_value_is_told_from_the_day_on_which_it_is_in_force(by):
    law = by(NUMBERS + MEASURE + f"any of:\n    p\n    {FAULTY}\n      in force from 2026-06-01\n    q\n")
    for day, p, q, codes in (
        ("2026-05-31", False, None, []), ("2026-06-01", False, False, ["XR851"]),
        ("2026-05-31", False, False, []), ("2026-06-01", True, None, []),
    ) * 2:  # fmt: skip
        stated = {} if q is None else {"q": q}
        assert told(law, day, item=FLAT, p=p, **stated) == codes


RELIEF = "exemption x lifts m\n  source: Art. 2\n  for export\n"


@pytest.mark.parametrize(
    ("lines", "other"),
    [
        ("  when any of:\n    {}\n    q\n", True),
        ("  when p\n  not when all of:\n    {}\n    q\n", False),
        ("  when p\n  covers 1A001 when any of:\n    {}\n    q\n", True),
    ],
)
def test_a_test_without_a_value_is_told_where_it_leaves_a_relief_open(by, lines, other):
    law = by("entry 1A001 a\n" + NUMBERS + LISTED + RELIEF + lines.format(FAULTY))
    assert told(law, item=FLAT, a=True, p=True, q=not other) == ["XR851"]
    # q alone settles whether the relief applies
    assert told(law, item=FLAT, a=True, p=True, q=other) == []
    assert told(law, item=FLAT, a=False, p=True, q=not other) == []


def test_what_leaves_a_measure_open_and_what_leaves_its_relief_open_are_both_told(by):
    law = by(NUMBERS + MEASURE + "every piece has hard\n" + RELIEF + f"  when {FAULTY}\n")
    item = {**FLAT, "parts": {"piece": {"complete": True, "list": []}}}
    assert told(law, item=item) == ["XR851", "XR854"]
    assert told(law, item=FLAT) == ["XR851"]
    assert told(law, item={"facts": {"width": "2 mm", "depth": "1 mm"}, "parts": item["parts"]}) == ["XR854"]


def test_formulas_of_the_transaction_and_of_parts_can_be_at_fault(by):
    law = by(NUMBERS + MEASURE + "any of:\n    reach above 2 ratio\n    some piece has slope above 3 ratio\n")
    assert told(law, stock="1 mm", flow="0 mm") == ["XR851"]
    assert told(law, stock="0 mm", flow="1 mm") == []

    def piece(slope):
        return {"parts": {"piece": [{"facts": {"height": "2 mm", "breadth": "1 mm", "slope": slope}}]}}

    assert told(law, item=piece("1 ratio")) == ["XR853"]
    assert told(law, item=piece("2 ratio")) == []
    assert told(law, item=piece("1 ratio"), stock="1 mm", flow="0 mm") == ["XR851", "XR853"]


@pytest.mark.parametrize("fault", ["reach above 2 ratio", "depth above (1 / depth) mm for depth in mm"])
def test_what_an_entry_asks_that_has_no_value_is_told(by, fault):
    law = by(NUMBERS + f"entry 1A001 a, any of:\n  a. b\n  b. {fault}\n" + LISTED)
    facts = {"stock": "1 mm", "flow": "0 mm"} if fault.startswith("reach") else {"item": {"facts": {"depth": "0 mm"}}}
    for _ in range(4):
        assert told(law, a=True, b=False, **facts) == ["XR851"]
        assert told(law, b=False, **facts) == ["XR851"]
        assert told(law, **facts) == ["XR851"]
        assert told(law, a=False, b=False, **facts) == []
        assert told(law, a=True, b=True, **facts) == []


def test_what_is_supposed_is_told_of_like_what_is_stated(by):
    law = by(NUMBERS + MEASURE + "reach above 2 ratio\n")
    stated = law(stock="1 mm", flow="0 mm")
    supposed = Supposition(answers={(0, "flow"): stated.case.transaction["flow"]})
    without = law(stock="1 mm")
    assert without.diagnostics == ()
    asked = decide_case(law.program, without.case, without.as_of, supposed)
    assert [code for code, _ in asked.diagnostics] == ["XR851"]


# ---- findings of a person that the facts contradict --------------------------------------------------------

ENTRIES = "entry 1A001 a\nentry 1A002 any of:\n  a. b\n  b. c\n"


def found(met, code="1A002.b", **more):
    return {"findings": [{"paragraph": code, "met": met, **more}]}


def test_a_finding_against_the_facts_and_a_test_without_a_value_are_both_told(by):
    law = by(ENTRIES + NUMBERS + LISTED + MEASURE.replace("measure m", "measure n") + FAULTY + "\n")
    item = {**FLAT, **found(False)}
    assert told(law, item=item, a=False, b=False, c=True) == ["XR851", "XR855"]
    assert told(law, item=item, a=False, b=False, c=False) == ["XR851"]


@pytest.mark.parametrize("facts", [{}, {"a": True}, {"b": True}, {"a": True, "b": True}])
def test_a_finding_against_the_facts_is_told_whatever_else_the_item_meets(by, facts):
    law = by(ENTRIES + LISTED)
    facts = {"a": False, "b": False, **facts}
    for met in (True, False):
        assert told(law, item=found(met), c=not met, **facts) == ["XR855"]
        assert told(law, item=found(met), c=met, **facts) == []
        assert told(law, item=found(met), **facts) == []
    assert told(law, item=found(False, ruleset="eu.m"), c=True, **facts) == ["XR855"]


def test_a_whole_list_that_was_ruled_out_against_the_facts_is_named(by):
    law = by(ENTRIES + LISTED)
    item = {"findings": [{"ruleset": "eu.m", "paragraph": "", "met": False}]}
    told_of = "`eu.m` was ruled out, but the facts say that it applies"
    assert ("XR855", told_of) in law(item=item, a=True, b=False, c=False).diagnostics
    assert told(law, item=item, a=False, b=False, c=False) == []


def test_a_finding_is_held_against_the_facts_in_its_own_list_where_a_measure_rests_on_that(by, other):
    second = other("entry 1A002 any of:\n  b. d\nentry 2A001 b\n")
    item = found(False, ruleset="eu.n")
    law = by(ENTRIES + LISTED, second)
    # no measure has a use for the other list
    assert told(law, item=item, a=True, b=False, c=True, d=True) == []
    both = by(ENTRIES + MEASURE + "any of:\n    item listed in eu.m\n    item listed in eu.n\n", second)
    assert told(both, item=item, a=True, b=False, c=True, d=True) == ["XR855"]
    assert told(both, item=item, a=True, b=False, c=True, d=False) == []
    # one that names no list speaks of each
    for c, d in ((True, False), (False, True)):
        assert told(both, item=found(False), a=True, b=False, c=c, d=d) == ["XR855"]


def test_a_finding_of_a_paragraph_that_cannot_be_evaluated_stands_in_no_way(by):
    """A paragraph that asks for thousands of others, one below the other."""
    chain = "".join(f"entry {a}B{b:03d} item listed in {a}B{b + 1:03d}\n" for a in range(3) for b in range(999))
    ends = "".join(f"entry {a}B999 item {f'listed in {a + 1}B000' if a < 2 else 'is goods'}\n" for a in range(3))
    law = by(
        "entry 1A001 a\n" + chain + ends + MEASURE + "any of:\n    item listed in 1A001\n    item listed in 0B000\n"
    )
    decision = law(item={**found(True, "0B000"), "kind": "goods"}, a=True)
    assert (decision.floor.name, decision.ceiling.name) == ("licence_required",) * 2
    assert decision.diagnostics == ()


# ---- days that were not checked ----------------------------------------------------------------------------


def test_a_relief_whose_text_was_not_checked_for_the_day_is_told(by, other):
    text = other(RELIEF.replace("lifts m", "lifts eu.m.m") + "  when q\n", "eu.x")
    text = text.replace("checked up to 2030-12-31", "lifts eu.m\n  checked from 2026-01-01 up to 2026-06-30")
    law = by(MEASURE + "p\n", text)
    assert told(law, "2025-12-31", p=True, q=True) == ["XR861"]
    assert told(law, "2026-01-01", p=True, q=True) == []
    assert told(law, "2026-06-30", p=True, q=True) == []
    assert told(law, "2026-07-01", p=True, q=True) == ["XR860"]
    # one that does not apply, or lifts nothing that does, has no bearing
    assert told(law, "2026-07-01", p=True, q=False) == []
    assert told(law, "2026-07-01", p=False, q=True) == []


def test_a_finding_that_names_no_list_is_held_against_the_list_in_which_its_paragraph_stands(by, other):
    second = other("entry 9A001 b\n")
    measure = MEASURE + "item listed in eu.m or item listed in eu.n\n"
    law = by("entry 1A001 a\n" + measure, second)
    against = {"facts": {"a": False, "b": False}, "findings": [{"paragraph": "9A001", "met": True}]}
    assert told(law, item=against) == ["XR855"]


CLUB = """group club
  source: none
  members {AT, DE} from 2020-01-01
fact seat of transaction is country in group club
  asks: the exporter's seat
"""


def test_faults_that_are_asked_for_anew_are_told_beside_the_others(by):
    law = by(CLUB + "entry 1A001 a\n" + LISTED)
    item = {"facts": {"a": False}, "findings": [{"ruleset": "eu.m", "paragraph": "1A001", "met": True}]}
    assert told(law, item=item, seat="US") == ["XR855", "XR856"]
    assert told(law, item=item, seat="AT") == ["XR855"]


PIECES = "part piece of item as item\n  asks: each piece\n"


def test_a_finding_of_a_part_against_its_facts_is_told_of_the_part_and_not_of_the_item(by):
    """Each list is asked about that part alone, though no measure looks at parts."""
    law = by(PIECES + "entry 1A001 a\nentry 1A002 b\n" + LISTED)
    assigned = [{"ruleset": "eu.m", "paragraph": "1A001", "met": True}]
    part = {"facts": {"a": False}, "findings": assigned}
    item = {"facts": {"a": False, "b": True}, "parts": {"piece": {"complete": True, "list": [part]}}}
    assert told(law, item=item) == ["XR855"]
    fits = {"facts": {"a": True}, "findings": assigned}
    assert told(law, item={**item, "parts": {"piece": {"complete": True, "list": [fits]}}}) == []
    # the same finding of the item, whose facts say otherwise
    assert told(law, item={"facts": {"a": False, "b": True}, "findings": assigned}) == ["XR855"]


def test_a_finding_is_held_against_the_list_that_it_names_alone(by, other):
    law = by(
        "entry 1A001 a\n" + MEASURE + "item listed in eu.m or item listed in eu.n\n",
        other("entry 1A001 not a\n"),
    )
    ruled_out = [{"ruleset": "eu.n", "paragraph": "1A001", "met": False}]
    assert told(law, item={"facts": {"a": True}, "findings": ruled_out}) == []
    assert told(law, item={"facts": {"a": False}, "findings": ruled_out}) == ["XR855"]
    # one that names no list speaks of each that has the paragraph itself
    assert told(law, item={"facts": {"a": False}, "findings": [{"paragraph": "1A001", "met": False}]}) == ["XR855"]
