"""What an evaluation sees: the day, the subjects, values supplied or derived, and what was assumed on a branch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from exportrules import records
from exportrules.case.values import Case, Choices, Subject, Value
from exportrules.logic import FALSE, Truth
from exportrules.rules.conditions import FOREIGN_WORDS
from exportrules.rules.rulebook import entry_of

if TYPE_CHECKING:
    from exportrules.program.program import Program
    from exportrules.program.recorded import SortedFindings
    from exportrules.rules.conditions import FactRef, Target
    from exportrules.rules.statements import Statement


Query = tuple[str, str, int]
"""Whether the item is listed: ruleset, code, and whether a paragraph's own words alone are asked, as in a test."""
Traces = dict[tuple[int, int], "tuple[tuple[Query, Truth], ...] | None"]


@records.frozen
class Supposition:
    """What a question supposes beyond the case, by the identity of a subject (0 is the transaction).

    `answers` are values of facts, `pins` results of tests of kinds and judgements by their text, `absent` names
    of parts of which there are none.
    """

    answers: Mapping[tuple[int, str], Value] = records.field(factory=lambda: dict[tuple[int, str], "Value"]())
    pins: Mapping[tuple[int, str], Truth] = records.field(factory=dict[tuple[int, str], Truth])
    absent: frozenset[tuple[int, str]] = frozenset()

    def and_also(self, other: Supposition) -> Supposition:
        """Both suppositions; the other's answers take the place of these."""
        return Supposition({**self.answers, **other.answers}, {**self.pins, **other.pins}, self.absent | other.absent)

    def unlike(self, other: Supposition) -> Supposition:
        """What one of the two supposes otherwise than the other, or alone."""
        return Supposition(
            _unlike(self.answers, other.answers), _unlike(self.pins, other.pins), self.absent ^ other.absent
        )


def _unlike(one: Mapping[tuple[int, str], Any], other: Mapping[tuple[int, str], Any]) -> dict[tuple[int, str], Any]:
    return {key: value for key, value in {**one, **other}.items() if one.get(key) != other.get(key)}


class Session:
    """One decision: shared by all frames. Memos live here and die with it."""

    __slots__ = (
        "_unheeding",
        "active",
        "answers",
        "as_of",
        "asked",
        "before",
        "branched",
        "branched_lists",
        "branched_traces",
        "case",
        "circles",
        "derived",
        "entries",
        "era",
        "faulty",
        "leaves",
        "lists",
        "looked",
        "loose",
        "memo",
        "moved",
        "noted",
        "notes",
        "numbers",
        "outsiders",
        "pinned",
        "program",
        "screened",
        "sorted_findings",
        "spoilt",
        "stated",
        "supposed",
        "trace",
        "traces",
        "traces_before",
        "unheeded",
    )

    def __init__(self, program: Program, case: Case, as_of: date, supposed: Supposition | None = None) -> None:
        self.program = program
        self.case = case
        self.as_of = as_of
        self.era = program.era(as_of)
        self.supposed = supposed
        self.memo: dict[tuple[int, int], Truth] = {}
        # of paragraphs on branches of bands that have nothing to do with them
        self.branched: dict[tuple[int, int], Truth] = {}
        self.branched_traces: Traces = {}
        self.branched_lists: dict[tuple[int, str, str], Truth] = {}
        # of conditions of provisions, which may hang on lists
        self.asked: dict[tuple[int, int], Truth] = {}
        self.derived: dict[tuple[int, str], Value | None] = {}
        self.active: set[tuple[int, int | str]] = set()
        self.notes: dict[tuple[str, str], None] = {}
        # what is stated that was not to be expected; worked out when it is to be told
        self.outsiders: tuple[tuple[str, str], ...] | None = None
        # the lists on which an answer without a control rests; filled by the decision where it is asked for
        self.looked: tuple[str, ...] | None = None
        # the paragraphs met in each list; filled by the decision
        self.entries: dict[tuple[str, str], tuple[Any, ...]] = {}
        # the same, divided as far as the law divides; filled by the decision
        self.leaves: dict[Target, tuple[Any, ...]] = {}
        self.sorted_findings: dict[tuple[int, str], SortedFindings] = {}
        self.screened: dict[tuple[int, str, str], list[tuple[Statement, Truth]]] = {}
        # whether the item, or a part of it, is listed in a list or in a section of one
        self.lists: dict[tuple[int, str, str], Truth] = {}
        self.pinned: Mapping[tuple[int, str, str], Truth] = {}
        # the names of what is stated, where truths are kept for all who state the same of some names
        self.stated: frozenset[str] | None = None
        # the numbers of what is stated, and names of which what is kept says nothing for this session
        self.numbers: Mapping[str, int] = {}
        self.loose: frozenset[str] = frozenset()
        self.noted = 0
        self.circles = 0
        # derived facts that left a note
        self.faulty: set[tuple[int, str]] = set()
        # whether the item is listed somewhere, as asked so far: the answers, and all questions in their order
        self.answers: dict[Query, Truth] = {}
        self.trace: list[tuple[Query, Truth]] = []
        # the questions behind the truths of statements; None where a truth holds for this session only
        self.traces: Traces = {}
        # how often something was found out that holds for this session only
        self.spoilt = 0
        # the truths of paragraphs without what this session supposes, and the names of that
        self.before: Mapping[tuple[int, int], Truth] | None = None
        self.traces_before: Traces = {}
        self.moved: frozenset[str] = frozenset()
        # entries of which it does not count that they were ruled out, each with the thing it was said of
        self.unheeded: frozenset[tuple[int, str, str]] = frozenset()
        self._unheeding: dict[tuple[int, str, str], Session] = {}

    def unheeding(self, subject: Subject, target: Target) -> Session:
        """The same case where nobody ruled out the entry of a target; the session itself where nobody did."""
        place = (id(subject), target.ruleset, entry_of(target.code))
        if place in self.unheeded or all(finding.met for finding in subject.findings):
            return self
        found = self._unheeding.get(place)
        if found is None:
            found = self._unheeding[place] = Session(self.program, self.case, self.as_of, self.supposed)
            # what is met on the way is told with the rest
            found.unheeded, found.notes, found.pinned = self.unheeded | {place}, self.notes, self.pinned
        return found

    def share(self, other: Session) -> None:
        """Use what another session of the same case and day found out about paragraphs and derived facts."""
        self.memo, self.derived, self.traces = other.memo, other.derived, other.traces
        self.branched, self.branched_traces = other.branched, other.branched_traces
        self.branched_lists = other.branched_lists
        self.entries, self.leaves, self.screened, self.lists = other.entries, other.leaves, other.screened, other.lists

    def build_on(self, other: Session, moved: frozenset[str]) -> None:
        """Use what another session of the same case found out about what does not depend on some names."""
        if other.stated is not None:
            self.before, self.traces_before, self.moved = other.memo, other.traces, moved

    def note(self, code: str, message: str) -> None:
        """Record a diagnostic of this decision once."""
        self.noted += 1
        self.spoilt += 1
        self.notes[(code, message)] = None

    @property
    def diagnostics(self) -> Mapping[tuple[str, str], None]:
        """What was noted on the way, and what is stated that was not to be expected."""
        if self.outsiders is None:
            self.outsiders = tuple(self._find_outsiders())
        return {**dict.fromkeys(self.outsiders), **self.notes} if self.outsiders else self.notes

    def _find_outsiders(self) -> Iterator[tuple[str, str]]:
        """Facts of the transaction that name a country outside the group of which their rules speak (XR856)."""
        ungrouped, vocabulary, stated = self.program.ungrouped, self.program.vocabulary, self.case.transaction
        for name in stated:
            if name in ungrouped:
                continue
            named = vocabulary.facts[name].group
            if not named:
                ungrouped.add(name)
                continue
            group, value = vocabulary.groups[named], stated[name]
            if isinstance(value, Choices) and all(
                group.has_member(country, self.as_of, None) == FALSE for country in value.values
            ):
                told = f"`{name}` is {value.text}, which is not in group `{group.name}`"
                yield "XR856", f"{told}; the rules for that group are asked all the same"

    def retrace(self, found: Traces, key: tuple[int, int]) -> None:
        """Go once more over the questions behind a truth."""
        asked = found.get(key, ())
        if asked is None:
            self.spoilt += 1
        else:
            self.trace += asked


