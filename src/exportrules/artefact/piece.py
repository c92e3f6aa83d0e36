"""What one file adds to a compiled rulebook: lines that mean the same wherever they stand, and a table of contents.

Of a file that did not change the piece is taken as it is. The table of contents says all that is needed to put pieces
together and to check them against each other, so that no line of an unchanged file is read for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from exportrules import records
from exportrules.artefact.encode import Encoder
from exportrules.checking.circles import FORMULAS, Ask, find_asks, find_formula_asks
from exportrules.checking.cycles import find_needed
from exportrules.checking.file import CheckedFile, Part
from exportrules.checking.statements import by_code, names_paragraph, walk
from exportrules.program.changes import collect_change_days, collect_lists
from exportrules.program.index import make_entrance, make_head
from exportrules.rules.conditions import Target
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import MeasureRule, Note, ReliefRule, Statement
from exportrules.text import NOWHERE, Diagnostic, Span
from exportrules.vocabulary import Vocabulary

NO_WORDS: Final = Vocabulary({}, {}, {}, {})


@records.frozen(eq=False)
class RootLine:
    """A paragraph of the first rank: its line, the ways to all paragraphs from it, and its entrance as JSON."""

    line: int
    ways: Mapping[str, str]
    entrance: str


@records.frozen(eq=False)
class NoteLine:
    """A note: its line, and what tells that two notes are one."""

    line: int
    label: str
    technical: bool
    effect: str
    targets: tuple[Target, ...]
    owner: str
    name: str = ""
    span: Span = NOWHERE


@records.frozen(eq=False)
class MeasureLine:
    """A measure: its line, its head as JSON, and what reliefs ask about it."""

    line: int
    head: str
    path: str
    ruleset: str
    activities: frozenset[str]


@records.frozen(eq=False)
class ReliefLine:
    """A relief: its line, and what it says of measures."""

    line: int
    path: str
    ruleset: str
    lifts: tuple[str, ...]
    activities: frozenset[str]
    span: Span = NOWHERE


@records.frozen(eq=False)
class FormulaLine:
    """The formulas of a fact: their line, and the facts that they need."""

    line: int
    needs: tuple[str, ...]


@records.frozen(eq=False)
class Piece:
    """What one file adds."""

    parts: tuple[Part, ...]
    """Lines stand in it for what they say."""
    days: tuple[int, ...]
    """On which something begins or ends."""
    asked: Mapping[str, Sequence[tuple[str, str]]]
    """For each ruleset the lists and paragraphs that its paragraphs ask about."""
    asks: Mapping[str, Sequence[Ask]]
    """The same paragraph by paragraph (`find_asks`)."""
    warnings: tuple[Diagnostic, ...]
    lengths: tuple[int, ...]
    """How many bytes each line has."""
    body: bytes
    """The lines, each with its end."""


# ---- writing -------------------------------------------------------------------------------------------


def write_piece(checked: CheckedFile) -> tuple[dict[str, Any], bytes]:
    """The contents of a piece as plain data, and its lines."""
    encoder = Encoder()
    books = [_book(part, checked) for part in checked.parts]
    for book in books:
        rows = (*book.roots.values(), *book.notes.values(), book.measures, book.reliefs)
        for item in (*rows, *_formulas(checked)):
            encoder.count(item)
    # what a file sees of the words and formulas of others is not its own
    own = (
        records.replace(book, vocabulary=NO_WORDS, formulas=part.formulas)
        for part, book in zip(checked.parts, books, strict=True)
    )
    days = {day.toordinal() for book in own for day in collect_change_days(book)}
    contents = {
        "parts": [_write_part(part, book, encoder) for part, book in zip(checked.parts, books, strict=True)],
        "days": sorted(days),
        "asked": {name: sorted(targets) for book in books for name, targets in collect_lists(book).items()},
        "asks": find_asks_of(checked),
        "warnings": [_write_warning(item) for item in checked.found],
    }
    body, contents["lengths"] = encoder.join()
    return contents, body


def _formulas(checked: CheckedFile) -> Iterable[Any]:
    """The formulas of a file."""
    return (lines for part in checked.parts for lines in part.formulas.values())


def _book(part: Part, checked: CheckedFile) -> Rulebook:
    """The part as a rulebook of its own, for what is gathered from rulebooks."""
    name, roots = part.ruleset, part.roots()
    known = by_code(roots)
    notes = [*part.notes, *(note for *_, several in part.entries for note in several)]
    seen = checked.lookups
    return Rulebook(
        seen.vocabulary, {}, {name: roots}, {name: known}, {name: notes}, part.measures, part.reliefs, seen.formulas
    )


def find_asks_of(checked: CheckedFile) -> dict[str, list[Ask]]:
    """For each ruleset what the paragraphs of a file ask of others."""
    derived = checked.lookups.formulas
    found = {FORMULAS: [ask for part in checked.parts for ask in find_formula_asks(part.formulas, derived)]}
    for part in checked.parts:
        asking = (item for root in part.roots() for item in walk(root) if item.code or item.parent is None)
        found[part.ruleset] = find_asks(asking, derived)
    return found


def _write_part(part: Part, book: Rulebook, encoder: Encoder) -> dict[str, Any]:
    return {
        "ruleset": part.ruleset,
        "entries": [
            [path, _write_root(root, encoder), [_write_note(note, encoder) for note in notes]]
            for path, root, notes in part.entries
        ],
        "takes": [_write_root(root, encoder) for root in part.takes],
        "rows": [_write_root(root, encoder) for root in part.rows],
        "notes": [_write_note(note, encoder) for note in part.notes],
        "measures": [_write_measure(item, book, encoder) for item in part.measures],
        "reliefs": [_write_relief(item, encoder) for item in part.reliefs],
        "formulas": {name: [encoder.line(lines), find_needed(lines)] for name, lines in part.formulas.items()},
    }


def _write_root(root: Statement, encoder: Encoder) -> list[Any]:
    ways: dict[str, str] = {}

    def follow(statement: Statement, way: str) -> None:
        if names_paragraph(statement):
            ways[statement.code] = way
        for number, member in enumerate(statement.members):
            follow(member, f"{way} {number}")

    follow(root, "")
    return [encoder.line(root), ways, encoder.fragment(make_entrance(root))]


def _write_note(note: Note, encoder: Encoder) -> list[Any]:
    line = encoder.line(note)
    if not note.label:
        # only numbers can stand twice
        return [line]
    targets = [[target.ruleset, target.code] for target in note.targets]
    return [line, note.label, note.technical, note.effect, targets, note.owner, note.name, _write_place(note.span)]


def _write_measure(measure: MeasureRule, book: Rulebook, encoder: Encoder) -> list[Any]:
    head = encoder.fragment(make_head(measure, book))
    return [encoder.line(measure), head, measure.path, measure.ruleset, sorted(measure.activities)]


def _write_relief(relief: ReliefRule, encoder: Encoder) -> list[Any]:
    told = [relief.path, relief.ruleset, list(relief.lifts), sorted(relief.activities), _write_place(relief.span)]
    return [encoder.line(relief), *told]


def _write_warning(item: Diagnostic) -> list[Any]:
    also = [[_write_place(span), remark] for span, remark in item.also]
    return [item.code, item.message, item.help, _write_place(item.span), item.severity, also]


def _write_place(span: Span) -> list[Any]:
    return [span.file, span.line, span.column, span.end_line, span.end_column]


# ---- reading -------------------------------------------------------------------------------------------


def read_piece(contents: Mapping[str, Any], body: bytes, base: int) -> Piece:
    """A piece whose first line stands at a place among all lines."""
    return Piece(
        tuple(_read_part(part, base) for part in contents["parts"]),
        tuple(contents["days"]),
        contents["asked"],
        contents["asks"],
        tuple(map(_read_warning, contents["warnings"])),
        tuple(contents["lengths"]),
        body,
    )


def _read_part(told: Mapping[str, Any], base: int) -> Part:
    def root(item: list[Any]) -> RootLine:
        return RootLine(base + item[0], item[1], item[2])

    def note(item: list[Any]) -> NoteLine:
        if len(item) == 1:
            return NoteLine(base + item[0], "", False, "", (), "")
        line, label, technical, effect, targets, owner, name, place = item
        aims = tuple(Target(*target) for target in targets)
        return NoteLine(base + line, label, technical, effect, aims, owner, name, Span(*place))

    return Part(
        told["ruleset"],
        [(path, root(top), [note(item) for item in notes]) for path, top, notes in told["entries"]],
        [root(item) for item in told["takes"]],
        [root(item) for item in told["rows"]],
        [note(item) for item in told["notes"]],
        [MeasureLine(base + item[0], item[1], item[2], item[3], frozenset(item[4])) for item in told["measures"]],
        [
            ReliefLine(base + item[0], item[1], item[2], tuple(item[3]), frozenset(item[4]), Span(*item[5]))
            for item in told["reliefs"]
        ],
        {name: FormulaLine(base + line, tuple(needs)) for name, (line, needs) in told["formulas"].items()},
    )


def _read_warning(told: list[Any]) -> Diagnostic:
    code, message, way_out, place, severity, also = told
    places = tuple((Span(*span), remark) for span, remark in also)
    return Diagnostic(code, message, way_out, Span(*place), severity, places)


__all__ = [
    "FormulaLine",
    "MeasureLine",
    "NoteLine",
    "Piece",
    "ReliefLine",
    "RootLine",
    "find_asks_of",
    "read_piece",
    "write_piece",
]
