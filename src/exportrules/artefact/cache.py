"""The user's cache: files that only this user can have written, each written whole or not at all."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection
from pathlib import Path
from typing import Final

CACHE_VARIABLE: Final = "EXPORTRULES_CACHE"
UNFINISHED: Final = "tmp"
"""How the name of a file begins that is being written."""
ABANDONED: Final = 3600
"""After so many seconds nobody writes such a file any more: the process ended on the way."""


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


def read_own(file: Path) -> bytes | None:
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


def write_own(file: Path, data: bytes) -> None:
    """Write a file of the cache.

    Raises:
        OSError: the cache cannot be written.
    """
    import tempfile

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def drop_oldest(folder: Path, most: int, needed: Collection[str] = ()) -> None:
    """Leave so many files in a folder, the newest and those that are needed, and none that was given up half written.

    Other processes may do the same at the same time.

    Raises:
        OSError: the cache cannot be written.
    """
    written = {file: age for file in folder.glob("*.jsonl") if (age := _age(file)) is not None}
    files = sorted((file for file in written if file.name not in needed), key=written.__getitem__)
    abandoned = [file for file in folder.glob(f"{UNFINISHED}*") if (_age(file) or 0) > ABANDONED]
    for old in (*files[max(0, most - len(needed)) :], *abandoned):
        old.unlink(missing_ok=True)


def _age(file: Path) -> float | None:
    """Seconds since a file was written; None where another process has removed it."""
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return None


__all__ = ["CACHE_VARIABLE", "cache_folder", "drop_oldest", "read_own", "write_own"]
