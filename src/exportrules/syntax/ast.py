"""The syntax tree of the rule language: frozen data, one class per construct, with its place.

Places take no part in equality, so that a formatted text parses to an equal tree.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import attrs

from exportrules.text import NOWHERE, Span


def _span() -> Span:
    return attrs.field(default=NOWHERE, eq=False, repr=False)


def _depth() -> int:
    """How deep arithmetic or quantifiers are nested below a node, so that the parser can refuse too much."""
    return attrs.field(default=1, eq=False, repr=False)


# ---- operands and arithmetic -------------------------------------------------------------------


@attrs.frozen(slots=True)
class Name:
    """A fact by name; `of_item` is set for `item's name` inside a part."""

    name: str
    of_item: bool = False
    span: Span = _span()


@attrs.frozen(slots=True)
class Term:
    """A defined term: "double" quotes for the instrument, 'single' for a subtree."""

    text: str
    local: bool
    span: Span = _span()


Operand = Name | Term


@attrs.frozen(slots=True)
class Number:
    """A number as printed, exact, with its unit (or none)."""

    value: Fraction
    unit: str | None
    text: str
    span: Span = _span()


@attrs.frozen(slots=True)
class Binary:
    """Exact arithmetic: + - * /."""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression
    span: Span = _span()
    depth: int = _depth()


@attrs.frozen(slots=True)
class PrintedFormula:
    """A formula in the printed form of the law: units are stripped on the way in, put back on the way out."""

    body: Expression
    unit: str
    inputs: tuple[tuple[str, str], ...]
    span: Span = _span()
    depth: int = _depth()


@attrs.frozen(slots=True)
class Aggregate:
    """sum, largest or smallest: of several expressions, or of one over the parts of a name."""

    function: Literal["sum", "largest", "smallest"]
    items: tuple[Expression, ...]
    over: str | None
    span: Span = _span()
    depth: int = _depth()


Expression = Name | Term | Number | Binary | PrintedFormula | Aggregate


# ---- conditions --------------------------------------------------------------------------------


@attrs.frozen(slots=True)
class Limit:
    """One or two bounds. `low_closed` is `at least`/`from`, `high_closed` is `at most`/`up to`."""

    low: Expression | None
    low_closed: bool
    high: Expression | None
    high_closed: bool
    span: Span = _span()


@attrs.frozen(slots=True)
class At:
    """A named condition of measurement: a point, some place in a range, or every place in it."""

    name: str
    mode: Literal["point", "some", "every"]
    limit: Limit | None
    point: Expression | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Holds:
    """A yes-or-no fact, or a defined condition."""

    operand: Operand
    span: Span = _span()


@attrs.frozen(slots=True)
class Compare:
    """A quantity against a limit, under named conditions of measurement."""

    operand: Operand
    limit: Limit
    at: tuple[At, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class RangeTest:
    """A range-valued fact against a limit: overlaps it, contains it, or lies in it."""

    operand: Operand
    relation: Literal["reaches", "covers", "within"]
    limit: Limit
    span: Span = _span()


@attrs.frozen(slots=True)
class IsOneOf:
    """An enumerated fact is one of the values; `single` keeps the printed form `is VALUE`."""

    operand: Operand
    values: tuple[str, ...]
    single: bool
    span: Span = _span()


@attrs.frozen(slots=True)
class NotApplicable:
    """The fact was stated to be not applicable."""

    operand: Operand
    span: Span = _span()


@attrs.frozen(slots=True)
class Includes:
    """A set-valued fact holds at least `count` of the values; `single` keeps `includes VALUE`."""

    operand: Operand
    values: tuple[str, ...]
    count: int
    single: bool
    span: Span = _span()


@attrs.frozen(slots=True)
class InGroup:
    """A country fact is a member of a dated group, optionally with a membership label."""

    operand: Operand
    group: str
    label: str | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Dated:
    """A day fact before, after, up to (inclusive) or from (inclusive) a date."""

    operand: Operand
    relation: Literal["before", "after", "up to", "from"]
    day: date
    span: Span = _span()


@attrs.frozen(slots=True)
class IsKind:
    """The item (or the part, `it`) is of one of the kinds."""

    subject: Literal["item", "it"]
    kinds: tuple[str, ...]
    single: bool
    span: Span = _span()


@attrs.frozen(slots=True)
class PathRef:
    """A paragraph, or a range of paragraphs in document order; a relative one starts with a dot."""

    start: str
    end: str | None
    span: Span = _span()


@attrs.frozen(slots=True)
class ListRef:
    """A whole ruleset or table by its dotted name."""

    name: str
    span: Span = _span()


Ref = PathRef | ListRef


@attrs.frozen(slots=True)
class Listed:
    """The subject is listed in paragraphs or lists; `own` is `meets`: that paragraph's own words only."""

    subject: Literal["item", "it"]
    refs: tuple[Ref, ...]
    own: bool
    span: Span = _span()


