"""What leaves an answer open is asked, or named: uncertain days, texts not checked, reliefs that cover paragraphs."""

import pytest

from exportrules import ask_questions, find_status, why_not
from exportrules.explanation import open_clauses

MEASURE = "measure m\n  source: Art. 1\n  for export\n"
LISTED = MEASURE + "  requires licence when item listed in eu.n\n"
HEAD = "exportrules 1\nruleset eu.n\n  title: t\n  source: t\n  layer union\n"
SPAN = "in force from between 2026-02-01 and 2026-04-01"
WORDS = "it is not certain whether it is in force on 2026-03-01"


def asked(decision):
    return sorted(item.fact for item in ask_questions(decision))


def named(decision):
    return {(ruleset, clause): text for ruleset, clause, text in open_clauses(decision)}


@pytest.mark.parametrize("what", ["eu.n", "eu.n.1A001"])
def test_of_a_list_of_uncertain_days_it_is_asked_what_it_holds(by, what):
    """A fact that keeps the item out of the list settles the answer all the same."""
    text = MEASURE + f"  requires licence when item listed in {what}\n"
    law = by(text, f"{HEAD}  {SPAN}\n  checked up to 2026-12-31\nentry 1A001 a\n")
    decision = law()
    assert asked(decision) == ["a"]
    assert named(decision) == {("eu.n", "the whole list"): WORDS}
    assert law.ends(a=False) == ("no_control_found", "no_control_found")
    # nothing else is to be asked of one that may hold the item
    assert (asked(law(a=True)), named(law(a=True))) == ([], {("eu.n", "the whole list"): WORDS})


@pytest.mark.parametrize("what", ["eu.n", "eu.n.1A001"])
def test_of_a_list_that_was_not_checked_nothing_is_asked(by, what):
    text = MEASURE + f"  requires licence when item listed in {what}\n"
    law = by(text, f"{HEAD}  checked from 2026-04-01 up to 2026-12-31\nentry 1A001 a\n")
    words = "its text was checked from 2026-04-01 on only"
    assert (asked(law()), named(law())) == ([], {("eu.n", "the whole list"): words})


def test_a_paragraph_a_measure_and_a_relief_of_uncertain_days_are_named(by):
    law = by(LISTED, f"{HEAD}  checked up to 2026-12-31\nentry 1A001 any of:\n  a. a\n    {SPAN}\n  b. b\n")
    assert named(law(a=True, b=False)) == {("eu.n", "1A001.a"): WORDS}
    law = by(f"{MEASURE}  {SPAN}\n  requires licence when p\n")
    assert named(law(p=True)) == {("eu.m", "m"): WORDS}
    assert named(law(p=False)) == {}
    relief = f"exemption x lifts m\n  source: Art. 2\n  for export\n  {SPAN}\n  when q\n"
    law = by(MEASURE + "  requires licence when p\n" + relief)
    assert named(law(p=True, q=True)) == {("eu.m", "x"): WORDS}
    assert (named(law(p=True, q=False)), named(law(p=False, q=True))) == ({}, {})


def test_a_relief_that_covers_paragraphs_asks_whether_there_is_one(by):
    text = (
        MEASURE + "  requires licence when item listed in eu.n or p\n"
        "authorisation x lifts m\n  source: Art. 2\n  for export\n  covers eu.n\n"
    )
    law = by(text, f"{HEAD}  checked up to 2026-12-31\nentry 1A001 a\n")
    assert asked(law(p=True)) == ["a"]
    assert law.ends(p=True, a=True) == ("authorised", "authorised")
    words = "it covers paragraphs, and none is met on which m rests"
    assert named(law(p=True, a=False)) == {("eu.m", "x"): words}


