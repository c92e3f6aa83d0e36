"""A synthetic control list of any size, transactions for it, and the plain evaluator that says what is right.

Everything follows from a seed. An entry speaks of one item kind (a few are catch-alls of none), tests some of its
kind's quantities, and may depend on the destination, the end use, the exporting Member State and the day. It may have
an exception. Its level is 1 (notification) to 4 (prohibition).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

FALSE, UNKNOWN, TRUE = 0, 1, 2
END_USES = ("civil", "research", "telecom", "energy", "medical", "space", "military", "nuclear", "missile", "policing")
STATES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
QUANTITIES = {
    "frequency": "GHz", "wavelength": "nm", "power": "W", "range": "km", "accuracy": "um", "temperature": "K",
    "bandwidth": "MHz", "pressure": "MPa", "flow": "l/s", "volume": "l", "mass": "kg", "thrust": "kN", "speed": "m/s",
    "resolution": "nm", "channels": "count", "density": "g/cm^3", "strength": "MPa", "energy": "J", "pulse": "ps",
    "aperture": "mm", "altitude": "m", "depth": "m", "endurance": "h", "current": "A", "voltage": "V",
    "share": "percent",
}  # fmt: skip
PARAMETERS = {f"{stem}_{letter}": unit for stem, unit in QUANTITIES.items() for letter in "abcdefgh"}
COMMON = ("value_share", "stock")
UNITS = {**PARAMETERS, "value_share": "percent", "stock": "count"}

Test = tuple[str, str, Fraction, Fraction]
"""">=", "<=" or "between"; the parameter; one or two limits."""
Tree = Any
"""A test, or ("all", …) or ("any", …) of trees."""


@attrs.frozen
class Entry:
    """One entry of the list."""

    number: int
    kind: str | None
    condition: Tree
    exception: Tree | None
    group: str | None
    outside_group: bool
    end_uses: tuple[str, ...]
    state: str | None
    first: date | None
    last: date | None
    level: int

    @property
    def code(self) -> str:
        """A code in the manner of Annex I."""
        return f"{self.number // 5000}{'ABCDE'[self.number // 1000 % 5]}{self.number % 1000:03d}"


@attrs.frozen
class Transaction:
    """One order line; `values` are in the unit of their parameter, and what is not stated is not there."""

    kind: str | None
    destination: str
    end_use: str
    state: str
    day: date
    values: dict[str, Fraction]


@attrs.frozen
class Workload:
    """Entries, kinds with their parameters, and groups of destinations."""

    entries: tuple[Entry, ...]
    kinds: dict[str, tuple[str, ...]]
    groups: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """Codes that exportrules knows, without the Member States."""
    from exportrules.countries import is_country, list_countries

    codes = (country.code for country in list_countries() if is_country(country.code))
    return tuple(sorted(code for code in codes if code not in STATES and len(code) == 2))


def make_workload(size: int, seed: int = 1) -> Workload:
    """A control list of `size` entries: about ten of a kind."""
    chance = random.Random(seed * 1_000_003 + size)
    kinds = {
        f"kind_{number:04d}": tuple(chance.sample(sorted(PARAMETERS), 12)) for number in range(max(20, size // 10))
    }
    sizes = (7, 8, 12, 20, 27, 40, 45, 60, 80, 110, 150, 3)
    groups = {f"group_{place}": frozenset(chance.sample(countries(), count)) for place, count in enumerate(sizes)}
    names, weights = list(kinds), [1 / (1 + place % 17) for place in range(len(kinds))]
    entries = tuple(_make_entry(chance, number, names, weights, kinds, sorted(groups)) for number in range(size))
    return Workload(entries, kinds, groups)


def _make_entry(
    chance: random.Random,
    number: int,
    names: list[str],
    weights: list[float],
    kinds: dict[str, tuple[str, ...]],
    groups: list[str],
) -> Entry:
    catch_all = chance.random() < 0.03
    kind = None if catch_all else chance.choices(names, weights)[0]
    parameters = COMMON if kind is None else (*kinds[kind], COMMON[0])
    first = date(2020 + chance.randint(0, 6), 1, 1) if chance.random() < 0.10 else None
    return Entry(
        number,
        kind,
        _make_tree(chance, parameters, chance.randint(1, 2 if catch_all else 5)),
        _make_tree(chance, parameters, chance.randint(1, 2)) if chance.random() < 0.12 else None,
        chance.choice(groups) if catch_all or chance.random() < 0.14 else None,
        chance.random() < 0.3,
        tuple(sorted(chance.sample(END_USES, chance.randint(1, 4)))) if catch_all or chance.random() < 0.1 else (),
        chance.choice(STATES) if chance.random() < 0.15 else None,
        first,
        date(first.year + 2, 1, 1) if first is not None and chance.random() < 0.5 else None,
        chance.choices((1, 2, 3, 4), (2, 3, 4, 1))[0],
    )


def _number(chance: random.Random) -> Fraction:
    return Fraction(round(10 ** chance.uniform(0, 4) * 1000), 1000)


def _make_tree(chance: random.Random, parameters: tuple[str, ...], leaves: int) -> Tree:
    def leaf() -> Test:
        parameter, dice, low = chance.choice(parameters), chance.random(), _number(chance)
        if dice < 0.5:
            return ">=", parameter, low, low
        if dice < 0.85:
            return "<=", parameter, low, low
        return "between", parameter, low, Fraction(round(low * chance.randint(2, 50)))

    def build(count: int, depth: int, word: str) -> Tree:
        if count == 1:
            return leaf()
        if depth == 0:
            return (word, *(leaf() for _ in range(count)))
        part = chance.randint(1, count - 1)
        other = "any" if word == "all" else "all"
        return (word, build(part, depth - 1, other), build(count - part, depth - 1, other))

    return build(leaves, 3, chance.choice(("all", "all", "any")))


def make_transactions(workload: Workload, count: int, seed: int = 1, *, kind_known: bool = True) -> list[Transaction]:
    """Order lines: most of a kind of the list, with three to twelve of its quantities."""
    chance = random.Random(seed * 7919 + len(workload.kinds))
    names = list(workload.kinds)
    return [_make_transaction(chance, names, workload, kind_known=kind_known) for _ in range(count)]


def complete(workload: Workload, line: Transaction, seed: int = 1) -> Transaction:
    """The same line with every quantity of its kind stated, so that no answer can be open."""
    chance = random.Random(f"{seed} {sorted(line.values)}")
    names = (*workload.kinds.get(line.kind or "", ()), *COMMON)
    return attrs.evolve(line, values={**{name: _number(chance) for name in names}, **line.values})


def _make_transaction(chance: random.Random, names: list[str], workload: Workload, *, kind_known: bool) -> Transaction:
    kind = chance.choice(names)
    stated = chance.sample(workload.kinds[kind], chance.randint(3, 12)) + [
        name for name in COMMON if chance.random() < 0.5
    ]
    values = {name: _number(chance) for name in stated}
    if chance.random() < 0.1:
        kind = "something_else"
    return Transaction(
        kind if kind_known else None,
        chance.choice(countries()),
        chance.choice(END_USES),
        chance.choice(STATES),
        date(2020 + chance.randint(0, 7), chance.randint(1, 12), chance.randint(1, 28)),
        values,
    )


# ---- what is right -------------------------------------------------------------------------------


def tests_of(tree: Tree) -> Iterator[Test]:
    """The tests of a tree."""
    if tree[0] in ("all", "any"):
        for item in tree[1:]:
            yield from tests_of(item)
    else:
        yield tree


def truth(tree: Tree, values: dict[str, Fraction], missing: int) -> int:
    """Kleene truth; `missing` is what a test of a value that is not stated comes to."""
    if tree[0] == "all":
        return min(truth(item, values, missing) for item in tree[1:])
    if tree[0] == "any":
        return max(truth(item, values, missing) for item in tree[1:])
    word, name, low, high = tree
    value = values.get(name)
    if value is None:
        return missing
    holds = value >= low if word == ">=" else value <= low if word == "<=" else low <= value <= high
    return TRUE if holds else FALSE


def entry_truth(entry: Entry, line: Transaction, groups: dict[str, frozenset[str]], missing: int) -> int:
    """Whether an entry applies: FALSE as `missing` gives the two-valued answer that other engines give."""
    if entry.group is not None and (line.destination in groups[entry.group]) == entry.outside_group:
        return FALSE
    if (entry.end_uses and line.end_use not in entry.end_uses) or entry.state not in (None, line.state):
        return FALSE
    if (entry.first is not None and line.day < entry.first) or (entry.last is not None and line.day > entry.last):
        return FALSE
    if line.kind is None:
        result = TRUE if entry.kind is None else UNKNOWN
    elif entry.kind is not None and entry.kind != line.kind:
        return FALSE
    else:
        result = TRUE
    result = min(result, truth(entry.condition, line.values, missing))
    if entry.exception is not None:
        result = min(result, 2 - truth(entry.exception, line.values, missing))
    return result


def matches(workload: Workload, line: Transaction) -> list[str]:
    """The two-valued answer: the codes of the entries that apply when what is missing fails."""
    return [entry.code for entry in workload.entries if entry_truth(entry, line, workload.groups, FALSE) == TRUE]


def bounds(workload: Workload, line: Transaction) -> tuple[int, int]:
    """The three-valued answer: the strictest level that certainly applies, and the strictest that may."""
    floor = ceiling = 0
    for entry in workload.entries:
        found = entry_truth(entry, line, workload.groups, UNKNOWN)
        if found == TRUE:
            floor = max(floor, entry.level)
        if found != FALSE:
            ceiling = max(ceiling, entry.level)
    return floor, ceiling
