"""The entries of a list that do not certainly fail for an item, by code: those that speak of its kinds, and the others.

The code of entries that speak of no kind is shared by the routes of all kinds, and is not written again for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exportrules.logic import TRUE, UNKNOWN, Truth
from exportrules.program.frame import Frame
from exportrules.program.generated import Code, Writer, build_code, screening
from exportrules.program.open import Found, OpenRoute
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program

Screened = list[tuple[Statement, Truth]]


class Route:
    """Generated code for some entries of a list, beside the shared code of its open entries."""

    def __init__(
        self, entries: Mapping[int, Statement], kinds: frozenset[str] | None, shared: OpenRoute, program: Program
    ) -> None:
        own = {place: root for place, root in entries.items() if place not in shared.entries}
        writer = Writer(kinds, program, beside=shared.layout)
        for root in own.values():
            writer.collect(root)
        writer.layout.close()
        self._entries = {**shared.entries, **own}
        self._layout = writer.layout
        self._shared = shared if shared.entries else None
        self._run: Code | None = None
        if own:
            pairs = [(place, writer.write(root)) for place, root in own.items()]
            self._run = build_code(screening("run(x, t, d, f)", pairs), writer.constants)
        self.asks_closures = writer.asks_closures or (bool(shared.entries) and shared.asks_closures)
        self.weight = len(own) + 1

    def run(self, frame: Frame) -> Screened:
        """The entries that do not certainly fail, with their truth or -1 for "ask", in the list's order."""
        session = frame.session
        item, transaction, exact = self._layout.read(session.case, frame.item, session.supposed)
        day = session.as_of.toordinal()
        found: Found = [] if self._run is None else self._run(item, transaction, day, frame)
        if self._shared is not None:
            found = sorted(found + self._shared.screen(item, transaction, day, frame))
        # an inexact value was read as unstated: what it leaves open, the closures may settle
        left: Truth = UNKNOWN if exact else -1
        return [(self._entries[place], TRUE if holds else left) for place, holds in found]


__all__ = ["Route", "Screened"]
