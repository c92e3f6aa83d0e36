"""Writing to the terminal: any text, whatever the stream's encoding; nothing where there is no stream."""

from __future__ import annotations

import sys
from typing import BinaryIO, TextIO


def write_out(text: str) -> None:
    """Write text and the end of a line to standard output, in colour where rich is installed and a person reads."""
    if _open(sys.stdout) and not (sys.stdout.isatty() and _write_rich(text)):
        _write(sys.stdout, text)


def write_data(text: str) -> None:
    """Write a line of JSON to standard output: always UTF-8, so that a program reads what was meant."""
    if not _open(sys.stdout):
        return
    binary: BinaryIO | None = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(text + "\n")
        return
    sys.stdout.flush()
    binary.write(text.encode("utf-8") + b"\n")


def write_prompt() -> None:
    """Ask for an answer on the same line."""
    if _open(sys.stdout):
        sys.stdout.write("> ")
        sys.stdout.flush()


def write_error(text: str) -> None:
    """Write text and the end of a line to standard error."""
    if _open(sys.stderr):
        _write(sys.stderr, text)


def _open(stream: TextIO | None) -> bool:
    """A stream that was closed before the start is None."""
    return stream is not None


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
