"""Checked statements: paragraphs with their chapeaux, blocks and notes; measures and what lifts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from exportrules import records
from exportrules.logic import ALWAYS, Period
from exportrules.text import NOWHERE, Span

if TYPE_CHECKING:
    from exportrules.rules.conditions import Condition, FactRef, Target
    from exportrules.units import Quantity


def _span() -> Span:
    return records.field(default=NOWHERE, eq=False, repr=False)


@records.mutable(eq=False)
class Statement:
    """One statement of the law: a paragraph (with a code), or an unlabelled line or block (code "").

    Its truth is: head and every `where` and the block, or any `also`; and no exclusion.
    Built once by the checker and not changed afterwards.
    """

    code: str = ""
    ruleset: str = ""
    label: str = ""
    title: str = ""
    known_as: tuple[str, ...] = ()
    head: Condition | None = None
    wheres: tuple[Condition, ...] = ()
    connective: Literal["any", "all", "none", "at least", ""] = ""
    count: int = 0
    part: str = ""
    quantifier: Literal["some", "every", "no", "at least", "at most", "exactly", ""] = ""
    quantifier_count: int = 0
    part_of: Literal["item", "it"] = "item"
    ignored: tuple[tuple[str, Condition], ...] = ()
    members: Sequence[Statement] = ()
    also: tuple[Condition, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    period: Period = ALWAYS
    evidence: str = ""
    not_modelled: str | None = None
    reserved: bool = False
    takes: bool = False
    """Whether it takes paragraphs of another list over; its head says which."""
    readings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    printed: tuple[Quantity, ...] = ()
    see: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    documents: tuple[DocumentCode, ...] = ()
    splits: tuple[FactRef, ...] = ()
    parent: Statement | None = records.field(default=None, repr=False)
    span: Span = _span()

    @property
    def is_paragraph(self) -> bool:
        """Whether the law gives it a number."""
        return bool(self.code)

    @property
    def paragraphs(self) -> tuple[Statement, ...]:
        """Its numbered sub-paragraphs."""
        return tuple(member for member in self.members if member.code)


@records.mutable(eq=False)
class Exclusion:
    """A note that takes items out of a paragraph: its label, its condition, and the note."""

    condition: Condition
    note: Note


@records.mutable(eq=False)
class Note:
    """A note of the law, for display, parity and explanation; its logic is attached to its targets."""

    label: str
    technical: bool
    effect: Literal["excludes", "narrows", "includes", "disregards", "explains"]
    targets: tuple[Target, ...]
    ruleset: str
    owner: str
    body: Condition | None
    readings: tuple[str, ...]
    remarks: tuple[str, ...]
    not_modelled: str | None
    evidence: str
    period: Period
    printed: tuple[Quantity, ...] = ()
    span: Span = _span()

    @property
    def name(self) -> str:
        """How people cite it: `note 2 to 3A001.b`."""
        label = f" {self.label}" if self.label else ""
        owner = f" to {self.owner}" if self.owner else ""
        return f"{'technical note' if self.technical else 'note'}{label}{owner}"


@records.mutable(eq=False)
class Duty:
    """What is owed when the statement that it stands under applies."""

    name: str
    when: Condition | None
    due: str
    remark: str
    span: Span = _span()


@records.mutable(eq=False)
class DocumentCode:
    """A customs document code for a time."""

    code: str
    period: Period
    when: Condition | None
    evidence: str
    span: Span = _span()


@records.mutable(eq=False)
class Effect:
    """One `requires`/`prohibits`/`obliges` line of a measure."""

    level: Literal["licence", "notification", "prohibition", "obligation"]
    condition: Statement


@records.mutable(eq=False)
class MeasureRule:
    """A provision that requires, prohibits or obliges."""

    name: str
    ruleset: str
    title: str
    source: str
    activities: frozenset[str]
    effects: tuple[Effect, ...]
    duties: tuple[Duty, ...]
    documents: tuple[DocumentCode, ...]
    period: Period
    evidence: str
    not_modelled: tuple[str, ...]
    readings: tuple[str, ...]
    lists: tuple[str, ...]
    span: Span = _span()

    @property
    def path(self) -> str:
        """Its name within all rulesets."""
        return f"{self.ruleset}.{self.name}"


@records.mutable(eq=False)
class Cover:
    """Paragraphs that an authorisation covers, except some, under a condition."""

    targets: tuple[Target, ...]
    exceptions: tuple[Target, ...]
    condition: Statement | None


@records.mutable(eq=False)
class ReliefRule:
    """An exemption, derogation or authorisation."""

    form: Literal["exemption", "derogation", "authorisation"]
    name: str
    ruleset: str
    title: str
    source: str
    lifts: tuple[str, ...]
    activities: frozenset[str]
    covers: tuple[Cover, ...]
    conditions: tuple[Statement, ...]
    refusals: tuple[Statement, ...]
    duties: tuple[Duty, ...]
    documents: tuple[DocumentCode, ...]
    period: Period
    evidence: str
    not_modelled: tuple[str, ...]
    readings: tuple[str, ...]
    span: Span = _span()

    @property
    def path(self) -> str:
        """Its name within all rulesets."""
        return f"{self.ruleset}.{self.name}"
