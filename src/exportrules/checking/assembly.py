"""Check all files together and make a rulebook, or report every fault."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from exportrules.checking.collecting import Gathered, check_names, check_rulesets, gather, make_period, read_header
from exportrules.checking.conditions import resolve_condition
from exportrules.checking.cycles import check_cycles, check_formulas
from exportrules.checking.matching import check_matching
from exportrules.checking.measures import check_lifts, resolve_measure, resolve_relief
from exportrules.checking.notes import PlacedNote, attach_note, check_notes, place_notes, read_disregards
from exportrules.checking.quantities import check_formula_kind, convert, resolve_expression
from exportrules.checking.references import PathTable, natural_key
from exportrules.checking.report import Report
from exportrules.checking.scope import Scope, World
from exportrules.checking.statements import resolve_statement, walk
from exportrules.checking.vocabulary import build_vocabulary
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import DerivedFormula, Rulebook, RulesetInfo
from exportrules.rules.statements import Note, Statement
from exportrules.syntax import ast
from exportrules.text import NOWHERE, Diagnostic, Source
from exportrules.vocabulary import Vocabulary

Parsed = tuple[ast.File, list[Diagnostic]]


def check_sources(
    sources: Iterable[Source], parse: Callable[[Sequence[Source]], Iterable[Parsed]] | None = None
) -> tuple[Rulebook, tuple[Diagnostic, ...]]:
    """Parse and check rule texts. The rulebook is usable only when no diagnostic is an error.

    `parse` may know texts that were parsed before.
    """
    report = Report()
    files: list[ast.File] = []
    texts: dict[str, list[str]] = {}
    ordered = sorted(sources, key=lambda item: item.name)
    for source, (file, faults) in zip(ordered, (parse or _parse)(ordered), strict=True):
        report.extend(faults)
        report.lost |= file.lost
        files.append(file)
        first = next((block for block in file.blocks if isinstance(block, ast.Ruleset)), None)
        if first is not None:
            texts.setdefault(first.name, []).append(source.text)
    try:
        book = _assemble(gather(files, report), texts, report)
    except RecursionError:
        # each construct has its own limit of depth; only many of them within each other come here
        report.error("XR901", "statements, terms and quantifiers are nested too deeply", "give inner parts a name")
        book = Rulebook(Vocabulary({}, {}, {}, {}), {}, {}, {}, {}, (), (), {})
    return book, report.items()


def _parse(sources: Sequence[Source]) -> Iterable[Parsed]:
    # lark costs about 70 ms to import, which who knows all texts parsed need not pay
    from exportrules.syntax.parser import parse_source

    return map(parse_source, sources)


def _digest(texts: Iterable[str]) -> str:
    """A digest of a ruleset's texts that does not depend on the names or order of its files."""
    parts = sorted(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _assemble(gathered: dict[str, Gathered], texts: Mapping[str, list[str]], report: Report) -> Rulebook:
    infos = {name: read_header(item, _digest(texts.get(name, ())), report) for name, item in gathered.items()}
    check_rulesets(gathered, report)
    for item in gathered.values():
        check_names(item, report)
    vocabulary = build_vocabulary(gathered, report)
    for item in gathered.values():
        item.entries.sort(key=lambda entry: natural_key(entry.path))
    world = World(vocabulary, _paths(gathered, infos), infos, _terms(gathered), report)
    scopes = {name: Scope(world, name) for name in gathered}
    placed = {name: _place(item, scopes[name]) for name, item in gathered.items()}
    for standing in placed.values():
        read_disregards(standing)
    roots = {name: _roots(item, scopes[name], report) for name, item in gathered.items()}
    statements = {
        name: {item.code: item for root in found for item in walk(root) if item.code} for name, found in roots.items()
    }
    notes = {name: tuple(attach_note(item, statements) for item in found) for name, found in placed.items()}
    measures = tuple(resolve_measure(b, scopes[n]) for n, g in gathered.items() for b in g.measures)
    reliefs = tuple(resolve_relief(b, scopes[n]) for n, g in gathered.items() for b in g.reliefs)
    check_lifts(measures, reliefs, infos, report)
    formulas = _formulas(gathered, scopes, vocabulary)
    book = Rulebook(vocabulary, infos, roots, statements, _by_name(notes), measures, reliefs, formulas)
    check_notes(book, report)
    check_cycles(book, report)
    check_formulas(book, report)
    check_matching(book, report)
    _forget_places(book)
    return book


def _forget_places(book: Rulebook) -> None:
    """Paragraphs keep their places; those of the lines within them were of use to the checker alone."""
    found = [root for roots in book.roots.values() for root in roots]
    found += [effect.condition for measure in book.measures for effect in measure.effects]
    found += [item for relief in book.reliefs for item in (*relief.conditions, *relief.refusals)]
    for item in (line for statement in found for line in walk(statement)):
        if not item.code:
            item.span = NOWHERE


def _by_name(notes: dict[str, tuple[Note, ...]]) -> Mapping[str, tuple[Note, ...]]:
    return dict(sorted(notes.items()))


def _paths(gathered: Mapping[str, Gathered], infos: Mapping[str, RulesetInfo]) -> PathTable:
    codes: dict[str, tuple[str, ...]] = {}
    closed: dict[str, frozenset[str]] = {}
    tables: dict[str, tuple[str, ...]] = {}
    for name, item in gathered.items():
        codes[name] = tuple(code for entry in item.entries for code in _codes(entry.path, entry.items))
        closed[name] = frozenset(entry.path for entry in item.entries if _is_closed(entry))
        tables[name] = tuple(table.name for table in item.tables)
    return PathTable(codes, closed, infos, tables)


def _is_closed(entry: ast.Entry) -> bool:
    """An entry that is declared not modelled as a whole: its paragraphs have no codes of their own."""
    has_lines = any(isinstance(item, ast.Node) and item.label for item in entry.items)
    return not has_lines and any(isinstance(item, ast.Field) and item.name == "not modelled" for item in entry.items)


def _codes(path: str, items: Iterable[object]) -> list[str]:
    found = [path]
    for item in items:
        if isinstance(item, ast.Node) and item.role == "paragraph":
            found += _codes(f"{path}.{item.label}", item.items)
    return found


def _terms(gathered: Mapping[str, Gathered]) -> dict[str, dict[str, list[ast.Define]]]:
    found: dict[str, dict[str, list[ast.Define]]] = {}
    for name, item in gathered.items():
        terms = found.setdefault(name, {})
        for define in item.defines:
            # the narrower scope is asked first
            terms.setdefault(define.term, []).append(define)
        for several in terms.values():
            several.sort(key=lambda define: (not define.scope, define.scope))
    return found


def _place(item: Gathered, scope: Scope) -> list[PlacedNote]:
    placed = [PlacedNote(note, scope) for note in item.notes]
    for entry in item.entries:
        placed += place_notes(entry.path, entry.items, scope)
    return placed


def _roots(item: Gathered, scope: Scope, report: Report) -> tuple[Statement, ...]:
    found: dict[str, Statement] = {}
    for entry in item.entries:
        statement = resolve_statement(entry.path, entry.path, entry.head, entry.items, scope, entry.span)
        first = found.get(entry.path)
        if first is not None:
            report.error(
                "XR114",
                f"entry `{entry.path}` stands twice",
                "correct the code, or keep one",
                entry.span,
                ((first.span, "the first"),),
            )
            continue
        found[entry.path] = statement
    taken = [_taken(block, scope, number) for number, block in enumerate(item.takes, 1)]
    rows = [row for table in item.tables for row in _rows(table, scope, report)]
    return (*found.values(), *taken, *rows)


def _rows(table: ast.Table, scope: Scope, report: Report) -> list[Statement]:
    evidence = next((item.level for item in table.items if isinstance(item, ast.Evidence)), "")
    return [_row(row, table.name, evidence, scope, report) for row in table.items if isinstance(row, ast.Row)]


def _taken(block: ast.Takes, scope: Scope, number: int) -> Statement:
    """A paragraph taken over: listed there, and the narrowing condition."""
    targets = scope.references().resolve(block.refs)
    code = targets[0].code if len(targets) == 1 else f"{targets[0].code}-{number}"
    statement = resolve_statement("", code, block.head, block.items, scope, block.span, silent=True)
    shown = f"item listed in {', '.join(target.code for target in targets)}"
    inner = Statement(
        code=code,
        ruleset=scope.ruleset,
        label=code,
        title=statement.title,
        head=rules.ListedTest("item", targets, False, shown),
        takes=True,
        span=block.span,
    )
    for name in ("period", "evidence", "not_modelled", "readings", "remarks"):
        setattr(inner, name, getattr(statement, name))
    if block.head is not None:
        statement.not_modelled = None
        inner.wheres = (statement,)
    return inner


def _row(row: ast.Row, table: str, evidence: str, scope: Scope, report: Report) -> Statement:
    mark = "ex " if row.ex else ""
    test = rules.CodeTest(row.code, row.exceptions, row.ex and row.when is None, f"cn {mark}{row.code}")
    statement = Statement(
        code=f"{table}.{row.code.replace(' ', '')}",
        ruleset=scope.ruleset,
        label=row.code,
        head=test,
        span=row.span,
    )
    if row.when is not None:
        statement.wheres = (resolve_condition(row.when, scope),)
    statement.period = make_period(row.start, row.end, report)
    fields = [item for item in row.items if isinstance(item, ast.Field)]
    statement.title = " ".join(item.text for item in fields if item.name == "title")
    statement.remarks = tuple(item.text for item in fields if item.name == "remark")
    reasons = [item.text for item in fields if item.name == "not modelled"]
    statement.not_modelled = "; ".join(reasons) if reasons else None
    statement.evidence = next((item.level for item in row.items if isinstance(item, ast.Evidence)), evidence)
    return statement


def _formulas(
    gathered: Mapping[str, Gathered], scopes: Mapping[str, Scope], vocabulary: Vocabulary
) -> dict[str, tuple[DerivedFormula, ...]]:
    found: dict[str, tuple[DerivedFormula, ...]] = {}
    for name, item in gathered.items():
        for block in item.facts:
            lines = [line for line in block.items if isinstance(line, ast.Formula)]
            for fact in block.names if lines else ():
                owners = vocabulary.facts[fact].owners if fact in vocabulary.facts else ()
                part = next((owner for owner in owners if owner in vocabulary.parts), None)
                scope = scopes[name] if part is None else scopes[name].inside(part)
                unit = vocabulary.facts[fact].unit if fact in vocabulary.facts else None
                found[fact] = tuple(_formula(line, scope, None if unit is None else unit.kind) for line in lines)
    return found


def _formula(line: ast.Formula, scope: Scope, kind: str | None) -> DerivedFormula:
    typed = resolve_expression(line.body, scope)
    if typed is not None and kind is not None:
        typed = convert(typed, kind, line.span, scope)
        check_formula_kind(typed, kind, line.span, scope)
    when = None if line.when is None else resolve_condition(line.when, scope)
    body = typed.expression if typed is not None else rules.Constant(value=_ZERO, text="0")
    return DerivedFormula(body, when)


_ZERO = Fraction(0)
__all__ = ["check_sources"]
