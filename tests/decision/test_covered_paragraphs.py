"""`covers` must hold every paragraph that the item meets or may meet in the lists of the measure (section 4)."""

from itertools import product

import pytest

from exportrules.logic import FALSE, TRUE, UNKNOWN

TRUTHS = {TRUE: True, FALSE: False, UNKNOWN: None}
ENTRIES = """
entry 1A001 any of:
  a. a
  b. b
entry 1A002 c
"""
LISTED = """
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m
"""
RELIEF = "authorisation x lifts m\n  source: Art. 2\n  for export\n"
LICENSED = ("licence_required", "licence_required")
AUTHORISED = ("authorised", "authorised")
EITHER = ("authorised", "licence_required")


def stated(**truths):
    return {name: TRUTHS[truth] for name, truth in truths.items() if truth != UNKNOWN}


def wanted(paragraphs):
    """The truth of "every one is covered" over (truth of the paragraph, whether it is covered)."""
    candidates = [pair for pair in paragraphs if pair[0] != FALSE]
    if any(covered == FALSE for truth, covered in candidates if truth == TRUE):
        return FALSE
    if all(covered == FALSE for _, covered in candidates):
        return FALSE
    return TRUE if all(covered == TRUE for _, covered in candidates) else UNKNOWN


# what each line covers of 1A001.a, 1A001.b and 1A002, as a function of p
COVERS = {
    "covers eu.m": lambda p: (TRUE, TRUE, TRUE),
    "covers 1A": lambda p: (TRUE, TRUE, TRUE),
    "covers 1A001": lambda p: (TRUE, TRUE, FALSE),
    "covers 1A001.a": lambda p: (TRUE, FALSE, FALSE),
    "covers {1A001.b, 1A002}": lambda p: (FALSE, TRUE, TRUE),
    "covers eu.m except 1A001.b": lambda p: (TRUE, FALSE, TRUE),
    "covers eu.m except {1A001.b, 1A002}": lambda p: (TRUE, FALSE, FALSE),
    "covers 1A001 when p": lambda p: (p, p, FALSE),
    "covers eu.m except 1A001.a when p": lambda p: (FALSE, p, p),
    "covers 1A002\n  covers 1A001 except 1A001.a when p": lambda p: (FALSE, p, TRUE),
    "covers 1A001.a when p\n  covers 1A001.a when not p": lambda p: (max(p, 2 - p), FALSE, FALSE),
}


@pytest.mark.parametrize("lines", COVERS)
def test_a_relief_covers_all_that_is_met_or_may_be(by, lines):
    law = by(ENTRIES + LISTED + RELIEF + f"  {lines}\n")
    for p, *truths in product(TRUTHS, repeat=4):
        if not any(truths):
            continue
        decision = law(**stated(p=p, a=truths[0], b=truths[1], c=truths[2]))
        paragraphs = list(zip(truths, COVERS[lines](p), strict=True))
        (relief,) = decision.findings[0].reliefs
        assert relief.truth == wanted(paragraphs), (lines, p, truths)


def test_the_paragraphs_of_a_finding_are_the_deepest_that_are_met_or_may_be(by):
    law = by(ENTRIES + LISTED)

    def found(**facts):
        return [(item.statement.code, item.truth, item.open_below) for item in law(**facts).findings[0].entries]

    assert found(a=True, b=False, c=False) == [("1A001.a", TRUE, False)]
    assert found(a=True, c=False) == [("1A001.a", TRUE, False), ("1A001.b", UNKNOWN, False)]
    assert found(a=False, b=False, c=True) == [("1A002", TRUE, False)]
    assert found(a=False, b=False) == [("1A002", UNKNOWN, False)]


