"""A naive reference evaluator, written from docs/semantics.md alone: straight recursion over the lines of the law.

Measures and the decision (section 4) stand here. `reference_lists` has statements, lists and findings,
`reference_conditions` facts and tests, `reference_quantities` intervals; `reference_law` puts terms and references in.
Nothing is indexed or compiled, and nothing is shared with the engine but the syntax tree, the data of a case and the
table of units. What was found is kept while one case is evaluated.
"""

from itertools import product
from typing import Any, NamedTuple

from reference_conditions import Ctx
from reference_law import CODE, Line, only, tops
from reference_lists import Lists, settled
from reference_quantities import F, T, U, least

from exportrules import records
from exportrules.case.values import Subject
from exportrules.syntax import ast

OUTCOMES = "no_control_found authorised notification_required licence_required prohibited_unless_authorised prohibited"
LEVELS = {"obligation": 0, "notification": 2, "licence": 3, "prohibition": 5}
LEAVES = {"exemption": 0, "authorisation": 1, "derogation": 4}


class Leaf(NamedTuple):
    """A paragraph that is not divided, a row, or (`own`) what a divided paragraph holds beside those below it.

    `via` are the lists that take it over, by way of which it was reached; `names` all that it stands in.
    """

    rs: str
    code: str
    truth: int
    line: Any = None
    own: bool = False
    via: tuple = ()
    names: frozenset = frozenset()


