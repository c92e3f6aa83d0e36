"""Read the numbers of a case: quantities, ranges, and values under conditions of measurement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from exportrules.case.faults import Reading, extend_path, show
from exportrules.case.shapes import as_list, as_object, check_keys, has_keys, refuse_below_zero
from exportrules.case.suggesting import suggest_form, suggest_two
from exportrules.case.values import Extent, Numbers, Point, Points, Provenance, Value
from exportrules.logic import Interval, Intervals, exact
from exportrules.units import Unit, UnitError, find_mistaken, parse_number, parse_quantity, read_plain, to_base
from exportrules.vocabulary import FactDefinition

__all__ = ["read_plain_number", "read_quantity", "read_range"]

_COUNT: Final = "count"
_BOTH_ENDS: Final = 'write {"from": …, "to": …}; of one figure alone, the same at both ends'
_ONE_OF: Final[frozenset[str]] = frozenset(("one_of",))
_LOW: Final = ("at_least", "above")
_HIGH: Final = ("at_most", "below")
_BOUNDS: Final[frozenset[str]] = frozenset((*_LOW, *_HIGH))
_ENDS: Final[frozenset[str]] = frozenset(("from", "to"))
_POINT: Final[frozenset[str]] = frozenset(("value", "at"))
_POINTS: Final[frozenset[str]] = frozenset(("points", "complete"))
_COMPLETE: Final = "complete"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_MAX_BITS: Final = 256
_PLAIN_BITS: Final = 64

Stated = tuple[Intervals, str]
"""Where a number lies, and how it was stated."""


def read_quantity(
    reading: Reading, definition: FactDefinition, raw: object, path: str, source: Provenance
) -> Value | None:
    """One number (exact, within limits, or one of several), or numbers under conditions of measurement."""
    if isinstance(raw, str):  # nearly always
        interval = _measure_fact(reading, definition, raw, path)
        return None if interval is None else Numbers((interval,), raw, source)
    members = as_object(raw)
    if members is not None and "at" in members:
        point = _read_point(reading, definition, members, path)
        return None if point is None else Points((point,), False, point.text, source)
    if members is not None and "points" in members:
        return _read_points_object(reading, definition, members, path, source)
    items = as_list(raw)
    if items is not None:
        return _read_points(reading, definition, items, path, source)
    stated = _read_stated(reading, definition, raw, path)
    return None if stated is None else Numbers(stated[0], stated[1], source)


def read_plain_number(definition: FactDefinition, raw: str) -> Numbers | None:
    """A quantity written plainly, in a unit of its kind; None for whatever takes a closer look."""
    found = read_plain(raw)
    if found is None or definition.unit is None or found[0].kind != definition.unit.kind:
        return None
    if find_mistaken(found[0].name, definition.unit.name):
        return None
    return Numbers((exact(found[1]),), raw)


def read_range(
    reading: Reading, definition: FactDefinition, raw: object, path: str, source: Provenance
) -> Value | None:
    """A range that the thing covers, both ends included.

    One figure alone is refused: data sheets print the greatest, or one of many, and to take it for all would be wrong.
    """
    if as_object(raw) is None:
        way_out = suggest_form(raw) if isinstance(raw, str) else ""
        reading.shape(path, raw, f"a range for `{definition.name}`", way_out if '"from"' in way_out else _BOTH_ENDS)
        return None
    found = _read_span(reading, definition.name, definition.unit, raw, path)
    if found is None or refuse_below_zero(reading, definition, found[0], found[1], path):
        return None
    return Extent(found[0], found[1], source)


def _read_stated(reading: Reading, definition: FactDefinition, raw: object, path: str) -> Stated | None:
    """One number, however exactly it is known."""
    members = as_object(raw)
    if members is None:
        interval = _measure_fact(reading, definition, raw, path)
        return None if interval is None else ((interval,), str(raw))
    if "one_of" in members:
        return _read_candidates(reading, definition, members, path)
    if not check_keys(reading, members, _BOUNDS, path):
        return None
    return _read_bounds(reading, definition, members, path)


def _read_candidates(
    reading: Reading, definition: FactDefinition, members: Mapping[str, object], path: str
) -> Stated | None:
    if not check_keys(reading, members, _ONE_OF, path):
        return None
    place = f"{path}.one_of"
    items = as_list(members["one_of"])
    if items is None:
        reading.shape(place, members["one_of"], "a list", 'write {"one_of": ["1 W", "2 W"]}')
        return None
    reading.check_list(len(items), place)
    if not items:
        reading.fault("XR832", place, "an empty list", "leave the fact out when nothing is known of it")
        return None
    found = [_measure_fact(reading, definition, item, f"{place}[{index}]") for index, item in enumerate(items)]
    known = tuple(interval for interval in found if interval is not None)
    return (known, " or ".join(map(str, items))) if len(known) == len(found) else None


def _read_bounds(
    reading: Reading, definition: FactDefinition, members: Mapping[str, object], path: str
) -> Stated | None:
    if not members:
        reading.fault("XR832", path, "an empty object", "leave the fact out when nothing is known of it")
        return None
    for pair in (_LOW, _HIGH):
        if has_keys(members, pair):
            reading.fault("XR839", path, f"both `{pair[0]}` and `{pair[1]}`", "keep the one that is known")
            return None
    found: dict[str, Interval] = {}
    for key, raw in members.items():
        interval = _measure_fact(reading, definition, raw, f"{path}.{key}")
        if interval is not None:
            found[key] = interval
    if len(found) < len(members):
        return None
    low = next((found[key].low for key in _LOW if key in found), None)
    high = next((found[key].high for key in _HIGH if key in found), None)
    interval = Interval(low, "at_least" in found, high, "at_most" in found)
    text = " and ".join(f"{key.replace('_', ' ')} {members[key]}" for key in (*_LOW, *_HIGH) if key in members)
    if interval.is_empty():
        reading.fault("XR843", path, f"nothing is {show(text)}", "swap the two limits, or correct one")
        return None
    return None if refuse_below_zero(reading, definition, interval, text, path) else ((interval,), text)


# --- values under conditions ---------------------------------------------------------------------


def _read_points_object(
    reading: Reading, definition: FactDefinition, members: Mapping[str, object], path: str, source: Provenance
) -> Points | None:
    if not check_keys(reading, members, _POINTS, path):
        return None
    place = f"{path}.points"
    items = as_list(members["points"])
    if items is None:
        reading.shape(place, members["points"], "a list", 'write [{"value": …, "at": {…}}]')
        return None
    complete = members.get("complete", False)
    if not isinstance(complete, bool):
        reading.shape(f"{path}.complete", complete, "true or false", "say true when there are no others")
        return None
    points = _read_each(reading, definition, items, place)
    return None if points is None else Points(points, complete, _join(points, complete=complete), source)


def _read_points(
    reading: Reading, definition: FactDefinition, items: Sequence[object], path: str, source: Provenance
) -> Points | None:
    """A list of points; a last element {"complete": true} says that there are no others."""
    last = as_object(items[-1]) if items else None
    complete = False
    if last is not None and list(last) == [_COMPLETE]:
        items = items[:-1]
        stated = last["complete"]
        if not isinstance(stated, bool):
            place = f"{path}[{len(items)}].complete"
            reading.shape(place, stated, "true or false", "say true when there are no others")
            return None
        complete = stated
    points = _read_each(reading, definition, items, path)
    return None if points is None else Points(points, complete, _join(points, complete=complete), source)


def _read_each(
    reading: Reading, definition: FactDefinition, items: Sequence[object], path: str
) -> tuple[Point, ...] | None:
    if not definition.conditions:
        message = f"`{definition.name}` has no conditions of measurement"
        reading.fault("XR844", path, message, 'write one value, or {"one_of": […]} when one of them holds')
        return None
    reading.check_list(len(items), path)
    if not items:
        reading.fault("XR832", path, "no values", 'write at least one {"value": …, "at": {…}}')
        return None
    found = [_read_element(reading, definition, item, f"{path}[{index}]") for index, item in enumerate(items)]
    points = tuple(point for point in found if point is not None)
    return points if len(points) == len(found) else None


def _read_element(reading: Reading, definition: FactDefinition, raw: object, path: str) -> Point | None:
    members = as_object(raw)
    if members is None:
        way_out = 'write {"value": …, "at": {…}}, or {"one_of": […]} when one of several values holds'
        reading.shape(path, raw, "an object", way_out)
        return None
    return _read_point(reading, definition, members, path)


def _read_point(reading: Reading, definition: FactDefinition, members: Mapping[str, object], path: str) -> Point | None:
    if not definition.conditions:
        message = f"`{definition.name}` has no conditions of measurement"
        reading.fault("XR844", f"{path}.at", message, "write the value without `at`")
        return None
    if not check_keys(reading, members, _POINT, path):
        return None
    for key in ("value", "at"):
        if key not in members:
            way_out = f'write {{"value": …, "at": {{"{next(iter(definition.conditions))}": …}}}}'
            reading.fault("XR832", path, f"`{key}` is missing", way_out)
            return None
    stated = _read_stated(reading, definition, members["value"], f"{path}.value")
    places = _read_places(reading, definition, members["at"], f"{path}.at")
    if stated is None or places is None:
        return None
    at, shown = places
    return Point(stated[0], at, f"{stated[1]} at {shown}")


def _read_places(
    reading: Reading, definition: FactDefinition, raw: object, path: str
) -> tuple[Mapping[str, Interval | str], str] | None:
    members = as_object(raw)
    names = ", ".join(f"`{name}`" for name in definition.conditions)
    if members is None:
        reading.shape(path, raw, "an object", f"name the condition: {names}")
        return None
    if not members:
        reading.fault("XR832", path, "no condition of measurement", f"name one of {names}, or drop `at`")
        return None
    found: dict[str, Interval | str] = {}
    shown: dict[str, str] = {}
    for name, stated in members.items():
        place = extend_path(path, name)
        if name not in definition.conditions:
            known = definition.conditions
            reading.unknown("XR844", place, "condition", str(name), known, definition.name)
            continue
        read = _read_place(reading, name, definition.conditions[name], stated, place)
        if read is not None:
            found[name] = read[0]
            shown[name] = f"{name} {read[1]}"
    # a receipt keeps the members sorted, and is to be told with the same words
    text = ", ".join([shown[name] for name in definition.conditions if name in shown])
    return (found, text) if len(found) == len(members) else None


def _read_place(
    reading: Reading, name: str, unit: Unit | None, raw: object, path: str
) -> tuple[Interval | str, str] | None:
    if unit is not None:
        return _read_span(reading, name, unit, raw, path)
    if not isinstance(raw, str):
        reading.shape(path, raw, "the name of a point", f"`{name}` is stated by name, not by number")
        return None
    if not _NAME.fullmatch(raw):
        # no rule could ever mean such a name, and a complete list would then answer `no`
        way_out = "write it as rules do: a to z, 0 to 9 and `_`, a letter first"
        reading.fault("XR844", path, f"{show(raw)} is no name of a point", way_out)
        return None
    return raw, raw


def _join(points: Sequence[Point], *, complete: bool) -> str:
    listed = "; ".join(point.text for point in points)
    return f"{listed}; no others" if complete else listed


# --- spans and single numbers --------------------------------------------------------------------


def _read_span(reading: Reading, name: str, unit: Unit | None, raw: object, path: str) -> tuple[Interval, str] | None:
    """From one end to the other, both included; the ends of a level in dB are its outer bounds."""
    members = as_object(raw)
    if members is None:
        if as_list(raw) is not None:
            reading.shape(path, raw, "a range", 'write {"from": …, "to": …}')
            return None
        interval = _measure(reading, name, unit, raw, path)
        return None if interval is None else (interval, str(raw))
    if not check_keys(reading, members, _ENDS, path):
        return None
    missing = sorted(_ENDS - members.keys())
    if missing:
        way_out = "state both ends; leave the fact out when one of them is not known"
        reading.fault("XR832", path, f"`{'` and `'.join(missing)}` is missing", way_out)
        return None
    low = _measure(reading, name, unit, members["from"], f"{path}.from")
    high = _measure(reading, name, unit, members["to"], f"{path}.to")
    if low is None or high is None:
        return None
    interval = Interval(low.low, True, high.high, True)
    text = f"{members['from']} to {members['to']}"
    if interval.is_empty():
        reading.fault("XR843", path, f"the range {show(text)} runs backwards", "swap its ends")
        return None
    return interval, text


def _measure_fact(reading: Reading, definition: FactDefinition, raw: object, path: str) -> Interval | None:
    """One number of a fact, which cannot lie below zero where its kind of quantity begins there."""
    interval = _measure(reading, definition.name, definition.unit, raw, path)
    if interval is None or refuse_below_zero(reading, definition, interval, str(raw), path):
        return None
    return interval


def _measure(reading: Reading, name: str, unit: Unit | None, raw: object, path: str) -> Interval | None:
    """One number in the base unit: a point, or the bounds of a level that has no exact value."""
    if not isinstance(raw, str):
        return _count(reading, name, unit, raw, path)
    try:
        stated, interval = _convert(raw)
    except UnitError as error:
        _report_unit_error(reading, unit, raw, path, error)
        return None
    told = "" if unit is None else find_mistaken(stated.name, unit.name)
    if unit is not None and stated.kind != unit.kind:
        message = f"{show(raw)} is {_article(stated.kind)}, but `{name}` is {_article(unit.kind)}"
        reading.fault("XR842", path, message, told or f"write it in a unit of {unit.kind}, such as `{unit.name}`")
        return None
    if unit is not None and told:
        message = f"{show(raw)} is a slip for `{name}`, which is asked for in {unit.name}"
        reading.fault("XR840", path, message, told)
        return None
    if two := suggest_two(raw):
        reading.fault("XR840", path, f"{show(raw)} may be a fraction, or two figures", two)
        return None
    return interval


@lru_cache(maxsize=2048)
def _convert(text: str) -> tuple[Unit, Interval]:
    quantity = parse_quantity(text)
    low, high = to_base(quantity.magnitude, quantity.unit)
    return quantity.unit, Interval(low, True, high, True)


def _article(kind: str) -> str:
    words = kind.replace("_", " ")
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


def _report_unit_error(reading: Reading, unit: Unit | None, raw: str, path: str, error: UnitError) -> None:
    if unit is not None and _is_number(raw):
        reading.fault("XR841", path, f"{show(raw)} has no unit", _with_unit(raw, unit))
    elif way_out := suggest_form(raw):
        reading.fault("XR840", path, error.message, way_out)
    else:
        way_out = error.help or "write a number and a unit"
        if error.code == "XR303" and unit is not None:
            # what looks most alike may be a unit of something else
            way_out += f" (asked for is a unit of {unit.kind.replace('_', ' ')}, such as `{unit.name}`)"
        reading.fault("XR840", path, error.message, way_out)


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except UnitError:
        return False
    return True


def _with_unit(number: str, unit: Unit) -> str:
    return f'write it as text with its unit, such as "{number} {unit.name}"'


def _count(reading: Reading, name: str, unit: Unit | None, raw: object, path: str) -> Interval | None:
    """A JSON number: a count, since only that needs no unit."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        example = unit.name if unit is not None else "W"
        way_out = f'write a number and a unit, such as "75 {example}"'
        reading.shape(path, raw, f"a quantity for `{name}`", way_out)
        return None
    if isinstance(raw, Decimal) or raw.bit_length() > _PLAIN_BITS:
        reading.has_wide_numbers = True
        if isinstance(raw, int) and raw.bit_length() > _MAX_BITS:
            reading.fault("XR840", path, "a number of too many digits", "write fewer digits")
            return None
    text = str(raw)
    try:
        value = parse_number(text)
    except UnitError as error:
        reading.fault("XR840", path, error.message, error.help or "write fewer digits")
        return None
    if unit is None or unit.name != _COUNT:
        way_out = _with_unit(text, unit) if unit is not None else "write it as text with its unit"
        reading.fault("XR841", path, f"{show(text)} has no unit", way_out)
        return None
    return Interval(value, True, value, True)
