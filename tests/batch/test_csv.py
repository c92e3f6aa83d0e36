"""Tables in CSV: a column is a place in the case, and nothing of a row is lost without a word."""

import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import exportrules
from exportrules.batch.record import RowError
from exportrules.batch.table import case_of, numbered_rows, rows_of, rows_of_csv
from exportrules.case import CaseError
from exportrules.errors import ExportRulesError

HEAD = "id,activity,facts.use_country,item.kind,item.facts.mass,item.facts.works_on,item.facts.is_component\n"


def read(text):
    return list(rows_of_csv(text.splitlines(keepends=True)))


def test_a_cell_is_what_a_case_states_there():
    (row,) = read(HEAD + 'a,export,IN,milling_machine,4.2 t,"[""metal"", ""glass""]",false\n')
    assert row == {
        "format": "exportrules.case/1",
        "id": "a",
        "activity": "export",
        "facts": {"use_country": "IN"},
        "item": {
            "kind": "milling_machine",
            "facts": {"mass": "4.2 t", "works_on": ["metal", "glass"], "is_component": False},
        },
    }


def test_an_empty_cell_is_not_stated_and_an_empty_line_no_row():
    assert read(HEAD + "a,export,,,,,\n\n,,,,,,\n") == [
        {"format": "exportrules.case/1", "id": "a", "activity": "export"}
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_the_signs_that_part_cells_are_found_by_the_first_line(mark, begin):
    (row,) = read(begin + "id,facts.use_country\na,IN\n".replace(",", mark))
    assert (row["id"], row["facts"]) == ("a", {"use_country": "IN"})


def test_a_cell_goes_on_over_lines_within_quotes():
    (row,) = read('id,activity\n"a\nb",export\n')
    assert row["id"] == "a\nb"


def test_what_looks_like_json_and_is_none_is_left_to_whoever_reads_the_case():
    (row,) = read("id,item.facts.works_on\na,[metal]\n")
    assert row["item"]["facts"]["works_on"] == "[metal]"


@pytest.mark.parametrize("text", ["", "\n", ",,\n", "id,id\n", "item,item.kind\n", "item.kind,item\n", 'id\n"open\n'])
def test_a_table_that_cannot_be_read_is_refused(text):
    with pytest.raises(ExportRulesError) as caught:
        read(text)
    assert caught.value.code == "XR958"


def test_a_frame_with_a_place_inside_another_is_refused():
    arrow = pytest.importorskip("pyarrow")
    pytest.importorskip("narwhals")
    with pytest.raises(ExportRulesError) as caught:
        rows_of(arrow.Table.from_pylist([{"item": "x", "item.kind": "pump"}]))
    assert caught.value.code == "XR958"


def test_whole_cases_may_stand_in_a_column():
    assert case_of({"case": '{"id": "a"}', "id": "b"}) == '{"id": "a"}'


def test_rows_count_as_the_lines_of_the_text():
    text = 'sep=;\nid;activity\n"a\nb";export\n\n;\nc;export;\nd;export;x\n'
    found = [
        (line, row if isinstance(row, RowError) else row["id"]) for line, row in numbered_rows(text.splitlines(True))
    ]
    assert [line for line, _ in found] == [3, 7, 8]
    assert [name for _, name in found[:2]] == ["a\nb", "c"]
    assert str(found[2][1]).startswith("XR961: line 8 of the table has 3 cells, but 2 columns are named; put a cell")


def test_a_cell_without_a_name_above_it_is_told():
    (row, other) = read("id,activity,\na,export, 3 kg \nb,export,\n")
    assert str(row) == (
        "XR961: line 2 of the table has `3 kg` in column 3, which has no name; "
        "name the place in the case, such as `item.kind`, or empty it"
    )
    assert row.identifier == "a"
    assert other["id"] == "b"


@pytest.mark.parametrize(("mark", "told"), [("\t", "holds a tab in"), (";", "holds `;` in")])
def test_the_way_out_names_what_parts_the_cells(mark, told):
    (row,) = read(f"id{mark}activity\na{mark}export{mark}x\n")
    assert told in row.help


def test_a_sign_of_its_own_parts_the_cells_where_the_first_line_says_so():
    assert read("SEP=|\nid|activity\na|export, by air\n")[0]["activity"] == "export, by air"


def test_what_is_wrong_with_a_row_goes_to_another_process_whole():
    (row,) = read("id,activity\na\n")
    again = pickle.loads(pickle.dumps(row))
    assert (str(again), again.identifier) == (str(row), "a")


@pytest.mark.parametrize(("cell", "value"), [("TRUE", True), ("False", False), ("truely", "truely")])
def test_yes_and_no_as_spreadsheets_write_them(cell, value):
    assert read(f"id,item.facts.x\na,{cell}\n")[0]["item"]["facts"]["x"] is value or cell == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (84137045.0, 84137045), (3.5, "3.5"), (-2.0, -2), (0.0, 0), (2.0**53, 2**53),
        (2.0**54, "1.8014398509481984e+16"), (float("inf"), "inf"), (True, True), ("7.0", "7.0"),
        (Decimal("84137045.00"), 84137045), (Decimal("1.50"), "1.50"),
        ([1.0, "x", float("nan")], [1, "x", "nan"]), ({"at_least": "3 W", "at_most": None}, {"at_least": "3 W"}),
        (date(2026, 3, 2), "2026-03-02"), (datetime(2026, 3, 2), "2026-03-02"),  # noqa: DTZ001 - without a zone
    ],
)  # fmt: skip
def test_a_cell_of_a_frame_is_what_a_case_states(cell, value):
    found = case_of({"x": cell})["x"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2026, 3, 2, 10),  # noqa: DTZ001 - without a zone
        datetime(2026, 3, 2, microsecond=1),  # noqa: DTZ001 - without a zone
        datetime(2026, 3, 2, tzinfo=UTC),
    ],
)
def test_a_time_that_is_more_than_a_day_is_refused(cell):
    row = case_of({"id": "a", "as_of": cell})
    assert row.identifier == "a"
    assert str(row) == (
        f"XR961: the column `as_of` has `{cell.isoformat()}`, which is more than a day; "
        "give the day alone, without a time and without a zone, such as `2026-03-02`"
    )


