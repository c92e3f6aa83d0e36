"""Facts as slots: exact values by their codes, which generated code compares; everything else is looked up.

A fact that is not stated is not-a-number, with which every comparison fails. A value that is not one exact value is
told apart, because it needs the closures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import nan
from typing import TYPE_CHECKING, Any, Final

from exportrules import records
from exportrules.case.values import Case, NotApplicable, Subject, Value
from exportrules.vocabulary import ITEM, TRANSACTION

if TYPE_CHECKING:
    from exportrules.program.frame import Supposition

UNSTATED: Final = nan
INAPPLICABLE: Final = float("nan")
"""Stands for "not applicable": every comparison fails as with what is not stated, but bands do not join over it."""
HELD: Final = frozenset(("set of", "countries", "customs_code"))
"""Forms of facts whose code is a set or a text that is looked into, so that "not stated" is `None`."""
Key = tuple[str, str]
Codes = tuple[Any, ...]


@records.frozen(eq=False)
class Slot:
    """The place of one fact in the list of codes."""

    owner: str
    number: int
    holds_set: bool
    """Whether its code is a set or a text, so that "not stated" is `None`."""

    @property
    def name(self) -> str:
        """How generated code names it: `x` holds the facts of the item, `t` those of the transaction."""
        return f"{'x' if self.owner == ITEM else 't'}[{self.number}]"


class Layout:
    """The slots of one piece of generated code: the facts of the item, and those of the transaction.

    Code may stand `beside` other code that is shared: both read the same codes, the shared slots first.
    """

    def __init__(self, forms: Mapping[str, str], beside: Layout | None = None) -> None:
        self.slots: dict[Key, Slot] = {} if beside is None else dict(beside.slots)
        self._counts = Counter(owner for owner, _ in self.slots)
        self._forms = forms
        self._item = self._transaction = _Side((), ())

    def slot(self, owner: str, name: str) -> Slot:
        """The slot of a fact, made on first use."""
        found = self.find(owner, name)
        if found is None:
            owner = owner if owner == ITEM else TRANSACTION
            found = self.slots[owner, name] = Slot(owner, self._counts[owner], self._forms.get(name) in HELD)
            self._counts[owner] += 1
        return found

    def find(self, owner: str, name: str) -> Slot | None:
        """The slot of a fact, if there is one."""
        return self.slots.get((owner if owner == ITEM else TRANSACTION, name))

    def close(self) -> None:
        """Fix all slots."""
        self._item, self._transaction = self._side(ITEM), self._side(TRANSACTION)

    def _side(self, owner: str) -> _Side:
        slots = {name: slot for (holder, name), slot in self.slots.items() if holder == owner}
        return _Side(tuple(slots), tuple(None if slot.holds_set else UNSTATED for slot in slots.values()))

    def read(self, case: Case, item: Subject, supposed: Supposition | None = None) -> tuple[Codes, Codes, bool]:
        """The codes of the facts of an item and of the transaction, and whether each is one exact value."""
        ours, others = self._item, self._transaction
        if supposed is not None or item.inexact or case.inexact:
            first, second = _Reading(ours, item.facts), _Reading(others, case.transaction)
            if supposed is not None:
                first.suppose(supposed, id(item))
                second.suppose(supposed, 0)
            return first.codes, second.codes, first.exact and second.exact
        # what follows is the same, without looking at any value
        return (
            tuple(map(item.codes.get, ours.names, ours.unstated)),
            tuple(map(case.codes.get, others.names, others.unstated)),
            True,
        )


@records.frozen(eq=False)
class _Side:
    """The facts of one owner: their names, and for each what stands for "not stated"."""

    names: tuple[str, ...]
    unstated: Codes


class _Reading:
    """The codes of one owner's facts, where some are no exact values or are supposed."""

    def __init__(self, side: _Side, facts: Mapping[str, Value]) -> None:
        self._values = [facts.get(name) for name in side.names]
        self._side = side

    def suppose(self, supposed: Supposition, owner: int) -> None:
        """Put in what a question supposes."""
        self._values = [
            supposed.answers.get((owner, name), value)
            for name, value in zip(self._side.names, self._values, strict=True)
        ]

    @property
    def codes(self) -> Codes:
        """What is no exact value counts as not stated."""
        return tuple(map(_code_of, self._values, self._side.unstated))

    @property
    def exact(self) -> bool:
        """Whether each of the facts is not stated or has one exact value."""
        return all(value is None or value.code is not None for value in self._values)


def _code_of(value: Value | None, absent: Any) -> Any:
    if value is None:
        return absent
    if value.code is None:
        return INAPPLICABLE if isinstance(value, NotApplicable) and absent is not None else absent
    return value.code


__all__ = ["INAPPLICABLE", "UNSTATED", "Codes", "Layout", "Slot"]
