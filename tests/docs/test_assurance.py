"""The table of docs/assurance.md is made from the runs and their figures; `tests/deep/assure.py` makes both."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "tests" / "deep"))

import assure  # noqa: E402

PROOFS = assure.read_proofs()


def test_the_table_is_the_one_of_the_figures():
    """`python tests/deep/assure.py write` makes it."""
    page = assure.PAGE.read_text("utf-8")
    assert assure.put_into(page, assure.make_table(PROOFS, assure.read_records())) == page


def test_every_figure_is_one_of_a_proof_and_names_its_state():
    for name, found in assure.read_records().items():
        assert name in PROOFS
        for record in found:
            assert record["commit"]
            assert record["day"]
            assert "changed" in record, "write the table after the last run"


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_runs_what_is_there(name):
    words = PROOFS[name]["command"].split()
    files = [word for word in words if word.startswith("tests/")]
    assert files or "exportrules" in words
    assert all((CHECKOUT / file).exists() for file in files)
    assert all((CHECKOUT / path).exists() for path in assure.find_paths(PROOFS[name]))


@pytest.mark.parametrize(
    ("name", "output", "figure"),
    [
        (
            "random",
            "seed 3: wider\n40 cases: equal 39, wider 1, narrower 0\n",
            "40 cases: 39 equal, 1 wider, 0 narrower",
        ),
        ("kept", "3 failed\n....\n12 passed in 3.2s\n", "all equal (12 passed)"),
        ("fuzz case", "#5 NEW\nDone 10398895 runs in 1801 second(s)\n", "10,398,895 runs in 1,801 seconds"),
        ("mutants of units", "units.a: killed 1 of 2\nunits: killed 90 of 91, 98.9 percent\n", "90 of 91 (98.9 %)"),
        ("purity", "5 passed, 1 skipped in 3.00s\n", "5 passed, 1 skipped"),
        ("examples", "nothing\n", None),
    ],
)
def test_the_figure_is_what_the_run_printed_last(name, output, figure):
    assert assure.find_figure(PROOFS[name], output) == figure


def test_options_are_replaced_or_added():
    command = "python tests/deep/differential.py --cases 10 --seed 1"
    assert assure.change_options(command, "--seed 7 --law acts") == (
        "python tests/deep/differential.py --cases 10 --seed 7 --law acts"
    )
    assert assure.change_options(command, "") == command


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Figures in a folder of their own."""
    monkeypatch.setattr(assure, "RECORDS", tmp_path / "assurance.json")
    return tmp_path


@pytest.fixture
def run_as(kept, monkeypatch):
    """Runs a command as the one proof there is, in a checkout without changes; what is kept of it."""

    def run(command, figure):
        monkeypatch.setattr(assure, "git", lambda *arguments: "" if arguments[0] == "status" else "abcdef1")
        monkeypatch.setattr(
            assure, "read_proofs", lambda: {"one": {"name": "one", "command": command, "figure": figure}}
        )
        return assure.run(["one"], ""), assure.read_records()

    return run


def test_a_run_that_fails_has_no_figure(run_as, capfd):
    assert run_as("python -c 'print(\"1 passed\"); raise SystemExit(1)'", "(1 passed)") == (1, {})
    assert "one: no figure, exit code 1" in capfd.readouterr().err


def test_a_run_that_passes_has_one(run_as):
    code, records = run_as("WORD=many python -c 'import os; print(os.environ[\"WORD\"])'", "(many)")
    assert code == 0
    assert [(item["figure"], item["commit"]) for item in records["one"]] == [("many", "abcdef1")]


def test_figures_of_other_arguments_stand_beside_each_other_where_the_proof_says_so(kept):
    for name, several in (("one", False), ("more", True)):
        for command in ("a", "b", "b"):
            assure.keep({"name": name, "several": several}, {"command": command, "figure": command})
    records = json.loads((kept / "assurance.json").read_text("utf-8"))
    assert [item["command"] for item in records["one"]] == ["b"]
    assert [item["command"] for item in records["more"]] == ["b", "a"]


def table_of(*records):
    """The one row of a table."""
    proofs = {"one": {"name": "one", "what": "it", "command": "run"}}
    return assure.make_table(proofs, {"one": records}).splitlines()[-1]


def record(figure, **others):
    return {"command": "run", "figure": figure, "commit": "abcdef1", "day": "2026-01-01", "where": "here", **others}


def test_a_row_tells_the_last_run_and_what_earlier_ones_came_to():
    last = record("10 cases: 10 equal, 0 wider", changed={})
    assert table_of(last) == (
        "| it | `run` | 10 cases: 10 equal, 0 wider | abcdef1 of 2026-01-01; nothing of it changed since |"
    )
    earlier = [record("1,000 cases: 998 equal, 2 wider"), record("5 cases: 5 equal, 0 wider")]
    summed = "2 earlier runs on older states: 1,005 cases, 1,003 equal, 2 wider"
    assert f"| 10 cases: 10 equal, 0 wider; {summed} |" in table_of(last, *earlier)


def test_a_row_tells_what_changed_since_by_the_folder_at_the_top():
    changed = {"program": 3, "units": 1, "src/exportrules": 1, "rulesets/eu/dual_use": 2, "grammar": 1}
    assert table_of(record("1 passed", changed=changed)).endswith(
        "; changed since: 1 file of `grammar`, 2 files of `rulesets`, 5 files of `src` (program, units) |"
    )
    assert table_of(record("1 passed", changed=None)).endswith("; a state outside of this history |")


def test_a_checkout_with_changes_makes_no_figure(monkeypatch, capsys):
    monkeypatch.setattr(assure, "git", lambda *_: " M src/exportrules/loading.py")
    assert assure.run(["random"], "") == 2
    assert "not committed" in capsys.readouterr().err


def test_the_figures_that_a_test_run_does_not_print_are_asked_for_by_name():
    command = [sys.executable, str(CHECKOUT / "tests" / "deep" / "count.py"), "something"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "conformance|boundaries|coverage" in done.stderr