def test_an_entry_that_holds_while_its_paragraphs_are_open_is_told_as_open_below(by):
    banded = """
fact power is quantity in W
  asks: power
entry 1A001 any of:
  a. power below 5 W
  b. power at least 5 W
"""
    law = by(banded + LISTED + RELIEF + "  covers 1A001.a\n")
    decision = law()
    assert [(item.statement.code, item.truth, item.open_below) for item in decision.findings[0].entries] == [
        ("1A001", TRUE, True),
        ("1A001.a", UNKNOWN, False),
        ("1A001.b", UNKNOWN, False),
    ]
    # one of the two is met, and only one of them is covered
    assert law.ends() == EITHER
    assert law.ends(item={"facts": {"power": "4 W"}}) == AUTHORISED
    assert law.ends(item={"facts": {"power": "5 W"}}) == LICENSED


def test_paragraphs_below_all_of_are_conditions_of_one_paragraph(by):
    entry = "entry 1A001 all of:\n  a. a\n  b. b\nentry 1A002 at least 1 of:\n  a. c\n  b. d\n"
    law = by(entry + LISTED + RELIEF + "  covers {1A001, 1A002}\n")
    decision = law(a=True, b=True, c=True)
    assert [item.statement.code for item in decision.findings[0].entries] == ["1A001", "1A002"]
    assert decision.outcome is not None
    assert law.ends(a=True, b=True, c=True) == AUTHORISED
    # a line that names one condition of a paragraph does not hold the paragraph
    part = by(entry + LISTED + RELIEF + "  covers 1A001.a\n")
    assert part.ends(a=True, b=True, c=False, d=False) == LICENSED
    assert part.ends(a=False, c=True) == LICENSED


def test_what_is_met_and_not_covered_refuses_a_relief_that_is_open_for_another_reason(by):
    law = by(ENTRIES + LISTED + RELIEF + "  covers 1A001\n  when p\n")
    # p is not stated: only what is certainly met and left out decides
    assert law.ends(a=True, b=False, c=False) == EITHER
    assert law.ends(a=True, b=False) == EITHER
    assert law.ends(a=True, b=False, c=True) == LICENSED
    assert law.ends(b=False, c=True) == LICENSED
    assert law.ends(a=True, b=False, c=True, p=False) == LICENSED


def test_what_may_be_met_beside_what_is_met_refuses_nothing_and_hides_nothing(by):
    law = by(ENTRIES + LISTED + RELIEF + "  covers 1A001.a\n  when p\n")
    assert law.ends(a=True, c=False) == EITHER
    assert law.ends(b=True, c=False) == LICENSED


def test_a_relief_that_covers_paragraphs_stays_open_beside_a_measure_that_rests_on_no_list(by):
    law = by(ENTRIES + LISTED.replace("item listed in eu.m", "p") + RELIEF + "  covers eu.m\n")
    assert law.ends(p=True, a=True, b=False, c=False) == EITHER
    assert law.ends(p=True, a=False, b=False, c=False) == EITHER


def test_a_measure_that_may_apply_to_what_is_not_listed_is_not_lifted_by_paragraphs(by):
    """Of three conditions two must hold; the list is one of them."""
    asked = "measure m\n  source: Art. 1\n  for export\n  requires licence when at least 2 of:\n"
    law = by(ENTRIES + asked + "    item listed in eu.m\n    p\n    q\n" + RELIEF + "  covers 1A001.a\n")
    open_below = {"b": False, "c": False}
    assert law.ends(p=True, q=True, **open_below) == EITHER
    assert law.ends(p=True, q=False, **open_below) == ("no_control_found", "authorised")
    assert law.ends(p=True, q=True, a=True, **open_below) == AUTHORISED


