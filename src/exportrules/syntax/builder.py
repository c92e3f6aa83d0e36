"""Build the syntax tree while the parser reads: one method per grammar rule, no intermediate tree."""

# lark is only partly typed: what it hands over is checked here, and typed from here on.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false, reportUnknownParameterType=false, reportUntypedBaseClass=false

from __future__ import annotations

from datetime import date
from typing import Any, cast

from lark import Token

from exportrules.syntax import ast
from exportrules.syntax.builder_conditions import ConditionBuilder, with_place, words


@with_place
class BlockBuilder(ConditionBuilder):
    """Methods for top-level blocks and for what stands under statements."""

    def block(self, meta: Any, block: ast.Block) -> ast.Block:
        return block

    # ---- rulesets -------------------------------------------------------------------------------

    def ruleset(self, meta: Any, name: str, *headers: ast.Header | None) -> ast.Ruleset:
        return ast.Ruleset(str(name), present(headers), self._span(meta))

    def layer(self, meta: Any, name: Token, country: Token | None) -> ast.Layer:
        return ast.Layer(str(name), text_of(country), self._span(meta))

    def checked(self, meta: Any, start: Token | None, end: Token) -> ast.Checked:
        return ast.Checked(self._date_of(start), self._date(end), self._span(meta))

    def stage(self, meta: Any, name: Token, day: Token, items: tuple[ast.Item, ...] | None) -> ast.Stage:
        return ast.Stage(str(name), self._date(day), items or (), self._span(meta))

    def codes_from(self, meta: Any, name: str) -> ast.CodesFrom:
        return ast.CodesFrom(str(name), self._span(meta))

    def may_lift(self, meta: Any, names: tuple[str, ...]) -> ast.MayLift:
        return ast.MayLift(words(names), self._span(meta))

    def field(self, meta: Any, name: Token, text: Token) -> ast.Field:
        return ast.Field(str(name), str(text)[1:].strip(), self._span(meta))

    gap = field

    def period(self, meta: Any, start: ast.Day, end: ast.Day | None) -> ast.Period:
        return ast.Period(start, end, self._span(meta))

    def day(self, meta: Any, first: Token, last: Token | None = None) -> ast.Day:
        start = self._date(first)
        return ast.Day(start, start if last is None else self._date(last), self._span(meta))

    def evidence(self, meta: Any, level: Token) -> ast.Evidence:
        return ast.Evidence(str(level), self._span(meta))

    def fields(self, meta: Any, *items: ast.Item) -> tuple[ast.Item, ...]:
        return items

    items = row_fields = fields

    # ---- vocabulary -----------------------------------------------------------------------------

    def kind(self, meta: Any, names: Any, within: Any, divided: Any, items: Any) -> ast.Kind:
        return ast.Kind(words(names), words(within or ()), words(divided or ()), items or (), self._span(meta))

    def part(self, meta: Any, name: Token, within: Any, owners: Any, as_item: Any, items: Any) -> ast.Part:
        return ast.Part(
            str(name), text_of(within), words(owners or ()), as_item is not None, items or (), self._span(meta)
        )

    def fact(self, meta: Any, names: Any, owners: Any, kind: ast.FactType, *items: Any) -> ast.Fact:
        return ast.Fact(words(names), words(owners or ()), kind, present(items), self._span(meta))

    def quantity_type(self, meta: Any, signed: Any, unit: Token, *conditions: Any) -> ast.FactType:
        named = tuple((str(name), text_of(measured)) for name, measured in present(conditions))
        return ast.FactType("quantity", str(unit), (), named, signed is not None, span=self._span(meta))

    def range_type(self, meta: Any, signed: Any, unit: Token) -> ast.FactType:
        return ast.FactType("range", str(unit), signed=signed is not None, span=self._span(meta))

    def yes_or_no_type(self, meta: Any) -> ast.FactType:
        return ast.FactType("yes or no", span=self._span(meta))

    def one_of_type(self, meta: Any, names: tuple[str, ...]) -> ast.FactType:
        return ast.FactType("one of", values=words(names), span=self._span(meta))

    def set_type(self, meta: Any, names: tuple[str, ...]) -> ast.FactType:
        return ast.FactType("set of", values=words(names), span=self._span(meta))

    def derived_type(self, meta: Any, signed: Any, unit: Token) -> ast.FactType:
        return ast.FactType("derived", str(unit), signed=signed is not None, span=self._span(meta))

    def plain_type(self, meta: Any, name: Token, group: Token | None) -> ast.FactType:
        return ast.FactType(str(name), group=text_of(group), span=self._span(meta))

    def condition(self, meta: Any, name: Token, unit: Token | None) -> tuple[Token, Token | None]:
        return (name, unit)

    def formula(self, meta: Any, body: ast.Expression, when: ast.Condition | None) -> ast.Formula:
        return ast.Formula(body, when, self._span(meta))

    def group(self, meta: Any, name: Token, *items: Any) -> ast.Group:
        return ast.Group(str(name), items, self._span(meta))

    def members(self, meta: Any, values: Any, start: Any, end: Any, label: Any, items: Any) -> ast.Members:
        return ast.Members(words(values), start, end, text_of(label), items or (), self._span(meta))

    def define(self, meta: Any, term: Token, scope: Any, meaning: Any, items: Any) -> ast.Define:
        head: ast.Head | None = None
        formula: ast.Expression | None = None
        if isinstance(meaning, ast.Head):
            head = meaning
        else:
            formula = meaning
        local = term.type == "LOCAL"
        return ast.Define(str(term)[1:-1], local, words(scope or ()), head, formula, items or (), self._span(meta))

    def paths(self, meta: Any, *tokens: Token) -> tuple[Token, ...]:
        return present(tokens)

    # ---- control lists --------------------------------------------------------------------------

    def entry(self, meta: Any, path: Token, head: ast.Head | None, items: Any) -> ast.Entry:
        return ast.Entry(str(path), head, items or (), self._span(meta))

    def node(self, meta: Any, label: Token, head: ast.Head | None, items: Any) -> ast.Node:
        return ast.Node("paragraph", str(label)[:-1], head, items or (), span=self._span(meta))

    def reserved(self, meta: Any, label: Token, items: Any) -> ast.Node:
        return ast.Node("paragraph", str(label)[:-1], None, items or (), True, self._span(meta))

    def bare(self, meta: Any, head: ast.Head, items: Any) -> ast.Node:
        return ast.Node("bare", None, head, items or (), span=self._span(meta))

    def where(self, meta: Any, head: ast.Head, items: Any) -> ast.Node:
        return ast.Node("where", None, head, items or (), span=self._span(meta))

    def also(self, meta: Any, head: ast.Head, items: Any) -> ast.Node:
        return ast.Node("also", None, head, items or (), span=self._span(meta))

    def see(self, meta: Any, refs: Any, items: Any) -> ast.See:
        return ast.See(refs, items or (), self._span(meta))

    def note(self, meta: Any, technical: Any, label: Any, effect: ast.Effect, items: Any) -> ast.Note:
        return ast.Note(technical is not None, text_of(label), effect, items or (), self._span(meta))

    def label(self, meta: Any, token: Token) -> Token:
        return token

    def excludes(self, meta: Any, refs: Any, exceptions: Any, reason: Any) -> ast.Excludes:
        head = ast.Head(None, reason, reason.span) if isinstance(reason, ast.Opener) else reason
        return ast.Excludes(refs, exceptions or (), head, self._span(meta))

    def narrows(self, meta: Any, refs: Any, head: ast.Head) -> ast.Narrows:
        return ast.Narrows(refs, head, self._span(meta))

    def includes(self, meta: Any, kinds: Any, refs: Any, head: ast.Head | None) -> ast.Widens:
        return ast.Widens(words(kinds), refs, head, self._span(meta))

    def disregards(self, meta: Any, part: Token, refs: Any, head: ast.Head) -> ast.Disregards:
        return ast.Disregards(str(part), refs, head, self._span(meta))

    def explains(self, meta: Any, refs: Any) -> ast.Explains:
        return ast.Explains(refs, self._span(meta))

    def takes(self, meta: Any, refs: Any, head: ast.Head | None, items: Any) -> ast.Takes:
        return ast.Takes(refs, head, items or (), self._span(meta))

    def table(self, meta: Any, name: Token, *items: Any) -> ast.Table:
        return ast.Table(str(name), items, self._span(meta))

    def row(
        self, meta: Any, ex: Any, code: Token, excepted: Any, start: Any, end: Any, when: Any, items: Any
    ) -> ast.Row:
        return ast.Row(
            str(code), ex is not None, words(excepted or ()), start, end, when, items or (), self._span(meta)
        )

    codes = paths

    # ---- measures -------------------------------------------------------------------------------

    def measure(self, meta: Any, name: Token, *items: Any) -> ast.Measure:
        return ast.Measure(str(name), items, self._span(meta))

    def activities(self, meta: Any, names: tuple[str, ...]) -> ast.Activities:
        return ast.Activities(words(names), self._span(meta))

    def requires(self, meta: Any, level: Token, head: ast.Head, items: Any) -> ast.Effective:
        return ast.Effective(str(level), head, items or (), self._span(meta))

    def prohibits(self, meta: Any, head: ast.Head, items: Any) -> ast.Effective:
        return ast.Effective("prohibition", head, items or (), self._span(meta))

    def obliges(self, meta: Any, head: ast.Head, items: Any) -> ast.Effective:
        return ast.Effective("obligation", head, items or (), self._span(meta))

    def relief(self, meta: Any, form: Any, name: Token, lifts: Any, *items: Any) -> ast.Relief:
        return ast.Relief(cast("Any", str(form)), str(name), words(lifts), items, self._span(meta))

    def covers(self, meta: Any, refs: Any, exceptions: Any, head: Any, items: Any) -> ast.Covers:
        return ast.Covers(refs, exceptions or (), head, items or (), self._span(meta))

    def when_line(self, meta: Any, head: ast.Head, items: Any) -> ast.When:
        return ast.When(head, items or (), False, self._span(meta))

    def not_when(self, meta: Any, head: ast.Head, items: Any) -> ast.When:
        return ast.When(head, items or (), True, self._span(meta))

    def duty(self, meta: Any, name: Token, when: Any, items: Any) -> ast.Duty:
        return ast.Duty(str(name), when, items or (), self._span(meta))

    def document(self, meta: Any, code: Token, start: Any, end: Any, when: Any, items: Any) -> ast.Document:
        return ast.Document(str(code), self._date_of(start), self._date_of(end), when, items or (), self._span(meta))

    def _date_of(self, token: Token | None) -> date | None:
        return None if token is None else self._date(token)


def present(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Drop the placeholders of absent parts."""
    return tuple(item for item in items if item is not None)


def text_of(token: Token | None) -> str | None:
    """The text of an optional token."""
    return None if token is None else str(token)
