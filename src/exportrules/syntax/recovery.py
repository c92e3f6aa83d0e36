"""Which names a text that cannot be read would have declared, so that one fault is not told a hundred times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["find_names", "find_ruleset"]

_RULESET: Final = re.compile(r"ruleset ([a-z][a-z0-9_.]*)")
_SEVERAL: Final = re.compile(r"(?:kind|fact) ([a-z0-9_, ]+?)(?: (?:is|of|within)\b.*)?$")
_ONE: Final = re.compile(
    r"(?:part|group|measure|table|exemption|derogation|authorisation|entry) ([A-Za-z0-9_.]+)"
    r"|define [\"']([^\"']+)[\"']"
)
_MAX_LINE: Final = 4_000


def find_ruleset(line: str) -> str | None:
    """The ruleset that a line names."""
    match = _RULESET.match(" ".join(line.split()))
    return match.group(1) if match else None


def find_names(lines: Iterable[str]) -> Iterator[str]:
    """Names that the lines declare: kinds, facts, parts, groups, terms, measures, entries, rulesets."""
    for text in lines:
        if len(text) > _MAX_LINE:
            continue
        line = " ".join(text.partition("#")[0].split())
        several, one = _SEVERAL.match(line), _ONE.match(line)
        if several is not None:
            yield from (name.strip() for name in several.group(1).split(","))
        elif one is not None:
            yield one.group(1) or one.group(2)
        else:
            name = find_ruleset(line)
            if name is not None:
                yield name
