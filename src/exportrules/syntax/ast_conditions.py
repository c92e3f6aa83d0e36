"""The syntax tree of conditions: operands, arithmetic, tests, quantifiers, heads.

Places take no part in equality, so that a formatted text parses to an equal tree.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from exportrules import records
from exportrules.text import NOWHERE, Span


def _span() -> Span:
    return records.field(default=NOWHERE, eq=False, repr=False)


def _depth() -> int:
    """How deep arithmetic or quantifiers are nested below a node, so that the parser can refuse too much."""
    return records.field(default=1, eq=False, repr=False)


# ---- operands and arithmetic -------------------------------------------------------------------


@records.frozen
class Name:
    """A fact by name; `of_item` is set for `item's name` inside a part."""

    name: str
    of_item: bool = False
    span: Span = _span()


@records.frozen
class Term:
    """A defined term: "double" quotes for the instrument, 'single' for a subtree."""

    text: str
    local: bool
    span: Span = _span()


Operand = Name | Term


@records.frozen
class Number:
    """A number as printed, exact, with its unit (or none)."""

    value: Fraction
    unit: str | None
    text: str
    span: Span = _span()


@records.frozen
class Binary:
    """Exact arithmetic: + - * /."""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression
    span: Span = _span()
    depth: int = _depth()


@records.frozen
class PrintedFormula:
    """A formula in the printed form of the law: units are stripped on the way in, put back on the way out."""

    body: Expression
    unit: str
    inputs: tuple[tuple[str, str], ...]
    span: Span = _span()
    depth: int = _depth()


@records.frozen
class Aggregate:
    """sum, largest or smallest: of several expressions, or of one over the parts of a name."""

    function: Literal["sum", "largest", "smallest"]
    items: tuple[Expression, ...]
    over: str | None
    span: Span = _span()
    depth: int = _depth()


Expression = Name | Term | Number | Binary | PrintedFormula | Aggregate


# ---- conditions --------------------------------------------------------------------------------


@records.frozen
class Limit:
    """One or two bounds. `low_closed` is `at least`/`from`, `high_closed` is `at most`/`up to`."""

    low: Expression | None
    low_closed: bool
    high: Expression | None
    high_closed: bool
    span: Span = _span()


@records.frozen
class At:
    """A named condition of measurement: a point, some place in a range, or every place in it.

    `other` is the second figure of a point that is printed twice.
    """

    name: str
    mode: Literal["point", "some", "every"]
    limit: Limit | None
    point: Expression | None
    other: Expression | None = None
    span: Span = _span()


@records.frozen
class Holds:
    """A yes-or-no fact, or a defined condition."""

    operand: Operand
    span: Span = _span()


@records.frozen
class Compare:
    """A quantity against a limit, under named conditions of measurement."""

    operand: Operand
    limit: Limit
    at: tuple[At, ...]
    span: Span = _span()


@records.frozen
class RangeTest:
    """A range-valued fact against a limit: overlaps it, contains it, or lies in it."""

    operand: Operand
    relation: Literal["reaches", "covers", "within"]
    limit: Limit
    span: Span = _span()


@records.frozen
class IsOneOf:
    """An enumerated fact is one of the values; `single` keeps the printed form `is VALUE`."""

    operand: Operand
    values: tuple[str, ...]
    single: bool
    span: Span = _span()


@records.frozen
class NotApplicable:
    """The fact was stated to be not applicable."""

    operand: Operand
    span: Span = _span()


@records.frozen
class Includes:
    """A set-valued fact holds at least `count` of the values; `single` keeps `includes VALUE`."""

    operand: Operand
    values: tuple[str, ...]
    count: int
    single: bool
    span: Span = _span()


@records.frozen
class InGroup:
    """A country fact is a member of a dated group, optionally with a membership label."""

    operand: Operand
    group: str
    label: str | None
    span: Span = _span()


@records.frozen
class Dated:
    """A day fact before, after, up to (inclusive) or from (inclusive) a date."""

    operand: Operand
    relation: Literal["before", "after", "up to", "from"]
    day: date
    span: Span = _span()


@records.frozen
class IsKind:
    """The item (or the part, `it`) is of one of the kinds."""

    subject: Literal["item", "it"]
    kinds: tuple[str, ...]
    single: bool
    span: Span = _span()


@records.frozen
class PathRef:
    """A paragraph, or a range of paragraphs in document order; a relative one starts with a dot."""

    start: str
    end: str | None
    span: Span = _span()


@records.frozen
class ListRef:
    """A whole ruleset or table by its dotted name."""

    name: str
    span: Span = _span()


Ref = PathRef | ListRef


@records.frozen
class Listed:
    """The subject is listed in paragraphs or lists; `own` is `meets`: that paragraph's own words only."""

    subject: Literal["item", "it"]
    refs: tuple[Ref, ...]
    own: bool
    span: Span = _span()


@records.frozen
class Judged:
    """A recorded judgement: a term, purposes, and what it is for (names or paragraphs)."""

    term: str
    purposes: tuple[str, ...]
    names: tuple[str, ...]
    refs: tuple[Ref, ...]
    span: Span = _span()


@records.frozen
class Cas:
    """The substance is the one with this CAS number."""

    number: str
    span: Span = _span()


@records.frozen
class Cn:
    """The customs code begins with this one; `ex` marks a code that never decides alone."""

    code: str
    ex: bool
    span: Span = _span()


@records.frozen
class Quantifier:
    """some / every / no / at least N / at most N / exactly N parts of a name."""

    mode: Literal["some", "every", "no", "at least", "at most", "exactly"]
    count: int | None
    part: str
    span: Span = _span()


@records.frozen
class Quantified:
    """A quantifier over parts, with what they have (or that they are listed); neither: that they exist."""

    quantifier: Quantifier
    body: Condition | None
    refs: tuple[Ref, ...]
    span: Span = _span()
    depth: int = _depth()


@records.frozen
class Not:
    """Strong Kleene negation."""

    item: Condition
    span: Span = _span()


@records.frozen
class And:
    """Two or more conditions, all of them."""

    items: tuple[Condition, ...]
    span: Span = _span()


@records.frozen
class Or:
    """Two or more conditions, any of them."""

    items: tuple[Condition, ...]
    span: Span = _span()


Atom = (
    Holds | Compare | RangeTest | IsOneOf | NotApplicable | Includes | InGroup | Dated
    | IsKind | Listed | Judged | Cas | Cn | Quantified
)  # fmt: skip
Condition = Atom | Not | And | Or


@records.frozen
class Opener:
    """What the lines below are joined by, and over which parts."""

    connective: Literal["any", "all", "none", "at least"]
    count: int | None
    quantifier: Quantifier | None
    span: Span = _span()


@records.frozen
class Head:
    """A condition, an opener, or both: the part of a statement that stands on its own line."""

    condition: Condition | None
    opener: Opener | None
    span: Span = _span()
