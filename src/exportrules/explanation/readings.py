"""Our interpretations of the law: those of a paragraph, of a measure and of a relief, wherever they stand in it.

And how near a paragraph is to what an item is stated to be, so that of many the ones that matter most are told first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportrules.logic import FALSE, TRUE
from exportrules.program.frame import Frame
from exportrules.rules.conditions import AllOf, AnyOf, Condition, Defined, KindTest
from exportrules.rules.inside import conditions_within
from exportrules.rules.statements import MeasureRule, ReliefRule, Statement

Reading = tuple[str, str]
"""Where an interpretation stands, and what it says."""


def readings_of(provision: Statement | MeasureRule | ReliefRule, effect: int = 0) -> tuple[Reading, ...]:
    """The interpretations of a paragraph and of those above it, of an effect of a measure, or of a relief.

    With those of its lines, of the terms that they use, and of the notes that bear on it, each once. A numbered
    paragraph below, or one that is referred to, has its own; what stands inside a note is told with the note.
    """
    match provision:
        case Statement():
            found = _of_paragraph(provision)
        case MeasureRule():
            found = _with_lines(provision.path, provision.readings, (provision.effects[effect].condition,))
        case ReliefRule():
            covers = (item.condition for item in provision.covers if item.condition is not None)
            lines = (*provision.conditions, *provision.refusals, *covers)
            found = _with_lines(provision.path, provision.readings, lines)
    return tuple(dict.fromkeys(found))


WIDE = 10
"""A paragraph that spans more than one in so many of all kinds says nothing of this item."""


def breadth_of(statement: Statement, frame: Frame) -> int:
    """How wide a paragraph is of those that ask for what the item is: how many kinds its narrowest such test spans.

    A paragraph that asks for no kind that the item certainly is of is wider than any that does.
    """
    vocabulary = frame.session.program.vocabulary
    place: Statement | None = statement
    breadth = len(vocabulary.kinds)
    while place is not None:
        breadth = min([breadth, *(_breadth_of_test(item, frame) for item in _chapeau(place))])
        place = place.parent
    return breadth


def _breadth_of_test(condition: Condition, frame: Frame) -> int:
    """How many kinds a condition lets in, of those that ask for what the item is; of alternatives all that may hold."""
    match condition:
        case KindTest() if condition.subject == "item":
            return _spanned(condition, frame)
        case AllOf():
            return min(_breadth_of_test(item, frame) for item in condition.items)
        case AnyOf():
            return _breadth_of_any(condition.items, frame)
        case Defined():
            return _breadth_of_test(condition.meaning, frame)
        case Statement() if not condition.code and not condition.part:
            found = [_breadth_of_test(item, frame) for item in _chapeau(condition)]
            if condition.members and condition.connective == "any":
                found.append(_breadth_of_any(condition.members, frame))
            return min(found, default=len(frame.session.program.vocabulary.kinds))
        case _:
            return len(frame.session.program.vocabulary.kinds)


def _breadth_of_any(items: Iterable[Condition], frame: Frame) -> int:
    program = frame.session.program
    return sum(_breadth_of_test(item, frame) for item in items if program.runner(item)(frame) != FALSE)


def _spanned(test: KindTest, frame: Frame) -> int:
    program = frame.session.program
    possible = program.index.possible
    if program.runner(test)(frame) != TRUE:
        return len(program.vocabulary.kinds)
    return sum(len(possible.get(kind, ())) for kind in test.kinds)


def _of_paragraph(statement: Statement) -> Iterator[Reading]:
    place: Statement | None = statement
    while place is not None:
        if place.code or place.parent is None:
            # a line of no number is one of the paragraph in which it stands
            lines = (*_chapeau(place), *place.members, *place.also)
            yield from _with_lines(place.code or place.ruleset, place.readings, lines)
        for exclusion in place.exclusions:
            yield from ((exclusion.note.name, text) for text in exclusion.note.readings)
        place = place.parent


def _chapeau(statement: Statement) -> Iterator[Condition]:
    if statement.head is not None:
        yield statement.head
    yield from statement.wheres


def _with_lines(place: str, readings: Iterable[str], lines: Iterable[Condition]) -> Iterator[Reading]:
    yield from ((place, text) for text in readings)
    for line in lines:
        yield from _within(line, place)


def _within(condition: Condition, place: str) -> Iterator[Reading]:
    if isinstance(condition, Statement):
        if not condition.code:
            lines = (*_chapeau(condition), *condition.members, *condition.also)
            yield from _with_lines(place, condition.readings, lines)
        return
    here = condition.text if isinstance(condition, Defined) else place
    for item in conditions_within(condition):
        yield from _within(item, here)


__all__ = ["Reading", "readings_of"]
