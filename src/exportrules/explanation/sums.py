"""What formulas of a test ask for: facts, and of a sum over parts their list and what is not stated of each."""

from __future__ import annotations

from collections.abc import Iterator

from exportrules.case.values import Subject
from exportrules.explanation.facts import facts_in
from exportrules.explanation.model import QuestionForm
from exportrules.program.frame import Frame
from exportrules.program.parts import Gathering, gather_parts, holder_of
from exportrules.rules import conditions as rules


def expressions_of(test: rules.NumberTest) -> Iterator[rules.Expression]:
    """Everything in a test that may be a formula."""
    bounds = [test.bounds, *(at.bounds for at in test.at if at.bounds is not None)]
    for item in (test.fact, *(end for bound in bounds for end in (bound.low, bound.high))):
        if item is not None:
            yield item


def sums_in(expression: rules.Expression) -> Iterator[rules.Gathered]:
    """The sums over parts in an expression, and largest or smallest ones."""
    match expression:
        case rules.Arithmetic():
            yield from (*sums_in(expression.left), *sums_in(expression.right))
        case rules.Scaled():
            yield from sums_in(expression.body)
        case rules.Gathered() if expression.over is not None:
            yield expression
        case rules.Gathered():
            for item in expression.items:
                yield from sums_in(item)
        case _:
            return


def refs_beside_sums(test: rules.NumberTest) -> tuple[rules.FactRef, ...]:
    """The facts of a test, but for those of the parts that a sum goes over."""
    sums = [found for item in expressions_of(test) for found in sums_in(item)]
    own = {(ref.owner, ref.name) for found in sums for ref in facts_in(found)}
    refs = (ref for item in expressions_of(test) for ref in facts_in(item))
    return tuple(ref for ref in refs if (ref.owner, ref.name) not in own)


def open_in_sums(test: rules.NumberTest, frame: Frame) -> Iterator[tuple[QuestionForm, str, Subject | None]]:
    """What is not known of the parts that sums go over: a part whose list may go on, or a fact of one of them.

    Each with where it is to be stated; a list has the name of its part.
    """
    for found in (item for expression in expressions_of(test) for item in sums_in(expression)):
        over = found.over or ""
        parts, state = gather_parts(frame, over, found.part_of)
        if state is not Gathering.COMPLETE:
            yield "part", over, holder_of(frame, over, found.part_of)
        for subject, _ in parts:
            inside = frame.inside(subject)
            for ref in facts_in(found):
                if inside.value(ref) is None:
                    yield "fact", ref.name, inside.subject(ref.owner)


__all__ = ["open_in_sums", "refs_beside_sums"]
