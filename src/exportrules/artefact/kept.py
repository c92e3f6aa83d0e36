"""Keep the pieces of compiled files in the user's cache, and find out whether they still hold.

A piece is named by the digest of the name and words of its file and of the code that compiles; it holds as long as
all that the file asked of the others (`checking/lookups.py`) has the same answers. It carries a digest of itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from exportrules.artefact.cache import cache_folder, drop_oldest, read_own, write_own
from exportrules.artefact.digests import digest_code
from exportrules.artefact.store import CODE
from exportrules.checking.law import Law
from exportrules.checking.lookups import Question, answer
from exportrules.text import Source

FORMAT: Final = "exportrules.piece/1"
FOLDER: Final = "pieces"
MAX_KEPT: Final = 300
"""Pieces that the cache holds beside those in use; the oldest go first."""
_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))

Written = tuple[Mapping[str, Any], bytes]
"""The contents of a piece as plain data, and its lines."""


class NoPieces:
    """For who compiles everything anew."""

    def read(self, source: Source, law: Law) -> Written | None:
        """Nothing is known."""

    def keep(
        self, source: Source, law: Law, asked: Iterable[Question], contents: Mapping[str, Any], body: bytes
    ) -> None:
        """Nothing is kept."""

    def read_words(self, digest: str) -> Written | None:
        """Nothing is known."""

    def keep_words(self, digest: str, contents: Mapping[str, Any], body: bytes) -> None:
        """Nothing is kept."""

    def tidy(self) -> None:
        """There is nothing to forget."""


class KeptPieces(NoPieces):
    """The pieces in the cache."""

    def __init__(self) -> None:
        folder = cache_folder()
        self._folder = None if folder is None else folder / FOLDER
        self._used: set[str] = set()
        self._written = False

    def read(self, source: Source, law: Law) -> Written | None:
        """The piece of a file, if it still holds."""
        found = self._read(_name(source.name, source.text))
        if found is None or found[0].get("answers") != _answers(law, found[0].get("questions", {})):
            return None
        return found

    def keep(
        self, source: Source, law: Law, asked: Iterable[Question], contents: Mapping[str, Any], body: bytes
    ) -> None:
        """Keep the piece of a file with what it asked."""
        grouped: dict[str, list[str]] = {}
        for form, about, name in sorted(asked):
            grouped.setdefault(f"{form} {about}", []).append(name)
        told = {"questions": grouped, "answers": _answers(law, grouped)}
        self._keep(_name(source.name, source.text), {**contents, **told}, body)

    def read_words(self, digest: str) -> Written | None:
        """The words that are named by a digest."""
        return self._read(_name("", digest))

    def keep_words(self, digest: str, contents: Mapping[str, Any], body: bytes) -> None:
        """Keep the words."""
        self._keep(_name("", digest), contents, body)

    def tidy(self) -> None:
        """Forget the oldest of the pieces that are not in use."""
        if self._folder is not None and self._written:
            try:
                drop_oldest(self._folder, MAX_KEPT + len(self._used), self._used)
            except OSError:
                return

    def _read(self, name: str) -> Written | None:
        if self._folder is None:
            return None
        self._used.add(name)
        data = read_own(self._folder / name)
        if data is None:
            return None
        digest, _, rest = data.partition(b"\n")
        if digest != hashlib.sha256(rest).hexdigest().encode():
            # damaged: the text is there to be compiled again
            return None
        head, _, body = rest.partition(b"\n")
        return json.loads(head), body

    def _keep(self, name: str, contents: Mapping[str, Any], body: bytes) -> None:
        if self._folder is None:
            return
        rest = _JSON.encode(contents).encode() + b"\n" + body
        try:
            write_own(self._folder / name, hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)
            self._written = True
        except OSError:
            # a cache that cannot be written costs time, not answers
            self._folder = None


def _name(file: str, words: str) -> str:
    head = f"{FORMAT}\n{digest_code(CODE, grammar=True, countries=True)}\n{len(file)} {file}\n"
    return f"{hashlib.sha256(head.encode() + words.encode()).hexdigest()}.jsonl"


def _answers(law: Law, asked: Mapping[str, Iterable[str]]) -> str:
    """A digest of the answers to what a file asked."""
    found: list[Any] = []
    for what, names in asked.items():
        form, _, about = what.partition(" ")
        found.append([what, [[name, answer(law, (form, about, name))] for name in names]])
    return hashlib.sha256(_JSON.encode(found).encode()).hexdigest()


__all__ = ["KeptPieces", "NoPieces", "Written"]
