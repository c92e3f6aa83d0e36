"""Paragraphs told by patterns: where the same tests hold, fail and are open, the same is told but for what is stated.

The closures tell once of each pattern, as JSON text with holes where what is stated stands. Which pattern a case has is
found by generated code. That is made from the typed form only, as the code that decides is
(`exportrules.program.generated`): slot numbers, whole numbers and numbered constants, never a name or a text of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from sys import getsizeof
from typing import TYPE_CHECKING, Any, Final, cast

from exportrules import records
from exportrules.explanation.data import MAX_NODES
from exportrules.explanation.facts import Shown
from exportrules.explanation.nodes import Head
from exportrules.explanation.written import Texts, Written, write_head
from exportrules.logic import ALWAYS, UNKNOWN, Period, Truth
from exportrules.program.expressions import presence_of
from exportrules.program.frame import Frame
from exportrules.program.generated import Writer, build_code
from exportrules.program.slots import UNSTATED
from exportrules.program.splitting import may_settle
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement
from exportrules.vocabulary import ITEM

if TYPE_CHECKING:
    from exportrules.explanation.tree import Explainer
    from exportrules.program.program import Program

MAX_TESTS: Final = 24
"""A statement with more tests has too many patterns."""
MAX_HELD: Final = 16_000_000
"""So many bytes of text are held at once for one program."""
MAX_KINDS: Final = 256
"""So many kinds of items a test of kinds remembers."""
Pattern = tuple[Truth, ...]
Code = Callable[..., Pattern]
_HOLE: Final = re.compile("\0([0-9]*)\0")


@records.frozen(eq=False)
class Outline:
    """What is told of one pattern: the text in pieces, every other one a hole, and what finds the texts for the holes.

    The holes are for what is stated, all found at once; in the `signed` text each has one before it for who stated it.
    """

    truth: Truth
    status: str
    pieces: list[str]
    signed: list[str]
    find: Callable[[Mapping[Shown, str]], Sequence[str]]

    @property
    def size(self) -> int:
        """How many bytes its texts take."""
        return sum(map(getsizeof, self.pieces)) + sum(map(getsizeof, self.signed))


class Patterns:
    """Tells of one statement, by patterns once it is told often enough."""

    __slots__ = ("_code", "_height", "_names", "_outlines", "_statement", "_uses", "hopeless")

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._uses = 0
        self._code: Code | None = None
        self._names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._outlines: dict[Pattern, Outline] = {}
        self._height = 0
        self.hopeless = False

    def tell(self, t: Explainer[Any], frame: Frame, depth: int) -> Written | None:
        """The node of the statement, with `depth` nodes above it; None where the closures must tell."""
        code = self._code
        if code is None:
            self._uses += 1
            if self._uses == max(t.program.router.warm, 1) and t.program.router.generate:
                self._write(t.program)
            code = self._code
            if code is None:
                self.hopeless = self._uses >= t.program.router.warm
                return None
        # only where text is made are patterns told
        stated = cast("Texts", t.make).stated
        if depth + self._height > MAX_NODES or not (stated.is_exact or self._is_exact(frame)):
            return None
        if self._statement.code and not t.enter(self._statement, frame):
            return None
        pattern = code(*stated.read)
        outline = self._outlines.get(pattern) or self._learn(t, frame, pattern)
        if stated.is_signed:
            pieces = outline.signed.copy()
            # what is stated is looked up with who did
            pieces[3::4] = outline.find(stated)
            pieces[1::4] = outline.find(stated.sources)
        else:
            pieces = outline.pieces.copy()
            pieces[1::2] = outline.find(stated)
        return Written(outline.truth, outline.status, "".join(pieces))

    def _is_exact(self, frame: Frame) -> bool:
        """Whether each fact that is read is not stated or has one exact value."""
        sides = zip((frame.item.codes, frame.session.case.codes), self._names, strict=True)
        return all(codes[name] is not None for codes, names in sides for name in names if name in codes)

    def _learn(self, t: Explainer[Any], frame: Frame, pattern: Pattern) -> Outline:
        """Let the closures tell, with holes."""
        holes = _Holes(frame)
        node = type(t)(t.program, holes).explain(self._statement, frame)
        signed = _HOLE.split(node.text)
        around = [before + after for before, after in zip(signed[::4], signed[2::4], strict=False)]
        pieces = [text for piece in around for text in (piece, "")] + signed[-1:]
        find = _finder([holes.found[int(at)] for at in signed[1::4]])
        outline = Outline(node.truth, node.status, pieces, signed, find)
        held: _Held = t.program.written.setdefault("outlines", _Held())
        held.add(self._outlines, outline.size)
        self._outlines[pattern] = outline
        return outline

    def _write(self, program: Program) -> None:
        """Write the code, where what is told follows from tests of the item and of the transaction."""
        inputs = _Inputs(program)
        if not inputs.collect(self._statement, 0) or not 0 < len(inputs.found) <= MAX_TESTS:
            return
        writer = Writer(None, program)
        pattern = [_write_input(item, writer) for item in inputs.found]
        sides: tuple[list[str], list[str]] = ([], [])
        read: tuple[list[str], list[str]] = ([], [])
        for (owner, name), slot in writer.layout.slots.items():
            side = 0 if owner == ITEM else 1
            sides[side].append(name)
            absent = writer.constant(None if slot.holds_set else UNSTATED)
            read[side].append(f"{'gh'[side]}(c[{writer.constant(name)}], c[{absent}]),")
        lines = ["def run(g, h, d, k, f):", f" x = ({' '.join(read[0])})", f" t = ({' '.join(read[1])})"]
        lines.append(f" return ({' '.join(f'{expression},' for expression in pattern)})")
        self._names, self._height = (tuple(sides[0]), tuple(sides[1])), inputs.height
        self._code = build_code(lines, writer.constants)


class _Inputs:
    """What a statement follows from: tests, and periods in which lines are in force."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.found: list[rules.Condition | Period] = []
        self.height = 0

    def collect(self, condition: rules.Condition, depth: int) -> bool:
        """Find the inputs of a condition; whether it follows from them alone."""
        self.height = max(self.height, depth)
        match condition:
            case Statement():
                return self._collect_from(condition, depth)
            case rules.AllOf() | rules.AnyOf():
                return all(self.collect(item, depth + 1) for item in condition.items)
            case rules.Negated():
                return self.collect(condition.item, depth + 1)
            case rules.Defined():
                return self.collect(condition.meaning, depth + 1)
            case rules.ListedTest() | rules.PartTest():
                return False
            case _:
                self.found.append(condition)
                return True

    def _collect_from(self, statement: Statement, depth: int) -> bool:
        # a paragraph within is opened once for all that is told; where bands join the program says what holds
        if statement.part or (statement.code and depth) or may_settle(statement, self._program):
            return False
        notes = [item.note.period for item in statement.exclusions]
        self.found += [period for period in (statement.period, *notes) if period is not ALWAYS]
        head = () if statement.head is None else (statement.head,)
        lines = (*head, *statement.wheres, *statement.members, *statement.also)
        # a note is a node, and its condition another
        return all(self.collect(item, depth + 1) for item in lines) and all(
            self.collect(item.condition, depth + 2) for item in statement.exclusions
        )


