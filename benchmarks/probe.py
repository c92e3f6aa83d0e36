"""What a process of its own is asked.

To start and decide once; to load a list and say how much memory it took; how long the bundled law takes from its texts
until it can decide.

python -m benchmarks.probe start ENGINE [FILE]      python -m benchmarks.probe memory ENGINE SIZE
python -m benchmarks.probe ready
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CASE = '{"format":"exportrules.case/1","activity":"export","as_of":"2026-03-02","facts":{"exporter_state":"DE","dispatch_country":"DE","end_user_country":"IN","use_country":"IN","consignee_country":"IN","purchasing_country":"IN"},"item":{"kind":"mmic_amplifier","facts":{"cn_code":"8542 33 90","fractional_bandwidth":"16 percent"}}}'  # noqa: E501 - one line, as it comes


def start(engine: str, file: str) -> None:
    """Process start to the first decision."""
    if engine == "floor":
        return
    if engine == "exportrules":
        from exportrules import load

        load().decide(CASE)
        return
    from benchmarks.peers import PEERS

    peer = next(cls for cls in PEERS if cls.name == engine)()
    peer.load(Path(file).read_text("utf-8"))
    peer.ask({"kind": "kind_0001", "groups": [], "use": "space", "state": "DE", "day": 20260302, "p": {}})


def memory(engine: str, size: int) -> None:
    """Megabytes that a loaded list takes, and with everything that is made for 300 transactions."""
    from benchmarks.measure import memory as held
    from benchmarks.workload import make_transactions, make_workload

    workload = make_workload(size)
    lines = make_transactions(workload, 300)
    if engine == "exportrules":
        from benchmarks.ours import write_case, write_sources
        from exportrules.artefact.store import find_compiled
        from exportrules.loading import restore

        sources = tuple(write_sources(workload))
        if find_compiled(sources)[1] is None:
            # compiled once, in another run
            restore(sources)
            print("again")
            return
        before = held()
        rules = restore(sources)
        loaded = held() - before
        for line in lines:
            rules.decide(write_case(line))
    else:
        from benchmarks.peers import PEERS, question

        peer = next(cls for cls in PEERS if cls.name == engine)()
        text = peer.write(workload.entries)
        asked = [question(workload, line) for line in lines]
        # as for ours, the list counts and not the code that reads it
        importlib.import_module(peer.module)
        before = held()
        peer.load(text)
        loaded = held() - before
        for item in asked:
            peer.ask(item)
    print(f"{loaded:.1f} / {held() - before:.1f}")


def ready() -> None:
    """Processor seconds from the texts of the bundled law until it can decide, beside lark's own parse of them.

    All in one process, one after the other: lark into trees with places; everything from nothing; everything but the
    parse of what did not change, after an edit of the longest and of the shortest text; compiled already.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EXPORTRULES_CACHE"] = folder
        from exportrules.artefact import encode, parsed  # noqa: F401 - imported before the clock starts
        from exportrules.checking import assembly  # noqa: F401 - the same
        from exportrules.loading import bundled_sources, restore
        from exportrules.text import Source

        sources = bundled_sources()
        blocks = [text for source in sources for text in _blocks(source.lines())]
        parser = _lark()
        longest, shortest = (choose(sources, key=lambda item: len(item.text)) for choose in (max, min))

        def edited(one: Source) -> tuple[Source, ...]:
            return tuple(Source(item.name, item.text + "\n# edited\n") if item is one else item for item in sources)

        print(
            json.dumps(
                {
                    "lark, into trees": _seconds(lambda: [parser.parse(text) for text in blocks]),
                    "from nothing": _seconds(lambda: restore(sources)),
                    "after an edit of the longest text": _seconds(lambda: restore(edited(longest))),
                    "after an edit of the shortest text": _seconds(lambda: restore(edited(shortest))),
                    "compiled already": _seconds(lambda: restore(sources)),
                }
            )
        )


def _seconds(run: Callable[[], Any]) -> float:
    start = time.process_time()
    kept = run()
    taken = time.process_time() - start
    del kept
    return taken


def _lark() -> Any:
    """Lark with the grammar of the language, without anything that builds more than its own trees."""
    from lark import Lark

    from exportrules.syntax.grammar import BlockIndenter, expand_keywords, grammar_text

    text, _ = expand_keywords(grammar_text())
    return Lark(
        text,
        parser="lalr",
        lexer="contextual",
        postlex=BlockIndenter(),
        start="block",
        maybe_placeholders=True,
        propagate_positions=True,
    )


def _blocks(lines: list[str]) -> list[str]:
    """The blocks of a text, each with an end of its own, as the grammar takes them."""
    firsts = [place for place, line in enumerate(lines) if line and not line[0].isspace() and line[0] not in "#})"]
    # the first of them is the line that names the version of the language
    ranges = zip(firsts[1:], [*firsts[2:], len(lines)], strict=True)
    return ["\n".join(lines[first:last]).rstrip() + "\n" for first, last in ranges]


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    name = rest.pop(0) if rest else ""
    if what == "ready":
        ready()
    elif what == "start":
        start(name, rest[0] if rest else "")
    else:
        memory(name, int(rest[0]))
