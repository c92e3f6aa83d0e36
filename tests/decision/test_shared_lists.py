"""Several open measures that hang on one list are decided for both answers and joined (semantics, section 4)."""

from itertools import product

import pytest

from exportrules import Outcome
from exportrules.case.values import Flag
from exportrules.decision import decide_case
from exportrules.logic import TRUE, UNKNOWN
from exportrules.program.frame import Supposition
from exportrules.program.program import Program

ENTRIES = "entry 1A001 a\nentry 1A002 b\n"
MEASURE = "measure {name}\n  source: Art. 1\n  for export\n  {effect}\n"
RELIEF = "{form} {name} lifts {measure}\n  source: Art. 2\n  for export\n"


def measure(name, effect, more=""):
    return MEASURE.format(name=name, effect=effect) + more


def relief(name, lifted, lines, form="authorisation"):
    return RELIEF.format(form=form, name=name, measure=lifted) + "".join(f"  {line}\n" for line in lines)


LISTED = measure("m", "requires licence when item listed in 1A001")
UNLISTED = measure("n", "requires notification when not item listed in 1A001")
NARROWER = measure("n", "prohibits when not item listed in 1A001 and p")
# measures of which two or more ask whether the item is listed
LAWS = {
    "licence or notification": LISTED + UNLISTED,
    "under a condition": LISTED + NARROWER,
    "beside an open measure on no list": LISTED + UNLISTED + measure("o", "prohibits when q"),
    "beside a stricter measure that applies": LISTED + UNLISTED + measure("o", "prohibits when p"),
    "beside a duty": LISTED + UNLISTED + measure("o", "obliges when not item listed in 1A001"),
    "one is lifted": LISTED + UNLISTED + relief("x", "m", ["covers 1A001", "when p"]),
    "one is lifted by a fact alone": LISTED + UNLISTED + relief("x", "m", ["when p"]),
    "a relief of a measure on no list asks for it": LISTED
    + UNLISTED
    + measure("k", "prohibits when p")
    + relief("x", "k", ["when item listed in 1A001"], "exemption"),
    "one is lifted without a paragraph": LISTED + UNLISTED + relief("x", "n", ["when p"], "exemption"),
    "what is listed is not covered": LISTED + UNLISTED + relief("x", "m", ["covers 1A002", "when p"]),
    "a derogation": LISTED + NARROWER + relief("x", "n", ["when q"], "derogation"),
    "a relief asks for the list": LISTED + UNLISTED + relief("x", "n", ["when not item listed in 1A001", "when p"]),
    "a relief refuses what is listed": LISTED
    + UNLISTED
    + relief("x", "m", ["when p", "not when item listed in 1A001"]),
    "a relief covers where something is listed": measure("m", "requires licence when item listed in eu.m")
    + measure("n", "requires notification when not item listed in eu.m")
    + relief("x", "m", ["covers 1A001 when item listed in eu.m", "when p"]),
    "what applies is lifted by the same answer": measure("m", "requires licence when not item listed in 1A001")
    + UNLISTED
    + relief("x", "m", ["when not item listed in 1A001"], "exemption")
    + relief("y", "n", ["when not item listed in 1A001", "when p"], "exemption"),
    "only a paragraph asks for the list": "entry 1A003 item listed in 1A001 and p\n"
    + measure("m", "requires licence when item listed in 1A003")
    + UNLISTED
    + measure("k", "prohibits when not item listed in 1A001 and p"),
    "defined by a term": 'define "listed goods" as item listed in 1A001\n'
    + measure("m", 'requires licence when "listed goods"')
    + measure("n", 'requires notification when not "listed goods"'),
    "in a block": measure("m", "requires licence when any of:\n    item listed in 1A001\n    p and q")
    + measure("n", "requires notification when none of:\n    item listed in 1A001"),
    "one of three effects": measure(
        "m",
        "requires licence when item listed in 1A001 and p\n  prohibits when item listed in 1A001 and q\n"
        "  requires notification when not item listed in 1A001",
    )
    + UNLISTED.replace("measure n", "measure o"),
    "a third measure applies all the same": LISTED
    + UNLISTED
    + measure("o", "requires notification when any of:\n    p\n    item listed in 1A001"),
    "two lists": LISTED
    + UNLISTED
    + measure("k", "requires licence when item listed in 1A002")
    + measure("l", "requires notification when not item listed in 1A002"),
    "a paragraph asks for the list": "entry 1A003 item listed in 1A001 and p\n"
    + LISTED
    + measure("n", "prohibits when item listed in 1A003")
    + measure("o", "requires notification when not item listed in 1A001 and not item listed in 1A003"),
}


