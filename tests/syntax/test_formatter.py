"""The one layout: words and comments stay, blanks and indentation are owned, and a second run changes nothing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportrules.errors import ExportRulesError
from exportrules.syntax import formatter
from exportrules.syntax.formatter import format_source
from exportrules.syntax.parser import parse_source
from exportrules.text import Diagnostics, Source

HEAD = "exportrules 1\nruleset eu.example\n"
LAID_OUT = HEAD + (
    "  title: an example # this is no comment\n"
    "  source: Regulation (EU) 2021/821\n"
    "\n"
    "# what things are\n"
    "kind goods, software\n"
    "kind laser within goods  # light\n"
    "  known as: laser diode\n"
    "\n"
    "# the list\n"
    "entry 3A001 any of:\n"
    "  # the strong ones\n"
    "  a. output_power above 75 W at frequency above 2.7 GHz up to 2.9 GHz\n"
    "  b. item is one of {goods, software}, all of:\n"
    "    1. 'odd name' and not radiation_hardened\n"
    '    2. "term # with a sign" above -3 K\n'
    "  c. reserved\n"
    "# of the whole entry\n"
    "note 1 does not control {3A001.a, .b} when any of:\n"
    "  a. length at most (1.7 + width / 1000) um for width in mm\n"
    "  b. cn 8413 70\n"
    "entry 3A002 item is one of {\n"
    "    goods,  # first\n"
    "    # between\n"
    "    software\n"
    "    }\n"
    "  in force from 2025-01-01\n"
)


BLANK = re.compile("(?<![0-9]) | (?![0-9])")


def lay_out(text):
    return format_source(Source("x.xr", text))


def comments(text):
    """The comments of a text; a sign in a text line or a quoted term begins none."""
    found = []
    for line in text.splitlines():
        if not re.match(r" *(title|source|known as):", line):
            bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", line)
            found += [bare.partition("#")[2].strip()] if "#" in bare else []
    return found


def test_a_text_in_the_one_layout_stays_as_it_is():
    assert lay_out(LAID_OUT) == LAID_OUT


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("entry 3A001   any of:\n      a.  sealed\n      b.   open\n", "entry 3A001 any of:\n  a. sealed\n  b. open\n"),
        ("entry 3A001 any of:\n a. any of:\n     1. sealed\n     2. hardened\n b. open\n",
         "entry 3A001 any of:\n  a. any of:\n    1. sealed\n    2. hardened\n  b. open\n"),
        ("entry 3A001 item is goods   #why\n", "entry 3A001 item is goods  #why\n"),
        ("entry 3A001 item is one of{ goods ,software }\n", "entry 3A001 item is one of{goods, software}\n"),
        ("kind goods\n\n\n\nkind laser\n\n\n", "kind goods\n\nkind laser\n"),
        ("entry 3A001 any of:\n         # deep\n  a. sealed\n# shallow\n  b. open\n",
         "entry 3A001 any of:\n  # deep\n  a. sealed\n  # shallow\n  b. open\n"),
        ("entry 3A001 sealed\n  title:    two   blanks  \n", "entry 3A001 sealed\n  title: two   blanks\n"),
        ("entry 3A001 x at most ( 1+y ) um  for y in mm\n", "entry 3A001 x at most (1+y) um for y in mm\n"),
        ("entry 3A001 any   of:\n  a. x at   least 3   um\n", "entry 3A001 any of:\n  a. x at least 3 um\n"),
        ("entry 3A001 item is one of {goods,\nsoftware}\n", None),
        ("entry 3A001 item is one of {goods,\n software}\n", "entry 3A001 item is one of {goods,\n    software}\n"),
        ("entry 3A001 item is one of {\n  goods\n}\n", "entry 3A001 item is one of {\n    goods\n    }\n"),
        ("kind goods", "kind goods\n"),
        ("kind goods\n# the end\n", "kind goods\n# the end\n"),
    ],
)  # fmt: skip
def test_blanks_and_indentation_are_owned(given_text, wanted):
    if wanted is None:
        # a continuation at the left margin begins a new block
        with pytest.raises(Diagnostics):
            lay_out(HEAD + given_text)
        return
    assert lay_out(HEAD + given_text) == HEAD + wanted
    assert lay_out(HEAD + wanted) == HEAD + wanted


def test_windows_ends_of_line_become_plain_ones():
    assert lay_out(LAID_OUT.replace("\n", "\r\n")) == LAID_OUT


def test_comments_before_and_after_the_version_stay():
    assert lay_out("# first\n\nexportrules 1   # the language\n\n\n# second\nruleset eu.x\n") == (
        "# first\n\nexportrules 1  # the language\n\n# second\nruleset eu.x\n"
    )


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_other_spacing_of_the_same_text_is_laid_out_alike(data):
    lines = []
    step = data.draw(st.integers(1, 7))
    inside = False
    for line in LAID_OUT.splitlines():
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        extra = data.draw(st.integers(0, 3))
        if inside:
            lines.append(" " * (1 + extra) + stripped)
        elif re.match(r"(title|source|known as):", stripped):
            lines.append(" " * (indent // 2 * step) + stripped + " " * extra)
        else:
            # blanks may be of any number, but for those in quotation marks, in comments and within a number
            pieces = re.split(r"(\"[^\"]*\"|'[^']*'|#.*)", stripped)
            wide = "".join(p if i % 2 else re.sub(BLANK, " " * (1 + extra), p) for i, p in enumerate(pieces))
            lines.append(" " * (indent // 2 * step) + wide + " " * extra)
        inside = stripped.rstrip().endswith("{") or (inside and not stripped.startswith("}"))
        if not inside and not stripped:
            lines += [""] * extra
    text = "\n".join(lines) + "\n"
    found, faults = parse_source(Source("x.xr", text))
    assert not faults
    assert found == parse_source(Source("x.xr", LAID_OUT))[0]
    assert lay_out(text) == LAID_OUT
    assert comments(text) == comments(LAID_OUT)


def test_a_text_with_a_fault_is_not_laid_out():
    with pytest.raises(Diagnostics) as caught:
        lay_out(HEAD + "entry 3A001 length above\n")
    assert [item.code for item in caught.value] == ["XR103"]


def test_a_layout_that_would_change_the_meaning_is_refused(monkeypatch):
    monkeypatch.setattr(formatter, "_lay_out", lambda text: text.replace("sealed", "open"))
    with pytest.raises(ExportRulesError) as caught:
        lay_out(HEAD + "entry 3A001 sealed\n")
    error = caught.value
    assert (error.code, error.message, error.help) == (
        "XR990",
        "`x.xr` cannot be laid out without changing it",
        "report this with the file",
    )
