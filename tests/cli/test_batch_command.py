"""`batch`: an answer in JSON for each line of a file, whatever is wrong with some of them."""

import json
from pathlib import Path

import pytest


def lines(*cases):
    return "".join(json.dumps(item) + "\n" for item in cases)


def told(done):
    return done.code, done.out, done.err


def small(identifier, **more):
    item = {"kind": "mmic_amplifier", "facts": {"output_power": "80 W", "specially_made_for_broadcast": False}}
    case = {"format": "exportrules.case/1", "id": identifier, "activity": "export", "as_of": "2026-03-01"}
    return {**case, "facts": {"end_user_country": "US"}, "item": item, **more}


def answers(text):
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_has_an_answer(run, tmp_path):
    file = tmp_path / "orders.jsonl"
    file.write_text(lines(small("a"), small("b", as_of="2026-02-01")) + "\n", "utf-8")
    code, out, _ = told(run("batch", file, "--details"))
    first, second = answers(out)
    assert code == 0
    assert (first["line"], first["id"], second["id"]) == (0, "a", "b")
    assert first["as_of"] == "2026-03-01"
    assert first["floor"] in ("licence_required", "authorised")
    assert first["measures"]


def test_a_wrong_line_is_told_and_the_others_go_on(run):
    code, out, _ = told(run("batch", "-", typed="{\n" + lines(small("b"))))
    first, second = answers(out)
    assert code == 1
    assert first["error"].startswith("XR801")
    assert second["id"] == "b"


def test_processes_give_the_same(run):
    text = lines(*(small(f"line-{number}") for number in range(3)))
    _, alone, _ = told(run("batch", "-", typed=text))
    _, spread, _ = told(run("batch", "-", "--workers", "1", typed=text))
    assert spread == alone


def test_a_file_that_is_not_there(run, tmp_path):
    code, _, words = told(run("batch", tmp_path / "none.jsonl"))
    assert code == 2
    assert "XR952" in words


def test_a_number_of_workers_that_cannot_be(run):
    code, _, words = told(run("batch", "-", "--workers", "-1", typed=""))
    assert code == 2
    assert "XR959" in words


def test_measures_are_told_where_they_were_looked_for(run):
    text = lines(small("a"))
    assert "measures" not in json.loads(run("batch", "-", typed=text).out)
    assert "measures" in json.loads(run("batch", "-", "--details", typed=text).out)


def test_a_file_without_lines_is_told(run, tmp_path):
    file = tmp_path / "empty.jsonl"
    file.write_text("\n\n", "utf-8")
    code, out, words = told(run("batch", file))
    assert (code, out) == (0, "")
    assert "holds no line" in words


def test_a_file_of_another_form_is_told(run, tmp_path):
    file = tmp_path / "orders.txt"
    file.write_text("id,activity\na,export\n", "utf-8")
    code, out, words = told(run("batch", file))
    assert (code, len(answers(out))) == (1, 2)
    assert ".csv" in words
    assert ".csv" not in told(run("batch", "-", typed="{\n" + lines(small("b"))))[2]


def test_the_table_of_the_page_is_decided(run, tmp_path):
    page = (Path(__file__).resolve().parents[2] / "docs" / "batches.md").read_text("utf-8")
    table = page.partition("```csv\n")[2].partition("```")[0]
    file = tmp_path / "orders.csv"
    file.write_text("".join(line.strip() + "\n" for line in table.splitlines()), "utf-8")
    done = run("batch", file, ruled=False)
    assert [item["id"] for item in answers(done.out)] == ["line 1", "line 2"]
    assert all("error" not in item for item in answers(done.out))


HEAD = "id,activity,facts.end_user_country,item.kind,item.facts.output_power\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,export,US", "has 3 cells, but 5 columns are named"),
        ("a", "has 1 cell, but 5 columns are named"),
        ("a,export,US,mmic_amplifier,80 W, 10 GHz", "has 6 cells, but 5 columns are named"),
    ],
)
def test_a_row_of_another_length_is_told_by_its_line_and_the_others_go_on(run, tmp_path, row, told):
    file = tmp_path / "orders.CSV"
    file.write_text(f'{HEAD}"b\nb",export,US,mmic_amplifier,80 W\n\n{row}\nc,export,US,mmic_amplifier,80 W\n', "utf-8")
    done = run("batch", file, "--as-of", "2026-03-01")
    before, wrong, after = answers(done.out)
    assert done.code == 1
    assert wrong == {
        "line": 1,
        "file_line": 5,
        "id": "a",
        "error": f"XR961: line 5 of the table {told}; put a cell that holds `,` in quotation marks, "
        "and leave a cell empty where nothing is stated",
    }
    assert [(item["id"], item["file_line"], "error" in item) for item in (before, after)] == [
        ("b\nb", 2, False),
        ("c", 6, False),
    ]
    assert done.err == f"`{file}`: 1 of 3 answers are errors, the first of line 5 of the file\n"


@pytest.mark.parametrize("workers", [(), ("--workers", "1")])
def test_each_answer_names_its_line_of_the_file(run, tmp_path, workers):
    file = tmp_path / "orders.jsonl"
    file.write_text("\n" + lines(small("a")) + "\n{\n" + lines(small("b"), small("c", activity="exprt")), "utf-8")
    done = run("batch", file, *workers)
    assert [(item["line"], item["file_line"], item["id"]) for item in answers(done.out)] == [
        (0, 2, "a"),
        (1, 4, ""),
        (2, 5, "b"),
        (3, 6, "c"),
    ]
    assert done.err == f"`{file}`: 2 of 4 answers are errors, the first of line 4 of the file\n"


def test_a_table_as_spreadsheets_save_it_in_french(run, tmp_path):
    """A byte order mark, semicolons, a decimal comma, capitals, and empty rows and cells at the end."""
    head = HEAD.strip().replace(",", ";") + ";item.facts.specially_made_for_broadcast;;\r\n"
    rows = "a;export;US;mmic_amplifier;80,5 W;FALSE;;\r\nb;export;US;mmic_amplifier;80.5 W;FALSE;;;\r\n"
    file = tmp_path / "orders.csv"
    file.write_bytes(("\ufeffsep=;\r\n" + head + rows + ";;;;;;;\r\n ; ;;;;;;\r\n").encode())
    done = run("batch", file, "--as-of", "2026-03-01")
    first, second = answers(done.out)
    assert "write `80.5 W` with a decimal point" in first["error"]
    assert first["file_line"] == 3
    assert (second["file_line"], "error" in second) == (4, False)
    plain = run("batch", "-", typed=lines(small("b", as_of="2026-03-01"))).out
    assert second["ceiling"] == answers(plain)[0]["ceiling"]


def test_a_table_in_another_encoding_is_refused(run, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_bytes(b"id,activity\ncaf\xe9,export\n")
    done = run("batch", file)
    assert done.code == 2
    assert "XR952" in done.err
