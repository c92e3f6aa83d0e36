"""Processes beside this one: one that cannot start or is stopped ends the batch with an error, and never hangs it."""

import multiprocessing
import subprocess
import sys
import tempfile
from itertools import count

import pytest

from exportrules.batch import decide_many, many
from exportrules.errors import ExportRulesError
from exportrules.loading import Rules
from exportrules.text import Source

CASE = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-02"}
# the bundled law: its texts are longer than a pipe holds, and where nobody reads a pipe, writing to it never ends
UNGUARDED = f"""
from exportrules import load
from exportrules.batch import decide_many
print(len(list(decide_many(load(), [{CASE}] * 10, workers=WORKERS))))
"""
GUARDED = UNGUARDED.replace("print", 'if __name__ == "__main__":\n    print')
ERROR = (
    "exportrules.errors.ExportRulesError: XR962: no process could be started beside this one; "
    'call it in a file, below `if __name__ == "__main__":`, since each process begins by running that file; '
    "or give `workers=0`\n"
)
LAW = """exportrules 1
ruleset {name}
  title: a law
  source: the tests
  layer union
  stage proposed 2026-01-15
  checked up to 2026-06-30
fact {fact} is yes or no
  asks: whether it is one
measure ban
  source: the tests
  for export
  prohibits when {fact}
"""


def run(text, workers, folder, *, typed=False):
    text = text.replace("WORKERS", str(workers))
    (folder / "script.py").write_text(text, "utf-8")
    return subprocess.run(
        [sys.executable, "-" if typed else "script.py"],
        cwd=folder, input=text, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def small():
    return Rules([Source("one.xr", LAW.format(name="eu.one", fact="weapon"))])


@pytest.mark.parametrize("typed", [False, True], ids=["file", "standard input"])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_script_without_a_guard_ends_with_an_error_that_names_it(tmp_path, workers, typed):
    done = run(UNGUARDED, workers, tmp_path, typed=typed)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(ERROR)


def test_a_script_with_a_guard_has_its_answers(tmp_path):
    done = run(GUARDED, 2, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "10\n", "")


def test_a_process_that_is_stopped_ends_the_batch_with_an_error(small):
    def rows():
        for number in count():
            if number == many.CHUNK:
                for process in multiprocessing.active_children():
                    process.kill()
                    process.join()
            yield {**CASE, "id": "x" * 1000}

    with pytest.raises(ExportRulesError) as caught:
        list(decide_many(small, rows(), workers=1))
    error = caught.value
    assert (error.code, error.message) == ("XR962", "a process ended before it had answered")
    assert error.help == "see whether memory ran out; fewer workers need less of it"


def test_nothing_is_left_behind(small, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answers = decide_many(small, [CASE] * 3, workers=1)
    next(answers)
    assert [path.name.partition("-")[0] for path in tmp_path.iterdir()] == ["exportrules"]
    answers.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [{}, {"generate": False}, {"indexed": False, "generate": False}])
def test_rules_come_to_a_process_as_they_are(options, tmp_path):
    first = Source("ä.xr", LAW.format(name="eu.one", fact="weapon"))
    second = Source("b.xr", LAW.format(name="eu.two", fact="tool") + "# ↯\n")
    rules = Rules([first, second], **options).with_proposals("eu.two")
    many._write_rules(rules, tmp_path / "rules.json")
    again = many._read_rules(str(tmp_path / "rules.json"))
    assert again.__reduce__() == rules.__reduce__()
    assert again.digests == rules.digests
