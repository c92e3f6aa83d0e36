"""Entries of a list of which nothing is stated: what they come to is worked out once for all such cases, and kept.

Of the thousands of paragraphs that an item could be listed in, hardly one speaks of what an order states. Where a
case says nothing on which a paragraph depends, the paragraph comes to the same for every such item of the same kinds,
by the law of the same days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from exportrules.logic import FALSE, Truth
from exportrules.program.dependence import Names, Reads, find_dependence, find_reads
from exportrules.program.frame import Frame
from exportrules.program.splitting import may_settle
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.case.values import Subject
    from exportrules.program.program import Program

Screened = list[tuple[Statement, Truth]]


class Blanks:
    """What paragraphs depend on, each looked at once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._found: dict[int, Reads | None] = {}
        self._reads: dict[int, Reads] = {}
        self._bands: dict[tuple[int, bool], bool] = {}

    def dependence(self, statement: Statement) -> Reads | None:
        """What a paragraph depends on; None where it asks about a whole list, of which that cannot be told."""
        number = id(statement)
        if number not in self._found:
            self._found[number] = find_dependence(statement, self._program.book)
        return self._found[number]

    def is_beside(self, statement: Statement, frame: Frame) -> bool:
        """Whether a paragraph has nothing to do with the facts that are supposed on a branch of bands."""
        if frame.overrides is None or frame.it is not None:
            return False
        names = supposed_of(frame)
        depends = self.dependence(statement) if names else None
        return not names or (depends is not None and depends.names.isdisjoint(names))

    def holds_bands(self, statement: Statement, frame: Frame) -> bool:
        """Whether bands may join in a paragraph, or in what it refers to; within a branch of bands none do."""
        depends = self.dependence(statement)
        if depends is None:
            return True
        if not depends.blocks:
            return False
        exact = frame.session.supposed is None and not frame.session.case.inexact and _is_exact(frame.item)
        key = (id(statement), exact)
        found = self._bands.get(key)
        if found is None:
            settles = (may_settle(block, self._program, exact=exact) for block in depends.blocks)
            found = self._bands[key] = any(settles)
        return found

    def reads(self, entry: Statement) -> Reads:
        """What is read for an entry of a list, of which not all is asked for each case."""
        found = self.dependence(entry) or self._reads.get(id(entry))
        if found is None:
            found = self._reads[id(entry)] = find_reads((entry,), self._program.book)
        return found


def supposed_of(frame: Frame) -> list[str]:
    """The facts that are supposed on a branch of bands of the transaction, of the frame's item and of its parts."""
    return [name for owner, name in frame.overrides or () if owner == 0 or _lies_in(owner, frame.item)]


def _lies_in(number: int, subject: Subject) -> bool:
    """Whether a thing, by its identity, is a subject or a part of it."""
    return number == id(subject) or any(_lies_in(number, part) for part in _parts(subject))


def _is_exact(subject: Subject) -> bool:
    """Whether each fact of a thing and of its parts is stated by one exact value."""
    return not subject.inexact and all(map(_is_exact, _parts(subject)))


def _parts(subject: Subject) -> Iterator[Subject]:
    return (part for listed in subject.parts.values() for part in listed.subjects)


class BlankList:
    """Entries of a list, of which only those are asked that depend on something that a case states."""

    MAX_SHELVES: Final = 128

    def __init__(self, roots: Sequence[Statement], program: Program) -> None:
        self._roots = roots
        self._program = program
        self._places: dict[str, list[int]] = {}
        self._always: set[int] = set()
        self._shelves: dict[tuple[object, object], _Shelf] = {}
        self._by_kind = self._by_day = False
        for place, root in enumerate(roots):
            depends = program.blanks.dependence(root)
            if depends is None:
                self._always.add(place)
                continue
            self._by_kind |= depends.by_kind
            self._by_day |= depends.by_day
            for name in depends.names:
                self._places.setdefault(name, []).append(place)

    def screen(self, frame: Frame, stated: Names) -> Screened:
        """The entries that do not certainly fail, with their truth, in the list's order."""
        key = (frame.item.kinds if self._by_kind else 0, frame.session.era if self._by_day else 0)
        shelf = self._shelves.get(key)
        if shelf is None:
            if len(self._shelves) >= self.MAX_SHELVES:
                self._shelves.clear()
            shelf = self._shelves.setdefault(key, _Shelf(range(len(self._roots))))
        places = self._places
        touched = self._always.union(*(places[name] for name in stated if name in places))
        left = self._complete(shelf, frame, touched)
        return self._put_together(shelf, frame, touched | left)

    def _complete(self, shelf: _Shelf, frame: Frame, touched: set[int]) -> set[int]:
        """Work out what nobody has asked about yet; what leaves a note is to be asked about every time."""
        session, left = frame.session, set[int]()
        for place in sorted(shelf.pending - touched):
            noted = session.noted
            value = self._ask(place, frame)
            if session.noted != noted:
                left.add(place)
                continue
            if value != FALSE:
                shelf.open[place] = value
            # only now: another thread may look for it
            shelf.pending.discard(place)
            shelf.whole = None
        return left

    def _put_together(self, shelf: _Shelf, frame: Frame, asked: set[int]) -> Screened:
        roots = self._roots
        if not asked:
            if shelf.whole is None:
                shelf.whole = [(roots[place], value) for place, value in sorted(shelf.open.items())]
            return shelf.whole
        found = {place: value for place, value in shelf.open.copy().items() if place not in asked}
        found.update((place, self._ask(place, frame)) for place in asked)
        return [(roots[place], found[place]) for place in sorted(found) if found[place] != FALSE]

    def _ask(self, place: int, frame: Frame) -> Truth:
        return self._program.runner(self._roots[place])(frame)


class _Shelf:
    """What the entries come to for items of some kinds on some days, so far as somebody asked."""

    __slots__ = ("open", "pending", "whole")

    def __init__(self, places: Iterable[int]) -> None:
        self.open: dict[int, Truth] = {}
        self.pending: set[int] = set(places)
        self.whole: Screened | None = None


__all__ = ["BlankList", "Blanks", "supposed_of"]
