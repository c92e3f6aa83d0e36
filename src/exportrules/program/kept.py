"""Truths that follow from little of what a case states, worked out once and kept for all cases that say the same of it.

Of a statement it is known beforehand which names it reads (`dependence`). What a case states of those names, as
numbers, and the item's kinds as far as the statement asks about them, are the place under which its truth is kept.
Whether the item is listed somewhere is not read but asked: what was asked on the way stands as forks between the place
and the truth, and is asked again, in the same order, for every case. So a provision that asks for a list rests on the
answer, not on the hundreds of facts on which that answer rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from exportrules.case.values import Case, Finding, Judgement, PartList, Points, Subject, Value
from exportrules.logic import UNKNOWN, Truth
from exportrules.program.dependence import (
    DATES,
    WHOLE,
    Reads,
    find_reads,
    loose_names,
    place_of,
    stated_names,
    supposed_names,
)
from exportrules.program.frame import Frame, Query, Session
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program

MAX_KEPT: Final = 100_000
"""So much is kept before what was of no use in the meantime is forgotten."""
TRIED: Final = 256
SELDOM: Final = 16
PAUSE: Final = 4096
"""Where of so many questions not one in sixteen met with something that was kept, so many cases pass without."""
MAX_LISTS: Final = 4096
"""So many lists, as they are for items of some kinds, have a memory at once."""
MAX_NUMBERS: Final = 200_000
"""So many values have numbers at once."""
RouteKey = tuple[str, str, frozenset[str] | None, str | None]
"""Ruleset, section, kinds and customs chapter."""
Asked = Sequence[tuple[Query, Truth]]
Place = tuple[object, ...]


class Fork:
    """A question on the way to what is kept, and where each of its answers leads."""

    __slots__ = ("query", "ways")

    def __init__(self, query: Query) -> None:
        self.query = query
        self.ways: dict[Truth, Any] = {}


class Memory:
    """What is kept of one statement, or of one list."""

    __slots__ = (
        "_asked",
        "_dated",
        "_fixed",
        "_found",
        "_idle",
        "_kinds",
        "_met",
        "_names",
        "_never",
        "_older",
        "_signs",
    )

    def __init__(self, reads: Reads) -> None:
        names = self._names = reads.names
        self._kinds = reads.kinds
        self._dated = DATES in names
        self._never = WHOLE in names
        # whether nothing is read, but only asked
        self._fixed = not (names or reads.kinds)
        self._found: dict[Any, Any] = {}
        self._older: dict[Any, Any] = {}
        self._signs: dict[frozenset[str] | None, Place] = {}
        # how often something was looked for of late, and found; and for how many cases more nothing is
        self._asked = self._met = self._idle = 0

    def place(self, session: Session) -> Place | None:
        """What the case of a session says of what is read; None where nothing can be kept."""
        stated = session.stated
        if self._fixed and stated is not None:
            return ()
        if stated is None or self._never or not self._names.isdisjoint(session.loose):
            return None
        if self._idle:
            self._idle -= 1
            return None
        sign = self._sign(session) if self._kinds else ()
        names = self._names & stated
        if not (names or self._dated):
            return sign
        numbers = session.numbers
        found = [numbers[name] for name in names]
        if self._dated:
            found.append(numbers[DATES])
        found.sort()
        return (*sign, *found)

    def _sign(self, session: Session) -> Place:
        """The answers to all tests of kinds; negative, so that they are no numbers of values."""
        kinds = session.case.item.kinds
        found = self._signs.get(kinds)
        if found is None:
            test = session.program.test_kinds
            found = tuple(-1 - (UNKNOWN if kinds is None else test(kinds, asked)) for asked in self._kinds)
            self._signs[kinds] = found
        return found

    def recall(self, place: Place, frame: Frame) -> Any:
        """What is kept, after asking what has to be asked for it; None for nothing."""
        self._asked += 1
        if self._asked > TRIED:
            self._look_back()
        found = self._found.get(place)
        if found is None and self._older:
            found = self._older.get(place)
            if found is not None:
                self._found[place] = found
        while isinstance(found, Fork):
            found = found.ways.get(frame.session.program.ask(found.query, frame))
        self._met += found is not None
        return found

    def _look_back(self) -> None:
        """Where hardly anything is found, because no two cases state the same, stop looking for a while."""
        if self._met * SELDOM < self._asked:
            self._idle = PAUSE
            self.age()
        self._asked = self._met = 0

    def keep(self, place: Place, asked: Asked, value: Any) -> None:
        """Keep what was found out after some questions."""
        ways: dict[Any, Any] = self._found
        way: Any = place
        for query, answer in dict.fromkeys(asked):
            fork = ways.get(way)
            if not isinstance(fork, Fork) or fork.query != query:
                fork = ways[way] = Fork(query)
            ways, way = fork.ways, answer
        ways[way] = value

    def age(self) -> None:
        """Forget what nobody asked for since this was done last."""
        self._older, self._found = self._found, {}
        self._signs.clear()


class Kept:
    """All that is kept for one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._memories: list[Memory] = []
        self._lists: dict[RouteKey, Memory] = {}
        self._numbers: dict[tuple[str, object], int] = {}
        # a number is never given out again: another thread may still hold what is forgotten here
        self._next = count(1)
        self._near: dict[str, frozenset[str]] = {}
        self.size = 0
        # effects of measures as they stand on some days; filled by the decision
        self.weighed: dict[tuple[object, ...], Any] = {}
        # the lines below a statement under which duties stand; filled by the decision
        self.owing: dict[int, tuple[Statement, ...]] = {}
        # where the paragraphs of measures are looked for; filled by the decision
        self.places: dict[int, tuple[tuple[str, str], ...]] = {}
        self.touched: dict[int, frozenset[str]] = {}

    def memory(self, *conditions: rules.Condition) -> Memory:
        """The memory of what follows from some conditions."""
        memory = Memory(find_reads(conditions, self._program.book))
        self._memories.append(memory)
        return memory

    def of_list(self, key: RouteKey, entries: Iterable[Statement]) -> Memory:
        """The memory of some entries of a list together.

        What an entry refers to is mostly read with it, since not every entry is asked for every case (`blanks`).
        """
        found = self._lists.get(key)
        if found is None:
            if len(self._lists) >= MAX_LISTS:
                self._lists.clear()
            read = tuple(map(self._program.blanks.reads, entries))
            # where they are those for items of some kinds, the kinds are known
            kinds = () if key[2] is not None else dict.fromkeys(asked for item in read for asked in item.kinds)
            names = frozenset[str]().union(*(item.names for item in read))
            found = self._lists[key] = Memory(Reads(names, tuple(kinds)))
        return found

    def keep(self, memory: Memory, place: Place, asked: Asked, value: Any, weight: int = 0) -> None:
        """Keep what was found out after some questions."""
        memory.keep(place, asked, value)
        self.size += 1 + len(asked) + weight

    def bound(self) -> None:
        """Forget what was not of use lately, once much is kept."""
        if self.size > MAX_KEPT or len(self._numbers) > MAX_NUMBERS:
            for memory in (*self._memories, *self._lists.values()):
                memory.age()
            if len(self._numbers) > MAX_NUMBERS:
                self._numbers.clear()
            self.size = 0

    def number(self, name: str, told: object) -> int:
        """The number of what is told of a name."""
        key = (name, told)
        found = self._numbers.get(key)
        return self._numbers.setdefault(key, next(self._next)) if found is None else found

    def near_parts(self, name: str) -> frozenset[str]:
        """The names of parts that a part stated under a name bears on: wider and narrower ones."""
        found = self._near.get(name)
        if found is None:
            parts = self._program.vocabulary.parts
            below = (other for other, definition in parts.items() if name in definition.above)
            found = self._near[name] = parts[name].above | frozenset(below)
        return found


