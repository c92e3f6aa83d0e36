"""A decision as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from exportrules import records
from exportrules.countries import CountryError, find_country
from exportrules.decision import Decision
from exportrules.decision.outcomes import MEANINGS, Outcome
from exportrules.explanation.facts import plain
from exportrules.explanation.model import Reason
from exportrules.explanation.nearest import find_nearest
from exportrules.explanation.report import (
    OUTCOME_WORDS,
    MeasureReport,
    ReliefReport,
    Report,
    headline,
    make_report,
)
from exportrules.explanation.text_brief import (
    evidence_words,
    group_measures,
    measure_name,
    name_lists,
    open_measure,
    open_tests,
)
from exportrules.explanation.text_missing import (
    heading_lines,
    level_words,
    missing_lines,
    shorten_codes,
    show_question,
)
from exportrules.explanation.text_owed import owed_lines
from exportrules.explanation.wording import (
    Index,
    OpenParagraph,
    first_failure,
    group_stated,
    index_reasons,
    open_paragraphs,
    place_words,
    test_words,
    who,
)
from exportrules.logic import FALSE, TRUE, UNKNOWN

MAX_OPEN_MEASURES = 3
MAX_WARNINGS = 3
MAX_OPEN_PARAGRAPHS = 5
MAX_OPEN_TESTS = 6
MAX_READINGS = 6
MAX_LAGGING = 3
MAX_RELIEFS = 10
MAX_NEAR_TESTS = 3
_TRUTHS = ("does not apply", "may apply", "applies")


def explain_text(decision: Decision) -> str:
    """Why, what is missing, what would change it, until when it holds: all views as text."""
    return "\n".join(_lines(make_report(decision))) + "\n"


def _lines(report: Report) -> Iterator[str]:
    decision = report.decision
    yield _title(decision)
    yield f"  {headline(decision).upper()}"
    if decision.outcome is Outcome.no_control_found:
        yield "  no measure of the loaded rules applies"
        yield from heading_lines("Looked through", name_lists(report))
    elif decision.outcome is not None:
        yield f"  {MEANINGS[decision.outcome]}"
    else:
        yield from _applies_already(decision)
    index = index_reasons(item.reason for item in (*report.measures, *report.third_country))
    joint = _joint(decision)
    none = Outcome.no_control_found
    # what only brings duties or codes is told with these
    moving = [item for item in report.measures if item.finding.level != none]
    # what applies is told before what may
    live = sorted(
        (item for item in moving if _matters(item, decision, joint=joint)), key=lambda item: -item.finding.truth
    )
    unsure = [item for item in live if item.finding.truth == UNKNOWN]
    brief = len({item.finding.measure.path for item in unsure}) > MAX_OPEN_MEASURES
    if joint:
        yield "  One of these applies, it is not settled which, and the answer is the same:"
    for measure in live:
        if not brief or measure not in unsure:
            yield from _measure(measure, index)
    if brief:
        yield from heading_lines("May apply", group_measures(unsure, measure_name))
        yield from heading_lines("Nearest paragraphs, by what is stated", _near(unsure, index))
    idle = [measure_name(item) for item in moving if item not in live]
    if idle:
        yield from heading_lines("Not settled, but without effect on the answer", dict.fromkeys(idle))
    yield from heading_lines("Taken as", dict.fromkeys(_taken_as(decision)))
    yield from _freed(report)
    yield from _third_country(report, index)
    yield from owed_lines(report)
    yield from missing_lines(report)
    yield from _changes(report)
    yield from _basis(report)


def _taken_as(decision: Decision) -> Iterator[str]:
    """What the words that were stated mean and leave out, where the vocabulary says so: the answer rests on it."""
    kinds = decision.session.program.vocabulary.kinds
    for name in sorted(decision.case.item.kinds or ()):
        yield from (f"{plain(name)}: {text}" for text in kinds[name].remarks)


def _applies_already(decision: Decision) -> Iterator[str]:
    """Of an open answer the strictest level of what applies, where only what lifts it is open."""
    level = max((item.level for item in decision.findings if item.truth == TRUE), default=decision.floor)
    if level > decision.floor:
        yield f"  {OUTCOME_WORDS[level]}, unless an exception or an authorisation that is open lifts it"


def _joint(decision: Decision) -> bool:
    """Whether the answer is certain though no single measure is: they are the two sides of an open question."""
    none = Outcome.no_control_found
    return decision.outcome not in (None, none) and all(item.floor < decision.floor for item in decision.findings)


def _matters(measure: MeasureReport[Reason], decision: Decision, *, joint: bool) -> bool:
    """Whether a measure that may apply bears on the answer; one that applies is always told."""
    finding = measure.finding
    if finding.truth == TRUE or finding.failed:
        return True
    return finding.ceiling >= decision.floor if joint else finding.ceiling > decision.floor


# ---- the heading -----------------------------------------------------------------------------------


def _title(decision: Decision) -> str:
    case = decision.case
    kinds = "item of unknown kind" if case.item.kinds is None else " and ".join(map(plain, sorted(case.item.kinds)))
    name = f"{case.identifier}: " if case.identifier else ""
    return f"{name}{plain(case.activity)} of {kinds}{_route(decision)}, law of {decision.as_of.isoformat()}"


def _route(decision: Decision) -> str:
    start = _countries(decision, ("dispatch_country", "exporter_state"), "from")
    return start + _countries(decision, ("end_user_country", "consignee_country"), "to")


def _countries(decision: Decision, facts: tuple[str, ...], word: str) -> str:
    for fact in facts:
        value = decision.case.transaction.get(fact)
        if value is not None:
            return f" {word} {_country(value.text)}"
    return ""


def _country(code: str) -> str:
    try:
        return find_country(code).name
    except CountryError:
        return code


# ---- measures --------------------------------------------------------------------------------------


def _measure(report: MeasureReport[Reason], index: Index) -> Iterator[str]:
    finding = report.finding
    measure = finding.measure
    yield f"  {measure_name(report)}: {_TRUTHS[finding.truth]}{evidence_words(report.evidence)}"
    if finding.failed:
        yield f"    could not be evaluated ({finding.failed})"
    yield from _met(report)
    yield from _reason(report.reason, 4)
    if finding.truth == UNKNOWN and not any(item.truth == TRUE for item in report.paragraphs):
        yield from _open(open_paragraphs(report, index))
    for text in measure.not_modelled:
        yield f"    not modelled: {text}"
    yield from _reliefs(report)


def _met(report: MeasureReport[Reason]) -> Iterator[str]:
    """The paragraphs that are met; where the measure applies, how many are open beside them."""
    words: list[str] = []
    for item in report.paragraphs:
        if item.truth == TRUE:
            below = ", sub-paragraph open" if item.open_below else ""
            words.append(f"{item.statement.code} (met{below}{_level_of(report, item.statement.code)})")
    others = sum(item.truth == UNKNOWN for item in report.paragraphs)
    if words:
        yield f"    paragraphs: {', '.join(words)}"
    if others and report.finding.truth == TRUE:
        yield f"    not ruled out beside them, without effect on this measure: {others}"


def _level_of(report: MeasureReport[Reason], code: str) -> str:
    """The evidence of a met paragraph, where it is not official."""
    level = report.levels.get(code, "")
    return "" if level in ("", "official") else f", evidence: {level}"


def _open(paragraphs: list[OpenParagraph]) -> Iterator[str]:
    """What may be met, the nearest first, with what is not known about it."""
    encoded = [item for item in paragraphs if not item.gap]
    for item in encoded[:MAX_OPEN_PARAGRAPHS]:
        title = f" {item.title}" if item.title else ""
        shown = "; ".join(item.tests[:MAX_OPEN_TESTS])
        more = f"; and {len(item.tests) - MAX_OPEN_TESTS} more" if len(item.tests) > MAX_OPEN_TESTS else ""
        yield f"    may be {item.code}{title}{f'; not known: {shown}' if shown else ''}{more}"
    if len(encoded) > MAX_OPEN_PARAGRAPHS:
        yield f"    open too: {shorten_codes([item.code for item in encoded[MAX_OPEN_PARAGRAPHS:]])}"
    gaps = [item.code for item in paragraphs if item.gap]
    if gaps:
        yield f"    not modelled in full, so that it may be: {shorten_codes(gaps)}"


def _near(unsure: Sequence[MeasureReport[Reason]], index: Index) -> Iterator[str]:
    """Where very much is open, the paragraphs to look at first."""
    for item in find_nearest(unsure, index):
        title = f" {item.title}" if item.title else ""
        status = "met" if item.truth == TRUE else "open"
        asked = () if item.truth == TRUE else item.tests
        more = f" and {len(asked) - MAX_NEAR_TESTS} more" if len(asked) > MAX_NEAR_TESTS else ""
        missing = [f"not known: {', '.join(asked[:MAX_NEAR_TESTS])}{more}"] if asked else []
        gap = [f"not modelled: {item.gap}"] if item.gap and not asked else []
        yield f"{item.code}{title} ({item.ruleset}): {'; '.join([status, *item.held[:MAX_OPEN_TESTS], *missing, *gap])}"


# ---- reliefs ---------------------------------------------------------------------------------------


def _reliefs(report: MeasureReport[Reason]) -> Iterator[str]:
    """What lifts the measure; else why each relief does not, or what it would need."""
    applied = [item for item in report.reliefs if item.finding.truth == TRUE]
    for item in applied:
        yield from _applied(item)
    if applied or report.finding.truth != TRUE:
        return
    for item in sorted(report.reliefs, key=lambda item: -item.finding.truth)[:MAX_RELIEFS]:
        relief = item.finding.relief
        yield f"    {relief.title or plain(relief.name)}: {_why_no_relief(item)}"
    if len(report.reliefs) > MAX_RELIEFS:
        yield f"    {len(report.reliefs) - MAX_RELIEFS} other reliefs do not apply either (see the JSON view)"


def _applied(report: ReliefReport[Reason]) -> Iterator[str]:
    relief = report.finding.relief
    title = f", {relief.title}" if relief.title else ""
    leaves = OUTCOME_WORDS[report.finding.remaining]
    yield f"    {relief.source}{title}: applies, which leaves {leaves}{evidence_words(report.evidence)}"
    for reason in report.reasons:
        yield from _reason(reason, 6)
    if relief.refusals:
        yield f"      nothing bars it; tested: {len(relief.refusals)}"


def _why_no_relief(report: ReliefReport[Reason]) -> str:
    if report.finding.truth == FALSE:
        return f"no; {first_failure(report.reasons) or 'it does not cover every paragraph above'}"
    tests = [test for reason in report.reasons for test in open_tests(reason)]
    shown = "; ".join(tests[:3]) or "it may not cover every paragraph above"
    return f"perhaps; {shown}{f'; and {len(tests) - 3} more' if len(tests) > 3 else ''}"


# ---- reasons ---------------------------------------------------------------------------------------


def _reason(reason: Reason, indent: int, *, whole: bool = False) -> Iterator[str]:
    """One line per test; lines that only join others are left out. Open lists are told apart unless `whole`."""
    pad = " " * indent
    if reason.form == "test":
        yield f"{pad}{test_words(reason)}"
        return
    if reason.form == "not modelled":
        yield f"{pad}not modelled: {reason.text}"
        return
    if reason.form == "not":
        inner = reason.children[0]
        if inner.form == "test":
            yield f"{pad}{test_words(records.replace(inner, text=f'not {inner.text}', truth=reason.truth))}"
            return
        if inner.form == "list" and not [child for child in inner.children if child.truth != FALSE]:
            yield f"{pad}not {inner.text}"
            return
    if not whole and reason.form in ("list", "term") and reason.truth == FALSE:
        yield f"{pad}{plain(reason.text)}: no"
        return
    heading = _heading(reason)
    if heading:
        yield f"{pad}{heading}"
        indent += 2
    if whole and reason.form == "paragraph":
        yield from (f"{pad}  read so: {text}" for text in reason.readings)
    for child in reason.children:
        if whole or not (reason.form == "list" and child.form == "paragraph" and child.truth == UNKNOWN):
            yield from _reason(child, indent, whole=whole)


def _heading(reason: Reason) -> str:
    """The line of a reason over its children; empty where it only joins them."""
    if reason.form == "paragraph":
        title = f" {reason.title}" if reason.title else ""
        return f"{reason.code}{title}: {reason.status}"
    if reason.form == "finding":
        return f"{reason.text}: {reason.status}{who(reason.source)}"
    if reason.form in ("note", "part", "term") or (not reason.children and reason.form != "not"):
        return f"{place_words(reason.text) or plain(reason.text)}: {reason.status}"
    return "none of these:" if reason.text == "none of" else ""


# ---- the rest --------------------------------------------------------------------------------------


def _freed(report: Report) -> Iterator[str]:
    """What the item would meet, were it not for a note."""
    if report.freed:
        yield "  Taken out by a note:"
        for reason in report.freed:
            yield from _reason(reason, 4)


def _third_country(report: Report, index: Index) -> Iterator[str]:
    if not report.third_country:
        return
    yield "  Other countries' controls, which do not change this answer:"
    for measure in report.third_country:
        if measure.finding.truth == UNKNOWN:
            yield from open_measure(measure, measure_name(measure))
            continue
        for line in _measure(measure, index):
            yield f"  {line}"


def _changes(report: Report) -> Iterator[str]:
    if report.changes:
        yield "  Would change it:"
        for item in report.changes:
            level = level_words(item.floor, item.ceiling)
            yield f"    {plain(item.fact)} {item.instead} (stated: {item.stated}): {level}"


def _basis(report: Report) -> Iterator[str]:
    yield from heading_lines("Assumed", group_stated(report.assumptions))
    yield from heading_lines("Judged by people", group_stated(report.judgements))
    places: dict[str, list[str]] = {}
    for place, text in report.readings:
        places.setdefault(place, []).append(text)
    readings = [f"{place}: {'; '.join(texts)}" for place, texts in places.items()]
    if len(readings) > MAX_READINGS:
        readings[MAX_READINGS:] = [f"and {len(readings) - MAX_READINGS} more (see the JSON view)"]
    yield from heading_lines("Read so (our interpretation)", readings)
    diagnostics = report.decision.diagnostics
    for code in dict.fromkeys(code for code, _ in diagnostics):
        messages = [message for other, message in diagnostics if other == code]
        if len(messages) > MAX_WARNINGS:
            messages[MAX_WARNINGS:] = [f"and {len(messages) - MAX_WARNINGS} more"]
        yield f"  warning {code}: {'; '.join(messages)}"
    if report.holds_until is not None:
        yield f"  Holds until {report.holds_until.isoformat()} by the rules that are loaded."
    else:
        yield "  No later change of the rules that are loaded alters it."
    if report.checked_up_to is not None:
        less: dict[date, list[str]] = {}
        for day, title, _ in report.checked_less:
            less.setdefault(day, []).append(title)
        rest = [f"; only up to {day.isoformat()}: {', '.join(titles)}" for day, titles in less.items()]
        if len(rest) > MAX_LAGGING:
            rest[MAX_LAGGING:] = ["; others less far, too (see the JSON view)"]
        yield f"  Compared with the law up to {report.checked_up_to.isoformat()}{''.join(rest)}."


def show_reason(reason: Reason) -> str:
    """A tree of reasons as text, for `why not`."""
    return "\n".join(_reason(reason, 0, whole=True))


__all__ = ["explain_text", "show_question", "show_reason"]
