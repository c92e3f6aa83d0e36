"""What a condition certainly needs of the transaction: facts of which one must have one of some words.

A measure that needs a destination in one country is certainly false for another, so it need not be looked at.
Needs are necessary conditions only: whatever they turn away fails, and what they let through may still fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exportrules.case.values import Choices, Flag, NotApplicable, Value
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import Statement

Need = tuple[tuple[str, frozenset[str]], ...]
"""One of these facts of the transaction has one of its words (`yes` for a yes-or-no fact)."""
Needs = tuple[Need, ...]
"""All of these."""
NOTHING: Needs = ()
MAX_FACTS = 12
YES = frozenset(("yes",))


def find_needs(condition: rules.Condition, book: Rulebook) -> Needs:
    """The needs of a condition; empty when there are none of this form."""
    match condition:
        case Statement():
            return _of_statement(condition, book)
        case rules.AllOf():
            return _both(find_needs(item, book) for item in condition.items)
        case rules.AnyOf():
            return _either([find_needs(item, book) for item in condition.items])
        case rules.Defined():
            return find_needs(condition.meaning, book)
        case rules.ChoiceTest():
            return _need(condition.fact, condition.values, book)
        case rules.FlagTest():
            return _need(condition.fact, YES, book)
        case rules.GroupTest():
            group = book.vocabulary.groups[condition.group]
            if group.not_modelled is not None:
                return NOTHING
            words = frozenset(word for membership in group.memberships for word in membership.values)
            return _need(condition.fact, words, book)
        case _:
            return NOTHING


def meets(needs: Needs, values: Mapping[str, Value]) -> bool:
    """Whether a condition with these needs is not certainly false for the facts of a transaction."""
    return all(any(_may_be(values.get(name), words) for name, words in need) for need in needs)


def _may_be(value: Value | None, words: frozenset[str]) -> bool:
    if isinstance(value, Choices):
        return not words.isdisjoint(value.values)
    if isinstance(value, Flag):
        return value.value
    # a test of what is not applicable fails
    return not isinstance(value, NotApplicable)


def _need(ref: rules.FactRef, words: frozenset[str], book: Rulebook) -> Needs:
    if ref.owner != "transaction" or ref.name in book.formulas:
        return NOTHING
    return (((ref.name, words),),)


def _of_statement(statement: Statement, book: Rulebook) -> Needs:
    """The needs of a block without a number: nobody finds it to be met, whatever the facts say."""
    lines = [find_needs(item, book) for item in statement.wheres]
    if statement.head is not None:
        lines.append(find_needs(statement.head, book))
    if statement.connective == "all" and not statement.part:
        # a limb that is not in force is dropped, so only limbs without a period are sure to be needed
        lines += [find_needs(member, book) for member in statement.members if not member.period.changes()]
    elif statement.connective in ("any", "at least") and not statement.part:
        lines.append(_either([find_needs(member, book) for member in statement.members]))
    needs = _both(lines)
    if statement.also:
        needs = _either([needs, *(find_needs(item, book) for item in statement.also)])
    return needs


def _both(found: Iterable[Needs]) -> Needs:
    return tuple(dict.fromkeys(need for needs in found for need in needs))


def _either(found: list[Needs]) -> Needs:
    """One need of each alternative, the narrowest, taken together."""
    if not found or not all(found):
        return NOTHING
    facts: dict[str, frozenset[str]] = {}
    for needs in found:
        for name, words in min(needs, key=_width):
            facts[name] = facts.get(name, frozenset()) | words
    return (tuple(sorted(facts.items(), key=lambda item: item[0])),) if len(facts) <= MAX_FACTS else NOTHING


def _width(need: Need) -> int:
    return sum(len(words) for _, words in need)


__all__ = ["NOTHING", "Need", "Needs", "find_needs", "meets"]
