"""exportrules decides, and explains, whether an export from the European Union may go.

    from datetime import date
    from exportrules import load

    rules = load()                                   # the bundled law
    decision = rules.decide(case_text, as_of=date(2026, 3, 1))
    decision.outcome, decision.floor, decision.ceiling
    print(explain(decision))

Names are imported on first use, so that `import exportrules` stays fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exportrules.case import Case, CaseError, CaseFault
    from exportrules.decision import Decision, Outcome
    from exportrules.errors import ExportRulesError
    from exportrules.explanation import (
        Branch,
        Change,
        Question,
        Reason,
        Status,
        ask_questions,
        find_changes,
        find_last_day,
        find_status,
        why_not,
    )
    from exportrules.explanation.document import reasons_text as reasons_json
    from exportrules.explanation.text import explain_text as explain
    from exportrules.inventory import list_paragraphs
    from exportrules.jsontext import JsonError
    from exportrules.loading import Rules, load
    from exportrules.receipt import decision_text as to_json
    from exportrules.scenarios import read_scenarios, run_scenario
    from exportrules.text import Diagnostic, Diagnostics, Source

__all__ = [
    "Branch",
    "Case",
    "CaseError",
    "CaseFault",
    "Change",
    "Decision",
    "Diagnostic",
    "Diagnostics",
    "ExportRulesError",
    "JsonError",
    "Outcome",
    "Question",
    "Reason",
    "Rules",
    "Source",
    "Status",
    "ask_questions",
    "explain",
    "find_changes",
    "find_last_day",
    "find_status",
    "list_paragraphs",
    "load",
    "read_scenarios",
    "reasons_json",
    "run_scenario",
    "to_json",
    "why_not",
]

_PLACES = {
    "Branch": "explanation",
    "Case": "case",
    "CaseError": "case",
    "CaseFault": "case",
    "Change": "explanation",
    "Decision": "decision",
    "Diagnostic": "text",
    "Diagnostics": "text",
    "ExportRulesError": "errors",
    "JsonError": "jsontext",
    "Outcome": "decision",
    "Question": "explanation",
    "Reason": "explanation",
    "Rules": "loading",
    "Source": "text",
    "Status": "explanation",
    "ask_questions": "explanation",
    "find_changes": "explanation",
    "find_last_day": "explanation",
    "find_status": "explanation",
    "list_paragraphs": "inventory",
    "load": "loading",
    "read_scenarios": "scenarios",
    "run_scenario": "scenarios",
    "why_not": "explanation",
}
_RENAMED = {
    "explain": ("explanation.text", "explain_text"),
    "reasons_json": ("explanation.document", "reasons_text"),
    "to_json": ("receipt", "decision_text"),
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    from importlib import import_module

    place, inner = _RENAMED.get(name, (_PLACES.get(name, ""), name))
    if not place:
        raise AttributeError(f"module `exportrules` has no attribute `{name}`")
    found = getattr(import_module(f"exportrules.{place}"), inner)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
