"""Whether a relief covers every paragraph that an item meets or may meet (semantics, section 4).

The paragraphs are taken as deep as the law divides: `any of:` divides a paragraph into those below it and what it
holds beside them (its unnumbered lines, components for it); below any other word the lines are conditions of one
paragraph. What a list takes over from another stays a paragraph of that other list, reached by way of the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from exportrules import records
from exportrules.decision.listing import may_hold_unlisted, rests_on
from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth, every, negate, some
from exportrules.program.frame import Frame, Runner
from exportrules.program.index import find_takers
from exportrules.program.program import Program
from exportrules.program.recorded import apply_findings, is_ruled_out
from exportrules.program.statement import StatementRunner
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import SECTION, belongs
from exportrules.rules.statements import Cover, MeasureRule, ReliefRule, Statement


@records.frozen(eq=False)
class Leaf:
    """A paragraph that is not divided, or what a divided one holds beside those below it (`own`)."""

    statement: Statement
    code: str
    truth: Truth
    own: bool = False
    via: tuple[str, ...] = ()
    """The lists that take it over, by way of which it was reached."""


def covers(relief: ReliefRule, measure: MeasureRule, effect: int, frame: Frame, program: Program) -> Truth:
    """Whether the relief covers every paragraph on which the measure rests and which the item meets or may meet."""
    leaves = leaves_of(measure, frame, program)
    met = any(leaf.truth == TRUE for leaf in leaves)
    if not met and may_hold_unlisted(measure.effects[effect].condition, frame):
        # it applies, or may apply, though the item should meet none of them
        return UNKNOWN
    more = [way for target in rests_on(measure, program) for way in _open_ends(target, frame, program)]
    if more and not all(any(_covers_whole(relief, target, frame) for target in way) for way in more):
        # the item may meet a paragraph that nobody wrote down for the day: only what it meets decides
        sure = (leaf for leaf in leaves if leaf.truth == TRUE)
        return FALSE if any(covers_leaf(relief, leaf, frame, program) == FALSE for leaf in sure) else UNKNOWN
    if not leaves:
        return TRUE if more else UNKNOWN
    result: Truth = TRUE
    none = not more
    for leaf in leaves:
        if result == UNKNOWN and not none and leaf.truth != TRUE:
            # it is open already: only of what the item meets can something be left out
            continue
        covered = covers_leaf(relief, leaf, frame, program)
        if leaf.truth == TRUE and covered == FALSE:
            return FALSE
        none = none and covered == FALSE
        result = min(result, max(covered, UNKNOWN))
    # whichever of them the item meets, none is covered
    return FALSE if none else result


def _open_ends(
    target: rules.Target, frame: Frame, program: Program, before: tuple[rules.Target, ...] = ()
) -> Iterator[tuple[rules.Target, ...]]:
    """Where something that is not written down may stand: there, or in a list from which it takes what it holds.

    Each with the lists by way of which it is reached: whoever covers one of them as a whole covers it.
    """
    way = (*before, target)
    if _may_hold_more(target, frame, program):
        yield way
    elif program.book.find(target.ruleset, target.code) is None and find_takers_of(target.ruleset, program):
        # what is not in force is not open
        speaks = program.speaks_of(target.ruleset, frame.session)
        for root, value in program.router.screen(target.ruleset, frame, target.code):
            for taken in _taken_by(root) if root.takes and value and speaks else ():
                yield from _open_ends(taken, frame, program, way)


def _may_hold_more(target: rules.Target, frame: Frame, program: Program) -> bool:
    """Whether something that is not written down may stand there: the day was not checked, or a list has a gap."""
    speaks = program.speaks_of(target.ruleset, frame.session)
    if speaks != TRUE:
        # a list that is not in force holds nothing, whatever is left out of its text
        return speaks == UNKNOWN
    return not target.code and bool(program.book.rulesets[target.ruleset].not_modelled)


def _covers_whole(relief: ReliefRule, wanted: rules.Target, frame: Frame) -> bool:
    """Whether a line of the relief covers a list as a whole, without exception or condition."""
    return any(
        not cover.exceptions
        and (cover.condition is None or _only_days(cover.condition, frame))
        and any(target.ruleset == wanted.ruleset and belongs(wanted.code, target.code) for target in cover.targets)
        for cover in relief.covers
    )


def _only_days(condition: Statement, frame: Frame) -> bool:
    """Whether a line says nothing but its days, and is certainly in force."""
    says = (condition.head, condition.not_modelled, *condition.wheres, *condition.members, *condition.also)
    return not any(item is not None for item in says) and condition.period.presence(frame.session.as_of) == TRUE


# ---- the paragraphs --------------------------------------------------------------------------------


def leaves_of(
    measure: MeasureRule, frame: Frame, program: Program, under: Callable[[Statement], bool] | None = None
) -> tuple[Leaf, ...]:
    """The paragraphs that the item meets or may meet, on which a measure rests; found once for one decision.

    Those under certain entries alone, where only they are looked for.
    """
    # of some of them nothing is kept
    held = frame.session.leaves if under is None else {}
    found: list[Leaf] = []
    for target in rests_on(measure, program):
        if target not in held:
            # of a list that was not checked for the day only a person may know something: `covers` says what follows
            speaks = program.speaks_of(target.ruleset, frame.session) == TRUE
            held[target] = tuple(_gather(target, frame, program, (), under)) if speaks or frame.item.findings else ()
        found += held[target]
    return tuple(found)


def _gather(
    target: rules.Target,
    frame: Frame,
    program: Program,
    via: tuple[str, ...],
    under: Callable[[Statement], bool] | None,
) -> Iterator[Leaf]:
    """The paragraphs of a list, a section, a table or a paragraph."""
    name, session = target.ruleset, frame.session
    cap = program.speaks_of(name, session)
    if cap == FALSE:
        return
    blind = program.book.rulesets[name].checked_on(session.as_of) == UNKNOWN
    # of a text that nobody wrote down for the day stands what a person found, and nothing else
    least = TRUE if blind else UNKNOWN
    for root, base, value in _places(target, frame, program, blind):
        if value == FALSE or (under is not None and root.parent is None and not under(root)):
            continue
        if root.takes:
            # it holds or may hold: by what a person found, where the facts say otherwise
            condition = max(UNKNOWN, _narrowing(root, program)(frame))
            for taken in _taken_by(root):
                for leaf in _gather(taken, frame, program, (*via, name), under):
                    truth = min(leaf.truth, condition, cap)
                    if truth >= least:
                        yield records.replace(leaf, truth=truth)
        elif belongs(root.code, target.code):
            for statement, truth, own in _divide(root, base, value, frame, program, blind):
                capped = truth if blind else min(truth, cap)
                if capped >= least:
                    yield Leaf(statement, statement.code, capped, own, via)
        else:
            # below an entry that is not modelled as a whole
            truth = program.listed(target, frame)
            if truth >= least:
                yield Leaf(root, target.code, truth, via=via)


def _taken_by(root: Statement) -> tuple[rules.Target, ...]:
    """What a line of a list takes over from others."""
    return root.head.targets if isinstance(root.head, rules.ListedTest) else ()


def _places(
    target: rules.Target, frame: Frame, program: Program, blind: bool
) -> Iterator[tuple[Statement, Truth, Truth]]:
    """Where a target begins: statements, with what they take from above and their truth."""
    exact = program.book.find(target.ruleset, target.code)
    if exact is not None:
        base: Truth = TRUE
        path = exact
        while path.parent is not None:
            base = min(base, program.context(path.parent, path)(frame))
            path = path.parent
        yield exact, base, program.listed(target, frame)
    elif blind:
        for root in program.router.candidates(target.ruleset, frame.item, target.code):
            yield root, TRUE, _found(UNKNOWN, root, frame)
    else:
        for root, value in program.router.screen(target.ruleset, frame, target.code):
            yield root, TRUE, value


def is_divided(statement: Statement) -> bool:
    """Whether the paragraphs below stand for themselves."""
    return statement.connective == "any" and not statement.part and bool(statement.paragraphs)


def _divide(
    statement: Statement, base: Truth, value: Truth, frame: Frame, program: Program, blind: bool
) -> list[tuple[Statement, Truth, bool]]:
    """A paragraph as its parts; `base` is what it takes from above, `value` its truth with that."""
    if not is_divided(statement):
        return [(statement, value, False)]
    found: list[tuple[Statement, Truth, bool]] = []
    own = _own_truth(statement, base, frame, program, blind)
    if own != FALSE:
        found.append((statement, own, True))
    # of several alternatives each takes the same from above
    inner: Truth = UNKNOWN if blind else min(base, program.context(statement, statement.paragraphs[0])(frame))
    for child in (item for item in statement.paragraphs if not item.reserved):
        truth = inner if blind else inner and min(inner, program.runner(child)(frame))
        truth = _found(truth, child, frame)
        if truth != FALSE:
            found += _divide(child, inner, truth, frame, program, blind)
    # a person may have found it to be met though its facts say nothing of what stands below
    return found or [(statement, value, False)]


def _found(truth: Truth, statement: Statement, frame: Frame) -> Truth:
    """The truth of a paragraph, with what a person found of it."""
    if not frame.item.findings:
        return truth
    return apply_findings(truth, statement.ruleset, statement.code, frame)


def _own_truth(statement: Statement, base: Truth, frame: Frame, program: Program, blind: bool) -> Truth:
    """What a divided paragraph holds beside the paragraphs below it."""
    if id(statement) not in program.own_parts:
        lines = tuple(member for member in statement.members if not member.code)
        rest = records.replace(statement, code="", members=lines)
        made = StatementRunner(rest, program) if lines or statement.also else None
        program.own_parts[id(statement)] = made
    runner = program.own_parts[id(statement)]
    truth: Truth = UNKNOWN if blind else FALSE
    if not blind and runner is not None and base != FALSE:
        truth = min(base, runner(frame))
    if truth == UNKNOWN and frame.item.findings and is_ruled_out(statement.ruleset, statement.code, frame):
        return FALSE
    return truth


# ---- whether a relief holds one of them --------------------------------------------------------------


def covers_leaf(relief: ReliefRule, leaf: Leaf, frame: Frame, program: Program) -> Truth:
    """Whether one of the `covers` lines holds a paragraph."""
    key = (id(relief), id(leaf.statement), leaf.code, leaf.own, leaf.via)
    if key not in program.matches:
        found = [_compile_cover(cover, leaf, program) for cover in relief.covers]
        program.matches[key] = _some_of(found)
    match = program.matches[key]
    return FALSE if match is None else match(frame)


Takers = dict[tuple[str, str], dict[int, Statement]]
ANYWHERE: Final = ("", "")


def _compile_cover(cover: Cover, leaf: Leaf, program: Program) -> Runner | None:
    inside = _some_of(_compile_match(target, leaf, program) for target in cover.targets)
    if inside is None:
        return None
    condition = None if cover.condition is None else program.runner(cover.condition)
    excepted = _some_of(_compile_match(target, leaf, program, excepting=True) for target in cover.exceptions)

    def run(frame: Frame) -> Truth:
        value = inside(frame)
        if value != FALSE and condition is not None:
            value = min(value, condition(frame))
        return value if value == FALSE or excepted is None else min(value, negate(excepted(frame)))

    return run


def _some_of(found: Iterable[Runner | None]) -> Runner | None:
    """Kleene or of what can hold at all; None for nothing."""
    items = [item for item in found if item is not None]
    if len(items) < 2:
        return items[0] if items else None
    return lambda frame: some(item(frame) for item in items)


def _always(_: Frame) -> Truth:
    return TRUE


def _compile_match(target: rules.Target, leaf: Leaf, program: Program, *, excepting: bool = False) -> Runner | None:
    """How a paragraph lies in a target: by its code, or because a list takes it over; None is never."""
    if target.ruleset == leaf.statement.ruleset:
        if belongs(leaf.code, target.code):
            return _always
        if not leaf.own and belongs(target.code, leaf.code):
            return _compile_part(target, leaf, program, excepting=excepting)
    if target.code and not (len(target.code) == SECTION and belongs(leaf.code, target.code)):
        return None
    if target.ruleset in leaf.via:
        return _always
    takers = find_takers_of(target.ruleset, program)
    if not takers:
        return None
    return _compile_takes(target, _near(takers, leaf), leaf, program, excepting=excepting)


def find_takers_of(name: str, program: Program) -> Takers:
    """The entries of a list that take others over, by the list and the section of what they take."""
    held = program.takers.get(name)
    if held is not None:
        return held
    found: Takers = {}
    for place, root in find_takers(program.book, program.index, name):
        for target in _taken_by(root):
            # a list as a whole may hold a paragraph by way of another list
            key = (target.ruleset, target.code[:SECTION]) if target.code else ANYWHERE
            found.setdefault(key, {})[place] = root
    program.takers[name] = found
    return found


def _near(takers: Takers, leaf: Leaf) -> list[Statement]:
    """Those that can take a paragraph over: one that lies in another begins with the same section."""
    here = takers.get((leaf.statement.ruleset, leaf.code[:SECTION]), {}) | takers.get(ANYWHERE, {})
    return [here[place] for place in sorted(here)]


def _compile_part(target: rules.Target, leaf: Leaf, program: Program, *, excepting: bool) -> Runner | None:
    """A target within a paragraph that is not divided: it may take the paragraph out, but never covers all of it.

    Of an entry that is not modelled as a whole nobody can say whether the item meets more than that paragraph.
    """
    closed = leaf.statement.not_modelled is not None and not leaf.statement.paragraphs
    if excepting:
        return lambda frame: program.listed(target, frame)
    return (lambda frame: min(UNKNOWN, program.listed(target, frame))) if closed else None


def _compile_takes(
    target: rules.Target, takes: Sequence[Statement], leaf: Leaf, program: Program, *, excepting: bool
) -> Runner | None:
    """A list that takes others over: what it takes, each narrowed by its own conditions; it may hold more."""
    name = target.ruleset
    lines: list[tuple[Runner, Runner]] = []
    for root in takes:
        inner = _some_of(_compile_match(item, leaf, program, excepting=excepting) for item in _taken_by(root))
        if inner is not None:
            lines.append((inner, _exception(root, program) if excepting else _narrowing(root, program)))
    gap: Truth = UNKNOWN if program.book.rulesets[name].not_modelled and not target.code else FALSE

    def run(frame: Frame) -> Truth:
        cap = program.speaks_of(name, frame.session)
        if cap == FALSE or program.book.rulesets[name].checked_on(frame.session.as_of) == UNKNOWN:
            return cap
        return min(cap, some((gap, *(min(inner(frame), narrowing(frame)) for inner, narrowing in lines))))

    return run


def _exception(root: Statement, program: Program) -> Runner:
    """The same for what is left out: where a person found the line to hold, it may, whatever the facts say."""
    narrowing = _narrowing(root, program)

    def run(frame: Frame) -> Truth:
        value = narrowing(frame)
        if value == FALSE and frame.item.findings and program.runner(root)(frame) == TRUE:
            return UNKNOWN
        return value

    return run


def _narrowing(root: Statement, program: Program) -> Runner:
    """The condition under which a line of a list takes others over."""
    key = (id(root),)
    found = program.matches.get(key)
    if found is None:
        conditions = [program.runner(item) for item in root.wheres]
        closed: Truth = UNKNOWN if root.not_modelled is not None else TRUE

        def run(frame: Frame) -> Truth:
            value = min(closed, root.period.presence(frame.session.as_of))
            return value and min(value, every(item(frame) for item in conditions))

        found = program.matches[key] = run
    return found


__all__ = ["Leaf", "covers", "covers_leaf", "is_divided", "leaves_of"]
