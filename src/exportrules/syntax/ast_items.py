"""The syntax tree of what stands under statements: fields, notes, terms, duties.

Places take no part in equality, so that a formatted text parses to an equal tree.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from exportrules import records
from exportrules.syntax.ast_conditions import (
    Condition,
    Expression,
    Head,
    Ref,
)
from exportrules.text import NOWHERE, Span


def _span() -> Span:
    return records.field(default=NOWHERE, eq=False, repr=False)


# ---- what stands under statements --------------------------------------------------------------


@records.frozen
class Field:
    """Free text: title, source, asks, warns, printed, reading, remark, due, because, not modelled, known as."""

    name: str
    text: str
    span: Span = _span()


@records.frozen
class Day:
    """A date, or an uncertain one: some day from `first` to `last`, both inclusive."""

    first: date
    last: date
    span: Span = _span()


@records.frozen
class Period:
    """In force from a day until another, both inclusive; None is open."""

    start: Day | None
    end: Day | None
    span: Span = _span()


@records.frozen
class Evidence:
    """official, secondary or recalled."""

    level: str
    span: Span = _span()


Common = Field | Period | Evidence


@records.frozen
class Node:
    """A paragraph (with a label), an unlabelled line, a `where` line or an `also` line, and its block."""

    role: Literal["paragraph", "bare", "where", "also"]
    label: str | None
    head: Head | None
    items: tuple[Item, ...]
    reserved: bool = False
    span: Span = _span()


@records.frozen
class See:
    """A checked link without logical effect."""

    refs: tuple[Ref, ...]
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Excludes:
    """does not control REFS except REFS, when HEAD."""

    refs: tuple[Ref, ...]
    exceptions: tuple[Ref, ...]
    head: Head | None
    span: Span = _span()


@records.frozen
class Narrows:
    """controls REFS only when HEAD."""

    refs: tuple[Ref, ...]
    head: Head
    span: Span = _span()


@records.frozen
class Widens:
    """includes KINDS in REFS, when HEAD."""

    kinds: tuple[str, ...]
    refs: tuple[Ref, ...]
    head: Head | None
    span: Span = _span()


@records.frozen
class Disregards:
    """disregards PART in REFS when HEAD."""

    part: str
    refs: tuple[Ref, ...]
    head: Head
    span: Span = _span()


@records.frozen
class Explains:
    """A statement of the law without logical effect."""

    refs: tuple[Ref, ...]
    span: Span = _span()


Effect = Excludes | Narrows | Widens | Disregards | Explains


@records.frozen
class Note:
    """A note of the law with its printed label and its effect on named paragraphs."""

    technical: bool
    label: str | None
    effect: Effect
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Define:
    """A defined term: a condition (`head`) or a formula (`formula`), for the instrument or a subtree."""

    term: str
    local: bool
    scope: tuple[str, ...]
    head: Head | None
    formula: Expression | None
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Duty:
    """What is owed when the statement above applies."""

    name: str
    when: Condition | None
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Document:
    """A customs document code with its own dates."""

    code: str
    start: date | None
    end: date | None
    when: Condition | None
    items: tuple[Item, ...]
    span: Span = _span()


Item = Node | Note | See | Define | Duty | Document | Field | Period | Evidence


# ---- the header of a ruleset ---------------------------------------------------------------------


@records.frozen
class Layer:
    """union, national CC or third_country."""

    name: str
    country: str | None
    span: Span = _span()


@records.frozen
class Checked:
    """The days for which the ruleset was compared with the law."""

    start: date | None
    end: date
    span: Span = _span()


@records.frozen
class Stage:
    """A step in the life of a national control."""

    name: str
    day: date
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class CodesFrom:
    """The ruleset to which bare paragraph codes belong."""

    name: str
    span: Span = _span()


@records.frozen
class MayLift:
    """Other rulesets whose measures the reliefs of this one may lift."""

    names: tuple[str, ...]
    span: Span = _span()


Header = Field | Period | Evidence | Layer | Checked | Stage | CodesFrom | MayLift
