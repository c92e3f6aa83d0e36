"""What `small` evaluates, put in place: rules as statements with what stands above and below them, values as intervals.

Of the meaning only the arithmetic of truths, intervals and days is here, and where `any of:` divides a paragraph. What
the plain language does not have raises `NotCovered` with the name of the construct.
"""

from collections import defaultdict
from functools import cache
from math import inf

from exportrules.case import values
from exportrules.records import fields, is_record
from exportrules.syntax import ast
from exportrules.units import NEVER_NEGATIVE, find_unit, to_base

PLAIN = """Ruleset Kind Part Fact FactType Formula Binary Group Members Entry Node Note Excludes Narrows Takes Measure
    Effective Relief Covers When Activities Head Opener And Or Not Holds Compare Limit At Number Name RangeTest IsOneOf
    NotApplicable Includes InGroup Dated IsKind Listed PathRef ListRef Judged Cn Quantified Quantifier Field Period Day
    Layer Checked CodesFrom Evidence See Span""".split()
ONLY = {
    "Part": {"within": None},
    "FactType": {"signed": False},
    "Formula": {"when": None},
    "Binary": {"operator": "/"},
    "Node": {"reserved": False},
    "Excludes": {"exceptions": ()},
    "Opener": {"quantifier": None},
    "Name": {"of_item": False},
    "InGroup": {"label": None},
    "IsKind": {"subject": "item"},
    "Listed": {"subject": "item"},
    "PathRef": {"end": None},
    "Judged": {"purposes": (), "refs": ()},
}
"""The only form in which the plain language has some constructs."""
FORMS = ("quantity", "range", "yes or no", "one of", "set of", "derived", "day", "country", "customs_code", "judgement")
SPLIT = (ast.Holds, ast.IsOneOf, ast.Compare)
"""Tests of facts that bands may join (section 1)."""
FALSE, UNKNOWN, TRUE = TRUTHS = 0, 1, 2
"""So that `and` is the smaller, `or` the larger and `not` the opposite."""


class NotCovered(Exception):
    """A construct that the plain language does not have."""


def need(condition, construct):
    """Refuse what is not plain, by its name."""
    if not condition:
        raise NotCovered(construct)


def visit(node, *without):
    """A node of the syntax tree and all below it, in their order."""
    if is_record(node) and not isinstance(node, without):
        yield node
        node = tuple(getattr(node, field.name) for field in fields(node))
    for below in node if isinstance(node, tuple) else ():
        yield from visit(below, *without)


class Statement:
    """A block, or a line below one: its list, its code, itself with all above it, and what stands below it by role."""

    def __init__(self, node, ruleset, code="", above=()):
        self.node, self.ruleset, self.code, self.chain, self.notes = node, ruleset, code, (self, *above), []
        head = getattr(getattr(node, "effect", node), "head", None) or ast.Head(None, None)
        self.condition = head.condition
        self.word, self.count = (head.opener.connective, head.opener.count) if head.opener else ("", None)
        self.lists = [ref.name for test in visit(head) if isinstance(test, ast.Listed) for ref in lists_of(test)]
        self.below = defaultdict(list)
        for line in getattr(node, "headers" if isinstance(node, ast.Ruleset) else "items", ()):
            role, label = getattr(line, "role", type(line).__name__), getattr(line, "label", None)
            self.below[role].append(Statement(line, ruleset, f"{code}.{label}" if label else code, self.chain))
        heads = [self.condition, *(where.condition for where in self.below["where"])]
        self.tests = [test for test in visit(tuple(heads), ast.Quantified) if isinstance(test, SPLIT)]
        self.activities = {name for line in self.below["Activities"] for name in line.node.names}
        self.gap = any(line.node.name == "not modelled" for line in self.below["Field"])
        need(not self.below["bare"], "an unnumbered line")
        need(not self.gap or isinstance(node, ast.Entry | ast.Node), "a gap beside entries")
        need(not (isinstance(node, ast.Note) and self.word), "a note with a block")

    def divided(self):
        """4: as deep as `any of:` divides: what is below, and what stands beside it under the paragraph's own code."""
        below = [leaf for line in self.below["paragraph"] for leaf in line.divided()]
        return below + self.below["also"] if self.word == "any" else [self]


