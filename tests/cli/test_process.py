"""The command line as a process of its own: closed pipes, terminals of other encodings, signals, its start."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

RULES = Path(__file__).resolve().parents[1] / "small" / "rules"
SMALL = ("--no-bundled", "--rules", str(RULES))
PROGRAM = "import sys; from exportrules.cli import main; sys.exit(main())"
COMMAND = (sys.executable, "-c", PROGRAM)
CASE = {
    "format": "exportrules.case/1",
    "id": "Verstärker µ",
    "activity": "export",
    "as_of": "2026-03-01",
    "facts": {"end_user_country": "IN"},
    "item": {"kind": "amplifier", "facts": {"output_power": "80 W", "specially_made_for_broadcast": False}},
}


def start(*arguments, encoding="utf-8", **more):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONWARNINGS": "error"}
    return subprocess.run([*COMMAND, *arguments, *SMALL], env=environment, capture_output=True, check=False, **more)


@pytest.fixture
def case_file(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE, ensure_ascii=False), "utf-8")
    return path


def test_a_case_from_standard_input_is_decided():
    done = start("decide", "--summary", "-", input=json.dumps(CASE).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == "Verstärker µ: licence required\n".encode()


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("latin-1", "Verstärker µ".encode("latin-1")),
        ("ascii", rb"Verst\xe4rker \xb5"),
    ],
)
def test_a_terminal_that_cannot_show_a_letter_gets_its_number(case_file, encoding, shown):
    done = start("decide", "--summary", str(case_file), encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == shown + b": licence required\n"


def test_json_is_utf_8_on_every_terminal(case_file, tmp_path):
    done = start("decide", "--format", "json", str(case_file), encoding="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["case"]["id"] == "Verstärker µ"
    stored = tmp_path / "decision.json"
    stored.write_bytes(done.stdout)
    assert start("replay", str(stored), encoding="ascii").returncode == 0


def test_errors_are_shown_on_a_terminal_of_another_encoding(tmp_path):
    done = start("decide", str(tmp_path / "Größe.json"), encoding="ascii")
    assert done.returncode == 2
    assert rb"Gr\xf6\xdfe.json` cannot be read" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_fault():
    with subprocess.Popen(
        [*COMMAND, "entries", "--json", *SMALL], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(60) == 0
    assert told == b""


def test_a_reader_of_a_long_list_that_stops_after_one_line_is_no_fault(tmp_path):
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([CASE] * 400), "utf-8")
    with subprocess.Popen(
        [*COMMAND, "decide", "--format", "json", str(cases), *SMALL], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline().startswith(b'{"as_of"')
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(60) == 0
    assert told == b""


@pytest.mark.parametrize(
    ("closed", "command", "code"),
    [
        (">&-", "entries", 0),
        (">&-", "facts --json", 0),
        (">&- 2>&-", "decide none.json", 2),
        ("<&-", "decide -", 2),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell")
def test_streams_that_are_closed_from_the_start_are_no_crash(closed, command, code):
    line = f'"{sys.executable}" -c "{PROGRAM}" {command} --no-bundled --rules "{RULES}" {closed}'
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupted_conversation_says_so(case_file, tmp_path):
    given = {**CASE, "item": {"kind": "amplifier"}}
    case_file.write_text(json.dumps(given), "utf-8")
    with subprocess.Popen(
        [*COMMAND, "ask", str(case_file), *SMALL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # tests that run in the background of a shell are deaf to it, and so would be what they start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads run here
    ) as process:
        assert process.stdout.readline().startswith(b"Answer as a case states it")
        # the first question is on its way, and nobody answers
        while process.stdout.read(1) != b">":
            pass
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (2, b"stopped\n")
    assert b"Traceback" not in out


def test_help_needs_no_rules_and_no_parser():
    program = (
        "import sys; from exportrules.cli.main import main\n"
        "code = main(['--help'])\n"
        "print(code, sorted({'lark', 'importlib.resources'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "0 []"


def test_python_m_runs_the_command_line(case_file):
    command = [sys.executable, "-m", "exportrules", "decide", "--summary", str(case_file), *SMALL]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").endswith("licence required\n")


LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({900 * 2**20},) * 2)
{PROGRAM}
"""


@pytest.mark.skipif(os.name != "posix", reason="memory is limited as POSIX does")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("decide huge.json", "XR808"),
        ("ask huge.json", "XR808"),
        ("batch huge.json", "XR808"),
        ("batch huge.csv", "XR808"),
        ("replay huge.json", "XR808"),
        ("report huge.json", "XR808"),
        ("check huge", "XR904"),
        ("format --check huge", "XR904"),
        ("test huge", "XR960"),
    ],
)
def test_a_file_longer_than_the_memory_is_refused_without_reading_it(tmp_path, command, code):
    for name in ("huge.json", "huge.csv", "huge/a.xr", "huge/scenarios/a.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        # a file of two gigabytes that takes no place on the disk
        with (tmp_path / name).open("wb") as file:
            file.truncate(2 * 2**30)
    ruled = () if command.startswith(("check", "format", "report")) else SMALL
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *command.split(), *ruled], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode in (1, 2)
    assert code.encode() in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Memory" not in done.stderr
