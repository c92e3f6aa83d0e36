"""The meaning of the plain language in one sitting: a naive evaluator, written from docs/semantics.md alone.

It stands apart from the engine and from the evaluator of the whole language, and is straight recursion over the syntax
tree. Whatever the plain language does not have raises `NotCovered`. Numbers at the head of a docstring are sections.
"""

from collections import Counter
from itertools import pairwise, product
from math import inf, prod

from exportrules import Outcome
from exportrules.case import values
from exportrules.records import fields, is_record
from exportrules.syntax import ast
from exportrules.units import NEVER_NEGATIVE, find_unit, to_base

FALSE, UNKNOWN, TRUE = 0, 1, 2
ENDS = {"obligation": Outcome.no_control_found, "notification": Outcome.notification_required,
        "licence": Outcome.licence_required, "prohibition": Outcome.prohibited, "exemption": Outcome.no_control_found,
        "authorisation": Outcome.authorised, "derogation": Outcome.prohibited_unless_authorised}  # fmt: skip
PLAIN = set(
    "Ruleset Kind Part Fact FactType Formula Binary Group Members Entry Node Note Excludes Narrows Explains Takes Measure"
    " Effective Relief Covers When Activities See Head Opener And Or Not Holds Compare Limit At Number Name RangeTest IsOneOf"
    " NotApplicable Includes InGroup Dated IsKind Listed PathRef ListRef Judged Cn Quantified Quantifier Field Period Day"
    " Evidence Layer Checked CodesFrom Span".split()
)
ONLY = {"Part.within": None, "Formula.when": None, "Binary.operator": "/", "Node.reserved": False, "Excludes.exceptions": (),
        "Opener.quantifier": None, "Name.of_item": False, "InGroup.label": None, "IsKind.subject": "item", "PathRef.end": None,
        "Listed.subject": "item", "Judged.purposes": (), "Judged.refs": ()}  # fmt: skip
READ = {
    values.Numbers: lambda stated: [cuts(part) for part in stated.intervals],
    values.Extent: lambda stated: [cuts(stated.interval)],
    values.Days: lambda stated: [((stated.first.toordinal(), 0), (stated.last.toordinal(), 1))],
    values.Flag: lambda stated: [stated.value],
    values.Choices: lambda stated: list(stated.values),
    values.NotApplicable: lambda stated: [],
}
"""1: what a value may be: intervals (of numbers, of days), yes or no, words; of what is not applicable nothing."""


class NotCovered(Exception):
    """A construct that the plain language does not have."""


def need(condition, construct):
    if not condition:
        raise NotCovered(construct)


def visit(node, *without):
    """A node of the syntax tree and all below it, in their order."""
    if is_record(node) and not isinstance(node, without):
        yield node
        node = tuple(getattr(node, field.name) for field in fields(node))
    for below in node if isinstance(node, tuple) else ():
        yield from visit(below, *without)


def cuts(part):
    """An interval as two cuts of the line of numbers: just before a number is `(number, 0)`, just after it `(number, 1)`."""
    low = (-inf, 1) if part.low is None else (part.low, int(not part.low_closed))
    return low, (inf, 0) if part.high is None else (part.high, int(part.high_closed))


def asked_of(limit):
    """5: the interval that a limit asks for, in the base unit."""
    need({type(limit.low), type(limit.high)} <= {ast.Number, type(None)}, "a formula in a limit")
    low, high = (end and to_base(end.value, find_unit(end.unit))[0] for end in (limit.low, limit.high))
    return cuts(ast.Limit(low, limit.low_closed, high, limit.high_closed))


def compare(known, asked):
    """1: by containment (true), disjointness (false) or overlap (unknown)."""
    if asked[0] <= known[0] and known[1] <= asked[1]:
        return TRUE
    return UNKNOWN if max(known[0], asked[0]) < min(known[1], asked[1]) else FALSE


def quotient(over, under):
    """1: exact interval arithmetic, of two intervals that begin at zero or above."""
    ((low, low_cut), (high, high_cut)), ((least, least_cut), (most, most_cut)) = over, under
    start = low / most, low_cut if low == 0 else int((low_cut, most_cut) != (0, 1))
    if least == 0:
        return start, (inf, 0) if high > 0 else (high, high_cut)
    return start, (high / least, high_cut if high == 0 else int((high_cut, least_cut) == (1, 0)))


def at_least(count, truths):
    """1: how many certainly hold, and how many may."""
    if truths.count(TRUE) >= count:
        return TRUE
    return UNKNOWN if len(truths) - truths.count(FALSE) >= count else FALSE


