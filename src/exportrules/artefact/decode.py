"""Read a compiled rulebook: the contents at once, everything else when it is first asked for."""

# It walks values of every class, of which nothing is known beforehand.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate
from threading import RLock
from typing import Any, Final

from exportrules.artefact import shapes
from exportrules.errors import ExportRulesError
from exportrules.logic import ALWAYS
from exportrules.program.index import Index
from exportrules.rules.conditions import EVER, NEVER, FactRef
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import Statement
from exportrules.rules.tables import Row, Table
from exportrules.text import NOWHERE, Diagnostic, Span
from exportrules.vocabulary import Vocabulary

Maker = Callable[[list[Any]], Any]
_BROKEN: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
_DECODER: Any = json.JSONDecoder()
_SCAN: Callable[[str, int], tuple[Any, int]] = _DECODER.scan_once


class Decoder:
    """Makes the objects of lines, each once, whichever thread asks first."""

    def __init__(self, data: bytes, places: Sequence[int]) -> None:
        """Read lines of data; they begin at these places, and the last place is that behind the last of them."""
        self._data = data
        self._places = places
        # the line that is being read: references are distances from it
        self._at = 0
        self._made: dict[int, Any] = {}
        # the same numbers stand in many conditions, and the same name in all statements of a ruleset
        self._rulesets: dict[str, str] = {}
        self._fractions: dict[tuple[int, int], Fraction] = {}
        self._lock = RLock()
        values: list[Maker] = [
            self._tuple,
            lambda value: frozenset(value[1:]),
            self._fraction,
            lambda value: date.fromordinal(value[1]),
            lambda value: self.object(self._at + value[1]),
            lambda value: {key: self.decode(item) for key, item in value[1]},
            lambda value: Span(self.object(self._at + value[1]), *value[2:]),
            lambda _: ALWAYS,
            lambda _: NOWHERE,
            lambda value: tuple(value[1:]),
            lambda _: NEVER,
            lambda _: EVER,
        ]
        # those of the classes ask it for what stands in their fields
        self._makers = values
        self._makers += [maker for cls in shapes.CLASSES for maker in (self._maker(cls), _plain_maker(cls))]

    def object(self, number: int) -> Any:
        """The object of a line."""
        found = self._made.get(number)
        if found is None:
            with self._lock:
                found = self._made.get(number)
                if found is None:
                    found = self._made[number] = self._read(number)
        return found

    def _read(self, number: int) -> Any:
        before, self._at = self._at, number
        try:
            return self.decode(self.plain(number))
        except _BROKEN as error:
            raise _unreadable(error) from error
        finally:
            self._at = before

    def plain(self, number: int) -> Any:
        """A line as plain data."""
        line = self._data[self._places[number] : self._places[number + 1] - 1]
        try:
            # without the checks around it that text from outside needs: the whole was compared with its digest
            return _SCAN(str(line, "utf-8"), 0)[0]
        except (*_BROKEN, StopIteration) as error:
            raise _unreadable(error) from error

    def decode(self, value: Any) -> Any:
        """The value that plain data stands for."""
        return self._makers[value[0]](value) if type(value) is list else value

    def _tuple(self, value: list[Any]) -> tuple[Any, ...]:
        makers = self._makers
        for place, item in enumerate(value):
            if type(item) is list:
                value[place] = makers[item[0]](item)
        return tuple(value[1:])

    def _fill_named(self, value: dict[str, Any]) -> dict[str, Any]:
        """The same fields with what their values stand for."""
        makers = self._makers
        for name, item in value.items():
            if type(item) is list:
                value[name] = makers[item[0]](item)
        return value

    def _maker(self, cls: type[Any]) -> Maker:
        if cls is Statement:
            return self._statement
        if len(shapes.FIELDS[cls]) > shapes.SPARSE:
            return lambda value: cls(**self._fill_named(value[1]))
        makers = self._makers

        def make(value: list[Any]) -> Any:
            # written out here, where most of the time of a reader is spent
            for place, item in enumerate(value):
                if type(item) is list:
                    value[place] = makers[item[0]](item)
            return cls(*value[1:])

        return make

    def _fraction(self, value: list[Any]) -> Fraction:
        _, above, below = value
        found = self._fractions.get((above, below))
        if found is None:
            found = self._fractions[above, below] = Fraction(above, below)
        return found

    def _statement(self, value: list[Any]) -> Statement:
        told: dict[str, Any] = value[1]
        at = self._at
        members: list[int] = [at + distance for distance in told.pop("members", ())]
        needs = [frozenset(kinds) if kinds else None for kinds in told.pop("needs", ())]
        apart = told.pop("apart", 0) == 1
        if needs and len(needs) != len(members):
            raise ValueError("not one need for each line")
        ruleset: str = told.get("ruleset", "")
        told["ruleset"] = self._rulesets.setdefault(ruleset, ruleset)
        self._fill_named(told)
        if not members:
            return Statement(**told)

        def make(number: int) -> Statement:
            member: Statement = self.object(number)
            member.parent = made
            return member

        made = Statement(members=Row(members, make, needs, apart=apart), **told)
        return made


