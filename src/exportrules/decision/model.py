"""What a decision is made of: findings about measures, reliefs and paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from exportrules import records
from exportrules.decision.outcomes import Outcome
from exportrules.errors import ExportRulesError
from exportrules.logic import TRUE, Truth

if TYPE_CHECKING:
    from exportrules.case.values import Case
    from exportrules.program.frame import Session
    from exportrules.rules.statements import DocumentCode, Duty, MeasureRule, ReliefRule, Statement


@records.frozen(eq=False)
class ListFinding:
    """A paragraph that the item meets or may meet.

    `open_below` says that one of its sub-paragraphs applies but it is not known which.
    """

    statement: Statement
    truth: Truth
    open_below: bool = False


@records.frozen(eq=False)
class ReliefFinding:
    """Whether a relief applies, and what it would leave."""

    relief: ReliefRule
    truth: Truth
    remaining: Outcome
    duties: tuple[tuple[Duty, Truth], ...] = ()
    documents: tuple[DocumentCode, ...] = ()


@records.frozen(eq=False)
class MeasureFinding:
    """One effect of a measure: whether its condition holds, its reliefs, and the interval that they leave."""

    measure: MeasureRule
    effect: int
    truth: Truth
    level: Outcome
    floor: Outcome
    ceiling: Outcome
    reliefs: tuple[ReliefFinding, ...]
    session: Session = records.field(repr=False)
    duties: tuple[tuple[Duty, Truth], ...] = ()
    documents: tuple[DocumentCode, ...] = ()
    failed: str = ""

    @property
    def entries(self) -> tuple[ListFinding, ...]:
        """The paragraphs that the item meets or may meet in the lists on which the measure rests."""
        from exportrules.decision.entries import entries_of
        from exportrules.program.frame import Frame

        return entries_of(self.measure, Frame(self.session, self.session.case.item), self.session.program)


@records.frozen(eq=False)
class DutyFinding:
    """A duty that is owed (true) or may be owed (unknown), and the measure or relief that it stands under."""

    duty: Duty
    truth: Truth
    under: str


@records.frozen(eq=False)
class Worked:
    """The findings of a decision, and what follows from them."""

    floor: Outcome
    ceiling: Outcome
    findings: tuple[MeasureFinding, ...]
    foreign: tuple[MeasureFinding, ...]
    session: Session


class Workings:
    """The findings of a decision, made when they are first asked for; making them again gives the same."""

    __slots__ = ("_arguments", "_made", "_make", "_told")

    def __init__(self, make: Callable[..., Worked], *arguments: Any) -> None:
        self._make = make
        self._arguments = arguments
        self._made: Worked | None = None
        self._told: tuple[tuple[str, str], ...] | None = None

    @property
    def made(self) -> Worked:
        """The findings."""
        if self._made is None:
            self._made = self._make(*self._arguments)
        return self._made

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What is to be told beside the answer."""
        from exportrules.decision.noting import diagnose

        if self._told is None:
            self._told = diagnose(self.made)
        return self._told


@records.frozen(eq=False)
class Decision:
    """The answer to a case: an interval of outcomes, and everything that it rests on.

    `outcome` is the answer when it is conclusive, else None; gate on `ceiling`. Its truth value is refused.
    """

    case: Case
    as_of: date
    floor: Outcome
    ceiling: Outcome
    rulesets: Mapping[str, str]
    _workings: Workings = records.field(repr=False)

    @property
    def findings(self) -> tuple[MeasureFinding, ...]:
        """The effects of measures of the Union and its Member States that apply or may apply."""
        return self._workings.made.findings

    @property
    def foreign(self) -> tuple[MeasureFinding, ...]:
        """The same of measures of third countries, which do not decide."""
        return self._workings.made.foreign

    @property
    def diagnostics(self) -> tuple[tuple[str, str], ...]:
        """Faults met on the way, as code and message."""
        return self._workings.told

    @property
    def session(self) -> Session:
        """What was found out on the way; not part of the stable interface."""
        return self._workings.made.session

    @property
    def outcome(self) -> Outcome | None:
        """The outcome, or None while the decision is undetermined between `floor` and `ceiling`."""
        return self.floor if self.floor == self.ceiling else None

    @property
    def determining(self) -> tuple[MeasureFinding, ...]:
        """The findings that reach the floor or the ceiling of the decision."""
        none = Outcome.no_control_found
        return tuple(
            item
            for item in self.findings
            if (item.ceiling == self.ceiling != none) or (item.floor == self.floor != none)
        )

    @property
    def applied_reliefs(self) -> tuple[ReliefFinding, ...]:
        """The reliefs that certainly apply to a measure that applies or may apply, each once."""
        found = [item for finding in self.findings for item in finding.reliefs if item.truth == TRUE]
        return tuple({item.relief.path: item for item in found}.values())

    @property
    def duties(self) -> tuple[DutyFinding, ...]:
        """What is owed, or may be owed, under the measures that apply and the reliefs that are used."""
        found: dict[tuple[str, str], DutyFinding] = {}
        for path, (duty, truth) in self._owed():
            held = found.get((path, duty.name))
            # what one line leaves open another may say for certain
            if held is None or held.truth < truth:
                found[(path, duty.name)] = DutyFinding(duty, truth, path)
        return tuple(found.values())

    def _owed(self) -> Iterator[tuple[str, tuple[Duty, Truth]]]:
        """Every duty with its truth, and the provision under which it stands."""
        for finding in self.findings:
            yield from ((finding.measure.path, item) for item in finding.duties)
            for relief in finding.reliefs:
                yield from ((relief.relief.path, item) for item in relief.duties if relief.truth == TRUE)

    @property
    def documents(self) -> tuple[DocumentCode, ...]:
        """Customs document codes of the measures that apply and of the reliefs that certainly do, each once.

        Those of an obligation, such as the declaration that goods are not listed, count only where it is certain that
        nothing else applies.
        """
        free = self.ceiling == Outcome.no_control_found
        stated = (item for item in self.findings if free or item.level != Outcome.no_control_found)
        found = [item for finding in stated for item in finding.documents]
        found += [item for relief in self.applied_reliefs for item in relief.documents]
        return tuple({item.code: item for item in found}.values())

    @property
    def conclusive(self) -> bool:
        """Whether floor and ceiling are the same."""
        return self.floor == self.ceiling

    def __bool__(self) -> NoReturn:
        raise TypeError("a decision is neither true nor false: compare `decision.ceiling` with an Outcome")

    def __copy__(self) -> Decision:
        """Itself, for it does not change."""
        return self

    def __deepcopy__(self, memo: Mapping[int, object]) -> Decision:
        """Itself, for it does not change."""
        return self

    def __reduce__(self) -> NoReturn:
        """A decision hangs on the whole program that made it; its receipt is what goes elsewhere (XR973)."""
        raise ExportRulesError(
            "XR973",
            "a decision cannot be pickled",
            "keep or send its receipt, `to_json(decision)`; `rules.replay` decides that again",
        )