class Statement:
    """A block, or a line below one, with the lines below it by their role and itself and all above it (`chain`)."""

    def __init__(self, node, ruleset, code="", above=()):
        self.node, self.ruleset, self.code, self.chain = node, ruleset, code, (self, *above)
        self.head = getattr(getattr(node, "effect", node), "head", None) or ast.Head(None, None)
        self.word = self.head.opener.connective if self.head.opener else ""
        self.below = {role: [] for role in ("paragraph", "where", "also")}
        self.items = node.headers if isinstance(node, ast.Ruleset) else getattr(node, "items", ())
        for line in self.items:
            if isinstance(line, ast.Node):
                need(line.role in self.below, "an unnumbered line")
                self.below[line.role].append(Statement(line, ruleset, f"{code}.{line.label}", self.chain))
        self.gap = any(isinstance(line, ast.Field) and line.name == "not modelled" for line in self.items)

    def pick(self, form):
        """The lines of a form, as statements."""
        return [Statement(line, self.ruleset) for line in self.items if isinstance(line, form)]


class Small:
    """The law of some parsed files; `about` takes a case and a day, `decide` gives floor and ceiling."""

    def __init__(self, files):
        self.blocks, ruleset = [], ""
        for block in [block for file in files for block in file.blocks]:
            ruleset = block.name if isinstance(block, ast.Ruleset) else ruleset
            for node in visit(block):
                name = type(node).__name__
                plain = all(getattr(node, key.split(".")[1]) == ONLY[key] for key in ONLY if key.split(".")[0] == name)
                need(name in PLAIN and plain, name)
            statement = Statement(block, ruleset, getattr(block, "path", getattr(block, "name", "")))
            need(isinstance(block, ast.Entry) or not statement.gap, "a gap beside entries")
            self.blocks.append(statement)
        self.facts = {name: fact.node for fact in self.all(ast.Fact) for name in fact.node.names}
        self.kinds = {name: kind.node.within for kind in self.all(ast.Kind) for name in kind.node.names}
        self.paragraphs, notes = self.all(ast.Entry), self.all(ast.Note)
        for paragraph in self.paragraphs:
            self.paragraphs += paragraph.below["paragraph"]
            notes += paragraph.pick(ast.Note)
        notes = [note for note in notes if not isinstance(note.node.effect, ast.Explains)]
        self.notes = [(self.find(ref), note) for note in notes for ref in note.node.effect.refs]

    def all(self, form, ruleset=None):
        """The blocks of a form, of every ruleset or of one."""
        return [block for block in self.blocks if isinstance(block.node, form) and ruleset in (None, block.ruleset)]

    def find(self, ref):
        """The paragraph that a reference names."""
        found = [item for item in self.paragraphs if ref.start in (item.code, f"{item.ruleset}.{item.code}")]
        need(len(found) == 1, "a section, a path within braces, or a code of several lists")
        return found[0]

    def about(self, case, day):
        """The case that is decided, and the day whose law decides."""
        self.case, self.day, self.known, self.split, self.supposed = case, day, {}, {}, {}
        return self

    def lies(self, period):
        """6: in force from a day until another, both included; each may be known to lie between two days only."""
        start, end = period.start, period.end
        begun = TRUE if start is None or start.last <= self.day else UNKNOWN if start.first <= self.day else FALSE
        return min(begun, TRUE if end is None or self.day <= end.first else UNKNOWN if self.day <= end.last else FALSE)

    def in_force(self, statement):
        return min([TRUE, *(self.lies(line) for line in statement.items if isinstance(line, ast.Period))])

    def unchecked(self, ruleset):
        """2 and 4: a day before the one from which a text was checked."""
        lines = [line for header in self.all(ast.Ruleset, ruleset) for line in header.items]
        return any(isinstance(line, ast.Checked) and line.start and self.day < line.start for line in lines)

    # ---- 2: entries ----------------------------------------------------------------------------------------------

    def holds(self, statement, item):
        """2: a statement out of force is false; one whose days are uncertain is at most unknown."""
        return min(self.said(statement, item), self.in_force(statement))

    def said(self, statement, item):
        """2: `(head and wheres and block or also) and not exclusions`; a gap makes the first part at most unknown."""
        key = statement, item.path
        if key not in self.known:
            first = self.heads(statement, item), self.block(statement, item), UNKNOWN if statement.gap else TRUE
            truths = [min(first), *(self.holds(line, item) for line in statement.below["also"])]
            self.known[key] = min(max(truths), TRUE - self.excluded(statement, item))
        return self.known[key]

    def heads(self, statement, item):
        wheres = [self.holds(line, item) for line in statement.below["where"]]
        return min([self.true(statement.head.condition, item), *wheres])

    def block(self, statement, item, but=None):
        """2: what is asked of the lines; `but` of the others, where one of them holds."""
        lines, word = [line for line in statement.below["paragraph"] if line is not but], statement.word
        wanted = statement.head.opener.count - bool(but) if word == "at least" else len(lines) if word == "all" else 1
        if not word or (but and word in ("any", "none")):
            return TRUE
        found = at_least(wanted, [self.limb(line, item) if word == "all" else self.holds(line, item) for line in lines])
        if word in ("any", "none") and found == UNKNOWN:
            found = self.joined(lines, item)
        return TRUE - found if word == "none" else found

    def limb(self, line, item):
        """2: below `all of:` what is not in force asks for nothing, and uncertain days matter where it does not hold."""
        return max(self.said(line, item), TRUE - self.in_force(line))

    def excluded(self, statement, item):
        """2: `does not control` adds an exclusion to each target; `controls … only when C` adds `not C`."""
        found = [FALSE]
        for target, note in self.notes:
            if target is statement:
                truth = self.said(note, item)
                truth = TRUE - truth if isinstance(note.node.effect, ast.Narrows) else truth
                found.append(min(truth, self.in_force(note)))
        return max(found)

    def listed(self, paragraph, item):
        """2: the paragraph, and what it takes from above: heads, wheres, notes, other limbs that are asked for."""
        need(not item.findings, "a finding")
        truth = self.holds(paragraph, item)
        for line, above in pairwise(paragraph.chain):
            if line not in above.below["also"]:
                truth = min(truth, self.heads(above, item), self.block(above, item, but=line))
            truth = min(truth, TRUE - self.excluded(above, item), self.in_force(above))
        return self.of_list(paragraph.ruleset, truth)

    def of_list(self, ruleset, truth):
        """2: a list that was not checked for the day, is not in force, or may be."""
        force = min(self.in_force(header) for header in self.all(ast.Ruleset, ruleset))
        return UNKNOWN if force and self.unchecked(ruleset) else min(truth, force)

    def in_list(self, ruleset, item):
        """2: one of its entries holds, or a line by which it takes others over."""
        if item is self.case.item and ruleset in self.supposed:
            return self.supposed[ruleset]
        found = [self.listed(entry, item) for entry in self.all(ast.Entry, ruleset)]
        found += [min(self.listed(paragraph, item), self.holds(line, item)) for line, paragraph in self.taken(ruleset)]
        return self.of_list(ruleset, max(found, default=FALSE))

    def taken(self, ruleset):
        """2: `takes {A, B} when C` is a line for A and one for B."""
        return [(line, self.find(ref)) for line in self.all(ast.Takes, ruleset) for ref in line.node.refs]

    # ---- 1: bands join -------------------------------------------------------------------------------------------

    def joined(self, lines, item):
        """1: lines that test the same facts are evaluated on each stretch of these; one must hold on each of them."""
        found, pieces, concerned = {}, {}, set()
        for line in lines:
            heads = [line.head.condition, *(where.head.condition for where in line.below["where"])]
            for test in [test for head in heads for test in visit(head, ast.Quantified)]:
                if isinstance(test, ast.Holds | ast.IsOneOf | ast.Compare):
                    found.setdefault(test.operand.name, []).append((line, test))
        for name, asked in found.items():
            stretches = self.stretches(name, [test for _, test in asked], item)
            if len({line for line, _ in asked}) > 1 and stretches and len(pieces) < 3:
                if prod(map(len, [stretches, *pieces.values()])) <= 64:
                    pieces[name] = stretches
                    concerned |= {line for line, _ in asked}
        if self.split or not pieces:
            return UNKNOWN
        before, truths = self.known, []
        for places in product(*pieces.values()):
            self.known, self.split = {}, {(item.path, name): [place] for name, place in zip(pieces, places, strict=True)}
            truths.append(max(self.holds(line, item) for line in concerned))
        self.known, self.split = before, {}
        return TRUE if min(truths) == TRUE else UNKNOWN

    def stretches(self, name, asked, item):
        """1: of a number the stretches between the limits of its tests; each word; yes and no; of other forms none."""
        form, known = self.facts[name].type, self.fact(name, item)
        if form.form in ("yes or no", "one of"):
            return (form.values or [True, False]) if known is None else known
        if form.form not in ("quantity", "derived") or form.conditions:
            return []
        limits = sorted({cut for test in asked for cut in asked_of(test.limit)})
        lines = [[low, *(cut for cut in limits if low < cut < high), high] for low, high in self.bounds(name, known)]
        return [stretch for line in lines for stretch in pairwise(line)]

    # ---- 1: facts ------------------------------------------------------------------------------------------------

    def fact(self, name, item):
        """1: what a fact may be: nothing supplied (None), not applicable (empty), or what is known."""
        if (item.path, name) in self.split:
            return self.split[item.path, name]
        fact = self.facts[name]
        stated = (self.case.transaction if "transaction" in fact.owners else item.facts).get(name)
        if fact.type.form == "derived":
            need(stated is None, "a derived fact that was supplied")
            return self.derived(next(line.body for line in fact.items if isinstance(line, ast.Formula)), item)
        return READ.get(type(stated), lambda stated: stated and [stated])(stated)

    def bounds(self, name, known):
        """5: what is known of a number; a quantity that begins at zero cannot be below it."""
        form = self.facts[name].type
        zero = (0, 0) if find_unit(form.unit).kind in NEVER_NEGATIVE and not form.signed else (-inf, 1)
        return [(max(low, zero), high) for low, high in ([(zero, (inf, 0))] if known is None else known)]

    def derived(self, formula, item):
        """1: a derived fact follows its formula, by exact interval arithmetic."""
        need(isinstance(formula.left, ast.Name) and isinstance(formula.right, ast.Name), "a formula that is no quotient")
        over, under = (self.bounds(side.name, self.fact(side.name, item)) for side in (formula.left, formula.right))
        need(all(low >= (0, 0) for low, _ in over + under), "a quotient of what may be below zero")
        if any(low == (0, 0) for low, _ in under):
            return None  # the paper does not say what follows where the divisor may be zero: nothing, here
        return [quotient(one, other) for one, other in product(over, under)] or None

    # ---- 1: tests ------------------------------------------------------------------------------------------------

    def true(self, test, item, part=None):
        """1: the truth of a condition about an item, or about one of its parts."""
        match test:
            case None:
                return TRUE
            case ast.And():
                return min(self.true(one, item, part) for one in test.items)
            case ast.Or():
                return max(self.true(one, item, part) for one in test.items)
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
        known = self.fact(name, self.speaks_of(name, item, part))
        if known is None:
            return UNKNOWN
        if isinstance(test, ast.NotApplicable):
            return FALSE if known else TRUE
        truths = {self.fits(test, one) for one in known} or {FALSE}
        return truths.pop() if len(truths) == 1 else UNKNOWN

    def fits(self, test, known):
        """1: whether one of the values that a fact may have passes a test."""
        match test:
            case ast.Holds():
                return TRUE if known else FALSE
            case ast.IsOneOf():
                return TRUE if known in test.values else FALSE
            case ast.InGroup():
                lines = [line for group in self.all(ast.Group) if group.code == test.group for line in group.items]
                return max([FALSE, *(self.lies(line) for line in lines if known in getattr(line, "values", ()))])
            case ast.Dated():
                day = test.day.toordinal(), int(test.relation in ("up to", "after"))
                return compare(known, ((-inf, 1), day) if test.relation in ("before", "up to") else (day, (inf, 0)))
            case ast.Cn():
                code = test.code.replace(" ", "")
                truth = TRUE if known.startswith(code) else UNKNOWN if code.startswith(known) else FALSE
                return min(truth, UNKNOWN) if test.ex else truth
            case ast.Includes():
                out = known.excluded | (set(test.values) - known.included if known.complete else set())
                return at_least(test.count, [TRUE * (word in known.included) or UNKNOWN * (word not in out) for word in test.values])
            case ast.Compare() if test.at:
                return self.measured(test, known)
            case ast.RangeTest(relation="covers"):
                return TRUE if compare(asked_of(test.limit), known) == TRUE else FALSE
            case ast.RangeTest(relation=relation):
                found = compare(known, asked_of(test.limit))
                return TRUE if found == TRUE or (found and relation == "reaches") else FALSE
        return compare(known, asked_of(test.limit))

    def measured(self, test, known):
        """1, conditions of measurement: at some place of those that the test speaks of."""
        (name, unit), at = self.facts[test.operand.name].type.conditions[0], test.at[0]
        plain = isinstance(known, values.Points) and not known.complete and at.mode != "every"
        need(plain and len(test.at) == len(self.facts[test.operand.name].type.conditions) == 1, "such places of measurement")
        low, high = asked_of(at.limit or ast.Limit(at.point, True, at.point, True))
        asked = max(low, (0, 0)) if find_unit(unit).kind in NEVER_NEGATIVE else low, high
        places = [point for point in known.points if compare(cuts(point.at[name]), asked) != FALSE]
        truths = [compare(cuts(part), asked_of(test.limit)) for point in places for part in point.intervals]
        settled = truths if asked[0][0] == asked[1][0] else [truth for truth in truths if truth == TRUE]
        return max(settled, default=UNKNOWN)

    def is_kind(self, kind, asked):
        """1, item kinds: E is K or above it: true; E lies below K, or some kind lies below both: unknown."""
        both = [other for other in self.kinds if {kind, asked} <= self.wider(other)]
        return TRUE if asked in self.wider(kind) else UNKNOWN if both else FALSE

    def wider(self, kind):
        return {kind}.union(*(self.wider(above) for above in self.kinds[kind]))

    def judged(self, term, name, item):
        """1, judgements: recorded with their object; a *no* without any object answers for every object."""
        records = [record for record in item.judgements if record.term == term and record.target in (name, "")]
        need(not any(record.purpose or (record.value and not record.target) for record in records), "such a judgement")
        return max((TRUE if record.value else FALSE for record in records), default=UNKNOWN)

    def under(self, ref, item, *, own=False):
        """2: `listed in` a list or a paragraph; `meets` asks for the paragraph's own statement only."""
        if isinstance(ref, ast.ListRef):
            return self.in_list(ref.name, item)
        paragraph = self.find(ref)
        return self.of_list(paragraph.ruleset, self.holds(paragraph, item)) if own else self.listed(paragraph, item)

    def counted(self, test, item):
        """1, parts: where the list is not stated to be complete there may be others; *every* of none is unknown."""
        quantifier, listed = test.quantifier, item.parts.get(test.quantifier.part)
        truths = []
        for part in listed.subjects if listed else ():
            listings = [self.under(ref, part) for ref in test.refs]
            truths.append(max(listings) if listings else self.true(test.body, item, part))
        complete = listed is not None and listed.complete
        number = lambda count: max(at_least(count, truths), FALSE if complete else UNKNOWN)
        match quantifier.mode:
            case "some":
                return number(1)
            case "no":
                return TRUE - number(1)
            case "at least":
                return number(quantifier.count)
            case "at most":
                return TRUE - number(quantifier.count + 1)
            case "exactly":
                return min(number(quantifier.count), TRUE - number(quantifier.count + 1))
        return min([TRUE if complete and truths else UNKNOWN, *truths])

    def speaks_of(self, name, item, part):
        """1: after `has` a name speaks of the part that owns the fact, or that is an item; otherwise of the item."""
        owners = self.facts[name].owners or ("item",)
        as_item = part and any(block.node.as_item for block in self.all(ast.Part) if block.code == part.part)
        return part if part and (part.part in owners or ("item" in owners and as_item)) else item

    # ---- 4: composition ------------------------------------------------------------------------------------------

    def decide(self):
        """4: the largest over all findings; where several open ones hang on one list, for both answers, joined."""
        hung = Counter(name for *_, truth, lists in self.findings() for name in lists if truth == UNKNOWN)
        split = [name for name, count in hung.items() if count > 1 and self.in_list(name, self.case.item) == UNKNOWN]
        ends = []
        for answers in product((TRUE, FALSE), repeat=len(split[:3])):
            self.known, self.supposed = {}, dict(zip(split, answers, strict=False))
            ends.append([max(column, default=0) for column in list(zip(*self.findings(), strict=True))[:2] or ([], [])])
        return min(low for low, _ in ends), max(high for _, high in ends)

    def findings(self):
        """4: of each measure for the activity, floor and ceiling, its truth c and the lists on which it rests."""
        for measure in self.all(ast.Measure):
            layers = [line.name for header in self.all(ast.Ruleset, measure.ruleset) for line in header.items if isinstance(line, ast.Layer)]
            if self.applies(measure) and "third_country" not in layers:
                for effect in measure.pick(ast.Effective):
                    yield self.weigh(measure, effect)

    def applies(self, block):
        return any(self.case.activity in line.names for line in block.items if isinstance(line, ast.Activities))

    def weigh(self, measure, effect):
        """4: floor = min(L, r of every relief with a not false) if c is true; ceiling, with a true, if c is not false."""
        lists = [ref.name for node in visit(effect.head) if isinstance(node, ast.Listed) for ref in node.refs]
        truth = min(self.holds(effect, self.case.item), self.in_force(measure))
        truth = UNKNOWN if self.unchecked(measure.ruleset) else truth
        level, left = ENDS[effect.node.level], []
        for relief in self.all(ast.Relief):
            if measure.code in relief.node.lifts and self.applies(relief):
                left.append((ENDS[relief.node.form], self.lifted(relief, effect, lists)))
        floor = min([level, *(end for end, a in left if a != FALSE)]) if truth == TRUE else 0
        return floor, min([level, *(end for end, a in left if a == TRUE)]) if truth != FALSE else 0, truth, lists

    def lifted(self, relief, effect, lists):
        """4: the truth a of a relief: every `when` and `covers` holds and no `not when` does."""
        truths, covers = [self.in_force(relief)], relief.pick(ast.Covers)
        for line in relief.pick(ast.When):
            truth = self.holds(line, self.case.item)
            truths.append(TRUE - truth if line.node.negative else truth)
        if covers:
            truths.append(self.covered(covers, effect, lists))
        return UNKNOWN if self.unchecked(relief.ruleset) else min(truths)

    def covered(self, covers, effect, lists):
        """4: `covers` must hold every paragraph that the item meets or may meet in the lists of the measure."""
        met = [(truth, self.covers(covers, leaf, name)) for name in lists for leaf, truth in self.met(name) if truth != FALSE]
        if (TRUE, FALSE) in met:
            return FALSE
        whole = {self.find(ref) if isinstance(ref, ast.PathRef) else ref.name for line in covers for ref in line.node.refs
                 if not line.node.exceptions and not line.node.head}
        for name in lists:
            if self.unchecked(name) and name not in whole:
                return UNKNOWN
            for line, taken in self.taken(name):
                ways = {name, taken.ruleset, *taken.chain}
                if self.holds(line, self.case.item) and self.unchecked(taken.ruleset) and not whole & ways:
                    return UNKNOWN
        if not any(truth == TRUE for truth, _ in met) and self.may_apply_outside(effect, lists):
            return UNKNOWN
        held = [found for _, found in met]
        return TRUE if set(held) <= {TRUE} else FALSE if set(held) == {FALSE} else UNKNOWN

    def may_apply_outside(self, effect, lists):
        before, self.supposed, known, self.known = self.supposed, dict.fromkeys(lists, FALSE), self.known, {}
        truth = self.holds(effect, self.case.item)
        self.supposed, self.known = before, known
        return truth != FALSE

    def met(self, name):
        """4: the paragraphs of a list, and of what it takes over, with whether the item is listed there."""
        item = self.case.item
        found = [(leaf, self.listed(leaf, item)) for entry in self.all(ast.Entry, name) for leaf in self.divided(entry)]
        for line, paragraph in self.taken(name):
            found += [(leaf, min(self.listed(leaf, item), self.holds(line, item))) for leaf in self.divided(paragraph)]
        return found

    def divided(self, paragraph):
        """4: as deep as `any of:` divides: into those below, and what stands beside them under the paragraph's own code."""
        if paragraph.word != "any":
            return [paragraph]
        return [leaf for line in paragraph.below["paragraph"] for leaf in self.divided(line)] + paragraph.below["also"]

    def covers(self, covers, leaf, way):
        """4: whether one of the lines holds a paragraph, and no exception takes it out."""
        truths = [FALSE]
        for line in covers:
            held = max(self.names(ref, leaf, way) for ref in line.node.refs)
            out = max((self.names(ref, leaf, way, out=True) for ref in line.node.exceptions), default=FALSE)
            truths.append(min(self.holds(line, self.case.item), held, TRUE - out))
        return max(truths)

    def names(self, ref, leaf, way, *, out=False):
        """4: whether a reference holds a paragraph; an exception that names a line of it takes it out if that holds."""
        if isinstance(ref, ast.ListRef):
            if ref.name in (leaf.ruleset, way):
                return TRUE
            lines = [(line, taken) for line in self.all(ast.Takes, ref.name) for taken in line.node.refs]
            return max((min(self.holds(line, self.case.item), self.names(taken, leaf, way, out=out)) for line, taken in lines), default=FALSE)
        paragraph = self.find(ref)
        if paragraph in leaf.chain:
            return TRUE
        return self.listed(paragraph, self.case.item) if out and leaf in paragraph.chain else FALSE
