"""What comes of an effect of a measure: whether it applies, its reliefs, its duties, the interval that they leave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from exportrules.decision.coverage import covers
from exportrules.decision.model import MeasureFinding, ReliefFinding
from exportrules.decision.outcomes import LEVELS, REMAINING, Outcome
from exportrules.decision.owing import find_documents, find_duties, find_standing
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, negate
from exportrules.program.frame import Frame
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import ReliefRule

if TYPE_CHECKING:
    from exportrules.decision.weighing import Weighed

FAILED: Final = -1
"""Stands for the truth of a condition whose evaluation failed."""


def join(findings: Iterable[MeasureFinding]) -> tuple[Outcome, Outcome]:
    """The stricter of all floors and of all ceilings; nothing for none."""
    floor = ceiling = Outcome.no_control_found
    for item in findings:
        floor, ceiling = max(floor, item.floor), max(ceiling, item.ceiling)
    return floor, ceiling


def bounds(truth: Truth, level: Outcome, reliefs: Iterable[ReliefFinding]) -> tuple[Outcome, Outcome]:
    """Floor and ceiling of one effect (semantics, section 4)."""
    best = sure = level
    for item in reliefs:
        if item.truth != FALSE:
            best = min(best, item.remaining)
        if item.truth == TRUE:
            sure = min(sure, item.remaining)
    floor = best if truth == TRUE else Outcome.no_control_found
    ceiling = sure if truth != FALSE else Outcome.no_control_found
    return floor, ceiling


def judge(weighed: Weighed, frame: Frame) -> tuple[Any, ...] | None:
    """What comes of an effect, as the fields of a finding; None where it certainly does not apply."""
    measure, effect = weighed.measure, weighed.measure.effects[weighed.effect]
    truth, failed = truth_of(frame.session.program, effect.condition, frame), ""
    if weighed.speaks == UNKNOWN:
        # where our text was not checked for the day, not even a `no` is certain
        truth = UNKNOWN
    elif truth == TRUE:
        truth = weighed.presence
    if truth == FALSE:
        return None
    if truth == FAILED:
        truth, failed = UNKNOWN, "an error"
    if measure.not_modelled and truth == TRUE:
        # its text says more than is encoded, so that it may not apply after all
        truth = UNKNOWN
    level = LEVELS[effect.level]
    reliefs = () if level == Outcome.no_control_found else _relieve(weighed, frame, truth)
    standing = find_standing(measure, (effect.condition,), truth, frame, blind=weighed.speaks == UNKNOWN)
    documents = find_documents(standing, frame)
    return (truth, level, *bounds(truth, level, reliefs), reliefs, find_duties(standing, frame), documents, failed)


def truth_of(program: Program, condition: rules.Condition, frame: Frame) -> Truth:
    """The condition's truth; FAILED after an error, which makes the measure unknown, never absent."""
    try:
        return program.runner(condition)(frame)
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"a measure could not be evaluated: {type(error).__name__}")
        return FAILED


def _relieve(weighed: Weighed, frame: Frame, applies: Truth) -> tuple[ReliefFinding, ...]:
    """The reliefs of a measure that are in force or may be, and whether each applies."""
    found: list[ReliefFinding] = []
    for relief, presence, speaks in weighed.reliefs:
        # where our text was not checked for the day, another wording may have applied
        truth = UNKNOWN if speaks == UNKNOWN else min(presence, _applies(relief, weighed, frame, applies))
        standing = find_standing(relief, relief.conditions, truth, frame)
        duties, documents = find_duties(standing, frame), find_documents(standing, frame)
        found.append(ReliefFinding(relief, truth, REMAINING[relief.form], duties, documents))
    return tuple(found)


def _applies(relief: ReliefRule, weighed: Weighed, frame: Frame, applies: Truth) -> Truth:
    """Every `covers` and `when`, and no `not when`; what is not modelled leaves it open.

    Whether it covers the item is asked only where that can still matter: a relief that is open anyway could only
    turn out not to apply, which changes nothing while it is open whether the measure itself `applies`.
    """
    program = frame.session.program
    try:
        value = every(program.runner(item)(frame) for item in relief.conditions)
        if value != FALSE:
            value = min(value, every(negate(program.runner(item)(frame)) for item in relief.refusals))
        if relief.not_modelled:
            value = min(value, UNKNOWN)
        if relief.covers and (value == TRUE or (value == UNKNOWN and applies == TRUE)):
            # it hangs on the paragraphs of whole lists, which is more than can be told of another case
            frame.session.spoilt += 1
            value = min(value, covers(relief, weighed.measure, weighed.effect, frame, program))
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"`{relief.path}` could not be evaluated: {type(error).__name__}")
        return UNKNOWN
    return value


__all__ = ["FAILED", "bounds", "join", "judge", "truth_of"]
