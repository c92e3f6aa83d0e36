"""Three-valued truth, interval sets, periods."""

from exportrules.logic.codes import QUANTA, code_limit, code_number
from exportrules.logic.interval import EVERYTHING, Interval, Intervals, compare_intervals, exact, hull
from exportrules.logic.period import ALWAYS, Period, Presence
from exportrules.logic.truth import FALSE, TRUE, UNKNOWN, Truth, every, negate, some, truth_name

__all__ = [
    "ALWAYS",
    "EVERYTHING",
    "FALSE",
    "QUANTA",
    "TRUE",
    "UNKNOWN",
    "Interval",
    "Intervals",
    "Period",
    "Presence",
    "Truth",
    "code_limit",
    "code_number",
    "compare_intervals",
    "every",
    "exact",
    "hull",
    "negate",
    "some",
    "truth_name",
]
