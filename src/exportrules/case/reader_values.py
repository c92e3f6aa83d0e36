"""Read the value of one fact in the way of its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from exportrules.case.faults import Reading, extend_path, show
from exportrules.case.reader_numbers import read_plain_number, read_quantity, read_range
from exportrules.case.shapes import (
    ASSUMED,
    SOURCE_KEYS,
    as_list,
    as_object,
    check_keys,
    read_day,
    read_source,
)
from exportrules.case.suggesting import suggest
from exportrules.case.values import (
    NOBODY,
    NOT_APPLICABLE,
    Choices,
    Days,
    Flag,
    Members,
    NotApplicable,
    Provenance,
    Value,
)
from exportrules.countries import CountryError, find_country, is_country
from exportrules.vocabulary import TRANSACTION, FactDefinition

__all__ = ["is_plain_code", "read_answer", "read_plain_value", "read_value"]

_NOT_APPLICABLE: Final = "not applicable"
_ONE_OF: Final = frozenset(("one_of",))
_SET: Final = frozenset(("includes", "excludes", "complete"))
_SPAN: Final = frozenset(("from", "to"))
_CUSTOMS: Final = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,4}")
_CUSTOMS_BREAKS: Final = re.compile(r"(?<=[0-9])[ .](?=[0-9])")
_CAS: Final = re.compile(r"([0-9]{2,7})-([0-9]{2})-([0-9])")
_CODE_LENGTHS: Final = frozenset((2, 4, 6, 8, 10))
_ANSWERS: Final = {"yes": True, "no": False}
_YES: Final = Flag(True, "yes")
_NO: Final = Flag(False, "no")

WordReader: TypeAlias = Callable[[Reading, FactDefinition, object, str], "str | None"]
FormReader: TypeAlias = Callable[[Reading, FactDefinition, object, str, Provenance], "Value | None"]


def read_value(
    reading: Reading, definition: FactDefinition, raw: object, path: str, *, assumed: bool = False
) -> Value | None:
    """The value of a fact, alone or as {"value": …, "by": …, "on": …, "basis": …}; None after a fault."""
    source = ASSUMED if assumed else NOBODY
    members = None if isinstance(raw, str) else as_object(raw)
    if members is not None and "value" in members:
        source = read_source(reading, members, path, assumed=assumed)
        rest = {key: member for key, member in members.items() if key not in SOURCE_KEYS}
        if "at" in rest:
            raw = rest
        elif check_keys(reading, rest, frozenset(("value",)), path):
            raw, path = rest["value"], f"{path}.value"
        else:
            return None
    if raw == _NOT_APPLICABLE and definition.form != "judgement":
        return NOT_APPLICABLE if source is NOBODY else NotApplicable(source=source)
    read = _FORMS.get(definition.form, _read_judgement)
    return read(reading, definition, raw, path, source)


def read_plain_value(definition: FactDefinition, raw: object) -> Value | None:
    """The value of a fact that is stated in the usual way; None for whatever takes a closer look.

    What it reads, `read_value` reads alike.
    """
    form = definition.form
    if type(raw) is not str:
        return (_YES if raw else _NO) if type(raw) is bool and form == "yes or no" else None
    if form == "quantity":
        return read_plain_number(definition, raw)
    known = (
        raw in definition.values
        if form == "one of"
        else is_country(raw)
        if form == "country"
        else form == "customs_code" and is_plain_code(raw)
    )
    return _one_word(raw) if known else None


def is_plain_code(raw: object) -> bool:
    """Whether it is a customs code of digits alone."""
    return type(raw) is str and len(raw) in _CODE_LENGTHS and raw.isascii() and raw.isdigit()


@lru_cache(maxsize=4096)
def _one_word(word: str) -> Choices:
    return Choices(frozenset((word,)), word)


def read_answer(reading: Reading, raw: object, path: str) -> bool | None:
    """True or false, or `yes` or `no` (XR830)."""
    if isinstance(raw, bool):
        return raw
    answer = _ANSWERS.get(raw) if isinstance(raw, str) else None
    if answer is None:
        reading.shape(path, raw, "true or false", 'write true or false, "yes" or "no"')
    return answer


def _read_judgement(reading: Reading, definition: FactDefinition, _raw: object, path: str, _source: Provenance) -> None:
    message = f"`{definition.name}` is a judgement, not a fact"
    way_out = 'write it under `judgements` of the item as {"term": …, "for": …, "value": true}'
    reading.fault("XR849", path, message, way_out)


def _read_flag(
    reading: Reading, _definition: FactDefinition, raw: object, path: str, source: Provenance
) -> Value | None:
    answer = read_answer(reading, raw, path)
    return None if answer is None else Flag(answer, "yes" if answer else "no", source)


# --- words ---------------------------------------------------------------------------------------


def _choices(read_word: WordReader) -> FormReader:
    """A reader of one word, or of {"one_of": […]} when it is one of several."""

    def read(reading: Reading, definition: FactDefinition, raw: object, path: str, source: Provenance) -> Value | None:
        members = None if isinstance(raw, str) else as_object(raw)
        if as_list(raw) is not None:
            reading.shape(path, raw, "one value", 'write {"one_of": […]} when it is one of several')
            return None
        if members is None:
            word = read_word(reading, definition, raw, path)
            if word is None:
                return None
            return _one_word(word) if source is NOBODY else Choices(frozenset((word,)), word, source)
        if not check_keys(reading, members, _ONE_OF, path):
            return None
        words = _read_words(reading, definition, members.get("one_of"), f"{path}.one_of", read_word)
        if words is None:
            return None
        if not words:
            way_out = "name at least one, or leave the fact out"
            reading.fault("XR832", f"{path}.one_of", "an empty list", way_out)
            return None
        return Choices(frozenset(words), " or ".join(words), source)

    return read


def _members(read_word: WordReader) -> FormReader:
    """A reader of a complete list, or of {"includes": […], "excludes": […], "complete": false}."""

    def read(reading: Reading, definition: FactDefinition, raw: object, path: str, source: Provenance) -> Value | None:
        members = None if isinstance(raw, str) else as_object(raw)
        if members is not None:
            return _read_partial(reading, definition, members, path, source, read_word)
        words = _read_words(reading, definition, raw, path, read_word)
        if words is None:
            return None
        return Members(frozenset(words), frozenset(), True, ", ".join(words) or "none", source)

    return read


def _read_partial(
    reading: Reading,
    definition: FactDefinition,
    members: Mapping[str, object],
    path: str,
    source: Provenance,
    read_word: WordReader,
) -> Members | None:
    if not check_keys(reading, members, _SET, path):
        return None
    if "includes" not in members and "excludes" not in members:
        way_out = "write `includes`, `excludes` or both; a plain list is a complete set"
        reading.fault("XR832", path, "neither `includes` nor `excludes`", way_out)
        return None
    held = _read_words(reading, definition, members.get("includes", ()), f"{path}.includes", read_word)
    barred = _read_words(reading, definition, members.get("excludes", ()), f"{path}.excludes", read_word)
    complete = members.get("complete", False)
    if not isinstance(complete, bool):
        reading.shape(f"{path}.complete", complete, "true or false", "say true when there are no others")
        return None
    if held is None or barred is None:
        return None
    both = sorted(set(held) & set(barred))
    if both:
        reading.fault("XR839", path, f"{show(both[0])} is both included and excluded", "keep one of the two")
        return None
    text = _tell_members(held, barred, complete)
    return Members(frozenset(held), frozenset(barred), complete, text, source)


def _tell_members(held: Sequence[str], barred: Sequence[str], complete: bool) -> str:
    told = ", ".join(held) or "none known"
    if barred:
        told += f"; not {', '.join(barred)}"
    return f"{told}; no others" if complete else told


def _read_words(
    reading: Reading, definition: FactDefinition, raw: object, path: str, read_word: WordReader
) -> list[str] | None:
    items = as_list(raw)
    if items is None:
        fits = raw in definition.values if definition.values else isinstance(raw, str) and is_country(raw)
        way_out = (
            f"write [{_quote(str(raw))}]" if fits else 'write the words in square brackets, ["…", "…"], or [] for none'
        )
        reading.shape(path, raw, "a list", way_out)
        return None
    reading.check_list(len(items), path)
    found = [read_word(reading, definition, item, f"{path}[{index}]") for index, item in enumerate(items)]
    words = [word for word in found if word is not None]
    return words if len(words) == len(found) else None


def _quote(raw: str) -> str:
    return f'"{show(raw)[1:-1]}"'


def _read_enumerated(reading: Reading, definition: FactDefinition, raw: object, path: str) -> str | None:
    if isinstance(raw, str):
        if raw in definition.values:
            return raw
        way_out = suggest("value", raw, sorted(definition.values))
        if not way_out.startswith("use one of"):
            # what looks alike may be another thing, such as another list of persons
            way_out += f"{'' if way_out.endswith('?') else ';'} `exportrules facts {definition.name}` names them all"
        reading.fault("XR845", path, f"unknown value {show(raw)} of `{definition.name}`", way_out)
        return None
    reading.shape(path, raw, "a word", f"use one of {', '.join(f'`{word}`' for word in definition.values)}")
    return None


def _read_text(reading: Reading, _definition: FactDefinition, raw: object, path: str) -> str | None:
    if not isinstance(raw, str):
        reading.shape(path, raw, "text", "write it in quotation marks")
        return None
    if not raw.strip():
        reading.fault("XR832", path, "an empty text", "leave the fact out when it is not known")
        return None
    return raw


def _read_country(reading: Reading, definition: FactDefinition, raw: object, path: str) -> str | None:
    if not isinstance(raw, str):
        reading.shape(path, raw, "a country code", 'write a code of two letters, such as "DE"')
        return None
    try:
        country = find_country(raw)
    except CountryError as error:
        reading.fault(error.code, path, error.message, error.help or "write a code of the table of countries")
        return None
    if country.kind == "heading":
        # no rule names it, so that it would pass for a place where nothing is controlled
        message = f"`{raw}` is a heading of statistics ({country.name}), not a place"
        reading.fault("XR823", path, message, "write the country, or leave the fact out when it is not known")
        return None
    if country.kind == "origin" and TRANSACTION in definition.owners:
        message = f"`{raw}` ({country.name}) is no country to which anything goes, or in which anybody is"
        reading.fault("XR823", path, message, "write the country, or leave the fact out when it is not known")
        return None
    return country.code


def _read_customs_code(reading: Reading, _definition: FactDefinition, raw: object, path: str) -> str | None:
    if not isinstance(raw, str):
        way_out = 'write it as text, such as "8413 70", so that leading zeros stay'
        reading.shape(path, raw, "a customs code", way_out)
        return None
    digits = _CUSTOMS_BREAKS.sub("", raw)
    if not _CUSTOMS.fullmatch(digits):
        way_out = "write 2, 4, 6, 8 or 10 digits, such as `8413 70`"
        reading.fault("XR847", path, f"{show(raw)} is not a customs code", way_out)
        return None
    return digits


def _read_cas_number(reading: Reading, _definition: FactDefinition, raw: object, path: str) -> str | None:
    if not isinstance(raw, str):
        reading.shape(path, raw, "a CAS number", 'write it as text, such as "111-48-8"')
        return None
    match = _CAS.fullmatch(raw)
    if match is None:
        way_out = "write it with its hyphens, such as `111-48-8`"
        reading.fault("XR848", path, f"{show(raw)} is not a CAS number", way_out)
        return None
    first, second, check = match.groups()
    total = sum(place * int(digit) for place, digit in enumerate(reversed(first + second), 1))
    if total % 10 != int(check):
        message = f"the check digit of {show(raw)} is wrong"
        way_out = "compare it with the data sheet; a digit is mistyped or two are swapped"
        reading.fault("XR848", path, message, way_out)
        return None
    return raw


# --- days ----------------------------------------------------------------------------------------


def _read_days(
    reading: Reading, _definition: FactDefinition, raw: object, path: str, source: Provenance
) -> Value | None:
    members = None if isinstance(raw, str) else as_object(raw)
    if members is None:
        day = read_day(reading, raw, path)
        return None if day is None else Days(day, day, day.isoformat(), source)
    if not check_keys(reading, members, _SPAN, path):
        return None
    if not members:
        reading.fault("XR832", path, "an empty object", "write `from`, `to` or both")
        return None
    found: dict[str, date] = {}
    for key, member in members.items():
        day = read_day(reading, member, extend_path(path, key))
        if day is not None:
            found[key] = day
    if len(found) < len(members):
        return None
    first, last = found.get("from"), found.get("to")
    if first is not None and last is not None and last < first:
        reading.fault("XR843", path, f"`{last}` comes before `{first}`", "swap the two days, or correct one")
        return None
    return Days(first, last, " ".join(f"{key} {day}" for key, day in sorted(found.items())), source)


_FORMS: Final[Mapping[str, FormReader]] = {
    "quantity": read_quantity,
    "derived": read_quantity,
    "range": read_range,
    "yes or no": _read_flag,
    "one of": _choices(_read_enumerated),
    "text": _choices(_read_text),
    "country": _choices(_read_country),
    "customs_code": _choices(_read_customs_code),
    "cas_number": _choices(_read_cas_number),
    "set of": _members(_read_enumerated),
    "countries": _members(_read_country),
    "day": _read_days,
}
