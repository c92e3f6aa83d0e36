"""What nodes of an explanation are made of: a head that the law gives, and what a case makes of it.

An explanation is built in one way and comes out in two forms, as records (here) and as JSON text
(`exportrules.explanation.written`). Both forms take the same steps, so that the text is the JSON of the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from exportrules import records
from exportrules.explanation.facts import Shown, plain
from exportrules.explanation.model import Form, Reason
from exportrules.logic import Truth
from exportrules.program.frame import Frame
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program

WORDS: Final = ("does not hold", "is open", "holds")
STATUS: Final = ("not met", "undetermined", "met")


@records.frozen(eq=False)
class Head:
    """What the nodes of one line or paragraph share, whatever the case."""

    form: Form
    text: str
    code: str = ""
    ruleset: str = ""
    title: str = ""
    evidence: str = ""
    readings: tuple[str, ...] = ()
    fact: str = ""
    """The one fact that a test asks for."""
    written: dict[tuple[Truth, str], tuple[str, str]] = records.field(
        factory=dict[tuple[Truth, str], tuple[str, str]], repr=False
    )
    """The JSON of all this with a truth and a status; filled by what writes it."""


def statement_head(statement: Statement, program: Program) -> Head:
    """The head of a paragraph or of a line."""
    info = program.book.rulesets.get(statement.ruleset)
    evidence = statement.evidence or (info.evidence if info is not None else "")
    return Head(
        "paragraph" if statement.code else "line",
        statement.code or _opening(statement),
        code=statement.code,
        ruleset=statement.ruleset,
        title=statement.title,
        evidence=evidence if statement.code else "",
        readings=statement.readings,
    )


def _opening(statement: Statement) -> str:
    head = statement.head
    if head is not None and not isinstance(head, Statement):
        return head.text
    words = {"any": "any of", "all": "all of", "none": "none of", "at least": f"at least {statement.count} of"}
    opening = words.get(statement.connective, "")
    if statement.part:
        return f"{statement.quantifier} {plain(statement.part)} has {opening}"
    return opening


class Told(Protocol):
    """A node in any form."""

    @property
    def truth(self) -> Truth:
        """Whether what it tells of holds."""
        ...

    @property
    def status(self) -> str:
        """The same in words."""
        ...


Node = TypeVar("Node", bound=Told)


class Maker(Protocol[Node]):
    """Makes nodes in one form."""

    def join(self, head: Head, truth: Truth, status: str, children: Sequence[Node], depth: int) -> Node:
        """A node over others; `depth` counts the nodes above it."""
        ...

    def test(self, head: Head, truth: Truth, status: str, shown: Shown, frame: Frame) -> Node:
        """A test, with what is stated of what it asks for."""
        ...

    def take(self, reason: Reason) -> Node:
        """A record in this form, with no node above it."""
        ...


class Records(Maker[Reason]):
    """Makes nodes as records."""

    def join(self, head: Head, truth: Truth, status: str, children: Sequence[Reason], depth: int) -> Reason:  # noqa: ARG002
        """A reason over others."""
        return Reason(
            head.form, head.text, truth, status, head.code, head.ruleset, head.title, head.evidence,
            readings=head.readings, children=tuple(children),
        )  # fmt: skip

    def test(self, head: Head, truth: Truth, status: str, shown: Shown, frame: Frame) -> Reason:
        """A test."""
        words, source = shown.look_up(frame)
        return Reason(head.form, head.text, truth, status, fact=head.fact, value=words, source=source)

    def take(self, reason: Reason) -> Reason:
        """The record itself."""
        return reason


__all__ = ["STATUS", "WORDS", "Head", "Maker", "Node", "Records", "Told", "statement_head"]
