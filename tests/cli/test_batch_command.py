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


@pytest.mark.parametrize("row", ["a,export,US", "a,export,US,mmic_amplifier,80 W,surplus"])
def test_a_row_of_another_length_is_a_case_with_a_fault(run, tmp_path, row):
    file = tmp_path / "orders.CSV"
    file.write_text(f"{HEAD}{row}\nb,export,US,mmic_amplifier,80 W\n", "utf-8")
    done = run("batch", file, "--as-of", "2026-03-01")
    first, second = answers(done.out)
    assert (done.code, first["id"], first["error"][:5], second["id"]) == (1, "a", "XR831", "b")
    assert "without a c" in first["error"]
    assert "error" not in second


def test_a_table_in_another_encoding_is_refused(run, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_bytes(b"id,activity\ncaf\xe9,export\n")
    done = run("batch", file)
    assert done.code == 2
    assert "XR952" in done.err
