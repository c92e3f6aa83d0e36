"""Reasons told by generated code are those that the closures tell: the same bytes."""

import sys
from pathlib import Path
from random import Random

import pytest

from exportrules import to_json
from exportrules.errors import ExportRulesError
from exportrules.explanation.coded import Coded
from exportrules.loading import Rules, bundled_sources
from exportrules.scenarios import bundled_scenarios

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "property"))

from small_laws import DAYS, random_case, random_findings
from test_meaning import make, sources_of

LAWS = 60
CASES = 40
EVERY = 997


def told(decision):
    return to_json(decision, what_if=False)


@pytest.fixture
def told_by_code(monkeypatch):
    """How often code told of a statement."""
    told = []
    ordinary = Coded.tell

    def tell(self, *given):
        found = ordinary(self, *given)
        if found is not None:
            told.append(self)
        return found

    monkeypatch.setattr(Coded, "tell", tell)
    return told


@pytest.mark.parametrize("part", range(4))
def test_code_tells_what_the_closures_tell_over_random_laws(part, told_by_code):
    for seed in range(part, LAWS, 4):
        chance = Random(seed)  # noqa: S311 - not for secrets
        law, coded = make(seed, closed=seed % 2 == 0, rich=seed % 3 == 0)
        closures = Rules(sources_of(law), generate=False)
        for _ in range(CASES):
            case = random_case(chance)
            case["as_of"] = chance.choice(DAYS).isoformat()
            if law.rich and chance.random() < 0.2:
                case["item"]["findings"] = random_findings(chance, law.codes)
            expected = told(closures.decide(case))
            # the first time the closures tell, the second time the code
            assert [told(coded.decide(case)) for _ in range(2)] == [expected] * 2, (seed, case)
    assert told_by_code


def test_code_tells_what_the_closures_tell_of_the_law(told_by_code):
    sources = bundled_sources()
    coded, closures = Rules(sources), Rules(sources, generate=False)
    for scenario in bundled_scenarios()[::EVERY]:
        try:
            given = coded.read_case(scenario.case), scenario.as_of
        except ExportRulesError:
            continue
        expected = told(closures.decide(*given))
        assert [told(coded.decide(*given)) for _ in range(2)] == [expected] * 2, scenario.name
    assert told_by_code
