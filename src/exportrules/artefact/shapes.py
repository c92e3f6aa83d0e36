"""Which classes a compiled rulebook may hold, and the marks under which plain data stands for them.

A value is itself when it is text, a whole number, true, false or null; everything else is a list that begins
with a mark. Nothing but the classes named here can come out of a compiled rulebook.

A reference is the distance from the line that it stands in to the line that it means, so that lines mean the same
wherever they stand together.
"""

from __future__ import annotations

from typing import Any, Final

from exportrules import records
from exportrules.logic import ALWAYS, Interval, Period
from exportrules.program.gates import Gate
from exportrules.program.index import Entrance, Head
from exportrules.rules import conditions, rulebook, statements
from exportrules.text import NOWHERE
from exportrules.units import Quantity, Unit
from exportrules.vocabulary import FactDefinition, GroupDefinition, KindDefinition, Membership, PartDefinition

TUPLE: Final = 0
SET: Final = 1
FRACTION: Final = 2
DAY: Final = 3
REFERENCE: Final = 4
TABLE: Final = 5
SPAN: Final = 6
ALWAYS_MARK: Final = 7
NOWHERE_MARK: Final = 8
WORDS: Final = 9
"""A tuple of nothing but what stands for itself."""
NEVER_MARK: Final = 10
EVER_MARK: Final = 11
FIRST_CLASS: Final = 12
SINGLE: Final = (
    (ALWAYS, ALWAYS_MARK),
    (NOWHERE, NOWHERE_MARK),
    (conditions.NEVER, NEVER_MARK),
    (conditions.EVER, EVER_MARK),
)
"""What there is one of, with its mark."""

CLASSES: Final[tuple[type[Any], ...]] = (
    statements.Statement,
    statements.Exclusion,
    statements.Note,
    statements.Duty,
    statements.DocumentCode,
    statements.Effect,
    statements.MeasureRule,
    statements.Cover,
    statements.ReliefRule,
    conditions.FactRef,
    conditions.Constant,
    conditions.Arithmetic,
    conditions.Scaled,
    conditions.Gathered,
    conditions.Stripped,
    conditions.Bounds,
    conditions.AtCondition,
    conditions.NumberTest,
    conditions.RangeTest,
    conditions.FlagTest,
    conditions.ChoiceTest,
    conditions.NotApplicableTest,
    conditions.SetTest,
    conditions.GroupTest,
    conditions.DayTest,
    conditions.KindTest,
    conditions.Target,
    conditions.ListedTest,
    conditions.JudgementTest,
    conditions.CasTest,
    conditions.CodeTest,
    conditions.PartTest,
    conditions.Negated,
    conditions.AllOf,
    conditions.AnyOf,
    conditions.Defined,
    rulebook.LifeStage,
    rulebook.RulesetInfo,
    rulebook.DerivedFormula,
    Interval,
    Period,
    Unit,
    Quantity,
    KindDefinition,
    PartDefinition,
    FactDefinition,
    Membership,
    GroupDefinition,
    Gate,
    Entrance,
    Head,
)
MARKS: Final = {cls: FIRST_CLASS + 2 * number for number, cls in enumerate(CLASSES)}
"""The mark of each class; that of an object whose fields all stand for themselves is higher by one."""
SPARSE: Final = 9
"""Objects of more fields than this name those that differ from their default."""


def _fields(cls: type[Any]) -> tuple[tuple[str, Any], ...]:
    # what stands above a statement is known from below
    return tuple((field.name, field.default) for field in records.fields(cls) if field.init and field.name != "parent")


FIELDS: Final = {cls: _fields(cls) for cls in CLASSES}
"""The names of the fields of each class in their order, with their defaults (NOTHING for none)."""

__all__ = ["CLASSES", "FIELDS", "MARKS", "SINGLE"]
