"""Conditions of measures together with the lists that they ask for, as one piece of code over one reading of facts.

It serves the common case: everything that is stated is one exact value, nobody recorded a finding, nothing is
supposed. For every other case it says nothing, and the program is asked in the ordinary way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from exportrules.case.values import Case
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth
from exportrules.program.expressions import ALWAYS, FAILS, NEVER, UNDECIDED, Pair, any_of
from exportrules.program.frame import Frame, Session
from exportrules.program.generated import Code, Writer, build_code, lines_of, screening
from exportrules.program.kept import RouteKey
from exportrules.program.open import LIST_BITS, NOWHERE, Found, OpenRoute, number_of, one_of
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program

UNRANKED: Final = 1000
Ends = tuple[int, int]
Weight = tuple[int | None, frozenset[tuple[str, str]]]
"""What an effect comes to where it applies (None: that is not known beforehand), and the lists that it asks about."""


class FusedRoute:
    """Code for the conditions of some effects, for items of some kinds and one customs chapter."""

    def __init__(
        self, statements: Sequence[Statement], weights: Sequence[Weight], key: RouteKey, day: date, program: Program
    ) -> None:
        self._program = program
        lists = _Lists(key, day, program)
        others = lists.gather(statements)
        writer = Writer(key[2], program, lists, others.layout)
        lists.collect_entries(writer)
        for statement in statements:
            writer.collect(statement)
        writer.layout.close()
        lines = lists.write_functions(writer, at_once=not others.asks_closures)
        lines += _composing([writer.write(statement) for statement in statements], weights)
        self._layout = writer.layout
        self._blank: list[Any] = [None] * lists.count
        self._with_closures = writer.asks_closures or others.asks_closures
        self._others = others
        self._lists = lists
        self._writer = writer
        self._screens: Code | None = None
        self._entries: dict[int, Statement] = {}
        self._bases = [lists.base(place) for place in lists.places]
        self._run = build_code(lines, writer.constants, o=others.run)

    def run(self, case: Case, day: date) -> Ends | None:
        """The strictest level that certainly applies, and the strictest that may; None for "ask elsewhere"."""
        item, transaction, exact = self._layout.read(case, case.item)
        if not exact:
            return None
        frame = Frame(Session(self._program, case, day), case.item) if self._with_closures else None
        others, number = self._others, day.toordinal()
        known = None if others.asks_closures else others.run_all(item, transaction, number)
        found: Ends | None = self._run(item, transaction, number, frame, known, self._blank.copy())
        return found

    def screen(self, session: Session) -> None:
        """Find at once what all the lists hold that does not certainly fail, where the code can tell it."""
        if self._with_closures:
            return
        item, day = session.case.item, session.as_of.toordinal()
        ours, others, exact = self._layout.read(session.case, item)
        if not exact:
            return
        if self._screens is None:
            self._entries, self._screens = self._lists.write_screens(self._writer, self._others)
        found: Found = self._screens(ours, others, day, NOWHERE)
        found += self._others.screen(ours, others, day, NOWHERE)
        found.sort()
        held = [list[tuple[Statement, Truth]]() for _ in self._bases]
        answers: list[Truth] = self._bases.copy()
        for number, holds in found:
            statement, truth, at = self._entries[number], TRUE if holds else UNKNOWN, number >> LIST_BITS
            session.memo[id(statement), id(item)] = truth
            held[at].append((statement, truth))
            answers[at] = max(answers[at], truth)
        for (ruleset, section), screened, answer in zip(self._lists.places, held, answers, strict=True):
            session.screened[id(item), ruleset, section] = screened
            session.answers[ruleset, section, False] = answer


def _composing(pairs: Sequence[Pair], weights: Sequence[Weight]) -> list[str]:
    """The function that joins the levels of the conditions, the strictest first: one that holds settles the answer.

    What is open together with another condition on the same list need not be open together, and is asked elsewhere.
    """
    lines = ["def run(x, t, d, f, w, r):", " h = m = 0"]
    places = sorted(range(len(pairs)), key=lambda place: -_rank(weights[place][0]))
    seen = Counter(name for place in places for name in weights[place][1])
    bits = {name: 1 << number for number, name in enumerate(sorted(name for name, count in seen.items() if count > 1))}
    for place in places:
        pair, (level, lists) = pairs[place], weights[place]
        if level == 0 or pair.fails == ALWAYS:
            continue
        test, holds, fails = _of_one_list(pair)
        lines += [test] if test else []
        inner = "" if fails == NEVER else " "
        lines += [f" if not ({fails}):"] if inner else []
        if level is None:
            lines.append(f" {inner}return None")
            continue
        lines += [] if holds == NEVER else [f" {inner}if {holds}: return {level:d}, h or {level:d}"]
        mask = sum(bits[name] for name in lists if name in bits)
        lines += [f" {inner}if m & {mask}: return None", f" {inner}m |= {mask}"] if mask else []
        lines.append(f" {inner}h = h or {level:d}")
    return [*lines, " return 0, h"]


def _rank(level: int | None) -> int:
    """What is not known beforehand comes first."""
    return UNRANKED if level is None else level


def _of_one_list(pair: Pair) -> tuple[str, str, str]:
    """A condition that asks for one list and nothing else asks for it once."""
    truth = pair.holds.removesuffix(f" == {TRUE + 1}")
    alone = pair.holds == f"{truth} == {TRUE + 1}" and pair.fails == f"{truth} == {FALSE + 1}" and "c[" not in truth
    return (f" v = {truth}", f"v == {TRUE + 1}", f"v == {FALSE + 1}") if alone else ("", pair.holds, pair.fails)


class _Lists:
    """Tests of whole lists and of sections, each list as a function of its own that runs at most once."""

    def __init__(self, key: RouteKey, day: date, program: Program) -> None:
        self._key = key
        self._day = day
        self._program = program
        self._numbers: dict[tuple[str, str], int] = {}
        self._entries: list[list[Statement]] = []
        # a list that asks for another list asks the closures, which see a circle
        self._inside = False

    @property
    def count(self) -> int:
        """How many lists are asked for."""
        return len(self._numbers)

    @property
    def places(self) -> Iterable[tuple[str, str]]:
        """The lists and sections that are asked for."""
        return self._numbers

    def base(self, place: tuple[str, str]) -> Truth:
        """The truth of a list of which every entry fails: what a whole list is declared not to hold may be met."""
        gaps = self._program.book.rulesets[place[0]].not_modelled
        return UNKNOWN if gaps and not place[1] else FALSE

    def write_screens(self, writer: Writer, shared: OpenRoute) -> tuple[dict[int, Statement], Code]:
        """The entries of all lists by number, and the code of those that are not shared."""
        own: dict[int, Statement] = {}
        self._inside = True
        place = self._program.router.place
        for at in self._numbers.values():
            own |= {number_of(at, place(root)): root for root in self._entries[at]}
        pairs = [(number, writer.write(root)) for number, root in own.items()]
        self._inside = False
        return shared.entries | own, build_code(screening("run(x, t, d, f)", pairs), writer.constants)

    def gather(self, statements: Sequence[Statement]) -> OpenRoute:
        """Find the lists that the conditions ask for; the result is the code of their entries that speak of no kind."""
        _, _, kinds, chapter = self._key
        program = self._program
        for statement in statements:
            for test in _listed_tests(statement):
                for target in test.targets if self._can_write(test) else ():
                    if self._speaks(target) == TRUE:
                        self._numbers.setdefault((target.ruleset, target.code), len(self._numbers))
        for place in self._numbers:
            shared = program.open_lists.entries(place)
            roots = program.router.route((*place, kinds, chapter))
            self._entries.append([root for root in roots if root not in shared])
        return program.open_lists.route(tuple(self._numbers))

    def collect_entries(self, writer: Writer) -> None:
        """Reserve the slots of the facts that the entries of the lists read."""
        self._inside = True
        for roots in self._entries:
            for root in roots:
                writer.collect(root)
        self._inside = False

    def write_functions(self, writer: Writer, *, at_once: bool) -> list[str]:
        """The functions of all lists: the truth of each, plus one so that "not asked yet" is false."""
        lines: list[str] = []
        self._inside = True
        for place, number in self._numbers.items():
            base = self.base(place)
            body = one_of(
                [writer.write(root) for root in self._entries[number]],
                f"r[{number}] = {TRUE + 1}; return {TRUE + 1}",
                f"r[{number}] = v = v + 1; return v",
            )
            lines += [
                f"def l{number}(x, t, d, f, w, r):",
                f" v = w[{number}]" if at_once else f" v = o({number}, x, t, d, f)",
                f" if v == {TRUE}: r[{number}] = {TRUE + 1}; return {TRUE + 1}",
                *([f" v = {UNKNOWN}"] if base == UNKNOWN else []),
                *body,
            ]
        self._inside = False
        return lines

    def write(self, test: rules.ListedTest) -> Pair | None:
        """The two expressions of a test of whole lists."""
        return any_of([self._pair(target) for target in test.targets]) if self._can_write(test) else None

    def _pair(self, target: rules.Target) -> Pair:
        speaks = self._speaks(target)
        if speaks != TRUE:
            return FAILS if speaks == FALSE else UNDECIDED
        number = self._numbers[(target.ruleset, target.code)]
        truth = f"(r[{number}] or l{number}(x, t, d, f, w, r))"
        return Pair(f"{truth} == {TRUE + 1}", f"{truth} == {FALSE + 1}")

    def _can_write(self, test: rules.ListedTest) -> bool:
        return not self._inside and test.subject == "item" and not test.own and all(map(self._is_whole, test.targets))

    def _is_whole(self, target: rules.Target) -> bool:
        """Whether a target is a list, a section or a table, of which it is certain whether it is in force."""
        book = self._program.book
        info = book.rulesets.get(target.ruleset)
        dated = info is None or info.period.presence(self._day) != UNKNOWN
        return dated and "." not in target.code and book.find(target.ruleset, target.code) is None

    def _speaks(self, target: rules.Target) -> Truth:
        info = self._program.book.rulesets.get(target.ruleset)
        return UNKNOWN if info is None else info.speaks_of(self._day)


def _listed_tests(condition: rules.Condition) -> Iterator[rules.ListedTest]:
    """The tests of lists that the code of a condition writes out."""
    match condition:
        case rules.ListedTest():
            yield condition
        case Statement():
            for item in lines_of(condition):
                yield from _listed_tests(item)
        case rules.AllOf() | rules.AnyOf():
            for item in condition.items:
                yield from _listed_tests(item)
        case rules.Negated():
            yield from _listed_tests(condition.item)
        case rules.Defined():
            yield from _listed_tests(condition.meaning)
        case _:
            return


__all__ = ["FusedRoute"]
