"""Check all files together and make a rulebook, or report every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from exportrules import records
from exportrules.checking.cycles import check_cycles, check_formulas, find_needed
from exportrules.checking.file import CheckedFile, Part, check_file
from exportrules.checking.law import FindWords, Law, read_law
from exportrules.checking.measures import check_lifts
from exportrules.checking.notes import check_numbers
from exportrules.checking.outline import OutlinedFile, outline_file
from exportrules.checking.references import natural_key
from exportrules.checking.report import Report
from exportrules.checking.statements import by_code
from exportrules.rules.rulebook import Rulebook
from exportrules.text import Diagnostic, Source

Parsed = tuple[OutlinedFile, Sequence[Diagnostic]]
Parse = Callable[[Sequence[Source]], Iterable[Parsed]]
"""Parses texts, or knows them parsed."""


@records.frozen(eq=False)
class Arranged:
    """The parts of all files in the order of the rulesets, and in each of them in the order of the law.

    What stands in the parts may be the things themselves or whatever stands for them.
    """

    roots: Mapping[str, tuple[Any, ...]]
    notes: Mapping[str, tuple[Any, ...]]
    measures: tuple[Any, ...]
    reliefs: tuple[Any, ...]
    formulas: Mapping[str, Any]


def check_sources(sources: Iterable[Source], parse: Parse | None = None) -> tuple[Rulebook, tuple[Diagnostic, ...]]:
    """Parse and check rule texts. The rulebook is usable only when no diagnostic is an error."""
    report = Report()
    files, law = read_sources(sources, report, parse)
    checked = [check_file(file, law) for file in files]
    for file in checked:
        report.extend(file.found)
    return _assemble(checked, law, report), report.items()


def read_sources(
    sources: Iterable[Source], report: Report, parse: Parse | None = None, find_words: FindWords | None = None
) -> tuple[list[OutlinedFile], Law]:
    """Parse texts, and bring together what each file shows to the others."""
    files: list[OutlinedFile] = []
    texts: dict[str, list[str]] = {}
    ordered = sorted(sources, key=lambda item: item.name)
    for source, (file, faults) in zip(ordered, (parse or _parse)(ordered), strict=True):
        report.extend(faults)
        report.lost |= file.lost
        files.append(file)
        first = next((block for block in file.blocks if block.outline.form == "Ruleset"), None)
        if first is not None:
            texts.setdefault(first.name, []).append(source.text)
    return files, read_law(files, texts, report, find_words)


def _parse(sources: Sequence[Source]) -> Iterable[Parsed]:
    # lark costs about 70 ms to import, which who knows all texts parsed need not pay
    from exportrules.syntax.parser import parse_source

    for source in sources:
        file, faults = parse_source(source)
        yield outline_file(file), faults


def arrange(parts: Iterable[Part], rulesets: Iterable[str]) -> Arranged:
    """Bring the parts of all files, which come in the order of their names, into that of the law."""
    by_ruleset: dict[str, list[Part]] = {name: [] for name in rulesets}
    for part in parts:
        by_ruleset[part.ruleset].append(part)
    roots: dict[str, tuple[Any, ...]] = {}
    notes: dict[str, tuple[Any, ...]] = {}
    formulas: dict[str, Any] = {}
    for name, found in by_ruleset.items():
        entries = [entry for part in found for entry in part.entries]
        entries.sort(key=lambda entry: natural_key(entry[0]))
        tops: dict[str, Any] = {}
        for path, root, _ in entries:
            tops.setdefault(path, root)
        lower = [part.takes for part in found] + [part.rows for part in found]
        roots[name] = (*tops.values(), *(root for several in lower for root in several))
        outer = [note for part in found for note in part.notes]
        notes[name] = (*outer, *(note for _, _, several in entries for note in several))
        for part in found:
            formulas |= part.formulas
    ordered = [part for found in by_ruleset.values() for part in found]
    return Arranged(
        roots,
        notes,
        tuple(item for part in ordered for item in part.measures),
        tuple(item for part in ordered for item in part.reliefs),
        formulas,
    )


def _assemble(checked: Iterable[CheckedFile], law: Law, report: Report) -> Rulebook:
    found = arrange((part for file in checked for part in file.parts), law.gathered)
    statements = {name: by_code(roots) for name, roots in found.roots.items()}
    book = Rulebook(
        law.vocabulary,
        law.rulesets,
        found.roots,
        statements,
        found.notes,
        found.measures,
        found.reliefs,
        found.formulas,
    )
    check_together(found, law, report)
    check_cycles(book, report)
    return book


def check_together(found: Arranged, law: Law, report: Report) -> None:
    """What is checked over all files: what reliefs lift, numbers of notes, circles of formulas."""
    needs = {name: _needs(lines) for name, lines in found.formulas.items()}
    check_lifts(found.measures, found.reliefs, law.rulesets, report)
    check_numbers(found.notes.values(), report)
    check_formulas(needs, law.vocabulary, report)


def _needs(lines: Any) -> Sequence[str]:
    """The facts that formulas need; what stands for them knows it."""
    known: Sequence[str] | None = getattr(lines, "needs", None)
    return find_needed(lines) if known is None else known


__all__ = ["Arranged", "arrange", "check_sources", "check_together", "read_sources"]
