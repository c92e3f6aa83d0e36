"""Statements as closures: chapeau, block, alternatives, exclusions, dates, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exportrules import records
from exportrules.logic import ALWAYS, FALSE, TRUE, UNKNOWN, Truth, negate
from exportrules.logic.truth import at_least
from exportrules.program.costs import cheapest_first
from exportrules.program.frame import Frame, Runner
from exportrules.program.lines import Lines
from exportrules.program.quantified import quantify
from exportrules.program.recorded import apply_findings, apply_to_section
from exportrules.program.splitting import Split, asked_beside, find_splits, lines_to_split, run_split
from exportrules.rules.rulebook import SECTION
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.kept import Memory
    from exportrules.program.program import Program


Key = tuple[int, int]


class StatementRunner:
    """What a statement runs as; numbered ones are memoised for one decision.

    An object with slots, where closures would each need a dozen cells: there are thousands of statements.
    """

    __slots__ = (
        "_bands",
        "_chapeau",
        "_ends",
        "_found",
        "_memory",
        "_period",
        "_program",
        "_remembers",
        "_rest",
        "_statement",
    )

    def __init__(self, statement: Statement, program: Program) -> None:
        self._statement = statement
        self._program = program
        # paragraphs, and what provisions ask; lines within a paragraph are asked when it is, once
        self._remembers = bool(statement.code) or not _top(statement).code
        self._chapeau = compile_chapeau(statement, program)
        period = statement.period
        self._period = period if period is not ALWAYS and period.changes() else None
        # whether nothing stands below the chapeau
        self._ends = not (statement.connective or statement.also or statement.exclusions)
        # most paragraphs fail by their chapeau: what stands below it is compiled when it is first asked
        self._rest: _Rest | None = None
        self._memory: Memory | None = None
        self._bands: _Bands | None = None
        # whether findings, which are of the item, say what it is asked here
        self._found = _some_part_will_do(statement)

    def __call__(self, frame: Frame) -> Truth:
        """The truth of the statement for a frame."""
        if not self._remembers:
            return self._on_day(frame)
        statement, session = self._statement, frame.session
        key = (id(statement), id(frame.item))
        # what a provision asks may hang on what is supposed of lists, and is kept apart
        memo, traces = session.memo if statement.code else session.asked, session.traces
        if frame.overrides is not None or frame.it is not None:
            blanks = self._program.blanks
            if not statement.code or not blanks.is_beside(statement, frame):
                return self._ask(frame, key)
            if blanks.holds_bands(statement, frame):
                # it is the same on all branches, but may be another outside of them
                memo, traces = session.branched, session.branched_traces
            else:
                frame = Frame(session, frame.item)
        held = memo.get(key)
        if held is not None:
            if traces:
                session.retrace(traces, key)
            return held
        start, spoilt = len(session.trace), session.spoilt
        # the lines of a provision are kept with it
        kept = statement.code or statement.parent is None
        if memo is session.branched:
            held = self._ask(frame, key)
        else:
            held = self._find(frame, key) if kept else self._on_day(frame)
        memo[key] = held
        if session.spoilt != spoilt:
            traces[key] = None
        elif len(session.trace) > start:
            traces[key] = tuple(dict.fromkeys(session.trace[start:]))
        return held

    def _find(self, frame: Frame, key: Key) -> Truth:
        """The truth: that of an earlier session or case where nothing that it rests on differs."""
        statement, session = self._statement, frame.session
        if session.stated is None:
            return self._ask(frame, key)
        before = session.before
        if before is not None and key in before:
            depends = self._program.blanks.dependence(statement)
            if depends is not None and depends.names.isdisjoint(session.moved):
                session.retrace(session.traces_before, key)
                return before[key]
        if frame.item is not session.case.item:
            return self._ask(frame, key)
        memory = self._memory
        if memory is None:
            memory = self._memory = self._program.kept.memory(statement)
        place = memory.place(session)
        if place is None:
            return self._ask(frame, key)
        held: Truth | None = memory.recall(place, frame)
        if held is None:
            start, spoilt = len(session.trace), session.spoilt
            held = self._ask(frame, key)
            if session.spoilt == spoilt:
                self._program.kept.keep(memory, place, session.trace[start:], held)
        return held

    def _ask(self, frame: Frame, key: Key) -> Truth:
        statement = self._statement
        return self._work_out(frame, key) if statement.code or statement.takes else self._on_day(frame)

    def _work_out(self, frame: Frame, key: Key) -> Truth:
        statement, session = self._statement, frame.session
        if key in session.active:
            session.circles += 1
            session.note("XR852", f"`{statement.code}` refers to itself on the same item")
            return UNKNOWN
        session.active.add(key)
        try:
            value = self._on_day(frame)
        finally:
            session.active.discard(key)
        if not frame.item.findings or (frame.it is not None and not self._found):
            return value
        if statement.takes and len(statement.code) <= SECTION:
            return apply_to_section(value, statement.ruleset, statement.code, frame)
        return apply_findings(value, statement.ruleset, statement.code, frame, whole=statement.parent is None)

    def _on_day(self, frame: Frame) -> Truth:
        if self._period is None:
            return self._compute(frame)
        presence = self._period.presence(frame.session.as_of)
        return FALSE if presence == FALSE else min(presence, self._compute(frame))

    def _compute(self, frame: Frame) -> Truth:
        statement = self._statement
        value = self._chapeau(frame)
        if value == FALSE and not statement.also:
            return value
        if self._ends:
            return value if statement.not_modelled is None else UNKNOWN
        rest = self._rest
        if rest is None:
            rest = self._rest = _compile_rest(statement, self._program)
        if value != FALSE and rest.block is not None:
            inner = rest.block(frame)
            # where the chapeau is open too, only a block that fails can still settle the statement
            settles = value == TRUE or statement.connective == "none"
            if inner == UNKNOWN and settles and not statement.part and frame.overrides is None:
                inner = self._join_bands(frame)
            value = min(value, inner)
        if statement.not_modelled is not None:
            value = min(value, UNKNOWN)
        for item in rest.also:
            if value == TRUE:
                break
            value = max(value, item(frame))
        return value if value == FALSE or rest.exclusions is None else min(value, rest.exclusions(frame))

    def _join_bands(self, frame: Frame) -> Truth:
        """The truth of a block that is unknown line by line, but may be known as a whole."""
        bands = self._bands
        if bands is None:
            bands = self._bands = _find_bands(self._statement, self._program)
        return bands.join(frame, self._program)


def _some_part_will_do(statement: Statement) -> bool:
    """Whether all blocks about parts above a statement ask for some part: what is not met then holds of none."""
    above = statement.parent
    while above is not None:
        if above.part and above.quantifier not in ("some", ""):
            return False
        above = above.parent
    return True


def _top(statement: Statement) -> Statement:
    while statement.parent is not None:
        statement = statement.parent
    return statement


@records.frozen(eq=False)
class _Rest:
    """What stands below the chapeau of a statement, compiled."""

    block: Runner | None
    also: tuple[Runner, ...]
    exclusions: Runner | None


def _compile_rest(statement: Statement, program: Program) -> _Rest:
    return _Rest(
        compile_block(statement, program),
        tuple(program.runner(item) for item in statement.also),
        compile_exclusions(statement, program) if statement.exclusions else None,
    )


@records.frozen(eq=False)
class _Bands:
    """The facts on which the lines of a block can be split, those lines, and what the block is if one always holds."""

    splits: tuple[Split, ...]
    lines: tuple[tuple[Runner, tuple[Runner, ...]], ...]
    """Each with what must hold for it to hold on any branch."""
    settled: Truth

    def join(self, frame: Frame, program: Program) -> Truth:
        """The truth of a block that is unknown line by line."""
        if not self.splits:
            return UNKNOWN
        lines = [line for line, asked in self.lines if all(test(frame) == TRUE for test in asked)]
        return self.settled if lines and run_split(self.splits, lines, frame, program.words) else UNKNOWN


def _find_bands(statement: Statement, program: Program) -> _Bands:
    splits = find_splits(statement, program.forms)
    lines = tuple(
        (program.runner(member), tuple(map(program.runner, asked_beside(member, splits))))
        for member in (lines_to_split(statement, splits) if splits else ())
    )
    return _Bands(splits, lines, FALSE if statement.connective == "none" else TRUE)


def compile_chapeau(statement: Statement, program: Program) -> Runner:
    """The head and every `where` line."""
    lines = list(statement.wheres)
    if statement.head is not None:
        lines.insert(0, statement.head)
    conjuncts = [program.runner(item) for item in cheapest_first(lines)]
    if len(conjuncts) == 1:
        return conjuncts[0]

    def run(frame: Frame) -> Truth:
        result: Truth = TRUE
        for item in conjuncts:
            found = item(frame)
            if found == FALSE:
                return FALSE
            result = min(result, found)
        return result

    return run if conjuncts else _hold


def _hold(_: Frame) -> Truth:
    return TRUE


def compile_exclusions(statement: Statement, program: Program) -> Runner:
    """True when no note in force takes the item out; unknown when one may."""
    notes = [(program.runner(item.condition), item.note) for item in statement.exclusions]

    def run(frame: Frame) -> Truth:
        result: Truth = TRUE
        for condition, note in notes:
            value = condition(frame)
            if note.not_modelled is not None:
                # there is more to it: what takes out may not, what keeps in may not either
                value = max(value, UNKNOWN) if note.effect == "narrows" else min(value, UNKNOWN)
            if note.period is not ALWAYS:
                value = min(value, note.period.presence(frame.session.as_of))
            if value == TRUE:
                return FALSE
            result = min(result, negate(value))
        return result

    return run


def compile_block(statement: Statement, program: Program) -> Runner | None:
    """The lines below a statement, joined by its word, over parts where it quantifies."""
    if not statement.connective:
        return None
    if not statement.part:
        return _join(statement, program)
    return quantify(
        statement.quantifier,
        statement.quantifier_count,
        statement.part,
        compile_for_part(statement, program),
        statement.ignored,
        program,
        statement.part_of,
    )


def compile_for_part(statement: Statement, program: Program) -> Runner:
    """The lines of a block about parts, for one part: its bands join as those about the item do."""
    joined, bands = _join(statement, program), _find_bands(statement, program)
    if not bands.splits:
        return joined

    def run(frame: Frame) -> Truth:
        found = joined(frame)
        return bands.join(frame, program) if found == UNKNOWN and frame.overrides is None else found

    return run


def _join(statement: Statement, program: Program) -> Runner:
    word, count = statement.connective, statement.count
    if word == "all":
        members = [(program.limb(member), member) for member in statement.members]
        return lambda frame: _join_all(members, frame)
    lines = Lines(statement, program)
    if word == "at least":
        return lambda frame: at_least(count, (runner(frame) for runner in lines(frame)))

    def run(frame: Frame) -> Truth:
        result: Truth = FALSE
        for runner in lines(frame):
            found = runner(frame)
            if found == TRUE:
                return TRUE
            result = max(result, found)
        return result

    return run if word == "any" else lambda frame: negate(run(frame))


def _join_all(members: list[tuple[Runner, Statement]], frame: Frame) -> Truth:
    result: Truth = TRUE
    for runner, member in members:
        if member.period is not ALWAYS:
            presence = member.period.presence(frame.session.as_of)
            if presence == FALSE:
                # a limb that is not in force asks for nothing
                continue
            if presence == UNKNOWN:
                # it asks for nothing or for what it says: what holds anyway does not matter
                result = min(result, max(UNKNOWN, runner(frame)))
                continue
        found = runner(frame)
        if found == FALSE:
            return FALSE
        result = min(result, found)
    return result


def compile_context(above: Statement, below: Statement, program: Program) -> Runner:
    """What a paragraph takes from the one above it; the other limbs of a block about parts are asked part by part."""
    chapeau = compile_chapeau(above, program)
    exclusions = compile_exclusions(above, program)
    limbs = None if above.part else compile_limbs(above, below, program)

    def run(frame: Frame) -> Truth:
        presence = above.period.presence(frame.session.as_of)
        value = min(presence, chapeau(frame), exclusions(frame))
        if value != FALSE and limbs is not None:
            value = min(value, limbs(frame))
        if above.not_modelled is not None:
            value = min(value, UNKNOWN)
        return value

    return run


def compile_limbs(above: Statement, below: Statement, program: Program) -> Runner:
    """The other lines that `all of:` or `at least N of:` asks for beside one of them."""
    limb = program.limb if above.connective == "all" else program.runner
    others = [(limb(member), member) for member in above.members if member is not below]
    word, count = above.connective, above.count

    def run(frame: Frame) -> Truth:
        if word == "all":
            return _join_all(others, frame)
        if word == "at least":
            return at_least(count - 1, (runner(frame) for runner, _ in others))
        return TRUE

    return run
