"""Generated code, closures with the index and closures without it give the same decisions over the real law."""

import pytest

from exportrules.errors import ExportRulesError
from exportrules.loading import Rules, bundled_sources
from exportrules.scenarios import bundled_scenarios

SCENARIOS = bundled_scenarios()


@pytest.fixture(scope="module")
def back_ends(law):
    sources = bundled_sources()
    return law, Rules(sources, generate=False), Rules(sources, generate=False, indexed=False)


def shape(decision):
    return (
        decision.floor,
        decision.ceiling,
        [
            (
                item.measure.path,
                item.truth,
                item.floor,
                item.ceiling,
                [(found.statement.code, found.truth, found.open_below) for found in item.entries],
                [(found.relief.path, found.truth) for found in item.reliefs],
                [(duty.name, truth) for duty, truth in item.duties],
            )
            for item in (*decision.findings, *decision.foreign)
        ],
    )


def shapes_of(scenario, back_ends):
    try:
        return [shape(rules.decide(rules.read_case(scenario.case), scenario.as_of)) for rules in back_ends]
    except ExportRulesError:
        return []


@pytest.mark.parametrize("start", range(5))
def test_generated_code_decides_as_the_closures_do(back_ends, start):
    generated, closures, _ = back_ends
    for scenario in SCENARIOS[start * 9 :: 45]:
        shapes = shapes_of(scenario, (generated, closures))
        assert shapes[:1] == shapes[1:], scenario.name


def test_the_index_drops_nothing(back_ends):
    generated, _, unindexed = back_ends
    for scenario in SCENARIOS[::400]:
        shapes = shapes_of(scenario, (generated, unindexed))
        assert shapes[:1] == shapes[1:], scenario.name
