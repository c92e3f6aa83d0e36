"""Generated code: which conditions hold, which may hold, and which certainly do not.

Code is made from the typed form only: slot numbers, whole numbers and the names `x` (facts of the item), `t` (facts
of the transaction), `d` (the day), `f` and `c`; never a name or a text of a rule. Each condition becomes two Boolean
expressions, "certainly holds" and "certainly fails"; an unstated fact is not-a-number, with which both fail. What the
code cannot express it asks the closures for, so that there is one meaning, and a host that forbids generated code runs
on closures alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from exportrules.logic import TRUE, UNKNOWN
from exportrules.program.costs import cheapest_first
from exportrules.program.expressions import (
    ALWAYS,
    FAILS,
    HOLDS,
    NEVER,
    UNDECIDED,
    Pair,
    all_of,
    all_text,
    any_of,
    any_text,
    between_days,
    either,
    presence_of,
    unstated,
    within,
)  # fmt: skip
from exportrules.program.frame import Frame, Runner
from exportrules.program.slots import INAPPLICABLE, Codes, Layout, Slot
from exportrules.program.splitting import find_splits, may_join, must_join
from exportrules.program.statement import compile_block
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Exclusion, Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program
    from exportrules.vocabulary import GroupDefinition

Kinds = frozenset[str] | None


class Lists(Protocol):
    """Writes tests of whole lists; what it cannot write out it leaves to the closures."""

    def write(self, test: rules.ListedTest) -> Pair | None:
        """The two expressions of a test."""
        ...


Code = Callable[[Codes, Codes, int, Frame], Any]


def screening(head: str, pairs: Iterable[tuple[int, Pair]]) -> list[str]:
    """A function that lists the places of what does not certainly fail, each with whether it holds."""
    lines = [f"def {head}:", " found = []", " add = found.append"]
    for place, pair in pairs:
        if pair.fails == ALWAYS:
            continue
        body = f"add(({place}, {pair.holds}))"
        lines.append(f" {body}" if pair.fails == NEVER else f" if not ({pair.fails}): {body}")
    return [*lines, " return found"]


def build_code(lines: Sequence[str], constants: Sequence[Any], **names: Any) -> Any:
    """Compile the lines; the result is the function `run` that they define."""
    space: dict[str, Any] = {"c": tuple(constants), **names, "__builtins__": {"len": len}}
    # the text holds slot numbers and whole numbers only, nothing that an author or a host wrote
    exec(compile("\n".join(lines), "<route>", "exec"), space)  # noqa: S102
    return space["run"]


class Writer:
    """Writes the expressions of one route. Constants (closures and sets of words) are named by number."""

    def __init__(
        self, kinds: Kinds, program: Program, lists: Lists | None = None, beside: Layout | None = None
    ) -> None:
        self.kinds = kinds
        self.program = program
        self.layout = Layout(program.forms, beside)
        self.constants: list[Any] = []
        self.lists = lists
        self.asks_closures = False

    # ---- first pass: which facts ---------------------------------------------------------------------

    def collect(self, condition: rules.Condition) -> None:
        """Reserve the slots of the facts that the expressions will read."""
        match condition:
            case Statement():
                for item in lines_of(condition):
                    self.collect(item)
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    self.collect(item)
            case rules.Negated():
                self.collect(condition.item)
            case rules.Defined():
                self.collect(condition.meaning)
            case _:
                self.slot(condition)

    def slot(self, test: rules.Condition) -> Slot | None:
        """The slot of a test that can be written out; None for every other."""
        match test:
            case rules.NumberTest() if not test.at and test.bounds.interval is not None:
                ref = test.fact
            case rules.FlagTest() | rules.ChoiceTest() | rules.GroupTest() | rules.DayTest() | rules.SetTest():
                ref = test.fact
            case rules.CodeTest() if not test.exceptions:
                ref = rules.FactRef("cn_code", test.subject)
            case _:
                return None
        if not isinstance(ref, rules.FactRef) or ref.owner == "it" or ref.name in self.program.formulas:
            return None
        if isinstance(test, rules.GroupTest) and self.program.forms.get(ref.name) == "countries":
            return None
        return self.layout.slot(ref.owner, ref.name)

    # ---- second pass: expressions ----------------------------------------------------------------------

    def write(self, condition: rules.Condition) -> Pair:
        """The two expressions of a condition."""
        match condition:
            case Statement():
                return self._statement(condition)
            case rules.AllOf():
                return all_of([self.write(item) for item in cheapest_first(condition.items)])
            case rules.AnyOf():
                return any_of([self.write(item) for item in cheapest_first(condition.items)])
            case rules.Negated():
                inner = self.write(condition.item)
                return Pair(inner.fails, inner.holds)
            case rules.Defined():
                return self.write(condition.meaning)
            case rules.KindTest() if condition.subject == "item":
                return self._kind(condition)
            case _:
                return self._test(condition)

    def write_out(self, test: rules.Condition) -> Pair | None:
        """The two expressions of a test; None where they would ask a closure."""
        self.asks_closures = False
        pair = self.write(test)
        return None if self.asks_closures or pair == UNDECIDED else pair

    def _kind(self, test: rules.KindTest) -> Pair:
        if self.kinds is None:
            return UNDECIDED
        return (FAILS, UNDECIDED, HOLDS)[self.program.test_kinds(self.kinds, test.kinds)]

    def _test(self, test: rules.Condition) -> Pair:
        listed = self.lists.write(test) if self.lists is not None and isinstance(test, rules.ListedTest) else None
        if listed is not None:
            return listed
        slot = self.slot(test)
        name = "" if slot is None else slot.name
        found: Pair | None = None
        match test:
            case rules.NumberTest() if name and test.bounds.interval is not None:
                found = within(name, test.bounds.interval)
            case rules.FlagTest() if name:
                found = Pair(f"{name} == True", f"{name} == False")
            case rules.ChoiceTest() if name:
                found = self._among(name, test.values, frozenset())
            case rules.GroupTest() if name:
                found = self._member(name, test)
            case rules.DayTest() if name:
                found = between_days(name, test)
            case rules.SetTest() if name:
                found = self._holds_some(name, test)
            case rules.CodeTest() if name:
                found = self._begins(name, test)
            case _:
                # what cannot be written out
                pass
        return self._closure(self.program.runner(test)) if found is None else found

    def _closure(self, runner: Runner) -> Pair:
        self.asks_closures = True
        name = f"c[{self.constant(runner)}](f)"
        return Pair(f"{name} == 2", f"{name} == 0")

    def constant(self, value: Any) -> int:
        """The number of a constant."""
        self.constants.append(value)
        return len(self.constants) - 1

    def _among(self, name: str, certain: frozenset[str], possible: frozenset[str]) -> Pair:
        """A stated word is one of some; unstated is neither in nor out."""
        inside = self.constant(certain)
        outside = inside if not possible else self.constant(certain | possible)
        return Pair(f"{name} in c[{inside}]", f"{name} == {name} and {name} not in c[{outside}]")

    def _begins(self, name: str, test: rules.CodeTest) -> Pair:
        """A stated customs code begins with that of the law; a shorter or an unstated one leaves it open."""
        code = f"c[{self.constant(test.code.replace(' ', ''))}]"
        holds = NEVER if test.ex else f"{name} is not None and {name}.startswith({code})"
        return Pair(holds, f"{name} is not None and not {name}.startswith({code}) and not {code}.startswith({name})")

    def _holds_some(self, name: str, test: rules.SetTest) -> Pair:
        """A complete set holds at least so many of the words; one that is not stated is `None`."""
        words = f"c[{self.constant(frozenset(test.values))}]"
        held = f"{words} & {name}" if test.count == 1 else f"len({words} & {name}) >= {test.count}"
        return Pair(f"{name} is not None and {held}", f"{name} is not None and not ({held})")

    def _member(self, name: str, test: rules.GroupTest) -> Pair:
        """Membership on the day: one set for each stretch between two changes of the group."""
        group = self.program.vocabulary.groups[test.group]
        days = sorted({day for membership in group.memberships for day in membership.period.changes()})
        pair = self._members(name, test, group, date.min)
        for day in days:
            later = self._members(name, test, group, day)
            since = f"d >= {day.toordinal()}"
            pair = Pair(
                f"({later.holds} if {since} else {pair.holds})", f"({later.fails} if {since} else {pair.fails})"
            )
        return pair

    def _members(self, name: str, test: rules.GroupTest, group: GroupDefinition, day: date) -> Pair:
        countries = {value for membership in group.memberships for value in membership.values}
        truths = {country: group.has_member(country, day, test.label) for country in countries}
        certain = frozenset(country for country, truth in truths.items() if truth == TRUE)
        possible = frozenset(country for country, truth in truths.items() if truth == UNKNOWN)
        if group.not_modelled is not None:
            return Pair(self._among(name, certain, possible).holds, NEVER)
        return self._among(name, certain, possible)

    # ---- statements --------------------------------------------------------------------------------------

    def _statement(self, statement: Statement) -> Pair:
        if statement.reserved:
            return FAILS
        chapeau = all_of([self.write(item) for item in cheapest_first(_chapeau(statement))])
        main = all_of([chapeau, self._block(statement)])
        joined = self._joined(statement, chapeau)
        if joined != NEVER and statement.connective == "none":
            main = Pair(main.holds, either(main.fails, joined))
        elif joined != NEVER:
            main = Pair(either(main.holds, joined), main.fails)
        if statement.not_modelled is not None:
            main = Pair(NEVER, main.fails)
        whole = any_of([main, *(self.write(item) for item in statement.also)])
        notes = [self._exclusion(item) for item in statement.exclusions]
        whole = all_of([whole, *(Pair(note.fails, note.holds) for note in notes)])
        return all_of([presence_of(statement.period), whole])

    def _joined(self, statement: Statement, chapeau: Pair) -> str:
        """When bands of the block that join settle the statement: where facts are open, which the closures see."""
        # of a block about parts the closures see for each part whether its bands join
        splits = () if statement.part else find_splits(statement, self.program.forms)
        slots = [self.layout.find(split.ref.owner, split.ref.name) for split in splits]
        known = [slot for slot in slots if slot is not None]
        words = self.program.words
        # a derived fact may also be known in part
        plain = len(known) == len(splits) and not any(split.ref.name in self.program.formulas for split in splits)
        if not splits or (plain and not may_join(statement, splits, words)):
            return NEVER
        open_facts = any_text([unstated(slot) for slot in known]) if plain else ALWAYS
        if plain and len(splits) == 1 and must_join(statement, splits[0], words):
            applies = f"{known[0].name} is not c[{self.constant(INAPPLICABLE)}]"
            holds = ALWAYS if statement.connective == "none" else chapeau.holds
            return all_text([holds, open_facts, applies])
        settled = self._closure(self.program.runner(statement))
        return all_text([open_facts, settled.fails if statement.connective == "none" else settled.holds])

    def _exclusion(self, item: Exclusion) -> Pair:
        found = self.write(item.condition)
        if item.note.not_modelled is not None:
            found = Pair(found.holds, NEVER) if item.note.effect == "narrows" else Pair(NEVER, found.fails)
        return all_of([presence_of(item.note.period), found])

    def _block(self, statement: Statement) -> Pair:
        if not statement.connective:
            return HOLDS
        if statement.part or statement.connective == "at least":
            block = compile_block(statement, self.program)
            return HOLDS if block is None else self._closure(block)
        if statement.connective == "all":
            return all_of([self._limb(member) for member in statement.members])
        inner = any_of([self.write(member) for member in statement.members])
        return Pair(inner.fails, inner.holds) if statement.connective == "none" else inner

    def _limb(self, member: Statement) -> Pair:
        """A limb of `all of:`; one that is not in force asks for nothing, one that may not be never fails."""
        presence, limb = presence_of(member.period), self.write(self.program.undated(member))
        if presence == HOLDS:
            return limb
        return Pair(either(presence.fails, limb.holds), all_text([presence.holds, limb.fails]))


def speaks_of_kinds(condition: rules.Condition) -> bool:
    """Whether the code of a condition depends on the kinds of the item."""
    match condition:
        case Statement():
            return any(map(speaks_of_kinds, lines_of(condition)))
        case rules.AllOf() | rules.AnyOf():
            return any(map(speaks_of_kinds, condition.items))
        case rules.Negated():
            return speaks_of_kinds(condition.item)
        case rules.Defined():
            return speaks_of_kinds(condition.meaning)
        case _:
            return isinstance(condition, rules.KindTest)


def _chapeau(statement: Statement) -> list[rules.Condition]:
    return [*([] if statement.head is None else [statement.head]), *statement.wheres]


def lines_of(statement: Statement) -> Iterable[rules.Condition]:
    """The conditions of a statement that are written out."""
    yield from _chapeau(statement)
    if not statement.part and statement.connective != "at least":
        yield from statement.members
    yield from statement.also
    for exclusion in statement.exclusions:
        yield exclusion.condition


__all__ = [
    "Code", "Lists", "Writer", "build_code", "lines_of", "screening", "speaks_of_kinds",
]  # fmt: skip
