"""Find a unit by one of its spellings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from exportrules.units.model import Unit, UnitError, show_text
from exportrules.units.refused import WAYS_OUT
from exportrules.units.spelling import build_table, rewrite, rewrite_parts

MAX_NAME: Final = 40
_UNITS, _BASES, _SPELLINGS = build_table()


def all_units() -> Mapping[str, Unit]:
    """Every unit by its canonical name."""
    return MappingProxyType(_UNITS)


def kinds() -> Mapping[str, Unit]:
    """The base unit of every kind of quantity, by the name of the kind."""
    return MappingProxyType(_BASES)


def find_unit(name: str) -> Unit:
    """The unit of a canonical or other spelling.

    Raises:
        UnitError: XR303 with the nearest spelling, XR903 for a name of more than 40 characters.
    """
    return _SPELLINGS.get(name) or _find_rewritten(name)


def known_spelling(name: str) -> Unit | None:
    """The unit of a spelling of the table, without looking for others."""
    return _SPELLINGS.get(name)


def _find_rewritten(name: str) -> Unit:
    if len(name) > MAX_NAME:
        raise UnitError("XR903", f"a unit of {len(name)} characters", f"use at most {MAX_NAME}")
    return _search(name)


@lru_cache(maxsize=512)
def _search(name: str) -> Unit:
    plain = rewrite(name)
    told = WAYS_OUT.get(plain)
    if told is None:
        found = _SPELLINGS.get(plain) or _SPELLINGS.get(rewrite_parts(plain, _SPELLINGS))
        if found is not None:
            return found
    raise UnitError("XR303", f"unknown unit `{show_text(name)}`", told or _suggest(name))


def _suggest(name: str) -> str:
    """A way out: the spelling with blanks removed or in the right case, else what looks most alike."""
    closed = rewrite("".join(name.split()))
    if closed in _SPELLINGS:
        return f"write `{_SPELLINGS[closed].name}`, without blanks"
    same = sorted({unit.name for other, unit in _SPELLINGS.items() if other.casefold() == closed.casefold()})
    if not same:
        import difflib  # only a refused spelling needs it

        near = difflib.get_close_matches(closed, _SPELLINGS, n=3, cutoff=0.6)
        same = list(dict.fromkeys(_SPELLINGS[other].name for other in near))
    if not same:
        return "use a unit of the table"
    return "did you mean " + " or ".join(f"`{other}`" for other in same) + "?"
