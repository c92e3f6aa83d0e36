"""A checked set of rulesets: immutable data that the program runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from exportrules import records
from exportrules.logic import ALWAYS, FALSE, TRUE, UNKNOWN, Period, Truth
from exportrules.text import NOWHERE, Span

if TYPE_CHECKING:
    from exportrules.rules.conditions import Condition, Expression
    from exportrules.rules.statements import MeasureRule, Note, ReliefRule, Statement
    from exportrules.vocabulary import Vocabulary

SUPPOSED = "supposed"
SECTION: Final = 2
"""The length of the name of a section, with which all codes in it begin."""


@records.frozen(eq=False)
class LifeStage:
    """A step in the life of a ruleset: proposed, notified, adopted, published, in_force, amended, ended.

    `supposed` is no step of the law: a host asks what a proposal would do (`Rulebook.suppose`).
    """

    name: str
    day: date
    remark: str = ""


@records.frozen(eq=False)
class RulesetInfo:
    """What a ruleset says of itself."""

    name: str
    title: str = ""
    source: str = ""
    layer: str = "union"
    country: str | None = None
    evidence: str = "official"
    period: Period = ALWAYS
    checked_from: date | None = None
    checked_to: date | None = None
    stages: tuple[LifeStage, ...] = ()
    codes_from: str | None = None
    may_lift: frozenset[str] = frozenset()
    not_modelled: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    digest: str = ""
    span: Span = records.field(default=NOWHERE)

    def speaks_of(self, day: date) -> Truth:
        """Whether its text holds on the day: false before it is in force, unknown where it was not checked."""
        presence = self.period.presence(day)
        if presence == FALSE:
            return FALSE
        return min(presence, self.checked_on(day))

    def checked_on(self, day: date) -> Truth:
        """Whether its text was compared with the law of the day; unknown before the first day of that."""
        return UNKNOWN if self.checked_from is not None and day < self.checked_from else TRUE


@records.frozen(eq=False)
class DerivedFormula:
    """One formula of a derived fact and the case that it is for."""

    body: Expression
    when: Condition | None


@records.frozen(eq=False)
class Rulebook:
    """Every ruleset, resolved. `statements` holds all paragraphs of a ruleset by code, in document order."""

    vocabulary: Vocabulary
    rulesets: Mapping[str, RulesetInfo]
    roots: Mapping[str, Sequence[Statement]]
    statements: Mapping[str, Mapping[str, Statement]]
    notes: Mapping[str, Sequence[Note]]
    measures: Sequence[MeasureRule]
    reliefs: Sequence[ReliefRule]
    formulas: Mapping[str, tuple[DerivedFormula, ...]]

    def suppose(self, names: Iterable[str]) -> Rulebook:
        """The same rules with rulesets that are only proposed or notified taking part as if they were in force."""
        changed = dict(self.rulesets)
        for name in names:
            # its own life does not count: it is asked what it would do, on whatever day
            changed[name] = records.replace(changed[name], stages=(LifeStage(SUPPOSED, date.min),))
        return records.replace(self, rulesets=changed)

    def find(self, ruleset: str, code: str) -> Statement | None:
        """The paragraph with this code, or None; of several rows that bear it the last."""
        return self.statements.get(ruleset, {}).get(code)

    def find_all(self, ruleset: str, code: str) -> tuple[Statement, ...]:
        """Every paragraph with this code: of a table, two rows may bear the same."""
        found = self.find(ruleset, code)
        if found is None or not is_row(code):
            return () if found is None else (found,)
        return tuple(root for root in self.roots[ruleset] if root.code == code)


def is_row(code: str) -> bool:
    """Whether a code is that of a row: the name of its table stands first."""
    return code[:1].islower()


def entry_of(code: str) -> str:
    """The entry in which a paragraph lies: its code up to the first step that ends in a number of three digits."""
    steps = code.split(".")
    ends = (at for at, step in enumerate(steps, 1) if step[-3:].isdigit() and len(step) > 2)
    return ".".join(steps[: next(ends, 1)])


def belongs(code: str, target: str) -> bool:
    """Whether a paragraph lies at or below a target: equal, below it, or in the section that it names."""
    return target in (code, "") or code.startswith(target + ".") or (len(target) == SECTION and code.startswith(target))


__all__ = [
    "SECTION", "SUPPOSED", "UNKNOWN", "DerivedFormula", "LifeStage", "Rulebook", "RulesetInfo",
    "belongs", "entry_of", "is_row",
]  # fmt: skip
