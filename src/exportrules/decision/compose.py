"""Compose measures and reliefs of all rulesets into one interval of outcomes."""

from __future__ import annotations

from datetime import date

from exportrules.case.values import Case
from exportrules.decision.asked import select_effects
from exportrules.decision.judging import bounds, join
from exportrules.decision.model import Decision, MeasureFinding, Worked, Workings
from exportrules.decision.outcomes import Outcome
from exportrules.decision.quick import find_bounds, screen_lists
from exportrules.decision.tightening import tighten
from exportrules.decision.weighing import weigh
from exportrules.program.dependence import dated_names, supposed_names
from exportrules.program.frame import Frame, Session, Supposition
from exportrules.program.kept import use_kept
from exportrules.program.program import Program


def decide_case(
    program: Program, case: Case, as_of: date, supposed: Supposition | None = None, base: Session | None = None
) -> Decision:
    """Decide a case on a day. Pure: the same program, case and day always give the same decision.

    `supposed` adds what the case does not state, for questions of the form "what if". The findings are made when
    they are first asked for, unless the answer rests on them. `base` is a session of the same case, which supposed less
    or had another day: what does not hang on the difference is taken from it.
    """
    program.decided += 1
    workings = Workings(work_out, program, case, as_of, supposed, base)
    found = find_bounds(program, case, as_of) if supposed is None else None
    floor, ceiling = found or (workings.made.floor, workings.made.ceiling)
    return Decision(case, as_of, floor, ceiling, program.digests, workings)


def decide_bounds(program: Program, case: Case, as_of: date) -> tuple[Outcome, Outcome]:
    """Floor and ceiling of the decision alone, for a batch that keeps nothing else."""
    program.decided += 1
    found = find_bounds(program, case, as_of)
    if found is None:
        worked = work_out(program, case, as_of)
        return worked.floor, worked.ceiling
    return found


def work_out(
    program: Program, case: Case, as_of: date, supposed: Supposition | None = None, base: Session | None = None
) -> Worked:
    """Every finding of a decision, and the bounds that follow from them."""
    session = Session(program, case, as_of, supposed)
    use_kept(session)
    if session.stated is not None and base is not None:
        # by what is supposed, not by its name alone: another value may have taken its place
        moved = supposed_names((supposed or Supposition()).unlike(base.supposed or Supposition()))
        session.build_on(base, moved if base.era == session.era else moved | dated_names(case))
    screen_lists(session)
    findings = _find(program, session)
    foreign = tuple([item for item in findings if _layer(program, item) == "third_country"])
    union = tuple([item for item in findings if item not in foreign] if foreign else findings)
    floor, ceiling = join(union)
    if floor != ceiling:
        floor, ceiling = tighten(program, session, union, floor, ceiling)
    return Worked(floor, ceiling, union, foreign, session)


def _layer(program: Program, finding: MeasureFinding) -> str:
    return program.book.rulesets[finding.measure.ruleset].layer


def _find(program: Program, session: Session) -> list[MeasureFinding]:
    """Every effect of a measure that applies or may apply; what certainly does not is left out."""
    frame = Frame(session, session.case.item)
    found = (weigh(effect, frame) for effect in select_effects(program, session).effects)
    return [finding for finding in found if finding is not None]


__all__ = ["bounds", "decide_bounds", "decide_case", "join", "work_out"]
