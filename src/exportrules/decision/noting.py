"""What is to be told beside a decision: faults that were met, and rulesets that were not checked for the day.

A test that has no value is open, and which tests are asked at all hangs on what was settled before, and so on whether
code is warm. What is told must not: it follows from the case and the law alone. Where a case may give rise to such a
fault, the measures that apply or may apply are therefore asked once more, by closures; and so is each place of which a
person found that the item is listed there or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from exportrules.case.values import Subject
from exportrules.decision.coverage import leaves_of
from exportrules.decision.listing import conditions_of, places_of, rulesets_of
from exportrules.decision.outcomes import Outcome
from exportrules.decision.warning import subjects_of, warnings_of
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, UNKNOWN
from exportrules.program.frame import Frame, Session
from exportrules.program.kept import use_kept
from exportrules.program.recorded import has_place
from exportrules.rules.conditions import Condition, PartTest, Target
from exportrules.rules.inside import conditions_within, facts_read
from exportrules.rules.rulebook import SUPPOSED
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.decision.model import MeasureFinding, Worked
    from exportrules.program.program import Program
    from exportrules.rules.statements import MeasureRule

ASKED_ANEW: Final = frozenset({"XR851", "XR852", "XR853", "XR854", "XR855", "XR864"})
"""Faults of tests and formulas, and what a person found against the facts or by the law of another day."""
_FAULTS = (ExportRulesError, ArithmeticError, RecursionError)


def diagnose(worked: Worked) -> tuple[tuple[str, str], ...]:
    """Faults met on the way, as code and message, and rulesets that were not checked for the day."""
    session = worked.session
    findings = (*worked.findings, *worked.foreign)
    touched: set[str] = set()
    for item in findings:
        touched |= rulesets_of(item.measure, session.program)
        for relieved in item.reliefs:
            if relieved.truth != FALSE:
                touched.add(relieved.relief.ruleset)
    if not any(item.level != Outcome.no_control_found for item in worked.findings):
        # an answer that found no control rests on all lists that were looked through
        touched.update(looked_through(session))
    noted = session.diagnostics
    found = {note for note in noted if note[0] not in ASKED_ANEW}
    if len(found) < len(noted) or _may_fault(session):
        found |= _ask_anew(session, findings, touched)
    found.update(_find_unchecked(session, touched))
    found.update(warnings_of(session.program, session.case, session.as_of))
    return tuple(sorted(found))


def looked_through(session: Session) -> tuple[str, ...]:
    """The lists on which a measure for the transaction would rest, were the item in them; by name, found out once."""
    if session.looked is None:
        session.looked = _look_through(session)
    return session.looked


def _look_through(session: Session) -> tuple[str, ...]:
    program, case, day = session.program, session.case, session.as_of
    found: dict[str, None] = {}
    for measure in program.book.measures:
        if case.activity not in measure.activities or measure.period.presence(day) == FALSE:
            continue
        places = places_of(measure, program)
        for name in dict.fromkeys(name for name, _ in places):
            if name in found or program.speaks_of(name, session) == FALSE:
                continue
            supposed = Session(program, case, day, session.supposed)
            supposed.pinned = {(id(case.item), *place): TRUE for place in places if place[0] == name}
            frame = Frame(supposed, case.item)
            if any(program.runner(effect.condition)(frame) != FALSE for effect in measure.effects):
                found[name] = None
    return tuple(sorted(found))


def _find_unchecked(session: Session, touched: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in touched:
        info = session.program.book.rulesets[name]
        if info.checked_to is not None and session.as_of > info.checked_to:
            yield "XR860", f"`{name}` was checked up to {info.checked_to.isoformat()} only"
        if info.stages and any(stage.name == SUPPOSED for stage in info.stages):
            yield "XR865", f"`{name}` is a proposal, supposed to be in force"
        if info.checked_from is not None and session.as_of < info.checked_from:
            yield "XR861", f"`{name}` describes the law from {info.checked_from.isoformat()} on, not that of the day"


# ---- what is asked anew -----------------------------------------------------------------------------


def _may_fault(session: Session) -> bool:
    """Whether anything is stated from which a fault can come: no parts, a zero, what formulas read, or a finding."""
    case, arithmetic = session.case, _arithmetic(session.program)
    if not case.transaction.keys().isdisjoint(arithmetic):
        return True
    return any(
        subject.findings
        or not subject.facts.keys().isdisjoint(arithmetic)
        # a `no` is equal to zero
        or (0 in subject.codes.values() and any(type(code) is int and not code for code in subject.codes.values()))
        or any(listed.complete for listed in subject.parts.values())
        for subject in subjects_of(case.item)
    )


def _arithmetic(program: Program) -> frozenset[str]:
    """The facts that formulas give, and those that they read."""
    held = program.arithmetic
    if held is None:
        lines = [line for found in program.book.formulas.values() for line in found]
        read = (ref.name for line in lines for ref in facts_read(line.body))
        held = program.arithmetic = frozenset((*program.book.formulas, *read))
    return held


def _ask_anew(session: Session, findings: Iterable[MeasureFinding], touched: set[str]) -> set[tuple[str, str]]:
    """What the closures note about the case, about these lists, and about the measures that apply or may apply."""
    program = session.program.on_closures()
    clean = Session(program, session.case, session.as_of, session.supposed)
    # what left a note is not kept
    use_kept(clean)
    frame = Frame(clean, session.case.item)
    for subject in subjects_of(session.case.item):
        for name in subject.facts.keys() & program.formulas.keys():
            with suppress(*_FAULTS):
                program.formulas[name](frame, subject, subject.facts[name])
        if subject.findings:
            _look_at_findings(subject, frame, touched)
    for finding in findings:
        # a fault leaves open what it is met in
        conditions = [finding.measure.effects[finding.effect].condition] if finding.truth == UNKNOWN else []
        for relief in finding.reliefs:
            conditions += conditions_of(relief.relief) if relief.truth == UNKNOWN else ()
        for condition in conditions:
            with suppress(*_FAULTS):
                program.runner(condition)(frame)
        if finding.truth != UNKNOWN and any(x.truth == UNKNOWN and x.relief.covers for x in finding.reliefs):
            # what a relief must cover may hang on every one of no parts
            for paragraph in _open_of_every(finding.measure, session):
                with suppress(*_FAULTS):
                    program.listed(paragraph, frame)
    return {note for note in clean.diagnostics if note[0] in ASKED_ANEW}


def _open_of_every(measure: MeasureRule, session: Session) -> Iterator[Target]:
    """The open paragraphs on which a measure rests, of entries that ask of every part, where a stated list is empty."""
    none = any(
        listed.complete and not listed.subjects
        for subject in subjects_of(session.case.item)
        for listed in subject.parts.values()
    )
    for leaf in leaves_of(measure, Frame(session, session.case.item), session.program) if none else ():
        root = leaf.statement
        while root.parent is not None:
            root = root.parent
        if leaf.truth == UNKNOWN and leaf.statement.code and _asks_every(root, session.program):
            yield Target(leaf.statement.ruleset, leaf.statement.code)


def _asks_every(condition: Condition, program: Program) -> bool:
    """Whether something in a condition is asked of every part of a sort; found once for each paragraph."""
    if isinstance(condition, PartTest) and condition.mode == "every":
        return True
    if not isinstance(condition, Statement):
        return any(_asks_every(item, program) for item in conditions_within(condition))
    held: dict[int, bool] = program.written.setdefault("every", {})
    found = held.get(id(condition))
    if found is None:
        found = condition.quantifier == "every" or any(_asks_every(x, program) for x in conditions_within(condition))
        held[id(condition)] = found
    return found


def _look_at_findings(subject: Subject, frame: Frame, touched: set[str]) -> None:
    """Ask about each place that a person found met or not met, in these lists and in those on which they hang."""
    program = frame.session.program
    here = frame if subject is frame.item else frame.judged_alone(subject)
    lists = touched | {name for item in touched for name, _ in program.asked_from(item)}
    for finding in subject.findings:
        for name in sorted(lists):
            if finding.ruleset == name or (not finding.ruleset and has_place(name, finding.code, program)):
                # what cannot be evaluated was told where the measure was asked
                with suppress(*_FAULTS):
                    program.listed(Target(name, finding.code), here)


__all__ = ["diagnose", "looked_through"]
