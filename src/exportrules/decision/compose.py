"""Compose measures and reliefs of all rulesets into one interval of outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Final

from exportrules import records
from exportrules.case.values import Case
from exportrules.decision.asked import Planned, find_presence, select_effects
from exportrules.decision.entries import covers, covers_met, entries_of
from exportrules.decision.listing import targets_of
from exportrules.decision.model import Decision, MeasureFinding, ReliefFinding, Worked, Workings
from exportrules.decision.outcomes import LEVELS, REMAINING, Outcome
from exportrules.decision.quick import find_bounds
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, negate
from exportrules.program.dependence import pinned_names, stated_names, supposed_names
from exportrules.program.frame import Frame, Session, Supposition
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import SUPPOSED
from exportrules.rules.statements import DocumentCode, Duty, MeasureRule, ReliefRule, Statement

MAX_SHARED = 3
FAILED: Final = -1
"""Stands for the truth of a condition whose evaluation failed."""


def decide_case(
    program: Program, case: Case, as_of: date, supposed: Supposition | None = None, base: Session | None = None
) -> Decision:
    """Decide a case on a day. Pure: the same program, case and day always give the same decision.

    `supposed` adds what the case does not state, for questions of the form "what if". The findings are made when
    they are first asked for, unless the answer rests on them. `base` is a session of the same case that supposed less:
    what does not hang on the difference is taken from it.
    """
    workings = Workings(work_out, program, case, as_of, supposed, base)
    found = find_bounds(program, case, as_of) if supposed is None else None
    floor, ceiling = found or (workings.made.floor, workings.made.ceiling)
    return Decision(case, as_of, floor, ceiling, program.digests, workings)


def work_out(
    program: Program, case: Case, as_of: date, supposed: Supposition | None = None, base: Session | None = None
) -> Worked:
    """Every finding of a decision, and the bounds that follow from them."""
    session = Session(program, case, as_of, supposed)
    program.answers += 1
    if program.indexed and program.answers > program.router.warm:
        session.stated, session.blanks = stated_names(case, supposed), program.blanks.shelves(session)
        if base is not None:
            session.build_on(base, supposed_names(supposed) - supposed_names(base.supposed))
    findings = _find(program, session)
    union = tuple(item for item in findings if _layer(program, item) != "third_country")
    foreign = tuple(item for item in findings if _layer(program, item) == "third_country")
    floor, ceiling = join(union)
    if floor != ceiling:
        floor, ceiling = _tighten(program, session, union, floor, ceiling)
    return Worked(floor, ceiling, union, foreign, _diagnose(program, session, findings), session)


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


def _layer(program: Program, finding: MeasureFinding) -> str:
    return program.book.rulesets[finding.measure.ruleset].layer


def _find(program: Program, session: Session) -> list[MeasureFinding]:
    """Every effect of a measure that applies or may apply; what certainly does not is left out."""
    frame = Frame(session, session.case.item)
    asked = select_effects(program, session)
    try:
        truths = program.router.screen_effects(asked.name, asked.conditions, frame)
    except (ExportRulesError, ArithmeticError, RecursionError):
        # one measure cannot be evaluated: each is asked alone, so that only that one is unknown
        truths = {place: _truth(program, item, frame) for place, item in enumerate(asked.conditions)}
    found: list[MeasureFinding] = []
    for place, effect in enumerate(asked.effects):
        truth = truths.get(place, FALSE)
        if effect.speaks == UNKNOWN:
            # where our text was not checked for the day, not even a `no` is certain
            truth = UNKNOWN
        elif truth == TRUE:
            truth = effect.presence
        if truth == FAILED or truth != FALSE:
            found.append(_judge(effect, truth, frame, program))
    return found


def _judge(planned: Planned, truth: Truth, frame: Frame, program: Program) -> MeasureFinding:
    measure = program.book.measures[planned.measure]
    effect = measure.effects[planned.effect]
    failed = ""
    if truth == FAILED:
        truth, failed = UNKNOWN, "an error"
    if measure.not_modelled and truth == TRUE:
        # its text says more than is encoded, so that it may not apply after all
        truth = UNKNOWN
    level = LEVELS[effect.level]
    reliefs = () if level == Outcome.no_control_found else _relieve(program, measure, frame, truth)
    floor, ceiling = bounds(truth, level, reliefs)
    owed = (*measure.duties, *_statement_duties(effect.condition, program, frame))
    return MeasureFinding(
        measure=measure,
        effect=planned.effect,
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


def _truth(program: Program, condition: rules.Condition, frame: Frame) -> Truth:
    """The condition's truth; FAILED after an error, which makes the measure unknown, never absent."""
    try:
        return program.runner(condition)(frame)
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"a measure could not be evaluated: {type(error).__name__}")
        return FAILED