class Reference(Lists):
    """Parsed files, to be evaluated for a case and a day (`about`): `decide`, and `one` for a paragraph."""

    def __init__(self, files):
        super().__init__(files)
        layers = {rs: [x.name for x in only(header.scope[0], ast.Layer)] for rs, header in self.sets.items()}
        measures = [(x, lines) for x, lines in self.measures if "third_country" not in layers[x.rs]]
        self.sides = {line: self.named(line) for _, lines in measures for line in lines}
        rests_on = {x: frozenset().union(*(self.sides[line][0] for line in lines)) for x, lines in measures}
        effects = [(LEVELS[line.node.level], line, x, rests_on[x]) for x, lines in measures for line in lines]
        self.effects = sorted(effects, key=lambda x: -x[0])

    def about(self, case, day):
        self.case, self.day, self.deal = case, day, Subject("", facts=case.transaction)
        self.kept, self.asked, self.supposed, self.states = {}, set(), {}, {}
        for rs, header in self.sets.items():
            t, checked = self.present(header.days), only(header.scope[0], ast.Checked)
            self.states[rs] = None if t and checked and checked[0].start and day < checked[0].start else t
        return self

    @settled
    def leaves(self, pairs, item):
        """The paragraphs and rows of lists that hold or may hold an item, as deep as they go."""
        found = []
        for rs, code in pairs:
            lines = self.at(rs, code)
            found += [] if lines else [Leaf(rs, code, self.reach(rs, code, item))]
            for x in lines:
                t = self.taken(x, item) if x.refs else T
                under = self.leaves(x.refs, item) if t and x.refs else self.spread(x, item) if t else ()
                found += [y._replace(truth=min(y.truth, t), via=(rs, *y.via) if x.refs else ()) for y in under]
        names = lambda x: frozenset([*((x.rs, top) for top in tops(x.code)), *((rs, "") for rs in x.via)])  # noqa: E731
        return [x._replace(names=names(x)) for x in found if x.truth]

    @settled
    def taken(self, takes, item):
        """The condition under which a list takes paragraphs over."""
        return self.standing(takes.rs, self.hold(takes, Ctx(item)))

    def spread(self, line, item):
        """A paragraph by what it holds beside the paragraphs below, and those."""
        under, opener = [x for x in line.lines if x.label], line.opener
        whole = Leaf(line.rs, line.code, self.reach(line.rs, line.code, item), line)
        if not under or opener.connective != "any" or opener.quantifier or not whole.truth:
            return [whole]
        unchecked = self.found(item, line.rs, line.code, U, own=True)
        beside = self.standing(line.rs, self.listing(line, item, divided=True), unchecked)
        found = [whole._replace(truth=beside, own=True), *(leaf for x in under for leaf in self.spread(x, item))]
        # a person may have found it to be met though its facts say nothing of what stands below
        return found if any(x.truth for x in found) else [whole]

    @settled
    def among(self, leaf, refs, item, excepting):
        """Whether references name what a leaf stands for."""
        if not refs.isdisjoint(leaf.names):
            return T
        found = [F]
        for rs, top in refs:
            if not top and self.takes[rs]:
                # a list that takes others over may have a gap
                held = ((self.among(leaf, x.refs, item, excepting), x) for x in self.takes[rs])
                held = [F if self.sets[rs].modelled else U, *(min(t, self.taken(x, item)) for t, x in held if t)]
                found.append(self.standing(rs, max(held)))
            if top and rs == leaf.rs and leaf.code in tops(top) and not leaf.own:
                # what stands in a paragraph that is not divided can take it out, but does not cover it
                closed = leaf.line and not leaf.line.modelled and not any(x.label for x in leaf.line.lines)
                found.append(min(self.reach(rs, top, item), T if excepting else U if closed else F))
        return max(found)

    def covers(self, lines, pairs, item):
        """Every paragraph that the item meets or may meet is covered, or none of them is."""

        def covered(leaf, line, t):
            held = t and self.among(leaf, line.refs, item, False)
            return held and min(t, held, 2 - self.among(leaf, line.exceptions, item, True))

        held = [(line, self.hold(line, Ctx(item))) for line in lines]
        found = [(leaf.truth, max(covered(leaf, *x) for x in held)) for leaf in self.leaves(pairs, item)]
        more = [(rs, top) for rs, top in pairs if self.standing(rs, T if top or self.sets[rs].modelled else U) == U]
        whole = {pair for x in lines if not x.exceptions and not x.head for pair in x.refs}
        if not all(any((rs, code) in whole for code in tops(top)) for rs, top in more):
            return F if (T, F) in found else U
        if found and not more and not any(t for _, t in found):
            return F
        return min([T if found or more else U, *(max(2 - met, t) for met, t in found)])

    def governs(self, block):
        """Whether a measure or relief applies to the activity on the day; not what is only proposed, or ended."""
        steps = sorted(only(self.sets[block.rs].scope[0], ast.Stage), key=lambda x: x.day)
        stages = [x.name for x in steps if x.day <= self.day]
        proposed = steps and (set(stages) <= {"proposed", "notified"} or stages[-1] == "ended")
        activities = {name for x in only(block.node.items, ast.Activities) for name in x.names}
        applies = self.case.activity in activities and not proposed
        return min(self.present(block.days), T if block.modelled else U) if applies else F

    @settled
    def effect(self, measure, line):
        t = self.governs(measure)
        return t and self.standing(measure.rs, min(t, self.hold(line, Ctx(self.case.item))))

    @settled
    def relief(self, relief, lines, pairs):
        applies, whens = self.governs(relief), [x for x in lines if isinstance(x.node, ast.When)]
        held = ((x.node.negative, self.hold(x, Ctx(self.case.item))) for x in whens)
        t = applies and min(applies, least(2 - t if no else t for no, t in held))
        covers = [x for x in lines if x not in whens] if t else []
        t = min(t, self.covers(covers, pairs, self.case.item)) if covers else t
        return applies and self.standing(relief.rs, t)

    def named(self, x):
        """The lists and paragraphs that a condition asks to hold the item, and those that it asks not to."""
        if isinstance(x, ast.Listed):
            return (set(x.refs) if x.subject == "item" else set(), set())
        parts = (x.head, x.wheres, x.lines, x.also) if isinstance(x, Line) else x if isinstance(x, tuple | list) else ()
        if records.is_record(type(x)) and not isinstance(x, ast.Quantified):
            parts = [getattr(x, field.name) for field in records.fields(type(x))]
        found = [self.named(y) for y in parts]
        sides = set().union(*(y for y, _ in found)), set().union(*(y for _, y in found))
        turned = isinstance(x, ast.Not) or (isinstance(x, Line) and x.opener and x.opener.connective == "none")
        return sides[::-1] if turned else sides

    def outcome(self):
        floor = ceiling = 0
        for level, line, measure, pairs in self.effects:
            c = self.effect(measure, line)
            # an effect leaves at most its level
            if not c or (level <= ceiling and (c == U or level <= floor)):
                continue
            reliefs = self.reliefs[f"{measure.rs}.{measure.node.name}"]
            left = [(LEAVES[x.node.form], self.relief(x, lines, pairs)) for x, lines in reliefs]
            floor = max(floor, min([level, *(r for r, a in left if a)])) if c == T else floor
            ceiling = max(ceiling, min([level, *(r for r, a in left if a == T)]))
        return floor, ceiling

    def decide(self):
        """Section 4: floor and ceiling, split on lists on which several open measures hang."""
        hinges = {}
        for level, line, measure, _ in self.effects:
            if level and self.effect(measure, line) == U:
                for pair in set().union(*self.sides[line]):
                    hinges.setdefault(pair, set()).add(measure)
        shared = [x for x, measures in hinges.items() if len(measures) > 1 and self.reach(*x, self.case.item) == U]
        # in the order of lists, of which a table is one, and of paragraphs
        shared = sorted(shared, key=lambda x: x if CODE.match(x[1]) else (".".join(x).rstrip("."), ""))[:3]
        seen = []
        for spot in product((F, T), repeat=len(shared)):
            self.supposed = dict(zip(shared, spot, strict=True))
            seen.append(self.outcome())
        self.supposed = {}
        return OUTCOMES.split()[min(x for x, _ in seen)], OUTCOMES.split()[max(x for _, x in seen)]
