"""Measure exportrules and the peers that are installed, and print the tables: `python -m benchmarks`.

--sizes 100,1000,3000,10000   entries of the synthetic list      --lines 400   transactions of it
--real 10000                  order lines for the real law       --write FILE  the page with the figures
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import packages_distributions, version
from itertools import repeat
from pathlib import Path
from typing import Any

from benchmarks.measure import Call, time_calls, time_starts
from benchmarks.ours import LEVELS, write_case, write_sources
from benchmarks.peers import PEERS, Peer, question
from benchmarks.two_valued import load_two_valued
from benchmarks.workload import Transaction, Workload, bounds, complete, make_transactions, make_workload, matches
from exportrules import Decision, reasons_json, to_json
from exportrules.batch import decide_many
from exportrules.errors import ExportRulesError
from exportrules.loading import Rules, load

CHECKOUT = Path(__file__).resolve().parents[1]
Row = dict[str, Any]
OUTCOMES = {0: "no_control_found", 1: "notification_required", 2: "licence_required", 4: "prohibited"}
SLOW = 60
"""Transactions that the peers are asked that look at every entry."""
BATCHES = 12
"""So often a batch is run; the best one counts."""


def main() -> None:
    """Run everything that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="100,1000,3000,10000")
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--real", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="for all engines at one size")
    parser.add_argument("--write", metavar="FILE")
    options = parser.parse_args()
    page = [*_head(), *_synthetic(options), *_starts(), *_ready(), *(_real(options.real) if options.real else [])]
    print("\n".join(page))
    if options.write:
        Path(options.write).write_text("\n".join(page) + "\n", "utf-8")


def _head() -> Iterator[str]:
    peers = {cls.module for cls in PEERS if importlib.util.find_spec(cls.module) is not None}
    owners = packages_distributions()
    told = sorted(f"{owners[name][0]} {version(owners[name][0])}" for name in peers if name in owners)
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    yield "# Performance"
    yield ""
    yield f"Written by `python {' '.join(['-m benchmarks', *sys.argv[1:]])}` on {date.today().isoformat()}."  # noqa: DTZ011
    yield f"Machine: {platform.system()} {platform.machine()}, {cpu}, Python {platform.python_version()}."
    yield f"Peers: {', '.join(told) or 'none installed'}."
    yield "Ratios within one run mean something, times across runs do not: other work on the machine falls on all."
    yield ""


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text("utf-8").splitlines() if file.exists() else []


# ---- the synthetic list --------------------------------------------------------------------------


def _synthetic(options: argparse.Namespace) -> Iterator[str]:
    yield "## A synthetic control list"
    yield ""
    yield (
        "Every engine answers the same transactions; theirs are compared with a plain two-valued reference, "
        "ours with a plain three-valued one. `decide` starts from a case that is read, `object` from a plain object, "
        "`text` from JSON text with unit strings; of `all stated` no quantity is missing, so that no answer is open; "
        "`two-valued` is the same engine answering the same cases as the peers do, what is missing being false; "
        "`reasons` is the decision with the whole tree of its reasons as JSON, as a peer's trace is; `told` the same "
        "within the whole document that can be replayed (with case, paragraphs, sources, duties, rulesets), of lines "
        "that were told before, and of `new lines` once, after 1,000 others; `receipt` has also the questions and what "
        "would change it, for which further decisions are made. "
        "A batch takes rows of the same forms; the peers take theirs ready, without units."
    )
    growth: dict[int, float] = {}
    truths: dict[int, float] = {}
    for size in map(int, options.sizes.split(",")):
        workload = make_workload(size)
        times, wrong, batch = _measure(workload, options)
        growth[size] = times["exportrules decide"]
        truths[size] = growth[size] / times["exportrules two-valued"]
        base, zen = times.get("datalogic routed"), times.get("zen")
        yield f"\n### {size} entries\n"
        yield "| engine | µs | × datalogic routed | × ZEN | a second, in a batch | MB loaded / after 300 | wrong |"
        yield "|---|---|---|---|---|---|---|"
        held = _memory(size) if size == 3000 else {}
        for name, taken in times.items():
            engine = name.split(" ")[0] if name.startswith("exportrules") else name
            cells = [f"{taken:.1f}", _ratio(taken, base), _ratio(taken, zen)]
            cells.append(f"{batch[name]:,.0f}" if name in batch else "")
            cells.append(held[engine] if engine in held and (engine == name or name.endswith("decide")) else "")
            yield f"| {name} | {' | '.join(cells)} | {wrong.get(name, '')} |"
    shares = ", ".join(f"{share:.2f} at {size:,}" for size, share in truths.items())
    yield f"\nThree-valued takes so many times what two-valued takes: {shares}.\n"
    if {1000, 10_000} <= growth.keys():
        yield f"\nFrom 1,000 to 10,000 entries the median grows {growth[10_000] / growth[1000]:.1f} times.\n"


