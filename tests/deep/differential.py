"""Compare the engine with the reference evaluator, case by case, over random small laws or over the bundled law.

    python tests/deep/differential.py [--law random|plain|acts|bundled] [--cases 1000000] [--per-law 1000] [--seed 0]
                                      [--receipts]

Random laws of odd seeds also have the rarer constructs, and their cases what persons found; acts are measures and
reliefs of several rulesets over such lists. Plain laws are those of even seeds alone (seed N is the law 2 N), compared
with the small evaluator of the plain language (`tests/reference/small.py`) instead of that of the whole one. Over the
bundled law the cases are worked examples varied at random (`variations.py`); a seed is so many of them. `--workers` are
processes. Prints how many answers were equal, wider (sound but less exact) and narrower, with the seeds of the first
that differ. Exit code 1 when one was not equal.

With `--receipts` whole receipts are compared instead, byte by byte, each twice, with those of closures that have
neither the index nor generated code; a tenth of them with questions and what would change the answer.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT / "tests" / name) for name in ("property", "reference", "deep")]

from evaluator import Reference  # noqa: E402
from small_acts import random_order  # noqa: E402
from small_laws import DAYS, DECIDED, random_case, random_findings  # noqa: E402
from test_acts import make_acts  # noqa: E402
from test_meaning import make, sources_of  # noqa: E402
from variations import Law as Variations  # noqa: E402

from exportrules import Outcome, Rules, load, to_json  # noqa: E402
from exportrules.case.faults import CaseError  # noqa: E402
from exportrules.scenarios import bundled_scenarios  # noqa: E402
from exportrules.syntax.parser import parse_source  # noqa: E402
from small import Small  # noqa: E402

MOST_SHOWN = 10
SHARE_FOUND = 0.3
SHARE_WHOLE = 0.1
"""Of the receipts those with questions and what would change the answer."""
SHARE_DATED = 0.4
"""Of the findings those by the law of another day."""


def compare(
    seed: int, count: int, *, receipts: bool = False, evaluator=Reference
) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Cases against one random law."""
    rich = seed % 2 == 1
    law, rules = make(seed, closed=False, rich=rich)
    other = make_other(sources_of(law), receipts=receipts, evaluator=evaluator)
    random = Random(seed)  # noqa: S311 - not for secrets
    found: Counter[str] = Counter()
    shown: list[tuple[int, str]] = []
    for _ in range(count):
        raw = random_case(random, law)
        if rich and random.random() < SHARE_FOUND:
            raw["item"]["findings"] = random_findings(random, law.codes, law.taken)
            for finding in raw["item"]["findings"]:
                if random.random() < SHARE_DATED:
                    finding["as_of"] = (random.choice(DAYS) - timedelta(days=random.randint(0, 1))).isoformat()
        day = random.choice(DECIDED)
        word = judge(rules, other, raw, day, random)
        found[word] += 1
        if word != "equal" and len(shown) < MOST_SHOWN:
            shown.append((seed, f"{word}: {day} {json.dumps(raw)}"))
    return found, shown


def make_other(sources, *, receipts: bool, evaluator=Reference):
    """What answers are compared with: a reference evaluator, or for whole receipts the closures alone."""
    if receipts:
        return Rules(sources, generate=False, indexed=False)
    return evaluator([parse_source(source)[0] for source in sources])


def judge(rules, reference, raw, day, random) -> str:
    """How the two answers to a case lie to each other."""
    case = rules.read_case(raw)
    if isinstance(reference, Rules):
        whole = random.random() < SHARE_WHOLE
        expected = to_json(reference.decide(raw, day), what_if=whole)
        same = all(to_json(rules.decide(given, day), what_if=whole) == expected for given in (raw, case))
        return "equal" if same else "different"
    decision = rules.decide(case, day)
    low, high = (int(Outcome[end] if isinstance(end, str) else end) for end in reference.about(case, day).decide())
    mine = (int(decision.floor), int(decision.ceiling))
    if mine == (low, high):
        return "equal"
    return "wider" if mine[0] <= low <= high <= mine[1] else "narrower"


