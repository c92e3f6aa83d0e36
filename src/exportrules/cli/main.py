"""Parse the command line, run one command, turn every error into text and an exit code.

Exit codes: 0 all went well; 1 the command found faults (a rule file, a scenario, a case that cannot be read),
or nothing that fits the words of a search; 2 it could not run (a wrong argument, a file that is not there, rules that
do not load).
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TextIO

from exportrules.errors import ExportRulesError

FAULTS, UNUSABLE = 1, 2
_DAY_HELP = "day whose law decides, YYYY-MM-DD; the case's own `as_of` without it"


class Commands(Protocol):
    """What argparse returns for sub-commands; it has no public name for it."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's name
        """Add a command."""
        ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never raises, except for the interpreter's own exits."""
    parser = _build_parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else UNUSABLE
    try:
        code = _find_command(options.command)(options)
        if _is_open(sys.stdout):
            sys.stdout.flush()
        return code
    except ExportRulesError as error:
        return _report(error)
    except BrokenPipeError:
        # a reader such as `head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _tell("stopped")
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        return _tell(f"error: {error.strerror or error}{place}")


def _report(error: ExportRulesError) -> int:
    from exportrules.case import CaseError
    from exportrules.cli.output import write_error
    from exportrules.jsontext import JsonError

    render: Callable[[], str] | None = getattr(error, "render", None)
    write_error(render() if render is not None else _plain(error))
    return FAULTS if isinstance(error, CaseError | JsonError) else UNUSABLE


def _tell(text: str) -> int:
    from exportrules.cli.output import write_error

    write_error(text)
    return UNUSABLE


def _plain(error: ExportRulesError) -> str:
    return f"error[{error.code}]: {error.message}" + (f"\n  help: {error.help}" if error.help else "")


def _is_open(stream: TextIO | None) -> bool:
    """A stream that was closed before the start is None."""
    return stream is not None


def _find_command(name: str) -> Callable[[argparse.Namespace], int]:
    # each command imports what it needs: a list of facts needs no evaluator
    if name in ("decide", "why-not", "ask", "replay"):
        from exportrules.cli import deciding

        return deciding.COMMANDS[name]
    if name == "batch":
        from exportrules.cli import batching

        return batching.COMMANDS[name]
    if name in ("compare", "impact", "coordinate", "regimes", "dossier", "report"):
        from exportrules.cli import comparing

        return comparing.COMMANDS[name]
    from exportrules.cli import ruling

    return ruling.COMMANDS[name]


