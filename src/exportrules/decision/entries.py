"""The paragraphs of a list that an item meets or may meet, as deep as is known."""

from __future__ import annotations

from exportrules.decision.listing import places_of
from exportrules.decision.model import ListFinding
from exportrules.logic import FALSE, TRUE, Truth, some
from exportrules.program.frame import Frame
from exportrules.program.placed import listed_under
from exportrules.program.program import Program
from exportrules.program.recorded import apply_findings
from exportrules.rules.statements import MeasureRule, Statement


def entries_of(measure: MeasureRule, frame: Frame, program: Program) -> tuple[ListFinding, ...]:
    """The paragraphs that the item meets or may meet, on which a measure rests, found once for one decision."""
    held = frame.session.entries
    places = places_of(measure, program)
    for place in places:
        if place not in held:
            held[place] = tuple(find_entries(*place, frame, program))
    if len(places) == 1:
        return held[places[0]]
    return tuple(item for place in places for item in held[place])


def find_entries(ruleset: str, code: str, frame: Frame, program: Program) -> list[ListFinding]:
    """Every deepest paragraph of a ruleset, a section or a paragraph that is met or open for the frame's item."""
    if program.speaks_of(ruleset, frame.session) != TRUE:
        return []
    exact = program.book.find_all(ruleset, code) if code else ()
    found: list[ListFinding] = []
    values = [(item, listed_under(item, frame, program)) for item in exact]
    for root, value in values or program.router.screen(ruleset, frame, code):
        if value == FALSE:
            continue
        if root.connective == "any":
            found += _descend(root, value, frame, program)
        else:
            found.append(ListFinding(root, value))
    return found


def _descend(statement: Statement, value: Truth, frame: Frame, program: Program) -> list[ListFinding]:
    """Go down through alternatives; a paragraph below `all of:` is a condition, not an item."""
    if statement.connective != "any" or statement.part or not statement.paragraphs:
        return [ListFinding(statement, value)]
    found: list[ListFinding] = []
    # what it holds beside its paragraphs, such as components for them, is the statement itself
    own = min(value, some(program.runner(item)(frame) for item in statement.also))
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
