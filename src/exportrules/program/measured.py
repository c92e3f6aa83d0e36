"""Tests of quantities and ranges against limits, also where they were measured under conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Final

from exportrules.case.values import Extent, NotApplicable, Numbers, Point, Points, Value
from exportrules.logic import FALSE, TRUE, UNKNOWN, Interval, Intervals, Truth, code_limit, compare_intervals
from exportrules.logic.interval import cells
from exportrules.program.frame import Frame, Runner
from exportrules.program.numbers import ArithmeticFault, evaluate
from exportrules.rules import conditions as rules

_MOST_CELLS: Final = 1024
"""How many places are looked at one by one to see whether stated values cover them together."""
_Judge = Callable[[Intervals], Truth]


def compile_number(test: rules.NumberTest) -> Runner:
    """A quantity within bounds; errors make it unknown with a diagnostic (XR851)."""
    interval = test.bounds.interval
    subject, at = test.fact, test.at
    fixed = all(condition.bounds is None or condition.bounds.interval is not None for condition in at)
    if interval is None or not fixed or not isinstance(subject, rules.FactRef):
        return lambda frame: _general_number(test, frame)

    inside = None if at else _by_codes(interval)

    def judge(found: Intervals) -> Truth:
        return compare_intervals(found, interval)

    def run(frame: Frame) -> Truth:
        value = frame.value(subject)
        if value is None:
            return UNKNOWN
        code = value.code
        if inside is not None and isinstance(code, int) and isinstance(value, Numbers):
            return TRUE if inside(code) else FALSE
        return _judge_value(value, judge, at, frame)

    return run


def _judge_value(value: Value, judge: _Judge, at: tuple[rules.AtCondition, ...], frame: Frame) -> Truth:
    if isinstance(value, Numbers):
        # a bare number does not say under which condition it was measured
        return UNKNOWN if at else judge(value.intervals)
    if isinstance(value, Points):
        return _points(value, judge, at, frame)
    return FALSE if isinstance(value, NotApplicable) else UNKNOWN


def _by_codes(interval: Interval) -> Callable[[int], bool] | None:
    """The test by the codes of numbers; None where an end has none."""
    low = None if interval.low is None else code_limit(interval.low)
    high = None if interval.high is None else code_limit(interval.high)
    if (low is None) != (interval.low is None) or (high is None) != (interval.high is None):
        return None
    # codes are whole numbers, so that an open end is the closed end beside it
    if low is not None and not interval.low_closed:
        low += 1
    if high is not None and not interval.high_closed:
        high -= 1
    if low is None:
        return None if high is None else high.__ge__
    if high is None:
        return low.__le__
    return lambda code: low <= code <= high


def _general_number(test: rules.NumberTest, frame: Frame) -> Truth:
    """The same where limits, conditions or what is tested follow from a formula."""
    bounds = test.bounds
    try:
        low = None if bounds.low is None else evaluate(bounds.low, frame) or _WHOLE_LINE
        high = None if bounds.high is None else evaluate(bounds.high, frame) or _WHOLE_LINE

        def judge(found: Intervals) -> Truth:
            truths = {_between(item, low, high, bounds) for item in found}
            return truths.pop() if len(truths) == 1 else UNKNOWN

        if isinstance(test.fact, rules.FactRef):
            value = frame.value(test.fact)
            return UNKNOWN if value is None else _judge_value(value, judge, test.at, frame)
        result = evaluate(test.fact, frame)
    except ArithmeticFault as fault:
        frame.session.note("XR851", f"`{test.text}`: {fault}")
        return UNKNOWN
    return UNKNOWN if result is None else judge((result,))


_WHOLE_LINE: Final = Interval(None, False, None, False)
_NOWHERE: Final = Interval(Fraction(1), True, Fraction(0), True)


def _between(found: Interval, low: Interval | None, high: Interval | None, bounds: rules.Bounds) -> Truth:
    above = TRUE if low is None else _beyond(found, low, closed=bounds.low_closed)
    below = TRUE if high is None else _beyond(high, found, closed=bounds.high_closed)
    return min(above, below)


def _beyond(upper: Interval, lower: Interval, *, closed: bool) -> Truth:
    """Whether one number lies above another (or is the same, if `closed`), as far as it is known where they lie."""
    if upper.low is not None and lower.high is not None:
        apart = closed or not (upper.low_closed and lower.high_closed)
        if upper.low > lower.high or (upper.low == lower.high and apart):
            return TRUE
    if upper.high is not None and lower.low is not None:
        meet = closed and upper.high_closed and lower.low_closed
        if upper.high < lower.low or (upper.high == lower.low and not meet):
            return FALSE
    return UNKNOWN


def _bounds(bounds: rules.Bounds, frame: Frame) -> tuple[Interval, Interval] | None:
    """The interval that certainly satisfies the limit, and the one that possibly does."""
    if bounds.interval is not None:
        return bounds.interval, bounds.interval
    low = None if bounds.low is None else evaluate(bounds.low, frame)
    high = None if bounds.high is None else evaluate(bounds.high, frame)
    if (bounds.low is not None and low is None) or (bounds.high is not None and high is None):
        return None
    sure = Interval(low.high if low else None, bounds.low_closed, high.low if high else None, bounds.high_closed)
    possible = Interval(low.low if low else None, bounds.low_closed, high.high if high else None, bounds.high_closed)
    if (low is not None and low.high is None) or (high is not None and high.low is None):
        # no number certainly lies beyond an end of which it is not known how far it is
        sure = _NOWHERE
    return sure, possible


# ---- values under conditions of measurement ------------------------------------------------------


def _points(value: Points, judge: _Judge, at: tuple[rules.AtCondition, ...], frame: Frame) -> Truth:
    """Some (or every) stated value that was measured under the conditions lies within the test."""
    rows = [(_place(point, at, frame), judge(point.intervals), point) for point in value.points]
    seen = {(fits, truth) for fits, truth, _ in rows}

    def stated(wanted: Truth) -> list[Mapping[str, Interval | str]]:
        return [point.at for fits, truth, point in rows if fits == TRUE and truth == wanted]

    if any(condition.mode == "every" for condition in at):
        if _is_refuted(stated(FALSE), at, frame):
            return FALSE
        certain = (
            value.complete and (TRUE, TRUE) in seen and all(truth == TRUE or fits == FALSE for fits, truth in seen)
        )
        return TRUE if certain or _covered(stated(TRUE), at, frame) else UNKNOWN
    if (TRUE, TRUE) in seen:
        return TRUE
    certain = value.complete and all(FALSE in pair for pair in seen)
    return FALSE if certain or _covered(stated(FALSE), at, frame) else UNKNOWN


def _is_refuted(places: list[Mapping[str, Interval | str]], at: tuple[rules.AtCondition, ...], frame: Frame) -> bool:
    """Whether one value is against `every`: not where it may hold at another place of a condition left to choose."""
    fixed = {
        item.name
        for item in at
        if item.mode in ("every", "twice") or item.named is not None or _is_point(item.bounds, frame)
    }
    return all(item.name in fixed for item in at) and any(fixed.issuperset(place) for place in places)


def _is_point(bounds: rules.Bounds | None, frame: Frame) -> bool:
    found = None if bounds is None else _bounds(bounds, frame)
    return found is not None and found[1].is_exact()


def _place(point: Point, at: tuple[rules.AtCondition, ...], frame: Frame) -> Truth:
    """Whether the point was taken under the conditions."""
    result: Truth = TRUE
    for condition in at:
        stated = point.at.get(condition.name)
        if condition.bounds is None and condition.named is None:
            continue
        if stated is None:
            # another condition may still rule it out
            result = UNKNOWN
            continue
        if condition.named is not None:
            if stated != condition.named:
                return FALSE
            continue
        bounds = _bounds(condition.bounds, frame) if condition.bounds is not None else None
        if bounds is None or not isinstance(stated, Interval):
            result = min(result, UNKNOWN)
            continue
        sure, possible = bounds
        # a value stated for a whole range holds at each place of it
        if not possible.overlaps(stated):
            return FALSE
        if not sure.overlaps(stated):
            result = min(result, UNKNOWN)
    return result


def _covered(places: list[Mapping[str, Interval | str]], at: tuple[rules.AtCondition, ...], frame: Frame) -> bool:
    """Whether values are stated for every place of which the test speaks, and for nothing narrower."""
    regions: dict[str, Interval] = {}
    for condition in at:
        if condition.mode == "twice":
            # what is stated for either figure is stated for the place
            continue
        bounds = None if condition.bounds is None else _bounds(condition.bounds, frame)
        if bounds is not None:
            regions[condition.name] = bounds[1]
        elif condition.named is None:
            # there may always be one more place
            return False
    names = {condition.name for condition in at}
    stated = [found for place in places if names.issuperset(place) and (found := _spans(place, regions)) is not None]
    if any(all(found[name].contains(region) for name, region in regions.items()) for found in stated):
        return True
    return bool(stated) and all(
        any(all(found[name].contains(spot) for name, spot in zip(regions, spots, strict=True)) for found in stated)
        for spots in _spots(stated, regions)
    )


def _spans(place: Mapping[str, Interval | str], regions: Mapping[str, Interval]) -> dict[str, Interval] | None:
    """Where a value was measured, as far as the test speaks of stretches."""
    found = {name: stated for name in regions if isinstance(stated := place.get(name), Interval)}
    return found if len(found) == len(regions) else None


def _spots(stated: list[dict[str, Interval]], regions: Mapping[str, Interval]) -> Iterator[tuple[Interval, ...]]:
    """The places between the ends of what is stated; all of the region as one where there are too many."""
    ends = {name: {end for found in stated for end in (found[name].low, found[name].high)} for name in regions}
    pieces = [cells((end for end in ends[name] if end is not None), (region,)) for name, region in regions.items()]
    if prod(map(len, pieces)) * len(stated) > _MOST_CELLS:
        return iter((tuple(regions.values()),))
    return product(*pieces)


def compile_range(test: rules.RangeTest) -> Runner:
    """A covered range reaches, covers or lies within bounds."""

    def run(frame: Frame) -> Truth:
        value = frame.value(test.fact)
        if isinstance(value, NotApplicable):
            return FALSE
        interval = test.bounds.interval
        if interval is None:
            try:
                bounds = _bounds(test.bounds, frame)
            except ArithmeticFault as fault:
                frame.session.note("XR851", f"`{test.text}`: {fault}")
                return UNKNOWN
            if bounds is None or bounds[0] != bounds[1]:
                return UNKNOWN
            interval = bounds[0]
        if not isinstance(value, Extent):
            return UNKNOWN
        holds = {
            "reaches": value.interval.overlaps(interval),
            "covers": value.interval.contains(interval),
            "within": interval.contains(value.interval),
        }[test.relation]
        return TRUE if holds else FALSE

    return run


__all__ = ["compile_number", "compile_range"]