BESIDE = {
    "or": ("item listed in eu.m or p", True),
    "and": ("item listed in eu.m and p", False),
    "and or": ('p and "otherwise"', False),
    "and or, the other way": ('p and "surely"', True),
    "term": ('"reached"', True),
    "narrow term": ('"listed and reached"', False),
    "alternative": ("any of:\n    item listed in eu.m\n    also p", True),
    "closed alternative": ("any of:\n    item listed in eu.m\n    also q", False),
    "all of": ("all of:\n    p\n    item listed in eu.m", False),
    "all of, not yet in force": ("all of:\n    p\n    item listed in eu.m\n      in force from 2026-06-01", True),
    "all of, no longer": (
        "all of:\n    p\n    item listed in eu.m\n      in force from 2020-01-01 until 2026-02-28",
        True,
    ),
    "all of, still": (
        "all of:\n    p\n    item listed in eu.m\n      in force from 2020-01-01 until 2026-06-01",
        False,
    ),
    "at least": ("at least 2 of:\n    item listed in eu.m\n    p\n    s", True),
    "too few": ("at least 2 of:\n    item listed in eu.m\n    p\n    q", False),
    "where": ("p, any of:\n    where item listed in eu.m\n    s\n    q", False),
    "twice denied": ('p and not "away"', False),
    "denied": ('not "barred" and "surely"', True),
    "twice denied, and partly not modelled": (
        "p, none of:\n    a. not item listed in eu.m\n      not modelled: what it says",
        None,
    ),
    "twice denied, in days that are not certain": (
        "p, none of:\n    not item listed in eu.m\n      in force from between 2026-02-01 and 2026-06-01",
        None,
    ),
    "alternative, not yet in force": (
        "any of:\n    item listed in eu.m\n    also p\n      in force from 2026-06-01",
        False,
    ),
}


@pytest.mark.parametrize(("asked", "applies"), BESIDE.values(), ids=BESIDE)
def test_paragraphs_that_are_covered_free_no_measure_that_applies_without_them(by, asked, applies):
    """The item may meet 1A001.a, which is covered; what applies, or may (None), without it is not surely lifted."""
    terms = {
        "reached": "p or item listed in eu.m",
        "listed and reached": "p and item listed in eu.m",
        "otherwise": "q or item listed in eu.m",
        "surely": "s or item listed in eu.m",
        "barred": "q or r",
        "away": "s and not item listed in eu.m",
    }
    words = "".join(f'define "{name}" as {text}\n' for name, text in terms.items())
    measure = f"measure m\n  source: Art. 1\n  for export\n  requires licence when {asked}\n"
    law = by(words + ENTRIES + measure + RELIEF + "  covers 1A001.a\n")
    known = {"b": False, "c": False, "p": True, "q": False, "r": False, "s": True}
    ends = {True: EITHER, False: ("no_control_found", "authorised"), None: ("no_control_found", "licence_required")}
    assert law.ends(**known) == ends[applies]
    assert law.ends(a=True, **known) == AUTHORISED


def test_a_measure_over_two_lists_asks_for_what_is_met_in_either(by):
    second = NARROW.replace("  codes from eu.m\n", "") + "entry 9A001 d\n"
    measure = LISTED.replace("eu.m\n", "eu.m or item listed in eu.n\n")
    for covered, ends in (("eu.m", LICENSED), ("eu.n", LICENSED), ("eu.m\n  covers eu.n", AUTHORISED)):
        law = by(ENTRIES + measure + RELIEF + f"  covers {covered}\n", second)
        decision = law(a=True, b=False, c=False, d=True)
        assert [item.statement.code for item in decision.findings[0].entries] == ["1A001.a", "9A001"]
        assert (decision.floor.name, decision.ceiling.name) == ends
    # each measure tells the paragraphs of its own lists
    beside = LISTED.replace("measure m", "measure k") + measure
    found = by(ENTRIES + beside, second)(a=True, b=False, c=False, d=True).findings
    told = {item.measure.name: [entry.statement.code for entry in item.entries] for item in found}
    assert told == {"k": ["1A001.a"], "m": ["1A001.a", "9A001"]}
    gap = second.replace("2030-12-31\n", "2030-12-31\n  not modelled: the rest\n")
    law = by(ENTRIES + measure + RELIEF + "  covers eu.n\n", gap)
    assert law.ends(a=True, b=False, c=False, d=False) == LICENSED


