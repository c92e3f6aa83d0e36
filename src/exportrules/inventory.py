"""What the loaded lists hold, paragraph by paragraph: codes, figures, numbers, notes and how each is treated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from exportrules import records
from exportrules.jsontext import read_json
from exportrules.resources import data_folder
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Note, Statement

if TYPE_CHECKING:
    from exportrules.loading import Rules
    from exportrules.rules.rulebook import Rulebook

__all__ = ["Regimes", "list_paragraphs", "read_regimes", "status_of"]


def list_paragraphs(rules: Rules) -> Iterator[dict[str, Any]]:
    """One record per paragraph of every list of some rules, in the order of the lists.

    Shape: {"ruleset", "code", "status", "title", "children", "quantities", "cas", "cn", "evidence",
    "in_force_from", "in_force_until", "regime", "note_count", "notes", "definitions"}; days as text or None.
    """
    book, regimes = rules.book, read_regimes()
    for ruleset, known in sorted(book.statements.items()):
        notes: dict[str, list[Note]] = {}
        for note in book.notes.get(ruleset, ()):
            notes.setdefault(note.owner, []).append(note)
        for code in known:
            for statement in book.find_all(ruleset, code):
                record = _record(book, ruleset, code, statement, notes.get(code, []))
                yield {**record, "regime": regimes.regime_of(ruleset, code)}


@records.frozen
class Regimes:
    """From which regime an entry comes, read off its number: the third character, for each list that is numbered so."""

    names: Mapping[str, str]
    lists: Mapping[str, Any]
    members: Mapping[str, str] = records.field(factory=dict[str, str])
    """The group of countries that belong to each regime; one without a group has no members."""

    def regime_of(self, ruleset: str, code: str) -> str | None:
        """The short name of the regime; None for a list that is not numbered by regime."""
        numbering = self.lists.get(ruleset)
        if numbering is None or len(code) < 3:
            return None
        found = numbering["instead_in_category"].get(code[0], {}).get(code[2])
        return str(found or numbering["third_character"].get(code[2]) or "") or None


def read_regimes() -> Regimes:
    """The table of regimes that ships beside the law."""
    text = (data_folder("rulesets") / "common" / "regimes.json").read_bytes()
    data: Any = read_json(text, where="regimes.json")
    return Regimes(data["names"], data["lists"], data["members"])


def status_of(statement: Statement) -> str:
    """How a paragraph is treated: modelled, not_modelled, reserved, or a heading that asserts nothing."""
    if statement.reserved:
        return "reserved"
    if statement.not_modelled is not None:
        return "not_modelled"
    asserts = statement.head is not None or statement.wheres or statement.also
    return "modelled" if asserts or not statement.paragraphs else "heading"


def _record(book: Rulebook, ruleset: str, code: str, statement: Statement, notes: list[Note]) -> dict[str, Any]:
    info = book.rulesets[ruleset]
    found = _Figures(book)
    found.read_statement(statement)
    period = statement.period
    above = statement.parent
    while above is not None and period.start is None:
        period, above = above.period, above.parent
    start = period.start or info.period.start
    end = statement.period.end or info.period.end
    return {
        "ruleset": ruleset,
        "code": code,
        "status": status_of(statement),
        "title": statement.title,
        "children": {"any": "any", "all": "all"}.get(statement.connective) if statement.paragraphs else None,
        "quantities": found.quantities,
        "limits": found.limits,
        "cas": found.cas,
        "cn": found.cn,
        "evidence": statement.evidence or info.evidence,
        "in_force_from": None if start is None else start.isoformat(),
        "in_force_until": None if end is None else end.isoformat(),
        "note_count": sum(1 for note in notes if not note.technical),
        "notes": [_note(note, book) for note in notes],
        "definitions": [
            {"term": term, "quantities": inner.all_quantities(), "limits": inner.limits}
            for term, inner in sorted(found.definitions.items())
        ],
    }


def _note(note: Note, book: Rulebook) -> dict[str, Any]:
    found = _Figures(book)
    if note.body is not None:
        found.read(note.body)
    found.quantities += [item.text for item in note.printed]
    return {
        "label": note.label,
        "technical": note.technical,
        "effect": note.effect,
        "quantities": found.quantities,
        "limits": found.limits,
    }


class _Figures:
    """Figures, CAS numbers and customs codes of conditions, each in the order in which it is printed."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.quantities: list[str] = []
        self.limits: list[str] = []
        self.cas: list[str] = []
        self.cn: list[str] = []
        self.definitions: dict[str, _Figures] = {}

    def all_quantities(self) -> list[str]:
        """The figures with those of the terms within."""
        return [*self.quantities, *(text for inner in self.definitions.values() for text in inner.all_quantities())]

    def read_statement(self, statement: Statement) -> None:
        """What stands in the statement's own lines, without its numbered paragraphs."""
        for condition in (statement.head, *statement.wheres, *statement.also):
            if condition is not None:
                self.read(condition)
        if statement.connective == "at least" or statement.quantifier_count > 1:
            self.quantities.append(f"{max(statement.count, statement.quantifier_count)} count")
        for member in statement.members:
            if not member.code:
                self.read_statement(member)
        self.quantities += [item.text for item in statement.printed]

    def read(self, condition: rules.Condition) -> None:
        """Every figure of a condition."""
        match condition:
            case Statement():
                self.read_statement(condition)
                for member in condition.members:
                    if member.code:
                        self.read_statement(member)
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    self.read(item)
            case rules.Negated():
                self.read(condition.item)
            case rules.Defined():
                self._define(condition.term).read(condition.meaning)
            case rules.PartTest():
                self._part(condition)
            case _:
                self._test(condition)

    def _part(self, test: rules.PartTest) -> None:
        if test.count > 1 or test.mode in ("at most", "exactly"):
            self.quantities.append(f"{test.count} count")
        if test.body is not None:
            self.read(test.body)

    def _test(self, test: rules.Condition) -> None:
        match test:
            case rules.NumberTest():
                self.read_expression(test.fact)
                for bounds in (test.bounds, *(at.bounds for at in test.at)):
                    if bounds is not None:
                        self._bounds(bounds)
            case rules.RangeTest():
                self._bounds(test.bounds)
            case rules.SetTest() if test.count > 1:
                self.quantities.append(f"{test.count} count")
            case rules.CasTest():
                self.cas.append(test.number)
            case rules.CodeTest():
                self.cn.append(test.code)
            case _:
                pass

    def read_expression(self, expression: rules.Expression) -> None:
        """Every figure of a formula; those of a derived fact count as a definition."""
        match expression:
            case rules.Constant():
                self.quantities.append(expression.text)
            case rules.Arithmetic():
                self.read_expression(expression.left)
                self.read_expression(expression.right)
            case rules.Scaled():
                self.read_expression(expression.body)
            case rules.Gathered():
                for item in expression.items:
                    self.read_expression(item)
            case rules.Stripped():
                self.read_expression(expression.fact)
            case rules.FactRef():
                for line in self.book.formulas.get(expression.name, ()):
                    if expression.name not in self.definitions:
                        self._define(expression.name)
                    inner = self.definitions[expression.name]
                    if len(inner.quantities) < 100:
                        inner.read_expression(line.body)
                        if line.when is not None:
                            inner.read(line.when)

    def _bounds(self, bounds: rules.Bounds) -> None:
        for side, closed, words in (
            (bounds.low, bounds.low_closed, ("above", "at_least")),
            (bounds.high, bounds.high_closed, ("below", "at_most")),
        ):
            if isinstance(side, rules.Constant):
                self.limits.append(f"{words[closed]} {side.text}")
        for side in (bounds.low, bounds.high):
            if side is not None and not (side is bounds.high and side is bounds.low):
                self.read_expression(side)
        if bounds.low is not None and bounds.low is bounds.high:
            self.read_expression(bounds.low)

    def _define(self, term: str) -> _Figures:
        return self.definitions.setdefault(term, _Figures(self.book))
