"""List the units that the stored law prints, and what the unit table does not understand.

    python tests/parity/units_in_law.py [LAW_FOLDER] [--write]

Reads Annex I and IV, the annexes on Russia and the Spanish list below LAW_FOLDER (default `../shared/law`).
With --write it renews `law_units.json`. Exits with 1 while a wording is not understood.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parents[1] / "src"))

from law_wordings import BEFORE, COUNTED, NO_UNIT, NO_UNIT_PATTERNS, NUMBERED, WORDINGS  # noqa: E402

from exportrules.units import UnitError, find_unit  # noqa: E402

SOURCES = (
    "eu-dual-use/annex-i.2025-11-15.jsonl",
    "eu-dual-use/annex-iv.jsonl",
    "sanctions/ru-833-2014/annex_VII_partA_*.jsonl",
    "national/es/*.jsonl",
    "national/es/*.json",
    "national/es/*.txt",
)
LEFT_OUT = {"source", "src_code", "act", "state", "status", "norm", "states", "series", "basis"}
NUMBER = re.compile(
    r"(?<![\w.,^-])(?<!\d/)[±+≤<>-]?\d+(?:[.,]\d+)*(?:(?<=\d) \d{3}(?!\d))*(?:,\d+)?"
    r"(?: ?[x×•] ?10 ?\^?[-\u2013\u2212]?\d+|\^[-\u2212]?\d+)?"
)
WORD_NUMBER = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b")
WORD_AFTER = re.compile(r"\)?[-\u2010 ]?([^\s,;:()\[\]\"“”‘’'<>≤≥=|]+)")
# the gram and the acceleration are both printed `g`; these paragraphs mean the acceleration
ACCELERATION = re.compile(r"7|2B116|2B122|6A001\.a\.2\.g|9A106|9B106")


def texts(law: Path) -> Iterator[tuple[str, str]]:
    """Every (code, text) of the sources; jsonl rows give their strings, a .txt file its lines."""
    for pattern in SOURCES:
        for path in sorted(law.glob(pattern)):
            raw = path.read_text(encoding="utf-8")
            if path.suffix == ".txt":
                yield from (("ES", line) for line in raw.splitlines())
                continue
            rows = raw.splitlines() if path.suffix == ".jsonl" else [raw]
            for row in rows:
                record = json.loads(row)
                yield from _strings(record, str(record.get("code", "ES")))


def _strings(value: Any, code: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield code, value
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, code)
    elif isinstance(value, dict):
        path = value.get("path")
        code = f"{code}.{path}" if isinstance(path, str) else code
        if "text_norm" in value:  # the text with its superscripts restored
            value = {key: part for key, part in value.items() if key != "text"}
        for key, part in value.items():
            if key not in LEFT_OUT:
                yield from _strings(part, code)


def clean(text: str) -> str:
    """The text with one kind of blank, and without codes, acts, standards, substances and list labels."""
    text = re.sub(r"[\s\u2000-\u200b\u202f\u00a0]+", " ", text.replace("***", ""))
    text = re.sub(r"\b(mm|cm|m|s)([23])\b", r"\1^\2", text.replace("µ", "μ"))
    for pattern, replacement in NO_UNIT_PATTERNS:
        text = re.sub(pattern, replacement, text)
    return text


def occurrences(code: str, text: str) -> Iterator[tuple[str, str | None]]:
    """Each (wording, canonical unit) after or before a number; None for what is not understood."""
    text = clean(text)
    for match in NUMBER.finditer(text):
        found = _before(text[: match.start()]) or _after(code, text[match.end() :])
        if found is not None:
            yield found
    for match in WORD_NUMBER.finditer(text):
        found = _after(code, text[match.end() :])
        if found is not None and found[1] not in (None, "count"):
            yield found


def _before(text: str) -> tuple[str, str] | None:
    for pattern, unit in BEFORE:
        match = re.search(rf"({pattern}) ?$", text)
        if match:
            return match[1], unit
    return None


def _after(code: str, rest: str) -> tuple[str, str | None] | None:
    for pattern, unit in WORDINGS:
        match = re.match(rf"\)?[- ]?((?:{pattern}))(?![A-Za-z])", rest)
        if match:
            return match[1].strip(), unit
    match = WORD_AFTER.match(rest)
    if match is None:
        return None
    word = match[1].rstrip(".*”’'")
    if word.casefold() in NO_UNIT or not re.search(r"[A-Za-z°μΩ%Å/]", word):
        return None
    if re.fullmatch(NUMBERED, word):
        return None
    if word.casefold() in COUNTED:
        return word, "count"
    if word == "g" and ACCELERATION.match(code):
        return "g (acceleration)", "g0"
    try:
        return word, find_unit(word).name
    except UnitError:
        return word, None


def collect(law: Path) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """Understood wordings with unit, count and up to three codes; the others with all their places."""
    understood: dict[str, dict[str, Any]] = {}
    others: dict[str, list[str]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for code, text in texts(law):
        if (code, text) in seen:
            continue
        seen.add((code, text))
        for wording, unit in occurrences(code, text):
            if unit is None:
                others[wording].append(code)
                continue
            entry = understood.setdefault(wording, {"unit": unit, "count": 0, "codes": []})
            entry["count"] += 1
            if code not in entry["codes"] and len(entry["codes"]) < 3:
                entry["codes"].append(code)
    return dict(sorted(understood.items())), dict(sorted(others.items()))


def main() -> int:
    """Print the tables; 1 while something is not understood."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("law", nargs="?", default="../shared/law", type=Path)
    parser.add_argument("--write", action="store_true", help="renew law_units.json")
    arguments = parser.parse_args()
    understood, others = collect(arguments.law)
    if not understood:
        sys.stderr.write(f"no law found under {arguments.law}\n")
        return 2
    total = sum(entry["count"] for entry in understood.values())
    units = {entry["unit"] for entry in understood.values()}
    sys.stdout.write(f"{total} occurrences, {len(understood)} wordings, {len(units)} units understood\n")
    for wording, codes in sorted(others.items(), key=lambda item: -len(item[1])):
        sys.stdout.write(f"not understood: {len(codes):4} x `{wording}` in {', '.join(codes[:4])}\n")
    if arguments.write:
        lines = ",\n".join(
            f" {json.dumps(wording, ensure_ascii=False)}: {json.dumps(entry, ensure_ascii=False)}"
            for wording, entry in understood.items()
        )
        (HERE / "law_units.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main())
