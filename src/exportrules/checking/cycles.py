"""Paragraphs that refer to themselves on the same item: through references, notes and derived facts (XR407)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from exportrules.checking.report import Report
from exportrules.checking.statements import walk
from exportrules.rules import conditions as rules
from exportrules.rules.inside import conditions_within, facts_read, facts_tested, lines_of
from exportrules.rules.rulebook import SECTION, DerivedFormula, Rulebook, belongs
from exportrules.rules.statements import Statement
from exportrules.vocabulary import Vocabulary


def check_cycles(book: Rulebook, report: Report) -> None:
    """Report every circle of references once. A reference through a part or role is no circle: a case is finite."""
    search = _Search(book)
    for statement in (item for roots in book.roots.values() for root in roots for item in walk(root)):
        circle = search.find(statement)
        if circle:
            told = dict.fromkeys(map(_name, circle))
            names = " → ".join(f"`{name}`" for name in told)
            first = min(circle, key=lambda item: (item.ruleset, item.span.line, item.code))
            report.error(
                "XR407",
                f"a circle of references on one item: {names}",
                "refer through a part or role, to a paragraph's own words with `meets`, or to the list that has it",
                first.span,
                tuple((item.span, f"`{_name(item)}` takes part") for item in circle if item is not first),
            )


def _name(statement: Statement) -> str:
    """Its code; a line that takes a whole list over has none."""
    return statement.code or statement.ruleset


def check_formulas(needs: Mapping[str, Sequence[str]], vocabulary: Vocabulary, report: Report) -> None:
    """Report derived facts whose formulas need the fact itself (XR407), except of the parts of the thing."""
    done: set[str] = set()
    for start in sorted(needs):
        trail, waiting = [start], [iter(needs[start])]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                done.add(trail.pop())
            elif following in trail:
                circle = trail[trail.index(following) :]
                names = " → ".join(f"`{name}`" for name in circle)
                span = vocabulary.facts[circle[0]].span
                report.error("XR407", f"a circle of formulas: {names}", "compute one of them from other facts", span)
            elif following in needs and following not in done:
                trail.append(following)
                waiting.append(iter(needs[following]))


def find_needed(lines: Iterable[DerivedFormula]) -> list[str]:
    """The facts that the formulas of a fact need, in order."""
    found: set[str] = set()
    for line in lines:
        refs = [*facts_read(line.body), *(() if line.when is None else facts_tested(line.when))]
        found |= {ref.name for ref in refs}
    return sorted(found)


class _Above:
    """What a paragraph takes from above: its parent with all but that paragraph and what stands beside it."""

    def __init__(self, parent: Statement, below: Statement) -> None:
        self.statement = parent
        self.below = below

    @property
    def asked(self) -> Iterator[rules.Condition]:
        """The conditions of the parent, and the other limbs that its word asks for."""
        parent = self.statement
        if parent.head is not None:
            yield parent.head
        yield from (*parent.wheres, *(item.condition for item in parent.exclusions))
        if parent.connective in ("all", "at least"):
            yield from (item for item in parent.members if item is not self.below)


_Asking: TypeAlias = "Statement | _Above"


class _Search:
    """Depth-first search; each statement is left for good once all that it asks for was searched."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._done: set[int] = set()
        self._reported: set[frozenset[int]] = set()
        self._derived: dict[str, tuple[_Asking, ...]] = {}
        self._above: dict[int, _Above] = {}

    def find(self, start: Statement) -> tuple[Statement, ...]:
        """A circle that can be reached from a statement and was not reported yet, or nothing."""
        if id(start) in self._done:
            return ()
        trail: list[_Asking] = [start]
        places = {id(start): 0}
        stack = [iter(self._asks(start))]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                left = trail.pop()
                del places[id(left)]
                self._done.add(id(left))
                continue
            if id(following) in places:
                circle = self._named(trail[places[id(following)] :])
                key = frozenset(map(id, circle))
                if key not in self._reported:
                    self._reported.add(key)
                    return circle
                continue
            if id(following) not in self._done:
                places[id(following)] = len(trail)
                trail.append(following)
                stack.append(iter(self._asks(following)))
        return ()

    def _named(self, trail: list[_Asking]) -> tuple[Statement, ...]:
        statements = list(dict.fromkeys(item if isinstance(item, Statement) else item.statement for item in trail))
        named = [item for item in statements if item.code or item.takes]
        return tuple(named or statements)

    def _asks(self, asking: _Asking) -> Iterator[_Asking]:
        """The statements whose truth is needed for this one's, on the same item."""
        if isinstance(asking, _Above):
            for condition in asking.asked:
                yield from self._in(condition)
            yield from self._taken(asking.statement)
            return
        yield from asking.members
        for condition in lines_of(asking):
            yield from self._in(condition)

    def _taken(self, statement: Statement) -> Iterator[_Above]:
        """What it takes from above, one and the same each time."""
        if statement.parent is not None:
            yield self._above.setdefault(id(statement), _Above(statement.parent, statement))

    def _in(self, condition: rules.Condition) -> Iterator[_Asking]:
        """`item` is the item also where a part is at hand; a part that is tested itself is another."""
        match condition:
            case Statement():
                yield condition
            case rules.ListedTest() if condition.subject == "item":
                for target in condition.targets:
                    yield from self._targets(target, own=bool(condition.own))
            case rules.NumberTest() | rules.RangeTest():
                for ref in facts_tested(condition):
                    yield from self._formulas(ref)
            case _:
                for item in conditions_within(condition):
                    yield from self._in(item)

    def _formulas(self, ref: rules.FactRef) -> Iterator[_Asking]:
        """The statements that the cases of a derived fact ask for; for a part as an item of its own they are others."""
        if ref.name not in self.book.formulas:
            return
        facts, parts = self.book.vocabulary.facts, self.book.vocabulary.parts
        if ref.owner == "it" and not any(owner in parts for owner in facts[ref.name].owners):
            return
        if ref.name not in self._derived:
            # known as asking for nothing while it is looked at: a circle of formulas is told elsewhere
            self._derived[ref.name] = ()
            conditions = [line.when for line in self.book.formulas[ref.name] if line.when is not None]
            inputs = [inner for line in self.book.formulas[ref.name] for inner in facts_read(line.body)]
            found = [item for condition in conditions for item in self._in(condition)]
            found += [item for inner in inputs for item in self._formulas(inner)]
            self._derived[ref.name] = tuple(found)
        yield from self._derived[ref.name]

    def _targets(self, target: rules.Target, *, own: bool) -> Iterator[_Asking]:
        exact = self.book.find(target.ruleset, target.code)
        if exact is None:
            for root in self.book.roots.get(target.ruleset, ()):
                # what takes a whole list over may do so for the section
                takes_all = root.takes and not root.code and len(target.code) == SECTION
                if takes_all or belongs(root.code, target.code) or root.code == target.code.split(".")[0]:
                    yield root
            return
        yield exact
        if not own:
            yield from self._taken(exact)
