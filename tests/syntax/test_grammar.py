"""The grammar hides no conflict, and no keyword is ever the head of a longer name."""

import pytest

from exportrules.syntax.grammar import HUMAN_NAMES, build_parser, expand_keywords, grammar_text, human_name
from exportrules.syntax.parser import parse_source
from exportrules.text import Source

_, WORDS = expand_keywords(grammar_text())
SINGLE = sorted({word for word in WORDS.values() if word.isalpha()})


def test_strict_mode_finds_no_conflict():
    build_parser(None, strict=True)


def test_every_terminal_has_a_name_for_people():
    parser = build_parser(None)
    unnamed = [
        terminal.name
        for terminal in parser.terminals
        if terminal.name not in HUMAN_NAMES
        and terminal.name not in WORDS
        and human_name(terminal.name, WORDS) == terminal.name.lower()
        and not terminal.name.startswith("__IGNORE")
    ]
    assert not unnamed


@pytest.mark.parametrize("word", SINGLE)
def test_a_name_may_begin_with_any_keyword(word):
    text = f"exportrules 1\nruleset common\nfact {word}_value is yes or no\n  asks: whether\n"
    file, faults = parse_source(Source("x.xr", text))
    assert not faults
    assert file.blocks[1].names == (f"{word}_value",)


def test_one_run_reports_the_faults_of_every_block():
    text = "exportrules 1\nruleset common\nfact is yes\nkind goods\nentry 3A001 any any\nkind software\n"
    file, faults = parse_source(Source("x.xr", text))
    assert [fault.span.line for fault in faults] == [3, 5]
    assert [type(block).__name__ for block in file.blocks] == ["Ruleset", "Kind", "Kind"]


def test_at_least_n_of_opens_a_block_with_and_without_a_condition():
    head = "exportrules 1\nruleset x\nentry 1A002 at least 2 of:\n  a. one\n  b. two\n"
    file, faults = parse_source(Source("x.xr", head + "entry 1A003 item is goods, at least 3 of:\n  a. one\n"))
    assert not faults
    openers = [block.head.opener for block in file.blocks[1:]]
    assert [(opener.connective, opener.count) for opener in openers] == [("at least", 2), ("at least", 3)]
