"""In which order questions come: what shuts most of what is open first, what is near to the item before the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from exportrules import records
from exportrules.case.values import Subject
from exportrules.decision import Decision
from exportrules.decision.warning import named_in, numbers_of
from exportrules.explanation.model import QuestionForm
from exportrules.explanation.readings import WIDE, breadth_of
from exportrules.program.frame import Frame
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

NARROW = 10
"""How much more a paragraph about few kinds of items counts."""


@records.mutable(eq=False)
class Gathered:
    """All openings that one answer would settle."""

    form: QuestionForm
    name: str
    subject: Subject | None
    tests: list[rules.Condition]
    asked_by: dict[str, None]
    via: set[str]
    """The measures and reliefs for which it is asked, also by way of paragraphs."""
    places: set[Statement]


def sort_by_use(
    decision: Decision, found: Collection[Gathered], *, direct: frozenset[str], idle: frozenset[str]
) -> list[Gathered]:
    """What is open, in the order in which to ask for it.

    What decides whether a control applies at all comes before what may lift it if it does (the `idle` reliefs), and
    what a provision asks itself (`direct`) before what single paragraphs ask; of these first entries that name what is
    stated, then the one that leaves the least open behind it, where paragraphs about few kinds of items count for more.
    """
    asked = Counter(path for item in found for path in item.asked_by)
    named, narrow = Named(decision), _weigh_narrow(decision, found)
    shut = _weigh_heads(found, narrow)

    def order(item: Gathered) -> tuple[bool, bool, bool, int, str]:
        settles = sum(narrow.get(path, 1) * 1000 // asked[path] for path in item.asked_by) + shut[id(item)]
        unnamed = not any(map(named.holds, item.places))
        return idle.issuperset(item.via), direct.isdisjoint(item.asked_by), unnamed, -settles, item.name

    return sorted(found, key=order)


def _weigh_narrow(decision: Decision, found: Iterable[Gathered]) -> dict[str, int]:
    """Of the paragraphs that ask those that speak of the item's own kinds and of few others, each with its weight."""
    frame, every = Frame(decision.session, decision.case.item), len(decision.session.program.vocabulary.kinds)
    places = {place for item in found for place in item.places}
    return {place.code: NARROW for place in places if breadth_of(place, frame) * WIDE < every}


def _weigh_heads(found: Iterable[Gathered], narrow: dict[str, int]) -> dict[int, int]:
    """For what a paragraph asks for at its head: how much stands open below it, which one answer can shut at once."""
    below: Counter[Statement] = Counter()
    for place in {place for item in found for place in item.places}:
        above: Statement | None = place
        while above is not None:
            below[above] += narrow.get(place.code, 1) * 1000
            above = above.parent
    shut: dict[int, int] = {}
    for item in found:
        tests = {id(test) for test in item.tests}
        heads = (place for place in item.places if not tests.isdisjoint(map(id, _needed_at_head(place))))
        shut[id(item)] = sum(below[place] for place in heads)
    return shut


def _needed_at_head(statement: Statement) -> Iterator[rules.Condition]:
    """The tests that must all hold before anything below a paragraph counts."""
    waiting = [item for item in (statement.head, *statement.wheres) if item is not None]
    while waiting:
        match waiting.pop():
            case rules.AllOf(items=items):
                waiting.extend(items)
            case rules.Defined(meaning=meaning):
                waiting.append(meaning)
            case test:
                yield test


class Named:
    """Which entries name the substance that is stated: what is open there is near, however little it would settle."""

    def __init__(self, decision: Decision) -> None:
        self._stated = numbers_of(decision.case.item)
        self._held: dict[int, bool] = {}

    def holds(self, statement: Statement) -> bool:
        """Whether the entry of a paragraph does."""
        if not self._stated:
            return False
        root = statement
        while root.parent is not None:
            root = root.parent
        found = self._held.get(id(root))
        if found is None:
            found = self._held[id(root)] = any(True for _ in named_in(root, self._stated))
        return found


__all__ = ["Gathered", "sort_by_use"]
