"""Texts that could mislead a reader or exhaust the parser are refused before anything reads them."""

import time

import pytest

from exportrules.errors import ExportRulesError
from exportrules.loading import read_folder
from exportrules.syntax.parser import parse_source
from exportrules.text import Source, render_diagnostic
from exportrules.text.screening import MAX_CHARACTERS, MAX_LINE, screen_text

HEAD = "exportrules 1\nruleset eu.example\n"
HIDDEN = "\u200b \u200c \u200d \u2060 \u202a \u202b \u202c \u202d \u202e \u2066 \u2067 \u2068 \u2069 \u00ad".split()
LOOKS_LIKE_AN_END_OF_LINE = ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\r"]


def told(text):
    return [(item.code, item.message, item.help, item.span.line, item.span.column) for item in screen(text)]


def screen(text):
    return screen_text(Source("x.xr", text))


@pytest.mark.parametrize(
    "sign", [*HIDDEN, *LOOKS_LIKE_AN_END_OF_LINE, "\x00", "\x1b", "\u00a0"], ids=lambda s: f"{ord(s):04X}"
)
def test_a_character_that_nobody_sees_is_refused_where_it_stands(sign):
    assert told(f"{HEAD}kind goods\n# a{sign}b\n") == [
        (
            "XR109",
            f"the hidden character `U+{ord(sign):04X}` in a rule text",
            "remove the character; it makes a text look different from what it says",
            4,
            4,
        )
    ]


@pytest.mark.parametrize("sign", LOOKS_LIKE_AN_END_OF_LINE, ids=lambda s: f"{ord(s):04X}")
def test_a_comment_cannot_hide_a_statement_behind_a_sign_that_some_programs_take_for_the_end_of_a_line(sign):
    file, faults = parse_source(Source("x.xr", f"{HEAD}# a comment{sign}kind goods\n"))
    assert [fault.code for fault in faults] == ["XR109"]
    assert file.blocks == ()


def test_a_tab_is_refused_and_the_way_out_is_two_blanks():
    assert told(f"{HEAD}entry 3A001 any of:\n\ta. reserved\n") == [
        ("XR109", "a tab in a rule text", "indent by two blanks", 4, 1)
    ]


def test_a_byte_order_mark_at_the_start_is_named():
    assert told(f"\ufeff{HEAD}") == [
        (
            "XR109",
            "the file begins with a byte order mark",
            "save the file as UTF-8 without a byte order mark",
            1,
            1,
        )
    ]
    assert told(f"{HEAD}\ufeff")[0][1] == "the hidden character `U+FEFF` in a rule text"


def test_what_legal_texts_use_is_accepted():
    assert screen(f"{HEAD}# µm – “quoted” § 5 ° Ω Ελλάδα ñ\n") == []


def test_a_message_about_a_hidden_character_does_not_print_it():
    source = Source("x.xr", f"{HEAD}# abc \u202e\x1b[31m dlog\n")
    shown = "\n".join(render_diagnostic(item, {"x.xr": source}) for item in screen_text(source))
    assert "\u202e" not in shown
    assert "\x1b" not in shown
    assert "3 | # abc ??[31m dlog\n          ^" in shown


def test_both_ends_of_line_give_the_same_blocks():
    text = HEAD + "kind goods\nentry 3A001 any of:  # why\n  a. item is goods\n  b. item is one of {\n    goods\n  }\n"
    unix, faults = parse_source(Source("x.xr", text))
    assert not faults
    windows, faults = parse_source(Source("x.xr", text.replace("\n", "\r\n")))
    assert not faults
    assert windows == unix


def test_one_fault_for_a_line_and_at_most_twenty_for_a_file():
    assert len(screen(f"{HEAD}# \t\t\u202e\n")) == 1
    assert len(screen(HEAD + "#\t\n" * 500)) == 20


@pytest.mark.parametrize(("length", "codes"), [(MAX_LINE, []), (MAX_LINE + 1, ["XR905"])])
def test_the_longest_line(length, codes):
    found = screen(f"{HEAD}{'#' * length}\n")
    assert [item.code for item in found] == codes
    for item in found:
        assert (item.message, item.help) == ("a line of more than 4000 characters", "break the line")
        assert (item.span.line, item.span.column) == (3, MAX_LINE + 1)


@pytest.mark.parametrize(("length", "codes"), [(MAX_CHARACTERS, []), (MAX_CHARACTERS + 1, ["XR904"])])
def test_the_longest_text(length, codes):
    text = (HEAD + ("#" * 3_999 + "\n") * 4_000)[:length].ljust(length, "\n")
    assert len(text) == length
    assert [item.code for item in screen(text)] == codes


def test_a_line_of_ten_million_characters_is_refused_at_once():
    started = time.perf_counter()
    file, faults = parse_source(Source("x.xr", f"{HEAD}kind {'a' * 10_000_000}\n"))
    assert [fault.code for fault in faults] == ["XR905"]
    assert file.blocks == ()
    assert time.perf_counter() - started < 2


def test_a_file_that_is_not_utf_8_is_told_with_the_byte(tmp_path):
    (tmp_path / "list.xr").write_bytes(HEAD.encode() + b"# M\xfcller\n")
    with pytest.raises(ExportRulesError) as caught:
        read_folder(tmp_path)
    error = caught.value
    assert (error.code, error.message, error.help) == (
        "XR804",
        f"`list.xr` is not UTF-8 (byte {len(HEAD) + 4})",
        "save the file as UTF-8",
    )
