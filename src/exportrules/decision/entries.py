"""The paragraphs of a list that an item meets or may meet, as deep as is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exportrules.decision.model import ListFinding
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, negate, some
from exportrules.program.frame import Frame, Runner
from exportrules.program.program import Program
from exportrules.program.recorded import apply_findings
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import belongs
from exportrules.rules.statements import Cover, MeasureRule, ReliefRule, Statement


def entries_of(measure: MeasureRule, frame: Frame, program: Program) -> tuple[ListFinding, ...]:
    """The paragraphs that the item meets or may meet in the lists of a measure, found once for one decision."""
    held = frame.session.entries
    for name in measure.lists:
        if name not in held:
            held[name] = find_entries(name, frame, program)
    if len(measure.lists) == 1:
        return held[measure.lists[0]]
    return tuple(item for name in measure.lists for item in held[name])


def covers_met(relief: ReliefRule, measure: MeasureRule, frame: Frame, program: Program) -> Truth:
    """False when the relief leaves out a paragraph that the item certainly meets; else unknown."""
    held = frame.session.met
    for name in measure.lists:
        if name not in held:
            held[name] = find_entries(name, frame, program, least=TRUE)
        for item in held[name]:
            if item.truth != TRUE or item.open_below:
                continue
            if _covers_one(relief, item.statement, frame, program) == FALSE:
                return FALSE
    return UNKNOWN


def find_entries(ruleset: str, frame: Frame, program: Program, least: Truth = UNKNOWN) -> tuple[ListFinding, ...]:
    """Every deepest paragraph of the ruleset that is met or open for the frame's item; `least` TRUE: in met entries."""
    if ruleset not in program.book.rulesets or program.speaks_of(ruleset, frame.session) != TRUE:
        return ()
    found: list[ListFinding] = []
    for root, value in program.router.screen(ruleset, frame):
        if value >= least:
            found += _descend(root, value, frame, program)
    return tuple(found)


def _descend(statement: Statement, value: Truth, frame: Frame, program: Program) -> list[ListFinding]:
    """Go down through alternatives; a paragraph below `all of:` is a condition, not an item."""
    if statement.connective != "any" or statement.part or not statement.paragraphs:
        return [ListFinding(statement, value)]
    found: list[ListFinding] = []
    # what it holds beside its paragraphs, such as components for them, is the statement itself
    own: Truth = min(value, some(program.runner(item)(frame) for item in statement.also)) if statement.also else FALSE
    if own != FALSE:
        found.append(ListFinding(statement, own))
    for child in statement.members:
        below = min(value, program.runner(child)(frame))
        context = program.context(statement, child)(frame) if below != FALSE else below
        truth = min(below, context)
        if frame.item.findings and child.code:
            truth = apply_findings(truth, child.ruleset, child.code, frame)
        if truth == FALSE:
            continue
        found += _descend(child, truth, frame, program) if child.code else [ListFinding(statement, truth)]
    if not found or (value == TRUE and all(item.truth != TRUE for item in found)):
        return [ListFinding(statement, value, bool(found)), *found]
    return found


def covers(relief: ReliefRule, entries: tuple[ListFinding, ...], frame: Frame, program: Program) -> Truth:
    """Whether the relief covers every paragraph that the item meets or may meet."""
    if not relief.covers:
        return TRUE
    relevant = [item for item in entries if not item.open_below]
    if not relevant:
        return UNKNOWN
    result: Truth = TRUE
    for item in relevant:
        if item.truth == TRUE:
            covered = _covers_one(relief, item.statement, frame, program)
            if covered == FALSE:
                return FALSE
            result = min(result, covered)
    if result == UNKNOWN:
        return UNKNOWN
    open_ones = [_covers_one(relief, item.statement, frame, program) for item in relevant if item.truth != TRUE]
    if len(open_ones) == len(relevant) and not any(open_ones):
        # whichever of them the item meets, none is covered
        return FALSE
    return TRUE if all(found == TRUE for found in open_ones) else UNKNOWN


