"""Of which lists a relief must cover the paragraphs, and on which days they count (semantics, section 4)."""

import pytest

from exportrules.logic import FALSE, TRUE, UNKNOWN

ENTRIES = """
entry 1A001 any of:
  a. a
  b. b
entry 1A002 c
"""
MEASURE = "measure m\n  source: Art. 1\n  for export\n  requires licence when {condition}\n"
RELIEF = "authorisation x lifts m\n  source: Art. 2\n  for export\n  covers {covered}\n"
SECOND = """exportrules 1
ruleset eu.n
  title: t
  source: t
  layer union
  {header}
{entries}"""
NONE, OPEN = ("no_control_found", "no_control_found"), ("no_control_found", "licence_required")
AUTHORISED, LICENSED = ("authorised", "authorised"), ("licence_required", "licence_required")
MAY_BE_AUTHORISED, EITHER = ("no_control_found", "authorised"), ("authorised", "licence_required")


def measure(condition, covered):
    return ENTRIES + MEASURE.format(condition=condition) + RELIEF.format(covered=covered)


def second(entries, header="checked up to 2030-12-31"):
    return SECOND.format(header=header, entries=entries)


def found(**records):
    """What a person found, `1A001_a=True` of paragraph 1A001.a."""
    return {"findings": [{"paragraph": code.strip("_").replace("_", "."), "met": met} for code, met in records.items()]}


# ---- on which lists a measure rests ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "covered", "ends"),
    [
        # what must not hold the item need not be covered, though the item may be listed there
        ("item listed in 1A001 and not item listed in 1A002", "1A001", MAY_BE_AUTHORISED),
        ("item listed in 1A001 and not item listed in 1A002", "1A002", OPEN),
        ("none of:\n    item listed in 1A002\n    not item listed in 1A001", "1A001", MAY_BE_AUTHORISED),
        ("none of:\n    item listed in 1A002\n    not item listed in 1A001", "1A002", OPEN),
    ],
)
def test_a_relief_covers_what_the_measure_asks_to_hold_the_item(by, condition, covered, ends):
    law = by(measure(condition, covered))
    assert law.ends(a=True, b=False) == ends
    assert law.ends(a=True, b=False, c=True) == NONE
    assert law.ends(a=True, b=False, c=False) == (AUTHORISED if covered == "1A001" else LICENSED)


@pytest.mark.parametrize(("covered", "ends"), [("1A001", AUTHORISED), ("1A002", LICENSED)])
def test_a_list_behind_a_term_is_a_list_that_the_measure_rests_on(by, covered, ends):
    law = by('define "first" as item listed in 1A001\n' + measure('"first"', covered))
    assert law.ends(a=True, b=False, c=False) == ends
    # what the measure does not rest on need not be covered
    assert law.ends(a=True, b=False, c=True) == ends


# ---- in which days a list counts ------------------------------------------------------------------------

EITHER_LIST = "any of:\n    item listed in eu.m\n    item listed in eu.n"


def test_a_list_that_is_not_yet_in_force_asks_for_no_cover_whatever_a_person_found(by):
    late = second("entry 9A001 d\n", "in force from 2026-03-01\n  checked up to 2030-12-31")
    law = by(measure(EITHER_LIST, "eu.m"), late)
    item = found(_9A001=True)
    assert law.ends("2026-02-28", item=item, a=True, b=False, c=False) == AUTHORISED
    assert law.ends("2026-03-01", item=item, a=True, b=False, c=False) == LICENSED


def test_what_a_list_takes_counts_in_the_days_of_that_list(by):
    late = second("takes 1A001.a\n", "codes from eu.m\n  in force from 2026-03-01\n  checked up to 2030-12-31")
    law = by(measure("item listed in eu.m", "eu.n"), late)
    assert law.ends("2026-02-28", a=True, b=False, c=False) == LICENSED
    assert law.ends("2026-03-01", a=True, b=False, c=False) == AUTHORISED
    assert law.ends("2026-03-01", a=False, b=True, c=False) == LICENSED


