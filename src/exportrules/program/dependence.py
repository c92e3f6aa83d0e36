"""On what the truth of a paragraph depends, as names: of facts, of judged terms, of entries and of tests.

The entries are those in which it lies and to which it refers, since a person may have found something about them; the
tests are those that a question may suppose an answer to. `PARTS` stands for everything that it asks about parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from exportrules import records
from exportrules.case.values import Case
from exportrules.logic import ALWAYS
from exportrules.program.frame import Supposition
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import Statement

PARTS: Final = "parts of the item"
KINDS: Final = "what the item is"
DATES: Final = "the day"
WHOLE: Final = "a whole list"
Names = frozenset[str]


@records.frozen(eq=False)
class Dependence:
    """What a paragraph depends on, and among which truths its own is kept: whether kinds and days bear on it."""

    names: Names
    shelf: int


def find_dependence(statement: Statement, book: Rulebook) -> Dependence | None:
    """What a paragraph depends on; None where it asks about a whole list, of which that cannot be told."""
    found = frozenset(_Walk(book).of(statement))
    return None if WHOLE in found else Dependence(found, 2 * (KINDS in found) + (DATES in found))


def stated_names(case: Case, supposed: Supposition | None) -> Names:
    """What a case states, and what a question supposes, as such names."""
    item = case.item
    names = {*item.facts, *case.transaction, *(_term(record.term) for record in item.judgements)}
    names.update(_place(finding.ruleset, finding.code) for finding in item.findings)
    if item.parts:
        names.add(PARTS)
    return frozenset(names | supposed_names(supposed))


def supposed_names(supposed: Supposition | None) -> Names:
    """What a question supposes, as such names."""
    if supposed is None:
        return frozenset()
    names = {name for _, name in supposed.answers} | {_test(text) for _, text in supposed.pins}
    return frozenset(names | {PARTS} if supposed.absent else names)


def dated_names(case: Case) -> Names:
    """What another day can move for a case, as such names: findings hold by the law of some day."""
    return frozenset({DATES, *(_place(finding.ruleset, finding.code) for finding in case.item.findings)})


def pinned_names(pinned: Iterable[tuple[int, str, str]]) -> Names:
    """The lists of which something is supposed, as such names."""
    return frozenset(_list(ruleset, code) for _, ruleset, code in pinned)


def _test(text: str) -> str:
    return f"test {text}"


def _list(ruleset: str, code: str) -> str:
    return f"listed {ruleset}:{code}"


def _term(term: str) -> str:
    return f"judged {term}"


def _place(ruleset: str, code: str) -> str:
    """The entry of a paragraph, or the section or the whole list that a person found something about."""
    return f"{ruleset}:{code.split('.', maxsplit=1)[0]}"


@lru_cache(maxsize=16384)
def _places(ruleset: str, entry: str) -> tuple[str, ...]:
    """Where a finding about an entry, or about what holds it, may stand; it need not name the list."""
    return tuple(_place(name, code) for name in (ruleset, "") for code in (entry, entry[:2], ""))


class _Walk:
    """Collects the names below a statement."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._seen: set[int | str] = set()

    def of(self, condition: rules.Condition) -> Iterator[str]:
        match condition:
            case Statement():
                yield from self._of_statement(condition)
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    yield from self.of(item)
            case rules.Negated():
                yield from self.of(condition.item)
            case rules.Defined():
                yield from self.of(condition.meaning)
            case rules.PartTest():
                yield PARTS
                for inner in (condition.body, *(ignored for _, ignored in condition.ignored)):
                    if inner is not None:
                        yield from self.of(inner)
            case _:
                yield from self._of_test(condition)

    def _of_test(self, test: rules.Atom) -> Iterator[str]:
        match test:
            case rules.JudgementTest():
                yield from (_term(test.term), _test(test.text))
            case rules.KindTest():
                yield from (KINDS, _test(test.text))
            case rules.CasTest():
                yield from ("cas_number", "cas_identifies_structure")
            case rules.CodeTest():
                yield "cn_code"
            case rules.NumberTest():
                yield from self._of_number(test)
            case rules.RangeTest():
                yield from self._of_fact(test.fact.name)
                yield from self._of_bounds(test.bounds)
            case rules.GroupTest():
                yield DATES
                yield from self._of_fact(test.fact.name)
            case rules.ListedTest():
                for target in test.targets:
                    yield from self._of_target(target)
            case _:
                yield from self._of_fact(test.fact.name)

    def _of_statement(self, statement: Statement) -> Iterator[str]:
        if id(statement) in self._seen:
            return
        self._seen.add(id(statement))
        if statement.code:
            yield from _places(statement.ruleset, statement.code.split(".", maxsplit=1)[0])
        if statement.part:
            yield PARTS
        if statement.period is not ALWAYS:
            yield DATES
        if statement.head is not None:
            yield from self.of(statement.head)
        for item in (*statement.wheres, *statement.members, *statement.also):
            yield from self.of(item)
        for _, ignored in statement.ignored:
            yield from self.of(ignored)
        for exclusion in statement.exclusions:
            yield from self.of(exclusion.condition)
            if exclusion.note.period is not ALWAYS:
                yield DATES

    def _of_target(self, target: rules.Target) -> Iterator[str]:
        yield _list(target.ruleset, target.code)
        exact = self._book.find(target.ruleset, target.code)
        if exact is None:
            yield WHOLE
            return
        # the list speaks of some days only, and what stands above a paragraph narrows it
        yield DATES
        while exact.parent is not None:
            exact = exact.parent
        yield from self.of(exact)

    def _of_number(self, test: rules.NumberTest) -> Iterator[str]:
        yield from self._of_expression(test.fact)
        yield from self._of_bounds(test.bounds)
        for at in test.at:
            if at.bounds is not None:
                yield from self._of_bounds(at.bounds)

    def _of_bounds(self, bounds: rules.Bounds) -> Iterator[str]:
        for end in (bounds.low, bounds.high):
            if end is not None:
                yield from self._of_expression(end)

    def _of_expression(self, expression: rules.Expression) -> Iterator[str]:
        match expression:
            case rules.FactRef():
                yield from self._of_fact(expression.name)
            case rules.Stripped():
                yield from self._of_fact(expression.fact.name)
            case rules.Scaled():
                yield from self._of_expression(expression.body)
            case rules.Arithmetic():
                yield from self._of_expression(expression.left)
                yield from self._of_expression(expression.right)
            case rules.Gathered():
                if expression.over is not None:
                    yield PARTS
                for item in expression.items:
                    yield from self._of_expression(item)
            case _:
                # a constant
                return

    def _of_fact(self, name: str) -> Iterator[str]:
        """A fact, and what its formulas are made of."""
        if name in self._seen:
            return
        self._seen.add(name)
        yield name
        for line in self._book.formulas.get(name, ()):
            yield from self._of_expression(line.body)
            if line.when is not None:
                yield from self.of(line.when)


__all__ = ["Dependence", "Names", "dated_names", "find_dependence", "pinned_names", "stated_names", "supposed_names"]
