"""What is missing: questions whose answers narrow the decision, the most useful first, each with its branches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from exportrules.case.values import Choices, Flag, Members, Numbers, Subject, Value
from exportrules.decision import Decision, MeasureFinding, Outcome, decide_case
from exportrules.decision.coverage import covers, covers_leaf, leaves_of
from exportrules.decision.listing import may_hold_unlisted
from exportrules.explanation.facts import fact_of, show_interval
from exportrules.explanation.model import Branch, Question, QuestionForm
from exportrules.explanation.openings import Opening, OpenTests, find_takers
from exportrules.explanation.phrasing import question_objects, question_words
from exportrules.explanation.ranking import Gathered, sort_by_use
from exportrules.explanation.sums import open_in_sums, refs_beside_sums
from exportrules.logic import EVERYTHING, FALSE, TRUE, UNKNOWN, Interval
from exportrules.logic.interval import cells
from exportrules.program.frame import Frame, Supposition
from exportrules.rules import conditions as rules
from exportrules.rules.statements import MeasureRule, ReliefRule, Statement
from exportrules.vocabulary import FactDefinition

MAX_BRANCHES = 9
MAX_RANKED = 24
"""How many questions are tried out; further ones follow in the order of how much they settle."""
MANY = 100
MAX_RANKED_OF_MANY = 8
"""Where so many are open that hardly one answer narrows the outcome, fewer are tried out."""


def ask_questions(decision: Decision, *, ranked: int = MAX_RANKED) -> tuple[Question, ...]:
    """Questions on whose answers the outcome hangs; none when the decision is conclusive."""
    if decision.conclusive:
        return ()
    idle = _find_idle_reliefs(decision)
    book = decision.session.program.book
    direct = frozenset((*(item.path for item in book.measures), *(item.path for item in book.reliefs))) - idle
    found = tuple(_gather(decision).values())
    gathered = sort_by_use(decision, found, direct=direct, idle=idle)
    if len(gathered) > MANY:
        ranked = min(ranked, MAX_RANKED_OF_MANY)
    tried = [(*_try_out(decision, item), place) for place, item in enumerate(gathered[:ranked])]
    tried.sort(key=lambda item: (item[0], item[1], item[3]))
    rest = [_make_question(decision, item, ()) for item in gathered[ranked:]]
    return (*(item[2] for item in tried), *rest)


def _find_idle_reliefs(decision: Decision) -> frozenset[str]:
    """The reliefs that lift nothing that certainly applies: what they ask can wait until it is known to be of use."""
    sure = {item.relief.path for finding in decision.findings if finding.truth == TRUE for item in finding.reliefs}
    return frozenset(relief.path for relief in decision.session.program.book.reliefs if relief.path not in sure)


def open_clauses(decision: Decision) -> tuple[tuple[str, str, str], ...]:
    """Clauses that are not modelled and on which the decision hangs: ruleset, paragraph, reason."""
    search = OpenTests(decision.session.program, gaps_only=True)
    for _ in _openings(decision, search):
        pass
    return tuple((ruleset, code, reason) for (ruleset, code), reason in sorted(search.not_modelled.items()))


# ---- what is open -----------------------------------------------------------------------------------


def _openings(decision: Decision, search: OpenTests) -> Iterator[tuple[Opening, str]]:
    """What is open, each with the measure or the relief on which it bears."""
    frame = Frame(decision.session, decision.case.item)
    for finding in decision.findings:
        if finding.ceiling <= decision.floor:
            # whatever comes out here, a stricter finding already holds
            continue
        measure = finding.measure
        _name_days(measure, search, frame)
        if finding.truth == UNKNOWN:
            for opening in search.find(measure.effects[finding.effect].condition, frame, measure.path):
                yield opening, measure.path
        if finding.floor == finding.ceiling:
            continue
        for found in finding.reliefs:
            if found.truth == UNKNOWN and not _cannot_cover(found.relief, finding, frame):
                for opening in _open_of_relief(found.relief, finding, frame, search):
                    yield opening, found.relief.path


def _open_of_relief(relief: ReliefRule, finding: MeasureFinding, frame: Frame, search: OpenTests) -> Iterator[Opening]:
    _name_days(relief, search, frame)
    for text in relief.not_modelled:
        search.not_modelled[(relief.ruleset, relief.name)] = text
    conditions = [*relief.conditions, *relief.refusals]
    conditions += [cover.condition for cover in relief.covers if cover.condition is not None]
    for condition in conditions:
        yield from search.find(condition, frame, relief.path)
    yield from _uncovered(relief, finding, frame, search)


def _cannot_cover(relief: ReliefRule, finding: MeasureFinding, frame: Frame) -> bool:
    """Whether a relief certainly does not cover what a measure rests on that may apply; the decision did not ask it."""
    asked = finding.truth == UNKNOWN and relief.covers
    return bool(asked) and covers(relief, finding.measure, finding.effect, frame, frame.session.program) == FALSE


def _name_days(provision: MeasureRule | ReliefRule, search: OpenTests, frame: Frame) -> None:
    """Name a provision of which the day leaves open whether it applies."""
    info = search.program.book.rulesets[provision.ruleset]
    if info.checked_on(frame.session.as_of) == UNKNOWN:
        words = f"its text was checked from {info.checked_from} on only"
        search.not_modelled[(provision.ruleset, provision.name)] = words
    for period in (info.period, provision.period):
        search.name_days(provision.ruleset, provision.name, period, frame)


def _uncovered(relief: ReliefRule, finding: MeasureFinding, frame: Frame, search: OpenTests) -> Iterator[Opening]:
    """What leaves open whether a relief covers every paragraph that the item meets or may meet."""
    program, measure = search.program, finding.measure
    # whether it is listed at all is open as well where the measure may apply to what is not
    free = may_hold_unlisted(measure.effects[finding.effect].condition, frame)
    if free:
        leaves = leaves_of(measure, frame, program)
        free = not any(item.truth == TRUE for item in leaves)
        if free and relief.covers and not leaves:
            words = f"it covers paragraphs, and none is met on which {measure.name} rests"
            search.not_modelled.setdefault((relief.ruleset, relief.name), words)
    targets = search.taking_over(target for cover in relief.covers for target in (*cover.targets, *cover.exceptions))
    for item in leaves_of(measure, frame, program) if targets else search.left_of(measure, frame):
        statement = item.statement
        listed = item.truth == UNKNOWN and search.may_find(statement, own=item.own)
        if not (listed or targets):
            continue
        takers = [
            root for target in targets for root in find_takers(target, statement, program, gaps_only=search.gaps_only)
        ]
        covered = not free and covers_leaf(relief, item, frame, program) == TRUE
        if covered or not (listed or takers):
            continue
        if listed:
            yield from search.find_listed(statement, frame, own=item.own)
        for root in takers:
            if root.not_modelled is not None:
                search.not_modelled[(root.ruleset, root.code)] = root.not_modelled
            for condition in root.wheres:
                yield from search.find(condition, frame, relief.path)


def _gather(decision: Decision) -> dict[tuple[str, int, str], Gathered]:
    found: dict[tuple[str, int, str], Gathered] = {}
    for opening, via in _openings(decision, OpenTests(decision.session.program)):
        for form, name, subject, test in _asked(opening):
            text = test.text if form in ("kind", "judgement") and not isinstance(test, Statement) else name
            key = (form, 0 if subject is None else id(subject), text)
            item = found.setdefault(key, Gathered(form, name, subject, [], {}, set(), set()))
            item.tests.append(test)
            item.asked_by[opening.asked_by] = None
            item.via.add(via)
            if opening.place is not None:
                item.places.add(opening.place)
    return found


def _asked(opening: Opening) -> Iterator[tuple[QuestionForm, str, Subject | None, rules.Condition]]:
    test, frame = opening.test, opening.frame
    subject = frame.it if getattr(test, "subject", "item") == "it" and frame.it is not None else frame.item
    match test:
        case rules.KindTest():
            yield "kind", "kind", subject, test
        case rules.JudgementTest():
            yield "judgement", test.term, subject, test
        case rules.PartTest():
            yield "part", test.part, subject, test
        case rules.CasTest():
            known = frame.value(rules.FactRef("cas_number", test.subject)) is not None
            yield "fact", "cas_identifies_structure" if known else "cas_number", subject, test
        case rules.CodeTest():
            yield "fact", "cn_code", subject, test
        case rules.NumberTest():
            sums = tuple(open_in_sums(test, frame))
            for form, name, place in sums:
                yield form, name, place, test
            for ref in _number_refs(test, frame, beside=bool(sums)):
                yield "fact", ref.name, frame.subject(ref.owner), test
        case _:
            single = fact_of(test)
            if single is not None:
                yield "fact", single.name, frame.subject(single.owner), test


def _number_refs(test: rules.NumberTest, frame: Frame, *, beside: bool) -> Sequence[rules.FactRef]:
    """The facts of a test that are missing; one that is known within bounds where nothing else is open."""
    refs = refs_beside_sums(test)
    missing = [ref for ref in refs if frame.value(ref) is None]
    return missing or (() if beside else refs[:1])


# ---- what an answer would do -----------------------------------------------------------------------


def _try_out(decision: Decision, item: Gathered) -> tuple[int, int, Question]:
    """How well a question narrows: the widest interval that a branch leaves, then how much all of them do."""
    branches: list[Branch] = []
    before = decision.session.supposed or Supposition()
    for answer, supposed in _suppose(decision, item):
        assumed = before.and_also(supposed)
        found = decide_case(decision.session.program, decision.case, decision.as_of, assumed, decision.session)
        branches.append(Branch(answer, found.floor, found.ceiling))
    width = decision.ceiling - decision.floor
    widths = [branch.ceiling - branch.floor for branch in branches] or [width]
    question = _make_question(decision, item, tuple(branches))
    return max(widths), sum(widths) * 100 // len(widths), question


def _suppose(decision: Decision, item: Gathered) -> list[tuple[str, Supposition]]:
    subject = 0 if item.subject is None else id(item.subject)
    if item.form in ("kind", "judgement"):
        first = item.tests[0]
        if isinstance(first, Statement):
            return []
        key = (subject, first.text)
        return [("yes", Supposition(pins={key: TRUE})), ("no", Supposition(pins={key: FALSE}))]
    key = (subject, item.name)
    if item.form == "part":
        stated = () if item.subject is None else item.subject.parts.values()
        # a supposition cannot close a list that holds parts, so that no branch is shown for it
        none = [("there are none", Supposition(absent=frozenset((key,))))]
        return none if not any(listed.subjects for listed in stated) else []
    definition = decision.session.program.vocabulary.facts.get(item.name)
    if definition is None:
        return []
    values = _values(definition, item, decision)
    return [(answer, Supposition({key: value})) for answer, value in values[:MAX_BRANCHES]]


def _values(definition: FactDefinition, item: Gathered, decision: Decision) -> list[tuple[str, Value]]:
    match definition.form:
        case "yes or no":
            return [("yes", Flag(True, "yes")), ("no", Flag(False, "no"))]
        case "quantity" | "derived":
            return _cells(definition, item)
        case "one of":
            return [(word, Choices(frozenset((word,)), word)) for word in definition.values]
        case "set of":
            sole = [
                (f"only {word}", Members(frozenset((word,)), frozenset(), True, word)) for word in definition.values
            ]
            return [("none", Members(frozenset(), frozenset(), True, "none")), *sole]
        case "country":
            return _countries(item, decision)
        case _:
            return []


def _cells(definition: FactDefinition, item: Gathered) -> list[tuple[str, Value]]:
    """One value from each stretch between two limits, shown as the stretch."""
    cuts: set[Fraction] = set()
    for test in item.tests:
        if isinstance(test, rules.NumberTest) and test.bounds.interval is not None and not test.at:
            interval = test.bounds.interval
            cuts |= {end for end in (interval.low, interval.high) if end is not None}
        elif isinstance(test, rules.NumberTest):
            return []
    if not cuts or definition.unit is None or definition.unit.log is not None:
        return []
    unit = definition.unit
    found: list[tuple[str, Value]] = []
    for cell in _merge(cells(cuts, EVERYTHING), item.tests):
        shown = show_interval(cell, unit)
        found.append((shown, Numbers((cell,), shown)))
    return found


def _merge(pieces: list[Interval], tests: Sequence[rules.Condition]) -> list[Interval]:
    """Join neighbouring stretches on which all tests agree."""
    merged: list[tuple[Interval, tuple[bool, ...]]] = []
    limits = [test.bounds.interval for test in tests if isinstance(test, rules.NumberTest)]
    for piece in pieces:
        answers = tuple(limit is not None and limit.contains(piece) for limit in limits)
        if merged and merged[-1][1] == answers:
            last = merged[-1][0]
            joined = Interval(last.low, last.low_closed, piece.high, piece.high_closed)
            merged[-1] = (joined, answers)
        else:
            merged.append((piece, answers))
    return [piece for piece, _ in merged]


def _countries(item: Gathered, decision: Decision) -> list[tuple[str, Value]]:
    """A country of each group that is asked for, each country that is named, and all others."""
    groups = decision.session.program.vocabulary.groups
    found: dict[str, Value] = {}
    for test in item.tests:
        if isinstance(test, rules.GroupTest):
            members = sorted(
                value
                for membership in groups[test.group].memberships
                for value in membership.values
                if membership.period.presence(decision.as_of) == TRUE
            )
            for country in members[:1]:
                found[country] = Choices(frozenset((country,)), country)
        elif isinstance(test, rules.ChoiceTest):
            for country in sorted(test.values)[:2]:
                found[country] = Choices(frozenset((country,)), country)
    # stands for every country that no rule names
    return [*found.items(), ("any other country", Choices(frozenset(("any other country",)), "any other country"))]


def _make_question(decision: Decision, item: Gathered, branches: tuple[Branch, ...]) -> Question:
    program = decision.session.program
    path = "facts" if item.subject is None else item.subject.path
    first = item.tests[0]
    text, how = question_words(program, item.form, item.name, item.tests)
    return Question(
        form=item.form,
        fact=item.name,
        path=path,
        text=text,
        how=how,
        for_paragraphs=tuple(item.asked_by),
        branches=branches,
        objects=question_objects(first),
    )


def narrowest(questions: Sequence[Question], floor: Outcome, ceiling: Outcome) -> Question | None:
    """The first question that narrows the interval on some branch, else the first of all."""
    for question in questions:
        if any((branch.floor, branch.ceiling) != (floor, ceiling) for branch in question.branches):
            return question
    return questions[0] if questions else None
