"""Nodes of an explanation as JSON text, in the canonical form: keys sorted, no blanks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from exportrules import records
from exportrules.case.values import NOBODY, Provenance, Value
from exportrules.explanation.data import MAX_NODES, reason_data, source_data
from exportrules.explanation.facts import UNKNOWN_WORDS, show_kinds, show_value
from exportrules.explanation.model import Reason
from exportrules.explanation.nodes import Head, Maker
from exportrules.jsonquick import write_plain, write_text
from exportrules.logic import Truth, truth_name
from exportrules.program.frame import Frame
from exportrules.rules.conditions import FactRef
from exportrules.units import Unit


class Written:
    """A node as JSON text."""

    __slots__ = ("status", "text", "truth")

    def __init__(self, truth: Truth, status: str, text: str) -> None:
        self.truth = truth
        self.status = status
        self.text = text


@records.frozen(eq=False)
class Shown:
    """What is shown of a test: its fact in a unit; without a fact the kinds of the item."""

    ref: FactRef | None = None
    unit: Unit | None = None


class Texts(Maker[Written]):
    """Makes nodes as JSON text, for one decision."""

    def __init__(self) -> None:
        # a value in words, with the value, so that no other takes its number
        self._shown: dict[tuple[int, str], tuple[str, Value]] = {}
        self.shown: dict[Shown, tuple[str, str]] = {}
        """What generated code shows of facts: who stated them, and what."""

    def join(self, head: Head, truth: Truth, status: str, children: Sequence[Written], depth: int) -> Written:
        """A node over others."""
        if children and depth >= MAX_NODES:
            return self.join(head, truth, f"{status} (what lies deeper is left out)", (), depth)
        before, after = head.written.get((truth, status)) or write_head(head, truth, status)
        if not children:
            return Written(truth, status, f"{{{before}{after}}}")
        below = children[0].text if len(children) == 1 else ",".join([child.text for child in children])
        return Written(truth, status, f'{{"children":[{below}],{before}{after}}}')

    def test(self, head: Head, truth: Truth, status: str, value: Value | None, unit: Unit | None) -> Written:
        """A test of one fact."""
        if value is None or value.source is not NOBODY:
            source = NOBODY if value is None else value.source
            return self.tell(head, truth, status, show_value(value, unit), source)
        key = (id(value), "" if unit is None else unit.name)
        held = self._shown.get(key)
        if held is None:
            held = self._shown[key] = (_write_words(show_value(value, unit)), value)
        before, after = head.written.get((truth, status)) or write_head(head, truth, status)
        return Written(truth, status, f"{{{before}{after}{held[0]}}}")

    def tell(self, head: Head, truth: Truth, status: str, words: str, source: Provenance) -> Written:
        """A test of something else."""
        before, after = head.written.get((truth, status)) or write_head(head, truth, status)
        return Written(truth, status, f"{{{before}{_write_source(source)}{after}{_write_words(words)}}}")

    def show(self, shown: Shown, frame: Frame) -> tuple[str, str]:
        """Who stated a fact of the item or of the transaction, and what, as members of a node."""
        value = None if shown.ref is None else frame.value(shown.ref)
        if shown.ref is None:
            words, source = show_kinds(frame.item)
        elif value is None:
            found = self.shown[shown] = NOT_KNOWN
            return found
        else:
            words, source = show_value(value, shown.unit), value.source
        found = self.shown[shown] = (_write_source(source), _write_words(words))
        return found

    def take(self, reason: Reason) -> Written:
        """A record as text."""
        return Written(reason.truth, reason.status, write_plain(reason_data(reason)))


def _write_source(source: Provenance) -> str:
    told = source_data(source)
    return f'"source":{write_plain(told)},' if told else ""


def _write_words(words: str) -> str:
    return f',"value":{write_text(words)}' if words else ""


NOT_KNOWN: Final = ("", _write_words(UNKNOWN_WORDS))
"""What is shown of a fact that is not stated."""


def write_head(head: Head, truth: Truth, status: str) -> tuple[str, str]:
    """The members of a node up to its source, and those from its status on."""
    first = {"code": head.code, "evidence": head.evidence, "fact": head.fact, "form": head.form}
    before = [f'"{key}":{write_text(text)},' for key, text in first.items() if text]
    if head.readings:
        before.append(f'"readings":[{",".join(map(write_text, head.readings))}],')
    if head.ruleset:
        before.append(f'"ruleset":{write_text(head.ruleset)},')
    after = [f'"status":{write_text(status)}', f'"text":{write_text(head.text)}']
    if head.title:
        after.append(f'"title":{write_text(head.title)}')
    after.append(f'"truth":"{truth_name(truth)}"')
    found = head.written[truth, status] = ("".join(before), ",".join(after))
    return found


__all__ = ["NOT_KNOWN", "Shown", "Texts", "Written", "write_head"]
