"""Statements, lists and findings, for the reference evaluator: sections 1 (bands) and 2 of docs/semantics.md."""

from itertools import product

from reference_conditions import Conditions, Ctx
from reference_law import CODE, Line, tops
from reference_quantities import ALL, F, T, U, cells, count, least, most

from exportrules.syntax import ast


def settled(method):
    """Keep a truth for a case, with what it asked of that may be supposed: it holds wherever the same is supposed."""

    def look_up(self, *given):
        kept, now = self.kept.setdefault((method.__name__, *given), []), self.supposed
        fits = lambda asked, then: then is now or all(then.get(x) == now.get(x) for x in {*then, *now} if x in asked)  # noqa: E731
        if not (found := next((x for x in kept if fits(x[1], x[2])), None)):
            before, self.asked = self.asked, set()
            found = method(self, *given), self.asked, now
            kept.append(found)
            self.asked = before
        self.asked |= found[1]
        return found[0]

    return look_up


class Lists(Conditions):
    """Whether statements hold, and whether an item is listed in paragraphs, sections, lists and tables."""

    @settled
    def hold(self, line, ctx, timed=True, divided=False):
        """(head and wheres and block or also) and not exclusions; `divided`: but for the paragraphs below."""
        ctx = Ctx(ctx.item, ctx.it, line, widened=True) if line.listed else ctx
        inner = ctx._replace(widened=ctx.widened and not line.listed)
        limbs = [x for x in line.lines if not (divided and x.label)]
        main = self.frame(line, ctx)
        main = main and min(main, self.through(line, inner, lambda c: self.join(line, limbs, c)))
        also = line.also if main < T else ()
        around = 2 - self.excluded(line.beside, ctx) if also else T
        result = max([main, *(min(around, self.hold(x, inner)) for x in also)])
        result = result and min(result, 2 - self.excluded(line.excludes, ctx))
        return min(result, self.present(line.days)) if timed else result

    def frame(self, line, ctx):
        """The head and the `where` lines, at most unknown where something is not modelled."""
        head = self.cond(line.head, ctx) if line.head else T
        return head and min(head, T if line.modelled else U, least(self.hold(x, ctx) for x in line.wheres))

    def through(self, line, ctx, test):
        """What stands below an opener, for as many parts as it asks for."""
        parts = line.opener and line.opener.quantifier
        return self.quantify(parts, ctx, test) if parts else test(ctx) if line.opener else T

    def join(self, line, limbs, ctx, met=0):
        """The lines below an opener, or those of them that it asks for beside one that is `met`."""
        word = line.opener.connective
        truths = (self.limb(x, ctx, all_of=word == "all") for x in limbs)
        if word == "all":
            return least(truths)
        if word == "at least":
            return count(line.opener.count - met, [*truths])
        if met:
            return T
        held = most(truths)
        held = T if held == U and self.bands_join(limbs, ctx) else held
        return 2 - held if word == "none" else held

    def limb(self, x, ctx, all_of=False):
        """One of the lines; below `all of:` one that is not in force asks for nothing."""
        t = self.hold(x, ctx, not all_of)
        t = self.found(ctx.item, x.rs, x.code, t) if x.label else t
        in_force = self.present(x.days) if all_of else T
        return T if in_force == F else max(t, 2 - in_force)

    def excluded(self, notes, ctx):
        """What notes take out: what they speak of, or all but that of which alone they leave the control."""
        narrows = lambda n: isinstance(n.node.effect, ast.Narrows)  # noqa: E731
        told = ((n, self.hold(n, Ctx(ctx.item), False)) for n in notes)
        return max([F, *(min(self.present(n.days), 2 - t if narrows(n) else t) for n, t in told)])

    def bands_join(self, limbs, ctx):
        """Whether, on each stretch of the facts that several lines test, one of those lines holds."""
        tests = {x: [y for head in (x.head, *(z.head for z in x.wheres)) for y in self.cuts(head, ctx)] for x in limbs}
        chosen, size = {}, 1
        for key in dict.fromkeys(key for found in tests.values() for key, _, _ in found):
            mine = [found for found in tests.values() if any(y[0] == key for y in found)]
            same = [y for found in mine for y in found if y[0] == key]
            limits = [cut for _, _, cuts in same for cut in cuts]
            stretches = cells(limits, same[0][1]) if limits else same[0][1]
            if len(mine) > 1 and len(stretches) > 1 and len(chosen) < 3 and size * len(stretches) <= 64:
                chosen[key], size = [[x] for x in stretches], size * len(stretches)
        self.asked |= {"bands"} if chosen else set()
        if not chosen or "bands" in self.supposed:
            return False
        concerned = [x for x, found in tests.items() if any(key in chosen for key, _, _ in found)]
        joined, before = True, self.supposed
        for spot in product(*chosen.values()):
            self.supposed = {**before, **dict(zip(chosen, spot, strict=True)), "bands": True}
            joined = joined and any(self.limb(x, ctx) == T for x in concerned)
        self.supposed = before
        return joined

    def cuts(self, x, ctx):
        """The facts that a head tests, each with what it may be and the limits of the test."""
        if isinstance(x, ast.Not | ast.And | ast.Or):
            return [y for z in getattr(x, "items", None) or (x.item,) for y in self.cuts(z, ctx)]
        op = getattr(x, "operand", None)
        if isinstance(op, Line):
            return self.cuts(op.head, ctx)
        if not isinstance(op, ast.Name) or isinstance(x, ast.NotApplicable):
            return []
        (fact, owner), worlds = self.fact(op, ctx), self.worlds(op, ctx)
        bounds = [y for y in (x.limit.low, x.limit.high) if y] if isinstance(x, ast.Compare) else []
        plain = not fact.type.conditions and bounds and all(isinstance(y, ast.Number) for y in bounds)
        forms = {"yes or no": (True, False), "one of": fact.type.values, "quantity": plain and [ALL]}
        known = forms.get(fact.type.form)
        ends = [end[0] for y in bounds for end in self.number(y, ctx)] if plain else []
        return [((id(owner), op.name), known if worlds is None else worlds, ends)] if known else []

    def standing(self, rs, t, unchecked=U):
        """A ruleset out of force holds nothing; before the day from which it was checked only a person may know."""
        state = self.states[rs]
        return unchecked if state is None else min(state, t)

    def found(self, item, rs, code, t, own=False):
        """Findings of a person: met there and above (not its `own` words), not met there and below; the nearest."""
        entry = lambda code: bool((match := CODE.match(code)) and self.at(rs, match[2]))  # noqa: E731
        findings = [f for f in item.findings if f.ruleset == rs or (not f.ruleset and entry(f.code))]
        if not own and any(f.met and code in tops(f.code) for f in findings):
            return T
        nearest = max(((len(f.code), f.met) for f in findings if f.code in tops(code)), default=(0, True))
        return F if t == U and not nearest[1] else t

    def listed(self, pairs, item, own=False):
        return most(self.one(rs, code, item, own) for rs, code in pairs)

    def one(self, rs, code, item, own=False):
        """Whether an item is listed in one list or paragraph; a side of a split may say so."""
        if item is self.case.item and not own:
            self.asked.add((rs, code))
            if (rs, code) in self.supposed:
                return self.supposed[rs, code]
        return self.reach(rs, code, item, own)

    @settled
    def reach(self, rs, code, item, own=False):
        lines = self.at(rs, code)
        if self.states[rs] == F or any(x.reserved for x in lines):
            return F
        if lines:
            t = self.hold(lines[0], Ctx(item)) if own else most(self.listing(x, item) for x in lines)
        else:
            # a paragraph of an entry that is not modelled as a whole; a list without entries
            t = min(U, self.reach(rs, code.rpartition(".")[0], item)) if code else F
        t = t if code or self.sets[rs].modelled else max(t, U)
        return self.standing(rs, self.found(item, rs, code, t), self.found(item, rs, code, U))

    def listing(self, line, item, divided=False):
        """A paragraph with everything that it takes from above; or what a list takes over."""
        if line.refs:
            return least((self.listed(line.refs, item), self.hold(line, Ctx(item))))
        t = self.from_above(line.parent, line, Ctx(item), lambda c: self.hold(line, c, True, divided))
        return self.found(item, line.rs, line.code, t, divided)

    def from_above(self, here, line, ctx, test):
        """A test of a line with what stands above it: head, wheres, notes, and the other limbs that are asked for."""
        if not here:
            return test(ctx)
        others = [x for x in here.lines if x is not line]

        def whole(c):
            c = Ctx(c.item, c.it, here, widened=True)
            t = min(self.present(here.days), self.frame(here, c))
            inner = lambda d: min(test(d), self.join(here, others, d, met=1))  # noqa: E731
            t = t and min(t, self.through(here, c._replace(widened=False), inner))
            return t and min(t, 2 - self.excluded(here.excludes, c))

        return self.from_above(here.parent, here, ctx, whole)
