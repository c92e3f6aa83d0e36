"""Three-valued tests of single facts, as closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from exportrules.case.values import (
    Choices,
    Days,
    Extent,
    Flag,
    Members,
    NotApplicable,
    Numbers,
    Point,
    Points,
)
from exportrules.logic import FALSE, TRUE, UNKNOWN, Interval, Truth, code_limit, compare_intervals, some
from exportrules.program.frame import Frame, Runner
from exportrules.program.numbers import ArithmeticFault, evaluate
from exportrules.rules import conditions as rules

_CODE: Final = {owner: rules.FactRef("cn_code", owner) for owner in ("item", "it")}
_CAS: Final = {
    "item": (rules.FactRef("cas_number", "item"), rules.FactRef("cas_identifies_structure", "item")),
    "it": (rules.FactRef("cas_number", "it"), rules.FactRef("cas_identifies_structure", "it")),
}
"""The number of a substance, and whether it identifies a structure."""


def compile_number(test: rules.NumberTest) -> Runner:
    """A quantity within bounds; errors make it unknown with a diagnostic (XR851)."""
    interval = test.bounds.interval
    subject, at = test.fact, test.at
    fixed = all(condition.bounds is None or condition.bounds.interval is not None for condition in at)
    if interval is None or not fixed or not isinstance(subject, rules.FactRef):
        return lambda frame: _general_number(test, frame)

    inside = None if at else _by_codes(interval)

    def run(frame: Frame) -> Truth:
        value = frame.value(subject)
        if value is None:
            return UNKNOWN
        code = value.code
        if inside is not None and isinstance(code, int) and isinstance(value, Numbers):
            return TRUE if inside(code) else FALSE
        if isinstance(value, Numbers):
            # a bare number does not say under which condition it was measured
            return UNKNOWN if at else compare_intervals(value.intervals, interval)
        if isinstance(value, Points):
            return _points(value, interval, at, frame)
        return FALSE if isinstance(value, NotApplicable) else UNKNOWN

    return run


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
    if isinstance(test.fact, rules.FactRef) and isinstance(frame.value(test.fact), NotApplicable):
        return FALSE
    try:
        bounds = _bounds(test.bounds, frame)
        if bounds is None:
            return UNKNOWN
        if test.at and isinstance(test.fact, rules.FactRef):
            value = frame.value(test.fact)
            sure, possible = bounds
            if not isinstance(value, Points):
                return UNKNOWN
            first, second = _points(value, sure, test.at, frame), _points(value, possible, test.at, frame)
            return first if first == second else UNKNOWN
        found = evaluate(test.fact, frame)
    except ArithmeticFault as fault:
        frame.session.note("XR851", f"`{test.text}`: {fault}")
        return UNKNOWN
    if found is None:
        return UNKNOWN
    sure, possible = bounds
    if not sure.is_empty() and sure.contains(found):
        return TRUE
    return UNKNOWN if possible.overlaps(found) else FALSE


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
        return None
    return sure, possible


def _points(value: Points, test: Interval, at: tuple[rules.AtCondition, ...], frame: Frame) -> Truth:
    """Some (or every) stated point that satisfies the conditions of measurement lies within the test."""
    every = any(condition.mode == "every" for condition in at)
    results: list[Truth] = []
    measured = False
    for point in value.points:
        place = _place(point, at, frame)
        if place == FALSE:
            continue
        measured = measured or place == TRUE
        result = compare_intervals(point.intervals, test)
        if every:
            results.append(result if place == TRUE else max(result, UNKNOWN))
        else:
            results.append(min(place, result))
    if every:
        if FALSE in results:
            return FALSE
        whole = value.complete and measured and UNKNOWN not in results
        return TRUE if whole else UNKNOWN
    found = some(results)
    if found == FALSE and not value.complete and not _settled(value, at, frame):
        return UNKNOWN
    return found


def _place(point: Point, at: tuple[rules.AtCondition, ...], frame: Frame) -> Truth:
    """Whether the point was taken under the conditions."""
    result: Truth = TRUE
    for condition in at:
        stated = point.at.get(condition.name)
        if condition.bounds is None and condition.named is None:
            continue
        if stated is None:
            return UNKNOWN
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


def _settled(value: Points, at: tuple[rules.AtCondition, ...], frame: Frame) -> bool:
    """Whether the stated points leave nothing open: each wanted place, or the whole wanted range, is covered."""
    if not at or not all(condition.mode == "point" or condition.bounds is not None for condition in at):
        return False
    numeric = [condition for condition in at if condition.bounds is not None]
    for point in value.points:
        if _place(point, at, frame) != TRUE:
            continue
        if all(_covers(point, condition, frame) for condition in numeric):
            return True
    return False


def _covers(point: Point, condition: rules.AtCondition, frame: Frame) -> bool:
    stated = point.at.get(condition.name)
    bounds = None if condition.bounds is None else _bounds(condition.bounds, frame)
    return isinstance(stated, Interval) and bounds is not None and stated.contains(bounds[1])


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


def compile_flag(test: rules.FlagTest) -> Runner:
    """A yes-or-no fact."""
    ref = test.fact

    def run(frame: Frame) -> Truth:
        value = frame.value(ref)
        if isinstance(value, Flag):
            return TRUE if value.value else FALSE
        return FALSE if isinstance(value, NotApplicable) else UNKNOWN

    return run


def _among(candidates: frozenset[str], wanted: frozenset[str]) -> Truth:
    if candidates <= wanted:
        return TRUE
    return UNKNOWN if candidates & wanted else FALSE


def compile_choice(test: rules.ChoiceTest) -> Runner:
    """An enumerated fact is one of the values."""
    ref, wanted = test.fact, test.values

    def run(frame: Frame) -> Truth:
        value = frame.value(ref)
        if isinstance(value, Choices):
            return _among(value.values, wanted)
        return FALSE if isinstance(value, NotApplicable) else UNKNOWN

    return run


def compile_not_applicable(test: rules.NotApplicableTest) -> Runner:
    """The fact was stated to be not applicable."""

    def run(frame: Frame) -> Truth:
        value = frame.value(test.fact)
        if value is None:
            return UNKNOWN
        return TRUE if isinstance(value, NotApplicable) else FALSE

    return run


def compile_set(test: rules.SetTest) -> Runner:
    """A set holds at least so many of the values."""
    wanted = frozenset(test.values)

    def run(frame: Frame) -> Truth:
        value = frame.value(test.fact)
        if isinstance(value, NotApplicable):
            return FALSE
        if not isinstance(value, Members):
            return UNKNOWN
        certain = len(value.included & wanted)
        if certain >= test.count:
            return TRUE
        possible = certain if value.complete else len(wanted - value.excluded)
        return UNKNOWN if possible >= test.count else FALSE

    return run


def compile_group(test: rules.GroupTest) -> Runner:
    """A country (or one of several) is a member of a group on the day."""

    def run(frame: Frame) -> Truth:
        value = frame.value(test.fact)
        group = frame.session.program.vocabulary.groups[test.group]
        day = frame.session.as_of
        if isinstance(value, NotApplicable):
            return FALSE
        if isinstance(value, Choices):
            results = {group.has_member(country, day, test.label) for country in value.values}
            return results.pop() if len(results) == 1 else UNKNOWN
        if isinstance(value, Members):
            found = some(group.has_member(country, day, test.label) for country in value.included)
            return found if found == TRUE or value.complete else UNKNOWN
        return UNKNOWN

    return run


def compile_day(test: rules.DayTest) -> Runner:
    """A day lies in a span of days."""

    def run(frame: Frame) -> Truth:
        value = frame.value(test.fact)
        if isinstance(value, NotApplicable):
            return FALSE
        if not isinstance(value, Days):
            return UNKNOWN
        after_start = test.first is None or (value.first is not None and value.first >= test.first)
        before_end = test.last is None or (value.last is not None and value.last <= test.last)
        if after_start and before_end:
            return TRUE
        too_early = test.first is not None and value.last is not None and value.last < test.first
        too_late = test.last is not None and value.first is not None and value.first > test.last
        return FALSE if too_early or too_late else UNKNOWN

    return run


def compile_kind(test: rules.KindTest) -> Runner:
    """The subject is of one of the kinds."""

    def run(frame: Frame) -> Truth:
        subject = frame.it if test.subject == "it" and frame.it is not None else frame.item
        supposed = frame.session.supposed
        if supposed is not None and (id(subject), test.text) in supposed.pins:
            return supposed.pins[(id(subject), test.text)]
        stated = subject.kinds
        if stated is None:
            return UNKNOWN
        return frame.session.program.test_kinds(stated, test.kinds)

    return run


def compile_cas(test: rules.CasTest) -> Runner:
    """The CAS number is this one; another number says no only where numbers settle the structure."""
    number, settles = _CAS[test.subject]
    wanted = frozenset((test.number,))

    def run(frame: Frame) -> Truth:
        value = frame.value(number)
        if isinstance(value, NotApplicable):
            return FALSE
        if not isinstance(value, Choices):
            return UNKNOWN
        result = _among(value.values, wanted)
        if result == FALSE:
            answer = frame.value(settles)
            return FALSE if isinstance(answer, Flag) and answer.value else UNKNOWN
        return result

    return run


def compile_code(test: rules.CodeTest) -> Runner:
    """The customs code begins with the code of the law; a shorter stated code leaves it open."""
    code = _CODE[test.subject]
    wanted = test.code.replace(" ", "")
    excepted = tuple(code.replace(" ", "") for code in test.exceptions)

    def run(frame: Frame) -> Truth:
        value = frame.value(code)
        if isinstance(value, NotApplicable):
            return FALSE
        if not isinstance(value, Choices):
            return UNKNOWN
        results = {_one_code(code, wanted, excepted) for code in value.values}
        result = results.pop() if len(results) == 1 else UNKNOWN
        return min(result, UNKNOWN) if test.ex else result

    return run


def _one_code(code: str, wanted: str, excepted: tuple[str, ...]) -> Truth:
    if not code.startswith(wanted):
        return UNKNOWN if wanted.startswith(code) else FALSE
    for item in excepted:
        if code.startswith(item):
            return FALSE
        if item.startswith(code):
            return UNKNOWN
    return TRUE


COMPILERS: dict[type, Callable[[Any], Runner]] = {
    rules.NumberTest: compile_number,
    rules.RangeTest: compile_range,
    rules.FlagTest: compile_flag,
    rules.ChoiceTest: compile_choice,
    rules.NotApplicableTest: compile_not_applicable,
    rules.SetTest: compile_set,
    rules.GroupTest: compile_group,
    rules.DayTest: compile_day,
    rules.KindTest: compile_kind,
    rules.CasTest: compile_cas,
    rules.CodeTest: compile_code,
}
