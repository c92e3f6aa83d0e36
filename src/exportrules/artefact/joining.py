"""Put pieces together: the lines of a compiled rulebook, of which the first tells where everything stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from exportrules import records
from exportrules.artefact import shapes
from exportrules.artefact.encode import Encoder
from exportrules.artefact.piece import FormulaLine, MeasureLine, NoteLine, Piece, ReliefLine, RootLine
from exportrules.artefact.words import TABLES, WordsPiece
from exportrules.checking.assembly import Arranged
from exportrules.checking.law import Law
from exportrules.program.changes import collect_change_days
from exportrules.rules.rulebook import Rulebook, is_row
from exportrules.text import Diagnostic
from exportrules.vocabulary import Vocabulary

_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def join_pieces(
    words: WordsPiece, pieces: Sequence[Piece], found: Arranged, law: Law, warnings: Sequence[Diagnostic]
) -> list[bytes]:
    """The contents and all lines, each with its end but for the last; line 0 is the first of the words."""
    lengths = [*words.contents["lengths"], *(length for piece in pieces for length in piece.lengths)]
    frame = _Frame(len(lengths))
    contents: dict[str, Any] = {name: words.contents[name] for name in TABLES}
    contents["rulesets"] = {name: frame.line(info) for name, info in law.rulesets.items()}
    contents["formulas"] = {name: _at(lines) for name, lines in found.formulas.items()}
    contents["notes"] = {name: list(map(_at, notes)) for name, notes in sorted(found.notes.items())}
    contents["roots"] = {name: frame.line(tuple(map(_at, roots))) for name, roots in found.roots.items()}
    contents["statements"] = {name: frame.text(_ways(roots)) for name, roots in found.roots.items()}
    contents["measures"] = list(map(_at, found.measures))
    contents["reliefs"] = list(map(_at, found.reliefs))
    contents["index"] = {
        "change_days": _days(words, pieces, law),
        "asked": _asked(pieces),
        "entrances": {name: frame.text(_row(root.entrance for root in roots)) for name, roots in found.roots.items()},
        "possible": words.contents["possible"],
        "heads": frame.text(_row(measure.head for measure in found.measures)),
        "lifting": _lifting(found.reliefs),
    }
    contents["warnings"] = [frame.line(_fields(item)) for item in warnings]
    body, more = frame.encoder.join()
    contents["lengths"] = [*lengths, *more]
    return [_JSON.encode(contents).encode() + b"\n", words.body, *(piece.body for piece in pieces), body[:-1]]


class _Frame:
    """The lines that belong to no file; they stand behind all others."""

    def __init__(self, start: int) -> None:
        self.encoder = Encoder()
        self._start = start

    def line(self, value: Any) -> int:
        return self._start + self.encoder.line(value)

    def text(self, text: str) -> int:
        return self._start + self.encoder.text_line(text)


def _at(item: RootLine | NoteLine | MeasureLine | ReliefLine | FormulaLine) -> int:
    return item.line


def _row(fragments: Iterable[str]) -> str:
    """A tuple of what is written already."""
    return _JSON.encode([shapes.TUPLE])[:-1] + "".join(f",{item}" for item in fragments) + "]"


def _ways(roots: Sequence[RootLine]) -> str:
    """For each paragraph the number of the root below which it stands, and the steps down to it."""
    ways: dict[str, str] = {}
    for number, root in enumerate(roots):
        for code, way in root.ways.items():
            if code not in ways or is_row(code):
                ways[code] = f"{number}{way}"
    return _JSON.encode(ways)


def _days(words: WordsPiece, pieces: Iterable[Piece], law: Law) -> list[int]:
    headers = Rulebook(Vocabulary({}, {}, {}, {}), law.rulesets, {}, {}, {}, (), (), {})
    days = {day.toordinal() for day in collect_change_days(headers)}
    return sorted(days.union(words.contents["days"], *(piece.days for piece in pieces)))


def _asked(pieces: Iterable[Piece]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for piece in pieces:
        for name, targets in piece.asked.items():
            found.setdefault(name, set()).update((ruleset, code) for ruleset, code in targets)
    return {name: sorted(targets) for name, targets in sorted(found.items())}


def _lifting(reliefs: Iterable[ReliefLine]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, relief in enumerate(reliefs):
        for name in relief.lifts:
            found.setdefault(name, []).append(place)
    return found


def _fields(item: Diagnostic) -> tuple[Any, ...]:
    return tuple(getattr(item, field.name) for field in records.fields(type(item)))


__all__ = ["join_pieces"]
