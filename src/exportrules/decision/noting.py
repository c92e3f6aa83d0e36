"""What is to be told beside a decision: faults that were met, and rulesets that were not checked for the day.

A test that has no value is open, and which tests are asked at all hangs on what was settled before, and so on whether
code is warm. What is told must not: it follows from the case and the law alone. Where a case may give rise to such a
fault, the measures that apply or may apply are therefore asked once more, by closures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from exportrules.case.values import Subject
from exportrules.decision.listing import conditions_of
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, UNKNOWN
from exportrules.program.frame import Frame, Session
from exportrules.program.kept import use_kept
from exportrules.rules.conditions import Target
from exportrules.rules.inside import facts_read
from exportrules.rules.rulebook import SUPPOSED

if TYPE_CHECKING:
    from exportrules.decision.model import MeasureFinding, Worked
    from exportrules.program.program import Program

ASKED_ANEW: Final = frozenset({"XR851", "XR852", "XR853", "XR854"})
"""Faults of tests and formulas."""
_FAULTS = (ExportRulesError, ArithmeticError, RecursionError)


def diagnose(worked: Worked) -> tuple[tuple[str, str], ...]:
    """Faults met on the way, as code and message, and rulesets that were not checked for the day."""
    session = worked.session
    findings = (*worked.findings, *worked.foreign)
    touched = {name for item in findings for name in (item.measure.ruleset, *item.measure.lists)}
    touched |= {found.relief.ruleset for item in findings for found in item.reliefs if found.truth != FALSE}
    if session.case.item.findings:
        _look_at_findings(session, touched)
    found = {note for note in session.diagnostics if note[0] not in ASKED_ANEW}
    if len(found) < len(session.diagnostics) or _may_fault(session):
        found |= _find_faults(session, findings)
    found.update(_find_unchecked(session, touched))
    return tuple(sorted(found))


def _find_unchecked(session: Session, touched: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in touched:
        info = session.program.book.rulesets[name]
        if info.checked_to is not None and session.as_of > info.checked_to:
            yield "XR860", f"`{name}` was checked up to {info.checked_to.isoformat()} only"
        if any(stage.name == SUPPOSED for stage in info.stages):
            yield "XR865", f"`{name}` is a proposal, supposed to be in force"
        if info.checked_from is not None and session.as_of < info.checked_from:
            yield "XR861", f"`{name}` describes the law from {info.checked_from.isoformat()} on, not that of the day"


def _look_at_findings(session: Session, rulesets: Iterable[str]) -> None:
    """Ask about each paragraph of these lists that a person found met or not met: a contradiction is told (XR855)."""
    program, frame = session.program, Frame(session, session.case.item)
    for finding in session.case.item.findings:
        for name in rulesets:
            if finding.ruleset in ("", name) and program.book.find(name, finding.code) is not None:
                # what cannot be evaluated was told where the measure was asked
                with suppress(*_FAULTS):
                    program.listed(Target(name, finding.code), frame)


# ---- faults of tests and formulas -------------------------------------------------------------------


def _may_fault(session: Session) -> bool:
    """Whether anything is stated from which a fault can come: no parts, a zero, or what formulas read."""
    case, arithmetic = session.case, _arithmetic(session.program)
    if not case.transaction.keys().isdisjoint(arithmetic):
        return True
    return any(
        not subject.facts.keys().isdisjoint(arithmetic)
        or any(type(code) is int and not code for code in subject.codes.values())
        or any(listed.complete for listed in subject.parts.values())
        for subject in _subjects(case.item)
    )


def _arithmetic(program: Program) -> frozenset[str]:
    """The facts that formulas give, and those that they read."""
    held = program.arithmetic
    if held is None:
        lines = [line for found in program.book.formulas.values() for line in found]
        read = (ref.name for line in lines for ref in facts_read(line.body))
        held = program.arithmetic = frozenset((*program.book.formulas, *read))
    return held


def _subjects(item: Subject) -> Iterator[Subject]:
    yield item
    for listed in item.parts.values():
        for part in listed.subjects:
            yield from _subjects(part)


def _find_faults(session: Session, findings: Iterable[MeasureFinding]) -> set[tuple[str, str]]:
    """What the closures note about the facts of the case, and about the measures that apply or may apply."""
    program = session.program.on_closures()
    clean = Session(program, session.case, session.as_of, session.supposed)
    # what left a note is not kept
    use_kept(clean)
    frame = Frame(clean, session.case.item)
    for subject in _subjects(session.case.item):
        for name in subject.facts.keys() & program.formulas.keys():
            with suppress(*_FAULTS):
                program.formulas[name](frame, subject, subject.facts[name])
    for finding in findings:
        # a fault leaves open what it is met in
        conditions = [finding.measure.effects[finding.effect].condition] if finding.truth == UNKNOWN else []
        for relief in finding.reliefs:
            conditions += conditions_of(relief.relief) if relief.truth == UNKNOWN else ()
        for condition in conditions:
            with suppress(*_FAULTS):
                program.runner(condition)(frame)
    return {note for note in clean.diagnostics if note[0] in ASKED_ANEW}


__all__ = ["diagnose"]
