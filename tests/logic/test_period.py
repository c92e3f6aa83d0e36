"""In force from a day until a day, both included; a day may be known only to lie between two (semantics, section 6)."""

from datetime import date, timedelta

import pytest

from exportrules.logic import ALWAYS, FALSE, TRUE, UNKNOWN, Period

START, START_LATEST = date(2025, 3, 1), date(2025, 3, 5)
END_EARLIEST, END = date(2025, 6, 10), date(2025, 6, 15)
CERTAIN = Period(start=START, end=END)
UNCERTAIN = Period(START, START_LATEST, END_EARLIEST, END)


@pytest.mark.parametrize(
    ("period", "day", "presence"),
    [
        (CERTAIN, "2025-02-28", FALSE), (CERTAIN, "2025-03-01", TRUE), (CERTAIN, "2025-06-15", TRUE),
        (CERTAIN, "2025-06-16", FALSE),
        (UNCERTAIN, "2025-02-28", FALSE), (UNCERTAIN, "2025-03-01", UNKNOWN), (UNCERTAIN, "2025-03-04", UNKNOWN),
        (UNCERTAIN, "2025-03-05", TRUE), (UNCERTAIN, "2025-06-10", TRUE), (UNCERTAIN, "2025-06-11", UNKNOWN),
        (UNCERTAIN, "2025-06-15", UNKNOWN), (UNCERTAIN, "2025-06-16", FALSE),
        (Period(start=START), "9999-12-31", TRUE), (Period(end=END), "0001-01-01", TRUE),
        (ALWAYS, "0001-01-01", TRUE), (ALWAYS, "9999-12-31", TRUE),
    ],
)  # fmt: skip
def test_both_days_are_included_and_a_day_between_two_is_unknown(period, day, presence):
    assert period.presence(date.fromisoformat(day)) == presence


@pytest.mark.parametrize("period", [CERTAIN, UNCERTAIN, Period(start=START), Period(end=END), ALWAYS])
def test_the_changes_are_the_days_on_which_the_presence_is_another_than_the_day_before(period):
    days = [date(2025, 2, 1) + timedelta(days=number) for number in range(160)]
    moved = {day for day in days if period.presence(day) != period.presence(day - timedelta(days=1))}
    assert set(period.changes()) == moved


@pytest.mark.parametrize(
    ("period", "uncertain"),
    [
        (CERTAIN, False),
        (UNCERTAIN, True),
        (Period(START, START_LATEST), True),
        (Period(end_earliest=END_EARLIEST, end=END), True),
        (ALWAYS, False),
    ],
)
def test_a_period_is_uncertain_where_either_day_is(period, uncertain):
    assert period.uncertain == uncertain


def test_what_holds_to_the_end_of_the_calendar_changes_no_more():
    assert Period(start=START, end=date.max).changes() == (START,)
    assert Period(end=date.max - timedelta(days=1)).changes() == (date.max,)
