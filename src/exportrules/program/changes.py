"""The days on which loaded law begins or ends."""

from __future__ import annotations

from datetime import date

from exportrules.rules.rulebook import Rulebook


def collect_change_days(book: Rulebook) -> tuple[date, ...]:
    """First days of a new state, over rulesets, paragraphs, notes, measures, reliefs and groups, in order."""
    days: set[date] = set()
    for info in book.rulesets.values():
        days.update(info.period.changes())
        days.update(stage.day for stage in info.stages)
    for known in book.statements.values():
        for statement in known.values():
            days.update(statement.period.changes())
    for notes in book.notes.values():
        for note in notes:
            days.update(note.period.changes())
    for measure in book.measures:
        days.update(measure.period.changes())
    for relief in book.reliefs:
        days.update(relief.period.changes())
    for group in book.vocabulary.groups.values():
        for membership in group.memberships:
            days.update(membership.period.changes())
    return tuple(sorted(days))
