"""The words that all rules have in common, compiled: definitions as lines, and a digest of what each of them means."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any, Final

from exportrules import records
from exportrules.artefact.decode import Decoder
from exportrules.artefact.encode import Encoder
from exportrules.checking.law import vocabulary_tables
from exportrules.checking.outline import OutlinedFile
from exportrules.checking.vocabulary import only_meaning
from exportrules.program.changes import collect_change_days
from exportrules.program.index import find_possible
from exportrules.rules.rulebook import Rulebook
from exportrules.rules.tables import Table
from exportrules.vocabulary import Vocabulary

FORMS: Final = ("kind", "part", "fact", "group")
TABLES: Final = ("kinds", "parts", "facts", "groups")


@records.frozen(eq=False)
class WordsPiece:
    """The definitions as lines, the first of which is line 0 of all."""

    contents: Mapping[str, Any]
    body: bytes

    def vocabulary(self) -> Vocabulary:
        """The definitions, each made when it is asked for."""
        places = tuple(accumulate((length + 1 for length in self.contents["lengths"]), initial=0))
        make = Decoder(self.body, places).object
        return Vocabulary(*(Table(self.contents[name], make) for name in TABLES))


def write_words(vocabulary: Vocabulary, derived: Iterable[str]) -> tuple[dict[str, Any], bytes]:
    """The contents of the words as plain data, and their lines; `derived` are the facts that have formulas."""
    encoder = Encoder()
    tables = vocabulary_tables(vocabulary)
    for table in tables:
        encoder.count(table)
    contents: dict[str, Any] = {
        name: {key: encoder.line(item) for key, item in table.items()}
        for name, table in zip(TABLES, tables, strict=True)
    }
    contents["possible"] = {key: encoder.line(names) for key, names in find_possible(vocabulary).items()}
    contents["days"] = [day.toordinal() for day in collect_change_days(_only_words(vocabulary))]
    contents["derived"] = sorted(derived)
    contents["digests"] = {
        f"{form} {name}": _digest(only_meaning(item))
        for form, table in zip(FORMS, tables, strict=True)
        for name, item in table.items()
    }
    body, contents["lengths"] = encoder.join()
    return contents, body


def _digest(meaning: Any) -> str:
    return hashlib.sha256(Encoder().fragment(meaning).encode()).hexdigest()[:32]


def _only_words(vocabulary: Vocabulary) -> Rulebook:
    return Rulebook(vocabulary, {}, {}, {}, {}, (), (), {})


def digest_words(files: Iterable[OutlinedFile]) -> str:
    """What names the words: the files that declare some, in the order in which they are read."""
    return hashlib.sha256(json.dumps([file.words for file in files if file.words]).encode()).hexdigest()


__all__ = ["TABLES", "WordsPiece", "digest_words", "write_words"]
