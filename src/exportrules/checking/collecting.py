"""Gather blocks from files: rulesets with their headers, and everything that belongs to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from exportrules import records
from exportrules.checking.outline import Block, OutlinedFile
from exportrules.checking.report import Report
from exportrules.logic import ALWAYS, Period
from exportrules.rules.rulebook import LifeStage, RulesetInfo
from exportrules.syntax import ast
from exportrules.text import NOWHERE, Span

LAYERS = ("union", "national", "third_country", "common")
EVIDENCE = ("official", "secondary", "recalled")
STAGES = ("proposed", "notified", "adopted", "published", "in_force", "amended", "ended")


@records.mutable
class Gathered:
    """Blocks of one ruleset, from all its files."""

    name: str
    span: Span = NOWHERE
    header: ast.Ruleset | None = None
    files: set[str] = records.field(factory=set[str])
    entries: list[Block] = records.field(factory=list[Block])
    notes: list[Block] = records.field(factory=list[Block])
    defines: list[Block] = records.field(factory=list[Block])
    takes: list[Block] = records.field(factory=list[Block])
    tables: list[Block] = records.field(factory=list[Block])
    measures: list[Block] = records.field(factory=list[Block])
    reliefs: list[Block] = records.field(factory=list[Block])
    kinds: list[Block] = records.field(factory=list[Block])
    parts: list[Block] = records.field(factory=list[Block])
    facts: list[Block] = records.field(factory=list[Block])
    groups: list[Block] = records.field(factory=list[Block])


_FIELDS: Mapping[str, str] = {
    "Entry": "entries",
    "Note": "notes",
    "Define": "defines",
    "Takes": "takes",
    "Table": "tables",
    "Measure": "measures",
    "Relief": "reliefs",
    "Kind": "kinds",
    "Part": "parts",
    "Fact": "facts",
    "Group": "groups",
}


def gather(files: Iterable[OutlinedFile], report: Report) -> dict[str, Gathered]:
    """Group the blocks of all files by ruleset; a file's first block names its ruleset."""
    found: dict[str, Gathered] = {}
    for file in sorted(files, key=lambda item: item.name):
        current: Gathered | None = None
        for block in file.blocks:
            form = block.outline.form
            if form == "Ruleset":
                current = found.setdefault(block.name, Gathered(block.name, block.span))
                current.files.add(file.name)
                _take_header(current, block.tree(), report)
            elif current is None:
                report.error(
                    "XR110",
                    "a block before the `ruleset` line",
                    "name the ruleset at the head of the file",
                    block.tree().span,
                )
                break
            else:
                getattr(current, _FIELDS[form]).append(block)
    return dict(sorted(found.items()))


def _take_header(current: Gathered, block: ast.Ruleset, report: Report) -> None:
    if not block.headers:
        return
    if current.header is not None:
        report.error(
            "XR202",
            f"ruleset `{block.name}` has two headers",
            "keep the header lines in one file; the others only name the ruleset",
            block.span,
            ((current.header.span, "the first header"),),
        )
        return
    current.header = block


def check_names(gathered: Gathered, report: Report) -> None:
    """Names of measures, reliefs, tables and terms that stand twice in one ruleset (XR201)."""
    blocks: list[tuple[str, str, Span]] = [("measure", item.name, item.span) for item in gathered.measures]
    blocks += [("relief", item.name, item.span) for item in gathered.reliefs]
    blocks += [("table", item.name, item.span) for item in gathered.tables]
    blocks += [(f"the term in {item.outline.scope}", item.name, item.span) for item in gathered.defines]
    seen: dict[tuple[str, str], Span] = {}
    for what, name, span in blocks:
        first = seen.setdefault((what, name), span)
        if first is not span:
            shown = "term" if what.startswith("the term") else what
            report.twice(shown, name, span, first)


def read_header(gathered: Gathered, digest: str, report: Report) -> RulesetInfo:
    """Read the header lines of a ruleset (XR202, XR7xx when parts are missing)."""
    header = gathered.header
    if header is None and gathered.name in report.lost:
        return RulesetInfo(gathered.name)
    if header is None:
        way_out = "add the lines title, source, layer and checked below it, in one of its files"
        report.error("XR203", f"ruleset `{gathered.name}` has no header", way_out, gathered.span)
        return RulesetInfo(gathered.name)
    fields = fields_of(header.headers)
    _require(gathered.name, fields, header.span, report)
    layer, country = _read_layer(header, report)
    checked = only(header.headers, ast.Checked, "checked", report)
    home = only(header.headers, ast.CodesFrom, "codes from", report)
    if checked is None:
        report.error(
            "XR702",
            f"ruleset `{gathered.name}` has no `checked up to`",
            "state up to which day it was compared",
            header.span,
        )
    elif checked.start is not None and checked.start > checked.end:
        report.error("XR502", "`checked from` lies after `up to`", "put the earlier day first", checked.span)
    return RulesetInfo(
        name=gathered.name,
        title=" ".join(fields.get("title", ())),
        source=" ".join(fields.get("source", ())),
        layer=layer,
        country=country,
        evidence=evidence_of(header.headers, report) or "official",
        period=period_of(header.headers, report),
        checked_from=checked.start if checked else None,
        checked_to=checked.end if checked else None,
        stages=_read_stages(header, report),
        codes_from=None if home is None else home.name,
        may_lift=frozenset(name for item in header.headers if isinstance(item, ast.MayLift) for name in item.names),
        not_modelled=fields.get("not modelled", ()),
        remarks=fields.get("remark", ()),
        digest=digest,
        span=header.span,
    )


