"""Compare the encoding with the figures of the law, list by list and category by category.

    exportrules entries --json | python tests/parity/compare.py [--category 3] [--list eu_annex_i] [--details]
    python tests/parity/compare.py ENTRIES.jsonl --category 3

Prints a table and the differences; exits 1 when a difference is not listed in explained.toml.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from comparison import FAILING, Comparison, Finding, Law, Row, category_of, load_law, read_rows  # noqa: E402

LISTS = {
    "eu.dual_use.annex_i": "eu_annex_i",
    "eu.dual_use.annex_iv": "eu_annex_iv",
    "eu.2014_833.annex_vii": "ru_annex_vii_a",
    "national.es": "es_annex_iii",
    "es": "es_annex_iii",
}


def list_of(ruleset: str, names: dict[str, str]) -> str | None:
    """The list of the law that a ruleset encodes; the longest matching name wins."""
    fitting = [name for name in names if ruleset == name or ruleset.startswith((name + ".", name + "_a"))]
    return names[max(fitting, key=len)] if fitting else None


def group_records(
    records: Iterable[Row], names: dict[str, str]
) -> tuple[dict[str, dict[str, Row]], dict[str, list[str]]]:
    """Encoded paragraphs by list and code, and the codes that come twice; ended states are left out."""
    lists: dict[str, dict[str, Row]] = defaultdict(dict)
    twice: dict[str, list[str]] = defaultdict(list)
    for record in records:
        name = list_of(record.get("ruleset", ""), names)
        if name is None or record.get("in_force_until"):
            continue
        code = record["code"].rstrip(".")
        if code in lists[name]:
            twice[name].append(code)
        lists[name][code] = record
    return dict(lists), dict(twice)


class Explanations:
    """The differences that a person has explained: a code, a reason, perhaps kind and figure."""

    def __init__(self, entries: Iterable[Row]) -> None:
        self.entries = list(entries)
        self.used: set[int] = set()
        for entry in self.entries:
            if not entry.get("code") or not str(entry.get("reason", "")).strip():
                raise ValueError(f"an explanation needs a code and a reason: {entry}")

    def explain(self, name: str, finding: Finding) -> str | None:
        """The reason for a difference, None where nobody gave one."""
        for place, entry in enumerate(self.entries):
            below = entry.get("subtree") and finding.code.startswith(entry["code"] + ".")
            if (
                (finding.code == entry["code"] or below)
                and entry.get("list", name) == name
                and entry.get("kind", finding.kind) == finding.kind
                and entry.get("figure", finding.figure) == finding.figure
            ):
                self.used.add(place)
                return str(entry["reason"])
        return None


def table(comparison: Comparison, findings: Sequence[Finding], chosen: str | None) -> list[str]:
    """One line per category: how the paragraphs are treated and what differs."""
    names = ("modelled", "heading", "not_modelled", "reserved", "missing")
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for code, paragraph in comparison.law.paragraphs.items():
        count = rows[category_of(code)]
        count.update(["law", comparison.status(code)])
        count["notes"] += sum(note["kind"] == "note" for note in paragraph.notes)
        record = comparison.encoded.get(code, {})
        count["encoded notes"] += record.get("note_count", len(record.get("notes", ())))
    for finding in findings:
        rows[category_of(finding.code)][finding.kind] += 1
    kinds = sorted({finding.kind for finding in findings} - {"paragraph_missing"})
    columns = ["law", *names, "notes", "encoded notes", *kinds]
    lines = ["category | " + " | ".join(columns)]
    for category, count in rows.items():
        if chosen in (None, category):
            lines.append(f"{category} | " + " | ".join(str(count[column]) for column in columns))
    return lines


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="compare the encoding with the figures of the law")
    parser.add_argument("entries", nargs="?", help="output of `exportrules entries --json`; standard input without it")
    parser.add_argument("--category", help="only this category, such as 3 or IV")
    parser.add_argument("--list", dest="chosen", help="only this list, such as eu_annex_i")
    parser.add_argument(
        "--ruleset", action="append", default=[], metavar="NAME=LIST", help="which list a ruleset encodes"
    )
    parser.add_argument("--details", action="store_true", help="also what is explained or only remarked")
    parser.add_argument("--figures", type=Path, default=HERE / "figures", help="folder of the figures")
    parser.add_argument("--explained", type=Path, default=HERE / "explained.toml", help="explained differences")
    return parser.parse_args(arguments)


def load_list(folder: Path, name: str) -> Law:
    """A list with the terms of its instrument."""
    general = folder / f"{name}_general.jsonl"
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        rows = read_rows(lines)
    return load_law(rows, read_rows(general.read_text(encoding="utf-8").splitlines()) if general.exists() else ())


def report(name: str, comparison: Comparison, explained: Explanations, options: argparse.Namespace) -> int:
    """Print one list; return the number of unexplained differences."""
    findings = [f for f in comparison.findings() if options.category in (None, category_of(f.code))]
    sys.stdout.write(f"== {name}\n" + "\n".join(table(comparison, findings, options.category)) + "\n")
    unexplained = 0
    for finding in findings:
        reason = explained.explain(name, finding)
        failing = finding.kind in FAILING and reason is None
        unexplained += failing
        if failing or options.details:
            mark = "" if failing else f"  (explained: {reason})" if reason else "  (remark)"
            parts = [finding.code, finding.kind, finding.figure, finding.remark]
            sys.stdout.write("  " + "  ".join(part for part in parts if part) + mark + "\n")
    sys.stdout.write(f"{unexplained} unexplained\n")
    return unexplained


def main(arguments: Sequence[str]) -> int:
    """Compare every list that the input holds; 1 for unexplained differences, 2 for unusable input."""
    options = parse_arguments(arguments)
    names = LISTS | dict(pair.split("=", 1) for pair in options.ruleset)
    text = Path(options.entries).read_text(encoding="utf-8") if options.entries else sys.stdin.read()
    encoded, twice = group_records(read_rows(text.splitlines()), names)
    entries = tomllib.loads(options.explained.read_text(encoding="utf-8")) if options.explained.exists() else {}
    explained = Explanations(entries.get("explained", ()))
    chosen = [options.chosen] if options.chosen else sorted(encoded)
    if not chosen:
        sys.stderr.write("the input holds no paragraph of a known list: see --ruleset NAME=LIST\n")
        return 2
    unexplained = 0
    for name in chosen:
        law = load_list(options.figures, name)
        unexplained += report(name, Comparison(law, encoded.get(name, {}), twice.get(name, [])), explained, options)
    whole = not options.category and not options.chosen
    stale = [entry for place, entry in enumerate(explained.entries) if place not in explained.used] if whole else []
    for entry in stale:
        sys.stdout.write(f"explains nothing any more: {entry['code']} {entry.get('figure', '')}: {entry['reason']}\n")
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
