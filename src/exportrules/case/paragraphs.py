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
        found = self._letters.get(ruleset)
        if found is None:
            codes = self._codes[ruleset]
            found = frozenset(code[0] for code in codes), frozenset(code[1:2] for code in codes)
            self._letters[ruleset] = found
        return section[0] in found[0] and section[1] in found[1]


__all__ = ["Paragraphs"]
