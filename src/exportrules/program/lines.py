"""The lines of a block as closures: those that do not certainly fail for what the item is, made on first use.

A line that asks for another kind of item than the one at hand is false whatever else is stated. It is not made, nor is
what stands below it. Which kinds a line needs is known from outside where the rules were compiled beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from exportrules.program.frame import Frame, Runner
from exportrules.program.gates import find_needed_kinds
from exportrules.rules.statements import Statement
from exportrules.rules.tables import Row

if TYPE_CHECKING:
    from exportrules.program.program import Program

MAX_KINDS: Final = 256
"""So many kinds of items a block remembers its lines for."""


class Lines:
    """The lines of a block that is about the item, not about its parts."""

    __slots__ = ("_kept", "_members", "_needs", "_program", "_whole")

    def __init__(self, statement: Statement, program: Program) -> None:
        self._program = program
        members = self._members = statement.members
        self._needs: Sequence[frozenset[str] | None] = ()
        if program.router.indexed:
            self._needs = members.needs if isinstance(members, Row) else find_needed_kinds(statement)
        self._whole: list[Runner] | None = None
        self._kept: dict[frozenset[str], list[Runner]] = {}

    def __call__(self, frame: Frame) -> list[Runner]:
        """The lines that may hold for the item of a frame."""
        item, supposed = frame.item, frame.session.supposed
        # who found something about the item may have found that of a paragraph which its words do not tell
        if not self._needs or item.kinds is None or item.findings or (supposed is not None and supposed.pins):
            if self._whole is None:
                self._whole = [self._program.runner(member) for member in self._members]
            return self._whole
        found = self._kept.get(item.kinds)
        if found is None:
            near = self._program.router.near(item.kinds)
            places = [place for place, need in enumerate(self._needs) if need is None or not need.isdisjoint(near)]
            if len(self._kept) >= MAX_KINDS:
                self._kept.clear()
            found = self._kept[item.kinds] = [self._program.runner(self._members[place]) for place in places]
        return found


__all__ = ["Lines"]
