"""Definitions of kinds, facts, parts and groups, resolved and immutable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from exportrules import records
from exportrules.logic import FALSE, TRUE, UNKNOWN, Period, Truth
from exportrules.text import NOWHERE, Span

if TYPE_CHECKING:
    from exportrules.units import Unit

ITEM = "item"
TRANSACTION = "transaction"


@records.frozen
class KindDefinition:
    """An item kind; `above` holds the kind itself and every wider kind, `remarks` say above all what it is not."""

    name: str
    parents: tuple[str, ...]
    above: frozenset[str]
    known_as: tuple[str, ...] = ()
    title: str = ""
    remarks: tuple[str, ...] = ()
    span: Span = records.field(default=NOWHERE, eq=False)


@records.frozen
class PartDefinition:
    """A part of an item; `above` holds the part itself and every wider part.

    `warning` is told of one that is stated and is or may be listed where the item that has it is not.
    """

    name: str
    above: frozenset[str]
    owners: tuple[str, ...]
    as_item: bool
    question: str = ""
    warning: str = ""
    span: Span = records.field(default=NOWHERE, eq=False)


@records.frozen
class FactDefinition:
    """What may be asked of an owner.

    `form` is quantity, range, yes or no, one of, set of, derived, day, country, countries, text,
    customs_code, cas_number or judgement; `unit` the declared unit of a number; `conditions` the names
    under which a value may be stated, with their units (None for named points). One that is `signed` may be
    below zero though its kind of quantity begins there. A country outside the `group` is told of, and `warning`
    where the fact is stated (as yes, or with members): it then says what no rule does; each line of it that begins
    with members of the fact and a colon, where one of these is stated.
    """

    name: str
    owners: tuple[str, ...]
    form: str
    unit: Unit | None = None
    values: tuple[str, ...] = ()
    conditions: Mapping[str, Unit | None] = records.field(factory=lambda: dict[str, "Unit | None"]())
    question: str = ""
    ruleset: str = ""
    signed: bool = False
    group: str = ""
    warning: str = ""
    span: Span = records.field(default=NOWHERE, eq=False)

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers with a unit."""
        return self.form in ("quantity", "derived", "range")

    @property
    def warned_of(self) -> tuple[tuple[frozenset[str], str], ...]:
        """What it warns of, with the members for which it does; none stands for all."""
        found: list[tuple[frozenset[str], str]] = []
        for line in self.warning.splitlines():
            before, _, text = line.partition(": ")
            named = frozenset(before.split(", "))
            found.append((named, text) if text and named <= {*self.values} else (frozenset(), line))
        return tuple(found)


@records.frozen
class Membership:
    """Members of a group for a time, with an optional label."""

    values: frozenset[str]
    period: Period
    label: str | None = None


@records.frozen
class GroupDefinition:
    """A dated group of countries."""

    name: str
    memberships: tuple[Membership, ...]
    source: str = ""
    not_modelled: str | None = None
    span: Span = records.field(default=NOWHERE, eq=False)

    def has_member(self, country: str, day: date, label: str | None) -> Truth:
        """Whether the country belongs to the group on the day, under the label if one is given."""
        result: Truth = FALSE
        for membership in self.memberships:
            if country in membership.values and (label is None or membership.label == label):
                presence = membership.period.presence(day)
                if presence == TRUE:
                    return TRUE
                result = max(result, presence)
        return UNKNOWN if result == FALSE and self.not_modelled is not None else result


@records.frozen
class Vocabulary:
    """Every definition by name. A fact is found by its name; names are unique across rulesets."""

    kinds: Mapping[str, KindDefinition]
    parts: Mapping[str, PartDefinition]
    facts: Mapping[str, FactDefinition]
    groups: Mapping[str, GroupDefinition]

    def owned_by_part(self, fact: str, part: str) -> bool:
        """Whether a part (or a wider part that it is one of) owns the fact."""
        definition = self.parts[part]
        owners = self.facts[fact].owners
        if any(owner in definition.above for owner in owners):
            return True
        return definition.as_item and ITEM in owners
