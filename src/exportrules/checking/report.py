"""Collect diagnostics while checking."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from exportrules.text import NOWHERE, Diagnostic, Span
from exportrules.text.diagnostic import sort_key

MAX_DIAGNOSTICS = 500


class Report:
    """Faults found so far; each place and code is reported once."""

    def __init__(self) -> None:
        self._items: list[Diagnostic] = []
        self._seen: set[tuple[str, str, Span]] = set()

    def add(self, item: Diagnostic) -> None:
        """Record a diagnostic unless the same was recorded already."""
        key = (item.code, item.message, item.span)
        if key not in self._seen:
            self._seen.add(key)
            self._items.append(item)

    def error(
        self,
        code: str,
        message: str,
        help: str,  # noqa: A002 - the public name of the way out
        span: Span = NOWHERE,
        also: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Record an error."""
        self.add(Diagnostic(code, message, help, span, "error", also))

    def warning(self, code: str, message: str, help: str, span: Span = NOWHERE) -> None:  # noqa: A002
        """Record a warning."""
        self.add(Diagnostic(code, message, help, span, "warning"))

    def extend(self, items: Iterable[Diagnostic]) -> None:
        """Record several."""
        for item in items:
            self.add(item)

    def unknown(self, code: str, what: str, name: str, known: Iterable[str], span: Span) -> None:
        """Report an unknown name with the nearest known ones."""
        self.error(code, f"unknown {what} `{name}`", suggest(name, known, what), span)

    def items(self) -> tuple[Diagnostic, ...]:
        """All diagnostics in the order of their places."""
        return tuple(sorted(self._items, key=sort_key)[:MAX_DIAGNOSTICS])

    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors only."""
        return tuple(item for item in self.items() if item.severity == "error")


def suggest(name: str, known: Iterable[str], what: str) -> str:
    """A help line that names the nearest known names."""
    near = get_close_matches(name, sorted(known), n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"`{item}`" for item in near) + "?"
    return f"declare the {what}, or correct its name"
