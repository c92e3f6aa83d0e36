"""The one layout of rule files. Works on lines and blanks only, so that comments stay where they are.

Statements are never reordered and words never change: a formatted text parses to an equal tree, and
formatting it again changes nothing.
"""

from __future__ import annotations

import re
from typing import Final

from exportrules.errors import ExportRulesError
from exportrules.syntax.parser import parse_source
from exportrules.text import Diagnostics, Source

__all__ = ["format_source"]

STEP: Final = 2
_FIELD: Final = re.compile(
    r"(title|source|asks|printed|reading|remark|due|because|known as|warns|not modelled):[ ]*(.*)"
)
_PIECES: Final = re.compile(r"\"[^\"]*\"|'[^'\n]*'|#.*|[{}(),]|[ ]+|[^ {}(),\"'#]+|['\"]")


def format_source(source: Source) -> str:
    """The text in the one layout.

    Raises:
        Diagnostics: the text does not parse.
        ExportRulesError: XR990, the layout would change the meaning; nothing is written then.
    """
    before, faults = parse_source(source)
    if faults:
        raise Diagnostics(tuple(faults), {source.name: source})
    text = _lay_out(source.text)
    after, faults = parse_source(Source(source.name, text))
    if faults or after != before:
        raise ExportRulesError(
            "XR990", f"`{source.name}` cannot be laid out without changing it", "report this with the file"
        )
    return text


def _lay_out(text: str) -> str:
    out: list[str] = []
    levels: list[int] = [0]
    waiting: list[str] = []
    depth = 0
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            if depth == 0:
                waiting.append("")
            continue
        if depth == 0 and line.startswith("#"):
            waiting.append(line)
            continue
        if depth == 0:
            level = _level(levels, len(raw) - len(raw.lstrip(" ")))
            _release(out, waiting, level)
            waiting = []
            indent = " " * (STEP * level)
        else:
            indent = " " * (STEP * (len(levels) + 1))
        shown, depth = _line(line, depth)
        out.append(indent + shown)
    while waiting and not waiting[-1]:
        waiting.pop()
    _release(out, waiting, 0)
    return "\n".join(out) + "\n"


def _level(levels: list[int], indent: int) -> int:
    """How deep a statement lies; `levels` holds the indents of the statements around it."""
    while len(levels) > 1 and indent < levels[-1]:
        levels.pop()
    if indent > levels[-1]:
        levels.append(indent)
    return len(levels) - 1


def _release(out: list[str], waiting: list[str], level: int) -> None:
    """Write the comments before a statement at its own depth; of several blank lines one stays."""
    for item in waiting:
        if item:
            out.append(" " * (STEP * level) + item)
        elif out and out[-1]:
            out.append("")


def _line(line: str, depth: int) -> tuple[str, int]:
    """One statement with single blanks, and how many brackets it leaves open."""
    field = _FIELD.match(line) if depth == 0 else None
    if field is not None:
        return f"{field.group(1)}: {field.group(2)}".rstrip(), 0
    shown = ""
    blank = False
    for piece in _PIECES.findall(line):
        if piece.isspace():
            blank = True
            continue
        if piece.startswith("#"):
            return f"{shown}  {piece}" if shown else piece, depth
        tight = not shown or shown[-1] in "{(" or piece in "}),"
        shown += piece if tight or not (blank or shown.endswith(",")) else f" {piece}"
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(piece, 0)
        blank = False
    return shown, max(depth, 0)