def _relieve(program: Program, measure: MeasureRule, frame: Frame, applies: Truth) -> tuple[ReliefFinding, ...]:
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
        if relief.covers and value == TRUE:
            value = covers(relief, entries_of(measure, frame, program), frame, program)
            more = [name for name in measure.lists if program.may_hold_more(name, frame.session)]
            if more and not all(_covers_whole(relief, name) for name in more):
                # the item may meet a paragraph that nobody wrote down for the day: only what it meets decides
                value = covers_met(relief, measure, frame, program)
            elif more and value == UNKNOWN and not entries_of(measure, frame, program):
                value = TRUE
        elif relief.covers and value == UNKNOWN and applies == TRUE:
            value = min(value, covers_met(relief, measure, frame, program))
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"`{relief.path}` could not be evaluated: {type(error).__name__}")
        return UNKNOWN
    return value


def _covers_whole(relief: ReliefRule, ruleset: str) -> bool:
    """Whether a line of the relief covers a list as a whole, without exception or condition."""
    return any(
        not cover.exceptions
        and cover.condition is None
        and any(target.ruleset == ruleset and not target.code for target in cover.targets)
        for cover in relief.covers
    )


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


# ---- joint atoms: listed, or not ------------------------------------------------------------------


def _tighten(
    program: Program, session: Session, findings: tuple[MeasureFinding, ...], floor: Outcome, ceiling: Outcome
) -> tuple[Outcome, Outcome]:
    """Split on lists that several open measures hang on, and join the branches."""
    shared = _shared_lists(program, findings)
    if not shared:
        return floor, ceiling
    frame = Frame(session, session.case.item)
    open_lists = [target for target in shared if _is_open(program, target, frame)][:MAX_SHARED]
    if not open_lists:
        return floor, ceiling
    floors: list[Outcome] = []
    ceilings: list[Outcome] = []
    answers: tuple[Truth, Truth] = (TRUE, FALSE)
    independent = not any(program.asked_by_paragraphs(target) for target in open_lists)
    places = frozenset((target.ruleset, target.code) for target in open_lists)
    # where no paragraph asks for these lists, the other findings are the same on every branch
    moved = [item for item in findings if not independent or not places.isdisjoint(_lists_of(program, item))]
    fixed = join(item for item in findings if independent and places.isdisjoint(_lists_of(program, item)))
    for branch in product(answers, repeat=len(open_lists)):
        inner = Session(program, session.case, session.as_of, session.supposed)
        item = id(session.case.item)
        inner.pinned = {
            (item, target.ruleset, target.code): value for target, value in zip(open_lists, branch, strict=True)
        }
        if independent:
            # what was found about paragraphs holds on each branch
            inner.share(session)
            found = [_rejudge(finding, inner) for finding in moved]
        else:
            if session.stated is not None:
                names = pinned_names(inner.pinned)
                inner.stated, inner.blanks = session.stated | names, session.blanks
                inner.build_on(session, names)
            found = [item for item in _find(program, inner) if _layer(program, item) != "third_country"]
        low, high = join(found)
        floors.append(max(low, fixed[0]))
        ceilings.append(max(high, fixed[1]))
    return max(floor, min(floors)), min(ceiling, max(ceilings))


def _is_open(program: Program, target: rules.Target, frame: Frame) -> bool:
    """Whether it is not known if a list holds the item; one that cannot be evaluated is not split on."""
    try:
        return program.listed(target, frame) == UNKNOWN
    except (ExportRulesError, ArithmeticError, RecursionError):
        return False


