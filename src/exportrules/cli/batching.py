"""The command for many cases: `batch`."""

from __future__ import annotations

import argparse
import json
from collections import deque
from collections.abc import Iterable, Iterator

from exportrules.batch import decide_many
from exportrules.batch.record import Row
from exportrules.batch.table import numbered_rows
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
    # lines that were read and are not answered yet; answers keep the order of the rows
    waiting: deque[int] = deque()
    answers = decide_many(
        rules,
        _note(_read_rows(options.cases), waiting),
        options.as_of,
        details=options.details,
        workers=options.workers,
        progress=options.progress,
    )
    bad = unread = count = first = 0
    for item in answers:
        count += 1
        at = waiting.popleft()
        bad += bool(item.error)
        first = at if bad and not first else first
        unread += item.error.startswith("XR801")
        data = {"line": item.line, "file_line": at, **item.as_data()}
        if not options.details:
            # none were looked for, which is not the same as none
            data.pop("measures", None)
        write_data(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    if unread == count:
        told = "is not one case in JSON on each line; name a table `.csv`" if count else "holds no line"
        write_error(f"`{options.cases}` {told}")
    elif bad:
        write_error(f"`{options.cases}`: {bad} of {count} answers are errors, the first of line {first} of the file")
    return 1 if bad else 0


def _read_rows(path: str) -> Iterator[tuple[int, Row]]:
    """The lines of a file, or the rows of a table, each with its line from 1; blank ones are passed over."""
    if path.lower().endswith(".csv"):
        return numbered_rows(_decode(path))
    return ((number, line) for number, line in enumerate(read_lines(path), 1) if line.strip())


def _note(rows: Iterable[tuple[int, Row]], numbers: deque[int]) -> Iterator[Row]:
    for number, row in rows:
        numbers.append(number)
        yield row


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
