"""Who asks about whom: enough to know that no circle is possible without looking at a paragraph (`cycles.py`)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Final

from exportrules.rules import conditions as rules
from exportrules.rules.inside import conditions_within, facts_read, facts_tested
from exportrules.rules.rulebook import SECTION, DerivedFormula, belongs
from exportrules.rules.statements import Statement

FORMULAS: Final = ""
"""Stands for a ruleset where a derived fact is asked for."""
Ask = tuple[str, bool, str, str, bool]
"""Who asks; whether in a line that holds for all below; the ruleset and code of whom; whether only its own words count.

What takes a whole list over has no code.
"""


def find_asks(statements: Iterable[Statement], derived: Container[str]) -> list[Ask]:
    """What paragraphs ask of others on the same item, also by way of facts that are `derived`."""
    found: dict[Ask, None] = {}
    for statement in statements:
        limits = [statement.head, *statement.wheres, *(item.condition for item in statement.exclusions)]
        others = [*statement.also, *(member for member in statement.members if not member.code)]
        others += [item for _, item in statement.ignored]
        for holds_below, conditions in ((True, limits), (False, others)):
            for condition in conditions:
                for asked in () if condition is None else _asked(condition, derived):
                    found[statement.code, holds_below, *asked] = None
    return list(found)


def find_formula_asks(formulas: Mapping[str, Iterable[DerivedFormula]], derived: Container[str]) -> list[Ask]:
    """The same of derived facts, by the cases of their formulas and by what they are derived from."""
    found: dict[Ask, None] = {}
    for name, lines in formulas.items():
        for line in lines:
            asked = [(FORMULAS, ref.name, False) for ref in facts_read(line.body) if ref.name in derived]
            asked += () if line.when is None else _asked(line.when, derived)
            found |= {(name, False, *item): None for item in asked}
    return list(found)


def _asked(condition: rules.Condition, derived: Container[str]) -> Iterator[tuple[str, str, bool]]:
    match condition:
        case rules.ListedTest():
            if condition.subject == "item":
                yield from ((target.ruleset, target.code, bool(condition.own)) for target in condition.targets)
        case rules.NumberTest() | rules.RangeTest():
            yield from ((FORMULAS, ref.name, False) for ref in facts_tested(condition) if ref.name in derived)
        case _:
            for item in conditions_within(condition):
                yield from _asked(item, derived)


Asking = tuple[str, str, bool]
"""Who asks: its ruleset and code, and whether in a line that holds for all below it."""


def may_circle(asks: Mapping[str, Iterable[Ask]], has_code: Callable[[str, str], bool]) -> bool:
    """Whether a circle is possible, by what the paragraphs of each ruleset ask; `has_code` knows all paragraphs.

    It needs none of the paragraphs, and is never false where `check_cycles` finds a circle.
    """
    graph = _Graph(asks, has_code)
    done: set[Asking] = set()
    for start in graph.askings:
        trail, waiting = [start], [iter(() if start in done else graph.following(start))]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                done.add(trail.pop())
            elif following in trail:
                return True
            elif following not in done:
                trail.append(following)
                waiting.append(iter(graph.following(following)))
    return False


class _Graph:
    """Paragraphs that ask, and which of them somebody comes to who asks about a target."""

    def __init__(self, asks: Mapping[str, Iterable[Ask]], has_code: Callable[[str, str], bool]) -> None:
        self.askings: dict[Asking, list[tuple[str, str, bool]]] = {}
        self._has_code = has_code
        self._by_entry: dict[str, dict[str, list[Asking]]] = {}
        for name, several in asks.items():
            for code, holds_below, ruleset, target, own in several:
                asking = (name, code, holds_below)
                if asking not in self.askings:
                    self._by_entry.setdefault(name, {}).setdefault(_entry(code), []).append(asking)
                self.askings.setdefault(asking, []).append((ruleset, target, own))

    def following(self, asking: Asking) -> list[Asking]:
        """Who is asked, or has to be asked for that, and asks in turn."""
        return [item for target in self.askings[asking] for item in self._reached(*target)]

    def _reached(self, ruleset: str, target: str, own: bool) -> Iterator[Asking]:
        entries = self._by_entry.get(ruleset, {})
        if not target or len(target) == SECTION:
            # a whole list or section, of which a line without a code may hold all
            found = (several for entry, several in entries.items() if not entry or entry.startswith(target))
            yield from (item for several in found for item in several)
            return
        exact = self._has_code(ruleset, target)
        for asking in entries.get(_entry(target), ()):
            # a target without a paragraph of its own stands for its entry
            if not exact or _is_reached(asking, target, own=own):
                yield asking


def _entry(code: str) -> str:
    return code.split(".", maxsplit=1)[0]


def _is_reached(asking: Asking, target: str, *, own: bool) -> bool:
    """Whether what a paragraph asks counts for a target: it stands there, below it, or in a line that holds there."""
    _, code, holds_below = asking
    return belongs(code, target) or (not own and holds_below and target.startswith(code + "."))


__all__ = ["FORMULAS", "Ask", "find_asks", "find_formula_asks", "may_circle"]
