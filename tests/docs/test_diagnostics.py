"""Every page of the diagnostics is executed: the fault comes out as printed, and the mended text has none."""

import io
import re
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import exportrules
from exportrules.case import CaseError
from exportrules.checking.assembly import check_sources
from exportrules.cli.main import main
from exportrules.countries import CountryError
from exportrules.text import Source, render_diagnostic

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "docs" / "diagnostics"
PAGES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("XR*.md"))}
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = FOLDER / "example.xr"
GROUPS = {
    "1": "Syntax",
    "2": "Names",
    "3": "Quantities and types",
    "4": "Notes, reliefs and circles",
    "5": "Dates",
    "6": "Never and always",
    "7": "What must be stated",
    "8": "Cases and decisions",
    "9": "Limits, files and the command line",
}


def codes_in_source():
    files = (CHECKOUT / "src").rglob("*.py")
    return {code for file in files for code in re.findall(r'"(XR[0-9]{3})"', file.read_text("utf-8"))}


def blocks(code, *wanted):
    """The blocks of a page as (language, name, text); only those of some kinds when kinds are given."""
    found = [match.groups() for match in BLOCK.finditer(PAGES[code])]
    return [item for item in found if not wanted or (item[0], item[1]) in wanted]


def shown(code):
    """What the page says is printed."""
    (block,) = blocks(code, ("text", None))
    return block[2]


def pages_with(language, name):
    return [code for code in PAGES if blocks(code, (language, name))]


def check(text):
    source = Source("rules.xr", text)
    _, found = check_sources([source])
    return found, "\n".join(render_diagnostic(item, {source.name: source}) for item in found) + "\n"


@pytest.fixture(scope="module")
def rules():
    return exportrules.load(EXAMPLE, bundled=False)


def run(arguments, folder):
    """What a command prints, with the rules of the examples."""
    out = io.StringIO()
    ruled = [] if arguments[0] in ("check", "format") else ["--no-bundled", "--rules", str(EXAMPLE)]
    with chdir(folder), redirect_stdout(out), redirect_stderr(out):
        main([*arguments, *ruled])
    return out.getvalue()


# ---- the pages and the source name the same codes -------------------------------------------------


def test_every_code_has_a_page_and_every_page_a_code():
    assert set(PAGES) == codes_in_source()


@pytest.mark.parametrize("code", PAGES)
def test_a_page_is_short_and_begins_with_its_code(code):
    heading, words, *_ = PAGES[code].split("\n\n")
    assert re.fullmatch(rf"# {code}: .+", heading)
    assert words.endswith((".", ":"))
    assert len(PAGES[code].splitlines()) <= 65
    assert blocks(code, ("text", None)) or blocks(code, ("console", None))


def write_index():
    """The index as it must stand: one line for each page, in groups."""
    parts = [PREFACE]
    for digit, heading in GROUPS.items():
        parts.append(f"\n## {digit}xx: {heading}\n")
        for code, page in PAGES.items():
            if code[2] == digit:
                title = page.splitlines()[0].partition(": ")[2]
                parts.append(f"* [{code}]({code}.md) {title}")
    return "\n".join(parts) + "\n"


PREFACE = (FOLDER / "index.md").read_text("utf-8").partition("\n\n## ")[0]


def test_the_index_lists_every_page():
    assert (FOLDER / "index.md").read_text("utf-8") == write_index()


# ---- rule texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", pages_with("xr", "bad"))
def test_a_bad_rule_text_gives_the_fault_as_printed(code):
    (block,) = blocks(code, ("xr", "bad"))
    found, rendered = check(block[2])
    assert [item.code for item in found] == [code]
    assert rendered == shown(code)
    # where the text is underlined, and what is to be done about it
    assert re.search(r"^ +\^+$", rendered, re.MULTILINE)
    assert re.search(r"^  help: \S", rendered, re.MULTILINE)


@pytest.mark.parametrize("code", pages_with("xr", "good"))
def test_a_mended_rule_text_has_no_fault(code):
    (block,) = blocks(code, ("xr", "good"))
    assert check(block[2]) == ((), "\n")


def test_every_fault_of_a_rule_text_has_a_bad_and_a_good_example():
    assert pages_with("xr", "bad") == pages_with("xr", "good")
    of_texts = {code for code in PAGES if code[2] in "1234567"} - {"XR312"}
    assert set(pages_with("xr", "bad")) >= of_texts


HEADER = (
    "exportrules 1\nruleset eu.example\n  title: an example\n  source: Regulation (EU) 2021/821\n"
    "  layer union\n  checked up to 2026-02-09\n"
)


def nested(levels):
    """An entry whose lines are nested so deeply, itself not counted."""
    lines = [f"{'  ' * level}{'entry 3A001' if level == 0 else 'a.'} any of:" for level in range(levels)]
    return HEADER + "kind goods\n" + "\n".join([*lines, f"{'  ' * levels}a. item is goods"]) + "\n"


def doubled(terms):
    """Terms that each hold the one before twice."""
    lines = [f'define "t{number}" as "t{number - 1}" and "t{number - 1}"' for number in range(1, terms)]
    return HEADER + "\n".join(['kind goods\ndefine "t0" as item is goods', *lines, f'entry 3A001 "t{terms - 1}"', ""])


# the bad text, made here because it is too long for a page, and the longest that is accepted
TOO_LONG = {
    "XR901": (lambda: nested(65), lambda: nested(64)),
    "XR902": (
        lambda: HEADER + "kind goods" + "\n  # remark" * 20_000 + "\n",
        lambda: HEADER + "kind goods" + "\n  # remark" * 19_999 + "\n",
    ),
    "XR904": (
        lambda: HEADER + "#" * (16_000_001 - len(HEADER)),
        lambda: HEADER + ("#" * 3_999 + "\n") * 3_999 + "#" * (4_000 - len(HEADER)),
    ),
    "XR905": (lambda: HEADER + "#" * 4_001 + "\n", lambda: HEADER + "#" * 4_000 + "\n"),
    "XR906": (lambda: doubled(20), lambda: doubled(11)),
}


