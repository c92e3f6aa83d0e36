"""The day whose law decides: that of the call, else that of the case."""

from __future__ import annotations

from datetime import date, datetime

from exportrules.case.values import Case
from exportrules.errors import ExportRulesError

__all__ = ["check_day", "choose_day"]

_SHOWN = 40


def choose_day(case: Case, as_of: date | None) -> date:
    """The day of the call, else that of the case.

    Raises:
        ExportRulesError: XR862, no day is given anywhere; XR871, what the call gives is no day.
    """
    if as_of is not None:
        check_day(as_of)
        return as_of
    if case.as_of is None:
        raise ExportRulesError(
            "XR862", "no day is given whose law decides", "add `as_of` to the case, or give it to the call"
        )
    return case.as_of


def check_day(given: object, name: str = "as_of") -> None:
    """Refuse what is given for a day and is none; None stands for no day.

    A time is none either: which day it lies in depends on where one stands, and the law changes at midnight.

    Raises:
        ExportRulesError: XR871.
    """
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return
    if isinstance(given, datetime):
        message, way_out = f"`{name}` is a time, which is more than a day", "give its day alone, such as its `.date()`"
    elif isinstance(given, str):
        message = f"`{name}` is the text `{given[:_SHOWN]}`, and no day"
        way_out = "give a `datetime.date`, such as `date(2026, 3, 1)`; `date.fromisoformat` reads one from text"
    else:
        message = f"`{name}` is of the type `{type(given).__name__}`, and no day"
        way_out = "give a `datetime.date`, such as `date(2026, 3, 1)`"
    raise ExportRulesError("XR871", message, way_out)
