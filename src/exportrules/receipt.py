"""Receipts: the JSON of a decision is its own receipt, and replays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from exportrules.errors import ExportRulesError
from exportrules.explanation.data import FORMAT
from exportrules.jsontext import MAX_BYTES, read_json, write_json

if TYPE_CHECKING:
    from exportrules.decision import Decision

__all__ = ["ENGINE_VERSION", "decision_text", "identify", "read_receipt", "versions"]

ENGINE_VERSION: Final = "0.1.0"
MAX_RECEIPT: Final = 4 * MAX_BYTES
"""An answer of which hardly anything is stated tells of every paragraph, and is longer than any case may be."""


def versions() -> Mapping[str, str]:
    """The versions of what decides: the engine, and the rule language."""
    return {"engine": ENGINE_VERSION, "language": "1"}


def decision_text(decision: Decision, *, what_if: bool = True) -> str:
    """The canonical JSON text of a decision: keys sorted, no blanks, the same bytes every time.

    Without `what_if` it holds the answer and all its reasons, but not what takes further decisions to find out:
    `questions`, `changes` and `holds_until`. It replays all the same.
    """
    from exportrules.explanation.document import decision_text as write

    return write(decision, versions(), what_if=what_if)


def read_receipt(text: str | bytes) -> Mapping[str, Any]:
    """Read the JSON text of a decision, so far as replaying needs it.

    Raises:
        JsonError: the text is not strict JSON, or longer than `MAX_RECEIPT` (XR808).
        ExportRulesError: XR970, it is not a decision of this format, or no text.
    """
    _refuse_parsed(text)
    data = read_json(text, where="receipt", most=MAX_RECEIPT)
    found: Mapping[str, Any] = cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}
    if found.get("format") != FORMAT:
        raise ExportRulesError("XR970", f"not a decision of the format `{FORMAT}`", "give the JSON that `decide` wrote")
    for key, fits in _PARTS.items():
        if not fits(found.get(key)):
            raise ExportRulesError("XR970", f"the decision has no proper `{key}`", "give the JSON as `decide` wrote it")
    return found


def _refuse_parsed(given: object) -> None:
    """A receipt is compared letter by letter, so that one that a host has parsed is none any more (XR970)."""
    if not isinstance(given, str | bytes):
        what = f"a decision of the type `{type(given).__name__}` is no text"
        raise ExportRulesError("XR970", what, "give the JSON text that `to_json` or `decide` wrote, as it is")


def identify(receipt: Mapping[str, Any]) -> str:
    """The digest of what decided, by which the same receipt is known again, with or without questions and changes."""
    from hashlib import sha256

    return sha256(write_json({key: receipt[key] for key in _PARTS}).encode()).hexdigest()


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_digests(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    items = cast("Mapping[str, object]", value).values()
    return all(isinstance(item, Mapping) and "digest" in item for item in items)


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTS: Final[Mapping[str, Callable[[object], bool]]] = {
    "case": lambda value: isinstance(value, Mapping),
    "as_of": _is_day,
    "versions": lambda value: isinstance(value, Mapping),
    "rulesets": _is_digests,
}
