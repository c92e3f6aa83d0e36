"""Checks a few lines against a small vocabulary and tells each fault with the text that it underlines."""

from pathlib import Path

import pytest

from exportrules.checking.assembly import check_sources
from exportrules.text import Source

BASE = Source("base.xr", (Path(__file__).resolve().parent / "base.xr").read_text("utf-8"))


def underlined(span, source):
    """The text that a place marks, on its first line."""
    line = source.line(span.line)
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return line[span.column - 1 : end]


def tell(lines):
    """Every fault of some lines as text: code, message, what is underlined, the way out, further places."""
    source = Source("text.xr", f"exportrules 1\nruleset eu.base\n{lines}\n")
    sources = {item.name: item for item in (BASE, source)}
    _, found = check_sources(sources.values())
    told = []
    for item in found:
        word = "" if item.severity == "error" else f" ({item.severity})"
        told.append(f"=> {item.code}{word} {item.message}")
        told.append(f"   under: {underlined(item.span, sources[item.span.file])}")
        told += [f"   also: {remark}: {underlined(span, sources[span.file])}" for span, remark in item.also]
        told.append(f"   help: {item.help}")
    return "\n".join(told)


@pytest.fixture(scope="session", name="tell")
def tell_fixture():
    return tell