def test_what_a_list_takes_is_open_before_its_text_was_checked(by):
    unchecked = second("takes 1A001.a\n", "codes from eu.m\n  checked from 2026-03-01 up to 2030-12-31")
    law = by(measure("item listed in eu.m", "eu.n"), unchecked)
    # nobody looked which paragraphs it took on that day: not even a paragraph beside is certainly none of them
    assert law.ends("2026-02-28", a=True, b=False, c=False) == EITHER
    assert law.ends("2026-02-28", a=False, b=True, c=False) == EITHER
    assert law.ends("2026-03-01", a=True, b=False, c=False) == AUTHORISED
    assert law.ends("2026-03-01", a=False, b=True, c=False) == LICENSED


def test_a_list_covers_what_is_reached_by_way_of_it_though_it_is_open_whether_it_took_it(by):
    narrow = second("takes 1A001.a when d\n", "codes from eu.m\n  checked up to 2030-12-31")
    law = by(measure("item listed in eu.n", "eu.n"), narrow)
    # where the measure applies, the list took the paragraph
    assert law.ends(a=True, b=False, c=False) == MAY_BE_AUTHORISED
    assert law.ends(a=True, b=False, c=False, d=True) == AUTHORISED
    assert law.ends(a=True, b=False, c=False, d=False) == NONE


# ---- what a list takes over -------------------------------------------------------------------------------

TAKEN = [
    # what the second list holds, and of 1A001.a, 1A001.b and 1A002 which the relief lifts
    ("takes 1A001.a\n", "a"),
    ("takes eu.m when d\n", "abc"),
    ("takes eu.m when not d\n", ""),
    ("takes 1A001.a when not d\ntakes 1A001.b when d\n", "b"),
    ("takes 1A001.a when d\ntakes 1A001.b when not d\ntakes 1A002 when d\n", "ac"),
    # an entry of its own that asks for a paragraph takes nothing over
    ("entry 9A001 item listed in eu.m.1A001.a\n", ""),
    # and what it takes of another section is nothing of these
    ("takes eu.m.2A001\n", ""),
]


@pytest.mark.parametrize(("held", "lifted"), TAKEN)
def test_a_relief_over_a_list_covers_what_that_list_takes(by, held, lifted):
    header = "checked up to 2030-12-31" if held.startswith("entry") else "codes from eu.m\n  checked up to 2030-12-31"
    law = by("entry 2A001 p\n" + measure("item listed in eu.m", "eu.n"), second(held, header))
    for letter in "abc":
        facts = {name: name == letter for name in "abc"}
        assert law.ends(p=False, d=True, **facts) == (AUTHORISED if letter in lifted else LICENSED), letter


def test_what_a_list_takes_from_one_that_takes_itself_is_covered_by_both(by):
    narrow = second("takes 1A001.a when d\n", "codes from eu.m\n  checked up to 2030-12-31")
    narrower = second("takes eu.n when p\n", "codes from eu.n\n  checked up to 2030-12-31").replace(
        "ruleset eu.n", "ruleset eu.o"
    )
    law = by(measure("item listed in eu.m", "eu.o"), narrow, narrower)
    for d in (True, False):
        for p in (True, False):
            assert law.ends(a=True, b=False, c=False, d=d, p=p) == (AUTHORISED if d and p else LICENSED)
    assert law.ends(a=False, b=True, c=False, d=True, p=True) == LICENSED


def test_a_list_that_takes_a_condition_of_a_paragraph_takes_it_out_where_the_item_is_listed_there(by):
    text = measure("item listed in eu.m", "eu.m except eu.n") + "entry 1A003 all of:\n  a. d\n  b. p\n"
    law = by(text, second("takes 1A003.a\n", "codes from eu.m\n  checked up to 2030-12-31"))
    none = {"a": False, "b": False}
    assert law.ends(**none, c=False, d=True, p=True) == LICENSED
    assert law.ends(**none, c=True, d=False, p=False) == AUTHORISED


