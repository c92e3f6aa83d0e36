"""`decide` and `why-not`: text, one line, JSON; faults of cases and files, each with its exit code."""

import json
import re

import pytest

import exportrules


def test_a_case_is_decided_and_explained(run, case, case_file, strong):
    done = run("decide", case_file(case("line 7", strong, end_user_country="IN")))
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert re.fullmatch("line 7: export of amplifier.*, law of 2026-03-01", lines[0])
    assert lines[1] == "  LICENCE REQUIRED"
    assert any("3A001.a.1 strong ones" in line for line in lines)
    assert any("Art. 3(1)" in line for line in lines)
    assert lines[-2] == "  Compared with the law up to 2026-06-30."


def test_a_summary_has_one_line_for_each_case(run, case, case_file, strong, weak):
    path = case_file(
        case("one", strong, end_user_country="IN"),
        case("two", strong, end_user_country="US", informed_of=[]),
        case("", weak, end_user_country="IN"),
        case("four", {"kind": "amplifier"}, end_user_country="IN"),
    )
    done = run("decide", "--summary", path)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "one: licence required",
        "two: authorised",
        "export: no control found",
        "four: undetermined: from no control found to licence required",
    ]


def test_json_has_one_line_for_each_case_and_replays(run, case, case_file, strong, tmp_path):
    path = case_file(case("one", strong, end_user_country="IN"), case("zwei – µ", strong, end_user_country="US"))
    done = run("decide", "--format", "json", path)
    assert (done.code, done.err) == (0, "")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [item["case"]["id"] for item in found] == ["one", "zwei – µ"]
    assert [item["outcome"] for item in found] == ["licence_required", None]
    stored = tmp_path / "decisions.jsonl"
    stored.write_text(done.out, "utf-8")
    again = run("replay", stored)
    assert (again.code, again.err) == (0, "")
    assert again.out.splitlines() == [f"{stored}:1: same", f"{stored}:2: same"]


def test_json_without_what_ifs_has_every_reason_and_replays(run, case, case_file, strong, tmp_path):
    path = case_file(case("one", strong, end_user_country="US"))
    whole = json.loads(run("decide", "--format", "json", path).out)
    done = run("decide", "--format", "json", "--no-what-if", path)
    found = json.loads(done.out)
    assert (done.code, set(whole) - set(found)) == (0, {"questions", "changes", "holds_until"})
    assert found["measures"] == whole["measures"] != []
    stored = tmp_path / "decisions.jsonl"
    stored.write_text(done.out, "utf-8")
    assert run("replay", stored).out.splitlines() == [f"{stored}:1: same"]


def test_reasons_alone_are_a_part_of_the_receipt(run, case_file, case, strong):
    path = case_file(case("one", strong, end_user_country="US"))
    whole, reasons = (json.loads(run("decide", "--format", form, path).out) for form in ("json", "reasons"))
    assert reasons.keys() == {"floor", "ceiling", "outcome", "measures", "third_country", "warnings"}
    assert [item["why"] for item in reasons["measures"]] == [item["why"] for item in whole["measures"]] != []


def test_several_files_and_standard_input_are_decided_in_order(run, case, case_file, strong):
    first = case_file(case("one", strong, end_user_country="IN"), name="a.json")
    second = case_file(case("two", strong, end_user_country="IN"), name="b.json")
    typed = json.dumps(case("typed", strong, end_user_country="IN"))
    done = run("decide", "--summary", first, "-", second, typed=typed)
    assert (done.code, [line.partition(":")[0] for line in done.out.splitlines()]) == (0, ["one", "typed", "two"])


def test_one_case_of_a_list_may_be_decided(run, case, case_file, strong, weak):
    path = case_file(case("one", strong, end_user_country="US"), case("two", weak, end_user_country="US"))
    assert run("decide", "--summary", f"{path}#two").out == run("decide", "--summary", path).out.splitlines(True)[1]
    done = run("decide", "--summary", f"{path}#three")
    assert (done.code, done.out) == (2, "")
    assert f"`{path}` holds no case `three`" in done.err


