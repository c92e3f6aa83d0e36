"""Diagnostics: a code, a sentence, a place and a way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from exportrules import records
from exportrules.errors import ExportRulesError
from exportrules.text.source import NOWHERE, Source, Span

Severity = Literal["error", "warning"]


@records.frozen
class Diagnostic:
    """One fault of a rule text: `code` is stable, `message` one lower-case sentence, `help` a way out.

    `also` names further places that take part (the first definition of a duplicate).
    """

    code: str
    message: str
    help: str
    span: Span = NOWHERE
    severity: Severity = "error"
    also: tuple[tuple[Span, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.span}: {self.severity}[{self.code}]: {self.message}"


class Diagnostics(ExportRulesError):
    """Raised when rules cannot be loaded; carries every fault found, in the order of their places."""

    def __init__(self, items: tuple[Diagnostic, ...], sources: Mapping[str, Source]) -> None:
        first = items[0]
        more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
        super().__init__(first.code, f"{first.span}: {first.message}{more}", first.help)
        self.items = items
        self.sources = sources

    def __reduce__(self) -> tuple[type[Diagnostics], tuple[tuple[Diagnostic, ...], Mapping[str, Source]]]:
        return type(self), (self.items, dict(self.sources))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def render(self) -> str:
        """Every fault with its line and a caret, as text."""
        return "\n\n".join(render_diagnostic(item, self.sources) for item in self.items)


def sort_key(item: Diagnostic) -> tuple[str, int, int, str, str]:
    """Order diagnostics by place, then code, so that output never depends on the order of work."""
    return (item.span.file, item.span.line, item.span.column, item.code, item.message)


def render_diagnostic(item: Diagnostic, sources: Mapping[str, Source]) -> str:
    """Render one diagnostic with the line that it speaks of and a caret below it."""
    parts = [f"{item.severity}[{item.code}]: {item.message}"]
    parts += _excerpt(item.span, sources)
    for span, remark in item.also:
        parts.append(f"  also: {remark}")
        parts += _excerpt(span, sources)
    parts.append(f"  help: {item.help}")
    return "\n".join(parts)


def _excerpt(span: Span, sources: Mapping[str, Source]) -> list[str]:
    if span.line <= 0:
        return [f"  --> {span.file}"] if span.file else []
    source = sources.get(span.file)
    out = [f"  --> {span}"]
    if source is None:
        return out
    line = source.line(span.line)
    start = min(max(span.column, 1), len(line) + 1)
    shown_from = max(0, start - 60)
    # what a terminal would obey or hide is shown as a question mark
    shown = "".join(sign if sign.isprintable() else "?" for sign in line[shown_from : shown_from + 140])
    end = span.end_column if span.end_line == span.line else len(line) + 1
    width = max(1, min(end - start, shown_from + 140 - start + 1))
    gutter = f"{span.line} | "
    return [*out, gutter + shown, " " * (len(gutter) + start - 1 - shown_from) + "^" * width]
