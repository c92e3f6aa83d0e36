"""The paragraphs that findings may name, by ruleset; and the sections that their codes make up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


class Paragraphs(Mapping[str, Collection[str]]):
    """The codes of each ruleset, with what is asked of all of them found out once."""

    __slots__ = ("_codes", "_letters")

    def __init__(self, codes: Mapping[str, Collection[str]]) -> None:
        self._codes = codes
        self._letters: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def __getitem__(self, ruleset: str) -> Collection[str]:
        return self._codes[ruleset]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def has_section(self, ruleset: str, section: str) -> bool:
        """Whether two letters name a section: a category and a kind of item that the list has, if not together."""
        if len(section) != 2 or ruleset not in self._codes:
            return False
        found = self._letters_of(ruleset)
        return section[0] in found[0] and section[1] in found[1]

    def sections_of(self, ruleset: str, category: str) -> tuple[str, ...]:
        """The sections of a category, a digit, in order; empty where the list has no such category."""
        codes = self._codes.get(ruleset, ())
        letters = {code[1:2] for code in codes if code[:1] == category}
        if not category.isdigit() or not letters or not all(letter.isalpha() for letter in letters):
            return ()
        return tuple(f"{category}{letter}" for letter in sorted(self._letters_of(ruleset)[1]) if letter.isalpha())

    def _letters_of(self, ruleset: str) -> tuple[frozenset[str], frozenset[str]]:
        found = self._letters.get(ruleset)
        if found is None:
            codes = self._codes[ruleset]
            found = frozenset(code[0] for code in codes), frozenset(code[1:2] for code in codes)
            self._letters[ruleset] = found
        return found


__all__ = ["Paragraphs"]
