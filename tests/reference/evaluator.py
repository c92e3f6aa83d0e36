"""A naive reference evaluator, written from docs/semantics.md alone: straight recursion over the lines of the law.

Statements, lists, findings and bands (sections 1 and 2), measures and the decision (section 4) stand here;
`reference_conditions` has facts and tests, `reference_quantities` intervals; `reference_law` puts terms and references
in. Nothing is indexed or compiled, and nothing is shared with the engine but the syntax tree, the data of a case and
the table of units. What was found is kept while one case is evaluated.
"""

from itertools import product

from reference_conditions import Conditions, Ctx
from reference_law import CODE, Leaf, Line, entry_at, only, tops
from reference_quantities import ALL, F, T, U, cells, count, least, most

from exportrules import records
from exportrules.case.values import Subject
from exportrules.syntax import ast

OUTCOMES = "no_control_found authorised notification_required licence_required prohibited_unless_authorised prohibited"
LEVELS = {"obligation": 0, "notification": 2, "licence": 3, "prohibition": 5}
LEAVES = {"exemption": 0, "authorisation": 1, "derogation": 4}


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


class Reference(Conditions):
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
        self.kept, self.asked, self.supposed, self.states, self.spoken = {}, set(), {}, {}, {}
        self.deaf, self.apart = frozenset(), {}
        for rs, header in self.sets.items():
            t, checked = self.present(header.days), only(header.scope[0], ast.Checked)
            self.states[rs] = None if t and checked and checked[0].start and day < checked[0].start else t
        return self

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
        return head and min(head, line.modelled, least(self.hold(x, ctx) for x in line.wheres))

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
        t = self.found(ctx.item, x.rs, x.code, t) if x.label and x.of_some else t
        in_force = self.present(x.days) if all_of else T
        return T if in_force == F else max(t, 2 - in_force)

    def excluded(self, notes, ctx):
        """What notes take out: what they speak of, or all but that of which alone they leave the control."""
        narrows = lambda n: isinstance(n.node.effect, ast.Narrows)  # noqa: E731
        told = ((n, self.hold(n, Ctx(ctx.item, None, self.by_code.get((n.rs, n.code))), False)) for n in notes)
        return max([F, *(min(self.present(n.days), 2 - t if narrows(n) else t) for n, t in told)])

    def bands_join(self, limbs, ctx):
        """Whether, on each stretch of the facts that several lines test, one of those lines holds."""
        tests = {x: [y for head in (x.head, *x.wheres) for y in self.cuts(head, ctx)] for x in limbs}
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
        """The facts that a head or the whole of a term tests, each with what it may be and the limits of the test."""
        if isinstance(x, Line):
            below = () if x.opener and x.opener.quantifier else (x.head, *x.wheres, *x.lines)
            return [y for z in below for y in self.cuts(z, ctx)]
        if isinstance(x, ast.Not | ast.And | ast.Or):
            return [y for z in getattr(x, "items", None) or (x.item,) for y in self.cuts(z, ctx)]
        op = getattr(x, "operand", None)
        if isinstance(op, Line):
            return self.cuts(op, ctx)
        if not isinstance(op, ast.Name) or isinstance(x, ast.NotApplicable):
            return []
        (fact, owner), worlds = self.fact(op, ctx), self.worlds(op, ctx)
        bounds = [y for y in (x.limit.low, x.limit.high) if y] if isinstance(x, ast.Compare) else []
        plain = not fact.type.conditions and bounds and all(isinstance(y, ast.Number) for y in bounds)
        forms = {"yes or no": (True, False), "one of": fact.type.values, "quantity": plain and [ALL]}
        forms["derived"] = forms["quantity"]
        known = forms.get(fact.type.form)
        ends = [end[0] for y in bounds for end in self.number(y, ctx)] if plain else []
        return [((id(owner), op.name), known if worlds is None else worlds, ends)] if known else []

    def standing(self, rs, t, unchecked=U):
        """A ruleset out of force holds nothing; before the day from which it was checked only a person may know."""
        state = self.states[rs]
        return unchecked if state is None else min(state, t)

    def findings(self, item, rs, code):
        """Those that speak of a list, by a law that says the same of what was met, or of what was ruled out, since."""
        if (id(item), rs) not in self.spoken:
            entry = lambda code: bool((match := CODE.match(code)) and self.has(rs, match[2]))  # noqa: E731
            found = [f for f in item.findings if f.ruleset == rs or (not f.ruleset and entry(f.code))]
            self.spoken[id(item), rs] = found
        changed = lambda f: f.as_of and self.changed(rs, f.code if f.met else code, f.as_of)  # noqa: E731
        heeded = (id(item), *entry_at((rs, code))) not in self.deaf
        return [f for f in self.spoken[id(item), rs] if (f.met or heeded) and not changed(f)]

    def found(self, item, rs, code, t, own=False):
        """Findings of a person: met there and above (not its `own` words), not met there and below; the nearest."""
        findings = self.findings(item, rs, code)
        if not own and any(f.met and code in tops(f.code) for f in findings):
            return T
        nearest = max(((len(f.code), f.met) for f in findings if f.code in tops(code)), default=(0, True))
        return F if t == U and not nearest[1] else t

    def listed(self, pairs, item, own=False):
        return most(self.unheeding(rs, code, item) if own == 2 else self.one(rs, code, item, own) for rs, code in pairs)

    def unheeding(self, rs, code, item):
        """The words of a paragraph of another entry: who ruled that entry out did not speak of them."""
        kept, deaf = self.kept, self.deaf
        self.deaf = deaf | {(id(item), *entry_at((rs, code)))}
        self.kept = kept if self.deaf == deaf else self.apart.setdefault(self.deaf, {})
        found = self.one(rs, code, item, True)
        self.kept, self.deaf = kept, deaf
        return found

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
        if self.states[rs] == F or (self.states[rs] == T and any(x.reserved for x in lines)):
            return F
        if lines:
            t = self.own_words(lines[0], item) if own else most(self.listing(x, item) for x in lines)
        else:
            # a paragraph of an entry that is not modelled as a whole; a list without entries
            t = min(U, self.reach(rs, code.rpartition(".")[0], item)) if code else F
        t = t if code else max(t, 2 - self.sets[rs].modelled)
        return self.standing(rs, self.found(item, rs, code, t), self.found(item, rs, code, U))

    def listing(self, line, item, divided=False):
        """A paragraph with everything that it takes from above; or what a list takes over."""
        if line.refs:
            return most(self.takes_over(line, ref, item) for ref in line.refs)
        t = self.from_above(line.parent, line, Ctx(item), lambda c: self.hold(line, c, True, divided))
        return self.found(item, line.rs, line.code, t, divided)

    @settled
    def takes_over(self, line, ref, item):
        """Whether a list holds an item by what one of its lines takes over; a person may know, condition included."""
        unchecked = self.states[line.rs] is None
        t = U if unchecked else least((self.one(*ref, item), self.hold(line, Ctx(item))))
        return self.told(line, ref, item, t)

    def told(self, line, ref, item, t):
        """With what a person found; what is met in a section, or in a list, may come by another line."""
        wide, code = len(ref[1]) <= 2, ref[1]
        met = wide and code and any(f.met and f.code == code for f in self.findings(item, line.rs, code))
        return T if met else self.found(item, line.rs, code, t, own=wide)

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

    @settled
    def leaves(self, pairs, item):
        """The paragraphs and rows of lists that hold or may hold an item, as deep as they go."""
        found = []
        # a list that is not in force holds nothing, nor by what it takes over
        for rs, code in (pair for pair in pairs if self.states[pair[0]] != F):
            lines = self.at(rs, code)
            found += [] if lines else [Leaf(rs, code, self.reach(rs, code, item))]
            for x in lines:
                found += [] if x.refs else self.spread(x, item)
                for ref in (ref for ref in x.refs if self.takes_over(x, ref, item)):
                    # where the line may hold, its condition may, whatever the facts say of it
                    t, under = max(U, self.taken(x, item)), self.leaves(frozenset([ref]), item)
                    found += [y._replace(truth=min(y.truth, t), via=(rs, *y.via)) for y in under]
        named = lambda x: [(x.rs, tops(x.code)), *((rs, ("", x.code[:2])) for rs in x.via)]  # noqa: E731
        names = lambda x: frozenset((rs, top) for rs, found in named(x) for top in found)  # noqa: E731
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
        # most that a list takes over lies elsewhere
        near = lambda x: x in leaf.names or self.takes[x[0]] or (x[0] == leaf.rs and leaf.code in tops(x[1]))  # noqa: E731
        found = [F]
        for rs, top in refs:
            if top in ("", leaf.code[:2]) and self.takes[rs]:
                # a list that takes others over may have a gap
                held = [F if top else 2 - self.sets[rs].modelled]
                held += (self.by_way_of(y, x, leaf, item, excepting) for y in self.takes[rs] for x in y.refs if near(x))
                found.append(self.standing(rs, max(held)))
            if top and rs == leaf.rs and leaf.code in tops(top) and not leaf.own:
                # what stands in a paragraph that is not divided can take it out, but does not cover it
                closed = leaf.line and leaf.line.modelled == U and not any(x.label for x in leaf.line.lines)
                found.append(min(self.reach(rs, top, item), T if excepting else U if closed else F))
        return max(found)

    def by_way_of(self, line, ref, leaf, item, excepting):
        """Whether a leaf stands in what a line takes over; what a person found to be listed may be left out."""
        inside = self.among(leaf, frozenset([ref]), item, excepting)
        found = excepting and self.told(line, ref, item, F)
        return inside and min(inside, max(U if found else F, self.taken(line, item)))

    def covers(self, lines, pairs, item, effect):
        """Every paragraph that the item meets or may meet is covered, or none of them is."""

        def covered(leaf, line, t):
            held = t and self.among(leaf, line.refs, item, False)
            return held and min(t, held, 2 - self.among(leaf, line.exceptions, item, True))

        held = [(line, self.hold(line, Ctx(item))) for line in lines]
        found = [(leaf.truth, max(covered(leaf, *x) for x in held)) for leaf in self.leaves(pairs, item)]
        if not any(met == T for met, _ in found) and self.holds_unlisted(effect):
            return U
        more = [way for pair in pairs for way in self.open_ends(pair, item)]
        whole = {pair for x, t in held if t == T and not x.exceptions and not x.head for pair in x.refs}
        if not all(any((rs, code) in whole for rs, top in way for code in tops(top)) for way in more):
            return F if (T, F) in found else U
        if found and not more and not any(t for _, t in found):
            return F
        return min([T if found or more else U, *(max(2 - met, t) for met, t in found)])

    def holds_unlisted(self, effect):
        """Whether an effect of a measure may apply though the item is in none of the lists that it asks for."""
        before = self.supposed
        self.supposed = {**before, **dict.fromkeys(self.sides[effect][0], F)}
        held = self.hold(effect, Ctx(self.case.item))
        self.supposed = before
        return held != F

    def open_ends(self, pair, item, before=()):
        """Ways to what is not written down: by a list, and those from which it takes, to a gap or an unchecked day."""
        (rs, top), way = pair, (*before, pair)
        if self.states[rs] == F:
            return []
        if self.standing(rs, T if top else self.sets[rs].modelled) == U:
            return [way]
        taken = ((x, ref) for x in self.at(rs, top) for ref in x.refs)
        return [y for x, ref in taken if self.takes_over(x, ref, item) for y in self.open_ends(ref, item, way)]

    @settled
    def effect(self, measure, line):
        t = self.governs(measure)
        return t and self.standing(measure.rs, min(t, self.hold(line, Ctx(self.case.item))))

    @settled
    def relief(self, relief, lines, pairs, effect):
        applies, whens = self.governs(relief), [x for x in lines if isinstance(x.node, ast.When)]
        held = ((x.node.negative, self.hold(x, Ctx(self.case.item))) for x in whens)
        t = applies and min(applies, least(2 - t if no else t for no, t in held))
        covers = [x for x in lines if x not in whens] if t else []
        t = min(t, self.covers(covers, pairs, self.case.item, effect)) if covers else t
        return applies and self.standing(relief.rs, t)

    def named(self, x, own=True):
        """The lists and paragraphs that a condition asks to hold the item, and those not to; `own`: or to meet."""
        if isinstance(x, ast.Listed):
            return (set(x.refs) if x.subject == "item" and (own or not x.own) else set(), set())
        if isinstance(x, Line) and x.opener and x.opener.connective == "none":
            # what stands beside the block is not denied
            beside, denied = self.named((x.head, x.wheres, x.also), own), self.named(x.lines, own)
            return beside[0] | denied[1], beside[1] | denied[0]
        parts = (x.head, x.wheres, x.lines, x.also) if isinstance(x, Line) else x if isinstance(x, tuple | list) else ()
        if records.is_record(type(x)) and not isinstance(x, ast.Quantified):
            parts = [getattr(x, field.name) for field in records.fields(type(x))]
        found = [self.named(y, own) for y in parts]
        sides = set().union(*(y for y, _ in found)), set().union(*(y for _, y in found))
        return sides[::-1] if isinstance(x, ast.Not) else sides

    def outcome(self):
        floor = ceiling = 0
        for level, line, measure, pairs in self.effects:
            c = self.effect(measure, line)
            # an effect leaves at most its level
            if not c or (level <= ceiling and (c == U or level <= floor)):
                continue
            reliefs = self.reliefs[f"{measure.rs}.{measure.node.name}"]
            left = [(LEAVES[x.node.form], self.relief(x, lines, pairs, line)) for x, lines in reliefs]
            floor = max(floor, min([level, *(r for r, a in left if a)])) if c == T else floor
            ceiling = max(ceiling, min([level, *(r for r, a in left if a == T)]))
        return floor, ceiling

    def decide(self):
        """Section 4: floor and ceiling, split on lists on which several open measures hang."""
        hinges = {}
        for level, line, measure, _ in self.effects:
            if level and self.effect(measure, line) == U:
                for pair in set().union(*self.named(line, own=False)):
                    hinges.setdefault(pair, set()).add(measure)
        shared = [x for x, measures in hinges.items() if len(measures) > 1 and self.reach(*x, self.case.item) == U]
        # in the order of lists, of which a table is one, and of paragraphs
        shared = sorted(shared, key=lambda x: x if CODE.match(x[1]) else (".".join(x).rstrip("."), ""))[:3]
        # what is known without a split holds on each side of it, also where a person's finding contradicts that side
        low, high = self.outcome()
        seen = []
        for spot in product((F, T), repeat=len(shared)):
            self.supposed = dict(zip(shared, spot, strict=True))
            seen.append(self.outcome())
        self.supposed = {}
        low, high = max(low, min(x for x, _ in seen)), min(high, max(x for _, x in seen))
        return OUTCOMES.split()[low], OUTCOMES.split()[high]
