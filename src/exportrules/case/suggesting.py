"""What a name that is not known may mean; only a faulty case pays for the search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import gcd
from typing import TYPE_CHECKING, Final

from exportrules.units import known_spelling

if TYPE_CHECKING:
    from exportrules.vocabulary import FactDefinition, KindDefinition

MOST: Final = 3
SHOWN_NAMES: Final = 12
LONGEST: Final = 80
ALIKE: Final = 0.75
"""How much a spelling slip is alike; 0.6 is the usual mark of what may be meant where nothing else is found."""


def suggest(what: str, name: str, known: Sequence[str]) -> str:
    """The same name in other letters, else what looks alike, else the choice."""
    if not known:
        return f"leave it out; there is no {what} to name"
    near = _spelled_alike(_plain(name), known, 0.6)
    if not near and len(known) > SHOWN_NAMES:
        return f"use a {what} of the vocabulary"
    return _ask(near) if near else f"use {'' if len(known) == 1 else 'one of '}{_quote(known, ', ')}"


def suggest_fact(name: str, facts: Iterable[FactDefinition]) -> str:
    """Of these facts what is spelled alike, and what speaks of the same: in its name, else in its question."""
    known = {fact.name: fact.question for fact in facts}
    plain = _plain(name)
    near = _spelled_alike(plain, list(known), ALIKE)
    if near != [plain]:
        ranked = sorted((found, place) for place, text in known.items() if (found := _shared(plain, place, text)))
        near = list(dict.fromkeys([*near, *(place for _, place in ranked)]))[:MOST]
    return _ask(near) if near else suggest("fact", name, sorted(known))


def suggest_kind(name: str, kinds: Iterable[KindDefinition]) -> str:
    """What the trade calls so (in the plural, too), else kinds and words of the trade that are spelled alike."""
    plain = _plain(name)
    spoken: dict[str, list[str]] = {}
    names: list[str] = []
    for kind in kinds:
        names.append(kind.name)
        for word in (word for text in kind.known_as for word in text.split(", ")):
            spoken.setdefault(_plain(word), []).append(kind.name)
    if plain in names:
        return _ask([plain])
    one = next((word for word in (plain, *_singular(plain)) if word in spoken or word in names), plain)
    if one in names:
        return _ask([one])
    if one in spoken:
        return _ask(sorted(set(spoken[one])))
    # `wall paint` is a paint
    sorts = [kind for word, found in spoken.items() if word.endswith(f"_{one}") for kind in found]
    alike = _spelled_alike(plain, names, ALIKE)
    alike += [kind for word in _spelled_alike(plain, list(spoken), ALIKE) for kind in spoken[word]]
    near = list(dict.fromkeys([*alike, *sorted(sorts), *_spelled_alike(plain, names, 0.6)]))[:MOST]
    return _ask(near) if near else suggest("kind", name, sorted(names))


def _singular(plain: str) -> Iterator[str]:
    for ending in ("s", "es"):
        if plain.endswith(ending):
            yield plain.removesuffix(ending)


# what data sheets print where a case states limits
_SIGNS: Final = {
    "≥": "at_least", ">=": "at_least", "min": "at_least", "min.": "at_least", "at least": "at_least", ">": "above",
    "above": "above", "≤": "at_most", "<=": "at_most", "max": "at_most", "max.": "at_most", "at most": "at_most",
    "up to": "at_most", "<": "below", "below": "below",
}  # fmt: skip
_SIDE: Final = re.compile(
    rf"(?i)({'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))})\s*([0-9].{{0,60}})"
)
_SIDE_AFTER: Final = re.compile(r"(?i)([0-9].{0,60}?(?<!/))\s*\(?(min\.?|max\.?)\)?")
_TWO: Final = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)\s?([^0-9\s.,x]{0,20}?)\s*(?:[-–—…~]|\.{2,3}|to)\s*([0-9]+(?:\.[0-9]+)?)\s?([^0-9\s.,x-]\S{0,40})"
)


_NUMBER: Final = r"[0-9]{1,18}(?:\.[0-9]{1,18})?"
_TOLERANCE: Final = re.compile(
    rf"({_NUMBER})\s?([^0-9\s.,±+-]\S{{0,20}})?\s*(?:±|\+\s?/?\s?-)\s*({_NUMBER})\s?([^0-9\s.,±+-]\S{{0,40}})?"
)
_BOTH_SIDES: Final = re.compile(rf"(?:±|\+\s?/?\s?-)\s*({_NUMBER}\s?[^0-9\s.,±+-]\S{{0,40}})")
_ABOUT: Final = re.compile(r"(?i)(?:ca\.?|circa|approx\.?|approximately|about|around|~|≈)\s*[0-9].{0,60}")
_STROKE: Final = re.compile(r"\s*([0-9]{2,18})/([0-9]{2,18})\s?([^0-9\s.,].{0,40})")
_DIAMETER: Final = re.compile(r"[Øø⌀∅]\s*([0-9].{0,60})")
_UNIT_FIRST: Final = re.compile(rf"([^\W\d_]{{1,12}})\s?({_NUMBER})")
_MIXED: Final = re.compile(r"([0-9]{1,9})[ -]([0-9]{1,9})/([0-9]{1,9})\s?(\D.{0,40})")
_INCH: Final = frozenset(('"', "''", "″", "”"))


def suggest_form(text: str) -> str:
    """How a case states what data sheets print otherwise (`DN 40`, `5 ± 1 mm`, `≥ 20 W`); nothing for other texts."""
    text = text.strip()
    if found := _UNIT_FIRST.fullmatch(text):
        return f"write the number before the unit: `{found[2]} {found[1]}`" if known_spelling(found[1]) else ""
    if found := _DIAMETER.fullmatch(text):
        return f"leave the sign out: `{found[1]}`"
    if found := _BOTH_SIDES.fullmatch(text):
        size = found[1]
        return f'write the size alone, `{size}`, or of a range both ends: {{"from": "-{size}", "to": "{size}"}}'
    if _ABOUT.fullmatch(text):
        return 'write what is not exact as a range from the least to the greatest: {"from": "…", "to": "…"}'
    if found := _MIXED.fullmatch(text):
        whole, above, below, unit = found.groups()
        unit = "inch" if unit in _INCH else unit
        return f"write it as a fraction: `{int(whole) * int(below) + int(above)}/{below} {unit}`"
    if found := _TOLERANCE.fullmatch(text):
        value, unit, margin, last = found.groups()
        if (unit or last) and unit in (None, last or unit):
            ends = (Decimal(value) - Decimal(margin), Decimal(value) + Decimal(margin))
            low, high = (f"{end} {unit or last}" for end in ends)
            return f'write a tolerance as a range: {{"from": "{low}", "to": "{high}"}}'
    return _suggest_limits(text)


def suggest_two(text: str) -> str:
    """What to write where a stroke stands between two figures (`1064/532 nm`); fractions are in their lowest terms."""
    found = _STROKE.fullmatch(text) if "/" in text else None
    if found is None:
        return ""
    first, second, unit = found.groups()
    if gcd(int(first), int(second)) == 1 and unit != "nm":
        return ""
    both = f'["{first} {unit}", "{second} {unit}"]'
    return f'write one value, or {{"one_of": {both}}} when one of them holds; a fraction in its lowest terms'


def _suggest_limits(text: str) -> str:
    """How a case states limits that a text prints (`≥ 20 W`, `20-30 W`, `20 W max.`); nothing for any other text."""
    if found := _TWO.fullmatch(text):
        low, of_low, high, unit = found.groups()
        ends = (f"{low} {of_low or unit}", f"{high} {unit}")
        limits, span = (
            f'{{"{first}": "{ends[0]}", "{last}": "{ends[1]}"}}'
            for first, last in (("at_least", "at_most"), ("from", "to"))
        )
        return f"write limits as {limits}, a range as {span}"
    if found := _SIDE.fullmatch(text):
        return f'write a limit as {{"{_SIGNS[found[1].lower()]}": "{found[2]}"}}'
    found = _SIDE_AFTER.fullmatch(text)
    if found is None or found[1].split()[-1].isdigit():  # `75 min.` are minutes
        return ""
    return f'write a limit as {{"{_SIGNS[found[2].lower()]}": "{found[1]}"}}'


def _shared(plain: str, name: str, question: str) -> tuple[int, int, int] | None:
    """How well a fact fits the words of a name, the best least; None where none of them is in it.

    A word of its name tells more than one of its question, a long name is about more than was meant, and of two that
    fit alike the shorter speaks of more.
    """
    own, said = name.split("_"), set(re.findall(r"\w+", question.casefold()))
    words = [word for word in plain.split("_") if word in own or word in said]
    fit = len(own) - sum(4 if word in own else 2 for word in words)
    return (-len(words), fit, len(own)) if words else None


def _spelled_alike(plain: str, known: Sequence[str], share: float) -> list[str]:
    from difflib import get_close_matches

    return [plain] if plain in known else get_close_matches(plain, known, n=MOST, cutoff=share)


def _plain(name: str) -> str:
    return "_".join(name[:LONGEST].casefold().replace("-", " ").split())


def _ask(names: Sequence[str]) -> str:
    return f"did you mean {_quote(names, ' or ')}?"


def _quote(names: Sequence[str], between: str) -> str:
    return between.join(f"`{name}`" for name in names)


__all__ = ["suggest", "suggest_fact", "suggest_form", "suggest_kind", "suggest_two"]
