"""How a fault is shown: the sentence, the line with what is meant underlined, further places, the way out."""

import pickle

from exportrules.text import NOWHERE, Diagnostic, Diagnostics, Source, Span, render_diagnostic

SOURCE = Source("list.xr", "first line\nsecond line is here\n\nfourth\n")
SOURCES = {"list.xr": SOURCE}


def render(span, also=(), severity="error"):
    return render_diagnostic(Diagnostic("XR204", "unknown fact `here`", "name it", span, severity, also), SOURCES)


def test_the_words_that_are_meant_are_underlined():
    assert render(Span("list.xr", 2, 16, 2, 20)) == (
        "error[XR204]: unknown fact `here`\n"
        "  --> list.xr:2:16\n"
        "2 | second line is here\n"
        "                   ^^^^\n"
        "  help: name it"
    )


def test_a_statement_over_several_lines_is_underlined_on_its_first():
    assert "2 | second line is here\n           ^^^^^^^^^^^^\n" in render(Span("list.xr", 2, 8, 4, 3))


def test_a_place_after_the_end_of_a_line_or_of_the_text_is_shown_too():
    assert "1 | first line\n              ^\n" in render(Span("list.xr", 1, 11, 1, 11))
    assert "9 | \n    ^\n" in render(Span("list.xr", 9, 1, 9, 2))


def test_a_warning_says_so_and_further_places_stand_below():
    told = render(Span("list.xr", 4, 1, 4, 7), ((Span("list.xr", 1, 1, 1, 6), "the first"),), "warning")
    assert told.splitlines() == [
        "warning[XR204]: unknown fact `here`",
        "  --> list.xr:4:1",
        "4 | fourth",
        "    ^^^^^^",
        "  also: the first",
        "  --> list.xr:1:1",
        "1 | first line",
        "    ^^^^^",
        "  help: name it",
    ]


def test_a_fault_of_no_place_shows_none():
    assert render(NOWHERE) == "error[XR204]: unknown fact `here`\n  help: name it"


def test_a_text_that_is_not_at_hand_is_named_only():
    assert render(Span("other.xr", 3, 4, 3, 5)).splitlines()[1:] == ["  --> other.xr:3:4", "  help: name it"]


def test_of_a_long_line_the_part_around_the_place_is_shown():
    source = Source("long.xr", "x" * 1_000 + "HERE" + "y" * 1_000)
    told = render_diagnostic(
        Diagnostic("XR204", "unknown fact `HERE`", "name it", Span("long.xr", 1, 1_001, 1, 1_005)), {"long.xr": source}
    )
    line, carets = told.splitlines()[2:4]
    assert len(line) < 160
    assert line[carets.index("^") : carets.rindex("^") + 1] == "HERE"


def test_lines_end_where_editors_end_them():
    assert Source("x", "a\r\nb\nc").lines() == ["a", "b", "c"]
    assert Source("x", "").lines() == []
    assert Source("x", "a\n\n").lines() == ["a", ""]
    assert [Source("x", "a\u2028b\nc").line(number) for number in (0, 1, 2, 3)] == ["", "a\u2028b", "c", ""]


def test_several_faults_are_raised_as_one_error():
    items = (
        Diagnostic("XR204", "unknown fact `a`", "did you mean `b`?", Span("list.xr", 1, 1, 1, 6)),
        Diagnostic("XR501", "`x` is not a day of the calendar", "correct it", Span("list.xr", 2, 1, 2, 7)),
    )
    error = Diagnostics(items, SOURCES)
    assert str(error) == "XR204: list.xr:1:1: unknown fact `a` (and 1 more); did you mean `b`?"
    assert list(error) == list(items)
    assert error.render().split("\n\n") == [render_diagnostic(item, SOURCES) for item in items]
    assert str(items[0]) == "list.xr:1:1: error[XR204]: unknown fact `a`"


def test_the_error_survives_pickling():
    items = (Diagnostic("XR204", "unknown fact `a`", "name it", Span("list.xr", 1, 1, 1, 6)),)
    again = pickle.loads(pickle.dumps(Diagnostics(items, SOURCES)))
    assert again.items == items
    assert again.render() == Diagnostics(items, SOURCES).render()
    assert (again.code, again.message, again.help) == ("XR204", "list.xr:1:1: unknown fact `a`", "name it")
