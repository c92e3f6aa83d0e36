"""Resolve entries: statements with their chapeaux, blocks and labels, in the law's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exportrules.checking.collecting import evidence_of, fields_of, make_period, period_of
from exportrules.checking.conditions import NEVER, resolve_condition
from exportrules.checking.quantities import is_same_figure
from exportrules.checking.references import natural_key
from exportrules.checking.scope import Scope
from exportrules.logic.period import GONE
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import SECTION, is_row
from exportrules.rules.statements import DocumentCode, Duty, Statement
from exportrules.syntax import ast
from exportrules.text import Span
from exportrules.units import Quantity, UnitError, compare, parse_quantity


def resolve_block(
    head: ast.Head | None, items: Sequence[object], scope: Scope, span: Span
) -> Statement | rules.Condition:
    """Resolve an unnumbered statement; a plain condition stays one."""
    if head is not None and head.opener is None and head.condition is not None and not items:
        return resolve_condition(head.condition, scope)
    return resolve_statement("", "", head, items, scope, span)


def resolve_statement(
    code: str,
    label: str,
    head: ast.Head | None,
    items: Sequence[object],
    scope: Scope,
    span: Span,
    *,
    silent: bool = False,
) -> Statement:
    """Resolve a statement and everything below it; one that is `silent` need not say anything."""
    local = tuple(item for item in items if isinstance(item, ast.Define))
    here = scope.at(code, local)
    statement = Statement(code=code, ruleset=scope.ruleset, label=label, span=span)
    _read_common(statement, items, here)
    if head is not None and head.condition is not None:
        statement.head = resolve_condition(head.condition, here)
    block = _open_block(statement, head, here)
    nodes = [item for item in items if isinstance(item, ast.Node)]
    statement.wheres = tuple(_unlabelled(node, here) for node in nodes if node.role == "where")
    statement.also = tuple(_unlabelled(node, here) for node in nodes if node.role == "also")
    members = [node for node in nodes if node.role in ("paragraph", "bare")]
    if not silent:
        _check_shape(statement, head, members, here)
    statement.members = tuple(_member(node, code, block) for node in members)
    for member in statement.members:
        member.parent = statement
        if member.reserved and statement.connective == "all":
            # what is reserved asks for nothing, as a limb that is not in force
            member.period = GONE
    return statement


def _open_block(statement: Statement, head: ast.Head | None, scope: Scope) -> Scope:
    if head is None or head.opener is None:
        return scope
    opener = head.opener
    statement.connective = opener.connective
    statement.count = 1 if opener.count is None else opener.count
    quantifier = opener.quantifier
    if quantifier is None:
        return scope
    if quantifier.part not in scope.world.vocabulary.parts:
        scope.world.report.unknown("XR204", "part", quantifier.part, scope.world.vocabulary.parts, quantifier.span)
        return scope.unheard()
    scope.check_part(quantifier.part, quantifier.span)
    statement.part = quantifier.part
    statement.quantifier = quantifier.mode
    statement.part_of = "it" if scope.parts else "item"
    statement.quantifier_count = quantifier.count or 1
    statement.ignored = scope.ignored(quantifier.part)
    return scope.inside(quantifier.part)


def _unlabelled(node: ast.Node, scope: Scope) -> rules.Condition:
    return resolve_block(node.head, node.items, scope, node.span)


def _member(node: ast.Node, code: str, scope: Scope) -> Statement:
    child = f"{code}.{node.label}" if node.label and code else ""
    statement = resolve_statement(
        child, node.label or "", node.head, node.items, scope, node.span, silent=node.reserved
    )
    statement.reserved = node.reserved
    if node.reserved:
        statement.head = NEVER
    return statement


def _check_shape(statement: Statement, head: ast.Head | None, members: list[ast.Node], scope: Scope) -> None:
    report, span = scope.world.report, statement.span
    name = f"`{statement.code}`" if statement.code else "the statement"
    if members and not statement.connective:
        report.error(
            "XR111",
            f"{name} has lines below it but neither `any of:` nor `all of:`",
            "end its line with `any of:` or `all of:`, as the law joins them",
            span,
        )
    if statement.connective and not members:
        report.error("XR112", f"{name} opens a block without lines", "add its lines, or drop the opener", span)
    if head is None and not members and statement.not_modelled is None and not statement.also:
        report.error("XR113", f"{name} says nothing", "give it a condition, `reserved` or `not modelled: …`", span)
    _check_order(statement, members, scope)


def _check_order(statement: Statement, members: list[ast.Node], scope: Scope) -> None:
    seen: dict[str, ast.Node] = {}
    previous: ast.Node | None = None
    for node in members:
        if node.label is None:
            continue
        first = seen.setdefault(node.label, node)
        path = f"{statement.code}.{node.label}".strip(".")
        if first is not node:
            scope.world.report.error(
                "XR114",
                f"paragraph `{path}` stands twice",
                "correct the label, or keep one",
                node.span,
                ((first.span, "the first"),),
            )
        elif previous is not None and natural_key(node.label) < natural_key(previous.label or ""):
            scope.world.report.error(
                "XR115", f"paragraph `{path}` is out of order", "keep the order of the law", node.span
            )
        previous = node


def _read_common(statement: Statement, items: Sequence[object], scope: Scope) -> None:
    report = scope.world.report
    fields = fields_of(items)
    statement.title = " ".join(fields.get("title", ()))
    statement.known_as = fields.get("known as", ())
    statement.readings = fields.get("reading", ())
    statement.remarks = fields.get("remark", ())
    statement.not_modelled = "; ".join(fields["not modelled"]) if "not modelled" in fields else None
    statement.period = period_of(items, report)
    statement.evidence = evidence_of(items, report)
    statement.printed = read_printed(items, scope)
    statement.see = tuple(
        target for item in items if isinstance(item, ast.See) for target in scope.references().resolve(item.refs)
    )
    refuse_idle(items, scope)
    statement.duties = tuple(resolve_duty(item, scope) for item in items if isinstance(item, ast.Duty))
    statement.documents = tuple(resolve_document(item, scope) for item in items if isinstance(item, ast.Document))


def refuse_idle(items: Sequence[object], scope: Scope) -> None:
    """Duties and codes where nobody would ever owe them (XR708), and notes where nobody would look for them (XR709)."""
    report = scope.world.report
    for item in items:
        if isinstance(item, ast.Duty | ast.Document) and not scope.owes:
            what = f"duty `{item.name}`" if isinstance(item, ast.Duty) else f"document `{item.code}`"
            help_text = "place it under the measure or the relief, or under a line of what they ask for"
            report.error("XR708", f"{what} is never owed where it stands", help_text, item.span)
        if isinstance(item, ast.Note) and not (scope.noted or isinstance(item.effect, ast.Explains)):
            help_text = "place it under the entry that it speaks of, or outside of all statements"
            report.error("XR709", "the note has no effect where it stands", help_text, item.span)


def read_printed(items: Sequence[object], scope: Scope) -> tuple[Quantity, ...]:
    """The figures of all `printed:` lines, in order."""
    fields = (item for item in items if isinstance(item, ast.Field) and item.name == "printed")
    return tuple(quantity for field in fields for quantity in _read_pair(field, scope))


def _read_pair(field: ast.Field, scope: Scope) -> list[Quantity]:
    """`75 W (48.75 dBm)`: two figures for one thing agree within one part in a hundred (XR311)."""
    report = scope.world.report
    texts = [text.strip() for text in field.text.replace(")", "").split("(")]
    found: list[Quantity] = []
    for text in texts:
        try:
            found.append(parse_quantity(text))
        except UnitError as error:
            report.error(error.code, f"`printed:` {error.message}", error.help or "write a quantity", field.span)
            return []
    for other in found[1:]:
        if not _agree(found[0], other):
            report.error(
                "XR311",
                f"`{found[0].text}` and `{other.text}` are not the same figure",
                "compare both with the law",
                field.span,
            )
    return found


def _agree(first: Quantity, second: Quantity) -> bool:
    from exportrules.units import to_base

    try:
        compare(first, second)
    except UnitError:
        return False
    low = to_base(first.magnitude, first.unit)[0]
    other = to_base(second.magnitude, second.unit)[0]
    return is_same_figure(low, other)


def resolve_duty(duty: ast.Duty, scope: Scope) -> Duty:
    """A duty with its due time and the condition under which it is owed."""
    fields = fields_of(duty.items)
    when = None if duty.when is None else resolve_condition(duty.when, scope)
    return Duty(duty.name, when, " ".join(fields.get("due", ())), " ".join(fields.get("remark", ())), duty.span)


def resolve_document(document: ast.Document, scope: Scope) -> DocumentCode:
    """A customs document code with its dates."""
    day = ast.Day
    start = None if document.start is None else day(document.start, document.start, document.span)
    end = None if document.end is None else day(document.end, document.end, document.span)
    when = None if document.when is None else resolve_condition(document.when, scope)
    evidence = evidence_of(document.items, scope.world.report)
    period = make_period(start, end, scope.world.report)
    return DocumentCode(document.code, period, when, evidence, document.span)


def walk(statement: Statement) -> list[Statement]:
    """The statement and all statements below it, in order."""
    found = [statement]
    for member in statement.members:
        found += walk(member)
    return found


def by_code(roots: Iterable[Statement]) -> dict[str, Statement]:
    """Paragraphs by code, in their order; of two rows the later, of what a list has and takes over the former."""
    found: dict[str, Statement] = {}
    for item in (item for root in roots for item in walk(root)):
        if names_paragraph(item) and (item.code not in found or is_row(item.code)):
            found[item.code] = item
    return found


def names_paragraph(item: Statement) -> bool:
    """Whether a statement stands for the paragraph of its code: a section that is taken over is none."""
    return bool(item.code) and not (item.takes and len(item.code) == SECTION)


__all__ = [
    "by_code", "names_paragraph", "read_printed", "resolve_block", "resolve_document", "resolve_duty",
    "resolve_statement", "walk",
]  # fmt: skip
