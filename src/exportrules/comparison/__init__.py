"""One case under many circumstances: Member States, places of dispatch, destinations, days, states of the law."""

from exportrules.comparison.answers import Answer, Comparison, Warned
from exportrules.comparison.compare import (
    compare_days,
    compare_destinations,
    compare_dispatch,
    compare_rules,
    compare_states,
)
from exportrules.comparison.impact import Impact, ImpactRow, measure_impact

__all__ = [
    "Answer",
    "Comparison",
    "Impact",
    "ImpactRow",
    "Warned",
    "compare_days",
    "compare_destinations",
    "compare_dispatch",
    "compare_rules",
    "compare_states",
    "measure_impact",
]
