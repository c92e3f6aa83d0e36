"""Reasons told by patterns, and with what is kept between cases, are those of plain closures: the same bytes.

`EXPORTRULES_LAWS=300 python -m pytest tests/explanation/test_patterns.py` is the deep form.
"""

import os
import sys
from pathlib import Path
from random import Random

import pytest

from exportrules import to_json
from exportrules.errors import ExportRulesError
from exportrules.explanation.patterns import Patterns
from exportrules.loading import Rules, bundled_sources
from exportrules.scenarios import bundled_scenarios
from exportrules.text import Source

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "property"))

from small_laws import DECIDED, random_case, random_findings
from test_meaning import make, sources_of

LAWS = int(os.environ.get("EXPORTRULES_LAWS", "60"))
CASES = 40
WHOLE = 0.1
"""The share of cases of which the whole receipt is compared, with questions and what would change the answer."""
EVERY = 997


@pytest.fixture
def told_by_patterns(monkeypatch):
    """How often code told of a statement."""
    told = []
    ordinary = Patterns.tell

    def tell(self, *given):
        found = ordinary(self, *given)
        if found is not None:
            told.append(self)
        return found

    monkeypatch.setattr(Patterns, "tell", tell)
    return told


@pytest.mark.parametrize("part", range(4))
def test_patterns_tell_what_the_closures_tell_over_random_laws(part, told_by_patterns):
    for seed in range(part, LAWS, 4):
        chance = Random(seed)  # noqa: S311 - not for secrets
        law, coded = make(seed, closed=seed % 2 == 0, rich=seed % 3 == 0)
        closures = Rules(sources_of(law), generate=False, indexed=False)
        for _ in range(CASES):
            case = random_case(chance, law)
            case["as_of"] = chance.choice(DECIDED).isoformat()
            if law.rich and chance.random() < 0.2:
                case["item"]["findings"] = random_findings(chance, law.codes, law.taken)
            whole = chance.random() < WHOLE
            expected = to_json(closures.decide(case), what_if=whole)
            # the first time the closures tell, the second time the code
            assert [to_json(coded.decide(case), what_if=whole) for _ in range(2)] == [expected] * 2, (seed, case)
    assert told_by_patterns


def test_patterns_tell_what_the_closures_tell_of_the_law(told_by_patterns):
    sources = bundled_sources()
    coded, closures = Rules(sources), Rules(sources, generate=False)
    for scenario in bundled_scenarios()[::EVERY]:
        try:
            given = coded.read_case(scenario.case), scenario.as_of
        except ExportRulesError:
            continue
        expected = to_json(closures.decide(*given), what_if=False)
        assert [to_json(coded.decide(*given), what_if=False) for _ in range(2)] == [expected] * 2, scenario.name
    assert told_by_patterns


CHAIN = """exportrules 1
ruleset eu.m
  title: m
  source: none
  layer union
  checked up to 2030-01-01
kind goods
fact p, q is yes or no
  asks: whether
measure m
  source: none
  for export
  requires licence when item listed in 1A001
"""


def test_what_lies_too_deep_is_left_out_as_the_closures_do(told_by_patterns):
    """Paragraphs that ask for one another, deeper than reasons are nested."""
    entries = [f"entry 1A{n:03} p, all of:\n  q\n  item listed in 1A{n + 1:03}\n" for n in range(1, 12)]
    sources = [Source("m.xr", "".join((CHAIN, *entries, "entry 1A012 p, any of:\n  q\n  not q\n")))]
    coded, closures = Rules(sources), Rules(sources, generate=False)
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-01-01"}
    case["item"] = {"facts": {"q": True}}
    expected = to_json(closures.decide(case), what_if=False)
    assert "what lies deeper is left out" in expected
    assert [to_json(coded.decide(case), what_if=False) for _ in range(3)] == [expected] * 3
    assert told_by_patterns
