"""The command for many cases: `batch`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from exportrules.batch import decide_many
from exportrules.batch.record import Row
from exportrules.batch.table import rows_of_csv
from exportrules.cli.deciding import load_rules
from exportrules.cli.output import write_data, write_error
from exportrules.cli.reading import read_lines
from exportrules.errors import ExportRulesError
from exportrules.jsontext import MAX_BYTES


def batch(options: argparse.Namespace) -> int:
    """Decide the cases of a file, one on each line, and write an answer for each; 1 when one has an error.

    A file that is named `.csv` is a table; its columns are places in the case.
    """
    rules = load_rules(options)
    answers = decide_many(
        rules,
        _read_rows(options.cases),
        options.as_of,
        details=options.details,
        workers=options.workers,
        progress=options.progress,
    )
    bad = unread = count = 0
    for item in answers:
        count += 1
        bad += bool(item.error)
        unread += item.error.startswith("XR801")
        data = item.as_data()
        if not options.details:
            # none were looked for, which is not the same as none
            data.pop("measures", None)
        write_data(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    if unread == count:
        told = "is not one case in JSON on each line; name a table `.csv`" if count else "holds no line"
        write_error(f"`{options.cases}` {told}")
    return 1 if bad else 0


def _read_rows(path: str) -> Iterator[Row]:
    """The lines of a file, or the rows of a table, as they are read; blank ones are passed over."""
    if path.lower().endswith(".csv"):
        return rows_of_csv(_decode(path))
    return (line for line in read_lines(path) if line.strip())


def _decode(path: str) -> Iterator[str]:
    """The lines of a table as text; a row may go on over several."""
    for number, line in enumerate(read_lines(path), 1):
        if len(line) > MAX_BYTES:
            message = f"line {number} of `{path}` is longer than {MAX_BYTES} bytes"
            raise ExportRulesError("XR808", message, "end each row with its line")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            message = f"line {number} of `{path}` is not text in UTF-8"
            raise ExportRulesError("XR952", message, "save it as CSV in UTF-8") from None


COMMANDS = {"batch": batch}
