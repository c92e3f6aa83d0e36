"""Compose measures and reliefs of all rulesets into one interval of outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product

from exportrules.case.values import Case
from exportrules.decision.entries import covers, find_entries
from exportrules.decision.model import Decision, ListFinding, MeasureFinding, ReliefFinding
from exportrules.decision.outcomes import LEVELS, REMAINING, Outcome
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, negate
from exportrules.program.frame import Frame, Session, Supposition
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import DocumentCode, Duty, MeasureRule, ReliefRule, Statement

MAX_SHARED = 3
PROPOSED = frozenset({"proposed", "notified"})


def decide_case(program: Program, case: Case, as_of: date, supposed: Supposition | None = None) -> Decision:
    """Decide a case on a day. Pure: the same program, case and day always give the same decision.

    `supposed` adds what the case does not state, for questions of the form "what if".
    """
    session = Session(program, case, as_of, supposed)
    findings = _find(program, session)
    union = tuple(item for item in findings if _layer(program, item) != "third_country")
    foreign = tuple(item for item in findings if _layer(program, item) == "third_country")
    floor, ceiling = join(union)
    if floor != ceiling:
        floor, ceiling = _tighten(program, session, union, floor, ceiling)
    return Decision(
        case=case,
        as_of=as_of,
        floor=floor,
        ceiling=ceiling,
        findings=union,
        foreign=foreign,
        diagnostics=_diagnose(program, session, findings),
        rulesets={name: info.digest for name, info in program.book.rulesets.items()},
        session=session,
    )


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
    frame = Frame(session, session.case.item)
    lists: dict[str, tuple[ListFinding, ...]] = {}
    found: list[MeasureFinding] = []
    for measure in program.book.measures:
        if session.case.activity not in measure.activities:
            continue
        presence = _presence(program, measure.ruleset, measure, session.as_of)
        if presence != FALSE:
            found += _judge(measure, presence, frame, program, lists)
    return found


def _presence(program: Program, ruleset: str, rule: MeasureRule | ReliefRule, day: date) -> Truth:
    """Whether a provision is in force; unknown where its text was not checked for the day."""
    info = program.book.rulesets[ruleset]
    stages = [stage.name for stage in info.stages if stage.day <= day]
    if stages and (stages[-1] == "ended" or all(stage in PROPOSED for stage in stages)):
        return FALSE
    return min(info.speaks_of(day), rule.period.presence(day))


def _judge(
    measure: MeasureRule,
    presence: Truth,
    frame: Frame,
    program: Program,
    lists: dict[str, tuple[ListFinding, ...]],
) -> list[MeasureFinding]:
    found: list[MeasureFinding] = []
    for number, effect in enumerate(measure.effects):
        truth, failed = _truth(program, effect.condition, frame, presence)
        entries: tuple[ListFinding, ...] = ()
        reliefs: tuple[ReliefFinding, ...] = ()
        level = LEVELS[effect.level]
        if truth != FALSE:
            for name in measure.lists:
                if name not in lists:
                    lists[name] = find_entries(name, frame, program)
                entries = (*entries, *lists[name])
            if level != Outcome.no_control_found:
                reliefs = _relieve(program, measure, frame, entries)
        floor, ceiling = bounds(truth, level, reliefs)
        owed = (*measure.duties, *_statement_duties(effect.condition, program, frame))
        duties = _duties(owed, truth, frame, program)
        documents = _documents(measure.documents, frame, program) if truth == TRUE else ()
        found.append(
            MeasureFinding(measure, number, truth, level, floor, ceiling, reliefs, entries, duties, documents, failed)
        )
    return found


def _truth(program: Program, condition: rules.Condition, frame: Frame, presence: Truth) -> tuple[Truth, str]:
    """The condition's truth; an error makes it unknown, never absent."""
    try:
        value = program.runner(condition)(frame)
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"a measure could not be evaluated: {type(error).__name__}")
        return UNKNOWN, type(error).__name__
    # where our text was not checked for the day, not even a `no` is certain
    return (UNKNOWN if presence == UNKNOWN else value), ""


def _relieve(
    program: Program, measure: MeasureRule, frame: Frame, entries: tuple[ListFinding, ...]
) -> tuple[ReliefFinding, ...]:
    found: list[ReliefFinding] = []
    session = frame.session
    for relief in program.reliefs_for(measure.path):
        if session.case.activity not in relief.activities:
            continue
        presence = _presence(program, relief.ruleset, relief, session.as_of)
        if presence == FALSE:
            continue
        truth = min(presence, _applies(program, relief, frame, entries))
        duties = _duties(_relief_duties(relief, program, frame), truth, frame, program)
        documents = _documents(relief.documents, frame, program)
        found.append(ReliefFinding(relief, truth, REMAINING[relief.form], duties, documents))
    return tuple(found)


