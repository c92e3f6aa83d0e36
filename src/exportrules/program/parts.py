"""The parts that a quantifier speaks of, and how much is known of their list."""

from __future__ import annotations

from enum import Enum

from exportrules.case.values import Subject
from exportrules.program.frame import Frame


class Gathering(Enum):
    """What is known of a list of parts."""

    ABSENT = "nothing stated"
    OPEN = "there may be others"
    COMPLETE = "there are no others"


def holder_of(frame: Frame, part: str, subject: str) -> Subject:
    """Whose parts of a name are meant: those of the part at hand, where it is asked about and may have some."""
    inside = subject == "it" and frame.it is not None and _has(frame.it, frame, part)
    return frame.it if inside and frame.it is not None else frame.item


def gather_parts(frame: Frame, part: str, subject: str) -> tuple[list[tuple[Subject, bool]], Gathering]:
    """Parts of the item, or of the part at hand, under this name; each with whether it certainly is one.

    A part stated under a narrower name is one; under a wider name it may be one, unless its own
    name settles it. A complete list under this or a wider name leaves no others.
    """
    holder = holder_of(frame, part, subject)
    # a case states only parts of names that are declared
    definitions = frame.session.program.vocabulary.parts
    above = definitions[part].above
    found: list[tuple[Subject, bool]] = []
    state = Gathering.ABSENT
    for name, listed in holder.parts.items():
        if part not in definitions[name].above and name not in above:
            continue
        for listed_part in listed.subjects:
            certain = part in definitions[listed_part.part].above
            if certain or listed_part.part in above:
                found.append((listed_part, certain))
        if name in above and listed.complete:
            state = Gathering.COMPLETE
        elif state is Gathering.ABSENT:
            state = Gathering.OPEN
    supposed = frame.session.supposed
    if supposed is not None and (id(holder), part) in supposed.absent:
        # a question supposes that there are no others than those stated
        state = Gathering.COMPLETE
    return found, state


def may_be_part(name: str, frame: Frame) -> bool:
    """Whether the part at hand is or may be one of this name."""
    definitions = frame.session.program.vocabulary.parts
    own = "" if frame.it is None else frame.it.part
    return own in definitions and (name in definitions[own].above or own in definitions[name].above)


def _has(subject: Subject, frame: Frame, part: str) -> bool:
    """Whether a part may itself have parts of this name: stated so, or declared so."""
    definitions = frame.session.program.vocabulary.parts
    own, owners = definitions.get(subject.part), definitions[part].owners
    if own is None:
        # the item itself, for which a fact is derived that its parts have as well
        return True
    return any(owner in own.above for owner in owners) or (own.as_item and "item" in owners)
