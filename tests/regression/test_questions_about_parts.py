"""A paragraph below a block about parts is asked of the parts, not of the item."""

from datetime import date

import pytest

from exportrules import ask_questions
from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: t
  source: none
  layer union
  checked up to 2030-01-01
kind goods
fact p, q is yes or no
  asks: whether
part core of item as item
  asks: its core
entry 1A001 at least 2 core has any of:
  a. p
  b. q
measure m
  source: none
  for export
  requires licence when item listed in 1A001.a
"""
CORE = {"complete": True, "list": [{"facts": {"p": True}}, {"facts": {"q": True}}, {"facts": {"p": False}}]}


@pytest.fixture
def asked():
    rules = Rules([Source("m.xr", LAW)])

    def ask(item):
        case = {"format": "exportrules.case/1", "activity": "export", "item": item}
        questions = ask_questions(rules.decide(case, date(2026, 1, 1)))
        return {(question.form, question.path, question.fact) for question in questions}

    return ask


def test_which_parts_there_are_is_asked(asked):
    assert asked({}) == {("part", "item", "core")}
    # what the item itself is does not matter
    assert asked({"facts": {"p": True}}) == {("part", "item", "core")}


def test_what_the_parts_are_is_asked_of_each_of_which_it_is_open(asked):
    assert asked({"parts": {"core": CORE}}) == {("fact", "item.parts.core.list[1]", "p")}


def test_nothing_is_asked_where_too_few_parts_are_left(asked):
    few = {"complete": True, "list": [{"facts": {"p": True}}, {"facts": {"p": False}}]}
    assert asked({"parts": {"core": few}}) == set()
