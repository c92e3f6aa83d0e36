"""The README shows a real answer, code that runs, the two commands, and exit codes that are true."""

import json
import re
from pathlib import Path

import pytest

import exportrules
from exportrules.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
ORDERS = json.loads((ROOT / "rulesets" / "examples" / "orders.json").read_text("utf-8"))


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_decision_shown_is_the_real_one(law):
    (shown,) = blocks("text")
    case = next(item for item in ORDERS if shown.startswith(f"{item['id']}:"))
    assert exportrules.explain(law.decide(law.read_case(case))) == shown


def test_the_code_runs_as_shown(law, monkeypatch, capsys):
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line]) == 6
    monkeypatch.chdir(ROOT)
    monkeypatch.setitem(vars(exportrules), "load", lambda: law)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    told = capsys.readouterr().out
    assert all(f"{case['id']}: " in told for case in ORDERS)


def test_the_case_shown_can_be_decided_and_its_finding_spares_questions(law):
    (shown,) = blocks("json")
    bare = json.loads(shown)
    del bare["item"]["findings"]
    decision = law.decide(law.read_case(shown))
    assert decision.ceiling >= exportrules.Outcome.licence_required
    asked, more = (len(exportrules.ask_questions(law.decide(law.read_case(case)), ranked=0)) for case in (shown, bare))
    assert asked < more


@pytest.mark.parametrize("command", ["bash .ci/try", "bash .ci/test"])
def test_each_command_stands_alone_in_its_block(command):
    assert blocks("sh").count(f"{command}\n") == 1
    assert (ROOT / command.removeprefix("bash ")).is_file()


def test_the_exit_codes_are_those_of_the_program(tmp_path, capsys):
    assert "Exit codes: 0 done; 1 faults were found, or nothing fits; 2 it could not run." in README
    rules = tmp_path / "faulty.xr"
    rules.write_text("exportrules 1\nruleset x.y\n  layer nowhere\n")
    assert main(["format", "--check", str(ROOT / "rulesets" / "common")]) == 0
    assert main(["check", str(rules)]) == 1
    assert main(["decide", str(tmp_path / "not-there.json")]) == 2
    capsys.readouterr()


def test_it_is_short():
    assert len(README.splitlines()) <= 110
