"""References, statements and notes for the reference evaluator: sections 1 (bands) and 2 of docs/semantics.md."""

from __future__ import annotations

import re
from itertools import product
from typing import Any, NamedTuple

from reference_ends import F, T, U, cells, count, least, most
from reference_facts import Ctx, below, modelled, only, present
from reference_tests import Tests

from exportrules.case.values import Choices, Flag, NotApplicable, Subject
from exportrules.syntax import ast

CODE = re.compile(r"((?:[a-z]\w*\.)*)(\d[A-E](?:\d{3})?|X(?:\.\w+){3})((?:\.\w+)*)")


class Place(NamedTuple):
    """A statement of a list, or a note: its code is that of the paragraph; targets and exceptions are a note's."""

    rs: str
    code: str
    node: Any
    parent: Any
    scope: tuple
    labelled: bool
    targets: Any = ()
    exceptions: Any = ()

    @property
    def entry(self):
        return self.parent.entry if self.parent else self.code

    @property
    def depth(self):
        return len(self.code) - len(self.code.replace(".", ""))


def inside(place, found):
    return any(place.rs == rs and below(place.code, code) for rs, code in found)


def lines(node):
    return only(node.items, ast.Node, "paragraph", "bare")


def identity(found):
    """A key: by value what is a name or a pair of names, else by identity."""
    if isinstance(found, str | bool | type | None):
        return found
    if type(found) is tuple:
        return tuple(map(identity, found))
    return id(found)


def remembered(method):
    """Keep what does not depend on the case, so that the real law can be tested in bearable time."""

    def look_up(self, *found):
        key = method.__name__, identity(found)
        if key not in self.memory:
            self.memory[key] = method(self, *found), found
        return self.memory[key][0]

    return look_up


def settled(method):
    """Keep a truth for a case, with what it asked of that may be supposed: it holds wherever the same is supposed."""

    def look_up(self, *found):
        kept = self.truths.setdefault((method.__name__, identity(found)), [])
        for truth, asked, supposed, _ in kept:  # noqa: B007
            if all(supposed.get(key) == self.supposed.get(key) for key in {*supposed, *self.supposed} if key in asked):
                break
        else:
            before, self.asked = self.asked, set()
            truth = method(self, *found)
            asked, self.asked = self.asked, before
            kept.append((truth, asked, dict(self.supposed), found))
        self.asked |= asked
        return truth

    return look_up