class Law:
    """The blocks of some parsed files: by their form, or by their form and ruleset, or by what they name."""

    def __init__(self, files):
        self.blocks, self.headers, self.paragraphs = defaultdict(list), defaultdict(list), defaultdict(list)
        ruleset = ""
        for block in [block for file in files for block in file.blocks]:
            refuse_others(block)
            ruleset = block.name if isinstance(block, ast.Ruleset) else ruleset
            statement = Statement(block, ruleset, getattr(block, "path", getattr(block, "name", "")))
            self.blocks[type(block).__name__].append(statement)
            self.blocks[type(block).__name__, ruleset].append(statement)
            for role, lines in statement.below.items() if isinstance(block, ast.Ruleset) else ():
                self.headers[ruleset, role] += [line.node for line in lines]
        self.effects = [
            (measure, effect)
            for measure in self.blocks["Measure"]
            for effect in measure.below["Effective"]
            if all(layer.name != "third_country" for layer in self.headers[measure.ruleset, "Layer"])
        ]
        self.facts = {name: fact for fact in self.blocks["Fact"] for name in fact.node.names}
        self.owners = {name: fact.node.owners or ("item",) for name, fact in self.facts.items()}
        forms = [fact.node.type for fact in self.facts.values()]
        units = {unit for form in forms for _, unit in (("", form.unit), *form.conditions)} - {None}
        self.least = {unit: least_of(unit) for unit in units}
        self.refuse_facts(files)
        self.members = {group.code: group.below["Members"] for group in self.blocks["Group"]}
        self.items = {part.code for part in self.blocks["Part"] if part.node.as_item}
        self.within = {name: kind.node.within for kind in self.blocks["Kind"] for name in kind.node.names}
        self.wider = {name: self.find_wider(name) for name in self.within}
        waiting, notes = self.blocks["Entry"][:], self.blocks["Note"][:]
        for paragraph in waiting:
            waiting += paragraph.below["paragraph"]
            notes += paragraph.below["Note"]
            for code in (paragraph.code, f"{paragraph.ruleset}.{paragraph.code}"):
                self.paragraphs[code].append(paragraph)
        covers = [line for relief in self.blocks["Relief"] for line in relief.below["Covers"]]
        for line in [*self.blocks["Takes"], *covers]:
            line.targets = [self.target(ref) for ref in line.node.refs]
            line.out = [self.target(ref) for ref in getattr(line.node, "exceptions", ())]
        for line in [line for relief in self.blocks["Relief"] for line in relief.below["When"] if line.node.negative]:
            need(not line.word and not line.below["Period"], "a `not when` with a block or days")
            line.condition = ast.Not(line.condition)
        lifted = [name for relief in self.blocks["Relief"] for name in relief.node.lifts]
        names = [measure.code for measure in self.blocks["Measure"]]
        need({*lifted} <= {*names} and len(names) == len({*names}), "a measure of another ruleset, or two of one name")
        for measure in self.blocks["Measure"]:
            measure.reliefs = [relief for relief in self.blocks["Relief"] if measure.code in relief.node.lifts]
        for note in notes:
            if isinstance(note.node.effect, ast.Narrows):  # keeps only what it says: excludes where it does not hold
                note.condition = ast.Not(note.condition)
            for ref in note.node.effect.refs:
                self.find(ref).notes.append(note)

    def refuse_facts(self, files):
        """No quotient but of numbers from zero on, in base units; no number without its place; no tables."""
        for test in visit(tuple(block for file in files for block in file.blocks)):
            if isinstance(test, ast.Binary):
                for name in (test.left.name, test.right.name):
                    unit = self.facts[name].node.type.unit
                    need(self.least[unit] == (0, 0) and find_unit(unit).scale == 1, "such a quotient")
            if isinstance(test, ast.ListRef):
                self.target(test)
            if isinstance(test, ast.Compare):
                conditions = self.facts[test.operand.name].node.type.conditions
                need(len(test.at) == len(conditions), "a number under other conditions of measurement")

    def refuse_case(self, item):
        """Nothing that a plain case does not state."""
        need(not item.findings, "a finding")
        for record in item.judgements:
            need(not record.purpose and (record.target or not record.value), "a judgement for a purpose or no object")
        for name, stated in item.facts.items():
            fact = self.facts[name]
            need(not fact.below["Formula"], "a derived fact that was supplied")
            at_places = isinstance(stated, values.Points | values.NotApplicable) or not fact.node.type.conditions
            need(at_places, "a number without its place")
            need(not isinstance(stated, values.Points) or not stated.complete, "a complete list of numbers at places")
        for part in [part for listed in item.parts.values() for part in listed.subjects]:
            self.refuse_case(part)

    def find_wider(self, kind):
        """A kind and all above it."""
        return {kind}.union(*(self.find_wider(above) for above in self.within[kind]))

    def find(self, ref):
        """The paragraph that a reference names."""
        need(len(self.paragraphs[ref.start]) == 1, "a section, a path within braces, or a code of several lists")
        return self.paragraphs[ref.start][0]

    def target(self, ref):
        """The paragraph, or the name of the list, that a line covers, excepts or takes."""
        if isinstance(ref, ast.PathRef):
            return self.find(ref)
        need(ref.name in [block.code for block in self.blocks["Ruleset"]], "a table")
        return ref.name


