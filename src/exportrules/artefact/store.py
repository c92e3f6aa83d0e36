"""Keep compiled rulebooks: in the wheel for the bundled law, in the user's cache for other rules.

A compiled rulebook is named by a key, the SHA-256 digest of the texts, the grammar and the code that compiled it,
and carries a digest of itself. Whatever does not fit is compiled again from the texts, and never answers.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exportrules.artefact.decode import decode_rulebook
from exportrules.errors import ExportRulesError
from exportrules.resources import data_folder, find_folder
from exportrules.text import Diagnostic, Source

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from exportrules.program.index import Index
    from exportrules.rules.rulebook import Rulebook

FORMAT: Final = "exportrules.compiled/2"
SHIPPED: Final = "bundled.jsonl"
CACHE_VARIABLE: Final = "EXPORTRULES_CACHE"
MAX_CACHED: Final = 16
"""Compiled rulebooks that the cache holds at most; the oldest go first."""
CODE: Final = (
    "artefact", "case", "checking", "countries.py", "errors.py", "jsontext.py", "logic", "program", "resources.py",
    "rules", "syntax", "text", "units", "vocabulary",
)  # fmt: skip
"""The parts of this package on which a compiled rulebook depends."""

Compiled = tuple["Rulebook", "Index", tuple[Diagnostic, ...]]


def find_key(sources: Iterable[Source]) -> str:
    """The key of the compiled rulebook of some texts."""
    whole = hashlib.sha256(f"{FORMAT}\n{_engine_digest()}\n".encode())
    for source in sorted(sources, key=lambda item: item.name):
        digest = hashlib.sha256(source.text.encode()).hexdigest()
        whole.update(f"{digest} {len(source.name)} {source.name}\n".encode())
    return whole.hexdigest()


@lru_cache(maxsize=1)
def _engine_digest() -> str:
    """The digest of the grammar, of the tables that the checker reads, and of the code."""
    whole = hashlib.sha256()
    package = find_folder("")
    files = [file for name in CODE for file in _read_code(package / name, name)]
    files += [("grammar", data_folder("grammar") / "exportrules.lark")]
    files += [("countries", data_folder("rulesets") / "common" / "countries.json")]
    for name, file in files:
        whole.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _read_code(place: Traversable, name: str) -> list[tuple[str, Traversable]]:
    if name.endswith(".py"):
        return [(name, place)]
    entries = sorted((entry for entry in place.iterdir() if entry.name.endswith(".py")), key=lambda item: item.name)
    return [(f"{name}/{entry.name}", entry) for entry in entries]


def write_compiled(key: str, lines: Iterable[str]) -> bytes:
    """The bytes of a compiled rulebook."""
    body = "\n".join(lines).encode()
    header = {"format": FORMAT, "key": key, "digest": hashlib.sha256(body).hexdigest()}
    return json.dumps(header).encode() + b"\n" + body


def read_compiled(data: bytes, key: str) -> Compiled:
    """The rulebook of a key.

    Raises:
        ExportRulesError: XR957, the data is damaged, or was compiled from other texts or by other code.
    """
    end = data.find(b"\n")
    try:
        header = json.loads(str(data[: min(end, 1000)], "utf-8"))
        fits = header["format"] == FORMAT and header["key"] == key
        whole = fits and header["digest"] == hashlib.sha256(memoryview(data)[end + 1 :]).hexdigest()
    except (ValueError, TypeError, LookupError, RecursionError):
        fits = whole = False
    if not whole:
        what = "damaged" if fits else "not those of these texts"
        raise ExportRulesError("XR957", f"the compiled rules are {what}", "compile them again from their texts")
    return decode_rulebook(data, end + 1)


def find_compiled(sources: Iterable[Source]) -> tuple[str, Compiled | None]:
    """The key of some texts, and what was compiled from them if it is at hand and whole."""
    key = find_key(sources)
    for data in _candidates(key):
        try:
            return key, read_compiled(data, key)
        except ExportRulesError:
            # damaged, or of another day: the texts are there to be compiled again
            continue
    return key, None


def _candidates(key: str) -> Iterable[bytes]:
    try:
        shipped = find_folder("compiled") / SHIPPED
        if shipped.is_file():
            yield shipped.read_bytes()
    except OSError:
        pass
    folder = cache_folder()
    if folder is not None:
        data = _read_own(folder / f"{key}.jsonl")
        if data is not None:
            yield data


def cache_folder() -> Path | None:
    """Where compiled rulebooks are kept between runs; None for nowhere (`EXPORTRULES_CACHE` is empty)."""
    named = os.environ.get(CACHE_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    home = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "exportrules"
    except RuntimeError:
        return None


def _read_own(file: Path) -> bytes | None:
    """The bytes of a file that only this user can have written."""
    try:
        with file.open("rb") as stream:
            found = os.fstat(stream.fileno())
            foreign = hasattr(os, "getuid") and found.st_uid != os.getuid()
            if foreign or (os.name == "posix" and found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
                return None
            return stream.read()
    except OSError:
        return None


def keep_compiled(key: str, book: Rulebook, index: Index, warnings: Sequence[Diagnostic]) -> None:
    """Put a compiled rulebook into the cache, if there is one that can be written."""
    from exportrules.artefact.encode import encode_rulebook

    folder = cache_folder()
    if folder is None:
        return
    import tempfile

    data = write_compiled(key, encode_rulebook(book, index, warnings))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(name).replace(folder / f"{key}.jsonl")
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        kept = sorted(folder.glob("*.jsonl"), key=lambda item: item.stat().st_mtime, reverse=True)
        for old in kept[MAX_CACHED:]:
            old.unlink(missing_ok=True)
    except OSError:
        # a cache that cannot be written costs time, not answers
        return


__all__ = ["cache_folder", "find_compiled", "find_key", "keep_compiled", "read_compiled", "write_compiled"]
