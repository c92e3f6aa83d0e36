"""A slice of the differential run (`tests/deep/differential.py`): 20,000 cases, and every answer equal."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "deep"))

import differential

CASES_PER_LAW = 400
LAWS = 50
PARTS = 5


@pytest.mark.parametrize("part", range(PARTS))
def test_engine_and_reference_evaluator_give_the_same_answers(part):
    for seed in range(part, LAWS, PARTS):
        found, shown = differential.compare(seed, CASES_PER_LAW)
        assert found["equal"] == CASES_PER_LAW, shown
