"""Random edits of the texts of a law: of any of its lines, words, days and headers, in the vocabulary too."""

from __future__ import annotations

import re
from random import Random

from small_acts import LIVES, MONTHS
from small_laws import COLOURS, COUNTRIES, KINDS

WORDS = (
    COLOURS, COUNTRIES, tuple(kind for kind in KINDS if kind != "goods"), ("any of", "all of", "none of"),
    (" and ", " or "), ("requires licence", "requires notification", "prohibits", "obliges"),
    ("exemption", "authorisation", "derogation"), ("export", "transit", "brokering"), ("metal", "glass", "wood"),
    ("at least", "above", "below", "at most"), ("8413 70", "8413", "9013 20", "90"),
    ("eu.list", "eu.narrow", "eu.goods"), ("some", "no", "every"), ("sealed", "cooled"),
    ("layer union", "layer national DE", "layer third_country US"), ("for ships", "for planes"),
    ("power / mass", "power / mass when sealed"),
)  # fmt: skip


def edited(files: dict[str, str], random: Random) -> dict[str, str]:
    """The files with one to three places changed; not every result is a law."""
    found = dict(files)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        name = random.choice(("a.xr", "b.xr", "b.xr", "c.xr", "c.xr", "c.xr"))
        found[name] = random.choice((_without, _words, _words, _days, _figures, _headers, _turned))(found[name], random)
    return found


def _without(text: str, random: Random) -> str:
    """A line left out, with all that stands below it."""
    lines = text.split("\n")
    first = random.randrange(2, len(lines))
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and len(lines[last]) - len(lines[last].lstrip()) > depth:
        last += 1
    return "\n".join(lines[:first] + lines[last:])


def _pick(text: str, pattern: str, others: tuple[str, ...], random: Random) -> str:
    places = list(re.finditer(pattern, text))
    if not places:
        return text
    place = random.choice(places)
    return text[: place.start()] + random.choice(others) + text[place.end() :]


def _words(text: str, random: Random) -> str:
    """A word instead of another of its sort."""
    words = random.choice(WORDS)
    return _pick(text, "|".join(map(re.escape, words)), words, random)


def _days(text: str, random: Random) -> str:
    return _pick(text, r"\d{4}-\d\d-\d\d", tuple(map(str, MONTHS)), random)


def _figures(text: str, random: Random) -> str:
    return _pick(text, r"\b[1-4](?= (?:W|kg|mm|dB|GHz|W/kg|count)\b)", ("1", "2", "3"), random)


def _headers(text: str, random: Random) -> str:
    """A further line under a ruleset, a measure, a relief or an entry."""
    day, life = random.choice(MONTHS), random.choice(LIVES)
    lines = ("  not modelled: a gap", f"  in force from {day}", f"  in force from {day} until 2025-06-30",
             f"  stage {random.choice(life)} {day}", "  document X003", "  duty look", "  remark: nothing")  # fmt: skip
    places = [match.end() for match in re.finditer(r"^(?:  layer|  source: none|entry|takes).*\n", text, re.MULTILINE)]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + random.choice(lines) + "\n" + text[place:]


def _turned(text: str, random: Random) -> str:
    """Two lines that follow each other, turned round."""
    lines = text.split("\n")
    first = random.randrange(2, len(lines) - 1)
    return "\n".join([*lines[:first], lines[first + 1], lines[first], *lines[first + 2 :]])