@pytest.mark.parametrize("command", [("decide",), ("why-not", "3A001.a.1"), ("ask",), ("dossier",), ("compare",)])
def test_a_case_without_its_file_is_told(run, command):
    done = run(*command, "#two")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error[XR952]: `#two` names a case and no file\n  help: name its file too, as in `orders.json#two`\n"
    )


def test_the_day_of_the_call_goes_before_that_of_the_case(run, case, case_file, strong):
    path = case_file(case("one", {**strong, "kind": "fpga"}, end_user_country="IN"))
    assert run("decide", path, "--summary").out == "one: licence required\n"
    # the paragraph is in force from the next day on
    assert run("decide", path, "--summary", "--as-of", "2025-11-14").out == "one: no control found\n"
    assert ", law of 2025-11-14\n" in run("decide", path, "--as-of", "2025-11-14").out


@pytest.mark.parametrize("day", ["2026-13-01", "01.03.2026", "2026-3-1", "2026-W10-1", "20260301", "today", ""])
def test_a_wrong_day_is_refused_before_anything_is_decided(run, case_file, case, day):
    done = run("decide", case_file(case()), "--as-of", day)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"argument --as-of: `{day}` is not a day: write it as 2026-03-01\n")


# ---- faults ------------------------------------------------------------------------------------------


def test_one_bad_case_among_good_ones_is_told_and_the_others_go_on(run, case, case_file, strong):
    path = case_file(
        case("one", strong, end_user_country="IN"),
        case("bad", {"facts": {"output_powr": "80 W", "channels": "5"}}, end_user_country="India"),
        case("three", strong, as_of=""),
        case("four", strong, end_user_country="IN"),
    )
    done = run("decide", "--summary", path)
    assert done.code == 1
    assert done.out.splitlines() == ["one: licence required", "four: licence required"]
    assert done.err.splitlines() == [
        f"error: {path}#bad cannot be read:",
        "XR820 facts.end_user_country: unknown country code `India`",
        "      help: write `IN` (India)",
        "XR835 item.facts.output_powr: unknown fact `output_powr`",
        "      help: did you mean `output_power`?",
        "XR841 item.facts.channels: `5` has no unit",
        '      help: write it as text with its unit, such as "5 count"',
        f"error: {path}#three cannot be decided:",
        "XR862 no day is given whose law decides",
        "      help: add `as_of` to the case, or give it to the call",
    ]


def test_a_file_that_is_not_json_is_told_and_the_next_file_is_decided(run, case, case_file, strong, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": }', "utf-8")
    good = case_file(case("good", strong, end_user_country="IN"))
    done = run("decide", "--summary", bad, good)
    assert (done.code, done.out) == (1, "good: licence required\n")
    assert done.err.splitlines() == [
        f"error: {bad} cannot be read:",
        f"XR801 {bad}:1:12: the text is not JSON: expecting value near `}}`",
        "      help: write one JSON value as RFC 8259 has it: double quotes, no comments, no trailing comma",
    ]


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        (b"", 1, "XR801"),
        (b"\xff\xfe", 1, "XR804"),
        (b"\xef\xbb\xbf{}", 1, "XR805"),
        (b"[" * 100, 1, "XR807"),
        (b"[]", 2, "XR952"),
        (b"3", 2, "XR952"),
        (b'"case"', 2, "XR952"),
        (b"[3]", 2, "XR952"),
        (b"{}", 1, "XR832"),
        (b'{"format": "exportrules.case/1", "activity": "export", "item": []}', 1, "XR830"),
    ],
)
def test_a_file_without_a_case_is_told(run, tmp_path, data, code, told):
    path = tmp_path / "cases.json"
    path.write_bytes(data)
    done = run("decide", path)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert str(path) in done.err
    assert "  help: " in done.err


@pytest.mark.parametrize("command", [("decide",), ("why-not", "3A001"), ("ask",), ("replay",)])
def test_a_file_that_is_not_there_or_a_folder_is_told(run, tmp_path, command):
    for path, why in ((tmp_path / "none.json", "No such file or directory"), (tmp_path, "Is a directory")):
        done = run(*command, path)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"error[XR952]: `{path}` cannot be read: {why}\n  help: check the path\n"


