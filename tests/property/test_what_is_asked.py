"""Questions and changes over random acts: what is not asked moves nothing, and answers lead where they are said to.

Cases without findings: what a person found may be contradicted by a fact, and then the stricter reading holds.
"""

import itertools
import re
import sys
from copy import deepcopy
from pathlib import Path
from random import Random

from hypothesis import given

sys.path.insert(0, str(Path(__file__).resolve().parent))

from small_acts import random_order
from small_laws import random_case
from test_acts import make_acts
from test_meaning import SEEDS, examples, side

from exportrules import ask_questions, find_changes
from exportrules.explanation import open_clauses

INPUTS = {
    "share": ("power", "mass"), "load": ("share", "power", "mass", "sealed", "cooled"), "slim": ("length", "width"),
    "total": ("length", "width", "cooled", "power"), "rest": ("reach", "shift", "cooled"), "dear": ("worth", "power"),
}  # fmt: skip
"""Whoever is asked for what follows from other facts may state those."""


def without_findings(item):
    """An item, and the parts of it, of which nobody found anything."""
    item.pop("findings", None)
    for listed in item.get("parts", {}).values():
        for part in listed["list"]:
            without_findings(part)


def make_asked(seed):
    """A law without the rarer words: of some of those it is not yet told where their answers are to be stated."""
    for step in itertools.count():
        law, rules = make_acts(seed + step, closed=False)
        if not law.more:
            return law, rules


def orders(law, seed, laws, per_law):
    random = Random(seed)  # noqa: S311 - not for secrets
    for _ in range(per_law * side(laws, per_law, dear=True)):
        raw, day = random_order(random, law)
        without_findings(raw["item"])
        yield raw, day, random


def interval(decision):
    return decision.floor, decision.ceiling


# ---- what is not asked -----------------------------------------------------------------------------------


def asked_of(decision):
    """What is asked for, as form, place and name; of what a derived fact follows from, wherever it stands."""
    questions = ask_questions(decision, ranked=0)
    asked = {(item.form, item.path, item.fact) for item in questions}
    asked |= {("", "", name) for item in questions for name in INPUTS.get(item.fact, ())}
    # the case of a formula may turn on what the item is, and a sum on all its parts
    return asked | (
        {("kind", "item", "kind"), ("part", "item", "piece")} if ("fact", "item", "total") in asked else set()
    )


def supplement(holder, other, path, asked):
    """Add to an object of a case what it does not state, is not asked for, and another case states."""
    for name, value in other.get("facts", {}).items():
        if ("fact", path, name) not in asked and ("", "", name) not in asked:
            holder.setdefault("facts", {}).setdefault(name, value)
    if path == "facts":
        return
    if ("kind", path, "kind") not in asked and "kind" in other:
        holder.setdefault("kind", other["kind"])
    if not {("judgement", path, "made_for"), ("judgement", path, "required")} & asked and "judgements" in other:
        holder.setdefault("judgements", other["judgements"])
    for part, listed in other.get("parts", {}).items():
        mine = holder.get("parts", {}).get(part)
        if mine is None:
            if ("part", path, part) not in asked:
                holder.setdefault("parts", {})[part] = listed
            continue
        mine["complete"] |= ("part", path, part) not in asked
        for number, (one, more) in enumerate(zip(mine["list"], listed["list"], strict=False)):
            supplement(one, more, f"{path}.parts.{part}.list[{number}]", asked)


@given(SEEDS)
@examples(30, 12, dear=True)
def test_what_is_not_asked_cannot_move_the_answer(seed):
    law, rules = make_asked(seed)
    for raw, day, random in orders(law, seed, 30, 12):
        decision = rules.decide(raw, day)
        asked = asked_of(decision)
        more, other = deepcopy(raw), random_case(random, law)
        without_findings(other["item"])
        supplement(more, other, "facts", asked)
        supplement(more["item"], other["item"], "item", asked)
        assert interval(rules.decide(more, day)) == interval(decision), (raw, more, day)