def test_nothing_is_known_to_be_met_in_a_list_that_was_not_checked_for_the_day(by, head):
    text = gapped(head, "checked from 2026-01-01 up to 2030-12-31", gap="") + LISTED
    assert by(text)("2025-12-31", a=True).findings[0].entries == ()
    assert [item.statement.code for item in by(text)("2026-01-01", a=True, b=False, c=False).findings[0].entries] == [
        "1A001.a"
    ]


def entries_of(law, **facts):
    return [(item.statement.code, item.truth) for item in law(**facts).findings[0].entries]


def test_what_holds_beside_the_paragraphs_is_the_entry_itself(by):
    also = by("entry 1A001 any of:\n  a. a\n  also b\n" + LISTED)
    assert entries_of(also, a=True, b=True) == [("1A001", TRUE), ("1A001.a", TRUE)]
    assert entries_of(also, a=True) == [("1A001", UNKNOWN), ("1A001.a", TRUE)]
    assert entries_of(also, a=False, b=True) == [("1A001", TRUE)]
    plain = by("entry 1A001 any of:\n  a. a\n  b. b\n  c\n" + LISTED)
    assert entries_of(plain, a=True, b=False, c=True) == [("1A001.a", TRUE), ("1A001", TRUE)]
    assert entries_of(plain, a=True, b=False) == [("1A001.a", TRUE), ("1A001", UNKNOWN)]
    assert entries_of(plain, a=False, b=False, c=True) == [("1A001", TRUE)]


def test_a_paragraph_whose_chapeau_fails_is_not_met_though_the_entry_holds(by):
    law = by("entry 1A001 any of:\n  where d\n  a. a\n  also b\n" + LISTED)
    assert entries_of(law, a=True, b=True, d=False) == [("1A001", TRUE)]
    assert entries_of(law, a=True, b=True, d=True) == [("1A001", TRUE), ("1A001.a", TRUE)]
    assert entries_of(law, a=True, b=True) == [("1A001", TRUE), ("1A001.a", UNKNOWN)]


def test_alternatives_about_a_part_are_no_paragraphs_of_the_item(by):
    text = "part axis of item\n  asks: each axis\nfact long, wide of axis is yes or no\n  asks: whether it is so\n"
    text += "entry 1A001 some axis has any of:\n  a. long\n  b. wide\n"
    law = by(text + LISTED)
    item = {"parts": {"axis": [{"facts": {"long": True, "wide": False}}]}}
    assert entries_of(law, item=item) == [("1A001", TRUE)]


def test_what_a_person_found_of_a_paragraph_counts_among_what_is_met(by):
    law = by(ENTRIES + LISTED + RELIEF + "  covers 1A001.a\n")

    def item(**found):
        records = [
            {"ruleset": "eu.m", "paragraph": code.replace("_", "."), "met": met, "by": "B. Wolf", "on": "2026-02-01"}
            for code, met in found.items()
        ]
        return {"findings": records}

    assert entries_of(law, item=item(**{"1A001_a": True, "1A001": False, "1A002": False})) == [("1A001.a", TRUE)]
    assert law.ends(item=item(**{"1A001_a": True, "1A001": False, "1A002": False})) == AUTHORISED
    assert law.ends(item=item(**{"1A001_b": True}), a=False, c=False) == LICENSED
    assert entries_of(law, item=item(**{"1A001_b": False}), a=True, c=False) == [("1A001.a", TRUE)]


def test_what_a_person_found_elsewhere_says_nothing_of_the_lines_beside_the_paragraphs(by):
    law = by("entry 1A001 any of:\n  a. a\n  b\nentry 1A002 c\n" + LISTED)
    item = {"findings": [{"ruleset": "eu.m", "paragraph": "1A002", "met": True}]}
    assert entries_of(law, item=item, a=False) == [("1A001", UNKNOWN), ("1A002", TRUE)]


def test_what_a_person_found_to_be_met_is_met_though_its_chapeau_is_open(by):
    law = by("entry 1A001 any of:\n  where d\n  a. a\n  b. b\n" + LISTED)
    item = {"findings": [{"ruleset": "eu.m", "paragraph": "1A001.a", "met": True}]}
    assert entries_of(law, item=item) == [("1A001.a", TRUE), ("1A001.b", UNKNOWN)]


