"""The facts of a transaction: values as stated, with who said so."""

from exportrules.case.faults import CaseError, CaseFault
from exportrules.case.reader import read_case, read_item
from exportrules.case.values import (
    NOT_APPLICABLE,
    Case,
    Choices,
    Days,
    Extent,
    Flag,
    Members,
    NotApplicable,
    Numbers,
    PartList,
    Point,
    Points,
    Provenance,
    Subject,
    Value,
)

__all__ = [
    "NOT_APPLICABLE",
    "Case",
    "CaseError",
    "CaseFault",
    "Choices",
    "Days",
    "Extent",
    "Flag",
    "Members",
    "NotApplicable",
    "Numbers",
    "PartList",
    "Point",
    "Points",
    "Provenance",
    "Subject",
    "Value",
    "read_case",
    "read_item",
]
