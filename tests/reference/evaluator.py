"""A naive reference evaluator, written from docs/semantics.md alone: straight recursion over the syntax tree.

Measures and the decision (section 4) stand here, lists in `reference_lists`, the tests of conditions in
`reference_tests`, facts and formulas in `reference_facts`, intervals in `reference_ends`. Nothing is indexed or
compiled, and nothing is shared with the engine but the syntax tree, the data of a case and the table of units.
"""

from __future__ import annotations

from itertools import product

from reference_ends import F, T, U
from reference_facts import Ctx, below, modelled, only, present
from reference_lists import Lists
from reference_statements import settled

from exportrules import records
from exportrules.syntax import ast

OUTCOMES = "no_control_found authorised notification_required licence_required prohibited_unless_authorised prohibited"
LEVELS = {"obligation": 0, "notification": 2, "licence": 3, "prohibition": 5}
LEAVES = {"exemption": 0, "authorisation": 1, "derogation": 4}


class Reference(Lists):
    """Parsed files, to be evaluated for a case and a day (`about`): `decide`, and `truth` of a paragraph."""

    def leaves(self, pairs, item, via=()):
        """The paragraphs and rows of lists, as deep as they go: (name, code, truth, lists that take them over)."""
        for rs, code in pairs:
            for place in self.at(rs, code):
                for deep, t in self.spread(place, item):
                    yield rs, deep.code, self.standing(rs, lambda t=t: t), via
            for table, row in () if code else self.rows(rs):
                home = rs if rs in self.sets else rs.rpartition(".")[0]
                truth = self.row(table, row, item, home)
                yield f"{home}.{table.name}", "", self.standing(home, lambda truth=truth: truth), via
            for x in only(self.sets[rs][1], ast.Takes) if not code and rs in self.sets else ():
                condition = self.standing(rs, lambda x=x, rs=rs: self.taken(rs, x, item))
                for home, deep, t, over in self.leaves(self.refs(x.refs, rs), item, (*via, rs)):
                    yield home, deep, min(t, condition), over

    @settled
    def held(self, pairs, item):
        return [leaf for leaf in self.leaves(pairs, item) if leaf[2]]

    def spread(self, place, item):
        """A paragraph by what it holds beside the paragraphs below, and those."""
        under = [p for p in self.places if p.labelled and p is not place and self.nearest(p) is place]
        opener = place.node.head and place.node.head.opener
        whole = self.reach(place.rs, place.code, item)
        if not under or opener.connective != "any" or opener.quantifier or whole == F:
            yield place, whole
            return
        self.muted = {id(p.node) for p in under}
        beside = self.listing(place, item)
        self.muted = ()
        yield place, beside
        for p in under:
            yield from self.spread(p, item)

    def nearest(self, place):
        return place.parent if not place.parent or place.parent.labelled else self.nearest(place.parent)

    def among(self, leaf, pairs, item):
        """Whether references name what a leaf stands for."""
        name, code, _, via = leaf
        found = [F]
        for rs, top in pairs:
            if top or rs in via or name in (rs, f"{rs}.{name.rpartition('.')[2]}"):
                found.append(T if not top or (name == rs and code and below(code, top)) else F)
            for x in only(self.sets[rs][1], ast.Takes) if not top and rs in self.sets else ():
                within = self.among(leaf, self.refs(x.refs, rs), item)
                found.append(self.standing(rs, lambda x=x, rs=rs, t=within: t and min(t, self.taken(rs, x, item))))
        return max(found)

    def covers(self, covers, pairs, item, ctx):
        """Every paragraph that the item meets or may meet is covered, or none of them is."""

        def covered(leaf, line, condition):
            held, left = (self.among(leaf, self.refs(refs, ctx.rs), item) for refs in (line.refs, line.exceptions))
            return min(held, 2 - left, condition)

        lines = [(x, self.hold(x, ctx)) for x in covers]
        found = [(leaf[2], max(covered(leaf, *line) for line in lines)) for leaf in self.held(tuple(pairs), item)]
        more = [rs for rs, _ in pairs if rs in self.sets and self.larger(rs)]
        if not all(any(self.entire(x, rs, ctx) for x in covers) for rs in more):
            return F if (T, F) in found else U
        if found and not more and not any(held for _, held in found):
            return F
        return min([T if found or more else U, *(max(2 - t, held) for t, held in found)])

    def larger(self, rs):
        """Whether a list may hold paragraphs that are not written down."""
        return min(self.standing(rs, lambda: T), modelled(self.sets[rs][0])) == U

    def entire(self, line, rs, ctx):
        """Whether a line covers a whole list."""
        return not line.exceptions and not line.head and (rs, "") in self.refs(line.refs, ctx.rs)

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

    def blocks(self, kind):
        return [(rs, x) for rs, (_, blocks) in self.sets.items() for x in only(blocks, kind)]

    def effects(self, rs, measure):
        ctx = Ctx(self.case.item, rs=rs, scope=(measure.items,))
        for x in only(measure.items, ast.Effective):
            yield LEVELS[x.level], self.governs(rs, measure, lambda x=x: self.hold(x, ctx)), x, ctx

    def relief(self, rs, relief, pairs):
        ctx = Ctx(self.case.item, rs=rs, scope=(relief.items,))

        def truth():
            whens = [2 - self.hold(x, ctx) if x.negative else self.hold(x, ctx) for x in only(relief.items, ast.When)]
            covers = only(relief.items, ast.Covers)
            return min([T, *whens, self.covers(covers, pairs, self.case.item, ctx) if covers else T])

        return self.governs(rs, relief, truth)

    def named(self, node, ctx):
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
            for level, c, x, ctx in self.effects(rs, measure):
                full = f"{rs}.{measure.name}"
                lifting = [(home, r) for home, r in self.blocks(ast.Relief)
                           if full in (name if "." in name else f"{home}.{name}" for name in r.lifts)]  # fmt: skip
                pairs = self.named(x, ctx)[0]
                left = [(LEAVES[r.form], self.relief(home, r, pairs)) for home, r in lifting] if c else []
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
            self.forced = dict(zip(hinges, spot, strict=False))
            seen.append(self.outcome())
        self.forced = {}
        return OUTCOMES.split()[min(x for x, _ in seen)], OUTCOMES.split()[max(x for _, x in seen)]


def evaluate(files, case, day):
    """The outcomes of the floor and of the ceiling."""
    return Reference(files).about(case, day).decide()