def _ratio(taken: float, base: float | None) -> str:
    return "" if not base else f"{taken / base:.2f}"


def _measure(workload: Workload, options: argparse.Namespace) -> tuple[dict[str, float], Row, dict[str, float]]:
    lines = make_transactions(workload, options.lines)
    rules = Rules(write_sources(workload))
    objects = [write_case(line) for line in lines]
    texts = [json.dumps(item) for item in objects]
    cases = [rules.read_case(item) for item in objects]
    open_kind = [rules.read_case(write_case(line)) for line in make_transactions(workload, SLOW, kind_known=False)]
    two_valued = load_two_valued(write_sources(workload), cases)
    calls: dict[str, Call] = {
        "exportrules decide": (rules.decide, cases),
        "exportrules two-valued": (two_valued.decide, cases),
        "exportrules all stated": (rules.decide, [rules.read_case(write_case(complete(workload, x))) for x in lines]),
        "exportrules object": (rules.decide, objects),
        "exportrules text": (rules.decide, texts),
        "exportrules kind unknown": (rules.decide, open_kind),
        "exportrules reasons": (lambda case: reasons_json(rules.decide(case)), cases[:SLOW]),
        "exportrules told": (lambda case: to_json(rules.decide(case), what_if=False), cases[:SLOW]),
        "exportrules receipt": (lambda case: to_json(rules.decide(case)), cases[:SLOW]),
    }
    wrong: Row = {
        "exportrules decide": _wrong_bounds(rules, workload, lines),
        "exportrules two-valued": sum(map(_is_wrong, map(two_valued.decide, cases), lines, repeat(workload))),
    }
    batch = {
        name: _per_second(lambda rows=rows: sum(1 for _ in decide_many(rules, iter(rows))), lines)
        for name, rows in (
            ("exportrules decide", cases), ("exportrules object", objects), ("exportrules text", texts),
        )
    }  # fmt: skip
    asked = [question(workload, line) for line in lines]
    for peer in _peers(workload):
        flat = peer.name not in ("datalogic routed", "zen")
        own = asked[:SLOW] if flat else asked
        calls[peer.name] = (peer.ask, own)
        if peer.explain is not None:
            calls[f"{peer.name} trace"] = (peer.explain, own[:SLOW])
        wrong[peer.name] = sum(
            sorted(peer.ask(item)) != sorted(matches(workload, line))
            for item, line in zip(own[:100], lines, strict=False)
        )
        if peer.ask_all is not None:
            batch[peer.name] = _per_second(lambda peer=peer: peer.ask_all(asked), lines)
    times = time_calls(calls, seconds=options.seconds)
    times["exportrules told, new lines"] = _told_anew(rules, workload, options.lines)
    return times, wrong, batch


def _told_anew(rules: Rules, workload: Workload, already: int) -> float:
    """Microseconds of telling lines that were never told, the median, when a thousand others were."""
    lines = make_transactions(workload, already + 1200)[already:]
    times: list[float] = []
    for line in lines:
        case = rules.read_case(write_case(line))
        start = time.perf_counter()
        to_json(rules.decide(case), what_if=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1000:]) * 1e6


def _per_second(run: Any, lines: list[Any]) -> float:
    best = float("inf")
    # the first runs are those in which code is written
    for _ in range(BATCHES):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return len(lines) / best


def _peers(workload: Workload) -> Iterator[Peer]:
    for cls in PEERS:
        if importlib.util.find_spec(cls.module) is not None:
            peer = cls()
            try:
                peer.load(peer.write(workload.entries))
            except RuntimeError as error:
                print(f"{peer.name}: {str(error).splitlines()[0]}", file=sys.stderr)
                continue
            yield peer


def _is_wrong(decision: Decision, line: Transaction, workload: Workload) -> bool:
    """Whether a two-valued answer is another than the strictest level of the entries that apply."""
    codes = set(matches(workload, line))
    level = max((entry.level for entry in workload.entries if entry.code in codes), default=0)
    return not decision.conclusive or decision.floor.name != OUTCOMES[{3: 2}.get(level, level)]


def _wrong_bounds(rules: Rules, workload: Workload, lines: list[Any]) -> int:
    """Answers that are wider than the plain reference, or that contradict it."""
    order = list(OUTCOMES.values())
    wrong = 0
    for line in lines:
        decision = rules.decide(write_case(line))
        low, high = ({3: 2}.get(level, level) for level in bounds(workload, line))
        floor, ceiling = order.index(decision.floor.name), order.index(decision.ceiling.name)
        # bands that join are seen by us and not by the plain reference: we may be sharper, never wider
        wrong += not order.index(OUTCOMES[low]) <= floor <= ceiling <= order.index(OUTCOMES[high])
    assert LEVELS[3] == LEVELS[2]  # noqa: S101 - two lists of one level
    return wrong