def hull(decisions):
    return min(item.floor for item in decisions), max(item.ceiling for item in decisions)


@pytest.mark.parametrize("name", LAWS)
def test_where_only_the_list_is_open_the_ends_are_those_of_its_two_answers(by, name):
    law = by(ENTRIES + LAWS[name])
    for p, q, b in product((True, False), repeat=3):
        told = {"p": p, "q": q, "b": b}
        decision = law(**told)
        assert (decision.floor, decision.ceiling) == hull([law(a=a, **told) for a in (True, False)]), told


@pytest.mark.parametrize("name", LAWS)
def test_what_else_is_open_only_widens_the_ends(by, name):
    law = by(ENTRIES + LAWS[name])
    decision = law(b=False)
    worlds = [law(a=a, p=p, q=q, b=False) for a, p, q in product((True, False), repeat=3)]
    low, high = hull(worlds)
    assert decision.floor <= low
    assert decision.ceiling >= high


def test_licence_or_notification_is_never_free(by):
    law = by(ENTRIES + LISTED + UNLISTED)
    assert law.ends() == ("notification_required", "licence_required")
    # each finding is told as open as it is
    assert [item.truth for item in law().findings] == [UNKNOWN, UNKNOWN]


def test_both_answers_meet_in_one_decision(by):
    law = by(ENTRIES + LISTED + measure("n", "requires licence when not item listed in 1A001"))
    assert law().outcome is Outcome.licence_required


def test_a_measure_of_a_third_country_does_not_count_on_a_branch(by, other):
    foreign = other(measure("o", "prohibits when not item listed in eu.m"), "us.x", "third_country US")
    whole = ENTRIES.replace("1A002 b", "1A002 a")
    home = measure("m", "requires licence when item listed in eu.m")
    away = measure("n", "requires notification when not item listed in eu.m")
    assert by(whole + home + away, foreign).ends() == ("notification_required", "licence_required")
    paragraph = "entry 1A003 item listed in 1A001 and a\n"
    assert by(whole + paragraph + LISTED + UNLISTED, foreign).ends() == ("notification_required", "licence_required")


@pytest.mark.parametrize(
    ("lists", "floor"), [(2, "notification_required"), (3, "notification_required"), (4, "no_control_found")]
)
def test_three_lists_are_split_on_and_no_more(by, lists, floor):
    numbers = range(1, lists + 1)
    entries = "".join(f"entry 1A00{number} {'abcd'[number - 1]}\n" for number in numbers)
    listed = "".join(f"    item listed in 1A00{number}\n" for number in numbers)
    law = by(
        entries
        + measure("m", "requires licence when any of:\n" + listed.rstrip("\n"))
        + measure("n", "requires notification when none of:\n" + listed.rstrip("\n"))
    )
    assert law.ends() == (floor, "licence_required")


def test_measures_that_bring_duties_only_do_not_use_up_the_splits(by):
    duties = "".join(
        measure(f"d{number}{letter}", f"obliges when not item listed in 0A00{number}")
        for number in (1, 2, 3)
        for letter in "xy"
    )
    entries = "".join(f"entry 0A00{number} {'bcd'[number - 1]}\n" for number in (1, 2, 3))
    law = by(entries + "entry 1A001 a\n" + duties + LISTED + UNLISTED)
    assert law.ends() == ("notification_required", "licence_required")


def test_lists_that_are_settled_do_not_use_up_the_splits(by):
    entries = "".join(f"entry 0A00{number} {'bcd'[number - 1]}\n" for number in (1, 2, 3))
    settled = "".join(
        measure(f"{name}{number}", f"requires notification when {word}item listed in 0A00{number} and q and r")
        for number in (1, 2, 3)
        for name, word in (("k", ""), ("l", "not "))
    )
    law = by(entries + "entry 1A001 a\n" + settled + LISTED + UNLISTED)
    assert law.ends(b=False, c=False, d=False) == ("notification_required", "licence_required")


def test_measures_that_are_open_for_another_reason_are_not_split_on_a_list_that_is_settled(by):
    also = measure("n", "requires notification when item listed in 1A001 and not r")
    law = by(ENTRIES + measure("m", "requires licence when item listed in 1A001 and q") + also)
    assert law.ends(a=True) == ("no_control_found", "licence_required")
    assert law.ends(a=False) == ("no_control_found", "no_control_found")


