"""Files and standard input, as far as they may be read: what is longer is refused before it fills the memory."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from exportrules.errors import ExportRulesError
from exportrules.jsontext import MAX_BYTES
from exportrules.resources import read_lines_at_most


def read_bytes(path: str, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of standard input for `-` (XR952); of a longer one no more than one byte above `most`."""
    with _open(path) as stream:
        return stream.read(most + 1)


def read_lines(path: str, most: int = MAX_BYTES) -> Iterator[bytes]:
    """The lines of a file or of standard input as they are read (XR952); of a longer one no more than a byte above."""
    with _open(path) as stream:
        yield from read_lines_at_most(stream, most)


@contextmanager
def _open(path: str) -> Generator[BinaryIO]:
    if path == "-":
        typed: TextIO | None = sys.stdin
        if typed is None:
            raise ExportRulesError("XR952", "standard input is closed", "give the name of a file")
        yield typed.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        raise ExportRulesError("XR952", f"`{path}` cannot be read: {error.strerror}", "check the path") from None
