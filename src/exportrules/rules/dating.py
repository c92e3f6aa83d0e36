"""The days on which what a condition says changes: by its own lines and notes, not by the paragraphs below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from exportrules.rules import conditions as rules
from exportrules.rules.statements import MeasureRule, ReliefRule, Statement

if TYPE_CHECKING:
    from exportrules.rules.rulebook import Rulebook

__all__ = ["days_of", "days_of_formulas", "days_of_measure", "days_of_relief"]


def days_of(condition: rules.Condition) -> Iterator[date]:
    """First days of another wording; a numbered paragraph below is one of its own."""
    match condition:
        case Statement():
            yield from _days_of_statement(condition)
        case rules.AllOf() | rules.AnyOf():
            for item in condition.items:
                yield from days_of(item)
        case rules.Negated():
            yield from days_of(condition.item)
        case rules.Defined():
            yield from days_of(condition.meaning)
        case rules.PartTest():
            yield from _of_all(item for _, item in condition.ignored)
            if condition.body is not None:
                yield from days_of(condition.body)
        case _:
            return


def _days_of_statement(statement: Statement) -> Iterator[date]:
    yield from statement.period.changes()
    if statement.head is not None:
        yield from days_of(statement.head)
    yield from _of_all((*statement.wheres, *statement.also))
    yield from _of_all(member for member in statement.members if not member.code)
    yield from _of_all(item for _, item in statement.ignored)
    for exclusion in statement.exclusions:
        yield from exclusion.note.period.changes()
        yield from days_of(exclusion.condition)
    yield from _of_what_is_owed(statement)


def _of_all(conditions: Iterable[rules.Condition]) -> Iterator[date]:
    for condition in conditions:
        yield from days_of(condition)


def days_of_measure(measure: MeasureRule) -> Iterator[date]:
    """Its own days, and those of what it asks."""
    yield from measure.period.changes()
    yield from _of_all(effect.condition for effect in measure.effects)
    yield from _of_what_is_owed(measure)


def days_of_relief(relief: ReliefRule) -> Iterator[date]:
    """The same of a relief."""
    yield from relief.period.changes()
    yield from _of_all((*relief.conditions, *relief.refusals))
    yield from _of_all(cover.condition for cover in relief.covers if cover.condition is not None)
    yield from _of_what_is_owed(relief)


def _of_what_is_owed(provision: MeasureRule | ReliefRule | Statement) -> Iterator[date]:
    """Of the duties and the document codes that stand under it."""
    yield from _of_all(duty.when for duty in provision.duties if duty.when is not None)
    for document in provision.documents:
        yield from document.period.changes()
        yield from () if document.when is None else days_of(document.when)


def days_of_formulas(book: Rulebook) -> Iterator[date]:
    """Of the cases for which derived facts have formulas."""
    for lines in book.formulas.values():
        yield from _of_all(line.when for line in lines if line.when is not None)