def _applies(program: Program, relief: ReliefRule, frame: Frame, entries: tuple[ListFinding, ...]) -> Truth:
    """Every `covers` and `when`, and no `not when`; what is not modelled leaves it open."""
    try:
        value = every(program.runner(item)(frame) for item in relief.conditions)
        if value != FALSE:
            value = min(value, every(negate(program.runner(item)(frame)) for item in relief.refusals))
        if value != FALSE:
            value = min(value, covers(relief, entries, frame, program))
    except (ExportRulesError, ArithmeticError, RecursionError) as error:
        frame.session.note("XR850", f"`{relief.path}` could not be evaluated: {type(error).__name__}")
        return UNKNOWN
    return min(value, UNKNOWN) if relief.not_modelled else value


def _relief_duties(relief: ReliefRule, program: Program, frame: Frame) -> tuple[Duty, ...]:
    below = (duty for item in relief.conditions for duty in _statement_duties(item, program, frame))
    return (*relief.duties, *below)


def _statement_duties(condition: rules.Condition, program: Program, frame: Frame) -> tuple[Duty, ...]:
    """Duties that stand under a statement which is not false."""
    if not isinstance(condition, Statement):
        return ()
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
    shared = _shared_lists(findings)
    if not shared:
        return floor, ceiling
    frame = Frame(session, session.case.item)
    open_lists = [target for target in shared if program.listed(target, frame) == UNKNOWN][:MAX_SHARED]
    floors: list[Outcome] = []
    ceilings: list[Outcome] = []
    answers: tuple[Truth, Truth] = (TRUE, FALSE)
    for branch in product(answers, repeat=len(open_lists)):
        inner = Session(program, session.case, session.as_of, session.supposed)
        item = id(session.case.item)
        inner.pinned = {
            (item, target.ruleset, target.code): value for target, value in zip(open_lists, branch, strict=True)
        }
        if not any(program.asked_by_paragraphs(target) for target in open_lists):
            # no paragraph asks for these lists, so what was found about paragraphs holds on each branch
            inner.memo, inner.derived = session.memo, session.derived
        found = [item for item in _find(program, inner) if _layer(program, item) != "third_country"]
        low, high = join(found)
        floors.append(low)
        ceilings.append(high)
    if not open_lists:
        return floor, ceiling
    return max(floor, min(floors)), min(ceiling, max(ceilings))


def _shared_lists(findings: tuple[MeasureFinding, ...]) -> list[rules.Target]:
    """Lists on which two or more measures with an open condition depend, in a fixed order."""
    seen: dict[tuple[str, str], set[str]] = {}
    for item in findings:
        if item.truth == UNKNOWN:
            for target in targets_of(item.measure.effects[item.effect].condition):
                seen.setdefault((target.ruleset, target.code), set()).add(item.measure.path)
    return [rules.Target(*key) for key, measures in sorted(seen.items()) if len(measures) > 1]


def targets_of(condition: rules.Condition) -> list[rules.Target]:
    """Every list or paragraph that a condition asks about for the item itself."""
    match condition:
        case Statement():
            inner = [*condition.wheres, *condition.members, *condition.also]
            head = [] if condition.head is None else [condition.head]
            return [target for item in (*head, *inner) for target in targets_of(item)]
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


# ---- what a decision says of itself ---------------------------------------------------------------


def _diagnose(program: Program, session: Session, findings: Iterable[MeasureFinding]) -> tuple[tuple[str, str], ...]:
    """Faults met on the way, and rulesets that were not checked for the day."""
    touched = {item.measure.ruleset for item in findings if item.truth != FALSE}
    touched |= {name for item in findings if item.truth != FALSE for name in item.measure.lists}
    for name in sorted(touched):
        info = program.book.rulesets[name]
        if info.checked_to is not None and session.as_of > info.checked_to:
            session.note("XR860", f"`{name}` was checked up to {info.checked_to.isoformat()} only")
        if info.checked_from is not None and session.as_of < info.checked_from:
            session.note(
                "XR861", f"`{name}` describes the law from {info.checked_from.isoformat()} on, not that of the day"
            )
    return tuple(sorted(session.diagnostics))


__all__ = ["bounds", "decide_case", "join", "targets_of"]
