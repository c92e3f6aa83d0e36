"""Commands about cases: decide, why-not, ask, replay."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from exportrules.case import CaseError
from exportrules.cli.asking import Conversation
from exportrules.cli.output import write_data, write_error, write_out
from exportrules.cli.reading import read_bytes, read_lines
from exportrules.decision import Decision
from exportrules.decision.warning import warnings_of
from exportrules.errors import ExportRulesError
from exportrules.explanation import why_not
from exportrules.explanation.document import reasons_text
from exportrules.explanation.report import headline
from exportrules.explanation.text import explain_text, show_reason
from exportrules.jsontext import JsonError, read_json
from exportrules.loading import Rules, load
from exportrules.receipt import MAX_RECEIPT, decision_text

RawCase = Mapping[str, object]


def load_rules(options: argparse.Namespace) -> Rules:
    """The bundled law and what --rules adds."""
    return load(*options.rules, bundled=not options.no_bundled)


def read_cases(path: str) -> Iterator[tuple[str, RawCase]]:
    """The cases of a file with a place for messages: one object, or a list of them.

    Raises:
        JsonError: not strict JSON. ExportRulesError: XR952, the file cannot be read, or holds no case.
    """
    data = read_json(read_bytes(path), where=path)
    if isinstance(data, Mapping):
        yield path, cast("RawCase", data)
        return
    if not isinstance(data, list) or not data:
        raise ExportRulesError("XR952", f"`{path}` holds no case", "write one case, or a list of cases in [ ]")
    for number, item in enumerate(cast("list[object]", data), 1):
        if not isinstance(item, Mapping):
            raise ExportRulesError("XR952", f"`{path}`: entry {number} is not a case", "write each case in { }")
        case = cast("RawCase", item)
        yield f"{path}#{case.get('id', number)}", case


def named_cases(argument: str) -> Iterator[tuple[str, RawCase]]:
    """The cases of FILE, or the one that FILE#ID names.

    Raises:
        JsonError: not strict JSON. ExportRulesError: XR952, the file cannot be read, or holds no such case.
    """
    path, mark, wanted = ("", "", "") if Path(argument).exists() else argument.rpartition("#")
    if not mark:
        yield from read_cases(argument)
        return
    if not path:
        way_out = f"name its file too, as in `orders.json#{wanted}`"
        raise ExportRulesError("XR952", f"`{argument}` names a case and no file", way_out)
    found = next((item for item in read_cases(path) if item[0] == argument), None)
    if found is None:
        raise ExportRulesError("XR952", f"`{path}` holds no case `{wanted}`", "see the `id` of its cases")
    yield found


def one_case(argument: str) -> tuple[str, RawCase]:
    """The one case that FILE or FILE#ID names."""
    found = list(named_cases(argument))
    if len(found) == 1:
        return found[0]
    ids = ", ".join(f"`{place}`" for place, _ in found[:6])
    more = " …" if len(found) > 6 else ""
    raise ExportRulesError("XR952", f"`{argument}` holds {len(found)} cases", f"name one: {ids}{more}")


# ---- decide ----------------------------------------------------------------------------------------


def decide(options: argparse.Namespace) -> int:
    """Decide every case; one that cannot be read is reported and the others go on."""
    rules = load_rules(options)
    bad = 0
    for path in options.cases:
        try:
            for place, raw in named_cases(path):
                bad += not _decide_one(rules, place, raw, options)
        except JsonError as error:
            bad += 1
            write_error(f"error: {path} cannot be read:\n{_render(error)}")
    return 1 if bad else 0


def _decide_one(rules: Rules, place: str, raw: RawCase, options: argparse.Namespace) -> bool:
    """Decide and show one case; False after telling why that cannot be done."""
    try:
        decision = rules.decide(rules.read_case(raw), options.as_of)
    except ExportRulesError as error:
        what = "read" if isinstance(error, CaseError | JsonError) else "decided"
        write_error(f"error: {place} cannot be {what}:\n{_render(error)}")
        return False
    _show(decision, options)
    return True


def _render(error: ExportRulesError) -> str:
    return error.render() if isinstance(error, CaseError) else f"{error.code} {error.message}\n      help: {error.help}"


def _show(decision: Decision, options: argparse.Namespace) -> None:
    if options.format == "json":
        write_data(decision_text(decision, what_if=not options.no_what_if))
    elif options.format == "reasons":
        write_data(reasons_text(decision))
    elif options.summary:
        name = decision.case.identifier or decision.case.activity
        warnings = warnings_of(decision.session.program, decision.case, decision.as_of)
        warned = "".join(f"; warning {code}: {text}" for code, text in warnings)
        write_out(f"{name}: {headline(decision)}{warned}")
    else:
        write_out(explain_text(decision))


# ---- why not, ask, replay ----------------------------------------------------------------------------


def explain_absence(options: argparse.Namespace) -> int:
    """Print the tree of one paragraph for a case, what fails first at the top."""
    rules = load_rules(options)
    _, raw = one_case(options.case)
    decision = rules.decide(rules.read_case(raw), options.as_of)
    write_out(show_reason(why_not(decision, options.paragraph)))
    return 0


def ask(options: argparse.Namespace) -> int:
    """Put questions until the decision is conclusive or there are no more answers."""
    if options.save and not Path(options.save).parent.is_dir():
        # said before anybody answers a question
        raise ExportRulesError("XR952", f"`{options.save}` cannot be written: no such folder", "check the path")
    rules = load_rules(options)
    _, raw = one_case(options.case)
    conversation = Conversation(rules, raw, options.as_of)
    decision = conversation.run()
    write_out(explain_text(decision))
    if options.save:
        text = json.dumps(conversation.case, ensure_ascii=False, indent=2, default=_exact)
        Path(options.save).write_text(text + "\n", encoding="utf-8")
    return 0


def _exact(value: Any) -> str:
    """Days as text; decimals, which only counts may be stated as, keep every digit as text with their unit."""
    return value.isoformat() if isinstance(value, date) else f"{value} count"


def replay(options: argparse.Namespace) -> int:
    """Replay stored decisions; a line for each."""
    rules = load_rules(options)
    bad = 0
    for path in options.decisions:
        number = 0
        for number, line in _receipts(path):
            try:
                rules.replay(line)
                write_out(f"{path}:{number}: same")
            except ExportRulesError as error:
                bad += 1
                write_error(f"{path}:{number}: {error}")
        if not number:
            bad += 1
            write_error(f"`{path}` holds no decision")
    return 1 if bad else 0


def _receipts(path: str) -> Iterator[tuple[int, bytes]]:
    """The decisions of a file by line; a file that is one object over many lines is one decision."""
    lines = read_lines(path, MAX_RECEIPT)
    is_first = True
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _whole(line, lines) if is_first and line.strip() in (b"{", b"[") else line
            is_first = False


def _whole(first: bytes, rest: Iterator[bytes]) -> bytes:
    """All lines together, as far as a receipt may reach."""
    pieces, size = [first], len(first)
    while size <= MAX_RECEIPT and (line := next(rest, b"")):
        pieces.append(line)
        size += len(line)
    return b"".join(pieces)


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "decide": decide,
    "why-not": explain_absence,
    "ask": ask,
    "replay": replay,
}
