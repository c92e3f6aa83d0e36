"""Commands about rules: check, format, test, entries, facts, kinds."""

import json

import pytest

from exportrules.loading import read_folder

HEAD = "exportrules 1\nruleset eu.mine\n  title: mine\n  source: x\n  layer union\n  checked up to 2026-01-01\n"
GOOD = HEAD + "kind goods\nentry 3A001 item is goods\n"


@pytest.fixture
def write(tmp_path):
    def call(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return call


# ---- check -----------------------------------------------------------------------------------------------


def test_rules_without_a_fault_pass(run, rules_folder):
    done = run("check", "--no-bundled", rules_folder)
    assert (done.code, done.out, done.err) == (0, "4 files, 0 errors, 0 warnings\n", "")


def test_faults_are_told_with_their_places_and_counted(run, write):
    path = write("mine.xr", HEAD + "kind goods\nentry 3A001 item is good\nentry 3A002 hardened\n")
    done = run("check", "--no-bundled", path)
    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "error[XR204]: unknown kind `good`\n"
        "  --> mine.xr:8:13\n"
        "8 | entry 3A001 item is good\n"
        "                ^^^^^^^^^^^^\n"
        "  help: did you mean `goods`?\n"
        "\n"
        "error[XR204]: unknown fact `hardened`\n"
        "  --> mine.xr:9:13\n"
        "9 | entry 3A002 hardened\n"
        "                ^^^^^^^^\n"
        "  help: declare the fact, or correct its name\n"
        "\n"
        "1 file, 2 errors, 0 warnings\n"
    )


def test_warnings_alone_pass(run, write):
    text = HEAD + "fact mass is quantity in kg\n  asks: mass\nentry 3A001 mass above 3 kg or mass at most 5 kg\n"
    done = run("check", "--no-bundled", write("mine.xr", text))
    assert done.code == 0
    assert "warning[XR602]: `3A001` always matches on `mass`" in done.out
    assert done.out.endswith("1 file, 0 errors, 1 warning\n")


@pytest.mark.parametrize(("most", "shown"), [("0", 0), ("1", 1), ("2", 2), ("99", 3), ("-1", 0)])
def test_at_most_so_many_faults_are_shown(run, write, most, shown):
    path = write("mine.xr", HEAD + "entry 3A001 a\nentry 3A002 b\nentry 3A003 c\n")
    done = run("check", "--no-bundled", "--most", most, path)
    assert done.out.count("error[") == shown
    assert done.out.endswith("1 file, 3 errors, 0 warnings\n")


def test_faults_of_some_files_only(run, write, tmp_path):
    write("one/a.xr", HEAD + "entry 3A001 a\n")
    write("two/b.xr", "exportrules 1\nruleset eu.mine\nentry 3A002 b\n")
    done = run("check", "--no-bundled", "--only", "two/", tmp_path)
    assert done.code == 1
    assert "two/b.xr:3:13" in done.out
    assert "one/a.xr" not in done.out
    assert done.out.endswith("2 files, 1 error, 0 warnings\n")


def test_a_file_of_the_bundled_law_takes_its_own_place(run, monkeypatch, tmp_path):
    text = HEAD + "kind goods\n"
    part = "exportrules 1\nruleset eu.mine\nentry 3A001 item is goods\n"
    for name, content in (("common/words.xr", text), ("eu/list/part.xr", part)):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(content, "utf-8")
    monkeypatch.setattr("exportrules.cli.ruling.data_folder", lambda _: tmp_path)
    monkeypatch.setattr("exportrules.cli.ruling.bundled_sources", lambda: read_folder(tmp_path))
    for path in (tmp_path / "eu/list/part.xr", tmp_path / "eu", tmp_path / "eu/list", tmp_path):
        done = run("check", path)
        assert (done.code, done.out) == (0, "2 files, 0 errors, 0 warnings\n")
    (tmp_path / "eu/list/part.xr").write_text(part.replace("goods", "good"), "utf-8")
    assert "  --> eu/list/part.xr:3:13\n" in run("check", tmp_path / "eu/list/part.xr").out
    # a file of somebody's own is checked together with the law
    other = tmp_path.parent / "other.xr"
    other.write_text("exportrules 1\nruleset eu.mine\nentry 3A002 item is good\n", "utf-8")
    assert "  --> other.xr:3:13\n" in run("check", other).out


def test_nothing_to_check_is_told(run, tmp_path):
    done = run("check", "--no-bundled")
    assert (done.code, done.out) == (2, "")
    assert "error[XR951]: no rule files are given" in done.err
    assert run("check", "--no-bundled", tmp_path / "none.xr").code == 2


