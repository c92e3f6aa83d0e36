"""What leaves a condition open: the tests that are unknown, where an answer to them could still matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from exportrules import records
from exportrules.decision.coverage import Leaf, leaves_of
from exportrules.logic import FALSE, TRUE, UNKNOWN, Period, negate
from exportrules.program.frame import Frame
from exportrules.program.parts import Gathering, gather_parts, may_be_part
from exportrules.program.placed import listed_under
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import SECTION, belongs
from exportrules.rules.statements import MeasureRule, Statement

Unheeded = frozenset[tuple[int, str, str]]
NOTHING: Final[Unheeded] = frozenset()


@records.frozen(eq=False)
class Opening:
    """An unknown test (or an unknown list of parts) in its frame, and who asks: a measure, a relief, a paragraph."""

    test: rules.Condition
    frame: Frame
    asked_by: str
    place: Statement | None = None
    """The paragraph that asks."""


class OpenTests:
    """Finds the openings of conditions; each paragraph is searched once for each item."""

    def __init__(self, program: Program, *, gaps_only: bool = False) -> None:
        """Search for all openings; or, with `gaps_only`, for what is not modelled, passing by what holds no gap."""
        self.program = program
        self.gaps_only = gaps_only
        self._seen: set[tuple[int, int, int, Unheeded]] = set()
        # whether anything is left to find in a paragraph, of the item of the case
        self._may_find: dict[tuple[int, bool, Unheeded], bool] = {}
        self._left: dict[str, Sequence[Leaf]] = {}
        # the paragraph that is being looked into
        self._place: Statement | None = None
        self.not_modelled: dict[tuple[str, str], str] = {}

    def find(self, condition: rules.Condition, frame: Frame, asked_by: str) -> Iterator[Opening]:
        """Every unknown test below a condition that is itself unknown."""
        if self.gaps_only and not may_hold_gap(condition, self.program):
            return
        if self.program.runner(condition)(frame) != UNKNOWN:
            return
        match condition:
            case Statement():
                yield from self._statement(condition, frame, asked_by)
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    yield from self.find(item, frame, asked_by)
            case rules.Negated():
                yield from self.find(condition.item, frame, asked_by)
            case rules.Defined():
                yield from self.find(condition.meaning, frame, asked_by)
            case rules.PartTest():
                yield from self._parts(condition, frame, asked_by)
            case rules.ListedTest():
                yield from self._listed(condition, frame)
            case _:
                yield Opening(condition, frame, asked_by, self._place)

    def name_days(self, ruleset: str, clause: str, period: Period, frame: Frame) -> None:
        """Name a clause of which it is not known whether it is in force on the day."""
        day = frame.session.as_of
        if period.presence(day) == UNKNOWN:
            words = f"it is not certain whether it is in force on {day.isoformat()}"
            self.not_modelled.setdefault((ruleset, clause.removeprefix(f"{ruleset}.")), words)

    def _once(self, statement: Statement, frame: Frame) -> bool:
        key = (id(statement), id(frame.item), id(frame.it), frame.session.unheeded)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _statement(self, statement: Statement, frame: Frame, asked_by: str) -> Iterator[Opening]:
        if not self._once(statement, frame):
            return
        outer = self._place
        if statement.code:
            self._place = statement
        yield from self._inside(statement, frame, statement.code or asked_by)
        self._place = outer

    def _inside(self, statement: Statement, frame: Frame, asked_by: str) -> Iterator[Opening]:
        self.name_days(statement.ruleset, asked_by, statement.period, frame)
        yield from self._chapeau(statement, frame, asked_by)
        if self._chapeau_holds(statement, frame):
            if statement.not_modelled is not None:
                clause = asked_by.removeprefix(f"{statement.ruleset}.")
                self.not_modelled[(statement.ruleset, clause)] = statement.not_modelled
            if statement.part:
                yield from self._quantified(statement, statement.members, frame, asked_by)
            elif self._block_is_open(statement, frame):
                for member in statement.members:
                    self.name_days(statement.ruleset, member.code or asked_by, member.period, frame)
                    yield from self.find(member, frame, asked_by)
        for item in statement.also:
            yield from self.find(item, frame, asked_by)
        yield from self._notes(statement, frame, asked_by)

    def _block_is_open(self, statement: Statement, frame: Frame) -> bool:
        """Whether an open line of the block could still change what the block gives."""
        day = frame.session.as_of
        values = [self.program.runner(item)(frame) for item in statement.members]
        match statement.connective:
            case "all":
                # a line that is not in force asks for nothing; one that may not be may ask for nothing
                periods = (item.period.presence(day) for item in statement.members)
                return FALSE not in (max(value, negate(here)) for value, here in zip(values, periods, strict=True))
            case "at least":
                sure = values.count(TRUE)
                return sure < statement.count <= sure + values.count(UNKNOWN)
            case _:
                return TRUE not in values

    def _beside(self, statement: Statement, frame: Frame) -> Iterator[Opening]:
        """What is open in a divided paragraph that is met, beside the paragraphs below it."""
        asked_by = statement.code
        yield from self._chapeau(statement, frame, asked_by)
        for line in (*(item for item in statement.members if not item.code), *statement.also):
            yield from self.find(line, frame, asked_by)
        yield from self._notes(statement, frame, asked_by)

    def _chapeau(self, statement: Statement, frame: Frame, asked_by: str) -> Iterator[Opening]:
        if not self._chapeau_holds(statement, frame):
            return
        for item in (statement.head, *statement.wheres):
            if item is not None:
                yield from self.find(item, frame, asked_by)

    def _chapeau_holds(self, statement: Statement, frame: Frame) -> bool:
        conditions = (item for item in (statement.head, *statement.wheres) if item is not None)
        return all(self.program.runner(item)(frame) != FALSE for item in conditions)

    def _notes(self, statement: Statement, frame: Frame, asked_by: str) -> Iterator[Opening]:
        for exclusion in statement.exclusions:
            # a gap bears on the answer unless the encoded words settle it without
            settled = TRUE if exclusion.note.effect == "narrows" else FALSE
            if exclusion.note.not_modelled is not None and self.program.runner(exclusion.condition)(frame) != settled:
                self.not_modelled[(statement.ruleset, exclusion.note.name)] = exclusion.note.not_modelled
            self.name_days(statement.ruleset, exclusion.note.name, exclusion.note.period, frame)
            yield from self.find(exclusion.condition, frame, asked_by)

    def _quantified(
        self, statement: Statement, members: Iterable[Statement], frame: Frame, asked_by: str
    ) -> Iterator[Opening]:
        parts, state = gather_parts(frame, statement.part, statement.part_of)
        for subject, _ in parts:
            for member in members:
                yield from self.find(member, frame.inside(subject), asked_by)
            yield from self._set_aside(statement.ignored, frame.inside(subject), asked_by)
        if state is not Gathering.COMPLETE:
            mode = statement.quantifier or "some"
            test = rules.PartTest(mode, 1, statement.part, None, (), statement.part, statement.part_of)
            yield Opening(test, frame, asked_by, self._place)

    def _parts(self, test: rules.PartTest, frame: Frame, asked_by: str) -> Iterator[Opening]:
        parts, state = gather_parts(frame, test.part, test.subject)
        for subject, _ in parts:
            if test.body is not None:
                yield from self.find(test.body, frame.inside(subject), asked_by)
            yield from self._set_aside(test.ignored, frame.inside(subject), asked_by)
        if state is not Gathering.COMPLETE:
            yield Opening(test, frame, asked_by, self._place)

    def _set_aside(
        self, ignored: Iterable[tuple[str, rules.Condition]], frame: Frame, asked_by: str
    ) -> Iterator[Opening]:
        """What leaves open whether a note sets the part at hand aside."""
        for name, condition in ignored:
            if may_be_part(name, frame):
                yield from self.find(condition, frame, asked_by)

    def _listed(self, test: rules.ListedTest, frame: Frame) -> Iterator[Opening]:
        subject = frame.it if test.subject == "it" and frame.it is not None else frame.item
        here = frame if subject is frame.item and frame.it is None else frame.judged_alone(subject)
        for target in test.targets:
            info = self.program.book.rulesets.get(target.ruleset)
            if info is None or self.program.speaks_of(target.ruleset, frame.session) == FALSE:
                continue
            if info.checked_on(frame.session.as_of) == UNKNOWN:
                words = f"its text was checked from {info.checked_from} on only"
                self.not_modelled[(target.ruleset, "the whole list")] = words
                continue
            self.name_days(target.ruleset, "the whole list", info.period, frame)
            exact = self.program.book.find(target.ruleset, target.code)
            if exact is not None:
                yield from self.find_listed(exact, here.for_words(target, test.own))
                continue
            for reason in info.not_modelled:
                self.not_modelled[(target.ruleset, "the whole list")] = reason
            for root, value in self.program.router.screen(target.ruleset, here, target.code):
                if value == UNKNOWN and not (self.gaps_only and not may_hold_gap(root, self.program)):
                    yield from self.find(root, here, root.code)

    def may_find(self, statement: Statement, *, own: bool = False, unheeded: Unheeded = NOTHING) -> bool:
        """Whether something is left to find in a paragraph or above it; of gaps it is known where there are none.

        Of the item of the case a paragraph is searched once: again it would yield the same. What it holds of its `own`
        beside the paragraphs below is searched apart, and so is what its words say whatever a person ruled out.
        """
        found = self._may_find.get((id(statement), own, unheeded))
        if found is None:
            place: Statement | None = statement
            while self.gaps_only and place is not None and not may_hold_gap(place, self.program):
                place = place.parent
            found = self._may_find[id(statement), own, unheeded] = place is not None
        return found

    def _may_hold_gap(self, root: Statement) -> bool:
        return may_hold_gap(root, self.program)

    def left_of(self, measure: MeasureRule, frame: Frame) -> Sequence[Leaf]:
        """The open leaves of a measure in which something is left to find: asked for each relief, ever fewer."""
        held = self._left.get(measure.path)
        if held is None:
            # of thousands of leaves few may hold a gap
            held = leaves_of(measure, frame, self.program, self._may_hold_gap if self.gaps_only else None)
        found = [item for item in held if item.truth == UNKNOWN and self.may_find(item.statement, own=item.own)]
        self._left[measure.path] = found
        return found

    def taking_over(self, targets: Iterable[rules.Target]) -> list[rules.Target]:
        """Those of some targets whose list takes others over in a way in which something may be found."""
        return [item for item in targets if _taking(item.ruleset, self.program, gaps_only=self.gaps_only)[0]]

    def find_listed(self, statement: Statement, frame: Frame, *, own: bool = False) -> Iterator[Opening]:
        """Every unknown test on which it hangs whether the item is listed in a paragraph.

        Or in what a divided paragraph holds of its `own`, which may be open though the paragraph is met.
        """
        if frame.it is None and frame.item is frame.session.case.item:
            unheeded = frame.session.unheeded
            if not self.may_find(statement, own=own, unheeded=unheeded):
                return
            self._may_find[id(statement), own, unheeded] = False
        block, limb = _block_about_parts(statement)
        if block is None:
            if self.program.runner(statement)(frame) == FALSE:
                return
            yield from self.find(statement, frame, statement.code)
            if own:
                yield from self._beside(statement, frame)
        elif listed_under(statement, frame, self.program) == UNKNOWN:
            # it is asked of each part, with the limbs beside it that its block asks for too
            limbs = block.members if block.connective in ("all", "at least") else (limb,)
            yield from self._quantified(block, limbs, frame, block.code)
        below = block or statement
        above = below.parent
        outer = self._place
        while above is not None:
            self._place = above
            if self.program.context(above, below)(frame) == UNKNOWN:
                yield from self._chapeau(above, frame, above.code)
                yield from self._notes(above, frame, above.code)
                if above.connective in ("all", "at least"):
                    for member in above.members:
                        if member is not below:
                            yield from self.find(member, frame, above.code)
            below, above = above, above.parent
        self._place = outer


def _block_about_parts(statement: Statement) -> tuple[Statement | None, Statement]:
    """The first block about parts, as seen from above, in which a paragraph stands, and the limb that it stands in."""
    block, limb, below, above = None, statement, statement, statement.parent
    while above is not None:
        block, limb = (above, below) if above.part else (block, limb)
        below, above = above, above.parent
    return block, limb


def may_hold_gap(condition: rules.Condition, program: Program) -> bool:
    """Whether something below a condition is or may be declared not modelled; of what a list holds it may be."""
    match condition:
        case Statement():
            held = program.gaps.get(id(condition))
            if held is None:
                held = program.gaps[id(condition)] = _is_gap(condition) or any(
                    may_hold_gap(item, program) for item in _lines_of(condition)
                )
            return held
        case rules.AllOf() | rules.AnyOf():
            return any(may_hold_gap(item, program) for item in condition.items)
        case rules.Negated():
            return may_hold_gap(condition.item, program)
        case rules.Defined():
            return may_hold_gap(condition.meaning, program)
        case rules.PartTest():
            inner = (*([] if condition.body is None else [condition.body]), *(item for _, item in condition.ignored))
            return any(may_hold_gap(item, program) for item in inner)
        case _:
            return isinstance(condition, rules.ListedTest)


def _is_gap(statement: Statement) -> bool:
    notes = [item.note for item in statement.exclusions]
    gaps = (statement.not_modelled, *(item.not_modelled for item in notes))
    days = (statement.period, *(item.period for item in notes))
    return any(reason is not None for reason in gaps) or any(item.uncertain for item in days)


def _lines_of(statement: Statement) -> Iterator[rules.Condition]:
    if statement.head is not None:
        yield statement.head
    yield from statement.wheres
    yield from statement.members
    yield from statement.also
    for item in statement.exclusions:
        yield item.condition
    yield from (item for _, item in statement.ignored)


Taking = tuple[tuple[Statement, tuple[rules.Target, ...]], ...]
Near = dict[tuple[str, str], list[int]]
"""For each list and section from which others are taken over the places of the lines that do so."""


def find_takers(
    target: rules.Target, statement: Statement, program: Program, *, gaps_only: bool
) -> Iterator[Statement]:
    """The lines of a list that take a paragraph over, or a part of it, also by way of another list.

    With `gaps_only`, those of which something is or may be declared not modelled.
    """
    if target.ruleset == statement.ruleset:
        return
    lines, near = _taking(target.ruleset, program, gaps_only=gaps_only)
    # one that lies in another begins with the same section; and by way of other lists anything may be taken
    sections = (statement.code[:SECTION], "") if statement.code else [code for _, code in near]
    found = (item for (name, code), item in near.items() if name != statement.ruleset or code in sections)
    for root, taken in (lines[place] for place in sorted({place for item in found for place in item})):
        if not belongs(root.code, target.code):
            continue
        here = [item for item in taken if item.ruleset == statement.ruleset]
        direct = any(belongs(statement.code, item.code) or belongs(item.code, statement.code) for item in here)
        others = [item for item in taken if item.ruleset not in (statement.ruleset, target.ruleset)]
        further = [line for item in others for line in find_takers(item, statement, program, gaps_only=gaps_only)]
        if direct or further:
            yield root
            yield from further


def _taking(ruleset: str, program: Program, *, gaps_only: bool) -> tuple[Taking, Near]:
    """The lines of a list that take paragraphs over, with what they take, found once."""
    held: dict[tuple[str, bool], tuple[Taking, Near]] = program.written.setdefault("taking", {})
    found = held.get((ruleset, gaps_only))
    if found is None:
        # until it is known, for lists that take over from each other
        roots = [root for root in program.book.roots.get(ruleset, ()) if root.takes]
        lines = tuple((root, root.head.targets) for root in roots if isinstance(root.head, rules.ListedTest))
        held[ruleset, gaps_only] = lines, _by_section(lines)
        if gaps_only:
            lines = tuple((root, taken) for root, taken in lines if _may_take_gap(root, taken, program))
        found = held[ruleset, gaps_only] = lines, _by_section(lines)
    return found


def _by_section(lines: Taking) -> Near:
    near: Near = {}
    for place, (_, taken) in enumerate(lines):
        for item in taken:
            near.setdefault((item.ruleset, item.code[:SECTION]), []).append(place)
    return near


def _may_take_gap(root: Statement, taken: tuple[rules.Target, ...], program: Program) -> bool:
    return (
        root.not_modelled is not None
        or any(may_hold_gap(condition, program) for condition in root.wheres)
        or any(item.ruleset != root.ruleset and _taking(item.ruleset, program, gaps_only=True)[0] for item in taken)
    )


__all__ = ["OpenTests", "Opening", "find_takers", "may_hold_gap"]
