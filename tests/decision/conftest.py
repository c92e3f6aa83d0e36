"""Decisions by laws of a few lines: by generated code with the quick way, and by closures without the index."""

from datetime import date
from functools import cache

import pytest

from exportrules.decision import decide_case
from exportrules.loading import Rules
from exportrules.program.program import Program
from exportrules.text import Source

HEAD = """exportrules 1
ruleset eu.m
  title: t
  source: t
  layer union
  checked up to 2030-12-31

kind goods
kind amplifier within goods
fact p, q, r, s, u of transaction is yes or no
  asks: whether it is so
fact a, b, c, d is yes or no
  asks: whether it is so
"""
OTHER = "exportrules 1\nruleset {name}\n  title: t\n  source: t\n  layer {layer}\n  checked up to 2030-12-31\n"


@cache
def rules_of(texts):
    return Rules([Source(f"{number}.xr", text) for number, text in enumerate(texts)])


class Decider:
    """Decides by a law; a `text` that states no ruleset stands below the common head."""

    def __init__(self, generated, texts):
        texts = tuple(text if text.startswith("exportrules") else HEAD + text for text in texts)
        self.rules = rules_of(texts)
        # made anew for each test, so that nothing that an earlier one left behind answers for it
        self.program = Program(self.rules.book, indexed=generated, generate=generated)

    def __call__(self, day="2026-03-01", activity="export", item=None, **facts):
        """One-letter facts up to `d` are the item's, the others the transaction's."""
        own = {name: value for name, value in facts.items() if name in "abcd"}
        rest = {name: value for name, value in facts.items() if name not in own}
        case = {"format": "exportrules.case/1", "activity": activity, "facts": rest, "item": item or {}}
        case["item"] = {**case["item"], "facts": {**case["item"].get("facts", {}), **own}}
        decision = decide_case(self.program, self.rules.read_case(case), date.fromisoformat(day))
        made = decision._workings.made
        # the ends found at once are those that the findings give
        assert (decision.floor, decision.ceiling) == (made.floor, made.ceiling)
        return decision

    def ends(self, *arguments, **facts):
        decision = self(*arguments, **facts)
        return decision.floor.name, decision.ceiling.name


@pytest.fixture(params=[True, False], ids=["generated", "closures"])
def by(request):
    """`by(text, …)` decides by these laws."""
    return lambda *texts: Decider(request.param, texts)


@pytest.fixture(name="head")
def head_fixture():
    return HEAD


@pytest.fixture
def other():
    """A second ruleset of a name and a layer."""
    return lambda text, name="eu.n", layer="union": OTHER.format(name=name, layer=layer) + text
