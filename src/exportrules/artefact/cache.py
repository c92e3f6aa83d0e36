"""The user's cache: files that only this user can have written, each written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Final

CACHE_VARIABLE: Final = "EXPORTRULES_CACHE"


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
    handle, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def drop_oldest(folder: Path, most: int, needed: Collection[str] = ()) -> None:
    """Leave so many files in a folder, the newest and those that are needed.

    Raises:
        OSError: the cache cannot be written.
    """
    files = [file for file in folder.glob("*.jsonl") if file.name not in needed]
    files.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    for old in files[max(0, most - len(needed)) :]:
        old.unlink(missing_ok=True)


__all__ = ["CACHE_VARIABLE", "cache_folder", "drop_oldest", "read_own", "write_own"]
