"""`replay`: the same decision byte for byte, or one clear reason why not."""

import json

import pytest


@pytest.fixture
def stored(run, case, case_file, strong, tmp_path):
    """A decision as `decide --format json` wrote it."""
    done = run("decide", "--format", "json", case_file(case("Größe µ", strong, end_user_country="US")))
    path = tmp_path / "decision.json"
    path.write_bytes(done.out.encode())
    return path


def test_the_same_decision_is_told_to_be_the_same(run, stored):
    done = run("replay", stored)
    assert (done.code, done.out, done.err) == (0, f"{stored}:1: same\n", "")


def test_ends_of_line_of_another_system_and_empty_lines_do_not_matter(run, stored):
    stored.write_bytes(b"\n" + stored.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert run("replay", stored).out == f"{stored}:2: same\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"outcome":null', '"outcome":"authorised"'),
        ('"floor":"authorised"', '"floor":"no_control_found"'),
        ('"summary":"', '"summary":"surely '),
        ('"as_of":"2026-03-01","assumptions"', '"as_of": "2026-03-01","assumptions"'),
    ],
)
def test_a_decision_that_was_changed_by_hand_is_found_out(run, stored, old, new):
    text = stored.read_text("utf-8")
    assert old in text
    stored.write_text(text.replace(old, new), "utf-8")
    done = run("replay", stored)
    assert (done.code, done.out) == (1, "")
    assert done.err == (f"{stored}:1: XR972: the same case gives another answer; the receipt was changed by hand\n")


def test_a_changed_case_is_found_out(run, stored):
    stored.write_text(stored.read_text("utf-8").replace('"output_power":"80 W"', '"output_power":"90 W"'), "utf-8")
    assert "XR972" in run("replay", stored).err


def test_other_rules_are_named(run, stored, tmp_path, rules_folder):
    folder = tmp_path / "rules"
    folder.mkdir()
    for path in rules_folder.glob("*.xr"):
        (folder / path.name).write_text(path.read_text("utf-8").replace("above 75 W", "above 70 W"), "utf-8")
    done = run("replay", stored, "--no-bundled", "--rules", folder, ruled=False)
    assert (done.code, done.out) == (1, "")
    assert done.err == (f"{stored}:1: XR971: decided by other rulesets: `eu.small`; load the rulesets of that time\n")


def test_further_rules_are_named_too(run, stored, tmp_path):
    extra = tmp_path / "more.xr"
    extra.write_text(
        "exportrules 1\nruleset eu.more\n  title: more\n  source: x\n  layer common\n  checked up to 2026-01-01\n",
        "utf-8",
    )
    assert "XR971: decided by other rulesets: `eu.more`" in run("replay", stored, "--rules", extra).err


def test_another_version_of_the_engine_is_named(run, stored):
    stored.write_text(stored.read_text("utf-8").replace('"engine":"0.1.0"', '"engine":"0.0.9"'), "utf-8")
    assert run("replay", stored).err == (
        f"{stored}:1: XR971: decided by engine 0.0.9 and language 1; "
        "this is engine 0.1.0 and language 1; install that version\n"
    )


SOUND = {
    "format": "exportrules.decision/1",
    "case": {},
    "as_of": "2026-03-01",
    "versions": {"engine": "0.1.0", "language": "1"},
    "rulesets": {},
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "XR801"),
        ("[]", "XR970: not a decision of the format `exportrules.decision/1`"),
        ("3", "XR970: not a decision of the format `exportrules.decision/1`"),
        ('{"format": "exportrules.case/1"}', "XR970: not a decision of the format `exportrules.decision/1`"),
        (json.dumps({**SOUND, "case": []}), "XR970: the decision has no proper `case`"),
        (json.dumps({**SOUND, "as_of": 3}), "XR970: the decision has no proper `as_of`"),
        (json.dumps({**SOUND, "as_of": "soon"}), "XR970: the decision has no proper `as_of`"),
        (json.dumps({**SOUND, "as_of": "2026-02-30"}), "XR970: the decision has no proper `as_of`"),
        (json.dumps({**SOUND, "versions": "0.1.0"}), "XR970: the decision has no proper `versions`"),
        (json.dumps({**SOUND, "rulesets": {"eu.small": "x"}}), "XR970: the decision has no proper `rulesets`"),
        (json.dumps({**SOUND, "rulesets": []}), "XR970: the decision has no proper `rulesets`"),
        (
            json.dumps({**SOUND, "rulesets": {"eu.gone": {"digest": "x"}}}),
            "XR971: decided by other rulesets: `eu.gone`",
        ),
    ],
)
def test_what_is_no_decision_is_told(run, tmp_path, text, told):
    path = tmp_path / "x.json"
    path.write_text(text + "\n", "utf-8")
    done = run("replay", path)
    assert (done.code, done.out) == (1, "")
    assert told in done.err


def test_a_case_that_the_vocabulary_no_longer_has_is_told(run, stored):
    stored.write_text(stored.read_text("utf-8").replace('"output_power":"80 W"', '"output_powr":"80 W"'), "utf-8")
    done = run("replay", stored)
    assert done.code == 1
    assert "XR835" in done.err
    assert "did you mean `output_power`?" in done.err


def test_a_bad_decision_among_good_ones_does_not_stop_the_others(run, stored):
    line = stored.read_bytes()
    stored.write_bytes(line + b"{}\n" + line)
    done = run("replay", stored)
    assert done.code == 1
    assert done.out == f"{stored}:1: same\n{stored}:3: same\n"
    assert f"{stored}:2: XR970" in done.err


def test_a_case_in_place_of_a_decision_is_told_once(run, case_file, case, strong, tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case("one", strong), indent=1), "utf-8")
    done = run("replay", path)
    assert done.code == 1
    assert done.err.count("XR") == 1
    assert "XR970: not a decision of the format" in done.err


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_file_without_decisions_is_told(run, tmp_path, text):
    (tmp_path / "none.jsonl").write_text(text, "utf-8")
    done = run("replay", tmp_path / "none.jsonl")
    assert (done.code, done.out) == (1, "")
    assert "holds no decision" in done.err


def test_a_decision_over_many_lines_may_begin_after_blank_ones(run, stored):
    spread = json.dumps(json.loads(stored.read_text("utf-8")), ensure_ascii=False, indent=1)
    stored.write_text(f"\n\n{spread}\n", "utf-8")
    done = run("replay", stored)
    # it is read as one decision, whose bytes are others
    assert (done.out, done.err.count(f"{stored}:")) == ("", 1)
    assert f"{stored}:3: XR972" in done.err