def lists_of(test):
    """The lists that a test asks for."""
    return [ref for ref in test.refs if isinstance(ref, ast.ListRef)]


def least_of(unit):
    """Where a quantity begins (section 5): at zero, or nowhere."""
    return (0, 0) if find_unit(unit).kind in NEVER_NEGATIVE else (-inf, 1)


def refuse_others(block):
    """Nothing that the plain language does not have."""
    for node in visit(block):
        name, below = type(node).__name__, [type(part).__name__ for part in visit(node)]
        need(name in PLAIN, name)
        need(all(getattr(node, part) == form for part, form in ONLY.get(name, {}).items()), f"this form of {name}")
        need(name != "FactType" or (node.form in FORMS and len(node.conditions) <= 1), "this form of a fact")
        need(name != "At" or (node.mode != "every" and not node.other), "`at every`, or a point that is printed twice")
        need(name != "Fact" or below.count("Formula") <= 1, "formulas for several cases")
        need(name != "Binary" or type(node.left) is type(node.right) is ast.Name, "a formula of more than two facts")
        others = {"Judged", "IsKind", "Listed"}.intersection(below) or below.count("Quantified") > 1
        need(name != "Quantified" or not others, "a part that is judged, is of a kind or has parts")
        need(name != "Effective" or "PathRef" not in below, "a measure about a paragraph")


def cuts(part):
    """An interval as two cuts of the line of numbers: just before one is `(number, 0)`, just after it `(number, 1)`."""
    low = (-inf, 1) if part.low is None else (part.low, int(not part.low_closed))
    return low, (inf, 0) if part.high is None else (part.high, int(part.high_closed))


@cache
def asked_of(test):
    """The interval that a test (or the place of measurement that it names) asks for, in the base unit."""
    if isinstance(test, ast.Dated):
        cut = test.day.toordinal(), int(test.relation in ("up to", "after"))
        return ((-inf, 1), cut) if test.relation in ("before", "up to") else (cut, (inf, 0))
    limit = test.limit or ast.Limit(test.point, True, test.point, True)
    need({type(limit.low), type(limit.high)} <= {ast.Number, type(None)}, "a formula in a limit")
    low, high = (end and to_base(end.value, find_unit(end.unit)) for end in (limit.low, limit.high))
    need(all(end is None or end[0] == end[1] for end in (low, high)), "a level that lies between two bounds")
    return cuts(ast.Limit(low and low[0], limit.low_closed, high and high[0], limit.high_closed))


def compare(known, asked):
    """1: a number within bounds: by containment (true), disjointness (false) or overlap (unknown)."""
    if asked[0] <= known[0] and known[1] <= asked[1]:
        return TRUE
    return UNKNOWN if max(known[0], asked[0]) < min(known[1], asked[1]) else FALSE


def at_least(count, truths):
    """1: as many as are asked for, surely (true) or with those that may (unknown)."""
    if truths.count(TRUE) >= count:
        return TRUE
    return UNKNOWN if len(truths) - truths.count(FALSE) >= count else FALSE


def quotient(over, under):
    """1: exact interval arithmetic, of what begins at zero or above by what lies above zero."""
    ((low, low_cut), (high, high_cut)), ((least, least_cut), (most, most_cut)) = over, under
    start = low / most, low_cut if low == 0 else int((low_cut, most_cut) != (0, 1))
    if high == 0:
        return start, (high, high_cut)
    return start, (inf, 0) if least == 0 else (high / least, int((high_cut, least_cut) == (1, 0)))


def lies(day, period):
    """6: from a day until another, both included; each may be known to lie between two days only."""
    start, end = period.start, period.end
    begun = TRUE if start is None or start.last <= day else UNKNOWN if start.first <= day else FALSE
    return min(begun, TRUE if end is None or day <= end.first else UNKNOWN if day <= end.last else FALSE)


READ = {
    values.Numbers: lambda stated: [cuts(part) for part in stated.intervals],
    values.Extent: lambda stated: [cuts(stated.interval)],
    values.Days: lambda stated: [((stated.first.toordinal(), 0), (stated.last.toordinal(), 1))],
    values.Flag: lambda stated: [stated.value],
    values.Choices: lambda stated: list(stated.values),
    values.Members: lambda stated: [stated],
    values.Points: lambda stated: [stated],
    values.NotApplicable: lambda stated: [],
    type(None): lambda stated: None,
}
"""What a value may be: intervals (of numbers, of days), yes or no, words; nothing if it is not applicable."""
