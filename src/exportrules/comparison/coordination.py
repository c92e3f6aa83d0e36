"""What a Member State would tell the others before it adopts a list: items, overlaps, states, decisions changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from exportrules import records
from exportrules.case.day import check_day
from exportrules.comparison.compare import CaseLike
from exportrules.comparison.impact import Impact, measure_impact
from exportrules.comparison.overlap import Overlap, find_overlaps
from exportrules.comparison.views import impact_data, impact_text
from exportrules.countries import member_states
from exportrules.errors import ExportRulesError
from exportrules.inventory import list_paragraphs
from exportrules.loading import Rules
from exportrules.rules.rulebook import RulesetInfo
from exportrules.rules.statements import MeasureRule

FORMAT: Final = "exportrules.coordination/1"
Json = dict[str, Any]


@records.frozen
class ProposedItem:
    """A paragraph of the proposed list: its heading, its figures and limits, numbers, and how it is treated."""

    ruleset: str
    code: str
    title: str
    status: str
    limits: tuple[str, ...]
    cas: tuple[str, ...]
    cn: tuple[str, ...]


@records.frozen
class CoordinationRecord:
    """The facts about a proposed list, as of a day; `impact` is over the sample and all Member States."""

    as_of: date
    rulesets: tuple[RulesetInfo, ...]
    measures: tuple[MeasureRule, ...]
    items: tuple[ProposedItem, ...]
    overlaps: tuple[Overlap, ...]
    impact: Impact

    @property
    def states(self) -> tuple[str, ...]:
        """Member States whose exports the proposal changes in the sample."""
        return tuple(state for state, count in self.impact.by_state.items() if count)


def coordinate(
    rules: Rules, names: Sequence[str], cases: Iterable[CaseLike], as_of: date, *, states: Sequence[str] = ()
) -> CoordinationRecord:
    """Gather the record of proposed rulesets, loaded in `rules` and named by `names`.

    Cases are the sample whose decisions are compared, without the proposal and with it, from each of `states`
    (all Member States of the day without them).

    Raises:
        ExportRulesError: XR866, a name is that of no loaded ruleset; XR867, none is named; XR871, `as_of` is
            no day.
    """
    check_day(as_of)
    if not names:
        raise ExportRulesError("XR867", "no proposal is named", "name the rulesets that are proposed")
    supposed = rules.with_proposals(*names)
    book = rules.book
    where = tuple(states) or tuple(sorted(member_states(as_of)))
    items = tuple(
        ProposedItem(
            item["ruleset"],
            item["code"],
            item["title"],
            item["status"],
            tuple(item["limits"]),
            tuple(item["cas"]),
            tuple(item["cn"]),
        )
        for item in list_paragraphs(rules)
        if item["ruleset"] in names
    )
    return CoordinationRecord(
        as_of=as_of,
        rulesets=tuple(book.rulesets[name] for name in names),
        measures=tuple(item for item in book.measures if item.ruleset in names),
        items=items,
        overlaps=find_overlaps(book, names),
        impact=measure_impact(rules, supposed, cases, as_of, states=where),
    )


def coordination_data(record: CoordinationRecord) -> Json:
    """The record as plain data, in the format `exportrules.coordination/1`."""
    return {
        "format": FORMAT,
        "as_of": record.as_of.isoformat(),
        "proposal": [
            {
                "ruleset": info.name,
                "title": info.title,
                "source": info.source,
                "country": info.country,
                "evidence": info.evidence,
                "stages": [{"stage": stage.name, "day": stage.day.isoformat()} for stage in info.stages],
                "digest": info.digest,
            }
            for info in record.rulesets
        ],
        "measures": [
            {"measure": item.path, "source": item.source, "title": item.title, "activities": sorted(item.activities)}
            for item in record.measures
        ],
        "items": [records.as_dict(item) for item in record.items],
        "overlaps": [
            {
                "code": item.code,
                "ruleset": item.ruleset,
                "paragraph": item.other,
                "shared": list(item.shared),
                "nearness_percent": round(item.nearness * 100),
            }
            for item in record.overlaps
        ],
        "states_affected": list(record.states),
        "impact": impact_data(record.impact),
    }


def coordination_text(record: CoordinationRecord) -> str:
    """The record for people."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: CoordinationRecord) -> Iterator[str]:
    for info in record.rulesets:
        country = f" ({info.country})" if info.country else ""
        yield f"Proposal: {info.title or info.name}{country}"
        yield f"  source: {info.source}; evidence: {info.evidence}"
        if info.stages:
            yield "  " + ", ".join(f"{stage.name} {stage.day.isoformat()}" for stage in info.stages)
    if record.measures:
        yield "Measures:"
        yield from (f"  {item.source}{f', {item.title}' if item.title else ''}" for item in record.measures)
    yield f"Items: {len(record.items)}"
    overlaps: dict[str, list[Overlap]] = {}
    for overlap in record.overlaps:
        overlaps.setdefault(overlap.code, []).append(overlap)
    for item in record.items:
        figures = f" [{'; '.join(item.limits)}]" if item.limits else ""
        status = "" if item.status == "modelled" else f" ({item.status.replace('_', ' ')})"
        yield f"  {item.code} {item.title}{figures}{status}".rstrip()
        for found in overlaps.get(item.code, ()):
            words = ", ".join(name.replace("_", " ") for name in found.shared) or "the kind of item"
            yield f"    compare {found.ruleset} {found.other}: both test {words}"
    yield f"Sample, by the law of {record.as_of.isoformat()}, from each Member State:"
    yield from (f"  {line}" for line in impact_text(record.impact).splitlines())
