"""Check what one file says, with what it may ask about the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from exportrules import records
from exportrules.checking.collecting import Gathered, gather, make_period
from exportrules.checking.conditions import CODE_FACTS, expect_facts, resolve_condition
from exportrules.checking.law import Law
from exportrules.checking.lookups import Lookups
from exportrules.checking.matching import check_matching
from exportrules.checking.measures import resolve_measure, resolve_relief
from exportrules.checking.notes import PlacedNote, attach_note, check_exclusions, place_notes, read_disregards
from exportrules.checking.outline import Block, OutlinedFile
from exportrules.checking.quantities import check_formula_kind, convert, resolve_expression
from exportrules.checking.references import natural_key
from exportrules.checking.report import Report
from exportrules.checking.scope import Scope, World
from exportrules.checking.statements import resolve_statement, walk
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import DerivedFormula
from exportrules.rules.statements import MeasureRule, ReliefRule, Statement
from exportrules.syntax import ast
from exportrules.text import NOWHERE, Diagnostic, Span

_ZERO = Fraction(0)
Statements = Mapping[str, Mapping[str, Statement]]


@records.mutable(eq=False)
class Part:
    """What one file says within one ruleset."""

    ruleset: str
    entries: list[tuple[str, Any, Sequence[Any]]] = records.field(factory=list[tuple[str, Any, Sequence[Any]]])
    """The codes of its entries, their statements and their notes."""
    takes: list[Any] = records.field(factory=list[Any])
    rows: list[Any] = records.field(factory=list[Any])
    notes: list[Any] = records.field(factory=list[Any])
    """Those that stand outside entries."""
    measures: list[Any] = records.field(factory=list[Any])
    reliefs: list[Any] = records.field(factory=list[Any])
    formulas: dict[str, Any] = records.field(factory=dict[str, Any])

    def roots(self) -> list[Statement]:
        """All that stands at the top of the list, in the order of this file."""
        return [*(root for _, root, _ in self.entries), *self.takes, *self.rows]


@records.frozen(eq=False)
class CheckedFile:
    """A file, checked: its parts in the order of their rulesets, what is to be told, and what it asked."""

    name: str
    parts: tuple[Part, ...]
    found: tuple[Diagnostic, ...]
    lookups: Lookups


def check_file(file: OutlinedFile, law: Law) -> CheckedFile:
    """Check one file."""
    lookups, report = Lookups(law, file.name), Report(law.lost)
    own = gather([file], Report())
    parts = tuple(map(Part, own))
    try:
        _check_parts(file.name, own, parts, law, World(lookups, report))
    except RecursionError:
        # each construct has its own limit of depth; only many of them within each other come here
        report.error("XR901", "statements, terms and quantifiers are nested too deeply", "give inner parts a name")
    return CheckedFile(file.name, parts, report.all(), lookups)


def _check_parts(file: str, own: Mapping[str, Gathered], parts: Sequence[Part], law: Law, world: World) -> None:
    for item in own.values():
        item.entries.sort(key=lambda entry: natural_key(entry.name))
    placed = _place(file, own, law, world)
    for _, _, notes in placed:
        read_disregards(notes)
    for part in parts:
        _read_lists(own[part.ruleset], part, Scope(world, part.ruleset))
    statements = {
        part.ruleset: {item.code: item for root in part.roots() for item in walk(root) if item.code} for part in parts
    }
    attached = {id(block): tuple(attach_note(item, statements) for item in notes) for _, block, notes in placed}
    for part in parts:
        gathered, scope = own[part.ruleset], Scope(world, part.ruleset)
        part.notes = [note for block in gathered.notes for note in attached[id(block)]]
        of_entries = {block.name: attached[id(block)] for block in reversed(gathered.entries)}
        part.entries = [(path, root, of_entries[path]) for path, root, _ in part.entries]
        part.measures = [resolve_measure(block.tree(), scope) for block in gathered.measures]
        part.reliefs = [resolve_relief(block.tree(), scope) for block in gathered.reliefs]
        part.formulas = _formulas(gathered.facts, scope)
        check_exclusions(statements[part.ruleset].values(), world.report)
        check_matching(part.roots(), world.report)
        _forget_places(part)


def _place(file: str, own: Mapping[str, Gathered], law: Law, world: World) -> list[tuple[str, Block, list[PlacedNote]]]:
    """The notes of this file, and of others as far as they bear on it, in the order in which they are attached."""
    foreign: dict[str, list[Block]] = {}
    for ruleset, block in law.notes.get(file, ()):
        foreign.setdefault(ruleset, []).append(block)
    found: list[tuple[str, Block, list[PlacedNote]]] = []
    for ruleset in sorted({*own, *foreign}):
        scope = Scope(world, ruleset)
        blocks = list(foreign.get(ruleset, ()))
        if ruleset in own:
            blocks += (*own[ruleset].notes, *own[ruleset].entries)
        blocks.sort(key=_place_of_notes)
        found += [(ruleset, block, _notes_of(block, scope)) for block in blocks]
    return found


def _place_of_notes(block: Block) -> tuple[Any, ...]:
    """First what stands outside entries, file by file; then the entries in the order of the law."""
    first = (0, ()) if block.outline.form == "Note" else (1, natural_key(block.name))
    return (*first, block.file, block.span.line)


def _notes_of(block: Block, scope: Scope) -> list[PlacedNote]:
    if block.outline.form == "Note":
        return [PlacedNote(block.tree(), scope)]
    entry: ast.Entry = block.tree()
    return place_notes(entry.path, entry.items, scope)


def _read_lists(gathered: Gathered, part: Part, scope: Scope) -> None:
    seen: set[str] = set()
    for block in gathered.entries:
        entry: ast.Entry = block.tree()
        here = records.replace(scope, noted=True)
        statement = resolve_statement(entry.path, entry.path, entry.head, entry.items, here, entry.span)
        if entry.path not in seen:
            seen.add(entry.path)
            part.entries.append((entry.path, statement, ()))
    if gathered.takes:
        part.takes = [line for block in gathered.takes for line in _taken(block.tree(), scope)]
    part.rows = [row for block in gathered.tables for row in _rows(block.tree(), scope)]


def _forget_places(part: Part) -> None:
    """Paragraphs and what is taken over keep their places; those of other lines were of use to the checker alone."""
    for item in _lines(part):
        if not (item.code or item.takes):
            item.span = NOWHERE


def _lines(part: Part) -> Iterator[Statement]:
    found: list[rules.Condition] = list(part.roots())
    measures: Iterable[MeasureRule] = part.measures
    found += [effect.condition for measure in measures for effect in measure.effects]
    reliefs: Iterable[ReliefRule] = part.reliefs
    found += [item for relief in reliefs for item in (*relief.conditions, *relief.refusals)]
    for statement in found:
        yield from walk(statement) if isinstance(statement, Statement) else ()


# ---- what is taken over, tables and formulas ---------------------------------------------------------------


def _taken(block: ast.Takes, scope: Scope) -> Iterator[Statement]:
    """What is taken over, each for itself: listed there, and the narrowing condition."""
    targets = scope.references().resolve(block.refs)
    alone = block.head is None
    condition = resolve_statement("", targets[0].code, block.head, block.items, scope, block.span, silent=alone)
    if alone:
        message = "a line below `takes` without `when` has no effect"
        for node in (item for item in block.items if isinstance(item, ast.Node)):
            scope.world.report.error("XR709", message, "write what it asks after `when`", node.span)
    made = [_taken_line(target, condition, scope, block.span) for target in targets]
    if block.head is not None:
        condition.not_modelled = None
        for line in made:
            line.wheres = (condition,)
    yield from made


def _taken_line(target: rules.Target, statement: Statement, scope: Scope, span: Span) -> Statement:
    inner = Statement(
        code=target.code,
        ruleset=scope.ruleset,
        label=target.code,
        title=statement.title,
        head=rules.ListedTest("item", (target,), rules.LISTED, f"item listed in {target.code}"),
        takes=True,
        span=span,
    )
    for name in ("period", "evidence", "not_modelled", "readings", "remarks"):
        setattr(inner, name, getattr(statement, name))
    return inner


def _rows(table: ast.Table, scope: Scope) -> list[Statement]:
    expect_facts(CODE_FACTS, "table", table.span, scope)
    evidence = next((item.level for item in table.items if isinstance(item, ast.Evidence)), "")
    return [_row(row, table.name, evidence, scope) for row in table.items if isinstance(row, ast.Row)]


def _row(row: ast.Row, table: str, evidence: str, scope: Scope) -> Statement:
    mark = "ex " if row.ex else ""
    test = rules.CodeTest("item", row.code, row.exceptions, row.ex and row.when is None, f"cn {mark}{row.code}")
    statement = Statement(
        code=f"{table}.{row.code.replace(' ', '')}",
        ruleset=scope.ruleset,
        label=row.code,
        head=test,
        span=row.span,
    )
    if row.when is not None:
        statement.wheres = (resolve_condition(row.when, scope),)
    statement.period = make_period(row.start, row.end, scope.world.report)
    fields = [item for item in row.items if isinstance(item, ast.Field)]
    statement.title = " ".join(item.text for item in fields if item.name == "title")
    statement.remarks = tuple(item.text for item in fields if item.name == "remark")
    statement.readings = tuple(item.text for item in fields if item.name == "reading")
    reasons = [item.text for item in fields if item.name == "not modelled"]
    statement.not_modelled = "; ".join(reasons) if reasons else None
    statement.evidence = next((item.level for item in row.items if isinstance(item, ast.Evidence)), evidence)
    return statement


def _formulas(blocks: Iterable[Block], scope: Scope) -> dict[str, tuple[DerivedFormula, ...]]:
    found: dict[str, tuple[DerivedFormula, ...]] = {}
    vocabulary = scope.world.vocabulary
    for item in blocks:
        block: ast.Fact = item.tree()
        lines = [line for line in block.items if isinstance(line, ast.Formula)]
        for name in block.names if lines else ():
            fact = vocabulary.facts.get(name)
            part = next((owner for owner in (fact.owners if fact else ()) if owner in vocabulary.parts), None)
            here = scope if part is None else scope.inside(part)
            unit = fact.unit if fact else None
            found[name] = tuple(_formula(line, here, None if unit is None else unit.kind) for line in lines)
    return found


def _formula(line: ast.Formula, scope: Scope, kind: str | None) -> DerivedFormula:
    typed = resolve_expression(line.body, scope)
    if typed is not None and kind is not None:
        typed = convert(typed, kind, line.span, scope)
        check_formula_kind(typed, kind, line.span, scope)
    when = None if line.when is None else resolve_condition(line.when, scope)
    body = typed.expression if typed is not None else rules.Constant(value=_ZERO, text="0")
    return DerivedFormula(body, when)


__all__ = ["CheckedFile", "Part", "check_file"]
