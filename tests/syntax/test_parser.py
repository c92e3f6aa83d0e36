"""Parsing as an author meets it: every block is read for itself, every fault has its place, nothing crashes."""

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportrules.syntax import ast
from exportrules.syntax.parser import parse_source
from exportrules.text import Source

HEAD = "exportrules 1\nruleset eu.example\n"
WORDS = (
    "entry 3A001 any of: all of: item is goods and or not above 75 W { } ( ) , : \" ' # . - 3 1,5 a. in force "
    "from 2025-01-01"
)


def parse(lines, head=HEAD):
    return parse_source(Source("x.xr", head + lines))


def faults(lines, head=HEAD):
    source = Source("x.xr", head + lines)
    _, found = parse_source(source)
    told = []
    for item in found:
        line = source.line(item.span.line)
        end = item.span.end_column if item.span.end_line == item.span.line else len(line) + 1
        told.append((item.code, item.message, item.help, line[item.span.column - 1 : end - 1]))
    return told


# ---- the head of a file ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "message", "way_out", "under"),
    [
        ("", "XR101", "the file is empty", "start with `exportrules 1`", ""),
        ("# only a comment\n\n", "XR101", "the file is empty", "start with `exportrules 1`", ""),
        ("kind goods\n", "XR101", "the first line must be `exportrules 1`", "add the language version", "kind goods"),
        (
            "exportrules\n",
            "XR101",
            "the first line must be `exportrules 1`",
            "add the language version",
            "exportrules",
        ),
        (
            "  exportrules 1\n",
            "XR101",
            "the first line must be `exportrules 1`",
            "add the language version",
            "  exportrules 1",
        ),
        (
            "exportrules 2\n",
            "XR102",
            "language version 2 is not known",
            "this library reads version 1",
            "exportrules 2",
        ),
    ],
)
def test_a_file_begins_with_the_version_of_the_language(text, code, message, way_out, under):
    assert faults(text, head="")[0] == (code, message, way_out, under)


@pytest.mark.parametrize(
    "head", ["exportrules 1", "# note\n\nexportrules 1  # the language\n", "exportrules 1\n\n# end\n"]
)
def test_a_file_with_nothing_but_its_version_holds_no_block_and_no_fault(head):
    file, found = parse("", head=head)
    assert (file.blocks, found) == ((), [])


def test_lines_before_the_first_block_are_not_passed_over():
    assert faults("  kind goods\nkind software\n", head="exportrules 1\n") == [
        ("XR104", "the indentation does not nest", "blocks begin at the left margin", "kind goods")
    ]


# ---- several faults, and what is read all the same -----------------------------------------------------


def test_every_faulty_block_is_told_and_every_other_one_is_read():
    text = (
        "kind goods\n"
        "entry 3A001 output_power above 7,5 W\n"
        "kind software\n"
        "entry 3A002 hardened and sealed or strong\n"
        "kind technology\n"
        "entry 3A003 any of:\n"
        "    a. item is goods\n"
        "  b. reserved\n"
        "entry 3A004 item is goods\n"
        "  in force from 2025-02-30\n"
    )
    assert [code for code, *_ in faults(text)] == ["XR108", "XR106", "XR104", "XR501"]
    assert [block.names for block in parse(text)[0].blocks if isinstance(block, ast.Kind)] == [
        ("goods",),
        ("software",),
        ("technology",),
    ]


