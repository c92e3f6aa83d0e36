"""A decision as data: everything that the text and JSON views show, gathered once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Generic, TypeAlias

from exportrules import records
from exportrules.case.stated import PlainFacts
from exportrules.case.values import Provenance, Subject
from exportrules.decision import Decision, ListFinding, MeasureFinding, ReliefFinding
from exportrules.decision.entries import entries_of
from exportrules.decision.listing import rulesets_of
from exportrules.decision.noting import looked_through
from exportrules.decision.outcomes import Outcome
from exportrules.explanation.changes import find_changes, find_last_day
from exportrules.explanation.facts import show_value
from exportrules.explanation.model import Change, Question, Reason
from exportrules.explanation.nodes import Maker, Node, Records
from exportrules.explanation.questions import ask_questions, open_clauses
from exportrules.explanation.readings import Reading, breadth_of, readings_of
from exportrules.explanation.tree import Explainer
from exportrules.explanation.written import Texts
from exportrules.logic import FALSE, TRUE, UNKNOWN
from exportrules.program.frame import Frame
from exportrules.rules.rulebook import RulesetInfo
from exportrules.rules.statements import MeasureRule, ReliefRule, Statement

MAX_LAG_DAYS = 366
Checked: TypeAlias = list[tuple[date, str, str]]
"""Days up to which rulesets were compared with the law, with their titles and names, the earliest first."""


@records.frozen
class StatedFact:
    """A fact as the case states it."""

    path: str
    name: str
    value: str
    source: Provenance


@records.frozen
class ReliefReport(Generic[Node]):
    """A relief of a measure: whether it applies, and why."""

    finding: ReliefFinding
    evidence: str
    reasons: tuple[Node, ...]


@records.frozen
class MeasureReport(Generic[Node]):
    """A measure that applies or may apply, and why."""

    finding: MeasureFinding
    evidence: str
    reason: Node
    paragraphs: tuple[ListFinding, ...]
    reliefs: tuple[ReliefReport[Node], ...]

    @property
    def levels(self) -> Mapping[str, str]:
        """The evidence of the paragraphs that are met."""
        rulesets = self.finding.session.program.book.rulesets
        return {item.statement.code: _level(item.statement, rulesets) for item in self.paragraphs if item.truth == TRUE}


@records.frozen
class Report:
    """All views of one decision."""

    decision: Decision
    measures: tuple[MeasureReport[Reason], ...]
    third_country: tuple[MeasureReport[Reason], ...]
    questions: tuple[Question, ...]
    changes: tuple[Change, ...]
    assumptions: tuple[StatedFact, ...]
    judgements: tuple[StatedFact, ...]
    not_modelled: tuple[tuple[str, str, str], ...]
    readings: tuple[tuple[str, str], ...]
    lists: tuple[str, ...]
    """The lists on which a measure for this transaction would rest, were the item in them."""
    freed: tuple[Reason, ...]
    """Paragraphs that the item would meet, were it not for a note; told where no control was found."""
    holds_until: date | None
    checked_up_to: date | None
    checked_less: Checked
    """What was compared more than a year less far than all else, the earliest first; `checked_up_to` leaves it out."""


def make_report(decision: Decision) -> Report:
    """Gather every view of a decision. Costs some decisions more: questions and changes are tried out."""
    reporter = Reporter(decision, Records())
    measures = tuple(reporter.measure(item) for item in decision.findings if item.truth != FALSE)
    foreign = tuple(reporter.measure(item) for item in decision.foreign if item.truth != FALSE)
    checked_less, checked_up_to = split_checked(find_checked(decision))
    return Report(
        decision=decision,
        measures=measures,
        third_country=foreign,
        questions=ask_questions(decision),
        changes=find_changes(decision),
        assumptions=tuple(list_facts(decision, assumed=True)),
        judgements=tuple(list_judgements(decision.case.item)),
        not_modelled=() if decision.conclusive else open_clauses(decision),
        readings=tuple(reporter.readings()),
        lists=looked_through(decision.session),
        freed=tuple(reporter.freed()) if decision.outcome is Outcome.no_control_found else (),
        holds_until=find_last_day(decision),
        checked_up_to=checked_up_to,
        checked_less=checked_less,
    )


class Reporter(Generic[Node]):
    """Tells of the measures of one decision, with reasons in one form."""

    def __init__(self, decision: Decision, make: Maker[Node]) -> None:
        self.decision = decision
        self.program = decision.session.program
        self.frame = Frame(decision.session, decision.case.item)
        self._make = make
        # one explainer for all measures, so that a paragraph is told once and only named afterwards
        plain = self.frame if _is_as_stated(decision) else None
        self._explainer = Explainer(self.program, make, plain=plain if isinstance(make, Texts) else None)
        self._found: dict[int, tuple[ListFinding, ...]] = {}

    def measure(self, finding: MeasureFinding) -> MeasureReport[Node]:
        """A measure, why it applies or may, and its reliefs."""
        reason, reliefs = self.reasons(finding)
        return MeasureReport(finding, self._evidence(finding.measure), reason, self._entries(finding), reliefs)

    def reasons(self, finding: MeasureFinding) -> tuple[Node, tuple[ReliefReport[Node], ...]]:
        """Why a measure applies or may, and its reliefs; the same that `measure` gathers."""
        condition = finding.measure.effects[finding.effect].condition
        reason = self._explainer.explain(condition, self.frame)
        return reason, tuple([self._relief(item) for item in finding.reliefs])

    def _relief(self, finding: ReliefFinding) -> ReliefReport[Node]:
        relief = finding.relief
        reasons: list[Node] = []
        for item in relief.conditions:
            found = self._explainer.explain(item, self.frame)
            if found.truth != TRUE or finding.truth == TRUE:
                reasons.append(found)
        for item in relief.refusals:
            bar = Explainer(self.program, Records(), seen=self._explainer.seen).explain(item, self.frame)
            if bar.truth != FALSE:
                reasons.append(self._make.take(records.replace(bar, status=f"{bar.status} (and so bars it)")))
        gaps = (Reason("not modelled", text, UNKNOWN, "not modelled") for text in relief.not_modelled)
        reasons += map(self._make.take, gaps)
        return ReliefReport(finding, self._evidence(relief), tuple(reasons))

    def _evidence(self, rule: MeasureRule | ReliefRule) -> str:
        return rule.evidence or self.program.book.rulesets[rule.ruleset].evidence

    def _entries(self, finding: MeasureFinding) -> tuple[ListFinding, ...]:
        found = self._found.get(id(finding))
        if found is None:
            found = self._found[id(finding)] = entries_of(finding.measure, self.frame, self.program)
        return found

    def readings(self) -> Iterator[tuple[str, str]]:
        """Our interpretations that the answer uses: where, and what.

        First those of what certainly applies; then, of what is open, those of the paragraphs that speak of the
        narrowest kinds that the item is stated to be of.
        """
        ranks: dict[Reading, int] = {}
        for finding in self.decision.findings:
            if finding.truth == FALSE or (finding.truth != TRUE and finding.ceiling <= self.decision.floor):
                continue
            least = 0 if finding.truth == TRUE else 1
            _rank(self._readings_of(finding.measure, finding.effect), least, ranks)
            for item in self._entries(finding):
                # where the measure applies, paragraphs that are open beside those that are met carry nothing
                found = self._readings_of(item.statement) if item.truth >= finding.truth else None
                if found:
                    _rank(found, least + (0 if item.truth == TRUE else breadth_of(item.statement, self.frame)), ranks)
            for relief in finding.reliefs:
                if relief.truth == TRUE:
                    _rank(self._readings_of(relief.relief), least, ranks)
        yield from sorted(ranks, key=ranks.__getitem__)

    def _readings_of(self, provision: Statement | MeasureRule | ReliefRule, effect: int = 0) -> dict[Reading, None]:
        """The interpretations of a provision, gathered once."""
        known: dict[tuple[int, int], dict[Reading, None]] = self.program.written.setdefault("readings", {})
        found = known.get((id(provision), effect))
        if found is None:
            found = known[id(provision), effect] = dict.fromkeys(readings_of(provision, effect))
        return found

    def freed(self) -> Iterator[Reason]:
        """Paragraphs whose words the item meets, and which a note takes it out of."""
        names = looked_through(self.decision.session)
        explainer = Explainer(self.program, Records())
        for name in names:
            if self.program.speaks_of(name, self.frame.session) != TRUE:
                continue
            for statement in self.program.book.statements.get(name, {}).values():
                if self._taken_out(statement):
                    found = explainer.explain(statement, self.frame)
                    if found.status.startswith("excluded by"):
                        yield found

    def _taken_out(self, statement: Statement) -> bool:
        """Whether a note holds, and everything above the paragraph does not fail."""
        conditions = (item.condition for item in statement.exclusions if item.note.not_modelled is None)
        if all(self.program.runner(item)(self.frame) != TRUE for item in conditions):
            return False
        below, above = statement, statement.parent
        while above is not None:
            if self.program.context(above, below)(self.frame) == FALSE:
                return False
            below, above = above, above.parent
        return True


def _rank(found: Iterable[Reading], rank: int, ranks: dict[Reading, int]) -> None:
    for item in found:
        ranks[item] = min(rank, ranks.get(item, rank))


def _level(statement: Statement, rulesets: Mapping[str, RulesetInfo]) -> str:
    """The evidence of a paragraph: its own, that of one above it, or that of its ruleset."""
    place: Statement | None = statement
    while place is not None:
        if place.evidence:
            return place.evidence
        place = place.parent
    return rulesets[statement.ruleset].evidence


def _is_as_stated(decision: Decision) -> bool:
    """Whether nothing is supposed, and nobody found anything about the item."""
    return not decision.case.item.findings and decision.session.supposed is None


def list_facts(decision: Decision, *, assumed: bool = False) -> Iterator[StatedFact]:
    """Every fact of the transaction, the item and its parts, stated or assumed; or those that are assumed."""
    holders = [("facts", decision.case.transaction)]
    holders += [(subject.path, subject.facts) for subject in subjects(decision.case.item)]
    for path, facts in holders:
        if assumed and isinstance(facts, PlainFacts):
            # of what is stated in the usual way nothing is assumed
            continue
        for name, value in sorted(facts.items()):
            if value.source.assumed or not assumed:
                yield StatedFact(path, name, show_value(value), value.source)


def subjects(item: Subject) -> Iterable[Subject]:
    """The item and all its parts, in order."""
    inner = [part for _, listed in sorted(item.parts.items()) for part in listed.subjects]
    return (item, *(below for part in inner for below in subjects(part))) if inner else (item,)


def list_judgements(item: Subject) -> Iterator[StatedFact]:
    """What people judged and found of the item and its parts."""
    for subject in subjects(item):
        for record in subject.judgements:
            words = "yes" if record.value else "no"
            purpose = f" ({record.purpose})" if record.purpose else ""
            target = f" for {record.target}" if record.target else ""
            yield StatedFact(subject.path, f"{record.term}{purpose}{target}", words, record.source)
        for finding in subject.findings:
            words = "met" if finding.met else "not met"
            words += f" by the law of {finding.as_of}" if finding.as_of else ""
            place = finding.code or finding.ruleset
            yield StatedFact(subject.path, f"paragraph {place}", words, finding.source)


def find_checked(decision: Decision) -> Checked:
    """Up to which day the rulesets behind the answer were compared with the law, the earliest first: day, title, name.

    Behind an answer that found no control stand all lists of the activity.
    """
    program = decision.session.program
    rulesets = program.book.rulesets
    none = Outcome.no_control_found
    names: set[str] = set()
    for item in decision.findings:
        if item.truth != FALSE and item.level != none:
            names |= rulesets_of(item.measure, program)
    infos = [(rulesets[name], name) for name in names or looked_through(decision.session)]
    return sorted((info.checked_to, info.title or name, name) for info, name in infos if info.checked_to is not None)


def split_checked(checked: Checked) -> tuple[Checked, date | None]:
    """What was compared so much earlier than the rest that its day speaks ill of it, and the day of the rest."""
    for place in range(len(checked) - 1, 0, -1):
        if (checked[place][0] - checked[place - 1][0]).days > MAX_LAG_DAYS:
            return checked[:place], checked[place][0]
    return [], checked[0][0] if checked else None


def headline(decision: Decision) -> str:
    """The outcome in words."""
    if decision.outcome is not None:
        return OUTCOME_WORDS[decision.outcome]
    low, high = OUTCOME_WORDS[decision.floor], OUTCOME_WORDS[decision.ceiling]
    return f"undetermined: from {low} to {high}"


OUTCOME_WORDS = {
    Outcome.no_control_found: "no control found",
    Outcome.authorised: "authorised",
    Outcome.notification_required: "notification required",
    Outcome.licence_required: "licence required",
    Outcome.prohibited_unless_authorised: "prohibited unless authorised",
    Outcome.prohibited: "prohibited",
}
