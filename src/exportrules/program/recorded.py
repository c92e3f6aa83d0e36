"""What people recorded: judgements, and findings about paragraphs."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from exportrules.case.values import Finding, Judgement
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth
from exportrules.program.frame import Frame, Runner
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import SECTION, belongs, entry_of

if TYPE_CHECKING:
    from exportrules.program.program import Program


def compile_judgement(test: rules.JudgementTest) -> Runner:
    """A judgement with its object.

    Recorded for a deeper paragraph it holds for the shallower; a `no` for the shallower holds below, and a
    `no` without an object for every object. Absent is unknown; nothing is inferred from facts.
    """

    def run(frame: Frame) -> Truth:
        subject = frame.it if test.subject == "it" and frame.it is not None else frame.item
        supposed = frame.session.supposed
        if supposed is not None and (id(subject), test.text) in supposed.pins:
            return supposed.pins[(id(subject), test.text)]
        records = [item for item in subject.judgements if item.term == test.term]
        if not records:
            return UNKNOWN
        if any(item.value and _speaks_for(item, test) for item in records):
            return TRUE
        refused = [item for item in records if not item.value]
        return FALSE if refused and _all_refused(refused, test) else UNKNOWN

    return run


def _speaks_for(record: Judgement, test: rules.JudgementTest) -> bool:
    """Whether a `yes` answers the test: one of its objects, for one of its purposes."""
    if test.purposes and record.purpose and record.purpose not in test.purposes:
        return False
    if not test.names and not test.targets:
        return not record.target
    if record.target in test.names:
        return True
    return any(belongs(_code(record), target.code) and _same(record, target) for target in test.targets)


def _all_refused(records: list[Judgement], test: rules.JudgementTest) -> bool:
    """Whether `no` was recorded for every object and every purpose of the test."""
    purposes = test.purposes or ("",)
    return all(_refused(records, test, purpose) for purpose in purposes)


def _refused(records: list[Judgement], test: rules.JudgementTest, purpose: str) -> bool:
    # a no for one purpose leaves a test that names none open
    fitting = [item for item in records if item.purpose in ("", purpose)]
    if any(not item.target for item in fitting):
        return True
    if not test.names and not test.targets:
        return False
    names = all(any(item.target == name for item in fitting) for name in test.names)
    return names and all(
        any(belongs(target.code, _code(item)) and _same(item, target) for item in fitting) for target in test.targets
    )


def _code(record: Judgement) -> str:
    return record.target.rpartition(":")[2]


def _same(record: Judgement, target: rules.Target) -> bool:
    ruleset, colon, code = record.target.rpartition(":")
    return bool(code) and (not colon or ruleset == target.ruleset)


def apply_findings(value: Truth, ruleset: str, code: str, frame: Frame, *, whole: bool = True) -> Truth:
    """Take a person's findings into account: `met` at or below the paragraph, `not met` at or above it.

    `Not met` above a paragraph that is met speaks of the rest. A finding by the law of another day says nothing
    about what changed since (XR864). Where a finding contradicts the facts, the stricter reading holds and a
    diagnostic says so (XR855); `whole` is false for a paragraph's own words: true, they say nothing yet about what
    stands above it.
    """
    found = _sorted_findings(ruleset, frame)
    if code in found.met:
        if value == FALSE:
            frame.session.note("XR855", f"`{found.met[code]}` was assigned, but the facts say otherwise")
        return TRUE
    if value == FALSE or not found.ruled_out or not _is_ruled_out(found, ruleset, code, frame):
        return value
    if value == TRUE:
        if whole:
            frame.session.note("XR855", f"`{code or ruleset}` was ruled out, but the facts say that it applies")
        return TRUE
    return FALSE


def apply_to_section(value: Truth, ruleset: str, section: str, frame: Frame) -> Truth:
    """The same for a section, or a whole list, that a list takes over: what is met in it may come by another line."""
    if section and section in _sorted_findings(ruleset, frame).exactly:
        return TRUE
    return FALSE if value == UNKNOWN and is_ruled_out(ruleset, section, frame) else value


def is_ruled_out(ruleset: str, code: str, frame: Frame) -> bool:
    """Whether a person found that the item is not listed in a paragraph, whatever was found below it."""
    found = _sorted_findings(ruleset, frame)
    return bool(found.ruled_out) and _is_ruled_out(found, ruleset, code, frame)


class SortedFindings:
    """A list's findings: what is met, the places above it, and what is ruled out by which law."""

    __slots__ = ("exactly", "met", "ruled_out")

    def __init__(self, ruleset: str, frame: Frame) -> None:
        program = frame.session.program
        fitting = [
            item
            for item in frame.item.findings
            if item.ruleset == ruleset or (not item.ruleset and has_place(ruleset, item.code, program))
        ]
        valid = [item for item in fitting if item.met and item.code and not _outdated(item, ruleset, frame)]
        self.met: dict[str, str] = {place: item.code for item in valid for place in _places(item.code)}
        self.exactly: frozenset[str] = frozenset(item.code for item in valid)
        self.ruled_out: dict[str, list[date | None]] = {}
        for item in fitting:
            if not item.met:
                self.ruled_out.setdefault(item.code, []).append(item.as_of)


def has_place(ruleset: str, code: str, program: Program) -> bool:
    """Whether a list has the paragraph, one above it, or entries of the section; what it takes over is another's."""
    if len(code) == SECTION:
        return any(
            entrance.code.startswith(code) and not entrance.takes
            for entrance in program.index.entrances.get(ruleset, ())
        )
    found = (program.book.find(ruleset, place) for place in _places(code)[:-2])
    return any(statement is not None and not statement.takes for statement in found)


def _sorted_findings(ruleset: str, frame: Frame) -> SortedFindings:
    """Sorted once for each list and item of a decision."""
    key = (id(frame.item), ruleset)
    held = frame.session.sorted_findings.get(key)
    if held is None:
        held = SortedFindings(ruleset, frame)
        frame.session.sorted_findings[key] = held
    return held


def _outdated(finding: Finding, ruleset: str, frame: Frame) -> bool:
    """Whether the paragraph changed, or may have, since the law by which it was found to be met."""
    if finding.as_of is None:
        return False
    session = frame.session
    change = session.program.changes.between(ruleset, finding.code, finding.as_of, session.as_of)
    if change:
        session.note("XR864", f"`{finding.code}` was assigned by the law of {finding.as_of.isoformat()}; {change}")
    return bool(change)


def _is_ruled_out(found: SortedFindings, ruleset: str, code: str, frame: Frame) -> bool:
    """Whether the nearest finding at or above the paragraph rules it out, by a law that still says the same of it."""
    session = frame.session
    if session.unheeded and (id(frame.item), ruleset, entry_of(code)) in session.unheeded:
        return False
    change = ""
    for place in _places(code):
        if place in found.exactly:
            break
        for day in found.ruled_out.get(place, ()):
            if day is None:
                return True
            # a paragraph that came in below it since was never ruled out
            change = session.program.changes.between(ruleset, code, day, session.as_of)
            if not change:
                return True
            what = f"what was ruled out of `{place or ruleset}` by the law of {day}"
            change = f"{what} stays so only where nothing changed: {change}"
    if change:
        session.note("XR864", change)
    return False


@lru_cache(maxsize=8192)
def _places(code: str) -> tuple[str, ...]:
    """The paragraph itself and everything that it lies in: 3A001.b, 3A001, the section 3A, and the whole list."""
    parts = code.split(".")
    above = tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return (*above, code[:2], "")


__all__ = ["SortedFindings", "apply_findings", "apply_to_section", "compile_judgement", "has_place", "is_ruled_out"]
