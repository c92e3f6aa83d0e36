"""What comes of a measure whose condition holds or may hold: its reliefs, its duties, the interval that they leave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from exportrules.decision.asked import find_presence
from exportrules.decision.coverage import covers
from exportrules.decision.model import MeasureFinding, ReliefFinding
from exportrules.decision.outcomes import LEVELS, REMAINING, Outcome
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, negate
from exportrules.program.frame import Frame
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import DocumentCode, Duty, MeasureRule, ReliefRule, Statement

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


def weigh(
    measure: MeasureRule, effect: int, truth: Truth, presence: Truth, speaks: Truth, frame: Frame
) -> list[MeasureFinding]:
    """What comes of the truth of a condition: a finding, or none where the effect certainly does not apply."""
    if speaks == UNKNOWN:
        # where our text was not checked for the day, not even a `no` is certain
        truth = UNKNOWN
    elif truth == TRUE:
        truth = presence
    return [] if truth == FALSE else [_judge(measure, effect, truth, frame)]


def _judge(measure: MeasureRule, place: int, truth: Truth, frame: Frame) -> MeasureFinding:
    program = frame.session.program
    effect = measure.effects[place]
    failed = ""
    if truth == FAILED:
        truth, failed = UNKNOWN, "an error"
    if measure.not_modelled and truth == TRUE:
        # its text says more than is encoded, so that it may not apply after all
        truth = UNKNOWN
    level = LEVELS[effect.level]
    reliefs = () if level == Outcome.no_control_found else relieve(program, measure, frame, truth)
    floor, ceiling = bounds(truth, level, reliefs)
    owed = (*measure.duties, *_statement_duties(effect.condition, program, frame))
    return MeasureFinding(
        measure=measure,
        effect=place,
        truth=truth,
        level=level,
        floor=floor,
        ceiling=ceiling,
        reliefs=reliefs,
        session=frame.session,
        duties=_duties(owed, truth, frame, program),
        documents=_documents(measure.documents, frame, program) if truth == TRUE else (),
        failed=failed,
    )


def truth_of(program: Program, condition: rules.Condition, frame: Frame) -> Truth:
    """The condition's truth; FAILED after an error, which makes the measure unknown, never absent."""
    try:
        return program.runner(condition)(frame)
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"a measure could not be evaluated: {type(error).__name__}")
        return FAILED


def relieve(program: Program, measure: MeasureRule, frame: Frame, applies: Truth) -> tuple[ReliefFinding, ...]:
    """The reliefs of a measure that are in force or may be, and whether each applies."""
    found: list[ReliefFinding] = []
    session = frame.session
    for relief in program.reliefs_for(measure.path):
        if session.case.activity not in relief.activities:
            continue
        presence = find_presence(program, relief.ruleset, relief.period, session.as_of)
        if presence == FALSE:
            continue
        truth = min(presence, _applies(program, relief, measure, frame, applies))
        duties = _duties(_relief_duties(relief, program, frame), truth, frame, program)
        documents = _documents(relief.documents, frame, program)
        found.append(ReliefFinding(relief, truth, REMAINING[relief.form], duties, documents))
    return tuple(found)


def _applies(program: Program, relief: ReliefRule, measure: MeasureRule, frame: Frame, applies: Truth) -> Truth:
    """Every `covers` and `when`, and no `not when`; what is not modelled leaves it open.

    Whether it covers the item is asked only where that can still matter: a relief that is open anyway could only
    turn out not to apply, which changes nothing while it is open whether the measure itself `applies`.
    """
    try:
        value = every(program.runner(item)(frame) for item in relief.conditions)
        if value != FALSE:
            value = min(value, every(negate(program.runner(item)(frame)) for item in relief.refusals))
        if relief.not_modelled:
            value = min(value, UNKNOWN)
        if relief.covers and (value == TRUE or (value == UNKNOWN and applies == TRUE)):
            value = min(value, covers(relief, measure, frame, program))
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"`{relief.path}` could not be evaluated: {type(error).__name__}")
        return UNKNOWN
    return value


def _relief_duties(relief: ReliefRule, program: Program, frame: Frame) -> tuple[Duty, ...]:
    below = (duty for item in relief.conditions for duty in _statement_duties(item, program, frame))
    return (*relief.duties, *below)


def _statement_duties(condition: Statement, program: Program, frame: Frame) -> tuple[Duty, ...]:
    """Duties that stand under a statement which is not false."""
    found = condition.duties
    for member in condition.members:
        if program.runner(member)(frame) != FALSE:
            found = (*found, *_statement_duties(member, program, frame))
    return found


def _duties(duties: Iterable[Duty], truth: Truth, frame: Frame, program: Program) -> tuple[tuple[Duty, Truth], ...]:
    """Duties that are owed (true) or may be owed (unknown)."""
    if truth == FALSE:
        return ()
    found: list[tuple[Duty, Truth]] = []
    for duty in duties:
        value = truth if duty.when is None else min(truth, program.runner(duty.when)(frame))
        if value != FALSE:
            found.append((duty, value))
    return tuple(found)


def _documents(documents: Iterable[DocumentCode], frame: Frame, program: Program) -> tuple[DocumentCode, ...]:
    """Document codes that are certain: in force on the day, and their condition holds."""
    return tuple(
        item
        for item in documents
        if item.period.presence(frame.session.as_of) == TRUE
        and (item.when is None or program.runner(item.when)(frame) == TRUE)
    )


__all__ = ["FAILED", "bounds", "join", "relieve", "truth_of", "weigh"]