def _require(name: str, fields: Mapping[str, tuple[str, ...]], span: Span, report: Report) -> None:
    """A header has a title and a source (XR701)."""
    for required in ("title", "source"):
        if required not in fields:
            report.error("XR701", f"ruleset `{name}` has no `{required}:`", f"add `{required}: …`", span)


def check_rulesets(gathered: Mapping[str, Gathered], report: Report) -> None:
    """The rulesets that headers name are there (XR204)."""
    for item in gathered.values():
        for line in item.header.headers if item.header is not None else ():
            names: tuple[str, ...] = ()
            if isinstance(line, ast.CodesFrom):
                names = (line.name,)
            elif isinstance(line, ast.MayLift):
                names = line.names
            for name in names:
                if name not in gathered:
                    report.unknown("XR204", "ruleset", name, gathered, line.span)


def _read_layer(header: ast.Ruleset, report: Report) -> tuple[str, str | None]:
    layer = only(header.headers, ast.Layer, "layer", report)
    if layer is None:
        report.error(
            "XR703", f"ruleset `{header.name}` has no layer", "add `layer union`, `layer national CC` …", header.span
        )
        return "union", None
    if layer.name not in LAYERS:
        report.unlisted("XR205", "layer", layer.name, LAYERS, layer.span)
    if layer.name in ("national", "third_country") and layer.country is None:
        way_out = f"write `layer {layer.name} XX` with the code of the country"
        report.error("XR206", f"layer `{layer.name}` names no country", way_out, layer.span)
    elif layer.country is not None:
        report.country(layer.country, layer.span)
    return layer.name, layer.country


def _read_stages(header: ast.Ruleset, report: Report) -> tuple[LifeStage, ...]:
    stages: list[LifeStage] = []
    for item in header.headers:
        if isinstance(item, ast.Stage):
            if item.name not in STAGES:
                report.unlisted("XR205", "stage", item.name, STAGES, item.span)
            remarks = " ".join(fields_of(item.items).get("remark", ()))
            stages.append(LifeStage(item.name, item.day, remarks))
    return tuple(sorted(stages, key=lambda stage: stage.day))


def fields_of(items: Iterable[object]) -> dict[str, tuple[str, ...]]:
    """Text lines by name."""
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        if isinstance(item, ast.Field):
            found[item.name] = (*found.get(item.name, ()), item.text)
    return found


def evidence_of(items: Iterable[object], report: Report) -> str:
    """The evidence level among the items, or an empty text."""
    item = only(items, ast.Evidence, "evidence", report)
    if item is None:
        return ""
    if item.level not in EVIDENCE:
        report.unlisted("XR205", "evidence level", item.level, EVIDENCE, item.span)
    return item.level


_Line = TypeVar("_Line", ast.Period, ast.Evidence, ast.Layer, ast.Checked, ast.CodesFrom)


def only(items: Iterable[object], form: type[_Line], name: str, report: Report) -> _Line | None:
    """The one line of a form; a second one would be passed over, and so it is a fault (XR116)."""
    found = [item for item in items if isinstance(item, form)]
    for second in found[1:]:
        also = ((found[0].span, "the first"),)
        report.error("XR116", f"a second `{name}` line for one statement", "keep one of the two", second.span, also)
    return found[0] if found else None


def make_period(start: ast.Day | None, end: ast.Day | None, report: Report) -> Period:
    """A period from two days (XR502 when they are out of order)."""
    if start is None and end is None:
        return ALWAYS
    if start is not None and end is not None and start.first > end.last:
        report.error("XR502", "the period ends before it starts", "put the earlier day first", end.span)
    for day in (start, end):
        if day is not None and day.first > day.last:
            report.error("XR502", "the uncertain day ends before it starts", "put the earlier day first", day.span)
    return Period(
        start.first if start else None,
        start.last if start and start.last != start.first else None,
        end.first if end and end.last != end.first else None,
        end.last if end else None,
    )


def period_of(items: Iterable[object], report: Report) -> Period:
    """The period among the items, or always."""
    item = only(items, ast.Period, "in force", report)
    return ALWAYS if item is None else make_period(item.start, item.end, report)
