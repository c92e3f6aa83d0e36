"""After an edit only what the edit bears on is compiled again, and the result is that of a compile from nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from exportrules.artefact import compiling, kept, store
from exportrules.artefact.cache import CACHE_VARIABLE
from exportrules.artefact.piece import write_piece
from exportrules.checking.assembly import check_sources, read_sources
from exportrules.checking.file import check_file
from exportrules.checking.lookups import answer
from exportrules.checking.report import Report
from exportrules.loading import Rules, bundled_sources, load, read_folder
from exportrules.text import Diagnostics, Source

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "artefact"), str(ROOT / "tests" / "property")]
from edits import edit  # noqa: E402
from small_laws import Law  # noqa: E402

SMALL = ROOT / "tests" / "small" / "rules"
HEAD = """exportrules 1
ruleset {name}
  title: {name}
  source: none
  layer {layer}
{more}  checked up to 2026-06-30
"""
WORDS = (
    HEAD.format(name="test.words", layer="common", more="")
    + """kind goods
kind pump, valve within goods
part axis of item
  asks: each axis
part host of item as item
  asks: what it is a part of
fact flow is quantity in l/s
  asks: how much it pumps
fact travel of axis is quantity in mm
  asks: how far it goes
fact idle of axis is yes or no
  asks: whether it stands still
fact cn_code is customs_code
  asks: customs code
fact sealed is yes or no
  asks: whether it is sealed
fact load is derived in l/s
  asks: load
  formula flow * 2
fact destination of transaction is country
  asks: where to
group friends
  source: none
  members {US} from 2024-07-01
"""
)
FIRST = (
    HEAD.format(name="test.list", layer="union", more="")
    + """define "large" as flow above 5 l/s
entry 1A001 item is pump, any of:
  a. "large"
  b. some axis has travel above 3 mm
"""
)
SECOND = """exportrules 1
ruleset test.list
entry 2A001 item is valve and "large"
entry 2A003 item listed in 1A001.b
note 1 does not control {1A001.a, 2A001} when sealed
"""
THIRD = (
    HEAD.format(name="test.measures", layer="union", more="  codes from test.list\n")
    + """measure control
  source: none
  for export
  requires licence when item listed in {1A001, 2A001 to 2A003} and destination in group friends
