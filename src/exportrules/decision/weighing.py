"""Effects of measures as they stand on some days, each with what is kept of it from one case to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from exportrules import records
from exportrules.decision.asked import Planned, find_presence
from exportrules.decision.judging import judge
from exportrules.decision.model import MeasureFinding
from exportrules.decision.owing import lines_below
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, Truth
from exportrules.program.frame import Frame
from exportrules.program.kept import Memory
from exportrules.rules import conditions as rules
from exportrules.rules.statements import DocumentCode, Duty, MeasureRule, ReliefRule, Statement

OUT: Final = ()
"""Kept of an effect that certainly does not apply."""


@records.mutable(eq=False)
class Weighed:
    """One effect of a measure and the reliefs that lift it, each with whether it is in force and was checked."""

    measure: MeasureRule
    effect: int
    presence: Truth
    speaks: Truth
    reliefs: tuple[tuple[ReliefRule, Truth, Truth], ...]
    memory: Memory | None = None


def weigh(planned: Planned, frame: Frame) -> MeasureFinding | None:
    """The finding about an effect; None where it certainly does not apply."""
    session = frame.session
    weighed: Weighed = planned.weighed or _prepare(planned, frame)
    memory = weighed.memory
    if memory is None and session.stated is not None:
        memory = weighed.memory = session.program.kept.memory(*_lines(weighed))
    place = None if memory is None else memory.place(session)
    if memory is None or place is None:
        return _make(weighed, judge(weighed, frame), frame)
    try:
        held: tuple[Any, ...] | None = memory.recall(place, frame)
    except (ExportRulesError, ArithmeticError, RecursionError):
        # a list that cannot be evaluated: whoever asks for it says so
        held = None
    if held is None:
        start, spoilt = len(session.trace), session.spoilt
        held = judge(weighed, frame) or OUT
        if session.spoilt == spoilt:
            session.program.kept.keep(memory, place, session.trace[start:], held)
    return _make(weighed, held, frame)


def _make(weighed: Weighed, found: tuple[Any, ...] | None, frame: Frame) -> MeasureFinding | None:
    if not found:
        return None
    truth, level, floor, ceiling, reliefs, duties, documents, failed = found
    return MeasureFinding(
        weighed.measure, weighed.effect, truth, level, floor, ceiling, reliefs, frame.session, duties, documents, failed
    )


def _prepare(planned: Planned, frame: Frame) -> Weighed:
    """The effect with its reliefs, the same for all days on which the same of them are in force."""
    session, program = frame.session, frame.session.program
    measure = program.book.measures[planned.measure]
    reliefs = tuple(
        (relief, presence, program.book.rulesets[relief.ruleset].checked_on(session.as_of))
        for relief in program.reliefs_for(measure.path)
        if session.case.activity in relief.activities
        for presence in (find_presence(program, relief.ruleset, relief.period, session.as_of),)
        if presence != FALSE
    )
    standing = tuple((relief.path, presence, speaks) for relief, presence, speaks in reliefs)
    key = (measure.path, planned.effect, planned.presence, planned.speaks, standing)
    held: Weighed | None = program.kept.weighed.get(key)
    if held is None:
        held = program.kept.weighed[key] = Weighed(measure, planned.effect, planned.presence, planned.speaks, reliefs)
    planned.weighed = held
    return held


def _lines(weighed: Weighed) -> Iterator[rules.Condition]:
    """Every condition that can bear on the finding."""
    measure = weighed.measure
    condition = measure.effects[weighed.effect].condition
    yield condition
    places: list[MeasureRule | ReliefRule | Statement] = [measure, *lines_below(condition)]
    for relief, _, _ in weighed.reliefs:
        yield from (*relief.conditions, *relief.refusals)
        places += [relief, *(line for item in relief.conditions for line in lines_below(item))]
    for place in places:
        yield from _owed(place.duties, place.documents)


def _owed(duties: tuple[Duty, ...], documents: tuple[DocumentCode, ...]) -> Iterator[rules.Condition]:
    yield from (duty.when for duty in duties if duty.when is not None)
    # a code is a line of its own, in force on its days
    yield from (Statement(head=item.when, period=item.period) for item in documents)


__all__ = ["Weighed", "weigh"]
