"""What conditions are made of, and which quantities they test."""

from __future__ import annotations

from collections.abc import Iterator

from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement


def facts_read(expression: rules.Expression) -> Iterator[rules.FactRef]:
    """The facts that an expression reads; over parts only those of the item, which are the same for each."""
    match expression:
        case rules.FactRef():
            yield expression
        case rules.Stripped():
            yield expression.fact
        case rules.Arithmetic():
            yield from facts_read(expression.left)
            yield from facts_read(expression.right)
        case rules.Scaled():
            yield from facts_read(expression.body)
        case rules.Gathered():
            for item in expression.items:
                yield from (ref for ref in facts_read(item) if expression.over is None or ref.owner == "item")
        case _:
            return


def facts_tested(condition: rules.Condition) -> Iterator[rules.FactRef]:
    """The quantities that a condition tests itself, not by way of paragraphs; of parts only those of the item."""
    match condition:
        case rules.NumberTest():
            yield from _compared(condition.fact, condition.bounds)
        case rules.RangeTest():
            yield from _compared(condition.fact, condition.bounds)
        case rules.PartTest():
            inner = (item for part in conditions_within(condition) for item in facts_tested(part))
            yield from (ref for ref in inner if ref.owner == "item")
        case _:
            for part in conditions_within(condition):
                yield from facts_tested(part)


def _compared(fact: rules.Expression, bounds: rules.Bounds) -> Iterator[rules.FactRef]:
    for expression in (fact, bounds.low, bounds.high):
        if expression is not None:
            yield from facts_read(expression)


def conditions_within(condition: rules.Condition) -> Iterator[rules.Condition]:
    """The conditions that one is made of; none of a single test."""
    match condition:
        case Statement():
            yield from (*condition.members, *lines_of(condition))
        case rules.AllOf() | rules.AnyOf():
            yield from condition.items
        case rules.Negated():
            yield condition.item
        case rules.Defined():
            yield condition.meaning
        case rules.PartTest():
            yield from (item for _, item in condition.ignored)
            if condition.body is not None:
                yield condition.body
        case _:
            return


def lines_of(statement: Statement) -> Iterator[rules.Condition]:
    """Everything that a statement asks itself, and what notes ask."""
    if statement.head is not None:
        yield statement.head
    yield from (*statement.wheres, *statement.also)
    yield from (item.condition for item in statement.exclusions)
    yield from (item for _, item in statement.ignored)


def tests_within(statement: Statement) -> Iterator[rules.Condition]:
    """Every test in the own lines of a paragraph and in its notes; a numbered paragraph below it is another."""
    todo = [*lines_of(statement), *statement.members]
    while todo:
        condition = todo.pop()
        if isinstance(condition, Statement) and condition.code:
            continue
        inner = tuple(conditions_within(condition))
        todo += inner
        if not inner:
            yield condition


__all__ = ["conditions_within", "facts_read", "facts_tested", "lines_of", "tests_within"]
