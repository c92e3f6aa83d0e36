"""Write the facts of the control lists, without their sentences, as one JSON line per paragraph.

    python tests/parity/generate_figures.py [LAW_FOLDER]

LAW_FOLDER (default `../shared/law`) holds the stored law; the result is `figures/<list>.jsonl`.
Values and codes are taken over exactly; nothing of the wording is kept but the defined terms.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from scanner import clean, scan  # noqa: E402  (the folder of this script is not a package)

Row = dict[str, Any]

# Superscripts that the stored text lost and its own `text_norm` did not restore, as the 2021 state of the
# list prints them (raw/no_list2_2021_appendix2_superscripts.txt).
CORRECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "1C002.c.1.a": (("109 alloy", "10^9 alloy"),),
    "6A005.g.5": (("exceeding 103", "exceeding 10^3"),),
}


NOT_USED = re.compile(r"(?:Not used|Reserved)[.;]?(?: (?:or|and))?")


def read_lines(path: Path) -> list[Row]:
    """Every JSON line of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def facts(code: str, kind: str, text: str, *, label: str | None = None, spanish: bool = False, **more: Any) -> Row:
    """One output line, empty members left out; `more` overrides status, children and excludes."""
    for old, new in CORRECTIONS.get(code, ()):
        text = text.replace(old, new)
    reading = scan(text, code, dot_thousands=spanish)
    row = {
        "code": code,
        "kind": kind,
        "label": label,
        "status": "not_used" if NOT_USED.fullmatch(clean(text)) else "text",
        "children": None,
        "excludes": False,
        **more,
        "figures": [
            {"value": figure.value, "unit": figure.unit}
            | ({} if figure.secondary_of is None else {"secondary_of": figure.secondary_of})
            | ({} if figure.limit is None else {"limit": figure.limit})
            for figure in reading.figures
        ],
        "numbers": reading.numbers,
        "loose": reading.loose,
        "cas": reading.cas,
        "refs": reading.refs,
        "terms_double": reading.terms_double,
        "terms_single": reading.terms_single,
    }
    return {name: value for name, value in row.items() if value or name in ("code", "children")}


def annex_i(rows: Iterable[Row]) -> Iterator[Row]:
    """Annex I: entries, sub-entries, notes, N.B., technical notes in the order of the act."""
    for row in rows:
        line = facts(
            row["code"],
            row["kind"],
            row.get("text_norm") or row["text"],
            label=row.get("label"),
            category=row["category"],
            children=row.get("children"),
            excludes=bool(row.get("excludes")),
        )
        if row.get("not_used"):
            line["status"] = "not_used"
        yield line


def general(rows: Iterable[Row]) -> Iterator[Row]:
    """General notes and the defined terms; the label is the term or the title."""
    for row in rows:
        kind = "definition" if "term" in row else row["type"]
        if kind not in ("acronyms", "definitions_preamble", "editorial_practices"):
            yield facts("", kind, row.get("text_norm") or row["text"], label=row.get("term") or row.get("title"))


def annex_iv(rows: Iterable[Row]) -> Iterator[Row]:
    """Annex IV: each line of the annex is one paragraph, with its inner labels in one text."""
    for row in rows:
        yield facts(row["code"] or "", "entry" if row["code"] else "note", row["text"], part=row["part"])


def annex_vii(rows: Iterable[Row]) -> Iterator[Row]:
    """Annex VII part A of Regulation 833/2014: codes such as X.A.I.001.a.1."""
    for row in rows:
        yield facts(row["code"], "entry", row["heading"], children=joining(row["heading"]))
        for part in row["rows"]:
            code = f"{row['code']}.{part['path']}".rstrip(".")
            kind = "subentry" if part["kind"] == "item" else note_kind(part["text"])
            label = re.match(r"((?:Technical )?Notes?(?: \d+)?|N\.B\.(?: ?\d+)?)", part["text"])
            yield facts(
                code,
                kind,
                part["text"],
                label=label[1] if label and kind != "subentry" else None,
                children=joining(part["text"]) if kind == "subentry" else None,
                excludes=kind == "note"
                and bool(re.search(r"does not (?:control|apply)|do not (?:control|apply)", part["text"])),
            )


def note_kind(text: str) -> str:
    """Note, N.B. or technical note, by the word that it starts with."""
    if text.startswith(("Technical Note", "Nota técnica", "Notas técnicas")):
        return "technical_note"
    return "nb" if text.startswith("N.B") else "note"


def joining(text: str) -> str | None:
    """`any` or `all` where the words before the children say so."""
    match = re.search(
        r"\b(any|all|either|both|cualquiera|todas) (?:of )?(?:the |de |las )*(?:following|siguientes)", text
    )
    wide = match or re.search(r"\b(cualquiera|todas)\b[^.;]*:$", text)
    names = {"any": "any", "either": "any", "cualquiera": "any", "all": "all", "both": "all", "todas": "all"}
    return names[wide[1]] if wide else None


def annex_es(rows: Iterable[Row]) -> Iterator[Row]:
    """Annexes III.4 and III.5 of Royal Decree 679/2014 (Spanish).

    The stored text prints 10^-4 as `10-4` and 2 x 10^8 as `2 x 108`.
    """
    for row in rows:
        yield facts(row["code"], "entry", row["text"], children=joining(row["text"]), spanish=True)
        outer: str | None = None
        first = row["sub"][0][0].isdigit() if row["sub"] else False
        for line in row["sub"]:
            label, _, text = clean(line).partition(". ")
            nested = outer is not None and label[0].isdigit() != first
            code = ".".join([row["code"], outer or "", label] if nested else [row["code"], label])
            outer = outer if nested else label
            yield facts(code, "subentry", text, children=joining(text), spanish=True)
        for note in grouped_notes(row["notes"]):
            excludes = "no somete a control" in note
            yield facts(row["code"], note_kind(note), note, label=note.split(":")[0], excludes=excludes, spanish=True)


def grouped_notes(lines: Iterable[str]) -> list[str]:
    """The lines of the notes joined so that each note is one text."""
    notes: list[str] = []
    for line in lines:
        if notes and not re.match(r"Notas?\b|N\.B", line):
            notes[-1] += " " + line
        else:
            notes.append(line)
    return notes


SOURCES = (
    ("eu_annex_i", "eu-dual-use/annex-i.2025-11-15.jsonl", annex_i),
    ("eu_annex_i_general", "eu-dual-use/annex-i.general.2025-11-15.jsonl", general),
    ("eu_annex_iv", "eu-dual-use/annex-iv.jsonl", annex_iv),
    ("ru_annex_vii_a", "sanctions/ru-833-2014/annex_VII_partA_2025-10-24.jsonl", annex_vii),
    ("es_annex_iii", "national/es/annex_III4_III5.jsonl", annex_es),
)


def main(arguments: list[str]) -> int:
    """Write every list whose source is there; say what was written."""
    law = Path(arguments[0] if arguments else "../shared/law")
    if not law.is_dir():
        sys.stderr.write(f"there is no folder `{law}`: give the folder of the stored law as the argument\n")
        return 2
    target = HERE / "figures"
    target.mkdir(exist_ok=True)
    for name, source, reader in SOURCES:
        rows = list(reader(read_lines(law / source)))
        lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
        (target / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        figures, bare = (sum(len(row.get(part, ())) for row in rows) for part in ("figures", "numbers"))
        sys.stdout.write(f"{name}: {len(rows)} lines, {figures} figures, {bare} bare numbers\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
