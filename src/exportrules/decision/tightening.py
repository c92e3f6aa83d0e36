"""Joint atoms: an item is in a list or it is not, so that what is open under both may be closed on each branch."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final

from exportrules import records
from exportrules.decision.asked import find_presence
from exportrules.decision.coverage import covers
from exportrules.decision.judging import bounds, join, relieve, truth_of, weigh
from exportrules.decision.listing import targets_of
from exportrules.decision.model import MeasureFinding, ReliefFinding
from exportrules.decision.outcomes import Outcome
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth
from exportrules.program.dependence import pinned_names
from exportrules.program.frame import Frame, Session
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import MeasureRule, ReliefRule, Statement

MAX_SHARED: Final = 3


def tighten(
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
    places = frozenset((target.ruleset, target.code) for target in open_lists)
    # what hangs on none of these lists is the same on every branch
    moved = [item for item in findings if not places.isdisjoint(_hangs_on(program, item))]
    fixed = join(item for item in findings if places.isdisjoint(_hangs_on(program, item)))
    floors: list[Outcome] = []
    ceilings: list[Outcome] = []
    answers: tuple[Truth, Truth] = (TRUE, FALSE)
    for branch in product(answers, repeat=len(open_lists)):
        inner = Session(program, session.case, session.as_of, session.supposed)
        item = id(session.case.item)
        inner.pinned = {
            (item, target.ruleset, target.code): value for target, value in zip(open_lists, branch, strict=True)
        }
        low, high = join(_judge_branch(moved, places, session, inner))
        floors.append(max(low, fixed[0]))
        ceilings.append(max(high, fixed[1]))
    return max(floor, min(floors)), min(ceiling, max(ceilings))


def _judge_branch(
    moved: Iterable[MeasureFinding], places: frozenset[tuple[str, str]], session: Session, branch: Session
) -> list[MeasureFinding]:
    """The findings that hang on lists, on a branch on which it is supposed of these whether they hold the item."""
    program = branch.program
    if not any(places & asked for asked in map(program.asked_from, program.index.asked)):
        # what was found about paragraphs holds on each branch
        branch.share(session)
        return [_rejudge(finding, branch) for finding in moved]
    if session.stated is not None:
        names = pinned_names(branch.pinned)
        branch.stated, branch.blanks = session.stated | names, session.blanks
        branch.build_on(session, names)
    frame = Frame(branch, branch.case.item)
    return [item for finding in moved for item in _find_again(finding, frame)]


def _find_again(finding: MeasureFinding, frame: Frame) -> list[MeasureFinding]:
    """A finding made anew on a branch; none where the measure no longer applies."""
    program, session = frame.session.program, frame.session
    truth = truth_of(program, finding.measure.effects[finding.effect].condition, frame)
    ruleset = program.book.rulesets[finding.measure.ruleset]
    return weigh(
        finding.measure,
        finding.effect,
        truth,
        find_presence(program, finding.measure.ruleset, finding.measure.period, session.as_of),
        ruleset.checked_on(session.as_of),
        frame,
    )


def _is_open(program: Program, target: rules.Target, frame: Frame) -> bool:
    """Whether it is not known if a list holds the item; one that cannot be evaluated is not split on."""
    try:
        return program.listed(target, frame) == UNKNOWN
    except (ExportRulesError, ArithmeticError, RecursionError):
        return False


def _hangs_on(program: Program, finding: MeasureFinding) -> frozenset[tuple[str, str]]:
    """Every list on which a finding can hang: those that its measure and its reliefs ask about, and theirs in turn."""
    key = (finding.measure.path, finding.effect)
    held = program.hung_lists.get(key)
    if held is None:
        found = set(_lists_of(program, finding))
        rulesets = {name for name, _ in found} | set(finding.measure.lists)
        for relief in program.reliefs_for(finding.measure.path):
            targets = [target for item in _conditions(relief) for target in targets_of(item)]
            found.update((target.ruleset, target.code) for target in targets)
            covered = (target for cover in relief.covers for target in (*cover.targets, *cover.exceptions))
            rulesets.update(target.ruleset for target in (*targets, *covered))
        found.update(*map(program.asked_from, rulesets))
        held = program.hung_lists[key] = frozenset(found)
    return held


def _lists_of(program: Program, finding: MeasureFinding) -> frozenset[tuple[str, str]]:
    """The lists that the condition of a finding asks about, found once."""
    key = (finding.measure.path, finding.effect)
    held = program.asked_lists.get(key)
    if held is None:
        targets = targets_of(finding.measure.effects[finding.effect].condition)
        held = program.asked_lists[key] = frozenset((target.ruleset, target.code) for target in targets)
    return held


def _rejudge(finding: MeasureFinding, branch: Session) -> MeasureFinding:
    """A finding on a branch on which lists are supposed to hold the item or not."""
    program, measure = branch.program, finding.measure
    if finding.failed:
        return finding
    frame = Frame(branch, branch.case.item)
    truth = _rejudge_condition(finding, frame)
    reliefs = finding.reliefs
    if truth != FALSE and any(targets_of(item) for found in reliefs for item in _conditions(found.relief)):
        reliefs = relieve(program, measure, frame, truth)
    elif truth == TRUE and truth != finding.truth:
        reliefs = tuple(_rejudge_relief(item, measure, frame, program) for item in reliefs)
    floor, ceiling = bounds(truth, finding.level, reliefs)
    return records.replace(finding, truth=truth, floor=floor, ceiling=ceiling, reliefs=reliefs)


def _rejudge_condition(finding: MeasureFinding, frame: Frame) -> Truth:
    """Whether the measure applies on the branch; what leaves it open beside the lists leaves it open there too."""
    program, measure = frame.session.program, finding.measure
    if finding.truth != UNKNOWN or not _lists_of(program, finding):
        return finding.truth
    if find_presence(program, measure.ruleset, measure.period, frame.session.as_of) == UNKNOWN:
        # the day leaves it open whatever the lists say
        return UNKNOWN
    truth = program.runner(measure.effects[finding.effect].condition)(frame)
    # a text that says more than is encoded may still not apply
    return UNKNOWN if truth == TRUE and measure.not_modelled else truth


def _rejudge_relief(found: ReliefFinding, measure: MeasureRule, frame: Frame, program: Program) -> ReliefFinding:
    """A relief that was left open, now that its measure applies: it may not cover what the item meets."""
    if found.truth != UNKNOWN or not found.relief.covers:
        return found
    return records.replace(found, truth=min(found.truth, covers(found.relief, measure, frame, program)))


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


__all__ = ["tighten"]
