"""The law as shipped: it checks, it is laid out in the one way, and its worked examples come out."""

import pytest

from exportrules.loading import bundled_sources
from exportrules.scenarios import bundled_scenarios, run_scenario
from exportrules.syntax.formatter import format_source

SCENARIOS = bundled_scenarios()


def test_the_law_checks_without_an_error(law):
    errors = [str(item) for item in law.warnings if item.severity == "error"]
    assert not errors


@pytest.mark.parametrize("source", bundled_sources(), ids=lambda source: source.name)
def test_the_file_is_laid_out_in_the_one_way(source):
    assert format_source(source) == source.text


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda item: f"{item.file}: {item.name}")
def test_the_worked_example_comes_out(law, scenario):
    assert list(run_scenario(law, scenario).differences) == []
