"""Many cases: one after the other or by several processes, again after a change of law, from tables, on a cluster."""

from exportrules.batch.many import decide_many
from exportrules.batch.record import Answer
from exportrules.batch.review import Revised, review

__all__ = ["Answer", "Revised", "decide_many", "review"]