def test_a_day_that_is_uncertain_leaves_a_measure_open_on_each_branch(by):
    late = UNLISTED.replace("  for export\n", "  in force from between 2026-01-01 and 2026-06-01\n  for export\n")
    law = by(ENTRIES + LISTED + late)
    assert law.ends("2026-03-01") == ("no_control_found", "licence_required")
    assert law.ends("2026-06-01") == ("notification_required", "licence_required")


@pytest.mark.parametrize("more", ["", "entry 1A003 item listed in 1A001 and p\n"], ids=["", "asked by a paragraph"])
def test_the_days_of_a_measure_count_on_each_branch(by, other, more):
    late = UNLISTED.replace("  for export\n", "  in force from between 2026-01-01 and 2026-06-01\n  for export\n")
    law = by(ENTRIES + more + LISTED + late)
    assert law.ends("2026-03-01", p=False) == ("no_control_found", "licence_required")
    assert law.ends("2026-06-01", p=False) == ("notification_required", "licence_required")
    # nobody knows what a measure asks on a day for which its text was not checked
    unchecked = other(UNLISTED, "eu.x").replace("checked up to", "codes from eu.m\n  checked from 2026-03-01 up to")
    law = by(ENTRIES + more + LISTED, unchecked)
    assert law.ends("2026-02-28", p=False) == ("no_control_found", "licence_required")
    assert law.ends("2026-03-01", p=False) == ("notification_required", "licence_required")


def test_a_text_that_was_not_checked_leaves_a_measure_open_that_fails_on_each_branch(by, other):
    never = measure("o", "prohibits when not item listed in 1A001 and p")
    unchecked = other(never, "eu.x").replace("checked up to", "codes from eu.m\n  checked from 2026-03-01 up to")
    law = by(ENTRIES + "entry 1A003 item listed in 1A001 and q\n" + LISTED + UNLISTED, unchecked)
    assert law.ends("2026-02-28", p=False) == ("notification_required", "prohibited")
    assert law.ends("2026-03-01", p=False) == ("notification_required", "licence_required")


def test_a_relief_that_does_not_cover_what_is_listed_fails_where_it_is_listed(by):
    lines = ["covers 1A002", "when item listed in 1A001", "when p"]
    law = by(ENTRIES + LISTED + UNLISTED + relief("x", "m", lines))
    assert law.ends(b=False) == ("notification_required", "licence_required")


@pytest.mark.parametrize("name", LAWS)
def test_what_is_kept_of_a_case_counts_for_its_facts_on_each_branch(by, name):
    law = by(ENTRIES + LAWS[name])
    kept = by(ENTRIES + LAWS[name])
    kept.program = Program(kept.rules.book, generate=False)
    for facts in ({}, {"b": True}, {"p": True}, {"b": False, "q": True}, {"p": False, "q": False}, {"a": True}) * 2:
        assert kept.ends(**facts) == law.ends(**facts), facts


def test_a_measure_that_is_not_modelled_in_full_stays_open_on_each_branch(by):
    law = by(ENTRIES + LISTED + UNLISTED + "  not modelled: a further condition\n")
    assert law.ends() == ("no_control_found", "licence_required")
    assert law.ends(a=True) == ("licence_required", "licence_required")


WHOLE = "entry 1A001 a\nentry 1A002 b\n" + measure(
    "m", "requires licence when item listed in eu.m and item listed in 1A001"
)


def test_a_relief_that_is_open_stays_open_on_each_branch(by):
    text = LISTED + UNLISTED + relief("x", "m", ["covers 1A001", "when p"])
    law = by(ENTRIES + text.replace("listed in 1A001", "listed in eu.m"))
    # listed: authorised or not; not listed: notification
    assert law.ends(b=False) == ("authorised", "licence_required")
    assert law.ends(b=False, p=True) == ("authorised", "notification_required")
    assert law.ends(b=False, p=False) == ("notification_required", "licence_required")


def test_a_relief_that_leaves_out_what_is_met_fails_on_the_branch_on_which_its_measure_applies(by):
    # 1A002 is met for certain and not covered; whether the measure applies hangs on 1A001 alone
    law = by(WHOLE + UNLISTED + relief("x", "m", ["covers 1A001", "when p"]))
    assert law.ends(b=True, p=True) == ("notification_required", "licence_required")
    assert law.ends(b=True) == ("notification_required", "licence_required")


