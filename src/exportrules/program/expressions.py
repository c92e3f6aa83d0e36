"""Conditions as text: two Boolean expressions each, put together without what changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from exportrules import records
from exportrules.logic import Interval, Period, code_limit
from exportrules.program.slots import Slot
from exportrules.rules import conditions as rules

ALWAYS: Final = "True"
NEVER: Final = "False"


@records.frozen
class Pair:
    """Two expressions: the condition certainly holds, it certainly fails."""

    holds: str
    fails: str


UNDECIDED: Final = Pair(NEVER, NEVER)
HOLDS: Final = Pair(ALWAYS, NEVER)
FAILS: Final = Pair(NEVER, ALWAYS)


def presence_of(period: Period) -> Pair:
    """Whether something is in force on the day."""
    first, last = period.start_latest or period.start, period.end_earliest or period.end
    holds = [] if first is None else [f"d >= {first.toordinal()}"]
    holds += [] if last is None else [f"d <= {last.toordinal()}"]
    fails = [] if period.start is None else [f"d < {period.start.toordinal()}"]
    fails += [] if period.end is None else [f"d > {period.end.toordinal()}"]
    return Pair(join_expressions(holds, " and ", ALWAYS, NEVER), join_expressions(fails, " or ", NEVER, ALWAYS))


def within(name: str, interval: Interval) -> Pair | None:
    """A number lies in an interval, by codes; None where a limit has none."""
    holds: str = name
    fails: list[str] = []
    if interval.low is not None:
        place = code_limit(interval.low)
        if place is None:
            return None
        holds = f"{place} {'<=' if interval.low_closed else '<'} {holds}"
        fails.append(f"{name} {'<' if interval.low_closed else '<='} {place}")
    if interval.high is not None:
        place = code_limit(interval.high)
        if place is None:
            return None
        holds = f"{holds} {'<=' if interval.high_closed else '<'} {place}"
        fails.append(f"{name} {'>' if interval.high_closed else '>='} {place}")
    return Pair(holds, join_expressions(fails, " or ", NEVER, ALWAYS))


def between_days(name: str, test: rules.DayTest) -> Pair:
    """A day lies in a span, both ends included."""
    holds: str = name
    fails: list[str] = []
    if test.first is not None:
        holds = f"{test.first.toordinal()} <= {holds}"
        fails.append(f"{name} < {test.first.toordinal()}")
    if test.last is not None:
        holds = f"{holds} <= {test.last.toordinal()}"
        fails.append(f"{name} > {test.last.toordinal()}")
    return Pair(holds, join_expressions(fails, " or ", NEVER, ALWAYS))


def join_expressions(texts: Iterable[str], word: str, neutral: str, settled: str) -> str:
    """Join expressions; the neutral one is left out, the settling one stands alone."""
    kept = [text for text in texts if text != neutral]
    if settled in kept:
        return settled
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else f"({word.join(f'({text})' for text in kept)})"


def either(first: str, second: str) -> str:
    """One of two expressions."""
    return join_expressions([first, second], " or ", NEVER, ALWAYS)


def all_of(pairs: Sequence[Pair]) -> Pair:
    """All of the conditions."""
    return Pair(
        join_expressions([pair.holds for pair in pairs], " and ", ALWAYS, NEVER),
        join_expressions([pair.fails for pair in pairs], " or ", NEVER, ALWAYS),
    )


def any_of(pairs: Sequence[Pair]) -> Pair:
    """One of the conditions."""
    return Pair(
        join_expressions([pair.holds for pair in pairs], " or ", NEVER, ALWAYS),
        join_expressions([pair.fails for pair in pairs], " and ", ALWAYS, NEVER),
    )


def unstated(slot: Slot) -> str:
    """Whether the fact of a slot is not stated."""
    return f"{slot.name} is None" if slot.holds_set else f"{slot.name} != {slot.name}"


def all_text(texts: Iterable[str]) -> str:
    """All of the expressions."""
    return join_expressions(texts, " and ", ALWAYS, NEVER)


def any_text(texts: Iterable[str]) -> str:
    """One of the expressions."""
    return join_expressions(texts, " or ", NEVER, ALWAYS)


__all__ = [
    "ALWAYS", "FAILS", "HOLDS", "NEVER", "UNDECIDED", "Pair", "all_of", "all_text", "any_of", "any_text",
    "between_days", "either", "presence_of", "unstated", "within",
]  # fmt: skip
