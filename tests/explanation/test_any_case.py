"""Whatever a case states and leaves out, every view of its decision can be made, and none contradicts it."""

import random

import pytest

from exportrules import ask_questions, explain, find_changes, find_last_day, find_status, to_json, why_not

FACTS = {
    "output_power": ["8 W", "80 W", {"at_least": "70 W"}, {"one_of": ["8 W", "80 W"]}, "48.75 dBm", "not applicable"],
    "radiation_hardened": [True, False, "not applicable"],
    "specially_made_for_broadcast": [True, False],
    "colour_mode": ["colour", {"one_of": ["colour", "monochrome"]}],
    "works_on": [[], ["metal"], {"includes": ["metal"]}, {"excludes": ["metal"]}, "not applicable"],
    "channels": [3, "4 count"],
    "rated_frequency": [{"from": "1 GHz", "to": "1 GHz"}, {"from": "1 GHz", "to": "3 GHz"}],
    "tensile_strength": ["1 GPa", [{"value": "1 GPa", "at": {"temperature": "293 K"}}, {"complete": True}]],
    "cn_code": ["8413 70"],
    "cas_number": ["111-48-8"],
}
TRADE = {
    "end_user_country": ["IN", "US", "KP", "CN", {"one_of": ["US", "KP"]}, "not applicable"],
    "informed_of": [[], ["wmd_use"], {"includes": ["wmd_use"]}],
    "contract_date": ["2025-01-01", {"from": "2025-01-01"}],
}
KINDS = ["amplifier", "mmic_amplifier", "goods", "laser", "fpga", "machine_tool", ["amplifier", "laser"], "software"]
AXES = [
    [],
    [{}],
    {"complete": True, "list": []},
    [{"facts": {"travel": "2 m"}}],
    {"complete": True, "list": [{"part": "linear_axis", "facts": {"travel": "5 mm"}}, {}]},
]
FINDINGS = [
    {"paragraph": "3A001.a", "met": True},
    {"paragraph": "3A003", "met": False},
    {"paragraph": "", "ruleset": "eu.small", "met": False},
]


def some(chance, values, share):
    return {name: chance.choice(choice) for name, choice in values.items() if chance.random() < share}


def make_item(chance, depth=0):
    thing = {"facts": some(chance, FACTS, 0.4)}
    if chance.random() < 0.7:
        thing["kind"] = chance.choice(KINDS)
    if chance.random() < 0.4:
        thing["parts"] = {"axis": chance.choice(AXES)}
    if depth < 2 and chance.random() < 0.3:
        thing.setdefault("parts", {})["component"] = [make_item(chance, depth + 1)]
    if chance.random() < 0.3:
        target = {"for": "3A001.a"} if chance.random() < 0.5 else {}
        thing["judgements"] = [{"term": "specially_designed", "value": chance.random() < 0.5, **target}]
    if chance.random() < 0.2:
        thing["findings"] = [chance.choice(FINDINGS)]
    return thing


@pytest.mark.parametrize("seed", range(100))
def test_every_view_of_any_decision_can_be_made(small, case, seed):
    chance = random.Random(seed)  # noqa: S311 - any case will do
    given = case(
        make_item(chance),
        as_of=chance.choice(["2026-03-01", "2025-01-01", "2022-01-01", "2027-01-01"]),
        activity=chance.choice(["export", "export", "transit", "brokering"]),
        **some(chance, TRADE, 0.5),
    )
    decision = small.decide(given)
    assert explain(decision)
    text = to_json(decision)
    assert small.replay(text) == text
    for question in ask_questions(decision):
        for branch in question.branches:
            assert decision.floor <= branch.floor <= branch.ceiling <= decision.ceiling, question.fact
    for change in find_changes(decision):
        assert (change.floor, change.ceiling) != (decision.floor, decision.ceiling)
    last = find_last_day(decision)
    assert last is None or last >= decision.as_of
    for path in ("3A001", "3A001.a.1", "3A002.a", "3A003"):
        status = find_status(decision, f"eu.small:{path}")
        assert ("not met", "undetermined", "met")[status.truth] == status.plain
        assert why_not(decision, path).code == path
    assert to_json(small.decide(given)) == text
