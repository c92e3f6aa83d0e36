"""Figures that a test run alone does not print: `python tests/deep/count.py conformance|boundaries|coverage`.

The tests are run first; where one fails, there is no figure and the exit code is theirs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("logic", "units", "decision", "program")
LEFT_OUT = (
    "artefact", "property", "rulesets", "docs", "assurance", "program/test_back_ends.py",
    "explanation/test_patterns.py",
)  # fmt: skip
"""Tests that run for long, or in processes of their own; what they reach can only add."""


def passes(*arguments: str) -> None:
    """Run tests; leave with their exit code where one fails."""
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", *arguments], cwd=CHECKOUT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def count_conformance() -> Iterator[str]:
    """Cases of `conformance/` and the values that they expect."""
    passes("tests/conformance")
    cases = [case for path in sorted((CHECKOUT / "conformance").glob("*.json")) for case in _read(path)["cases"]]
    expected = sum(len(case["expect"].get("paragraphs", ())) + ("floor" in case["expect"]) * 2 for case in cases)
    yield f"{len(cases):,} cases, {expected:,} expected values, all equal"


def count_boundaries() -> Iterator[str]:
    """Comparisons of the lists, each with four values of a fact."""
    passes("tests/boundary")
    lines = (CHECKOUT / "tests" / "boundary" / "boundaries.jsonl").read_text("utf-8").splitlines()
    yield f"{len(lines):,} comparisons"


def count_coverage() -> Iterator[str]:
    """Branch coverage of some packages and of the whole; what is not reached of the packages is shown."""
    left_out = [f"--ignore=tests/{name}" for name in LEFT_OUT]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        passes("--cov=exportrules", "--cov-branch", f"--cov-report=json:{report}", *left_out, "tests")
        files: dict[str, Any] = _read(report)["files"]
    for path, data in sorted(files.items()):
        if any(f"exportrules/{name}/" in path for name in PACKAGES):
            for place in (*data["missing_lines"], *data["missing_branches"]):
                sys.stdout.write(f"not reached: {path}:{place}\n")
    for name in (*PACKAGES, ""):
        held = [data["summary"] for path, data in files.items() if f"exportrules/{name}" in path]
        total = {key: sum(item[key] for item in held) for key in held[0] if isinstance(held[0][key], int)}
        every = total["num_statements"] + total["num_branches"]
        share = 100 * (total["covered_lines"] + total["covered_branches"]) / every
        missing = every - total["covered_lines"] - total["covered_branches"]
        size = f"{total['num_statements']:,} statements, {total['num_branches']:,} branches, {missing} not reached"
        yield f"{name or 'the package'} {share:.2f} % ({size})"


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


COUNTS: dict[str, Callable[[], Iterator[str]]] = {
    "conformance": count_conformance, "boundaries": count_boundaries, "coverage": count_coverage,
}  # fmt: skip

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COUNTS:
        sys.exit(f"{__doc__.splitlines()[0]}")
    sys.stdout.write("; ".join(COUNTS[sys.argv[1]]()) + "\n")
