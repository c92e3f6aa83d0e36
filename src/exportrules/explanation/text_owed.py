"""What is owed beside an answer, as text: duties, and codes of the customs declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exportrules.decision import MeasureFinding
from exportrules.decision.outcomes import Outcome
from exportrules.explanation.facts import plain
from exportrules.explanation.report import Report
from exportrules.explanation.text_brief import evidence_words, open_tests
from exportrules.explanation.text_missing import heading_lines
from exportrules.logic import TRUE, UNKNOWN

MAX_TESTS = 3
"""Where more is open about a duty, an open answer does not tell it."""
MAX_OF_CONCLUSIVE = 6
"""Where more is open about it, a conclusive answer only names the provision."""


def owed_lines(report: Report) -> Iterator[str]:
    """Duties by what they stand under; of what may be owed what stands under something that applies or only obliges.

    What only obliges moves no end of the answer, so that no question asks for it: what is open about it is told here.
    """
    decision = report.decision
    book = decision.session.program.book
    sources = {rule.path: rule.source for rule in book.measures} | {rule.path: rule.source for rule in book.reliefs}
    groups: dict[str, list[str]] = {}
    perhaps: dict[str, list[str]] = {}
    certain = {path for finding in decision.findings if finding.truth == TRUE for path in _paths(finding)}
    unsure = _unsure(report)
    for item in decision.duties:
        source = sources.get(item.under, item.under)
        due = f", {item.duty.due}" if item.duty.due else ""
        remark = f" ({item.duty.remark})" if item.duty.remark else ""
        words = f"{plain(item.duty.name)}{due}{remark}"
        if item.under in unsure:
            perhaps.setdefault(f"Duties under {source}{unsure[item.under]}", []).append(words)
        elif item.under in certain and (item.truth == TRUE or decision.conclusive):
            groups.setdefault(f"Duties under {source}", []).append(f"{'' if item.truth == TRUE else 'perhaps '}{words}")
    for heading, lines in groups.items():
        yield from heading_lines(heading, lines)
    for heading, lines in perhaps.items():
        yield from heading_lines(heading, [f"perhaps {'; '.join(lines)}"])
    yield from heading_lines("Duties perhaps too, though much is not known about it", _far(report, unsure))
    if decision.documents:
        codes = (f"{item.code}{evidence_words(item.evidence)}" for item in decision.documents)
        yield f"  Customs declaration: {', '.join(codes)}"


def _unsure(report: Report) -> dict[str, str]:
    """The measures that only oblige and of which little is open, each with what is not known, in brackets."""
    found: dict[str, str] = {}
    most = MAX_OF_CONCLUSIVE if report.decision.conclusive else MAX_TESTS
    for path, tests in _open_of_obliging(report).items():
        if len(tests) <= most:
            more = f"; and {len(tests) - MAX_TESTS} more" if len(tests) > MAX_TESTS else ""
            found[path] = f" (not known: {'; '.join(tests[:MAX_TESTS])}{more})" if tests else ""
    return found


def _far(report: Report, unsure: Mapping[str, str]) -> list[str]:
    """Of a conclusive answer the other provisions that may oblige."""
    if not report.decision.conclusive:
        return []
    left = {duty.under for duty in report.decision.duties}.intersection(_open_of_obliging(report)).difference(unsure)
    rules = (item.finding.measure for item in report.measures if item.finding.measure.path in left)
    found = dict.fromkeys(rule.source for rule in rules)
    return ["; ".join(found)] if found else []


def _open_of_obliging(report: Report) -> dict[str, list[str]]:
    """The measures that only oblige and may apply, each with what is not known."""
    return {
        item.finding.measure.path: list(
            dict.fromkeys(test.removesuffix(": not known") for test in open_tests(item.reason))
        )
        for item in report.measures
        if item.finding.level == Outcome.no_control_found and item.finding.truth == UNKNOWN
    }


def _paths(finding: MeasureFinding) -> Iterator[str]:
    yield finding.measure.path
    yield from (item.relief.path for item in finding.reliefs)


__all__ = ["owed_lines"]
