"""Write a checked rulebook as lines of plain data.

Each paragraph of the first rank, measure, relief, note and definition has a line of its own, and so has every
condition that stands in more than one of them, so that a reader makes only what it needs and each of it once.
"""

# It walks values of every class, of which nothing is known beforehand.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, cast

from exportrules import records
from exportrules.artefact import shapes
from exportrules.logic import ALWAYS
from exportrules.program.index import Index
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import Note, Statement
from exportrules.text import NOWHERE, Diagnostic, Span
from exportrules.units import Unit

_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
# these are told apart by what they are, not by what they say
_PLAIN: Final = frozenset((type(None), bool, int, str))
_WITH_IDENTITY: Final = frozenset(cls for cls in shapes.CLASSES if "__eq__" not in vars(cls)) | {Unit}


class Encoder:
    """Writes objects as lines; a line is numbered from 0 by its place."""

    def __init__(self) -> None:
        self.lines: list[Any] = []
        self.files: dict[str, int] = {}
        self._numbers: dict[int, int] = {}
        self._uses: dict[int, int] = {}
        # identities hold as long as what they are of does
        self._kept: list[Any] = []

    # ---- first pass ------------------------------------------------------------------------------

    def count(self, value: Any) -> None:
        """Count how often each object is used, from everything that will be written."""
        if type(value) in _PLAIN:
            return
        if isinstance(value, tuple | list | frozenset):
            for item in cast("Iterable[Any]", value):
                self.count(item)
        elif type(value) in shapes.MARKS:
            key = id(value)
            uses = self._uses.get(key, 0)
            self._uses[key] = uses + 1
            if not uses:
                self._kept.append(value)
                for name, _ in shapes.FIELDS[type(value)]:
                    self.count(getattr(value, name))
        elif isinstance(value, Mapping):
            held: Mapping[Any, Any] = value
            for item in held.values():
                self.count(item)

    # ---- second pass -----------------------------------------------------------------------------

    def line(self, value: Any) -> int:
        """The number of the line of an object, written on first use."""
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self.lines)
            self.lines.append(None)
            self._numbers[id(value)] = number
            self._kept.append(value)
            self.lines[number] = self._object(value) if type(value) in shapes.MARKS else self.encode(value)
        return number

    def plain_line(self, value: Any) -> int:
        """The number of a line of its own for what is plain data already."""
        self.lines.append(value)
        return len(self.lines) - 1

    def encode(self, value: Any) -> Any:
        """A value as plain data."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple or kind is list:
            items = list(map(self.encode, value))
            return [shapes.WORDS if _are_plain(items) else shapes.TUPLE, *items]
        return self._of_class(value) if kind in shapes.MARKS else self._of_value(value)

    def _of_value(self, value: Any) -> Any:
        if isinstance(value, Span):
            return self._span(value)
        if isinstance(value, str):
            # the parser's own kind of text holds more than text
            return str(value)
        if isinstance(value, frozenset):
            words: frozenset[Any] = value
            return [shapes.SET, *sorted(words)]
        if isinstance(value, Fraction):
            return [shapes.FRACTION, value.numerator, value.denominator]
        if isinstance(value, date):
            return [shapes.DAY, value.toordinal()]
        if isinstance(value, Mapping):
            held: Mapping[Any, Any] = value
            return [shapes.TABLE, [[key, self.encode(item)] for key, item in held.items()]]
        raise TypeError(f"a rulebook cannot hold `{type(value).__name__}`")

    def _of_class(self, value: Any) -> Any:
        if value is ALWAYS:
            return [shapes.ALWAYS_MARK]
        shared = type(value) in _WITH_IDENTITY and self._uses.get(id(value), 0) > 1
        if id(value) in self._numbers or shared or isinstance(value, Note):
            return [shapes.REFERENCE, self.line(value)]
        return self._object(value)

    def _span(self, span: Span) -> list[Any]:
        if span is NOWHERE:
            return [shapes.NOWHERE_MARK]
        number = self.files.setdefault(span.file, len(self.files))
        return [shapes.SPAN, number, span.line, span.column, span.end_line, span.end_column]

    def _object(self, value: Any) -> list[Any]:
        fields = shapes.FIELDS[type(value)]
        if isinstance(value, Statement):
            for member in value.members:
                if member.parent is not value:
                    raise TypeError(f"`{member.code}` lies under two statements")
        if len(fields) > shapes.SPARSE:
            told: dict[str, Any] = {}
            for name, default in fields:
                item = getattr(value, name)
                if item is not default and not _is_default(item, default):
                    told[name] = self.encode(item)
            if isinstance(value, Statement) and value.members:
                # members have lines of their own: most paragraphs fail before anyone looks below them
                told["members"] = [self.line(member) for member in value.members]
            return [shapes.MARKS[type(value)], told]
        items = [self.encode(getattr(value, name)) for name, _ in fields]
        return [shapes.MARKS[type(value)] + _are_plain(items), *items]


def _are_plain(items: Iterable[Any]) -> bool:
    return list not in map(type, items)


def _is_default(value: Any, default: Any) -> bool:
    """Whether a value equals the default of its field; records are told apart by what they are."""
    return type(value) is type(default) and value == default and not records.is_record(type(value))


def encode_rulebook(book: Rulebook, index: Index, warnings: Sequence[Diagnostic]) -> list[str]:
    """The lines of a rulebook: first the contents, which say in which line everything else stands."""
    encoder = Encoder()
    vocabulary = book.vocabulary
    tables: tuple[Mapping[str, Any], ...] = (
        vocabulary.kinds, vocabulary.parts, vocabulary.facts, vocabulary.groups, book.rulesets, book.formulas,
    )  # fmt: skip
    rows: tuple[Iterable[Any], ...] = (book.measures, book.reliefs)
    for part in (*tables, *book.roots.values(), *book.notes.values(), *rows):
        encoder.count(tuple(part.values()) if isinstance(part, Mapping) else tuple(part))
    contents: dict[str, Any] = {}
    for name, table in zip(("kinds", "parts", "facts", "groups", "rulesets", "formulas"), tables, strict=True):
        contents[name] = {key: encoder.line(value) for key, value in table.items()}
    contents["notes"] = {key: [encoder.line(note) for note in notes] for key, notes in book.notes.items()}
    contents["roots"] = {key: encoder.line(_lines(encoder, roots)) for key, roots in book.roots.items()}
    contents["statements"] = {
        key: encoder.plain_line(_places(known, book.roots[key])) for key, known in book.statements.items()
    }
    contents["measures"] = [encoder.line(measure) for measure in book.measures]
    contents["reliefs"] = [encoder.line(relief) for relief in book.reliefs]
    contents["index"] = {
        "change_days": [day.toordinal() for day in index.change_days],
        "asked": {name: sorted(targets) for name, targets in sorted(index.asked.items())},
        "entrances": {key: encoder.line(tuple(index.entrances[key])) for key in index.entrances},
        "below": {key: encoder.line(names) for key, names in index.below.items()},
        "heads": encoder.line(tuple(index.heads)),
        "lifting": {key: list(places) for key, places in index.lifting.items()},
    }
    contents["warnings"] = [_warning(item, encoder) for item in warnings]
    contents["files"] = list(encoder.files)
    lines = list(map(_JSON.encode, encoder.lines))
    # a reader finds a line without looking at those before it
    contents["lengths"] = [len(line.encode()) for line in lines]
    return [_JSON.encode(contents), *lines]


def _lines(encoder: Encoder, roots: Iterable[Statement]) -> tuple[int, ...]:
    return tuple(encoder.line(root) for root in roots)


def _places(known: Mapping[str, Statement], roots: Sequence[Statement]) -> dict[str, str]:
    """For each paragraph the number of the root below which it stands, and the steps down to it."""
    places: dict[int, list[int]] = {}

    def walk(statement: Statement, way: list[int]) -> None:
        places[id(statement)] = way
        for number, member in enumerate(statement.members):
            walk(member, [*way, number])

    for number, root in enumerate(roots):
        walk(root, [number])
    return {code: " ".join(map(str, places[id(statement)])) for code, statement in known.items()}


def _warning(item: Diagnostic, encoder: Encoder) -> Any:
    return encoder.encode(tuple(getattr(item, field.name) for field in records.fields(type(item))))


__all__ = ["Encoder", "encode_rulebook"]
