"""What a proposed list would change: which cases, in which Member States, with which outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from exportrules import records
from exportrules.case.day import check_day
from exportrules.case.values import Case
from exportrules.comparison.answers import Answer, Ground, answer_of
from exportrules.comparison.compare import CaseLike
from exportrules.comparison.variation import read_roles, stated, vary
from exportrules.decision import Outcome
from exportrules.errors import ExportRulesError
from exportrules.loading import Rules


@records.frozen
class ImpactRow:
    """One case in one Member State, before and after; `number` is the place of the case in the sample, from 1."""

    number: int
    case: str
    state: str
    before: Answer
    after: Answer

    @property
    def changed(self) -> bool:
        """Whether the interval of outcomes is another."""
        return (self.before.floor, self.before.ceiling) != (self.after.floor, self.after.ceiling)

    @property
    def stricter(self) -> bool:
        """Whether either end is stricter than before."""
        return self.after.floor > self.before.floor or self.after.ceiling > self.before.ceiling

    @property
    def new_grounds(self) -> tuple[Ground, ...]:
        """The measures that it rests on now and did not before."""
        known = {item.measure for item in self.before.grounds}
        return tuple(item for item in self.after.grounds if item.measure not in known)


@records.frozen
class Impact:
    """The rows of all cases, and the identifiers of cases that could not be decided, each with the reason."""

    rows: tuple[ImpactRow, ...]
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def changed(self) -> tuple[ImpactRow, ...]:
        """The rows whose outcome changes."""
        return tuple(item for item in self.rows if item.changed)

    @property
    def by_state(self) -> dict[str, int]:
        """How many cases change in each Member State, by its code; states without a change are there with 0."""
        found = dict.fromkeys((item.state for item in self.rows), 0)
        for item in self.changed:
            found[item.state] += 1
        return found

    @property
    def by_outcome(self) -> dict[tuple[tuple[Outcome, Outcome], tuple[Outcome, Outcome]], int]:
        """How many rows went from which interval to which."""
        found: dict[tuple[tuple[Outcome, Outcome], tuple[Outcome, Outcome]], int] = {}
        for item in self.changed:
            key = ((item.before.floor, item.before.ceiling), (item.after.floor, item.after.ceiling))
            found[key] = found.get(key, 0) + 1
        return found


def measure_impact(
    before: Rules, after: Rules, cases: Iterable[CaseLike], as_of: date | None = None, *, states: Sequence[str] = ()
) -> Impact:
    """Decide each case by two states of the law, from its own Member State, or from each of `states`.

    A case that cannot be read or decided is told in `failed`; the others go on.

    Raises:
        ExportRulesError: XR871, `as_of` is no day.
    """
    check_day(as_of)
    rows: list[ImpactRow] = []
    failed: list[tuple[str, str]] = []
    for number, case in enumerate(cases, 1):
        try:
            rows += _rows(before, after, case, as_of, states, number)
        except ExportRulesError as error:
            failed.append((f"case {number}", str(error)))
    return Impact(tuple(rows), tuple(failed))


def _rows(
    before: Rules, after: Rules, case: CaseLike, as_of: date | None, states: Sequence[str], number: int
) -> list[ImpactRow]:
    roles = read_roles()
    read = case if isinstance(case, Case) else before.read_case(case)
    home = stated(read, roles["exporter"])
    rows: list[ImpactRow] = []
    for state in states or (home,):
        answers: list[Answer] = []
        for rules in (before, after):
            here = rules.read_case(read.text)
            if state != home:
                facts = dict.fromkeys(roles["exporter"], state)
                here = vary(rules, here, facts, roles["of_the_state"])
            answers.append(answer_of(state, rules.decide(here, as_of)))
        rows.append(ImpactRow(number, read.identifier or f"case {number}", state, answers[0], answers[1]))
    return rows
