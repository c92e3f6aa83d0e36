"""Paragraphs told by generated code, as JSON text: what the closures tell, in one step for a whole paragraph.

Code is made from the typed form only, as that which decides is (`exportrules.program.generated`): slot numbers, whole
numbers and numbered constants, never a name or a text of a rule. First come the truths of all lines, in the order in
which they are told; then the text of those that bear on the truth. What it cannot express the closures tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from exportrules import records
from exportrules.explanation.data import MAX_NODES
from exportrules.explanation.facts import fact_named, fact_of, unit_shown
from exportrules.explanation.nodes import STATUS, WORDS, Head, statement_head
from exportrules.explanation.written import NOT_KNOWN, Shown, Written, write_head
from exportrules.logic import ALWAYS, Truth
from exportrules.program.frame import Frame
from exportrules.program.generated import Writer, build_code
from exportrules.program.slots import UNSTATED, Layout
from exportrules.program.splitting import find_splits, may_join
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.explanation.tree import Explainer
    from exportrules.program.program import Program

TRUTHS: Final = (0, 1, 2)
Code = Callable[..., tuple[Truth, str]]


class Coded:
    """Tells of one statement, by code once it is told often enough."""

    __slots__ = ("_code", "_height", "_layout", "_statement", "_uses")

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._uses = 0
        self._code: Code | None = None
        self._layout: Layout | None = None
        self._height = 0

    def tell(self, t: Explainer[Any], frame: Frame, depth: int) -> Written | None:
        """The node of the statement; None where the closures must tell."""
        code, layout = self._code, self._layout
        if code is None or layout is None:
            self._uses += 1
            if self._uses == max(t.program.router.warm, 1) and t.program.router.generate:
                self._write(t)
            return None
        if depth + self._height >= MAX_NODES:
            return None
        session = frame.session
        item, transaction, exact = layout.read(session.case, frame.item)
        if not exact:
            return None
        truth, text = code(item, transaction, session.as_of.toordinal(), frame, t, depth)
        return Written(truth, STATUS[truth], text)

    def _write(self, t: Explainer[Any]) -> None:
        if not can_write(self._statement, t.program):
            return
        scribe = _Scribe(t)
        scribe.writer.collect(self._statement)
        scribe.writer.layout.close()
        root = scribe.statement(self._statement, 1)
        if not scribe.shows:
            # it only hands over to what the closures tell
            return
        scribe.tell(root, 1)
        lines = [
            "def run(x, t, d, f, e, n):",
            " g = e.make.shown",
            " m = e.make.show",
            *scribe.lines,
            f" return k{root}, e{root}",
        ]
        self._code, self._layout, self._height = (
            build_code(lines, scribe.writer.constants),
            scribe.writer.layout,
            scribe.height,
        )


def is_plain(t: Explainer[Any], frame: Frame) -> bool:
    """Whether code may tell in a frame: about the item of the case, as it is stated."""
    return frame.item is t.plain and frame.it is None and frame.overrides is None


def can_write(statement: Statement, program: Program) -> bool:
    """Whether a statement is its chapeau and its block and no more, each line of which is in force on every day."""
    more = statement.also or statement.exclusions or statement.not_modelled is not None or statement.part
    dated = any(item.period is not ALWAYS for item in (statement, *statement.members))
    chapeau = statement.head is not None or statement.wheres
    if statement.reserved or more or dated or statement.connective not in ("", "all", "any"):
        return False
    return bool(chapeau or (statement.connective and statement.members)) and not _bands_join(statement, program)


def _bands_join(statement: Statement, program: Program) -> bool:
    """Whether lines that are open may settle a block together; then the program says what holds."""
    splits = find_splits(statement, program.forms)
    derived = any(split.ref.name in program.formulas for split in splits)
    return bool(splits) and (derived or may_join(statement, splits, program.words))


@records.frozen(eq=False)
class _Node:
    """What is known of a node when its text is written: its head, and those below it with when they are told."""

    head: Head
    words: Sequence[str]
    number: int
    shown: int = -1
    """The constant of a test: what is shown of its fact."""
    unstated: str = ""
    """The expression that its fact is not stated."""
    told: bool = False
    """Whether the closures have told it."""
    below: tuple[tuple[int, str], ...] = ()
    """The numbers of the nodes below, each with the condition on which it is told."""
    entered: bool = False
    """Whether it is a paragraph, which is opened only once."""
    alone: bool = False
    """Whether its truth follows from that of the only node below it."""


class _Scribe:
    """Writes the code of one statement, line by line."""

    def __init__(self, t: Explainer[Any]) -> None:
        self.t = t
        self.program = t.program
        self.writer = Writer(None, t.program)
        self.lines: list[str] = []
        self.height = 0
        self.shows = False
        self._unstated = self.writer.constant(NOT_KNOWN)
        self._absent = self.writer.constant(UNSTATED)
        self._nodes: list[_Node | None] = []

    def _add(self, indent: int, line: str) -> None:
        self.lines.append(" " * indent + line)

    def _number(self, depth: int) -> int:
        self.height = max(self.height, depth)
        self._nodes.append(None)
        return len(self._nodes) - 1

    # ---- truths ----------------------------------------------------------------------------------

    def condition(self, condition: rules.Condition, indent: int, depth: int = 0) -> int:
        """Write what works out the truth of a condition; the number of its node."""
        match condition:
            case Statement() if can_write(condition, self.program):
                return self.statement(condition, indent, depth)
            case rules.AllOf() | rules.AnyOf() if condition.items:
                return self._joined(condition, indent, depth)
            case rules.Negated():
                return self._single(Head("not", condition.text), condition.item, indent, depth)
            case rules.Defined():
                return self._single(Head("term", condition.text), condition.meaning, indent, depth)
            case _:
                return self._test(condition, indent, depth)

    def statement(self, statement: Statement, indent: int, depth: int = 0) -> int:
        """The same of a statement."""
        number = self._number(depth)
        inner = indent
        if statement.code:
            place, runner = self.writer.constant(statement), self.writer.constant(self.program.runner(statement))
            self._add(indent, f"k{number} = c[{runner}](f)")
            self._add(indent, f"n{number} = e.enter(c[{place}], f)")
            self._add(indent, f"if n{number}:")
            inner = indent + 1
        conditions = [*([] if statement.head is None else [statement.head]), *statement.wheres]
        main = [self.condition(item, inner, depth + 1) for item in conditions]
        truth = _least(main)
        below = [(item, f"k{number} or not k{item}") for item in main]
        if statement.connective:
            chapeau = f"a{number}"
            self._add(inner, f"{chapeau} = {truth}")
            self._add(inner, f"b{number} = 0")
            self._add(inner, f"if {chapeau}:")
            block = [self.condition(item, inner + 1, depth + 1) for item in statement.members]
            if statement.connective == "all":
                self._add(inner + 1, f"b{number} = {_least(block)}")
                below += [(item, f"{chapeau} and (k{number} or not k{item})") for item in block]
            else:
                self._add(inner + 1, f"b{number} = {_most(block)}")
                below += [(item, f"{chapeau} and k{item} == b{number}") for item in block]
            truth = f"{chapeau} if {chapeau} < b{number} else b{number}"
        if not statement.code:
            self._add(inner, f"k{number} = {truth}")
        head = statement_head(statement, self.program)
        coded = bool(statement.code)
        alone = len(below) == 1 and not statement.connective and not coded
        self._nodes[number] = _Node(head, STATUS, number, below=tuple(below), entered=coded, alone=alone)
        return number

    def _joined(self, condition: rules.AllOf | rules.AnyOf, indent: int, depth: int) -> int:
        number = self._number(depth)
        items = [self.condition(item, indent, depth + 1) for item in condition.items]
        if isinstance(condition, rules.AllOf):
            self._add(indent, f"k{number} = {_least(items)}")
            below = [(item, f"k{number} or not k{item}") for item in items]
        else:
            self._add(indent, f"k{number} = {_most(items)}")
            below = [(item, f"k{item} == k{number}") for item in items]
        self._nodes[number] = _Node(Head("line", condition.text), WORDS, number, below=tuple(below))
        return number

    def _single(self, head: Head, below: rules.Condition, indent: int, depth: int) -> int:
        number = self._number(depth)
        inner = self.condition(below, indent, depth + 1)
        self._add(indent, f"k{number} = {'2 - ' if head.form == 'not' else ''}k{inner}")
        self._nodes[number] = _Node(head, WORDS, number, below=((inner, ""),), alone=True)
        return number

    def _test(self, test: rules.Condition, indent: int, depth: int) -> int:
        number = self._number(depth)
        head = Head("test", getattr(test, "text", ""), fact=fact_named(test))
        shown = self._shown(test)
        pair = self.writer.write_out(test) if shown is not None else None
        if shown is None:
            # the closures tell of it
            teller = self.writer.constant(self.t.teller(test))
            self._add(indent, f"w = c[{teller}](e, f, n + {depth})")
            self._add(indent, f"k{number} = w.truth")
            self._add(indent, f"e{number} = w.text")
        elif pair is None:
            self._add(indent, f"k{number} = c[{self.writer.constant(self.program.runner(test))}](f)")
        else:
            self._add(indent, f"k{number} = 2 if {pair.holds} else 0 if {pair.fails} else 1")
        place = -1 if shown is None else self.writer.constant(shown)
        self.shows = self.shows or shown is not None
        slot = None if pair is None else self.writer.slot(test)
        absent = "" if slot is None else f"{slot.name} is {'None' if slot.holds_set else f'c[{self._absent}]'}"
        self._nodes[number] = _Node(head, WORDS, number, shown=place, unstated=absent, told=shown is None)
        return number

    def _shown(self, test: rules.Condition) -> Shown | None:
        """What is shown of what a test asks for; None where the closures must tell."""
        if isinstance(test, Statement | rules.PartTest | rules.ListedTest | rules.AllOf | rules.AnyOf):
            return None
        ref = fact_of(test)
        unit = unit_shown(test)
        if ref is None and not (isinstance(test, rules.KindTest) and test.subject == "item"):
            return None
        # the same for all tests, so that it is worked out once for a case
        key = ("shown", "" if ref is None else f"{ref.owner} {ref.name}", "" if unit is None else unit.name)
        shown: Shown = self.program.written.setdefault(key, Shown(ref, unit))
        return shown

    # ---- texts -----------------------------------------------------------------------------------

    def tell(self, number: int, indent: int, within: _Within | None = None) -> None:
        """Write what makes the text of a node, and of those above it of which it is the only one."""
        node = self._nodes[number]
        assert node is not None  # noqa: S101 - its truth was written
        within = within or _Within(number, "", ("",) * len(TRUTHS))
        heads = [write_head(node.head, truth, node.words[truth]) for truth in TRUTHS]
        if node.told:
            if within.target != number:
                opening, ends = self.writer.constant(within.opening), self.writer.constant(within.closing)
                self._add(indent, f"e{within.target} = c[{opening}] + e{number} + c[{ends}][k{number}]")
            return
        if node.shown >= 0:
            first = self.writer.constant(f"{within.opening}{{{heads[0][0]}")
            middle = self.writer.constant(tuple(after for _, after in heads))
            last = self.writer.constant(tuple("}" + closing for closing in within.closing))
            absent = f"c[{self._unstated}] if {node.unstated} else " if node.unstated else ""
            self._add(indent, f"h = {absent}g.get(c[{node.shown}]) or m(c[{node.shown}], f)")
            pieces = f"{{c[{first}]}}{{h[0]}}{{c[{middle}][k{number}]}}{{h[1]}}{{c[{last}][k{number}]}}"
            self._add(indent, f'e{within.target} = f"{pieces}"')
            return
        tails = ["]," + first + after + "}" for first, after in heads]
        if node.alone:
            # its truth follows from the one below
            truths = TRUTHS[::-1] if node.head.form == "not" else TRUTHS
            closings = tuple(tails[truth] + within.closing[truth] for truth in truths)
            outer = _Within(within.target, within.opening + '{"children":[', closings)
            self.tell(node.below[0][0], indent, outer)
            return
        self._tell_several(node, indent, within, heads)

    def _tell_several(self, node: _Node, indent: int, within: _Within, heads: Sequence[tuple[str, str]]) -> None:
        target, truth = f"e{within.target}", f"k{node.number}"
        if node.entered:
            texts = zip(heads, within.closing, strict=True)
            bare = tuple(f"{within.opening}{{{first}{after}}}{closing}" for (first, after), closing in texts)
            self._add(indent, f"if not n{node.number}: {target} = c[{self.writer.constant(bare)}][{truth}]")
            self._add(indent, "else:")
            indent += 1
        self._add(indent, f"p{node.number} = []")
        for child, condition in node.below:
            self._add(indent, f"if {condition}:")
            self.tell(child, indent + 1)
            self._add(indent + 1, f"p{node.number}.append(e{child})")
        opening = self.writer.constant(within.opening + '{"children":[')
        texts = zip(heads, within.closing, strict=True)
        ends = self.writer.constant(tuple(f"],{first}{after}}}{closing}" for (first, after), closing in texts))
        self._add(indent, f"{target} = f\"{{c[{opening}]}}{{','.join(p{node.number})}}{{c[{ends}][{truth}]}}\"")


@records.frozen(eq=False)
class _Within:
    """What a text stands in: those above of which it is the only one below."""

    target: int
    """The node whose text it becomes."""
    opening: str
    closing: tuple[str, ...]
    """What follows, by the truth of the node."""


def _least(numbers: Sequence[int]) -> str:
    """The least of some truths: with 0, 1 and 2 by their bits."""
    names = [f"k{number}" for number in numbers]
    if len(names) < 2:
        return names[0] if names else "2"
    return f"(({' & '.join(names)}) or 1) if {' and '.join(names)} else 0"


def _most(numbers: Sequence[int]) -> str:
    """The greatest of some truths."""
    names = [f"k{number}" for number in numbers]
    if len(names) < 2:
        return names[0] if names else "0"
    either = " | ".join(names)
    return f"2 if ({either}) & 2 else {either}"


__all__ = ["Coded", "can_write", "is_plain"]
