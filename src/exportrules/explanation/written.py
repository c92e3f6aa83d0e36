"""Nodes of an explanation as JSON text, in the canonical form: keys sorted, no blanks."""

from __future__ import annotations

from collections.abc import Sequence

from exportrules.case.values import NOBODY, Provenance, Value
from exportrules.explanation.data import MAX_NODES, reason_data, source_data
from exportrules.explanation.facts import show_value
from exportrules.explanation.model import Reason
from exportrules.explanation.nodes import Head, Maker
from exportrules.jsonquick import write_plain, write_text
from exportrules.logic import Truth, truth_name
from exportrules.units import Unit


class Written:
    """A node as JSON text."""

    __slots__ = ("status", "text", "truth")

    def __init__(self, truth: Truth, status: str, text: str) -> None:
        self.truth = truth
        self.status = status
        self.text = text


class Texts(Maker[Written]):
    """Makes nodes as JSON text, for one decision."""

    def __init__(self) -> None:
        # a value in words, with the value, so that no other takes its number
        self._shown: dict[tuple[int, str], tuple[str, Value]] = {}

    def join(self, head: Head, truth: Truth, status: str, children: Sequence[Written], depth: int) -> Written:
        """A node over others."""
        if children and depth >= MAX_NODES:
            return self.join(head, truth, f"{status} (what lies deeper is left out)", (), depth)
        before, after = head.written.get((truth, status)) or _write_head(head, truth, status)
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
        before, after = head.written.get((truth, status)) or _write_head(head, truth, status)
        return Written(truth, status, f"{{{before}{after}{held[0]}}}")

    def tell(self, head: Head, truth: Truth, status: str, words: str, source: Provenance) -> Written:
        """A test of something else."""
        before, after = head.written.get((truth, status)) or _write_head(head, truth, status)
        told = source_data(source)
        by = f'"source":{write_plain(told)},' if told else ""
        return Written(truth, status, f"{{{before}{by}{after}{_write_words(words)}}}")

    def take(self, reason: Reason) -> Written:
        """A record as text."""
        return Written(reason.truth, reason.status, write_plain(reason_data(reason)))


def _write_words(words: str) -> str:
    return f',"value":{write_text(words)}' if words else ""


def _write_head(head: Head, truth: Truth, status: str) -> tuple[str, str]:
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


__all__ = ["Texts", "Written"]
