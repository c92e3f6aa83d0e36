"""What is known of facts, and the tests of them, for the reference evaluator: sections 1 and 5 of docs/semantics.md."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from reference_ends import (
    ALL,
    INF,
    F,
    T,
    U,
    add,
    cells,
    compare,
    factor,
    hull,
    interval,
    invert,
    meet,
    multiply,
    point,
    region,
)  # fmt: skip

from exportrules.syntax import ast
from exportrules.units import NEVER_NEGATIVE, find_unit


class Ctx(NamedTuple):
    """The item, the part after `has`, the ruleset and code of the statement, and what is in sight there."""

    item: Any
    it: Any = None
    rs: str = ""
    code: str = ""
    scope: tuple = ()
    widen: tuple = ()
    drop: tuple = ()


def below(code, top):
    """Whether a code is that of a paragraph, or stands below it; a section has no dot; "" is a whole list."""
    return not top or code == top or code.startswith(f"{top}.") or (len(top) == 2 and code.startswith(top))


ONLY: dict = {}


def only(items, kind, *roles):
    """The lines of a kind; kept, since the trees do not change."""
    key = id(items), kind, roles
    if key not in ONLY:
        found = [x for x in items if isinstance(x, kind) and (not roles or (x.role in roles and not x.reserved))]
        ONLY[key] = found, items
    return ONLY[key][0]


def present(items, day):
    """Whether a statement with these lines, or a line with days of its own, is in force."""
    result = T
    for x in only(items, ast.Period) if isinstance(items, tuple | list) else [items]:
        if (x.start and day < x.start.first) or (x.end and day > x.end.last):
            return F
        if (x.start and day < x.start.last) or (x.end and day > x.end.first):
            result = U
    return result


def modelled(items):
    return U if any(x.name == "not modelled" for x in only(items, ast.Field)) else T


def fits(place, wanted, unit):
    """Whether a stated place of measurement is within the wanted region; None is any, or not stated."""
    if wanted is None or place is None:
        return T if wanted is None else U
    if isinstance(wanted, str):
        return T if place == wanted else F
    shared = meet(interval(place, unit), wanted)
    return T if shared[0] <= shared[1] else F


def lies(place, cell, unit):
    stated = unit and interval(place, unit)
    return stated[0] <= cell[0] and cell[1] <= stated[1] if stated else place == cell


class Facts:
    """What is known of the facts of a case; `cond` is that of the tests, `note` that of the lists."""

    # ---- names ---------------------------------------------------------------------------------------------------
    def up(self, kind, name):
        """A kind or part, and all that it lies within."""
        if (kind, name) not in self.above:
            within = self.names[kind, name][0].within or ()
            wider = (self.up(kind, x) for x in ((within,) if isinstance(within, str) else within))
            self.above[kind, name] = {name}.union(*wider)
        return self.above[kind, name]

    def owner(self, owners, ctx):
        if "transaction" in owners:
            return self.deal
        above = self.up(ast.Part, ctx.it.part) if ctx.it else ()
        judged = "item" in (owners or ("item",)) and any(self.names[ast.Part, x][0].as_item for x in above)
        return ctx.it if judged or any(x in owners for x in above) else ctx.item

    def value(self, op, ctx):
        """What is known of a fact: a value of the case, intervals that follow from a formula, or None."""
        fact, rs = self.names[ast.Fact, op.name]
        owner = self.owner(fact.owners, ctx._replace(it=None) if op.of_item else ctx)
        self.asked.add((id(owner), op.name))
        if (id(owner), op.name) in self.supposed:
            return self.supposed[id(owner), op.name]
        if op.name in owner.facts or fact.type.form != "derived":
            return owner.facts.get(op.name)
        own = owner is not ctx.it or "item" in (fact.owners or ("item",))
        ctx = Ctx(ctx.item, owner, rs) if not own else Ctx(ctx.item if owner is self.deal else owner, rs=rs)
        found, formulas = [], only(fact.items, ast.Formula)
        for x in formulas:
            t = self.cond(x.when, ctx) if x.when else T
            found += [self.number(x.body, ctx)] if t else []
            if t == T:
                break
        else:
            # none of the cases may be given, unless two of them are opposites
            cases = [x.when for x in formulas]
            found += [] if any(ast.Not(case) in cases for case in cases) else [ALL]
        return None if ALL in found else found

    def numbers(self, value, name):
        unit = self.names[ast.Fact, name][0].type.unit
        return (
            value if isinstance(value, list) else [interval(x, unit) for x in getattr(value, "intervals", ())] or [ALL]
        )

    def define(self, term, ctx):
        """A defined term, and the surroundings of its definition."""
        for depth in range(len(ctx.scope), 0, -1):
            for x in only(ctx.scope[depth - 1], ast.Define):
                if (x.term, x.local) == (term.text, term.local):
                    return x, ctx._replace(scope=ctx.scope[:depth])
        found = [x for rs, x in self.defines if (rs, x.term) == (ctx.rs, term.text)]
        found = [x for x in found if not x.scope or any(below(ctx.code, code) for code in x.scope)]
        return max(found, key=lambda x: bool(x.scope)), ctx._replace(scope=())

    def resolve(self, op, ctx):
        """The fact or formula that an operand stands for; a term that is a condition stays a term."""
        while isinstance(op, ast.Term):
            found, inner = self.define(op, ctx)
            head = found.head and found.head.condition
            if not found.formula and not (isinstance(head, ast.Holds) and not only(found.items, ast.Node)):
                return op, ctx
            op, ctx = found.formula or head.operand, inner._replace(scope=(*inner.scope, found.items))
        return op, ctx

    def number(self, x, ctx, strip=()):
        if isinstance(x, ast.Number):
            return point(x.value, x.unit)
        if isinstance(x, ast.Binary):
            left, right = self.number(x.left, ctx, strip), self.number(x.right, ctx, strip)
            right = multiply(right, point(Fraction(-1))) if x.operator == "-" else right
            return (add if x.operator in "+-" else multiply)(left, invert(right) if x.operator == "/" else right)
        if isinstance(x, ast.PrintedFormula):
            unit, found = find_unit(x.unit), self.number(x.body, ctx, dict(x.inputs))
            return multiply(add(multiply(found, point(unit.scale)), point(unit.offset)), point(factor(x.unit)))
        if isinstance(x, ast.Aggregate):
            return self.aggregate(x, ctx)
        x, inner = self.resolve(x, ctx)
        if not isinstance(x, ast.Name):
            return self.number(x, inner)
        found = hull(self.numbers(self.value(x, inner), x.name))
        if x.name in strip:
            unit = find_unit(strip[x.name])
            found = multiply(found, point(1 / factor(strip[x.name])))
            return multiply(add(found, point(-unit.offset)), point(1 / unit.scale))
        return found

    def aggregate(self, x, ctx):
        parts, complete = self.members(x.over, ctx._replace(drop=())) if x.over else ([(T, None)], True)
        found = [(w, self.number(y, ctx._replace(it=s) if s else ctx)) for w, s in parts for y in x.items]
        if x.function == "sum":
            total = point(Fraction(0))
            for w, y in found:
                total = add(total, y if w == T else hull([y, point(Fraction(0))]))
            return total if complete else ALL
        sure = [y for w, y in found if w == T]
        low, high = [y[0] for _, y in found if complete], [y[1] for _, y in found if complete]
        if x.function == "largest":
            return max((y[0] for y in sure), default=ALL[0]), max(high, default=ALL[1])
        return min(low, default=ALL[0]), min((y[1] for y in sure), default=ALL[1])

    def limit(self, x, ctx):
        low = self.number(x.low, ctx) if x.low else point(-INF)
        return low, x.low_closed, self.number(x.high, ctx) if x.high else point(INF), x.high_closed

    def measured(self, x, op, value, limit, ctx):
        """A value under conditions of measurement: at some place, or at every place, of a region."""
        conditions, regions = dict(self.names[ast.Fact, op.name][0].type.conditions), {}
        for at in x.at:
            unit = conditions[at.name]
            if at.point:
                regions[at.name] = self.number(at.point, ctx) if unit else at.point.name
            elif at.limit:
                low, high = region(self.limit(at.limit, ctx))
                begins = low[0] == -INF and find_unit(unit).kind in NEVER_NEGATIVE
                regions[at.name] = ((Fraction(0), 0) if begins else low, high)
        rows = []
        for p in value.points:
            match = min(fits(p.at.get(name), regions.get(name), unit) for name, unit in conditions.items())
            rows.append((match, compare(self.numbers(p, op.name), limit), p.at))

        def covered(truth):
            """Whether the values of this truth are stated for every place of the region."""
            held = [at for _, v, at in rows if v == truth and set(at) == set(conditions)]
            dims = []
            for name, unit in conditions.items():
                cuts = [end[0] for at in held if unit for end in interval(at[name], unit)]
                dims.append(cells(cuts, [regions.get(name, ALL)]) if unit else [regions.get(name)])
            return all(
                any(
                    all(lies(at[n], cell, conditions[n]) for n, cell in zip(conditions, spot, strict=True))
                    for at in held
                )
                for spot in product(*dims)
            )

        if any(at.mode == "every" for at in x.at):
            certain = value.complete and any(m == T for m, _, _ in rows) and all(m == F or v == T for m, v, _ in rows)
            return F if (T, F) in {(m, v) for m, v, _ in rows} else T if certain or covered(T) else U
        certain = value.complete and all(F in (m, v) for m, v, _ in rows)
        return T if (T, T) in {(m, v) for m, v, _ in rows} else F if certain or covered(F) else U
