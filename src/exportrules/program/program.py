"""The program: every condition as a closure made on first use, and an index over entries."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from exportrules import records
from exportrules.case.values import Subject, Value
from exportrules.logic import ALWAYS, FALSE, TRUE, UNKNOWN, Truth, negate
from exportrules.program.atoms import COMPILERS
from exportrules.program.blanks import Blanks, supposed_of
from exportrules.program.costs import cheapest_first
from exportrules.program.derived import derive
from exportrules.program.frame import Frame, Query, Runner, Session
from exportrules.program.index import Index, find_takers, make_index
from exportrules.program.kept import Kept
from exportrules.program.measured import compile_number
from exportrules.program.open import OpenLists
from exportrules.program.placed import listed_under, own_words
from exportrules.program.quantified import compile_part
from exportrules.program.recorded import apply_findings, compile_judgement
from exportrules.program.routing import Router
from exportrules.program.statement import StatementRunner, compile_context, compile_limbs
from exportrules.rules import conditions as rules
from exportrules.rules.amendments import Changes, read_amendments
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.statements import ReliefRule, Statement
from exportrules.rules.tables import Found, Table

Formula = Callable[[Frame, Subject, "Value | None"], "Value | None"]


class Program:
    """Runs one rulebook. Compiled parts are made once and shared by threads; decisions share nothing else."""

    def __init__(
        self,
        book: Rulebook,
        *,
        indexed: bool = True,
        generate: bool = True,
        index: Index | None = None,
        warm: int = 1,
    ) -> None:
        """Run a rulebook; a route runs as generated code from the `warm`-th time on that it is asked for."""
        self.book = book
        # read now: a decision opens no file
        read_amendments()
        self.vocabulary = book.vocabulary
        self.index = make_index(book) if index is None else index
        self.changes = Changes(book, lambda ruleset: find_takers(book, self.index, ruleset))
        self.indexed = indexed
        self.router = Router(self, indexed=indexed, generate=generate, warm=warm)
        self.open_lists = OpenLists(self)
        self.blanks = Blanks(self)
        self.kept = Kept(self)
        # how many cases were decided so far, and of how many every finding was worked out
        self.decided = self.answers = 0
        facts, parts = book.vocabulary.facts, book.vocabulary.parts
        self.words: Mapping[str, tuple[str, ...]] = Table(facts, lambda fact: fact.values)
        self.forms: Mapping[str, str] = Table(facts, lambda fact: fact.form)
        self.warnings, self.warnings_of_parts = (
            Found(lambda name: facts[name].warned_of),
            Found(lambda name: parts[name].warning),
        )
        # facts that name no country of a group, as far as they were met; filled by sessions
        self.ungrouped: set[str] = set()
        self.formulas = {name: self._formula(name) for name in book.formulas}
        # what formulas give and read, where it was asked for; filled by the decision
        self.arithmetic: frozenset[str] | None = None
        self._on_closures: Program | None = None
        self._runners: dict[int, Runner] = {}
        # what tells why conditions hold, each with its condition; filled by the explanation
        self.tellers: dict[int, tuple[Any, rules.Condition]] = {}
        # whether something below a condition is declared not modelled; filled by the explanation
        self.gaps: dict[int, bool] = {}
        # what is the same in the JSON of all decisions; filled by the explanation
        self.written: dict[Any, Any] = {}
        # how paragraphs lie in the targets of reliefs; filled by the decision
        self.matches: dict[tuple[Any, ...], Runner | None] = {}
        # what divided paragraphs hold beside those below them, and what measures rest on; filled by the decision
        self.own_parts: dict[int, Runner | None] = {}
        self.rested_on: dict[str, tuple[rules.Target, ...]] = {}
        # for each list its entries that take others over; filled by the decision
        self.takers: dict[str, dict[tuple[str, str], dict[int, Statement]]] = {}
        # what is to be asked for an activity on a stretch of days; filled by the decision
        self.plans: dict[tuple[str, int], Any] = {}
        # where the code of quick answers is held, once for each; filled by the decision
        self.quick_codes: list[dict[Any, Any]] = []
        self.fused: dict[tuple[object, ...], Any] = {}
        # the lists that the effects of measures ask about, by path and number; filled by the decision
        self.asked_lists: dict[tuple[str, int], frozenset[tuple[str, str]]] = {}
        # the same with those that the paragraphs of these lists ask about, and what their reliefs ask about
        self.hung_lists: dict[tuple[str, int], frozenset[tuple[str, str]]] = {}
        self.digests: Mapping[str, str] = Table(
            {name: name for name in book.rulesets}, lambda name: book.rulesets[name].digest
        )
        self._asked_from: dict[str, frozenset[tuple[str, str]]] = {}
        self._undated: dict[int, Statement] = {}
        self._contexts: dict[tuple[int, int], Runner] = {}
        self._limbs: dict[tuple[int, int], Runner] = {}
        self._reliefs: dict[str, tuple[ReliefRule, ...]] = {}
        self._speaks: dict[tuple[str, int], Truth] = {}

    def on_closures(self) -> Program:
        """The same rulebook without generated code, made on first use."""
        if self._on_closures is None:
            self._on_closures = Program(self.book, generate=False, index=self.index)
        return self._on_closures

    # ---- conditions -----------------------------------------------------------------------------

    def runner(self, condition: rules.Condition) -> Runner:
        """The closure of a condition, made on first use; most tests of facts are made anew where asked again."""
        simple = COMPILERS.get(type(condition))
        if simple is not None and not isinstance(condition, rules.NumberTest):
            # who asks for it keeps it, and to look it up would cost as much as to make it
            return simple(condition)
        key = id(condition)
        found = self._runners.get(key)
        if found is None:
            found = self._runners.setdefault(key, self._compile(condition))
        return found

    def undated(self, limb: Statement) -> Statement:
        """A limb of `all of:` without its days: whether it is in force is a question of what the block asks for."""
        if limb.period is ALWAYS:
            return limb
        found = self._undated.get(id(limb))
        if found is None:
            found = self._undated.setdefault(id(limb), records.replace(limb, period=ALWAYS))
        return found

    def limb(self, limb: Statement) -> Runner:
        """The closure of a limb of `all of:` without its days."""
        return self.runner(self.undated(limb))

    def _compile(self, condition: rules.Condition) -> Runner:
        match condition:
            case Statement():
                return StatementRunner(condition, self)
            case rules.AllOf():
                return _all([self.runner(item) for item in cheapest_first(condition.items)])
            case rules.AnyOf():
                return _any([self.runner(item) for item in cheapest_first(condition.items)])
            case rules.Negated():
                return _not(self.runner(condition.item))
            case rules.Defined():
                return self.runner(condition.meaning)
            case rules.PartTest():
                return compile_part(condition, self)
            case rules.ListedTest():
                return self._compile_listed(condition)
            case rules.JudgementTest():
                return compile_judgement(condition)
            case rules.NumberTest():
                return compile_number(condition)
            case _:
                raise TypeError(f"`{type(condition).__name__}` is no condition")

    def context(self, above: Statement, below: Statement) -> Runner:
        """What a paragraph takes from the one above it, made on first use."""
        key = (id(above), id(below))
        found = self._contexts.get(key)
        if found is None:
            found = self._contexts.setdefault(key, compile_context(above, below, self))
        return found

    def limbs(self, above: Statement, below: Statement) -> Runner:
        """The other limbs of the block of a paragraph, made on first use."""
        key = (id(above), id(below))
        found = self._limbs.get(key)
        if found is None:
            found = self._limbs.setdefault(key, compile_limbs(above, below, self))
        return found

    # ---- references -----------------------------------------------------------------------------

    def _compile_listed(self, test: rules.ListedTest) -> Runner:
        def run(frame: Frame) -> Truth:
            subject = frame.it if test.subject == "it" and frame.it is not None else frame.item
            here = frame if subject is frame.item and frame.it is None else frame.judged_alone(subject)
            plain = here.overrides is None and subject is frame.session.case.item
            result: Truth = FALSE
            for target in test.targets:
                if plain or self._is_beside(target, here):
                    found = self.ask((target.ruleset, target.code, test.own), here)
                else:
                    # of a part, or on a branch on which facts are supposed
                    frame.session.spoilt += 1
                    found = self.listed(target, here, own=test.own)
                if found == TRUE:
                    return TRUE
                result = max(result, found)
            return result

        return run

    def _is_beside(self, target: rules.Target, frame: Frame) -> bool:
        """Whether a target is a paragraph of which it is the same, on a branch of bands, whether it holds the item."""
        is_branch = frame.overrides is not None and frame.item is frame.session.case.item
        exact = self.book.find(target.ruleset, target.code) if is_branch else None
        if exact is None:
            return False
        while exact.parent is not None:
            exact = exact.parent
        return self.blanks.is_beside(exact, frame) and not self.blanks.holds_bands(exact, frame)

    def ask(self, query: Query, frame: Frame) -> Truth:
        """Whether the case's item is listed in a target, or supposed to be; each question is asked once."""
        session = frame.session
        held = session.answers.get(query)
        if held is None:
            ruleset, code, own = query
            start, spoilt, circles = len(session.trace), session.spoilt, session.circles
            # its own words may hold though the item is not listed there
            pinned = None if own else session.pinned.get((id(frame.item), ruleset, code))
            here = frame if frame.overrides is None else Frame(session, frame.item)
            held = self.listed(rules.Target(ruleset, code), here, own=own) if pinned is None else pinned
            # who asked rests on the answer, and not on what the answer rests on
            del session.trace[start:]
            session.spoilt = spoilt
            if session.circles == circles:
                # inside a circle of paragraphs the truth is not that of the list
                session.answers[query] = held
        session.trace.append((query, held))
        return held

    def listed(self, target: rules.Target, frame: Frame, *, own: int = rules.LISTED) -> Truth:
        """Whether the frame's item is listed in a target (or meets its own words)."""
        frame = frame.for_words(target, own)
        speaks = self.speaks_of(target.ruleset, frame.session)
        if speaks == FALSE:
            return FALSE
        if self.book.rulesets[target.ruleset].checked_on(frame.session.as_of) == UNKNOWN:
            return apply_findings(UNKNOWN, target.ruleset, target.code, frame)
        found = self._listed(target, frame, own=own)
        return found if speaks == TRUE else min(found, UNKNOWN)

    def _listed(self, target: rules.Target, frame: Frame, *, own: int) -> Truth:
        """The same by the text alone, whatever the day."""
        session = frame.session
        plain, memo = frame.it is None and not own, session.lists
        if plain and frame.overrides is not None:
            # what is supposed of another thing is nothing to a part, on any branch
            plain, memo = not supposed_of(frame), session.branched_lists
        key = (id(frame.item), target.ruleset, target.code)
        held = memo.get(key) if plain else None
        if held is None:
            circles = session.circles
            held = self._look_into(target, frame, own=own)
            if plain and session.circles == circles:
                # inside a circle of paragraphs the truth is not that of the list
                memo[key] = held
        return held

    def _look_into(self, target: rules.Target, frame: Frame, *, own: int) -> Truth:
        exact = self.book.find(target.ruleset, target.code)
        if exact is not None:
            if own:
                return own_words(exact, frame, self)
            return max([listed_under(item, frame, self) for item in self.book.find_all(target.ruleset, target.code)])
        # what a whole list is declared not to hold may be what the item is
        gaps = self.book.rulesets[target.ruleset].not_modelled
        held = UNKNOWN if gaps and not target.code else FALSE
        held = max({held, *(found for _, found in self.router.screen(target.ruleset, frame, target.code))})
        if "." in target.code:
            # a paragraph of an entry that is declared not modelled as a whole: only a person can tell it from others
            return apply_findings(min(held, UNKNOWN), target.ruleset, target.code, frame)
        # who looked into the real list can say that it, or a section of it, holds the item or does not
        return apply_findings(held, target.ruleset, target.code, frame) if frame.item.findings else held

    def asked_from(self, ruleset: str) -> frozenset[tuple[str, str]]:
        """The lists and paragraphs on which those of a ruleset hang, by way of others too, as ruleset and code."""
        held = self._asked_from.get(ruleset)
        if held is None:
            found: set[tuple[str, str]] = set()
            todo, seen = [ruleset], {ruleset}
            while todo:
                targets = self.index.asked.get(todo.pop(), frozenset[tuple[str, str]]())
                found |= targets
                todo += {name for name, _ in targets} - seen
                seen |= {name for name, _ in targets}
            held = self._asked_from[ruleset] = frozenset(found)
        return held

    def test_kinds(self, stated: frozenset[str], asked: tuple[str, ...]) -> Truth:
        """Whether an item stated to be of some kinds is of one of others, by names alone."""
        kinds, possible = self.vocabulary.kinds, self.index.possible
        result: Truth = FALSE
        for name in stated:
            if not kinds[name].above.isdisjoint(asked):
                return TRUE
            if name in possible and not possible[name].isdisjoint(asked):
                result = UNKNOWN
        return result

    # ---- measures and dates ---------------------------------------------------------------------

    def reliefs_for(self, measure: str) -> tuple[ReliefRule, ...]:
        """The reliefs that lift a measure."""
        found = self._reliefs.get(measure)
        if found is None:
            found = tuple(self.book.reliefs[place] for place in self.index.lifting.get(measure, ()))
            self._reliefs[measure] = found
        return found

    def speaks_of(self, ruleset: str, session: Session) -> Truth:
        """Whether the text of a ruleset holds on the day of a session; the same for all days of an era."""
        key = (ruleset, session.era)
        found = self._speaks.get(key)
        if found is None:
            found = self._speaks.setdefault(key, self.book.rulesets[ruleset].speaks_of(session.as_of))
        return found

    def era(self, day: date) -> int:
        """The number of the stretch of days, between two changes of the loaded law, in which a day lies."""
        return bisect_right(self.index.change_days, day)

    def change_days(self) -> tuple[date, ...]:
        """Every day on which something that is loaded begins or ends, in order."""
        return tuple(self.index.change_days)

    # ---- derived facts --------------------------------------------------------------------------

    def _formula(self, name: str) -> Formula:
        def run(frame: Frame, subject: Subject, supplied: Value | None) -> Value | None:
            session = frame.session
            key = (id(subject), name)
            if frame.overrides is None and key in session.derived:
                session.spoilt += key in session.faulty
                return session.derived[key]
            if key in session.active:
                return supplied
            session.active.add(key)
            noted = session.noted
            try:
                # the inputs of an item's fact are the item's own, also where the item is a part of another
                here = frame.judged_alone(subject) if self._is_of_item(name) else frame.inside(subject)
                value = derive(name, self.book.formulas[name], here, supplied)
            finally:
                session.active.discard(key)
            if frame.overrides is None:
                session.derived[key] = value
                if session.noted != noted:
                    session.faulty.add(key)
            return value

        return run

    def _is_of_item(self, name: str) -> bool:
        return not any(owner in self.vocabulary.parts for owner in self.vocabulary.facts[name].owners)


def _all(items: list[Runner]) -> Runner:
    def run(frame: Frame) -> Truth:
        result: Truth = TRUE
        for item in items:
            found = item(frame)
            if found == FALSE:
                return FALSE
            result = min(result, found)
        return result

    return run


def _any(items: list[Runner]) -> Runner:
    def run(frame: Frame) -> Truth:
        result: Truth = FALSE
        for item in items:
            found = item(frame)
            if found == TRUE:
                return TRUE
            result = max(result, found)
        return result

    return run


def _not(item: Runner) -> Runner:
    return lambda frame: negate(item(frame))


__all__ = ["Program"]
