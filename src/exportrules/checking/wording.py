"""How a fact of each type is tested, in words for the help line of a diagnostic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["WAYS"]

_LIMIT: Final = "compare it with a limit, such as `above 5 …` or `at most 5 …`"
WAYS: Final[Mapping[str, str]] = {
    "quantity": _LIMIT,
    "derived": _LIMIT,
    "range": "write `reaches …`, `covers …` or `within …`",
    "yes or no": "write its name alone, or `not` before it",
    "one of": "write `is …` or `is one of {…}`",
    "set of": "write `includes …`",
    "day": "write `before`, `after`, `from` or `up to` with a day",
    "country": "write `is …` or `in group …`",
    "countries": "write `includes …` or `in group …`",
    "text": "write `is …`",
    "customs_code": "write `cn` and a customs code",
    "cas_number": "write `cas` and a CAS number",
    "judgement": "write `judged …`",
}
"""By the type of the fact."""