@pytest.mark.parametrize("beside", ["  also b\n", "  b\n"], ids=["alternative", "line without a number"])
def test_what_a_paragraph_that_is_met_may_hold_beside_those_below_it_is_asked(by, beside):
    """1A001 is met by its first paragraph, which is covered; what else it may hold is not."""
    listed = f"{HEAD}  checked up to 2026-12-31\nentry 1A001 any of:\n  a. a\n{beside}"
    law = by(LISTED + "authorisation x lifts m\n  source: Art. 2\n  for export\n  covers eu.n.1A001.a\n", listed)
    assert law.ends(a=True) == ("authorised", "licence_required")
    assert asked(law(a=True)) == ["b"]
    assert law.ends(a=True, b=False) == ("authorised", "authorised")
    gap = by(
        LISTED + "authorisation x lifts m\n  source: Art. 2\n  for export\n  covers eu.n.1A001.a\n",
        listed + "  c. all of:\n    c\n    d\n",
    )
    assert asked(gap(a=True, b=False, c=True)) == ["d"]


def test_a_gap_beside_the_paragraphs_of_one_that_is_met_is_named(by):
    listed = f"{HEAD}  checked up to 2026-12-31\nentry 1A001 any of:\n  a. a\n  b\n    not modelled: more of it\n"
    law = by(LISTED + "authorisation x lifts m\n  source: Art. 2\n  for export\n  covers eu.n.1A001.a\n", listed)
    assert law.ends(a=True, b=True) == ("authorised", "licence_required")
    assert named(law(a=True, b=True)) == {("eu.n", "1A001"): "more of it"}
    assert named(law(a=True, b=False)) == {}


def test_a_stretch_tells_which_of_its_ends_count(by):
    law = by(
        "fact width is quantity in mm\n  asks: width\n" + MEASURE + "  requires licence when any of:\n"
        "    width from 1 mm below 2 mm\n    width above 3 mm up to 4 mm and p\n"
    )
    (question,) = (item for item in ask_questions(law(p=True)) if item.fact == "width")
    assert [item.answer for item in question.branches] == [
        "below 1 mm",
        "from 1 below 2 mm",
        "2 to 3 mm",
        "above 3 up to 4 mm",
        "above 4 mm",
    ]


def test_a_limb_is_listed_with_as_many_others_as_are_asked_for(by):
    law = by(
        MEASURE + "  requires licence when item listed in eu.n.1A001.a\n",
        f"{HEAD}  checked up to 2026-12-31\nentry 1A001 at least 2 of:\n  a. a\n  b. b\n  c. c\n",
    )
    assert asked(law()) == ["a", "b", "c"]
    assert asked(law(a=True)) == ["b", "c"]
    assert law.ends(a=True, b=False, c=False) == ("no_control_found", "no_control_found")


def test_a_limb_that_may_ask_for_nothing_leaves_the_others_to_be_asked(by):
    law = by(
        MEASURE
        + f"  requires licence when all of:\n    p\n      {SPAN}\n    q\n    r\n      in force from 2026-06-01\n"
    )
    assert law.ends(p=False, q=True) == ("no_control_found", "licence_required")
    assert asked(law(p=False)) == ["q"]
    assert named(law(p=False)) == {("eu.m", "m"): WORDS}
    assert law.ends(p=False, q=False) == ("no_control_found", "no_control_found")


@pytest.mark.parametrize(
    ("lines", "truth", "status", "words"),
    [
        ("  in force from 2026-06-01\n", 0, "not in force", "eu.n is not in force on the day"),
        (f"  {SPAN}\n", 1, "undetermined", "eu.n may not be in force on the day"),
        (
            "  checked from 2026-06-01 up to 2026-12-31\n",
            1,
            "undetermined",
            "eu.n describes the law from 2026-06-01 on",
        ),
    ],
)
def test_a_paragraph_is_no_more_met_than_its_list_is_in_force(by, lines, truth, status, words):
    checked = "" if "checked" in lines else "  checked up to 2026-12-31\n"
    law = by(LISTED, f"{HEAD}{lines}{checked}entry 1A001 a\n")
    decision = law(a=True)
    found = find_status(decision, "eu.n:1A001")
    assert (int(found.truth), found.words) == (truth, status)
    reason = why_not(decision, "eu.n:1A001")
    assert int(reason.truth) == truth
    assert words in [item.text for item in reason.children]


