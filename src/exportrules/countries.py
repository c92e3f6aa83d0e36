"""Countries and territories, with their dated place in the Union and in its customs territory.

The table is data, `rulesets/common/countries.json`, which states its sources, how well each column
is evidenced, and the meaning of each column. Codes are those of the EU Geonomenclature; a territory
without a code of its own has a row with the code under which it is counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, Literal, NoReturn, TypeAlias, cast, get_args

from exportrules import records
from exportrules.errors import ExportRulesError
from exportrules.jsontext import read_json
from exportrules.resources import data_folder

__all__ = [
    "Country",
    "CountryError",
    "Evidence",
    "Kind",
    "Period",
    "Status",
    "country_codes",
    "find_country",
    "is_country",
    "list_countries",
    "member_states",
    "read_countries",
]

Kind: TypeAlias = Literal["country", "territory", "collective", "origin", "heading"]
NO_PLACE: Final = ("heading", "origin")
"""Kinds of rows that need a second look: nothing goes there."""
Status: TypeAlias = Literal["eu", "special", "outside"]
Evidence: TypeAlias = Literal["official", "secondary", "recalled"]

_FORMAT = "exportrules.countries/1"
_WHERE = "rulesets/common/countries.json"


class CountryError(ExportRulesError):
    """XR820 a code that the table does not have; XR821 a table that cannot be read."""


@records.frozen
class Period:
    """Days from `start` to `end`, both included; `None` is open, towards the past or the future."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@records.frozen
class Country:
    """One row of the table.

    `kind` is `collective` for what is no single place, such as the high seas, `origin` for what goods may come from
    but never go to, and `heading` for a heading of statistics that is no place at all, such as stores and provisions.
    `customs` holds the periods in which the status differs from `outside`. `parent` says to which
    state a territory belongs and decides nothing. `counted_under` is the Geonomenclature code that
    includes a territory. `evidence` speaks of the code and the scope of the row; what is known of
    the other columns stands in the head of the table. `iso` and `iso3` are the ISO 3166-1 codes.
    """

    code: str
    name: str
    kind: Kind
    evidence: Evidence
    iso: str | None = None
    iso3: str | None = None
    also: tuple[str, ...] = ()
    parent: str | None = None
    counted_under: str | None = None
    membership: Period | None = None
    customs: tuple[tuple[Status, Period], ...] = ()
    vat: Status = "outside"
    excise: Status = "outside"
    note: str | None = None

    def is_member(self, on: date) -> bool:
        """Whether this is a Member State of the Union on a day. A territory is none, its parent may be."""
        return self.membership is not None and on in self.membership

    def customs_status(self, on: date) -> Status:
        """Its place in the customs territory of the Union on a day.

        `special` means that neither answer is right in general, so that a rule has to name the row.
        """
        for status, period in self.customs:
            if on in period:
                return status
        return "outside"


def find_country(code: str) -> Country:
    """The country with exactly this code.

    Lower case, names, ISO codes and codes of other systems are suggested, never accepted in silence:
    a code that is guessed right nine times decides the tenth order wrongly.

    Raises:
        CountryError: XR820, with the likely code in the help line.
    """
    found = _table().get(code)
    if found is None:
        raise CountryError("XR820", f"unknown country code `{_shorten(code)}`", _suggest(code))
    return found


def is_country(code: str) -> bool:
    """Whether a country, or another place to which something can go, has exactly this code."""
    return code in country_codes()


def list_countries() -> tuple[Country, ...]:
    """Every row, in the order of the codes."""
    return tuple(_table().values())


def member_states(on: date) -> frozenset[str]:
    """Codes of the Member States of the Union on a day."""
    return frozenset(country.code for country in _members() if country.is_member(on))


# --- suggestions ----------------------------------------------------------------------------------


def _suggest(code: str) -> str:
    wanted = _fold(code)
    spellings = _spellings()
    hits = spellings.get(wanted, ())
    if not hits and 3 < len(wanted) <= 80:
        from difflib import get_close_matches

        near = get_close_matches(wanted, spellings, n=3, cutoff=0.8)
        hits = tuple(dict.fromkeys(hit for spelling in near for hit in spellings[spelling]))
    if not hits:
        return f"write a code of the EU Geonomenclature; `{_WHERE}` lists them"
    table = _table()
    return "write " + " or ".join(f"`{hit}` ({table[hit].name})" for hit in hits)


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """Folded spellings, each with the codes that it may mean."""
    meanings: dict[str, list[str]] = {}
    for country in list_countries():
        for spelling in (country.code, country.name, country.iso, country.iso3, *country.also):
            if spelling is not None:
                codes = meanings.setdefault(_fold(spelling), [])
                if country.code not in codes:
                    codes.append(country.code)
    return {spelling: tuple(codes) for spelling, codes in meanings.items()}


