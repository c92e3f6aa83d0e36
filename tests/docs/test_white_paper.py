"""The page on the White Paper: every example has a row, and every scenario and test that it names exists."""

import re
from pathlib import Path

import pytest

from exportrules.scenarios import bundled_scenarios

CHECKOUT = Path(__file__).resolve().parents[2]
ROWS = [
    line for line in (CHECKOUT / "docs/law/white_paper.md").read_text("utf-8").splitlines() if line.startswith("| ")
][1:]
SCENARIO = re.compile(r'`([\w/]+\.toml)`: "([^"]+)"')
TEST = re.compile(r"`(tests/[\w/]+\.py)` `(test_\w+)`")
EXAMPLES = (
    "June 2023",
    "September 2023",
    "May 2023",
    "July 2023",
    "November 2023",
    "Finnish draft",
    "Part A",
    "7 October 2022",
    "October 2023",
    "gallium",
    "Japan",
)


@pytest.fixture(scope="module")
def known():
    return {(item.file, item.name) for item in bundled_scenarios()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_what_the_row_names_exists(row, known):
    scenarios, tests = SCENARIO.findall(row), TEST.findall(row)
    assert scenarios
    assert set(scenarios) <= known
    for file, name in tests:
        assert f"\ndef {name}(" in (CHECKOUT / file).read_text("utf-8")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_has_a_row(example):
    assert any(example in row.split("|")[1] for row in ROWS)
