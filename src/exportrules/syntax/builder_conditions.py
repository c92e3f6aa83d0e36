"""Build conditions, references and arithmetic while the parser reads."""

# lark is only partly typed: what it hands over is checked here, and typed from here on.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false, reportUnknownParameterType=false, reportUntypedBaseClass=false

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal, cast

from lark import Token, Transformer, v_args

from exportrules.syntax import ast
from exportrules.syntax.numbers import NumberFault, read_count, read_number
from exportrules.text import NOWHERE, Span

MAX_DEPTH = 64
_Bound = tuple[ast.Expression | None, bool, ast.Expression | None, bool]


class BuildFault(Exception):
    """What is well formed but not valid: its code, message and help, and a token or its place in the file."""

    def __init__(self, code: str, message: str, help_line: str, place: Token | Span) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help_line
        self.place = place


def _depth_of(node: object) -> int:
    """How deep arithmetic or quantifiers are nested in a node."""
    if isinstance(node, ast.And | ast.Or):
        return max(map(_depth_of, node.items))
    if isinstance(node, ast.Not):
        return _depth_of(node.item)
    return node.depth if isinstance(node, ast.Binary | ast.PrintedFormula | ast.Aggregate | ast.Quantified) else 0


def _edge(children: Any, shift: int, side: int) -> tuple[int, int, int, int] | None:
    """Lines and columns of the first (0) or last (-1) child with a place."""
    for child in children if side == 0 else reversed(children):
        if isinstance(child, Token):
            line, column = (child.line or 1) + shift, child.column or 1
            return (line, column, (child.end_line or 1) + shift, child.end_column or column + 1)
        if isinstance(child, (tuple, list)):
            found = _edge(cast("Any", child), shift, side)
            if found is not None:
                return found
            continue
        span = getattr(child, "span", None)
        if span is not None and span.line:
            return (span.line, span.column, span.end_line, span.end_column)
    return None


def words(tokens: Iterable[str | None]) -> tuple[str, ...]:
    """The texts of tokens that are present. Tokens keep their place until the construct that they belong to is made."""
    return tuple(str(token) for token in tokens if token is not None)


def _with_children(function: Callable[..., object], _data: str, children: list[Any], _meta: object) -> object:
    """Hand a method its children twice: as the source of its place, and one by one."""
    return function(children, *children)


with_place: Any = v_args(wrapper=_with_children)