def _memory(size: int) -> dict[str, str]:
    """Megabytes of a loaded list and after 300 transactions, each engine in a process of its own."""
    found: dict[str, str] = {}
    names = ["exportrules", *(cls.name for cls in PEERS if importlib.util.find_spec(cls.module) is not None)]
    for name in names:
        for _ in range(2):
            command = [sys.executable, "-m", "benchmarks.probe", "memory", name, str(size)]
            told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
            if told and told != "again":
                found[name] = told
                break
    return found


# ---- starting ------------------------------------------------------------------------------------


def _starts() -> Iterator[str]:
    commands = {"Python alone": ["-m", "benchmarks.probe", "start", "floor"]}
    commands["exportrules, all bundled law"] = ["-m", "benchmarks.probe", "start", "exportrules"]
    commands["import exportrules"] = ["-c", "import exportrules"]
    with tempfile.TemporaryDirectory() as folder:
        workload = make_workload(3000)
        for cls in PEERS:
            if cls.name in ("zen", "datalogic routed") and importlib.util.find_spec(cls.module) is not None:
                file = Path(folder) / cls.module
                file.write_text(cls().write(workload.entries), "utf-8")
                commands[f"{cls.name}, 3,000 entries"] = ["-m", "benchmarks.probe", "start", cls.name, str(file)]
        site = Path(folder) / "site"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), "."]
        is_installed = subprocess.run(pip, check=False, capture_output=True, cwd=CHECKOUT).returncode == 0
        found = time_starts(commands, site if is_installed else None)
    zen = found.get("zen, 3,000 entries")
    yield "## Process start to first decision\n"
    yield f"{'From an installed wheel' if is_installed else 'From the checkout: no wheel could be installed'}.\n"
    yield "| | ms | × ZEN |"
    yield "|---|---|---|"
    for name, taken in found.items():
        yield f"| {name} | {taken:.0f} | {_ratio(taken, zen)} |"
    yield ""


def _ready() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.probe", "ready"]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    lark = found["lark, into trees"]
    yield "## All bundled law, from its texts until it can decide\n"
    yield "| | processor seconds | × lark |"
    yield "|---|---|---|"
    for name, taken in found.items():
        yield f"| {name} | {taken:.2f} | {_ratio(taken, lark)} |"
    yield ""


# ---- the real law --------------------------------------------------------------------------------


def _real(count: int) -> Iterator[str]:
    from benchmarks.real import make_orders

    rules, orders = load(), make_orders(count)
    started = time.perf_counter()
    answers = Counter((item.floor, item.ceiling, bool(item.error)) for item in decide_many(rules, orders))
    first = time.perf_counter() - started
    sample = orders[:: max(1, count // 500)]
    times = []
    for raw in sample:
        start = time.perf_counter()
        for _ in decide_many(rules, [raw]):
            pass
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    points = ", ".join(f"{share} %: {times[len(times) * share // 100]:.1f}" for share in (10, 50, 90, 99))
    conclusive = sum(number for (low, high, bad), number in answers.items() if low == high and not bad)
    yield "## The real law\n"
    yield f"{count} order lines from the worked examples, a third with facts missing: {count / first:.0f} a second from"
    unread = sum(number for (*_, bad), number in answers.items() if bad)
    yield f"the first on, by one process. {conclusive} are conclusive, {unread}"
    yield f"cannot be read. Afterwards a line takes, in ms at the given share of lines: {points}."
    yield from _told(rules, orders[:: max(1, count // 100)])
    yield ""


def _told(rules: Rules, orders: Sequence[Any]) -> Iterator[str]:
    """How long it takes to write answers with all their reasons, and how long they are."""
    found: list[tuple[float, int]] = []
    for raw in orders:
        try:
            case = rules.read_case(raw)
        except ExportRulesError:
            continue
        to_json(rules.decide(case), what_if=False)
        start = time.perf_counter()
        text = to_json(rules.decide(case), what_if=False)
        found.append(((time.perf_counter() - start) * 1e3, len(text) // 1000))
    taken, sizes = (sorted(column) for column in zip(*found, strict=True))
    shares = [len(found) * share // 100 for share in (10, 50, 90)]
    points = ", ".join(f"{taken[at]:.0f} ms and {sizes[at]:,} kB" for at in shares)
    yield f"An answer with all its reasons as JSON takes, at 10, 50 and 90 %: {points}."


if __name__ == "__main__":
    main()
