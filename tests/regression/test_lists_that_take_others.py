"""Lists that take paragraphs over: what a person found of them, what they may hold beside what is written, sections."""

from datetime import date

import pytest

from exportrules.loading import Rules
from exportrules.text import Source

HEAD = """exportrules 1
ruleset eu.{name}
  title: t
  source: none
  layer union
{more}  checked {start}up to 2030-01-01
"""
LIST = """kind goods
fact p, q, s, u, w is yes or no
  asks: whether
entry 1A001 any of:
  a. p
  b. q
entry 1A002 u
entry 2B001 q
"""
MEASURE = """measure m
  source: none
  for export
  requires licence when item listed in {listed}
"""
RELIEF = """exemption x lifts m
  source: none
  for export
  covers {covered}
"""
NONE, OPEN, OWED = ("no_control_found",) * 2, ("no_control_found", "licence_required"), ("licence_required",) * 2


@pytest.fixture(
    params=[{}, {"generate": False}, {"generate": False, "indexed": False}], ids=["generated", "kept", "closures"]
)
def decide(request):
    def run(takes, *found, listed="eu.t", covered="", gap=False, start="", **facts):
        more = "  not modelled: a gap\n" if gap else ""
        relief = RELIEF.format(covered=covered) if covered else ""
        sources = [
            Source("n.xr", HEAD.format(name="n", more=more, start=start) + LIST),
            Source("t.xr", HEAD.format(name="t", more="  codes from eu.n\n", start="") + takes),
            Source("m.xr", HEAD.format(name="m", more="", start="") + MEASURE.format(listed=listed) + relief),
        ]
        names = ("paragraph", "met", "as_of")
        findings = [{"ruleset": "eu.t", **dict(zip(names, item, strict=False))} for item in found]
        item = {"facts": facts, "findings": findings}
        case = {"format": "exportrules.case/1", "activity": "export", "item": item}
        rules = Rules(sources, **request.param)
        decisions = [rules.decide(case, date(2026, 1, 1)) for _ in range(3)]
        return {(decision.floor.name, decision.ceiling.name) for decision in decisions}

    return run


@pytest.mark.parametrize(
    ("takes", "found", "facts", "ends"),
    [
        # whoever found that the item is not in the paragraph as this list holds it has looked at the condition
        ("takes 1A001.a when s", "1A001.a", {"p": True}, NONE),
        ("takes 1A001.a when s", "1A001", {"p": True}, NONE),
        ("takes 1A001.a when s", "1A", {"p": True}, NONE),
        # one of the paragraphs below says nothing of the others
        ("takes 1A001 when s", "1A001.a", {"q": True}, OPEN),
        # nor one line of another
        ("takes {1A001.a, 2B001} when s", "1A001", {"q": True}, OPEN),
        ("takes {1A001.a, 2B001} when s", "2B", {"p": True, "q": False}, OPEN),
        ("takes 1A001.a when s\ntakes eu.n when u", "1A001.a", {"p": True}, OPEN),
        ("takes 1A001.a when s\ntakes eu.n when u", "1A001.a", {"p": True, "u": False}, NONE),
        ("takes 1A001.a when s\ntakes eu.n when u", "", {"p": True}, NONE),
        # where the facts contradict it the stricter reading holds
        ("takes 1A001.a when s", "1A001.a", {"p": True, "s": True}, OWED),
    ],
)
def test_not_met_in_a_list_that_takes_the_paragraph_over(decide, takes, found, facts, ends):
    assert decide(takes + "\n", (found, False), **facts) == {ends}


@pytest.mark.parametrize("found", ["1A001.a", ""])
def test_not_met_by_an_older_law_where_what_is_taken_over_changed_since(decide, found):
    changed = "entry 1A003 any of:\n  a. p\n    in force from 2025-06-01\n"
    takes = "takes eu.o.1A003.a when s\ntakes 1A001.a when s\n"
    more = {"p": True, "q": False}
    assert decide(takes.replace("eu.o.1A003.a", "1A002"), (found, False, "2025-01-01"), **more, u=False) == {NONE}
    # the paragraph of the other list is another since June
    head = HEAD.format(name="o", more="", start="")
    takes = f"takes eu.o.1A003.a when s\n{head.removeprefix('exportrules 1')}{changed}"
    wanted = {"1A001.a": "1A003.a"}.get(found, found)
    assert decide(takes, (wanted, False, "2025-01-01"), **more) == {OPEN}
    assert decide(takes, (wanted, False, "2025-06-01"), **more) == {NONE}


@pytest.mark.parametrize(
    ("covered", "facts", "ends"),
    [
        # the facts deny the condition, a person found the line to hold
        ("eu.n.1A001.a", {"p": True, "s": False}, NONE),
        ("eu.n.1A001.b", {"p": True, "s": False}, OWED),
        ("eu.n.1A001.b", {"p": True}, OWED),
        ("eu.t", {"p": True, "s": False}, NONE),
    ],
)
def test_met_in_a_list_that_takes_the_paragraph_over(decide, covered, facts, ends):
    assert decide("takes 1A001.a when s\n", ("1A001.a", True), covered=covered, **facts) == {ends}


