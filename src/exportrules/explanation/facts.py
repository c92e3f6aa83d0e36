"""Facts and values in words: what was stated, by whom, and the same in the unit of the limit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from exportrules import records
from exportrules.case.values import NOBODY, Extent, Numbers, Provenance, Subject, Value
from exportrules.logic import Interval
from exportrules.program.frame import Frame
from exportrules.rules import conditions as rules
from exportrules.units import Unit, UnitError, find_unit, format_number, from_base
from exportrules.vocabulary import TRANSACTION

if TYPE_CHECKING:
    from exportrules.program.program import Program

UNKNOWN_WORDS = "not known"


@records.frozen(eq=False)
class Shown:
    """What is shown of a test: its fact in a unit, else what is stated of what it asks for."""

    test: rules.Condition
    ref: rules.FactRef | None = None
    unit: Unit | None = None
    ending: str = ""
    """How a value ends that was stated in the unit."""
    name: str = ""
    """The name of the fact, where what is stated of it is mostly shown as it stands."""
    of_transaction: bool = False

    def look_up(self, frame: Frame) -> tuple[str, Provenance]:
        """What is stated, and by whom."""
        if self.ref is None:
            return stated(self.test, frame)
        value = frame.value(self.ref)
        return (UNKNOWN_WORDS, NOBODY) if value is None else (show_value(value, self.unit), value.source)


def shown_of(test: rules.Condition, program: Program) -> Shown:
    """What is shown of a test, the same for all tests of which the same is."""
    ref, unit = fact_of(test), unit_shown(test)
    place: object = test.subject if isinstance(test, rules.KindTest) else id(test)
    key = ("shown", place) if ref is None else ("shown", ref.owner, ref.name, "" if unit is None else unit.name)
    name = "" if ref is None or ref.name in program.formulas else ref.name
    of_transaction = ref is not None and ref.owner == TRANSACTION
    ending = "" if unit is None else f" {unit.name}"
    found: Shown = program.written.setdefault(key, Shown(test, ref, unit, ending, name, of_transaction))
    return found


def plain(name: str) -> str:
    """A name as people read it."""
    return name.replace("_", " ")


def show_value(value: Value | None, unit: Unit | None = None) -> str:
    """A stated value, with the same in `unit` where it was stated in another; a computed one in `unit`."""
    if value is None:
        return UNKNOWN_WORDS
    if unit is None:
        return value.text
    if isinstance(value, Numbers) and unit.log is None:
        computed = value.text == "computed"
        if computed or not _same_unit(value.text, unit):
            shown = " or ".join(show_interval(interval, unit) for interval in value.intervals)
            return f"{shown} (computed)" if computed else f"{value.text} (= {shown})"
    if isinstance(value, Extent) and unit.log is None and not _same_unit(value.text, unit):
        return f"{value.text} (= {show_interval(value.interval, unit)})"
    return value.text


def _same_unit(text: str, unit: Unit) -> bool:
    """Whether the text ends in the unit, however it is spelled."""
    word = text.rsplit(" ", 1)[-1]
    try:
        return word == unit.name or find_unit(word).name == unit.name
    except UnitError:
        return False


def show_interval(interval: Interval, unit: Unit) -> str:
    """An interval in words, in a linear unit."""
    low = None if interval.low is None else _number(interval.low, unit)
    high = None if interval.high is None else _number(interval.high, unit)
    if low is not None and high is not None:
        if interval.low == interval.high:
            return f"{low} {unit.name}"
        if interval.low_closed and interval.high_closed:
            return f"{low} to {high} {unit.name}"
        # which ends count is what such an answer turns on
        begin, end = ("from" if interval.low_closed else "above", "up to" if interval.high_closed else "below")
        return f"{begin} {low} {end} {high} {unit.name}"
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


def unit_shown(test: rules.Condition) -> Unit | None:
    """The unit in which the fact that a test asks for is shown."""
    if isinstance(test, rules.NumberTest | rules.RangeTest):
        return unit_of(test.bounds, test.unit)
    unit: Unit | None = getattr(test, "unit", None)
    return unit


def fact_named(test: rules.Condition) -> str:
    """The name of the one fact that a test asks for."""
    ref = fact_of(test)
    if ref is not None:
        return ref.name
    match test:
        case rules.KindTest():
            return "kind"
        case rules.CasTest():
            return "cas_number"
        case rules.CodeTest():
            return "cn_code"
        case rules.JudgementTest():
            return test.term
        case rules.NumberTest():
            refs = facts_in(test.fact)
            return refs[0].name if len(refs) == 1 else ""
        case _:
            return ""


def stated(test: rules.Condition, frame: Frame) -> tuple[str, Provenance]:
    """What is stated of what a test asks for that is no one named fact, and by whom."""
    subject = frame.it if getattr(test, "subject", "item") == "it" and frame.it is not None else frame.item
    match test:
        case rules.KindTest():
            return show_kinds(subject)
        case rules.CasTest():
            value = subject.facts.get("cas_number")
            return show_value(value), source_of(value)
        case rules.CodeTest():
            value = subject.facts.get("cn_code")
            return show_value(value), source_of(value)
        case rules.JudgementTest():
            records = [item for item in subject.judgements if item.term == test.term]
            told = "; ".join(_judgement(item.value, item.target, item.purpose) for item in records)
            return told or UNKNOWN_WORDS, records[0].source if records else NOBODY
        case rules.NumberTest():
            # the facts that a formula combines
            told = ", ".join(f"{plain(ref.name)} {show_value(frame.value(ref))}" for ref in facts_in(test.fact))
            return told, NOBODY
        case _:
            return "", NOBODY


def show_kinds(subject: Subject) -> tuple[str, Provenance]:
    """What is stated of what a thing is, and by whom."""
    kinds = UNKNOWN_WORDS if subject.kinds is None else " and ".join(sorted(map(plain, subject.kinds)))
    return kinds, subject.kinds_source


def _judgement(value: bool, target: str, purpose: str) -> str:
    words = "yes" if value else "no"
    if purpose:
        words += f", {plain(purpose)}"
    return f"{words}, for {target}" if target else words


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
