"""All files seen together, without what their paragraphs say: names, words in common, terms, who speaks of whom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from exportrules import records
from exportrules.checking.collecting import Gathered, check_names, check_rulesets, gather, read_header
from exportrules.checking.outline import Block, OutlinedFile
from exportrules.checking.references import PathTable, ReferenceResolver, natural_key
from exportrules.checking.report import Report
from exportrules.checking.vocabulary import build_vocabulary, find_derived, only_meaning
from exportrules.rules.conditions import Target
from exportrules.rules.rulebook import RulesetInfo
from exportrules.rules.tables import Table
from exportrules.vocabulary import Vocabulary

Words = tuple[Vocabulary, frozenset[str], Mapping[str, str]]
"""All definitions, the facts that have formulas, and a digest of each meaning if somebody needs it."""
FindWords = Callable[[Sequence[OutlinedFile], Mapping[str, Gathered], Report], Words]


@records.frozen(eq=False)
class Law:
    """What the rules of one file may ask about the others, and what is checked without them."""

    gathered: Mapping[str, Gathered]
    rulesets: Mapping[str, RulesetInfo]
    vocabulary: Vocabulary
    meanings: Vocabulary
    """The same, without what only people read."""
    derived: frozenset[str]
    digests: Mapping[str, str]
    """By form and name the digest of what each definition means."""
    paths: PathTable
    terms: Mapping[str, Mapping[str, Sequence[Block]]]
    notes: Mapping[str, tuple[tuple[str, Block], ...]]
    """For each file the blocks of other files, with their rulesets, whose notes bear on its paragraphs; in order."""
    lost: frozenset[str]


def read_law(
    files: Sequence[OutlinedFile],
    texts: Mapping[str, Sequence[str]],
    report: Report,
    find_words: FindWords | None = None,
) -> Law:
    """Bring files together; `texts` are those of each ruleset, `find_words` may know their words already."""
    gathered = gather(files, report)
    rulesets = {name: read_header(item, _digest(texts.get(name, ())), report) for name, item in gathered.items()}
    check_rulesets(gathered, report)
    for item in gathered.values():
        check_names(item, report)
    vocabulary, derived, digests = (find_words or _build_words)(files, gathered, report)
    for item in gathered.values():
        item.entries.sort(key=lambda entry: natural_key(entry.name))
        _check_entries(item, report)
    paths = _paths(gathered, rulesets)
    return Law(
        gathered,
        rulesets,
        vocabulary,
        Vocabulary(*map(_meanings, vocabulary_tables(vocabulary))),
        derived,
        digests,
        paths,
        _terms(gathered),
        _find_notes(gathered, paths),
        frozenset(report.lost),
    )


def vocabulary_tables(vocabulary: Vocabulary) -> tuple[Mapping[str, Any], ...]:
    """Its four tables."""
    return vocabulary.kinds, vocabulary.parts, vocabulary.facts, vocabulary.groups


def _meanings(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return Table({name: name for name in table}, lambda name: only_meaning(table[name]))


def _build_words(_: Sequence[OutlinedFile], gathered: Mapping[str, Gathered], report: Report) -> Words:
    return build_vocabulary(gathered, report), find_derived(gathered), {}


def _digest(texts: Iterable[str]) -> str:
    """A digest of a ruleset's texts that does not depend on the names or order of its files."""
    parts = sorted(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _check_entries(gathered: Gathered, report: Report) -> None:
    """Entries that stand twice in one ruleset (XR114)."""
    found: dict[str, Block] = {}
    for entry in gathered.entries:
        first = found.setdefault(entry.name, entry)
        if first is not entry:
            report.error(
                "XR114",
                f"entry `{entry.name}` stands twice",
                "correct the code, or keep one",
                entry.span,
                ((first.span, "the first"),),
            )


def _paths(gathered: Mapping[str, Gathered], rulesets: Mapping[str, RulesetInfo]) -> PathTable:
    codes: dict[str, tuple[str, ...]] = {}
    closed: dict[str, frozenset[str]] = {}
    tables: dict[str, tuple[str, ...]] = {}
    for name, item in gathered.items():
        codes[name] = tuple(code for entry in item.entries for code in entry.outline.codes)
        closed[name] = frozenset(entry.name for entry in item.entries if entry.outline.closed)
        tables[name] = tuple(table.name for table in item.tables)
    return PathTable({name: info.codes_from or "" for name, info in rulesets.items()}, codes, closed, tables)


def _terms(gathered: Mapping[str, Gathered]) -> dict[str, dict[str, list[Block]]]:
    found: dict[str, dict[str, list[Block]]] = {}
    for name, item in gathered.items():
        terms = found.setdefault(name, {})
        for define in item.defines:
            # the narrower scope is asked first
            terms.setdefault(define.name, []).append(define)
        for several in terms.values():
            several.sort(key=lambda define: (not define.outline.scope, define.outline.scope))
    return found


# ---- notes that change paragraphs of other files ---------------------------------------------------------

Placed = tuple[str, Block]
"""A block and its ruleset."""


def _find_notes(gathered: Mapping[str, Gathered], paths: PathTable) -> dict[str, tuple[Placed, ...]]:
    """For each file the blocks of others whose notes bear on it, in the order of the rulesets and their entries."""
    places = {name: _file_by_entry(item) for name, item in gathered.items()}
    order: dict[Placed, int] = {}
    direct: dict[str, list[Placed]] = {}
    aside: dict[str, list[Placed]] = {}
    for name, item in gathered.items():
        resolver = ReferenceResolver(paths, name, Report())
        for block in (*item.notes, *item.entries):
            if not block.outline.speaks:
                continue
            placed = (name, block)
            order[placed] = len(order)
            targets = {target for refs in block.outline.speaks for target in resolver.resolve(refs)}
            files = {file for target in targets for file in _files_of(target, gathered, places, paths)}
            for file in files - {block.file}:
                direct.setdefault(file, []).append(placed)
            if block.outline.disregards:
                for file in files | {block.file}:
                    aside.setdefault(file, []).append(placed)
    return {file: tuple(sorted(_with_asides(file, direct, aside), key=lambda item: order[item])) for file in direct}


def _with_asides(
    file: str, direct: Mapping[str, Sequence[Placed]], aside: Mapping[str, Sequence[Placed]]
) -> set[Placed]:
    """Notes that change a file; and what sets parts aside where these notes stand, since it bears on their words."""
    found = set(direct[file])
    seen, waiting = {file}, [block.file for _, block in found]
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            more = set(aside.get(other, ()))
            found |= more
            waiting += [block.file for _, block in more]
    return {placed for placed in found if placed[1].file != file}


def _file_by_entry(item: Gathered) -> dict[str, set[str]]:
    """The files in which each entry and each section stands."""
    found: dict[str, set[str]] = {}
    for entry in item.entries:
        for code in (entry.name, entry.name[:2]):
            found.setdefault(code, set()).add(entry.file)
    return found


def _files_of(
    target: Target, gathered: Mapping[str, Gathered], places: Mapping[str, Mapping[str, set[str]]], paths: PathTable
) -> Iterable[str]:
    """The files in which paragraphs may stand of which a target speaks."""
    item = gathered.get(target.ruleset)
    if item is None:
        return ()
    code = target.code
    if not code or paths.has_table(target.ruleset, code):
        return item.files
    found = places[target.ruleset].get(code.split(".", maxsplit=1)[0], set())
    if not paths.has_code(target.ruleset, code):
        # what is taken over, and rows of tables, have codes of their own
        return found.union(block.file for block in (*item.takes, *item.tables))
    return found


__all__ = ["FindWords", "Law", "Words", "read_law", "vocabulary_tables"]
