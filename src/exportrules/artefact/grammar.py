"""Keep what lark works out of the grammar, so that a process that parses one edited text need not do it again.

Named by the digest of the grammar, of the code around it and of the versions that count; it carries a digest of itself.
"""

from __future__ import annotations

import hashlib
import sys
from typing import Final

from exportrules.artefact.cache import cache_folder, drop_oldest, read_own, write_own
from exportrules.artefact.digests import digest_code

FOLDER: Final = "grammar"
FORMAT: Final = "exportrules.grammar/1"
MAX_KEPT: Final = 4
_BROKEN: Final = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)


def start_parser() -> None:
    """Start the parser, if there is none, of what is kept; or keep what it works out."""
    from exportrules.syntax import parser

    folder = cache_folder()
    if folder is None or parser.is_started():
        return
    file = folder / FOLDER / f"{_key()}.jsonl"
    data = read_own(file)
    if data is not None:
        digest, _, body = data.partition(b"\n")
        if digest == hashlib.sha256(body).hexdigest().encode():
            try:
                parser.start(body.decode())
            except _BROKEN:
                # of another lark: the grammar is there
                pass
            else:
                return
    parser.start()
    body = parser.tables().encode()
    try:
        write_own(file, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        drop_oldest(folder / FOLDER, MAX_KEPT)
    except OSError:
        # a cache that cannot be written costs time, not answers
        return


def _key() -> str:
    import lark

    versions = f"{lark.__version__} {sys.version_info[:2]}"
    whole = f"{FORMAT}\n{digest_code(('artefact', 'syntax'), grammar=True)}\n{versions}"
    return hashlib.sha256(whole.encode()).hexdigest()


__all__ = ["start_parser"]
