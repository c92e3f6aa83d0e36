"""A comparison or an impact as text, as data for JSON, and as rows for CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from exportrules.comparison.answers import Answer, By, Comparison, Ground
from exportrules.comparison.impact import Impact
from exportrules.decision import Outcome
from exportrules.explanation.report import OUTCOME_WORDS, headline

FORMAT: Final = "exportrules.comparison/1"
IMPACT_FORMAT: Final = "exportrules.impact/1"
MOST_WARNINGS: Final = 6
_WHAT: Final[dict[By, str]] = {
    "state": "exported from each Member State by an exporter there",
    "dispatch": "leaving through each Member State, the exporter staying where he is",
    "destination": "to each country",
    "day": "by the law of each day",
    "rules": "by each state of the law",
}
_COLUMNS: Final = ("label", "floor", "ceiling", "conclusive", "measures", "paragraphs")
_IMPACT_COLUMNS: Final = ("case", "state", "before_floor", "before_ceiling", "after_floor", "after_ceiling", "measures")

Json = dict[str, Any]


def comparison_text(comparison: Comparison) -> str:
    """A table of who gets which answer and why, with the warning where goods could leave without the control."""
    return "\n".join(_text(comparison)) + "\n"


def _text(comparison: Comparison) -> Iterator[str]:
    name = f"{comparison.case}, " if comparison.case else ""
    yield f"{name}{_WHAT[comparison.by]}:"
    groups = comparison.groups
    base = "" if comparison.by == "rules" else comparison.base
    for group in groups:
        yield f"  {_labels(group, base)}: {headline(group[0].decision).upper()}"
        grounds = group[0].grounds
        shared = _shared(groups) if len(groups) > 1 else frozenset[Ground]()
        for ground in grounds:
            if ground not in shared:
                yield f"    {ground_words(ground)}"
        beside = sum(ground in shared for ground in grounds)
        if beside and beside < len(grounds):
            yield f"    and what holds for all: {beside}"
    shared_by_all = [ground for ground in groups[0][0].grounds if ground in _shared(groups)] if len(groups) > 1 else []
    if shared_by_all:
        yield "  For all of them:"
        yield from (f"    {ground_words(ground)}" for ground in shared_by_all)
    if not comparison.differs:
        yield "  The answer is the same everywhere."
    yield from _warning(comparison)
    if comparison.asked_anew:
        names = ", ".join(item.replace("_", " ") for item in comparison.asked_anew)
        yield f"  Stated of the case's own Member State, and so left out for the others: {names}"
    yield from _warnings(comparison)


def _warnings(comparison: Comparison) -> Iterator[str]:
    """Warnings of the answers; those about the rules that they rest on come first."""
    told = dict.fromkeys(item for answer in comparison.answers for item in answer.decision.diagnostics)
    own = {".".join(ground.measure.split(".")[:2]) for answer in comparison.answers for ground in answer.grounds}
    shown = sorted(told, key=lambda item: not any(f"`{name}" in item[1] for name in own))[:MOST_WARNINGS]
    yield from (f"  warning {code}: {message}" for code, message in shown)
    if len(told) > len(shown):
        yield f"  and {len(told) - len(shown)} further warnings (see the JSON view)"


def _warning(comparison: Comparison) -> Iterator[str]:
    found = comparison.warning
    if found is None:
        return
    level = OUTCOME_WORDS[found.controlled]
    if found.free:
        states = ", ".join(found.free)
        yield f"  WARNING: from {found.base} the answer is {level}; without that it could go from: {states}"
    if found.open:
        states = ", ".join(found.open)
        yield f"  From {found.base} the answer is {level}; not settled whether it could go without that from: {states}"


def _shared(groups: Sequence[Sequence[Answer]]) -> frozenset[Ground]:
    """The grounds that every answer rests on."""
    first, *others = (frozenset(group[0].grounds) for group in groups)
    return first.intersection(*others)


def _labels(group: Sequence[Answer], base: str) -> str:
    labels = [f"{item.label} (as stated)" if item.label == base else item.label for item in group]
    return ", ".join(labels)


def ground_words(ground: Ground) -> str:
    """One line: the provision, its paragraphs, and what relieves it."""
    verb = "applies" if ground.applies == "true" else "may apply"
    title = f", {ground.title}" if ground.title else ""
    codes = f" ({', '.join(ground.paragraphs)})" if ground.paragraphs else ""
    relief = f"; relieved by {', '.join(ground.reliefs)}" if ground.reliefs else ""
    return f"{ground.source}{title}{codes}: {verb}{relief}"


# ---- data ------------------------------------------------------------------------------------------


def comparison_data(comparison: Comparison) -> Json:
    """The comparison as plain data, in the format `exportrules.comparison/1`."""
    warned = comparison.warning
    return {
        "format": FORMAT,
        "by": comparison.by,
        "case": comparison.case,
        "base": comparison.base,
        "differs": comparison.differs,
        "answers": [answer_data(item) for item in comparison.answers],
        "groups": [[item.label for item in group] for group in comparison.groups],
        "warning": None
        if warned is None
        else {
            "base": warned.base,
            "controlled": warned.controlled.name,
            "free": list(warned.free),
            "open": list(warned.open),
        },
        "asked_anew": list(comparison.asked_anew),
    }


def answer_data(answer: Answer) -> Json:
    """One answer with its grounds."""
    decision = answer.decision
    return {
        "label": answer.label,
        "as_of": decision.as_of.isoformat(),
        "outcome": None if decision.outcome is None else decision.outcome.name,
        "floor": decision.floor.name,
        "ceiling": decision.ceiling.name,
        "grounds": [ground_data(item) for item in answer.grounds],
        "warnings": [{"code": code, "message": message} for code, message in decision.diagnostics],
    }


def ground_data(ground: Ground) -> Json:
    """One ground."""
    return {
        "measure": ground.measure,
        "source": ground.source,
        "title": ground.title,
        "applies": ground.applies,
        "floor": ground.floor.name,
        "ceiling": ground.ceiling.name,
        "paragraphs": list(ground.paragraphs),
        "reliefs": list(ground.reliefs),
    }


def comparison_csv(comparison: Comparison) -> str:
    """One row for each circumstance."""
    rows = (
        (
            item.label,
            item.floor.name,
            item.ceiling.name,
            "yes" if item.decision.conclusive else "no",
            "; ".join(ground.source for ground in item.grounds),
            "; ".join(code for ground in item.grounds for code in ground.paragraphs),
        )
        for item in comparison.answers
    )
    return write_csv(_COLUMNS, rows)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would take for a formula is marked as text, and every cell is one line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    line = " ".join(value.splitlines())
    return f"'{line}" if line.lstrip()[:1] in ("=", "+", "-", "@") and line else line


# ---- impact ----------------------------------------------------------------------------------------


def impact_text(impact: Impact) -> str:
    """Which cases change, in which states, and from what to what."""
    return "\n".join(_impact(impact)) + "\n"


def _impact(impact: Impact) -> Iterator[str]:
    changed = impact.changed
    cases = len({item.number for item in impact.rows})
    yield f"{cases} cases, {len(impact.rows)} answers compared, {len(changed)} change"
    for (low, high), count in impact.by_outcome.items():
        yield f"  {_span(low)} -> {_span(high)}: {count}"
    states = [f"{state or 'no state named'} {count}" for state, count in impact.by_state.items() if count]
    if states:
        yield f"  by Member State: {', '.join(states)}"
    for row in changed:
        place = f" from {row.state}" if row.state else ""
        before, after = headline(row.before.decision), headline(row.after.decision)
        yield f"  {row.case}{place}: {before} -> {after}"
        yield from (f"    {ground_words(ground)}" for ground in row.new_grounds)
    for name, reason in impact.failed:
        yield f"  {name} could not be decided: {reason}"


def _span(ends: tuple[Outcome, Outcome]) -> str:
    low, high = ends
    return OUTCOME_WORDS[low] if low == high else f"{OUTCOME_WORDS[low]} to {OUTCOME_WORDS[high]}"


def impact_data(impact: Impact) -> Json:
    """The impact as plain data, in the format `exportrules.impact/1`."""
    return {
        "format": IMPACT_FORMAT,
        "compared": len(impact.rows),
        "changed": len(impact.changed),
        "by_state": impact.by_state,
        "rows": [
            {
                "number": item.number,
                "case": item.case,
                "state": item.state,
                "changed": item.changed,
                "stricter": item.stricter,
                "before": answer_data(item.before),
                "after": answer_data(item.after),
                "new_grounds": [ground_data(ground) for ground in item.new_grounds],
            }
            for item in impact.rows
        ],
        "failed": [{"case": name, "reason": reason} for name, reason in impact.failed],
    }


def impact_csv(impact: Impact) -> str:
    """One row for each answer that changes."""
    rows = (
        (
            item.case,
            item.state,
            item.before.floor.name,
            item.before.ceiling.name,
            item.after.floor.name,
            item.after.ceiling.name,
            "; ".join(ground.source for ground in item.new_grounds),
        )
        for item in impact.changed
    )
    return write_csv(_IMPACT_COLUMNS, rows)
