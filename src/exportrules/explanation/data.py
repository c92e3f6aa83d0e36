"""What explanations are made of as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from exportrules.case.values import NOBODY, Provenance
from exportrules.explanation.model import Question, Reason
from exportrules.logic import truth_name

if TYPE_CHECKING:
    from exportrules.explanation.report import StatedFact

FORMAT: Final = "exportrules.decision/1"

MAX_NODES: Final = 26
"""How deep reasons are nested: JSON text of more than 64 levels is refused, and each reason takes two of them."""

Json = dict[str, Any]


def reason_data(reason: Reason, depth: int = 0) -> Json:
    """A tree of reasons as plain data."""
    found: Json = {"form": reason.form, "text": reason.text, "truth": truth_name(reason.truth), "status": reason.status}
    for name in ("code", "ruleset", "title", "evidence", "fact", "value"):
        text = getattr(reason, name)
        if text:
            found[name] = text
    source = source_data(reason.source)
    if source:
        found["source"] = source
    if reason.readings:
        found["readings"] = list(reason.readings)
    if reason.children and depth < MAX_NODES:
        found["children"] = [reason_data(child, depth + 1) for child in reason.children]
    elif reason.children:
        found["status"] = f"{reason.status} (what lies deeper is left out)"
    return found


def source_data(source: Provenance) -> Json:
    """Who stated a value, as plain data; empty where nobody is named."""
    found: Json = {}
    if source is NOBODY:
        return found
    if source.by:
        found["by"] = source.by
    if source.on is not None:
        found["on"] = source.on.isoformat()
    if source.basis:
        found["basis"] = source.basis
    if source.assumed:
        found["assumed"] = True
    return found


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


def stated_data(item: StatedFact) -> Json:
    """A stated fact with its source as plain data."""
    return {"path": item.path, "name": item.name, "value": item.value, "source": source_data(item.source)}


def reasons_data(reasons: Iterable[Reason]) -> list[Json]:
    """Trees of reasons as plain data."""
    return [reason_data(item) for item in reasons]
