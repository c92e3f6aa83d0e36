"""A decision as JSON text in the format `exportrules.decision/1`; the schema lies beside that of the case.

The text is canonical: keys sorted, no blanks, the same bytes every time. It is written piece by piece, because to build
a tree of reasons first would cost more than the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from exportrules.case.stated import PlainFacts
from exportrules.decision.outcomes import Outcome
from exportrules.decision.warning import warnings_of
from exportrules.explanation.changes import find_changes, find_last_day
from exportrules.explanation.data import FORMAT, question_data, stated_data
from exportrules.explanation.model import Change
from exportrules.explanation.questions import ask_questions, open_clauses
from exportrules.explanation.report import Reporter, find_checked, headline, list_facts, list_judgements, split_checked
from exportrules.explanation.written import Texts, Written
from exportrules.jsonquick import is_canonical, write_plain, write_text
from exportrules.jsontext import read_json, write_json
from exportrules.logic import FALSE, truth_name
from exportrules.program.frame import Frame

if TYPE_CHECKING:
    from datetime import date

    from exportrules.case.values import Case
    from exportrules.decision import Decision, DutyFinding, ListFinding, MeasureFinding
    from exportrules.explanation.report import MeasureReport, ReliefReport
    from exportrules.rules.statements import DocumentCode


NAMES: Final = tuple(item.name for item in Outcome)
"""The names of outcomes; to ask the enumeration takes twenty times as long."""


def decision_text(decision: Decision, versions: Mapping[str, str], *, what_if: bool = True) -> str:
    """Everything about a decision, enough to replay it.

    `versions` names the engine and the language that decided. Without `what_if` it does not hold what takes further
    decisions to find out: `questions`, `changes` and `holds_until`.
    """
    reporter = Reporter(decision, Texts(Frame(decision.session, decision.case.item)))
    outcome, floor, ceiling = decision.outcome, NAMES[decision.floor], NAMES[decision.ceiling]
    open_ones = () if outcome is not None else open_clauses(decision)
    not_modelled = [{"ruleset": ruleset, "clause": clause, "because": text} for ruleset, clause, text in open_ones]
    readings = [{"place": place, "reading": text} for place, text in reporter.readings()]
    warnings = [{"code": code, "message": message} for code, message in decision.diagnostics]
    changes = questions = holds_until = ""
    if what_if:
        changes = f'"changes":{_write([_change(item) for item in find_changes(decision)])},'
        questions = f'"questions":{_write([question_data(item) for item in ask_questions(decision)])},'
        holds_until = f'"holds_until":{_write_day(find_last_day(decision))},'
    return (
        f'{{"as_of":"{decision.as_of.isoformat()}",'
        f'"assumptions":{_write([stated_data(item) for item in list_facts(decision, assumed=True)])},'
        f'"case":{_write_case(decision.case)},"ceiling":"{ceiling}",{changes}'
        f"{_write_checked(decision)},"
        f'"documents":{_write([_document(item) for item in decision.documents])},'
        f'"duties":{_write([_duty(item) for item in decision.duties])},'
        f'"floor":"{floor}","format":"{FORMAT}",{holds_until}'
        f'"judgements":{_write([stated_data(item) for item in list_judgements(decision.case.item)])},'
        f'"measures":{_write_measures(decision.findings, reporter)},"not_modelled":{_write(not_modelled)},'
        f'"outcome":{_write(None if outcome is None else NAMES[outcome])},{questions}"readings":{_write(readings)},'
        f'"rulesets":{_write_rulesets(decision)},"summary":{_write(headline(decision))},'
        f'"third_country":{_write_measures(decision.foreign, reporter)},'
        f'"versions":{_write_pairs(tuple(versions.items()))},"warnings":{_write(warnings)}}}'
    )


def reasons_text(decision: Decision) -> str:
    """The bounds of a decision and the whole tree of its reasons as canonical JSON text, for a screen that shows why.

    An object with `floor`, `ceiling`, `outcome`, `measures` and `third_country` of the receipt that `to_json` writes,
    the measures without their `paragraphs`, and `warnings` of what moves no bound (XR857 to XR859). It says
    nothing of the case, the rulesets and the day, and does not replay.
    """
    reporter = Reporter(decision, Texts(Frame(decision.session, decision.case.item)))
    outcome = decision.outcome
    told = warnings_of(decision.session.program, decision.case, decision.as_of)
    warnings = [{"code": code, "message": message} for code, message in told]
    return (
        f'{{"ceiling":"{NAMES[decision.ceiling]}","floor":"{NAMES[decision.floor]}",'
        f'"measures":{_write_reasons(decision.findings, reporter)},'
        f'"outcome":{_write(None if outcome is None else NAMES[outcome])},'
        f'"third_country":{_write_reasons(decision.foreign, reporter)},"warnings":{_write(warnings)}}}'
    )


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


def _write_day(day: date | None) -> str:
    return "null" if day is None else f'"{day.isoformat()}"'


def _write_checked(decision: Decision) -> str:
    """Up to which day all was compared with the law, and what lags so far behind that its day is told apart."""
    less, rest = split_checked(find_checked(decision))
    told = ",".join([f'{{"checked_up_to":"{day}","ruleset":{_write(name)}}}' for day, _, name in less])
    return f'"checked_less":[{told}],"checked_up_to":{_write_day(rest)}'


def _join(pieces: Mapping[str, str]) -> str:
    return "{" + ",".join([f'"{key}":{pieces[key]}' for key in sorted(pieces)]) + "}"


def _write_case(case: Case) -> str:
    """A case is kept in canonical form; one that a host put together itself is brought into it."""
    text = case.text
    if isinstance(case.transaction, PlainFacts):
        # what is read as a plain case holds nothing that needs care
        return text
    if is_canonical(f"[{text}]"):
        return text
    return write_json([read_json(text, where="case")])[1:-1]


@lru_cache(maxsize=8)
def _write_pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return _write(dict(pairs))


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
    return f"[{','.join([_whole(reporter.measure(item)) for item in findings if item.truth != FALSE])}]"


def _write_reasons(findings: Iterable[MeasureFinding], reporter: Reporter[Written]) -> str:
    return f"[{','.join([_measure(item, *reporter.reasons(item)) for item in findings if item.truth != FALSE])}]"


def _whole(report: MeasureReport[Written]) -> str:
    finding = report.finding
    paragraphs = f'"paragraphs":[{",".join([_paragraph(item, finding) for item in report.paragraphs])}],'
    return _measure(finding, report.reason, report.reliefs, paragraphs)


def _measure(
    finding: MeasureFinding, reason: Written, reliefs: Sequence[ReliefReport[Written]], paragraphs: str = ""
) -> str:
    before, after = _write_measure(finding)
    told = ",".join([_relief(item) for item in reliefs]) if reliefs else ""
    return f'{before}{paragraphs}"reliefs":[{told}],{after}{reason.text}}}'


def _write_measure(finding: MeasureFinding) -> tuple[str, str]:
    """What is the same of a measure for all cases in which it comes to the same, in two pieces."""
    measure, program = finding.measure, finding.session.program
    key = ("measure", measure.path, finding.effect, finding.truth, finding.ceiling, finding.floor, finding.failed)
    held: tuple[str, str] | None = program.written.get(key)
    if held is None:
        info = program.book.rulesets[measure.ruleset]
        path, gaps = _write(measure.path), _write(list(measure.not_modelled))
        before = (
            f'{{"applies":"{truth_name(finding.truth)}","ceiling":"{NAMES[finding.ceiling]}",'
            f'"country":{_write(info.country)},"evidence":{_write(measure.evidence or info.evidence)},'
            f'"failed":{_write(finding.failed or None)},"floor":"{NAMES[finding.floor]}",'
            f'"layer":{_write(info.layer)},"level":"{finding.level.name}","measure":{path},"not_modelled":{gaps},'
        )
        held = before, f'"source":{_write(measure.source)},"title":{_write(measure.title)},"why":'
        if not finding.failed:
            # of failures there is no end
            program.written[key] = held
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


__all__ = ["decision_text", "reasons_text"]
