"""Which effects of measures are to be asked for a case: those in force, whose needs the transaction may meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from exportrules import records
from exportrules.case.values import Choices, Flag, NotApplicable, Value
from exportrules.logic import FALSE, UNKNOWN, Period, Truth
from exportrules.program.frame import Session
from exportrules.program.needs import Needs, meets
from exportrules.program.program import Program
from exportrules.rules.statements import Statement

MAX_SELECTIONS = 4096
PROPOSED = frozenset({"proposed", "notified"})
FIRST = PROPOSED | {"adopted"}
"""The steps with which the life of a control begins; a ruleset that tells only later ones is older than they are."""


@records.mutable(eq=False)
class Planned:
    """One effect of a measure that is in force, or may be, on the days between two changes of the law."""

    measure: int
    """The place of the measure in the rulebook."""
    effect: int
    presence: Truth
    speaks: Truth
    needs: Needs
    weighed: Any = None
    """With its reliefs; filled when it is first weighed."""


@records.frozen(eq=False)
class Asked:
    """Effects with their conditions."""

    effects: tuple[Planned, ...]
    conditions: tuple[Statement, ...]
    unchecked: bool
    """Whether the text of one of them was not checked for the day, so that not even a `no` is certain of it."""
    quick: dict[Any, Any] = records.field(factory=dict[Any, Any], repr=False)
    """What answers at once, by item; filled by the quick way to decide."""


@records.mutable(eq=False)
class Plan:
    """All effects for an activity on a stretch of days, and what was selected from them for what is stated."""

    effects: tuple[Planned, ...]
    facts: tuple[str, ...]
    """The facts of the transaction that some effect needs."""
    selections: dict[tuple[object, ...], Asked] = records.field(factory=dict[tuple[object, ...], Asked])


def select_effects(program: Program, session: Session) -> Asked:
    """The effects that are not certainly false for what the transaction states."""
    values = session.case.transaction
    if session.supposed is not None and session.supposed.answers:
        supposed = {name: value for (owner, name), value in session.supposed.answers.items() if owner == 0}
        values = {**values, **supposed}
    return select_for(program, session.case.activity, session.as_of, session.era, values)


def select_for(program: Program, activity: str, day: date, era: int, values: Mapping[str, Value]) -> Asked:
    """The same for the facts of a transaction."""
    plan = _find_plan(program, activity, day, era)
    key = tuple([_outline(values.get(name)) for name in plan.facts])
    found = plan.selections.get(key)
    if found is None:
        found = _select(program, plan, values)
        if len(plan.selections) >= MAX_SELECTIONS:
            plan.selections.clear()
        plan.selections[key] = found
    return found


def _outline(value: Value | None) -> object:
    """What `meets` can see of a value."""
    if isinstance(value, Choices):
        return value.values
    if isinstance(value, Flag):
        return value.value
    return NotApplicable if isinstance(value, NotApplicable) else None


def _select(program: Program, plan: Plan, values: Mapping[str, Value]) -> Asked:
    effects = tuple(
        effect
        for effect in plan.effects
        # where our text was not checked for the day, an effect is open whatever it needs
        if effect.speaks == UNKNOWN or not program.indexed or meets(effect.needs, values)
    )
    conditions = tuple(program.book.measures[item.measure].effects[item.effect].condition for item in effects)
    unchecked = any(item.speaks == UNKNOWN for item in effects)
    return Asked(effects, conditions, unchecked)


def _find_plan(program: Program, activity: str, day: date, era: int) -> Plan:
    """What is to be asked for an activity on a day, made once for all days between two changes."""
    key = (activity, era)
    plan: Plan | None = program.plans.get(key)
    if plan is None:
        effects = tuple(
            Planned(place, number, presence, program.book.rulesets[head.ruleset].checked_on(day), needs)
            for place, head in enumerate(program.index.heads)
            if activity in head.activities
            for presence in [find_presence(program, head.ruleset, head.period, day)]
            if presence != FALSE
            for number, needs in enumerate(head.needs)
        )
        facts = sorted({name for effect in effects for need in effect.needs for name, _ in need})
        plan = Plan(effects, tuple(facts))
        program.plans[key] = plan
    return plan


def find_presence(program: Program, ruleset: str, period: Period, day: date) -> Truth:
    """Whether a provision is in force; unknown where its text was not checked for the day."""
    info = program.book.rulesets[ruleset]
    begun = [stage.name for stage in info.stages if stage.day <= day]
    if begun and (begun[-1] == "ended" or all(stage in PROPOSED for stage in begun)):
        return FALSE
    if not begun and info.stages and info.stages[0].name in FIRST:
        # before its life began there was nothing
        return FALSE
    return min(info.speaks_of(day), period.presence(day))


__all__ = ["Asked", "Planned", "find_presence", "select_effects", "select_for"]