def test_the_paragraphs_of_a_finding_are_as_deep_as_the_law_divides(by):
    law = by("entry 1A001 any of:\n  a. any of:\n    1. any of:\n      a. a\n      b. b\n    2. c\n  b. d\n" + LISTED)
    assert entries_of(law, a=True, b=False, c=False, d=False) == [("1A001.a.1.a", TRUE)]
    assert entries_of(law, a=False, b=False, d=False) == [("1A001.a.2", UNKNOWN)]


def test_a_list_that_takes_a_condition_of_a_paragraph_does_not_cover_the_paragraph(by):
    law = by("entry 1A001 all of:\n  a. a\n  b. b\n" + LISTED + RELIEF + "  covers eu.n\n", NARROW + "takes 1A001.a\n")
    assert law.ends(a=True, b=True) == LICENSED


def test_a_code_that_only_begins_alike_is_not_covered(by):
    entries = "entry 1A001 any of:\n  a. a\n  b. any of:\n    1. b\n    10. c\n"
    law = by(entries + LISTED + RELIEF + "  covers 1A001.b.1\n")
    assert law.ends(a=False, b=True, c=False) == AUTHORISED
    assert law.ends(a=False, b=False, c=True) == LICENSED


# ---- lists that take paragraphs over --------------------------------------------------------------------

NARROW = """exportrules 1
ruleset eu.n
  title: t
  source: t
  layer union
  codes from eu.m
  checked up to 2030-12-31
"""


@pytest.mark.parametrize(("taken", "inside"), [("takes 1A001.a", "a"), ("takes 1A001", "ab"), ("takes 1A002", "c")])
def test_a_list_that_takes_over_covers_what_it_took(by, taken, inside):
    law = by(ENTRIES + LISTED + RELIEF + "  covers eu.m except eu.n\n", NARROW + taken + "\n")
    for letter in "abc":
        facts = {name: name == letter for name in "abc"}
        assert law.ends(**facts) == (LICENSED if letter in inside else AUTHORISED), letter


def test_what_is_taken_under_a_condition_is_covered_where_it_holds(by):
    law = by(
        ENTRIES + LISTED + RELIEF + "  covers eu.n\n", NARROW + "takes 1A001.a when d\ntakes 1A001.a when c and d\n"
    )
    assert law.ends(a=True, b=False, c=False, d=True) == AUTHORISED
    assert law.ends(a=True, b=False, c=False, d=False) == LICENSED
    assert law.ends(a=True, b=False, c=False) == EITHER
    assert law.ends(a=False, b=True, c=False, d=True) == LICENSED


def test_what_is_taken_counts_in_its_days_and_as_far_as_it_is_modelled(by):
    days = by(ENTRIES + LISTED + RELIEF + "  covers eu.n\n", NARROW + "takes 1A001.a\n  in force from 2026-03-01\n")
    assert days.ends("2026-02-28", a=True, b=False, c=False) == LICENSED
    assert days.ends("2026-03-01", a=True, b=False, c=False) == AUTHORISED
    part = by(ENTRIES + LISTED + RELIEF + "  covers eu.n\n", NARROW + "takes 1A001.a\n  not modelled: a condition\n")
    assert part.ends(a=True, b=False, c=False) == EITHER
    assert part.ends(a=False, b=True, c=False) == LICENSED


@pytest.mark.parametrize(
    ("taken", "covered", "ends"),
    [
        ("1A001.a", "1A001.a", AUTHORISED),
        ("1A001.a", "1A001", AUTHORISED),
        ("1A001", "1A001.a", AUTHORISED),
        ("1A001", "1A002", LICENSED),
        ("{1A001.a, 1A001.b}", "1A001", AUTHORISED),
        ("{1A001.a, 1A002}", "1A001", AUTHORISED),
    ],
)
def test_a_measure_over_a_list_that_took_over_is_lifted_by_what_was_taken(by, taken, covered, ends):
    measure = LISTED.replace("eu.m", "eu.n")
    law = by(ENTRIES + measure + RELIEF + f"  covers {covered}\n", NARROW + f"takes {taken}\n")
    assert law.ends(a=True, b=False, c=False) == ends


