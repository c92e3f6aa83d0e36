"""Why a condition holds, does not hold, or is open: a tree built from the same program that decides.

Each node asks the program's own closure for its truth, or joins those of the nodes below it as the closure does. What
does not bear on the truth of a node is left out: an alternative that fails below one that holds, and a condition that
holds below one that fails.

How a condition is told is compiled once, as how it is decided is; the program keeps what was compiled.
"""

from __future__ import annotations

from typing import Any, Generic

from exportrules.case.values import Subject
from exportrules.explanation.facts import fact_named, shown_of
from exportrules.explanation.nodes import STATUS, WORDS, Head, Maker, Node
from exportrules.explanation.paragraphs import (
    MAX_DEPTH,
    MAX_PARTS_SHOWN,
    StatementTeller,
    Tell,
    keep_all,
    keep_any,
    open_list,
    part_head,
    tell_gap,
)
from exportrules.logic import FALSE, TRUE, UNKNOWN, negate
from exportrules.program.frame import Frame
from exportrules.program.parts import Gathering, gather_parts
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

MAX_KEPT = 200_000
"""How many lines are held compiled."""


class Explainer(Generic[Node]):
    """Tells reasons for one decision, each paragraph once. With `whole`, failing alternatives are kept too."""

    def __init__(
        self,
        program: Program,
        make: Maker[Node],
        *,
        whole: bool = False,
        seen: set[tuple[int, int]] | None = None,
        plain: Frame | None = None,
    ) -> None:
        self.program = program
        self.make = make
        self.whole = whole
        # the frame of the item about which generated code may tell
        self.plain = plain
        self.seen: set[tuple[int, int]] = set() if seen is None else seen

    def explain(self, condition: rules.Condition, frame: Frame, depth: int = 0) -> Node:
        """The reason for the truth of a condition in a frame, as a node with `depth` nodes above it."""
        found: Node = self.teller(condition)(self, frame, depth)
        return found

    def teller(self, condition: rules.Condition) -> Tell:
        """What tells of a condition, compiled on first use."""
        held = self.program.tellers
        found = held.get(id(condition))
        if found is None:
            if len(held) >= MAX_KEPT:
                held.clear()
            # the condition is held as well, so that no other takes its number
            found = held[id(condition)] = (_compile(condition, self), condition)
        tell: Tell = found[0]
        return tell

    def enter(self, statement: Statement, frame: Frame) -> bool:
        """Whether a paragraph is opened here; each is told once about one item, then only named."""
        if not statement.code or frame.it is not None:
            return True
        key = (id(statement), id(frame.item))
        if key in self.seen:
            return False
        self.seen.add(key)
        return True


def _compile(condition: rules.Condition, explainer: Explainer[Any]) -> Tell:
    match condition:
        case Statement():
            return StatementTeller(condition, explainer)
        case rules.AllOf() | rules.AnyOf():
            return _joined(condition, explainer)
        case rules.Negated():
            return _single(Head("not", condition.text), condition, condition.item, explainer)
        case rules.Defined():
            return _single(Head("term", condition.text), condition, condition.meaning, explainer)
        case rules.PartTest():
            return _parts(condition, explainer)
        case rules.ListedTest():
            return _listed(condition, explainer)
        case _:
            return _test(condition, condition.text, explainer.program)


def _joined(condition: rules.AllOf | rules.AnyOf, explainer: Explainer[Any]) -> Tell:
    head = Head("line", condition.text)
    conjunction = isinstance(condition, rules.AllOf)
    inner = [explainer.teller(item) for item in condition.items]
    runner = explainer.program.runner(condition)

    def tell(t: Explainer[Node], frame: Frame, depth: int) -> Node:
        if depth >= MAX_DEPTH:
            truth = runner(frame)
            return t.make.join(head, truth, WORDS[truth], (), depth)
        items: list[Node] = [item(t, frame, depth + 1) for item in inner]
        if conjunction:
            truth = min((item.truth for item in items), default=TRUE)
            kept = keep_all(truth, items, whole=t.whole)
        else:
            truth = max((item.truth for item in items), default=FALSE)
            kept = keep_any(truth, items, whole=t.whole)
        return t.make.join(head, truth, WORDS[truth], kept, depth)

    return tell


def _single(head: Head, condition: rules.Condition, below: rules.Condition, explainer: Explainer[Any]) -> Tell:
    inner = explainer.teller(below)
    runner = explainer.program.runner(condition)
    negated = head.form == "not"

    def tell(t: Explainer[Node], frame: Frame, depth: int) -> Node:
        if depth >= MAX_DEPTH:
            truth = runner(frame)
            return t.make.join(head, truth, WORDS[truth], (), depth)
        child: Node = inner(t, frame, depth + 1)
        truth = negate(child.truth) if negated else child.truth
        return t.make.join(head, truth, WORDS[truth], (child,), depth)

    return tell


def _test(condition: rules.Condition, text: str, program: Program) -> Tell:
    runner = program.runner(condition)
    head = Head("test", text, fact=fact_named(condition))
    shown = shown_of(condition, program)

    def tell(t: Explainer[Node], frame: Frame, depth: int) -> Node:  # noqa: ARG001
        truth = runner(frame)
        return t.make.test(head, truth, WORDS[truth], shown, frame)

    return tell


