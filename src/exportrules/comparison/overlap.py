"""Which paragraphs of other lists speak of the same things: by kind, measured facts, CAS numbers, customs codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportrules import records
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import Statement
from exportrules.vocabulary import Vocabulary

MOST_NEAR = 5


@records.frozen
class Features:
    """What a paragraph tests, with what it takes from those above it."""

    kinds: frozenset[str]
    facts: frozenset[str]
    numbers: frozenset[str]
    """CAS numbers and customs codes."""


@records.frozen
class Overlap:
    """A paragraph of another list that speaks of the same things; `shared` names the facts and numbers of both."""

    code: str
    ruleset: str
    other: str
    shared: tuple[str, ...]
    nearness: float


def find_overlaps(book: Rulebook, names: Iterable[str]) -> tuple[Overlap, ...]:
    """For each paragraph of the named lists the nearest paragraphs of all other lists, at most five each."""
    mine = list(dict.fromkeys(names))
    others = [
        (statement, features_of(statement))
        for name, known in sorted(book.statements.items())
        if name not in mine
        for statement in known.values()
        if not statement.paragraphs
    ]
    found: list[Overlap] = []
    for name in mine:
        for statement in book.statements.get(name, {}).values():
            if not statement.paragraphs:
                found += _nearest(statement, others, book.vocabulary)
    return tuple(found)


def _nearest(statement: Statement, others: list[tuple[Statement, Features]], vocabulary: Vocabulary) -> list[Overlap]:
    here = features_of(statement)
    found: list[Overlap] = []
    for other, there in others:
        shared = sorted((here.facts & there.facts) | _shared_numbers(here, there))
        if not _related(here, there, vocabulary, shared=bool(shared)):
            continue
        every = len(here.facts | there.facts | here.numbers | there.numbers) or 1
        nearness = (len(shared) / every) if shared else 1.0
        found.append(Overlap(statement.code, other.ruleset, other.code, tuple(shared), nearness))
    found.sort(key=lambda item: (-item.nearness, item.ruleset, item.other))
    return found[:MOST_NEAR]


def _related(here: Features, there: Features, vocabulary: Vocabulary, *, shared: bool) -> bool:
    """Whether they speak of the same things: a shared test and kinds in one line, or the same kind and nothing else."""
    if not here.facts and not here.numbers:
        # goods, software and technology are in every list: that both say so is no overlap
        return any(vocabulary.kinds[one].parents for one in here.kinds & there.kinds if one in vocabulary.kinds)
    if not shared:
        return False
    if not here.kinds or not there.kinds:
        return True
    lines = vocabulary.kinds
    return any(
        one in lines[other].above or other in lines[one].above
        for one in here.kinds
        for other in there.kinds
        if one in lines and other in lines
    )


def _shared_numbers(here: Features, there: Features) -> frozenset[str]:
    """Numbers of one that are those of the other, or that a shorter customs code of the other holds."""
    return frozenset(
        one for one in here.numbers if any(one.startswith(other) or other.startswith(one) for other in there.numbers)
    )


def features_of(statement: Statement) -> Features:
    """The kinds, facts and numbers that a paragraph tests, itself or through those above it."""
    kinds: set[str] = set()
    facts: set[str] = set()
    numbers: set[str] = set()
    narrow = True
    place: Statement | None = statement
    while place is not None:
        for test in _tests(place, own=place is not statement):
            match test:
                case rules.KindTest():
                    if narrow:
                        kinds.update(test.kinds)
                case rules.CasTest():
                    numbers.add(test.number)
                case rules.CodeTest():
                    numbers.add(test.code)
                case _:
                    facts.update(_facts(test))
        # the nearest kind says most: what stands above it is wider
        narrow = not kinds
        place = place.parent
    return Features(frozenset(kinds), frozenset(facts), frozenset(numbers))


def _tests(statement: Statement, *, own: bool) -> Iterator[rules.Condition]:
    conditions: list[rules.Condition] = [*statement.wheres]
    if statement.head is not None:
        conditions.append(statement.head)
    if not own:
        conditions += [*statement.members, *statement.also]
    for condition in conditions:
        yield from _atoms(condition)


def _atoms(condition: rules.Condition) -> Iterator[rules.Condition]:
    match condition:
        case Statement():
            yield from _tests(condition, own=False)
        case rules.AllOf() | rules.AnyOf():
            for item in condition.items:
                yield from _atoms(item)
        case rules.Negated():
            yield from _atoms(condition.item)
        case rules.Defined():
            yield from _atoms(condition.meaning)
        case rules.PartTest():
            if condition.body is not None:
                yield from _atoms(condition.body)
        case _:
            yield condition


def _facts(test: rules.Condition) -> Iterator[str]:
    fact = getattr(test, "fact", None)
    if fact is not None:
        yield from _names(fact)


def _names(expression: rules.Expression) -> Iterator[str]:
    match expression:
        case rules.FactRef():
            yield expression.name
        case rules.Arithmetic():
            yield from _names(expression.left)
            yield from _names(expression.right)
        case rules.Scaled():
            yield from _names(expression.body)
        case rules.Gathered():
            for item in expression.items:
                yield from _names(item)
        case rules.Stripped():
            yield from _names(expression.fact)
        case _:
            pass
