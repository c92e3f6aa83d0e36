"""Derived facts: the formula of the case that is given, beside what was supplied."""

from __future__ import annotations

from collections.abc import Sequence

from exportrules.case.values import Numbers, Value
from exportrules.logic import FALSE, TRUE, Interval
from exportrules.logic.interval import intersect
from exportrules.program.frame import Frame
from exportrules.program.numbers import ArithmeticFault, evaluate
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import DerivedFormula
from exportrules.rules.statements import Statement


def derive(name: str, lines: Sequence[DerivedFormula], frame: Frame, supplied: Value | None) -> Value | None:
    """The value of a derived fact: what was supplied and what follows where one of its cases is given, both together.

    Where they contradict each other the supplied value governs, and a diagnostic says so (XR853).
    """
    possible: list[Interval] = []
    for line in lines:
        case = TRUE if line.when is None else frame.session.program.runner(line.when)(frame)
        if case == FALSE:
            continue
        try:
            found = evaluate(line.body, frame)
        except ArithmeticFault as fault:
            frame.session.note("XR851", f"`{name}`: {fault}")
            return supplied
        if found is None:
            return supplied
        possible.append(found)
        if case == TRUE:
            break
    else:
        if not _some_case_is_given(lines):
            return supplied
    computed = Numbers(tuple(possible), "computed")
    if supplied is None:
        return computed
    if not isinstance(supplied, Numbers):
        return supplied
    shared = (intersect(a, b) for a in supplied.intervals for b in computed.intervals)
    both = tuple(item for item in shared if not item.is_empty())
    if not both:
        frame.session.note("XR853", f"`{name}` is stated as {supplied.text}, but its formula says otherwise")
    return supplied if not both or both == supplied.intervals else Numbers(both, "computed")


def _some_case_is_given(lines: Sequence[DerivedFormula]) -> bool:
    """Whether one of the cases is given whatever the facts are: two of them are opposites."""
    cases = [line.when for line in lines if line.when is not None and not isinstance(line.when, Statement)]
    denied = [case.item for case in cases if isinstance(case, rules.Negated)]
    opposites = {item.text for item in denied if not isinstance(item, Statement)}
    return any(case.text in opposites for case in cases)


__all__ = ["derive"]
