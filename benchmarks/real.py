"""Order lines for the real law: made from the worked examples beside it, so that every list that is loaded is met.

A seed makes them. Each line is the case of an example, for another destination or exporting state now and then; of a
third of the lines a part of what is stated is left out, as orders are.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from exportrules.scenarios import bundled_scenarios

COUNTRIES = ("US", "CH", "JP", "TR", "CN", "RU", "IN", "BR", "KR", "AE", "IR", "RS", "SG", "CL", "BY", "DE")
STATES = ("DE", "FR", "NL", "ES", "IT", "PL", "AT", "SE")
DESTINATION = ("consignee_country", "end_user_country", "use_country", "purchasing_country")


def make_orders(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """So many order lines."""
    chance = random.Random(seed)
    scenarios = [item for item in bundled_scenarios() if item.case.get("activity")]
    return [_make_order(chance, chance.choice(scenarios), number) for number in range(count)]


def _make_order(chance: random.Random, scenario: Any, number: int) -> dict[str, Any]:
    case: dict[str, Any] = copy.deepcopy(_plain(scenario.case))
    case["id"] = f"line-{number}"
    day = scenario.as_of or case.get("as_of") or date(2026, 3, 2)
    case["as_of"] = day.isoformat() if isinstance(day, date) else day
    facts: dict[str, Any] = case.setdefault("facts", {})
    if chance.random() < 0.5:
        country = chance.choice(COUNTRIES)
        facts.update({name: country for name in DESTINATION if name in facts})
    if chance.random() < 0.3 and "exporter_state" in facts:
        facts["exporter_state"] = chance.choice(STATES)
    if chance.random() < 1 / 3:
        share = chance.uniform(0.2, 0.7)
        _leave_out(chance, facts, share)
        _leave_out(chance, case.get("item", {}).get("facts", {}), share)
    return case


def _leave_out(chance: random.Random, facts: dict[str, Any], share: float) -> None:
    for name in list(facts):
        if chance.random() < share:
            del facts[name]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