def test_a_frame_of_pandas_with_gaps():
    pytest.importorskip("narwhals")
    pandas = pytest.importorskip("pandas")
    days = pandas.to_datetime(["2026-03-02", None])
    columns = {
        "as_of": days, "facts.paid": days.tz_localize("UTC"), "item.kind": pandas.Categorical(["pump", None]),
        "item.facts.channels": [3, None], "item.facts.n": pandas.array([7, None], dtype="Int64"),
        "item.facts.s": pandas.array(["x", None], dtype="string"),
        "item.facts.b": pandas.array([True, None], dtype="boolean"),
    }  # fmt: skip
    first, second = rows_of(pandas.DataFrame(columns))
    assert isinstance(first, RowError)
    assert second == {"format": "exportrules.case/1"}
    del columns["facts.paid"]
    first, second = rows_of(pandas.DataFrame(columns))
    assert first["as_of"] == "2026-03-02"
    assert first["item"] == {"kind": "pump", "facts": {"channels": 3, "n": 7, "s": "x", "b": True}}
    assert second == {"format": "exportrules.case/1"}


def test_a_frame_of_polars_with_a_column_of_nothing():
    pytest.importorskip("narwhals")
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(
        {
            "as_of": [datetime(2026, 3, 2), None],  # noqa: DTZ001 - without a zone
            "facts.none": [None, None],
            "item.kind": polars.Series(["pump", None], dtype=polars.Categorical),
            "item.facts.works_on": [["metal"], None],
        }
    )
    assert list(rows_of(frame)) == [
        {
            "format": "exportrules.case/1",
            "as_of": "2026-03-02",
            "item": {"kind": "pump", "facts": {"works_on": ["metal"]}},
        },
        {"format": "exportrules.case/1"},
    ]


def test_a_frame_with_a_column_that_has_a_number_for_a_name_is_refused():
    pytest.importorskip("narwhals")
    pandas = pytest.importorskip("pandas")
    with pytest.raises(ExportRulesError) as caught:
        rows_of(pandas.DataFrame({"id": ["a"], 1: [2]}))
    assert str(caught.value) == "XR958: the column `1` is no text; name a place such as `item.kind`"


@pytest.mark.parametrize("code", [84137045, 1012100, 1012100.0])
def test_a_customs_code_that_became_a_number_is_never_taken_for_another(code):
    """`01012100` loses its zero in a column of numbers; every number is refused, with what to do."""
    with pytest.raises(CaseError) as caught:
        exportrules.load().read_case({**case_of({"item.facts.cn_code": code}), "activity": "export"})
    assert "XR830 item.facts.cn_code: a customs code is expected, not a number" in caught.value.render()
    assert 'write it as text, such as "8413 70", so that leading zeros stay' in caught.value.render()


@pytest.mark.parametrize(
    ("cell", "ways"),
    [
        ("1.000 kg", "`1 000 kg`, or `1.0000 kg`"),
        ("-12.345 degC", "`-12 345 degC`, or `-12.3450 degC`"),
        ("2.500kg", "`2 500kg`, or `2.5000kg`"),
    ],
)
def test_a_point_that_may_set_thousands_apart_is_refused_where_semicolons_part_the_cells(cell, ways):
    wrong, right = read(f"id;item.facts.mass\na;{cell}\nb;4.2 t\n")
    assert str(wrong) == (
        f"XR961: line 2 of the table has `{cell}`, a thousand or one where semicolons part the cells; "
        f"write {ways} with a decimal point"
    )
    assert right["item"] == {"facts": {"mass": "4.2 t"}}
    # elsewhere a point is a decimal point
    for mark in ",\t":
        (row,) = read(f"id{mark}item.facts.mass\na{mark}{cell}\n")
        assert row["item"] == {"facts": {"mass": cell}}


@pytest.mark.parametrize("cell", ["0.500 kg", "1000.500 kg", "1.5 kg", "1.0000 kg", "8471.300", "2026.100.x", "1.000"])
def test_what_cannot_be_a_thousand_is_read_there(cell):
    (row,) = read(f"id;item.facts.mass\na;{cell}\n")
    assert row["item"] == {"facts": {"mass": cell}}
