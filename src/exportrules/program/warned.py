"""What facts and parts warn of where they are stated, found out when it is first asked."""

from __future__ import annotations

from collections.abc import Mapping

from exportrules.vocabulary import FactDefinition, PartDefinition

Warnings = tuple[tuple[frozenset[str], str], ...]
"""Texts with the members for which each is told; none stands for all."""


class WarnedFacts(dict[str, Warnings]):
    """By the name of the fact."""

    def __init__(self, words: Mapping[str, FactDefinition]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, name: str) -> Warnings:
        found = self[name] = self._words[name].warned_of
        return found


class WarnedParts(dict[str, str]):
    """By the name of the part."""

    def __init__(self, words: Mapping[str, PartDefinition]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, name: str) -> str:
        found = self[name] = self._words[name].warning
        return found
