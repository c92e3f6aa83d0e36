"""Facts and conditions, for the reference evaluator: section 1 of docs/semantics.md."""

from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import reference_quantities as q
from reference_changes import Changes
from reference_law import Line, only, tops
from reference_quantities import F, T, U, agree, count, least, most

from exportrules.case.values import Choices, Days, Extent, Flag, Members, NotApplicable, Numbers, Points
from exportrules.syntax import ast
from exportrules.units import NEVER_NEGATIVE, find_unit


class Ctx(NamedTuple):
    """The item, the part after `has`, the line of a list whose notes speak, and whether they may widen kind tests."""

    item: Any
    it: Any = None
    line: Any = None
    widened: bool = False


class Conditions(Changes):
    """`hold`, `through` and `listed` are those of the lists."""

    def present(self, periods):
        """Whether something with these days is in force."""
        day = q.span(self.day, self.day)
        starts = [q.above(day, q.span(x.start.first, x.start.last), closed=True) for x in periods if x.start]
        return min(
            [T, *starts, *(q.above(q.span(x.end.first, x.end.last), day, closed=True) for x in periods if x.end)]
        )

    def governs(self, block):
        """Whether a measure or relief applies to the activity on the day; not what is only proposed, or ended."""
        steps = sorted(only(self.sets[block.rs].scope[0], ast.Stage), key=lambda x: x.day)
        stages = [x.name for x in steps if x.day <= self.day]
        # what tells only of later steps is older than they are
        begins = steps and steps[0].name in ("proposed", "notified", "adopted")
        proposed = stages[-1] == "ended" or set(stages) <= {"proposed", "notified"} if stages else begins
        activities = {name for x in only(block.node.items, ast.Activities) for name in x.names}
        applies = self.case.activity in activities and not proposed
        return min(self.present(block.days), block.modelled) if applies else F

    def fact(self, name, ctx):
        """What is asked, and of what it is asked."""
        fact = self.names[ast.Fact, name.name]
        return fact, self.owner(fact.owners, ctx._replace(it=None) if name.of_item else ctx)

    def owner(self, owners, ctx):
        if "transaction" in owners:
            return self.deal
        parts = self.above[ast.Part, ctx.it.part] if ctx.it else ()
        judged = "item" in (owners or ("item",)) and any(self.names[ast.Part, x].as_item for x in parts)
        return ctx.it if judged or any(x in owners for x in parts) else ctx.item

    def worlds(self, name, ctx):
        """All that a fact may be: nothing where it does not apply, None where nobody knows."""
        fact, owner = self.fact(name, ctx)
        key = id(owner), name.name
        self.asked.add(key)
        if key in self.supposed:
            return self.supposed[key]
        match value := owner.facts.get(name.name):
            case None:
                return self.derive(fact, owner, ctx) if fact.type.form == "derived" else None
            case Numbers():
                stated = [q.interval(x, fact.type.unit) for x in value.intervals]
                follows = self.derive(fact, owner, ctx) if fact.type.form == "derived" else None
                return [m for x in stated for y in follows or () if (m := q.meet(x, y))[0] <= m[1]] or stated
            case Extent():
                return [q.interval(value.interval, fact.type.unit)]
            case Choices():
                return sorted(value.values)
            case Days():
                return [q.span(value.first, value.last)]
        return [] if isinstance(value, NotApplicable) else [value.value if isinstance(value, Flag) else value]

    def derive(self, fact, owner, ctx):
        """What follows from a formula; the inputs of an item's fact are the item's own."""
        own = owner is not ctx.it or "item" in (fact.owners or ("item",))
        ctx = Ctx(ctx.item if owner is self.deal or not own else owner, None if own else owner)
        found, cases = [], [x.when for x in only(fact.items, ast.Formula)]
        for x in only(fact.items, ast.Formula):
            t = self.cond(x.when, ctx) if x.when else T
            found += [self.number(x.body, ctx)] if t else []
            if t == T:
                break
        else:
            # none of the cases may be given, unless two of them are opposites
            found += [] if any(ast.Not(case) in cases for case in cases) else [q.NOTHING]
        return None if q.NOTHING in found else found

    def number(self, x, ctx, printed=()):
        """The bounds of an expression; in a `printed` formula facts are numbers in the units named there."""
        match x:
            case ast.Number():
                return q.point(x.value, x.unit)
            case ast.Binary():
                left, right = self.number(x.left, ctx, printed), self.number(x.right, ctx, printed)
                if x.operator in "+-":
                    return q.add(left, right if x.operator == "+" else q.multiply(right, q.point(Fraction(-1))))
                right = q.invert(right) if x.operator == "/" else right
                # of a product with what is not known nothing is known, nor of a quotient by what may be zero
                return q.NOTHING if q.NOTHING in (left, right) else q.multiply(left, right)
            case ast.PrintedFormula():
                unit, found = find_unit(x.unit), self.number(x.body, ctx, dict(x.inputs))
                return q.scaled(found, unit.scale * q.factor(x.unit), unit.offset * q.factor(x.unit))
            case ast.Aggregate():
                return self.aggregate(x, ctx)
        found = q.hull([w for w in self.worlds(x, ctx) or () if isinstance(w, tuple)] or [q.NOTHING])
        if x.name not in printed:
            return found
        unit = find_unit(printed[x.name])
        return q.scaled(found, 1 / (unit.scale * q.factor(unit.name)), -unit.offset / unit.scale)

    def aggregate(self, x, ctx):
        parts, complete = self.members(x.over, ctx._replace(line=None)) if x.over else ([(T, ctx.it)], True)
        found = [(w, self.number(y, ctx._replace(it=s))) for w, s in parts for y in x.items]
        if x.function == "sum":
            total = zero = q.point(Fraction(0))
            for w, y in found:
                total = q.add(total, y if w == T else q.hull([y, zero]))
            return total if complete and found else q.NOTHING
        sure, possible = [y for w, y in found if w == T], [y for _, y in found if complete]
        if x.function == "largest":
            return max((y[0] for y in sure), default=q.NOTHING[0]), max((y[1] for y in possible), default=q.NOTHING[1])
        return min((y[0] for y in possible), default=q.NOTHING[0]), min((y[1] for y in sure), default=q.NOTHING[1])

    def own_words(self, line, item):
        """A paragraph's own statement; below blocks about parts for as many as these ask for."""
        here, test = line.parent, lambda c: self.hold(line, c)
        while here:
            test = (lambda c, x=here, t=test: self.through(x, c._replace(line=x), t)) if here.opener else test
            here = here.parent
        return test(Ctx(item))

    def limit(self, x, ctx):
        low = self.number(x.low, ctx) if x.low else q.point(-q.INF)
        return low, x.low_closed, self.number(x.high, ctx) if x.high else q.point(q.INF), x.high_closed

    def cond(self, x, ctx):
        match x:
            case ast.Not():
                return 2 - self.cond(x.item, ctx._replace(widened=False))
            case ast.And():
                return least(self.cond(y, ctx) for y in x.items)
            case ast.Or():
                return most(self.cond(y, ctx) for y in x.items)
            case ast.Quantified() if x.refs:
                return self.quantify(x.quantifier, ctx, lambda c: self.listed(x.refs, c.it))
            case ast.Quantified():
                return self.quantify(x.quantifier, ctx, lambda c: self.cond(x.body, c) if x.body else T)
            case ast.Listed():
                return self.listed(x.refs, ctx.it if x.subject == "it" else ctx.item, x.own)
            case ast.IsKind():
                stated = (ctx.it if x.subject == "it" else ctx.item).kinds
                notes = [(n.node.effect.kinds, n) for n in (ctx.line.widens if ctx.widened else ())]
                wider = [(y, self.hold(n, Ctx(ctx.item, ctx.it))) for kinds, n in notes for y in kinds]
                asked = [*((y, T) for y in x.kinds), *wider]
                return U if stated is None else max(min(self.lies(ast.Kind, k, y), t) for k in stated for y, t in asked)
            case ast.Judged():
                return self.judged(x, ctx)
            case ast.Holds() | ast.Compare() if not isinstance(x.operand, ast.Name):
                holds = isinstance(x, ast.Holds)
                return self.hold(x.operand, ctx) if holds else self.test(x, self.number(x.operand, ctx), ctx)
        identity = {ast.Cas: "cas_number", ast.Cn: "customs_code"}.get(type(x))
        worlds = self.worlds(self.identity[identity] if identity else x.operand, ctx)
        if isinstance(x, ast.NotApplicable):
            return U if worlds is None else F if worlds else T
        return U if worlds is None else agree(self.test(x, w, ctx) for w in worlds)

    def test(self, x, w, ctx):  # noqa: C901 - a table of the tests of a value that a fact may have
        match x:
            case ast.Holds():
                return T if w else F
            case ast.IsOneOf():
                return T if w in x.values else F
            case ast.Compare() if isinstance(w, Points):
                return self.measured(x, w, ctx)
            case ast.Compare():
                return U if x.at else q.compare(w, self.limit(x.limit, ctx))
            case ast.RangeTest():
                wanted = q.region(self.limit(x.limit, ctx))
                shared = q.meet(w, wanted)
                if x.relation == "reaches":
                    return T if shared[0] <= shared[1] else F
                return T if shared == (wanted if x.relation == "covers" else w) else F
            case ast.Dated():
                day = q.span(x.day, x.day)
                if x.relation in ("before", "up to"):
                    return q.above(day, w, closed=x.relation == "up to")
                return q.above(w, day, closed=x.relation == "from")
            case ast.Includes():
                possible = {y for y in x.values if y in w.included or not (w.complete or y in w.excluded)}
                return T if len(w.included & set(x.values)) >= x.count else U if len(possible) >= x.count else F
            case ast.InGroup() if isinstance(w, Members):
                return most((*(self.in_group(x, y) for y in w.included), F if w.complete else U))
            case ast.InGroup():
                return self.in_group(x, w)
            case ast.Cas():
                # another number may be one more number of the same substance
                known = ast.Holds(ast.Name("cas_identifies_structure"))
                other = F if (ast.Fact, known.operand.name) not in self.names or self.cond(known, ctx) == T else U
                return T if w == x.number else other
            case ast.Cn():
                code = x.code.replace(" ", "")
                return min(T if w.startswith(code) else U if code.startswith(w) else F, U if x.ex else T)
        raise TypeError(x)

    def in_group(self, x, country):
        group = Line(self.names[ast.Group, x.group], "")
        lines = [y for y in only(group.node.items, ast.Members) if x.label in (None, y.label) and country in y.values]
        found = min(most(self.present([y]) for y in lines), self.present(group.days))
        return max(found, 2 - group.modelled)

    def judged(self, x, ctx):
        records = [r for r in self.owner((), ctx).judgements if r.term == x.term]

        def answers(r, home, code, purpose):
            stated, name = r.target.rpartition(":")[::2]
            # a record without a purpose speaks for every one; a yes for one of them is a yes
            if r.purpose not in ("", purpose) and (purpose or not r.value):
                return False
            if not home or not r.target:
                return r.target == code or not (r.target or r.value)
            return name and stated in ("", home) and (code in tops(name) if r.value else name in tops(code))

        def answer(target, purpose):
            found = [r.value for r in records if answers(r, *target, purpose)]
            return T if True in found else F if found else U

        targets = [*(("", name) for name in x.names), *x.refs] or [("", "")]
        return most(answer(*spot) for spot in product(targets, x.purposes or ("",)))

    def measured(self, x, points, ctx):
        """A value under conditions of measurement: at some place, or at every place, of a region."""
        kind, regions, sure, rows, twice = self.names[ast.Fact, x.operand.name].type, {}, {}, [], set()
        units, limit = dict(kind.conditions), self.limit(x.limit, ctx)
        # a word counts as a number, so that named conditions are regions too
        word = lambda text: q.point(Fraction(int.from_bytes(text.encode())))  # noqa: E731
        for at in x.at:
            if at.other:
                # two figures for one place
                twice.add(at.name)
                low, high = sorted((self.number(at.point, ctx), self.number(at.other, ctx)))
                place = low, True, high, True
            elif at.point:
                point = self.number(at.point, ctx) if units[at.name] else word(at.point.name)
                place = point, True, point, True
            elif at.limit:
                low, closed, *high = self.limit(at.limit, ctx)
                begins = low[0][0] == -q.INF and not at.limit.low and find_unit(units[at.name]).kind in NEVER_NEGATIVE
                place = q.point(Fraction(0)) if begins else low, closed or begins, *high
            else:
                continue
            # all of the region as it may be, and what certainly lies in it
            regions[at.name], sure[at.name] = (
                q.region(place),
                q.region((place[0][::-1], place[1], place[2][::-1], place[3])),
            )
        for p in points.points:
            place = {n: word(y) if isinstance(y, str) else q.interval(y, units[n]) for n, y in p.at.items()}
            fits = T if all(n in place for n in regions) else U
            for n in regions.keys() & place.keys():
                over = [y[0] <= y[1] for y in (q.meet(place[n], regions[n]), q.meet(place[n], sure[n]))]
                fits = min(fits, sum(over))
            rows.append((fits, agree(q.compare(q.interval(y, kind.unit), limit) for y in p.intervals), place))

        names, open_ended = {at.name for at in x.at}, any(at.name not in regions for at in x.at)

        def covered(truth):
            """Whether the values of this truth are stated for every place of the region, and for nothing narrower."""
            held = [place for fits, t, place in rows if (fits, t) == (T, truth) and names.issuperset(place)]
            wide = regions.keys() - twice
            dims = [q.cells([v for place in held for v, _ in place[n]], [regions[n]]) for n in wide]
            spots = [dict(zip(wide, spot, strict=True)) for spot in product(*dims)]
            lies = lambda spot, place: all(q.lies_in(spot[n], place[n]) for n in wide)  # noqa: E731
            return not open_ended and spots and all(any(lies(spot, place) for place in held) for spot in spots)

        seen = {(fits, t) for fits, t, _ in rows}
        if each := {at.name for at in x.at if at.mode == "every"}:
            # at another place of a condition that may be chosen it may hold
            each |= twice | {n for n, y in regions.items() if y[0] == y[1]}
            against = names <= each and any((f, t) == (T, F) and each.issuperset(y) for f, t, y in rows)
            certain = points.complete and (T, T) in seen and all(fits == F or t == T for fits, t in seen)
            return F if against else T if certain or covered(T) else U
        certain = points.complete and all(F in pair for pair in seen)
        return T if (T, T) in seen else F if certain or covered(F) else U

    def members(self, part, ctx):
        """The parts of a name, each with the truth that it counts, and whether there are no others."""
        owners = [owner for name in self.above[ast.Part, part] for owner in self.names[ast.Part, name].owners]
        found, complete = [], False
        for key, listed in self.owner(owners, ctx).parts.items():
            complete |= listed.complete and key in self.above[ast.Part, part]
            for s in listed.subjects:
                notes = ((n.node.effect.part, n) for n in (ctx.line.drops if ctx.line else ()))
                drops = [(self.lies(ast.Part, s.part, dropped), n) for dropped, n in notes]
                stays = [2 - min(t, self.hold(n, Ctx(ctx.item, s))) for t, n in drops if t]
                found.append((min([self.lies(ast.Part, s.part, part), *stays]), s))
        return [(w, s) for w, s in found if w != F], complete

    def quantify(self, asked, ctx, test):
        parts, complete = self.members(asked.part, ctx)
        found = [(w, test(ctx._replace(it=s))) for w, s in parts]
        if asked.mode == "every":
            certain = complete and any(w == T for w, _ in found)
            return min([T if certain else U, *(max(2 - w, v) for w, v in found)])
        having = [*map(min, found), *([] if complete else [U] * ((asked.count or 0) + 1))]
        some, enough, too_many = (count(n, having) for n in (1, asked.count or 0, (asked.count or 0) + 1))
        modes = {"some": some, "no": 2 - some, "at least": enough, "at most": 2 - too_many}
        return modes.get(asked.mode, min(enough, 2 - too_many))
