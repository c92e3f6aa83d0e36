"""Compile rule texts: file by file, each to a piece of its own; pieces of files that mean what they meant are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from exportrules.artefact.joining import join_pieces
from exportrules.artefact.kept import KeptPieces, NoPieces
from exportrules.artefact.parsed import parse_all
from exportrules.artefact.piece import Piece, find_asks_of, read_piece, write_piece
from exportrules.artefact.words import WordsPiece, digest_words, write_words
from exportrules.checking.assembly import Parse, arrange, check_sources, check_together, read_sources
from exportrules.checking.circles import Ask, may_circle
from exportrules.checking.collecting import Gathered
from exportrules.checking.file import Part, check_file
from exportrules.checking.law import Law, Words
from exportrules.checking.outline import OutlinedFile
from exportrules.checking.report import Report
from exportrules.checking.vocabulary import build_vocabulary, find_derived
from exportrules.text import Diagnostic, Source

Compiled = tuple[list[bytes] | None, tuple[Diagnostic, ...]]


def compile_sources(sources: Iterable[Source], *, anew: bool = False) -> Compiled:
    """The lines of the rulebook of some texts, or None where they have a fault; and all that is to be told of them.

    What the cache holds of earlier texts is used, unless `anew`; it makes no difference to the result.
    """
    texts = sorted(sources, key=lambda item: item.name)
    return _Compiler(texts, NoPieces() if anew else KeptPieces(), None if anew else parse_all).run()


class _Compiler:
    """One run over some texts."""

    def __init__(self, texts: Sequence[Source], kept: KeptPieces | NoPieces, parse: Parse | None) -> None:
        self._texts = texts
        self._kept = kept
        self._parse = parse
        self._report = Report()
        self._words: WordsPiece | None = None
        # whether everything that files may ask of the others has an answer
        self._sound = False
        self._pieces: list[Piece] = []
        self._parts: list[Part] = []
        self._asks: dict[str, list[Ask]] = {}

    def run(self) -> Compiled:
        """Compile, or tell what is wrong."""
        report = self._report
        files, law = read_sources(self._texts, report, self._parse, find_words=self._find_words)
        self._sound = not report.errors()
        base = 0 if self._words is None else len(self._words.contents["lengths"])
        for source, file in zip(self._texts, files, strict=True):
            piece = self._find_piece(source, file, law, base)
            if piece is not None:
                base += len(piece.lengths)
                self._pieces.append(piece)
                self._parts += piece.parts
                self._add_asks(piece.asks)
                report.extend(piece.warnings)
        self._kept.tidy()
        found = arrange(self._parts, law.gathered)
        check_together(found, law, report)
        told = report.items()
        if may_circle(self._asks, law.paths.has_code):
            # who sees all paragraphs knows whether there is one
            _, told = check_sources(self._texts, self._parse)
        if self._words is None or any(item.severity == "error" for item in told):
            return None, told
        return join_pieces(self._words, self._pieces, found, law, told), told

    def _add_asks(self, asks: Mapping[str, Iterable[Ask]]) -> None:
        for name, several in asks.items():
            self._asks.setdefault(name, []).extend(several)

    def _find_words(self, files: Sequence[OutlinedFile], gathered: Mapping[str, Gathered], report: Report) -> Words:
        digest = digest_words(files)
        known = self._kept.read_words(digest)
        if known is None:
            own = Report(report.lost)
            vocabulary, derived = build_vocabulary(gathered, own), find_derived(gathered)
            report.extend(own.all())
            if own.errors():
                return vocabulary, derived, {}
            known = write_words(vocabulary, derived)
            if not report.lost:
                self._kept.keep_words(digest, *known)
        words = self._words = WordsPiece(*known)
        contents = words.contents
        return words.vocabulary(), frozenset(contents["derived"]), contents["digests"]

    def _find_piece(self, source: Source, file: OutlinedFile, law: Law, base: int) -> Piece | None:
        """The piece of one file; None when something is wrong, of which the file's own part is told."""
        # without sound words nobody knows whether a piece holds
        known = None if self._words is None else self._kept.read(source, law)
        if known is None:
            checked = check_file(file, law)
            if not self._sound or any(item.severity == "error" for item in checked.found):
                # beside a fault of another file, one of this file may go untold
                self._report.extend(checked.found)
                self._parts += checked.parts
                self._add_asks(find_asks_of(checked))
                return None
            known = write_piece(checked)
            self._kept.keep(source, law, checked.lookups.asked, *known)
        return read_piece(*known, base)


__all__ = ["compile_sources"]