class Frame:
    """One place of evaluation: the item that entries are tested on, and the part at hand."""

    __slots__ = ("it", "item", "overrides", "session")

    def __init__(
        self,
        session: Session,
        item: Subject,
        it: Subject | None = None,
        overrides: Mapping[tuple[int, str], Value] | None = None,
    ) -> None:
        self.session = session
        self.item = item
        self.it = it
        self.overrides = overrides

    def inside(self, part: Subject) -> Frame:
        """The frame after `has`: the part is at hand, the item stays."""
        return Frame(self.session, self.item, part, self.overrides)

    def judged_alone(self, part: Subject) -> Frame:
        """The frame in which a part is tested as an item of its own."""
        return Frame(self.session, part, None, self.overrides)

    def for_words(self, target: Target, own: int) -> Frame:
        """The frame in which a target is tested: who ruled another entry out spoke of no words of it."""
        session = self.session.unheeding(self.item, target) if own == FOREIGN_WORDS else self.session
        return self if session is self.session else Frame(session, self.item, self.it, self.overrides)

    def with_values(self, values: Mapping[tuple[int, str], Value]) -> Frame:
        """The frame of a branch on which some unknown facts have values."""
        merged = values if self.overrides is None else {**self.overrides, **values}
        return Frame(self.session, self.item, self.it, merged)

    def subject(self, owner: str) -> Subject | None:
        """The thing that a fact belongs to here; None is the transaction."""
        if owner == "transaction":
            return None
        if owner == "it" and self.it is not None:
            return self.it
        return self.item

    def value(self, ref: FactRef) -> Value | None:
        """The value of a fact, supplied or derived; None is unknown."""
        if ref.owner == "transaction":
            key = (0, ref.name)
            if self.overrides is not None and key in self.overrides:
                return self.overrides[key]
            supposed = self.session.supposed
            if supposed is not None and key in supposed.answers:
                return supposed.answers[key]
            return self.session.case.transaction.get(ref.name)
        subject = self.it if ref.owner == "it" and self.it is not None else self.item
        if self.overrides is not None:
            held = self.overrides.get((id(subject), ref.name))
            if held is not None:
                return held
        supplied = subject.facts.get(ref.name)
        supposed = self.session.supposed
        if supposed is not None:
            supplied = supposed.answers.get((id(subject), ref.name), supplied)
        formula = self.session.program.formulas.get(ref.name)
        return supplied if formula is None else formula(self, subject, supplied)


Runner = Callable[[Frame], Truth]
