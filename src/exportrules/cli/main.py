"""Parse the command line, run one command, turn every error into text and an exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from exportrules.errors import ExportRulesError
from exportrules.loading import bundled_sources, load, read_folder
from exportrules.text import Diagnostics, render_diagnostic


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="exportrules")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check")
    check.add_argument("paths", nargs="*")
    check.add_argument("--only", default="")
    check.add_argument("--most", type=int, default=40)
    test = commands.add_parser("test")
    test.add_argument("paths", nargs="*")
    commands.add_parser("entries").add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    try:
        if options.command == "check":
            return _check(options)
        if options.command == "test":
            return _test(options)
        return _entries()
    except Diagnostics as error:
        print(error.render(), file=sys.stderr)
        return 2
    except ExportRulesError as error:
        print(error, file=sys.stderr)
        return 2


def _check(options: argparse.Namespace) -> int:
    from exportrules.checking.assembly import check_sources

    sources = list(bundled_sources())
    for path in options.paths:
        sources += read_folder(Path(path))
    _, found = check_sources(sources)
    known = {source.name: source for source in sources}
    found = tuple(item for item in found if options.only in item.span.file)
    for item in found[: options.most]:
        print(render_diagnostic(item, known) + "\n")
    print(f"{len(found)} faults")
    return 1 if found else 0


def _entries() -> int:
    from exportrules.inventory import list_paragraphs

    for record in list_paragraphs(load().book):
        print(json.dumps(record, ensure_ascii=False))
    return 0


def _test(options: argparse.Namespace) -> int:
    from exportrules.scenarios import bundled_scenarios, read_scenarios, run_scenario

    rules = load()
    paths = [Path(path) for path in options.paths]
    found = [item for path in paths for item in read_scenarios(path)] if paths else list(bundled_scenarios())
    failed = 0
    for scenario in found:
        result = run_scenario(rules, scenario)
        if not result.passed:
            failed += 1
            print(f"FAILED {scenario.file}: {scenario.name}")
            for line in result.differences:
                print(f"  {line}")
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0
