"""Paragraphs that refer to themselves on the same item: through references, notes and derived facts (XR407)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from exportrules.checking.report import Report
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import DerivedFormula, Rulebook, belongs
from exportrules.rules.statements import Statement

Edges = Mapping[int, tuple[Statement, ...]]


def check_cycles(book: Rulebook, report: Report) -> None:
    """Report every circle of references once. A reference through a part or role is no circle: a case is finite."""
    search = _Search(book)
    for known in book.statements.values():
        for statement in known.values():
            circle = search.find(statement)
            if circle:
                names = " → ".join(f"`{item.code}`" for item in circle)
                first = min(circle, key=lambda item: (item.ruleset, item.span.line, item.code))
                report.error(
                    "XR407",
                    f"a circle of references on one item: {names}",
                    "refer through a part or role, or to a paragraph's own words with `meets`",
                    first.span,
                    tuple((item.span, f"`{item.code}` takes part") for item in circle if item is not first),
                )


def check_formulas(book: Rulebook, report: Report) -> None:
    """Report derived facts whose formulas need the fact itself (XR407), except of the parts of the thing."""
    needs = {name: sorted(_needed_by(lines)) for name, lines in book.formulas.items()}
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
                span = book.vocabulary.facts[circle[0]].span
                report.error("XR407", f"a circle of formulas: {names}", "compute one of them from other facts", span)
            elif following in needs and following not in done:
                trail.append(following)
                waiting.append(iter(needs[following]))


def _needed_by(lines: Iterable[DerivedFormula]) -> set[str]:
    found: set[str] = set()
    for line in lines:
        found |= set(_read_by(line.body))
        ref = getattr(line.when, "fact", None)
        if isinstance(ref, rules.FactRef):
            found.add(ref.name)
    return found


def _read_by(expression: rules.Expression) -> Iterator[str]:
    match expression:
        case rules.FactRef():
            yield expression.name
        case rules.Stripped():
            yield expression.fact.name
        case rules.Arithmetic():
            yield from _read_by(expression.left)
            yield from _read_by(expression.right)
        case rules.Scaled():
            yield from _read_by(expression.body)
        case rules.Gathered() if expression.over is None:
            for item in expression.items:
                yield from _read_by(item)
        case _:
            return


class _Search:
    """Depth-first search; each statement is left for good once all that it asks for was searched."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._done: set[int] = set()
        self._reported: set[frozenset[int]] = set()

    def find(self, start: Statement) -> tuple[Statement, ...]:
        """A circle that can be reached from a statement and was not reported yet, or nothing."""
        if id(start) in self._done:
            return ()
        trail: list[Statement] = [start]
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

    def _named(self, trail: list[Statement]) -> tuple[Statement, ...]:
        named = [item for item in trail if item.code]
        return tuple(named or trail)

    def _asks(self, statement: Statement) -> Iterator[Statement]:
        """The statements whose truth is needed for this one's, on the same item."""
        yield from statement.members
        conditions: list[rules.Condition] = [*statement.wheres, *statement.also]
        if statement.head is not None:
            conditions.append(statement.head)
        conditions += [item.condition for item in statement.exclusions]
        for condition in conditions:
            yield from self._in(condition)

    def _in(self, condition: rules.Condition) -> Iterator[Statement]:
        match condition:
            case Statement():
                yield condition
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    yield from self._in(item)
            case rules.Negated():
                yield from self._in(condition.item)
            case rules.Defined():
                yield from self._in(condition.meaning)
            case rules.ListedTest() if condition.subject == "item":
                for target in condition.targets:
                    yield from self._targets(target, own=condition.own)
            case _:
                return

    def _targets(self, target: rules.Target, *, own: bool) -> Iterator[Statement]:
        exact = self.book.find(target.ruleset, target.code)
        if exact is None:
            for root in self.book.roots.get(target.ruleset, ()):
                if belongs(root.code, target.code) or root.code == target.code.split(".")[0]:
                    yield root
            return
        yield exact
        above = None if own else exact.parent
        while above is not None:
            for condition in (above.head, *above.wheres, *(item.condition for item in above.exclusions)):
                if condition is not None:
                    yield from self._in(condition)
            above = above.parent
