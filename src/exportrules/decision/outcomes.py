"""The six outcomes, from free to forbidden, and the level of each effect and relief."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class Outcome(IntEnum):
    """What becomes of the transaction; a larger value is stricter, so that the join is the maximum."""

    no_control_found = 0
    authorised = 1
    notification_required = 2
    licence_required = 3
    prohibited_unless_authorised = 4
    prohibited = 5

    def __str__(self) -> str:
        """The name, as answers of a batch and receipts have it; the number would equal no text that anybody stores."""
        return self.name

    def __format__(self, spec: str) -> str:
        """The name, or the number where a form for whole numbers asks for it."""
        return format(int(self) if spec.endswith(("b", "d", "n", "o", "x", "X")) else self.name, spec)


LEVELS: Mapping[str, Outcome] = {
    "obligation": Outcome.no_control_found,
    "notification": Outcome.notification_required,
    "licence": Outcome.licence_required,
    "prohibition": Outcome.prohibited,
}
REMAINING: Mapping[str, Outcome] = {
    "exemption": Outcome.no_control_found,
    "authorisation": Outcome.authorised,
    "derogation": Outcome.prohibited_unless_authorised,
}
MEANINGS: Mapping[Outcome, str] = {
    Outcome.no_control_found: "no control found in the rules that are loaded",
    Outcome.authorised: "controlled, and covered by a named authorisation",
    Outcome.notification_required: "must be notified; may not proceed until the authority has decided",
    Outcome.licence_required: "needs an individual or global authorisation",
    Outcome.prohibited_unless_authorised: "prohibited; the authority may authorise it under a named derogation",
    Outcome.prohibited: "prohibited",
}