@pytest.mark.parametrize("name", LAWS)
def test_a_question_that_supposes_an_answer_gets_the_decision_of_a_case_that_states_it(by, name):
    law = by(ENTRIES + LAWS[name])
    for p, facts in product((True, False), ({}, {"q": True}, {"p": True}, {"a": True, "p": False})):
        asked = law(b=False, **facts)
        supposed = Supposition({(0, "p"): Flag(p, "supposed")})
        found = decide_case(law.program, asked.case, asked.as_of, supposed)
        stated = law(b=False, **{**facts, "p": p})
        assert (found.floor, found.ceiling) == (stated.floor, stated.ceiling), (p, facts)
        # what was found out without the supposition may be used
        again = decide_case(law.program, asked.case, asked.as_of, supposed, asked.session)
        assert (again.floor, again.ceiling) == (stated.floor, stated.ceiling), (p, facts)


@pytest.mark.parametrize("name", LAWS)
def test_what_was_found_out_on_one_day_serves_another_only_where_nothing_differs(by, name):
    late = "entry 1A009 a\n  in force from 2026-06-01\n" + measure("z", "prohibits when item listed in 1A009")
    law = by(ENTRIES + late + LAWS[name])
    for facts in ({"a": True, "b": False}, {"b": False}, {"a": True, "p": True, "q": False}):
        early, later = law("2026-05-31", **facts), law("2026-06-01", **facts)
        again = decide_case(law.program, early.case, later.as_of, None, early.session)
        made = again._workings.made
        assert (made.floor, made.ceiling) == (later.floor, later.ceiling), facts
        # of a listed item the new entry is told on the later day alone
        told = [[item.measure.name for item in found.findings].count("z") for found in (early, made)]
        assert told == [0, int(facts.get("a", True))]


# ---- which lists a measure hangs on ----------------------------------------------------------------------


def test_the_words_of_a_paragraph_are_not_a_list_that_measures_share(by):
    chapeau = "entry 1A003 b, any of:\n  a. a\n"
    law = by(chapeau + measure("m", "requires licence when item listed in 1A003.a") + UNMET)
    # its words may be met though the item is not listed there: neither measure applies then
    assert law.ends() == ("no_control_found", "licence_required")
    assert law.ends(a=True, b=False) == ("no_control_found", "no_control_found")
    own = measure("m", "requires licence when item meets 1A003.a") + UNMET
    assert by(chapeau + own).ends() == ("no_control_found", "licence_required")


UNMET = measure("n", "requires notification when not item meets 1A003.a")
NARROW = "  codes from eu.m\ntakes 1A002 when item listed in 1A001\n"


@pytest.mark.parametrize(
    ("covered", "a_listed", "not_listed"),
    [
        ("covers eu.n", ("licence_required", "licence_required"), ("licence_required", "licence_required")),
        ("covers eu.m except eu.n", ("licence_required", "licence_required"), ("notification_required",) * 2),
    ],
)
def test_a_measure_hangs_on_what_the_list_asks_that_its_relief_covers(by, other, covered, a_listed, not_listed):
    covers = measure("k", "requires licence when item listed in 1A002") + relief("x", "k", [covered])
    law = by(ENTRIES + LISTED + UNLISTED + covers, other(NARROW))
    assert law.ends(a=True, b=True) == a_listed
    assert law.ends(a=False, b=True) == not_listed
    # whether or not the item is listed in 1A001 decides on the relief as well
    assert law.ends(b=True) == (min(a_listed[0], not_listed[0], key=rank), max(a_listed[1], not_listed[1], key=rank))


def rank(name):
    return Outcome[name]


# ---- what cannot be evaluated ----------------------------------------------------------------------------


def endless():
    """Paragraphs that refer to each other so deep that no evaluation comes to their end."""
    text = "".join(f"entry {a}B{b:03d} item listed in {a}B{b + 1:03d}\n" for a in range(3) for b in range(999))
    return text + "".join(f"entry {a}B999 item {f'listed in {a + 1}B000' if a < 2 else 'is goods'}\n" for a in range(3))


