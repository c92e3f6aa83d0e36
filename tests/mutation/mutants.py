"""Do the worked examples notice a wrong rule? Change one thing in the encoded law and run the examples of its entry.

    python tests/mutation/mutants.py [--category 3 4 5] [--sample 300] [--seed 1]

A mutant changes one limit (its comparator, its number, its unit by a factor of a thousand), joins lines by `all`
instead of `any` or the other way round, drops an excluding note, or drops one kind of several. It is
killed when an example of the same entry comes out otherwise, or when the boundary cases or the comparison with the
figures of the law notice it. Prints one line for each kind of change, and the survivors.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from exportrules import records
from exportrules.case import Case
from exportrules.loading import Rules, load
from exportrules.logic import Interval
from exportrules.program.frame import Frame, Session
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement
from exportrules.scenarios import Scenario, bundled_scenarios

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "boundary"))

from boundaries import comparisons  # noqa: E402

FIGURES = TESTS / "parity" / "figures" / "eu_annex_i.jsonl"
LIST = "eu.dual_use.annex_i"


@attrs.frozen(eq=False)
class Mutant:
    """One change: what it changes, where, and how to make it and take it back."""

    kind: str
    code: str
    shown: str
    owner: Any
    name: str
    value: Any

    def swap(self) -> Mutant:
        """Make the change; the result takes it back."""
        held = getattr(self.owner, self.name)
        object.__setattr__(self.owner, self.name, self.value)
        return attrs.evolve(self, value=held)


def mutants_of(statement: Statement) -> Iterator[Mutant]:
    """Every change of one paragraph's own lines."""
    code = statement.code
    for condition in own_lines(statement):
        for test in tests_in(condition):
            yield from mutants_of_test(test, code)
    if statement.connective in ("any", "all") and len(statement.members) > 1:
        other = "all" if statement.connective == "any" else "any"
        yield Mutant("any for all", code, f"{statement.connective} of", statement, "connective", other)
    for number, exclusion in enumerate(statement.exclusions):
        rest = (*statement.exclusions[:number], *statement.exclusions[number + 1 :])
        yield Mutant("note dropped", code, exclusion.note.name, statement, "exclusions", rest)


def own_lines(statement: Statement) -> Iterator[rules.Condition]:
    """The head, the `where` lines and the unlabelled lines of a paragraph."""
    if statement.head is not None:
        yield statement.head
    yield from statement.wheres
    for member in statement.members:
        if not member.code:
            yield from own_lines(member)


def tests_in(condition: rules.Condition) -> Iterator[rules.Condition]:
    """The tests of a condition."""
    match condition:
        case rules.AllOf() | rules.AnyOf():
            for item in condition.items:
                yield from tests_in(item)
        case rules.Negated():
            yield from tests_in(condition.item)
        case rules.PartTest() if condition.body is not None:
            yield from tests_in(condition.body)
        case Statement():
            for line in own_lines(condition):
                yield from tests_in(line)
        case rules.Defined():
            return
        case _:
            yield condition


def mutants_of_test(test: rules.Condition, code: str) -> Iterator[Mutant]:
    """Changes of one test."""
    match test:
        case rules.NumberTest() | rules.RangeTest() if test.bounds.interval is not None:
            interval = test.bounds.interval
            for kind, changed in changes_of(interval):
                yield Mutant(kind, code, test.text, test.bounds, "interval", changed)
        case rules.KindTest() if len(test.kinds) > 1:
            for number in range(len(test.kinds)):
                rest = (*test.kinds[:number], *test.kinds[number + 1 :])
                yield Mutant("kind dropped", code, f"{test.kinds[number]} in {test.text}", test, "kinds", rest)
        case _:
            return


def changes_of(interval: Interval) -> Iterator[tuple[str, Interval]]:
    """Another comparator, another number, another unit; on each end."""
    if interval.low == interval.high:
        return
    for end, closed in (("low", "low_closed"), ("high", "high_closed")):
        value: Fraction | None = getattr(interval, end)
        if value is None:
            continue
        yield "comparator", records.replace(interval, **{closed: not getattr(interval, closed)})
        for factor in (Fraction(11, 10), Fraction(9, 10)):
            if value:
                yield "number", records.replace(interval, **{end: value * factor})
        yield "unit", records.replace(interval, **{end: value * 1000})


def entry_of(code: str) -> str:
    """The entry of a paragraph."""
    return code.split(".", maxsplit=1)[0]


