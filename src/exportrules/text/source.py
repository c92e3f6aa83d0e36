"""A source text and places in it."""

from __future__ import annotations

from exportrules import records


@records.frozen
class Span:
    """A place in a source: lines and columns count from 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Span("", 0, 0, 0, 0)


@records.frozen
class Source:
    """A named text. The name is shown to people; it is never opened again."""

    name: str
    text: str

    def lines(self) -> list[str]:
        """Return the lines without their ends. Only a line feed, alone or after a carriage return, ends a line."""
        found = [line.removesuffix("\r") for line in self.text.split("\n")]
        return found if found[-1] else found[:-1]

    def line(self, number: int) -> str:
        """Return the line with this number (from 1), without its end; empty when there is none."""
        lines = self.lines()
        return lines[number - 1] if 0 < number <= len(lines) else ""
