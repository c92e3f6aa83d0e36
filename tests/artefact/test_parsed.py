"""What was parsed once is not parsed again, and comes back as it was; what changed always is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exportrules.artefact import parsed, store
from exportrules.artefact.cache import CACHE_VARIABLE
from exportrules.artefact.trees import CLASSES, read_tree, write_tree
from exportrules.checking.assembly import check_sources
from exportrules.checking.outline import outline_block
from exportrules.errors import ExportRulesError
from exportrules.loading import bundled_sources, load, read_folder
from exportrules.syntax import parser
from exportrules.text import Source

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "small" / "rules"
MORE = """exportrules 1
ruleset test.more
  title: more
  source: none
  layer common
  checked up to 2026-06-30
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "parsed"


@pytest.fixture
def seen(monkeypatch):
    """The names of the texts that are really parsed."""
    names = []
    real = parser.parse_source

    def watch(source):
        names.append(source.name)
        return real(source)

    monkeypatch.setattr(parser, "parse_source", watch)
    return names


def shown(file):
    """All that a parsed file says, places included."""
    return [(write_tree(block.outline), write_tree(block.tree()), block.digest()) for block in file.blocks], file.words


def parse(sources):
    found = []
    for file, faults in parsed.parse_all(sources):
        assert not faults
        found.append(shown(file))
    return found


def test_every_bundled_text_comes_back_as_the_same_tree():
    for source in bundled_sources():
        tree, faults = parser.parse_source(source)
        assert not faults
        for block in tree.blocks:
            for value in (block, outline_block(block)):
                again = read_tree(write_tree(value), source.name)
                # places take no part in equality
                assert again == value
                assert write_tree(again) == write_tree(value)


def test_the_bundled_law_is_the_same_from_known_texts(cache, seen):
    sources = bundled_sources()
    anew = parse(sources)
    assert sorted(seen) == sorted(source.name for source in sources)
    seen.clear()
    assert parse(sources) == anew
    assert seen == []
    assert len(list(cache.iterdir())) == len(sources)


def test_only_what_was_edited_renamed_or_added_is_parsed_again(cache, seen):
    sources = {source.name: source for source in read_folder(SMALL)}
    name = next(iter(sorted(sources)))
    parse(sources.values())

    def check(changed):
        seen.clear()
        parse(changed.values())
        return list(seen)

    edited = Source(name, sources[name].text + "\n# a remark\n")
    assert check({**sources, name: edited}) == [name]
    assert check({**sources, name: edited}) == []
    # the name of a text stands in the places of what it says
    others = {key: source for key, source in sources.items() if key != name}
    assert check({**others, "z.xr": Source("z.xr", sources[name].text)}) == ["z.xr"]
    more = Source("more.xr", MORE)
    assert check({**sources, "more.xr": more}) == ["more.xr"]
    assert check(sources) == []


def test_a_text_that_was_removed_is_not_missed(cache, seen, tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    for source in read_folder(SMALL):
        (folder / source.name).write_text(source.text, "utf-8")
    (folder / "more.xr").write_text(MORE, "utf-8")
    assert "test.more" in load(folder, bundled=False).digests
    (folder / "more.xr").unlink()
    seen.clear()
    assert "test.more" not in load(folder, bundled=False).digests
    assert seen == []


def test_faults_are_told_each_time(cache):
    source = Source("bad.xr", "exportrules 1\nruleset test.bad\n  title bad\n")
    first = parsed.parse_all([source])
    assert first[0][1]
    assert parsed.parse_all([source])[0][1] == first[0][1]
    assert not cache.exists()


def test_texts_that_are_known_are_checked_alike(cache):
    sources = read_folder(SMALL)
    _, anew = check_sources(sources)
    for _ in range(2):
        assert check_sources(sources, parsed.parse_all)[1] == anew


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"CN", b"RU"),
        lambda data: data[:-3],
        lambda data: b"",
        lambda data: data.partition(b"\n")[2],
    ],
    ids=["changed", "cut short", "empty", "no digest"],
)
def test_damaged_texts_are_parsed_again(cache, seen, spoil):
    sources = read_folder(SMALL)[:1]
    anew = parse(sources)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    assert spoil(whole) != whole
    file.write_bytes(spoil(whole))
    seen.clear()
    assert parse(sources) == anew
    assert seen == [sources[0].name]
    assert file.read_bytes() == whole


@pytest.mark.parametrize("text", ["", "[]", "[99]", '{"a":1}', "[" * 5000, f"[{6 + len(CLASSES)}]", "[6]"])
def test_what_stands_for_no_tree_is_refused(text):
    with pytest.raises(ExportRulesError) as caught:
        read_tree(text, "x.xr")
    assert caught.value.code == "XR957"


def test_other_code_parses_again(cache, seen, monkeypatch):
    sources = read_folder(SMALL)[:1]
    parsed.parse_all(sources)
    monkeypatch.setattr(parsed, "digest_code", lambda *_, **__: "another parser")
    seen.clear()
    parsed.parse_all(sources)
    assert seen == [sources[0].name]


def test_the_oldest_texts_are_forgotten_and_those_in_use_are_not(cache, monkeypatch):
    monkeypatch.setattr(parsed, "MAX_KEPT", 2)
    for number in range(6):
        parsed.parse_all([Source(f"{number}.xr", "exportrules 1\n")])
    assert len(list(cache.iterdir())) == 3
    parsed.parse_all([Source(f"{number}.xr", "exportrules 1\n") for number in range(10, 15)])
    assert len(list(cache.iterdir())) == 7


def loaded(module):
    program = f"import sys, {module}\nprint(*[name for name in sys.modules if name.startswith('exportrules.')])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    return {name.split(".")[1] for name in told.stdout.split()}


def test_the_key_covers_all_code_that_parses():
    covered = {name.split("/")[0].removesuffix(".py") for name in parsed.CODE}
    assert loaded("exportrules.syntax.parser") | loaded("exportrules.artefact.trees") <= covered
    assert covered <= {name.removesuffix(".py") for name in store.CODE}


def test_known_texts_need_no_parser(cache, tmp_path):
    (tmp_path / "small.xr").write_text(MORE, "utf-8")
    load(tmp_path / "small.xr", bundled=False)
    for file in (*cache.parent.glob("*.jsonl"), *cache.parent.glob("pieces/*.jsonl")):
        file.unlink()
    program = (
        "import json, sys; from pathlib import Path; from exportrules import load\n"
        "rules = load(Path(sys.argv[1]), bundled=False)\n"
        "print(json.dumps([sorted(rules.digests), 'lark' in sys.modules]))"
    )
    environment = {**os.environ, CACHE_VARIABLE: str(cache.parent), "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "small.xr")],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert json.loads(told.stdout) == [["test.more"], False]
