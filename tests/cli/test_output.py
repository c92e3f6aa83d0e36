"""What a person at a terminal sees, and what a program reads."""

import builtins
import io
import json

import pytest

from exportrules.cli import output


class Terminal(io.StringIO):
    """A stream that a person reads."""

    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def shown(monkeypatch):
    """What a terminal shows of what is written."""

    def call(write, text):
        stream = Terminal()
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setenv("TERM", "xterm-256color")
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        write(text)
        return stream.getvalue()

    return call


def test_a_terminal_shows_outcomes_in_colour_and_nothing_else_as_markup(shown):
    told = shown(output.write_out, "PROHIBITED [bold]3A001[/bold] :smile: NO CONTROL FOUND")
    assert "\x1b[1;31mPROHIBITED" in told
    assert "\x1b[1;32mNO CONTROL FOUND" in told
    assert "[bold]3A001[/bold] :smile:" in told


def test_without_rich_a_terminal_shows_plain_text(shown, monkeypatch):
    real = builtins.__import__

    def no_rich(name, *arguments, **named):
        if name.partition(".")[0] == "rich":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", no_rich)
    assert shown(output.write_out, "PROHIBITED") == "PROHIBITED\n"


def test_a_stream_of_text_alone_takes_data_too(shown):
    assert shown(output.write_data, '{"city": "Zürich"}') == '{"city": "Zürich"}\n'


def test_streams_that_are_closed_take_nothing(monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    output.write_out("a")
    output.write_data("b")
    output.write_error("c")
    output.write_prompt()


def test_what_is_found_is_told_and_an_empty_answer_names_a_way_out(run):
    told = run("find", "amplifier")
    assert told.code == 0
    assert "[eu.small]" in told.out
    found = [json.loads(line) for line in run("find", "amplifier", "--json").out.splitlines()]
    assert found
    assert all(set(item) == {"ruleset", "code", "title", "score"} for item in found)
    way_out = "nothing fits\n  help: try the name of the thing, or one of its quantities; "
    way_out += "what is in no list has a wider kind (`kinds`)\n"
    for arguments in (("zeppelin",), ("zeppelin", "--json"), ("",)):
        nothing = run("find", *arguments)
        assert (nothing.code, nothing.out, nothing.err) == (1, "", way_out)