@pytest.mark.parametrize(
    ("held", "covered", "facts", "ends"),
    [
        # whether a paragraph was taken is open, and with it whether the item meets it there
        ("takes 1A001.a when d\ntakes 1A001.b\n", "1A001.b", {"a": True, "b": True}, EITHER),
        ("takes 1A001.a when d\ntakes 1A001.b\n", "1A001.b", {"a": True, "b": True, "d": True}, LICENSED),
        ("takes 1A001.a when d\ntakes 1A001.b\n", "1A001.b", {"a": True, "b": True, "d": False}, AUTHORISED),
        # so it is where the paragraph itself is open
        ("takes 1A001\n", "1A001.a", {"a": True}, EITHER),
        # and each line takes what it takes
        ("takes 1A001.a\ntakes 1A002\n", "1A001", {"a": True, "b": False, "c": True}, LICENSED),
        ("takes 1A001.a\ntakes 1A002\n", "1A001", {"a": True, "b": False, "c": False}, AUTHORISED),
    ],
)
def test_a_measure_over_a_list_rests_on_what_it_takes_as_far_as_that_is_known(by, held, covered, facts, ends):
    law = by(measure("item listed in eu.n", covered), second(held, "codes from eu.m\n  checked up to 2030-12-31"))
    assert law.ends(**facts) == ends


UNCERTAIN = "in force from between 2026-01-01 and 2026-06-01\n  checked up to 2030-12-31"


@pytest.mark.parametrize("held", ["takes 1A001.a\n", "entry 9A001\n  not modelled: no text\n"])
def test_what_stands_in_a_list_that_may_be_in_force_may_be_met(by, held):
    takes = held.startswith("takes")
    place = "eu.n" if takes else "eu.n.9A001.c"
    law = by(
        measure(f"any of:\n    item listed in 1A002\n    item listed in {place}", "1A002"),
        second(held, ("codes from eu.m\n  " if takes else "") + UNCERTAIN),
    )
    item = {"findings": [{"ruleset": "eu.n", "paragraph": "9A001.c", "met": True}]} if not takes else {}
    assert law.ends("2026-03-01", item=item, a=True, b=False, c=True) == EITHER
    assert law.ends("2026-06-01", item=item, a=True, b=False, c=True) == LICENSED
    assert law.ends("2025-12-31", item=item, a=True, b=False, c=True) == AUTHORISED


def test_a_list_covers_what_it_may_have_taken_of_an_entry_without_text(by):
    text = "entry 1A003\n  not modelled: the text was not at hand\n"
    narrow = second("takes 1A003.c when d\n", "codes from eu.m\n  checked up to 2030-12-31")
    law = by(text + measure("item listed in eu.n", "eu.n"), narrow)
    assert law.ends() == MAY_BE_AUTHORISED
    assert law.ends(item=found(_1A003_c=True), d=True) == AUTHORISED


def test_a_paragraph_below_an_open_chapeau_may_be_met(by):
    law = by("entry 1A003 any of:\n  where d\n  a. a\n  b. b\n" + measure("item listed in 1A003", "1A003.b"))
    (relief,) = law(a=True, b=True).findings[0].reliefs
    assert relief.truth == UNKNOWN
    assert law.ends(a=True, b=True, d=True) == LICENSED
    assert law.ends(a=False, b=True, d=True) == AUTHORISED


def test_a_line_that_names_a_condition_of_a_paragraph_does_not_hold_it_though_it_is_not_modelled_in_full(by):
    entry = "entry 1A003 all of:\n  not modelled: a further condition\n  a. a\n  b. b\n"
    law = by(entry + measure("item listed in 1A003", "1A003.a"))
    decision = law(a=True, b=True)
    assert [relief.truth for relief in decision.findings[0].reliefs] == [FALSE]
    assert (decision.floor.name, decision.ceiling.name) == OPEN


