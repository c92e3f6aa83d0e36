"""The pages on cases, comparisons and batches: their cases are read, their calls run, their commands exist."""

import json
import re
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest

from exportrules.cli.main import _build_parser

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = {name: (CHECKOUT / "docs" / f"{name}.md").read_text("utf-8") for name in ("batches", "cases", "comparing")}
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ORDERS = json.loads((CHECKOUT / "rulesets" / "examples" / "orders.json").read_text("utf-8"))


def blocks(page, language, name=""):
    return [text for found, called, text in BLOCK.findall(PAGES[page]) if (found, called) == (language, name)]


@pytest.mark.parametrize("text", blocks("cases", "json", "case"))
def test_a_case_of_the_page_is_decided(law, text):
    assert law.decide(text).ceiling is not None


def test_the_assigned_codes_of_the_page_do_what_it_says(law):
    decision = law.decide(blocks("cases", "json", "case")[1])
    assert any(code == "XR864" for code, _ in decision.diagnostics)


def test_of_the_ordinary_pump_three_entries_are_left(law):
    decision = law.decide(blocks("cases", "json", "case")[2])
    assert decision.ceiling.name == "licence_required"
    left = {entry.statement.code for finding in decision.findings for entry in finding.entries}
    assert {code.split(".")[0] for code in left} == {"2B231", "2B233", "2B350"}


def test_the_call_of_the_page_runs():
    (text,) = blocks("comparing", "python")
    out = StringIO()
    case = next(case for case in ORDERS if case["id"] == "scanner-to-china")
    with redirect_stdout(out):
        exec(compile(text, "comparing.md", "exec"), {"case": case})  # noqa: S102 - the page is the project's own
    assert "NL (as stated): LICENCE REQUIRED" in out.getvalue()


def test_the_batch_of_the_page_runs(monkeypatch):
    monkeypatch.chdir(CHECKOUT)
    (text,) = blocks("batches", "python")
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(text, "batches.md", "exec"), {})  # noqa: S102 - the page is the project's own
    lines = out.getvalue().splitlines()
    assert [line.split()[1] for line in lines[: len(ORDERS)]] == [case["id"] for case in ORDERS]


def test_the_batch_of_the_page_by_several_processes_runs(tmp_path):
    (text,) = blocks("batches", "python")
    before = text.partition("answers = ")[0]
    guarded = re.search(r"^  ```python\n(.*?)^  ```$", PAGES["batches"], re.MULTILINE | re.DOTALL)[1]
    script = f"{before}{dedent(guarded)}    print(len(answers))\n"
    (tmp_path / "script.py").write_text(script.replace("rulesets/", f"{CHECKOUT}/rulesets/"), "utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{len(ORDERS)}\n", "")


@pytest.mark.parametrize("line", [line for text in blocks("comparing", "console") for line in text.splitlines()])
def test_a_command_of_the_page_is_understood(line):
    options = _build_parser().parse_args(line.removeprefix("$ exportrules ").split())
    assert options.command in ("compare", "impact", "coordinate")
    for name in getattr(options, "propose", ()):
        assert name.endswith("/") or name in law_names()


def law_names():
    found = (path.read_text("utf-8").splitlines()[1] for path in (CHECKOUT / "rulesets").rglob("*.xr"))
    return {line.removeprefix("ruleset ") for line in found}
