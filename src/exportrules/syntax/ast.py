"""The syntax tree of the rule language: frozen data, one class per construct, with its place.

Places take no part in equality, so that a formatted text parses to an equal tree.
"""

from __future__ import annotations

from typing import Literal

from exportrules import records
from exportrules.syntax.ast_conditions import (
    Aggregate,
    And,
    At,
    Atom,
    Binary,
    Cas,
    Cn,
    Compare,
    Condition,
    Dated,
    Expression,
    Head,
    Holds,
    Includes,
    InGroup,
    IsKind,
    IsOneOf,
    Judged,
    Limit,
    Listed,
    ListRef,
    Name,
    Not,
    NotApplicable,
    Number,
    Opener,
    Operand,
    Or,
    PathRef,
    PrintedFormula,
    Quantified,
    Quantifier,
    RangeTest,
    Ref,
    Term,
)
from exportrules.syntax.ast_items import (
    Checked,
    CodesFrom,
    Common,
    Day,
    Define,
    Disregards,
    Document,
    Duty,
    Effect,
    Evidence,
    Excludes,
    Explains,
    Field,
    Header,
    Item,
    Layer,
    MayLift,
    Narrows,
    Node,
    Note,
    Period,
    See,
    Stage,
    Widens,
)
from exportrules.text import NOWHERE, Span

__all__ = [
    "Activities",
    "Aggregate",
    "And",
    "At",
    "Atom",
    "Binary",
    "Block",
    "Cas",
    "Checked",
    "Cn",
    "CodesFrom",
    "Common",
    "Compare",
    "Condition",
    "Covers",
    "Dated",
    "Day",
    "Define",
    "Disregards",
    "Document",
    "Duty",
    "Effect",
    "Effective",
    "Entry",
    "Evidence",
    "Excludes",
    "Explains",
    "Expression",
    "Fact",
    "FactType",
    "Field",
    "File",
    "Formula",
    "Group",
    "Head",
    "Header",
    "Holds",
    "InGroup",
    "Includes",
    "IsKind",
    "IsOneOf",
    "Item",
    "Judged",
    "Kind",
    "Layer",
    "Limit",
    "ListRef",
    "Listed",
    "MayLift",
    "Measure",
    "MeasureLine",
    "Members",
    "Name",
    "Narrows",
    "Node",
    "Not",
    "NotApplicable",
    "Note",
    "Number",
    "Opener",
    "Operand",
    "Or",
    "Part",
    "PathRef",
    "Period",
    "PrintedFormula",
    "Quantified",
    "Quantifier",
    "RangeTest",
    "Ref",
    "Relief",
    "ReliefLine",
    "Row",
    "Ruleset",
    "See",
    "Stage",
    "Table",
    "Takes",
    "Term",
    "When",
    "Widens",
]


def _span() -> Span:
    return records.field(default=NOWHERE, eq=False, repr=False)


# ---- top-level blocks --------------------------------------------------------------------------


@records.frozen
class Ruleset:
    """The ruleset that a file belongs to; only one of its files has the header lines."""

    name: str
    headers: tuple[Header, ...]
    span: Span = _span()


@records.frozen
class Kind:
    """Item kinds and the wider kinds that they belong to."""

    names: tuple[str, ...]
    within: tuple[str, ...]
    divided: tuple[str, ...]
    """Kinds of which every other kind below lies within one, or above kinds of each."""
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Part:
    """A part of an item: things with facts of their own."""

    name: str
    within: str | None
    owners: tuple[str, ...]
    as_item: bool
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class FactType:
    """quantity, range, flag, one of, set of, derived, or a plain type (day, country, text, customs_code, judgement)."""

    form: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    conditions: tuple[tuple[str, str | None], ...] = ()
    signed: bool = False
    group: str | None = None
    span: Span = _span()


@records.frozen
class Formula:
    """One formula of a derived fact, for a case."""

    body: Expression
    when: Condition | None
    span: Span = _span()


@records.frozen
class Fact:
    """What may be asked: names, owners, type, question and formulas."""

    names: tuple[str, ...]
    owners: tuple[str, ...]
    type: FactType
    items: tuple[Field | Period | Evidence | Formula, ...]
    span: Span = _span()


@records.frozen
class Members:
    """Members of a group for a time, with a label."""

    values: tuple[str, ...]
    start: Day | None
    end: Day | None
    label: str | None
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Group:
    """A dated group of countries."""

    name: str
    items: tuple[Field | Period | Evidence | Members, ...]
    span: Span = _span()


@records.frozen
class Entry:
    """A control entry."""

    path: str
    head: Head | None
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Takes:
    """Paragraphs that a list takes over from another, narrowed by a condition."""

    refs: tuple[Ref, ...]
    head: Head | None
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Row:
    """A customs code in a table."""

    code: str
    ex: bool
    exceptions: tuple[str, ...]
    start: Day | None
    end: Day | None
    when: Condition | None
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Table:
    """A named table of customs codes."""

    name: str
    items: tuple[Field | Period | Evidence | Row, ...]
    span: Span = _span()


@records.frozen
class Activities:
    """The activities that a measure or relief speaks of."""

    names: tuple[str, ...]
    span: Span = _span()


@records.frozen
class Effective:
    """requires NAME / prohibits / obliges when HEAD."""

    level: str
    head: Head
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class Covers:
    """The paragraphs that an authorisation covers."""

    refs: tuple[Ref, ...]
    exceptions: tuple[Ref, ...]
    head: Head | None
    items: tuple[Item, ...]
    span: Span = _span()


@records.frozen
class When:
    """A condition of a relief; `negative` is `not when`."""

    head: Head
    items: tuple[Item, ...]
    negative: bool
    span: Span = _span()


MeasureLine = Field | Period | Evidence | See | Duty | Document | Define | Activities | Effective


@records.frozen
class Measure:
    """A provision that requires, prohibits or obliges."""

    name: str
    items: tuple[MeasureLine, ...]
    span: Span = _span()


ReliefLine = Field | Period | Evidence | See | Duty | Document | Define | Activities | Covers | When


@records.frozen
class Relief:
    """An exemption, derogation or authorisation, and the measures that it lifts."""

    form: Literal["exemption", "derogation", "authorisation"]
    name: str
    lifts: tuple[str, ...]
    items: tuple[ReliefLine, ...]
    span: Span = _span()


Block = Ruleset | Kind | Part | Fact | Group | Define | Entry | Note | Takes | Table | Measure | Relief


@records.frozen
class File:
    """A parsed file: its blocks in order, and the names that blocks with faults would have declared."""

    name: str
    blocks: tuple[Block, ...]
    lost: frozenset[str] = frozenset()
