"""The meaning of the plain language in one sitting: a naive evaluator, written from docs/semantics.md alone.

It stands apart from the engine and from the evaluator of the whole language, and is straight recursion over statements,
which `small_law` puts in place. A docstring begins with the section of the paper that it says. Truths are numbers, so
that `and` is the smaller, `or` the larger and `not` the opposite.
"""

from collections import Counter
from itertools import pairwise, product
from math import inf, prod

from small_law import READ, Law, asked_of, ast, cuts, least_of, need, values, visit

from exportrules import Outcome

FALSE, UNKNOWN, TRUE = 0, 1, 2
LEVELS = {"obligation": Outcome.no_control_found, "notification": Outcome.notification_required,
          "licence": Outcome.licence_required, "prohibition": Outcome.prohibited}  # fmt: skip
LEAVES = {"exemption": Outcome.no_control_found, "authorisation": Outcome.authorised,
          "derogation": Outcome.prohibited_unless_authorised}  # fmt: skip


def compare(known, asked):
    """1: by containment (true), disjointness (false) or overlap (unknown)."""
    if asked[0] <= known[0] and known[1] <= asked[1]:
        return TRUE
    return UNKNOWN if max(known[0], asked[0]) < min(known[1], asked[1]) else FALSE


def quotient(over, under):
    """1: exact interval arithmetic, of what begins at zero or above by what lies above zero."""
    ((low, low_cut), (high, high_cut)), ((least, least_cut), (most, most_cut)) = over, under
    start = low / most, low_cut if low == 0 else int((low_cut, most_cut) != (0, 1))
    if high == 0:
        return start, (high, high_cut)
    return start, (inf, 0) if least == 0 else (high / least, int((high_cut, least_cut) == (1, 0)))


def at_least(count, truths):
    """1: as many as are asked for, surely (true) or with those that may (unknown)."""
    if truths.count(TRUE) >= count:
        return TRUE
    return UNKNOWN if len(truths) - truths.count(FALSE) >= count else FALSE