@pytest.mark.parametrize("command", [("decide",), ("why-not", "3A001"), ("ask",)])
def test_a_case_that_cannot_be_read_is_a_fault_and_not_a_failure(run, case, case_file, command):
    done = run(*command, case_file(case("x", {"kind": "amplifer"})))
    assert (done.code, done.out) == (1, "")
    assert "XR838 item.kind: unknown kind `amplifer`\n      help: did you mean `amplifier`" in done.err


# ---- rules ---------------------------------------------------------------------------------------------


def test_rules_that_do_not_load_stop_the_run(run, case, case_file, tmp_path):
    (tmp_path / "bad.xr").write_text("exportrules 1\nruleset eu.bad\nentry 3A001 output_powr above 75 W\n", "utf-8")
    done = run("decide", case_file(case()), "--rules", tmp_path / "bad.xr")
    assert (done.code, done.out) == (2, "")
    assert "error[XR204]: unknown fact `output_powr`\n  --> bad.xr:3:13\n" in done.err


def test_no_rules_at_all_are_no_answer(run, case, case_file):
    done = run("decide", case_file(case()), "--no-bundled", ruled=False)
    assert (done.code, done.out) == (2, "")
    assert done.err == ("error[XR951]: no rule files are given\n  help: name a folder, or load the bundled law\n")


def test_a_folder_without_rules_is_told(run, case, case_file, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    for path in (empty, tmp_path / "none"):
        done = run("decide", case_file(case()), "--no-bundled", "--rules", path, ruled=False)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"error[XR951]: no rule files in `{path}`\n  help: give a folder with `.xr` files\n"


def test_a_rule_file_that_cannot_be_read_is_told(run, case, case_file, tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "gone.xr").symlink_to(tmp_path / "nowhere")
    done = run("decide", case_file(case()), "--no-bundled", "--rules", folder, ruled=False)
    assert done.code == 2
    assert done.err == ("error[XR951]: `gone.xr` cannot be read: No such file or directory\n  help: check the path\n")


def test_a_folder_that_may_not_be_read_is_told(run, case, case_file, tmp_path, monkeypatch):
    def refuse(folder):
        raise PermissionError(13, "Permission denied", str(folder))

    # an administrator may read any folder, so that the refusal is made
    monkeypatch.setattr("os.scandir", refuse)
    done = run("decide", case_file(case()), "--no-bundled", "--rules", tmp_path, ruled=False)
    assert done.code == 2
    assert done.err == (f"error[XR951]: `{tmp_path}` cannot be read: Permission denied\n  help: check the path\n")


def test_two_different_files_of_one_name_are_told(run, case, case_file, tmp_path, rules_folder):
    other = tmp_path / "other"
    other.mkdir()
    (other / "list.xr").write_text("exportrules 1\nruleset eu.small\nkind laser_head within goods\n", "utf-8")
    done = run("decide", case_file(case()), "--rules", other)
    assert done.code == 2
    assert "error[XR953]: two different rule files are named `list.xr`" in done.err
    # the same folder twice is no fault
    assert run("decide", case_file(case("x", as_of="2026-03-01")), "--rules", rules_folder).code == 0


# ---- why not -------------------------------------------------------------------------------------------


def test_why_not_tells_what_fails_first(run, case, case_file):
    item = {
        "kind": "machine_tool",
        "facts": {"works_on": ["ceramic"]},
        "parts": {"axis": [{"facts": {"travel": "2 m"}}]},
    }
    done = run("why-not", "3A002", case_file(case("x", item)))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "3A002 machine tools: not met",
        "  3A002.b: not met",
        "    works on includes metal: fails; stated: ceramic",
    ]


def test_why_not_shows_the_nearest_alternative_first(run, case, case_file, weak):
    done = run("why-not", "3A001", case_file(case("x", weak)))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "3A001 electronic items: not met",
        "  judged specially designed for 3A001.a: fails; stated: no",
        "  3A001.b programmable devices: not met",
        "    item is fpga: fails; stated: amplifier",
        "  3A001.a amplifiers: not met",
        "    3A001.a.1 strong ones: not met",
        "      output power above 75 W: fails; stated: 8 W",
        "    3A001.a.2 hardened ones: not met",
        "      radiation hardened: fails; stated: no",
    ]


