"""Bands that join: split on facts that several lines of one block test, and join the branches.

"Below 1.3 or at least 1.3" holds whatever the value is, but Kleene's `or` of two unknowns is unknown. The lines
of an `any of:` or `none of:` block that came out unknown are therefore evaluated once for each stretch between
the limits of the facts that two or more of them test in their own heads; the block holds when one of them holds on
every stretch. The facts are taken in a fixed order and as long as the stretches stay few, so that a further fact
can only make an answer tighter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

from exportrules import records
from exportrules.case.values import Choices, Flag, Numbers, Value
from exportrules.logic import EVERYTHING, FALSE, TRUE, UNKNOWN, Truth, compare_intervals, every, negate, some
from exportrules.logic.interval import cells
from exportrules.program.frame import Frame, Runner
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement
from exportrules.rules.tables import Row

if TYPE_CHECKING:
    from exportrules.program.program import Program

MAX_CELLS = 64
MAX_FACTS = 3
_Test = rules.NumberTest | rules.ChoiceTest | rules.FlagTest


@records.frozen
class Split:
    """A fact to split on, with what its tests compare it to."""

    ref: rules.FactRef
    cuts: tuple[Fraction, ...]
    words: tuple[str, ...]
    form: str


def find_splits(statement: Statement, forms: Mapping[str, str]) -> tuple[Split, ...]:
    """The facts that two or more lines of the block test in their own heads, in the order of their first test."""
    if lines_stand_apart(statement):
        return ()
    refs: dict[tuple[str, str], rules.FactRef] = {}
    tests: dict[tuple[str, str], list[_Test]] = {}
    lines: dict[tuple[str, str], set[int]] = {}
    for number, member in enumerate(statement.members):
        for atom in _own_tests(member):
            ref = atom.fact
            if isinstance(ref, rules.FactRef):
                place = (ref.owner, ref.name)
                refs.setdefault(place, ref)
                tests.setdefault(place, []).append(atom)
                lines.setdefault(place, set()).add(number)
    found: list[Split] = []
    for key, ref in refs.items():
        split = _make_split(ref, tests[key], forms.get(ref.name, "")) if len(lines[key]) > 1 else None
        if split is not None:
            found.append(split)
    return tuple(found)


def lines_stand_apart(statement: Statement) -> bool:
    """Whether no two lines of the block test one fact; of compiled rules it is known before any of them is made."""
    if statement.connective not in ("any", "none") or len(statement.members) < 2:
        return True
    if isinstance(statement.members, Row):
        return statement.members.apart
    seen: set[tuple[str, str]] = set()
    for member in statement.members:
        names = {(ref.owner, ref.name) for ref in _own_facts(member)}
        if not seen.isdisjoint(names):
            return False
        seen |= names
    return True


def lines_to_split(statement: Statement, splits: tuple[Split, ...]) -> tuple[Statement, ...]:
    """The lines of a block that test one of the facts; only they can change."""
    names = {(split.ref.owner, split.ref.name) for split in splits}
    return tuple(
        member for member in statement.members if any((ref.owner, ref.name) in names for ref in _own_facts(member))
    )


def asked_beside(member: Statement, splits: tuple[Split, ...]) -> list[rules.Condition]:
    """The tests that must hold for a line to hold, and that are the same on every branch: not about what is split."""
    if member.also:
        # it may hold by what stands beside its chapeau
        return []
    names = {split.ref.name for split in splits}
    atoms = (atom for condition in (member.head, *member.wheres) for atom in _conjuncts(condition))
    return [
        atom
        for atom in atoms
        if isinstance(atom, rules.KindTest | rules.JudgementTest)
        or (isinstance(atom, rules.ChoiceTest | rules.FlagTest) and atom.fact.name not in names)
    ]


def _conjuncts(condition: rules.Condition | None) -> Iterator[rules.Condition]:
    match condition:
        case None:
            return
        case rules.AllOf():
            for item in condition.items:
                yield from _conjuncts(item)
        case rules.Defined():
            yield from _conjuncts(condition.meaning)
        case _:
            yield condition


def _make_split(ref: rules.FactRef, atoms: list[_Test], form: str) -> Split | None:
    cuts: set[Fraction] = set()
    words: set[str] = set()
    for atom in atoms:
        if isinstance(atom, rules.NumberTest):
            interval = atom.bounds.interval
            if atom.at or interval is None:
                return None
            cuts |= {end for end in (interval.low, interval.high) if end is not None}
        elif isinstance(atom, rules.ChoiceTest) and form == "one of":
            words |= atom.values
        elif not isinstance(atom, rules.FlagTest):
            return None
    return Split(ref, tuple(sorted(cuts)), tuple(sorted(words)), form)


def _own_facts(member: Statement) -> Iterator[rules.FactRef]:
    for atom in _own_tests(member):
        if isinstance(atom.fact, rules.FactRef):
            yield atom.fact


def _own_tests(member: Statement) -> Iterator[_Test]:
    """The tests in a line's own head and `where` lines, not those of the lines below it."""
    for condition in (member.head, *member.wheres):
        if condition is not None:
            yield from _atoms(condition)


