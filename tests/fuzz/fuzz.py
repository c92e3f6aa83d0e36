"""Feed broken input to everything that reads input: it raises an `ExportRulesError`, or succeeds.

    python tests/fuzz/fuzz.py TARGET [--seconds 1800] [--seed 0]

Needs atheris (`pip install '.[fuzz]'`), which watches which lines are reached and changes the input to reach others. A
crash is written to `crash-…` in the working folder; it becomes a test in `tests/regression/`. Targets: source,
formatter, case, quantity, compiled, explanation.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random

import atheris

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT / "tests" / "property")]
DAY = date(2026, 3, 1)

with atheris.instrument_imports(include=["exportrules"]):
    from small_laws import Law, random_case

    from exportrules import explain, reasons_json, to_json
    from exportrules.artefact.compiling import compile_sources
    from exportrules.artefact.store import FORMAT as COMPILED
    from exportrules.artefact.store import read_compiled, write_compiled
    from exportrules.checking.assembly import check_sources
    from exportrules.errors import ExportRulesError
    from exportrules.loading import Rules, read_folder
    from exportrules.syntax.formatter import format_source
    from exportrules.text import Diagnostics, Source
    from exportrules.units import parse_quantity

SMALL = CHECKOUT / "tests" / "small" / "rules"


def text_of(data: bytes) -> str:
    """The bytes as text; what is not UTF-8 stands for itself, as a file read by a careless host."""
    return data.decode("utf-8", "surrogateescape")


def fuzz_source(data: bytes) -> None:
    """A rule text: checked to the end, whatever it holds."""
    check_sources([Source("fuzz.xr", text_of(data))])


def fuzz_formatter(data: bytes) -> None:
    """The formatter: a text that it lays out stays the same when it is laid out again."""
    source = Source("fuzz.xr", text_of(data))
    once = format_source(source)
    assert format_source(Source("fuzz.xr", once)) == once


def fuzz_case(data: bytes) -> None:
    """A case: read or refused, and what was read is decided."""
    case = RULES.read_case(data)
    RULES.decide(case, DAY)


def fuzz_quantity(data: bytes) -> None:
    """A quantity."""
    parse_quantity(text_of(data))


def fuzz_compiled(data: bytes) -> None:
    """A compiled rulebook whose digest fits, so that its contents are looked into: refused, or read."""
    header = {"format": COMPILED, "key": "0" * 64, "digest": hashlib.sha256(data).hexdigest()}
    read_compiled(json.dumps(header).encode() + b"\n" + data, "0" * 64)


def fuzz_explanation(data: bytes) -> None:
    """Every view of a random case against a random small law."""
    random = Random(data)  # noqa: S311 - not for secrets
    if random.random() < 0.02 or not LAWS:
        LAWS[:] = [random_law(random)]
    raw = random_case(random)
    day = raw.pop("as_of", None)
    decision = LAWS[0].decide(raw, date.fromisoformat(day) if isinstance(day, str) else day or DAY)
    explain(decision)
    to_json(decision)
    reasons_json(decision)


LAWS: list[Rules] = []
RULES = Rules(read_folder(SMALL))


def random_law(random: Random) -> Rules:
    while True:
        try:
            return Rules([Source(name, text) for name, text in Law(random.randrange(2**32)).files.items()])
        except Diagnostics:
            continue


TARGETS = {name.removeprefix("fuzz_"): value for name, value in list(globals().items()) if name.startswith("fuzz_")}


def corpus(target: str) -> list[bytes]:
    """Sound input to begin with."""
    if target in ("source", "formatter"):
        return [path.read_bytes() for path in sorted(SMALL.glob("*.xr"))]
    if target == "case":
        orders = json.loads((CHECKOUT / "rulesets" / "examples" / "orders.json").read_text("utf-8"))
        small = {"format": "exportrules.case/1", "activity": "export", "facts": {"end_user_country": "IN"},
                 "item": {"kind": "amplifier", "facts": {"output_power": {"at_least": "75 W"}},
                          "findings": [{"paragraph": "3A001.a", "met": True, "as_of": "2025-01-01"}]}}  # fmt: skip
        return [json.dumps(case).encode() for case in [small, *orders[:4]]]
    if target == "quantity":
        return [b"75 W", b"1.5 x 10^8 Hz", "20 °C".encode(), b"3 count", b"12 000.50 EUR", b"-40 degC"]
    if target == "compiled":
        lines, _ = compile_sources(RULES.sources, anew=True)
        whole = write_compiled("0" * 64, lines)
        return [whole.partition(b"\n")[2]]
    return [bytes([number]) for number in range(32)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=1800)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    folder = Path(f"corpus-{options.target}")
    folder.mkdir(exist_ok=True)
    for number, data in enumerate(corpus(options.target)):
        (folder / f"seed-{number}").write_bytes(data)
    run = TARGETS[options.target]

    def one(data: bytes) -> None:
        with suppress(ExportRulesError):
            run(data)

    # the fuzzer's own memory grows by a megabyte in a hundred runs of the last target, which alone do not grow
    limits = [
        f"-max_total_time={options.seconds}",
        f"-seed={options.seed}",
        f"-max_len={65536 if options.target == 'compiled' else 4096}",
        "-rss_limit_mb=4096",
        "-timeout=20",
    ]
    atheris.Setup([sys.argv[0], str(folder), *limits], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
