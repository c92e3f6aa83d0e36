"""A question in words, and in which form it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from exportrules.explanation.facts import plain
from exportrules.explanation.model import QuestionForm
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement
from exportrules.vocabulary import FactDefinition

MAX_WORDS: Final = 12
"""Where a fact takes more words than these, only those are told that something open asks for."""


def question_objects(test: rules.Condition) -> tuple[str, ...]:
    """What a judgement is asked for, as a case names it."""
    if not isinstance(test, rules.JudgementTest):
        return ()
    return (*test.names, *(f"{item.ruleset}:{item.code}" if item.code else item.ruleset for item in test.targets))


def question_words(
    program: Program, form: QuestionForm, name: str, tests: Sequence[rules.Condition]
) -> tuple[str, str]:
    """The question in words, and the form of its answer; `tests` are those that are open, at least one."""
    first = tests[0]
    line = "" if isinstance(first, Statement) else first.text
    match form:
        case "kind":
            return f"what is it ({plain(line)})", "the kind of the item"
        case "judgement":
            definition = program.vocabulary.facts[name]
            return f"{definition.question} ({plain(line)})", "a judgement: yes or no, by whom, on what basis"
        case "part":
            part = program.vocabulary.parts[name]
            return part.question or plain(name), f"the list of parts `{name}`, and whether it is complete"
        case _:
            definition = program.vocabulary.facts[name]
            return definition.question or plain(name), _how(definition, tests)


def _how(definition: FactDefinition, tests: Sequence[rules.Condition]) -> str:
    unit = "" if definition.unit is None else f" in {definition.unit.name}"
    over = f", with its {' and '.join(plain(name) for name in definition.conditions)}" if definition.conditions else ""
    match definition.form:
        case "quantity" | "derived":
            return f"a number{unit}{over}"
        case "range":
            return f"from … to …{unit}"
        case "yes or no":
            return "yes or no"
        case "one of":
            return f"one of {_words(definition, tests)}"
        case "set of":
            return f"those that apply of {_words(definition, tests)}"
        case "day":
            return "a day"
        case "country" | "countries":
            return "a country code" if definition.form == "country" else "country codes"
        case "customs_code":
            return "a customs code"
        case "cas_number":
            return "a CAS number"
        case _:
            return "text"


def _words(definition: FactDefinition, tests: Sequence[rules.Condition]) -> str:
    """The words that a fact takes; of very many those that something open asks for, in their order."""
    asked = {value for test in tests for value in getattr(test, "values", ())}
    told = [value for value in definition.values if value in asked]
    if len(definition.values) <= MAX_WORDS or not told:
        told = list(definition.values)
    left = len(definition.values) - len(told)
    more = f" and {left} more (`exportrules facts {definition.name}` names them)" if left else ""
    return ", ".join(map(plain, told)) + more


__all__ = ["question_objects", "question_words"]
