"""Within a branch of bands no others join. Once a rulebook was warm some did, so that an answer could change."""

import json
from datetime import date
from pathlib import Path

import pytest

from exportrules.loading import Rules
from exportrules.logic import truth_name
from exportrules.program.frame import Frame, Session
from exportrules.program.kept import use_kept
from exportrules.rules.conditions import Target
from exportrules.text import Source

HELD = json.loads((Path(__file__).resolve().parents[2] / "conformance" / "bands_within_bands.json").read_text("utf-8"))
SOURCES = [Source(name, "\n".join(lines) + "\n") for name, lines in HELD["rules"].items()]
MEASURE = """exportrules 1
ruleset eu.m
  title: m
  source: conformance
  layer union
  checked up to 2030-12-31
measure m
  source: conformance
  for export
  requires licence when item listed in eu.c
"""


@pytest.mark.parametrize("held", HELD["cases"], ids=lambda held: held["name"])
@pytest.mark.parametrize(
    "options", [{}, {"generate": False}, {"indexed": False}, {"generate": False, "indexed": False}]
)
def test_the_answer_is_the_same_however_often_it_is_asked(held, options):
    rules = Rules([*SOURCES, Source("m.xr", MEASURE)], **options)
    case = rules.read_case({"format": "exportrules.case/1", **held["case"]})
    day = date.fromisoformat(held["as_of"])
    expected = {path.rpartition(":")[2]: truth for path, truth in held["expect"]["paragraphs"].items()}
    codes = sorted(expected)
    for order in (codes, codes[::-1], codes, codes[::-1], codes, codes[::-1]):
        rules.decide(case, day)
        session = Session(rules.program, case, day)
        use_kept(session)
        frame = Frame(session, case.item)
        found = {code: truth_name(rules.program.listed(Target("eu.c", code), frame)) for code in order}
        assert found == expected
