"""Three-valued tests of single facts, as closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from exportrules.case.values import (
    Choices,
    Days,
    Flag,
    Members,
    NotApplicable,
)
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, some
from exportrules.program.frame import Frame, Runner
from exportrules.program.measured import compile_number, compile_range
from exportrules.rules import conditions as rules

_CODE: Final = {owner: rules.FactRef("cn_code", owner) for owner in ("item", "it")}
_CAS: Final = {
    "item": (rules.FactRef("cas_number", "item"), rules.FactRef("cas_identifies_structure", "item")),
    "it": (rules.FactRef("cas_number", "it"), rules.FactRef("cas_identifies_structure", "it")),
}
"""The number of a substance, and whether it identifies a structure."""


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
