"""The law as lines, with their terms put in and their references resolved, for the reference evaluator."""

import re
from collections import defaultdict
from copy import copy
from functools import cache
from typing import Any, NamedTuple

from reference_quantities import F, T, U

from exportrules import records
from exportrules.syntax import ast

CODE = re.compile(r"((?:[a-z]\w*\.)*)(\d[A-E](?:\d{3})?|X(?:\.\w+){3})((?:\.\w+)*)")


@cache
def tops(code):
    """All that a code stands in: the list, the section, the paragraphs or table above, itself."""
    steps = code.split(".")
    return dict.fromkeys(("", code[:2], *(".".join(steps[: i + 1]) for i in range(len(steps)))))


def entry_at(pair):
    """The list and the entry of a paragraph."""
    match = CODE.match(pair[1])
    return pair[0], match and match[2]


def only(items, kind):
    return [x for x in items if isinstance(x, kind)]


class Line:
    """A statement with what stands in it: entry, paragraph, note, term, row, effect; also the header of a ruleset."""

    def __init__(self, node, rs, code="", parent=None, scope=(), label=None, items=None):
        self.node, self.rs, self.code, self.parent, self.label = node, rs, code, parent, label
        items = node.items if items is None else items
        self.scope, self.days = (*scope, items), only(items, ast.Period)
        self.modelled = U if any(x.name == "not modelled" for x in only(items, ast.Field)) else T
        # a person who finds that an item is not there finds so of each part only where some part would do
        parts = getattr(getattr(getattr(parent, "node", None), "head", None), "opener", None)
        other = bool(parts and parts.quantifier and parts.quantifier.mode != "some")
        self.of_some = not other and getattr(parent, "of_some", True)
        self.listed, self.reserved = bool(label or parent), getattr(node, "reserved", False)
        self.head, self.opener, self.lines, self.wheres, self.also = None, None, [], [], []
        # what notes exclude here, or beside what they except; by which they widen kind tests, or leave parts out
        self.excludes, self.beside, self.widens, self.drops = [], [], [], []


class Leaf(NamedTuple):
    """A paragraph that is not divided, a row, or (`own`) what a divided paragraph holds beside those below it.

    `via` are the lists that take it over, by way of which it was reached; `names` all that it stands in.
    """

    rs: str
    code: str
    truth: int
    line: Any = None
    own: bool = False
    via: tuple = ()
    names: frozenset = frozenset()


