"""Lists and findings for the reference evaluator: section 2 of docs/semantics.md."""

from __future__ import annotations

from itertools import chain

from reference_ends import F, T, U, count, most
from reference_facts import Ctx, below, modelled, only, present
from reference_statements import CODE, Statements, lines, remembered, settled

from exportrules.syntax import ast


class Lists(Statements):
    """Whether an item is listed in paragraphs, sections, lists and tables."""

    def standing(self, rs, truth, found=lambda: U):
        """A ruleset out of force holds nothing; before the day from which it was checked only a person may know."""
        headers = self.sets[rs][0]
        t, checked = present(headers, self.day), next(iter(only(headers, ast.Checked)), None)
        if t and checked and checked.start and self.day < checked.start:
            return found()
        return t and min(t, truth())

    def found(self, item, rs, code, t):
        """Findings of a person: met there and above, not met there and below; the nearest of two, the stricter."""
        if any(f.met and below(f.code, code) for f in self.findings(item, rs)):
            return T
        return self.ruled_out(item, rs, code, t)

    def ruled_out(self, item, rs, code, t):
        above = sorted((len(f.code), f.met) for f in self.findings(item, rs) if below(code, f.code))
        return F if t == U and above and not above[-1][1] else t

    def findings(self, item, rs):
        return [f for f in item.findings if f.ruleset == rs or (not f.ruleset and self.occurs(rs, f.code))]

    def occurs(self, rs, code):
        """Whether a ruleset has the entry of a code; the paragraph itself may not be encoded."""
        match = CODE.match(code)
        return bool(match and self.at(rs, match[2]))

    @remembered
    def at(self, rs, code):
        """The paragraph of a code, or the entries of a section or list."""
        if (rs, code) in self.by_code:
            return [self.by_code[rs, code]]
        return [p for p in self.places if p.rs == rs and not p.parent and below(p.code, code)]

    def listed(self, pairs, item, own=False):
        return most(self.one(rs, code, item, own) for rs, code in pairs)

    def one(self, rs, code, item, own):
        """Whether an item is listed in one list or paragraph; a side of a split may say so."""
        if item is self.case.item and not own:
            self.asked.add((rs, code))
            if (rs, code) in self.supposed:
                return self.supposed[rs, code]
        return self.reach(rs, code, item, own) if code else self.whole(rs, item)

    @settled
    def reach(self, rs, code, item, own=False):
        def truth():
            places = self.at(rs, code)
            if (rs, code) in self.unused:
                return F
            if not places:
                # a paragraph of an entry that is not modelled as a whole
                return self.found(item, rs, code, min(U, self.reach(rs, code.rpartition(".")[0], item)))
            if own:
                return self.found(item, rs, code, self.hold(places[0].node, Ctx(item)))
            return self.found(item, rs, code, most(self.listing(p, item) for p in places))

        return self.standing(rs, truth, lambda: self.found(item, rs, code, U))

    def listing(self, place, item):
        """A paragraph, with everything that it takes from above, and what a person found of it."""
        return self.found(item, place.rs, place.code, self.from_above(place, item))

    def from_above(self, place, item, divided=False):
        path = [place]
        while path[0].parent:
            path.insert(0, path[0].parent)

        def descend(depth, ctx):
            here, node = path[depth], path[depth].node
            if depth == len(path) - 1:
                return F if getattr(node, "reserved", False) else self.hold(node, ctx, divided=divided)
            ctx, opener = self.enter(node, ctx), node.head.opener

            def rest(c):
                others = [x for x in lines(node) if x is not path[depth + 1].node]
                if opener.connective == "at least":
                    return min(descend(depth + 1, c), count(opener.count - 1, [self.limb(x, c) for x in others]))
                beside = others if opener.connective == "all" else []
                return min([descend(depth + 1, c), *(self.required(x, c) for x in beside)])

            inner = ctx._replace(widen=())
            if present(node.items, self.day) == F or self.frame(node, ctx) == F:
                return F
            t = self.quantify(opener.quantifier, inner, rest) if opener.quantifier else rest(inner)
            t = min(t, self.frame(node, ctx), present(node.items, self.day))
            return min(t, 2 - self.excluded(here, ctx)) if t else F

        return descend(0, Ctx(item))

    @settled
    def whole(self, name, item):
        """A list or a table: one of its entries, of what it takes over, or of its rows holds."""
        rs = name if name in self.sets else name.rpartition(".")[0]

        def truth():
            rows = (self.found_row(table, row, item, rs) for table, row in self.rows(name))
            if rs != name:
                return self.found(item, rs, name.rpartition(".")[2], most(rows))
            own = (self.listing(self.of_node[id(x)], item) for x in only(self.sets[rs][1], ast.Entry))
            taken = (self.takes(rs, x, item) for x in only(self.sets[rs][1], ast.Takes))
            gap = 2 - modelled(self.sets[rs][0])
            return self.found(item, rs, "", most(chain((gap,), own, taken, rows)))

        code = "" if name == rs else name.rpartition(".")[2]
        return self.standing(rs, truth, lambda: self.found(item, rs, code, U))

    def takes(self, rs, takes, item):
        listed = self.listed(self.refs(takes.refs, rs), item)
        return min(listed, self.taken(rs, takes, item)) if listed else F

    @settled
    def taken(self, rs, takes, item):
        """The condition under which a list takes paragraphs over."""
        return self.hold(takes, Ctx(item, rs=rs))

    def rows(self, name):
        rs = name if name in self.sets else name.rpartition(".")[0]
        tables = [x for x in only(self.sets[rs][1], ast.Table) if name in (rs, f"{rs}.{x.name}")]
        return [(table, row) for table in tables for row in only(table.items, ast.Row)]

    def found_row(self, table, row, item, rs):
        """A row, with what a person found of it."""
        code = f"{table.name}.{row.code.replace(' ', '')}"
        return self.found(item, rs, code, self.row(table, row, item, rs))

    def row(self, table, row, item, rs):
        ctx = Ctx(item, rs=rs)
        out = [2 - self.cond(ast.Cn(code, ex=False), ctx) for code in row.exceptions]
        condition = self.cond(row.when, ctx) if row.when else T
        days = present(table.items, self.day), present(row, self.day), modelled(row.items)
        # a code of which only a part is meant decides where the row says which part
        return min([self.cond(ast.Cn(row.code, row.ex and not row.when), ctx), *out, condition, *days])

    def truth(self, ruleset, code):
        """The truth of a paragraph or row (`table.85235110`) of the case's item: 0, 1 or 2."""
        table, _, digits = code.partition(".")
        rows = [(x, row) for x, row in self.rows(ruleset) if (x.name, row.code.replace(" ", "")) == (table, digits)]
        if not rows:
            return self.reach(ruleset, code, self.case.item)
        item = self.case.item
        return max(self.standing(ruleset, lambda row=row: self.found_row(*row, item, ruleset)) for row in rows)
