"""Checked conditions: names resolved, numbers in base units, references found.

They carry their text and not its place: what is wrong with one was said when it was checked.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, Union

from exportrules import records
from exportrules.logic import Interval

if TYPE_CHECKING:
    from exportrules.rules.statements import Statement
    from exportrules.units import Unit


@records.frozen(eq=False)
class FactRef:
    """A fact of the transaction, of the item that an entry is tested on, or of the part at hand (`it`)."""

    name: str
    owner: Literal["transaction", "item", "it"]


@records.frozen(eq=False)
class Constant:
    """A number in the base unit of its kind; `text` as printed."""

    value: Fraction
    text: str


@records.frozen(eq=False)
class Arithmetic:
    """+ - * / over two expressions, in base units."""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@records.frozen(eq=False)
class Scaled:
    """A printed formula: inputs are read in their printed unit, the result is in its own (`offset`: of degC)."""

    body: Expression
    inputs: tuple[tuple[str, Fraction], ...]
    factor: Fraction
    offset: Fraction


@records.frozen(eq=False)
class Gathered:
    """sum, largest or smallest of expressions, or of one over parts: those of the item, or of the part at hand."""

    function: Literal["sum", "largest", "smallest"]
    items: tuple[Expression, ...]
    over: str | None
    part_of: Literal["item", "it"]


@records.frozen(eq=False)
class Stripped:
    """A fact inside a printed formula: its value in the printed unit."""

    fact: FactRef
    scale: Fraction
    offset: Fraction


Expression = FactRef | Constant | Arithmetic | Scaled | Gathered | Stripped


@records.frozen(eq=False)
class Bounds:
    """A limit. `interval` is set when both ends are constants; else the ends are expressions."""

    interval: Interval | None
    low: Expression | None
    low_closed: bool
    high: Expression | None
    high_closed: bool
    text: str


@records.frozen(eq=False)
class AtCondition:
    """A named condition of measurement: numeric bounds or a named point; `mode` some, every, point or twice.

    The bounds of a point that is printed twice are its two figures, which are one place.
    """

    name: str
    mode: Literal["point", "some", "every", "twice"]
    bounds: Bounds | None
    named: str | None


@records.frozen(eq=False)
class NumberTest:
    """A quantity lies within bounds, under named conditions of measurement."""

    fact: Expression
    bounds: Bounds
    at: tuple[AtCondition, ...]
    unit: Unit | None
    text: str


@records.frozen(eq=False)
class RangeTest:
    """A range-valued fact reaches, covers or lies within bounds."""

    fact: FactRef
    relation: Literal["reaches", "covers", "within"]
    bounds: Bounds
    unit: Unit | None
    text: str


@records.frozen(eq=False)
class FlagTest:
    """A yes-or-no fact holds."""

    fact: FactRef
    text: str


@records.frozen(eq=False)
class ChoiceTest:
    """An enumerated, text or country fact is one of the values."""

    fact: FactRef
    values: frozenset[str]
    text: str


@records.frozen(eq=False)
class NotApplicableTest:
    """The fact was stated to be not applicable."""

    fact: FactRef
    text: str


@records.frozen(eq=False)
class SetTest:
    """A set-valued fact holds at least `count` of the values."""

    fact: FactRef
    values: tuple[str, ...]
    count: int
    text: str


@records.frozen(eq=False)
class GroupTest:
    """A country fact is a member of a group."""

    fact: FactRef
    group: str
    label: str | None
    text: str


@records.frozen(eq=False)
class DayTest:
    """A day fact lies in a span of days, both inclusive; None is open."""

    fact: FactRef
    first: date | None
    last: date | None
    text: str


@records.frozen(eq=False)
class KindTest:
    """The item (or the part at hand) is of one of the kinds."""

    subject: Literal["item", "it"]
    kinds: tuple[str, ...]
    text: str


@records.frozen(eq=False)
class Target:
    """A paragraph and all below it, or a whole ruleset (code "")."""

    ruleset: str
    code: str


LISTED: Final = 0
WORDS: Final = 1
"""A paragraph's own words, asked for in its own entry: who ruled the paragraph out spoke of these as well."""
FOREIGN_WORDS: Final = 2
"""Those of another entry: who found that the item is not listed there did not speak of its words."""


@records.frozen(eq=False)
class ListedTest:
    """The subject is listed in one of the targets; or, as `own` says, the words of each target alone hold."""

    subject: Literal["item", "it"]
    targets: tuple[Target, ...]
    own: int
    text: str


@records.frozen(eq=False)
class JudgementTest:
    """A recorded judgement about the subject: term, purposes, and names or paragraphs that it is for."""

    subject: Literal["item", "it"]
    term: str
    purposes: tuple[str, ...]
    names: tuple[str, ...]
    targets: tuple[Target, ...]
    text: str


@records.frozen(eq=False)
class CasTest:
    """The substance has this CAS number."""

    subject: Literal["item", "it"]
    number: str
    text: str


@records.frozen(eq=False)
class CodeTest:
    """The customs code begins with one (but with none of the excepted ones); `ex` never decides alone."""

    subject: Literal["item", "it"]
    code: str
    exceptions: tuple[str, ...]
    ex: bool
    text: str


@records.frozen(eq=False)
class PartTest:
    """A quantifier over parts. `body` None asks whether there are any; `ignored` drops parts that do not count."""

    mode: Literal["some", "every", "no", "at least", "at most", "exactly"]
    count: int
    part: str
    body: Condition | None
    ignored: tuple[tuple[str, Condition], ...]
    text: str
    subject: Literal["item", "it"] = "item"
    """Whether the parts are those of the item, or of the part at hand where that may have such parts."""


@records.frozen(eq=False)
class Negated:
    """Kleene not."""

    item: Condition
    text: str


@records.frozen(eq=False)
class AllOf:
    """Kleene and."""

    items: tuple[Condition, ...]
    text: str


@records.frozen(eq=False)
class AnyOf:
    """Kleene or."""

    items: tuple[Condition, ...]
    text: str


@records.frozen(eq=False)
class Defined:
    """A use of a defined term: its meaning, under its printed name."""

    term: str
    meaning: Condition
    text: str


Atom = (
    NumberTest | RangeTest | FlagTest | ChoiceTest | NotApplicableTest | SetTest | GroupTest | DayTest
    | KindTest | ListedTest | JudgementTest | CasTest | CodeTest
)  # fmt: skip
Condition = Union[Atom, PartTest, Negated, AllOf, AnyOf, Defined, "Statement"]

NEVER = AnyOf((), "never")
"""Stands where a fault was reported, and for what the law reserves."""
EVER = AllOf((), "always")
"""A note without a condition."""
