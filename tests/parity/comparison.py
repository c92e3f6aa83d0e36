"""The differences between one list of the law and its encoding, paragraph by paragraph."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
from values import Amount, read_amount, read_value, same

Row = dict[str, Any]
NOTES = ("note", "nb", "technical_note", "note_item")
FAILING = {
    "paragraph_missing",
    "paragraph_invented",
    "paragraph_twice",
    "reserved_wrongly",
    "not_reserved",
    "figure_missing",
    "figure_extra",
    "joined_differently",
    "cas_missing",
    "cas_extra",
    "note_missing",
    "note_figure_missing",
    "limit_differs",
}


@attrs.frozen
class Finding:
    """One difference: where, what kind, and which figure or label."""

    code: str
    kind: str
    figure: str = ""
    remark: str = ""


@attrs.define
class Paragraph:
    """A paragraph of the law: its own line and the notes that stand under its code."""

    row: Row
    notes: list[Row] = attrs.field(factory=list)


@attrs.frozen
class Law:
    """One list of the law by code, with the figures of the terms defined for the whole instrument."""

    paragraphs: dict[str, Paragraph]
    terms: dict[str, list[Row]]


def read_rows(lines: Iterable[str]) -> list[Row]:
    """JSON lines; blank ones are skipped."""
    return [json.loads(line) for line in lines if line.strip()]


def load_law(rows: Iterable[Row], general: Iterable[Row] = ()) -> Law:
    """Paragraphs by code; several lines of one code (Annex IV prints some twice) become one paragraph."""
    paragraphs: dict[str, Paragraph] = {}
    loose_notes: list[Row] = []
    for row in rows:
        if row["kind"] in NOTES:
            loose_notes.append(row)
        elif row["code"] in paragraphs:
            paragraphs[row["code"]].notes.append({**row, "kind": "technical_note"})
        else:
            paragraphs[row["code"]] = Paragraph(row)
    for row in loose_notes:
        owner = row["code"]
        while owner and owner not in paragraphs:
            owner = owner.rpartition(".")[0]
        if owner:
            paragraphs[owner].notes.append(row)
    terms: dict[str, list[Row]] = defaultdict(list)
    for row in general:
        terms[str(row.get("label", "")).lower()].append(row)
    return Law(paragraphs, dict(terms))


def amounts(row: Row, *, loose: bool = False) -> list[Amount]:
    """The figures and bare numbers of a line of the law; with `loose`, also what the scanner set aside."""
    found = [
        Amount(read_value(item["value"]), item["unit"], f"{item['value']} {item['unit']}")
        for item in row.get("figures", ())
    ]
    bare = [*row.get("numbers", ()), *(row.get("loose", ()) if loose else ())]
    return found + [Amount(read_value(number), "", number) for number in bare]


def stated(record: Row) -> list[Amount]:
    """The quantities of an encoded paragraph or note, with those of definitions that it carries."""
    texts = [*record.get("quantities", ())]
    for inner in (*record.get("definitions", ()), *record.get("notes", ())):
        texts += inner.get("quantities", ())
    return [amount for amount in map(read_amount, texts) if amount is not None]


def category_of(code: str) -> str:
    """`3A001.b` is in category 3, `X.A.IV.002` in category IV."""
    parts = code.split(".")
    return parts[2] if parts[0] == "X" and len(parts) > 2 else code[:1] or "-"


def entry_of(code: str) -> str:
    """The entry that a paragraph belongs to: `3A001` for `3A001.b.2`, `X.A.I.001` for `X.A.I.001.a`."""
    parts = code.split(".")
    return ".".join(parts[:4]) if parts[0] == "X" else parts[0]


def ancestors(code: str) -> list[str]:
    """The codes above: `3A001.b.2` has `3A001.b` and `3A001`."""
    found = []
    while "." in code:
        code = code.rpartition(".")[0]
        found.append(code)
    return found


def known(amount: Amount, pool: Iterable[Amount]) -> bool:
    """True where the pool holds the same amount."""
    return any(same(amount, other) for other in pool)


@attrs.define
class Comparison:
    """One list of the law against the encoded paragraphs of that list."""

    law: Law
    encoded: dict[str, Row]
    twice: list[str] = attrs.field(factory=list)
    by_entry: dict[str, dict[str, list[Amount]]] = attrs.field(init=False, factory=dict)
    law_by_entry: dict[str, list[str]] = attrs.field(init=False, factory=dict)
    limits: dict[str, list[tuple[str, str, Amount]]] = attrs.field(init=False, factory=dict)
    printed: list[Amount] = attrs.field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        """What every encoded paragraph states, by entry, read once."""
        for code, record in self.encoded.items():
            self.by_entry.setdefault(entry_of(code), {})[code] = stated(record)
        for code in self.law.paragraphs:
            self.law_by_entry.setdefault(entry_of(code), []).append(code)

    def findings(self) -> Iterator[Finding]:
        """Every difference, in the order of the law, then what only the encoding has."""
        for code, paragraph in self.law.paragraphs.items():
            record = self.encoded.get(code)
            if record is None:
                if self.status(code) == "missing":
                    yield Finding(code, "paragraph_missing")
                continue
            yield from self.compare_paragraph(code, paragraph, record)
        for code in self.encoded:
            # rows of customs tables are no paragraphs
            if code not in self.law.paragraphs and not code[:1].islower():
                yield Finding(code, "paragraph_invented")
        for code in self.twice:
            yield Finding(code, "paragraph_twice")

    def status(self, code: str) -> str:
        """How the encoding treats a paragraph of the law."""
        record = self.encoded.get(code)
        if record is not None:
            return str(record.get("status", "modelled"))
        above = [self.encoded[upper] for upper in ancestors(code) if upper in self.encoded]
        if above and above[0].get("status") == "not_modelled":
            return "not_modelled"
        return "reserved" if self.law.paragraphs[code].row.get("status") == "not_used" else "missing"

    def compare_paragraph(self, code: str, paragraph: Paragraph, record: Row) -> Iterator[Finding]:
        """The differences of one paragraph that both sides have."""
        unused, status = paragraph.row.get("status") == "not_used", record.get("status")
        if unused and status not in ("reserved", "heading"):
            yield Finding(code, "not_reserved")
        if status == "reserved":
            if not unused:
                yield Finding(code, "reserved_wrongly")
            return
        yield from self.extra_figures(code)
        if status == "not_modelled":
            return
        yield from self.missing_figures(code, paragraph)
        printed, joined = paragraph.row.get("children"), record.get("children")
        if printed and joined and printed != joined:
            yield Finding(code, "joined_differently", remark=f"law {printed}, encoding {joined}")
        yield from compare_cas(code, paragraph, record)
        yield from compare_notes(code, paragraph, record)
        yield from self.other_limits(code, paragraph)

    def other_limits(self, code: str, paragraph: Paragraph) -> Iterator[Finding]:
        """Figures that the law prints as another kind of limit than the encoding does."""
        entry = self.limits.setdefault(entry_of(code), self.read_limits(entry_of(code)))
        for row in (paragraph.row, *paragraph.notes):
            for figure in row.get("figures", ()):
                if "limit" not in figure or "secondary_of" in figure or row["kind"] == "nb":
                    continue
                amount = Amount(read_value(figure["value"]), figure["unit"], f"{figure['value']} {figure['unit']}")
                related = {word for name, word, other in entry if near(name, code) and same(amount, other)}
                found = related or {word for _, word, other in entry if same(amount, other)}
                if found and figure["limit"] not in found:
                    remark = f"law {figure['limit']}, encoding {', '.join(sorted(found))}"
                    yield Finding(code, "limit_differs", amount.printed, remark)

    def read_limits(self, entry: str) -> list[tuple[str, str, Amount]]:
        """Every limit of an encoded entry: the paragraph, the kind of limit, the figure."""
        found: list[tuple[str, str, Amount]] = []
        for code in self.by_entry.get(entry, ()):
            record = self.encoded[code]
            inner = (record, *record.get("notes", ()), *record.get("definitions", ()))
            for text in (text for item in inner for text in item.get("limits", ())):
                word, _, figure = text.partition(" ")
                amount = read_amount(figure)
                if amount is not None:
                    found.append((code, word, amount))
        return found

    def missing_figures(self, code: str, paragraph: Paragraph) -> Iterator[Finding]:
        """Numbers of the law that the encoding of this paragraph does not state."""
        entry, above = self.by_entry[entry_of(code)], ancestors(code)
        everything = [amount for inner in entry.values() for amount in inner]
        related = [name for name in entry if name == code or name.startswith(code + ".") or name in above]
        line = [amount for name in related for amount in entry[name]]
        nowhere = set(unmatched(paragraph.row, line))
        for amount in unmatched(paragraph.row, entry[code]):
            yield Finding(code, "figure_missing" if amount in nowhere else "figure_moved", amount.printed)
        for note in paragraph.notes:
            for amount in unmatched(note, everything):
                kind = "note_figure_missing" if note["kind"] in ("note", "technical_note") else "nb_figure_missing"
                yield Finding(code, kind, amount.printed, str(note.get("label", "")))

    def extra_figures(self, code: str) -> Iterator[Finding]:
        """Numbers of the encoding that neither the paragraph nor anything above it prints.

        What a paragraph below prints has only moved; what nobody prints is made up.
        """
        pool: list[Amount] = []
        wording: list[Row] = []
        for name in (code, *ancestors(code)):
            owner = self.law.paragraphs.get(name)
            if owner is not None:
                wording += [owner.row, *owner.notes]
        terms = {term.lower() for row in wording for term in row.get("terms_double", ())}
        wording += [row for term in terms for row in self.law.terms.get(term, ())]
        for row in wording:
            pool += amounts(row, loose=True)
        below = [
            amount
            for name in self.law_by_entry.get(entry_of(code), ())
            if name.startswith(code + ".")
            for row in (self.law.paragraphs[name].row, *self.law.paragraphs[name].notes)
            for amount in amounts(row)
        ]
        own = stated({**self.encoded[code], "definitions": ()})
        for amount in dict.fromkeys(own):
            if not known(amount, pool):
                yield Finding(code, "figure_moved" if known(amount, below) else "figure_extra", amount.printed)
        for amount in dict.fromkeys(self.by_entry[entry_of(code)][code]):
            if amount not in own and not known(amount, pool) and not self.printed_somewhere(amount):
                yield Finding(code, "figure_extra", amount.printed)

    def printed_somewhere(self, amount: Amount) -> bool:
        """Whether the list prints a figure anywhere; a definition serves many paragraphs, and 0 and 1 are neutral."""
        if amount.value in (0, 1):
            return True
        if not self.printed:
            rows = [row for item in self.law.paragraphs.values() for row in (item.row, *item.notes)]
            rows += [row for several in self.law.terms.values() for row in several]
            self.printed = [found for row in rows for found in amounts(row, loose=True)]
        return known(amount, self.printed)


def near(name: str, code: str) -> bool:
    """Whether one of two paragraphs lies in the other."""
    return name == code or name.startswith(f"{code}.") or code.startswith(f"{name}.")


def unmatched(row: Row, pool: Sequence[Amount]) -> Iterator[Amount]:
    """Figures of a line of the law that the pool lacks; one form of a restated figure is enough."""
    figures, found = row.get("figures", ()), amounts(row)
    partners: dict[int, set[int]] = defaultdict(set)
    for place, figure in enumerate(figures):
        if "secondary_of" in figure:
            partners[place].add(figure["secondary_of"])
            partners[figure["secondary_of"]].add(place)
    for place, amount in enumerate(found):
        if not known(amount, pool) and not any(known(found[other], pool) for other in partners[place]):
            yield amount


def compare_cas(code: str, paragraph: Paragraph, record: Row) -> Iterator[Finding]:
    """CAS numbers of the paragraph and its notes against those encoded."""
    own = set(paragraph.row.get("cas", ()))
    with_notes = own | {number for note in paragraph.notes for number in note.get("cas", ())}
    encoded = set(record.get("cas", ()))
    yield from (Finding(code, "cas_missing", number) for number in sorted(own - encoded))
    yield from (Finding(code, "cas_extra", number) for number in sorted(encoded - with_notes))


def compare_notes(code: str, paragraph: Paragraph, record: Row) -> Iterator[Finding]:
    """How many notes the law prints under this code and how many are encoded; exclusions must be."""
    notes = [note for note in paragraph.notes if note["kind"] == "note" and note.get("status") != "not_used"]
    encoded = record.get("note_count", len(record.get("notes", ())))
    excluding = sum(bool(note.get("excludes")) for note in notes)
    remark = f"law {len(notes)}, of them {excluding} excluding; encoding {encoded}"
    if encoded < excluding:
        yield Finding(code, "note_missing", remark=remark)
    elif encoded != len(notes):
        yield Finding(code, "notes_differ", remark=remark)