@with_place
class ConditionBuilder(Transformer[Token, object]):
    """Methods for conditions; `file` and `first_line` place the block in its file."""

    def __init__(self) -> None:
        super().__init__()
        self.file = ""
        self.first_line = 0

    def _span(self, children: list[Any]) -> Span:
        """From the first to the last child that has a place."""
        start = _edge(children, self.first_line, 0)
        end = _edge(children, self.first_line, -1)
        if start is None or end is None:
            return NOWHERE
        return Span(self.file, start[0], start[1], end[2], end[3])

    def _nest(self, span: Span, *inner: object) -> int:
        """The depth of a node over others; more than 64 levels are refused (XR901)."""
        depth = 1 + max(map(_depth_of, inner), default=0)
        if depth > MAX_DEPTH:
            raise BuildFault("XR901", f"nested deeper than {MAX_DEPTH} levels", "give the inner part a name", span)
        return depth

    def _date(self, token: Token) -> date:
        try:
            return date.fromisoformat(str(token))
        except ValueError:
            raise BuildFault(
                "XR501", f"`{token}` is not a day of the calendar", "correct the year, the month or the day", token
            ) from None

    def _count(self, token: Token) -> int:
        try:
            return read_count(str(token))
        except NumberFault as fault:
            raise BuildFault("XR903", str(fault), "write a whole number", token) from None

    # ---- heads and connectives ------------------------------------------------------------------

    def head(self, meta: Any, head: Any) -> ast.Head:
        if isinstance(head, ast.Head):
            return head
        if isinstance(head, ast.Opener):
            return ast.Head(None, head, self._span(meta))
        return ast.Head(head, None, self._span(meta))

    def headed(self, meta: Any, condition: Any, opener: ast.Opener) -> ast.Head:
        return ast.Head(condition, opener, self._span(meta))

    def opener(self, meta: Any, quantifier: Any, connective: list[Token]) -> ast.Opener:
        word = " ".join(str(connective[0]).split()).partition(" of:")[0]
        count = self._count(connective[1]) if len(connective) == 3 else None
        return ast.Opener(cast("Any", word), count, quantifier, self._span(meta))

    def connective(self, meta: Any, *tokens: Token) -> list[Token]:
        return list(tokens)

    def conjunction(self, meta: Any, *items: Any) -> ast.And:
        return ast.And(items, self._span(meta))

    def disjunction(self, meta: Any, *items: Any) -> ast.Or:
        return ast.Or(items, self._span(meta))

    def negation(self, meta: Any, item: Any) -> ast.Not:
        return ast.Not(item, self._span(meta))

    def quantified(self, meta: Any, quantifier: ast.Quantifier, body: Any) -> ast.Quantified:
        span = self._span(meta)
        return ast.Quantified(quantifier, body, (), span, self._nest(span, body))

    def part_listed(self, meta: Any, quantifier: ast.Quantifier, refs: Any) -> ast.Quantified:
        return ast.Quantified(quantifier, None, refs, self._span(meta))

    def exists(self, meta: Any, quantifier: ast.Quantifier) -> ast.Quantified:
        return ast.Quantified(quantifier, None, (), self._span(meta))

    # ---- tests ----------------------------------------------------------------------------------

    def holds(self, meta: Any, operand: ast.Operand) -> ast.Holds:
        return ast.Holds(operand, self._span(meta))

    def compare(self, meta: Any, operand: ast.Operand, limit: ast.Limit, *at: ast.At) -> ast.Compare:
        return ast.Compare(operand, limit, at, self._span(meta))

    def is_value(self, meta: Any, operand: ast.Operand, value: str) -> ast.IsOneOf:
        return ast.IsOneOf(operand, (str(value),), True, self._span(meta))

    def is_one_of(self, meta: Any, operand: ast.Operand, values: tuple[str, ...]) -> ast.IsOneOf:
        return ast.IsOneOf(operand, words(values), False, self._span(meta))

    def not_applicable(self, meta: Any, operand: ast.Operand) -> ast.NotApplicable:
        return ast.NotApplicable(operand, self._span(meta))

    def includes_value(self, meta: Any, operand: ast.Operand, value: str) -> ast.Includes:
        return ast.Includes(operand, (str(value),), 1, True, self._span(meta))

    def includes_one_of(self, meta: Any, operand: ast.Operand, values: tuple[str, ...]) -> ast.Includes:
        return ast.Includes(operand, words(values), 1, False, self._span(meta))

    def includes_some_of(self, meta: Any, operand: Any, number: Token, values: Any) -> ast.Includes:
        return ast.Includes(operand, words(values), self._count(number), False, self._span(meta))

    def in_group(self, meta: Any, operand: ast.Operand, group: Token, label: Token | None) -> ast.InGroup:
        return ast.InGroup(operand, str(group), None if label is None else str(label), self._span(meta))

    def is_kind(self, meta: Any, subject: Any, kind: str) -> ast.IsKind:
        return ast.IsKind(cast("Any", str(subject)), (str(kind),), True, self._span(meta))

    def is_one_kind(self, meta: Any, subject: Any, kinds: tuple[str, ...]) -> ast.IsKind:
        return ast.IsKind(cast("Any", str(subject)), words(kinds), False, self._span(meta))

    def listed(self, meta: Any, subject: Any, refs: Any) -> ast.Listed:
        return ast.Listed(cast("Any", str(subject)), refs, False, self._span(meta))

    def meets(self, meta: Any, subject: Any, refs: Any) -> ast.Listed:
        return ast.Listed(cast("Any", str(subject)), refs, True, self._span(meta))

    def judged(self, meta: Any, term: str, target: Any) -> ast.Judged:
        purposes, names, refs = target or ((), (), ())
        return ast.Judged(str(term), words(purposes), words(names), refs, self._span(meta))

    def object(self, meta: Any, first: tuple[Any, ...], second: tuple[Any, ...] | None = None) -> Any:
        purposes = first if second is not None else ()
        target = first if second is None else second
        if target and isinstance(target[0], str):
            return (purposes, target, ())
        return (purposes, (), target)

    def cas(self, meta: Any, number: Token) -> ast.Cas:
        return ast.Cas(str(number), self._span(meta))

    def cn(self, meta: Any, ex: Token | None, code: Token) -> ast.Cn:
        return ast.Cn(str(code), ex is not None, self._span(meta))

    def subject(self, meta: Any, token: Token) -> Token:
        return token

    value = subject
    dotted = subject

    def names(self, meta: Any, *values: Token) -> tuple[Token, ...]:
        return values

    namelist = names

    # ---- references -----------------------------------------------------------------------------

    def refs(self, meta: Any, *refs: ast.Ref) -> tuple[ast.Ref, ...]:
        return refs

    path_refs = refs

    def list_ref(self, meta: Any, token: Token) -> ast.ListRef:
        return ast.ListRef(str(token), self._span(meta))

    def path_ref(self, meta: Any, start: Token, end: Token | None) -> ast.PathRef:
        return ast.PathRef(str(start), None if end is None else str(end), self._span(meta))

    # ---- operands and arithmetic ----------------------------------------------------------------

    def name(self, meta: Any, token: Token) -> ast.Name:
        return ast.Name(str(token), False, self._span(meta))

    def item_name(self, meta: Any, token: Token) -> ast.Name:
        return ast.Name(str(token), True, self._span(meta))

    def term(self, meta: Any, token: Token) -> ast.Term:
        return ast.Term(str(token)[1:-1], False, self._span(meta))

    def local(self, meta: Any, token: Token) -> ast.Term:
        return ast.Term(str(token)[1:-1], True, self._span(meta))

    def number(self, meta: Any, token: Token, unit: Token | None) -> ast.Number:
        try:
            value = read_number(str(token))
        except NumberFault as fault:
            raise BuildFault("XR903", str(fault), "write the number as the law prints it", token) from None
        return ast.Number(value, None if unit is None else str(unit), str(token), self._span(meta))

    def printed_formula(self, meta: Any, body: Any, unit: Token, *inputs: Token) -> ast.PrintedFormula:
        names = tuple(str(token) for token in inputs)
        pairs = tuple(zip(names[::2], names[1::2], strict=True))
        span = self._span(meta)
        return ast.PrintedFormula(body, str(unit), pairs, span, self._nest(span, body))

    def aggregate(self, meta: Any, function: Token, *rest: Any) -> ast.Aggregate:
        over = None if rest[-1] is None else str(rest[-1])
        span = self._span(meta)
        return ast.Aggregate(cast("Any", str(function)), rest[:-1], over, span, self._nest(span, *rest[:-1]))


