"""The same case under another circumstance: facts of a role changed, what belongs to the old one left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast

from exportrules.case.values import Case, Choices
from exportrules.jsontext import read_json
from exportrules.loading import Rules
from exportrules.resources import data_folder

__all__ = ["raw_of", "read_roles", "stated", "vary"]


@cache
def read_roles() -> Mapping[str, tuple[str, ...]]:
    """Which facts play which role: a table that ships beside the law."""
    text = (data_folder("rulesets") / "common" / "roles.json").read_bytes()
    data: Any = read_json(text, where="roles.json")
    return {key: tuple(cast("list[str]", value)) for key, value in data.items() if isinstance(value, list)}


def raw_of(case: Case) -> dict[str, Any]:
    """The case as plain data, a copy to change."""
    data: Any = read_json(case.text, where="case")
    return dict(data)


def stated(case: Case, facts: Iterable[str]) -> str:
    """The first of some facts that the case states as one word; empty where it states none."""
    for name in facts:
        value = case.transaction.get(name)
        if isinstance(value, Choices) and len(value.values) == 1:
            return next(iter(value.values))
    return ""


def vary(rules: Rules, case: Case, facts: Mapping[str, str], leave_out: Iterable[str] = ()) -> Case:
    """The case with facts of the transaction changed, and others left out, whether stated or assumed."""
    data = raw_of(case)
    dropped = {*facts, *leave_out}
    for key in ("facts", "assume"):
        if key in data:
            data[key] = {name: value for name, value in data[key].items() if name not in dropped}
    data["facts"] = {**data.get("facts", {}), **facts}
    return rules.read_case(data)
