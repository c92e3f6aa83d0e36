"""Resolve references to paragraphs and lists, ranges and relative ones included."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from exportrules import records
from exportrules.checking.report import Report
from exportrules.rules.conditions import Target
from exportrules.rules.rulebook import belongs
from exportrules.syntax import ast
from exportrules.text import Span

_QUALIFIED = re.compile(r"((?:[a-z][a-z0-9_]*\.)*)(.*)", re.DOTALL)


class PathTable:
    """All paragraph codes of each ruleset in document order, and the entries that are declared not modelled."""

    def __init__(
        self,
        homes: Mapping[str, str],
        codes: Mapping[str, tuple[str, ...]],
        closed: Mapping[str, frozenset[str]],
        tables: Mapping[str, tuple[str, ...]],
    ) -> None:
        """Know each ruleset with the one to which its bare codes belong, its paragraphs, closed entries and tables."""
        self.homes = homes
        self.codes = codes
        self.tables = tables
        self._closed = closed
        self._sets: dict[str, frozenset[str]] = {}
        self._first_two: dict[str, frozenset[str]] = {}

    def has_ruleset(self, ruleset: str) -> bool:
        """Whether it is loaded."""
        return ruleset in self.homes

    def home(self, ruleset: str) -> str:
        """The ruleset to which bare codes in this one belong."""
        return self.homes.get(ruleset) or ruleset

    def has_table(self, ruleset: str, table: str) -> bool:
        """Whether the ruleset has a table of that name."""
        return table in self.tables.get(ruleset, ())

    def has_code(self, ruleset: str, code: str) -> bool:
        """Whether the ruleset has exactly this paragraph."""
        return code in self._set(ruleset)

    def knows(self, ruleset: str, code: str) -> bool:
        """Whether the ruleset has the paragraph (or the section, or the entry is declared not modelled)."""
        if len(code) == 2:
            return code in self._sections(ruleset)
        return code in self._set(ruleset) or code.split(".", maxsplit=1)[0] in self._closed.get(ruleset, frozenset())

    def between(self, ruleset: str, first: str, last: str) -> tuple[str, ...] | None:
        """The codes from one to another, none if they run backwards; None where one of the two is not there."""
        codes = self.codes.get(ruleset, ())
        if not self.has_code(ruleset, first) or not self.has_code(ruleset, last):
            return None
        return codes[codes.index(first) : codes.index(last) + 1]

    def _set(self, ruleset: str) -> frozenset[str]:
        found = self._sets.get(ruleset)
        if found is None:
            found = self._sets[ruleset] = frozenset(self.codes.get(ruleset, ()))
        return found

    def _sections(self, ruleset: str) -> frozenset[str]:
        found = self._first_two.get(ruleset)
        if found is None:
            found = self._first_two[ruleset] = frozenset(code[:2] for code in self._set(ruleset))
        return found


@records.mutable
class ReferenceResolver:
    """Resolve references as seen from one ruleset; faults are XR204 (dangling) and XR209 (ranges)."""

    table: PathTable
    ruleset: str
    report: Report

    def home(self) -> str:
        """The ruleset to which bare codes belong."""
        return self.table.home(self.ruleset)

    def resolve(self, refs: Sequence[ast.Ref]) -> tuple[Target, ...]:
        """Every paragraph or list that the references name."""
        found: list[Target] = []
        last = Target(self.home(), "")
        for ref in refs:
            if isinstance(ref, ast.ListRef):
                found.append(self._resolve_list(ref))
                continue
            start = self._locate(ref.start, last, ref.span)
            if ref.end is None:
                found.append(start)
            else:
                found += self._range(start, self._locate(ref.end, start, ref.span), ref.span)
            last = start if not ref.start.startswith(".") else last
        return tuple(found)

    def _resolve_list(self, ref: ast.ListRef) -> Target:
        if self.table.has_ruleset(ref.name):
            return Target(ref.name, "")
        ruleset, _, table = ref.name.rpartition(".")
        if self.table.has_table(ruleset, table):
            return Target(ruleset, table)
        known = [*self.table.homes, *(f"{r}.{t}" for r, ts in self.table.tables.items() for t in ts)]
        self.report.unknown("XR204", "list", ref.name, known, ref.span)
        return Target(ref.name, "")

    def _locate(self, code: str, last: Target, span: Span) -> Target:
        if code.startswith("."):
            target = Target(last.ruleset, self._relative(last.code, code))
        else:
            match = _QUALIFIED.fullmatch(code)
            prefix, path = (match.group(1), match.group(2)) if match else ("", code)
            target = Target(prefix[:-1] or self.home(), path)
        if not self.table.has_ruleset(target.ruleset):
            self.report.unknown("XR204", "ruleset", target.ruleset, self.table.homes, span)
        elif not self.table.knows(target.ruleset, target.code):
            self.report.unknown("XR204", "paragraph", target.code, self.table.codes.get(target.ruleset, ()), span)
        return target

    def _relative(self, last: str, code: str) -> str:
        """`.c` after 3A001.b is 3A001.c; `.b.1` after 1C450.b.1 is 1C450.b.1: tried from the deepest place."""
        parts = last.split(".")
        for depth in range(len(parts) - 1, 0, -1):
            candidate = ".".join(parts[:depth]) + code
            if self.table.knows(self.home(), candidate):
                return candidate
        return parts[0] + code

    def _range(self, start: Target, end: Target, span: Span) -> list[Target]:
        codes = self.table.between(start.ruleset, start.code, end.code)
        if codes is None:
            return [start, end]
        if not codes:
            self.report.error(
                "XR209", f"the range runs backwards from `{start.code}` to `{end.code}`", "swap its ends", span
            )
            return [start, end]
        found: list[Target] = []
        for code in codes:
            if not found or not belongs(code, found[-1].code):
                # a paragraph that holds the end without being it is entered, not taken whole
                if code != end.code and belongs(end.code, code):
                    continue
                found.append(Target(start.ruleset, code))
        return found


def natural_key(code: str) -> tuple[tuple[int, object], ...]:
    """Sort codes as the law does: numbers as numbers, letters from a to z, then aa."""
    pieces = re.findall(r"[0-9]+|[A-Za-z]+", code)
    return tuple((0, int(piece)) if piece.isdigit() else (1, (len(piece), piece)) for piece in pieces)


__all__ = ["PathTable", "ReferenceResolver", "natural_key"]
