"""Rows of a table as cases: a column is a place in the case, an empty cell is not stated.

    id, activity, as_of, facts.exporter_state, item.kind, item.facts.output_power, …

A column `case` holds whole cases as JSON text instead. Any data frame or Arrow table that narwhals knows will do, and
text in CSV, which needs nothing beside Python. A row that is no case is a `RowError` in its place among the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, Final, cast

from exportrules.batch.record import Row, RowError
from exportrules.case import Case
from exportrules.errors import ExportRulesError
from exportrules.jsontext import JsonError, read_json

FORMAT = "exportrules.case/1"
_TABLE = ("__dataframe__", "__arrow_c_stream__")
"""What data frames and Arrow tables can do, and no other iterable can."""
_MARKS = ",;\t"
_SEP: Final = re.compile(r"(?i)sep=(.)")
_WHOLE: Final = 2**53
"""Up to here a float has every whole number, so that one without a fraction is the number that was meant."""
_SHOWN: Final = 40
_EITHER: Final = re.compile(r"([-+]?[1-9][0-9]{0,2})\.([0-9]{3})(\s*[^\s0-9.,].*)")
"""A number of a unit that is a thousand times as much where the point sets thousands apart."""


def read_rows(rows: Iterable[Any]) -> Iterable[Row]:
    """Rows as they are; of a data frame or an Arrow table, which would give its columns, the rows (XR958).

    Raises:
        ExportRulesError: XR963, one case is given, which would be gone through by its keys or its letters.
    """
    if any(hasattr(rows, name) for name in _TABLE):
        return rows_of(rows)
    if isinstance(rows, Mapping | Case):
        raise ExportRulesError("XR963", "one case is given in place of rows", "give a list of cases: `[case]`")
    if isinstance(rows, str | bytes):
        way_out = "give a list, `[text]`, or the lines of a text that has a case in each: `text.splitlines()`"
        raise ExportRulesError("XR963", "one text is given in place of rows", way_out)
    if not hasattr(rows, "__iter__"):
        message = f"`{type(rows).__name__}` has no rows"
        raise ExportRulesError("XR963", message, "give a list of cases, a data frame or an Arrow table")
    return rows


def rows_of(table: Any) -> Iterator[Row]:
    """The rows of a data frame or of an Arrow table as cases, one after the other.

    A number without a fraction is that whole number, also in a column of floats, and as an `id` its digits; a time at
    midnight is its day.

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
    JSON; an empty cell is not stated. A line `sep=;`, as spreadsheets write it, may stand above the first.

    Raises:
        ExportRulesError: XR958, there is no first line, two columns are one place, or quotes do not end. XR963, one
            text is given in place of lines.
    """
    if isinstance(lines, str | bytes):
        way_out = "give an open file, or `text.splitlines(keepends=True)`"
        raise ExportRulesError("XR963", "one text is given in place of the lines of a table", way_out)
    return (row for _, row in numbered_rows(lines))


def numbered_rows(lines: Iterable[str]) -> Iterator[tuple[int, Row]]:
    """The rows of a table in CSV, each with the line of the text, from 1, at which it begins."""
    import csv

    stream = iter(lines)
    first, before = next(stream, "").removeprefix("\ufeff"), 0
    told = _SEP.fullmatch(first.rstrip("\r\n"))
    if told is not None:
        first, before = next(stream, ""), 1
    mark = told[1] if told is not None else max(_MARKS, key=first.count)
    reader = csv.reader(_again(first, stream), delimiter=mark, strict=True)
    try:
        columns = [name.strip() for name in next(reader, list[str]())]
        check_columns(columns)
        begun = reader.line_num
        for cells in reader:
            if any(map(str.strip, cells)):
                yield before + begun + 1, _row_of(columns, cells, before + begun + 1, mark)
            begun = reader.line_num
    except csv.Error as error:
        message = f"line {before + reader.line_num} of the table cannot be read: {error}"
        way_out = "end each quoted cell with its quote, and write a quote in it twice"
        raise ExportRulesError("XR958", message, way_out) from None


def _again(first: str, stream: Iterator[str]) -> Iterator[str]:
    yield first
    yield from stream


def check_columns(columns: Sequence[Any]) -> None:
    """Refuse a table of which two columns are the same place of a case, or one a place inside another (XR958)."""
    if not any(columns):
        raise ExportRulesError("XR958", "the table names no columns", "begin with a line such as `id,item.kind`")
    for at, name in enumerate(columns):
        if not isinstance(name, str):
            raise ExportRulesError("XR958", f"the column `{name}` is no text", "name a place such as `item.kind`")
        for other in columns[:at]:
            if name and (name == other or name.startswith(f"{other}.") or other.startswith(f"{name}.")):
                raise ExportRulesError("XR958", f"the columns `{other}` and `{name}` are one place", "keep one of them")


def _row_of(columns: Sequence[str], cells: Sequence[str], line: int, mark: str) -> Row:
    """A row of CSV as a case; nothing of one with another number of cells is guessed (empty ones at its end aside)."""
    found = {name: _read_cell(cell) for name, cell in zip(columns, cells, strict=False)}
    found.pop("", None)
    if len(cells) < len(columns) or any(map(str.strip, cells[len(columns) :])):
        sign = "a tab" if mark == "\t" else f"`{mark}`"
        message = f"line {line} of the table has {_count(cells, 'cell')}, but {_count(columns, 'column')} are named"
        way_out = f"put a cell that holds {sign} in quotation marks, and leave a cell empty where nothing is stated"
        return RowError(message, way_out, found.get("id"))
    for place, (name, cell) in enumerate(zip(columns, cells, strict=False), 1):
        if not name and cell.strip():
            message = f"line {line} of the table has `{cell.strip()[:_SHOWN]}` in column {place}, which has no name"
            return RowError(message, "name the place in the case, such as `item.kind`, or empty it", found.get("id"))
        either = _EITHER.fullmatch(cell.strip()) if mark == ";" else None
        if either is not None:
            # semicolons part cells where commas stand in numbers, and there the point mostly sets thousands apart
            shown, (whole, digits, unit) = cell.strip()[:_SHOWN], either.groups()
            message = f"line {line} of the table has `{shown}`, a thousand or one where semicolons part the cells"
            way_out = f"write `{whole} {digits}{unit}`, or `{whole}.{digits}0{unit}` with a decimal point"
            return RowError(message, way_out, found.get("id"))
    return _place(found)


def _count(items: Sequence[str], word: str) -> str:
    return f"{len(items)} {word}{'' if len(items) == 1 else 's'}"


def _read_cell(cell: str) -> Any:
    text = cell.strip()
    if text.lower() in ("true", "false"):
        # spreadsheets write them in capitals
        return text.lower() == "true"
    if text[:1] in ("[", "{"):
        try:
            return read_json(text, where="cell")
        except JsonError:
            # whoever reads the case says what is wrong with it
            return text
    return text or None


def case_of(cells: Mapping[str, Any]) -> Row:
    """One row of a frame as a case."""
    try:
        return _place({column: _plain(cell, column) for column, cell in cells.items() if _is_stated(cell)})
    except RowError as error:
        return RowError(error.message, str(error.help), _digits(cells.get("id")))


def _digits(cell: Any) -> Any:
    """A whole number as its digits: an order is called by its number, but a case states a text."""
    plain = _plain(cell, "id") if isinstance(cell, int | float | Decimal) or hasattr(cell, "tolist") else cell
    return str(plain) if isinstance(plain, int) and not isinstance(plain, bool) else plain


def _place(cells: Mapping[str, Any]) -> Row:
    """Each cell in its place of the case."""
    whole = cells.get("case")
    if isinstance(whole, str | bytes):
        return whole
    case: dict[str, Any] = {"format": FORMAT}
    for column, cell in cells.items():
        if cell is None:
            continue
        *places, name = column.split(".")
        inner = case
        for place in places:
            inner = inner.setdefault(place, {})
        inner[name] = _digits(cell) if column == "id" else cell
    return case


def _is_stated(cell: Any) -> bool:
    if cell is None or type(cell).__name__ == "NAType":
        return False
    # a missing number or day of pandas is not itself; of an array each member would be asked
    return hasattr(cell, "__len__") or cell == cell  # noqa: PLR0124


def _plain(cell: Any, column: str) -> Any:
    """Text, lists and yes or no as they are; a number as a case states it; of a time its day.

    Raises:
        RowError: XR961, a time that is more than a day.
    """
    if isinstance(cell, bool | str | bytes | int):
        return cell
    if isinstance(cell, dict):
        members = cast("dict[str, Any]", cell).items()
        return {name: _plain(member, column) for name, member in members if _is_stated(member)}
    if isinstance(cell, list):
        return [_plain(member, column) for member in cast("Any", cell)]
    if isinstance(cell, float | Decimal):
        # a float above may be the rounding of another number; `Decimal` of it is exact
        number = Decimal(cell)
        is_whole = number.is_finite() and abs(number) <= _WHOLE and number == int(number)
        return int(number) if is_whole else str(cell)
    if isinstance(cell, date):
        return _day(cell, column)
    return _plain(cell.tolist(), column) if hasattr(cell, "tolist") else cell if cell is None else str(cell)


def _day(cell: date, column: str) -> str:
    if isinstance(cell, datetime):
        if cell.tzinfo is not None or cell != datetime(cell.year, cell.month, cell.day):  # noqa: DTZ001 - it has none
            message = f"the column `{column}` has `{cell.isoformat()}`, which is more than a day"
            raise RowError(message, "give the day alone, without a time and without a zone, such as `2026-03-02`")
        cell = cell.date()
    return cell.isoformat()


__all__ = ["case_of", "check_columns", "numbered_rows", "read_rows", "rows_of", "rows_of_csv"]
