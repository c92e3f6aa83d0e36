"""Resolve arithmetic and limits: units known, kinds equal, constants in base units."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, assert_never, cast

from exportrules import records
from exportrules.checking.scope import Scope
from exportrules.checking.vocabulary import read_unit
from exportrules.checking.wording import WAYS
from exportrules.logic import Interval
from exportrules.rules.conditions import (
    Arithmetic,
    Bounds,
    Constant,
    Expression,
    FactRef,
    Gathered,
    Scaled,
    Stripped,
)
from exportrules.syntax import ast
from exportrules.syntax.unparse import show_limit
from exportrules.text import Span
from exportrules.units import PURE, Dimension, Unit, dimension_of, kinds, multiply, to_base


@records.frozen
class Typed:
    """An expression with its quantity kind, in base units of that kind.

    `kind` None is a pure number, or a product of a `dimension` in units of that dimension.
    """

    expression: Expression
    kind: str | None
    unit: Unit | None = None
    pure: bool = False
    dimension: Dimension = PURE


def resolve_expression(expression: ast.Expression, scope: Scope) -> Typed | None:
    """Resolve an expression; None after reporting a fault (XR3xx, XR204, XR210)."""
    match expression:
        case ast.Number():
            return _number(expression, scope)
        case ast.Name():
            return _fact(expression, scope)
        case ast.Term():
            return _term(expression, scope)
        case ast.Binary():
            return _binary(expression, scope)
        case ast.PrintedFormula():
            return _printed(expression, scope)
        case ast.Aggregate():
            return _aggregate(expression, scope)
        case _:
            assert_never(expression)


def _number(number: ast.Number, scope: Scope) -> Typed | None:
    if number.unit is None:
        return Typed(Constant(number.value, number.text), None, None, True)
    unit = read_unit(number.unit, number.span, scope.world.report)
    if unit is None:
        return None
    low, high = to_base(number.value, unit)
    if low != high:
        scope.world.report.error(
            "XR305",
            f"`{number.text} {number.unit}` has no exact value on the linear scale",
            "write the linear value as the limit and this one under `printed:`",
            number.span,
        )
        return None
    return Typed(Constant(low, f"{number.text} {number.unit}"), unit.kind, unit)


def _fact(name: ast.Name, scope: Scope) -> Typed | None:
    ref = scope.fact(name)
    if ref is None:
        return None
    definition = scope.world.vocabulary.facts[name.name]
    if not definition.is_numeric:
        way_out = WAYS.get(definition.form, "declare it with another type")
        message = f"`{name.name}` is `{definition.form}`, not a quantity"
        scope.world.report.error("XR306", message, way_out, name.span)
        return None
    return Typed(ref, definition.unit.kind if definition.unit else None, definition.unit)


def _term(term: ast.Term, scope: Scope) -> Typed | None:
    inner = scope.expand(term)
    define = None if inner is None else scope.find_term(term)
    if inner is None or define is None:
        return None
    if define.formula is not None:
        return resolve_expression(define.formula, inner)
    head = define.head
    if head is not None and head.opener is None and isinstance(head.condition, ast.Holds):
        scope.check_name(define)
        return resolve_expression(head.condition.operand, inner)
    scope.world.report.error(
        "XR306", f"`{term.text}` is not a quantity", "use it as a condition, without a limit", term.span
    )
    return None


def _binary(expression: ast.Binary, scope: Scope) -> Typed | None:
    left = resolve_expression(expression.left, scope)
    right = resolve_expression(expression.right, scope)
    if left is None or right is None:
        return None
    operator = expression.operator
    if operator in "+-":
        return _sum(operator, left, right, expression.span, scope)
    if operator == "/" and isinstance(right.expression, Constant) and right.expression.value == 0:
        scope.world.report.error("XR313", "a division by zero", "correct the divisor", expression.right.span)
        return None
    if left.pure and right.pure:
        return Typed(Arithmetic(operator, left.expression, right.expression), None, None, True)
    if right.pure or (left.pure and operator == "*"):
        holder = left if right.pure else right
        body = Arithmetic(operator, left.expression, right.expression)
        return Typed(body, holder.kind, holder.unit, False, holder.dimension)
    first, second = _spread(left), _spread(right)
    product = multiply(first.dimension, second.dimension, divide=operator == "/")
    return Typed(Arithmetic(operator, first.expression, second.expression), None, dimension=product)


def _sum(operator: str, left: Typed, right: Typed, span: Span, scope: Scope) -> Typed | None:
    """A sum or difference of two quantities of one kind; a product beside a quantity takes the quantity's kind."""
    if left.kind is None and right.kind is not None:
        left = convert(left, right.kind, span, scope) or left
    elif right.kind is None and left.kind is not None:
        right = convert(right, left.kind, span, scope) or right
    if not _require_same(left, right, span, scope):
        return None
    body = Arithmetic(cast("Any", operator), left.expression, right.expression)
    return Typed(body, left.kind, left.unit or right.unit, left.pure and right.pure, left.dimension)


