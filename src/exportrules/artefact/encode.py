"""Write checked rules as lines of plain data.

Each paragraph, measure, relief, note and definition has a line of its own, and so has every condition that stands in
more than one of them, so that a reader makes only what it needs and each of it once.
"""

# It walks values of every class, of which nothing is known beforehand.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any, Final

from exportrules import records
from exportrules.artefact import shapes
from exportrules.program.gates import find_needed_kinds
from exportrules.program.splitting import lines_stand_apart
from exportrules.rules.statements import Note, Statement
from exportrules.rules.tables import Row
from exportrules.text import NOWHERE, Span
from exportrules.units import Unit

_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_SINGLE: Final = {id(value): mark for value, mark in shapes.SINGLE}
# these are told apart by what they are, not by what they say
_PLAIN: Final = frozenset((type(None), bool, int, str))
_WITH_IDENTITY: Final = frozenset(cls for cls in shapes.CLASSES if "__eq__" not in vars(cls)) | {Unit}


def _reader(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads the fields of an object."""
    read: Any = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)


def _holder(cls: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads the fields of an object that may hold others which are told apart by what they are."""
    told = cls.__annotations__
    names = [name for name, _ in shapes.FIELDS[cls] if not _SIMPLE.fullmatch(told[name])]
    return _reader(names) if names else lambda _: ()


_SIMPLE: Final = re.compile(
    r"(str|int|bool|date|Fraction|Period|Span|Literal\[[^]]*\]|tuple\[str, \.\.\.\]|frozenset\[str\])( \| None)?"
)
_READERS: Final = {cls: _reader([name for name, _ in shapes.FIELDS[cls]]) for cls in shapes.CLASSES}
_HOLDERS: Final = {cls: _holder(cls) for cls in shapes.CLASSES}


class Encoder:
    """Writes objects as lines, one after the other; what is used more than once gets a line of its own."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._files: dict[str, int] = {}
        self._numbers: dict[int, int] = {}
        self._uses: dict[int, int] = {}
        # the line that is being written: references are distances from it
        self._at = 0
        # identities hold as long as what they are of does
        self._kept: list[Any] = []

    # ---- first pass ------------------------------------------------------------------------------

    def count(self, *values: Any) -> None:
        """Count how often each object is used, from everything that will be written."""
        waiting = list(values)
        uses = self._uses
        while waiting:
            value = waiting.pop()
            kind = type(value)
            if kind in _PLAIN:
                continue
            read = _HOLDERS.get(kind)
            if read is not None:
                before = uses.get(id(value), 0)
                uses[id(value)] = before + 1
                if not before:
                    self._kept.append(value)
                    waiting += read(value)
            elif kind is tuple or kind is list or kind is Row:
                waiting += value
            elif isinstance(value, Mapping):
                held: Mapping[Any, Any] = value
                waiting += held.values()

    # ---- second pass -----------------------------------------------------------------------------

    def line(self, value: Any) -> int:
        """The number of the line of an object, written on first use."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = self._new_line()
            self._kept.append(value)
            before, self._at = self._at, number
            told = self._object(value) if type(value) in shapes.MARKS else self.encode(value)
            self.lines[number] = _JSON.encode(told)
            self._at = before
        return number

    def text_line(self, text: str) -> int:
        """The number of a line of its own for what is plain data, written as JSON."""
        self.lines.append(text)
        return len(self.lines) - 1

    def _new_line(self) -> int:
        self.lines.append("")
        return len(self.lines) - 1

    def join(self) -> tuple[bytes, list[int]]:
        """All lines, each with its end, and how many bytes each has."""
        lines = [line.encode() for line in self.lines]
        return b"".join(line + b"\n" for line in lines), list(map(len, lines))

    def fragment(self, value: Any) -> str:
        """A value that refers to nothing, as JSON that may stand in any line."""
        return _JSON.encode(self.encode(value))

    def encode(self, value: Any) -> Any:
        """A value as plain data."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple or kind is list:
            items = [item if type(item) in _PLAIN else self.encode(item) for item in value]
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
        single = _SINGLE.get(id(value))
        if single is not None:
            return [single]
        shared = type(value) in _WITH_IDENTITY and self._uses.get(id(value), 0) > 1
        if id(value) in self._numbers or shared or isinstance(value, Note):
            return [shapes.REFERENCE, self.line(value) - self._at]
        return self._object(value)

    def _span(self, span: Span) -> list[Any]:
        if span is NOWHERE:
            return [shapes.NOWHERE_MARK]
        number = self._files.get(span.file)
        if number is None:
            number = self._files[span.file] = self.text_line(_JSON.encode(span.file))
        return [shapes.SPAN, number - self._at, span.line, span.column, span.end_line, span.end_column]

    def _object(self, value: Any) -> list[Any]:
        kind = type(value)
        values = _READERS[kind](value)
        if kind is Statement:
            for member in value.members:
                if member.parent is not value:
                    raise TypeError(f"`{member.code}` lies under two statements")
        if len(values) > shapes.SPARSE:
            told: dict[str, Any] = {}
            for item, (name, default) in zip(values, shapes.FIELDS[kind], strict=True):
                if item is not default and not _is_default(item, default):
                    told[name] = self.encode(item)
            if kind is Statement and value.members:
                # members have lines of their own: most paragraphs fail before anyone looks below them
                told["members"] = [self.line(member) - self._at for member in value.members]
                needs = find_needed_kinds(value)
                if needs:
                    told["needs"] = [sorted(kinds or ()) for kinds in needs]
                if lines_stand_apart(value):
                    told["apart"] = 1
            return [shapes.MARKS[kind], told]
        items = [item if type(item) in _PLAIN else self.encode(item) for item in values]
        return [shapes.MARKS[kind] + _are_plain(items), *items]


def _are_plain(items: Iterable[Any]) -> bool:
    return list not in map(type, items)


def _is_default(value: Any, default: Any) -> bool:
    """Whether a value equals the default of its field; records are told apart by what they are."""
    return type(value) is type(default) and value == default and not records.is_record(type(value))


__all__ = ["Encoder"]