class Law:
    """Parsed files."""

    def __init__(self, files):
        self.names, self.by_code, self.under, self.takes = {}, {}, defaultdict(list), defaultdict(list)
        self.waiting, self.notes, self.meanings, self.measures, self.reliefs = [], [], {}, [], defaultdict(list)
        self.sections, blocks, headers = {}, [], defaultdict(list)
        for block in (block for file in files for block in file.blocks):
            if isinstance(block, ast.Ruleset):
                rs = block.name
                headers[rs] += block.headers
            else:
                blocks.append((rs, block))
            for name in getattr(block, "names", ()) or (getattr(block, "name", ""),):
                self.names[type(block), name] = block
        self.sets = {rs: Line(None, rs, items=found) for rs, found in headers.items()}
        self.above = {key: self.up(*key) for key in self.names if key[0] in (ast.Kind, ast.Part)}
        self.both = {(form, x, y) for (form, _), found in self.above.items() for x in found for y in found}
        self.defines = [(rs, block) for rs, block in blocks if isinstance(block, ast.Define)]
        for rs, block in blocks:
            self.add(block, rs)
        for rs, block in blocks:
            if isinstance(block, ast.Fact):
                bound = self.bind(block, Line(block, rs))
                self.names |= {(ast.Fact, name): bound for name in block.names}
        self.identity = {x.type.form: ast.Name(name) for (kind, name), x in self.names.items() if kind is ast.Fact}
        for line in self.waiting:
            self.finish(line)
        for note in self.notes:
            self.attach(note)

    def up(self, kind, name):
        """A kind or part, and all that it lies within."""
        within = self.names[kind, name].within or ()
        return {name}.union(*(self.up(kind, x) for x in ((within,) if isinstance(within, str) else within)))

    def lies(self, kind, name, wanted):
        """A stated name against an asked one; unknown where something may be both."""
        return T if wanted in self.above[kind, name] else U if (kind, name, wanted) in self.both else F

    def add(self, block, rs):
        """A top-level statement."""
        if isinstance(block, ast.Entry | ast.Note | ast.Takes):
            line = self.plant(block, rs, label=getattr(block, "path", None))
            self.takes[rs] += [line] if isinstance(block, ast.Takes) else []
        for row in only(block.items, ast.Row) if isinstance(block, ast.Table) else ():
            self.plant(self.as_node(row, block), rs, f"{block.name}.{row.code.replace(' ', '')}", row=True)
        if isinstance(block, ast.Measure | ast.Relief):
            parts = only(block.items, ast.Effective | ast.When | ast.Covers)
            found = Line(block, rs), tuple(self.plant(x, rs, scope=(block.items,)) for x in parts)
            self.measures += [found] if isinstance(block, ast.Measure) else []
            for name in getattr(block, "lifts", ()):
                self.reliefs[name if "." in name else f"{rs}.{name}"].append(found)

    def as_node(self, row, table):
        """A row of a table; a code of which only a part is meant decides where the row says which part."""
        tests = [ast.Cn(row.code, row.ex and not row.when), *(ast.Not(ast.Cn(x, ex=False)) for x in row.exceptions)]
        days = ast.Period(row.start, row.end), *only(table.items, ast.Period)
        head = ast.Head(ast.And((*tests, *([row.when] if row.when else []))), None)
        return ast.Node("bare", None, head, (*row.items, *days))

    def plant(self, node, rs, code="", parent=None, scope=(), label=None, listed=True, row=False):
        """A statement and those below it; `listed` if it is part of a list."""
        line = Line(node, rs, f"{code}.{label}" if parent and label else label or code, parent, scope, label)
        line.listed = listed and line.listed
        self.waiting.append(line)
        self.notes += [line] if isinstance(node, ast.Note) else []
        for top in tops(line.code) if line.listed or row or isinstance(node, ast.Takes) else ():
            self.under[rs, top].append(line)
        if line.listed and label:
            self.by_code[rs, line.code] = line
        for x in only(node.items, ast.Node | ast.Note):
            inside = line.listed and isinstance(x, ast.Node) and x.role in ("paragraph", "bare")
            if isinstance(x, ast.Note):
                self.plant(x, rs, line.code, None, line.scope)
            else:
                child = self.plant(x, rs, line.code, line, line.scope, x.label if inside else None, inside)
                kind = {"where": line.wheres, "also": line.also}.get(x.role, line.lines)
                kind.extend([] if x.reserved else [child])
        return line

    def has(self, rs, code):
        """The paragraph of a code, or the entries and rows of a section, table or list: its own."""
        one = self.by_code.get((rs, code))
        return [one] if one else [x for x in self.under.get((rs, code), ()) if not x.parent]

    def at(self, rs, code):
        """The same, with what a section takes over."""
        own = self.has(rs, code)
        return own if len(code) != 2 or not self.takes[rs] else [*own, *self.taken_in(rs, code)]

    def taken_in(self, rs, section):
        """What a list takes over that lies in a section, line by line."""
        if (rs, section) not in self.sections:
            found = []
            for x in self.takes[rs]:
                line = copy(x)
                line.refs = frozenset((home, top or section) for home, top in x.refs if top[:2] in ("", section))
                found += [line] if line.refs else []
            self.sections[rs, section] = found
        return self.sections[rs, section]

    def finish(self, line):
        """The condition of a line, and the paragraphs that it names."""
        node = getattr(line.node, "effect", line.node)
        if head := getattr(node, "head", None):
            line.head, line.opener = head.condition and self.bind(head.condition, line), head.opener
        line.refs = frozenset(self.refs(getattr(node, "refs", ()), line.rs))
        line.exceptions = frozenset(self.refs(getattr(node, "exceptions", ()), line.rs))

    def bind(self, x, line):
        """A part of a condition with its terms put in and its references resolved."""
        if isinstance(x, ast.Term):
            return self.meaning(x, line)
        if isinstance(x, tuple):
            named = x and isinstance(x[0], ast.PathRef | ast.ListRef)
            return self.refs(x, line.rs) if named else tuple(self.bind(y, line) for y in x)
        if not records.is_record(type(x)):
            return x
        names = [f.name for f in records.fields(type(x)) if f.name not in ("span", "depth")]
        found = records.replace(x, **{name: self.bind(getattr(x, name), line) for name in names})
        own = isinstance(x, ast.Listed) and x.own
        # words of another entry than that in which they are asked for
        foreign = own and any(entry_at(pair) != entry_at((line.rs, line.code)) for pair in found.refs)
        return records.replace(found, own=2) if foreign else found

    def bound(self, x, line):
        """The same for what is bound once all lines are there: with the terms that it is the first to use."""
        known, x = len(self.waiting), self.bind(x, line)
        while known < len(self.waiting):
            # what is finished may use more terms
            self.finish(self.waiting[known])
            known += 1
        return x

    def meaning(self, term, line):
        """What a term stands for: a fact, a formula, or a line with its condition."""
        found, scope = [], line.scope
        while scope and not found:
            found = [x for x in only(scope[-1], ast.Define) if (x.term, x.local) == (term.text, term.local)]
            scope = scope if found else scope[:-1]
        if not found:
            for home in (line.rs, self.home(line.rs)):
                known = [x for rs, x in self.defines if (rs, x.term) == (home, term.text)]
                narrow = [x for x in known if any(code in tops(line.code) for code in x.scope)]
                found = found or narrow or [x for x in known if not x.scope]
        key = id(found[0]), line.rs, line.code, tuple(map(id, scope))
        if key not in self.meanings:
            inner = self.plant(found[0], line.rs, line.code, scope=scope)
            head = found[0].head and found[0].head.condition
            renamed = isinstance(head, ast.Holds) and not only(found[0].items, ast.Node)
            formula = found[0].formula or (head.operand if renamed else None)
            self.meanings[key] = self.bind(formula, inner) if formula else inner
        return self.meanings[key]

    def home(self, rs):
        """The ruleset to which bare codes belong."""
        return next((x.name for x in only(self.sets[rs].scope[0], ast.CodesFrom)), rs)

    def refs(self, found, rs):
        """Pairs of a ruleset and a code; the code is "" for a whole list, and the name of a table for a table."""
        home = own = self.home(rs)
        entry, pairs = "", []
        for ref in found:
            if isinstance(ref, ast.ListRef):
                pairs.append((ref.name, "") if ref.name in self.sets else tuple(ref.name.rpartition(".")[::2]))
                continue
            ends = []
            for code in (ref.start, ref.end or ref.start):
                if match := CODE.fullmatch(code):
                    home, entry = match[1].rstrip(".") or own, match[2]
                ends.append(entry + (match[3] if match else code))
            if ref.end:
                # document order: paragraphs of the same depth, entry by entry
                pool = [x.code for x in self.under[home, ""] if x.label and not x.reserved]
                pool = [code for code in pool if code.count(".") == ends[0].count(".")]
                pool.sort(key=lambda code: CODE.match(code)[2])
                ends = pool[pool.index(ends[0]) : pool.index(ends[1]) + 1]
            pairs += [(home, code) for code in dict.fromkeys(ends)]
        return tuple(pairs)

    def attach(self, note):
        """Put a note where it has its effect."""
        kind = type(note.node.effect)
        named = {x for pair in note.refs for x in self.under[pair] if x.listed}
        spared = {x for pair in note.exceptions for x in self.under[pair]}
        keeping = {self.by_code.get((rs, top)) for rs, code in note.exceptions for top in tops(code) if top != code}
        for x in named:
            # a note speaks of the paragraph that it names, or of the entries of a section
            itself = x.label and any((x.rs, top) in note.refs for top in ((x.code,) if x.parent else tops(x.code)))
            x.drops += [note] if kind is ast.Disregards else []
            x.widens += [note] if kind is ast.Widens and itself else []
            taken_above = not itself and x.parent in named and x.parent not in keeping
            if kind in (ast.Excludes, ast.Narrows) and x not in spared and not taken_above:
                (x.beside if x in keeping else x.excludes).append(note)
