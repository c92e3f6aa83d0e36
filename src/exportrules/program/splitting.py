"""Bands that join: split on facts that several alternatives of a statement test, and join the branches.

"Below 1.3 or at least 1.3" holds whatever the value is, but Kleene's `or` of two unknowns is unknown. A
statement that came out unknown is therefore evaluated once for each cell of the facts that its block
tests more than once. The facts are taken in a fixed order and as long as the cells stay few, so that a
further fact can only make an answer tighter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

import attrs

from exportrules.case.values import Choices, Flag, Numbers, Value
from exportrules.logic import EVERYTHING, UNKNOWN, Truth
from exportrules.logic.interval import cells
from exportrules.program.frame import Frame, Runner
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

MAX_CELLS = 64
MAX_FACTS = 3


@attrs.frozen(slots=True)
class Split:
    """A fact to split on, with what its tests compare it to."""

    ref: rules.FactRef
    cuts: tuple[Fraction, ...]
    words: tuple[str, ...]
    form: str


def find_splits(statement: Statement, forms: Mapping[str, str]) -> tuple[Split, ...]:
    """The facts that the block of a statement tests more than once, in the order of their first test."""
    if not statement.connective or statement.part:
        return ()
    tests: dict[tuple[str, str], list[rules.Atom]] = {}
    for member in statement.members:
        for atom in _atoms(member):
            ref = getattr(atom, "fact", None)
            if isinstance(ref, rules.FactRef):
                tests.setdefault((ref.owner, ref.name), []).append(atom)
    found: list[Split] = []
    for (_, name), atoms in tests.items():
        split = _make_split(atoms, forms.get(name, "")) if len(atoms) > 1 else None
        if split is not None:
            found.append(split)
    return tuple(found)


def _make_split(atoms: list[rules.Atom], form: str) -> Split | None:
    first = atoms[0]
    ref = getattr(first, "fact", None)
    if not isinstance(ref, rules.FactRef):
        return None
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


def _atoms(condition: rules.Condition) -> Iterator[rules.Atom]:
    """Tests about the same subject: not those about parts, other paragraphs or judgements."""
    match condition:
        case Statement():
            if condition.part:
                return
            inner: list[rules.Condition] = [*condition.wheres, *condition.members, *condition.also]
            if condition.head is not None:
                inner.insert(0, condition.head)
            for item in inner:
                yield from _atoms(item)
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


def run_split(splits: tuple[Split, ...], block: Runner, frame: Frame, values: Mapping[str, tuple[str, ...]]) -> Truth:
    """Evaluate the block on every cell of the open facts; a result that all cells share is the answer."""
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
        return UNKNOWN
    result: Truth | None = None
    for combination in product(*branches):
        outcome = block(frame.with_values(dict(combination)))
        if outcome == UNKNOWN or (result is not None and outcome != result):
            return UNKNOWN
        result = outcome
    return UNKNOWN if result is None else result


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
    if held is not None and not (isinstance(held, Numbers) and not held.intervals[0].is_exact()):
        return []
    within = held.intervals if isinstance(held, Numbers) else EVERYTHING
    return [Numbers((cell,), "a cell") for cell in cells(split.cuts, within)]
