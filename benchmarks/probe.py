"""What a process of its own is asked: to start and decide once, or to load a list and say how much memory it took.

python -m benchmarks.probe start ENGINE [FILE]      python -m benchmarks.probe memory ENGINE SIZE
"""

from __future__ import annotations

import sys
from pathlib import Path

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
    """Megabytes that a loaded list takes, with everything compiled that 300 transactions need."""
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
        for line in lines:
            rules.decide(write_case(line))
    else:
        from benchmarks.peers import PEERS, question

        peer = next(cls for cls in PEERS if cls.name == engine)()
        text = peer.write(workload.entries)
        asked = [question(workload, line) for line in lines]
        before = held()
        peer.load(text)
        for item in asked:
            peer.ask(item)
    print(f"{held() - before:.1f}")


if __name__ == "__main__":
    what, name, *rest = sys.argv[1:]
    if what == "start":
        start(name, rest[0] if rest else "")
    else:
        memory(name, int(rest[0]))
