"""A decision as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from exportrules.case.values import Provenance
from exportrules.decision import Decision
from exportrules.decision.outcomes import MEANINGS, Outcome
from exportrules.explanation.facts import plain
from exportrules.explanation.model import Question, Reason
from exportrules.explanation.report import (
    OUTCOME_WORDS,
    MeasureReport,
    ReliefReport,
    Report,
    StatedFact,
    headline,
    make_report,
)
from exportrules.logic import FALSE, TRUE, UNKNOWN

MAX_QUESTIONS = 5
MAX_CLAUSES = 12
MAX_OPEN_PARAGRAPHS = 3
_TRUTHS = ("does not apply", "may apply", "applies")


def explain_text(decision: Decision) -> str:
    """Why, what is missing, what would change it, until when it holds: all views as text."""
    return "\n".join(_lines(make_report(decision))) + "\n"


def _lines(report: Report) -> Iterator[str]:
    decision = report.decision
    yield _title(decision)
    yield f"  {headline(decision).upper()}"
    if decision.outcome is not None:
        yield f"  {MEANINGS[decision.outcome]}"
    for measure in report.measures:
        yield from _measure(measure)
    yield from _third_country(report)
    yield from _owed(decision)
    yield from _missing(report)
    yield from _changes(report)
    yield from _basis(report)


def _title(decision: Decision) -> str:
    case = decision.case
    kinds = "item of unknown kind" if case.item.kinds is None else " and ".join(map(plain, sorted(case.item.kinds)))
    name = f"{case.identifier}: " if case.identifier else ""
    return f"{name}{plain(case.activity)} of {kinds}, law of {decision.as_of.isoformat()}"


# ---- measures --------------------------------------------------------------------------------------


def _measure(report: MeasureReport) -> Iterator[str]:
    finding = report.finding
    measure = finding.measure
    evidence = "" if report.evidence == "official" else f" [evidence: {report.evidence}]"
    yield f"  {measure.source}: {_TRUTHS[finding.truth]}{evidence}"
    if measure.title:
        yield f"    {measure.title}; {_level(finding.floor, finding.ceiling)}"
    if finding.failed:
        yield f"    could not be evaluated ({finding.failed})"
    yield from _paragraphs(report)
    yield from _reason(report.reason, 4)
    for text in measure.not_modelled:
        yield f"    not modelled: {text}"
    for relief in report.reliefs:
        if TRUE in (finding.truth, relief.finding.truth):
            yield from _relief(relief)


def _level(floor: Outcome, ceiling: Outcome) -> str:
    if floor == ceiling:
        return OUTCOME_WORDS[floor]
    return f"from {OUTCOME_WORDS[floor]} to {OUTCOME_WORDS[ceiling]}"


def _paragraphs(report: MeasureReport) -> Iterator[str]:
    met = [item for item in report.paragraphs if item.truth == TRUE]
    shown = [*met, *(item for item in report.paragraphs if item.truth == UNKNOWN)]
    if not shown:
        return
    codes: list[str] = []
    for item in shown[:MAX_CLAUSES]:
        words = "met, sub-paragraph open" if item.open_below and item.truth == TRUE else "met"
        codes.append(f"{item.statement.code} ({words if item.truth == TRUE else 'undetermined'})")
    more = f" and {len(shown) - MAX_CLAUSES} more" if len(shown) > MAX_CLAUSES else ""
    yield f"    paragraphs: {', '.join(codes)}{more}"


def _relief(report: ReliefReport) -> Iterator[str]:
    finding = report.finding
    relief = finding.relief
    evidence = "" if report.evidence == "official" else f" [evidence: {report.evidence}]"
    yield f"    {relief.form} {plain(relief.name)} ({relief.source}): {_TRUTHS[finding.truth]}{evidence}"
    if finding.truth == TRUE:
        yield f"      leaves {OUTCOME_WORDS[finding.remaining]}"
    if not report.reasons and finding.truth != TRUE:
        words = "does not cover" if finding.truth == FALSE else "may not cover"
        yield f"      {words} every paragraph that the item meets or may meet"
    for reason in report.reasons[:3] if finding.truth != TRUE else ():
        yield from _reason(reason, 6, brief=True)


# ---- reasons ---------------------------------------------------------------------------------------


def _reason(reason: Reason, indent: int, *, brief: bool = False) -> Iterator[str]:
    """One line per test; lines that only join others are left out."""
    pad = " " * indent
    if reason.form == "test":
        yield f"{pad}{_test(reason)}"
        return
    if reason.form == "not modelled":
        yield f"{pad}not modelled: {reason.text}"
        return
    if reason.form == "paragraph":
        title = f" {reason.title}" if reason.title else ""
        yield f"{pad}{reason.code}{title}: {reason.status}"
        for text in reason.readings:
            yield f"{pad}  read so: {text}"
        indent += 2
    elif reason.form in ("note", "part", "term") or not reason.children:
        yield f"{pad}{plain(reason.text)}: {reason.status}"
        indent += 2
    elif reason.form == "not":
        inner = reason.children[0]
        if inner.form == "test":
            yield f"{pad}not so: {_test(inner)}" if reason.truth != UNKNOWN else f"{pad}{_test(inner)}"
            return
        if inner.form == "list" and not [child for child in inner.children if child.truth != FALSE]:
            yield f"{pad}not {inner.text}"
            return
    most = MAX_OPEN_PARAGRAPHS if reason.form == "list" and reason.truth == UNKNOWN else len(reason.children)
    children = reason.children[: min(most, 6) if brief else most]
    for child in children:
        yield from _reason(child, indent, brief=brief)
    if len(children) < len(reason.children):
        yield f"{' ' * indent}and {len(reason.children) - len(children)} more"


def _test(reason: Reason) -> str:
    value = reason.value or reason.status
    mark = ("fails", "open", "holds")[reason.truth]
    who = _who(reason.source)
    return f"{plain(reason.text)}: {mark}; stated: {plain_value(value)}{who}"


def plain_value(value: str) -> str:
    """Words of a value as people read them."""
    return value.replace("_", " ")


def _who(source: Provenance) -> str:
    told = [source.by, source.on.isoformat() if source.on else "", source.basis]
    words = ", ".join(item for item in told if item)
    if source.assumed:
        return f" [assumed{': ' + words if words else ''}]"
    return f" [{words}]" if words else ""


# ---- the rest --------------------------------------------------------------------------------------


def _third_country(report: Report) -> Iterator[str]:
    if not report.third_country:
        return
    yield "  Other countries' controls, which do not change this answer:"
    for measure in report.third_country:
        for line in _measure(measure):
            yield f"  {line}"


def _owed(decision: Decision) -> Iterator[str]:
    for item in decision.duties:
        words = "duty" if item.truth == TRUE else "possible duty"
        due = f", {item.duty.due}" if item.duty.due else ""
        remark = f" ({item.duty.remark})" if item.duty.remark else ""
        yield f"  {words}: {plain(item.duty.name)}{due}{remark} [{item.under}]"
    if decision.documents:
        yield f"  customs declaration: {', '.join(item.code for item in decision.documents)}"


def _missing(report: Report) -> Iterator[str]:
    if report.questions:
        yield "  Missing:"
        for question in report.questions[:MAX_QUESTIONS]:
            yield from show_question(question)
        more = len(report.questions) - MAX_QUESTIONS
        if more > 0:
            yield f"    and {more} further questions (see the JSON view)"
    if report.not_modelled:
        yield "  Not modelled, so that no answer of yours can settle it:"
        for ruleset, code, text in report.not_modelled[:MAX_CLAUSES]:
            yield f"    {ruleset} {code}: {text}"
        if len(report.not_modelled) > MAX_CLAUSES:
            yield f"    and {len(report.not_modelled) - MAX_CLAUSES} more"


def show_question(question: Question) -> Iterator[str]:
    """A question with its branches."""
    asked = ", ".join(question.for_paragraphs[:4])
    more = f" and {len(question.for_paragraphs) - 4} more" if len(question.for_paragraphs) > 4 else ""
    yield f"    {question.text}? [{question.fact} of {question.path}; {question.how}; for {asked}{more}]".replace(
        "??", "?"
    )
    for branch in question.branches:
        yield f"      {plain_value(branch.answer)}: {_level(branch.floor, branch.ceiling)}"


def _changes(report: Report) -> Iterator[str]:
    if report.changes:
        yield "  Would change it:"
        for item in report.changes:
            level = _level(item.floor, item.ceiling)
            yield f"    {plain(item.fact)} {item.instead} (stated: {item.stated}): {level}"


def _basis(report: Report) -> Iterator[str]:
    decision = report.decision
    yield from _stated("Assumed", report.assumptions)
    yield from _stated("Judged by people", report.judgements)
    if report.readings:
        yield "  Read so (our interpretation):"
        for place, text in report.readings:
            yield f"    {place}: {text}"
    for code, message in decision.diagnostics:
        yield f"  warning {code}: {message}"
    if report.holds_until is not None:
        yield f"  Holds until {report.holds_until.isoformat()} by the rules that are loaded."
    else:
        yield "  No later change of the rules that are loaded alters it."
    if report.checked_up_to is not None:
        yield f"  Compared with the law up to {report.checked_up_to.isoformat()}."


def _stated(heading: str, facts: tuple[StatedFact, ...]) -> Iterator[str]:
    if facts:
        yield f"  {heading}:"
        for item in facts:
            yield f"    {plain(item.name)}: {item.value}{_who(item.source)}"


def show_reason(reason: Reason) -> str:
    """A tree of reasons as text, for `why not`."""
    return "\n".join(_reason(reason, 0))


__all__ = ["explain_text", "show_question", "show_reason"]
