"""What is gathered once over all loaded law: the days on which it changes, and the lists that paragraphs test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exportrules.rules import conditions as rules
from exportrules.rules.dating import days_of, days_of_formulas, days_of_measure, days_of_relief
from exportrules.rules.inside import tests_within
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import Statement


def collect_change_days(book: Rulebook) -> tuple[date, ...]:
    """First days of a new state, over rulesets, paragraphs and their lines, provisions and groups, in order."""
    days: set[date] = set()
    for info in book.rulesets.values():
        days.update(info.period.changes())
        days.update(stage.day for stage in info.stages)
        if info.checked_from is not None:
            days.add(info.checked_from)
    for _, statement in _paragraphs(book):
        days.update(days_of(statement))
    for notes in book.notes.values():
        for note in notes:
            days.update(note.period.changes())
    for measure in book.measures:
        days.update(days_of_measure(measure))
    for relief in book.reliefs:
        days.update(days_of_relief(relief))
    days.update(days_of_formulas(book))
    for group in book.vocabulary.groups.values():
        for membership in group.memberships:
            days.update(membership.period.changes())
    return tuple(sorted(days))


def collect_lists(book: Rulebook) -> dict[str, frozenset[tuple[str, str]]]:
    """For each ruleset the targets of every `item listed in` within its paragraphs or notes, as ruleset and code.

    A part that is tested as an item of its own is another item, of which nothing is supposed.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for ruleset, statement in _paragraphs(book):
        for test in tests_within(statement):
            if isinstance(test, rules.ListedTest) and test.subject == "item":
                found.setdefault(ruleset, set()).update((target.ruleset, target.code) for target in test.targets)
    return {ruleset: frozenset(targets) for ruleset, targets in found.items()}


def _paragraphs(book: Rulebook) -> Iterator[tuple[str, Statement]]:
    """Every numbered paragraph, row and line that takes others over, each with its ruleset.

    They are gone through by the lists, and not by their codes: two rows may bear one code, and a line that takes a
    whole list over bears none.
    """
    for ruleset, roots in book.roots.items():
        todo = list(roots)
        while todo:
            statement = todo.pop()
            todo += statement.members
            if statement.code or statement.parent is None:
                yield ruleset, statement