def test_a_measure_that_cannot_be_evaluated_is_open_and_the_others_are_not(by):
    law = by(
        "entry 1A001 a\n"
        + endless()
        + measure("deep", "requires licence when item listed in 0B000")
        + measure("m", "requires notification when p")
        + relief("x", "deep", ["when q"])
        + relief("y", "m", ["when item listed in 0B000"])
    )
    decision = law(item={"kind": "goods"}, p=True, q=False)
    found = {item.measure.path: item for item in decision.findings}
    assert (found["eu.m.deep"].truth, found["eu.m.deep"].failed) == (UNKNOWN, "an error")
    assert (found["eu.m.m"].truth, found["eu.m.m"].failed) == (TRUE, "")
    # a relief that cannot be evaluated may lift
    assert [item.truth for item in found["eu.m.m"].reliefs] == [UNKNOWN]
    assert (decision.floor.name, decision.ceiling.name) == ("authorised", "licence_required")
    assert {message for code, message in decision.diagnostics if code == "XR850"} == {
        "a measure could not be evaluated: RecursionError",
        "`eu.m.y` could not be evaluated: RecursionError",
    }


def test_a_measure_that_could_be_evaluated_for_one_item_is_open_for_one_for_which_it_cannot_be(by):
    law = by(
        endless()
        + "entry 3B000 a and item listed in 0B000\n"
        + measure("m", "requires licence when item listed in 3B000")
    )
    for a, ends in ((False, "no_control_found"), (True, "licence_required")) * 2:
        assert law.ends(item={"kind": "goods"}, a=a) == ("no_control_found", ends)


def test_measures_that_share_a_list_which_cannot_be_evaluated_are_open(by):
    law = by(
        endless()
        + measure("m", "requires licence when item listed in 0B000")
        + measure("n", "requires notification when not item listed in 0B000")
    )
    assert law.ends(item={"kind": "goods"}) == ("no_control_found", "licence_required")


ASKING = "entry 1A003 item listed in 1A001 and p\n"


@pytest.mark.parametrize("more", ["", ASKING], ids=["asked by measures", "asked by a paragraph too"])
def test_a_measure_that_cannot_be_evaluated_stays_open_where_others_are_split(by, more):
    deep = measure("deep", "requires licence when item listed in 1A001 and item listed in 0B000")
    law = by(ENTRIES + more + endless() + deep + UNLISTED)
    decision = law(item={"kind": "goods"}, p=True)
    assert (decision.floor.name, decision.ceiling.name) == ("no_control_found", "licence_required")
    assert [(item.measure.name, item.truth, item.failed) for item in decision.findings] == [
        ("deep", UNKNOWN, "an error"),
        ("n", UNKNOWN, ""),
    ]


@pytest.mark.parametrize("taken", ["takes eu.m\n", "takes eu.m when p\n", "  codes from eu.m\ntakes 1A\n"])
def test_a_list_that_takes_another_one_over_goes_with_it(by, other, taken):
    whole = "eu.m.1A" if "1A" in taken else "eu.m"
    law = by(
        ENTRIES
        + measure("m", f"requires licence when not item listed in {whole}")
        + measure("n", f"requires notification when item listed in {whole} and q")
        + measure("o", "requires notification when item listed in eu.n"),
        other(taken),
    )
    for _ in range(3):
        assert law.ends(p=True) == ("notification_required", "licence_required")


def test_a_section_of_a_list_that_takes_a_whole_one_over_goes_with_that_section(by, other):
    law = by(
        ENTRIES
        + measure("m", "requires licence when not item listed in 1A")
        + measure("n", "requires notification when item listed in 1A and q")
        + measure("o", "requires notification when item listed in eu.n.1A"),
        other("entry 1A009 c\ntakes eu.m when p\n"),
    )
    for _ in range(3):
        assert law.ends(p=True, c=False) == ("notification_required", "licence_required")


def test_its_own_words_may_be_met_on_the_side_on_which_it_is_not_listed(by):
    """What stands above the paragraph may be what keeps the item out of it."""
    law = by(
        "entry 1A001 a, any of:\n  a. b\n"
        + measure("m", "prohibits when item meets 1A001.a and not item listed in 1A001.a")
        + measure("n", "requires licence when item listed in 1A001.a")
    )
    for _ in range(3):
        assert law.ends(b=True) == ("licence_required", "prohibited")
        assert law.ends(b=True, a=False) == ("prohibited", "prohibited")
        assert law.ends(b=True, a=True) == ("licence_required", "licence_required")
        assert law.ends(b=False) == ("no_control_found", "no_control_found")