def _write_input(item: rules.Condition | Period, writer: Writer) -> str:
    """The expression of the truth of an input."""
    if isinstance(item, Period):
        pair = presence_of(item)
    elif isinstance(item, rules.KindTest) and item.subject == "item":
        return f"c[{writer.constant(_Kinds(item, writer.program))}][k]"
    else:
        written = writer.write_out(item)
        if written is None:
            return f"c[{writer.constant(writer.program.runner(item))}](f)"
        pair = written
    return f"2 if {pair.holds} else 0 if {pair.fails} else 1"


class _Kinds(dict[frozenset[str] | None, Truth]):
    """The truth of a test of kinds, by the kinds of the item."""

    def __init__(self, test: rules.KindTest, program: Program) -> None:
        super().__init__()
        self._test = test
        self._program = program

    def __missing__(self, kinds: frozenset[str] | None) -> Truth:
        if len(self) >= MAX_KINDS:
            self.clear()
        found = UNKNOWN if kinds is None else self._program.test_kinds(kinds, self._test.kinds)
        self[kinds] = found
        return found


def _finder(holes: Sequence[Shown]) -> Callable[[Mapping[Shown, str]], Sequence[str]]:
    """What finds the texts for some holes; for all of them in one call, and for none or one in the same form."""
    if len(holes) > 1:
        return itemgetter(*holes)
    return lambda stated: [stated[shown] for shown in holes]


class _Holes(Texts):
    """Makes nodes as JSON text with holes where what is stated stands."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.found: list[Shown] = []

    def test(self, head: Head, truth: Truth, status: str, shown: Shown, frame: Frame) -> Written:  # noqa: ARG002
        """A test, with a hole for who stated what it asks for, and one for what."""
        before, after = head.written.get((truth, status)) or write_head(head, truth, status)
        self.found.append(shown)
        return Written(truth, status, f"{{{before}\0{len(self.found) - 1}\0{after}\0\0}}")


class _Held:
    """All outlines of one program, which are forgotten once their text is long."""

    def __init__(self) -> None:
        self._size = 0
        self._tables: dict[int, dict[Pattern, Outline]] = {}

    @property
    def tables(self) -> list[dict[Pattern, Outline]]:
        """What is held, of one statement each."""
        return list(self._tables.values())

    def add(self, table: dict[Pattern, Outline], size: int) -> None:
        """Count an outline that is put into a table."""
        self._size += size
        if self._size > MAX_HELD:
            for held in self.tables:
                held.clear()
            self._tables, self._size = {}, size
        self._tables[id(table)] = table


__all__ = ["Patterns"]
