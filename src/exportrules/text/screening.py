"""Refuse texts that could mislead a reader or exhaust the parser, before anything reads them."""

from __future__ import annotations

from exportrules.text.diagnostic import Diagnostic
from exportrules.text.source import Source, Span

MAX_CHARACTERS = 16_000_000
MAX_LINE = 4_000
# bidirectional controls and invisible characters let a text read otherwise than it is
_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad")


def screen_text(source: Source) -> list[Diagnostic]:
    """Check size, line length, tabs, control and hidden characters; return the faults (XR109, XR904, XR905)."""
    if len(source.text) > MAX_CHARACTERS:
        place = Span(source.name, 1, 1, 1, 2)
        return [Diagnostic("XR904", f"a text of more than {MAX_CHARACTERS} characters", "split the file", place)]
    faults: list[Diagnostic] = []
    for number, line in enumerate(source.lines(), 1):
        fault = _screen_line(source.name, number, line)
        if fault is not None:
            faults.append(fault)
            if len(faults) == 20:
                break
    return faults


def _screen_line(name: str, number: int, line: str) -> Diagnostic | None:
    if len(line) > MAX_LINE:
        place = Span(name, number, MAX_LINE + 1, number, MAX_LINE + 2)
        return Diagnostic("XR905", f"a line of more than {MAX_LINE} characters", "break the line", place)
    if line.isprintable():
        if not line.isascii():
            for column, character in enumerate(line, 1):
                if character in _HIDDEN:
                    return _hidden(name, number, column, character)
        return None
    for column, character in enumerate(line, 1):
        if not character.isprintable():
            return _hidden(name, number, column, character)
    return None


def _hidden(name: str, number: int, column: int, character: str) -> Diagnostic:
    place = Span(name, number, column, number, column + 1)
    if character == "\t":
        return Diagnostic("XR109", "a tab in a rule text", "indent by two blanks", place)
    if character == "\ufeff" and (number, column) == (1, 1):
        way_out = "save the file as UTF-8 without a byte order mark"
        return Diagnostic("XR109", "the file begins with a byte order mark", way_out, place)
    what = f"the hidden character `U+{ord(character):04X}` in a rule text"
    return Diagnostic("XR109", what, "remove the character; it makes a text look different from what it says", place)
