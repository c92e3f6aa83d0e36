"""Write the lists of facts and kinds: `python docs/generate.py`. A test says when they are out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exportrules.loading import load
from exportrules.vocabulary import FactDefinition, Vocabulary

HERE = Path(__file__).resolve().parent


def fact_lines(vocabulary: Vocabulary) -> Iterator[str]:
    """A table of all facts by owner."""
    yield "# Facts\n\nWhat a case may state, with its owner, form and question. Generated from the rulesets.\n"
    owners: dict[str, list[FactDefinition]] = {}
    for fact in vocabulary.facts.values():
        owners.setdefault(" or ".join(fact.owners), []).append(fact)
    for owner, facts in sorted(owners.items(), key=lambda item: (item[0] != "transaction", item[0] != "item", item[0])):
        yield f"\n## Of {owner.replace('_', ' ')}\n\n| fact | form | asks |\n|---|---|---|"
        yield from (f"| `{fact.name}` | {form_of(fact)} | {fact.question} |" for fact in facts)


def form_of(fact: FactDefinition) -> str:
    """The form of a fact in words."""
    unit = "" if fact.unit is None else f" in {fact.unit.name}"
    over = ", ".join(name if unit is None else f"{name} in {unit.name}" for name, unit in fact.conditions.items())
    group = f" (in group {fact.group})" if fact.group else ""
    values = ": " + ", ".join(fact.values) if fact.values else ""
    return f"{'signed ' if fact.signed else ''}{fact.form}{unit}{values}{group}{' over ' + over if over else ''}"


def kind_lines(vocabulary: Vocabulary) -> Iterator[str]:
    """A tree of all kinds; one with several parents stands below each of them."""
    yield "# Item kinds\n\nWhat a thing is. Generated from the rulesets.\n"
    below: dict[str, list[str]] = {}
    for kind in vocabulary.kinds.values():
        for parent in kind.parents or ("",):
            below.setdefault(parent, []).append(kind.name)

    def tree(name: str, depth: int) -> Iterator[str]:
        for child in sorted(below.get(name, ())):
            kind = vocabulary.kinds[child]
            known = f" ({'; '.join(kind.known_as)})" if kind.known_as else ""
            yield f"{'  ' * depth}* `{child}`{known}{''.join(f'; {text}' for text in kind.remarks)}"
            yield from tree(child, depth + 1)

    yield from tree("", 0)


def pages() -> dict[str, str]:
    """The pages by file name."""
    vocabulary = load().vocabulary
    return {
        "facts.md": "\n".join(fact_lines(vocabulary)) + "\n",
        "kinds.md": "\n".join(kind_lines(vocabulary)) + "\n",
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
