"""Resolve references to paragraphs and lists, ranges and relative ones included."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from exportrules import records
from exportrules.checking.report import Report
from exportrules.rules.conditions import Target
from exportrules.rules.rulebook import RulesetInfo, belongs
from exportrules.syntax import ast
from exportrules.text import Span

_QUALIFIED = re.compile(r"((?:[a-z][a-z0-9_]*\.)*)(.*)", re.DOTALL)


@records.mutable
class PathTable:
    """All paragraph codes of each ruleset in document order, and the entries that are declared not modelled."""

    codes: Mapping[str, tuple[str, ...]]
    closed: Mapping[str, frozenset[str]]
    rulesets: Mapping[str, RulesetInfo]
    tables: Mapping[str, tuple[str, ...]]

    def knows(self, ruleset: str, code: str) -> bool:
        """Whether the ruleset has the paragraph (or the section, or the entry is declared not modelled)."""
        known = self.codes.get(ruleset, ())
        if len(code) == 2:
            return any(item.startswith(code) for item in known)
        if code in _as_set(known):
            return True
        return code.split(".", maxsplit=1)[0] in self.closed.get(ruleset, frozenset())


_SETS: dict[int, tuple[Sequence[str], frozenset[str]]] = {}


def _as_set(codes: Sequence[str]) -> frozenset[str]:
    held = _SETS.get(id(codes))
    if held is None or held[0] is not codes:
        held = (codes, frozenset(codes))
        _SETS[id(codes)] = held
    return held[1]


@records.mutable
class ReferenceResolver:
    """Resolve references as seen from one ruleset; faults are XR204 (dangling) and XR209 (ranges)."""

    table: PathTable
    ruleset: str
    report: Report

    def home(self) -> str:
        """The ruleset to which bare codes belong."""
        info = self.table.rulesets.get(self.ruleset)
        return info.codes_from if info is not None and info.codes_from else self.ruleset

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
        if ref.name in self.table.rulesets:
            return Target(ref.name, "")
        ruleset, _, table = ref.name.rpartition(".")
        if table in self.table.tables.get(ruleset, ()):
            return Target(ruleset, table)
        known = [*self.table.rulesets, *(f"{r}.{t}" for r, ts in self.table.tables.items() for t in ts)]
        self.report.unknown("XR204", "list", ref.name, known, ref.span)
        return Target(ref.name, "")

    def _locate(self, code: str, last: Target, span: Span) -> Target:
        if code.startswith("."):
            target = Target(last.ruleset, self._relative(last.code, code))
        else:
            match = _QUALIFIED.fullmatch(code)
            prefix, path = (match.group(1), match.group(2)) if match else ("", code)
            target = Target(prefix[:-1] or self.home(), path)
        if target.ruleset not in self.table.rulesets:
            self.report.unknown("XR204", "ruleset", target.ruleset, self.table.rulesets, span)
        elif not self.table.knows(target.ruleset, target.code):
            self.report.unknown("XR204", "paragraph", target.code, self.table.codes.get(target.ruleset, ()), span)
        return target

    def _relative(self, last: str, code: str) -> str:
        """`.c` after 3A001.b is 3A001.c; `.b.1` after 1C450.b.1 is 1C450.b.1: tried from the deepest place."""
        parts = last.split(".")
        for depth in range(len(parts) - 1, 0, -1):
            candidate = ".".join(parts[:depth]) + code
            if any(self.table.knows(ruleset, candidate) for ruleset in (self.home(),)):
                return candidate
        return parts[0] + code

    def _range(self, start: Target, end: Target, span: Span) -> list[Target]:
        codes = self.table.codes.get(start.ruleset, ())
        try:
            first, last = codes.index(start.code), codes.index(end.code)
        except ValueError:
            return [start, end]
        if first > last:
            self.report.error(
                "XR209", f"the range runs backwards from `{start.code}` to `{end.code}`", "swap its ends", span
            )
            return [start, end]
        found: list[Target] = []
        for code in codes[first : last + 1]:
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
