"""Composition, exhaustively: up to three measures over up to four facts, each true, false or unknown (semantics, 4)."""

from datetime import date
from itertools import product

import pytest

from exportrules import Outcome
from exportrules.loading import Rules
from exportrules.text import Source

EFFECTS = {"requires notification when": 2, "requires licence when": 3, "prohibits when": 5}
FORMS = {"exemption": 0, "authorisation": 1, "derogation": 4}
HEAD = """exportrules 1
ruleset eu.m
  title: composition
  source: the tests
  layer union
  checked up to 2030-12-31

kind goods
fact c1, c2, c3, a of transaction is yes or no
  asks: whether it is so
"""
TRUTHS = (False, None, True)


def law(effects, form, lifted):
    """A measure for each effect, under c1 to c3; a relief under `a` that lifts the first measures."""
    lines = [HEAD]
    for number, effect in enumerate(effects, 1):
        lines.append(f"measure m{number}\n  source: Art. {number}\n  for export\n  {effect} c{number}\n")
    if form:
        names = ", ".join(f"m{number}" for number in range(1, lifted + 1))
        lines.append(f"{form} r lifts {{{names}}}\n  source: Art. 9\n  for export\n  when a\n")
    return Rules([Source("m.xr", "".join(lines))])


def expected(effects, form, lifted, conditions, relief):
    """Floor and ceiling by the paper: the join over the measures of what their reliefs leave."""
    floor = ceiling = 0
    for number, (effect, condition) in enumerate(zip(effects, conditions, strict=True)):
        level = EFFECTS[effect]
        left = min(level, FORMS[form]) if form and number < lifted else level
        best = left if relief is not False else level
        sure = left if relief is True else level
        floor = max(floor, best if condition is True else 0)
        ceiling = max(ceiling, sure if condition is not False else 0)
    return Outcome(floor), Outcome(ceiling)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("form", ["", *FORMS])
def test_every_combination_gives_what_the_paper_says(count, form):
    for effects in product(EFFECTS, repeat=count):
        for lifted in range(1, count + 1) if form else (0,):
            rules = law(effects, form, lifted)
            for *conditions, relief in product(TRUTHS, repeat=count + 1):
                facts = {f"c{number}": value for number, value in enumerate(conditions, 1) if value is not None}
                if relief is not None:
                    facts["a"] = relief
                case = {"format": "exportrules.case/1", "activity": "export", "facts": facts}
                decision = rules.decide(case, date(2026, 3, 1))
                wanted = expected(effects, form, lifted, conditions, relief)
                assert (decision.floor, decision.ceiling) == wanted, (effects, form, lifted, conditions, relief)
