"""When a statement is in force: inclusive days, possibly known only within a span."""

from __future__ import annotations

from datetime import date

from exportrules import records
from exportrules.logic.truth import FALSE, TRUE, UNKNOWN, Truth

Presence = Truth


@records.frozen
class Period:
    """In force from a day until another, both inclusive; None is open.

    An uncertain day lies between `start` and `start_latest` (or `end_earliest` and `end`), both inclusive.
    """

    start: date | None = None
    start_latest: date | None = None
    end_earliest: date | None = None
    end: date | None = None

    def presence(self, day: date) -> Presence:
        """Whether the statement is in force on the day: false, unknown (uncertain day) or true."""
        if (self.start is not None and day < self.start) or (self.end is not None and day > self.end):
            return FALSE
        if self.start_latest is not None and day < self.start_latest:
            return UNKNOWN
        if self.end_earliest is not None and day > self.end_earliest:
            return UNKNOWN
        return TRUE

    @property
    def uncertain(self) -> bool:
        """Whether its first or its last day is only known within a span."""
        return self.start_latest is not None or self.end_earliest is not None

    def changes(self) -> tuple[date, ...]:
        """Days on which the presence may change, as the first day of the new state."""
        days = [self.start, self.start_latest]
        ends = [self.end_earliest, self.end]
        after = [date.fromordinal(day.toordinal() + 1) for day in ends if day is not None and day != date.max]
        return tuple(day for day in days if day is not None) + tuple(after)


ALWAYS = Period()
GONE = Period(end=date.min)
"""Of what is not in force on any day of which somebody may ask."""
