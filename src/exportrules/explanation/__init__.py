"""Views of a decision: why, why not, what is missing, what would change it, until when it holds."""

from exportrules.explanation.changes import find_changes, find_last_day, why_not
from exportrules.explanation.model import Branch, Change, Question, Reason, Status
from exportrules.explanation.questions import ask_questions, open_clauses
from exportrules.explanation.status import find_paragraph, find_status

__all__ = [
    "Branch",
    "Change",
    "Question",
    "Reason",
    "Status",
    "ask_questions",
    "find_changes",
    "find_last_day",
    "find_paragraph",
    "find_status",
    "open_clauses",
    "why_not",
]
