"""The bundled rulesets against the figures of the law: nothing missing, nothing made up in whole categories."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exportrules.inventory import list_paragraphs

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def entries(law, tmp_path_factory):
    path = tmp_path_factory.mktemp("parity") / "entries.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in list_paragraphs(law)), encoding="utf-8")
    return path


def compare(entries, *options):
    command = [sys.executable, str(HERE / "compare.py"), str(entries), "--list", "eu_annex_i", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def row(output):
    names, figures = (line.split(" | ") for line in output.splitlines()[1:3])
    return dict(zip(names, figures, strict=True))


@pytest.mark.parametrize("category", ["0", "3", "4", "5", "6", "7", "8", "9"])
def test_a_whole_category_misses_nothing(entries, category):
    result = compare(entries, "--category", category)
    assert result.returncode == 0, result.stdout
    counts = row(result.stdout)
    assert counts["missing"] == "0"
    assert int(counts["not_modelled"]) * 100 <= int(counts["law"])


@pytest.mark.parametrize("category", ["1", "2"])
def test_every_paragraph_of_the_other_categories_is_there_or_declared_not_modelled(entries, category):
    assert row(compare(entries, "--category", category).stdout)["missing"] == "0"
