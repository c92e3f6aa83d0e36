"""Which lists a condition asks about."""

from __future__ import annotations

from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement


def targets_of(condition: rules.Condition) -> list[rules.Target]:
    """Every list or paragraph that a condition asks about for the item itself."""
    match condition:
        case Statement():
            inner = [*condition.wheres, *condition.members, *condition.also]
            head = [] if condition.head is None else [condition.head]
            return [target for item in (*head, *inner) for target in targets_of(item)]
        case rules.AllOf() | rules.AnyOf():
            return [target for item in condition.items for target in targets_of(item)]
        case rules.Negated():
            return targets_of(condition.item)
        case rules.Defined():
            return targets_of(condition.meaning)
        case rules.ListedTest() if condition.subject == "item" and not condition.own:
            return list(condition.targets)
        case _:
            return []


__all__ = ["targets_of"]