def read_date(text: str) -> date:
    """A day of the command line."""
    way_out = f"`{text[:40]}` is not a day: write it as 2026-03-01"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise argparse.ArgumentTypeError(way_out)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(way_out) from None


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="exportrules",
        description="Decides and explains whether an export from the European Union may go.",
        epilog="Exit codes: 0 done; 1 faults were found, or nothing fits; 2 it could not run.",
    )
    parser.add_argument("--version", action="version", version=f"exportrules {_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_deciding(commands)
    _add_comparing(commands)
    _add_ruling(commands)
    return parser


def _version() -> str:
    from exportrules.receipt import ENGINE_VERSION

    return ENGINE_VERSION


def _add_deciding(commands: Commands) -> None:
    decide = commands.add_parser("decide", help="decide cases and explain the answers")
    what = "JSON file with a case or a list of cases, FILE#ID for one of them; - is standard input"
    decide.add_argument("cases", nargs="+", metavar="CASE", help=what)
    decide.add_argument("--as-of", type=read_date, metavar="DAY", help=_DAY_HELP)
    forms = "json: the receipt, one line per case; reasons: floor, ceiling and why as JSON, nothing else"
    decide.add_argument("--format", choices=("text", "json", "reasons"), default="text", help=forms)
    decide.add_argument("--summary", action="store_true", help="one line of text per case")
    decide.add_argument(
        "--no-what-if", action="store_true", help="json: without questions, changes and last day, many times as fast"
    )
    why = commands.add_parser("why-not", help="say, test by test, why an item is not listed in a paragraph")
    why.add_argument("paragraph", help="such as 3A001.b.2, or RULESET:3A001.b.2")
    why.add_argument("case", metavar="CASE", help="JSON file with one case, or FILE#ID for one of a list")
    why.add_argument("--as-of", type=read_date, metavar="DAY", help=_DAY_HELP)
    ask = commands.add_parser("ask", help="ask the best next question until the answer is conclusive")
    ask.add_argument("case", metavar="CASE", help="JSON file with one case, or FILE#ID for one of a list")
    ask.add_argument("--as-of", type=read_date, metavar="DAY", help=_DAY_HELP)
    ask.add_argument("--save", metavar="FILE", help="write the case with the answers here")
    replay = commands.add_parser("replay", help="decide a stored decision again and compare it byte for byte")
    replay.add_argument("decisions", nargs="+", metavar="DECISION", help="file with the JSON of `decide --format json`")
    batch = commands.add_parser("batch", help="decide many cases, an answer in JSON for each line")
    batch.add_argument(
        "cases",
        metavar="FILE",
        help="file with the JSON of one case on each line, or a table (.csv); - is standard input",
    )
    batch.add_argument("--as-of", type=read_date, metavar="DAY", help=_DAY_HELP)
    batch.add_argument("--workers", type=int, default=0, metavar="N", help="decide by so many processes")
    batch.add_argument("--details", action="store_true", help="name the measures that each answer rests on")
    batch.add_argument("--progress", action="store_true", help="show a bar while standard error is a terminal")
    for command in (decide, why, ask, replay, batch):
        _add_rules(command)


def _add_comparing(commands: Commands) -> None:
    compare = commands.add_parser("compare", help="decide one case under many circumstances and show where they differ")
    compare.add_argument("case", metavar="CASE", help="JSON file with one case, or FILE#ID for one of a list")
    compare.add_argument(
        "--by",
        choices=("state", "dispatch", "destination", "day"),
        help="what is changed; state without it",
    )
    compare.add_argument(
        "--propose", action="append", default=[], metavar="PROPOSAL", help="compare the law with and without a proposal"
    )
    compare.add_argument("--over", default="", metavar="A,B", help="only these countries, or these days")
    compare.add_argument("--from", dest="first", type=read_date, metavar="DAY", help="first day of a span, by day")
    compare.add_argument("--until", dest="last", type=read_date, metavar="DAY", help="last day of a span, by day")
    impact = commands.add_parser("impact", help="show which decisions a proposed list would change")
    coordinate = commands.add_parser("coordinate", help="write what a Member State tells the others of a proposed list")
    for command in (impact, coordinate):
        command.add_argument("cases", nargs="+", metavar="CASE", help="JSON files with the cases of the sample")
        command.add_argument(
            "--propose", action="append", required=True, metavar="PROPOSAL",
            help="a rule file or folder with the proposal, or the name of a loaded ruleset that is proposed",
        )  # fmt: skip
        command.add_argument(
            "--states", default="", metavar="A,B", help="exported from each of these; `all` for every one"
        )
    regimes = commands.add_parser("regimes", help="show from which regime entries come and who belongs to it")
    regimes.add_argument("codes", nargs="*", metavar="CODE", help="only entries that begin so, such as 3A")
    dossier = commands.add_parser("dossier", help="write a case out for a query to an authority")
    dossier.add_argument("case", metavar="CASE", help="JSON file with one case, or FILE#ID for one of a list")
    report = commands.add_parser("report", help="add up stored decisions and what became of them")
    report.add_argument(
        "records", nargs="+", metavar="FILE", help="files with one record per line; - is standard input"
    )
    report.add_argument("--from", dest="first", type=read_date, metavar="DAY", help="only records from this day on")
    report.add_argument("--until", dest="last", type=read_date, metavar="DAY", help="only records up to this day")
    report.add_argument("--cyber", default="", metavar="CODES", help="entries that count as cyber-surveillance")
    for command, forms in (
        (compare, ("text", "json", "csv")), (impact, ("text", "json", "csv")), (report, ("text", "json", "csv")),
        (coordinate, ("text", "json")), (regimes, ("text", "json")), (dossier, ("text", "json")),
    ):  # fmt: skip
        command.add_argument("--format", choices=forms, default="text", help="text for people without it")
        if command is not report:
            command.add_argument("--as-of", type=read_date, metavar="DAY", help=_DAY_HELP)
            _add_rules(command)


def _add_ruling(commands: Commands) -> None:
    check = commands.add_parser("check", help="check rule files together with the bundled law")
    check.add_argument("--only", default="", metavar="TEXT", help="show faults of files whose name holds this text")
    check.add_argument("--no-bundled", action="store_true", help="check the given files alone")
    check.add_argument("--most", type=int, default=40, metavar="N", help="show at most so many faults")
    layout = commands.add_parser("format", help="lay rule files out in the one way")
    layout.add_argument("--check", action="store_true", help="change nothing; say which files would change")
    test = commands.add_parser("test", help="run the scenarios beside the law, or those of a file or folder")
    for command in (check, layout, test):
        command.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; without any, the bundled law")
    entries = commands.add_parser("entries", help="list the paragraphs of every loaded list")
    facts = commands.add_parser("facts", help="list what may be stated of an item or a transaction")
    kinds = commands.add_parser("kinds", help="list the item kinds")
    for command in (entries, facts, kinds):
        command.add_argument("--json", action="store_true", help="one JSON object per line")
        command.add_argument("words", nargs="*", metavar="WORD", help="only lines that hold all these words")
    find = commands.add_parser("find", help="find a paragraph by words: headings, item kinds, trade names, questions")
    find.add_argument("words", nargs="+", metavar="WORD", help="such as: wideband ADC 12 bit")
    find.add_argument("--most", type=int, default=10, metavar="N", help="at most so many hits")
    find.add_argument("--list", default="", metavar="RULESET", help="only this list, such as eu.dual_use.annex_i")
    find.add_argument("--json", action="store_true", help="one JSON object per line")
    for command in (test, entries, facts, kinds, find):
        _add_rules(command)


def _add_rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rules", action="append", default=[], metavar="PATH", help="further rule files or folders")
    command.add_argument("--no-bundled", action="store_true", help="load only the rules given with --rules")
