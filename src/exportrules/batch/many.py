"""Decide many cases, in their order, in constant memory."""

from __future__ import annotations

import gc
import json
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NoReturn

from exportrules.batch.record import Answer, Row, answer
from exportrules.batch.table import read_rows
from exportrules.case.day import check_day
from exportrules.errors import ExportRulesError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ProcessPoolExecutor

    from exportrules.loading import Rules

CHUNK: Final = 256
"""Lines that a process is given at once."""
AHEAD: Final = 3
"""Chunks that wait for each process, so that none of them waits for the input."""


def decide_many(
    rules: Rules,
    rows: Iterable[Any],
    as_of: date | None = None,
    *,
    details: bool = False,
    workers: int = 0,
    progress: bool = False,
) -> Iterator[Answer]:
    """Answers to the lines in their order, as the input is read; a line that is wrong has its error as answer.

    `rows` are cases as objects, as JSON text or as read before, or a data frame or Arrow table (`rows_of`).
    `workers` is the number of processes, 0 for none beside this one; a script that asks for some calls this below
    `if __name__ == "__main__":`. `details` adds the measures that each answer rests on. `progress` shows a bar while
    standard error is a terminal.

    Raises:
        ExportRulesError: XR959, a negative number of workers. XR958, a table that cannot be read. XR963, one case in
            place of rows. XR871, `as_of` is no day. XR962, while the answers are read: a process could not
            start, or ended.
    """
    check_day(as_of)
    if workers < 0:
        raise ExportRulesError("XR959", f"{workers} workers", "give a number of processes, or 0 for none")
    lines = read_rows(rows)
    found = _here(rules, lines, as_of, details) if workers == 0 else _spread(rules, lines, as_of, details, workers)
    return _show(found) if progress and sys.stderr.isatty() else found


def _here(rules: Rules, rows: Iterable[Row], as_of: date | None, details: bool) -> Iterator[Answer]:
    for line, row in enumerate(rows):
        yield answer(rules, row, line, as_of, details=details)


def chunks_of(rows: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    """Chunks of rows with the line at which each begins."""
    stream, first = iter(rows), 0
    while chunk := list(islice(stream, CHUNK)):
        yield first, chunk
        first += len(chunk)


# ---- processes -----------------------------------------------------------------------------------

_mine: list[Any] = []
"""What a worker process is asked, how many chunks it had, and the rules once it has read them."""
SETTLING: Final = 8
"""So many chunks make most of what stays; Python's collector need not walk over that again and again."""
_GUARDED: Final = (
    'call it in a file, below `if __name__ == "__main__":`, since each process begins by running that file; '
    "or give `workers=0`"
)


def _set_up(path: str, as_of: date | None, details: bool) -> None:
    _mine[:] = [path, as_of, details, 0, None]


def _greet() -> None:
    """Nothing to do: that a process answers says that it could start."""


def _work(first: int, rows: Sequence[Row]) -> list[Answer]:
    path, as_of, details, chunks, rules = _mine
    if rules is None:
        # here and not when the process starts, so that what goes wrong comes back as an error
        rules = _mine[4] = _read_rules(path)
    answers = [answer(rules, row, first + place, as_of, details=details) for place, row in enumerate(rows)]
    if chunks < SETTLING:
        # only in a process of our own: in that of a host it is for the host to say
        gc.collect()
        gc.freeze()
        _mine[3] += 1
    return answers


def _write_rules(rules: Rules, path: Path) -> None:
    """The texts of the rules: what a process is started with must be small, for nobody reads it if that fails."""
    sources, *options = rules.__reduce__()[1]
    path.write_text(json.dumps([[[source.name, source.text] for source in sources], *options]), encoding="ascii")


def _read_rules(path: str) -> Rules:
    from exportrules.loading import restore
    from exportrules.text import Source

    texts, indexed, generate, proposals = json.loads(Path(path).read_bytes())
    return restore(tuple(Source(name, text) for name, text in texts), indexed, generate, tuple(proposals))


def _spread(rules: Rules, rows: Iterable[Row], as_of: date | None, details: bool, workers: int) -> Iterator[Answer]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with TemporaryDirectory(prefix="exportrules-") as folder:
        path = Path(folder, "rules.json")
        _write_rules(rules, path)
        # a process that is started afresh shares no locks and no threads with its parent
        pool = ProcessPoolExecutor(workers, get_context("spawn"), _set_up, (str(path), as_of, details))
        with pool:
            waiting: deque[Future[list[Answer]]] = deque()
            try:
                for first, chunk in chunks_of(rows):
                    if first == 0:
                        _start(pool)
                    waiting.append(_submit(pool, first, chunk))
                    if len(waiting) >= workers * AHEAD:
                        yield from _take(waiting.popleft())
                while waiting:
                    yield from _take(waiting.popleft())
            finally:
                # nobody wants the rest
                for future in waiting:
                    future.cancel()


def _start(pool: ProcessPoolExecutor) -> None:
    """Start the first process and hear from it; only then is there anybody to read what the rows would fill pipes with.

    Raises:
        ExportRulesError: XR962, it ended at once, or this process is itself one that is only starting.
    """
    try:
        pool.submit(_greet).result()
    except RuntimeError:
        # a pool that broke is a RuntimeError too
        raise ExportRulesError("XR962", "no process could be started beside this one", _GUARDED) from None


def _submit(pool: ProcessPoolExecutor, first: int, chunk: list[Row]) -> Future[list[Answer]]:
    from concurrent.futures import BrokenExecutor

    try:
        return pool.submit(_work, first, chunk)
    except BrokenExecutor:
        _tell_ended()


def _take(future: Future[list[Answer]]) -> list[Answer]:
    from concurrent.futures import BrokenExecutor

    try:
        return future.result()
    except BrokenExecutor:
        _tell_ended()


def _tell_ended() -> NoReturn:
    way_out = "see whether memory ran out; fewer workers need less of it"
    raise ExportRulesError("XR962", "a process ended before it had answered", way_out) from None


# ---- progress ------------------------------------------------------------------------------------


def _show(found: Iterator[Answer]) -> Iterator[Answer]:
    with _bar() as advance:
        for item in found:
            advance()
            yield item


@contextmanager
def _bar() -> Generator[Callable[[], None], None, None]:
    """A bar on standard error; nothing where rich is not installed."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn
    except ImportError:
        yield lambda: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("deciding", total=None)
        yield lambda: shown.advance(task)


__all__ = ["CHUNK", "chunks_of", "decide_many"]
