"""Facts as slots: exact values become small codes that generated code compares, everything else is looked up.

A number becomes twice the whole quanta that lie below it, and one more where a rest is left; the limits that a piece of
code knows are whole quanta, so that comparing codes is comparing exact values. A fact that is not stated is
not-a-number, with which every comparison fails. A value that is not one exact value is told apart, because it needs
the closures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm, nan
from typing import TYPE_CHECKING, Any, Final

import attrs

from exportrules.case.values import Case, Choices, Days, Flag, Members, Numbers, Subject, Value

if TYPE_CHECKING:
    from exportrules.program.frame import Supposition

UNSTATED: Final = nan
Key = tuple[str, str]
Place = tuple[int, int, Any]
"""Where the code of a fact goes: the number of a slot, its quantum, and the next such place or None."""


@attrs.define(slots=True, eq=False)
class Slot:
    """One fact: its number in the list of codes and, for a quantity, its limits in whole quanta."""

    number: int
    limits: set[Fraction] = attrs.field(factory=set[Fraction])
    quantum: int = 1
    holds_set: bool = False
    """Whether its code is a set or a text, so that "not stated" is `None`."""

    def close(self) -> None:
        """Fix the limits once all of them are known."""
        self.quantum = lcm(*(limit.denominator for limit in self.limits)) if self.limits else 1

    def place_of(self, limit: Fraction) -> int:
        """The code of a limit."""
        return 2 * int(limit * self.quantum)


class Layout:
    """The slots of one piece of generated code, by owner (item or transaction) and fact.

    Code may stand `beside` other code that is shared: both read one list of codes, the shared slots first.
    """

    def __init__(self, beside: Layout | None = None) -> None:
        self.slots: dict[Key, Slot] = {}
        self.of_item: Mapping[str, Place] = {}
        self.of_transaction: Mapping[str, Place] = {}
        self._shared: tuple[Slot, ...] = () if beside is None else tuple(beside.slots.values())
        self._shared_keys: tuple[Key, ...] = () if beside is None else tuple(beside.slots)
        self._unstated: list[Any] = []

    def slot(self, owner: str, name: str) -> Slot:
        """The slot of a fact, made on first use."""
        return self.slots.setdefault((owner, name), Slot(len(self._shared) + len(self.slots)))

    def close(self) -> None:
        """Fix all slots."""
        for slot in self.slots.values():
            slot.close()
        keys, slots = (*self._shared_keys, *self.slots), (*self._shared, *self.slots.values())
        self.of_item = _by_name(
            (name, slot) for (owner, name), slot in zip(keys, slots, strict=True) if owner == "item"
        )
        self.of_transaction = _by_name(
            (name, slot) for (owner, name), slot in zip(keys, slots, strict=True) if owner != "item"
        )
        self._unstated = [None if slot.holds_set else UNSTATED for slot in slots]

    def read(self, case: Case, item: Subject, supposed: Supposition | None = None) -> tuple[list[Any], bool]:
        """The codes of the facts of a case and its item, and whether each stated one is one exact value."""
        codes = self._unstated.copy()
        exact = True
        for facts, known in ((item.facts, self.of_item), (case.transaction, self.of_transaction)):
            if not known:
                continue
            for name in facts:
                place = known.get(name)
                if place is None:
                    continue
                value = facts[name]
                while place is not None:
                    number, quantum, place = place
                    if type(value) is Numbers and value.ratio is not None:
                        # what `code_of` says of most values, without the call
                        numerator, denominator = value.ratio
                        whole, rest = divmod(numerator * quantum, denominator)
                        codes[number] = 2 * whole + 1 if rest else 2 * whole
                        continue
                    code = code_of(value, quantum)
                    if code is None:
                        exact = False
                    else:
                        codes[number] = code
        if supposed is None:
            return codes, exact
        return codes, self._suppose(codes, supposed, id(item), exact=exact)

    def _suppose(self, codes: list[Any], supposed: Supposition, item: int, *, exact: bool) -> bool:
        """Put in what a question supposes."""
        for (subject, name), value in supposed.answers.items():
            known = self.of_item if subject == item else self.of_transaction
            place = known.get(name) if subject in (item, 0) else None
            while place is not None:
                number, quantum, place = place
                code = code_of(value, quantum)
                codes[number] = self._unstated[number] if code is None else code
                exact = exact and code is not None
        return exact


def _by_name(slots: Iterable[tuple[str, Slot]]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for name, slot in slots:
        found[name] = (slot.number, slot.quantum, found.get(name))
    return found


def code_of(value: Value, quantum: int) -> Any:
    """The code of a value; None where it is not one exact value."""
    if isinstance(value, Numbers):
        if value.ratio is None:
            return None
        numerator, denominator = value.ratio
        whole, rest = divmod(numerator * quantum, denominator)
        return 2 * whole + 1 if rest else 2 * whole
    if isinstance(value, Flag):
        return value.value
    if isinstance(value, Choices):
        return next(iter(value.values)) if len(value.values) == 1 else None
    if isinstance(value, Members):
        return value.included if value.complete else None
    if isinstance(value, Days):
        return value.first.toordinal() if value.first is not None and value.first == value.last else None
    return None
