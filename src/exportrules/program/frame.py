"""What an evaluation sees: the day, the subjects, values supplied or derived, and what was assumed on a branch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from exportrules.case.values import Case, PartList, Subject, Value
from exportrules.logic import Truth

if TYPE_CHECKING:
    from exportrules.program.program import Program
    from exportrules.rules.conditions import FactRef


class Session:
    """One decision: shared by all frames. Memos live here and die with it."""

    __slots__ = ("active", "answers", "as_of", "case", "derived", "diagnostics", "memo", "pinned", "pins", "program")

    def __init__(
        self,
        program: Program,
        case: Case,
        as_of: date,
        answers: Mapping[tuple[int, str], Value | PartList] | None = None,
        pins: Mapping[tuple[int, str], Truth] | None = None,
    ) -> None:
        self.program = program
        self.case = case
        self.as_of = as_of
        self.memo: dict[tuple[int, int], Truth] = {}
        self.derived: dict[tuple[int, str], Value | None] = {}
        self.active: set[tuple[int, int | str]] = set()
        self.diagnostics: dict[tuple[str, str], None] = {}
        self.pinned: Mapping[tuple[int, str, str], Truth] = {}
        # what a question supposes: values of facts and lists of parts, and tests of kinds and judgements
        self.answers = answers
        self.pins = pins

    def note(self, code: str, message: str) -> None:
        """Record a diagnostic of this decision once."""
        self.diagnostics[(code, message)] = None


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
            answers = self.session.answers
            if answers is not None and key in answers:
                return answers[key]  # type: ignore[return-value]
            return self.session.case.transaction.get(ref.name)
        subject = self.it if ref.owner == "it" and self.it is not None else self.item
        if self.overrides is not None:
            held = self.overrides.get((id(subject), ref.name))
            if held is not None:
                return held
        supplied = subject.facts.get(ref.name)
        answers = self.session.answers
        if answers is not None:
            supplied = answers.get((id(subject), ref.name), supplied)  # type: ignore[assignment]
        formula = self.session.program.formulas.get(ref.name)
        return supplied if formula is None else formula(self, subject, supplied)


Runner = Callable[[Frame], Truth]
