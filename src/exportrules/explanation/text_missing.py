"""What is missing, as text: questions with their branches, and clauses that are not modelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from exportrules.decision import Decision
from exportrules.decision.outcomes import Outcome
from exportrules.explanation.facts import plain
from exportrules.explanation.model import Branch, Question
from exportrules.explanation.report import OUTCOME_WORDS, Report
from exportrules.explanation.wording import group_questions, join_codes, place_words, plain_value
from exportrules.logic import UNKNOWN
from exportrules.rules.rulebook import SECTION

MAX_QUESTIONS = 5
MAX_CLAUSES = 12
MANY_QUESTIONS = 20
MANY_OF_ITEM = 100
MAX_PLACES = 12


def level_words(floor: Outcome, ceiling: Outcome) -> str:
    """An outcome, or the interval between two, in words."""
    if floor == ceiling:
        return OUTCOME_WORDS[floor]
    return f"from {OUTCOME_WORDS[floor]} to {OUTCOME_WORDS[ceiling]}"


def heading_lines(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading and its lines; nothing for none."""
    found = list(lines)
    if found:
        yield f"  {heading}:"
        yield from (f"    {line}" for line in found)


def missing_lines(report: Report) -> Iterator[str]:
    """What to ask next, and what nobody can answer because it is not modelled."""
    if report.questions:
        yield "  Missing:"
        asked = group_questions(_ranked(report))
        for item in asked[:MAX_QUESTIONS]:
            yield from _question(item.question, item.places, report.decision)
        further = len(asked) - MAX_QUESTIONS
        if further > 0:
            yield f"    and {further} further question{'s' if further > 1 else ''} (see the JSON view)"
        if words := narrower_word(report.decision, report.questions):
            yield f"    or {words}"
        if further > MANY_QUESTIONS:
            yield from _places_to_find(report)
    gaps: dict[tuple[str, str], list[str]] = {}
    for ruleset, code, text in report.not_modelled:
        gaps.setdefault((ruleset, text), []).append(code)
    lines = (f"{ruleset} {shorten_codes(codes)}: {text}" for (ruleset, text), codes in gaps.items())
    yield from heading_lines("Not modelled, so that no answer settles it; a person's finding does", lines)


def narrower_word(decision: Decision, questions: Iterable[Question]) -> str:
    """That a word for the item spares most questions, where its own ones are many; nothing where they are few."""
    if sum(item.path == "item" for item in questions) <= MANY_OF_ITEM:
        return ""
    kinds = decision.case.item.kinds
    word = f"a narrower word than {' and '.join(map(plain, sorted(kinds)))}" if kinds else "a word"
    return f"{word} for what it is; everyday goods have words of their own (`exportrules kinds WORD` finds them)"


def _places_to_find(report: Report) -> Iterator[str]:
    """The sections and lists of which a person may find that they do not hold the item, those with the most first.

    Who classifies goods looks a section through at once, where its tests are hundreds of questions.
    """
    found = {
        (item.statement.ruleset, item.statement.code)
        for measure in report.measures
        for item in measure.paragraphs
        if item.truth == UNKNOWN
    }
    counts = Counter(_section(ruleset, code) for ruleset, code in found)
    if counts:
        places = sorted(counts, key=lambda place: (-counts[place], place))
        told = ", ".join(f"{place} ({counts[place]})" for place in places[:MAX_PLACES])
        more = f" and {len(places) - MAX_PLACES} more" if len(places) > MAX_PLACES else ""
        yield "    or a person's findings that a section or a list does not hold it; paragraphs that are open there:"
        yield f"      {told}{more}"


def _section(ruleset: str, code: str) -> str:
    """A section with its list; the list where its paragraphs lie in none."""
    has_sections = code[:1].isdigit() and code[1:SECTION].isalpha()
    return f"{ruleset} {code[:SECTION]}" if has_sections else ruleset


def shorten_codes(codes: list[str]) -> str:
    """At most so many codes."""
    more = f" and {len(codes) - MAX_CLAUSES} more" if len(codes) > MAX_CLAUSES else ""
    return f"{join_codes(codes[:MAX_CLAUSES])}{more}"


def _ranked(report: Report) -> list[Question]:
    """Questions of which an answer narrows the outcome first, in the order in which they are asked."""
    here = (report.decision.floor, report.decision.ceiling)
    return sorted(
        report.questions, key=lambda question: all((item.floor, item.ceiling) == here for item in question.branches)
    )


def show_question(question: Question) -> Iterator[str]:
    """A question with all its branches."""
    yield _asked(question, tuple(filter(None, [place_words(question.path)])))
    for branch in question.branches:
        yield f"      {plain_value(branch.answer)}: {level_words(branch.floor, branch.ceiling)}"


def _asked(question: Question, places: tuple[str, ...]) -> str:
    asked = ", ".join(question.for_paragraphs[:4])
    more = f" and {len(question.for_paragraphs) - 4} more" if len(question.for_paragraphs) > 4 else ""
    of = f" of {', '.join(places)}" if places else ""
    words = f"    {question.text}? [{question.fact}{of}; {question.how}; for {asked}{more}]"
    return words.replace("??", "?")


def _question(question: Question, places: tuple[str, ...], decision: Decision) -> Iterator[str]:
    """A question with the branches that narrow the answer; the others are told together."""
    yield _asked(question, places)
    here = (decision.floor, decision.ceiling)
    levels: dict[tuple[Outcome, Outcome], list[Branch]] = {}
    for branch in question.branches:
        levels.setdefault((branch.floor, branch.ceiling), []).append(branch)
    for level, branches in levels.items():
        if level != here:
            yield f"      {', '.join(plain_value(item.answer) for item in branches)}: {level_words(*level)}"
    if here in levels and len(levels) > 1:
        yield f"      {'otherwise' if len(levels[here]) > 1 else plain_value(levels[here][0].answer)}: still open"