def _plain_maker(cls: type[Any]) -> Maker:
    if cls is not FactRef:
        return lambda value: cls(*value[1:])
    # the same facts are named by many conditions
    known: dict[tuple[str, ...], FactRef] = {}

    def make(value: list[Any]) -> FactRef:
        key = tuple(value[1:])
        found = known.get(key)
        return found if found is not None else known.setdefault(key, FactRef(*key))

    return make


def decode_rulebook(data: bytes, start: int = 0) -> tuple[Rulebook, Index, tuple[Diagnostic, ...]]:
    """The rulebook that begins at a place of the data, its index and the checker's warnings.

    Raises:
        ExportRulesError: XR957, this is no compiled rulebook.
    """
    end = data.find(b"\n", start)
    try:
        contents = json.loads(str(data[start : end if end >= 0 else None], "utf-8"))
        places = tuple(accumulate((length + 1 for length in contents["lengths"]), initial=end + 1))
        if places[-1] != len(data) + 1:
            raise ValueError("the lines have other lengths")
        reader = Decoder(data, places)
        return _rulebook(contents, reader), _index(contents["index"], reader), _warnings(contents, reader)
    except _BROKEN as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> ExportRulesError:
    return ExportRulesError(
        "XR957", f"the compiled rules cannot be read: {type(error).__name__}", "compile them again from their texts"
    )


def _rulebook(contents: Mapping[str, Any], reader: Decoder) -> Rulebook:
    make = reader.object
    roots: Table[str, Row[Statement]] = Table(contents["roots"], lambda number: Row(make(number), make))
    return Rulebook(
        Vocabulary(*(Table(contents[name], make) for name in ("kinds", "parts", "facts", "groups"))),
        Table(contents["rulesets"], make),
        roots,
        Table({key: key for key in contents["statements"]}, _Paragraphs(contents["statements"], roots, reader).table),
        {key: Row(numbers, make) for key, numbers in contents["notes"].items()},
        Row(contents["measures"], make),
        Row(contents["reliefs"], make),
        Table(contents["formulas"], make),
    )


class _Paragraphs:
    """The paragraphs of a ruleset by code, each found on the way down from its root."""

    def __init__(self, numbers: Mapping[str, int], roots: Mapping[str, Sequence[Statement]], reader: Decoder) -> None:
        self._numbers = numbers
        self._roots = roots
        self._reader = reader

    def table(self, ruleset: str) -> Table[str, Statement]:
        """The table of one ruleset."""
        ways: dict[str, str] = self._reader.plain(self._numbers[ruleset])

        def find(way: str) -> Statement:
            first, *steps = map(int, way.split())
            found = self._roots[ruleset][first]
            for step in steps:
                found = found.members[step]
            return found

        return Table(ways, find)


def _index(contents: Mapping[str, Any], reader: Decoder) -> Index:
    return Index(
        tuple(map(date.fromordinal, contents["change_days"])),
        {name: frozenset((ruleset, code) for ruleset, code in targets) for name, targets in contents["asked"].items()},
        Table(contents["entrances"], reader.object),
        Table(contents["possible"], reader.object),
        reader.object(contents["heads"]),
        {key: tuple(places) for key, places in contents["lifting"].items()},
    )


def _warnings(contents: Mapping[str, Any], reader: Decoder) -> tuple[Diagnostic, ...]:
    return tuple(Diagnostic(*reader.object(number)) for number in contents["warnings"])


__all__ = ["Decoder", "decode_rulebook"]
