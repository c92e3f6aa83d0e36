"""Quantifiers over parts: three-valued in the parts' facts and in the completeness of their list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, negate
from exportrules.program.frame import Frame, Runner
from exportrules.program.parts import Gathering, gather_parts
from exportrules.rules import conditions as rules

if TYPE_CHECKING:
    from exportrules.case.values import Subject
    from exportrules.program.program import Program


def compile_part(test: rules.PartTest, program: Program) -> Runner:
    """A quantifier with what its parts have; without a body it asks whether there are such parts."""
    body = None if test.body is None else program.runner(test.body)

    def inner(frame: Frame) -> Truth:
        return TRUE if body is None else body(frame)

    return quantify(test.mode, test.count, test.part, inner, test.ignored, program, test.subject)


def quantify(
    mode: str,
    count: int,
    part: str,
    body: Callable[[Frame], Truth],
    ignored: tuple[tuple[str, rules.Condition], ...],
    program: Program,
    owner: str,
) -> Runner:
    """A closure that counts parts: some, every, no, at least, at most, exactly."""
    skip = [(name, program.runner(condition)) for name, condition in ignored]

    def run(frame: Frame) -> Truth:
        parts, state = gather_parts(frame, part, owner)
        results: list[tuple[Truth, bool]] = []
        for subject, certain in parts:
            inner = frame.inside(subject)
            dropped = _dropped(subject, inner, skip, program)
            if dropped != TRUE:
                results.append((body(inner), certain and dropped == FALSE))
        return _count(mode, count, results, state, frame, part)

    return run


def _dropped(subject: Subject, frame: Frame, skip: list[tuple[str, Runner]], program: Program) -> Truth:
    """Whether a note sets the part aside."""
    result: Truth = FALSE
    parts = program.vocabulary.parts
    own = parts[subject.part]
    for name, condition in skip:
        if name not in own.above and subject.part not in parts[name].above:
            continue
        found = condition(frame)
        if name not in own.above:
            found = min(found, UNKNOWN)
        result = max(result, found)
    return result


def _count(
    mode: str, count: int, results: list[tuple[Truth, bool]], state: Gathering, frame: Frame, part: str
) -> Truth:
    whole = state is Gathering.COMPLETE
    certain = sum(1 for value, sure in results if sure and value == TRUE)
    possible = sum(1 for value, _ in results if value != FALSE)
    if mode == "some":
        return _at_least(1, certain, possible, whole)
    if mode == "no":
        return negate(_at_least(1, certain, possible, whole))
    if mode == "at least":
        return _at_least(count, certain, possible, whole)
    if mode == "at most":
        return negate(_at_least(count + 1, certain, possible, whole))
    if mode == "exactly":
        enough = _at_least(count, certain, possible, whole)
        return min(enough, negate(_at_least(count + 1, certain, possible, whole)))
    return _every(results, whole, frame, part)


def _at_least(count: int, certain: int, possible: int, whole: bool) -> Truth:
    if certain >= count:
        return TRUE
    return FALSE if whole and possible < count else UNKNOWN


def _every(results: list[tuple[Truth, bool]], whole: bool, frame: Frame, part: str) -> Truth:
    if any(sure and value == FALSE for value, sure in results):
        return FALSE
    if not results:
        if whole:
            frame.session.note("XR854", f"no `{part}` is stated, so nothing can be said of every one")
        return UNKNOWN
    # where it is not certain that any of them counts, nothing can be said of every one
    counts = any(sure for _, sure in results)
    return TRUE if whole and counts and all(value == TRUE for value, _ in results) else UNKNOWN
