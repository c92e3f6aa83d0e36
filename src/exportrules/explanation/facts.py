"""Facts and values in words: what was stated, by whom, and the same in the unit of the limit."""

from __future__ import annotations

from fractions import Fraction

from exportrules.case.values import NOBODY, Extent, Numbers, Points, Provenance, Value
from exportrules.logic import Interval
from exportrules.program.frame import Frame
from exportrules.rules import conditions as rules
from exportrules.units import Unit, UnitError, find_unit, format_number, from_base

UNKNOWN_WORDS = "not known"


def plain(name: str) -> str:
    """A name as people read it."""
    return name.replace("_", " ")


def show_value(value: Value | None, unit: Unit | None = None) -> str:
    """A stated value, with the same in `unit` where it was stated in another; a computed one in `unit`."""
    if value is None:
        return UNKNOWN_WORDS
    if isinstance(value, Numbers) and unit is not None and unit.log is None:
        shown = " or ".join(show_interval(interval, unit) for interval in value.intervals)
        if value.text == "computed":
            return f"{shown} (computed)"
        if not _same_unit(value.text, unit):
            return f"{value.text} (= {shown})"
    if isinstance(value, Extent) and unit is not None and unit.log is None and not _same_unit(value.text, unit):
        return f"{value.text} (= {show_interval(value.interval, unit)})"
    return value.text


def _same_unit(text: str, unit: Unit) -> bool:
    """Whether the text ends in the unit, however it is spelled."""
    word = text.rsplit(" ", 1)[-1]
    try:
        return find_unit(word).name == unit.name
    except UnitError:
        return False


def show_interval(interval: Interval, unit: Unit) -> str:
    """An interval in words, in a linear unit."""
    low = None if interval.low is None else _number(interval.low, unit)
    high = None if interval.high is None else _number(interval.high, unit)
    if low is not None and high is not None:
        if interval.low == interval.high:
            return f"{low} {unit.name}"
        return f"{low} to {high} {unit.name}"
    if low is not None:
        return f"{'at least' if interval.low_closed else 'above'} {low} {unit.name}"
    if high is not None:
        return f"{'at most' if interval.high_closed else 'below'} {high} {unit.name}"
    return UNKNOWN_WORDS


def _number(value: Fraction, unit: Unit) -> str:
    return format_number(from_base(value, unit))


def unit_of(bounds: rules.Bounds, declared: Unit | None) -> Unit | None:
    """The unit in which the limit is printed, else the declared one."""
    for side in (bounds.low, bounds.high):
        if isinstance(side, rules.Constant) and " " in side.text:
            try:
                return find_unit(side.text.rsplit(" ", 1)[-1])
            except UnitError:
                break
    return declared


def fact_of(test: rules.Condition) -> rules.FactRef | None:
    """The one fact that a test asks for."""
    found = getattr(test, "fact", None)
    return found if isinstance(found, rules.FactRef) else None


def source_of(value: Value | None) -> Provenance:
    """Who stated a value."""
    return NOBODY if value is None else value.source


def stated(test: rules.Condition, frame: Frame) -> tuple[str, str, Provenance]:
    """The fact that a test asks for, its value in words, and who stated it."""
    ref = fact_of(test)
    if ref is None:
        return _other(test, frame)
    value = frame.value(ref)
    unit = getattr(test, "unit", None)
    if isinstance(test, rules.NumberTest | rules.RangeTest):
        unit = unit_of(test.bounds, test.unit)
    if isinstance(value, Points):
        return ref.name, value.text, value.source
    return ref.name, show_value(value, unit), source_of(value)


def _other(test: rules.Condition, frame: Frame) -> tuple[str, str, Provenance]:
    """Tests that ask for something else than one named fact."""
    subject = frame.it if getattr(test, "subject", "item") == "it" and frame.it is not None else frame.item
    match test:
        case rules.KindTest():
            kinds = UNKNOWN_WORDS if subject.kinds is None else " and ".join(sorted(map(plain, subject.kinds)))
            return "kind", kinds, subject.kinds_source
        case rules.CasTest():
            value = subject.facts.get("cas_number")
            return "cas_number", show_value(value), source_of(value)
        case rules.CodeTest():
            value = frame.value(rules.FactRef("cn_code", "item"))
            return "cn_code", show_value(value), source_of(value)
        case rules.JudgementTest():
            records = [item for item in subject.judgements if item.term == test.term]
            told = "; ".join(_judgement(item.value, item.target, item.purpose) for item in records)
            return test.term, told or UNKNOWN_WORDS, records[0].source if records else NOBODY
        case rules.NumberTest():
            return _inputs(test, frame)
        case _:
            return "", "", NOBODY


def _judgement(value: bool, target: str, purpose: str) -> str:
    words = "yes" if value else "no"
    if purpose:
        words += f", {plain(purpose)}"
    return f"{words}, for {target}" if target else words


def _inputs(test: rules.NumberTest, frame: Frame) -> tuple[str, str, Provenance]:
    """The facts that a formula combines."""
    refs = facts_in(test.fact)
    told = [f"{plain(ref.name)} {show_value(frame.value(ref))}" for ref in refs]
    return refs[0].name if len(refs) == 1 else "", ", ".join(told), NOBODY


def facts_in(expression: rules.Expression | None) -> tuple[rules.FactRef, ...]:
    """The facts that an expression reads, each once."""
    match expression:
        case rules.FactRef():
            return (expression,)
        case rules.Arithmetic():
            found = (*facts_in(expression.left), *facts_in(expression.right))
        case rules.Scaled():
            found = facts_in(expression.body)
        case rules.Stripped():
            found = (expression.fact,)
        case rules.Gathered():
            found = tuple(ref for item in expression.items for ref in facts_in(item))
        case _:
            found = ()
    return tuple({(ref.owner, ref.name): ref for ref in found}.values())