def test_one_case_of_a_list_is_named_by_its_id_or_number(run, case, case_file, strong, weak):
    path = case_file(case("one", strong), case("", weak))
    assert run("why-not", "3A001.a.1", f"{path}#one").out.startswith("3A001.a.1 strong ones: met\n")
    assert run("why-not", "3A001.a.1", f"{path}#2").out.startswith("3A001.a.1 strong ones: not met\n")
    done = run("why-not", "3A001.a.1", path)
    assert (done.code, done.err) == (
        2,
        f"error[XR952]: `{path}` holds 2 cases\n  help: name one: `{path}#one`, `{path}#2`\n",
    )
    done = run("why-not", "3A001.a.1", f"{path}#three")
    assert (done.code, done.err) == (
        2,
        f"error[XR952]: `{path}` holds no case `three`\n  help: see the `id` of its cases\n",
    )


def test_a_file_name_may_hold_the_sign_that_names_a_case(run, case, case_file, strong):
    path = case_file(case("one", strong), name="order#7.json")
    assert run("why-not", "3A001.a", path).code == 0
    assert run("why-not", "3A001.a", f"{path}#one").code == 2
    path = case_file(case("one", strong), case("two", strong), name="orders#8.json")
    assert run("why-not", "3A001.a", f"{path}#two").code == 0


def test_an_unknown_paragraph_is_told_with_those_that_look_alike(run, case, case_file):
    done = run("why-not", "3A01", case_file(case()))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error[XR863]: no loaded list has a paragraph `3A01`\n"
        "  help: did you mean `eu.small:3A001` or `eu.small:3A001.b` or `eu.small:3A001.a`?\n"
    )
    assert run("why-not", "eu.small:3A001", case_file(case())).code == 0
    assert "XR863" in run("why-not", "eu.smll:3A001", case_file(case())).err


# ---- the command line itself ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("devide",),
        ("decide",),
        ("decide", "x.json", "--format", "xml"),
        ("why-not", "3A001"),
        ("ask",),
        ("replay",),
    ],
)
def test_a_wrong_call_shows_how_to_call(run, arguments):
    done = run(*arguments, ruled=False) if arguments else run("--no-bundled", ruled=False)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("usage: exportrules")


def test_help_and_version_are_printed(run):
    done = run("--help", ruled=False)
    assert (done.code, done.err) == (0, "")
    for command in ("decide", "why-not", "ask", "replay", "check", "format", "test", "entries", "facts", "kinds"):
        assert f"\n    {command} " in done.out
    assert "Exit codes: 0 done; 1 faults were found, or nothing fits; 2 it could not run." in done.out
    assert run("--version", ruled=False).out == f"exportrules {_version()}\n"


def _version():
    from exportrules.receipt import ENGINE_VERSION

    return ENGINE_VERSION


def test_the_decision_on_the_screen_is_that_of_the_library(run, case, case_file, strong, rules_folder):
    given = case("one", strong, end_user_country="US")
    rules = exportrules.load(rules_folder, bundled=False)
    done = run("decide", case_file(given))
    assert done.out == exportrules.explain(rules.decide(given)) + "\n"


@pytest.mark.parametrize("word", ["laptop", "PC", "Tablet"])
def test_a_trade_name_among_several_leads_to_its_kinds(run, case, case_file, word):
    done = run("decide", case_file(case("one", {"kind": word})), ruled=False)
    assert done.code == 1
    assert "did you mean `consumer_pc` or `general_purpose_computer`?" in done.err


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("pressure transmitter", "pressure_transducer"),
        ("pressure_sensor", "pressure_transducer"),
        ("carbon_fibre", "fibrous_material"),
        ("machining_centre", "milling_machine"),
        ("lathe", "turning_machine"),
        ("PLC", "electronic_equipment"),
        ("pH meter", "measuring_equipment"),
        ("PCR machine", "biological_equipment"),
        ("laboratory centrifuge", "batch_centrifuge"),
        ("VCSEL", "semiconductor_laser"),
    ],
)
def test_a_word_of_the_trade_leads_to_its_kind(run, case, case_file, word, kind):
    done = run("decide", case_file(case("one", {"kind": word})), ruled=False)
    assert done.code == 1
    assert f"did you mean `{kind}`?" in done.err
