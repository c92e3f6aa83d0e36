"""`batch`: an answer in JSON for each line of a file, whatever is wrong with some of them."""

import json


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