@pytest.mark.parametrize(
    ("lines", "code", "message", "way_out", "under"),
    [
        (
            "entry 3A001 output_power above 7,5 W\n",
            "XR108",
            "`7,5` looks like a decimal comma",
            "write a decimal point: `7.5`",
            "7,5",
        ),
        (
            "entry 3A001 output_power above 1 W up to 12,75 W\n",
            "XR108",
            "`12,75` looks like a decimal comma",
            "write a decimal point: `12.75`",
            "12,75",
        ),
        (
            "entry 3A001 any of:\n      a. item is goods\n    b. reserved\n",
            "XR104",
            "the indentation does not nest",
            "indent it by 0 or 6 blanks, as the lines around it",
            "b. reserved",
        ),
        (
            "entry 3A001 item is goods\n  evidence recalled\n    # why\n    a. reserved\n",
            "XR105",
            "a line below a statement that can hold none",
            "move it left, or end the line above with `any of:`, `all of:`, `none of:` or `at least N of:`",
            "a. reserved",
        ),
        (
            "entry 3A001 at least 1000001 of:\n  a. reserved\n",
            "XR903",
            "`1000001` is not a whole number of parts",
            "write a whole number",
            "1000001",
        ),
        (
            "entry 3A001 at least 1.5 of:\n  a. reserved\n",
            "XR903",
            "`1.5` is not a whole number of parts",
            "write a whole number",
            "1.5",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(lines, code, message, way_out, under):
    assert faults(lines) == [(code, message, way_out, under)]


@pytest.mark.parametrize("line", ["in force from 2025-01-01", "not modelled: what it says"])
@pytest.mark.parametrize(
    "statement",
    [
        "kind goods",
        "part core",
        "fact mass is quantity in kg",
        'define "rate" as = power / mass',
        "table part_a",
        "measure one\n  duty keep_records\n  ",
        "measure one\n  document X061\n  ",
        "entry 3A001\n  see 3A002\n  ",
    ],
)
def test_days_and_gaps_are_refused_where_they_would_have_no_effect(statement, line):
    found = parse(f"{statement}\n  {line}\n" if statement[-1] != " " else f"{statement}  {line}\n")
    assert [fault.code for fault in found[1]] == ["XR107"]
    assert found[1][0].message == f"`{line.partition(':')[0].partition(' from')[0]}` cannot stand here"


@pytest.mark.parametrize("statement", ["group near\n", "table part_a\n  8413\n  "])
def test_a_group_and_a_row_may_have_a_gap_but_no_days(statement):
    assert parse(f"{statement}  not modelled: who\n")[1] == []
    assert [fault.code for fault in parse(f"{statement}  in force from 2025-01-01\n")[1]] == ["XR107"]


def test_codes_with_a_comma_between_them_are_no_decimal_comma():
    assert faults("entry 3A001 item listed in 3A002,3A003\n")[0][0] == "XR107"
    assert faults("entry 3A001 item listed in {3A002,3A003}\n") == []


@pytest.mark.parametrize("closing", ["}", "  }", "    }"])
def test_braces_may_run_over_lines(closing):
    file, found = parse(f"entry 3A001 item is one of {{\n    a,  # first\n\n  # between\n  b\n{closing}\nkind goods\n")
    assert found == []
    assert file.blocks[1].head.condition.kinds == ("a", "b")


def test_a_brace_that_is_never_closed_is_told_in_its_own_block():
    text = "entry 3A001 item is one of {a, b\n  title: x\nkind goods\n"
    found = parse(text)
    assert [fault.code for fault in found[1]] == ["XR107"]
    assert found[1][0].span.line == 4
    assert [type(block).__name__ for block in found[0].blocks] == ["Ruleset", "Kind"]


# ---- limits ------------------------------------------------------------------------------------------


def lines_nested(levels, step=2):
    opened = "".join(
        f"{' ' * (step * level)}{'entry 3A001' if level == 0 else 'a.'} any of:\n" for level in range(levels)
    )
    return f"{opened}{' ' * (step * levels)}a. item is goods\n"


QUANTIFIED = "entry 3A001 {}item is goods\n"
SUMS = 'define "x" as = {}1 kg{}\n'
CHAIN = 'define "x" as = 1 kg{}\n'
AT_THE_LIMIT = {
    "lines": lambda n: lines_nested(n),
    "lines with one blank": lambda n: lines_nested(n, 1),
    "lines with five blanks": lambda n: lines_nested(n, 5),
    "quantifiers": lambda n: QUANTIFIED.format("some axis has " * n),
    "quantifiers after and": lambda n: QUANTIFIED.format("some axis has sealed and " * n),
    "sums of sums": lambda n: SUMS.format("sum of (" * n, ")" * n),
    "additions": lambda n: CHAIN.format(" + 1 kg" * n),
    "brackets": lambda n: 'define "x" as = ' + "(1 kg - " * n + "1 kg" + ")" * n + "\n",
}


@pytest.mark.parametrize("form", AT_THE_LIMIT)
def test_sixty_four_levels_are_read_and_one_more_is_refused(form):
    assert faults(AT_THE_LIMIT[form](64)) == []
    ((code, message, way_out, under),) = faults(AT_THE_LIMIT[form](65))
    assert (code, message, way_out) == ("XR901", "nested deeper than 64 levels", "give the inner part a name")
    assert under


@pytest.mark.parametrize(
    "lines",
    [
        CHAIN.format(" + 1" * 900),
        SUMS.format("sum of (" * 400, ")" * 400),
        QUANTIFIED.format("some axis has " * 250),
        'define "x" as = ' + "(" * 1_900 + "1 kg" + ")" * 1_900 + "\n",
        "entry 3A001 output_power above (\n" + "  (\n" * 2_000 + "  1 W\n" + "  )\n" * 2_000 + ")\n",
        lines_nested(300, 1),
    ],
    ids=["additions", "sums", "quantifiers", "brackets", "brackets over lines", "lines"],
)
def test_a_text_that_is_nested_to_exhaust_the_parser_ends_in_a_diagnostic_or_is_read(lines):
    started = time.perf_counter()
    assert {code for code, *_ in faults(lines)} <= {"XR901"}
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(("remarks", "codes"), [(19_999, []), (20_000, ["XR902"])])
def test_the_longest_block(remarks, codes):
    found = faults("kind goods\n" + "  # x\n" * remarks)
    assert [code for code, *_ in found] == codes
    for _, message, way_out, under in found:
        assert (message, way_out, under) == ("a block of more than 20000 lines", "split the block", "kind goods")


@pytest.mark.parametrize(
    ("number", "accepted"),
    [
        ("9" * 60, True),
        ("9" * 61, False),
        ("0." + "1" * 59, True),
        ("0." + "1" * 60, False),
        ("1 x 10^60", True),
        ("1 x 10^61", False),
        ("1 x 10^-60", True),
        ("1 x 10^-61", False),
        ("1 x 10^" + "9" * 3_000, False),
    ],
)
def test_a_number_within_the_limits_is_exact_and_one_over_them_is_refused(number, accepted):
    found = faults(f"entry 3A001 output_power above {number} W\n")
    if accepted:
        assert found == []
        return
    ((code, message, way_out, under),) = found
    assert (code, way_out, under) == ("XR903", "write the number as the law prints it", number)
    assert message == f"the number `{number[:40]}` is over the limit of 60 digits"


# ---- robustness --------------------------------------------------------------------------------------


def test_files_may_be_read_in_several_threads_at_once():
    texts = [f"{HEAD}# {'x' * number}\n" + f"kind k{number}\n" * 40 for number in range(6)]
    wanted = [parse_source(Source(f"{number}.xr", text)) for number, text in enumerate(texts)]
    found = {}

    def read(number):
        found[number] = [parse_source(Source(f"{number}.xr", texts[number])) for _ in range(5)]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, (file, _) in enumerate(wanted):
        for again, faults_again in found[number]:
            assert again == file
            assert faults_again == []
            assert [block.span for block in again.blocks] == [block.span for block in file.blocks]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS.split()), max_size=8), max_size=8), st.data())
def test_any_sequence_of_words_is_read_or_told(lines, data):
    text = HEAD + "".join(" " * data.draw(st.integers(0, 6)) + " ".join(words) + "\n" for words in lines)
    source = Source("x.xr", text)
    file, found = parse_source(source)
    told = sum(bool(line.strip()) and not line.strip().startswith("#") for line in text.splitlines()[2:])
    if not found and told:
        assert len(file.blocks) > 1
    for fault in found:
        assert fault.help
        assert 1 <= fault.span.line <= len(source.lines()) + 1


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text):
    _, found = parse_source(Source("x.xr", HEAD + text))
    assert all(fault.code.startswith("XR") for fault in found)