@given(SEEDS)
@examples(30, 12, dear=True)
def test_what_is_open_is_asked_or_named(seed):
    law, rules = make_asked(seed)
    for raw, day, _ in orders(law, seed, 30, 12):
        decision = rules.decide(raw, day)
        gaps = any(item.measure.not_modelled for item in decision.findings)
        assert decision.conclusive or ask_questions(decision, ranked=0) or open_clauses(decision) or gaps, (raw, day)


# ---- where an answer leads ---------------------------------------------------------------------------------

NUMBER, UNIT = r"(-?[\d.]+)", r"([^\d ]\S*)"
STRETCHES = {
    f"at most {NUMBER} {UNIT}": ("at_most",),
    f"below {NUMBER} {UNIT}": ("below",),
    f"at least {NUMBER} {UNIT}": ("at_least",),
    f"above {NUMBER} {UNIT}": ("above",),
    f"{NUMBER} to {NUMBER} {UNIT}": ("at_least", "at_most"),
    f"from {NUMBER} below {NUMBER} {UNIT}": ("at_least", "below"),
    f"above {NUMBER} up to {NUMBER} {UNIT}": ("above", "at_most"),
    f"above {NUMBER} below {NUMBER} {UNIT}": ("above", "below"),
}


def value_of(rules, name, words):
    """A value for a fact, as an answer says it in words."""
    match rules.vocabulary.facts[name].form:
        case "yes or no":
            return words == "yes"
        case "set of":
            return [] if words == "none" else [words.removeprefix("only ")]
        case "country":
            return "FR" if words == "any other country" else words
        case "quantity" | "derived":
            for pattern, ends in STRETCHES.items():
                if found := re.fullmatch(pattern, words):
                    *numbers, unit = found.groups()
                    return {end: f"{number} {unit}" for end, number in zip(ends, numbers, strict=True)}
    return words


def place(raw, path):
    """The object of a case at a path."""
    if path == "facts":
        return raw
    here = raw
    for step in re.findall(r"\w+", path):
        here = here[int(step)] if step.isdigit() else here[step]
    return here


def answered(rules, raw, question, words):
    """The case with an answer to a question, and whether the answer says no more than the case then states."""
    case = deepcopy(raw)
    holder = place(case, question.path)
    if question.form == "fact":
        holder.setdefault("facts", {})[question.fact] = value_of(rules, question.fact, words)
        return case, True
    if question.form == "part":
        if question.fact in ("rim", "cell") and question.path.count(".") == 0:
            # the law asks the item itself for what only its parts can have
            return None, True
        holder.setdefault("parts", {})[question.fact] = {"complete": True, "list": []}
        return case, True
    if question.form == "judgement":
        records = [{"term": question.fact, "value": words == "yes", "for": name} for name in question.objects]
        holder.setdefault("judgements", []).extend(records)
        return case, False
    if words == "yes" and (found := re.search(r"\(item is (\w+)\)", question.text)):
        holder["kind"] = found.group(1)
        return case, False
    return None, False


@given(SEEDS)
@examples(20, 5, dear=True)
def test_each_answer_leads_where_the_question_says(seed):
    law, rules = make_asked(seed)
    for raw, day, _ in orders(law, seed, 20, 5):
        for question in ask_questions(rules.decide(raw, day)):
            for branch in question.branches:
                case, exact = answered(rules, raw, question, branch.answer)
                if case is None:
                    continue
                found = interval(rules.decide(case, day))
                if exact:
                    assert found == (branch.floor, branch.ceiling), (raw, day, question, branch)
                else:
                    # a kind or a record answers other questions as well
                    assert branch.floor <= found[0] <= found[1] <= branch.ceiling, (raw, day, question, branch)


@given(SEEDS)
@examples(30, 25, dear=True)
def test_each_change_gives_the_outcome_that_is_told(seed):
    law, rules = make_asked(seed)
    for raw, day, _ in orders(law, seed, 30, 25):
        for change in find_changes(rules.decide(raw, day)):
            case = deepcopy(raw)
            place(case, change.path)["facts"][change.fact] = value_of(rules, change.fact, change.instead)
            assert interval(rules.decide(case, day)) == (change.floor, change.ceiling), (raw, day, change)