def test_what_stands_in_a_list_that_may_be_in_force_may_be_met_whatever_its_form(by):
    law = by(
        measure("any of:\n    item listed in 1A002\n    item listed in eu.n", "1A002"),
        second("entry 9A001 any of:\n  a. d\n  also p\n", UNCERTAIN),
    )
    taken = by(
        measure("any of:\n    item listed in 1A002\n    item listed in eu.o", "1A002"),
        second("entry 9A001 any of:\n  a. d\n  also p\n", UNCERTAIN),
        second("takes eu.n\n", "codes from eu.n\n  checked up to 2030-12-31").replace("set eu.n", "set eu.o"),
    )
    # a finding about something else is no reason to take it for met
    for facts in ({"d": True, "p": False}, {"d": False, "p": True}):
        for item in ({}, found(_1A001=False)):
            for one in (law, taken):
                assert one.ends("2026-03-01", item=item, c=True, **facts) == EITHER
                assert one.ends("2026-06-01", item=item, c=True, **facts) == LICENSED
                assert one.ends("2025-12-31", item=item, c=True, **facts) == AUTHORISED


def test_what_a_list_takes_by_way_of_one_that_was_not_checked_may_be_met(by):
    narrow = second("takes 1A001.a\n", "codes from eu.m\n  checked from 2026-03-01 up to 2030-12-31")
    narrower = second("takes eu.n\n", "codes from eu.n\n  checked up to 2030-12-31").replace("set eu.n", "set eu.o")
    law = by(measure("any of:\n    item listed in 1A002\n    item listed in eu.o", "1A002"), narrow, narrower)
    assert law.ends("2026-02-28", a=True, b=False, c=True) == EITHER
    assert law.ends("2026-03-01", a=True, b=False, c=True) == LICENSED
    assert law.ends("2026-03-01", a=False, b=True, c=True) == AUTHORISED


@pytest.mark.parametrize(
    ("covered", "early", "late"),
    [
        ("eu.n.9A001.a", OPEN, NONE),
        ("eu.n.9A001", NONE, NONE),
        ("eu.n.9A002 except eu.n.9A002.b", OPEN, NONE),
        ("eu.n.9A002", NONE, NONE),
        ("eu.n.9A003 except eu.n.9A003.a.2", OPEN, NONE),
        ("eu.n.9A003", NONE, NONE),
    ],
)  # fmt: skip
def test_a_list_takes_all_that_an_entry_may_have_held_before_it_was_checked(by, covered, early, late):
    entries = "entry 9A001 any of:\n  a. d\n  also p\nentry 9A002 any of:\n  a. d\n  b. p\n"
    entries += "entry 9A003 any of:\n  a. any of:\n    1. d\n    2. p\n  b. p\n"
    unchecked = second(entries, "checked from 2026-03-01 up to 2030-12-31")
    narrow = second(f"takes {covered[5:10]}\n", "codes from eu.n\n  checked up to 2030-12-31").replace(
        "set eu.n", "set eu.o"
    )
    law = by(measure("item listed in eu.o", covered).replace("authorisation", "exemption"), unchecked, narrow)
    for d in (True, False):
        assert law.ends("2026-02-28", d=d, p=False) == early
        assert law.ends("2026-03-01", d=d, p=False) == late


def test_an_exception_that_names_a_paragraph_does_not_take_out_what_stands_beside_it(by):
    narrow = second("takes 1A003 when d\n", "codes from eu.m\n  checked up to 2030-12-31")
    text = measure("item listed in eu.n", "eu.m except 1A003.a") + "entry 1A003 any of:\n  a. a\n  also c\n"
    law = by(text, narrow)
    truths = {}
    for a in (True, False):
        ((relief,),) = [finding.reliefs for finding in law(a=a, c=True).findings]
        truths[a] = relief.truth
    # it is open whether the item is listed: if it is, what is left out is met, and what is covered as well
    assert truths == {True: UNKNOWN, False: TRUE}
    assert law.ends(a=True, c=True, d=True) == LICENSED
    assert law.ends(a=False, c=True, d=True) == AUTHORISED