def _spread(typed: Typed) -> Typed:
    """A quantity in units of its dimension instead of the base unit of its kind."""
    if typed.kind is None:
        return typed
    dimension = dimension_of(typed.kind)
    return Typed(_times(typed.expression, dimension.factor), None, None, False, dimension)


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _times(expression: Expression, factor: Fraction) -> Expression:
    return expression if factor == 1 else Scaled(expression, (), factor, Fraction(0))


def convert(typed: Typed, kind: str, span: Span, scope: Scope) -> Typed | None:
    """A product as a quantity of a kind, in its base unit; None after reporting another dimension (XR301)."""
    if typed.kind is not None or typed.pure:
        return typed
    wanted = dimension_of(kind)
    if wanted.powers != typed.dimension.powers:
        scope.world.report.error(
            "XR301",
            f"a product in {_tell(typed.dimension)} where {kind.replace('_', ' ')} is meant",
            _tell_way(kind, typed.dimension),
            span,
        )
        return None
    return Typed(_times(typed.expression, 1 / wanted.factor), kind, kinds()[kind])


def check_formula_kind(typed: Typed | None, kind: str, span: Span, scope: Scope) -> None:
    """A formula gives a quantity of the kind in which its fact is declared (XR301, XR302)."""
    if typed is None:
        return
    if typed.pure and kind not in ("ratio", "count"):
        message = f"the formula gives a number without a unit, the fact is in {_words(kind)}"
        scope.world.report.error("XR302", message, f"add the unit, such as `{kinds()[kind].name}`", span)
    elif typed.kind is not None and typed.kind != kind:
        message = f"the formula gives {_words(typed.kind)}, the fact is in {_words(kind)}"
        scope.world.report.error("XR301", message, "declare the fact in a unit of the formula's kind", span)


def _tell_way(kind: str, found: Dimension) -> str:
    """Numbers without a unit are a ratio; else a factor with the units that are missing may be meant."""
    if not found.powers:
        return "it is a pure number: compare it with a `ratio` or `percent`"
    return f"correct the formula, or bring it to a unit of {kind.replace('_', ' ')} such as `{kinds()[kind].name}`"


def _tell(dimension: Dimension) -> str:
    shown = ".".join(name if power == 1 else f"{name}^{power}" for name, power in dimension.powers)
    return f"`{shown}`" if shown else "no unit"


def _require_same(left: Typed, right: Typed, span: Span, scope: Scope) -> bool:
    if left.pure != right.pure and (left.kind is not None or right.kind is not None):
        scope.world.report.error(
            "XR302", "a number without a unit beside a quantity", "add the unit (or `count`, `ratio`, `percent`)", span
        )
        return False
    if left.kind is None and right.kind is None and left.dimension != right.dimension:
        scope.world.report.error(
            "XR301",
            f"a product in {_tell(left.dimension)} beside one in {_tell(right.dimension)}",
            "add and compare quantities of one kind only",
            span,
        )
        return False
    if left.kind is not None and right.kind is not None and left.kind != right.kind:
        scope.world.report.error(
            "XR301",
            f"{left.kind.replace('_', ' ')} against {right.kind.replace('_', ' ')}",
            "add and compare quantities of one kind only",
            span,
        )
        return False
    return True


def _printed(formula: ast.PrintedFormula, scope: Scope) -> Typed | None:
    unit = read_unit(formula.unit, formula.span, scope.world.report)
    units: dict[str, Unit] = {}
    for name, printed in formula.inputs:
        found = read_unit(printed, formula.span, scope.world.report)
        if found is None:
            return None
        definition = scope.world.vocabulary.facts.get(name)
        if definition is None:
            scope.world.report.unknown("XR204", "fact", name, scope.world.vocabulary.facts, formula.span)
            return None
        if definition.unit is not None and definition.unit.kind != found.kind:
            own, other = _words(definition.unit.kind), _words(found.kind)
            message = f"`{name}` is stated in units of {own}, `{printed}` is one of {other}"
            way_out = f"write its printed unit, such as `{definition.unit.name}`"
            scope.world.report.error("XR301", message, way_out, formula.span)
        units[name] = found
    if unit is None or not _are_linear((unit, *units.values()), formula.span, scope):
        return None
    body = _strip(formula.body, units, scope)
    if body is None:
        return None
    inputs = tuple(sorted((name, found.scale) for name, found in units.items()))
    return Typed(Scaled(body, inputs, unit.scale, unit.offset), unit.kind, unit)


def _are_linear(units: Iterable[Unit], span: Span, scope: Scope) -> bool:
    """What is counted in dBm cannot be added or divided."""
    found = next((unit for unit in units if unit.log is not None), None)
    if found is None:
        return True
    message = f"`{found.name}` is no unit of a linear scale"
    scope.world.report.error("XR305", message, f"write the formula in `{kinds()[found.kind].name}`", span)
    return False


