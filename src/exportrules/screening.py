"""Bring a host's screening of persons into a case: a hit, a possible hit and a clearance are three different things.

No names ship with the rules. The host brings a screener, which is anything that answers for one person on which lists
screening found it, on which it may be, and on which it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, Protocol, cast

from exportrules.comparison.variation import read_roles
from exportrules.errors import ExportRulesError

__all__ = ["Result", "Screener", "screen_parties"]

Result = Literal["hit", "possible", "cleared"]
"""`possible` is neither: the fact stays unknown until somebody has looked."""
RESULTS: Final = ("hit", "possible", "cleared")

Json = dict[str, Any]


class Screener(Protocol):
    """What a host brings: for one person, the result for each list that was screened."""

    def screen(self, party: Mapping[str, Any]) -> Mapping[str, Result]:
        """The result by list, such as `{"eu_2014_833_annex_iv": "cleared"}`; a list left out was not screened.

        `party` is the person as the case states it, with whatever key the host put there to find it again.
        """
        ...


def screen_parties(case: Mapping[str, Any], screener: Screener, on: date, *, by: str = "screening") -> Json:
    """The case with the result of screening as a fact of each person in it; the case itself is not changed.

    Persons for whom the fact is stated already are left alone. A member `name` of a person is for the screener, and
    is taken out: cases hold no names that nothing reads. What has another shape than a case is left as it is, so that
    reading the case tells what is wrong with it.

    Raises:
        ExportRulesError: XR870, the screener answered with another word than hit, possible or cleared, or not by list.
    """
    roles = read_roles()
    (part,), (fact,) = roles["party"], roles["listed_on"]
    item, parts = _object(case.get("item")), _object(_object(case.get("item")).get("parts"))
    whole = _object(parts.get(part))
    persons: object = whole.get("list") if whole else parts.get(part)
    if not isinstance(persons, list | tuple):
        return dict(case)
    screened = [_screen(person, screener, fact, on, by) for person in cast("Sequence[object]", persons)]
    listed = {**whole, "list": screened} if whole else screened
    return {**case, "item": {**item, "parts": {**parts, part: listed}}}


def _object(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _screen(raw: object, screener: Screener, fact: str, on: date, by: str) -> object:
    person = _object(raw)
    facts = _object(person.get("facts"))
    if not person or ("facts" in person and not isinstance(person["facts"], Mapping)):
        return raw
    kept = {key: value for key, value in person.items() if key != "name"}
    if fact in facts:
        return kept
    # whatever a host's code answers is looked at: an answer that is none clears nobody
    results = cast("object", screener.screen(person))
    if not isinstance(results, Mapping):
        message = f"screening answered `{str(results)[:40]}` instead of a result for each list"
        raise ExportRulesError("XR870", message, "answer with a mapping, empty where nothing was screened")
    return {**kept, "facts": {**facts, **_listed(cast("Mapping[str, Result]", results), fact, on, by)}}


def _listed(results: Mapping[str, Result], fact: str, on: date, by: str) -> Json:
    """The fact as the results tell it; none where no list was settled."""
    for name, result in results.items():
        if result not in RESULTS:
            message = f"screening answered `{str(result)[:40]}` for the list `{name}`"
            raise ExportRulesError("XR870", message, "answer `hit`, `possible` or `cleared`")
    value: Json = {}
    for key, wanted in (("includes", "hit"), ("excludes", "cleared")):
        names = sorted(name for name, result in results.items() if result == wanted)
        if names:
            value[key] = names
    return {fact: {"value": value, "by": by, "on": on.isoformat()}} if value else {}
