"""What moves no answer and has to be told all the same, from the case alone.

Something is stated for which no loaded rule has an answer (XR857); or a paragraph names the very substance that is
stated, its words hold, and a person ruled it out only with the section or the list in which it stands (XR858): who
rules out so much at once has seldom looked at each paragraph of it. Or a part that is stated is or may be listed where
the item that has it is not (XR859): what is free must not serve to export it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from exportrules.case.values import Choices, Flag, Members, Subject
from exportrules.decision.asked import select_effects
from exportrules.decision.listing import hold_with_part
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE, Truth
from exportrules.program.frame import Frame, Session
from exportrules.program.recorded import has_place, is_ruled_out
from exportrules.rules.conditions import FOREIGN_WORDS, CasTest, Target
from exportrules.rules.inside import tests_within
from exportrules.rules.rulebook import SECTION, belongs
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.case.values import Case
    from exportrules.program.program import Program

NUMBER = "cas_number"
_FAILURES = (ExportRulesError, ArithmeticError, RecursionError)
MAX_NAMED = 3
"""So many measures are named."""


def warnings_of(program: Program, case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """The warnings, as code and message, each once."""
    found = [("XR857", message) for message in _stated_beyond(program, case)]
    if case.item.findings and NUMBER in case.item.facts:
        found += [("XR858", message) for message in _ruled_out_unseen(Session(program, case, day))]
    if any(program.warnings_of_parts[name] for name in case.item.parts):
        found += [("XR859", message) for message in _listed_within(Session(program, case, day))]
    # nearly every line of a batch has none
    return tuple(dict.fromkeys(found)) if found else ()


def subjects_of(item: Subject) -> Iterator[Subject]:
    """The item and all parts, parts of parts too."""
    yield item
    for listed in item.parts.values():
        for part in listed.subjects:
            yield from subjects_of(part)


def _stated_beyond(program: Program, case: Case) -> Iterator[str]:
    warnings, item = program.warnings, case.item
    holders = (item,) if not item.parts else subjects_of(item)
    for facts in (case.transaction, *[subject.facts for subject in holders]):
        for name in facts:
            for members, text in warnings[name]:
                value = facts[name]
                if isinstance(value, Members):
                    told = bool(value.included & members if members else value.included)
                else:
                    told = isinstance(value, Flag) and value.value
                if told:
                    yield f"`{name}` is stated: {text}"


# ---- listed within ------------------------------------------------------------------------------------


def _listed_within(session: Session) -> Iterator[str]:
    """Of each part that warns the measures that would apply, or might, were the item in the lists that hold it."""
    program, item = session.program, session.case.item
    warned = [part for part in subjects_of(item) if part is not item and program.warnings_of_parts[part.part]]
    frame = Frame(session, item)
    effects = list(_effects_left(frame))
    for part in warned:
        alone, found = frame.judged_alone(part), list[tuple[Truth, str]]()
        for condition, truth, path in effects:
            with suppress(*_FAILURES):
                with_part = hold_with_part(condition, frame, alone)
                if with_part > truth:
                    found.append((with_part, path))
        if found:
            how = "is" if max(found)[0] == TRUE else "may be"
            paths = sorted({f"`{path}`" for _, path in found})
            more = f" and {len(paths) - MAX_NAMED} more" if len(paths) > MAX_NAMED else ""
            named = ", ".join(paths[:MAX_NAMED]) + more
            what = ", ".join(sorted(part.kinds)) if part.kinds else "of unknown kind"
            warning = program.warnings_of_parts[part.part]
            yield f"`{part.path}` ({what}) {how} listed where the item is not, for {named}: {warning}"


def _effects_left(frame: Frame) -> Iterator[tuple[Statement, Truth, str]]:
    """The effects that are not certain already: condition, truth and measure. What fails, the decision itself tells."""
    program = frame.session.program
    for planned in select_effects(program, frame.session).effects:
        measure = program.book.measures[planned.measure]
        condition = measure.effects[planned.effect].condition
        with suppress(*_FAILURES):
            truth = program.runner(condition)(frame)
            if truth != TRUE and program.book.rulesets[measure.ruleset].layer != "third_country":
                yield condition, truth, measure.path


# ---- named, and ruled out unseen ----------------------------------------------------------------------


def _ruled_out_unseen(session: Session) -> Iterator[str]:
    item, program = session.case.item, session.program
    stated = numbers_of(item)
    frame = Frame(session, item)
    for name in program.book.rulesets:
        ruled_out = _ruled_out(item, name, program)
        looked_at = [code for code in ruled_out if len(code) > SECTION]
        for section in (code for code in ruled_out if len(code) <= SECTION):
            for root in program.router.candidates(name, item, section):
                for statement, number in named_in(root, stated):
                    code = statement.code
                    if any(belongs(code, place) for place in looked_at) or not is_ruled_out(name, code, frame):
                        continue
                    if _fits(statement, frame):
                        whole = f"all of `{section}`" if section else "the whole list"
                        yield f"`{code}` of `{name}` names CAS number {number}, and was ruled out only with {whole}"


def _ruled_out(item: Subject, ruleset: str, program: Program) -> tuple[str, ...]:
    """The places of a list that a person ruled out."""
    found = {
        finding.code: None
        for finding in item.findings
        if not finding.met
        and (finding.ruleset == ruleset or (not finding.ruleset and has_place(ruleset, finding.code, program)))
    }
    return tuple(found)


def numbers_of(item: Subject) -> frozenset[str]:
    """The CAS numbers that are stated of an item."""
    value = item.facts.get(NUMBER)
    return value.values if isinstance(value, Choices) else frozenset()


def named_in(statement: Statement, stated: frozenset[str]) -> Iterator[tuple[Statement, str]]:
    """The paragraphs at and below one that name one of these substances."""
    if statement.code:
        for test in tests_within(statement):
            if isinstance(test, CasTest) and test.subject == "item" and test.number in stated:
                yield statement, test.number
    for member in statement.members:
        yield from named_in(member, stated)


def _fits(statement: Statement, frame: Frame) -> bool:
    """Whether its own words hold, and nothing that it takes from those above it fails."""
    program = frame.session.program
    if program.listed(Target(statement.ruleset, statement.code), frame, own=FOREIGN_WORDS) != TRUE:
        return False
    below, above = statement, statement.parent
    while above is not None:
        if program.context(above, below)(frame) == FALSE:
            return False
        below, above = above, above.parent
    return True


__all__ = ["named_in", "numbers_of", "subjects_of", "warnings_of"]
