"""Findings, the order of outcomes, and their composition into a decision."""

from exportrules.decision.compose import decide_bounds, decide_case
from exportrules.decision.model import Decision, DutyFinding, ListFinding, MeasureFinding, ReliefFinding
from exportrules.decision.outcomes import Outcome

__all__ = [
    "Decision",
    "DutyFinding",
    "ListFinding",
    "MeasureFinding",
    "Outcome",
    "ReliefFinding",
    "decide_bounds",
    "decide_case",
]