def test_a_measure_over_a_section_asks_for_what_is_met_in_it(by):
    law = by("entry 2A001 d\n" + measure("item listed in 1A", "1A001"))
    assert law.ends(a=True, b=False, c=False, d=True) == AUTHORISED
    assert law.ends(a=True, b=False, c=True, d=True) == LICENSED
    assert law.ends(a=False, b=False, c=True, d=False) == LICENSED
    assert law.ends(a=False, b=False, c=False, d=True) == NONE


def test_paragraphs_of_one_code_in_two_lists_are_two(by):
    text = measure("any of:\n    item listed in eu.m\n    item listed in eu.n", "eu.m")
    law = by(text, second("entry 1A001 any of:\n  a. d\n  b. p\n"))
    none = {"b": False, "c": False, "p": False}
    for _ in range(2):
        assert law.ends(a=True, d=False, **none) == AUTHORISED
        assert law.ends(a=True, d=True, **none) == LICENSED
        assert law.ends(a=False, d=True, **none) == LICENSED


# ---- what a person found --------------------------------------------------------------------------------


def test_a_paragraph_that_a_person_ruled_out_asks_for_no_cover(by):
    text = "entry 1A003\n  not modelled: the text was not at hand\n"
    law = by(text + measure("any of:\n    item listed in 1A003.c\n    item listed in 1A002", "1A002"))
    assert law.ends(c=True) == EITHER
    assert law.ends(c=True, item=found(_1A003_c=False)) == AUTHORISED
    assert law.ends(c=True, item=found(_1A003_c=True)) == LICENSED


def test_what_stands_beside_the_paragraphs_of_an_entry_that_was_ruled_out_asks_for_no_cover(by):
    text = measure("item listed in 1A003", "1A003.a") + "entry 1A003 any of:\n  a. a\n  also d\n"
    law = by(text)
    assert law.ends(a=True) == EITHER
    assert law.ends(a=True, d=True) == LICENSED
    # met in `a`, and otherwise not: components for it were looked at as well
    assert law.ends(item=found(_1A003_a=True, _1A003=False)) == AUTHORISED
    # a person may say in which list, or in another
    for name, ends in (("eu.m", AUTHORISED), ("eu.n", EITHER)):
        item = found(_1A003_a=True, _1A003=False)
        item["findings"][1]["ruleset"] = name
        assert by(text, second("entry 1A003 d\n")).ends(item=item) == ends
    assert law.ends(item=found(_1A003_a=True)) == EITHER
    assert law.ends(item=found(_1A003_a=True, _1A003=False), d=True) == LICENSED


def test_what_a_list_holds_against_a_finding_is_told_by_its_own_name(by):
    law = by(measure("item listed in 1A003", "1A003.a") + "entry 1A003 any of:\n  a. a\n  also d\n")
    item = {"findings": [{"ruleset": "eu.m", "paragraph": "", "met": False}]}
    told = {message.split("`")[1] for _, message in law(item=item, a=False, d=True).diagnostics}
    assert told <= {"eu.m", "1A003"}
    assert told


@pytest.mark.parametrize(
    "condition",
    [
        "item listed in 1A001",
        "none of:\n    not item listed in 1A001",
        "any of:\n    none of:\n      not item listed in 1A001",
    ],
)
def test_a_relief_covers_what_may_be_listed_where_the_measure_applies_to_nothing_else(by, condition):
    assert by(measure(condition, "1A001")).ends(b=False) == MAY_BE_AUTHORISED


@pytest.mark.parametrize("condition", ["d or item listed in 1A001", "none of:\n    item listed in 1A001"])
def test_a_relief_may_cover_nothing_where_the_measure_may_apply_to_what_is_not_listed(by, condition):
    assert by(measure(condition, "1A001")).ends(b=False) == OPEN
