"""Where very much is open: the paragraphs to look at first, by what is stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from exportrules import records
from exportrules.explanation.model import Reason
from exportrules.explanation.readings import WIDE, breadth_of
from exportrules.explanation.report import MeasureReport
from exportrules.explanation.wording import Index, collect_held, collect_open, test_words
from exportrules.logic import FALSE, TRUE, Truth
from exportrules.program.frame import Frame
from exportrules.rules.rulebook import entry_of
from exportrules.rules.statements import Statement

MAX_OF_A_RULESET = 2
MAX_NEAREST = 8


@records.frozen
class NearParagraph:
    """A paragraph that is met, or may be: the tests of it that hold by what is stated, those that are open, a gap."""

    ruleset: str
    code: str
    title: str
    truth: Truth
    held: tuple[str, ...]
    tests: tuple[str, ...]
    gap: str


def find_nearest(reports: Sequence[MeasureReport[Reason]], index: Index) -> list[NearParagraph]:
    """The paragraphs of these measures that are nearest to the item, some of each ruleset.

    What is met comes first, then that of which the most is known to hold; of equals those that speak of the narrowest
    kinds of the item, then those of which the least is open. That the item is of a kind counts for nothing by itself,
    since hundreds of paragraphs speak of machines or of chemicals.
    """
    if not reports:
        return []
    session = reports[0].finding.session
    frame, every = Frame(session, session.case.item), len(session.program.vocabulary.kinds)
    found: list[tuple[tuple[int, ...], NearParagraph]] = []
    for statement, truth in _paragraphs(reports):
        near = _look_at(statement, truth, index)
        breadth = breadth_of(statement, frame)
        if near.held or truth == TRUE or (breadth * WIDE < every and (near.tests or near.gap)):
            found.append(((-truth, -len(near.held), breadth, len(near.tests)), near))
    found.sort(key=lambda pair: (pair[0], pair[1].ruleset, pair[1].code))
    return list(_some_of_each(near for _, near in found))


def _paragraphs(reports: Iterable[MeasureReport[Reason]]) -> Iterator[tuple[Statement, Truth]]:
    """Each paragraph that is met or open, once."""
    seen: set[tuple[str, str]] = set()
    for report in reports:
        for item in report.paragraphs:
            key = (item.statement.ruleset, item.statement.code)
            if item.truth != FALSE and key not in seen:
                seen.add(key)
                yield item.statement, item.truth


def _look_at(statement: Statement, truth: Truth, index: Index) -> NearParagraph:
    node, above = index.get((statement.ruleset, statement.code), (None, ()))
    held: dict[str, None] = {}
    tests: Counter[str] = Counter()
    gaps: list[str] = []
    for reason in above if node is None else (*above, node):
        held.update(dict.fromkeys(map(test_words, collect_held(reason, statement.code, deep=reason is node))))
        collect_open(reason, statement.code, tests, gaps, deep=reason is node)
    gap = gaps[0] if gaps else ""
    return NearParagraph(statement.ruleset, statement.code, statement.title, truth, tuple(held), tuple(tests), gap)


def _some_of_each(found: Iterable[NearParagraph]) -> Iterator[NearParagraph]:
    """The first of an entry, some entries of each ruleset, and not too many of all."""
    shown: Counter[str] = Counter()
    entries: set[tuple[str, str]] = set()
    for item in found:
        entry = (item.ruleset, entry_of(item.code))
        if entry not in entries and shown[item.ruleset] < MAX_OF_A_RULESET and shown.total() < MAX_NEAREST:
            entries.add(entry)
            shown[item.ruleset] += 1
            yield item


__all__ = ["NearParagraph", "find_nearest"]
