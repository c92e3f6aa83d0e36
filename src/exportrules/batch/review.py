"""Decide again after a change of law: only the lines on which the change can bear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from exportrules import records
from exportrules.batch.record import Answer, answer, read_row
from exportrules.batch.table import read_rows
from exportrules.batch.touched import Touched
from exportrules.case import Case
from exportrules.case.day import check_day
from exportrules.errors import ExportRulesError

if TYPE_CHECKING:
    from exportrules.loading import Rules


@records.frozen
class Revised:
    """A line that was decided again, with its answer before and after the change."""

    before: Answer
    after: Answer

    @property
    def differs(self) -> bool:
        """Whether the answer is another."""
        return not self.before.says_the_same(self.after)


def review(
    old: Rules, new: Rules, rows: Iterable[Any], answers: Iterable[Answer], as_of: date | None = None
) -> Iterator[Revised]:
    """The lines on which a change of law can bear, decided again; a line that is left out has the same answer still.

    `answers` are those of `decide_many` with the old rules and `details`, in the order of the rows.
    """
    check_day(as_of)
    touched = Touched(old, new)
    for row, before in zip(read_rows(rows), answers, strict=True):
        # a case that was read was read by the words of the old law
        again = row.text if isinstance(row, Case) else row
        try:
            case = read_row(new, again)
            bears = bool(before.error) or touched.bears_on(case)
        except ExportRulesError:
            bears = True
        if bears:
            yield Revised(before, answer(new, again, before.line, as_of, details=True))


__all__ = ["Revised", "review"]
