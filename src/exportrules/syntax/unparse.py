"""Write conditions back as text, in the one form that the language has."""

from __future__ import annotations

from typing import assert_never

from exportrules.syntax import ast


def show_operand(operand: ast.Operand) -> str:
    """A fact name or a quoted term."""
    if isinstance(operand, ast.Name):
        return f"item's {operand.name}" if operand.of_item else operand.name
    return f"'{operand.text}'" if operand.local else f'"{operand.text}"'


def show_expression(expression: ast.Expression) -> str:
    """Arithmetic with units, brackets only where the tree needs them."""
    match expression:
        case ast.Name() | ast.Term():
            return show_operand(expression)
        case ast.Number():
            return f"{expression.text} {expression.unit}" if expression.unit else expression.text
        case ast.Binary():
            return _show_binary(expression)
        case ast.PrintedFormula():
            inputs = "".join(f" for {name} in {unit}" for name, unit in expression.inputs)
            return f"({show_expression(expression.body)}) {expression.unit}{inputs}"
        case ast.Aggregate():
            items = ", ".join(show_expression(item) for item in expression.items)
            over = f" over {expression.over}" if expression.over else ""
            return f"{expression.function} of ({items}){over}"
        case _:
            assert_never(expression)


def _show_binary(expression: ast.Binary) -> str:
    def side(item: ast.Expression, *, right: bool) -> str:
        text = show_expression(item)
        if not isinstance(item, ast.Binary):
            return text
        weak = item.operator in "+-"
        if (expression.operator in "*/" and (weak or right)) or (right and weak):
            return f"({text})"
        return text

    return f"{side(expression.left, right=False)} {expression.operator} {side(expression.right, right=True)}"


def show_limit(limit: ast.Limit) -> str:
    """A limit in words."""
    low = None if limit.low is None else show_expression(limit.low)
    high = None if limit.high is None else show_expression(limit.high)
    if low is not None and high is not None:
        if limit.low == limit.high and limit.low_closed and limit.high_closed:
            return f"exactly {low}"
        return f"{'from' if limit.low_closed else 'above'} {low} {'up to' if limit.high_closed else 'below'} {high}"
    if low is not None:
        return f"{'at least' if limit.low_closed else 'above'} {low}"
    return f"{'at most' if limit.high_closed else 'below'} {high}"


def show_refs(refs: tuple[ast.Ref, ...]) -> str:
    """References, in braces when there are several."""
    shown = [
        ref.name if isinstance(ref, ast.ListRef) else f"{ref.start} to {ref.end}" if ref.end else ref.start
        for ref in refs
    ]
    return shown[0] if len(shown) == 1 else "{" + ", ".join(shown) + "}"


def show_names(names: tuple[str, ...], *, braces: bool) -> str:
    """Names, in braces when asked for or several."""
    shown = ", ".join(names)
    return f"{{{shown}}}" if braces or len(names) > 1 else shown


def show_quantifier(quantifier: ast.Quantifier) -> str:
    """`some axis`, `at least 2 axis`."""
    count = "" if quantifier.count is None else f" {quantifier.count}"
    return f"{quantifier.mode}{count} {quantifier.part}"


def show_condition(condition: ast.Condition) -> str:
    """Any condition on one line."""
    match condition:
        case ast.And():
            return " and ".join(show_condition(item) for item in condition.items)
        case ast.Or():
            return " or ".join(show_condition(item) for item in condition.items)
        case ast.Not():
            return f"not {show_condition(condition.item)}"
        case ast.Quantified():
            return _show_quantified(condition)
        case ast.Judged():
            return _show_judged(condition)
        case ast.Compare():
            at = "".join(" " + _show_at(item) for item in condition.at)
            return f"{show_operand(condition.operand)} {show_limit(condition.limit)}{at}"
        case _:
            return _show_simple(condition)


def _show_quantified(condition: ast.Quantified) -> str:
    text = show_quantifier(condition.quantifier)
    if condition.refs:
        return f"{text} listed in {show_refs(condition.refs)}"
    return text if condition.body is None else f"{text} has {show_condition(condition.body)}"


def _show_judged(condition: ast.Judged) -> str:
    text = f"judged {condition.term}"
    target = ""
    if condition.names:
        target = show_names(condition.names, braces=False)
    elif condition.refs:
        target = show_refs(condition.refs)
    if not target:
        return text
    if condition.purposes:
        target = f"{show_names(condition.purposes, braces=False)} of {target}"
    return f"{text} for {target}"


def _show_at(at: ast.At) -> str:
    if at.point is not None:
        both = "" if at.other is None else f" ({show_expression(at.other)})"
        return f"at {at.name} {show_expression(at.point)}{both}"
    limit = "" if at.limit is None else f" {show_limit(at.limit)}"
    word = "at every" if at.mode == "every" else "at" if at.limit is not None else "at some"
    return f"{word} {at.name}{limit}"


def _show_simple(condition: ast.Condition) -> str:
    match condition:
        case ast.Holds():
            return show_operand(condition.operand)
        case ast.RangeTest():
            return f"{show_operand(condition.operand)} {condition.relation} {show_limit(condition.limit)}"
        case ast.IsOneOf():
            word = "is" if condition.single else "is one of"
            return (
                f"{show_operand(condition.operand)} {word} {show_names(condition.values, braces=not condition.single)}"
            )
        case ast.NotApplicable():
            return f"{show_operand(condition.operand)} is not applicable"
        case ast.Includes():
            values = show_names(condition.values, braces=not condition.single)
            word = "includes" if condition.single else "includes one of"
            word = f"includes at least {condition.count} of" if condition.count > 1 else word
            return f"{show_operand(condition.operand)} {word} {values}"
        case ast.InGroup():
            label = f" as {condition.label}" if condition.label else ""
            return f"{show_operand(condition.operand)} in group {condition.group}{label}"
        case ast.Dated():
            return f"{show_operand(condition.operand)} {condition.relation} {condition.day.isoformat()}"
        case ast.IsKind():
            word = "is" if condition.single else "is one of"
            return f"{condition.subject} {word} {show_names(condition.kinds, braces=not condition.single)}"
        case ast.Listed():
            return f"{condition.subject} {'meets' if condition.own else 'listed in'} {show_refs(condition.refs)}"
        case ast.Cas():
            return f"cas {condition.number}"
        case ast.Cn():
            return f"cn {'ex ' if condition.ex else ''}{condition.code}"
        case _:
            raise TypeError(type(condition).__name__)