def _lists_of(program: Program, finding: MeasureFinding) -> frozenset[tuple[str, str]]:
    """The lists that the condition of a finding asks about, found once."""
    key = (finding.measure.path, finding.effect)
    held = program.asked_lists.get(key)
    if held is None:
        targets = targets_of(finding.measure.effects[finding.effect].condition)
        held = program.asked_lists[key] = frozenset((target.ruleset, target.code) for target in targets)
    return held


def _rejudge(finding: MeasureFinding, branch: Session) -> MeasureFinding:
    """A finding on a branch on which lists are supposed to hold the item or not; its reliefs ask for no list."""
    program, measure = branch.program, finding.measure
    condition = measure.effects[finding.effect].condition
    if finding.truth != UNKNOWN or finding.failed or not _lists_of(program, finding):
        return finding
    if find_presence(program, measure.ruleset, measure.period, branch.as_of) == UNKNOWN:
        # the day leaves it open whatever the lists say
        return finding
    frame = Frame(branch, branch.case.item)
    truth = program.runner(condition)(frame)
    if truth == UNKNOWN or (truth == TRUE and measure.not_modelled):
        # a text that says more than is encoded may still not apply
        return finding
    reliefs = finding.reliefs
    if truth == TRUE and any(targets_of(item) for relief in reliefs for item in _conditions(relief.relief)):
        reliefs = _relieve(program, measure, frame, truth)
    elif truth == TRUE:
        reliefs = tuple(_rejudge_relief(item, measure, frame, program) for item in reliefs)
    floor, ceiling = bounds(truth, finding.level, reliefs)
    return records.replace(finding, truth=truth, floor=floor, ceiling=ceiling, reliefs=reliefs)


def _rejudge_relief(found: ReliefFinding, measure: MeasureRule, frame: Frame, program: Program) -> ReliefFinding:
    """A relief that was left open, now that its measure applies: it may leave out what the item certainly meets."""
    if found.truth != UNKNOWN or not found.relief.covers:
        return found
    return records.replace(found, truth=covers_met(found.relief, measure, frame, program))


def _conditions(relief: ReliefRule) -> tuple[Statement, ...]:
    covering = (cover.condition for cover in relief.covers if cover.condition is not None)
    return (*relief.conditions, *relief.refusals, *covering)


def _shared_lists(program: Program, findings: tuple[MeasureFinding, ...]) -> list[rules.Target]:
    """Lists on which two or more measures with an open condition depend, in a fixed order."""
    seen: dict[tuple[str, str], set[str]] = {}
    for item in findings:
        # a measure that only brings duties does not move the answer, and must not use up the few splits
        if item.truth == UNKNOWN and item.level != Outcome.no_control_found:
            for place in _lists_of(program, item):
                seen.setdefault(place, set()).add(item.measure.path)
    return [rules.Target(*key) for key, measures in sorted(seen.items()) if len(measures) > 1]


# ---- what a decision says of itself ---------------------------------------------------------------


def _diagnose(program: Program, session: Session, findings: Iterable[MeasureFinding]) -> tuple[tuple[str, str], ...]:
    """Faults met on the way, and rulesets that were not checked for the day."""
    touched = {item.measure.ruleset for item in findings if item.truth != FALSE}
    touched |= {name for item in findings if item.truth != FALSE for name in item.measure.lists}
    for name in sorted(touched):
        info = program.book.rulesets[name]
        if info.checked_to is not None and session.as_of > info.checked_to:
            session.note("XR860", f"`{name}` was checked up to {info.checked_to.isoformat()} only")
        if any(stage.name == SUPPOSED for stage in info.stages):
            session.note("XR865", f"`{name}` is a proposal, supposed to be in force")
        if info.checked_from is not None and session.as_of < info.checked_from:
            session.note(
                "XR861", f"`{name}` describes the law from {info.checked_from.isoformat()} on, not that of the day"
            )
    return tuple(sorted(session.diagnostics))


__all__ = ["bounds", "decide_case", "join", "work_out"]
