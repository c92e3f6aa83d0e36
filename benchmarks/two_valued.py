"""What it costs to know that something is not known: the same engine with two truths instead of three.

What is not stated fails here, as in other engines: a test that does not hold fails, and `not` of it holds. Everything
else is the engine's own: routes, readings of facts, generated code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

from exportrules.loading import Rules
from exportrules.program import fused
from exportrules.program import open as open_lists
from exportrules.program.expressions import ALWAYS, NEVER, Pair
from exportrules.program.generated import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exportrules.case import Case
    from exportrules.rules import conditions as rules
    from exportrules.rules.statements import Statement
    from exportrules.text import Source

OFTEN = 8
"""After so many answers of a kind the code for it is written."""


def load_two_valued(sources: Iterable[Source], cases: Iterable[Case]) -> Rules:
    """Rules whose code for these cases knows two truths; for other cases they know three."""
    rules = Rules(list(sources))
    with patch.object(fused, "Writer", _Writer), patch.object(open_lists, "Writer", _Writer):
        for case in cases:
            for _ in range(OFTEN):
                rules.decide(case)
    return rules


class _Writer(Writer):
    """Writes tests of which one side is what the other is not."""

    def write(self, condition: rules.Condition) -> Pair:
        pair = super().write(condition)
        if pair.holds in (NEVER, ALWAYS):
            return Pair(pair.holds, ALWAYS if pair.holds == NEVER else NEVER)
        return Pair(pair.holds, f"not ({pair.holds})")

    def _joined(self, statement: Statement, chapeau: Pair) -> str:  # noqa: ARG002
        return NEVER


__all__ = ["load_two_valued"]
