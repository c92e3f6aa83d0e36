"""The command for many cases: `batch`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from exportrules.batch import decide_many
from exportrules.batch.record import Row
from exportrules.cli.deciding import load_rules
from exportrules.cli.output import write_data
from exportrules.errors import ExportRulesError


def batch(options: argparse.Namespace) -> int:
    """Decide the cases of a file, one on each line, and write an answer for each; 1 when one has an error."""
    rules = load_rules(options)
    answers = decide_many(
        rules,
        _read_rows(options.cases),
        options.as_of,
        details=options.details,
        workers=options.workers,
        progress=options.progress,
    )
    bad = 0
    for item in answers:
        bad += bool(item.error)
        write_data(json.dumps(item.as_data(), ensure_ascii=False, separators=(",", ":")))
    return 1 if bad else 0


def _read_rows(path: str) -> Iterator[Row]:
    """The lines of a file as they are read; blank ones are passed over."""
    if path == "-":
        stream: TextIO | None = sys.stdin
        if stream is None:
            raise ExportRulesError("XR952", "standard input is closed", "give the name of a file")
        yield from (line for line in stream.buffer if line.strip())
        return
    try:
        with Path(path).open("rb") as file:
            yield from (line for line in file if line.strip())
    except OSError as error:
        raise ExportRulesError("XR952", f"`{path}` cannot be read: {error.strerror}", "check the path") from None


COMMANDS = {"batch": batch}
