"""A naive reference evaluator, written from docs/semantics.md alone: straight recursion over the syntax tree.

Measures and the decision (section 4) stand here, lists in `reference_lists`, the tests of conditions in
`reference_tests`, facts and formulas in `reference_facts`, intervals in `reference_ends`. Nothing is indexed or
compiled, and nothing is shared with the engine but the syntax tree, the data of a case and the table of units.
"""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

from reference_ends import F, T, U, least
from reference_facts import Ctx, below, modelled, only, present
from reference_lists import Lists
from reference_statements import lines, remembered, settled

from exportrules import records
from exportrules.syntax import ast

OUTCOMES = "no_control_found authorised notification_required licence_required prohibited_unless_authorised prohibited"
LEVELS = {"obligation": 0, "notification": 2, "licence": 3, "prohibition": 5}
LEAVES = {"exemption": 0, "authorisation": 1, "derogation": 4}


class Leaf(NamedTuple):
    """A paragraph that is not divided (`own`: what a divided one holds beside those below it), or a row of a table.

    `via` are the lists that take it over, by way of which it was reached.
    """

    rs: str
    code: str
    truth: int
    via: tuple
    node: Any = None
    own: bool = False


class Reference(Lists):
    """Parsed files, to be evaluated for a case and a day (`about`): `decide`, and `truth` of a paragraph."""

    def leaves(self, pairs, item, via=()):
        """The paragraphs and rows of lists, as deep as they go."""
        for rs, code in pairs:
            places = self.at(rs, code)
            for place in places:
                for deep, t, own in self.spread(place, item):
                    yield Leaf(rs, deep.code, t, via, deep.node, own)
            if code and not places:
                # a paragraph of an entry that is not modelled as a whole
                yield Leaf(rs, code, self.reach(rs, code, item), via)
            for table, row in () if code else self.rows(rs):
                home = rs if rs in self.sets else rs.rpartition(".")[0]
                truth = self.found_row(table, row, item, home)
                yield Leaf(f"{home}.{table.name}", "", self.standing(home, lambda truth=truth: truth), via)
            for x in only(self.sets[rs][1], ast.Takes) if not code and rs in self.sets else ():
                condition = self.standing(rs, lambda x=x, rs=rs: self.taken(rs, x, item))
                for leaf in self.leaves(self.refs(x.refs, rs), item, (*via, rs)):
                    yield leaf._replace(truth=min(leaf.truth, condition))

    @settled
    def held(self, pairs, item):
        return [leaf for leaf in self.leaves(pairs, item) if leaf.truth]

    def spread(self, place, item):
        """A paragraph by what it holds beside the paragraphs below, and those."""
        under = [self.of_node[id(x)] for x in lines(place.node) if x.label]
        opener = place.node.head and place.node.head.opener
        whole = self.reach(place.rs, place.code, item)
        if not under or opener.connective != "any" or opener.quantifier or whole == F:
            return [(place, whole, False)]
        beside = self.from_above(place, item, divided=True)
        beside, unchecked = (self.ruled_out(item, place.rs, place.code, t) for t in (beside, U))
        found = [(place, self.standing(place.rs, lambda: beside, lambda: unchecked), True)]
        found += [leaf for p in under for leaf in self.spread(p, item)]
        # a person may have found it to be met though its facts say nothing of what stands below
        return found if any(t for _, t, _ in found) else [(place, whole, False)]

    def among(self, leaf, pairs, item, excepting):
        """Whether references name what a leaf stands for."""
        return max([F, *(self.lies(leaf, rs, top, item, excepting) for rs, top in pairs)])

    def lies(self, leaf, rs, top, item, excepting):
        if leaf.code and leaf.rs == rs and top:
            inside = below(top, leaf.code) and not leaf.own
            return T if below(leaf.code, top) else self.partly(leaf, rs, top, item, excepting) if inside else F
        if top or rs in leaf.via or leaf.rs in (rs, f"{rs}.{leaf.rs.rpartition('.')[2]}"):
            return F if top else T
        takes = only(self.sets[rs][1], ast.Takes) if rs in self.sets else []
        # a list that takes others over may have a gap
        found = [2 - modelled(self.sets[rs][0])] if takes else [F]
        for x in takes:
            within = self.among(leaf, self.refs(x.refs, rs), item, excepting)
            found.append(min(within, self.taken(rs, x, item)) if within else F)
        return self.standing(rs, lambda: max(found)) if takes else F

    def partly(self, leaf, rs, top, item, excepting):
        """What stands in a paragraph that is not divided can take it out, but does not cover it."""
        closed = leaf.node and modelled(leaf.node.items) == U and not any(x.label for x in lines(leaf.node))
        return self.reach(rs, top, item) if excepting else min(U, self.reach(rs, top, item)) if closed else F

    def covers(self, covers, pairs, item, ctx):
        """Every paragraph that the item meets or may meet is covered, or none of them is."""

        def covered(leaf, line, condition):
            held = self.among(leaf, self.refs(line.refs, ctx.rs), item, excepting=False)
            return min(held, 2 - self.among(leaf, self.refs(line.exceptions, ctx.rs), item, excepting=True), condition)

        lines = [(x, self.hold(x, ctx)) for x in covers]
        found = [(leaf.truth, max(covered(leaf, *line) for line in lines)) for leaf in self.held(tuple(pairs), item)]
        more = [pair for pair in pairs if self.larger(*pair)]
        if not all(any(self.entire(x, pair, ctx) for x in covers) for pair in more):
            return F if (T, F) in found else U
        if found and not more and not any(held for _, held in found):
            return F
        return min([T if found or more else U, *(max(2 - t, held) for t, held in found)])

    def larger(self, name, code):
        """Whether there may be paragraphs that are not written down."""
        rs = name if name in self.sets else name.rpartition(".")[0]
        gap = modelled(self.sets[rs][0]) if rs == name and not code else T
        return self.standing(rs, lambda: gap) == U

    def entire(self, line, pair, ctx):
        """Whether a line covers all of a list or a part of it."""
        name, code = pair
        homes = (name,) if name in self.sets else (name, name.rpartition(".")[0])
        named = any(rs in homes and below(code, top) for rs, top in self.refs(line.refs, ctx.rs))
        return named and not line.exceptions and not line.head

    def governs(self, rs, block, truth):
        """The truth of a measure or relief where and when it applies; a proposal decides nothing."""
        stages = [x.name for x in sorted(only(self.sets[rs][0], ast.Stage), key=lambda x: x.day) if x.day <= self.day]
        activities = {name for x in only(block.items, ast.Activities) for name in x.names}
        days = present(block.items, self.day)
        if self.case.activity not in activities or not days or (stages and stages[-1] == "ended"):
            return F
        if stages and set(stages) <= {"proposed", "notified"}:
            return F
        return self.standing(rs, lambda: min(days, modelled(block.items), truth()))

    @remembered
    def blocks(self, kind):
        return [(rs, x) for rs, (_, blocks) in self.sets.items() for x in only(blocks, kind)]

    @remembered
    def lifting(self, full):
        """The reliefs that name a measure."""
        return [
            (home, r)
            for home, r in self.blocks(ast.Relief)
            if full in (name if "." in name else f"{home}.{name}" for name in r.lifts)
        ]

    def effects(self, rs, measure):
        ctx = Ctx(self.case.item, rs=rs, scope=(measure.items,))
        for x in only(measure.items, ast.Effective):
            yield LEVELS[x.level], self.governs(rs, measure, lambda x=x: self.hold(x, ctx)), x, ctx

    @settled
    def relief(self, rs, relief, pairs):
        ctx = Ctx(self.case.item, rs=rs, scope=(relief.items,))

        def truth():
            whens = least(2 - self.hold(x, ctx) if x.negative else self.hold(x, ctx) for x in relief.items
                          if isinstance(x, ast.When))  # fmt: skip
            covers = only(relief.items, ast.Covers)
            return min(whens, self.covers(covers, pairs, self.case.item, ctx)) if covers and whens else whens

        return self.governs(rs, relief, truth)

    def named(self, node, ctx):
        key = "named", id(node), *map(id, ctx.scope)
        if key not in self.memory:
            self.memory[key] = self.find_named(node, ctx), node, ctx
        return self.memory[key][0]

    def find_named(self, node, ctx):
        """The lists and paragraphs that a condition asks to hold the item, and those that it asks not to."""
        if isinstance(node, ast.Listed):
            return (self.refs(node.refs, ctx.rs) if node.subject == "item" else [], [])
        if isinstance(node, ast.Quantified):
            return [], []
        if isinstance(node, ast.Term):
            node, ctx = self.define(node, ctx)
        children = (
            [getattr(node, x.name) for x in records.fields(type(node))] if records.is_record(type(node)) else node
        )
        pairs = [self.named(x, ctx) for x in children if records.is_record(type(x)) or isinstance(x, tuple)]
        found = [x for pair in pairs for x in pair[0]], [x for pair in pairs for x in pair[1]]
        opener = getattr(getattr(node, "head", None), "opener", None)
        return found[::-1] if isinstance(node, ast.Not) or (opener and opener.connective == "none") else found

    def stands_beside(self, rs):
        return any(x.name == "third_country" for x in only(self.sets[rs][0], ast.Layer))

    def outcome(self):
        floor = ceiling = 0
        for rs, measure in self.blocks(ast.Measure):
            if self.stands_beside(rs):
                continue
            effects = list(self.effects(rs, measure))
            for level, c, _, _ in effects:
                if not c:
                    continue
                pairs = tuple(pair for _, _, y, inner in effects for pair in self.named(y, inner)[0])
                left = [
                    (LEAVES[r.form], self.relief(home, r, pairs)) for home, r in self.lifting(f"{rs}.{measure.name}")
                ]
                floor = max(floor, min([level, *(r for r, a in left if a)])) if c == T else floor
                ceiling = max(ceiling, min([level, *(r for r, a in left if a == T)])) if c else ceiling
        return floor, ceiling

    def decide(self):
        """Section 4: floor and ceiling, split on lists on which several open measures hang."""
        hinges = []
        for rs, measure in self.blocks(ast.Measure):
            asked = set()
            for level, c, x, ctx in self.effects(rs, measure) if not self.stands_beside(rs) else ():
                asked |= {pair for side in self.named(x, ctx) for pair in side} if c == U and level else set()
            hinges += asked
        hinges = sorted(x for x in set(hinges) if hinges.count(x) > 1 and self.listed([x], self.case.item) == U)
        seen = []
        for spot in product((F, T), repeat=min(len(hinges), 3)):
            self.supposed = dict(zip(hinges, spot, strict=False))
            seen.append(self.outcome())
        self.supposed = {}
        return OUTCOMES.split()[min(x for x, _ in seen)], OUTCOMES.split()[max(x for _, x in seen)]


def evaluate(files, case, day):
    """The outcomes of the floor and of the ceiling."""
    return Reference(files).about(case, day).decide()
