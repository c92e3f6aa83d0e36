"""The synthetic list as rules and cases of exportrules."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from benchmarks.workload import COMMON, END_USES, PARAMETERS, UNITS, Entry, Transaction, Tree, Workload
from exportrules.text import Source

LEVELS = {1: "notification", 2: "licence", 3: "licence", 4: "prohibition"}
HEADER = """exportrules 1
ruleset {name}
  title: {name}
  source: the benchmark
  layer {layer}
{more}  checked from 2019-01-01 up to 2030-12-31
"""


def write_sources(workload: Workload) -> list[Source]:
    """The vocabulary, one list for each level, and the measures over them."""
    sources = [Source("vocabulary.xr", _vocabulary(workload))]
    for level in LEVELS:
        entries = [entry for entry in workload.entries if entry.level == level]
        text = HEADER.format(name=f"bench.list_{level}", layer="union", more="")
        sources.append(Source(f"list_{level}.xr", text + "".join(map(_entry, entries))))
    sources.append(Source("measures.xr", _measures()))
    return sources


def _vocabulary(workload: Workload) -> str:
    lines = [HEADER.format(name="bench.words", layer="common", more="")]
    kinds = (*workload.kinds, "something_else")
    lines += [f"kind {', '.join(kinds[place : place + 100])}\n" for place in range(0, len(kinds), 100)]
    lines += [f"fact {name} is quantity in {unit}\n  asks: {name}\n" for name, unit in UNITS.items()]
    lines.append("fact destination of transaction is country\n  asks: destination\n")
    lines.append("fact exporting_state of transaction is country\n  asks: exporting state\n")
    lines.append(f"fact end_use of transaction is one of {{{', '.join(END_USES)}}}\n  asks: end use\n")
    for name, members in workload.groups.items():
        lines.append(
            f"group {name}\n  source: the benchmark\n  members {{{', '.join(sorted(members))}}} from 2000-01-01\n"
        )
    return "".join(lines)


def _measures() -> str:
    text = HEADER.format(name="bench.measures", layer="union", more="")
    for level, effect in LEVELS.items():
        verb = "prohibits" if effect == "prohibition" else f"requires {effect}"
        text += (
            f"measure level_{level}\n  title: level {level}\n  source: the benchmark\n  for export\n"
            f"  {verb} when item listed in bench.list_{level}\n"
        )
    return text


def _entry(entry: Entry) -> str:
    lines = [] if entry.group is None else [
        f"{'not ' if entry.outside_group else ''}destination in group {entry.group}"
    ]  # fmt: skip
    lines += [f"end_use is one of {{{', '.join(entry.end_uses)}}}"] if entry.end_uses else []
    lines += [f"exporting_state is {entry.state}"] if entry.state is not None else []
    head = f"entry {entry.code} " + ("all of:" if entry.kind is None else f"item is {entry.kind}, all of:")
    dates = ""
    if entry.first is not None:
        until = "" if entry.last is None else f" until {entry.last.isoformat()}"
        dates = f"  in force from {entry.first.isoformat()}{until}\n"
    body = "".join(f"  {line}\n" for line in lines) + _tree(entry.condition, 1)
    if entry.exception is not None:
        body += "  none of:\n" + _tree(entry.exception, 2)
    return f"{head}\n  title: entry {entry.number}\n{dates}{body}"


def _tree(tree: Tree, depth: int) -> str:
    pad = "  " * depth
    if tree[0] in ("all", "any"):
        return f"{pad}{tree[0]} of:\n" + "".join(_tree(item, depth + 1) for item in tree[1:])
    word, name, low, high = tree
    unit = UNITS[name]
    if word == "between":
        return f"{pad}{name} from {_decimal(low)} {unit} up to {_decimal(high)} {unit}\n"
    return f"{pad}{name} {'at least' if word == '>=' else 'at most'} {_decimal(low)} {unit}\n"


def _decimal(value: Fraction) -> str:
    whole, rest = divmod(value.numerator * 1000 // value.denominator, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def write_case(line: Transaction, *, two_valued: bool = False) -> dict[str, Any]:
    """A transaction as a case; `two_valued` states of everything that is missing that it is not applicable."""
    facts: dict[str, Any] = {name: f"{_decimal(value)} {UNITS[name]}" for name, value in line.values.items()}
    if two_valued:
        facts |= {name: "not applicable" for name in (*PARAMETERS, *COMMON) if name not in facts}
    item: dict[str, Any] = {"facts": facts}
    if line.kind is not None:
        item["kind"] = line.kind
    return {
        "format": "exportrules.case/1",
        "activity": "export",
        "as_of": line.day.isoformat(),
        "facts": {"destination": line.destination, "exporting_state": line.state, "end_use": line.end_use},
        "item": item,
    }
