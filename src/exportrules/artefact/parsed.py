"""Keep parsed texts in the user's cache, so that after an edit only what changed is parsed again.

A parsed text is named by the SHA-256 digest of its name, its words and what parses it, and carries a digest of itself.
Everything that depends on more than one text is checked anew each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exportrules.artefact.cache import cache_folder, drop_oldest, read_own, write_own
from exportrules.artefact.digests import digest_code
from exportrules.artefact.trees import read_tree, write_tree
from exportrules.errors import ExportRulesError
from exportrules.text import Diagnostic, Source

if TYPE_CHECKING:
    from exportrules.syntax import ast

FORMAT: Final = "exportrules.parsed/1"
FOLDER: Final = "parsed"
MAX_KEPT: Final = 1000
"""Parsed texts that the cache holds beside those in use; the oldest go first."""
CODE: Final = ("artefact", "errors.py", "jsontext.py", "records.py", "resources.py", "syntax", "text")
"""The parts of this package on which a parsed text depends."""

Parsed = tuple["ast.File", list[Diagnostic]]


class ParsedTexts:
    """Parses texts, or finds them parsed."""

    def __init__(self) -> None:
        folder = cache_folder()
        self._folder = None if folder is None else folder / FOLDER
        self._used: set[str] = set()
        self._written = False

    def parse(self, source: Source) -> Parsed:
        """The tree of a text and what is wrong with it, as the parser gives them."""
        if self._folder is None:
            return _parse(source)
        file = self._folder / f"{_key(source)}.jsonl"
        self._used.add(file.name)
        known = _read(file, source)
        if known is not None:
            return known, []
        tree, faults = _parse(source)
        if not faults:
            self._keep(file, tree)
        return tree, faults

    def _keep(self, file: Path, tree: ast.File) -> None:
        body = write_tree(tree).encode()
        try:
            write_own(file, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            self._written = True
        except OSError:
            # a cache that cannot be written costs time, not answers
            self._folder = None

    def tidy(self) -> None:
        """Forget the oldest of the texts that are not in use."""
        if self._folder is not None and self._written:
            try:
                drop_oldest(self._folder, MAX_KEPT + len(self._used), self._used)
            except OSError:
                return


def parse_all(sources: Iterable[Source]) -> list[Parsed]:
    """The trees of several texts."""
    texts = ParsedTexts()
    found = [texts.parse(source) for source in sources]
    texts.tidy()
    return found


def _parse(source: Source) -> Parsed:
    # the parser needs lark, which costs about 70 ms to import
    from exportrules.syntax.parser import parse_source

    return parse_source(source)


def _key(source: Source) -> str:
    words = source.text.encode()
    head = f"{FORMAT}\n{digest_code(CODE, grammar=True)}\n{len(source.name)} {source.name}\n"
    return hashlib.sha256(head.encode() + words).hexdigest()


def _read(file: Path, source: Source) -> ast.File | None:
    data = read_own(file)
    if data is None:
        return None
    digest, _, body = data.partition(b"\n")
    if digest != hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        return read_tree(body.decode(), source.name)
    except (ExportRulesError, UnicodeDecodeError):
        # damaged: the text is there to be parsed again
        return None


__all__ = ["parse_all"]
