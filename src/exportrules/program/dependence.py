"""On what the truth of a paragraph depends, as names: of facts, of judged terms, of entries and of tests.

The entries are those in which it lies and to which it refers, since a person may have found something about them; the
tests are those that a question may suppose an answer to. Everything that it asks about parts hangs on their name.

A paragraph depends on what it refers to; what it reads itself, without that, are mostly a few names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from exportrules import records
from exportrules.case.values import Case, Subject
from exportrules.logic import ALWAYS
from exportrules.program.frame import Supposition
from exportrules.program.splitting import lines_stand_apart
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import Statement

DATES: Final = "the day"
WHOLE: Final = "a whole list"
Names = frozenset[str]


@records.frozen(eq=False)
class Reads:
    """What a statement reads: names, and tests of kinds."""

    names: Names
    kinds: tuple[tuple[str, ...], ...]
    blocks: tuple[Statement, ...] = ()
    """The blocks on the way in which two lines test one fact."""

    @property
    def by_kind(self) -> bool:
        """Whether the item's kinds bear on it."""
        return bool(self.kinds)

    @property
    def by_day(self) -> bool:
        """Whether the day bears on it."""
        return DATES in self.names


def find_reads(conditions: Iterable[rules.Condition], book: Rulebook) -> Reads:
    """What some conditions read themselves; `WHOLE` is among the names where a formula asks for a list."""
    return _read(_Walk(book, follows=False), conditions)


def find_dependence(statement: Statement, book: Rulebook) -> Reads | None:
    """What is read for a paragraph and all that it refers to; None where it asks about a whole list."""
    found = _read(_Walk(book), (statement,))
    return None if WHOLE in found.names else found


def _read(walk: _Walk, conditions: Iterable[rules.Condition]) -> Reads:
    for condition in conditions:
        walk.into(condition)
    return Reads(frozenset(walk.names), tuple(walk.kinds), tuple(walk.blocks))


def stated_names(case: Case, near_parts: Callable[[str], Iterable[str]]) -> Names:
    """What a case states, as such names; `near_parts` tells on which names of parts one of them bears."""
    item = case.item
    names = {*item.facts, *case.transaction, *(_term(record.term) for record in item.judgements)}
    names.update(place_of(finding.ruleset, finding.code) for finding in item.findings)
    if item.parts:
        names.update(_parts(near) for name in set(_named_parts(item)) for near in near_parts(name))
    return frozenset(names)


def _named_parts(subject: Subject) -> Iterator[str]:
    for name, listed in subject.parts.items():
        yield name
        for part in listed.subjects:
            yield from _named_parts(part)


def supposed_names(supposed: Supposition | None) -> Names:
    """What a question supposes, as such names."""
    if supposed is None:
        return frozenset()
    names = {name for _, name in supposed.answers} | {_test(text) for _, text in supposed.pins}
    return frozenset(names.union(_parts(part) for _, part in supposed.absent))


def dated_names(case: Case) -> Names:
    """What another day can move for a case, as such names: findings hold by the law of some day."""
    return frozenset({DATES, *(place_of(finding.ruleset, finding.code) for finding in case.item.findings)})


def loose_names(case: Case) -> Names:
    """Of what a case states that of which more than the stretch of days matters: findings by the law of some day."""
    dated = (finding for finding in case.item.findings if finding.as_of is not None)
    return frozenset(place_of(finding.ruleset, finding.code) for finding in dated)


def pinned_names(pinned: Iterable[tuple[int, str, str]]) -> Names:
    """The lists of which something is supposed, as such names."""
    return frozenset(_list(ruleset, code) for _, ruleset, code in pinned)


def _test(text: str) -> str:
    return f"test {text}"


def _list(ruleset: str, code: str) -> str:
    return f"listed {ruleset}:{code}"


def _term(term: str) -> str:
    return f"judged {term}"


def _parts(name: str) -> str:
    return f"parts {name}"


def place_of(ruleset: str, code: str) -> str:
    """The entry of a paragraph, or the section or the whole list that a person found something about."""
    return f"{ruleset}:{code.split('.', maxsplit=1)[0]}"


@lru_cache(maxsize=16384)
def _places(ruleset: str, entry: str) -> tuple[str, ...]:
    """Where a finding about an entry, or about what holds it, may stand; it need not name the list."""
    return tuple(place_of(name, code) for name in (ruleset, "") for code in (entry, entry[:2], ""))


