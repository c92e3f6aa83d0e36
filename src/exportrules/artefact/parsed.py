"""Keep parsed texts in the user's cache, so that after an edit only what changed is parsed again.

A parsed text is named by the SHA-256 digest of its name, its words and what parses it, and carries a digest of itself.
It holds what other files see of the text, and each of its blocks in a line that is read when somebody asks for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from exportrules.artefact.cache import cache_folder, drop_oldest, read_own, write_own
from exportrules.artefact.digests import digest_code
from exportrules.artefact.grammar import start_parser
from exportrules.artefact.trees import read_tree, write_tree
from exportrules.checking.outline import WORD_OUTLINES, WORDS, Block, Outline, OutlinedFile, outline_block
from exportrules.errors import ExportRulesError
from exportrules.text import Diagnostic, Source

FORMAT: Final = "exportrules.parsed/3"
FOLDER: Final = "parsed"
MAX_KEPT: Final = 1000
"""Parsed texts that the cache holds beside those in use; the oldest go first."""
CODE: Final = (
    "artefact", "checking/outline.py", "errors.py", "jsontext.py", "records.py", "resources.py", "syntax", "text",
)  # fmt: skip
"""The parts of this package on which a parsed text depends."""

Parsed = tuple[OutlinedFile, list[Diagnostic]]


class ParsedTexts:
    """Parses texts, or finds them parsed."""

    def __init__(self) -> None:
        folder = cache_folder()
        self._folder = None if folder is None else folder / FOLDER
        self._used: set[str] = set()
        self._written = False

    def parse(self, source: Source) -> Parsed:
        """What a text shows to others, its blocks, and what is wrong with it."""
        if self._folder is None:
            return _parse(source)
        file = self._folder / f"{_key(source)}.jsonl"
        self._used.add(file.name)
        known = _read(file, source)
        if known is not None:
            return known, []
        start_parser()
        outlined, faults = _parse(source)
        if not faults:
            self._keep(file, outlined)
        return outlined, faults

    def _keep(self, file: Path, outlined: OutlinedFile) -> None:
        lines = [write_tree(tuple(map(_shorten, outlined.blocks)))]
        lines += [write_tree(block.tree()) for block in outlined.blocks]
        body = "\n".join(lines).encode()
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
    """What several texts show, and their blocks."""
    texts = ParsedTexts()
    found = [texts.parse(source) for source in sources]
    texts.tidy()
    return found


def _parse(source: Source) -> Parsed:
    # the parser needs lark, which costs about 70 ms to import
    from exportrules.syntax.parser import parse_source

    file, faults = parse_source(source)
    kept = [_Kept(source.name, block) for block in file.blocks]
    blocks = tuple(
        Block(source.name, outline_block(block), item.tree, item.digest)
        for block, item in zip(file.blocks, kept, strict=True)
    )
    return OutlinedFile(source.name, blocks, file.lost, _digest_words(source.name, blocks, kept)), faults


def _shorten(block: Block) -> Outline | str:
    """Most blocks declare words, of which others see nothing but what they are."""
    return block.outline.form if block.outline.form in WORDS else block.outline


class _Kept:
    """A block as a line or as a tree, whichever was there first; the other is made when it is asked for."""

    __slots__ = ("_line", "_name", "_tree")

    def __init__(self, name: str, tree: Any = None, line: bytes = b"") -> None:
        self._name = name
        self._tree = tree
        self._line = line

    def tree(self) -> Any:
        """The block."""
        if self._tree is None:
            self._tree = read_tree(str(self._line, "utf-8"), self._name)
        return self._tree

    def line(self) -> bytes:
        """The block as a line."""
        if not self._line:
            self._line = write_tree(self._tree).encode()
        return self._line

    def digest(self) -> str:
        """Of all that it says; the name of the file belongs to all places in it."""
        return hashlib.sha256(f"{len(self._name)} {self._name}\n".encode() + self.line()).hexdigest()


def _digest_words(name: str, blocks: Iterable[Block], kept: Iterable[_Kept]) -> str:
    """Of all words that a file declares, with the rulesets in which it does so."""
    whole = hashlib.sha256(f"{len(name)} {name}\n".encode())
    found = False
    for block, item in zip(blocks, kept, strict=True):
        if block.outline.form == "Ruleset":
            whole.update(f"{block.name}\n".encode())
        elif block.outline.form in WORDS:
            found = True
            whole.update(item.line() + b"\n")
    return whole.hexdigest() if found else ""


def _key(source: Source) -> str:
    words = source.text.encode()
    head = f"{FORMAT}\n{digest_code(CODE, grammar=True)}\n{len(source.name)} {source.name}\n"
    return hashlib.sha256(head.encode() + words).hexdigest()


def _read(file: Path, source: Source) -> OutlinedFile | None:
    data = read_own(file)
    if data is None:
        return None
    digest, _, body = data.partition(b"\n")
    if digest != hashlib.sha256(body).hexdigest().encode():
        return None
    first, *lines = body.split(b"\n")
    try:
        outlines: Any = read_tree(str(first, "utf-8"), source.name)
        found = [WORD_OUTLINES[item] if isinstance(item, str) else item for item in outlines]
        if not all(isinstance(item, Outline) for item in found) or len(found) != len(lines):
            return None
    except (ExportRulesError, UnicodeDecodeError, TypeError, KeyError):
        # damaged: the text is there to be parsed again
        return None
    kept = [_Kept(source.name, line=line) for line in lines]
    blocks = tuple(
        Block(source.name, outline, item.tree, item.digest) for outline, item in zip(found, kept, strict=True)
    )
    return OutlinedFile(source.name, blocks, words=_digest_words(source.name, blocks, kept))


__all__ = ["parse_all"]
