"""Nodes of an explanation as JSON text, in the canonical form: keys sorted, no blanks."""

from __future__ import annotations

from collections.abc import Sequence

from exportrules.case.values import Provenance
from exportrules.explanation.data import MAX_NODES, reason_data, source_data
from exportrules.explanation.facts import Shown
from exportrules.explanation.model import Reason
from exportrules.explanation.nodes import Head, Maker
from exportrules.jsonquick import write_plain, write_text
from exportrules.logic import Truth, truth_name
from exportrules.program.frame import Frame


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
        self.shown: dict[Shown, tuple[str, str]] = {}
        """Who stated what is shown of the item and of the transaction, and what, as members of a node."""

    def join(self, head: Head, truth: Truth, status: str, children: Sequence[Written], depth: int) -> Written:
        """A node over others."""
        if children and depth >= MAX_NODES:
            return self.join(head, truth, f"{status} (what lies deeper is left out)", (), depth)
        before, after = head.written.get((truth, status)) or write_head(head, truth, status)
        if not children:
            return Written(truth, status, f"{{{before}{after}}}")
        below = children[0].text if len(children) == 1 else ",".join([child.text for child in children])
        return Written(truth, status, f'{{"children":[{below}],{before}{after}}}')

    def test(self, head: Head, truth: Truth, status: str, shown: Shown, frame: Frame) -> Written:
        """A test."""
        plain = frame.it is None and frame.overrides is None and frame.item is frame.session.case.item
        source, words = (plain and self.shown.get(shown)) or self.show(shown, frame, keep=plain)
        before, after = head.written.get((truth, status)) or write_head(head, truth, status)
        return Written(truth, status, f"{{{before}{source}{after}{words}}}")

    def show(self, shown: Shown, frame: Frame, *, keep: bool = True) -> tuple[str, str]:
        """Who stated what is shown in a frame, and what; to `keep` where it is about the item of the case."""
        words, source = shown.look_up(frame)
        found = _write_source(source), f',"value":{write_text(words)}' if words else ""
        if keep:
            self.shown[shown] = found
        return found

    def take(self, reason: Reason) -> Written:
        """A record as text."""
        return Written(reason.truth, reason.status, write_plain(reason_data(reason)))


def _write_source(source: Provenance) -> str:
    told = source_data(source)
    return f'"source":{write_plain(told)},' if told else ""


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


__all__ = ["Texts", "Written", "write_head"]
