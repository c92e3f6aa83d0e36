"""Build the vocabulary: kinds, parts, facts and groups, each name once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from exportrules.checking.collecting import Gathered, fields_of, make_period
from exportrules.checking.report import Report
from exportrules.records import replace
from exportrules.syntax import ast
from exportrules.text import NOWHERE, Span
from exportrules.units import Unit, UnitError, find_unit
from exportrules.vocabulary import (
    ITEM,
    TRANSACTION,
    FactDefinition,
    GroupDefinition,
    KindDefinition,
    Membership,
    PartDefinition,
    Vocabulary,
)

Definition = KindDefinition | PartDefinition | FactDefinition | GroupDefinition
OTHER_TYPES = ("quantity", "range", "yes or no", "one of", "set of", "derived")
WARNING_TYPES = ("yes or no", "set of", "countries")
PLAIN_TYPES = ("day", "country", "countries", "text", "customs_code", "cas_number", "judgement")


def build_vocabulary(rulesets: Mapping[str, Gathered], report: Report) -> Vocabulary:
    """Build the vocabulary of all rulesets; faults XR201 (duplicates), XR204 (unknown names), XR208 (circles)."""
    kinds = _build_kinds([kind.tree() for item in rulesets.values() for kind in item.kinds], report)
    parts = _build_parts([part.tree() for item in rulesets.values() for part in item.parts], report)
    groups = _build_groups([group.tree() for item in rulesets.values() for group in item.groups], report)
    facts = _build_facts(rulesets, parts, groups, report)
    return Vocabulary(kinds, parts, facts, groups)


def find_derived(rulesets: Mapping[str, Gathered]) -> frozenset[str]:
    """The facts that have formulas."""
    blocks: Iterable[ast.Fact] = (block.tree() for item in rulesets.values() for block in item.facts)
    return frozenset(
        name for block in blocks for name in block.names if any(isinstance(item, ast.Formula) for item in block.items)
    )


def only_meaning(definition: Definition) -> Definition:
    """What the rules can mean by a name: its definition without its place and the words for people."""
    match definition:
        case KindDefinition():
            return KindDefinition(definition.name, (), frozenset())
        case PartDefinition():
            return replace(definition, question="", span=NOWHERE)
        case FactDefinition():
            return replace(definition, question="", ruleset="", group="", span=NOWHERE)
        case GroupDefinition():
            return replace(definition, source="", span=NOWHERE)


def read_unit(name: str | None, span: Span, report: Report) -> Unit | None:
    """Find a unit, or report it (XR303)."""
    if name is None:
        return None
    try:
        return find_unit(name)
    except UnitError as error:
        report.error("XR303", f"unknown unit `{name}`", error.help or "use a unit of the table", span)
        return None


def _declare(found: dict[str, Span], name: str, what: str, span: Span, report: Report) -> bool:
    first = found.get(name)
    if first is not None:
        report.twice(what, name, span, first)
        return False
    found[name] = span
    return True


def _ancestors(
    parents: Mapping[str, tuple[str, ...]], what: str, spans: Mapping[str, Span], report: Report
) -> dict[str, frozenset[str]]:
    """The names above each name, itself included; unknown parents and cycles are reported."""
    result: dict[str, frozenset[str]] = {}
    for name in sorted(parents):
        for parent in parents[name]:
            if parent not in parents:
                report.unknown("XR204", what, parent, parents, spans[name])
        above: set[str] = {name}
        waiting = [name]
        while waiting:
            for parent in parents[waiting.pop()]:
                if parent == name:
                    report.error("XR208", f"{what} `{name}` lies within itself", "break the circle", spans[name])
                elif parent in result:
                    above |= result[parent]
                elif parent in parents and parent not in above:
                    above.add(parent)
                    waiting.append(parent)
        result[name] = frozenset(above)
    return result


def _build_kinds(blocks: Sequence[ast.Kind], report: Report) -> dict[str, KindDefinition]:
    spans: dict[str, Span] = {}
    parents: dict[str, tuple[str, ...]] = {}
    texts: dict[str, dict[str, tuple[str, ...]]] = {}
    for block in blocks:
        for name in block.names:
            if _declare(spans, name, "kind", block.span, report):
                parents[name] = block.within
                texts[name] = fields_of(block.items)
    above = _ancestors(parents, "kind", spans, report)
    for block in blocks:
        if block.divided:
            _check_division(block, above, spans, report)
    return {
        name: KindDefinition(
            name,
            parents[name],
            above[name],
            texts[name].get("known as", ()),
            " ".join(texts[name].get("title", ())),
            texts[name].get("remark", ()),
            spans[name],
        )
        for name in sorted(parents)
    }


def _check_division(
    block: ast.Kind, above: Mapping[str, frozenset[str]], spans: Mapping[str, Span], report: Report
) -> None:
    """Every kind below lies within just one of those that divide it, or above kinds of each (XR218).

    A test of one of them would certainly be false of a kind that lies on no side.
    """
    told = " or ".join(f"`{side}`" for side in block.divided)
    wider = [frozenset[str]().union(*(found for found in above.values() if side in found)) for side in block.divided]
    for whole in block.names:
        for side in block.divided:
            if whole not in above.get(side, ()):
                message = f"`{side}` divides `{whole}`, but does not lie within it"
                report.error("XR218", message, f"declare `kind {side} within {whole}`", block.span)
        for name in (name for name, found in above.items() if whole in found - {name}):
            sides = [side for side in block.divided if side in above[name]]
            if len(sides) > 1:
                message = f"kind `{name}` lies within {' and '.join(f'`{side}`' for side in sides)}"
                report.error("XR218", message, f"`{whole}` is divided into them: choose one", spans[name])
            elif not sides and not all(name in found for found in wider):
                message = f"kind `{name}` lies within `{whole}`, but not within {told}"
                report.error("XR218", message, "place it within one of them, or above kinds of each", spans[name])


def _build_parts(blocks: Iterable[ast.Part], report: Report) -> dict[str, PartDefinition]:
    spans: dict[str, Span] = {}
    parents: dict[str, tuple[str, ...]] = {}
    declared: dict[str, ast.Part] = {}
    for block in blocks:
        if _declare(spans, block.name, "part", block.span, report):
            parents[block.name] = () if block.within is None else (block.within,)
            declared[block.name] = block
    above = _ancestors(parents, "part", spans, report)
    found: dict[str, PartDefinition] = {}
    for name, block in sorted(declared.items()):
        as_item = any(declared[wider].as_item for wider in above[name] if wider in declared)
        fields = fields_of(block.items)
        asked, warning = (" ".join(fields.get(field, ())) for field in ("asks", "warns"))
        if warning and not as_item:
            what = f"`{name}` is no item of its own that may be listed, of which to warn"
            report.error("XR304", what, "leave `warns:` out, or say `as item` of the part", block.span)
        found[name] = PartDefinition(name, above[name], block.owners or (ITEM,), as_item, asked, warning, block.span)
    return found


def _build_facts(
    rulesets: Mapping[str, Gathered],
    parts: Mapping[str, PartDefinition],
    groups: Collection[str],
    report: Report,
) -> dict[str, FactDefinition]:
    spans: dict[str, Span] = {}
    found: dict[str, FactDefinition] = {}
    for ruleset in rulesets.values():
        for item in ruleset.facts:
            block: ast.Fact = item.tree()
            _check_group(block.type, groups, report)
            for name in block.names:
                if _declare(spans, name, "fact", block.span, report):
                    found[name] = _build_fact(name, block, ruleset.name, parts, report)
    return dict(sorted(found.items()))


def _check_group(kind: ast.FactType, groups: Collection[str], report: Report) -> None:
    """The group in which the country of a fact is looked for is there, and the fact names one country."""
    if kind.group is None:
        return
    if kind.form != "country":
        way_out = "drop the group, or write `country in group …`"
        report.error("XR304", f"a group of countries says nothing about `{kind.form}`", way_out, kind.span)
    elif kind.group not in groups:
        report.unknown("XR204", "group", kind.group, groups, kind.span)


def _build_fact(
    name: str, block: ast.Fact, ruleset: str, parts: Mapping[str, PartDefinition], report: Report
) -> FactDefinition:
    kind = block.type
    for owner in block.owners:
        if owner not in (ITEM, TRANSACTION) and owner not in parts:
            report.unknown("XR204", "part", owner, (*parts, ITEM, TRANSACTION), block.span)
    if kind.form not in (*OTHER_TYPES, *PLAIN_TYPES):
        report.unlisted("XR304", "type of fact", kind.form, (*OTHER_TYPES, *PLAIN_TYPES), kind.span)
    fields = fields_of(block.items)
    if kind.form == "derived" and TRANSACTION in block.owners:
        # formulas are worked out for items and parts alone: it would stay unknown whatever is stated
        way_out = "leave `of transaction` out (a formula may read facts of the transaction)"
        report.error("XR304", f"`{name}` is of the transaction, of which nothing is derived", way_out, block.span)
    if kind.form == "derived" and not any(isinstance(item, ast.Formula) for item in block.items):
        report.error("XR704", f"derived fact `{name}` has no formula", "add a line `formula …`", block.span)
    if "asks" not in fields and kind.form != "derived":
        report.error("XR704", f"fact `{name}` has no question", "add `asks: …` in plain words", block.span)
    if "warns" in fields and kind.form not in WARNING_TYPES:
        way_out = f"leave `warns:` out, or make it one of {', '.join(f'`{form}`' for form in WARNING_TYPES)}"
        report.error("XR304", f"`{name}` is no fact that may be stated as a yes, of which to warn", way_out, block.span)
    return FactDefinition(
        name=name,
        owners=block.owners or (ITEM,),
        form=kind.form,
        unit=read_unit(kind.unit, kind.span, report),
        values=kind.values,
        conditions={label: read_unit(unit, kind.span, report) for label, unit in kind.conditions},
        question=" ".join(fields.get("asks", ())),
        ruleset=ruleset,
        signed=kind.signed,
        group=kind.group or "",
        warning="\n".join(fields.get("warns", ())),
        span=block.span,
    )


def _build_groups(blocks: Iterable[ast.Group], report: Report) -> dict[str, GroupDefinition]:
    spans: dict[str, Span] = {}
    found: dict[str, GroupDefinition] = {}
    for block in blocks:
        if not _declare(spans, block.name, "group", block.span, report):
            continue
        fields = fields_of(block.items)
        for item in block.items:
            for country in item.values if isinstance(item, ast.Members) else ():
                report.country(country, item.span)
        memberships = tuple(
            Membership(frozenset(item.values), make_period(item.start, item.end, report), item.label)
            for item in block.items
            if isinstance(item, ast.Members)
        )
        not_modelled = " ".join(fields["not modelled"]) if "not modelled" in fields else None
        source = " ".join(fields.get("source", ()))
        if not source:
            report.error(
                "XR701",
                f"group `{block.name}` has no `source:`",
                "add `source: …` with the place where its members stand",
                block.span,
            )
        found[block.name] = GroupDefinition(block.name, memberships, source, not_modelled, block.span)
    return found
