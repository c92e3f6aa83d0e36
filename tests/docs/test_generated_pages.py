"""The generated pages are those of the rulesets as they are."""

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
sys.path.insert(0, str(DOCS))

from generate import fact_lines, kind_lines  # noqa: E402


def test_the_lists_of_facts_and_kinds_are_up_to_date(law):
    """Run `python docs/generate.py` when this fails."""
    assert (DOCS / "facts.md").read_text("utf-8") == "\n".join(fact_lines(law.vocabulary)) + "\n"
    assert (DOCS / "kinds.md").read_text("utf-8") == "\n".join(kind_lines(law.vocabulary)) + "\n"