def test_a_file_that_is_not_utf_8_is_told(run, tmp_path):
    (tmp_path / "mine.xr").write_bytes(b"exportrules 1\n# M\xfcller\n")
    done = run("check", "--no-bundled", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == "error[XR804]: `mine.xr` is not UTF-8 (byte 18)\n  help: save the file as UTF-8\n"


# ---- format ----------------------------------------------------------------------------------------------


def test_format_writes_the_one_layout_and_says_so(run, write, tmp_path):
    odd = write("rules/odd.xr", GOOD.replace("entry 3A001 item", "entry   3A001    item"))
    write("rules/good.xr", GOOD.replace("eu.mine", "eu.good"))
    done = run("format", "--check", tmp_path / "rules")
    assert (done.code, done.out, done.err) == (1, "odd.xr would change\n", "")
    assert "entry   3A001" in odd.read_text("utf-8")
    done = run("format", tmp_path / "rules")
    assert (done.code, done.out, done.err) == (0, "odd.xr laid out\n", "")
    assert odd.read_bytes() == GOOD.encode()
    assert run("format", "--check", odd).code == 0
    assert run("format", odd).out == ""


def test_a_file_with_a_fault_is_told_and_the_others_are_laid_out(run, write, tmp_path):
    write("rules/a.xr", GOOD + "entry 3A002 item is\n")
    odd = write("rules/b.xr", GOOD.replace("kind goods", "kind   goods"))
    before = (tmp_path / "rules" / "a.xr").read_bytes()
    done = run("format", tmp_path / "rules")
    assert (done.code, done.out) == (1, "b.xr laid out\n")
    assert "error[XR103]: the statement stops too early\n  --> a.xr:9:20\n" in done.err
    assert (tmp_path / "rules" / "a.xr").read_bytes() == before
    assert odd.read_text("utf-8") == GOOD


def test_nothing_to_lay_out_is_told(run, tmp_path):
    assert run("format", tmp_path).code == 2
    assert "XR951" in run("format", tmp_path / "none.xr").err


# ---- test ------------------------------------------------------------------------------------------------


def test_the_worked_examples_beside_the_rules_are_run(run):
    done = run("test")
    assert (done.code, done.out, done.err) == (0, "3 passed, 0 failed\n", "")


def test_a_worked_example_that_comes_out_otherwise_is_told(run, write):
    path = write(
        "mine.toml",
        'ruleset = "eu.small"\nas_of = 2026-03-01\n'
        "[[scenario]]\n"
        'name = "a weak amplifier"\n'
        'item = { kind = "amplifier", facts = { output_power = "8 W" } }\n'
        'met = ["3A001.a.1"]\noutcome = "licence_required"\n'
        "[[scenario]]\n"
        'name = "a machine"\nitem = { kind = "machine_tool" }\nnot_met = ["3A001.a"]\n',
    )
    done = run("test", path)
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines() == [
        f"FAILED {path}: a weak amplifier",
        "  3A001.a.1 is not met, expected met",
        "  outcome is undetermined [no_control_found, prohibited], expected licence_required",
        "1 passed, 1 failed",
    ]


def test_a_file_that_is_no_scenario_file_is_told(run, write):
    done = run("test", write("mine.toml", "[[scenario]\n"))
    assert (done.code, done.out) == (2, "")
    assert "error[XR960]: `" in done.err
    assert "not TOML" in done.err


def test_rules_without_worked_examples_are_told(run, write, tmp_path):
    write("rules/mine.xr", GOOD)
    done = run("test", "--no-bundled", "--rules", tmp_path / "rules", ruled=False)
    assert (done.code, done.out) == (2, "")
    assert "error[XR951]: no scenarios beside the rules" in done.err


# ---- lists -----------------------------------------------------------------------------------------------


def test_entries_lists_every_paragraph_with_its_figures(run):
    done = run("entries")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert "eu.small 3A001.a.1 [modelled] strong ones 75 W, 75 W, 48.75 dBm" in lines
    assert "eu.small 3A003 [not_modelled] lasers" in lines
    assert [line.split()[1] for line in lines] == [
        "3A001", "3A001.a", "3A001.a.1", "3A001.a.2", "3A001.b", "3A002", "3A002.a", "3A002.b", "3A003",
    ]  # fmt: skip


def test_words_narrow_a_list_down(run):
    assert [line.split()[1] for line in run("entries", "STRONG").out.splitlines()] == ["3A001.a.1"]
    assert [line.split()[1] for line in run("entries", "ones", "75").out.splitlines()] == ["3A001.a.1"]
    assert run("entries", "nothing-like-this").out == ""
    assert run("facts", "output power").out == "output_power of item: quantity in W. output power\n"
    assert run("kinds", "mmic").out == "mmic_amplifier within amplifier (MMIC power amplifier)\n"


def test_a_fact_is_listed_with_its_words_and_conditions(run):
    assert "works_on of item: set of {metal, ceramic, composite}. " in run("facts", "works").out
    assert "tensile_strength of item: quantity in MPa, at its temperature. " in run("facts", "tensile").out


def test_facts_and_kinds_are_listed(run):
    assert "travel of axis: quantity in mm. how far it travels\n" in run("facts").out
    assert "specially_designed of item: judgement. is it specially designed for\n" in run("facts").out
    assert run("kinds").out.splitlines()[0] == "amplifier within goods (power amplifier)"


def test_what_a_kind_is_not_is_told_and_not_searched_for(run, write):
    text = "kind goods\nkind car_part within goods\n  known as: brake pad\n  remark: no radar\n"
    asked = ("kinds", "--no-bundled", "--rules", write("own.xr", HEAD + text))
    assert run(*asked, "brake", ruled=False).out == "car_part within goods (brake pad); no radar\n"
    none = run(*asked, "radar", ruled=False)
    assert (none.code, none.out) == (1, "")
    assert json.loads(run(*asked, "brake", "--json", ruled=False).out)["remarks"] == ["no radar"]


def test_the_sign_and_the_group_of_a_fact_are_listed(run, write):
    text = (
        "kind goods\nfact elevation is signed quantity in m over depth in m\n  asks: how high\n"
        "fact seat of transaction is country in group members\n  asks: where\n"
        "group members\n  source: t\n  members AT\n"
    )
    arguments = ("facts", "--no-bundled", "--rules", write("own.xr", HEAD + text))
    assert run(*arguments, ruled=False).out.splitlines() == [
        "elevation of item: signed quantity in m, at its depth. how high",
        "seat of transaction: country in group members. where",
    ]
    told = [json.loads(line) for line in run(*arguments, "--json", ruled=False).out.splitlines()]
    assert [(item["signed"], item["group"]) for item in told] == [(True, None), (False, "members")]


@pytest.mark.parametrize("command", ["entries", "facts", "kinds"])
def test_a_list_as_json_has_one_object_for_each_line(run, command):
    told = run(command).out.splitlines()
    records = [json.loads(line) for line in run(command, "--json").out.splitlines()]
    assert len(records) == len(told)
    name = "code" if command == "entries" else "name"
    assert all(record[name] in line for record, line in zip(records, told, strict=True))


def test_the_records_say_what_the_rules_say(run):
    facts = {item["name"]: item for item in map(json.loads, run("facts", "--json").out.splitlines())}
    assert facts["tensile_strength"]["conditions"] == {"temperature": "K"}
    assert facts["works_on"]["values"] == ["metal", "ceramic", "composite"]
    assert facts["end_user_country"]["of"] == ["transaction"]
    kinds = {item["name"]: item for item in map(json.loads, run("kinds", "--json").out.splitlines())}
    assert kinds["mmic_amplifier"]["above"] == ["amplifier", "goods"]
    (strong,) = map(json.loads, run("entries", "--json", "strong").out.splitlines())
    assert (strong["code"], strong["in_force_from"], strong["evidence"]) == ("3A001.a.1", "2021-09-09", "official")
    (device,) = map(json.loads, run("entries", "--json", "programmable").out.splitlines())
    assert (device["in_force_from"], device["evidence"]) == ("2025-11-15", "recalled")


@pytest.mark.parametrize("command", ["entries", "facts", "kinds", "test"])
def test_rules_that_do_not_load_are_told(run, write, command):
    bad = write("bad.xr", HEAD + "entry 3A001 hardened\n")
    done = run(command, "--no-bundled", "--rules", bad, ruled=False)
    assert (done.code, done.out) == (2, "")
    assert "error[XR204]: unknown fact `hardened`\n  --> bad.xr:7:13\n" in done.err


@pytest.mark.parametrize("command", ["facts", "kinds", "entries"])
def test_a_word_that_nothing_holds_is_told(run, command):
    done = run(command, "nosuchword")
    assert (done.code, done.out) == (1, "")
    assert done.err == "no line holds `nosuchword`\n  help: try another word, or a part of one\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("facts", "outptu_power"), "no line holds `outptu_power`\n  help: did you mean `output`?\n"),
        (("kinds", "Amplifer"), "no line holds `amplifer`\n  help: did you mean `amplifier`?\n"),
        (("entries", "strang"), "no line holds `strang`\n  help: did you mean `strong`?\n"),
        (
            ("facts", "travel", "output"),
            "no line holds `travel` and `output`\n  help: leave a word out; each of them stands in some line\n",
        ),
        (
            ("facts", "power travel"),
            "no line holds `power travel`\n  help: leave a word out; each of them stands in some line\n",
        ),
    ],
)
def test_a_word_that_nothing_holds_has_a_way_out(run, arguments, told):
    for more in ((), ("--json",)):
        done = run(*arguments, *more)
        assert (done.code, done.out, done.err) == (1, "", told)
