"""What other files see of a file: of each block its name, place and codes; the block itself when somebody asks for it.

All of it follows from the text of the one file, so that it is kept with the parsed text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from exportrules import records
from exportrules.syntax import ast
from exportrules.text import NOWHERE, Span

WORDS: Final = ("Kind", "Part", "Fact", "Group")
"""The blocks that declare words for all files."""


@records.frozen
class Outline:
    """A block as others see it."""

    form: str
    """The name of its class."""
    name: str = ""
    scope: tuple[str, ...] = ()
    """The sections for which a term is defined."""
    codes: tuple[str, ...] = ()
    """The paragraphs of an entry, in their order."""
    closed: bool = False
    """Whether an entry is declared not modelled as a whole, so that its paragraphs have no codes of their own."""
    speaks: tuple[tuple[ast.Ref, ...], ...] = ()
    """What its notes speak of that change what a paragraph says."""
    disregards: bool = False
    """Whether one of them sets parts aside."""
    span: Span = records.field(default=NOWHERE, eq=False, repr=False)


WORD_OUTLINES: Final = {form: Outline(form) for form in WORDS}
"""Words are looked at all together or not at all."""


@records.frozen(eq=False)
class Block:
    """A block of a file, which is read when it is asked for."""

    file: str
    outline: Outline
    tree: Callable[[], Any]
    digest: Callable[[], str]
    """Of all that it says, with its places."""

    @property
    def name(self) -> str:
        """Its name: that of the measure, table or term, or the code of the entry."""
        return self.outline.name

    @property
    def span(self) -> Span:
        """Where it begins."""
        return self.outline.span


@records.frozen(eq=False)
class OutlinedFile:
    """A parsed file: its blocks in order, and the names that blocks with faults would have declared."""

    name: str
    blocks: tuple[Block, ...]
    lost: frozenset[str] = frozenset()
    words: str = ""
    """A digest of the words that it declares for all, if somebody needs it; empty if there are none."""


def outline_file(file: ast.File) -> OutlinedFile:
    """A file that was just parsed."""
    blocks = tuple(_whole(file.name, block) for block in file.blocks)
    return OutlinedFile(file.name, blocks, file.lost)


def _whole(file: str, block: ast.Block) -> Block:
    # who keeps parsed texts knows their digests; nobody else asks for them
    return Block(file, outline_block(block), lambda: block, lambda: "")


def outline_block(block: ast.Block) -> Outline:
    """What others see of a block."""
    form = type(block).__name__
    match block:
        case ast.Entry():
            codes = tuple(_codes(block.path, block.items))
            notes = list(_notes(block.items))
            return Outline(form, block.path, (), codes, _is_closed(block), *_spoken_of(notes), block.span)
        case ast.Note():
            return Outline(form, "", (), (), False, *_spoken_of([block]), block.span)
        case ast.Define():
            return Outline(form, block.term, block.scope, span=block.span)
        case ast.Ruleset() | ast.Table() | ast.Measure() | ast.Relief():
            return Outline(form, block.name, span=block.span)
        case ast.Takes():
            return Outline(form, span=block.span)
        case _:
            return WORD_OUTLINES[form]


def _is_closed(entry: ast.Entry) -> bool:
    """An entry that is declared not modelled as a whole: its paragraphs have no codes of their own."""
    has_lines = any(isinstance(item, ast.Node) and item.label for item in entry.items)
    return not has_lines and any(isinstance(item, ast.Field) and item.name == "not modelled" for item in entry.items)


def _codes(path: str, items: Iterable[object]) -> list[str]:
    found = [path]
    for item in items:
        if isinstance(item, ast.Node) and item.role == "paragraph":
            found += _codes(f"{path}.{item.label}", item.items)
    return found


def _notes(items: Iterable[object]) -> Iterator[ast.Note]:
    for item in items:
        if isinstance(item, ast.Note):
            yield item
        elif isinstance(item, ast.Node):
            yield from _notes(item.items)


def _spoken_of(notes: Iterable[ast.Note]) -> tuple[tuple[tuple[ast.Ref, ...], ...], bool]:
    effects = [note.effect for note in notes if not isinstance(note.effect, ast.Explains)]
    return tuple(item.refs for item in effects), any(isinstance(item, ast.Disregards) for item in effects)


__all__ = ["WORDS", "WORD_OUTLINES", "Block", "Outline", "OutlinedFile", "outline_block", "outline_file"]
