"""A slice of the differential run over the bundled law (`tests/deep/differential.py --law bundled`): all equal."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "deep"))

import differential

CASES = 24
SEED = 20_261_126


def test_engine_and_reference_evaluator_give_the_same_answers_over_the_law():
    found, shown = differential.compare_bundled(SEED, CASES)
    assert found["equal"] == CASES, shown
