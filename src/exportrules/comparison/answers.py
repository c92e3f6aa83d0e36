"""What a comparison is made of: an answer for each circumstance, what it rests on, and where the answers differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from exportrules import records
from exportrules.decision import Decision, MeasureFinding, Outcome
from exportrules.logic import FALSE, TRUE, truth_name

By = Literal["state", "dispatch", "destination", "day", "rules"]


@records.frozen
class Ground:
    """A measure that an answer rests on: whether it applies, what is left of it, and its paragraphs that are met."""

    measure: str
    source: str
    title: str
    applies: str
    floor: Outcome
    ceiling: Outcome
    paragraphs: tuple[str, ...]
    reliefs: tuple[str, ...]


@records.frozen
class Answer:
    """The decision under one circumstance, with its grounds; `label` names the circumstance."""

    label: str
    decision: Decision = records.field(repr=False, eq=False)
    grounds: tuple[Ground, ...]

    @property
    def floor(self) -> Outcome:
        """The floor of the decision."""
        return self.decision.floor

    @property
    def ceiling(self) -> Outcome:
        """The ceiling of the decision."""
        return self.decision.ceiling

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two answers the same: the interval and the grounds."""
        return (self.floor, self.ceiling, self.grounds)


@records.frozen
class Warned:
    """The item is controlled under the base circumstance, and less under others; `open` are those not settled."""

    base: str
    controlled: Outcome
    free: tuple[str, ...]
    open: tuple[str, ...]


@records.frozen
class Comparison:
    """Answers to one case, in the order asked for. `base` is the circumstance that the case itself states, if any.

    `asked_anew` are facts that the case states of its own Member State, and that were left out for the others.
    """

    by: By
    case: str
    base: str
    answers: tuple[Answer, ...]
    asked_anew: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Answer, ...], ...]:
        """The same answers put together, in the order of the first of each."""
        found: dict[tuple[object, ...], list[Answer]] = {}
        for item in self.answers:
            found.setdefault(item.key, []).append(item)
        return tuple(map(tuple, found.values()))

    @property
    def differs(self) -> bool:
        """Whether there is more than one answer."""
        return len(self.groups) > 1

    def of(self, label: str) -> Answer | None:
        """The answer under a circumstance."""
        return next((item for item in self.answers if item.label == label), None)

    @property
    def warning(self) -> Warned | None:
        """Where goods that are controlled under the base circumstance could go without the control."""
        base = self.of(self.base)
        if base is None or self.by not in ("state", "dispatch"):
            return None
        free = tuple(item.label for item in self.answers if item.ceiling < base.floor)
        unsure = tuple(item.label for item in self.answers if item.floor < base.floor <= item.ceiling)
        return Warned(base.label, base.floor, free, unsure) if free or unsure else None


def answer_of(label: str, decision: Decision) -> Answer:
    """An answer with its grounds."""
    return Answer(label, decision, tuple(_ground(item) for item in grounds_of(decision)))


def grounds_of(decision: Decision) -> Iterable[MeasureFinding]:
    """The measures that apply, and those that may and would then be stricter than what is certain; by name.

    Where it is certain that one of several applies and not which, all that reach the answer.
    """
    none = Outcome.no_control_found
    joint = decision.floor != none and all(item.floor < decision.floor for item in decision.findings)
    least = decision.floor if joint else Outcome(min(decision.floor + 1, Outcome.prohibited))
    found = (
        item
        for item in decision.findings
        if item.level != none and (item.truth == TRUE or (item.truth != FALSE and item.ceiling >= least))
    )
    return sorted(found, key=lambda item: (-item.ceiling, item.measure.path, item.effect))


def _ground(finding: MeasureFinding) -> Ground:
    measure = finding.measure
    paragraphs = tuple(item.statement.code for item in finding.entries if item.truth == TRUE)
    return Ground(
        measure=measure.path,
        source=measure.source,
        title=measure.title,
        applies=truth_name(finding.truth),
        floor=finding.floor,
        ceiling=finding.ceiling,
        paragraphs=paragraphs,
        reliefs=tuple(item.relief.path for item in finding.reliefs if item.truth == TRUE),
    )
