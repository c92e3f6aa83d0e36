"""Measures in few words: those that may apply, by ruleset where there are many, and those of other countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from exportrules.explanation.facts import plain
from exportrules.explanation.model import Reason
from exportrules.explanation.report import OUTCOME_WORDS, MeasureReport, Report
from exportrules.explanation.wording import test_words
from exportrules.logic import UNKNOWN

MAX_NAMED = 12
"""How many measures that may apply are named one by one."""
MAX_TESTS = 3

Name = Callable[[MeasureReport[Reason]], str]


def measure_name(report: MeasureReport[Reason]) -> str:
    """The provision with its heading."""
    measure = report.finding.measure
    return f"{measure.source}, {measure.title}" if measure.title else measure.source


def evidence_words(level: str) -> str:
    """The evidence of what is told, in brackets, where it is not official."""
    return "" if level in ("", "official") else f" [evidence: {level}]"


def group_measures(reports: Sequence[MeasureReport[Reason]], name: Name) -> Iterator[str]:
    """The names of measures; of very many, how many of each ruleset and the strictest of them."""
    names = list(dict.fromkeys(map(name, reports)))
    if len(names) <= MAX_NAMED:
        yield from names
        return
    groups: dict[str, list[MeasureReport[Reason]]] = {}
    for item in reports:
        groups.setdefault(item.finding.measure.ruleset, []).append(item)
    for ruleset, members in sorted(groups.items(), key=lambda group: (-_strictest(group[1]), group[0])):
        info = members[0].finding.session.program.book.rulesets[ruleset]
        paths = {item.finding.measure.path for item in members}
        if len(paths) == 1:
            yield name(members[0])
            continue
        level = OUTCOME_WORDS[max(item.finding.ceiling for item in members)]
        yield f"{info.title or ruleset}: {len(paths)} measures, at the strictest {level} ({info.source})"


def _strictest(members: Sequence[MeasureReport[Reason]]) -> int:
    return max(item.finding.ceiling for item in members)


def name_lists(report: Report) -> Iterator[str]:
    """The lists behind an answer that found no control, by act; those of other countries are counted."""
    rulesets = report.decision.session.program.book.rulesets
    acts: dict[str, list[str]] = {}
    foreign: Counter[str] = Counter()
    for info in (rulesets[name] for name in report.lists):
        if info.layer == "third_country":
            foreign[info.title.partition(",")[0] or info.name] += 1
        else:
            acts.setdefault(info.source.partition(", Annex")[0], []).append(info.title or info.name)
    for act, titles in acts.items():
        yield f"{act}: {'; '.join(titles)}" if act else "; ".join(titles)
    if foreign:
        yield f"lists of other countries: {', '.join(f'{name} ({count})' for name, count in foreign.items())}"
    if not report.lists:
        yield "no list"


def open_measure(report: MeasureReport[Reason], name: str) -> Iterator[str]:
    """A measure of another country that may apply, with the first things that are not known."""
    tests = list(dict.fromkeys(open_tests(report.reason)))
    unknown = [test.removesuffix(": not known") for test in tests]
    shown = "; ".join(unknown[:MAX_TESTS])
    more = f"; and {len(unknown) - MAX_TESTS} more" if len(unknown) > MAX_TESTS else ""
    evidence = evidence_words(report.evidence)
    yield f"    {name}: may apply{evidence}{f'; not known: {shown}{more}' if shown else ''}"


def open_tests(reason: Reason) -> Iterator[str]:
    """Every test below a reason that is open."""
    if reason.truth != UNKNOWN:
        return
    if not reason.children:
        yield test_words(reason) if reason.form == "test" else f"{plain(reason.text)}: {reason.status}"
    for child in reason.children:
        yield from open_tests(child)
