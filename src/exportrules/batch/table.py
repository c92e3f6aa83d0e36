"""Rows of a table as cases: a column is a place in the case, an empty cell is not stated.

    id, activity, as_of, facts.exporter_state, item.kind, item.facts.output_power, …

A column `case` holds whole cases as JSON text instead. Any data frame or Arrow table that narwhals knows will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from typing import Any, cast

from exportrules.batch.record import Row
from exportrules.errors import ExportRulesError

FORMAT = "exportrules.case/1"


def rows_of(table: Any) -> Iterator[Row]:
    """The rows of a data frame or of an Arrow table as cases, one after the other.

    Raises:
        ExportRulesError: XR958, narwhals is not installed, or the object is no table.
    """
    try:
        narwhals: Any = import_module("narwhals")
    except ImportError:
        raise ExportRulesError(
            "XR958", "tables need narwhals, which is not installed", "pip install 'exportrules[dataframe]'"
        ) from None
    try:
        frame: Any = narwhals.from_native(table, eager_only=True)
    except TypeError:
        raise ExportRulesError(
            "XR958", f"`{type(table).__name__}` is no table", "give a data frame or an Arrow table"
        ) from None
    return map(case_of, frame.iter_rows(named=True))


def case_of(cells: Mapping[str, Any]) -> Row:
    """One row as a case."""
    whole = cells.get("case")
    if isinstance(whole, str | bytes):
        return whole
    case: dict[str, Any] = {"format": FORMAT}
    for column, cell in cells.items():
        if not _is_stated(cell):
            continue
        *places, name = column.split(".")
        inner = case
        for place in places:
            inner = inner.setdefault(place, {})
        inner[name] = _plain(cell)
    return case


def _is_stated(cell: Any) -> bool:
    # a missing value of pandas is a number that is not itself
    return cell is not None and cell == cell  # noqa: PLR0124


def _plain(cell: Any) -> Any:
    """Text, days, lists and yes or no as they are; a number as the text that a case states."""
    if isinstance(cell, bool | str | int | list | dict):
        return cast("Any", cell)
    if hasattr(cell, "tolist"):
        return cell.tolist()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


__all__ = ["case_of", "rows_of"]
