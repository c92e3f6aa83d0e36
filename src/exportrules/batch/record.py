"""What is kept of each line of a batch: the answer, what it rests on, or the error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from exportrules import records
from exportrules.case import Case, CaseError
from exportrules.decision import Outcome
from exportrules.errors import ExportRulesError
from exportrules.logic import truth_name

if TYPE_CHECKING:
    from exportrules.loading import Rules


class RowError(ExportRulesError):
    """A row of a table that is no case (XR961). It stands among the rows in its place, so that the others go on."""

    identifier: str = ""

    def __init__(self, message: str, help: str, identifier: object = "") -> None:  # noqa: A002 - as its parent has it
        super().__init__("XR961", message, help)
        self.identifier = identifier if isinstance(identifier, str) else ""

    def __reduce__(self) -> tuple[type[RowError], tuple[str, str | None, str]]:
        """Go to another process with the arguments of this class."""
        return RowError, (self.message, self.help, self.identifier)


Row = Mapping[str, object] | str | bytes | Case | RowError
"""A case as an object, as JSON text, as one that was read already, or what is wrong with a row of a table."""
_NAMES: Final = tuple(outcome.name for outcome in Outcome)


@records.frozen
class Answer:
    """The answer to one line: its place among the rows from 0, and either bounds or an error.

    `floor` and `ceiling` are the names of outcomes; `Outcome[answer.ceiling]` has their order.

    `measures` are the measures that apply or may apply, each as its path and `true` or `unknown`; they are there when
    details were asked for. `warnings`, each with its code, say what the line states that no loaded rule answers
    (XR857: the bounds are about the rules that are loaded, and nothing there clears it), and which paragraph names the
    substance of the line though a person ruled it out only with its section or its list (XR858), or which part that is
    stated is or may be listed where the item is not (XR859).
    """

    line: int
    identifier: str = ""
    as_of: date | None = None
    floor: str = ""
    ceiling: str = ""
    measures: tuple[tuple[str, str], ...] = ()
    error: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def conclusive(self) -> bool:
        """Whether there is one outcome."""
        return not self.error and self.floor == self.ceiling

    def says_the_same(self, other: Answer) -> bool:
        """Whether another answer to the same line differs in nothing that was answered."""
        return records.replace(self, line=0) == records.replace(other, line=0)

    def as_data(self) -> dict[str, Any]:
        """The answer as plain data for JSON."""
        data: dict[str, Any] = {"line": self.line, "id": self.identifier}
        if self.error:
            return {**data, "error": self.error}
        day = None if self.as_of is None else self.as_of.isoformat()
        measures = [{"measure": path, "truth": truth} for path, truth in self.measures]
        data |= {"as_of": day, "floor": self.floor, "ceiling": self.ceiling, "measures": measures}
        return data | {"warnings": list(self.warnings)} if self.warnings else data


_make_answer = records.maker(Answer)


def read_row(rules: Rules, row: Row) -> Case:
    """The case of a line.

    Raises:
        ExportRulesError: XR961 for a row of a table that is no case; else as `Rules.read_case` has it.
    """
    if isinstance(row, Case):
        return row
    if isinstance(row, RowError):
        raise row
    return rules.read_case(row)


def answer(rules: Rules, row: Row, line: int, as_of: date | None, *, details: bool) -> Answer:
    """Decide one line; whatever is wrong with it is its answer."""
    identifier = ""
    try:
        case = read_row(rules, row)
        identifier = case.identifier
        told = rules.warn(case, as_of)
        warnings = tuple([f"{code}: {message}" for code, message in told]) if told else ()
        if not details:
            day, floor, ceiling = rules.decide_bounds(case, as_of)
            return _make_answer(line, identifier, day, _NAMES[floor], _NAMES[ceiling], (), "", warnings)
        decision = rules.decide(case, as_of)
        measures = tuple((item.measure.path, truth_name(item.truth)) for item in decision.findings)
        low, high = decision.floor.name, decision.ceiling.name
        return Answer(line, identifier, decision.as_of, low, high, measures, warnings=warnings)
    except (ExportRulesError, ArithmeticError, RecursionError, TypeError, ValueError) as error:
        return Answer(line, identifier or _identify(row), error=_tell(error))


def _tell(error: Exception) -> str:
    """The error in one line, with every fault of a case."""
    if isinstance(error, CaseError):
        return " | ".join(f"{item.code}: {item.path}: {item.message}; {item.help}" for item in error.faults)
    return str(error) if isinstance(error, ExportRulesError) else f"{type(error).__name__}: {error}"


def _identify(row: object) -> str:
    """The name of a line that cannot be read as a case, so that it can be found."""
    if isinstance(row, RowError):
        return row.identifier
    if isinstance(row, str | bytes):
        try:
            row = json.loads(row)
        except (ValueError, RecursionError):
            return ""
    found = cast("Mapping[str, object]", row).get("id", "") if isinstance(row, Mapping) else ""
    return found if isinstance(found, str) else ""


__all__ = ["Answer", "Row", "RowError", "answer", "read_row"]
