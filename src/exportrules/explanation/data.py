"""A decision as JSON in the format `exportrules.decision/1`; the schema lies beside that of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from exportrules.case.values import Provenance
from exportrules.decision import Decision, ListFinding
from exportrules.explanation.model import Change, Question, Reason
from exportrules.explanation.report import (
    MeasureReport,
    ReliefReport,
    StatedFact,
    headline,
    make_report,
)
from exportrules.jsontext import read_json
from exportrules.logic import truth_name
from exportrules.rules.statements import DocumentCode, Duty

FORMAT: Final = "exportrules.decision/1"

MAX_REASONS: Final = 26
"""How deep reasons are nested: JSON text of more than 64 levels is refused, and each reason takes two of them."""

Json = dict[str, Any]


def decision_data(decision: Decision, versions: Mapping[str, str]) -> Json:
    """Everything about a decision as plain data, enough to replay it.

    `versions` names the engine and the language that decided.
    """
    report = make_report(decision)
    rulesets = decision.session.program.book.rulesets
    return {
        "format": FORMAT,
        "case": read_json(decision.case.text, where="case"),
        "as_of": decision.as_of.isoformat(),
        "outcome": None if decision.outcome is None else decision.outcome.name,
        "floor": decision.floor.name,
        "ceiling": decision.ceiling.name,
        "summary": headline(decision),
        "measures": [_measure(item, decision) for item in report.measures],
        "third_country": [_measure(item, decision) for item in report.third_country],
        "duties": [_duty(item.duty, truth_name(item.truth), item.under) for item in decision.duties],
        "documents": [_document(item) for item in decision.documents],
        "questions": [question_data(item) for item in report.questions],
        "changes": [_change(item) for item in report.changes],
        "assumptions": [stated_data(item) for item in report.assumptions],
        "judgements": [stated_data(item) for item in report.judgements],
        "not_modelled": [{"ruleset": r, "clause": c, "because": t} for r, c, t in report.not_modelled],
        "readings": [{"place": place, "reading": text} for place, text in report.readings],
        "warnings": [{"code": code, "message": message} for code, message in decision.diagnostics],
        "holds_until": _day(report.holds_until),
        "checked_up_to": _day(report.checked_up_to),
        "versions": dict(versions),
        "rulesets": {
            name: {"digest": digest, "layer": rulesets[name].layer} for name, digest in decision.rulesets.items()
        },
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _measure(report: MeasureReport, decision: Decision) -> Json:
    finding = report.finding
    measure = finding.measure
    info = decision.session.program.book.rulesets[measure.ruleset]
    return {
        "measure": measure.path,
        "title": measure.title,
        "source": measure.source,
        "layer": info.layer,
        "country": info.country,
        "evidence": report.evidence,
        "applies": truth_name(finding.truth),
        "level": finding.level.name,
        "floor": finding.floor.name,
        "ceiling": finding.ceiling.name,
        "failed": finding.failed or None,
        "paragraphs": [_paragraph(item, decision) for item in report.paragraphs],
        "reliefs": [_relief(item) for item in report.reliefs],
        "not_modelled": list(measure.not_modelled),
        "why": _reason(report.reason),
    }


def _paragraph(item: ListFinding, decision: Decision) -> Json:
    statement = item.statement
    info = decision.session.program.book.rulesets[statement.ruleset]
    return {
        "ruleset": statement.ruleset,
        "code": statement.code,
        "title": statement.title,
        "source": info.source,
        "evidence": statement.evidence or info.evidence,
        "listed": truth_name(item.truth),
        "sub_paragraph_open": item.open_below,
    }


def _relief(report: ReliefReport) -> Json:
    finding = report.finding
    relief = finding.relief
    return {
        "relief": relief.path,
        "form": relief.form,
        "title": relief.title,
        "source": relief.source,
        "evidence": report.evidence,
        "applies": truth_name(finding.truth),
        "leaves": finding.remaining.name,
        "why": [_reason(item) for item in report.reasons],
    }


def _reason(reason: Reason, depth: int = 0) -> Json:
    found: Json = {"form": reason.form, "text": reason.text, "truth": truth_name(reason.truth), "status": reason.status}
    for name in ("code", "ruleset", "title", "evidence", "fact", "value"):
        text = getattr(reason, name)
        if text:
            found[name] = text
    source = _source(reason.source)
    if source:
        found["source"] = source
    if reason.readings:
        found["readings"] = list(reason.readings)
    if reason.children and depth < MAX_REASONS:
        found["children"] = [_reason(child, depth + 1) for child in reason.children]
    elif reason.children:
        found["status"] = f"{reason.status} (what lies deeper is left out)"
    return found


def _source(source: Provenance) -> Json:
    found: Json = {}
    if source.by:
        found["by"] = source.by
    if source.on is not None:
        found["on"] = source.on.isoformat()
    if source.basis:
        found["basis"] = source.basis
    if source.assumed:
        found["assumed"] = True
    return found


def _duty(duty: Duty, owed: str, under: str) -> Json:
    return {"duty": duty.name, "owed": owed, "due": duty.due, "remark": duty.remark, "under": under}


def _document(document: DocumentCode) -> Json:
    return {"code": document.code, "evidence": document.evidence or None}


def question_data(question: Question) -> Json:
    """A question with its branches as plain data."""
    return {
        "asks_for": question.form,
        "name": question.fact,
        "path": question.path,
        "question": question.text,
        "answer": question.how,
        "for": list(question.for_paragraphs),
        "branches": [
            {"answer": item.answer, "floor": item.floor.name, "ceiling": item.ceiling.name}
            for item in question.branches
        ],
    }


def _change(change: Change) -> Json:
    return {
        "fact": change.fact,
        "path": change.path,
        "stated": change.stated,
        "instead": change.instead,
        "floor": change.floor.name,
        "ceiling": change.ceiling.name,
    }


def stated_data(item: StatedFact) -> Json:
    """A stated fact with its source as plain data."""
    return {"path": item.path, "name": item.name, "value": item.value, "source": _source(item.source)}


def reasons_data(reasons: Iterable[Reason]) -> list[Json]:
    """Trees of reasons as plain data."""
    return [_reason(item) for item in reasons]
