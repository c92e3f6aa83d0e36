"""Resolve conditions: names to facts, terms to their meaning, references to paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal, assert_never, cast

from exportrules.checking.measurement import resolve_place
from exportrules.checking.quantities import Typed, convert, resolve_bounds, resolve_expression
from exportrules.checking.scope import Scope
from exportrules.checking.wording import WAYS
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import entry_of
from exportrules.syntax import ast
from exportrules.syntax.unparse import show_condition
from exportrules.text import Span

NEVER = rules.NEVER
CAS_FACTS: Final = {"cas_number": "cas_number", "cas_identifies_structure": "yes or no"}
CODE_FACTS: Final = {"cn_code": "customs_code"}
"""What `cas` and `cn` ask for, with the types that make it out."""


def resolve_condition(condition: ast.Condition, scope: Scope) -> rules.Condition:
    """Resolve one condition. After a reported fault the result is a condition that never holds."""
    found = _resolve(condition, scope)
    if found is NEVER and not scope.world.report.has_errors:
        # what never holds would free what is listed
        message = f"`{show_condition(condition)}` could not be made out"
        scope.world.report.error("XR991", message, "report this with the file", condition.span)
    return found


def _resolve(condition: ast.Condition, scope: Scope) -> rules.Condition:
    match condition:
        case ast.And():
            items = tuple(resolve_condition(item, scope) for item in condition.items)
            return rules.AllOf(items, show_condition(condition))
        case ast.Or():
            items = tuple(resolve_condition(item, scope) for item in condition.items)
            return rules.AnyOf(items, show_condition(condition))
        case ast.Not():
            return rules.Negated(resolve_condition(condition.item, scope), show_condition(condition))
        case ast.Quantified():
            return _quantified(condition, scope)
        case ast.Holds():
            return _holds(condition, scope)
        case ast.Compare():
            return _compare(condition, scope)
        case ast.RangeTest():
            return _range(condition, scope)
        case ast.IsKind():
            return _kind(condition, scope)
        case ast.Listed():
            return _listed(condition, scope)
        case ast.Judged():
            return _judged(condition, scope)
        case _:
            return _valued(condition, scope)


def _holds(condition: ast.Holds, scope: Scope) -> rules.Condition:
    operand = condition.operand
    if isinstance(operand, ast.Term):
        return _defined(operand, condition.span, scope)
    ref = _fact_of_form(operand, ("yes or no",), "a yes-or-no fact", scope)
    return NEVER if ref is None else rules.FlagTest(ref, show_condition(condition))


def _defined(term: ast.Term, span: Span, scope: Scope) -> rules.Condition:
    inner = scope.expand(term)
    define = None if inner is None else scope.find_term(term)
    if inner is None or define is None:
        return NEVER
    if define.head is None:
        scope.world.report.error("XR306", f"`{term.text}` is a quantity", "compare it with a limit", span)
        return NEVER
    from exportrules.checking.statements import resolve_block  # the two resolve each other

    meaning = resolve_block(define.head, define.items, inner, define.span)
    shown = f"'{term.text}'" if term.local else f'"{term.text}"'
    return rules.Defined(term.text, meaning, shown)


def _operand_ref(operand: ast.Operand, scope: Scope) -> rules.FactRef | None:
    """The fact that a name or an alias term stands for."""
    if isinstance(operand, ast.Name):
        return scope.fact(operand)
    inner = scope.expand(operand)
    define = None if inner is None else scope.find_term(operand)
    if inner is None or define is None:
        return None
    head = define.head
    if head is not None and head.opener is None and isinstance(head.condition, ast.Holds):
        scope.check_name(define)
        return _operand_ref(head.condition.operand, inner)
    scope.world.report.error(
        "XR306", f"`{operand.text}` does not stand for one fact", "use it as a condition of its own", operand.span
    )
    return None


def _fact_of_form(operand: ast.Operand, forms: Sequence[str], wanted: str, scope: Scope) -> rules.FactRef | None:
    ref = _operand_ref(operand, scope)
    if ref is None:
        return None
    definition = scope.world.vocabulary.facts[ref.name]
    if definition.form not in forms:
        scope.world.report.error(
            "XR306",
            f"`{ref.name}` is `{definition.form}`, not {wanted}",
            WAYS.get(definition.form, "declare it with another type"),
            operand.span,
        )
        return None
    return ref


def _compare(condition: ast.Compare, scope: Scope) -> rules.Condition:
    typed = resolve_expression(condition.operand, scope)
    if typed is None:
        return NEVER
    if typed.kind is None and not typed.pure:
        # a product takes the kind of the limit that it is compared with
        found = [resolve_expression(side, scope) for side in (condition.limit.low, condition.limit.high) if side]
        kind = next((side.kind for side in found if side is not None and side.kind is not None), None)
        typed = typed if kind is None else convert(typed, kind, condition.span, scope)
        if typed is None:
            return NEVER
    bounds = resolve_bounds(condition.limit, typed, scope, condition.span)
    at = tuple(resolve_place(item, typed.expression, scope) for item in condition.at)
    if bounds is None or any(item is None for item in at):
        return NEVER
    if isinstance(typed.expression, rules.FactRef):
        definition = scope.world.vocabulary.facts[typed.expression.name]
        if definition.form == "range":
            scope.world.report.error(
                "XR306",
                f"`{definition.name}` is a range",
                WAYS["range"],
                condition.span,
            )
            return NEVER
    return rules.NumberTest(
        typed.expression,
        bounds,
        cast("tuple[rules.AtCondition, ...]", at),
        typed.unit,
        show_condition(condition),
    )


def _range(condition: ast.RangeTest, scope: Scope) -> rules.Condition:
    ref = _fact_of_form(condition.operand, ("range",), "a range", scope)
    if ref is None:
        return NEVER
    unit = scope.world.vocabulary.facts[ref.name].unit
    bounds = resolve_bounds(condition.limit, Typed(ref, unit.kind if unit else None, unit), scope, condition.span)
    if bounds is None:
        return NEVER
    return rules.RangeTest(ref, condition.relation, bounds, unit, show_condition(condition))


def _kind(condition: ast.IsKind, scope: Scope) -> rules.Condition:
    for kind in condition.kinds:
        if kind not in scope.world.vocabulary.kinds:
            scope.world.report.unknown("XR204", "kind", kind, scope.world.vocabulary.kinds, condition.span)
            return NEVER
    subject = scope.subject(condition.subject, condition.span)
    return rules.KindTest(subject, condition.kinds, show_condition(condition))


def _listed(condition: ast.Listed, scope: Scope) -> rules.Condition:
    targets = scope.references().resolve(condition.refs)
    subject = scope.subject(condition.subject, condition.span)
    own = _words_asked(targets, scope) if condition.own else rules.LISTED
    return rules.ListedTest(subject, targets, own, show_condition(condition))


def _words_asked(targets: Sequence[rules.Target], scope: Scope) -> int:
    """Whether `meets` asks for words of the entry in which it stands, or of another."""
    here = (scope.ruleset, entry_of(scope.code))
    is_here = all((target.ruleset, entry_of(target.code)) == here for target in targets)
    return rules.WORDS if is_here else rules.FOREIGN_WORDS


def _judged(condition: ast.Judged, scope: Scope) -> rules.Condition:
    definition = scope.world.vocabulary.facts.get(condition.term)
    if definition is None or definition.form != "judgement":
        known = [fact.name for fact in scope.world.vocabulary.facts.values() if fact.form == "judgement"]
        scope.world.report.unknown("XR213", "judgement", condition.term, known, condition.span)
        return NEVER
    targets = scope.references().resolve(condition.refs)
    in_part = bool(scope.parts) and scope.world.vocabulary.parts[scope.parts[-1]].as_item
    return rules.JudgementTest(
        "it" if in_part else "item",
        condition.term,
        condition.purposes,
        condition.names,
        targets,
        show_condition(condition),
    )


def _quantified(condition: ast.Quantified, scope: Scope) -> rules.Condition:
    quantifier = condition.quantifier
    vocabulary, report = scope.world.vocabulary, scope.world.report
    part = vocabulary.parts.get(quantifier.part)
    if part is None:
        report.unknown("XR204", "part", quantifier.part, vocabulary.parts, quantifier.span)
        return NEVER
    scope.check_part(part.name, quantifier.span)
    inner = scope.inside(quantifier.part)
    body: rules.Condition | None = None
    if condition.refs:
        if not part.as_item:
            report.error(
                "XR214", f"part `{part.name}` is not an item", f"declare `part {part.name} … as item`", condition.span
            )
        targets = inner.references().resolve(condition.refs)
        body = rules.ListedTest("it", targets, rules.LISTED, show_condition(condition))
    elif condition.body is not None:
        body = resolve_condition(condition.body, inner)
    return rules.PartTest(
        quantifier.mode,
        quantifier.count or 1,
        quantifier.part,
        body,
        scope.ignored(quantifier.part),
        show_condition(condition),
        "it" if scope.parts else "item",
    )


def _valued(condition: ast.Condition, scope: Scope) -> rules.Condition:
    text = show_condition(condition)
    match condition:
        case ast.Cas():
            scope.world.report.cas_number(condition.number, condition.span)
            expect_facts(CAS_FACTS, "cas", condition.span, scope)
            return rules.CasTest(_bearer("cas_number", scope), condition.number, text)
        case ast.Cn():
            expect_facts(CODE_FACTS, "cn", condition.span, scope)
            return rules.CodeTest(_bearer("cn_code", scope), condition.code, (), condition.ex, text)
        case ast.IsOneOf():
            return _choice(condition, text, scope)
        case ast.NotApplicable():
            ref = _operand_ref(condition.operand, scope)
            return NEVER if ref is None else rules.NotApplicableTest(ref, text)
        case ast.Includes():
            ref = _fact_of_form(condition.operand, ("set of", "countries"), "a set", scope)
            if ref is None or not _known_values(ref, condition.values, condition.span, scope):
                return NEVER
            return rules.SetTest(ref, condition.values, condition.count, text)
        case ast.InGroup():
            return _in_group(condition, text, scope)
        case ast.Dated():
            ref = _fact_of_form(condition.operand, ("day",), "a day", scope)
            if ref is None:
                return NEVER
            first, last = _days(condition)
            return rules.DayTest(ref, first, last, text)
        case _:
            raise TypeError(type(condition).__name__)


def expect_facts(forms: Mapping[str, str], word: str, span: Span, scope: Scope) -> None:
    """What a word of the language asks for without naming it is declared, so that it can be stated (XR204, XR306)."""
    for name, form in forms.items():
        definition = scope.world.vocabulary.facts.get(name)
        if definition is None:
            message = f"`{word}` asks for the fact `{name}`, which nothing declares"
            scope.world.report.error("XR204", message, f"declare it: `fact {name} is {form}`", span)
        elif definition.form != form:
            message = f"`{name}` is `{definition.form}`, and `{word}` asks for it as `{form}`"
            scope.world.report.error("XR306", message, f"declare it: `fact {name} is {form}`", span)


def _bearer(fact: str, scope: Scope) -> Literal["item", "it"]:
    """Whose number or code a test means: that of the part at hand where it has one of its own, as names do."""
    vocabulary = scope.world.vocabulary
    if not scope.parts or fact not in vocabulary.facts or scope.parts[-1] not in vocabulary.parts:
        return "item"
    return "it" if vocabulary.owned_by_part(fact, scope.parts[-1]) else "item"


def _choice(condition: ast.IsOneOf, text: str, scope: Scope) -> rules.Condition:
    ref = _fact_of_form(condition.operand, ("one of", "text", "country"), "a fact with one of several values", scope)
    if ref is None or not _known_values(ref, condition.values, condition.span, scope):
        return NEVER
    return rules.ChoiceTest(ref, frozenset(condition.values), text)


def _known_values(ref: rules.FactRef, values: Sequence[str], span: Span, scope: Scope) -> bool:
    definition = scope.world.vocabulary.facts[ref.name]
    if definition.form in ("country", "countries"):
        for value in values:
            scope.world.report.country(value, span)
    if definition.form in ("text", "country", "countries"):
        return True
    for value in values:
        if value not in definition.values:
            scope.world.report.unlisted("XR215", "value", value, definition.values, span, ref.name)
            return False
    return True


def _in_group(condition: ast.InGroup, text: str, scope: Scope) -> rules.Condition:
    ref = _fact_of_form(condition.operand, ("country", "countries"), "a country", scope)
    groups = scope.world.vocabulary.groups
    if condition.group not in groups:
        scope.world.report.unknown("XR204", "group", condition.group, groups, condition.span)
        return NEVER
    if ref is None:
        return NEVER
    return rules.GroupTest(ref, condition.group, condition.label, text)


def _days(condition: ast.Dated) -> tuple[date | None, date | None]:
    day = condition.day.toordinal()
    match condition.relation:
        case "before":
            return None, date.fromordinal(day - 1)
        case "after":
            return date.fromordinal(day + 1), None
        case "up to":
            return None, condition.day
        case "from":
            return condition.day, None
        case _:
            assert_never(condition.relation)