@attrs.frozen(slots=True)
class Judged:
    """A recorded judgement: a term, purposes, and what it is for (names or paragraphs)."""

    term: str
    purposes: tuple[str, ...]
    names: tuple[str, ...]
    refs: tuple[Ref, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Cas:
    """The substance is the one with this CAS number."""

    number: str
    span: Span = _span()


@attrs.frozen(slots=True)
class Cn:
    """The customs code begins with this one; `ex` marks a code that never decides alone."""

    code: str
    ex: bool
    span: Span = _span()


@attrs.frozen(slots=True)
class Quantifier:
    """some / every / no / at least N / at most N / exactly N parts of a name."""

    mode: Literal["some", "every", "no", "at least", "at most", "exactly"]
    count: int | None
    part: str
    span: Span = _span()


@attrs.frozen(slots=True)
class Quantified:
    """A quantifier over parts, with what they have (or that they are listed); neither: that they exist."""

    quantifier: Quantifier
    body: Condition | None
    refs: tuple[Ref, ...]
    span: Span = _span()
    depth: int = _depth()


@attrs.frozen(slots=True)
class Not:
    """Strong Kleene negation."""

    item: Condition
    span: Span = _span()


@attrs.frozen(slots=True)
class And:
    """Two or more conditions, all of them."""

    items: tuple[Condition, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Or:
    """Two or more conditions, any of them."""

    items: tuple[Condition, ...]
    span: Span = _span()


Atom = (
    Holds | Compare | RangeTest | IsOneOf | NotApplicable | Includes | InGroup | Dated
    | IsKind | Listed | Judged | Cas | Cn | Quantified
)  # fmt: skip
Condition = Atom | Not | And | Or


@attrs.frozen(slots=True)
class Opener:
    """What the lines below are joined by, and over which parts."""

    connective: Literal["any", "all", "none", "at least"]
    count: int | None
    quantifier: Quantifier | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Head:
    """A condition, an opener, or both: the part of a statement that stands on its own line."""

    condition: Condition | None
    opener: Opener | None
    span: Span = _span()


# ---- what stands under statements --------------------------------------------------------------


@attrs.frozen(slots=True)
class Field:
    """A line of free text: title, source, asks, printed, reading, remark, due, because, not modelled, known as."""

    name: str
    text: str
    span: Span = _span()


@attrs.frozen(slots=True)
class Day:
    """A date, or an uncertain one: some day from `first` to `last`, both inclusive."""

    first: date
    last: date
    span: Span = _span()


@attrs.frozen(slots=True)
class Period:
    """In force from a day until another, both inclusive; None is open."""

    start: Day | None
    end: Day | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Evidence:
    """official, secondary or recalled."""

    level: str
    span: Span = _span()


Common = Field | Period | Evidence


@attrs.frozen(slots=True)
class Node:
    """A paragraph (with a label), an unlabelled line, a `where` line or an `also` line, and its block."""

    role: Literal["paragraph", "bare", "where", "also"]
    label: str | None
    head: Head | None
    items: tuple[Item, ...]
    reserved: bool = False
    span: Span = _span()


@attrs.frozen(slots=True)
class See:
    """A checked link without logical effect."""

    refs: tuple[Ref, ...]
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Excludes:
    """does not control REFS except REFS, when HEAD."""

    refs: tuple[Ref, ...]
    exceptions: tuple[Ref, ...]
    head: Head | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Narrows:
    """controls REFS only when HEAD."""

    refs: tuple[Ref, ...]
    head: Head
    span: Span = _span()


@attrs.frozen(slots=True)
class Widens:
    """includes KINDS in REFS, when HEAD."""

    kinds: tuple[str, ...]
    refs: tuple[Ref, ...]
    head: Head | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Disregards:
    """disregards PART in REFS when HEAD."""

    part: str
    refs: tuple[Ref, ...]
    head: Head
    span: Span = _span()


@attrs.frozen(slots=True)
class Explains:
    """A statement of the law without logical effect."""

    refs: tuple[Ref, ...]
    span: Span = _span()


Effect = Excludes | Narrows | Widens | Disregards | Explains


@attrs.frozen(slots=True)
class Note:
    """A note of the law with its printed label and its effect on named paragraphs."""

    technical: bool
    label: str | None
    effect: Effect
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Define:
    """A defined term: a condition (`head`) or a formula (`formula`), for the instrument or a subtree."""

    term: str
    local: bool
    scope: tuple[str, ...]
    head: Head | None
    formula: Expression | None
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Duty:
    """What is owed when the statement above applies."""

    name: str
    when: Condition | None
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Document:
    """A customs document code with its own dates."""

    code: str
    start: date | None
    end: date | None
    when: Condition | None
    items: tuple[Item, ...]
    span: Span = _span()


Item = Node | Note | See | Define | Duty | Document | Field | Period | Evidence


# ---- top-level blocks --------------------------------------------------------------------------


@attrs.frozen(slots=True)
class Layer:
    """union, national CC or third_country."""

    name: str
    country: str | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Checked:
    """The days for which the ruleset was compared with the law."""

    start: date | None
    end: date
    span: Span = _span()


@attrs.frozen(slots=True)
class Stage:
    """A step in the life of a national control."""

    name: str
    day: date
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class CodesFrom:
    """The ruleset to which bare paragraph codes belong."""

    name: str
    span: Span = _span()


@attrs.frozen(slots=True)
class MayLift:
    """Other rulesets whose measures the reliefs of this one may lift."""

    names: tuple[str, ...]
    span: Span = _span()


Header = Field | Period | Evidence | Layer | Checked | Stage | CodesFrom | MayLift


@attrs.frozen(slots=True)
class Ruleset:
    """The ruleset that a file belongs to; only one of its files has the header lines."""

    name: str
    headers: tuple[Header, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Kind:
    """Item kinds and the wider kinds that they belong to."""

    names: tuple[str, ...]
    within: tuple[str, ...]
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Part:
    """A part of an item: things with facts of their own."""

    name: str
    within: str | None
    owners: tuple[str, ...]
    as_item: bool
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class FactType:
    """quantity, range, flag, one of, set of, derived, or a plain type (day, country, text, customs_code, judgement)."""

    form: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    conditions: tuple[tuple[str, str | None], ...] = ()
    span: Span = _span()


@attrs.frozen(slots=True)
class Formula:
    """One formula of a derived fact, for a case."""

    body: Expression
    when: Condition | None
    span: Span = _span()


@attrs.frozen(slots=True)
class Fact:
    """What may be asked: names, owners, type, question and formulas."""

    names: tuple[str, ...]
    owners: tuple[str, ...]
    type: FactType
    items: tuple[Field | Period | Evidence | Formula, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Members:
    """Members of a group for a time, with a label."""

    values: tuple[str, ...]
    start: Day | None
    end: Day | None
    label: str | None
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Group:
    """A dated group of countries."""

    name: str
    items: tuple[Field | Period | Evidence | Members, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Entry:
    """A control entry."""

    path: str
    head: Head | None
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Takes:
    """Paragraphs that a list takes over from another, narrowed by a condition."""

    refs: tuple[Ref, ...]
    head: Head | None
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
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


@attrs.frozen(slots=True)
class Table:
    """A named table of customs codes."""

    name: str
    items: tuple[Field | Period | Evidence | Row, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Activities:
    """The activities that a measure or relief speaks of."""

    names: tuple[str, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Effective:
    """requires NAME / prohibits / obliges when HEAD."""

    level: str
    head: Head
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class Covers:
    """The paragraphs that an authorisation covers."""

    refs: tuple[Ref, ...]
    exceptions: tuple[Ref, ...]
    head: Head | None
    items: tuple[Item, ...]
    span: Span = _span()


@attrs.frozen(slots=True)
class When:
    """A condition of a relief; `negative` is `not when`."""

    head: Head
    items: tuple[Item, ...]
    negative: bool
    span: Span = _span()


MeasureLine = Field | Period | Evidence | See | Duty | Document | Define | Activities | Effective


@attrs.frozen(slots=True)
class Measure:
    """A provision that requires, prohibits or obliges."""

    name: str
    items: tuple[MeasureLine, ...]
    span: Span = _span()


ReliefLine = Field | Period | Evidence | See | Duty | Document | Define | Activities | Covers | When


@attrs.frozen(slots=True)
class Relief:
    """An exemption, derogation or authorisation, and the measures that it lifts."""

    form: Literal["exemption", "derogation", "authorisation"]
    name: str
    lifts: tuple[str, ...]
    items: tuple[ReliefLine, ...]
    span: Span = _span()


Block = Ruleset | Kind | Part | Fact | Group | Define | Entry | Note | Takes | Table | Measure | Relief


@attrs.frozen(slots=True)
class File:
    """A parsed file: its blocks in order, and the names that blocks with faults would have declared."""

    name: str
    blocks: tuple[Block, ...]
    lost: frozenset[str] = frozenset()