class _Walk:
    """Collects the names below conditions."""

    def __init__(self, book: Rulebook, *, follows: bool = True) -> None:
        self._book = book
        self._seen: set[int | str] = set()
        self._follows = follows
        """Whether what it refers to counts."""
        self._derives = False
        self.names: set[str] = set()
        self.kinds: dict[tuple[str, ...], None] = {}
        self.blocks: list[Statement] = []

    def into(self, condition: rules.Condition) -> None:
        match condition:
            case Statement():
                self._into_statement(condition)
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    self.into(item)
            case rules.Negated():
                self.into(condition.item)
            case rules.Defined():
                self.into(condition.meaning)
            case rules.PartTest():
                self.names.add(_parts(condition.part))
                for inner in (condition.body, *(ignored for _, ignored in condition.ignored)):
                    if inner is not None:
                        self.into(inner)
            case _:
                self._into_test(condition)

    def _into_test(self, test: rules.Atom) -> None:
        match test:
            case rules.JudgementTest():
                self.names.update((_term(test.term), _test(test.text)))
            case rules.KindTest():
                self.kinds[test.kinds] = None
                self.names.add(_test(test.text))
            case rules.CasTest():
                self.names.update(("cas_number", "cas_identifies_structure"))
            case rules.CodeTest():
                self.names.add("cn_code")
            case rules.NumberTest():
                self._into_number(test)
            case rules.RangeTest():
                self._into_fact(test.fact.name)
                self._into_bounds(test.bounds)
            case rules.GroupTest():
                self.names.add(DATES)
                self._into_fact(test.fact.name)
            case rules.ListedTest():
                if not self._follows and self._derives:
                    self.names.add(WHOLE)
                for target in test.targets if self._follows else ():
                    self._into_target(target)
            case _:
                self._into_fact(test.fact.name)

    def _into_statement(self, statement: Statement) -> None:
        if id(statement) in self._seen:
            return
        self._seen.add(id(statement))
        if statement.code or statement.takes:
            self.names.update(_places(statement.ruleset, statement.code.split(".", maxsplit=1)[0]))
        if not lines_stand_apart(statement):
            self.blocks.append(statement)
        if statement.part:
            self.names.add(_parts(statement.part))
        if statement.period is not ALWAYS:
            self.names.add(DATES)
        if statement.head is not None:
            self.into(statement.head)
        for item in (*statement.wheres, *statement.members, *statement.also):
            self.into(item)
        for _, ignored in statement.ignored:
            self.into(ignored)
        for exclusion in statement.exclusions:
            self.into(exclusion.condition)
            if exclusion.note.period is not ALWAYS:
                self.names.add(DATES)

    def _into_target(self, target: rules.Target) -> None:
        self.names.add(_list(target.ruleset, target.code))
        exact = self._book.find(target.ruleset, target.code)
        if exact is None:
            self.names.add(WHOLE)
            return
        # the list speaks of some days only, and what stands above a paragraph narrows it
        self.names.add(DATES)
        while exact.parent is not None:
            exact = exact.parent
        self.into(exact)

    def _into_number(self, test: rules.NumberTest) -> None:
        self._into_expression(test.fact)
        self._into_bounds(test.bounds)
        for at in test.at:
            if at.bounds is not None:
                self._into_bounds(at.bounds)

    def _into_bounds(self, bounds: rules.Bounds) -> None:
        for end in (bounds.low, bounds.high):
            if end is not None:
                self._into_expression(end)

    def _into_expression(self, expression: rules.Expression) -> None:
        match expression:
            case rules.FactRef():
                self._into_fact(expression.name)
            case rules.Stripped():
                self._into_fact(expression.fact.name)
            case rules.Scaled():
                self._into_expression(expression.body)
            case rules.Arithmetic():
                self._into_expression(expression.left)
                self._into_expression(expression.right)
            case rules.Gathered():
                if expression.over is not None:
                    self.names.add(_parts(expression.over))
                for item in expression.items:
                    self._into_expression(item)
            case _:
                # a constant
                return

    def _into_fact(self, name: str) -> None:
        """A fact, and what its formulas are made of."""
        if name in self._seen:
            return
        self._seen.add(name)
        self.names.add(name)
        for line in self._book.formulas.get(name, ()):
            self._into_expression(line.body)
            if line.when is not None:
                outside, self._derives = self._derives, True
                self.into(line.when)
                self._derives = outside


__all__ = [
    "DATES", "WHOLE", "Names", "Reads", "dated_names", "find_dependence", "find_reads", "loose_names",
    "pinned_names", "place_of", "stated_names", "supposed_names",
]  # fmt: skip