class Statements(Tests):
    """Parsed files, to be evaluated for a case and a day (`about`)."""

    def __init__(self, files):
        self.sets, self.names, self.defines, self.places, self.notes = {}, {}, [], [], []
        self.supposed, self.memory, self.above, self.unused = {}, {}, {}, set()
        for block in (block for file in files for block in file.blocks):
            if isinstance(block, ast.Ruleset):
                rs, (headers, blocks) = block.name, self.sets.setdefault(block.name, ([], []))
                headers.extend(block.headers)
                continue
            blocks.append(block)
            if isinstance(block, ast.Define):
                self.defines.append((rs, block))
            for name in getattr(block, "names", ()) or (getattr(block, "name", ""),):
                self.names[type(block), name] = block, rs
            if isinstance(block, ast.Entry | ast.Note):
                self.plant(block, rs, "", None, ())
        self.of_node = {id(place.node): place for place in self.places}
        self.by_code = {(p.rs, p.code): p for p in self.places if p.labelled}
        for i, n in enumerate(self.notes):
            exceptions = self.refs(getattr(n.node.effect, "exceptions", ()), n.rs)
            self.notes[i] = n._replace(targets=self.refs(n.node.effect.refs, n.rs), exceptions=exceptions)
        # by ruleset, for each kind of note, since the real law has many
        self.notes_of = {}
        for n in self.notes:
            for rs in {rs for rs, _ in n.targets}:
                self.notes_of.setdefault((rs, type(n.node.effect)), []).append(n)

    def about(self, case, day):
        self.case, self.day, self.deal = case, day, Subject("", facts=case.transaction)
        self.truths, self.asked = {}, set()
        return self

    def plant(self, node, rs, code, parent, scope):
        if isinstance(node, ast.Note):
            self.notes.append(Place(rs, code, node, parent, scope, labelled=False))
            return
        label = node.path if isinstance(node, ast.Entry) else node.label
        code = f"{code}.{label}" if parent and label else label or code
        place = Place(rs, code, node, parent, scope, bool(label))
        self.places.append(place)
        self.unused |= {(rs, f"{code}.{x.label}") for x in only(node.items, ast.Node) if x.reserved}
        for x in [*lines(node), *only(node.items, ast.Note)]:
            self.plant(x, rs, code, place, (*scope, node.items))

    @remembered
    def refs(self, found, rs):
        """Pairs of a ruleset and a code; the code "" means the whole list or table of that name."""
        own = home = next((x.name for x in only(self.sets[rs][0], ast.CodesFrom)), rs)
        entry, pairs = "", []
        for ref in found:
            span = []
            for code in () if isinstance(ref, ast.ListRef) else (ref.start, ref.end or ref.start):
                if match := CODE.fullmatch(code):
                    home, entry = match[1].rstrip(".") or own, match[2]
                span.append(entry + (match[3] if match else code))
            if span and ref.end:
                # document order: paragraphs of the same depth, entry by entry
                depth = self.by_code[home, span[0]].depth
                pool = [p for p in self.places if p.labelled and (p.rs, p.depth) == (home, depth)]
                pool = [p.code for p in sorted(pool, key=lambda p: p.entry)]
                span = pool[pool.index(span[0]) : pool.index(span[1]) + 1]
            pairs += [(home, code) for code in dict.fromkeys(span)] if span else [(ref.name, "")]
        return pairs

    # ---- statements ----------------------------------------------------------------------------------------------
    def enter(self, node, ctx):
        place = self.of_node.get(id(node))
        if not place:
            return ctx._replace(scope=(*ctx.scope, node.items))
        scope = (*place.scope, node.items)
        return Ctx(ctx.item, ctx.it, place.rs, place.code, scope, *self.noted(place))

    @remembered
    def noted(self, place):
        """The notes that widen the kind tests of a statement, and those by which parts do not count in it."""
        widen = [n for n in self.notes_of.get((place.rs, ast.Widens), ()) if self.names_it(n, place)]
        drop = [n for n in self.notes_of.get((place.rs, ast.Disregards), ()) if inside(place, n.targets)]
        return tuple(widen), tuple(drop)

    def names_it(self, note, place):
        """Whether a place is itself a target: the paragraph, or an entry of the section or list."""
        top = place.parent is None
        return place.labelled and any(
            place.rs == rs and (place.code == code or (top and len(code) < 3 and below(place.code, code)))
            for rs, code in note.targets
        )

    def hold(self, node, ctx, timed=True, divided=False):
        """The truth of a statement; `divided`: without the paragraphs that it is divided into."""
        if id(node) in self.of_node:
            # what is in sight in a line of a list follows from where it stands
            return self.hold_in_list(node, ctx.item, ctx.it, timed, divided)
        return self.hold_here(node, ctx, timed, divided)

    @settled
    def hold_in_list(self, node, item, it, timed, divided):
        return self.hold_here(node, Ctx(item, it), timed, divided)

    def hold_here(self, node, ctx, timed, divided):
        """Section 2: (head and wheres and block or also) and not exclusions."""
        place, ctx = self.of_node.get(id(node)), self.enter(node, ctx)
        inner = ctx._replace(widen=()) if place else ctx
        opener = node.head and node.head.opener
        found = [x for x in lines(node) if not (divided and x.label)]
        main = least(test() for test in (lambda: self.frame(node, ctx), lambda: self.block(opener, found, inner)))
        also = only(node.items, ast.Node, "also") if main != T else []
        around = 2 - self.excluded(place, ctx, around=True) if place and also else T
        result = max([main, *(min(around, self.hold(x, inner)) for x in also)])
        if place and result:
            result = min(result, 2 - self.excluded(place, ctx))
        return min(result, present(node.items, self.day)) if timed else result

    def frame(self, node, ctx):
        """The head and the `where` lines, at most unknown where something is not modelled."""
        head = self.cond(node.head.condition, ctx) if node.head and node.head.condition else T
        wheres = only(node.items, ast.Node, "where") if head else []
        return min(head, modelled(node.items), least(self.hold(x, ctx) for x in wheres))

    def block(self, opener, found, ctx):
        if not opener:
            return T
        test = lambda c: self.join(opener, found, c)  # noqa: E731
        return self.quantify(opener.quantifier, ctx, test) if opener.quantifier else test(ctx)

    def join(self, opener, found, ctx):
        if opener.connective == "all":
            return least(self.required(x, ctx) for x in found)
        if opener.connective == "at least":
            return count(opener.count, [self.limb(x, ctx) for x in found])
        held = most(self.limb(x, ctx) for x in found)
        held = T if held == U and self.bands_join(found, ctx) else held
        return 2 - held if opener.connective == "none" else held

    def required(self, x, ctx):
        """A limb of `all of:`; one that is not in force asks for nothing."""
        t = present(x.items, self.day)
        return T if t == F else max(self.limb(x, ctx, timed=False), 2 - t)

    def limb(self, x, ctx, timed=True):
        place = self.of_node.get(id(x))
        t = self.hold(x, ctx, timed=timed)
        return self.found(ctx.item, place.rs, place.code, t) if place and place.labelled else t

    def bands_join(self, found, ctx):
        """Whether, on each stretch of the facts that several lines test, one of those lines holds."""
        tests = []
        for x in found:
            heads = [y.head.condition for y in (x, *only(x.items, ast.Node, "where")) if y.head and y.head.condition]
            tests.append([pair for head in heads for pair in self.cuts(head, self.enter(x, ctx))])
        chosen, size = {}, 1
        for key in dict.fromkeys(key for line in tests for key, _ in line):
            cuts = [cut for line in tests for k, some in line if k == key for cut in some]
            stretches = self.stretches(key, cuts, ctx)
            several = sum(any(k == key for k, _ in line) for line in tests) > 1
            if several and len(stretches) > 1 and len(chosen) < 3 and size * len(stretches) <= 64:
                chosen[key], size = stretches, size * len(stretches)
        if not chosen:
            return False
        self.asked.add("split")
        if "split" in self.supposed:
            return False
        concerned = [x for x, line in zip(found, tests, strict=True) if any(key in chosen for key, _ in line)]
        before = self.supposed
        try:
            for spot in product(*chosen.values()):
                self.supposed = {**before, **dict(zip(chosen, spot, strict=True)), "split": True}
                if not any(self.limb(x, ctx) == T for x in concerned):
                    return False
            return True
        finally:
            self.supposed = before

    def cuts(self, x, ctx):
        """The facts that a head tests, each with the limits of the test."""
        if isinstance(x, ast.Not):
            return self.cuts(x.item, ctx)
        if isinstance(x, ast.And | ast.Or):
            return [pair for y in x.items for pair in self.cuts(y, ctx)]
        op, inner = self.resolve(x.operand, ctx) if hasattr(x, "operand") else (None, ctx)
        if isinstance(op, ast.Term):
            found, inner = self.define(op, inner)
            return self.cuts(found.head.condition, self.enter(found, inner)) if found.head.condition else []
        if not isinstance(op, ast.Name):
            return []
        fact = self.names[ast.Fact, op.name][0]
        key = id(self.owner(fact.owners, inner._replace(it=None) if op.of_item else inner)), op.name
        if isinstance(x, ast.Compare) and fact.type.form == "quantity" and not fact.type.conditions:
            bounds = [y for y in (x.limit.low, x.limit.high) if y]
            numbers = all(isinstance(y, ast.Number) for y in bounds)
            return [(key, [end[0] for y in bounds for end in self.number(y, ctx)])] if numbers else []
        return [(key, [])] if fact.type.form in ("one of", "yes or no") and not isinstance(x, ast.NotApplicable) else []

    def stretches(self, key, cuts, ctx):
        fact = self.names[ast.Fact, key[1]][0]
        owner = next(s for s in (ctx.it, ctx.item, self.deal) if id(s) == key[0])
        value = owner.facts.get(key[1])
        if isinstance(value, NotApplicable):
            return []
        if fact.type.form == "yes or no":
            return [value] if value else [Flag(True, ""), Flag(False, "")]
        if fact.type.form == "one of":
            return [Choices(frozenset((word,)), "") for word in (value.values if value else fact.type.values)]
        return [[cell] for cell in cells(cuts, self.numbers(value, key[1]))]

    # ---- notes ---------------------------------------------------------------------------------------------------
    def note(self, note, ctx, timed=True):
        """Whether the condition of a note holds; it is asked about the item, or about the part `it`."""
        return self.note_holds(note, ctx.item, ctx.it, timed)

    @settled
    def note_holds(self, note, item, it, timed):
        node = ast.Node("bare", None, note.node.effect.head, note.node.items)
        return self.hold(node, Ctx(item, it, note.rs, note.code, note.scope), timed=timed)

    def excluded(self, place, ctx, around=False):
        """What notes take out here; `around`: notes that leave only a paragraph below in, for what lies beside it."""
        ctx, result = ctx._replace(it=None), F
        for n in self.excluding(place, around):
            if isinstance(n.node.effect, ast.Excludes):
                result = max(result, self.note(n, ctx))
            else:
                result = max(result, min(2 - self.note(n, ctx, timed=False), present(n.node.items, self.day)))
        return result

    @remembered
    def excluding(self, place, around):
        above = place.parent
        return [
            n
            for kind in (ast.Excludes, ast.Narrows)
            for n in self.notes_of.get((place.rs, kind), ())
            if inside(place, n.targets)
            and not inside(place, n.exceptions)
            and self.keeps(n, place) == around
            and not (above and inside(above, n.targets) and not self.keeps(n, above))
        ]

    def keeps(self, note, place):
        """Whether something that the note excepts stands below a place."""
        below_it = [code for rs, code in note.exceptions if rs == place.rs and code != place.code]
        return place.labelled and any(below(code, place.code) for code in below_it)
