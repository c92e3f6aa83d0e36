"""Objects, lists, days and sources as they come from JSON or from TOML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import cast

from exportrules.case.faults import Reading, extend_path, show
from exportrules.case.values import NOBODY, Provenance
from exportrules.logic import Interval
from exportrules.units import NEVER_NEGATIVE, kinds
from exportrules.vocabulary import FactDefinition

__all__ = [
    "ASSUMED",
    "as_list",
    "as_object",
    "check_keys",
    "find_day",
    "find_text_day",
    "has_keys",
    "read_day",
    "read_source",
    "refuse_below_zero",
]

ASSUMED = Provenance(assumed=True)
SOURCE_KEYS = frozenset(("by", "on", "basis"))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_object(raw: object) -> Mapping[str, object] | None:
    """The value as an object, or None. Keys of a mapping that was not JSON may still not be text."""
    # the test for `dict` spares the slower one for everything that JSON gives
    if type(raw) is dict or isinstance(raw, Mapping):
        return cast("Mapping[str, object]", raw)
    return None


def as_list(raw: object) -> Sequence[object] | None:
    """The value as a list, or None."""
    return cast("Sequence[object]", raw) if isinstance(raw, list | tuple) else None


def has_keys(members: Mapping[str, object], keys: Iterable[str]) -> bool:
    """Whether all of the keys are there."""
    return all(key in members for key in keys)


def check_keys(reading: Reading, members: Mapping[str, object], allowed: frozenset[str], path: str) -> bool:
    """Whether an object has only known keys; each other one is a fault (XR831)."""
    if members.keys() <= allowed:
        return True
    for key in members:
        if key in allowed:
            continue
        place = extend_path(path, key)
        if key in SOURCE_KEYS:
            way_out = 'say who stated a value as {"value": …, "by": …, "on": …, "basis": …}'
            reading.fault("XR831", place, f"`{key}` has no place here", way_out)
        else:
            reading.unknown("XR831", place, "key", str(key), allowed)
    return False


def read_day(reading: Reading, raw: object, path: str) -> date | None:
    """A day written `YYYY-MM-DD`, or a date that TOML has read already (XR846)."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if isinstance(raw, str) and _DAY.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            reading.fault("XR846", path, f"{show(raw)} is no day of the calendar", "correct month or day")
            return None
    if isinstance(raw, datetime):
        way_out = f"write the day alone: `{raw.date().isoformat()}`"
        reading.fault("XR846", path, f"{show(raw.isoformat())} is a time, not a day", way_out)
    elif isinstance(raw, str):
        way_out = "write year, month and day as `2026-03-01`"
        reading.fault("XR846", path, f"{show(raw)} is not a day", way_out)
    else:
        reading.shape(path, raw, "a day", 'write "2026-03-01"')
    return None


def find_day(raw: object) -> date | None:
    """A day that is stated as it should be; None for everything else."""
    if type(raw) is str:
        return find_text_day(raw)
    return raw if type(raw) is date else None


@lru_cache(maxsize=4096)
def find_text_day(text: str) -> date | None:
    """The same of a text."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def read_source(reading: Reading, members: Mapping[str, object], path: str, *, assumed: bool) -> Provenance:
    """Who stated it, when, and on what basis; faults are recorded and leave the member out."""
    if SOURCE_KEYS.isdisjoint(members):
        return ASSUMED if assumed else NOBODY
    by = _read_words(reading, members, "by", path)
    basis = _read_words(reading, members, "basis", path)
    on = read_day(reading, members["on"], f"{path}.on") if "on" in members else None
    return Provenance(by, on, basis, assumed)


def _read_words(reading: Reading, members: Mapping[str, object], key: str, path: str) -> str:
    raw = members.get(key, "")
    if isinstance(raw, str):
        return raw
    reading.shape(f"{path}.{key}", raw, "text", "write a name or a short description as text")
    return ""


def refuse_below_zero(reading: Reading, definition: FactDefinition, interval: Interval, text: str, path: str) -> bool:
    """Whether a fact is stated to be less than nothing (XR822).

    Only facts are looked at: a condition of measurement may name a place, which lies on either side.
    """
    low, high = interval.low, interval.high
    nothing_left = high is not None and (high < 0 or (high == 0 and not interval.high_closed))
    if not nothing_left and (low is None or low >= 0):
        return False
    unit = definition.unit
    if definition.signed or unit is None or unit.kind not in NEVER_NEGATIVE:
        return False
    least = kinds()[unit.kind] if unit.offset or unit.log is not None else unit
    message = f"{show(text)} is less than 0 {least.name}, the least that `{definition.name}` can be"
    way_out = "write the quantity without its sign, or leave it out; a fact that may lie below is declared `signed`"
    reading.fault("XR822", path, message, way_out)
    return True
