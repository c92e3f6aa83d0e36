"""What would change the answer, and until when it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from exportrules import records
from exportrules.case.values import Flag, Numbers, Subject, Value
from exportrules.decision import Decision, Outcome, decide_case
from exportrules.explanation.facts import show_interval, show_value
from exportrules.explanation.model import Change, Reason
from exportrules.explanation.nodes import Records
from exportrules.explanation.paragraphs import StatementTeller
from exportrules.explanation.status import find_paragraph
from exportrules.explanation.tree import STATUS, Explainer, tell_days
from exportrules.logic import EVERYTHING, FALSE, TRUE, UNKNOWN, Interval
from exportrules.logic.interval import cells
from exportrules.program.frame import Frame, Supposition
from exportrules.program.program import Program
from exportrules.program.recorded import has_place
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import belongs
from exportrules.rules.statements import Statement
from exportrules.units import Unit

MAX_TRIED = 40


def find_changes(decision: Decision) -> tuple[Change, ...]:
    """Known facts of the determining findings, each with a nearby value that gives another outcome."""
    found: list[Change] = []
    for subject, name, tests in _decisive(decision)[:MAX_TRIED]:
        found += _try(decision, subject, name, tests)
    return tuple(found)


def _decisive(decision: Decision) -> list[tuple[Subject | None, str, list[rules.Condition]]]:
    frame = Frame(decision.session, decision.case.item)
    search = _Tests(decision)
    for finding in decision.determining:
        search.read(finding.measure.effects[finding.effect].condition, frame)
    return [(subject, name, tests) for (_, name), (subject, tests) in search.found.items()]


class _Tests:
    """Collects the numeric and yes-or-no tests that hold below conditions that hold."""

    def __init__(self, decision: Decision) -> None:
        self.program = decision.session.program
        self.found: dict[tuple[int, str], tuple[Subject | None, list[rules.Condition]]] = {}
        self._seen: set[int] = set()

    def read(self, condition: rules.Condition, frame: Frame) -> None:
        if self.program.runner(condition)(frame) != TRUE:
            return
        match condition:
            case Statement():
                self._statement(condition, frame)
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    self.read(item, frame)
            case rules.Defined():
                self.read(condition.meaning, frame)
            case rules.ListedTest() if condition.subject == "item":
                for root in self._roots(condition, frame):
                    self.read(root, frame)
            case rules.NumberTest() | rules.FlagTest():
                self._keep(condition, frame)
            case _:
                pass

    def _statement(self, statement: Statement, frame: Frame) -> None:
        if id(statement) in self._seen or statement.part:
            return
        self._seen.add(id(statement))
        for item in (statement.head, *statement.wheres, *statement.members, *statement.also):
            if item is not None:
                self.read(item, frame)

    def _keep(self, test: rules.NumberTest | rules.FlagTest, frame: Frame) -> None:
        if isinstance(test.fact, rules.FactRef):
            subject = frame.subject(test.fact.owner)
            key = (0 if subject is None else id(subject), test.fact.name)
            self.found.setdefault(key, (subject, []))[1].append(test)

    def _roots(self, test: rules.ListedTest, frame: Frame) -> Iterator[Statement]:
        for target in test.targets:
            exact = self.program.book.find(target.ruleset, target.code)
            if exact is not None:
                yield exact
            else:
                yield from (root for root, _ in self.program.router.screen(target.ruleset, frame, target.code))


def _try(decision: Decision, subject: Subject | None, name: str, tests: Sequence[rules.Condition]) -> Iterator[Change]:
    facts = decision.case.transaction if subject is None else subject.facts
    held = facts.get(name)
    program = decision.session.program
    definition = program.vocabulary.facts[name]
    trials: list[_Trial] = []
    for shown, value in _others(held, tests, name, decision):
        key = (0 if subject is None else id(subject), name)
        supposed = (decision.session.supposed or Supposition()).and_also(Supposition({key: value}))
        found = decide_case(program, decision.case, decision.as_of, supposed, decision.session)
        interval = value.intervals[0] if isinstance(value, Numbers) else None
        trials.append(_Trial(shown, interval, (found.floor, found.ceiling)))
    seen: set[tuple[Outcome, Outcome]] = set()
    path = "facts" if subject is None else subject.path
    for trial in _join(trials, definition.unit):
        if trial.outcome != (decision.floor, decision.ceiling) and trial.outcome not in seen:
            seen.add(trial.outcome)
            yield Change(name, path, show_value(held, definition.unit), trial.shown, *trial.outcome)


@records.frozen
class _Trial:
    """Another value and what it would give."""

    shown: str
    interval: Interval | None
    outcome: tuple[Outcome, Outcome]


def _join(trials: Iterable[_Trial], unit: Unit | None) -> list[_Trial]:
    """Stretches that touch and give the same are one: `below 75 W` and `75 W` are `at most 75 W`."""
    joined: list[_Trial] = []
    for trial in trials:
        last, here = joined[-1].interval if joined else None, trial.interval
        touching = last is not None and here is not None and last.high == here.low
        if last is None or here is None or unit is None or not touching or joined[-1].outcome != trial.outcome:
            joined.append(trial)
        elif last.high_closed or here.low_closed:
            whole = Interval(last.low, last.low_closed, here.high, here.high_closed)
            joined[-1] = _Trial(show_interval(whole, unit), whole, trial.outcome)
        else:
            joined.append(trial)
    return joined


def _others(
    held: Value | None, tests: Sequence[rules.Condition], name: str, decision: Decision
) -> list[tuple[str, Value]]:
    if isinstance(held, Flag):
        return [("no" if held.value else "yes", Flag(not held.value, "supposed"))]
    unit = decision.session.program.vocabulary.facts[name].unit
    if not isinstance(held, Numbers) or unit is None or unit.log is not None:
        return []
    cuts: set[Fraction] = set()
    for test in tests:
        interval = test.bounds.interval if isinstance(test, rules.NumberTest) else None
        if interval is not None:
            cuts |= {end for end in (interval.low, interval.high) if end is not None}
    outside = [cell for cell in cells(cuts, EVERYTHING) if not any(_overlap(cell, item) for item in held.intervals)]
    return [(show_interval(cell, unit), Numbers((cell,), show_interval(cell, unit))) for cell in outside]


def _overlap(cell: Interval, held: Interval) -> bool:
    return cell.overlaps(held)


def find_last_day(decision: Decision) -> date | None:
    """The last day on which the same facts give the same answer by the law that is loaded; None when none is known.

    Every later day on which something loaded begins or ends is tried, in order.
    """
    program = decision.session.program
    here = _signature(decision)
    for day in program.change_days():
        if day <= decision.as_of:
            continue
        later = decide_case(program, decision.case, day, decision.session.supposed, decision.session)
        if _signature(later) != here:
            return date.fromordinal(day.toordinal() - 1)
    return None


def _signature(decision: Decision) -> tuple[object, ...]:
    """What must stay the same: the interval, the measures behind it, the reliefs used, what is owed."""
    return (
        decision.floor,
        decision.ceiling,
        # a measure of which one effect more or less reaches the answer is the same measure still
        frozenset(item.measure.path for item in decision.determining),
        frozenset(item.relief.path for item in decision.applied_reliefs),
        frozenset((item.under, item.duty.name, item.truth) for item in decision.duties),
        frozenset(item.code for item in decision.documents),
    )


def why_not(decision: Decision, path: str) -> Reason:
    """The whole tree of one paragraph for the item: what people found of it, then what fails, then what is open.

    Raises:
        ExportRulesError: XR863, no loaded list has the paragraph.
    """
    program = decision.session.program
    statement = find_paragraph(program, path)
    frame = Frame(decision.session, decision.case.item)
    explainer = Explainer(program, Records(), whole=True)
    told = (explainer.explain(item, frame) for item in program.book.find_all(statement.ruleset, statement.code))
    # of two rows of one code that which says more
    reason = max(told, key=lambda item: item.truth)
    context = _context(program, statement, frame)
    reason = reason if not context else _with(reason, context)
    truth = program.listed(rules.Target(statement.ruleset, statement.code), frame)
    if reason.truth != truth:
        more = (*tell_days(explainer, statement.ruleset, frame, 1), *_notes_above(program, statement, frame))
        reason = records.replace(reason, truth=truth, status=STATUS[truth], children=(*more, *reason.children))
    nearest = _nearest(reason)
    found = tuple(_findings_about(program, statement, decision.case.item))
    return records.replace(nearest, children=(*found, *nearest.children)) if found else nearest


def _findings_about(program: Program, statement: Statement, item: Subject) -> Iterator[Reason]:
    """What people found of the paragraph: that the item is listed in it or below it, or not, in it or above it."""
    ruleset, code = statement.ruleset, statement.code
    for finding in sorted(item.findings, key=lambda finding: -len(finding.code)):
        place = finding.code
        if finding.ruleset != ruleset and (finding.ruleset or not has_place(ruleset, place, program)):
            continue
        if belongs(place, code) if finding.met else belongs(code, place):
            truth = TRUE if finding.met else FALSE
            law = f" by the law of {finding.as_of}" if finding.as_of else ""
            text = f"a person's finding about {place or ruleset}"
            yield Reason("finding", text, truth, f"{STATUS[truth]}{law}", source=finding.source)


def _notes_above(program: Program, statement: Statement, frame: Frame) -> Iterator[Reason]:
    """Notes of the paragraphs above that take the item out, or may."""
    explainer = Explainer(program, Records(), whole=True)
    above = statement.parent
    while above is not None:
        teller = explainer.teller(above)
        if isinstance(teller, StatementTeller):
            yield from (item for item in teller.tell_notes(explainer, frame, 1) if item.truth != FALSE)
        above = above.parent


def _context(program: Program, statement: Statement, frame: Frame) -> tuple[Reason, ...]:
    """What the paragraph takes from those above it, the outermost first."""
    explainer = Explainer(program, Records(), whole=True)
    found: list[Reason] = []
    above = statement.parent
    while above is not None:
        conditions = [*([] if above.head is None else [above.head]), *above.wheres]
        found = [*(explainer.explain(item, frame) for item in conditions), *found]
        above = above.parent
    return tuple(found)


def _with(reason: Reason, context: tuple[Reason, ...]) -> Reason:
    truth = min(reason.truth, *(item.truth for item in context))
    status = reason.status if truth == reason.truth else STATUS[truth]
    return records.replace(reason, truth=truth, status=status, children=(*context, *reason.children))


def _nearest(reason: Reason) -> Reason:
    """What fails first, then what is open; of several paragraphs the one with the fewest tests against it first."""
    children = tuple(_nearest(child) for child in reason.children)
    if reason.form != "paragraph":
        return records.replace(reason, children=children)
    own = sorted((child for child in children if child.form != "paragraph"), key=lambda child: child.truth)
    below = sorted((child for child in children if child.form == "paragraph"), key=_distance)
    return records.replace(reason, children=(*own, *below))


def _distance(reason: Reason) -> tuple[int, int]:
    """How many tests are false and how many are open below a reason."""
    if not reason.children:
        return (int(reason.truth == FALSE), int(reason.truth == UNKNOWN))
    counts = [_distance(child) for child in reason.children]
    return (sum(item[0] for item in counts), sum(item[1] for item in counts))