def _binary(operator: Literal["+", "-", "*", "/"]) -> Callable[..., ast.Binary]:
    def build(self: ConditionBuilder, meta: Any, left: Any, right: Any) -> ast.Binary:
        span = self._span(meta)
        return ast.Binary(operator, left, right, span, self._nest(span, left, right))

    return build


def _quantifier(mode: str) -> Callable[..., ast.Quantifier]:
    def build(self: ConditionBuilder, meta: Any, *tokens: Token) -> ast.Quantifier:
        count = self._count(tokens[0]) if len(tokens) == 2 else None
        return ast.Quantifier(cast("Any", mode), count, str(tokens[-1]), self._span(meta))

    return build


def _limit(bound: Callable[..., _Bound]) -> Callable[..., ast.Limit]:
    def build(self: ConditionBuilder, meta: Any, first: Any, second: Any = None) -> ast.Limit:
        low, low_closed, high, high_closed = bound(first, second)
        return ast.Limit(low, low_closed, high, high_closed, self._span(meta))

    return build


def _at(mode: Literal["point", "some", "every"]) -> Callable[..., ast.At]:
    def build(self: ConditionBuilder, meta: Any, name: Token, value: Any, other: Any = None) -> ast.At:
        limit = value if isinstance(value, ast.Limit) else None
        point = None if isinstance(value, ast.Limit) else value
        real = "some" if mode == "point" and limit is not None else mode
        return ast.At(str(name), real, limit, point, other, self._span(meta))

    return build


def _relation(name: str) -> Callable[..., ast.RangeTest]:
    def build(self: ConditionBuilder, meta: Any, operand: Any, limit: ast.Limit) -> ast.RangeTest:
        return ast.RangeTest(operand, cast("Any", name), limit, self._span(meta))

    return build


def _dated(relation: str) -> Callable[..., ast.Dated]:
    def build(self: ConditionBuilder, meta: Any, operand: Any, token: Token) -> ast.Dated:
        return ast.Dated(operand, cast("Any", relation), self._date(token), self._span(meta))

    return build


_METHODS: dict[str, Callable[..., object]] = {
    "add": _binary("+"),
    "subtract": _binary("-"),
    "multiply": _binary("*"),
    "divide": _binary("/"),
    "some": _quantifier("some"),
    "every": _quantifier("every"),
    "no": _quantifier("no"),
    "at_least_parts": _quantifier("at least"),
    "at_most_parts": _quantifier("at most"),
    "exactly_parts": _quantifier("exactly"),
    "above": _limit(lambda a, b: (a, False, b, True)),
    "above_below": _limit(lambda a, b: (a, False, b, False)),
    "from_up_to": _limit(lambda a, b: (a, True, b, True)),
    "from_below": _limit(lambda a, b: (a, True, b, False)),
    "at_least": _limit(lambda a, b: (a, True, None, False)),
    "at_most": _limit(lambda a, b: (None, False, a, True)),
    "below": _limit(lambda a, b: (None, False, a, False)),
    "exactly": _limit(lambda a, b: (a, True, a, True)),
    "at": _at("point"),
    "at_both": _at("point"),
    "at_some": _at("some"),
    "at_every": _at("every"),
    "reaches": _relation("reaches"),
    "spans": _relation("covers"),
    "inside": _relation("within"),
    "before": _dated("before"),
    "after": _dated("after"),
    "by": _dated("up to"),
    "since": _dated("from"),
}
for _name, _method in _METHODS.items():
    setattr(ConditionBuilder, _name, with_place(_method))
