"""Read a case at once that states everything in the usual way: words of the law, numbers with a unit, yes or no.

Whatever else there is, a fault above all, is left to `exportrules.case.reader`, which then reads it from the start;
what is read here, it reads alike. What is kept from one case to the next is what the law and the units say, and a
bounded number of texts of quantities with their codes.
"""

# It looks at values of which nothing is known beforehand.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping
from json import JSONDecoder
from typing import Any, Final, TypeAlias

from exportrules.case.faults import MAX_FACTS
from exportrules.case.reader import ACTIVITIES, FORMAT
from exportrules.case.reader_values import is_plain_code
from exportrules.case.shapes import find_day, find_text_day
from exportrules.case.stated import MOST_DIGITS, find_multiplier, make_plain_facts
from exportrules.case.values import NOBODY, Case, Subject
from exportrules.countries import country_codes
from exportrules.jsontext import FORBIDDEN, MAX_BYTES
from exportrules.records import maker
from exportrules.units import find_mistaken, known_spelling
from exportrules.vocabulary import ITEM, TRANSACTION, FactDefinition, Vocabulary

__all__ = ["MAX_TEXTS", "PlainReader"]

MAX_TEXTS: Final = 16_384
"""Texts of quantities that are remembered, over all facts."""
RARE: Final = 2 * MAX_TEXTS
"""Where so many are new among fewer facts than these, none is looked up any more."""
TURN: Final = 200_000
"""After how many facts it all begins anew, so that a batch of other texts is read as quickly."""
_LONGEST: Final = MOST_DIGITS + 1
_ACTIVITIES: Final = frozenset(ACTIVITIES)
_CUSTOMS: Final = "customs_code"
_BLANKS: Final = " \t\r\n"
_parse = JSONDecoder().raw_decode
_make_case = maker(Case)
_make_subject = maker(Subject)

Members: TypeAlias = dict[Any, Any]
Scales: TypeAlias = "tuple[int | None, ...]"
"""The codes of one of the last digit of a number in some unit, by the number of its decimals."""


class _Known(dict[Any, Any]):
    """The codes of one fact by what is stated of it; of a quantity those of late, beside the scales of its units."""

    __slots__ = ("asked", "form", "kind", "recurs", "scales")

    def __init__(self, definition: FactDefinition) -> None:
        super().__init__(_find_codes(definition))
        self.form = definition.form
        self.kind = self.asked = ""
        if definition.form == "quantity" and definition.unit is not None:
            self.kind, self.asked = definition.unit.kind, definition.unit.name
        self.scales: dict[str, Scales] = {}
        self.recurs = True


def _find_codes(definition: FactDefinition) -> Mapping[Any, Any]:
    match definition.form:
        case "one of":
            return {word: word for word in definition.values}
        case "country":
            return {code: code for code in country_codes()}
        case "yes or no":
            return {True: True, False: False}
        case _:
            return {}


