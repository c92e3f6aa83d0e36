"""What is known of a rulebook before a case comes: gates, days of change, what tests what.

The program asks here before it touches a paragraph or a measure, so that those which cannot matter to a case
are never looked at. All of it follows from the rulebook; a compiled rulebook carries it along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from exportrules import records
from exportrules.logic import Period
from exportrules.program.gates import Gate, find_gate
from exportrules.program.needs import Needs, find_needs
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import MeasureRule, Statement
from exportrules.rules.tables import Table
from exportrules.vocabulary import Vocabulary


@records.frozen(eq=False)
class Entrance:
    """An entry of a list as seen from outside: its code, what it needs, and whether it takes others over."""

    code: str
    gate: Gate
    takes: bool


@records.frozen(eq=False)
class Head:
    """A measure as seen from outside: where and when it holds, and what each of its effects needs."""

    ruleset: str
    name: str
    activities: frozenset[str]
    period: Period
    lists: tuple[str, ...]
    needs: tuple[Needs, ...]

    @property
    def path(self) -> str:
        """Its name within all rulesets."""
        return f"{self.ruleset}.{self.name}"


@records.frozen(eq=False)
class Index:
    """The same for a rulebook from text and for a compiled one."""

    change_days: Sequence[date]
    """Every day on which something that is loaded begins or ends, in order."""
    asked: Mapping[str, frozenset[tuple[str, str]]]
    """For each ruleset the lists and paragraphs that its paragraphs ask about, as ruleset and code."""
    entrances: Mapping[str, Sequence[Entrance]]
    """The entries of each ruleset, in the order of its roots."""
    possible: Mapping[str, frozenset[str]]
    """For each item kind the others, not above it, that an item of it may be: narrower ones, and those around them."""
    heads: Sequence[Head]
    """The measures, in the order of the rulebook."""
    lifting: Mapping[str, tuple[int, ...]]
    """For the path of a measure the places of the reliefs that lift it."""


def make_index(book: Rulebook) -> Index:
    """The index of a rulebook."""
    from exportrules.program.changes import collect_change_days, collect_lists

    lifting: dict[str, tuple[int, ...]] = {}
    for place, relief in enumerate(book.reliefs):
        for name in relief.lifts:
            lifting[name] = (*lifting.get(name, ()), place)
    return Index(
        collect_change_days(book),
        collect_lists(book),
        Table({name: name for name in book.roots}, lambda name: tuple(map(make_entrance, book.roots[name]))),
        find_possible(book.vocabulary),
        tuple(make_head(measure, book) for measure in book.measures),
        lifting,
    )


def make_entrance(root: Statement) -> Entrance:
    """An entry as seen from outside."""
    return Entrance(root.code, find_gate(root), root.takes)


def find_takers(book: Rulebook, index: Index, ruleset: str) -> tuple[tuple[int, Statement], ...]:
    """The lines of a list that take others over, with their places."""
    places = (place for place, entrance in enumerate(index.entrances.get(ruleset, ())) if entrance.takes)
    return tuple((place, book.roots[ruleset][place]) for place in places)


def find_possible(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """For each item kind the others of which an item of it may be, those above it left out, of which it is.

    The narrower kinds, and whatever these lie within: an assembly may be an oscillator where some assemblies are.
    """
    found: dict[str, set[str]] = {}
    for name, kind in vocabulary.kinds.items():
        for above in kind.above:
            if above != name:
                found.setdefault(above, set()).update(kind.above)
    return {name: frozenset(kinds - vocabulary.kinds[name].above) for name, kinds in sorted(found.items())}


def make_head(measure: MeasureRule, book: Rulebook) -> Head:
    """A measure as seen from outside."""
    needs = tuple(find_needs(effect.condition, book) for effect in measure.effects)
    return Head(measure.ruleset, measure.name, measure.activities, measure.period, measure.lists, needs)


__all__ = ["Entrance", "Head", "Index", "find_possible", "find_takers", "make_entrance", "make_head", "make_index"]
