"""What lark worked out of the grammar is kept; a parser of it parses as one of the grammar does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exportrules.artefact.cache import CACHE_VARIABLE
from exportrules.artefact.trees import write_tree
from exportrules.loading import bundled_sources
from exportrules.syntax import parser

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "tests" / "small" / "rules"
PROGRAM = """
import json, sys
from pathlib import Path
from lark import Lark
from exportrules.artefact.parsed import parse_all
from exportrules.artefact.trees import write_tree
from exportrules.text import Source
built = []
real = Lark.__init__
Lark.__init__ = lambda self, *args, **named: (built.append(1), real(self, *args, **named))[1]
sources = [Source(file.name, file.read_text("utf-8")) for file in sorted(Path(sys.argv[1]).glob("*.xr"))]
sources.append(Source("bad.xr", "exportrules 1\\nruleset eu.bad\\nentry 3A001 item is is pump\\n"))
told = [
    [[write_tree(block.tree()) for block in file.blocks], [f"{item} {item.help}" for item in faults]]
    for file, faults in parse_all(sources)
]
print(json.dumps([len(built), told]))
"""


def run(cache):
    """How often a process builds a parser, and what it makes of some texts."""
    environment = {**os.environ, CACHE_VARIABLE: str(cache), "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(TEXTS)], env=environment, check=True, capture_output=True, text=True
    )
    for file in (cache / "parsed").glob("*"):
        file.unlink()
    return json.loads(told.stdout)


def test_the_second_process_reads_what_the_first_worked_out(tmp_path):
    built, told = run(tmp_path)
    again, told_again = run(tmp_path)
    assert built
    assert not again
    assert told_again == told
    assert told[-1][1]


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data.replace(b"block", b"clock"), lambda _: b"", lambda data: data[:-9]],
    ids=["changed", "empty", "cut short"],
)
def test_damaged_tables_are_made_again(tmp_path, spoil):
    _, told = run(tmp_path)
    (file,) = (tmp_path / "grammar").iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    built, again = run(tmp_path)
    assert built
    assert again == told


@pytest.mark.parametrize("text", ["", "[]", "{}", "[{}, {}]", '[{"parser": 1}, {"1": 2}]'])
def test_tables_that_are_no_tables_are_refused(text):
    with pytest.raises((ValueError, TypeError, LookupError, AttributeError, AssertionError)):
        parser.start(text)


def test_the_bundled_law_reads_alike():
    builder = parser.BlockBuilder()
    again = parser.read_tables(parser.tables(), builder)
    for source in bundled_sources()[::12]:
        lines = source.lines()
        for block in parser.parse_source(source)[0].blocks:
            builder.file, builder.first_line = source.name, block.span.line - 1
            text = "\n".join(lines[block.span.line - 1 : _end_of(lines, block.span.line)]).rstrip() + "\n"
            assert write_tree(again.parse(text)) == write_tree(block)


def _end_of(lines, start):
    """A block ends where the next line stands at the margin that is no remark."""
    for number, line in enumerate(lines[start:], start):
        if line.strip() and not line.startswith((" ", "#")):
            return number
    return len(lines)