# ---- lists with a gap --------------------------------------------------------------------------------------


def gapped(head, checked="checked up to 2030-12-31", gap="  not modelled: the rest of the list\n"):
    """The list alone, in the ruleset of the common head."""
    return head.replace("  checked up to 2030-12-31\n", f"  {checked}\n{gap}") + ENTRIES


@pytest.mark.parametrize(
    ("lines", "met", "nothing_written_down"),
    [
        ("covers eu.m", AUTHORISED, ("no_control_found", "authorised")),
        ("covers 1A001", EITHER, ("no_control_found", "licence_required")),
        ("covers eu.m except 1A001.b", EITHER, ("no_control_found", "licence_required")),
        ("covers eu.m when p", EITHER, ("no_control_found", "licence_required")),
        ("covers eu.m when p\n  covers eu.m", AUTHORISED, ("no_control_found", "authorised")),
        ("covers 1A001.b", LICENSED, ("no_control_found", "licence_required")),
    ],
)
def test_in_a_list_with_a_gap_only_what_is_met_decides_unless_it_is_covered_whole(
    by, head, lines, met, nothing_written_down
):
    law = by(gapped(head), NARROW + LISTED + RELIEF + f"  {lines}\n")
    assert law.ends(a=True, b=False, c=False, p=True) == met
    assert law.ends(a=False, b=False, c=False, p=True) == nothing_written_down


def test_a_list_that_was_not_checked_for_the_day_is_like_one_with_a_gap(by, head):
    text = gapped(head, "checked from 2026-01-01 up to 2030-12-31", gap="")
    part = by(text, NARROW + LISTED + RELIEF + "  covers 1A001\n")
    assert part.ends("2025-12-31", a=True, b=False, c=False) == ("no_control_found", "licence_required")
    assert part.ends("2026-01-01", a=True, b=False, c=False) == AUTHORISED
    whole = by(text, NARROW + LISTED + RELIEF + "  covers eu.m\n")
    assert whole.ends("2025-12-31", a=True, b=False, c=False) == ("no_control_found", "authorised")


def listed_in(place):
    return LISTED.replace("eu.m\n", f"{place}\n")


def test_a_measure_that_asks_for_one_paragraph_tells_that_paragraph_and_those_below_it(by):
    entries = "entry 1A001 d, any of:\n  a. a\n  b. any of:\n    1. b\n    2. c\nentry 1B001 a\n"
    one = by(entries + listed_in("1A001.b"))
    assert entries_of(one, d=True, b=True, c=False, a=True) == [("1A001.b.1", TRUE)]
    # what stands above the paragraph narrows it
    assert entries_of(one, b=True, c=False) == [("1A001.b.1", UNKNOWN)]
    assert one(d=False, b=True).findings == ()
    # of two paragraphs the one that is not met is not told
    both = by(entries + listed_in("1A001.b or item listed in 1B001"))
    assert entries_of(both, d=True, b=True, c=False, a=False) == [("1A001.b.1", TRUE)]
    whole = by(entries + listed_in("1A001"))
    assert entries_of(whole, d=True, a=True, b=False, c=False) == [("1A001.a", TRUE)]


def test_a_measure_that_asks_for_a_section_tells_the_entries_of_that_section_alone(by):
    entries = "entry 1A001 a\nentry 1A002 b\nentry 1B001 a\n"
    section = by(entries + listed_in("1A"))
    assert entries_of(section, a=True, b=False) == [("1A001", TRUE)]
    assert entries_of(section, a=True) == [("1A001", TRUE), ("1A002", UNKNOWN)]
    assert section(a=False, b=False).findings == ()