# ---- parts and lists -------------------------------------------------------------------------------


def _parts(test: rules.PartTest, explainer: Explainer[Any]) -> Tell:
    head = Head("part", test.text)
    body = None if test.body is None else explainer.teller(test.body)
    runner = explainer.program.runner(test)

    def tell(t: Explainer[Node], frame: Frame, depth: int) -> Node:
        truth = runner(frame)
        found: list[Node] = []
        if depth < MAX_DEPTH:
            parts, state = gather_parts(frame, test.part, test.subject)
            for subject, _ in parts[:MAX_PARTS_SHOWN]:
                found.append(_part(t, body, subject, frame, depth + 1))
            if state is not Gathering.COMPLETE and truth != TRUE:
                found.append(open_list(t, test.part, state, depth + 1))
        return t.make.join(head, truth, WORDS[truth], found, depth)

    return tell


def _part(t: Explainer[Node], body: Tell | None, subject: Subject, frame: Frame, depth: int) -> Node:
    if body is None:
        return t.make.join(part_head(subject), TRUE, "is stated", (), depth)
    inner: Node = body(t, frame.inside(subject), depth + 1)
    return t.make.join(part_head(subject), inner.truth, inner.status, (inner,), depth)


def _listed(test: rules.ListedTest, explainer: Explainer[Any]) -> Tell:
    head = Head("list", test.text)
    program = explainer.program
    runner = program.runner(test)
    targets = [(target, program.book.find(target.ruleset, target.code)) for target in test.targets]

    def tell(t: Explainer[Node], frame: Frame, depth: int) -> Node:
        truth = runner(frame)
        if depth >= MAX_DEPTH:
            return t.make.join(head, truth, WORDS[truth], (), depth)
        subject = frame.it if test.subject == "it" and frame.it is not None else frame.item
        here = frame if subject is frame.item and frame.it is None else frame.judged_alone(subject)
        found: list[Node] = []
        for target, exact in targets:
            if exact is not None:
                found.append(_paragraph(t, exact, here.for_words(target, test.own), depth + 1, own=test.own))
            else:
                found += _candidates(t, target, here, depth + 1)
        if not t.whole and TRUE in [item.truth for item in found]:
            found = [item for item in found if item.truth == TRUE]
        return t.make.join(head, truth, WORDS[truth], found, depth)

    return tell


def _candidates(t: Explainer[Node], target: rules.Target, frame: Frame, depth: int) -> list[Node]:
    """The entries of a list that bear on its truth, and what it is declared not to hold."""
    program = t.program
    info = program.book.rulesets.get(target.ruleset)
    if info is None:
        return []
    speaks = program.speaks_of(target.ruleset, frame.session)
    if speaks == FALSE:
        return []
    found: list[Node] = []
    if speaks != TRUE:
        if info.checked_on(frame.session.as_of) == UNKNOWN:
            return [tell_gap(t, f"{target.ruleset} describes the law from {info.checked_from} on", depth)]
        found = tell_days(t, target.ruleset, frame, depth)
    values = program.router.screen(target.ruleset, frame, target.code)
    best = max([value for _, value in values], default=FALSE)
    if best != FALSE:
        teller = t.teller
        found += [teller(root)(t, frame, depth) for root, value in values if value == best]
    if info.not_modelled and best != TRUE:
        found += [tell_gap(t, text, depth) for text in info.not_modelled]
    return found


def tell_days(t: Explainer[Node], ruleset: str, frame: Frame, depth: int) -> list[Node]:
    """Of a list that is not certainly in force on the day, or was not checked for it, that it is so."""
    speaks, info = t.program.speaks_of(ruleset, frame.session), t.program.book.rulesets[ruleset]
    if speaks == TRUE:
        return []
    if info.checked_on(frame.session.as_of) == UNKNOWN and speaks == UNKNOWN:
        return [tell_gap(t, f"{ruleset} describes the law from {info.checked_from} on", depth)]
    words = "is not in force on the day" if speaks == FALSE else "may not be in force on the day"
    return [t.make.join(Head("line", f"{ruleset} {words}"), speaks, WORDS[speaks], (), depth)]


def _paragraph(t: Explainer[Node], statement: Statement, frame: Frame, depth: int, *, own: int) -> Node:
    """A paragraph with what it takes from those above it."""
    program = t.program
    alone = program.runner(statement)(frame)
    truth = alone if own else program.listed(rules.Target(statement.ruleset, statement.code), frame)
    if truth == alone:
        return t.explain(statement, frame, depth)
    found = [*tell_days(t, statement.ruleset, frame, depth + 1), t.explain(statement, frame, depth + 1)]
    parent: Statement | None = statement.parent
    while parent is not None:
        teller = t.teller(parent)
        if isinstance(teller, StatementTeller):
            found += [item for item in teller.tell_chapeau(t, frame, depth + 1) if item.truth != TRUE]
            found += [item for item in teller.tell_notes(t, frame, depth + 1) if item.truth != FALSE]
        parent = parent.parent
    head = Head("paragraph", statement.code, statement.code, statement.ruleset, statement.title)
    return t.make.join(head, truth, STATUS[truth], found, depth)


__all__ = ["STATUS", "Explainer", "tell_days"]
