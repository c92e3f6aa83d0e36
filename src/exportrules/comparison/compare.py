"""Decide one case under each of several circumstances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from exportrules.case.day import check_day, choose_day
from exportrules.case.values import Case
from exportrules.comparison.answers import Answer, By, Comparison, answer_of
from exportrules.comparison.variation import read_roles, stated, vary
from exportrules.countries import member_states
from exportrules.errors import ExportRulesError
from exportrules.loading import Rules

CaseLike = Case | str | bytes | Mapping[str, object]


def compare_states(rules: Rules, case: CaseLike, as_of: date | None = None, *, over: Sequence[str] = ()) -> Comparison:
    """One case as if exported from each Member State by an exporter there; the warning tells of forum shopping.

    `over` names the states; without it, all Member States of the day. What the case states of its own Member
    State's options and its authority's decisions is left out for the others: it does not hold there.

    Raises:
        JsonError, CaseError: the case cannot be read.
        ExportRulesError: XR862, no day is given; XR871, what is given is none; XR867, `over` names what is no Member
            State on the day.
    """
    return _over_countries(rules, case, as_of, "state", "exporter", over)


def compare_dispatch(
    rules: Rules, case: CaseLike, as_of: date | None = None, *, over: Sequence[str] = ()
) -> Comparison:
    """One case with the goods leaving through each Member State, the exporter staying where he is.

    Raises: as `compare_states`.
    """
    return _over_countries(rules, case, as_of, "dispatch", "dispatch", over)


def compare_destinations(rules: Rules, case: CaseLike, over: Sequence[str], as_of: date | None = None) -> Comparison:
    """One case to each of several countries: consignee, end user, purchaser and use move together.

    Raises: as `compare_states`; XR867, no country is named.
    """
    if not over:
        raise ExportRulesError("XR867", "no destination is named", "name the countries to compare")
    return _over_countries(rules, case, as_of, "destination", "destination", over)


def _over_countries(
    rules: Rules, case: CaseLike, as_of: date | None, by: By, role: str, over: Sequence[str]
) -> Comparison:
    read = _read(rules, case)
    day = choose_day(read, as_of)
    roles = read_roles()
    base = stated(read, roles[role])
    states = sorted(member_states(day))
    labels = tuple(dict.fromkeys(over)) or tuple(states)
    asked = tuple(name for name in roles["of_the_state"] if name in read.transaction) if by == "state" else ()
    answers: list[Answer] = []
    for label in labels:
        facts = dict.fromkeys(roles[role], label)
        varied = read if label == base and by != "destination" else vary(rules, read, facts, asked)
        if by != "destination" and label not in states and label != base:
            # a country that the Union's law does not bind would look like a way round the control
            what = f"`{label}` is no Member State on {day.isoformat()}"
            raise ExportRulesError("XR867", what, f"use some of {', '.join(states)}")
        answers.append(answer_of(label, rules.decide(varied, day)))
    return Comparison(by, read.identifier, base, tuple(answers), asked)


def compare_days(
    rules: Rules, case: CaseLike, days: Iterable[date] = (), *, first: date | None = None, last: date | None = None
) -> Comparison:
    """One case by the law of several days; without `days`, of each day in between on which a loaded rule changes.

    Answers that follow each other and are the same are put together; the label is the first day of each stretch.

    Raises: as `compare_states`; XR867, neither days nor `first` are given, or both; the span ends before it begins.
    """
    read = _read(rules, case)
    named = list(days)
    for name, given in (*(("days", day) for day in named), ("first", first), ("last", last)):
        check_day(given, name)
    named = sorted(set(named))
    wanted = named
    if named and (first is not None or last is not None):
        raise ExportRulesError("XR867", "both days and a span of days are named", "keep one of the two")
    if not wanted and first is None:
        raise ExportRulesError("XR867", "no day is named", "name days, or the first day of a span")
    if first is not None and last is not None and last < first:
        what = f"the span ends on {last.isoformat()}, before it begins"
        raise ExportRulesError("XR867", what, "put the earlier day first")
    if not wanted and first is not None:
        changes = (day for day in rules.program.change_days() if day > first and (last is None or day <= last))
        wanted = [first, *sorted(set(changes))]
    answers: list[Answer] = []
    for day in wanted:
        found = answer_of(day.isoformat(), rules.decide(read, day))
        if not answers or named or found.key != answers[-1].key:
            answers.append(found)
    base = "" if read.as_of is None else read.as_of.isoformat()
    return Comparison("day", read.identifier, base, tuple(answers))


def compare_rules(versions: Mapping[str, Rules], case: CaseLike, as_of: date | None = None) -> Comparison:
    """One case by several states of the law, by the name of each; the first is the base.

    Raises: as `compare_states`; XR867, no rules are given.
    """
    if not versions:
        raise ExportRulesError("XR867", "no rules are given", "give at least one state of the law")
    answers: list[Answer] = []
    identifier = ""
    for label, rules in versions.items():
        # each state of the law has a vocabulary of its own
        read = rules.read_case(case.text) if isinstance(case, Case) else rules.read_case(case)
        identifier = read.identifier
        answers.append(answer_of(label, rules.decide(read, choose_day(read, as_of))))
    return Comparison("rules", identifier, next(iter(versions)), tuple(answers))


def _read(rules: Rules, case: CaseLike) -> Case:
    return case if isinstance(case, Case) else rules.read_case(case)