class Numbered(dict[str, int]):
    """The numbers of what a case states, by name; each is made when it is first asked for."""

    __slots__ = ("_case", "_era", "_kept")

    def __init__(self, case: Case, era: int, kept: Kept) -> None:
        self._case = case
        self._era = era
        self._kept = kept

    def __missing__(self, name: str) -> int:
        found = self[name] = self._kept.number(name, self._told(name))
        return found

    def _told(self, name: str) -> object:
        case, item = self._case, self._case.item
        ours, others = name in item.facts, name in case.transaction
        if ours or others:
            own = _told_of(item.facts, item.codes, name) if ours else None
            return own, _told_of(case.transaction, case.codes, name) if others else None
        if name == DATES:
            return self._era
        if name.startswith("judged "):
            return tuple(_of_judgement(record) for record in item.judgements if f"judged {record.term}" == name)
        if name.startswith("parts "):
            return _of_parts(item.parts)
        return tuple(_of_finding(found) for found in item.findings if place_of(found.ruleset, found.code) == name)


def use_kept(session: Session) -> None:
    """Let a session use what is kept, once its program has answered a few cases."""
    program, case = session.program, session.case
    program.answers += 1
    if not program.indexed or program.answers <= program.router.warm:
        return
    program.kept.bound()
    told, more = stated_names(case, program.kept.near_parts), supposed_names(session.supposed)
    session.stated, session.loose = told | more, loose_names(case) | more
    session.numbers = Numbered(case, session.era, program.kept)


def _told_of(facts: Mapping[str, Value], codes: Mapping[str, Any], name: str) -> object:
    """What the value of a fact says: its code where that is exact, else its content."""
    code = codes[name]
    # an odd code stands for all numbers between two limits
    return _content(facts[name]) if code is None or (type(code) is int and code % 2) else code


def _content(value: Value) -> object:
    if isinstance(value, Points):
        points = tuple((point.intervals, tuple(sorted(point.at.items()))) for point in value.points)
        return (value.complete, points)
    return value


def _of_judgement(record: Judgement) -> object:
    return (record.term, record.target, record.purpose, record.value)


def _of_finding(finding: Finding) -> object:
    return (finding.ruleset, finding.code, finding.met)


def _of_parts(parts: Mapping[str, PartList]) -> object:
    return tuple(
        (name, listed.complete, tuple(_of_subject(subject) for subject in listed.subjects))
        for name, listed in parts.items()
    )


def _of_subject(subject: Subject) -> object:
    facts = tuple((name, _told_of(subject.facts, subject.codes, name)) for name in sorted(subject.facts))
    recorded = tuple(map(_of_judgement, subject.judgements)), tuple(map(_of_finding, subject.findings))
    return (subject.part, subject.kinds, facts, recorded, _of_parts(subject.parts))
