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

WEIGHT = 10_000
"""What a paragraph counts; its questions share it."""
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
    named, heads = Named(decision), {id(item): _headed_by(item) for item in found}
    weights = _weigh_paragraphs(decision, found, {place for headed in heads.values() for place in headed})
    below = _add_up_below(weights)
    told: dict[str, int] = {}
    for place, weight in weights.items():
        # several lists may have a paragraph of this code
        told[place.code] = max(weight, told.get(place.code, 0))

    def order(item: Gathered) -> tuple[bool, bool, bool, int, str]:
        settles = sum(told.get(path, WEIGHT) // asked[path] for path in item.asked_by)
        settles += sum(below[place] for place in heads[id(item)])
        unnamed = not any(map(named.holds, item.places))
        return idle.issuperset(item.via), direct.isdisjoint(item.asked_by), unnamed, -settles, item.name

    return sorted(found, key=order)


def _weigh_paragraphs(
    decision: Decision, found: Iterable[Gathered], headed: Collection[Statement]
) -> dict[Statement, int]:
    """How much each paragraph that asks counts: more where it speaks of the item's own kinds and of few others.

    And less below one that asks at its head for what is not known, since what it asks may turn out to be idle.
    """
    frame, every = Frame(decision.session, decision.case.item), len(decision.session.program.vocabulary.kinds)
    weights: dict[Statement, int] = {}
    for place in {place for item in found for place in item.places}:
        near = breadth_of(place, frame) * WIDE < every
        idle = any(above in headed for above in _above(place))
        weights[place] = WEIGHT * (NARROW if near else 1) // (NARROW if idle else 1)
    return weights


def _add_up_below(weights: dict[Statement, int]) -> Counter[Statement]:
    """What all open paragraphs from one on downwards count together: a no to what it needs shuts them at once."""
    below: Counter[Statement] = Counter()
    for place, weight in weights.items():
        for above in (place, *_above(place)):
            below[above] += weight
    return below


def _above(statement: Statement) -> Iterator[Statement]:
    above = statement.parent
    while above is not None:
        yield above
        above = above.parent


def _headed_by(item: Gathered) -> tuple[Statement, ...]:
    """The paragraphs that need what is asked at their heads."""
    tests = {id(test) for test in item.tests}
    return tuple(place for place in item.places if not tests.isdisjoint(map(id, _needed_at_head(place))))


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