def _atoms(condition: rules.Condition) -> Iterator[_Test]:
    """Tests about the same subject: not those about parts, other paragraphs or judgements."""
    match condition:
        case Statement():
            if not condition.part:
                yield from _own_tests(condition)
                for member in condition.members:
                    yield from _atoms(member)
        case rules.AllOf() | rules.AnyOf():
            for item in condition.items:
                yield from _atoms(item)
        case rules.Negated():
            yield from _atoms(condition.item)
        case rules.Defined():
            yield from _atoms(condition.meaning)
        case rules.NumberTest() | rules.ChoiceTest() | rules.FlagTest():
            yield condition
        case _:
            return


def run_split(
    splits: tuple[Split, ...], lines: Sequence[Runner], frame: Frame, values: Mapping[str, tuple[str, ...]]
) -> bool:
    """Whether on every stretch of the open facts one of the lines holds."""
    branches: list[list[tuple[tuple[int, str], Value]]] = []
    count = 1
    for split in splits:
        candidates = _candidates(split, frame, values)
        if not candidates:
            continue
        count *= len(candidates)
        if count > MAX_CELLS or len(branches) == MAX_FACTS:
            break
        subject = frame.subject(split.ref.owner)
        key = (0 if subject is None else id(subject), split.ref.name)
        branches.append([(key, value) for value in candidates])
    if not branches:
        return False
    for combination in product(*branches):
        inner = frame.with_values(dict(combination))
        if not any(line(inner) == TRUE for line in lines):
            return False
    return True


def _candidates(split: Split, frame: Frame, values: Mapping[str, tuple[str, ...]]) -> list[Value]:
    """The cells in which an open fact may lie; none when the fact is settled."""
    held = frame.value(split.ref)
    if split.form == "yes or no":
        return [Flag(True, "yes"), Flag(False, "no")] if held is None else []
    if split.form == "one of":
        allowed = held.values if isinstance(held, Choices) else frozenset(values.get(split.ref.name, ()))
        if held is not None and not (isinstance(held, Choices) and len(held.values) > 1):
            return []
        named: list[Value] = [Choices(frozenset((word,)), word) for word in split.words if word in allowed]
        rest = allowed - frozenset(split.words)
        return [*named, Choices(rest, "another")] if rest else named
    if held is not None and not (isinstance(held, Numbers) and not _is_one_number(held)):
        return []
    within = held.intervals if isinstance(held, Numbers) else EVERYTHING
    return [Numbers((cell,), "a cell") for cell in cells(split.cuts, within)]


def _is_one_number(value: Numbers) -> bool:
    return len(value.intervals) == 1 and value.intervals[0].is_exact()


# ---- whether bands can join at all ------------------------------------------------------------------


def may_settle(statement: Statement, program: Program, *, exact: bool = True) -> bool:
    """Whether lines of a block that are open may settle it together; `exact`: no fact is stated but by one value."""
    splits = find_splits(statement, program.forms)
    derived = any(split.ref.name in program.formulas for split in splits)
    return bool(splits) and (not exact or derived or may_join(statement, splits, program.words))