class PlainReader:
    """Reads plain cases against one vocabulary; what it finds out about a fact or a unit it keeps."""

    __slots__ = ("_facts", "_item", "_kinds", "_room", "_transaction", "_vocabulary")

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._item: dict[str, _Known] = {}
        self._transaction: dict[str, _Known] = {}
        self._kinds: dict[str, frozenset[str]] = {}
        self._room = MAX_TEXTS
        self._facts = 0

    def read(self, raw: Any) -> Case | None:
        """The case, from an object or from JSON text; None for whatever takes a closer look."""
        kind = type(raw)
        if kind is dict:
            return self._read(raw, None)
        return self._read_text(raw) if kind is str or kind is bytes else None

    def _read_text(self, raw: str | bytes) -> Case | None:
        if len(raw) * 4 > MAX_BYTES:
            return None
        try:
            text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
            # an escape may stand for a character that is refused
            if "\\" in text or not (text.isascii() or FORBIDDEN.search(text) is None):
                return None
            members: Any
            members, end = _parse(text)
        except (ValueError, RecursionError):
            return None
        if type(members) is not dict or (end != len(text) and text[end:].strip(_BLANKS)):
            return None
        return self._read(members, text)

    def _read(self, members: Members, text: str | None) -> Case | None:
        """The case of an object, or of what a JSON text gave, which nobody else holds."""
        get = members.get
        activity, identifier, given_day = get("activity"), get("id", ""), get("as_of")
        facts, item, form = get("facts"), get("item"), get("format")
        if type(facts) is not dict or type(item) is not dict or type(identifier) is not str:
            return None
        kind, inner = item.get("kind"), item.get("facts")
        if type(inner) is not dict or len(item) != (1 if kind is None else 2):
            return None
        # a format, an activity, facts and an item, and nothing that is not known here
        length = 4 + ("id" in members) + (given_day is not None)
        if len(members) != length or len(facts) + len(inner) > MAX_FACTS or type(form) is not str or form != FORMAT:
            return None
        if type(activity) is not str or activity not in _ACTIVITIES:
            return None
        if text is not None:
            # where a key stands twice, one of the two was lost
            if text.count(":") != length + len(facts) + len(item) + len(inner):
                return None
        elif identifier.isascii() and identifier.isprintable():
            # three times as fast as to write them out anew
            members, item, facts, inner = members.copy(), item.copy(), facts.copy(), inner.copy()
            members["facts"], members["item"], item["facts"] = facts, item, inner
        else:
            return None
        day = find_text_day(given_day) if type(given_day) is str else find_day(given_day)
        kinds = (self._kinds.get(kind) or self._find_kind(kind)) if type(kind) is str else None
        if (day is None and given_day is not None) or (kinds is None and kind is not None):
            return None
        outer_codes = self._code(facts, self._transaction, TRANSACTION)
        codes = None if outer_codes is None else self._code(inner, self._item, ITEM)
        if outer_codes is None or codes is None:
            return None
        held = make_plain_facts(inner, codes, self._vocabulary.facts)
        subject = _make_subject("item", "", kinds, held, {}, (), (), NOBODY, codes, False)
        outer = make_plain_facts(facts, outer_codes, self._vocabulary.facts)
        return _make_case(identifier, activity, outer, subject, day, members, outer_codes, False)

    def _find_kind(self, kind: Any) -> frozenset[str] | None:
        if kind in self._vocabulary.kinds:
            self._kinds[kind] = frozenset((kind,))
        return self._kinds.get(kind)

    def _code(self, facts: Members, all_known: dict[str, _Known], owner: str) -> Members | None:
        """The codes of all facts of an owner; None where one takes a closer look."""
        codes = facts.copy()
        self._facts += len(codes)
        if self._facts >= TURN:
            self._begin_anew()
        for name, raw in facts.items():
            known = all_known.get(name)
            if known is None:
                known = self._learn(name, all_known, owner)
            if known is None or (type(raw) is not str and type(raw) is not bool):
                return None
            code = known.get(raw) if known.recurs else None
            if code is None:
                # not met of late: the commonest by far are quantities, and a call for each would take its time
                if not known.kind or type(raw) is bool:
                    if known.form == _CUSTOMS and is_plain_code(raw):
                        continue
                    return None
                number, _, unit = raw.partition(" ")
                whole, dot, decimals = number.partition(".")
                digits = whole + decimals
                if not (digits.isdigit() and digits.isascii()) or len(number) > _LONGEST:
                    return None
                scales = known.scales.get(unit) or _find_scales(known, unit)
                scale = None if scales is None else scales[len(decimals)]
                if scale is None or (dot and not (whole and decimals)):
                    return None
                code = int(digits) * scale
                if self._room:
                    self._remember(known, raw, code)
            codes[name] = code
        return codes

    def _learn(self, name: Any, all_known: dict[str, _Known], owner: str) -> _Known | None:
        definition = self._vocabulary.facts.get(name)
        if definition is None or owner not in definition.owners:
            return None
        known = all_known[name] = _Known(definition)
        return known

    def _remember(self, known: _Known, text: str, code: int) -> None:
        known[text] = code
        self._room -= 1
        if not self._room and self._facts < RARE:
            self._forget(recurs=False)

    def _begin_anew(self) -> None:
        self._forget(recurs=True)
        self._facts, self._room = 0, MAX_TEXTS

    def _forget(self, *, recurs: bool) -> None:
        """Forget the texts of quantities."""
        for known in (*self._item.values(), *self._transaction.values()):
            if known.kind:
                known.clear()
                known.recurs = recurs


def _find_scales(known: _Known, unit: str) -> Scales | None:
    """The scales of a spelling of the table, where they are of the kind of the fact."""
    found = [find_multiplier(unit, decimals) for decimals in range(_LONGEST)]
    spelt = known_spelling(unit)
    if spelt is None or find_mistaken(spelt.name, known.asked):
        return None
    if any(item is not None and item[0] == known.kind for item in found):
        known.scales[unit] = tuple(None if item is None else item[1] for item in found)
    return known.scales.get(unit)
