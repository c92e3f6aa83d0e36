"""What names mean at a place: the vocabulary, defined terms in scope, and the parts that are quantified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from exportrules import records
from exportrules.checking.lookups import Lookups
from exportrules.checking.references import ReferenceResolver
from exportrules.checking.report import Report
from exportrules.rules.conditions import Condition, FactRef
from exportrules.rules.rulebook import belongs
from exportrules.syntax import ast
from exportrules.text import Span
from exportrules.vocabulary import ITEM, TRANSACTION, Vocabulary

MAX_NESTED_TERMS = 64
MAX_EXPANSIONS = 20_000
"""How often a file may put defined terms in place of their names: ten that each hold two others make a thousand.

Each file counts for itself, so that its faults are its own: another file beside it never brings it over the limit.
"""


@records.mutable
class World:
    """What is the same for all places of a file: what it sees of the others, the report, parts set aside."""

    lookups: Lookups
    report: Report
    disregarded: list[Disregard] = records.field(factory=lambda: list[Disregard]())
    expansions: int = 0

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that all rules have in common."""
        return self.lookups.vocabulary


@records.frozen
class Disregard:
    """Parts that do not count in some paragraphs."""

    part: str
    ruleset: str
    code: str
    condition: Condition


@records.mutable
class Scope:
    """One place: its ruleset and paragraph code, local terms from the inside out, quantified parts."""

    world: World
    ruleset: str
    code: str = ""
    locals: tuple[ast.Define, ...] = ()
    parts: tuple[str, ...] = ()
    expanding: tuple[str, ...] = ()
    owes: bool = False
    """Whether what stands here is owed with a provision: not in lists and terms, nor in what bars a relief."""
    noted: bool = False
    """Whether notes that stand here are looked for: in entries."""

    def inside(self, part: str) -> Scope:
        """The scope after `has`."""
        return records.replace(self, parts=(*self.parts, part))

    def at(self, code: str, local: Sequence[ast.Define]) -> Scope:
        """The scope of a sub-paragraph with terms of its own, each of which is defined once (XR201)."""
        seen: dict[tuple[str, bool], ast.Define] = {}
        for define in local:
            first = seen.setdefault((define.term, define.local), define)
            if first is not define:
                self.world.report.twice("term", define.term, define.span, first.span)
        return records.replace(self, code=code or self.code, locals=(*local, *self.locals))

    def unheard(self) -> Scope:
        """The same place for lines below a fault, whose own faults would only repeat it."""
        return records.replace(self, world=records.replace(self.world, report=Report()))

    def references(self) -> ReferenceResolver:
        """A resolver of references as seen from here."""
        return ReferenceResolver(self.world.lookups.paths, self.ruleset, self.world.report)

    def find_term(self, term: ast.Term) -> ast.Define | None:
        """The definition of a quoted term, or None after reporting it (XR210)."""
        if term.local:
            for define in self.locals:
                if define.term == term.text:
                    return define
            self.world.report.unknown("XR210", "local term", term.text, [item.term for item in self.locals], term.span)
            return None
        lookups = self.world.lookups
        for ruleset in self._instruments():
            for define in lookups.find_terms(ruleset, term.text):
                if not define.scope or any(belongs(self.code, path) for path in define.scope):
                    return define
        known = [name for ruleset in self._instruments() for name in lookups.known_terms(ruleset)]
        if term.text not in known:
            self.world.report.unknown("XR210", "defined term", term.text, known, term.span)
            return None
        places = [
            path
            for ruleset in self._instruments()
            for define in lookups.find_terms(ruleset, term.text)
            for path in define.scope
        ]
        told = ", ".join(f"`{path}`" for path in places)
        message = f"the term `{term.text}` is not defined for this place"
        self.world.report.error("XR210", message, f"it is defined for {told} only", term.span)
        return None

    def expand(self, term: ast.Term) -> Scope | None:
        """The scope of what a term stands for, or None after reporting a circle (XR406) or a limit (XR901, XR906)."""
        report = self.world.report
        if term.text in self.expanding:
            report.error("XR406", f"`{term.text}` is defined by itself", "break the circle", term.span)
            return None
        if len(self.expanding) >= MAX_NESTED_TERMS:
            message = f"terms nested deeper than {MAX_NESTED_TERMS} levels"
            report.error("XR901", message, "define the term by fewer others", term.span)
            return None
        self.world.expansions += 1
        if self.world.expansions > MAX_EXPANSIONS:
            if self.world.expansions == MAX_EXPANSIONS + 1:
                message = f"this file expands defined terms more than {MAX_EXPANSIONS} times"
                report.error("XR906", message, "use the term in fewer other terms", term.span)
            return None
        return records.replace(self, expanding=(*self.expanding, term.text), owes=False, noted=False)

    def check_name(self, define: ast.Define) -> None:
        """A term that only names a fact has no days, gaps or lines of its own (XR709)."""
        for item in define.items:
            gap = isinstance(item, ast.Field) and item.name == "not modelled"
            if gap or not isinstance(item, ast.Field | ast.Evidence | ast.See):
                what = "not modelled" if gap else "in force" if isinstance(item, ast.Period) else "the line"
                shown = what if what == "the line" else f"`{what}`"
                message = f"{shown} has no effect under `{define.term}`, which only names a fact"
                self.world.report.error("XR709", message, "put it under the statements that use the term", item.span)

    def _instruments(self) -> tuple[str, ...]:
        home = self.world.lookups.paths.home(self.ruleset)
        return (self.ruleset,) if home == self.ruleset else (self.ruleset, home)

    def fact(self, name: ast.Name) -> FactRef | None:
        """Resolve a fact name to its owner here, or report it (XR204, XR211)."""
        vocabulary, report = self.world.vocabulary, self.world.report
        definition = vocabulary.facts.get(name.name)
        if definition is None:
            report.unknown("XR204", "fact", name.name, vocabulary.facts, name.span)
            return None
        if definition.owners == (TRANSACTION,):
            return FactRef(name.name, "transaction")
        if not name.of_item and self.parts and vocabulary.owned_by_part(name.name, self.parts[-1]):
            return FactRef(name.name, "it")
        if ITEM in definition.owners:
            return FactRef(name.name, "item")
        owner = " or ".join(f"`{item}`" for item in definition.owners)
        report.error(
            "XR211",
            f"`{name.name}` is a fact of {owner}",
            f"quantify the part: `some {definition.owners[0]} has {name.name} …`",
            name.span,
        )
        return None

    def check_part(self, name: str, span: Span) -> None:
        """Report a part that neither the item nor the part at hand can have (XR211)."""
        parts = self.world.vocabulary.parts
        # named in a case it may be by a wider or a narrower name
        near = [item for item in parts.values() if name in item.above or item.name in parts[name].above]
        owners = {owner for item in near for place in item.above if place in parts for owner in parts[place].owners}
        # an item is whatever is tested as one
        holders = [ITEM, *(item.name for item in parts.values() if item.as_item), *self.parts[-1:]]
        above = {place for holder in holders for place in (parts[holder].above if holder in parts else (holder,))}
        if owners.isdisjoint(above):
            first = min(owners)
            words = " or ".join(f"`{owner}`" for owner in sorted(owners))
            message = f"`{name}` is a part of {words}"
            self.world.report.error("XR211", message, f"quantify that first: `some {first} has …`", span)

    def subject(self, word: Literal["item", "it"], span: Span) -> Literal["item", "it"]:
        """`it` needs a part."""
        if word == "it" and not self.parts:
            self.world.report.error("XR212", "`it` outside `has`", "write `item`, or quantify a part", span)
            return "item"
        return word

    def ignored(self, part: str) -> tuple[tuple[str, Condition], ...]:
        """Parts that notes set aside for a quantifier over `part` here."""
        above = self.world.vocabulary.parts[part].above if part in self.world.vocabulary.parts else frozenset[str]()
        found: list[tuple[str, Condition]] = []
        for item in self.world.disregarded:
            if item.ruleset != self.ruleset or not belongs(self.code, item.code):
                continue
            narrower = self.world.vocabulary.parts.get(item.part)
            if item.part in above or (narrower is not None and part in narrower.above):
                found.append((item.part, item.condition))
        return tuple(found)
