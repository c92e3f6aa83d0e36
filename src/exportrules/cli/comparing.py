"""Commands about many answers: compare, impact, coordinate, regimes, dossier, report."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from exportrules.cli.deciding import load_rules, one_case, read_cases
from exportrules.cli.output import write_data, write_error, write_out
from exportrules.cli.reading import read_lines
from exportrules.comparison import Comparison, measure_impact
from exportrules.comparison.compare import (
    compare_days,
    compare_destinations,
    compare_dispatch,
    compare_rules,
    compare_states,
)
from exportrules.comparison.coordination import coordinate, coordination_data, coordination_text
from exportrules.comparison.views import (
    comparison_csv,
    comparison_data,
    comparison_text,
    impact_csv,
    impact_data,
    impact_text,
)
from exportrules.countries import member_states
from exportrules.dossier import dossier_data, dossier_text, make_dossier
from exportrules.errors import ExportRulesError
from exportrules.jsontext import write_json
from exportrules.loading import Rules, read_folder
from exportrules.receipt import MAX_RECEIPT
from exportrules.regimes import regime_data, regime_text, view_regimes
from exportrules.reporting import report_csv, report_data, report_text, sum_up

__all__ = ["COMMANDS"]

Views = Mapping[str, Callable[[Any], Any]]


def _show(found: Any, form: str, views: Views) -> None:
    """Write text to the terminal, and data as one line of JSON or as CSV."""
    shown = views[form](found)
    if form == "text":
        write_out(shown.rstrip("\n"))
    elif form == "csv":
        write_data(shown.rstrip("\n"))
    else:
        write_data(write_json(shown))


def _words(text: str) -> tuple[str, ...]:
    return tuple(item for item in (part.strip() for part in text.split(",")) if item)


# ---- compare ---------------------------------------------------------------------------------------


def compare(options: argparse.Namespace) -> int:
    """Decide one case under many circumstances."""
    _refuse_idle_options(options)
    rules = load_rules(options)
    _, raw = one_case(options.case)
    views: Views = {"text": comparison_text, "json": comparison_data, "csv": comparison_csv}
    _show(_compare(rules, raw, options), options.format, views)
    return 0


def _refuse_idle_options(options: argparse.Namespace) -> None:
    """Refuse what the comparison that is asked for would not look at.

    Raises:
        ExportRulesError: XR867, an option belongs to another comparison.
    """
    by = "--propose" if options.propose else f"--by {options.by or 'state'}"
    by_day = by == "--by day"
    idle = (
        ("--by", options.propose and options.by, "compare by one of the two"),
        ("--over", options.propose and options.over, "a proposal is compared for the case as it is"),
        ("--from", not by_day and options.first, "a span is compared `--by day`"),
        ("--until", not by_day and options.last, "a span is compared `--by day`"),
        ("--as-of", by_day and options.as_of, "name days with `--over`, or a span with `--from` and `--until`"),
    )
    for name, given, way_out in idle:
        if given:
            raise ExportRulesError("XR867", f"`{name}` does not go with `{by}`", way_out)


def _compare(rules: Rules, raw: Mapping[str, object], options: argparse.Namespace) -> Comparison:
    over = _words(options.over)
    if options.propose:
        rules, names = _propose(rules, options.propose)
        versions = {"as loaded": rules, "with the proposal": rules.with_proposals(*names)}
        return compare_rules(versions, raw, options.as_of)
    match options.by:
        case "state" | None:
            return compare_states(rules, raw, options.as_of, over=over)
        case "dispatch":
            return compare_dispatch(rules, raw, options.as_of, over=over)
        case "destination":
            return compare_destinations(rules, raw, over, options.as_of)
        case _:
            return compare_days(rules, raw, map(_day, over), first=options.first, last=options.last)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ExportRulesError("XR867", f"`{text[:40]}` is not a day", "write it as 2026-03-01") from None


# ---- proposals -------------------------------------------------------------------------------------


def measure(options: argparse.Namespace) -> int:
    """Show which decisions a proposal would change."""
    rules, names = _propose(load_rules(options), options.propose)
    supposed = rules.with_proposals(*names)
    found = measure_impact(rules, supposed, _sample(options.cases), options.as_of, states=_states(options))
    _show(found, options.format, {"text": impact_text, "json": impact_data, "csv": impact_csv})
    return 1 if found.failed else 0


def write_record(options: argparse.Namespace) -> int:
    """Write the coordination record of a proposal."""
    rules, names = _propose(load_rules(options), options.propose)
    if options.as_of is None:
        raise ExportRulesError("XR862", "no day is given whose law decides", "give --as-of")
    found = coordinate(rules, names, _sample(options.cases), options.as_of, states=_states(options))
    _show(found, options.format, {"text": coordination_text, "json": coordination_data})
    return 1 if found.impact.failed else 0


def _propose(rules: Rules, places: Iterable[str]) -> tuple[Rules, tuple[str, ...]]:
    """The rules with the proposals in them, deciding nothing yet, and the names of their rulesets.

    Raises:
        ExportRulesError: XR869, a ruleset is no proposal: it would decide already.
    """
    names: dict[str, None] = {}
    for place in places:
        if not Path(place).exists():
            rules.with_proposals(place)
            names[place] = None
            continue
        before = {name: info.digest for name, info in rules.book.rulesets.items()}
        rules = rules.with_sources(read_folder(Path(place)))
        # a file that adds to a ruleset in force would stand in both states of the law, and change nothing
        brought = (info for name, info in rules.book.rulesets.items() if before.get(name) != info.digest)
        names |= dict.fromkeys(sorted(info.name for info in brought if info.layer != "common"))
    for name in names:
        stages = rules.book.rulesets[name].stages
        if not stages or any(stage.name not in ("proposed", "notified") for stage in stages):
            way_out = "give its header a line such as `stage proposed 2026-03-01`"
            raise ExportRulesError("XR869", f"`{name}` is not a proposal", way_out)
    return rules, tuple(names)


def _sample(paths: Iterable[str]) -> Iterator[Mapping[str, object]]:
    for path in paths:
        for _, raw in read_cases(path):
            yield raw


def _states(options: argparse.Namespace) -> tuple[str, ...]:
    if options.states == "all":
        return tuple(sorted(member_states(options.as_of or date.max)))
    return _words(options.states)


# ---- regimes, dossier, report ----------------------------------------------------------------------


def show_regimes(options: argparse.Namespace) -> int:
    """Show regimes of entries and their members."""
    if options.as_of is None:
        raise ExportRulesError("XR862", "no day is given whose membership is asked for", "give --as-of")
    rules = load_rules(options)
    found = view_regimes(rules.book, options.as_of, words=tuple(options.codes))
    _show(found, options.format, {"text": regime_text, "json": regime_data})
    return 0


def write_dossier(options: argparse.Namespace) -> int:
    """Write a case out for an authority."""
    rules = load_rules(options)
    _, raw = one_case(options.case)
    found = make_dossier(rules.decide(rules.read_case(raw), options.as_of))
    _show(found, options.format, {"text": dossier_text, "json": dossier_data})
    return 0


def report(options: argparse.Namespace) -> int:
    """Add up stored decisions."""
    found = sum_up(_lines(options.records), options.first, options.last, cyber_entries=_words(options.cyber))
    _show(found, options.format, {"text": report_text, "json": report_data, "csv": report_csv})
    if options.format != "text":
        for name, reason in found.bad:
            write_error(f"error: {name} does not count: {reason}")
    return 1 if found.bad else 0


def _lines(paths: Iterable[str]) -> Iterator[bytes]:
    for path in paths:
        yield from (line for line in read_lines(path, MAX_RECEIPT) if line.strip())


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "compare": compare,
    "impact": measure,
    "coordinate": write_record,
    "regimes": show_regimes,
    "dossier": write_dossier,
    "report": report,
}
