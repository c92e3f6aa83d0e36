"""A decision as JSON text in the format `exportrules.decision/1`; the schema lies beside that of the case.

The text is canonical: keys sorted, no blanks, the same bytes every time. It is written piece by piece, because to build
a tree of reasons first would cost more than the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from exportrules.explanation.changes import find_changes, find_last_day
from exportrules.explanation.data import FORMAT, question_data, stated_data
from exportrules.explanation.model import Change
from exportrules.explanation.questions import ask_questions, open_clauses
from exportrules.explanation.report import Reporter, find_checked, headline, list_facts, list_judgements
from exportrules.explanation.written import Texts, Written
from exportrules.jsonquick import is_canonical, write_plain, write_text
from exportrules.jsontext import read_json, write_json
from exportrules.logic import FALSE, truth_name

if TYPE_CHECKING:
    from exportrules.decision import Decision, DutyFinding, ListFinding, MeasureFinding
    from exportrules.explanation.report import MeasureReport, ReliefReport
    from exportrules.rules.statements import DocumentCode


def decision_text(decision: Decision, versions: Mapping[str, str], *, what_if: bool = True) -> str:
    """Everything about a decision, enough to replay it.

    `versions` names the engine and the language that decided. Without `what_if` it does not hold what takes further
    decisions to find out: `questions`, `changes` and `holds_until`.
    """
    reporter = Reporter(decision, Texts())
    checked = find_checked(decision)
    pieces = {
        "format": _write(FORMAT),
        "case": _write_case(decision.case.text),
        "as_of": _write(decision.as_of.isoformat()),
        "outcome": _write(None if decision.outcome is None else decision.outcome.name),
        "floor": _write(decision.floor.name),
        "ceiling": _write(decision.ceiling.name),
        "summary": _write(headline(decision)),
        "measures": _write_measures(decision.findings, reporter),
        "third_country": _write_measures(decision.foreign, reporter),
        "duties": _write([_duty(item) for item in decision.duties]),
        "documents": _write([_document(item) for item in decision.documents]),
        "assumptions": _write([stated_data(item) for item in list_facts(decision, assumed=True)]),
        "judgements": _write([stated_data(item) for item in list_judgements(decision.case.item)]),
        "not_modelled": _write(
            []
            if decision.conclusive
            else [{"ruleset": r, "clause": c, "because": t} for r, c, t in open_clauses(decision)]
        ),
        "readings": _write([{"place": place, "reading": text} for place, text in reporter.readings()]),
        "warnings": _write([{"code": code, "message": message} for code, message in decision.diagnostics]),
        "checked_up_to": _write(checked[0][0] if checked else None),
        "versions": _join({name: write_text(version) for name, version in versions.items()}),
        "rulesets": _write_rulesets(decision),
    }
    if what_if:
        pieces["questions"] = _write([question_data(item) for item in ask_questions(decision)])
        pieces["changes"] = _write([_change(item) for item in find_changes(decision)])
        pieces["holds_until"] = _write(find_last_day(decision))
    return _join(pieces)


def _write(value: Any) -> str:
    """Plain data of the law and of the case; the law and the case have been read, so that their text is in order."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return write_text(value)
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    text = write_plain(value)
    return text if is_canonical(text) else write_json(value)


def _join(pieces: Mapping[str, str]) -> str:
    return "{" + ",".join([f'"{key}":{pieces[key]}' for key in sorted(pieces)]) + "}"


def _write_case(text: str) -> str:
    """A case is kept in canonical form; one that a host put together itself is brought into it."""
    if is_canonical(f"[{text}]"):
        return text
    return write_json([read_json(text, where="case")])[1:-1]


def _write_rulesets(decision: Decision) -> str:
    """The rulesets that were loaded."""
    program = decision.session.program
    held: str | None = program.written.get("rulesets")
    if held is None:
        rulesets = program.book.rulesets
        held = program.written["rulesets"] = _write(
            {name: {"digest": digest, "layer": rulesets[name].layer} for name, digest in decision.rulesets.items()}
        )
    return held


# ---- measures --------------------------------------------------------------------------------------


def _write_measures(findings: Iterable[MeasureFinding], reporter: Reporter[Written]) -> str:
    return f"[{','.join([_measure(reporter.measure(item)) for item in findings if item.truth != FALSE])}]"


def _measure(report: MeasureReport[Written]) -> str:
    finding = report.finding
    where, below, origin = _write_measure(finding)
    failed = f'"failed":{_write(finding.failed or None)},' if finding.failed else '"failed":null,'
    return (
        f'{{"applies":"{truth_name(finding.truth)}","ceiling":"{finding.ceiling.name}",{where}{failed}'
        f'"floor":"{finding.floor.name}",{below}'
        f'"paragraphs":[{",".join([_paragraph(item, finding) for item in report.paragraphs])}],'
        f'"reliefs":[{",".join([_relief(item) for item in report.reliefs])}],'
        f'{origin}"why":{report.reason.text}}}'
    )


def _write_measure(finding: MeasureFinding) -> tuple[str, str, str]:
    """What is the same of a measure for all cases, in three pieces."""
    measure, program = finding.measure, finding.session.program
    key = ("measure", measure.path, finding.effect)
    held: tuple[str, str, str] | None = program.written.get(key)
    if held is None:
        info = program.book.rulesets[measure.ruleset]
        path, gaps = _write(measure.path), _write(list(measure.not_modelled))
        held = program.written[key] = (
            f'"country":{_write(info.country)},"evidence":{_write(measure.evidence or info.evidence)},',
            f'"layer":{_write(info.layer)},"level":"{finding.level.name}","measure":{path},"not_modelled":{gaps},',
            f'"source":{_write(measure.source)},"title":{_write(measure.title)},',
        )
    return held


def _paragraph(item: ListFinding, finding: MeasureFinding) -> str:
    statement, program = item.statement, finding.session.program
    key = ("paragraph", id(statement), item.truth, item.open_below)
    held: str | None = program.written.get(key)
    if held is None:
        info = program.book.rulesets[statement.ruleset]
        held = program.written[key] = _join(
            {
                "ruleset": _write(statement.ruleset),
                "code": _write(statement.code),
                "title": _write(statement.title),
                "source": _write(info.source),
                "evidence": _write(statement.evidence or info.evidence),
                "listed": _write(truth_name(item.truth)),
                "sub_paragraph_open": "true" if item.open_below else "false",
            }
        )
    return held


def _relief(report: ReliefReport[Written]) -> str:
    finding = report.finding
    relief = finding.relief
    return _join(
        {
            "relief": _write(relief.path),
            "form": _write(relief.form),
            "title": _write(relief.title),
            "source": _write(relief.source),
            "evidence": _write(report.evidence),
            "applies": _write(truth_name(finding.truth)),
            "leaves": _write(finding.remaining.name),
            "why": f"[{','.join([item.text for item in report.reasons])}]",
        }
    )


# ---- the rest --------------------------------------------------------------------------------------


def _duty(item: DutyFinding) -> dict[str, Any]:
    duty = item.duty
    owed = truth_name(item.truth)
    return {"duty": duty.name, "owed": owed, "due": duty.due, "remark": duty.remark, "under": item.under}


def _document(document: DocumentCode) -> dict[str, Any]:
    return {"code": document.code, "evidence": document.evidence or None}


def _change(change: Change) -> dict[str, Any]:
    return {
        "fact": change.fact,
        "path": change.path,
        "stated": change.stated,
        "instead": change.instead,
        "floor": change.floor.name,
        "ceiling": change.ceiling.name,
    }


__all__ = ["decision_text"]
