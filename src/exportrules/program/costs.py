"""How dear a condition is to evaluate, so that the cheap ones can settle a conjunction before the dear ones run.

Kleene's `and` and `or` do not depend on the order of their parts; only the work does.
"""

from __future__ import annotations

from collections.abc import Sequence

from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

_ATOM = 1
_BLOCK = 10
_PARTS = 20
_PARAGRAPH = 50
_LIST = 1000


def cost(condition: rules.Condition) -> int:
    """A rough figure: tests of facts, then terms and blocks, then parts, then paragraphs, then whole lists."""
    match condition:
        case rules.ListedTest():
            whole = any(not target.code or len(target.code) == 2 for target in condition.targets)
            return _LIST if whole else _PARAGRAPH * len(condition.targets)
        case rules.PartTest():
            return _PARTS + (0 if condition.body is None else cost(condition.body))
        case rules.AllOf() | rules.AnyOf():
            return sum(map(cost, condition.items))
        case rules.Negated():
            return cost(condition.item)
        case Statement() | rules.Defined():
            # what a term or a paragraph says is not looked into: mostly it need not be made at all
            return _BLOCK
        case _:
            return _ATOM


def cheapest_first(found: Sequence[rules.Condition]) -> Sequence[rules.Condition]:
    """The parts of a conjunction or disjunction in the order in which they are asked."""
    return sorted(found, key=cost) if len(found) > 1 else found