def examples_by_entry() -> dict[str, list[Scenario]]:
    """The worked examples that speak of paragraphs, by entry."""
    found: dict[str, list[Scenario]] = defaultdict(list)
    for scenario in bundled_scenarios():
        if scenario.ruleset != LIST:
            continue
        named = [code for key in ("met", "not_met", "undetermined") for code in scenario.expected.get(key, ())]
        for entry in {entry_of(str(code).rpartition(":")[2]) for code in named}:
            found[entry].append(scenario)
    return found


@attrs.frozen(eq=False)
class Example:
    """A worked example read once: its case, and the truth that each named paragraph must have."""

    case: Case
    as_of: date
    expected: tuple[tuple[rules.Target, int], ...]

    def passes(self, program: Program) -> bool:
        """Whether every named paragraph has its truth."""
        session = Session(program, self.case, self.as_of)
        frame = Frame(session, self.case.item)
        return all(program.listed(target, frame) == truth for target, truth in self.expected)


def read_example(law: Rules, scenario: Scenario, entry: str) -> Example:
    """The part of a worked example that speaks of an entry."""
    expected = [
        (rules.Target(LIST, str(code)), truth)
        for key, truth in (("met", 2), ("not_met", 0), ("undetermined", 1))
        for code in scenario.expected.get(key, ())
        if entry_of(str(code)) == entry
    ]
    return Example(law.read_case(scenario.case), scenario.as_of, tuple(expected))


def is_killed(law: Rules, mutant: Mutant, examples: list[Example]) -> bool:
    """Whether an example comes out otherwise with the change."""
    back = mutant.swap()
    try:
        # closures alone: generated code would be made anew for every mutant
        program = Program(law.book, generate=False)
        return any(not example.passes(program) for example in examples)
    finally:
        back.swap()


class Figures:
    """What the checks against figures see: boundary cases, how lines are joined, how many notes exclude."""

    def __init__(self, law: Rules) -> None:
        self.bounded = {id(test.bounds) for _, _, test in comparisons(law.book)}
        rows = [json.loads(line) for line in FIGURES.read_text("utf-8").splitlines()]
        self.joined = {row["code"]: row["children"] for row in rows if row.get("children")}
        self.excluding = Counter(row["code"] for row in rows if row["kind"] == "note" and row.get("excludes"))

    def notice(self, mutant: Mutant) -> bool:
        """Whether a boundary case or the comparison with the law fails."""
        if mutant.kind in ("comparator", "number", "unit"):
            return id(mutant.owner) in self.bounded
        if mutant.kind == "any for all":
            return mutant.code in self.joined
        if mutant.kind == "note dropped":
            # the list is compared by the number of its excluding notes, where each stands
            label = mutant.shown.rpartition(" to ")[2]
            return self.excluding[label] > 0
        return False


def main(arguments: list[str]) -> int:
    """Sample mutants, count the killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--category", nargs="+", default=["3", "4", "5"])
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    law = load()
    by_entry = examples_by_entry()
    examples: dict[str, list[Example]] = {}
    known = law.book.statements[LIST]
    every = [
        mutant for code, statement in known.items() if code[0] in options.category for mutant in mutants_of(statement)
    ]
    chosen = random.Random(options.seed).sample(every, min(options.sample, len(every)))  # noqa: S311
    killed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    figures = Figures(law)
    alive: list[Mutant] = []
    for mutant in chosen:
        total[mutant.kind] += 1
        entry = entry_of(mutant.code)
        if entry not in examples:
            examples[entry] = [read_example(law, scenario, entry) for scenario in by_entry[entry]]
        if is_killed(law, mutant, examples[entry]):
            killed[mutant.kind] += 1
        elif figures.notice(mutant):
            noticed[mutant.kind] += 1
        else:
            alive.append(mutant)
    write: Callable[[str], object] = sys.stdout.write
    write(f"{len(every)} mutants in categories {', '.join(options.category)}, {len(chosen)} sampled\n")
    for kind in sorted(total):
        write(f"{kind}: {killed[kind]} by examples, {noticed[kind]} by figures, of {total[kind]}\n")
    dead = sum(killed.values()) + sum(noticed.values())
    write(f"killed {dead} of {len(chosen)}, {100 * dead / max(1, len(chosen)):.1f} percent\n")
    for mutant in alive:
        write(f"  survives: {mutant.code} {mutant.kind}: {mutant.shown[:100]}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
