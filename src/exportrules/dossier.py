"""A dossier for a query to an authority: facts, candidates limb by limb, what is open, what was assumed, versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from exportrules import records
from exportrules.decision import Decision, ListFinding, MeasureFinding, Outcome
from exportrules.explanation.changes import why_not
from exportrules.explanation.data import question_data, reasons_data, stated_data
from exportrules.explanation.facts import plain
from exportrules.explanation.model import Question, Reason
from exportrules.explanation.questions import ask_questions, open_clauses
from exportrules.explanation.report import StatedFact, headline, list_facts, list_judgements
from exportrules.explanation.text import show_question, show_reason
from exportrules.explanation.wording import group_stated, join_codes, plain_value, who
from exportrules.logic import TRUE, UNKNOWN, truth_name
from exportrules.receipt import versions

__all__ = ["Candidate", "Dossier", "dossier_data", "dossier_text", "make_dossier"]

FORMAT: Final = "exportrules.dossier/1"
MOST_CANDIDATES: Final = 25
LOOKED_INTO: Final = 4
Json = dict[str, Any]


@records.frozen
class Candidate:
    """A paragraph that the item meets or may meet, with every limb: what holds, what fails, what is not known."""

    ruleset: str
    code: str
    title: str
    source: str
    met: bool
    limbs: Reason
    open_tests: int


@records.frozen
class Dossier:
    """All that an authority needs to look at a case. `further` are candidates beyond those told in full."""

    decision: Decision
    facts: tuple[StatedFact, ...]
    judgements: tuple[StatedFact, ...]
    candidates: tuple[Candidate, ...]
    further: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    not_modelled: tuple[tuple[str, str, str], ...]


def make_dossier(decision: Decision, *, most: int = MOST_CANDIDATES) -> Dossier:
    """Gather the dossier of a decision; at most `most` candidates limb by limb, those that are met first.

    Of the others those come first of which the least is open. Where very many are open, they are not all looked
    into: such a case needs a better description first.
    """
    found: dict[tuple[str, str], ListFinding] = {}
    for finding in decision.findings:
        # a measure that only carries duties puts no question of classification to an authority
        for item in finding.entries if finding.level != Outcome.no_control_found else ():
            found.setdefault((item.statement.ruleset, item.statement.code), item)
    listed = sorted(found.values(), key=lambda item: -item.truth)
    near = listed[: most * LOOKED_INTO]
    candidates = sorted((_candidate(decision, item) for item in near), key=_rank)
    told = candidates[:most]
    return Dossier(
        decision=decision,
        facts=tuple(list_facts(decision)),
        judgements=tuple(list_judgements(decision.case.item)),
        candidates=tuple(told),
        further=(
            *((item.ruleset, item.code) for item in candidates[most:]),
            *((item.statement.ruleset, item.statement.code) for item in listed[len(near) :]),
        ),
        questions=ask_questions(decision),
        not_modelled=() if decision.conclusive else open_clauses(decision),
    )


def _candidate(decision: Decision, item: ListFinding) -> Candidate:
    statement = item.statement
    limbs = why_not(decision, f"{statement.ruleset}:{statement.code}")
    source = decision.session.program.book.rulesets[statement.ruleset].source
    met = item.truth == TRUE
    return Candidate(statement.ruleset, statement.code, statement.title, source, met, limbs, _count_open(limbs))


def _rank(item: Candidate) -> tuple[bool, int, str, str]:
    return (not item.met, item.open_tests, item.ruleset, item.code)


def _count_open(reason: Reason) -> int:
    if not reason.children:
        return int(reason.truth == UNKNOWN)
    return sum(_count_open(child) for child in reason.children)


# ---- data ------------------------------------------------------------------------------------------


def dossier_data(dossier: Dossier) -> Json:
    """The dossier as plain data, in the format `exportrules.dossier/1`."""
    decision = dossier.decision
    rulesets = decision.session.program.book.rulesets
    return {
        "format": FORMAT,
        "case": decision.case.identifier,
        "activity": decision.case.activity,
        "as_of": decision.as_of.isoformat(),
        "outcome": None if decision.outcome is None else decision.outcome.name,
        "floor": decision.floor.name,
        "ceiling": decision.ceiling.name,
        "facts": [{**stated_data(item), "assumed": item.source.assumed} for item in dossier.facts],
        "judgements": [stated_data(item) for item in dossier.judgements],
        "candidates": [_candidate_data(item) for item in dossier.candidates],
        "further_candidates": [{"ruleset": ruleset, "code": code} for ruleset, code in dossier.further],
        "measures": [
            {
                "measure": item.measure.path,
                "source": item.measure.source,
                "title": item.measure.title,
                "applies": truth_name(item.truth),
                "floor": item.floor.name,
                "ceiling": item.ceiling.name,
            }
            for item in decision.findings
        ],
        "questions": [question_data(item) for item in dossier.questions],
        "not_modelled": [{"ruleset": r, "clause": c, "because": t} for r, c, t in dossier.not_modelled],
        "warnings": [{"code": code, "message": message} for code, message in decision.diagnostics],
        "versions": dict(versions()),
        "rulesets": {
            name: {
                "title": rulesets[name].title,
                "source": rulesets[name].source,
                "evidence": rulesets[name].evidence,
                "checked_up_to": _day(rulesets[name].checked_to),
                "digest": digest,
            }
            for name, digest in decision.rulesets.items()
        },
    }


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _candidate_data(item: Candidate) -> Json:
    (limbs,) = reasons_data([item.limbs])
    return {
        "ruleset": item.ruleset,
        "code": item.code,
        "title": item.title,
        "source": item.source,
        "status": "met" if item.met else "undetermined",
        "open_tests": item.open_tests,
        "limbs": limbs,
    }


# ---- text ------------------------------------------------------------------------------------------


def dossier_text(dossier: Dossier) -> str:
    """The dossier for people."""
    return "\n".join(_lines(dossier)) + "\n"


def _lines(dossier: Dossier) -> Iterator[str]:
    decision = dossier.decision
    name = f" {decision.case.identifier}" if decision.case.identifier else ""
    yield f"Dossier{name}: {plain(decision.case.activity)}, law of {decision.as_of.isoformat()}"
    yield f"Answer of the loaded rules: {headline(decision)}"
    kinds = decision.case.item.kinds
    yield f"Item: {' and '.join(map(plain, sorted(kinds))) if kinds else 'kind not stated'}"
    stated = [item for item in dossier.facts if not item.source.assumed]
    yield from _section("Facts", (_fact(item) for item in stated))
    yield from _section("Assumed, not stated", group_stated(item for item in dossier.facts if item.source.assumed))
    yield from _section("Judged by people", group_stated(dossier.judgements))
    yield from _section("Measures", (_measure(item) for item in decision.findings))
    yield f"Candidate paragraphs: {len(dossier.candidates) + len(dossier.further)}"
    for item in dossier.candidates:
        yield f"  {item.ruleset} ({item.source})"
        yield from (f"    {line}" for line in show_reason(item.limbs).splitlines())
    if dossier.further:
        yield f"  and, with more open: {join_codes([code for _, code in dossier.further])}"
    if dossier.questions:
        yield f"Open questions: {len(dossier.questions)}"
        for question in dossier.questions:
            yield from (line.removeprefix("  ") for line in show_question(question))
    yield from _section("Not modelled", (f"{rs} {code}: {text}" for rs, code, text in dossier.not_modelled))
    yield from _section("Warnings", (f"{code}: {message}" for code, message in decision.diagnostics))
    told = versions()
    yield f"Decided by engine {told['engine']}, language {told['language']}, with the rulesets:"
    for ruleset, digest in sorted(decision.rulesets.items()):
        info = decision.session.program.book.rulesets[ruleset]
        checked = f", compared with the law up to {info.checked_to.isoformat()}" if info.checked_to else ""
        yield f"  {ruleset} {digest[:16]}{checked}"


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"{heading}:"
        yield from (f"  {line}" for line in found)


def _fact(item: StatedFact) -> str:
    place = "" if item.path in ("facts", "item") else f" ({item.path})"
    return f"{plain(item.name)}{place}: {plain_value(item.value)}{who(item.source)}"


def _measure(finding: MeasureFinding) -> str:
    words = ("does not apply", "may apply", "applies")[finding.truth]
    title = f", {finding.measure.title}" if finding.measure.title else ""
    return f"{finding.measure.source}{title}: {words}"
