"""The tests of conditions, and quantifiers over parts, for the reference evaluator: section 1 of docs/semantics.md."""

from __future__ import annotations

from datetime import date

from reference_ends import F, T, U, agree, compare, count, interval, least, meet, most, region
from reference_facts import Facts, below, modelled, only, present

from exportrules.case.values import Members, NotApplicable, Points
from exportrules.syntax import ast


class Tests(Facts):
    """The conditions; `hold` and `listed` are those of the lists."""

    def cond(self, x, ctx):
        return getattr(self, f"on_{type(x).__name__.lower()}")(x, ctx)

    def on_not(self, x, ctx):
        return 2 - self.cond(x.item, ctx._replace(widen=()))

    def on_and(self, x, ctx):
        return least(self.cond(y, ctx) for y in x.items)

    def on_or(self, x, ctx):
        return most(self.cond(y, ctx) for y in x.items)

    def known(self, op, ctx, test):
        """A test of a value: unknown when there is none, false when it does not apply."""
        value = self.value(*self.resolve(op, ctx))
        return U if value is None else F if isinstance(value, NotApplicable) else test(value)

    def on_notapplicable(self, x, ctx):
        value = self.value(*self.resolve(x.operand, ctx))
        return U if value is None else T if isinstance(value, NotApplicable) else F

    def on_holds(self, x, ctx):
        op, inner = self.resolve(x.operand, ctx)
        if isinstance(op, ast.Term):
            return self.hold(*self.define(op, inner))
        return self.known(op, inner, lambda v: T if v.value else F)

    def on_compare(self, x, ctx):
        limit, (op, inner) = self.limit(x.limit, ctx), self.resolve(x.operand, ctx)
        if not isinstance(op, ast.Name):
            return compare([self.number(op, inner)], limit)
        test = lambda v: self.measured(x, op, v, limit, ctx) if isinstance(v, Points) else (  # noqa: E731
            U if x.at else compare(self.numbers(v, op.name), limit))  # fmt: skip
        return self.known(op, inner, test)

    def on_rangetest(self, x, ctx):
        wanted, (op, _) = region(self.limit(x.limit, ctx)), self.resolve(x.operand, ctx)

        def test(value):
            stated = interval(value.interval, self.names[ast.Fact, op.name][0].type.unit)
            if x.relation == "reaches":
                shared = meet(stated, wanted)
                return T if shared[0] <= shared[1] else F
            inner, outer = (stated, wanted) if x.relation == "within" else (wanted, stated)
            return T if outer[0] <= inner[0] and inner[1] <= outer[1] else F

        return self.known(x.operand, ctx, test)

    def on_isoneof(self, x, ctx):
        return self.known(x.operand, ctx, lambda v: agree(T if word in x.values else F for word in v.values))

    def on_includes(self, x, ctx):
        def test(v):
            possible = [w for w in x.values if w in v.included or not (v.complete or w in v.excluded)]
            return T if len(v.included & set(x.values)) >= x.count else F if len(set(possible)) < x.count else U

        return self.known(x.operand, ctx, test)

    def on_ingroup(self, x, ctx):
        group = self.names[ast.Group, x.group][0]
        lines = [m for m in only(group.items, ast.Members) if x.label in (None, m.label)]

        def member(country):
            found = max((present(m, self.day) for m in lines if country in m.values), default=F)
            return max(min(found, present(group.items, self.day)), 2 - modelled(group.items))

        def test(v):
            if isinstance(v, Members):
                held = most(map(member, v.included))
                return held if held == T or v.complete else U
            return agree(map(member, v.values))

        return self.known(x.operand, ctx, test)

    def on_dated(self, x, ctx):
        def test(v):
            first, last = v.first or date.min, v.last or date.max
            before = T if last < x.day else F if first >= x.day else U
            until = T if last <= x.day else F if first > x.day else U
            return {"before": before, "up to": until, "after": 2 - until, "from": 2 - before}[x.relation]

        return self.known(x.operand, ctx, test)

    def is_kind(self, stated, kinds):
        if stated is None:
            return U
        found = [(self.up(ast.Kind, k), self.up(ast.Kind, e), e, k) for k in stated for e in kinds]
        return max(T if e in over_k else U if k in over_e else F for over_k, over_e, e, k in found)

    def on_iskind(self, x, ctx):
        stated = (ctx.it if x.subject == "it" else ctx.item).kinds
        wider = [min(self.is_kind(stated, n.node.effect.kinds), self.note(n, ctx)) for n in ctx.widen]
        return max(self.is_kind(stated, x.kinds), *wider, F)

    def on_judged(self, x, ctx):
        records = [r for r in self.owner((), ctx).judgements if r.term == x.term]
        targets = [("", name) for name in x.names] + self.refs(x.refs, ctx.rs)

        def answer(home, code, purpose):
            def answers(r):
                stated, name = r.target.rpartition(":")[::2]
                # a purpose is deeper than none
                if r.purpose != purpose and (purpose if r.value else r.purpose):
                    return False
                if not home or not r.target:
                    return r.target == code or not (r.target or r.value)
                near = below(name, code) if r.value else below(code, name)
                return name and near and stated in ("", home)

            found = [r.value for r in records if answers(r)]
            return T if True in found else F if found else U

        return max(answer(*target, purpose) for target in targets or [("", "")] for purpose in x.purposes or ("",))

    def identity(self, form, ctx, test):
        name = next(name for (kind, name), (x, _) in self.names.items() if kind is ast.Fact and x.type.form == form)
        return self.known(ast.Name(name), ctx, lambda v: agree(map(test, v.values)))

    def on_cas(self, x, ctx):
        # another number may be one more number of the same substance
        settles = ast.Holds(ast.Name("cas_identifies_structure"))
        other = F if self.names.get((ast.Fact, settles.operand.name)) is None or self.cond(settles, ctx) == T else U
        return self.identity("cas_number", ctx, lambda number: T if number == x.number else other)

    def on_cn(self, x, ctx):
        code = x.code.replace(" ", "")
        test = lambda v: T if v.startswith(code) else U if code.startswith(v) else F  # noqa: E731
        return min(self.identity("customs_code", ctx, test), U if x.ex else T)

    # ---- parts ---------------------------------------------------------------------------------------------------
    def members(self, part, ctx):
        """The parts of a name, each with the truth that it counts, and whether there are no others."""
        wider = self.up(ast.Part, part)
        owners = {owner for name in wider for owner in self.names[ast.Part, name][0].owners}
        found, complete = [], False
        for key, listed in self.owner(tuple(owners), ctx).parts.items():
            complete |= listed.complete and key in wider
            for s in listed.subjects:
                above = self.up(ast.Part, s.part)
                counts = T if part in above else U if s.part in wider else F
                found.append((min([counts, *(2 - self.dropped(n, s, ctx) for n in ctx.drop)]), s))
        return [(w, s) for w, s in found if w != F], complete

    def dropped(self, note, s, ctx):
        name = note.node.effect.part
        counts = T if name in self.up(ast.Part, s.part) else U if s.part in self.up(ast.Part, name) else F
        return min(counts, self.note(note, ctx._replace(it=s))) if counts else F

    def quantify(self, q, ctx, test):
        parts, complete = self.members(q.part, ctx)
        found = [(w, test(ctx._replace(it=s))) for w, s in parts]
        having, more = [min(pair) for pair in found], [] if complete else [U] * ((q.count or 0) + 1)
        if q.mode == "every":
            certain = complete and any(w == T for w, _ in found)
            return min([max(2 - w, v) for w, v in found] + ([] if certain else [U]))
        least = {n: count(n, having + more) for n in (1, q.count or 0, (q.count or 0) + 1)}
        if q.mode in ("some", "no"):
            return least[1] if q.mode == "some" else 2 - least[1]
        exactly = {"at least": least[q.count], "at most": 2 - least[q.count + 1]}
        return exactly.get(q.mode, min(exactly.values()))

    def on_quantified(self, x, ctx):
        if x.refs:
            return self.quantify(x.quantifier, ctx, lambda c: self.listed(self.refs(x.refs, c.rs), c.it))
        return self.quantify(x.quantifier, ctx, lambda c: self.cond(x.body, c) if x.body else T)

    def on_listed(self, x, ctx):
        return self.listed(self.refs(x.refs, ctx.rs), ctx.it if x.subject == "it" else ctx.item, x.own)
