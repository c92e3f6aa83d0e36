"""The meaning of the plain language in one sitting: a naive evaluator, written from docs/semantics.md alone.

It stands apart from the engine and from the evaluator of the whole language: straight recursion over statements, which
`small_law` puts in place. A docstring begins with the section of the paper that it says.
"""

from collections import Counter
from itertools import pairwise, product
from math import inf, prod

from small_law import READ, TRUTHS, Law, asked_of, ast, at_least, compare, cuts, lies, quotient

FALSE, UNKNOWN, TRUE = TRUTHS
ENDS = {"obligation": 0, "notification": 2, "licence": 3, "prohibition": 5}  # 3: outcomes from 0 to 5, in their order
ENDS |= {"exemption": 0, "authorisation": 1, "derogation": 4}


class Small(Law):
    """The law of some parsed files; `about` takes a case and a day, `decide` gives floor and ceiling."""

    def about(self, case, day):
        self.refuse_case(case.item)
        self.case, self.item, self.day, self.known, self.split, self.supposed = case, case.item, day, {}, {}, {}
        return self

    def in_force(self, statement):
        return min([TRUE, *(lies(self.day, line.node) for line in statement.below["Period"])])

    def unchecked(self, ruleset):
        return any(line.start and self.day < line.start for line in self.headers[ruleset, "Checked"])

    def holds(self, statement, item):
        """2: a statement out of force is false; one whose days are uncertain is at most unknown."""
        return min(self.said(statement, item), self.in_force(statement))

    def said(self, statement, item):
        """2: `(head and wheres and block or also) and not exclusions`."""
        key = statement, item.path
        if key not in self.known:
            body = min(self.heads(statement, item), self.block(statement, item))
            alsos = [self.holds(line, item) for line in statement.below["also"]]
            self.known[key] = min(max([body, *alsos]), TRUE - self.excluded(statement, item))
        return self.known[key]

    def heads(self, statement, item):
        """2: head and wheres; `not modelled` makes them at most unknown."""
        wheres = [self.holds(line, item) for line in statement.below["where"]]
        return min([self.true(statement.condition, item), UNKNOWN if statement.gap else TRUE, *wheres])

    def block(self, statement, item, but=None):
        """2: what is asked of the lines, or of the others where one of them holds (`but`)."""
        lines, word = [line for line in statement.below["paragraph"] if line is not but], statement.word
        if word == "all":  # a limb out of force asks for nothing; uncertain days matter only where it does not hold
            return min([TRUE, *(max(self.said(line, item), TRUE - self.in_force(line)) for line in lines)])
        if word == "at least":
            return at_least(statement.count - bool(but), [self.holds(line, item) for line in lines])
        if not word or but:
            return TRUE
        return self.joined(lines, item) if word == "any" else TRUE - self.joined(lines, item)

    def excluded(self, statement, item):
        """2: notes add exclusions to their targets."""
        return max([FALSE, *(self.holds(note, item) for note in statement.notes)])

    def listed(self, paragraph, item):
        """2: the paragraph, and what it takes from above: heads, wheres, notes, and other limbs that are asked for."""
        truth = self.holds(paragraph, item)
        for line, above in pairwise(paragraph.chain):
            if line not in above.below["also"]:
                truth = min(truth, self.heads(above, item), self.block(above, item, but=line))
            truth = min(truth, TRUE - self.excluded(above, item), self.in_force(above))
        return self.of_list(paragraph.ruleset, truth)

    def of_list(self, ruleset, truth):
        """2: of a list not in force false, of one that was not checked unknown; it may be in force perhaps."""
        force = min([TRUE, *(lies(self.day, line) for line in self.headers[ruleset, "Period"])])
        return UNKNOWN if force and self.unchecked(ruleset) else min(truth, force)

    def lines(self, ruleset, item):
        """2: the entries of a list, and what it takes over: `takes {A, B} when C` is a line for A and one for B."""
        takes = [(self.holds(line, item), target) for line in self.blocks["Takes", ruleset] for target in line.targets]
        return [(TRUE, entry) for entry in self.blocks["Entry", ruleset]] + takes

    def under(self, ref, item, *, own=False):
        """2: `listed in` a paragraph or a list; `meets`: the paragraph's own statement only."""
        if isinstance(ref, ast.PathRef):
            paragraph = self.find(ref)
            return self.of_list(paragraph.ruleset, self.holds(paragraph, item)) if own else self.listed(paragraph, item)
        if item is self.item and ref.name in self.supposed:
            return self.supposed[ref.name]
        found = [min(truth, self.listed(paragraph, item)) for truth, paragraph in self.lines(ref.name, item)]
        return self.of_list(ref.name, max(found, default=FALSE))

    def joined(self, lines, item):
        """1: one of the lines holds, or one of those that test the same facts holds on every stretch of these."""
        truth = max(self.holds(line, item) for line in lines)
        tests = [(line, test) for line in lines for test in line.tests]
        pieces, concerned = {}, set()
        for name in dict.fromkeys(test.operand.name for _, test in tests if truth == UNKNOWN and not self.split):
            those = {line for line, test in tests if test.operand.name == name}
            stretches = self.stretches(name, [test for _, test in tests if test.operand.name == name], item)
            sizes = [len(stretches), *(len(other) for other in pieces.values())]
            if len(those) > 1 and stretches and len(sizes) <= 3 and prod(sizes) <= 64:
                pieces[name], concerned = stretches, concerned | those
        if not pieces:
            return truth
        before, truths = self.known, []
        for places in product(*pieces.values()):
            self.split = {(item.path, name): [place] for name, place in zip(pieces, places, strict=True)}
            self.known = {}
            truths.append(max(self.holds(line, item) for line in concerned))
        self.known, self.split = before, {}
        return TRUE if min(truths) == TRUE else UNKNOWN

    def stretches(self, name, found, item):
        """1: of a number the limits of its tests and what lies between them; each word; yes and no; else nothing."""
        form, known = self.facts[name].node.type, self.fact(name, item)
        if form.form in ("yes or no", "one of"):
            return (form.values or [True, False]) if known is None else known
        if form.form not in ("quantity", "derived") or form.conditions:
            return []
        limits = sorted({(number, side) for test in found for number, _ in asked_of(test) for side in (0, 1)})
        lines = [[low, *(cut for cut in limits if low < cut < high), high] for low, high in self.bounds(name, known)]
        return [stretch for line in lines for stretch in pairwise(line)]

    def fact(self, name, item):
        """1: what a fact may be: not supplied (None), not applicable (nothing), or what is stated or follows."""
        if (item.path, name) in self.split:
            return self.split[item.path, name]
        fact = self.facts[name]
        stated = (self.case.transaction if "transaction" in fact.node.owners else item.facts).get(name)
        if not fact.below["Formula"]:
            return READ[type(stated)](stated)
        formula = fact.below["Formula"][0].node.body
        over, under = (self.bounds(side.name, self.fact(side.name, item)) for side in (formula.left, formula.right))
        if any(low == (0, 0) for low, _ in under):
            return None  # the paper does not say what follows where a divisor may be zero
        return [quotient(*pair) for pair in product(over, under)] or None

    def bounds(self, name, known):
        """5: the bounds of a number; what begins at zero is not below it."""
        least = self.least[self.facts[name].node.type.unit]
        return [(max(low, least), high) for low, high in ([(least, (inf, 0))] if known is None else known)]

    def true(self, test, item, part=None):
        """1: the truth of a condition about an item, or about one of its parts."""
        match test:
            case None:
                return TRUE
            case ast.And(items=items) | ast.Or(items=items):
                join = min if isinstance(test, ast.And) else max
                return join(self.true(each, item, part) for each in items)
            case ast.Not():
                return TRUE - self.true(test.item, item, part)
            case ast.IsKind():
                return max((self.is_kind(*pair) for pair in product(item.kinds or (), test.kinds)), default=UNKNOWN)
            case ast.Listed():
                return max(self.under(ref, item, own=test.own) for ref in test.refs)
            case ast.Judged():
                return max(self.judged(test.term, name, item) for name in test.names)
            case ast.Quantified():
                return self.counted(test, item)
        name = "cn_code" if isinstance(test, ast.Cn) else test.operand.name
        # after `has` a name speaks of the part, where the part owns the fact or is an item; otherwise of the item
        its_own = part and (part.part in self.owners[name] or (part.part in self.items and "item" in self.owners[name]))
        known = self.fact(name, part if its_own else item)
        if known is None:
            return UNKNOWN
        if not known or isinstance(test, ast.NotApplicable):
            return TRUE if not known and isinstance(test, ast.NotApplicable) else FALSE
        truths = {self.fits(test, each) for each in known}
        return truths.pop() if len(truths) == 1 else UNKNOWN

    def fits(self, test, known):
        """1: whether one of the values that a fact may have passes a test of it."""
        match test:
            case ast.Holds() | ast.IsOneOf():
                return TRUE if known in getattr(test, "values", (True,)) else FALSE
            case ast.InGroup():
                lines = [line.node for line in self.members[test.group] if known in line.node.values]
                return max([FALSE, *(lies(self.day, line) for line in lines)])
            case ast.Cn():
                code = test.code.replace(" ", "")
                begins = TRUE if known.startswith(code) else UNKNOWN if code.startswith(known) else FALSE
                return min(begins, UNKNOWN) if test.ex else begins
            case ast.Includes():
                said = dict.fromkeys(known.excluded, FALSE) | dict.fromkeys(known.included, TRUE)
                other = FALSE if known.complete else UNKNOWN
                return at_least(test.count, [said.get(word, other) for word in test.values])
            case ast.RangeTest():
                pair = known, asked_of(test)
                found = compare(*reversed(pair)) if test.relation == "covers" else compare(*pair)
                return TRUE if found >= (UNKNOWN if test.relation == "reaches" else TRUE) else FALSE
        return self.measured(test, known) if getattr(test, "at", ()) else compare(known, asked_of(test))

    def measured(self, test, known):
        """1, conditions of measurement: at some place of those that the test speaks of."""
        at, (_, unit) = test.at[0], self.facts[test.operand.name].node.type.conditions[0]
        asked = max(asked_of(at)[0], self.least[unit]), asked_of(at)[1]
        places = [point for point in known.points if compare(cuts(point.at[at.name]), asked) != FALSE]
        truths = [compare(cuts(part), asked_of(test)) for point in places for part in point.intervals]
        return TRUE if TRUE in truths else truths[0] if truths and at.point else UNKNOWN

    def is_kind(self, kind, asked):
        """1, item kinds: E is K or above it: true; E lies below K, or some kind lies below both: unknown."""
        both = any({kind, asked} <= wider for wider in self.wider.values())
        return TRUE if asked in self.wider[kind] else UNKNOWN if both else FALSE

    def judged(self, term, name, item):
        """1, judgements: recorded with their object; a *no* without any object answers for every object."""
        records = [record for record in item.judgements if record.term == term and record.target in (name, "")]
        return max((TRUE if record.value else FALSE for record in records), default=UNKNOWN)

    def counted(self, test, item):
        """1, parts: where the list is not stated to be complete there may be others; *every* of none is unknown."""
        mode, count, listed = test.quantifier.mode, test.quantifier.count, item.parts.get(test.quantifier.part)
        rest, truths = FALSE if listed and listed.complete else UNKNOWN, []
        for part in listed.subjects if listed else ():
            listings = [self.under(ref, part) for ref in test.refs]
            truths.append(max(listings) if listings else self.true(test.body, item, part))
        if mode == "every":
            return min([TRUE - rest if truths else UNKNOWN, *truths])
        low = {"some": 1, "at least": count, "exactly": count}.get(mode, 0)
        most = {"no": 0, "at most": count, "exactly": count}.get(mode)
        enough = max(at_least(low, truths), rest)
        return enough if most is None else min(enough, TRUE - max(at_least(most + 1, truths), rest))

    def decide(self):
        """4: the largest over all findings; where several open ones hang on one list, for both answers, and joined."""
        found = list(self.findings())
        hung = Counter(name for *_, truth, lists in found for name in lists if truth == UNKNOWN)
        split = [name for name in hung if hung[name] > 1 and self.under(ast.ListRef(name), self.item) == UNKNOWN][:3]
        sides = [] if split else [found]
        for answers in product((TRUE, FALSE), repeat=len(split)) if split else ():
            self.known, self.supposed = {}, dict(zip(split, answers, strict=True))
            sides.append(list(self.findings()))
        floors = [max((floor for floor, *_ in side), default=0) for side in sides]
        return min(floors), max((ceiling for side in sides for _, ceiling, *_ in side), default=0)

    def findings(self):
        """4: of each measure for the activity: floor and ceiling, the truth c, the lists on which it rests."""
        for measure, effect in self.effects:
            if self.case.activity in measure.activities:
                truth = min(self.holds(effect, self.item), self.in_force(measure))
                truth = UNKNOWN if self.unchecked(measure.ruleset) else truth
                reliefs = [relief for relief in measure.reliefs if self.case.activity in relief.activities]
                left = [(ENDS[relief.node.form], self.lifts(relief, effect)) for relief in reliefs]
                level = ENDS[effect.node.level]
                floor = min([level, *(end for end, a in left if a != FALSE)]) if truth == TRUE else 0
                ceiling = min([level, *(end for end, a in left if a == TRUE)]) if truth != FALSE else 0
                yield floor, ceiling, truth, effect.lists if level else []  # duties only do not count

    def lifts(self, relief, effect):
        """4: the truth a of a relief: every `when` and `covers` holds and no `not when` does."""
        truths = [self.in_force(relief), *(self.holds(line, self.item) for line in relief.below["When"])]
        truths += [self.covered(relief.below["Covers"], effect)] if relief.below["Covers"] else []
        return UNKNOWN if self.unchecked(relief.ruleset) else min(truths)

    def covered(self, covers, effect):
        """4: `covers` must hold every paragraph that the item meets or may meet in the lists of the measure."""
        met = [found for name in effect.lists for found in self.met(covers, name) if found[0] != FALSE]
        if (TRUE, FALSE) in met:
            return FALSE
        known, supposed = self.known, self.supposed
        self.known, self.supposed = {}, dict.fromkeys(effect.lists, FALSE)
        beside = self.holds(effect, self.item) != FALSE
        self.known, self.supposed = known, supposed
        if (beside and TRUE not in dict(met)) or any(self.is_open(covers, name) for name in effect.lists):
            return UNKNOWN
        held = {found for _, found in met}
        return TRUE if held <= {TRUE} else FALSE if held == {FALSE} else UNKNOWN

    def is_open(self, covers, name):
        """4: a list (or one from which it takes) was not checked, and no line names it (or what is taken) wholly."""
        whole = {target for line in covers if not line.out and line.condition is None for target in line.targets}
        taken = [leaf for truth, leaf in self.lines(name, self.item) if self.of_list(name, truth) != FALSE]
        ways = [(name, {name}), *((leaf.ruleset, {name, leaf.ruleset, *leaf.chain}) for leaf in taken)]
        return any(self.unchecked(ruleset) and not way & whole for ruleset, way in ways)

    def met(self, covers, way):
        """4: of each paragraph of a list and of what it takes over: whether it is met there, and whether it is held."""
        for truth, leaf in [(truth, leaf) for truth, top in self.lines(way, self.item) for leaf in top.divided()]:
            held = [FALSE]
            for line in covers:
                out = [TRUE - self.names(target, leaf, way, out=True) for target in line.out]
                inside = max(self.names(target, leaf, way) for target in line.targets)
                held.append(min(self.holds(line, self.item), inside, *out))
            yield self.of_list(way, min(truth, self.listed(leaf, self.item))), max(held)

    def names(self, target, leaf, way, *, out=False):
        """4: a list holds what is met in it; an exception takes out also where the item is listed in a line of it."""
        if isinstance(target, str):
            taken = self.lines(target, self.item)
            found = [min(truth, self.names(paragraph, leaf, way, out=out)) for truth, paragraph in taken]
            return TRUE if target in (leaf.ruleset, way) else max(found, default=FALSE)
        if target in leaf.chain:
            return TRUE
        return self.listed(target, self.item) if out and leaf in target.chain else FALSE
