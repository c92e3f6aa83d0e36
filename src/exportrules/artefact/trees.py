"""Syntax trees as plain data, so that a file that did not change need not be parsed again.

A node is a list of its class's mark and its fields; the place of a node stands at its end as four numbers.
"""

# It walks values of every class, of which nothing is known beforehand.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from operator import attrgetter
from types import ModuleType
from typing import Any, Final

from exportrules import records
from exportrules.checking.outline import Outline
from exportrules.errors import ExportRulesError
from exportrules.syntax import ast, ast_conditions, ast_items
from exportrules.text import NOWHERE, Span

_BROKEN: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_TUPLE, _SET, _FRACTION, _DAY, _SPAN, _NOWHERE, _FIRST = range(7)
Maker = Callable[[list[Any]], Any]


def _find_classes(*modules: ModuleType) -> tuple[type[Any], ...]:
    known = {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and records.is_record(value) and value.__module__ == module.__name__
    }
    return tuple(known[name] for name in sorted(known))


CLASSES: Final = (*_find_classes(ast, ast_items, ast_conditions), Outline)
MARKS: Final = {cls: _FIRST + number for number, cls in enumerate(CLASSES)}
NAMES: Final = {cls: tuple(field.name for field in records.fields(cls)) for cls in CLASSES}


_PLAIN: Final = frozenset((type(None), bool, int, str))
_PLACED: Final = {cls: NAMES[cls][-1:] == ("span",) for cls in CLASSES}
"""Whether the place of a node is the last of its fields."""


def _reader(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    read: Any = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)


_READERS: Final = {cls: _reader(NAMES[cls]) for cls in CLASSES}


def write_tree(value: Any) -> str:
    """A block or several, or what others see of them, as one line of JSON."""
    return _JSON.encode(_encode(value))


def _encode(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [_TUPLE, *[item if type(item) in _PLAIN else _encode(item) for item in value]]
    read = _READERS.get(kind)
    if read is None:
        return _encode_value(value)
    fields = read(value)
    if _PLACED[kind] and fields[-1] is not NOWHERE:
        found = [item if type(item) in _PLAIN else _encode(item) for item in fields[:-1]]
        span = fields[-1]
        return [MARKS[kind], *found, span.line, span.column, span.end_line, span.end_column]
    return [MARKS[kind], *map(_encode, fields)]


def _encode_value(value: Any) -> Any:
    if isinstance(value, str):
        # the parser's own kind of text holds more than text
        return str(value)
    if isinstance(value, frozenset):
        return [_SET, *sorted(value)]
    if isinstance(value, Fraction):
        return [_FRACTION, value.numerator, value.denominator]
    if isinstance(value, date):
        return [_DAY, value.toordinal()]
    if isinstance(value, Span):
        return [_NOWHERE] if value is NOWHERE else [_SPAN, value.line, value.column, value.end_line, value.end_column]
    raise TypeError(f"a parsed text cannot hold `{type(value).__name__}`")


def read_tree(text: str, name: str) -> Any:
    """What a line of JSON about a file of this name stands for.

    Raises:
        ExportRulesError: XR957, it stands for nothing.
    """
    try:
        reader = _IDLE.pop()
    except IndexError:
        reader = _Reader()
    try:
        return reader.read(json.loads(text), name)
    except _BROKEN as error:
        raise ExportRulesError("XR957", "a parsed text cannot be read", "parse it again") from error
    finally:
        _IDLE.append(reader)


class _Reader:
    """Makes the nodes of a file, one line at a time."""

    def __init__(self) -> None:
        self._name = ""
        values: list[Maker] = [
            lambda value: tuple(self._fill(value)[1:]),
            lambda value: frozenset(value[1:]),
            lambda value: Fraction(value[1], value[2]),
            lambda value: date.fromordinal(value[1]),
            lambda value: Span(self._name, *value[1:]),
            lambda _: NOWHERE,
        ]
        self._makers: list[Maker] = [*values, *map(self._maker, CLASSES)]

    def read(self, value: Any, name: str) -> Any:
        """What plain data about a file of this name stands for."""
        self._name = name
        return self._makers[value[0]](value)

    def _fill(self, value: list[Any]) -> list[Any]:
        makers = self._makers
        for place, item in enumerate(value):
            if type(item) is list:
                value[place] = makers[item[0]](item)
        return value

    def _maker(self, cls: type[Any]) -> Maker:
        fill = self._fill
        if not _PLACED[cls]:
            return lambda value: cls(*fill(value)[1:])
        whole = 1 + len(NAMES[cls])

        def make(value: list[Any]) -> Any:
            fill(value)
            # without a place of its own it has NOWHERE, as one field
            return cls(*value[1:]) if len(value) == whole else cls(*value[1:-4], Span(self._name, *value[-4:]))

        return make


_IDLE: Final[list[_Reader]] = []
"""Readers that nobody uses at the moment; to make one costs as much as to read a short line."""


__all__ = ["read_tree", "write_tree"]
