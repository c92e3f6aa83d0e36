"""Resolve conditions of measurement: `at frequency above 2 GHz up to 6 GHz`, `at temperature 293 K (20 degC)`."""

from __future__ import annotations

from fractions import Fraction

from exportrules import records
from exportrules.checking.quantities import Typed, is_same_figure, resolve_bounds
from exportrules.checking.scope import Scope
from exportrules.rules import conditions as rules
from exportrules.syntax import ast
from exportrules.syntax.unparse import show_expression
from exportrules.units import NEVER_NEGATIVE, Unit


def resolve_place(at: ast.At, subject: rules.Expression, scope: Scope) -> rules.AtCondition | None:
    """A condition under which a fact is tested; None after reporting (XR309, XR310, XR311 and those of limits)."""
    report = scope.world.report
    if not isinstance(subject, rules.FactRef):
        report.error("XR309", "a condition of measurement on a formula", "put it on the fact", at.span)
        return None
    definition = scope.world.vocabulary.facts[subject.name]
    if not definition.conditions:
        message = f"`{subject.name}` has no conditions of measurement"
        report.error("XR310", message, f"drop it, or declare the fact with `over {at.name} …`", at.span)
        return None
    if at.name not in definition.conditions:
        report.unlisted("XR310", "condition", at.name, definition.conditions, at.span, subject.name)
        return None
    unit = definition.conditions[at.name]
    if unit is None:
        if at.limit is not None or at.other is not None or not isinstance(at.point, ast.Name | None):
            report.error("XR310", f"`{at.name}` takes a name, not a number", "name the point", at.span)
            return None
        return rules.AtCondition(at.name, at.mode, None, None if at.point is None else at.point.name)
    typed = Typed(subject, unit.kind, unit)
    if at.point is not None and at.other is not None:
        return _resolve_twice(at, at.point, at.other, typed, scope)
    limit = at.limit if at.point is None else ast.Limit(at.point, True, at.point, True, at.span)
    if limit is None:
        return rules.AtCondition(at.name, at.mode, None, None)
    bounds = resolve_bounds(limit, typed, scope, at.span)
    return None if bounds is None else rules.AtCondition(at.name, at.mode, _from_zero(bounds, unit), None)


def _resolve_twice(
    at: ast.At, first: ast.Expression, second: ast.Expression, typed: Typed, scope: Scope
) -> rules.AtCondition | None:
    """A point that is printed twice: its two figures are one place, and agree within one part in a hundred."""
    ends: list[tuple[Fraction, ast.Expression]] = []
    for point in (first, second):
        bounds = resolve_bounds(ast.Limit(point, True, point, True, at.span), typed, scope, at.span)
        if bounds is None:
            return None
        if bounds.interval is not None and bounds.interval.low is not None:
            ends.append((bounds.interval.low, point))
    ends.sort(key=lambda end: end[0])
    if len(ends) < 2 or not is_same_figure(ends[0][0], ends[1][0]):
        message = f"`{show_expression(first)}` and `{show_expression(second)}` are not the same figure"
        scope.world.report.error("XR311", message, "compare both with the law", at.span)
        return None
    between = resolve_bounds(ast.Limit(ends[0][1], True, ends[1][1], True, at.span), typed, scope, at.span)
    return None if between is None else rules.AtCondition(at.name, "twice", between, None)


def _from_zero(bounds: rules.Bounds, unit: Unit) -> rules.Bounds:
    """`at most 4 min` begins at zero, so that a value stated for 0 to 4 min leaves nothing open."""
    if bounds.low is not None or unit.kind not in NEVER_NEGATIVE:
        return bounds
    interval = bounds.interval
    if interval is not None:
        return records.replace(bounds, interval=records.replace(interval, low=Fraction(0), low_closed=True))
    return records.replace(bounds, low=rules.Constant(Fraction(0), "0"), low_closed=True)


__all__ = ["resolve_place"]
