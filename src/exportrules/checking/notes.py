"""Attach notes to the paragraphs that they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, Protocol

from exportrules import records
from exportrules.checking.collecting import evidence_of, fields_of, period_of
from exportrules.checking.references import PathTable
from exportrules.checking.report import Report
from exportrules.checking.scope import Disregard, Scope
from exportrules.checking.statements import read_printed, refuse_idle, resolve_block, walk
from exportrules.logic import ALWAYS, Period
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import belongs
from exportrules.rules.statements import Exclusion, Note, Statement
from exportrules.syntax import ast
from exportrules.text import Span

Statements = Mapping[str, Mapping[str, Statement]]
ALWAYS_TRUE = rules.EVER


@records.frozen
class PlacedNote:
    """A note with the place where it stands: its scope gives ruleset, code and local terms."""

    note: ast.Note
    scope: Scope


def place_notes(entry_code: str, items: Sequence[object], scope: Scope) -> list[PlacedNote]:
    """Every note below an entry, with its scope."""
    found: list[PlacedNote] = []
    local = tuple(item for item in items if isinstance(item, ast.Define))
    here = scope.at(entry_code, local)
    for item in items:
        if isinstance(item, ast.Note):
            found.append(PlacedNote(item, here))
        elif isinstance(item, ast.Node):
            code = f"{entry_code}.{item.label}" if item.label else entry_code
            found += place_notes(code, item.items, here)
    return found


def read_disregards(placed: Iterable[PlacedNote]) -> None:
    """Record the parts that do not count, before any quantifier is resolved."""
    for item in placed:
        effect = item.note.effect
        if not isinstance(effect, ast.Disregards):
            continue
        world = item.scope.world
        if effect.part not in world.vocabulary.parts:
            world.report.unknown("XR204", "part", effect.part, world.vocabulary.parts, item.note.span)
            continue
        scope = item.scope.inside(effect.part)
        body = resolve_block(effect.head, _body_items(item.note), scope, item.note.span)
        body = _in_its_days(body, period_of(item.note.items, world.report), _gap_of(item.note), scope.ruleset)
        for target in scope.references().resolve(effect.refs):
            world.disregarded.append(Disregard(effect.part, target.ruleset, target.code, body))


def _body_items(note: ast.Note) -> tuple[ast.Item, ...]:
    return tuple(item for item in note.items if isinstance(item, ast.Node | ast.Define))


def attach_note(item: PlacedNote, statements: Statements) -> Note:
    """Resolve a note and attach its logic to its targets; faults XR204, XR403 (no kind to widen)."""
    note, scope, effect = item.note, item.scope, item.note.effect
    local = tuple(entry for entry in note.items if isinstance(entry, ast.Define))
    scope = scope.at(scope.code, local)
    refuse_idle(note.items, scope)
    targets = scope.references().resolve(effect.refs)
    found = [item for target in targets for item in _find_statements(target, statements, scope.world.lookups.paths)]
    made = _make_note(item, targets)
    match effect:
        case ast.Excludes():
            made.body = _body(effect.head, note, scope)
            exceptions = scope.references().resolve(effect.exceptions)
            _check_exceptions(effect.exceptions, exceptions, targets, scope.world.report)
            for statement in found:
                _exclude(statement, Exclusion(made.body, made), exceptions)
        case ast.Narrows():
            made.body = _body(effect.head, note, scope)
            outside = rules.Negated(made.body, f"outside {made.name}")
            for statement in found:
                statement.exclusions = (*statement.exclusions, Exclusion(outside, made))
        case ast.Widens():
            when = _in_its_days(_body(effect.head, note, scope), made.period, made.not_modelled, scope.ruleset)
            _widen(found, effect, when, scope, note)
        case ast.Disregards() | ast.Explains():
            pass
    return made


def _gap_of(note: ast.Note) -> str | None:
    fields = fields_of(note.items)
    return "; ".join(fields["not modelled"]) if "not modelled" in fields else None


def _in_its_days(body: rules.Condition, period: Period, not_modelled: str | None, ruleset: str) -> rules.Condition:
    """What a note asks, in the days in which it is in force and as far as it is modelled."""
    if period is ALWAYS and not_modelled is None:
        return body
    return Statement(ruleset=ruleset, head=body, period=period, not_modelled=not_modelled)


def _body(head: ast.Head | None, note: ast.Note, scope: Scope) -> rules.Condition:
    items = _body_items(note)
    if head is None:
        return ALWAYS_TRUE
    return resolve_block(head, items, scope, note.span)


_EFFECTS: Mapping[type, Literal["excludes", "narrows", "includes", "disregards", "explains"]] = {
    ast.Excludes: "excludes",
    ast.Narrows: "narrows",
    ast.Widens: "includes",
    ast.Disregards: "disregards",
    ast.Explains: "explains",
}


def _make_note(item: PlacedNote, targets: tuple[rules.Target, ...]) -> Note:
    note, report = item.note, item.scope.world.report
    fields = fields_of(note.items)
    return Note(
        label=note.label or "",
        technical=note.technical,
        effect=_EFFECTS[type(note.effect)],
        targets=targets,
        ruleset=item.scope.ruleset,
        owner=item.scope.code,
        body=None,
        readings=fields.get("reading", ()),
        remarks=fields.get("remark", ()),
        not_modelled=_gap_of(note),
        evidence=evidence_of(note.items, report),
        period=period_of(note.items, report),
        printed=read_printed(note.items, item.scope),
        span=note.span,
    )


def _find_statements(target: rules.Target, statements: Statements, paths: PathTable) -> list[Statement]:
    """The statements that a target names: one paragraph, the entries of a section, or all roots of a ruleset."""
    known = statements.get(target.ruleset, {})
    if target.code in known:
        return [known[target.code]]
    if not known or paths.has_code(target.ruleset, target.code):
        # it stands in another file
        return []
    return [item for item in known.values() if item.parent is None and belongs(item.code, target.code)]


def _check_exceptions(
    refs: Sequence[ast.Ref], exceptions: Sequence[rules.Target], targets: Sequence[rules.Target], report: Report
) -> None:
    """An exception from what the note takes out lies within it (XR408)."""
    for target in exceptions:
        if not any(item.ruleset == target.ruleset and belongs(target.code, item.code) for item in targets):
            first, last = refs[0].span, refs[-1].span
            place = records.replace(first, end_line=last.end_line, end_column=last.end_column)
            shown = ", ".join(f"`{item.code or item.ruleset}`" for item in targets)
            message = f"`{target.code or target.ruleset}` is excepted, but does not lie within {shown}"
            report.error("XR408", message, "except a paragraph that the note speaks of", place)


def _exclude(statement: Statement, exclusion: Exclusion, exceptions: Sequence[rules.Target]) -> None:
    """Attach an exclusion, going down past the paragraphs that are excepted."""
    # an unnumbered line holds an exception only where a paragraph stands below it
    codes = [statement.code] if statement.code else [item.code for item in walk(statement) if item.code]
    inner = [
        target
        for target in exceptions
        if target.ruleset == statement.ruleset and any(belongs(target.code, code) for code in codes)
    ]
    if not inner:
        if not any(t.ruleset == statement.ruleset and belongs(statement.code, t.code) for t in exceptions):
            statement.exclusions = (*statement.exclusions, exclusion)
        return
    if any(target.code == statement.code for target in inner):
        return
    for member in statement.members:
        _exclude(member, exclusion, exceptions)
    # what stands under the paragraph's own code besides its members is excluded too
    note = exclusion.note
    excluding = _in_its_days(exclusion.condition, note.period, note.not_modelled, note.ruleset)
    outside = rules.Negated(excluding, f"outside {note.name}")
    statement.also = tuple(rules.AllOf((item, outside), "components") for item in statement.also)


def _widen(found: Sequence[Statement], effect: ast.Widens, when: rules.Condition, scope: Scope, note: ast.Note) -> None:
    vocabulary, report = scope.world.vocabulary, scope.world.report
    for kind in effect.kinds:
        if kind not in vocabulary.kinds:
            report.unknown("XR204", "kind", kind, vocabulary.kinds, note.span)
            return
    extra = rules.KindTest("item", effect.kinds, f"item is one of {{{', '.join(effect.kinds)}}}")
    widened = extra if when is ALWAYS_TRUE else rules.AllOf((extra, when), extra.text)
    for statement in found:
        hits: list[int] = []

        def widen(test: rules.Condition, hits: list[int] = hits) -> rules.Condition:
            if isinstance(test, rules.KindTest) and test.subject == "item":
                hits.append(1)
                return rules.AnyOf((test, widened), f"{test.text} (or {', '.join(effect.kinds)})")
            return test

        statement.head = None if statement.head is None else _rebuild(statement.head, widen)
        statement.wheres = tuple(_rebuild(item, widen) for item in statement.wheres)
        if not hits:
            report.error(
                "XR403",
                f"`{statement.code}` tests no kind on its own line that the note could widen",
                "name the paragraph whose line tests the kind",
                note.span,
            )


def _rebuild(condition: rules.Condition, change: Callable[[rules.Condition], rules.Condition]) -> rules.Condition:
    """Apply a change to the positive tests of a condition."""
    match condition:
        case rules.AllOf():
            return records.replace(condition, items=tuple(_rebuild(item, change) for item in condition.items))
        case rules.AnyOf():
            return records.replace(condition, items=tuple(_rebuild(item, change) for item in condition.items))
        case rules.Defined():
            return records.replace(condition, meaning=_rebuild(condition.meaning, change))
        case _:
            return change(condition)


def _text(condition: rules.Condition) -> str:
    return "" if isinstance(condition, Statement) else condition.text


class NumberedNote(Protocol):
    """What tells that two notes are one."""

    @property
    def label(self) -> str: ...
    @property
    def technical(self) -> bool: ...
    @property
    def effect(self) -> str: ...
    @property
    def targets(self) -> Sequence[rules.Target]: ...
    @property
    def owner(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def span(self) -> Span: ...


def check_numbers(notes: Iterable[Iterable[NumberedNote]], report: Report) -> None:
    """Notes of one ruleset that stand twice under one number (XR401)."""
    for ruleset in notes:
        seen: dict[tuple[str, str, bool, str], NumberedNote] = {}
        for note in ruleset:
            if not note.label:
                continue
            targets = ",".join(sorted(target.code for target in note.targets))
            first = seen.setdefault((note.owner, note.label, note.technical, f"{note.effect} {targets}"), note)
            if first is not note:
                report.error(
                    "XR401",
                    f"{note.name} says the same of the same paragraphs twice",
                    "keep one of the two",
                    note.span,
                    ((first.span, "the first"),),
                )


def check_exclusions(statements: Iterable[Statement], report: Report) -> None:
    """`does not control X when C` beside `controls X only when C` leaves nothing of X (XR402)."""
    for statement in statements:
        _check_exclusions(statement, report)


def _check_exclusions(statement: Statement, report: Report) -> None:
    outs = {_text(item.condition): item.note for item in statement.exclusions if item.note.effect == "excludes"}
    for item in statement.exclusions:
        if item.note.effect != "narrows" or not isinstance(item.condition, rules.Negated):
            continue
        other = outs.get(_text(item.condition.item))
        if other is not None and _text(item.condition.item):
            report.error(
                "XR402",
                f"{item.note.name} keeps only what {other.name} takes out of `{statement.code}`",
                "name the paragraph that each note means",
                item.note.span,
                ((other.span, "the other note"),),
            )


__all__ = ["PlacedNote", "attach_note", "check_exclusions", "check_numbers", "place_notes", "read_disregards"]
