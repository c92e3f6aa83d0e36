"""Time calls in turn, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Call = tuple[Callable[[Any], Any], Sequence[Any]]


def time_calls(calls: Mapping[str, Call], rounds: int = 9, seconds: float = 60.0) -> dict[str, float]:
    """Microseconds of one call, by name.

    Each function is asked everything once a round, in turn with the others. Of each question the best round counts,
    and of the questions the median. A function that takes long is asked in fewer rounds, each question at least once.
    """
    best = {name: [float("inf")] * len(asked) for name, (_, asked) in calls.items()}
    spent = dict.fromkeys(calls, 0.0)
    gc.collect()
    for number in range(rounds):
        for name, (call, asked) in calls.items():
            if number > 1 and spent[name] > seconds / len(calls):
                continue
            held, clock = best[name], time.perf_counter
            for place, item in enumerate(asked):
                start = clock()
                call(item)
                taken = clock() - start
                held[place] = min(held[place], taken)
                spent[name] += taken
    return {name: statistics.median(times) * 1e6 for name, times in best.items()}


def time_starts(
    commands: Mapping[str, Sequence[str]], installed: Path | None = None, rounds: int = 11
) -> dict[str, float]:
    """Milliseconds from the start of a process to its end, the median of runs in turn; the first run is not counted.

    What lies in the folder `installed` is imported before anything of the same name.
    """
    found: dict[str, list[float]] = {name: [] for name in commands}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    root = str(Path(__file__).resolve().parents[1])
    places = (root, installed and str(installed), environment.get("PYTHONPATH"))
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    for _ in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], env=environment, check=True, capture_output=True)
            found[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(times[1:]) for name, times in found.items()}


def memory() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