def compare_plain(seed: int, count: int, *, receipts: bool = False) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Cases against one random law of the plain language, of which the small evaluator says what it means."""
    return compare(2 * seed, count, receipts=receipts, evaluator=Small)


def compare_bundled(seed: int, count: int, *, receipts: bool = False) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Worked examples of the bundled law, varied at random."""
    rules, other, law = bundled(receipts=receipts)
    random = Random(seed)  # noqa: S311 - not for secrets
    found: Counter[str] = Counter()
    shown: list[tuple[int, str]] = []
    while sum(found.values()) - found["refused"] < count:
        scenario = random.choice(law.scenarios)
        raw, day = law.vary(scenario, random)
        try:
            word = judge(rules, other, raw, day, random)
        except CaseError:
            # a value that does not belong there, such as a fact of another item's part
            word = "refused"
        found[word] += 1
        if word not in ("equal", "refused") and len(shown) < MOST_SHOWN:
            shown.append((seed, f"{word}: {scenario.name}: {day} {json.dumps(raw, default=str)}"))
    return found, shown


_HELD: list[object] = []


def bundled(*, receipts: bool = False):
    """The bundled law, for both, read once in each process."""
    if not _HELD:
        rules = load()
        trees = [parse_source(item)[0] for item in rules.sources]
        law = Variations(trees, bundled_scenarios())
        _HELD.extend((rules, make_other(rules.sources, receipts=receipts), law))
    return _HELD


def compare_acts(seed: int, count: int, *, receipts: bool = False) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Orders against the measures and reliefs of several random rulesets."""
    law, rules = make_acts(seed, closed=False)
    other = make_other(sources_of(law), receipts=receipts)
    random = Random(seed)  # noqa: S311 - not for secrets
    found: Counter[str] = Counter()
    shown: list[tuple[int, str]] = []
    for _ in range(count):
        raw, day = random_order(random, law)
        word = judge(rules, other, raw, day, random)
        found[word] += 1
        if word != "equal" and len(shown) < MOST_SHOWN:
            shown.append((seed, f"{word}: {day} {json.dumps(raw, default=str)}"))
    return found, shown


COMPARISONS = {"random": compare, "plain": compare_plain, "acts": compare_acts, "bundled": compare_bundled}


def work(job) -> tuple[Counter[str], list[tuple[int, str]]]:
    law, seed, count, receipts = job
    return COMPARISONS[law](seed, count, receipts=receipts)


def jobs(options) -> Iterator[tuple[str, int, int, bool]]:
    left, seed = options.cases, options.seed
    while left > 0:
        yield options.law, seed, min(left, options.per_law), options.receipts
        left -= options.per_law
        seed += 1


def tell(text: str) -> None:
    """A line of progress or of the result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--per-law", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--law", choices=tuple(COMPARISONS), default="random")
    parser.add_argument("--receipts", action="store_true")
    options = parser.parse_args()
    words = ("equal", "different") if options.receipts else ("equal", "wider", "narrower")
    started = time.monotonic()
    found: Counter[str] = Counter()
    refused = 0
    with multiprocessing.Pool(options.workers) as pool:
        for part, differences in pool.imap_unordered(work, jobs(options)):
            refused += part.pop("refused", 0)
            found += part
            for seed, text in differences:
                tell(f"seed {seed}: {text}")
            if options.law == "bundled" or sum(found.values()) % 50_000 < options.per_law:
                tell(f"{sum(found.values())} cases, {dict(found)}, {time.monotonic() - started:.0f} s")
    tell(f"{refused} variations are no cases, and were drawn again")
    tell(f"{sum(found.values())} cases: " + ", ".join(f"{word} {found[word]}" for word in words))
    return 0 if found["equal"] == sum(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