def _fold(text: str) -> str:
    """Case, accents and punctuation removed: enough to recognise a name, never enough to accept it."""
    from unicodedata import combining, normalize

    letters = normalize("NFKD", text[:200].casefold())
    plain = "".join(sign if sign.isalnum() else " " for sign in letters if not combining(sign))
    return " ".join(plain.split())


def _shorten(code: str) -> str:
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in code[:40])
    return f"{shown}..." if len(code) > 40 else shown


# --- reading the table ----------------------------------------------------------------------------


@cache
def _table() -> Mapping[str, Country]:
    data = (data_folder("rulesets") / "common" / "countries.json").read_bytes()
    return read_countries(data, where=_WHERE)


@cache
def country_codes() -> frozenset[str]:
    """The codes of all places to which something can go.

    These alone: to read each row with all its checks takes ten times as long, and the checker has done it.
    """
    data = (data_folder("rulesets") / "common" / "countries.json").read_bytes()
    try:
        return frozenset(row["code"] for row in json.loads(data)["countries"] if row["kind"] not in NO_PLACE)
    except (ValueError, TypeError, LookupError):
        return frozenset(row.code for row in list_countries() if row.kind not in NO_PLACE)


@cache
def _members() -> tuple[Country, ...]:
    return tuple(country for country in list_countries() if country.membership is not None)


def read_countries(text_or_bytes: str | bytes, *, where: str) -> Mapping[str, Country]:
    """Read a table of countries in the form `exportrules.countries/1`, by code, in the order of codes.

    Raises:
        JsonError: the text is not strict JSON.
        CountryError: XR821, a row or the head does not have the form.
    """
    head = _Row(where, read_json(text_or_bytes, where=where))
    if head.text("format") != _FORMAT:
        head.fail(f"the format is not `{_FORMAT}`")
    table: dict[str, Country] = {}
    for member in head.members("countries"):
        row = _Row(where, member)
        country = _build_country(row)
        if country.code in table:
            row.fail(f"the code `{country.code}` stands twice")
        table[country.code] = country
    for country in table.values():
        for name in (country.parent, country.counted_under):
            if name is not None and name not in table:
                head.fail(f"`{country.code}` refers to the unknown code `{name}`")
    return dict(sorted(table.items()))


def _build_country(row: _Row) -> Country:
    membership = row.optional("eu_member")
    return Country(
        code=row.text("code"),
        name=row.text("name"),
        kind=cast("Kind", row.choice("kind", get_args(Kind))),
        evidence=cast("Evidence", row.choice("evidence", get_args(Evidence))),
        iso=row.optional_text("iso"),
        iso3=row.optional_text("iso3"),
        also=row.texts("also"),
        parent=row.optional_text("parent"),
        counted_under=row.optional_text("counted_under"),
        membership=None if membership is None else _Row(row.where, membership).period(),
        customs=tuple(_build_status(_Row(row.where, part)) for part in row.members("customs_territory")),
        vat=row.status("vat"),
        excise=row.status("excise"),
        note=row.optional_text("note"),
    )


def _build_status(row: _Row) -> tuple[Status, Period]:
    return row.status("status"), row.period()


class _Row:
    """A JSON object whose members are checked as they are taken."""

    def __init__(self, where: str, value: object) -> None:
        self.where = where
        self._value: dict[str, object] = {}
        if not isinstance(value, dict):
            self.fail("an object is expected")
        self._value = cast("dict[str, object]", value)

    def fail(self, what: str) -> NoReturn:
        code = self._value.get("code")
        name = f" `{code}`" if isinstance(code, str) else ""
        raise CountryError("XR821", f"{self.where}:{name} {what}", "compare the row with the columns in the head")

    def optional(self, name: str) -> object:
        if name not in self._value:
            self.fail(f"the member `{name}` is missing")
        return self._value[name]

    def optional_text(self, name: str) -> str | None:
        value = self.optional(name)
        if value is None or (isinstance(value, str) and value):
            return value
        self.fail(f"the member `{name}` is neither text nor null")

    def text(self, name: str) -> str:
        value = self.optional_text(name)
        if value is None:
            self.fail(f"the member `{name}` is null")
        return value

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name)
        if value not in allowed:
            self.fail(f"the member `{name}` is `{value}`, not one of {', '.join(allowed)}")
        return value

    def status(self, name: str) -> Status:
        return cast("Status", self.choice(name, get_args(Status)))

    def members(self, name: str) -> list[object]:
        value = self.optional(name)
        if not isinstance(value, list):
            self.fail(f"the member `{name}` is no list")
        return cast("list[object]", value)

    def texts(self, name: str) -> tuple[str, ...]:
        values = [value for value in self.members(name) if isinstance(value, str)]
        if len(values) != len(self.members(name)):
            self.fail(f"the member `{name}` holds more than text")
        return tuple(values)

    def period(self) -> Period:
        start, end = self._day("from"), self._day("until")
        if start is not None and end is not None and end < start:
            self.fail("a period ends before it begins")
        return Period(start, end)

    def _day(self, name: str) -> date | None:
        value = self.optional_text(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"the member `{name}` is no date: `{value}`")
