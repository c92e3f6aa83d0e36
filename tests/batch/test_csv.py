"""Tables in CSV: a column is a place in the case, and nothing of a row is lost without a word."""

import pytest

from exportrules.batch.table import case_of, rows_of, rows_of_csv
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
