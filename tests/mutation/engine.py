"""Do the tests notice a fault in the engine's own code? mutmut changes one thing, the tests of the package must fail.

    python -m pip install -e '.[mutation]'
    python tests/mutation/engine.py units [logic decision] [--only MODULE…] [--scratch DIR] [--children 2] [--again]

Works on a copy of the checkout, because mutmut leaves decorated functions alone: there, caches are taken off the
functions (which changes no answer) and properties are written as plain methods. mutmut forks after the tests were
collected, so that what runs at import keeps its old result; every survivor is therefore tried once more in a process
of its own, which imports the mutant. Prints a line for each module, and the difference that each survivor makes.
`--only` leaves the other modules of the packages alone; `--again` tries the survivors of an earlier run (of the same
modules) against the tests as they are now.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
COPIED = ("src", "grammar", "rulesets", "tests", "conformance", "docs", "pyproject.toml", "README.md")
TESTS = {
    "logic": ("tests/logic",),
    "units": ("tests/units",),
    "decision": (
        "tests/decision",
        "tests/regression",
        "tests/program/test_life_of_a_ruleset.py",
        "tests/explanation/test_told_as_decided.py",
        "tests/explanation/test_reasons.py",
        "tests/explanation/test_questions.py",
    ),
}
# the survivors are tried against these as well
MORE_TESTS = {"decision": ("tests/conformance", "tests/batch")}
CACHE = re.compile(r"^@lru_cache\(.*\)\n", re.MULTILINE)
PROPERTY = re.compile(
    r"^    @property\n    def (?P<name>\w+)(?P<head>\(self\) -> .*:\n)(?P<body>(?:(?:        .*)?\n)+)", re.MULTILINE
)
SECONDS = 600


def prepare(scratch: Path, package: str, modules: Sequence[str]) -> None:
    """A copy in which mutmut reaches every function of the package, or of some modules of it."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for name in COPIED:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, scratch / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, scratch / name)
    for path in (scratch / "src" / "exportrules" / package).glob("*.py"):
        text = CACHE.sub("", path.read_text("utf-8"))
        path.write_text(PROPERTY.sub(plain_method, text), "utf-8")
    mutated = [f"src/exportrules/{package}/{name}.py" for name in modules] or [f"src/exportrules/{package}/*"]
    settings = f"""
[tool.mutmut]
source_paths = ["src/"]
only_mutate = {json.dumps(mutated)}
pytest_add_cli_args_test_selection = {json.dumps(list(TESTS[package]))}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-W", "ignore"]
also_copy = ["grammar", "rulesets", "conformance", "docs", "README.md"]
"""
    with (scratch / "pyproject.toml").open("a", encoding="utf-8") as held:
        held.write(settings)


def plain_method(match: re.Match[str]) -> str:
    """A property as a method and a reference to it."""
    name, head, body = match["name"], match["head"], match["body"].rstrip("\n")
    return f"    def _get_{name}{head}{body}\n\n    {name} = property(lambda self: self._get_{name}())\n\n"


def run_mutmut(scratch: Path, children: int) -> None:
    """Every mutant, in processes forked from one that has collected the tests."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
    with (scratch / "mutmut.log").open("wb") as log:
        subprocess.run(command, cwd=scratch, stdout=log, stderr=subprocess.STDOUT, check=False)


def outcomes(scratch: Path, package: str) -> Iterator[tuple[str, int | None]]:
    """Each mutant and the exit code of its tests."""
    for path in sorted((scratch / "mutants" / "src" / "exportrules" / package).glob("*.meta")):
        yield from json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()


def is_killed_afresh(scratch: Path, package: str, mutant: str) -> bool:
    """Whether the tests of the checkout, as they are now, fail in a process of their own with the mutant."""
    where = scratch / "mutants"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-W", "ignore"]
    command += [*TESTS[package], *MORE_TESTS.get(package, ())]
    environment = {**os.environ, "MUTANT_UNDER_TEST": mutant, "PYTHONPATH": "src"}
    try:
        done = subprocess.run(command, cwd=where, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def shown(scratch: Path, mutant: str) -> str:
    """What a mutant changes."""
    command = [sys.executable, "-m", "mutmut", "show", mutant]
    done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return "\n".join(f"    {line}" for line in lines)


def module_of(mutant: str) -> str:
    """`exportrules.logic.period.x_holds__mutmut_1` is one of `period`."""
    return mutant.split(".")[2]


def mutate(scratch: Path, package: str, modules: Sequence[str], children: int) -> None:
    """Make every mutant, and write down how many each module has and which no test noticed."""
    prepare(scratch, package, modules)
    run_mutmut(scratch, children)
    found = dict(outcomes(scratch, package))
    # no exit code or zero: not run, or no test failed
    alive = [name for name, code in found.items() if code in (None, 0, 5, 33)]
    held = json.dumps([Counter(map(module_of, found)), alive])
    (scratch / "survivors.json").write_text(held)


def report(scratch: Path, package: str, totals: dict[str, int], left: Sequence[str]) -> None:
    """A line for each module and one for the package, and what survives."""
    lost = Counter(map(module_of, left))
    rows = [(f"{package}.{name}", total, lost[name]) for name, total in sorted(totals.items())]
    for name, total, missed in (*rows, (package, sum(totals.values()), len(left))):
        share = 100 * (total - missed) / max(1, total)
        sys.stdout.write(f"{name}: killed {total - missed} of {total}, {share:.1f} percent\n")
    for name in left:
        sys.stdout.write(f"  survives: {name}\n{shown(scratch, name)}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Mutate, count, show what survives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="+", choices=sorted(TESTS))
    parser.add_argument("--only", nargs="+", default=[], metavar="MODULE", help="these modules of the packages")
    parser.add_argument("--scratch", type=Path, default=Path("/tmp/exportrules-mutants"))  # noqa: S108
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", action="store_true", help="only try the survivors of an earlier run again")
    options = parser.parse_args(arguments)
    for package in options.packages:
        scratch = options.scratch / "-".join((package, *options.only))
        if not options.again:
            mutate(scratch, package, options.only, options.children)
        held = scratch / "survivors.json"
        totals, alive = json.loads(held.read_text("utf-8"))
        shutil.copytree(CHECKOUT / "tests", scratch / "mutants" / "tests", dirs_exist_ok=True)
        if is_killed_afresh(scratch, package, ""):
            sys.stdout.write(f"{package}: the tests fail without a mutant; make a new copy\n")
            return 1
        with ThreadPoolExecutor(max_workers=options.children) as pool:
            killed = list(pool.map(partial(is_killed_afresh, scratch, package), alive))
        left = [name for name, dead in zip(alive, killed, strict=True) if not dead]
        held.write_text(json.dumps([totals, left]))
        report(scratch, package, totals, left)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
