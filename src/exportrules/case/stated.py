"""What a case keeps of what was stated.

Facts of a plain case are coded when it is read (`exportrules.case.plain`) and become values when they are asked for: a
batch decides most lines by the codes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from exportrules.case.reader_values import read_plain_value
from exportrules.case.shapes import as_list, as_object
from exportrules.case.values import Value
from exportrules.jsonquick import is_plain, write_plain
from exportrules.jsontext import read_json, write_json
from exportrules.logic import QUANTA
from exportrules.rules.tables import Table
from exportrules.units import known_spelling

if TYPE_CHECKING:
    from exportrules.case.faults import Reading
    from exportrules.vocabulary import FactDefinition

__all__ = [
    "MOST_DIGITS",
    "PlainFacts",
    "find_multiplier",
    "keep_stated",
    "make_plain_facts",
]

MOST_DIGITS: Final = 18


@lru_cache(maxsize=4096)
def find_multiplier(name: str, decimals: int) -> tuple[str, int] | None:
    """The kind of a unit, and the code of one of the last digits in it; None where that is not one code exactly."""
    unit = known_spelling(name)
    if unit is None or unit.log is not None or unit.offset:
        return None
    numerator, denominator = unit.scale.as_integer_ratio()
    code, rest = divmod(2 * QUANTA * numerator, denominator * 10**decimals)
    # an odd code stands for a value between two quanta, of which no multiple can be taken
    return None if rest or code % 2 else (unit.kind, code)


class PlainFacts(Table[str, Value]):
    """Facts that are all stated in the usual way, as they were stated, with their codes."""

    __slots__ = ("codes", "definitions")
    codes: Mapping[str, Any]
    definitions: Mapping[str, FactDefinition]

    @property
    def stated(self) -> Mapping[str, Any]:
        """What was stated, as it was."""
        return self._handles

    def __getitem__(self, key: str) -> Value:
        made = self._made
        if key in made:
            return made[key]
        value = read_plain_value(self.definitions[key], self._handles[key])
        assert value is not None, key  # noqa: S101 - whatever is coded can be read
        return made.setdefault(key, value)

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process gets the values: definitions are large."""
        return dict, (dict(self),)


_new: Final[Callable[[type[PlainFacts]], PlainFacts]] = object.__new__


def make_plain_facts(
    stated: Mapping[str, Any], codes: Mapping[str, Any], definitions: Mapping[str, FactDefinition]
) -> PlainFacts:
    """The facts that were stated, with the codes of all of them; a call of the class would take twice as long."""
    made = _new(PlainFacts)
    made._handles = stated  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    made._made = {}  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    made.codes = codes
    made.definitions = definitions
    return made


# ---- what a case keeps --------------------------------------------------------------------------


def keep_stated(reading: Reading, members: Mapping[str, object], *, parsed: bool) -> str | Mapping[str, object]:
    """What a case without faults keeps of what was stated: its canonical text, or an object that nobody else holds."""
    if reading.has_wide_numbers:
        return write_json(_make_plain(members))
    if parsed:
        return members
    text = write_plain(members)
    # refuses invisible characters and deep nesting, which JSON text could not have brought in
    if not is_plain(text):
        read_json(text, where="case")
    return text


def _make_plain(value: object) -> object:
    """The same value as JSON could have given it: days as text, every mapping and list a plain one."""
    if isinstance(value, date):
        return value.isoformat()
    members = as_object(value)
    if members is not None:
        return {key: _make_plain(member) for key, member in members.items()}
    items = as_list(value)
    return value if items is None else [_make_plain(item) for item in items]
