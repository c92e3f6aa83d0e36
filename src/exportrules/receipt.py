"""Receipts: the JSON of a decision is its own receipt, and replays byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from exportrules.errors import ExportRulesError
from exportrules.explanation.data import FORMAT, decision_data
from exportrules.jsontext import read_json, write_json

if TYPE_CHECKING:
    from exportrules.decision import Decision

__all__ = ["ENGINE_VERSION", "decision_text", "read_receipt", "versions"]

ENGINE_VERSION: Final = "0.1.0"


def versions() -> Mapping[str, str]:
    """The versions of what decides: the engine, and the rule language."""
    return {"engine": ENGINE_VERSION, "language": "1"}


def decision_text(decision: Decision) -> str:
    """The canonical JSON text of a decision: keys sorted, no blanks, the same bytes every time."""
    return write_json(decision_data(decision, versions()))


def read_receipt(text: str | bytes) -> Mapping[str, Any]:
    """Read the JSON text of a decision, so far as replaying needs it.

    Raises:
        JsonError: the text is not strict JSON.
        ExportRulesError: XR970, it is not a decision of this format.
    """
    data = read_json(text, where="receipt")
    found: Mapping[str, Any] = cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}
    if found.get("format") != FORMAT:
        raise ExportRulesError("XR970", f"not a decision of the format `{FORMAT}`", "give the JSON that `decide` wrote")
    for key in ("case", "as_of", "versions", "rulesets"):
        if not isinstance(found.get(key), str if key == "as_of" else Mapping):
            raise ExportRulesError("XR970", f"the decision has no `{key}`", "give the JSON as `decide` wrote it")
    return found
