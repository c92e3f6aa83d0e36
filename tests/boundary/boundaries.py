"""Boundary cases of every comparison of the lists: just below, at, just above, not stated.

    python tests/boundary/boundaries.py        writes boundaries.jsonl

One line per comparison, with its limits as printed. The test evaluates each comparison on its four values; that the
limits are those of the law is the business of `tests/parity`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

from exportrules.loading import load  # noqa: E402
from exportrules.rules import conditions as rules  # noqa: E402
from exportrules.rules.rulebook import Rulebook  # noqa: E402
from exportrules.rules.statements import Statement  # noqa: E402
from exportrules.units import find_unit, to_base  # noqa: E402
from exportrules.units.numbers import parse_number  # noqa: E402

FILE = HERE / "boundaries.jsonl"
Test = rules.NumberTest | rules.RangeTest


def comparisons(book: Rulebook) -> Iterator[tuple[str, str, Test]]:
    """Every comparison of a fact with constant limits, in the order of the lists: ruleset, paragraph, test."""
    for ruleset, known in sorted(book.statements.items()):
        for code, statement in known.items():
            for test in _in_lines(statement):
                yield ruleset, code, test
        for note in book.notes.get(ruleset, ()):
            if note.body is not None:
                for test in _in(note.body, numbered=True):
                    yield ruleset, f"{note.owner} {note.name}", test


def _in_lines(statement: Statement, *, numbered: bool = False) -> Iterator[Test]:
    for condition in (statement.head, *statement.wheres, *statement.also):
        if condition is not None:
            yield from _in(condition, numbered=numbered)
    for member in statement.members:
        if numbered or not member.code:
            yield from _in_lines(member, numbered=numbered)


def _in(condition: rules.Condition, *, numbered: bool) -> Iterator[Test]:
    match condition:
        case Statement():
            yield from _in_lines(condition, numbered=numbered)
        case rules.AllOf() | rules.AnyOf():
            for item in condition.items:
                yield from _in(item, numbered=numbered)
        case rules.Negated():
            yield from _in(condition.item, numbered=numbered)
        case rules.Defined():
            yield from _in(condition.meaning, numbered=numbered)
        case rules.PartTest() if condition.body is not None:
            yield from _in(condition.body, numbered=numbered)
        case rules.NumberTest() if isinstance(condition.fact, rules.FactRef):
            if _constant(condition.bounds):
                yield condition
        case rules.RangeTest() if _constant(condition.bounds):
            yield condition
        case _:
            return


def _constant(bounds: rules.Bounds) -> bool:
    sides = [side for side in (bounds.low, bounds.high) if side is not None]
    return all(isinstance(side, rules.Constant) and " " in side.text for side in sides)


def line_of(ruleset: str, code: str, test: Test) -> dict[str, Any]:
    """A comparison as a line: the fact, the limits as printed, whether each belongs to what it allows."""
    found: dict[str, Any] = {"ruleset": ruleset, "code": code, "fact": test.fact.name}
    if isinstance(test, rules.RangeTest):
        found["relation"] = test.relation
    for side, closed, name in (
        (test.bounds.low, test.bounds.low_closed, "low"),
        (test.bounds.high, test.bounds.high_closed, "high"),
    ):
        if isinstance(side, rules.Constant):
            found[name] = side.text
            found[f"{name}_allowed"] = closed
    return found


def read_limit(text: str) -> Fraction:
    """`2.7 GHz` in the base unit of its kind."""
    number, _, unit = text.rpartition(" ")
    return to_base(parse_number(number), find_unit(unit))[0]


def main() -> int:
    """Write the file."""
    lines = [line_of(*item) for item in comparisons(load().book)]
    FILE.write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines), encoding="utf-8")
    sys.stdout.write(f"{len(lines)} comparisons\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
