"""How a statement is told: its chapeau, its block, its alternatives and the notes that take the item out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from exportrules import records
from exportrules.case.values import Subject
from exportrules.explanation.facts import plain
from exportrules.explanation.nodes import STATUS, WORDS, Head, Node, statement_head
from exportrules.explanation.patterns import Patterns
from exportrules.logic import ALWAYS, FALSE, TRUE, UNKNOWN, Truth, negate
from exportrules.logic.truth import at_least
from exportrules.program.frame import Frame, Runner
from exportrules.program.parts import Gathering, gather_parts
from exportrules.program.statement import compile_exclusions, compile_for_part
from exportrules.rules.statements import Exclusion, Statement

if TYPE_CHECKING:
    from exportrules.explanation.tree import Explainer

MAX_DEPTH: Final = 40
MAX_PARTS_SHOWN: Final = 20
OPEN_BELOW: Final = "met, sub-paragraph open"
_NOTES: Final = ("does not take it out", "may take it out", "takes it out")
Tell = Callable[["Explainer[Any]", Frame, int], Any]
"""Tells of a condition in a frame, as a node with so many above it."""


class StatementTeller:
    """Tells of one statement. What stands below its chapeau is compiled when it is first told."""

    __slots__ = ("_below", "_chapeau", "_head", "_is_line", "_is_test", "_patterns", "_runner", "_statement")

    def __init__(self, statement: Statement, explainer: Explainer[Any]) -> None:
        program = explainer.program
        self._statement = statement
        self._head = statement_head(statement, program)
        self._patterns: Patterns | None = Patterns(statement)
        conditions = [*([] if statement.head is None else [statement.head]), *statement.wheres]
        self._chapeau = [explainer.teller(item) for item in conditions]
        self._runner = program.runner(statement)
        self._below: _Below | None = None
        # whether it says what its chapeau and its block say and no more
        more = statement.also or statement.exclusions or statement.not_modelled is not None or statement.part
        dated = any(item.period is not ALWAYS for item in (statement, *statement.members))
        self._is_line = not (statement.code or statement.reserved or more or dated)
        # most lines are one test
        self._is_test = len(self._chapeau) == 1 and not statement.connective

    def __call__(self, t: Explainer[Node], frame: Frame, depth: int) -> Node:
        """The node of the statement."""
        statement = self._statement
        if frame is t.plain and self._patterns is not None:
            told: Any = self._patterns.tell(t, frame, depth)
            if told is not None:
                found: Node = told
                return found
            if self._patterns.hopeless:
                self._patterns = None
        if self._is_line and depth < MAX_DEPTH:
            if self._is_test:
                only: Node = self._chapeau[0](t, frame, depth + 1)
                return t.make.join(self._head, only.truth, STATUS[only.truth], (only,), depth)
            truth, children, status = self._line(t, frame, depth + 1)
            return t.make.join(self._head, truth, status, children, depth)
        truth = self._runner(frame)
        children = ()
        status = STATUS[truth]
        presence = statement.period.presence(frame.session.as_of)
        if statement.reserved:
            status = "reserved"
        elif presence == FALSE:
            status = "not in force"
        elif depth < MAX_DEPTH and t.enter(statement, frame):
            children, status = self._inside(t, frame, truth, depth + 1)
        if truth == UNKNOWN and presence == UNKNOWN:
            status = "undetermined: it is not certain that it is in force on the day"
        return t.make.join(self._head, truth, status, children, depth)

    def _line(self, t: Explainer[Node], frame: Frame, depth: int) -> tuple[Truth, Sequence[Node], str]:
        """The same of a line that is its chapeau and its block and no more: its truth follows from what is told."""
        main: list[Node] = [item(t, frame, depth) for item in self._chapeau]
        truth = min([item.truth for item in main], default=TRUE)
        block: Sequence[Node] = ()
        if self._statement.connective and (truth != FALSE or t.whole):
            items: list[Node] = [member(t, frame, depth) for member in self._compiled(t).members]
            block = _joined(self._statement, items, whole=t.whole)
            truth = min(truth, _join(self._statement, [item.truth for item in items]))
            if truth == UNKNOWN:
                # bands that join may settle it
                truth = self._runner(frame)
        if truth == FALSE:
            return truth, keep_all(FALSE, main, whole=t.whole) or block, STATUS[FALSE]
        open_below = truth == TRUE and self._statement.connective == "any" and all(i.truth != TRUE for i in block)
        return truth, [*main, *block], OPEN_BELOW if open_below else STATUS[truth]

    def tell_chapeau(self, t: Explainer[Node], frame: Frame, depth: int) -> list[Node]:
        """The nodes of the head and of every `where` line."""
        return [item(t, frame, depth) for item in self._chapeau]

    def tell_notes(self, t: Explainer[Node], frame: Frame, depth: int) -> list[Node]:
        """The nodes of the notes."""
        return [_tell_note(note, t, frame, depth) for note in self._compiled(t).notes]

    def _compiled(self, t: Explainer[Any]) -> _Below:
        if self._below is None:
            self._below = _compile_below(self._statement, t)
        return self._below

    def _inside(self, t: Explainer[Node], frame: Frame, truth: Truth, depth: int) -> tuple[Sequence[Node], str]:
        """What stands in the statement, as far as it bears on its truth, and the words for its status."""
        statement, below, status = self._statement, self._compiled(t), STATUS[truth]
        main = self.tell_chapeau(t, frame, depth)
        chapeau = min([item.truth for item in main], default=TRUE)
        if statement.not_modelled is not None:
            main.append(tell_gap(t, statement.not_modelled, depth))
        block = self._block(t, frame, depth) if chapeau != FALSE or t.whole else ()
        also = [item(t, frame, depth) for item in below.also]
        notes = self.tell_notes(t, frame, depth)
        if truth == FALSE:
            words = all(item.truth != FALSE for item in main) and not _fails(block)
            if below.excluded(frame) == FALSE and (words or any(item.truth == TRUE for item in also)):
                out = [place for place, note in enumerate(notes) if note.truth == TRUE]
                name = f"excluded by {below.notes[out[0]].exclusion.note.name}" if out else status
                return [notes[place] for place in out], name
            kept = keep_all(FALSE, main, whole=t.whole) or block
            return [*kept, *(also if t.whole else ())], status
        alone = any(item.truth != TRUE for item in main) or _fails(block)
        if truth == TRUE and alone and any(item.truth == TRUE for item in also):
            return [item for item in also if item.truth == TRUE], status
        if truth == TRUE and statement.connective == "any" and block and all(item.truth != TRUE for item in block):
            status = OPEN_BELOW
        holds = not any(item.truth == FALSE for item in main)
        return [
            *((*main, *block) if holds else ()),
            *(item for item in also if truth == UNKNOWN == item.truth),
            *(note for note in notes if note.truth == UNKNOWN),
        ], status

    def _block(self, t: Explainer[Node], frame: Frame, depth: int) -> Sequence[Node]:
        statement, below = self._statement, self._compiled(t)
        if not below.members:
            return ()
        if below.for_part is None:
            items: list[Node] = [member(t, frame, depth) for member in below.members]
            return _joined(statement, items, whole=t.whole)
        parts, state = gather_parts(frame, statement.part, statement.part_of)
        found: list[Node] = []
        for subject, _ in parts[:MAX_PARTS_SHOWN]:
            inner = frame.inside(subject)
            items = [member(t, inner, depth + 1) for member in below.members]
            truth = below.for_part(inner)
            kept = _joined(statement, items, whole=t.whole)
            found.append(t.make.join(part_head(subject), truth, WORDS[truth], kept, depth))
        if state is not Gathering.COMPLETE:
            found.append(open_list(t, statement.part, state, depth))
        return found


@records.frozen(eq=False)
class _Note:
    """A note that takes items out, compiled."""

    exclusion: Exclusion
    head: Head
    tell: Tell


@records.frozen(eq=False)
class _Below:
    """What stands below the chapeau of a statement, compiled."""

    excluded: Runner
    for_part: Runner | None
    """The lines of a block about parts, for one part."""
    members: tuple[Tell, ...]
    also: tuple[Tell, ...]
    notes: tuple[_Note, ...]


def _compile_below(statement: Statement, explainer: Explainer[Any]) -> _Below:
    return _Below(
        compile_exclusions(statement, explainer.program),
        compile_for_part(statement, explainer.program) if statement.part and statement.connective else None,
        tuple(explainer.teller(item) for item in statement.members if statement.connective),
        tuple(explainer.teller(item) for item in statement.also),
        tuple(
            _Note(item, Head("note", item.note.name, readings=item.note.readings), explainer.teller(item.condition))
            for item in statement.exclusions
        ),
    )


def _tell_note(compiled: _Note, t: Explainer[Node], frame: Frame, depth: int) -> Node:
    inner: Node = compiled.tell(t, frame, depth + 1)
    note = compiled.exclusion.note
    truth = inner.truth
    if note.not_modelled is not None:
        truth = max(truth, UNKNOWN) if note.effect == "narrows" else min(truth, UNKNOWN)
    if note.period is not ALWAYS:
        truth = min(truth, note.period.presence(frame.session.as_of))
    return t.make.join(compiled.head, truth, _NOTES[truth], (inner,), depth)


def _joined(statement: Statement, items: Sequence[Node], *, whole: bool) -> Sequence[Node]:
    """The lines of a block that bear on its truth."""
    if statement.connective == "all":
        return keep_all(min(item.truth for item in items), items, whole=whole)
    if statement.connective == "any":
        return keep_any(max(item.truth for item in items), items, whole=whole)
    return items


def _join(statement: Statement, truths: list[Truth]) -> Truth:
    """The truth of a block whose lines are all in force."""
    match statement.connective:
        case "all":
            return min(truths)
        case "any":
            return max(truths)
        case "none":
            return negate(max(truths))
        case _:
            return at_least(statement.count, truths)


def keep_all(truth: Truth, items: Sequence[Node], *, whole: bool) -> Sequence[Node]:
    """What bears on the truth of conditions that must all hold."""
    if truth != FALSE:
        return items
    return [item for item in items if item.truth == FALSE or (whole and item.truth == UNKNOWN)]


def keep_any(truth: Truth, items: Sequence[Node], *, whole: bool) -> Sequence[Node]:
    """What bears on the truth of conditions of which one must hold."""
    if whole or truth == FALSE:
        return items
    return [item for item in items if item.truth == truth] or items


def _fails(block: Sequence[Node]) -> bool:
    return bool(block) and all(item.truth == FALSE for item in block)


def tell_gap(t: Explainer[Node], text: str, depth: int) -> Node:
    """A node for what is declared not modelled."""
    return t.make.join(Head("not modelled", text), UNKNOWN, "not modelled", (), depth)


def open_list(t: Explainer[Node], part: str, state: Gathering, depth: int) -> Node:
    """A node for parts that are not stated."""
    words = "nothing is stated" if state is Gathering.ABSENT else "there may be others"
    return t.make.join(Head("part", plain(part)), UNKNOWN, words, (), depth)


def part_head(subject: Subject) -> Head:
    """The head of the node of a part."""
    return Head("part", subject.path.removeprefix("item.parts."))
