"""Run what shows that the engine is right, write the figures down, and make the table of docs/assurance.md from them.

    python tests/deep/assure.py list
    python tests/deep/assure.py run NAME [NAME…] [--with '--seed 7 …']
    python tests/deep/assure.py take NAME LOG --commit COMMIT --day DAY [--with …]
    python tests/deep/assure.py write

`proofs.toml` names the runs. `run` makes one in this checkout, which must hold no change that is not committed, and
keeps its figure with the commit and the machine in docs/assurance.json; a run that fails has no figure. `take` does the
same with the output of a run made elsewhere. `write` makes the table, and says of each figure whether what it hangs on
has changed since. `--with` replaces options of the command, such as its seed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shlex
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
PROOFS = CHECKOUT / "tests" / "deep" / "proofs.toml"
RECORDS = CHECKOUT / "docs" / "assurance.json"
PAGE = CHECKOUT / "docs" / "assurance.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
LOOKS_AT = ("src", "grammar")
DECIDES = ("logic", "units", "text", "syntax", "vocabulary", "rules", "checking", "case", "program", "decision")
SETS = {"engine": ("grammar", *(f"src/exportrules/{package}" for package in DECIDES))}
"""What a proof may say that its figure hangs on, in one word: the packages that take part in a decision."""
FOLDERS = ("grammar", "rulesets", "conformance", "tests")
Record = dict[str, Any]


def read_proofs() -> dict[str, Mapping[str, Any]]:
    """Every proof by name."""
    return {item["name"]: item for item in tomllib.loads(PROOFS.read_text("utf-8"))["proof"]}


def read_records() -> dict[str, list[Record]]:
    """The figures of each proof, the latest first."""
    found: dict[str, list[Record]] = json.loads(RECORDS.read_text("utf-8")) if RECORDS.exists() else {}
    return found


# ---- running -----------------------------------------------------------------------------------------


def change_options(command: str, options: str) -> str:
    """A command with some of its options replaced, or added at its end."""
    words, others = shlex.split(command), shlex.split(options)
    for name, value in zip(others[::2], others[1::2], strict=True):
        if name in words:
            words[words.index(name) + 1] = value
        else:
            words += [name, value]
    return shlex.join(words) if options else command


def run_command(command: str) -> tuple[int, str, float]:
    """Exit code, output and seconds of a command; its output is shown as it comes."""
    words = shlex.split(command)
    environment = dict(os.environ)
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    words[0] = sys.executable if words[0] == "python" else words[0]
    started, lines = time.monotonic(), list[str]()
    with subprocess.Popen(
        words, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace",
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(line)
    return process.returncode, "".join(lines), time.monotonic() - started


def find_figure(proof: Mapping[str, Any], output: str) -> str | None:
    """The figure that a run printed, in words."""
    found = list(re.finditer(proof["figure"], output))
    if not found:
        return None
    groups = [f"{int(text):,}" if text.isdigit() else text for text in found[-1].groups()]
    return str(proof.get("shown", "{0}")).format(*groups)


def git(*arguments: str) -> str:
    """What git prints."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def keep(proof: Mapping[str, Any], record: Record) -> None:
    """Write a figure down, in place of the last one made by the same command, or of all of this proof."""
    records = read_records()
    others = records.get(proof["name"], []) if proof.get("several") else []
    records[proof["name"]] = [record, *(item for item in others if item["command"] != record["command"])]
    text = json.dumps(records, indent=1, ensure_ascii=False, sort_keys=True)
    RECORDS.write_text(text + "\n", encoding="utf-8")


def run(names: Sequence[str], options: str) -> int:
    """Run some proofs; 1 where one fails."""
    proofs, failed = read_proofs(), 0
    for name in names:
        if git("status", "--porcelain", "--untracked-files=no", "--", ":!docs/assurance.*"):
            sys.stderr.write("there are changes that are not committed: a figure must name a state\n")
            return 2
        proof = proofs[name]
        command = change_options(proof["command"], options)
        code, output, seconds = run_command(command)
        figure = find_figure(proof, output)
        if code or figure is None:
            sys.stderr.write(f"{name}: no figure, exit code {code}\n")
            failed = 1
            continue
        record = {
            "command": command, "figure": figure, "commit": git("rev-parse", "--short=7", "HEAD"),
            "day": date.today().isoformat(),  # noqa: DTZ011 - the day where it runs
            "seconds": round(seconds), "where": _where(),
        }  # fmt: skip
        keep(proof, record)
        sys.stdout.write(f"{name}: {figure}\n")
    return failed


