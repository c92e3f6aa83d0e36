"""Which lists a condition asks about, on which a measure rests, and what a relief asks."""

from __future__ import annotations

from collections.abc import Callable

from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, negate, some
from exportrules.logic.truth import at_least
from exportrules.program.frame import Frame
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import MeasureRule, ReliefRule, Statement


def targets_of(condition: rules.Condition | None) -> list[rules.Target]:
    """Every list or paragraph that a condition asks about for the item itself."""
    match condition:
        case Statement():
            lines = (condition.head, *condition.wheres, *condition.members, *condition.also)
            return [target for item in lines for target in targets_of(item)]
        case rules.AllOf() | rules.AnyOf():
            return [target for item in condition.items for target in targets_of(item)]
        case rules.Negated():
            return targets_of(condition.item)
        case rules.Defined():
            return targets_of(condition.meaning)
        case rules.ListedTest() if condition.subject == "item" and not condition.own:
            return list(condition.targets)
        case _:
            return []


def rests_on(measure: MeasureRule, program: Program) -> tuple[rules.Target, ...]:
    """The lists and paragraphs that the effects of a measure ask to hold the item, found once."""
    held = program.rested_on.get(measure.path)
    if held is None:
        found = (target for effect in measure.effects for target in _sought(effect.condition, sought=True))
        held = program.rested_on[measure.path] = tuple(dict.fromkeys(found))
    return held


def places_of(measure: MeasureRule, program: Program) -> tuple[tuple[str, str], ...]:
    """Where the paragraphs of a measure are looked for, as ruleset and code: its lists, then what else it rests on."""
    held = program.kept.places.get(id(measure))
    if held is None:
        others = {(target.ruleset, target.code) for target in rests_on(measure, program)}
        whole = dict.fromkeys((name, "") for name in measure.lists)
        found = (*whole, *sorted(item for item in others if (item[0], "") not in whole))
        held = program.kept.places[id(measure)] = found
    return held


def rulesets_of(measure: MeasureRule, program: Program) -> frozenset[str]:
    """The ruleset of a measure, and those in which its paragraphs are looked for."""
    held = program.kept.touched.get(id(measure))
    if held is None:
        names = (measure.ruleset, *(name for name, _ in places_of(measure, program)))
        held = program.kept.touched[id(measure)] = frozenset(names)
    return held


def _sought(condition: rules.Condition | None, *, sought: bool) -> list[rules.Target]:
    """What a condition asks to hold the item; or, where it is not `sought`, what it asks not to."""
    match condition:
        case Statement():
            below = sought if condition.connective != "none" else not sought
            own = (*condition.wheres, *condition.also, condition.head)
            found = [target for item in own for target in _sought(item, sought=sought)]
            return found + [target for item in condition.members for target in _sought(item, sought=below)]
        case rules.AllOf() | rules.AnyOf():
            return [target for item in condition.items for target in _sought(item, sought=sought)]
        case rules.Negated():
            return _sought(condition.item, sought=not sought)
        case rules.Defined():
            return _sought(condition.meaning, sought=sought)
        case rules.ListedTest() if condition.subject == "item" and sought:
            return list(condition.targets)
        case _:
            return []


def may_hold_unlisted(condition: rules.Condition, frame: Frame) -> bool:
    """Whether a condition that holds or may hold still may, were the item in none of the lists that it asks for."""
    return _with_lists(condition, frame, lambda _: FALSE) != FALSE


def hold_with_part(condition: rules.Condition, frame: Frame, part: Frame) -> Truth:
    """How far a condition would hold, were the item in the lists that hold the part, which is an item there."""
    program = frame.session.program
    return _with_lists(condition, frame, lambda test: program.runner(test)(part))


def _with_lists(condition: rules.Condition, frame: Frame, listed: Callable[[rules.ListedTest], Truth]) -> Truth:
    """How far a condition holds of an item for which something else says whether a list holds it."""
    match condition:
        case Statement() if not condition.part:
            head = [] if condition.head is None else [condition.head]
            main = every(_with_lists(item, frame, listed) for item in (*head, *condition.wheres))
            if main != FALSE:
                main = min(main, _block(condition, frame, listed), TRUE if condition.not_modelled is None else UNKNOWN)
            found = max(main, some(_with_lists(item, frame, listed) for item in condition.also))
            return min(found, condition.period.presence(frame.session.as_of))
        case rules.AllOf():
            return every(_with_lists(item, frame, listed) for item in condition.items)
        case rules.AnyOf():
            return some(_with_lists(item, frame, listed) for item in condition.items)
        case rules.Negated():
            return negate(_with_lists(condition.item, frame, listed))
        case rules.Defined():
            return _with_lists(condition.meaning, frame, listed)
        case rules.ListedTest() if condition.subject == "item" and not condition.own:
            return listed(condition)
        case _:
            return frame.session.program.runner(condition)(frame)


def _block(statement: Statement, frame: Frame, listed: Callable[[rules.ListedTest], Truth]) -> Truth:
    values = [_with_lists(item, frame, listed) for item in statement.members]
    match statement.connective:
        case "all":
            # a limb that is not in force asks for nothing
            absent = [negate(item.period.presence(frame.session.as_of)) for item in statement.members]
            return every(map(max, values, absent))
        case "at least":
            return at_least(statement.count, values)
        case "any":
            return some(values)
        case "none":
            return negate(some(values))
        case _:
            return TRUE


def conditions_of(relief: ReliefRule) -> tuple[Statement, ...]:
    """Everything that a relief asks, whether for it, against it or of what it covers."""
    covering = (cover.condition for cover in relief.covers if cover.condition is not None)
    return (*relief.conditions, *relief.refusals, *covering)


__all__ = ["conditions_of", "hold_with_part", "may_hold_unlisted", "rests_on", "targets_of"]
