"""Strong Kleene truth as three ordered integers: `and` is the minimum, `or` the maximum.

Integers keep the hot path free of objects: FALSE < UNKNOWN < TRUE.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

Truth: TypeAlias = int
"""FALSE, UNKNOWN or TRUE; an integer type of its own would cost the hot path its `min` and `max`."""
FALSE: Final = 0
UNKNOWN: Final = 1
TRUE: Final = 2

_NAMES: Final = ("false", "unknown", "true")
_NEGATED: Final[tuple[Truth, Truth, Truth]] = (2, 1, 0)


def negate(value: Truth) -> Truth:
    """Strong Kleene `not`."""
    return _NEGATED[value]


def every(values: Iterable[Truth]) -> Truth:
    """Strong Kleene `and`; true for no values."""
    result: Truth = TRUE
    for value in values:
        if value == FALSE:
            return FALSE
        result = min(result, value)
    return result


def some(values: Iterable[Truth]) -> Truth:
    """Strong Kleene `or`; false for no values."""
    result: Truth = FALSE
    for value in values:
        if value == TRUE:
            return TRUE
        result = max(result, value)
    return result


def at_least(count: int, values: Iterable[Truth], more_possible: bool = False) -> Truth:
    """At least `count` of the values are true; `more_possible` when the collection may hold others."""
    certain = possible = 0
    for value in values:
        certain += value == TRUE
        possible += value != FALSE
    if certain >= count:
        return TRUE
    return UNKNOWN if possible >= count or more_possible else FALSE


def truth_name(value: Truth) -> str:
    """`false`, `unknown` or `true`."""
    return _NAMES[value]
