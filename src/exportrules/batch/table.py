"""Rows of a table as cases: a column is a place in the case, an empty cell is not stated.

    id, activity, as_of, facts.exporter_state, item.kind, item.facts.output_power, …

A column `case` holds whole cases as JSON text instead. Any data frame or Arrow table that narwhals knows will do, and
text in CSV, which needs nothing beside Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from itertools import chain
from typing import Any, cast

from exportrules.batch.record import Row
from exportrules.errors import ExportRulesError
from exportrules.jsontext import JsonError, read_json

FORMAT = "exportrules.case/1"
_TABLE = ("__dataframe__", "__arrow_c_stream__")
"""What data frames and Arrow tables can do, and no other iterable can."""
_MARKS = ",;\t"
_SURPLUS, _LACKING = "cells without a column", "columns without a cell"


def read_rows(rows: Iterable[Any]) -> Iterable[Row]:
    """Rows as they are; of a data frame or an Arrow table, which would give its columns, the rows (XR958)."""
    is_table = any(hasattr(rows, name) for name in _TABLE)
    return rows_of(rows) if is_table else rows


def rows_of(table: Any) -> Iterator[Row]:
    """The rows of a data frame or of an Arrow table as cases, one after the other.

    Raises:
        ExportRulesError: XR958, narwhals is not installed, the object is no table, or two columns are one place.
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
    check_columns(frame.columns)
    return map(case_of, frame.iter_rows(named=True))


def rows_of_csv(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a table in CSV as cases. The first line names the columns; commas, semicolons or tabs part them.

    A cell is text as a case states it (`80 W`, `8471 30 00`, `DE`); `true`, `false` and what begins with `[` or `{` are
    JSON; an empty cell is not stated.

    Raises:
        ExportRulesError: XR958, there is no first line, two columns are one place, or quotes do not end.
    """
    import csv

    stream = iter(lines)
    first = next(stream, "").removeprefix("\ufeff")
    reader = csv.reader(chain([first], stream), delimiter=max(_MARKS, key=first.count), strict=True)
    try:
        columns = [name.strip() for name in next(reader, list[str]())]
        check_columns(columns)
        for cells in reader:
            if any(cells):
                yield _row_of(columns, cells)
    except csv.Error as error:
        message = f"line {reader.line_num} of the table cannot be read: {error}"
        way_out = "end each quoted cell with its quote, and write a quote in it twice"
        raise ExportRulesError("XR958", message, way_out) from None


def check_columns(columns: Sequence[str]) -> None:
    """Refuse a table of which two columns are the same place of a case, or one a place inside another (XR958)."""
    if not any(columns):
        raise ExportRulesError("XR958", "the table names no columns", "begin with a line such as `id,item.kind`")
    for at, name in enumerate(columns):
        for other in columns[:at]:
            if name and (name == other or name.startswith(f"{other}.") or other.startswith(f"{name}.")):
                raise ExportRulesError("XR958", f"the columns `{other}` and `{name}` are one place", "keep one of them")


def _row_of(columns: Sequence[str], cells: Sequence[str]) -> Row:
    """A row of CSV as a case; one of another length is a case with a fault, so that it is told."""
    found: dict[str, Any] = {name: _read_cell(cell) for name, cell in zip(columns, cells, strict=False)}
    if len(cells) > len(columns):
        found[_SURPLUS] = list(cells[len(columns) :])
    elif len(cells) < len(columns):
        found[_LACKING] = list(columns[len(cells) :])
    return case_of(found)


def _read_cell(cell: str) -> Any:
    text = cell.strip()
    if text in ("true", "false"):
        return text == "true"
    if text[:1] in ("[", "{"):
        try:
            return read_json(text, where="cell")
        except JsonError:
            # whoever reads the case says what is wrong with it
            return text
    return text or None


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


__all__ = ["case_of", "check_columns", "read_rows", "rows_of", "rows_of_csv"]
