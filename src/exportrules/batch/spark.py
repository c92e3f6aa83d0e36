"""The same batch on Apache Spark: each partition is decided by the process that holds it, through Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from exportrules.batch.record import Answer, answer
from exportrules.batch.table import case_of
from exportrules.case.day import check_day
from exportrules.errors import ExportRulesError

if TYPE_CHECKING:
    from exportrules.loading import Rules

SCHEMA = (
    "id string, as_of string, floor string, ceiling string, measures array<string>, error string, "
    "warnings array<string>"
)


def decide_frame(rules: Rules, frame: Any, as_of: date | None = None, *, details: bool = False) -> Any:
    """A Spark data frame with an answer to each row: id, as_of, floor, ceiling, measures, error, warnings.

    The columns are places in the case as `exportrules.batch.table` has them. The rules travel as their texts; each
    Python process of the cluster loads them once. Rows keep the order of their partition.

    Raises:
        ExportRulesError: XR958, the object is no Spark data frame. XR871, `as_of` is no day.
    """
    check_day(as_of)
    if not hasattr(frame, "mapInArrow"):
        raise ExportRulesError("XR958", f"`{type(frame).__name__}` is no Spark data frame", "give one of pyspark")

    # Spark reads a dot in the name of a column as the way into a structure
    columns = tuple(frame.columns)

    def decide(batches: Iterable[Any]) -> Iterator[Any]:
        return _decide_batches(rules, columns, batches, as_of, details)

    numbered = frame.toDF(*(f"column_{place}" for place in range(len(columns))))
    return numbered.mapInArrow(decide, SCHEMA)


def _decide_batches(
    rules: Rules, columns: Sequence[str], batches: Iterable[Any], as_of: date | None, details: bool
) -> Iterator[Any]:
    # a process of the cluster has it, as Spark needs it there
    arrow: Any = import_module("pyarrow")

    for batch in batches:
        found = [
            answer(rules, case_of(dict(zip(columns, cells.values(), strict=True))), line, as_of, details=details)
            for line, cells in enumerate(batch.to_pylist())
        ]
        yield arrow.RecordBatch.from_pylist([_cells(item) for item in found], schema=_schema(arrow))


def _schema(arrow: Any) -> Any:
    text = arrow.string()
    fields = [(name, text) for name in ("id", "as_of", "floor", "ceiling")]
    return arrow.schema([*fields, ("measures", arrow.list_(text)), ("error", text), ("warnings", arrow.list_(text))])


def _cells(item: Answer) -> dict[str, Any]:
    return {
        "id": item.identifier,
        "as_of": None if item.as_of is None else item.as_of.isoformat(),
        "floor": item.floor or None,
        "ceiling": item.ceiling or None,
        "measures": [f"{path}: {truth}" for path, truth in item.measures],
        "error": item.error or None,
        "warnings": list(item.warnings),
    }


__all__ = ["SCHEMA", "decide_frame"]