class Small(Law):
    """The law of some parsed files; `about` takes a case and a day, `decide` gives floor and ceiling."""

    def about(self, case, day):
        """The case that is decided, and the day whose law decides."""
        self.case, self.item, self.day, self.known, self.split, self.supposed = case, case.item, day, {}, {}, {}
        return self

    def lies(self, period):
        """6: from a day until another, both included; each may be known to lie between two days only."""
        start, end = period.start, period.end
        begun = TRUE if start is None or start.last <= self.day else UNKNOWN if start.first <= self.day else FALSE
        return min(begun, TRUE if end is None or self.day <= end.first else UNKNOWN if self.day <= end.last else FALSE)

    def in_force(self, statement):
        """6: the days of a statement."""
        return min([TRUE, *(self.lies(line.node) for line in statement.below["Period"])])

    def unchecked(self, ruleset):
        """2 and 4: a day before the one from which the text was checked."""
        return any(line.start and self.day < line.start for line in self.headers[ruleset, "Checked"])

    # 2: entries

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
        """2: `does not control` adds an exclusion, `controls only when C` the exclusion `not C`."""
        found = [FALSE]
        for note in statement.notes:
            truth = self.said(note, item)
            truth = TRUE - truth if isinstance(note.node.effect, ast.Narrows) else truth
            found.append(min(truth, self.in_force(note)))
        return max(found)

    def listed(self, paragraph, item):
        """2: the paragraph, and what it takes from above: heads, wheres, notes, and other limbs that are asked for."""
        need(not item.findings, "a finding")
        truth = self.holds(paragraph, item)
        for line, above in pairwise(paragraph.chain):
            if line not in above.below["also"]:
                truth = min(truth, self.heads(above, item), self.block(above, item, but=line))
            truth = min(truth, TRUE - self.excluded(above, item), self.in_force(above))
        return self.of_list(paragraph.ruleset, truth)

    def of_list(self, ruleset, truth):
        """2: false of a list before it came into force, unknown before it was checked, perhaps where it may be in force."""
        force = min([TRUE, *(self.lies(line) for line in self.headers[ruleset, "Period"])])
        return UNKNOWN if force and self.unchecked(ruleset) else min(truth, force)

    def under(self, ref, item, *, own=False):
        """2: listed in a paragraph or in a list, by an entry or by what it takes; `meets` asks for the statement only."""
        if isinstance(ref, ast.PathRef):
            paragraph = self.find(ref)
            return self.of_list(paragraph.ruleset, self.holds(paragraph, item)) if own else self.listed(paragraph, item)
        if item is self.item and ref.name in self.supposed:
            return self.supposed[ref.name]
        found = [self.listed(entry, item) for entry in self.blocks["Entry", ref.name]]
        found += [min(self.holds(line, item), self.listed(taken, item)) for line, taken in self.taken(ref.name)]
        return self.of_list(ref.name, max(found, default=FALSE))

    # 1: bands join

    def joined(self, lines, item):
        """1: one of the lines holds, or one of those that test the same facts holds on every stretch of these."""
        truth, asked, pieces, concerned = max(self.holds(line, item) for line in lines), {}, {}, set()
        for line in lines if truth == UNKNOWN and not self.split else ():
            heads = [line.condition, *(where.condition for where in line.below["where"])]
            for test in visit(tuple(heads), ast.Quantified):
                if isinstance(test, ast.Holds | ast.IsOneOf | ast.Compare):
                    asked.setdefault(test.operand.name, []).append((line, test))
        for name, found in asked.items():
            stretches, those = self.stretches(name, found, item), {line for line, _ in found}
            sizes = [len(stretches), *(len(other) for other in pieces.values())]
            if len(those) > 1 and stretches and len(sizes) <= 3 and prod(sizes) <= 64:
                pieces[name], concerned = stretches, concerned | those
        if not pieces:
            return truth
        before, truths = self.known, []
        for places in product(*pieces.values()):
            self.known, self.split = (
                {},
                {(item.path, name): [place] for name, place in zip(pieces, places, strict=True)},
            )
            truths.append(max(self.holds(line, item) for line in concerned))
        self.known, self.split = before, {}
        return TRUE if min(truths) == TRUE else UNKNOWN

    def stretches(self, name, found, item):
        """1: of a number the stretches between the limits of its tests; each word; yes and no; of other forms none."""
        form, known = self.facts[name].node.type, self.fact(name, item)
        if form.form in ("yes or no", "one of"):
            return (form.values or [True, False]) if known is None else known
        if form.form not in ("quantity", "derived") or form.conditions:
            return []
        limits = sorted({cut for _, test in found for cut in asked_of(test.limit)})
        lines = [[low, *(cut for cut in limits if low < cut < high), high] for low, high in self.bounds(name, known)]
        return [stretch for line in lines for stretch in pairwise(line)]

    # 1: facts

    def fact(self, name, item):
        """1: what a fact may be: not supplied (None), not applicable (nothing), or what is stated or follows."""
        if (item.path, name) in self.split:
            return self.split[item.path, name]
        fact = self.facts[name]
        stated = (self.case.transaction if "transaction" in fact.node.owners else item.facts).get(name)
        if not fact.below["Formula"]:
            return READ[type(stated)](stated)
        need(stated is None, "a derived fact that was supplied")
        sides = [fact.below["Formula"][0].node.body.left, fact.below["Formula"][0].node.body.right]
        need(len(fact.below["Formula"]) == 1 and all(isinstance(side, ast.Name) for side in sides), "such a formula")
        over, under = (self.bounds(side.name, self.fact(side.name, item)) for side in sides)
        need(all(low >= (0, 0) for low, _ in over + under), "a quotient of what may be below zero")
        above_zero = all(low > (0, 0) for low, _ in under)
        return [quotient(*pair) for pair in product(over, under)] or None if above_zero else None

    def bounds(self, name, known):
        """1 and 5: the bounds of a number; what begins at zero is not below it."""
        form = self.facts[name].node.type
        least = (-inf, 1) if form.signed else least_of(form.unit)
        return [(max(low, least), high) for low, high in ([(least, (inf, 0))] if known is None else known)]

    # 1: tests

    def true(self, test, item, part=None):
        """1: the truth of a condition about an item, or about one of its parts."""
        match test:
            case None:
                return TRUE
            case ast.And():
                return min(self.true(each, item, part) for each in test.items)
            case ast.Or():
                return max(self.true(each, item, part) for each in test.items)
            case ast.Not():
                return TRUE - self.true(test.item, item, part)
            case ast.IsKind():
                pairs = product(item.kinds or (), test.kinds)
                return UNKNOWN if item.kinds is None else max(self.is_kind(kind, asked) for kind, asked in pairs)
            case ast.Listed():
                return max(self.under(ref, item, own=test.own) for ref in test.refs)
            case ast.Judged():
                return max(self.judged(test.term, name, item) for name in test.names)
            case ast.Quantified():
                return self.counted(test, item)
        name = "cn_code" if isinstance(test, ast.Cn) else test.operand.name
        # after `has` a name speaks of the part, where the part owns the fact or is an item; otherwise of the item
        owners = self.facts[name].node.owners or ("item",)
        its_own = part and (part.part in owners or (part.part in self.items and "item" in owners))
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
            case ast.Holds():
                return TRUE if known else FALSE
            case ast.IsOneOf():
                return TRUE if known in test.values else FALSE
            case ast.InGroup():
                lines = [line.node for line in self.members[test.group] if known in line.node.values]
                return max([FALSE, *(self.lies(line) for line in lines)])
            case ast.Dated():
                day = test.day.toordinal(), int(test.relation in ("up to", "after"))
                return compare(known, ((-inf, 1), day) if test.relation in ("before", "up to") else (day, (inf, 0)))
            case ast.Cn():
                code = test.code.replace(" ", "")
                begins = TRUE if known.startswith(code) else UNKNOWN if code.startswith(known) else FALSE
                return min(begins, UNKNOWN) if test.ex else begins
            case ast.Includes():
                other = FALSE if known.complete else UNKNOWN
                out = dict.fromkeys(known.excluded, FALSE) | dict.fromkeys(known.included, TRUE)
                return at_least(test.count, [out.get(word, other) for word in test.values])
            case ast.Compare() if test.at:
                return self.measured(test, known)
            case ast.RangeTest(relation="covers"):
                return TRUE if compare(asked_of(test.limit), known) == TRUE else FALSE
            case ast.RangeTest():
                least = UNKNOWN if test.relation == "reaches" else TRUE
                return TRUE if compare(known, asked_of(test.limit)) >= least else FALSE
        return compare(known, asked_of(test.limit))

    def measured(self, test, known):
        """1, conditions of measurement: at some place of those that the test speaks of."""
        conditions, at = self.facts[test.operand.name].node.type.conditions, test.at[0]
        plain = isinstance(known, values.Points) and not known.complete and at.mode != "every"
        need(plain and len(test.at) == len(conditions) == 1, "such conditions of measurement")
        low, high = asked_of(at.limit or ast.Limit(at.point, True, at.point, True))
        asked = max(low, least_of(conditions[0][1])), high
        places = [point for point in known.points if compare(cuts(point.at[at.name]), asked) != FALSE]
        truths = [compare(cuts(part), asked_of(test.limit)) for point in places for part in point.intervals]
        return TRUE if TRUE in truths else truths[0] if truths and at.point else UNKNOWN

    def is_kind(self, kind, asked):
        """1, item kinds: E is K or above it: true; E lies below K, or some kind lies below both: unknown."""
        both = any({kind, asked} <= wider for wider in self.wider.values())
        return TRUE if asked in self.wider[kind] else UNKNOWN if both else FALSE

    def judged(self, term, name, item):
        """1, judgements: recorded with their object; a *no* without any object answers for every object."""
        records = [record for record in item.judgements if record.term == term and record.target in (name, "")]
        need(not any(record.purpose or (record.value and not record.target) for record in records), "such a judgement")
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
        low, most = {"some": (1, None), "no": (0, 0), "at most": (0, count), "exactly": (count, count)}.get(
            mode, (count, None)
        )
        enough = max(at_least(low, truths), rest)
        return enough if most is None else min(enough, TRUE - max(at_least(most + 1, truths), rest))

    # 4: composition

    def decide(self):
        """4: the largest over all findings; where several open ones hang on one list, for both answers, and joined."""
        hung = Counter(name for *_, truth, lists in self.findings() for name in lists if truth == UNKNOWN)
        split = [name for name in hung if hung[name] > 1 and self.under(ast.ListRef(name), self.item) == UNKNOWN][:3]
        ends = []
        for answers in product((TRUE, FALSE), repeat=len(split)):
            self.known, self.supposed = {}, dict(zip(split, answers, strict=True))
            ends.append([(floor, ceiling) for floor, ceiling, *_ in self.findings()] or [(0, 0)])
        return min(max(low for low, _ in found) for found in ends), max(high for found in ends for _, high in found)

    def findings(self):
        """4: of each measure for the activity: floor and ceiling, the truth c, the lists on which it rests."""
        for measure in self.blocks["Measure"]:
            beside = any(line.name == "third_country" for line in self.headers[measure.ruleset, "Layer"])
            for effect in measure.below["Effective"] if self.case.activity in measure.activities and not beside else ():
                truth = min(self.holds(effect, self.item), self.in_force(measure))
                truth = UNKNOWN if self.unchecked(measure.ruleset) else truth
                lifting = [relief for relief in self.blocks["Relief"] if measure.code in relief.node.lifts]
                left = [(LEAVES[relief.node.form], self.lifts(relief, effect)) for relief in lifting]
                level = LEVELS[effect.node.level]
                floor = min([level, *(end for end, a in left if a != FALSE)]) if truth == TRUE else 0
                ceiling = min([level, *(end for end, a in left if a == TRUE)]) if truth != FALSE else 0
                yield floor, ceiling, truth, effect.lists

    def lifts(self, relief, effect):
        """4: the truth a of a relief: every `when` and `covers` holds and no `not when` does."""
        truths = [self.in_force(relief), TRUE if self.case.activity in relief.activities else FALSE]
        for line in relief.below["When"]:
            truth = self.holds(line, self.item)
            truths.append(TRUE - truth if line.node.negative else truth)
        truths.append(self.covered(relief.below["Covers"], effect) if relief.below["Covers"] else TRUE)
        return UNKNOWN if self.unchecked(relief.ruleset) else min(truths)

    def covered(self, covers, effect):
        """4: `covers` must hold every paragraph that the item meets or may meet in the lists on which the measure rests."""
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
        """4: a list was not checked, or one from which it takes, and no line names it (or what is taken) as a whole."""
        refs = [ref for line in covers for ref in line.node.refs if not line.node.exceptions and line.condition is None]
        whole = {ref.name if isinstance(ref, ast.ListRef) else self.find(ref) for ref in refs}
        taken = [leaf for line, leaf in self.taken(name) if self.holds(line, self.item) != FALSE]
        ways = [(name, {name}), *((leaf.ruleset, {name, leaf.ruleset, *leaf.chain}) for leaf in taken)]
        return any(self.unchecked(ruleset) and not way & whole for ruleset, way in ways)

    def met(self, covers, way):
        """4: of each paragraph of a list and of what it takes over: whether the item is listed there, and it is held."""
        tops = [(TRUE, entry) for entry in self.blocks["Entry", way]]
        tops += [(self.holds(line, self.item), paragraph) for line, paragraph in self.taken(way)]
        for truth, leaf in [(truth, leaf) for truth, top in tops for leaf in self.divided(top)]:
            held = [FALSE]
            for line in covers:
                out = [self.names(ref, leaf, way, out=True) for ref in line.node.exceptions]
                inside = max(self.names(ref, leaf, way) for ref in line.node.refs)
                held.append(min(self.holds(line, self.item), inside, TRUE - max(out, default=FALSE)))
            yield min(truth, self.listed(leaf, self.item)), max(held)

    def divided(self, paragraph):
        """4: as deep as `any of:` divides: those below, and what stands beside them under the paragraph's own code."""
        below = [leaf for line in paragraph.below["paragraph"] for leaf in self.divided(line)]
        return below + paragraph.below["also"] if paragraph.word == "any" else [paragraph]

    def names(self, ref, leaf, way, *, out=False):
        """4: a list holds what is met in it; an exception takes out also where the item is listed in a line of it."""
        if isinstance(ref, ast.PathRef):
            return self.reaches(self.find(ref), leaf, out=out)
        lines = [(self.holds(line, self.item), taken) for line, taken in self.taken(ref.name)]
        found = [min(truth, self.reaches(taken, leaf, out=out)) for truth, taken in lines]
        return TRUE if ref.name in (leaf.ruleset, way) else max(found, default=FALSE)

    def reaches(self, paragraph, leaf, *, out):
        if paragraph in leaf.chain:
            return TRUE
        return self.listed(paragraph, self.item) if out and leaf in paragraph.chain else FALSE