def test_an_exception_may_hold_what_a_person_found_to_be_listed_there(decide):
    more = {"listed": "eu.n", "covered": "eu.n except eu.t", "p": True, "q": False, "u": False}
    assert decide("takes 1A001.a when s\n", s=False, **more) == {NONE}
    assert decide("takes 1A001.a when s\n", ("1A001.a", True), s=False, **more) == {OPEN}


ALL = "{eu.n.1A001, eu.n.1A002, eu.n.2B001}"
UNCHECKED = "from 2027-01-01 "


@pytest.mark.parametrize(
    ("takes", "covered", "gap", "unchecked"),
    [
        # what is covered; whether the answer is settled for a list with a gap, and for one that was not checked
        ("takes eu.n", "eu.n.1A001", False, False),
        ("takes eu.n when s", ALL, False, False),
        ("takes eu.n", "eu.n", True, True),
        ("takes eu.n when s", "eu.t", True, True),
        ("takes eu.n", "eu.n except eu.n.2B001", False, False),
        # a gap of the list is not one of its sections; what was not checked was not checked anywhere
        ("takes eu.n.1A", "{eu.n.1A001, eu.n.1A002}", True, False),
        ("takes eu.n.1A", "eu.n.1A", True, True),
        ("takes eu.n.1A001", "eu.n.1A001", True, True),
    ],
)
def test_what_the_list_may_hold_from_which_another_takes(decide, takes, covered, gap, unchecked):
    facts = {"p": True, "q": False, "u": False}
    assert decide(takes + "\n", covered=covered, **facts) == {NONE}
    assert decide(takes + "\n", covered=covered, gap=True, **facts) == {NONE if gap else OPEN}
    assert decide(takes + "\n", covered=covered, start=UNCHECKED, **facts) == {NONE if unchecked else OPEN}


def test_a_gap_behind_a_condition_that_fails_is_not_reached(decide):
    facts = {"p": True, "q": False, "u": False, "s": False}
    takes = "takes eu.n when s\ntakes 1A001.a\n"
    assert decide(takes, covered="eu.n.1A001", gap=True, **facts) == {NONE}


@pytest.mark.parametrize(
    ("takes", "facts", "ends"),
    [
        ("takes 1A001.a when s", {"p": True, "s": True}, OWED),
        ("takes 1A001.a when s", {"p": True}, OPEN),
        ("takes 1A when s", {"p": True, "s": True}, OWED),
        ("takes eu.n when s", {"p": True, "s": True}, OWED),
        # of a line, and of a list, what lies in another section does not count
        ("takes {1A002, 2B001} when s", {"q": True, "u": False, "s": True}, NONE),
        ("takes {2B001, 1A002} when s", {"q": False, "u": True, "s": True}, OWED),
        ("takes 2B001 when s", {"q": True, "s": True}, NONE),
    ],
)
def test_a_section_holds_what_the_list_takes_over_in_it(decide, takes, facts, ends):
    text = f"entry 1A005 w\n{takes}\n"
    assert decide(text, listed="eu.t.1A", w=False, **facts) == {ends}


def test_a_relief_for_a_section_covers_and_excepts_what_is_taken_over_in_it(decide):
    text, facts = "entry 1A005 w\ntakes 1A001.a when s\n", {"p": True, "q": False, "u": False, "w": False}
    assert decide(text, covered="eu.t.1A", s=True, **facts) == {NONE}
    assert decide(text, listed="eu.n", covered="eu.n except eu.t.1A", s=True, **facts) == {OWED}
    assert decide(text, listed="eu.n", covered="eu.n except eu.t.1A", **facts) == {OPEN}
    assert decide(text, listed="eu.n", covered="eu.t.1A", s=True, **facts) == {NONE}


def test_a_paragraph_of_the_lists_own_is_not_the_one_that_it_takes_over(decide):
    text = "entry 1A001 any of:\n  a. u\n  b. u\ntakes eu.n.1A001.a when s\n"
    assert decide(text, listed="eu.t.1A001.a", p=True, s=False, u=True) == {OWED}
    assert decide(text, listed="eu.t.1A001.a", p=True, s=True, u=False) == {NONE}


def test_a_section_that_a_person_found_met_is_met_whatever_the_line_that_takes_it_says(decide):
    takes = "entry 1A009 w\ntakes 1A when s\n"
    assert decide(takes, ("1A", True), s=False, w=False) == {OWED}
    assert decide(takes, ("1A", False), w=False) == {NONE}


def test_a_section_of_what_takes_a_whole_list_is_asked_for_items_of_any_kind():
    takes = "entry 1A008 item is pump and w\nentry 1A009 w\ntakes eu.n\n"
    texts = {"n": LIST.replace("kind goods", "kind goods\nkind pump, laser within goods"), "t": takes}
    texts["m"] = MEASURE.format(listed="eu.t.1A")
    heads = {"n": "", "t": "  codes from eu.n\n", "m": ""}
    rules = Rules(
        [Source(f"{key}.xr", HEAD.format(name=key, more=heads[key], start="") + text) for key, text in texts.items()]
    )
    for kind in ("pump", "laser", "goods"):
        item = {"kind": kind, "facts": {"p": False, "q": False, "u": True, "w": False}}
        case = {"format": "exportrules.case/1", "activity": "export", "item": item}
        decisions = [rules.decide(case, date(2026, 1, 1)) for _ in range(3)]
        assert {(item.floor.name, item.ceiling.name) for item in decisions} == {OWED}
