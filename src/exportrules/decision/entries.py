"""The paragraphs of a list that an item meets or may meet, as deep as is known."""

from __future__ import annotations

from exportrules.decision.model import ListFinding
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, some
from exportrules.program.frame import Frame
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import belongs
from exportrules.rules.statements import Cover, ReliefRule, Statement


def find_entries(ruleset: str, frame: Frame, program: Program) -> tuple[ListFinding, ...]:
    """Every deepest paragraph of the ruleset that is met or open for the frame's item."""
    info = program.book.rulesets.get(ruleset)
    if info is None or info.speaks_of(frame.session.as_of) != TRUE:
        return ()
    found: list[ListFinding] = []
    for root in program.candidates(ruleset, frame.item):
        value = program.runner(root)(frame)
        if value != FALSE:
            found += _descend(root, value, frame, program)
    return tuple(found)


def _descend(statement: Statement, value: Truth, frame: Frame, program: Program) -> list[ListFinding]:
    """Go down through alternatives; a paragraph below `all of:` is a condition, not an item."""
    if statement.connective != "any" or statement.part or not statement.paragraphs:
        return [ListFinding(statement, value)]
    found: list[ListFinding] = []
    for child in statement.members:
        below = min(value, program.runner(child)(frame))
        context = program.context(statement, child)(frame) if below != FALSE else below
        truth = min(below, context)
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
    results: list[Truth] = []
    for item in relevant:
        covered = some(_covered(cover, item.statement, frame, program) for cover in relief.covers)
        results.append(covered if item.truth == TRUE or covered == TRUE else UNKNOWN)
    return every(results)


def _covered(cover: Cover, statement: Statement, frame: Frame, program: Program) -> Truth:
    inside = some(_matches(target, statement, frame, program) for target in cover.targets)
    if inside == FALSE:
        return FALSE
    if cover.condition is not None:
        inside = min(inside, program.runner(cover.condition)(frame))
    for target in cover.exceptions:
        excepted = _matches(target, statement, frame, program)
        if excepted == TRUE:
            return FALSE
        if excepted == UNKNOWN:
            inside = min(inside, UNKNOWN)
    return inside


def _matches(target: rules.Target, statement: Statement, frame: Frame, program: Program) -> Truth:
    """Whether a paragraph lies in a target: by its code, or because a list takes it over."""
    if target.ruleset == statement.ruleset:
        if belongs(statement.code, target.code):
            return TRUE
        return UNKNOWN if belongs(target.code, statement.code) else FALSE
    result: Truth = FALSE
    for root in program.book.roots.get(target.ruleset, ()):
        if not belongs(root.code, target.code) or not isinstance(root.head, rules.ListedTest):
            continue
        taken = some(_matches(inner, statement, frame, program) for inner in root.head.targets)
        if taken == FALSE:
            continue
        narrowed = every(program.runner(item)(frame) for item in root.wheres)
        period = root.period.presence(frame.session.as_of)
        closed = UNKNOWN if root.not_modelled is not None else TRUE
        result = max(result, min(taken, narrowed, period, closed))
    return result