@pytest.mark.parametrize("code", TOO_LONG)
def test_a_text_over_a_limit_gives_the_fault_as_printed(code):
    found, rendered = check(TOO_LONG[code][0]())
    assert [item.code for item in found] == [code]
    assert rendered == shown(code)


@pytest.mark.parametrize("code", TOO_LONG)
def test_a_text_at_the_limit_is_accepted(code):
    assert check(TOO_LONG[code][1]())[0] == ()


# ---- cases -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", pages_with("json", "bad"))
def test_a_bad_case_gives_the_fault_as_printed(code, tmp_path):
    (block,) = blocks(code, ("json", "bad"))
    (tmp_path / "case.json").write_text(block[2], "utf-8")
    printed = run(["decide", "case.json"], tmp_path)
    assert printed == shown(code)
    assert re.findall(r"XR[0-9]{3}", printed) == [code]
    assert "\n      help: " in printed


@pytest.mark.parametrize("code", pages_with("json", "good"))
def test_a_mended_case_is_decided(code, tmp_path):
    (block,) = blocks(code, ("json", "good"))
    (tmp_path / "case.json").write_text(block[2], "utf-8")
    assert "error" not in run(["decide", "case.json"], tmp_path)


@pytest.mark.parametrize("code", pages_with("json", "case"))
def test_a_case_is_decided_with_the_warning_as_printed(code, rules):
    (block,) = blocks(code, ("json", "case"))
    told = exportrules.explain(rules.decide(block[2]))
    warnings = "".join(f"{line}\n" for line in told.splitlines() if line.startswith("  warning "))
    assert warnings == shown(code)
    assert code in warnings


def test_paragraphs_that_refer_to_each_other_endlessly_long_leave_the_measure_open():
    # the page of XR850 shows what the decision then says
    text = HEADER + "kind goods\n"
    text += "".join(f"entry {a}A{b:03d} item listed in {a}A{b + 1:03d}\n" for a in range(3) for b in range(999))
    text += "".join(f"entry {a}A999 item {f'listed in {a + 1}A000' if a < 2 else 'is goods'}\n" for a in range(3))
    text += "measure art_3\n  source: Art. 3\n  for export\n  requires licence when item listed in 0A000\n"
    found = exportrules.Rules([Source("long.xr", text)])
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-01-01", "item": {"kind": "goods"}}
    decision = found.decide(case)
    assert (decision.floor.name, decision.ceiling.name) == ("no_control_found", "licence_required")
    assert [f"  warning {code}: {message}" for code, message in decision.diagnostics] == shown("XR850").splitlines()


# ---- hosts and the command line ----------------------------------------------------------------------


@pytest.mark.parametrize("code", pages_with("python", None))
def test_a_call_raises_the_error_as_printed(code, rules):
    (block,) = blocks(code, ("python", None))
    names = {"rules": rules}
    with pytest.raises(exportrules.ExportRulesError) as caught:
        exec(compile(block[2], f"{code}.md", "exec"), names)  # noqa: S102 - the pages are the project's own
    error = caught.value
    if isinstance(error, CaseError):
        told = [f"{item.code} {item.path}: {item.message}\n      help: {item.help}\n" for item in error.faults]
        assert told[-1] == shown(code)
        assert error.faults[-1].code == code
    else:
        assert f"{error}\n" == shown(code)
        assert error.code == code


def run_script(code, name, folder):
    """A script of a page, run as a file beside the rules of the examples."""
    (block,) = blocks(code, ("python", name))
    (folder / "example.xr").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    (folder / "script.py").write_text(block[2], "utf-8")
    # a script that hangs is stopped; how long it takes is nothing to the test
    return subprocess.run(
        [sys.executable, "script.py"], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.parametrize("code", pages_with("python", "bad"))
def test_a_bad_script_ends_with_the_error_as_printed(code, tmp_path):
    done = run_script(code, "bad", tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.endswith(f"exportrules.errors.ExportRulesError: {shown(code)}")


@pytest.mark.parametrize("code", pages_with("python", "good"))
def test_a_mended_script_ends_without_an_error(code, tmp_path):
    done = run_script(code, "good", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("code", pages_with("console", None))
def test_a_command_prints_what_the_page_shows(code, tmp_path):
    for language, name, text in blocks(code):
        if name is not None:
            (tmp_path / name).write_text(text, "utf-8")
        elif language == "console":
            command, _, printed = text.partition("\n")
            found = run(command.removeprefix("$ exportrules ").split(), tmp_path)
            assert found == printed
            assert set(re.findall(r"XR[0-9]{3}", found)) == {code}


def test_the_pages_that_nothing_executes_are_those_that_a_sound_installation_never_shows():
    executed = {
        code
        for kind in (
            ("xr", "bad"),
            ("json", "bad"),
            ("json", "case"),
            ("python", None),
            ("python", "bad"),
            ("console", None),
        )
        for code in pages_with(*kind)
    }
    # XR852: the checker refuses every such circle (XR407); XR990: no text is known that the formatter would change;
    # XR991: nor a condition that the checker gives up without a reason
    assert set(PAGES) - executed - set(TOO_LONG) == {"XR850", "XR852", "XR990", "XR991"}


def test_a_damaged_table_of_countries_is_a_country_error():
    assert issubclass(CountryError, exportrules.ExportRulesError)


def test_the_examples_are_checked():
    assert check(EXAMPLE.read_text("utf-8"))[0] == ()
