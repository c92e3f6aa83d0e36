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


@pytest.mark.parametrize("start", range(8))
def test_every_back_end_decides_the_same(back_ends, start):
    for scenario in SCENARIOS[start::8]:
        shapes = []
        for rules in back_ends:
            try:
                case = rules.read_case(scenario.case)
            except ExportRulesError:
                break
            shapes.append(shape(rules.decide(case, scenario.as_of)))
        else:
            assert shapes[0] == shapes[1] == shapes[2], scenario.name
