"""Joint atoms: an item is in a list or it is not, so that what is open under both may be closed on each branch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from exportrules.decision.asked import Planned, select_effects
from exportrules.decision.judging import join
from exportrules.decision.listing import conditions_of, targets_of
from exportrules.decision.model import MeasureFinding
from exportrules.decision.outcomes import Outcome
from exportrules.decision.weighing import weigh
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth
from exportrules.program.dependence import pinned_names
from exportrules.program.frame import Frame, Session
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import SECTION

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
    # a list that takes a whole list over hangs on each section of it too
    wide = places | {(name, "") for name, code in places if len(code) == SECTION}
    # what hangs on none of these lists is the same on every branch
    hanging = {(item.measure.path, item.effect) for item in findings if not wide.isdisjoint(_hangs_on(program, item))}
    heads = program.index.heads
    moved = [
        effect
        for effect in select_effects(program, session).effects
        if (heads[effect.measure].path, effect.effect) in hanging
    ]
    fixed = join(item for item in findings if wide.isdisjoint(_hangs_on(program, item)))
    # so is whether other lists hold the item, but for those that ask for one of these
    answers = {
        query: answer
        for query, answer in session.answers.items()
        if query[:2] not in places and wide.isdisjoint(program.asked_from(query[0]))
    }
    pins = [(id(session.case.item), target.ruleset, target.code) for target in open_lists]
    least, most = max(Outcome), min(Outcome)
    for branch in _branches(len(pins)):
        inner = Session(program, session.case, session.as_of, session.supposed)
        inner.answers = answers.copy()
        inner.pinned = dict(zip(pins, branch, strict=True))
        low, high = join(_judge_branch(moved, wide, session, inner))
        least, most = min(least, max(low, fixed[0])), max(most, high, fixed[1])
        if least <= floor and most >= ceiling:
            # the other branches cannot bring the bounds together again
            return floor, ceiling
    return max(floor, least), min(ceiling, most)


def _branches(count: int) -> Iterator[tuple[Truth, ...]]:
    """Every way in which so many lists hold the item or not: first none and all of them, which lie furthest apart."""
    none, *others, whole = product((FALSE, TRUE), repeat=count)
    return iter((none, whole, *others))


def _judge_branch(
    moved: Iterable[Planned], places: frozenset[tuple[str, str]], session: Session, branch: Session
) -> Iterator[MeasureFinding]:
    """The findings that hang on lists, on a branch on which it is supposed of these whether they hold the item."""
    program, names = branch.program, pinned_names(branch.pinned)
    if session.stated is not None:
        branch.stated, branch.loose, branch.numbers = session.stated | names, session.loose | names, session.numbers
    if any(places & asked for asked in map(program.asked_from, program.index.asked)):
        branch.build_on(session, names)
    else:
        # what was found about paragraphs holds on each branch
        branch.share(session)
    frame = Frame(branch, branch.case.item)
    found = (weigh(effect, frame) for effect in moved)
    return (finding for finding in found if finding is not None)


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
            targets = [target for item in conditions_of(relief) for target in targets_of(item)]
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
