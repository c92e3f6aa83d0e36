"""Why a condition holds, does not hold, or is open: a tree built from the same program that decides.

Each node asks the program's own closure for its truth; nothing is evaluated a second way. What does not
bear on the truth of a node is left out: an alternative that fails below one that holds, and a condition
that holds below one that fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exportrules.case.values import Subject
from exportrules.explanation.facts import plain, stated
from exportrules.explanation.model import Form, Reason
from exportrules.logic import ALWAYS, FALSE, TRUE, UNKNOWN, Truth
from exportrules.program.frame import Frame
from exportrules.program.parts import Gathering, gather_parts
from exportrules.program.program import Program
from exportrules.program.statement import compile_chapeau, compile_exclusions
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Exclusion, Statement

MAX_DEPTH = 40
MAX_PARTS_SHOWN = 20
_WORDS = ("does not hold", "is open", "holds")
STATUS = ("not met", "undetermined", "met")


class Explainer:
    """Builds reasons for one decision. With `whole`, failing alternatives are kept too."""

    def __init__(self, program: Program, *, whole: bool = False) -> None:
        self.program = program
        self.whole = whole
        self._seen: set[tuple[int, int]] = set()

    def explain(self, condition: rules.Condition, frame: Frame, depth: int = 0) -> Reason:
        """The reason for the truth of a condition in a frame."""
        truth = self.program.runner(condition)(frame)
        if isinstance(condition, Statement):
            return self._statement(condition, frame, truth, depth)
        children: tuple[Reason, ...] = ()
        form: Form = "line"
        if depth < MAX_DEPTH:
            match condition:
                case rules.AllOf() | rules.AnyOf():
                    items = [self.explain(item, frame, depth + 1) for item in condition.items]
                    conjunction = isinstance(condition, rules.AllOf)
                    children = self._all(truth, items) if conjunction else self._any(truth, items)
                case rules.Negated():
                    form, children = "not", (self.explain(condition.item, frame, depth + 1),)
                case rules.Defined():
                    form, children = "term", (self.explain(condition.meaning, frame, depth + 1),)
                case rules.PartTest():
                    form, children = "part", self._parts(condition, frame, depth, truth)
                case rules.ListedTest():
                    form, children = "list", self._listed(condition, frame, depth)
                case _:
                    form = "test"
        if form == "test":
            fact, value, source = stated(condition, frame)
            return Reason(form, condition.text, truth, _WORDS[truth], fact=fact, value=value, source=source)
        return Reason(form, condition.text, truth, _WORDS[truth], children=children)

    # ---- what bears on the truth of a node ---------------------------------------------------------

    def _all(self, truth: Truth, items: Iterable[Reason]) -> tuple[Reason, ...]:
        if truth == FALSE:
            kept = [item for item in items if item.truth == FALSE or (self.whole and item.truth == UNKNOWN)]
            return tuple(kept) if kept else ()
        return tuple(items)

    def _any(self, truth: Truth, items: Iterable[Reason]) -> tuple[Reason, ...]:
        items = tuple(items)
        if self.whole or truth == FALSE:
            return items
        return tuple(item for item in items if item.truth == truth) or items

    # ---- statements --------------------------------------------------------------------------------

    def _statement(self, statement: Statement, frame: Frame, truth: Truth, depth: int) -> Reason:
        children: list[Reason] = []
        status = STATUS[truth]
        presence = statement.period.presence(frame.session.as_of)
        if statement.reserved:
            status = "reserved"
        elif presence == FALSE:
            status = "not in force"
        elif depth < MAX_DEPTH and self._enter(statement, frame):
            children, status = self._inside(statement, frame, truth, depth, status)
        if truth == UNKNOWN and presence == UNKNOWN:
            status = "undetermined: it is not certain that it is in force on the day"
        info = self.program.book.rulesets.get(statement.ruleset)
        evidence = statement.evidence or (info.evidence if info is not None else "")
        return Reason(
            "paragraph" if statement.code else "line",
            statement.code or _opening(statement),
            truth,
            status,
            code=statement.code,
            ruleset=statement.ruleset,
            title=statement.title,
            evidence=evidence if statement.code else "",
            readings=statement.readings,
            children=tuple(children),
        )

    def _enter(self, statement: Statement, frame: Frame) -> bool:
        """Whether the paragraph is opened here; each is told once about one item, then only named."""
        if not statement.code or frame.it is not None:
            return True
        key = (id(statement), id(frame.item))
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _inside(
        self, statement: Statement, frame: Frame, truth: Truth, depth: int, status: str
    ) -> tuple[list[Reason], str]:
        program = self.program
        chapeau = compile_chapeau(statement, program)(frame)
        conjuncts: list[rules.Condition] = [*statement.wheres]
        if statement.head is not None:
            conjuncts.insert(0, statement.head)
        main = [self.explain(item, frame, depth + 1) for item in conjuncts]
        if statement.not_modelled is not None:
            main.append(Reason("not modelled", statement.not_modelled, UNKNOWN, "not modelled"))
        block = self._block(statement, frame, depth) if chapeau != FALSE or self.whole else ()
        also = [self.explain(item, frame, depth + 1) for item in statement.also]
        notes = [self._note(item, frame, depth) for item in statement.exclusions]
        excluded = compile_exclusions(statement, program)(frame)
        if truth == FALSE:
            out = [note for note in notes if note.truth == TRUE]
            words = all(item.truth != FALSE for item in main) and not _fails(block)
            if excluded == FALSE and (words or any(item.truth == TRUE for item in also)):
                return out, f"excluded by {out[0].text}" if out else status
            kept = self._all(FALSE, main) or block
            return [*kept, *(also if self.whole else [])], status
        if truth == TRUE and any(item.truth == TRUE for item in also) and not self._holds(main, block):
            return [item for item in also if item.truth == TRUE], status
        open_notes = [note for note in notes if note.truth == UNKNOWN]
        open_also = [item for item in also if item.truth == UNKNOWN]
        if truth == TRUE and statement.connective == "any" and block and all(i.truth != TRUE for i in block):
            status = "met, sub-paragraph open"
        main_false = any(item.truth == FALSE for item in main)
        found = [*main, *block] if not main_false else []
        return [*found, *(open_also if truth == UNKNOWN else []), *open_notes], status

    def _holds(self, main: Sequence[Reason], block: Sequence[Reason]) -> bool:
        return all(item.truth == TRUE for item in main) and not _fails(block)

    def _block(self, statement: Statement, frame: Frame, depth: int) -> tuple[Reason, ...]:
        if not statement.connective:
            return ()
        if statement.part:
            return self._quantified_block(statement, frame, depth)
        items = [self.explain(member, frame, depth + 1) for member in statement.members]
        return self._joined(statement, items)

    def _joined(self, statement: Statement, items: list[Reason]) -> tuple[Reason, ...]:
        values = [item.truth for item in items]
        if statement.connective == "all":
            return self._all(min(values), items)
        if statement.connective == "any":
            return self._any(max(values), items)
        return tuple(items)

    def _quantified_block(self, statement: Statement, frame: Frame, depth: int) -> tuple[Reason, ...]:
        parts, state = gather_parts(frame, statement.part, statement.part_of)
        found: list[Reason] = []
        for subject, _ in parts[:MAX_PARTS_SHOWN]:
            inner = frame.inside(subject)
            items = [self.explain(member, inner, depth + 1) for member in statement.members]
            kept = self._joined(statement, items)
            values = [item.truth for item in items]
            truth = min(values) if statement.connective == "all" else max(values)
            found.append(Reason("part", _part_name(subject), truth, _WORDS[truth], children=kept))
        if state is not Gathering.COMPLETE:
            found.append(_open_list(statement.part, state))
        return tuple(found)

    def _note(self, exclusion: Exclusion, frame: Frame, depth: int) -> Reason:
        inner = self.explain(exclusion.condition, frame, depth + 1)
        note = exclusion.note
        truth = inner.truth
        if note.not_modelled is not None and truth != FALSE:
            truth = UNKNOWN
        if note.period is not ALWAYS:
            truth = min(truth, note.period.presence(frame.session.as_of))
        words = ("does not take it out", "may take it out", "takes it out")
        return Reason("note", note.name, truth, words[truth], readings=note.readings, children=(inner,))

    # ---- parts and lists ---------------------------------------------------------------------------

    def _parts(self, test: rules.PartTest, frame: Frame, depth: int, truth: Truth) -> tuple[Reason, ...]:
        part, body = test.part, test.body
        parts, state = gather_parts(frame, part, test.subject)
        found: list[Reason] = []
        for subject, _ in parts[:MAX_PARTS_SHOWN]:
            if body is None:
                found.append(Reason("part", _part_name(subject), TRUE, "is stated"))
                continue
            inner = self.explain(body, frame.inside(subject), depth + 1)
            found.append(Reason("part", _part_name(subject), inner.truth, inner.status, children=(inner,)))
        if state is not Gathering.COMPLETE and truth != TRUE:
            found.append(_open_list(part, state))
        return tuple(found)

    def _listed(self, test: rules.ListedTest, frame: Frame, depth: int) -> tuple[Reason, ...]:
        subject = frame.it if test.subject == "it" and frame.it is not None else frame.item
        here = frame if subject is frame.item and frame.it is None else frame.judged_alone(subject)
        found: list[Reason] = []
        for target in test.targets:
            exact = self.program.book.find(target.ruleset, target.code)
            if exact is not None:
                found.append(self._paragraph(exact, here, depth, own=test.own))
                continue
            found += self._candidates(target, here, depth)
        if not self.whole and any(item.truth == TRUE for item in found):
            found = [item for item in found if item.truth == TRUE]
        return tuple(found)

    def _candidates(self, target: rules.Target, frame: Frame, depth: int) -> list[Reason]:
        program = self.program
        info = program.book.rulesets.get(target.ruleset)
        if info is None or info.speaks_of(frame.session.as_of) == FALSE:
            return []
        if info.speaks_of(frame.session.as_of) == UNKNOWN:
            text = f"{target.ruleset} describes the law from {info.checked_from} on"
            return [Reason("not modelled", text, UNKNOWN, "not modelled")]
        values = program.router.screen(target.ruleset, frame, target.code)
        best = max((value for _, value in values), default=FALSE)
        found = [self.explain(root, frame, depth + 1) for root, value in values if value == best != FALSE]
        gaps = (Reason("not modelled", text, UNKNOWN, "not modelled") for text in info.not_modelled)
        return [*found, *(gaps if best != TRUE else ())]

    def _paragraph(self, statement: Statement, frame: Frame, depth: int, *, own: bool) -> Reason:
        """A paragraph with what it takes from those above it."""
        reason = self.explain(statement, frame, depth + 1)
        if own or statement.parent is None:
            return reason
        truth = self.program.listed(rules.Target(statement.ruleset, statement.code), frame)
        if truth == reason.truth:
            return reason
        above: list[Reason] = []
        parent: Statement | None = statement.parent
        while parent is not None:
            conditions = [*([] if parent.head is None else [parent.head]), *parent.wheres]
            above += [self.explain(item, frame, depth + 1) for item in conditions]
            above += [self._note(item, frame, depth) for item in parent.exclusions]
            parent = parent.parent
        deciding = [item for item in above if (item.truth != FALSE if item.form == "note" else item.truth != TRUE)]
        return Reason(
            "paragraph",
            statement.code,
            truth,
            STATUS[truth],
            code=statement.code,
            ruleset=statement.ruleset,
            title=statement.title,
            children=(reason, *deciding),
        )


def _fails(block: Sequence[Reason]) -> bool:
    return bool(block) and all(item.truth == FALSE for item in block)


def _opening(statement: Statement) -> str:
    head = statement.head
    if head is not None and not isinstance(head, Statement):
        return head.text
    words = {"any": "any of", "all": "all of", "none": "none of", "at least": f"at least {statement.count} of"}
    opening = words.get(statement.connective, "")
    if statement.part:
        return f"{statement.quantifier} {plain(statement.part)} has {opening}"
    return opening


def _part_name(subject: Subject) -> str:
    return subject.path.removeprefix("item.parts.")


def _open_list(part: str, state: Gathering) -> Reason:
    words = "nothing is stated" if state is Gathering.ABSENT else "there may be others"
    return Reason("part", plain(part), UNKNOWN, words)
