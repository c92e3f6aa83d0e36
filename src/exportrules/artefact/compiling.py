"""Compile rule texts: file by file, each to a piece of its own; pieces of files that mean what they meant are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from exportrules.artefact.joining import join_pieces
from exportrules.artefact.kept import KeptPieces, NoPieces
from exportrules.artefact.parsed import parse_all
from exportrules.artefact.piece import Piece, read_piece, write_piece
from exportrules.artefact.words import WordsPiece, digest_words, write_words
from exportrules.checking.assembly import Parse, arrange, check_sources, check_together, read_sources
from exportrules.checking.circles import Ask, may_circle
from exportrules.checking.collecting import Gathered
from exportrules.checking.file import check_file
from exportrules.checking.law import Law, Words
from exportrules.checking.outline import OutlinedFile
from exportrules.checking.report import Report
from exportrules.checking.vocabulary import build_vocabulary, find_derived
from exportrules.text import Diagnostic, Source

Compiled = tuple[list[bytes], tuple[Diagnostic, ...]]


def compile_sources(sources: Iterable[Source], *, anew: bool = False) -> Compiled | None:
    """The lines of the rulebook of some texts, and what is to be told of them; None where they have a fault.

    What the cache holds of earlier texts is used, unless `anew`; it makes no difference to the result. Faults are told
    by who sees all files at once (`check_sources`).
    """
    texts = sorted(sources, key=lambda item: item.name)
    return _Compiler(texts, NoPieces() if anew else KeptPieces()).run(None if anew else parse_all)


def find_faults(sources: Iterable[Source]) -> tuple[Diagnostic, ...]:
    """All that is to be told of some texts: of those that mean what they meant, it is known."""
    texts = tuple(sources)
    found = compile_sources(texts)
    return check_sources(texts, parse_all)[1] if found is None else found[1]


class _Compiler:
    """One run over some texts."""

    def __init__(self, texts: Sequence[Source], kept: KeptPieces | NoPieces) -> None:
        self._texts = texts
        self._kept = kept
        self._words = WordsPiece({}, b"")

    def run(self, parse: Parse | None) -> Compiled | None:
        """Compile, if there is no fault."""
        report = Report()
        files, law = read_sources(self._texts, report, parse, find_words=self._find_words)
        if report.errors():
            return None
        base = len(self._words.contents["lengths"])
        pieces: list[Piece] = []
        for source, file in zip(self._texts, files, strict=True):
            piece = self._compile(source, file, law, base)
            if piece is None:
                return None
            pieces.append(piece)
            base += len(piece.lengths)
            report.extend(piece.warnings)
        self._kept.tidy()
        found = arrange((part for piece in pieces for part in piece.parts), law.gathered)
        needs = {name: lines.needs for name, lines in found.formulas.items()}
        check_together(found, needs, law, report)
        if report.errors() or (self._may_circle(pieces, law) and self._is_faulty(parse)):
            return None
        return join_pieces(self._words, pieces, found, law, report.items()), report.items()

    def _may_circle(self, pieces: Iterable[Piece], law: Law) -> bool:
        asks: dict[str, list[Ask]] = {}
        for piece in pieces:
            for name, several in piece.asks.items():
                asks.setdefault(name, []).extend(several)
        return may_circle(asks, law.paths.has_code)

    def _is_faulty(self, parse: Parse | None) -> bool:
        _, found = check_sources(self._texts, parse)
        return any(item.severity == "error" for item in found)

    def _find_words(self, files: Sequence[OutlinedFile], gathered: Mapping[str, Gathered], report: Report) -> Words:
        digest = digest_words(files)
        known = self._kept.read_words(digest)
        if known is None:
            vocabulary = build_vocabulary(gathered, report)
            if report.errors():
                return vocabulary, find_derived(gathered), {}
            known = write_words(vocabulary, find_derived(gathered))
            self._kept.keep_words(digest, *known)
        self._words = WordsPiece(*known)
        contents = self._words.contents
        return self._words.vocabulary(), frozenset(contents["derived"]), contents["digests"]

    def _compile(self, source: Source, file: OutlinedFile, law: Law, base: int) -> Piece | None:
        """The piece of one file; None when it has a fault."""
        known = self._kept.read(source, law)
        if known is None:
            checked = check_file(file, law)
            if any(item.severity == "error" for item in checked.found):
                return None
            known = write_piece(checked)
            self._kept.keep(source, law, checked.lookups.asked, *known)
        return read_piece(*known, base)


__all__ = ["compile_sources", "find_faults"]
