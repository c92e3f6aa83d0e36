"""Digests of the code and of the documents by which something was made."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from exportrules.resources import data_folder, find_folder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@lru_cache(maxsize=8)
def digest_code(parts: tuple[str, ...], *, grammar: bool = False, countries: bool = False) -> str:
    """The digest of parts of this package, and of the grammar and the table of countries where they count."""
    whole = hashlib.sha256()
    package = find_folder("")
    files = [file for name in parts for file in _read_code(package / name, name)]
    if grammar:
        files.append(("grammar", data_folder("grammar") / "exportrules.lark"))
    if countries:
        files.append(("countries", data_folder("rulesets") / "common" / "countries.json"))
    for name, file in files:
        whole.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _read_code(place: Traversable, name: str) -> list[tuple[str, Traversable]]:
    if name.endswith(".py"):
        return [(name, place)]
    entries = sorted((entry for entry in place.iterdir() if entry.name.endswith(".py")), key=lambda item: item.name)
    return [(f"{name}/{entry.name}", entry) for entry in entries]


__all__ = ["digest_code"]