def may_join(statement: Statement, splits: tuple[Split, ...], values: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a split can settle the block where each of the facts is either one exact value or not stated.

    Some of the facts are open: on every stretch of theirs a line must be left that does not certainly fail.
    """
    return any(
        _covers(statement, chosen, values)
        for count in range(1, min(len(splits), MAX_FACTS) + 1)
        for chosen in combinations(splits, count)
    )


def must_join(statement: Statement, split: Split, values: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether on every stretch of one fact some line certainly holds, whatever else is stated."""
    stretches = _stretches(split, values)
    return len(stretches) <= MAX_CELLS and all(
        any(_outlook(member, {(split.ref.owner, split.ref.name): value}) == TRUE for member in statement.members)
        for value in stretches
    )


def _covers(statement: Statement, chosen: Sequence[Split], values: Mapping[str, tuple[str, ...]]) -> bool:
    branches = [_stretches(split, values) for split in chosen]
    keys = [(split.ref.owner, split.ref.name) for split in chosen]
    for combination in product(*branches):
        stated: dict[tuple[str, str], Value] = dict(zip(keys, combination, strict=True))
        if all(_outlook(member, stated) == FALSE for member in statement.members):
            return False
    return True


def _stretches(split: Split, values: Mapping[str, tuple[str, ...]]) -> list[Value]:
    if split.form == "yes or no":
        return [Flag(True, "yes"), Flag(False, "no")]
    if split.form == "one of":
        allowed = frozenset(values.get(split.ref.name, ()))
        named: list[Value] = [Choices(frozenset((word,)), word) for word in split.words if word in allowed]
        rest = allowed - frozenset(split.words)
        return [*named, Choices(rest, "another")] if rest else named
    return [Numbers((cell,), "a cell") for cell in cells(split.cuts, EVERYTHING)]


def _outlook(condition: rules.Condition, stated: Mapping[tuple[str, str], Value]) -> Truth:
    """Kleene truth where only the facts of the split are known; everything else is unknown."""
    match condition:
        case Statement():
            return _outlook_of(condition, stated)
        case rules.AllOf():
            return every(_outlook(item, stated) for item in condition.items)
        case rules.AnyOf():
            return some(_outlook(item, stated) for item in condition.items)
        case rules.Negated():
            return negate(_outlook(condition.item, stated))
        case rules.Defined():
            return _outlook(condition.meaning, stated)
        case rules.NumberTest() if isinstance(condition.fact, rules.FactRef):
            value, interval = _stated(condition.fact, stated), condition.bounds.interval
            if condition.at or interval is None or not isinstance(value, Numbers):
                return UNKNOWN
            return compare_intervals(value.intervals, interval)
        case rules.FlagTest():
            value = _stated(condition.fact, stated)
            return (TRUE if value.value else FALSE) if isinstance(value, Flag) else UNKNOWN
        case rules.ChoiceTest():
            value = _stated(condition.fact, stated)
            if not isinstance(value, Choices):
                return UNKNOWN
            return TRUE if value.values <= condition.values else UNKNOWN if value.values & condition.values else FALSE
        case _:
            return UNKNOWN


def _stated(ref: rules.FactRef, stated: Mapping[tuple[str, str], Value]) -> Value | None:
    return stated.get((ref.owner, ref.name))


def _outlook_of(statement: Statement, stated: Mapping[tuple[str, str], Value]) -> Truth:
    """Unknown where more than the head and the lines below it comes into it."""
    more = statement.exclusions or statement.not_modelled is not None or statement.code or statement.period.changes()
    if statement.also or statement.reserved or more:
        return UNKNOWN
    head = [] if statement.head is None else [statement.head]
    value = every(_outlook(item, stated) for item in (*head, *statement.wheres))
    if value == FALSE or not statement.connective:
        return value
    dated = any(member.period.changes() for member in statement.members)
    if statement.part or dated or statement.connective not in ("all", "any"):
        return min(value, UNKNOWN)
    join = some if statement.connective == "any" else every
    return min(value, join(_outlook(member, stated) for member in statement.members))
