"""Writing to the terminal: any text, whatever the stream's encoding."""

from __future__ import annotations

import sys
from typing import TextIO


def write_out(text: str) -> None:
    """Write text and the end of a line to standard output, in colour where rich is installed and a person reads."""
    if sys.stdout.isatty() and _write_rich(text):
        return
    _write(sys.stdout, text)


def write_error(text: str) -> None:
    """Write text and the end of a line to standard error."""
    _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _write_rich(text: str) -> bool:
    try:
        from rich.console import Console
        from rich.highlighter import RegexHighlighter
        from rich.theme import Theme
    except ImportError:
        return False

    class Words(RegexHighlighter):
        base_style = "exportrules."
        highlights = [  # noqa: RUF012 - rich's own form
            r"(?P<barred>PROHIBITED|LICENCE REQUIRED|NOTIFICATION REQUIRED)",
            r"(?P<open>UNDETERMINED|open;|undetermined)",
            r"(?P<free>NO CONTROL FOUND|AUTHORISED)",
        ]

    styles = {"exportrules.barred": "bold red", "exportrules.open": "yellow", "exportrules.free": "bold green"}
    console = Console(highlighter=Words(), theme=Theme(styles), markup=False, emoji=False, soft_wrap=True)
    console.print(text)
    return True
