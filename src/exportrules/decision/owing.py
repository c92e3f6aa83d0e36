"""What stands beside an outcome: duties and document codes, each under the statement that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every
from exportrules.program.frame import Frame
from exportrules.program.program import Program
from exportrules.rules.statements import DocumentCode, Duty, MeasureRule, ReliefRule, Statement

Standing = tuple[MeasureRule | ReliefRule | Statement, Truth, bool]
"""A provision or a line of it, how far it holds, and whether its text says nothing certain of the day."""


def find_standing(
    provision: MeasureRule | ReliefRule,
    conditions: Iterable[Statement],
    truth: Truth,
    frame: Frame,
    *,
    blind: bool = False,
) -> list[Standing]:
    """The provision and the lines of its conditions under which duties or codes stand, unless they certainly fail.

    `blind`: the text was not checked for the day, so that nothing in it is certain, not even a `no`.
    """
    if blind:
        places = (provision, *(line for item in conditions for line in lines_below(item)))
        return [(place, min(truth, UNKNOWN), True) for place in places]
    found: list[Standing] = [(provision, truth, False)]
    for condition in conditions:
        found += _standing_below(condition, truth, frame)
    return found


def _standing_below(statement: Statement, truth: Truth, frame: Frame) -> Iterator[Standing]:
    yield statement, truth, False
    program = frame.session.program
    lines = _owing(statement, program)
    if not lines:
        return
    apart = frozenset(map(id, statement.also))
    inside = min(truth, _chapeau(statement, frame))
    for line in lines:
        # which part it is that a line speaks of is not known here
        value = UNKNOWN if statement.part else program.runner(line)(frame)
        value = min(value, truth if id(line) in apart else inside)
        if value != FALSE:
            yield from _standing_below(line, value, frame)


def _chapeau(statement: Statement, frame: Frame) -> Truth:
    """How far what stands above the lines of a block holds; alternatives beside it do not stand under it."""
    runner = frame.session.program.runner
    above = (item for item in (statement.head, *statement.wheres) if item is not None)
    return min(UNKNOWN if statement.not_modelled is not None else TRUE, every(runner(item)(frame) for item in above))


def lines_below(statement: Statement) -> Iterator[Statement]:
    """A statement of a provision and the lines below it, at any depth."""
    yield statement
    for line in (*statement.wheres, *statement.members, *statement.also):
        if isinstance(line, Statement):
            yield from lines_below(line)


def _owing(statement: Statement, program: Program) -> tuple[Statement, ...]:
    """The lines below a statement in which duties or codes stand, found once."""
    held = program.kept.owing.get(id(statement))
    if held is None:
        lines = (item for item in (*statement.wheres, *statement.members, *statement.also))
        held = tuple(
            item
            for item in lines
            if isinstance(item, Statement) and (item.duties or item.documents or _owing(item, program))
        )
        program.kept.owing[id(statement)] = held
    return held


def find_duties(standing: Iterable[Standing], frame: Frame) -> tuple[tuple[Duty, Truth], ...]:
    """Duties that are owed (true) or may be owed (unknown)."""
    runner, found = frame.session.program.runner, list[tuple[Duty, Truth]]()
    for place, truth, blind in standing:
        for duty in place.duties if truth != FALSE else ():
            value = truth if blind or duty.when is None else min(truth, runner(duty.when)(frame))
            if value != FALSE:
                found.append((duty, value))
    return tuple(found)


def find_documents(standing: Iterable[Standing], frame: Frame) -> tuple[DocumentCode, ...]:
    """Document codes that are certain: their line holds, in force on the day, and their condition holds."""
    session = frame.session
    return tuple(
        item
        for place, truth, _ in standing
        if truth == TRUE
        for item in place.documents
        if item.period.presence(session.as_of) == TRUE
        and (item.when is None or session.program.runner(item.when)(frame) == TRUE)
    )


__all__ = ["find_documents", "find_duties", "find_standing", "lines_below"]