def _where() -> str:
    """The machine and the Python, in a few words."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} cores, {cpu}, Python {platform.python_version()}"


def take(options: argparse.Namespace) -> int:
    """Keep the figure of a run that was made elsewhere."""
    proof, log = read_proofs()[options.name], options.log.read_text("utf-8", errors="replace")
    figure = find_figure(proof, log)
    if figure is None:
        sys.stderr.write(f"{options.log} holds no figure of {options.name}\n")
        return 2
    record = {
        "command": change_options(proof["command"], options.options), "figure": figure,
        "commit": git("rev-parse", "--short=7", options.commit), "day": options.day, "where": _where(),
    }  # fmt: skip
    keep(proof, record | ({"seconds": options.seconds} if options.seconds else {}))
    sys.stdout.write(f"{options.name}: {figure}\n")
    return 0


# ---- the page ------------------------------------------------------------------------------------------


def mark_changes() -> None:
    """Write down of each figure what changed since of what it hangs on."""
    proofs, records = read_proofs(), read_records()
    for name, found in records.items():
        paths = find_paths(proofs[name])
        for record in found:
            if not _is_known(record["commit"]):
                # made on a branch that was not kept as it was
                record["changed"] = None
                continue
            changed = git("diff", "--name-only", record["commit"], "HEAD", "--", *paths).splitlines()
            record["changed"] = dict(sorted(Counter(map(_place, changed)).items()))
    text = json.dumps(records, indent=1, ensure_ascii=False, sort_keys=True)
    RECORDS.write_text(text + "\n", encoding="utf-8")


def find_paths(proof: Mapping[str, Any]) -> list[str]:
    """The folders and files that the figure of a proof hangs on."""
    return [path for name in proof.get("looks_at", LOOKS_AT) for path in SETS.get(name, (name,))]


def _is_known(commit: str) -> bool:
    """Whether this history has the state."""
    command = ["git", "merge-base", "--is-ancestor", commit, "HEAD"]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False).returncode == 0


def _place(path: str) -> str:
    """The package of a file of `src`, else its folder."""
    parts = path.split("/")
    return parts[2] if parts[0] == "src" and len(parts) > 3 else "/".join(parts[:-1]) or path


def make_table(proofs: Mapping[str, Mapping[str, Any]], records: Mapping[str, Sequence[Record]]) -> str:
    """The table of the page."""
    lines = ["| what | command | figure | state |", "|---|---|---|---|"]
    for name, proof in proofs.items():
        if not records.get(name):
            lines.append(f"| {proof['what']} | `{proof['command']}` | not run | |")
            continue
        last, *earlier = records[name]
        told = f"{last['figure']}{_sum_up(earlier)}"
        lines.append(f"| {proof['what']} | `{last['command']}` | {told} | {_state(last)}{_since(last)} |")
    where = ", ".join(sorted({item["where"] for found in records.values() for item in found}))
    return f"Measured on: {where}, beside other work.\n\n" + "\n".join(lines) + "\n"


def _sum_up(earlier: Sequence[Record]) -> str:
    """What runs on older states came to together; each stands in the records with its command."""
    if not earlier:
        return ""
    sums: Counter[str] = Counter()
    for record in earlier:
        for number, word in re.findall(r"(\d[\d,]*) (\w+)", record["figure"]):
            sums[word] += int(number.replace(",", ""))
    runs = f"{len(earlier)} earlier run{'s' if len(earlier) > 1 else ''}"
    return f"; {runs} on older states: {', '.join(f'{number:,} {word}' for word, number in sums.items())}"


def _state(record: Record) -> str:
    seconds = f", {record['seconds']:,} s" if "seconds" in record else ""
    return f"{record['commit']} of {record['day']}{seconds}"


def _since(record: Record) -> str:
    changed: Mapping[str, int] | None = record.get("changed", {})
    if changed is None:
        return "; a state outside of this history"
    if not changed:
        return "; nothing of it changed since"
    told: list[str] = []
    for part, files in sorted(_parts(changed).items()):
        packages = sorted(place for place in changed if part == "src" and not place.startswith(("src", *FOLDERS)))
        number = sum(files.values())
        of = f" ({', '.join(packages)})" if packages else ""
        told.append(f"{number} file{'' if number == 1 else 's'} of `{part}`{of}")
    return f"; changed since: {', '.join(told)}"


def _parts(changed: Mapping[str, int]) -> Mapping[str, Counter[str]]:
    """Changed files by the folder at the top; a place that is no folder there is a package of `src`."""
    found: dict[str, Counter[str]] = {}
    for place, number in changed.items():
        top = place.partition("/")[0]
        found.setdefault(top if top in FOLDERS else "src", Counter())[place] += number
    return found


def put_into(page: str, table: str) -> str:
    """The page with another table."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{table}{END}{rest.partition(END)[2]}"


def write() -> int:
    """Make the table anew."""
    mark_changes()
    PAGE.write_text(put_into(PAGE.read_text("utf-8"), make_table(read_proofs(), read_records())), encoding="utf-8")
    return 0


def show(proofs: Iterable[Mapping[str, Any]]) -> int:
    """Every proof with its command."""
    for proof in proofs:
        sys.stdout.write(f"{proof['name']}\n    {proof['command']}\n")
    return 0


def main(arguments: Sequence[str]) -> int:
    """See the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("list")
    steps.add_parser("write")
    names = tuple(read_proofs())
    running, taking = steps.add_parser("run"), steps.add_parser("take")
    running.add_argument("names", nargs="+", choices=names, metavar="NAME")
    taking.add_argument("name", choices=names, metavar="NAME")
    taking.add_argument("log", type=Path)
    taking.add_argument("--commit", required=True)
    taking.add_argument("--day", required=True, type=lambda text: date.fromisoformat(text).isoformat())
    taking.add_argument("--seconds", type=int)
    for step in (running, taking):
        step.add_argument("--with", dest="options", default="", metavar="OPTIONS")
    options = parser.parse_args(arguments)
    if options.step == "list":
        return show(read_proofs().values())
    if options.step == "run":
        return run(options.names, options.options)
    return take(options) if options.step == "take" else write()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
