"""What is owed beside an answer, as text: duties, and codes of the customs declaration."""

from __future__ import annotations

from collections.abc import Iterator

from exportrules.decision import MeasureFinding
from exportrules.decision.outcomes import Outcome
from exportrules.explanation.facts import plain
from exportrules.explanation.report import Report
from exportrules.explanation.text_brief import evidence_words, open_tests
from exportrules.explanation.text_missing import heading_lines
from exportrules.logic import TRUE, UNKNOWN

MAX_TESTS = 3
"""Where more is open about a duty, an open answer does not tell it."""


def owed_lines(report: Report) -> Iterator[str]:
    """Duties by what they stand under; of what may be owed what stands under something that applies or only obliges.

    What only obliges moves no end of the answer, so that no question asks for it: what is open about it is told here.
    """
    decision = report.decision
    book = decision.session.program.book
    sources = {rule.path: rule.source for rule in book.measures} | {rule.path: rule.source for rule in book.reliefs}
    groups: dict[str, list[str]] = {}
    certain = {path for finding in decision.findings if finding.truth == TRUE for path in _paths(finding)}
    unsure = _unsure(report)
    for item in decision.duties:
        owed = item.truth == TRUE and item.under in certain
        if not owed and item.under not in unsure and not (item.under in certain and decision.conclusive):
            continue
        words = plain(item.duty.name) if owed else f"perhaps {plain(item.duty.name)}"
        due = f", {item.duty.due}" if item.duty.due else ""
        remark = f" ({item.duty.remark})" if item.duty.remark else ""
        heading = f"Duties under {sources.get(item.under, item.under)}{unsure.get(item.under, '')}"
        groups.setdefault(heading, []).append(f"{words}{due}{remark}")
    for heading, lines in groups.items():
        yield from heading_lines(heading, lines)
    if decision.documents:
        codes = (f"{item.code}{evidence_words(item.evidence)}" for item in decision.documents)
        yield f"  Customs declaration: {', '.join(codes)}"


def _unsure(report: Report) -> dict[str, str]:
    """The measures that only oblige and may apply, each with what is not known, in brackets."""
    found: dict[str, str] = {}
    for item in report.measures:
        if item.finding.level == Outcome.no_control_found and item.finding.truth == UNKNOWN:
            tests = list(dict.fromkeys(test.removesuffix(": not known") for test in open_tests(item.reason)))
            if report.decision.conclusive or len(tests) <= MAX_TESTS:
                more = f"; and {len(tests) - MAX_TESTS} more" if len(tests) > MAX_TESTS else ""
                shown = f" (not known: {'; '.join(tests[:MAX_TESTS])}{more})" if tests else ""
                found[item.finding.measure.path] = shown
    return found


def _paths(finding: MeasureFinding) -> Iterator[str]:
    yield finding.measure.path
    yield from (item.relief.path for item in finding.reliefs)


__all__ = ["owed_lines"]