def test_a_note_above_is_why_a_paragraph_is_not_met(by):
    law = by(
        LISTED,
        f"{HEAD}  checked up to 2026-12-31\nentry 1A001 any of:\n  a. a\n  b. b\n"
        "  note 1 does not control 1A001 when c\n",
    )
    reason = why_not(law(a=True, c=True), "eu.n:1A001.a")
    assert (int(reason.truth), reason.status) == (0, "not met")
    assert any("note 1" in item.text for item in reason.children)


def test_of_a_sum_over_parts_their_list_is_asked_and_what_each_lacks(by):
    law = by(
        "part piece of item\n  asks: each piece\nfact length of piece is quantity in mm\n  asks: a length\n"
        "fact reach is quantity in mm\n  asks: reach\n"
        + MEASURE
        + "  requires licence when reach below largest of (length) over piece\n"
    )
    pieces = {"complete": False, "list": [{"facts": {"length": "1 mm"}}, {"facts": {}}]}
    item = {"facts": {"reach": "2 mm"}, "parts": {"piece": pieces}}
    found = [(question.form, question.path, question.fact) for question in ask_questions(law(item=item))]
    assert sorted(found) == [("fact", "item.parts.piece.list[1]", "length"), ("part", "item", "piece")]


EVERY = """part piece of item
  asks: each piece
fact long of piece is yes or no
  asks: whether it is long
entry 1A001 item is goods
{entry}
measure m
  source: Art. 1
  for export
  prohibits when item listed in eu.m
derogation r lifts m
  source: Art. 2
  for export
  covers eu.m except 1B001
"""


@pytest.mark.parametrize(
    "entry", ["entry 1B001 every piece has long", "entry 1B001 every piece has any of:\n  a. long\n  b. mass_known"]
)
def test_every_one_of_no_parts_is_told_where_it_leaves_open_what_a_relief_must_cover(by, entry):
    """The measure applies, so that its own words leave nothing open; only what the relief must cover is."""
    words = EVERY.format(entry=entry).replace("fact long of piece", "fact long, mass_known of piece")
    for pieces, told in (([], True), ([{"facts": {"long": False, "mass_known": False}}], False)):
        item = {"kind": "goods", "parts": {"piece": {"complete": True, "list": pieces}}}
        decision = by(words)(item=item)
        assert decision.conclusive is not told
        assert any(code == "XR854" for code, _ in decision.diagnostics) is told


@pytest.mark.parametrize(
    ("entry", "parts", "told"),
    [
        # of some part: none is an answer
        ("entry 1B001 some piece has long", {"complete": True, "list": []}, False),
        # the list may go on, or has a part
        ("entry 1B001 every piece has long", {"complete": False, "list": []}, False),
        ("entry 1B001 every piece has long", {"complete": True, "list": [{}]}, False),
        # below the entry, in a limb of a limb
        ("entry 1B001 a, any of:\n  a. b, any of:\n    1. every piece has long", {"complete": True, "list": []}, True),
        ("entry 1B001 a, any of:\n  a. c and every piece has long", {"complete": True, "list": []}, True),
        ("entry 1B001 a and c", {"complete": True, "list": []}, False),
    ],
)
def test_only_every_one_of_no_parts_is_told_and_wherever_it_stands(by, entry, parts, told):
    facts = {"a": True, "b": True, "c": True}
    decision = by(EVERY.format(entry=entry))(item={"kind": "goods", "parts": {"piece": parts}}, **facts)
    for _ in range(2):
        assert any(code == "XR854" for code, _ in decision.diagnostics) is told