"""
)
OTHER = HEAD.format(name="test.other", layer="union", more="") + "entry 3A001 item is goods\n"
LAW = {"a.xr": WORDS, "b.xr": FIRST, "c.xr": SECOND, "d.xr": THIRD, "e.xr": OTHER}


@pytest.fixture
def caches(tmp_path, monkeypatch):
    """Compile with the cache, or with one that knows no piece."""

    def compile_files(files, *, fresh=False):
        folder = tmp_path / ("fresh" if fresh else "kept")
        if fresh:
            shutil.rmtree(folder / "pieces", ignore_errors=True)
        monkeypatch.setenv(CACHE_VARIABLE, str(folder))
        lines, found = compiling.compile_sources(read(files))
        return (None if lines is None else b"".join(lines)), found

    return compile_files


def read(files):
    return [Source(name, text) for name, text in files.items()]


@pytest.fixture
def seen(monkeypatch):
    """The names of the files that are really checked."""
    names = []
    real = compiling.check_file

    def watch(file, law):
        names.append(file.name)
        return real(file, law)

    monkeypatch.setattr(compiling, "check_file", watch)
    return names


# ---- the same as from nothing ---------------------------------------------------------------------


def follow(caches, files, random, steps):
    """Edit again and again; texts with a fault are tried, and mostly left behind."""
    for _ in range(steps):
        changed, what = edit(files, random)
        found, anew = caches(changed), caches(changed, fresh=True)
        assert found == anew, what
        if found[0] is not None or random.random() < 0.3:
            files = changed


@pytest.mark.parametrize("seed", range(12))
def test_edited_small_laws(caches, seed):
    follow(caches, dict(Law(seed, rich=True).files), Random(seed), 8)  # noqa: S311 - not for secrets


@pytest.mark.parametrize("seed", range(12))
def test_edited_rules_of_several_files(caches, seed):
    files = LAW if seed % 2 else {source.name: source.text for source in read_folder(SMALL)}
    follow(caches, dict(files), Random(seed), 8)  # noqa: S311 - not for secrets


def test_edited_bundled_law(caches):
    files = {source.name: source.text for source in bundled_sources()}
    caches(files)
    follow(caches, files, Random(1), 4)  # noqa: S311 - not for secrets


@pytest.mark.parametrize("seed", range(20, 30))
def test_faults_are_those_of_all_files(tmp_path, monkeypatch, seed):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    random, files = Random(seed), dict(LAW)  # noqa: S311 - not for secrets
    for _ in range(6):
        changed, what = edit(files, random)
        _, anew = check_sources(read(changed))
        assert compiling.compile_sources(read(changed))[1] == anew, what
        if random.random() < 0.5:
            files = changed


def test_the_order_of_the_texts_does_not_matter(caches):
    turned = dict(reversed(LAW.items()))
    assert caches(LAW) == caches(turned) == caches(turned, fresh=True)


# ---- what is compiled again ---------------------------------------------------------------------------


def again(caches, seen, changed):
    """Which files are compiled after an edit of the law above."""
    caches(LAW)
    seen.clear()
    files = {name: text for name, text in {**LAW, **changed}.items() if text}
    found, names = caches(files), list(seen)
    assert found == caches(files, fresh=True)
    return "".join(name.removesuffix(".xr") for name in names)


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("e.xr", "", "", ""),
        ("e.xr", "item is goods", "item is pump", "e"),
        ("a.xr", "asks: how much it pumps", "asks: flow", "a"),
        ("a.xr", "", "kind tap within goods\n", "a"),
        # the fact itself, and what is computed from it
        ("a.xr", "fact flow is quantity in l/s", "fact flow is quantity in m^3/s", "abc"),
        ("a.xr", "fact travel of axis", "fact travel of axis, item", "ab"),
        ("a.xr", "members {US}", "members {FR}", "ad"),
        ("a.xr", "part axis of item", "part axis of item as item", "ab"),
        ("b.xr", "above 5 l/s", "above 6 l/s", "bc"),
        ("b.xr", "above 3 mm", "above 4 mm", "b"),
        ("b.xr", "", "entry 1A002 item is goods\n", "b"),
        # the note and its paragraphs, one of which the measure cites
        ("c.xr", "when sealed", "when not sealed", "bc"),
        ("c.xr", "", "note 2 disregards axis in 1A001 when idle\n", "bc"),
        # a range takes in what lies between its ends
        ("c.xr", "", "entry 2A002 item is goods\n", "cd"),
        ("d.xr", "requires licence", "prohibits", "d"),
    ],
)  # fmt: skip
def test_only_what_an_edit_bears_on(caches, seen, file, before, after, expected):
    text = LAW[file].replace(before, after, 1) if before else LAW[file] + after
    assert again(caches, seen, {file: text}) == expected


def test_a_list_that_is_added_or_dropped(caches, seen):
    more = HEAD.format(name="test.more", layer="union", more="") + "entry 4A001 item is goods\n"
    assert again(caches, seen, {"f.xr": more}) == "f"
    assert again(caches, seen, {"e.xr": ""}) == ""


def test_a_renamed_file_is_another(caches, seen):
    # the note moves, and with it the place of what it takes out
    assert again(caches, seen, {"c.xr": "", "cc.xr": SECOND}) == "bcc"


def test_a_citation_that_nobody_answers_any_more(caches, seen):
    caches(LAW)
    broken = {**LAW, "b.xr": FIRST.replace("  b. some axis has travel above 3 mm\n", "")}
    lines, told = caches(broken)
    assert lines is None
    assert [item.code for item in told] == ["XR204"]
    seen.clear()
    assert caches(LAW)[0] is not None
    assert seen == []


def test_words_that_are_declared_only_later(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    (tmp_path / "rules").mkdir()
    for name, text in LAW.items():
        (tmp_path / "rules" / name).write_text(text, "utf-8")
    words = tmp_path / "rules" / "a.xr"
    words.write_text(WORDS.replace("fact sealed", "fact closed"), "utf-8")
    with pytest.raises(Diagnostics, match="unknown fact `sealed`"):
        load(tmp_path / "rules", bundled=False)
    words.write_text(WORDS, "utf-8")
    assert load(tmp_path / "rules", bundled=False).digests == Rules(read(LAW)).digests


@pytest.mark.parametrize(
    ("file", "gone", "code"),
    [
        ("a.xr", ", valve", "XR204"),
        ("a.xr", "part axis of item\n  asks: each axis\n", "XR204"),
        ("a.xr", "fact sealed is yes or no\n  asks: whether it is sealed\n", "XR204"),
        ("a.xr", "group friends\n  source: none\n  members {US} from 2024-07-01\n", "XR204"),
        ("b.xr", 'define "large" as flow above 5 l/s\n', "XR210"),
        ("c.xr", "entry 2A003 item listed in 1A001.b\n", "XR204"),
        ("d.xr", "  codes from test.list\n", "XR204"),
        ("e.xr", "table codes\n  8413\n", "XR204"),
        ("e.xr", "", "XR204"),
    ],
)
def test_whatever_a_file_uses_is_missed(caches, file, gone, code):
    whole = {
        **LAW,
        "e.xr": f"{OTHER}table codes\n  8413\n",
        "f.xr": HEAD.format(name="test.users", layer="union", more="")
        + "entry 5A001 any of:\n  a. item listed in test.other\n  b. item listed in test.other.codes\n",
    }
    assert caches(whole)[0] is not None
    less = {**whole, file: whole[file].replace(gone, "")} if gone else {k: v for k, v in whole.items() if k != file}
    assert less[file] != whole[file] if gone else file not in less
    lines, told = caches(less)
    assert lines is None
    assert code in {item.code for item in told}
    assert told == check_sources(read(less))[1]
    assert caches(whole) == caches(whole, fresh=True)


def test_what_earlier_files_take_over_leaves_the_others_alone(caches, seen):
    head = HEAD.format(name="test.narrow", layer="union", more="  codes from test.list\n")
    whole = {**LAW, "f.xr": head, "g.xr": "exportrules 1\nruleset test.narrow\ntakes {1A001, 2A001}\n"}
    first = caches(whole)
    seen.clear()
    more = {**whole, "f.xr": f"{head}takes {{1A001, 2A003}}\n"}
    assert caches(more) == caches(more, fresh=True) != first
    assert "g.xr" not in seen[:1]


def test_a_fact_that_is_computed_from_now_on(caches):
    # a measure that needs a fact of the transaction is passed over by others, unless the fact is computed
    fact = "fact known of transaction is yes or no\n  asks: whether it is known\n"
    ruled = "destination in group friends and known"
    plain = {**LAW, "a.xr": WORDS + fact, "d.xr": THIRD.replace("destination in group friends", ruled)}
    first = caches(plain)
    computed = {**plain, "a.xr": f"{WORDS}{fact}  formula flow\n"}
    assert caches(computed) == caches(computed, fresh=True) != first


def test_a_list_that_is_not_there_any_more(caches):
    users = HEAD.format(name="test.users", layer="union", more="") + "entry 5A001 item listed in test.other\n"
    assert caches({**LAW, "f.xr": users})[0] is not None
    less = {name: text for name, text in {**LAW, "f.xr": users}.items() if name != "e.xr"}
    assert [item.code for item in caches(less)[1]] == ["XR204"]


def test_a_paragraph_that_stands_in_another_file_from_now_on(caches):
    # a note on a paragraph that is not modelled bears on what is taken over of it, as long as it has no own place
    head = HEAD.format(name="test.narrow", layer="union", more="  codes from test.list\n")
    whole = {
        **LAW,
        "b.xr": FIRST.replace('  a. "large"\n', '  a. any of:\n    1. "large"\n    2. sealed\n'),
        "f.xr": f"{head}entry 1A001 item is goods\n  not modelled: all of it\n",
        "g.xr": "exportrules 1\nruleset test.narrow\ntakes 1A001.a.1\n"
        "note 1 does not control test.narrow.1A001.a when sealed\n",
    }
    assert caches(whole)[0] is not None
    changed = {**whole, "f.xr": f"{head}entry 1A001 any of:\n  a. item is goods\n"}
    found = caches(changed)
    assert found[0] is not None
    assert found == caches(changed, fresh=True)


FAULTS = (ROOT / "tests" / "checking" / "faults.txt").read_text("utf-8").strip().split("\n\n")


@pytest.mark.parametrize("block", [block for block in FAULTS if not block.startswith("#")])
def test_every_fault_that_all_files_show_is_found_file_by_file(monkeypatch, block):
    monkeypatch.setenv(CACHE_VARIABLE, "")
    base = Source("base.xr", (ROOT / "tests" / "checking" / "base.xr").read_text("utf-8"))
    lines = block.partition("\n=> ")[0]
    sources = [base, Source("text.xr", f"exportrules 1\nruleset eu.base\n{lines}\n")]
    _, found = check_sources(sources)
    lines, told = compiling.compile_sources(sources)
    assert (lines is None) == any(item.severity == "error" for item in found)
    assert told == found


def test_circles_over_files_are_found(caches):
    caches(LAW)
    circle = {**LAW, "b.xr": FIRST.replace("some axis has travel above 3 mm", "item listed in 2A003")}
    lines, told = caches(circle)
    assert lines is None
    assert "XR407" in {item.code for item in told}


def test_a_fault_is_told_without_another_look_at_what_did_not_change(caches, seen):
    caches(LAW)
    seen.clear()
    for fault in ("item is nothing\n", "item is is goods\n"):
        broken = {**LAW, "e.xr": OTHER.replace("item is goods\n", fault)}
        lines, told = caches(broken)
        assert lines is None
        assert told == check_sources(read(broken))[1]
    assert seen == ["e.xr", "e.xr"]


# ---- never stale, never foreign -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[:-9] + b"!" + data[-8:], lambda data: data[:-3], lambda data: b"", lambda data: b"\n" + data],
    ids=["changed", "cut short", "empty", "shifted"],
)
def test_damaged_pieces_are_made_again(caches, seen, tmp_path, spoil):
    whole = caches(LAW)
    for file in (tmp_path / "kept" / "pieces").iterdir():
        file.write_bytes(spoil(file.read_bytes()))
    seen.clear()
    assert caches(LAW) == whole
    assert len(seen) == len(LAW)


@pytest.mark.skipif(os.name != "posix", reason="files of POSIX have modes")
def test_pieces_that_others_can_write_are_not_believed(caches, seen, tmp_path):
    caches(LAW)
    for file in (tmp_path / "kept" / "pieces").iterdir():
        file.chmod(0o666)
    seen.clear()
    caches(LAW)
    assert len(seen) == len(LAW)


def test_other_code_compiles_again(caches, seen, monkeypatch):
    caches(LAW)
    monkeypatch.setattr(kept, "digest_code", lambda *_, **__: "another compiler")
    seen.clear()
    caches(LAW)
    assert len(seen) == len(LAW)


def test_a_piece_of_another_file_is_not_taken(caches, seen, tmp_path):
    # files of the same words under other names
    caches(LAW)
    seen.clear()
    caches({f"x{name}": text for name, text in LAW.items()})
    assert len(seen) == len(LAW)


def test_the_oldest_pieces_are_forgotten_and_those_in_use_are_not(caches, seen, monkeypatch, tmp_path):
    monkeypatch.setattr(kept, "MAX_KEPT", 1)
    for number in range(4):
        caches({**LAW, "e.xr": f"{OTHER}# {number}\n"})
    assert len(list((tmp_path / "kept" / "pieces").iterdir())) <= len(LAW) + 3
    seen.clear()
    caches({**LAW, "e.xr": f"{OTHER}# 3\n"})
    assert seen == []


def test_faults_write_no_piece(caches, tmp_path):
    caches(LAW)
    known = set((tmp_path / "kept" / "pieces").iterdir())
    caches({**LAW, "e.xr": OTHER.replace("item is goods", "item is nothing")})
    assert set((tmp_path / "kept" / "pieces").iterdir()) == known


# ---- the questions --------------------------------------------------------------------------------


QUESTIONS = ("kind", "part", "fact", "group", "derived", "term", "notes", "ruleset", "home", "table", "code",
              "knows", "between")  # fmt: skip


def test_every_question_has_an_answer():
    files, law = read_sources(bundled_sources(), Report())
    checked = [check_file(file, law) for file in files]
    for file in checked:
        write_piece(file)
    asked = {question for file in checked for question in file.lookups.asked}
    assert {form for form, _, _ in asked} == set(QUESTIONS)
    assert all(answer(law, question) is not None for question in asked if question[0] != "between")


def test_known_law_is_compiled_without_the_parser(tmp_path):
    (tmp_path / "rules").mkdir()
    for name, text in LAW.items():
        (tmp_path / "rules" / name).write_text(text, "utf-8")
    program = (
        "import sys; from pathlib import Path; from exportrules import load\n"
        "load(Path(sys.argv[1]), bundled=False); print('lark' in sys.modules)"
    )
    environment = {**os.environ, CACHE_VARIABLE: str(tmp_path / "cache"), "PYTHONPATH": str(ROOT / "src")}
    told = []
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "rules")],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        told.append(run.stdout.strip())
        # the pieces are enough
        for file in (tmp_path / "cache").glob("*.jsonl"):
            file.unlink()
    assert told == ["True", "False"]
    assert store.CODE
