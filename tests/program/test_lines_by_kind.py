"""Lines of a block that ask for another kind of item are not even made; what is answered is the same."""

from datetime import date

import pytest

from exportrules.artefact.compiling import compile_sources
from exportrules.artefact.decode import decode_rulebook
from exportrules.artefact.store import find_key, write_compiled
from exportrules.errors import ExportRulesError
from exportrules.program.frame import Frame, Session
from exportrules.program.lines import MAX_KINDS, Lines
from exportrules.program.program import Program

BOTH = pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
LAW = """entry 1A001 any of:
  a. item is lathe and hardened
  b. item is press, any of:
    1. width above 5 mm
    2. depth above 5 mm
  c. sealed
  d. item is goods and colour is red
  e. item is software
"""
MADE = [
    ("lathe", "acd"), ("press", "bcd"), ("turning_mill", "acd"), ("machine", "abcd"), ("software", "ce"),
    # some mills are lathes
    ("mill", "acd"),
]  # fmt: skip

DAY = date(2026, 3, 1)


def about(rules, kind):
    """A frame about an item of a kind."""
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"kind": kind, "facts": {}}}
    read = rules.read_case(case)
    return Frame(Session(rules.program, read, DAY), read.item)


def decode(rules_of, law=LAW):
    """The rulebook as a process finds it that starts on compiled rules."""
    sources = rules_of(law, True).sources
    data = write_compiled(find_key(sources), compile_sources(sources, anew=True)[0])
    return decode_rulebook(data, data.find(b"\n") + 1), data


def made(statement):
    """The paragraphs below it that were made."""
    return "".join(item.code[-1] for item in statement.members._items if type(item) is not int)


@pytest.mark.parametrize(("kind", "lines"), MADE)
def test_only_lines_that_the_item_may_meet_are_made(rules_of, kind, lines):
    (book, index, _), _ = decode(rules_of)
    program = Program(book, index=index)
    case = about(rules_of(LAW, True), kind).session.case
    root = book.find("eu.m", "1A001")
    assert made(root) == ""
    program.runner(root)(Frame(Session(program, case, DAY), case.item))
    assert made(root) == lines


@BOTH
def test_what_is_answered_does_not_hang_on_it(truth, generated):
    def found(kind=None, **facts):
        item = {"facts": {"sealed": False, **facts}}
        return truth(LAW, item if kind is None else {**item, "kind": kind}, {}, generated)

    assert found("lathe", hardened=True) == "true"
    assert found("lathe", hardened=False, colour="blue") == "false"
    assert found("lathe", hardened=False) == "unknown"
    assert found("press", hardened=True, colour="blue", width="1 mm", depth="1 mm") == "false"
    assert found("press", colour="blue", width="6 mm") == "true"
    assert found("machine", hardened=True, colour="blue") == "unknown"
    assert found("software") == "true"
    assert found(colour="blue") == "unknown"


@BOTH
@pytest.mark.parametrize("met", [True, False])
def test_what_a_person_found_of_a_line_for_other_items_counts(truth, generated, met):
    record = {"paragraph": "1A001.e", "ruleset": "eu.m", "met": met, "by": "a"}
    item = {"kind": "lathe", "facts": {"sealed": False, "hardened": False, "colour": "blue"}, "findings": [record]}
    assert truth(LAW, item, {}, generated) == ("true" if met else "false")


@BOTH
def test_none_of_and_at_least_are_answered_alike(truth, generated):
    none = "entry 1A001 item is goods, none of:\n  a. item is lathe and hardened\n  b. item is press\n"
    assert truth(none, {"kind": "lathe", "facts": {"hardened": True}}, {}, generated) == "false"
    assert truth(none, {"kind": "lathe", "facts": {"hardened": False}}, {}, generated) == "true"
    assert truth(none, {"kind": "press", "facts": {}}, {}, generated) == "false"
    two = "entry 1A001 at least 2 of:\n  a. item is lathe\n  b. hardened\n  c. item is {}\n"
    for facts, wanted in (({"hardened": True}, "true"), ({"hardened": False}, "false")):
        assert truth(two.format("press"), {"kind": "lathe", "facts": facts}, {}, generated) == wanted
    assert truth(two.format("mill"), {"kind": "lathe", "facts": {"hardened": False}}, {}, generated) == "unknown"
    assert truth(two.format("mill"), {"kind": "turning_mill", "facts": {"hardened": False}}, {}, generated) == "true"


@BOTH
def test_lines_about_parts_ask_for_the_kind_of_the_item_that_they_speak_of(truth, generated):
    law = "entry 1A001 some component has any of:\n  a. it is lathe\n  b. item is mill\n"
    lathe = {"parts": {"component": {"complete": True, "list": [{"kind": "lathe"}]}}}
    assert truth(law, {"kind": "software", **lathe}, {}, generated) == "true"
    other = {"parts": {"component": {"complete": True, "list": [{"kind": "software"}]}}}
    assert truth(law, {"kind": "mill", **other}, {}, generated) == "true"
    assert truth(law, {"kind": "software", **other}, {}, generated) == "false"


def test_without_the_index_every_line_is_asked(rules_of):
    def count(rules):
        root = rules.program.book.find("eu.m", "1A001")
        return len(Lines(root, rules.program)(about(rules, "lathe")))

    assert count(rules_of(LAW, False)) == 5
    assert count(rules_of(LAW, True)) == 3


def test_lines_of_more_kinds_than_are_remembered(rules_of):
    rules = rules_of(LAW, True)
    root, many = rules.program.book.find("eu.m", "1A001"), MAX_KINDS
    held = Lines(root, rules.program)
    held._kept.update((frozenset([str(number)]), []) for number in range(many))
    assert len(held(about(rules, "lathe"))) == 3
    assert len(held._kept) == 1


def test_needs_that_do_not_fit_the_lines_are_refused(rules_of):
    _, data = decode(rules_of)
    spoilt = data.replace(b'["software"]]', b'["softw"],[]]')
    assert spoilt != data
    assert len(spoilt) == len(data)
    book, _, _ = decode_rulebook(spoilt, spoilt.find(b"\n") + 1)
    with pytest.raises(ExportRulesError) as caught:
        book.find("eu.m", "1A001")
    assert caught.value.code == "XR957"
