"""Deciding is pure: it opens, imports and executes nothing, and gives the same bytes in every process and thread."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import lark
import pytest

import exportrules
from exportrules import to_json

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
ORDERS = CHECKOUT / "rulesets" / "examples" / "orders.json"
# pure Python packages, so that another Python can use them from where they lie
PATHS = [Path(module.__file__).resolve().parents[1] for module in (exportrules, lark)]


def run(*arguments, python=sys.executable, **environment):
    """Run a script in a process of its own; what it prints."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(map(str, PATHS))), **environment}
    done = subprocess.run([python, *map(str, arguments)], env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


# ---- nothing is opened, imported or executed --------------------------------------------------------


@pytest.mark.parametrize("view", ["decide", "json"])
def test_without_generated_code_a_decision_touches_nothing(view):
    assert json.loads(run(HERE / "audited.py", ORDERS, "closures", "cold", view)) == []


@pytest.mark.parametrize(("warmth", "view"), [("cold", "decide"), ("warm", "json")])
def test_with_generated_code_nothing_but_that_code_is_compiled(warmth, view):
    """It is written when a route has been used often enough, from the checked rules alone."""
    found = json.loads(run(HERE / "audited.py", ORDERS, "generated", warmth, view))
    assert {line.partition(" ")[0] for line in found} <= {"compile", "exec"}
    assert all("def run(" in line for line in found if line.startswith("compile"))


# ---- the same bytes everywhere ------------------------------------------------------------------------

DIGEST = """
import hashlib, json, sys
from pathlib import Path
from exportrules import load, to_json
rules = load()
found = hashlib.sha256()
for case in json.loads(Path(sys.argv[1]).read_text("utf-8")):
    if case["id"].endswith(("india", "canada", "russia", "korea")):
        found.update(to_json(rules.decide(case)).encode())
sys.stdout.write(found.hexdigest())
"""


def digest(python=sys.executable, **environment):
    return run("-c", DIGEST, ORDERS, python=python, **environment).decode()


@pytest.fixture(scope="module")
def expected(law):
    found = hashlib.sha256()
    for case in json.loads(ORDERS.read_text("utf-8")):
        if case["id"].endswith(("india", "canada", "russia", "korea")):
            found.update(to_json(law.decide(case)).encode())
    return found.hexdigest()


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0", "TZ": "UTC"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Anchorage", "LANG": "tr_TR.UTF-8"},
    ],
    ids=lambda environment: environment["PYTHONHASHSEED"],
)
def test_hash_seed_time_zone_and_locale_change_no_byte(expected, environment):
    assert digest(**environment) == expected


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_supported_python_gives_the_same_bytes(expected, version):
    python = find_python(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    assert digest(python) == expected


def find_python(version):
    """A Python of this version, on the path or under pyenv."""
    folder = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    under = sorted(folder.glob(f"{version}.*/bin/python{version}")) if folder.is_dir() else []
    found = [str(path) for path in under] or [shutil.which(f"python{version}")]
    return found[-1]


def test_threads_share_one_rulebook(law):
    """Eight threads, each with all orders, against rules that have compiled nothing yet."""
    orders = json.loads(ORDERS.read_text("utf-8"))
    alone = [ends(law.decide(case)) for case in orders]
    fresh = exportrules.load()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda start: decide_from(fresh, orders, start), range(8)))
    assert all(answers == alone for answers in found)


def decide_from(rules, orders, start):
    """All orders, each thread beginning at another."""
    turned = [*enumerate(orders)][start:] + [*enumerate(orders)][:start]
    return [answer for _, answer in sorted((number, ends(rules.decide(case))) for number, case in turned)]


def ends(decision):
    return (decision.floor.name, decision.ceiling.name, tuple(item.measure.path for item in decision.findings))
