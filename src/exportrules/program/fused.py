"""Conditions of measures together with the lists that they ask for, as one piece of code over one reading of facts.

It serves the common case: everything that is stated is one exact value, nobody recorded a finding, nothing is
supposed. For every other case it says nothing, and the program is asked in the ordinary way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from exportrules.case.values import Case
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth
from exportrules.program.frame import Frame, Session
from exportrules.program.generated import FAILS, UNDECIDED, Pair, Writer, build_code, either_of, screening
from exportrules.program.routing import RouteKey
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program

Found = list[tuple[int, bool]]


class FusedRoute:
    """Code for the conditions of some measures, for items of some kinds and one customs chapter."""

    def __init__(self, statements: Sequence[Statement], key: RouteKey, day: date, program: Program) -> None:
        self._program = program
        lists = _Lists(key, day, program)
        writer = Writer(key[2], program, lists)
        lists.writer = writer
        for statement in statements:
            writer.collect(statement)
        writer.layout.close()
        lines, bases = lists.write_functions()
        pairs = [writer.write(statement) for statement in statements]
        lines += [*screening("run(x, d, f, r)", pairs), " return found"]
        self._layout = writer.layout
        self._blank: list[Any] = [None] * len(bases)
        self._with_closures = writer.asks_closures
        self._run = build_code(lines, writer.constants, {"e": _settler(bases)})["run"]

    def run(self, case: Case, day: date) -> Found | None:
        """The places of the conditions that do not certainly fail, and whether each holds; None for "ask elsewhere"."""
        codes, exact = self._layout.read(case, case.item)
        if not exact:
            return None
        frame = Frame(Session(self._program, case, day), case.item) if self._with_closures else None
        found: Found = self._run(codes, day.toordinal(), frame, self._blank.copy())
        return found


def _settler(bases: Sequence[Truth]) -> Any:
    """Keeps the truth of a list, plus one, so that "not asked yet" is false."""

    def settle(number: int, found: Found, results: list[Any]) -> int:
        value = bases[number] + 1
        if found:
            value = max(value, UNKNOWN + 1)
            for _, holds in found:
                if holds:
                    value = TRUE + 1
                    break
        results[number] = value
        return value

    return settle


class _Lists:
    """Tests of whole lists and of sections, each list as a function of its own that runs at most once."""

    writer: Writer

    def __init__(self, key: RouteKey, day: date, program: Program) -> None:
        self._key = key
        self._day = day
        self._program = program
        self._numbers: dict[tuple[str, str], int] = {}
        self._roots: list[tuple[Statement, ...]] = []
        self._bases: list[Truth] = []
        self._inside = False

    def collect(self, test: rules.ListedTest) -> None:
        """Reserve the slots of the facts that the lists of a test will read."""
        for target in test.targets if self._can_write(test) else ():
            place = (target.ruleset, target.code)
            if place in self._numbers or self._speaks(target) != TRUE:
                continue
            self._numbers[place] = len(self._roots)
            _, _, kinds, chapter = self._key
            roots = self._program.router.route((*place, kinds, chapter))
            info = self._program.book.rulesets[target.ruleset]
            self._roots.append(roots)
            self._bases.append(UNKNOWN if info.not_modelled and not target.code else FALSE)
            # a list that asks for another list asks the closures, which see a circle
            self._inside = True
            for root in roots:
                self.writer.collect(root)
            self._inside = False

    def write(self, test: rules.ListedTest) -> Pair | None:
        """The two expressions of a test of whole lists."""
        if not self._can_write(test):
            return None
        return either_of([self._pair(target) for target in test.targets])

    def _pair(self, target: rules.Target) -> Pair:
        speaks = self._speaks(target)
        if speaks != TRUE:
            return FAILS if speaks == FALSE else UNDECIDED
        number = self._numbers[(target.ruleset, target.code)]
        truth = f"(r[{number}] or l{number}(x, d, f, r))"
        return Pair(f"{truth} == {TRUE + 1}", f"{truth} == {FALSE + 1}")

    def _can_write(self, test: rules.ListedTest) -> bool:
        return (
            not self._inside
            and test.subject == "item"
            and not test.own
            and all(
                "." not in target.code and self._program.book.find(target.ruleset, target.code) is None
                for target in test.targets
            )
        )

    def _speaks(self, target: rules.Target) -> Truth:
        info = self._program.book.rulesets.get(target.ruleset)
        return UNKNOWN if info is None else info.speaks_of(self._day)

    def write_functions(self) -> tuple[list[str], list[Truth]]:
        """The functions of all lists, and the truth of each when none of its entries is left."""
        lines: list[str] = []
        self._inside = True
        for number, roots in enumerate(self._roots):
            pairs = [self.writer.write(root) for root in roots]
            lines += [*screening(f"l{number}(x, d, f, r)", pairs), f" return e({number}, found, r)"]
        self._inside = False
        return lines, self._bases


__all__ = ["FusedRoute"]
