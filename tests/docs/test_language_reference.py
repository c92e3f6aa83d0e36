"""The language reference checks as one set of rulesets, and every construct of the grammar is used in it."""

import re
from pathlib import Path

from exportrules.checking.assembly import check_sources
from exportrules.syntax.formatter import format_source
from exportrules.syntax.grammar import expand_keywords, grammar_text
from exportrules.text import Diagnostics, Source

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "language.md").read_text("utf-8")
RULES = Source("language.md", "".join(re.findall(r"```xr\n(.*?)```", PAGE, re.DOTALL)))


def test_the_examples_check_without_a_fault():
    _, found = check_sources([RULES])
    assert not found, Diagnostics(found, {RULES.name: RULES}).render()


def test_formatting_the_examples_keeps_their_meaning_and_comments():
    text = format_source(RULES)
    assert format_source(Source(RULES.name, text)) == text
    assert text.count("#") == RULES.text.count("#")


def test_every_keyword_stands_on_the_page():
    _, words = expand_keywords(grammar_text())
    missing = [word for word in words.values() if not re.search(rf"(?<![a-z]){re.escape(word)}", PAGE)]
    assert not missing


def test_the_language_stays_within_its_budget():
    _, words = expand_keywords(grammar_text())
    assert len(grammar_text().splitlines()) <= 300
    assert len(words) <= 90
    # half an hour at two hundred words a minute
    assert len(PAGE.split()) <= 6000
