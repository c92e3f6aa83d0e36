"""Nodes of an explanation as JSON text, in the canonical form: keys sorted, no blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exportrules.case.stated import PlainFacts
from exportrules.case.values import NOBODY
from exportrules.explanation.data import MAX_NODES, reason_data, source_data
from exportrules.explanation.facts import UNKNOWN_WORDS, Shown
from exportrules.explanation.model import Reason
from exportrules.explanation.nodes import Head, Maker
from exportrules.jsonquick import write_plain, write_text
from exportrules.logic import Truth, truth_name
from exportrules.program.frame import Frame

_UNKNOWN = f',"value":{write_text(UNKNOWN_WORDS)}'


class Written:
    """A node as JSON text."""

    __slots__ = ("status", "text", "truth")

    def __init__(self, truth: Truth, status: str, text: str) -> None:
        self.truth = truth
        self.status = status
        self.text = text


class Stated(dict[Shown, str]):
    """What is stated of the item of a case and of the transaction, as members of nodes; looked up when first asked."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.sources = Signed()
        session, item = frame.session, frame.item
        case = session.case
        self.is_exact = not (item.inexact or case.inexact)
        """Whether everything stated has one exact value."""
        facts, others = item.facts, case.transaction
        self._plain: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None
        if isinstance(facts, PlainFacts) and isinstance(others, PlainFacts) and session.supposed is None:
            self._plain = facts.stated, others.stated
        self.is_signed = self._plain is None or item.kinds_source is not NOBODY or bool(item.judgements)
        """Whether it may be said of anything who stated it."""
        self.read = (item.codes.get, case.codes.get, session.as_of.toordinal(), item.kinds, frame)
        """What the code of patterns reads."""

    def __missing__(self, shown: Shown) -> str:
        if shown.name and self._plain is not None:
            # of what is stated in the usual way it is not said who did
            told = self._plain[shown.of_transaction].get(shown.name)
            if told is None:
                found = self[shown] = _UNKNOWN
                return found
            if type(told) is str and told.endswith(shown.ending):
                found = self[shown] = f',"value":{write_text(told)}'
                return found
        self.sources[shown], found = show(shown, self.frame)
        self[shown] = found
        return found


class Signed(dict[Shown, str]):
    """Who stated what was asked for, as members of nodes; nothing where it is not said."""

    def __missing__(self, shown: Shown) -> str:
        return ""


class Texts(Maker[Written]):
    """Makes nodes as JSON text, for one decision."""

    def __init__(self, frame: Frame) -> None:
        """`frame` is that of the item of the case."""
        self.stated = Stated(frame)

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
        if frame is self.stated.frame or (
            frame.it is None and frame.overrides is None and frame.item is frame.session.case.item
        ):
            words, source = self.stated[shown], self.stated.sources[shown]
        else:
            source, words = show(shown, frame)
        before, after = head.written.get((truth, status)) or write_head(head, truth, status)
        return Written(truth, status, f"{{{before}{source}{after}{words}}}")

    def take(self, reason: Reason) -> Written:
        """A record as text."""
        return Written(reason.truth, reason.status, write_plain(reason_data(reason)))


def show(shown: Shown, frame: Frame) -> tuple[str, str]:
    """Who stated what is shown in a frame, and what, as members of a node."""
    words, source = shown.look_up(frame)
    told = {} if source is NOBODY else source_data(source)
    return f'"source":{write_plain(told)},' if told else "", f',"value":{write_text(words)}' if words else ""


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
