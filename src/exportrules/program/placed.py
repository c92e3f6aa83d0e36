"""Whether an item is listed in a paragraph: with what it takes from above, or by its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exportrules.logic import FALSE, Truth
from exportrules.program.frame import Frame
from exportrules.program.quantified import quantify
from exportrules.program.recorded import apply_findings
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program


def listed_under(statement: Statement, frame: Frame, program: Program) -> Truth:
    """Whether the item is listed in a paragraph: its own words, the chapeaux, limbs and notes above it.

    Below a block about parts, the paragraph must hold for as many parts as the block asks for.
    """
    path = [statement]
    while path[0].parent is not None:
        path.insert(0, path[0].parent)
    value = _down(path, 0, frame, program)
    return apply_findings(value, statement.ruleset, statement.code, frame) if frame.item.findings else value


def own_words(statement: Statement, frame: Frame, program: Program) -> Truth:
    """Whether a paragraph's own statement holds; below a block about parts for as many as the block asks for."""
    above, test = statement.parent, program.runner(statement)
    while above is not None:
        if above.part:
            mode, count = above.quantifier or "some", above.quantifier_count
            test = quantify(mode, count, above.part, test, above.ignored, program, above.part_of)
        above = above.parent
    value = test(frame)
    if not frame.item.findings:
        return value
    # who ruled the paragraph out did not speak of its words
    return apply_findings(value, statement.ruleset, statement.code, frame, whole=False)


def _down(path: list[Statement], place: int, frame: Frame, program: Program) -> Truth:
    """The truth of the last statement of a path together with what it takes from those before it."""
    above = path[place]
    if place == len(path) - 1:
        return program.runner(above)(frame)
    value = program.context(above, path[place + 1])(frame)
    if value == FALSE or not above.part:
        return value if value == FALSE else min(value, _down(path, place + 1, frame, program))
    limbs = program.limbs(above, path[place + 1])

    def inner(inside: Frame) -> Truth:
        found = limbs(inside)
        return found if found == FALSE else min(found, _down(path, place + 1, inside, program))

    mode, count = above.quantifier or "some", above.quantifier_count
    parts = quantify(mode, count, above.part, inner, above.ignored, program, above.part_of)
    return min(value, parts(frame))


__all__ = ["listed_under", "own_words"]
