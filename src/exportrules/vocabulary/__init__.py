"""What rules speak of: item kinds, facts, parts, dated groups of countries."""

from exportrules.vocabulary.model import (
    ITEM,
    TRANSACTION,
    FactDefinition,
    GroupDefinition,
    KindDefinition,
    Membership,
    PartDefinition,
    Vocabulary,
)

__all__ = [
    "ITEM",
    "TRANSACTION",
    "FactDefinition",
    "GroupDefinition",
    "KindDefinition",
    "Membership",
    "PartDefinition",
    "Vocabulary",
]