def _covers_one(relief: ReliefRule, statement: Statement, frame: Frame, program: Program) -> Truth:
    match = _relief_match(relief, statement, program)
    return FALSE if match is None else match(frame)


def _relief_match(relief: ReliefRule, statement: Statement, program: Program) -> Runner | None:
    """How one of the `covers` lines holds a paragraph, made once; None is never."""
    key = (relief.path, "", id(statement))
    if key not in program.matches:
        found = [_compile_cover(cover, statement, program) for cover in relief.covers]
        kept = [item for item in found if item is not None]
        program.matches[key] = _some_of(kept)
    return program.matches[key]


def _compile_cover(cover: Cover, statement: Statement, program: Program) -> Runner | None:
    inside = _some_of(_matches(cover.targets, statement, program))
    if inside is None:
        return None
    condition = None if cover.condition is None else program.runner(cover.condition)
    excepted = _some_of(_matches(cover.exceptions, statement, program))

    def run(frame: Frame) -> Truth:
        value = inside(frame)
        if value != FALSE and condition is not None:
            value = min(value, condition(frame))
        return value if value == FALSE or excepted is None else min(value, negate(excepted(frame)))

    return run


def _matches(targets: Iterable[rules.Target], statement: Statement, program: Program) -> list[Runner]:
    found = (_match(target, statement, program) for target in targets)
    return [item for item in found if item is not None]


def _some_of(items: list[Runner]) -> Runner | None:
    """Kleene or; None for nothing."""
    if len(items) < 2:
        return items[0] if items else None
    return lambda frame: some(item(frame) for item in items)


def _match(target: rules.Target, statement: Statement, program: Program) -> Runner | None:
    """How a paragraph lies in a target, made once: by its code, or because a list takes it over; None is never."""
    key = (target.ruleset, target.code, id(statement))
    if key not in program.matches:
        program.matches[key] = _compile_match(target, statement, program)
    return program.matches[key]


def _always(_: Frame) -> Truth:
    return TRUE


def _perhaps(_: Frame) -> Truth:
    return UNKNOWN


def _compile_match(target: rules.Target, statement: Statement, program: Program) -> Runner | None:
    if target.ruleset == statement.ruleset:
        if belongs(statement.code, target.code):
            return _always
        return _perhaps if belongs(target.code, statement.code) else None
    if isinstance(statement.head, rules.ListedTest):
        lies = _lies_in(statement.head.targets, target)
        if lies != FALSE:
            return _always if lies == TRUE else _perhaps
    roots = program.book.roots.get(target.ruleset, ())
    taken = [
        found
        for place, entrance in enumerate(program.index.entrances.get(target.ruleset, ()))
        if entrance.takes and belongs(entrance.code, target.code)
        for found in [_compile_taken(roots[place], statement, program)]
        if found is not None
    ]
    return _some_of(taken)


def _lies_in(taken: Sequence[rules.Target], target: rules.Target) -> Truth:
    """Whether what a list takes over lies in a target of the list it takes from: all of it, perhaps, or none."""
    same = [item for item in taken if item.ruleset == target.ruleset]
    inside = [belongs(item.code, target.code) for item in same]
    if same and all(inside) and len(same) == len(taken):
        return TRUE
    return UNKNOWN if any(inside) or any(belongs(target.code, item.code) for item in same) else FALSE


def _compile_taken(root: Statement, statement: Statement, program: Program) -> Runner | None:
    """A paragraph of a list that takes others over, narrowed by its own conditions."""
    taken = root.head.targets if isinstance(root.head, rules.ListedTest) else ()
    inner = _some_of(_matches(taken, statement, program))
    if inner is None:
        return None
    narrowing = [program.runner(item) for item in root.wheres]
    closed: Truth = UNKNOWN if root.not_modelled is not None else TRUE

    def run(frame: Frame) -> Truth:
        value = min(closed, root.period.presence(frame.session.as_of), inner(frame))
        return value if value == FALSE else min(value, every(item(frame) for item in narrowing))

    return run
