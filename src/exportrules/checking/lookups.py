"""What the rules of one file ask of the others, question by question.

While a file is checked, each question is kept. Where all of them have the same answers the next time, the file means
what it meant, whatever else has changed: nothing but these answers comes from outside the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from exportrules.checking.law import Law
from exportrules.checking.references import PathTable
from exportrules.syntax import ast
from exportrules.vocabulary import Vocabulary

Question = tuple[str, str, str]
"""What is asked, of which ruleset (empty for the words that all have in common), and for which name."""
Value = TypeVar("Value")


class Lookups:
    """All that a file sees of the others; the questions that it asks are kept."""

    def __init__(self, law: Law, file: str) -> None:
        """Look into a law for one file."""
        self._law = law
        self.asked: dict[Question, None] = {("notes", "", file): None}
        meanings = law.meanings
        self.vocabulary = Vocabulary(
            Watched(meanings.kinds, "kind", self.asked),
            Watched(meanings.parts, "part", self.asked),
            Watched(meanings.facts, "fact", self.asked),
            Watched(meanings.groups, "group", self.asked),
        )
        self.formulas: Mapping[str, Any] = Watched(dict.fromkeys(law.derived), "derived", self.asked)
        self.paths = WatchedPaths(law.paths, self.asked)

    def find_terms(self, ruleset: str, term: str) -> Sequence[ast.Define]:
        """The definitions of a term in a ruleset, the narrower scope first."""
        self.asked["term", ruleset, term] = None
        return [block.tree() for block in self._law.terms.get(ruleset, {}).get(term, ())]

    def known_terms(self, ruleset: str) -> Mapping[str, object]:
        """Every term of a ruleset, to name the nearest one beside a fault."""
        return self._law.terms.get(ruleset, {})


class Watched(Mapping[str, Value], Generic[Value]):
    """A table of which every entry that somebody looks for is kept as a question.

    Only a fault tells of all entries (to name the nearest one), and what has a fault is checked again each time.
    """

    __slots__ = ("_asked", "_form", "_table")

    def __init__(self, table: Mapping[str, Value], form: str, asked: dict[Question, None]) -> None:
        self._table = table
        self._form = form
        self._asked = asked

    def __getitem__(self, key: str) -> Value:
        self._asked[self._form, "", key] = None
        return self._table[key]

    def __contains__(self, key: object) -> bool:
        self._asked[self._form, "", str(key)] = None
        return key in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class WatchedPaths(PathTable):
    """The paragraphs of all lists; what is asked about them is kept."""

    def __init__(self, table: PathTable, asked: dict[Question, None]) -> None:
        super().__init__(table.homes, table.codes, {}, table.tables)
        self._table = table
        self._asked = asked

    def has_ruleset(self, ruleset: str) -> bool:
        """Whether it is loaded."""
        self._asked["ruleset", ruleset, ""] = None
        return self._table.has_ruleset(ruleset)

    def home(self, ruleset: str) -> str:
        """The ruleset to which bare codes in this one belong."""
        self._asked["home", ruleset, ""] = None
        return self._table.home(ruleset)

    def has_table(self, ruleset: str, table: str) -> bool:
        """Whether the ruleset has a table of that name."""
        self._asked["table", ruleset, table] = None
        return self._table.has_table(ruleset, table)

    def has_code(self, ruleset: str, code: str) -> bool:
        """Whether the ruleset has exactly this paragraph."""
        self._asked["code", ruleset, code] = None
        return self._table.has_code(ruleset, code)

    def knows(self, ruleset: str, code: str) -> bool:
        """Whether the ruleset has the paragraph (or the section, or the entry is declared not modelled)."""
        self._asked["knows", ruleset, code] = None
        return self._table.knows(ruleset, code)

    def between(self, ruleset: str, first: str, last: str) -> tuple[str, ...] | None:
        """The codes from one to another, none if they run backwards; None where one of the two is not there."""
        self._asked["between", ruleset, f"{first} {last}"] = None
        return self._table.between(ruleset, first, last)


def answer(law: Law, question: Question) -> Any:
    """The answer to a question as plain data; what is a definition or a block is told by its digest."""
    form, about, name = question
    paths = law.paths
    match form:
        case "kind" | "part" | "fact" | "group":
            return law.digests.get(f"{form} {name}", "")
        case "derived":
            return name in law.derived
        case "term":
            return [block.digest() for block in law.terms.get(about, {}).get(name, ())]
        case "notes":
            return [[ruleset, block.digest()] for ruleset, block in law.notes.get(name, ())]
        case "ruleset":
            return paths.has_ruleset(about)
        case "home":
            return paths.home(about)
        case "table":
            return paths.has_table(about, name)
        case "code":
            return paths.has_code(about, name)
        case "knows":
            return paths.knows(about, name)
        case "between":
            first, _, last = name.partition(" ")
            return paths.between(about, first, last)
        case _:
            # asked by other code than this
            return None


__all__ = ["Lookups", "Question", "answer"]
