"""Keep compiled rulebooks: in the wheel for the bundled law, in the user's cache for other rules.

A compiled rulebook is named by a key, the SHA-256 digest of the texts, the grammar and the code that compiled it,
and carries a digest of itself. Whatever does not fit is compiled again from the texts, and never answers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from exportrules.artefact.cache import cache_folder, drop_oldest, read_own, write_own
from exportrules.artefact.decode import decode_rulebook
from exportrules.artefact.digests import digest_code
from exportrules.errors import ExportRulesError
from exportrules.resources import find_folder
from exportrules.text import Diagnostic, Source

if TYPE_CHECKING:
    from exportrules.program.index import Index
    from exportrules.rules.rulebook import Rulebook

FORMAT: Final = "exportrules.compiled/3"
SHIPPED: Final = "bundled.jsonl"
MAX_CACHED: Final = 16
"""Compiled rulebooks that the cache holds at most; the oldest go first."""
CODE: Final = (
    "artefact", "case", "checking", "countries.py", "errors.py", "jsonquick.py", "jsontext.py", "logic", "program",
    "records.py",
    "resources.py", "rules", "syntax", "text", "units", "vocabulary",
)  # fmt: skip
"""The parts of this package on which a compiled rulebook depends."""

Compiled = tuple["Rulebook", "Index", tuple[Diagnostic, ...]]


def find_key(sources: Iterable[Source]) -> str:
    """The key of the compiled rulebook of some texts."""
    whole = hashlib.sha256(f"{FORMAT}\n{digest_code(CODE, grammar=True, countries=True)}\n".encode())
    for source in sorted(sources, key=lambda item: item.name):
        digest = hashlib.sha256(source.text.encode()).hexdigest()
        whole.update(f"{digest} {len(source.name)} {source.name}\n".encode())
    return whole.hexdigest()


def write_compiled(key: str, lines: Sequence[bytes]) -> bytes:
    """The bytes of a compiled rulebook, whose lines may come several in one."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    header = {"format": FORMAT, "key": key, "digest": digest.hexdigest()}
    return b"".join((json.dumps(header).encode() + b"\n", *lines))


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
        data = read_own(folder / f"{key}.jsonl")
        if data is not None:
            yield data


def keep_compiled(key: str, data: bytes) -> None:
    """Put a compiled rulebook into the cache, if there is one that can be written."""
    folder = cache_folder()
    if folder is None:
        return
    try:
        write_own(folder / f"{key}.jsonl", data)
        drop_oldest(folder, MAX_CACHED)
    except OSError:
        # a cache that cannot be written costs time, not answers
        return


__all__ = ["find_compiled", "find_key", "keep_compiled", "read_compiled", "write_compiled"]
