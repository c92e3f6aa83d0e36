"""Decide many cases, in their order, in constant memory."""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from exportrules.batch.record import Answer, Row, answer
from exportrules.batch.table import read_rows
from exportrules.errors import ExportRulesError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

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
    `workers` is the number of processes, 0 for none beside this one. `details` adds the measures that each answer
    rests on. `progress` shows a bar while standard error is a terminal.

    Raises:
        ExportRulesError: XR959, a negative number of workers. XR958, a table that cannot be read.
    """
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
"""The rules of a worker process with what is asked of it, and how many chunks it had; set when it starts."""
SETTLING: Final = 8
"""So many chunks make most of what stays; Python's collector need not walk over that again and again."""


def _set_up(rules: Rules, as_of: date | None, details: bool) -> None:
    _mine[:] = [rules, as_of, details, 0]


def _work(first: int, rows: Sequence[Row]) -> list[Answer]:
    rules, as_of, details, chunks = _mine
    answers = [answer(rules, row, first + place, as_of, details=details) for place, row in enumerate(rows)]
    if chunks < SETTLING:
        # only in a process of our own: in that of a host it is for the host to say
        gc.collect()
        gc.freeze()
        _mine[3] += 1
    return answers


def _spread(rules: Rules, rows: Iterable[Row], as_of: date | None, details: bool, workers: int) -> Iterator[Answer]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # a process that is started afresh shares no locks and no threads with its parent
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _set_up, (rules, as_of, details))
    with pool:
        waiting: deque[Future[list[Answer]]] = deque()
        try:
            for first, chunk in chunks_of(rows):
                waiting.append(pool.submit(_work, first, chunk))
                if len(waiting) >= workers * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            # nobody wants the rest
            for future in waiting:
                future.cancel()


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