def _strip(expression: ast.Expression, units: dict[str, Unit], scope: Scope) -> Expression | None:
    """Inside a printed formula every fact is a pure number in its printed unit."""
    match expression:
        case ast.Number():
            return Constant(expression.value, expression.text)
        case ast.Name():
            ref = scope.fact(expression)
            if ref is None:
                return None
            if expression.name not in units:
                scope.world.report.error(
                    "XR302",
                    f"`{expression.name}` has no printed unit",
                    f"add `for {expression.name} in UNIT`",
                    expression.span,
                )
                return None
            unit = units[expression.name]
            return Stripped(ref, unit.scale, unit.offset)
        case ast.Binary():
            left, right = _strip(expression.left, units, scope), _strip(expression.right, units, scope)
            return None if left is None or right is None else Arithmetic(expression.operator, left, right)
        case ast.Aggregate():
            inner = scope.inside(expression.over) if expression.over else scope
            items = [_strip(item, units, inner) for item in expression.items]
            if any(item is None for item in items):
                return None
            whole = cast("tuple[Expression, ...]", tuple(items))
            return Gathered(expression.function, whole, expression.over, "it" if scope.parts else "item")
        case _:
            scope.world.report.error(
                "XR307", "a printed formula holds facts and numbers only", "name the fact itself", expression.span
            )
            return None


def _aggregate(expression: ast.Aggregate, scope: Scope) -> Typed | None:
    if expression.over is not None and expression.over not in scope.world.vocabulary.parts:
        scope.world.report.unknown("XR204", "part", expression.over, scope.world.vocabulary.parts, expression.span)
        return None
    inner = scope if expression.over is None else scope.inside(expression.over)
    items = [resolve_expression(item, inner) for item in expression.items]
    if any(item is None for item in items):
        return None
    typed = cast("list[Typed]", items)
    # as in a sum, a product takes the kind of the quantities beside it
    kind = next((item.kind for item in typed if item.kind is not None), None)
    if kind is not None:
        typed = [convert(item, kind, expression.span, scope) or item for item in typed]
    for other in typed[1:]:
        _require_same(typed[0], other, expression.span, scope)
    parts = tuple(item.expression for item in typed)
    body = Gathered(expression.function, parts, expression.over, "it" if scope.parts else "item")
    return Typed(body, typed[0].kind, typed[0].unit, typed[0].pure, typed[0].dimension)


def resolve_bounds(limit: ast.Limit, subject: Typed, scope: Scope, span: Span) -> Bounds | None:
    """Resolve a limit for a quantity or a product; None after reporting (XR301, XR302, XR308)."""
    kind = subject.kind
    sides: list[Typed | None] = []
    for side in (limit.low, limit.high):
        if side is None:
            sides.append(None)
            continue
        typed = resolve_expression(side, scope)
        if typed is not None and kind is not None:
            typed = convert(typed, kind, span, scope)
        if typed is None or not _check_side(typed, subject, span, scope):
            return None
        sides.append(typed)
    low, high = (side.expression if side else None for side in sides)
    interval = _constant_interval(limit, low, high)
    if interval is not None and interval.is_empty():
        scope.world.report.error("XR308", f"`{show_limit(limit)}` holds no value", "order the two ends", limit.span)
        return None
    return Bounds(interval, low, limit.low_closed, high, limit.high_closed, show_limit(limit))


def _check_side(typed: Typed, subject: Typed, span: Span, scope: Scope) -> bool:
    kind = subject.kind
    if typed.pure != subject.pure:
        what = "a limit without a unit" if typed.pure else "a limit with a unit for a number without one"
        scope.world.report.error("XR302", what, "add the unit (or `count`, `ratio`, `percent`)", span)
        return False
    if kind is None:
        # two products, or two numbers
        return _require_same(subject, typed, span, scope)
    if typed.kind != kind:
        scope.world.report.error(
            "XR301",
            f"a limit in {_words(typed.kind or '')} for a fact in {_words(kind)}",
            f"use a unit of {_words(kind)}, such as `{kinds()[kind].name}`",
            span,
        )
        return False
    return True


def _constant_interval(limit: ast.Limit, low: Expression | None, high: Expression | None) -> Interval | None:
    if not isinstance(low, Constant | None) or not isinstance(high, Constant | None):
        return None
    return Interval(low.value if low else None, limit.low_closed, high.value if high else None, limit.high_closed)


def is_same_figure(first: Fraction, second: Fraction) -> bool:
    """Whether two printed figures for one thing, in one unit, agree within one part in a hundred."""
    return abs(first - second) * 100 <= max(abs(first), abs(second))


__all__ = ["FactRef", "Typed", "convert", "is_same_figure", "resolve_bounds", "resolve_expression"]
