"""Resolve measures and the reliefs that lift them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from exportrules import records
from exportrules.checking.collecting import evidence_of, fields_of, period_of
from exportrules.checking.report import Report
from exportrules.checking.scope import Scope
from exportrules.checking.statements import resolve_document, resolve_duty, resolve_statement
from exportrules.logic import ALWAYS
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import RulesetInfo
from exportrules.rules.statements import Cover, Effect, MeasureRule, ReliefRule, Statement
from exportrules.syntax import ast

ACTIVITIES = (
    "export",
    "brokering",
    "technical_assistance",
    "transit",
    "intra_union_transfer",
    "import",
    "financing",
    "services",
)
LEVELS = ("licence", "notification")


def resolve_measure(block: ast.Measure, scope: Scope) -> MeasureRule:
    """Resolve a measure; faults XR701 (no source), XR705 (no activity), XR706 (no effect), XR205 (level)."""
    report = scope.world.report
    here = scope.at("", [item for item in block.items if isinstance(item, ast.Define)])
    owing = records.replace(here, owes=True)
    fields = fields_of(block.items)
    effects: list[Effect] = []
    faulty = False
    for item in block.items:
        if not isinstance(item, ast.Effective):
            continue
        if item.level not in (*LEVELS, "prohibition", "obligation"):
            report.unlisted("XR205", "level", item.level, LEVELS, item.span)
            faulty = True
            continue
        statement = resolve_statement("", "", item.head, item.items, owing, item.span)
        effects.append(Effect(cast("Any", item.level), statement))
    if not effects and not faulty:
        report.error(
            "XR706", f"measure `{block.name}` has no effect", "add a line such as `requires licence when …`", block.span
        )
    lists = {target.ruleset for effect in effects for target in _positive_targets(effect.condition) if not target.code}
    return MeasureRule(
        name=block.name,
        ruleset=scope.ruleset,
        title=" ".join(fields.get("title", ())),
        source=_source(block.name, "measure", fields, block, report),
        activities=_activities(block.name, block.items, block, report),
        effects=tuple(effects),
        duties=tuple(resolve_duty(item, here) for item in block.items if isinstance(item, ast.Duty)),
        documents=tuple(resolve_document(item, here) for item in block.items if isinstance(item, ast.Document)),
        period=period_of(block.items, report),
        evidence=evidence_of(block.items, report),
        not_modelled=fields.get("not modelled", ()),
        readings=fields.get("reading", ()),
        lists=tuple(sorted(lists)),
        span=block.span,
    )


def _source(
    name: str, what: str, fields: Mapping[str, tuple[str, ...]], block: ast.Measure | ast.Relief, report: Report
) -> str:
    if "source" not in fields:
        report.error("XR701", f"{what} `{name}` has no `source:`", "add `source: …` with its provision", block.span)
    return " ".join(fields.get("source", ()))


def _activities(name: str, items: Sequence[object], block: ast.Measure | ast.Relief, report: Report) -> frozenset[str]:
    lines = [item for item in items if isinstance(item, ast.Activities)]
    if not lines:
        report.error("XR705", f"`{name}` names no activity", "add `for export` or another activity", block.span)
    for line in lines:
        for activity in line.names:
            if activity not in ACTIVITIES:
                report.unlisted("XR205", "activity", activity, ACTIVITIES, line.span)
    return frozenset(activity for line in lines for activity in line.names)


def _positive_targets(condition: rules.Condition) -> list[rules.Target]:
    """Lists on which a condition rests: not those that it negates."""
    match condition:
        case Statement():
            inner: list[rules.Condition] = [*condition.wheres, *condition.members, *condition.also]
            if condition.head is not None:
                inner.append(condition.head)
            return [target for item in inner for target in _positive_targets(item)]
        case rules.AllOf() | rules.AnyOf():
            return [target for item in condition.items for target in _positive_targets(item)]
        case rules.Defined():
            return _positive_targets(condition.meaning)
        case rules.ListedTest():
            return list(condition.targets) if condition.subject == "item" else []
        case _:
            return []


def resolve_relief(block: ast.Relief, scope: Scope) -> ReliefRule:
    """Resolve an exemption, derogation or authorisation; its targets are checked afterwards."""
    report = scope.world.report
    here = scope.at("", [item for item in block.items if isinstance(item, ast.Define)])
    owing = records.replace(here, owes=True)
    fields = fields_of(block.items)
    whens = [item for item in block.items if isinstance(item, ast.When)]
    covers = [item for item in block.items if isinstance(item, ast.Covers)]
    if not covers and not any(not item.negative for item in whens) and "not modelled" not in fields:
        message = f"{block.form} `{block.name}` has no condition and would always apply"
        report.error("XR707", message, "add `covers …` or `when …`", block.span)
    return ReliefRule(
        form=block.form,
        name=block.name,
        ruleset=scope.ruleset,
        title=" ".join(fields.get("title", ())),
        source=_source(block.name, block.form, fields, block, report),
        lifts=tuple(name if "." in name else f"{scope.ruleset}.{name}" for name in block.lifts),
        activities=_activities(block.name, block.items, block, report),
        covers=tuple(_cover(item, here) for item in covers),
        conditions=tuple(
            resolve_statement("", "", item.head, item.items, owing, item.span) for item in whens if not item.negative
        ),
        refusals=tuple(
            resolve_statement("", "", item.head, item.items, here, item.span) for item in whens if item.negative
        ),
        duties=tuple(resolve_duty(item, here) for item in block.items if isinstance(item, ast.Duty)),
        documents=tuple(resolve_document(item, here) for item in block.items if isinstance(item, ast.Document)),
        period=period_of(block.items, report),
        evidence=evidence_of(block.items, report),
        not_modelled=fields.get("not modelled", ()),
        readings=fields.get("reading", ()),
        span=block.span,
    )


def _cover(item: ast.Covers, scope: Scope) -> Cover:
    targets = scope.references().resolve(item.refs)
    exceptions = scope.references().resolve(item.exceptions)
    if item.head is None and not item.items:
        return Cover(targets, exceptions, None)
    # without a `when` it says something by its days, or by what is not modelled in it
    silent = item.head is None and not any(isinstance(line, ast.Node) for line in item.items)
    condition = resolve_statement("", "", item.head, item.items, scope, item.span, silent=silent)
    says = not silent or condition.period != ALWAYS or condition.not_modelled is not None
    return Cover(targets, exceptions, condition if says else None)


def check_lifts(
    measures: Sequence[MeasureRule], reliefs: Sequence[ReliefRule], rulesets: Mapping[str, RulesetInfo], report: Report
) -> None:
    """A relief lifts measures that exist (XR204), of its own ruleset or of one that its header names (XR404).

    What a third country allows frees nobody from the law of the Union or of a Member State.
    """
    known = {measure.path: measure for measure in measures}

    def foreign(ruleset: str) -> bool:
        return rulesets[ruleset].layer == "third_country"

    for relief in reliefs:
        for name in relief.lifts:
            measure = known.get(name)
            if measure is None:
                report.unknown("XR204", "measure", name, known, relief.span)
                continue
            if measure.ruleset != relief.ruleset and measure.ruleset not in rulesets[relief.ruleset].may_lift:
                report.error(
                    "XR404",
                    f"`{relief.path}` lifts a measure of `{measure.ruleset}`",
                    f"declare `lifts {measure.ruleset}` in the header of `{relief.ruleset}`",
                    relief.span,
                )
            elif foreign(relief.ruleset) and not foreign(measure.ruleset):
                report.error(
                    "XR404",
                    f"`{relief.path}` is of a third country and cannot lift `{measure.path}`",
                    "let it lift measures of third countries",
                    relief.span,
                )
            if not relief.activities & measure.activities:
                report.error(
                    "XR405",
                    f"`{relief.path}` and `{measure.path}` have no activity in common",
                    "name the activity that the relief frees",
                    relief.span,
                )
