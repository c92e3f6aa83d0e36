"""A compiled rulebook is the rulebook: the same data, the same answers; and nothing else ever answers."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from exportrules import explain, load, records, to_json
from exportrules.artefact import compiling, store
from exportrules.artefact.cache import CACHE_VARIABLE, drop_oldest
from exportrules.artefact.decode import decode_rulebook
from exportrules.errors import ExportRulesError
from exportrules.loading import Rules, bundled_sources, compile_bundled
from exportrules.program.index import make_index
from exportrules.rules.statements import Statement
from exportrules.scenarios import bundled_scenarios
from exportrules.text import Source

ROOT = Path(__file__).resolve().parents[2]
ORDERS = json.loads((ROOT / "rulesets" / "examples" / "orders.json").read_text("utf-8"))
SMALL = """exportrules 1
ruleset eu.small
  title: a small list
  source: Regulation (EU) 2021/821, Annex I
  layer union
  checked up to 2026-06-30

kind pump, valve
fact flow_rate is quantity in l/s
  asks: how much it pumps

entry 1A001 item is pump and flow_rate above 5 l/s
  title: pumps
"""


@pytest.fixture(scope="module")
def from_text():
    return Rules(bundled_sources())


@pytest.fixture(scope="module")
def compiled():
    return compile_bundled()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def differences(first, second, path="book", seen=None):
    """Where two graphs of rules differ in values, or in what is one object and what is two."""
    seen = {} if seen is None else seen
    if isinstance(first, str | int | type(None)) or not (
        records.is_record(type(first)) or isinstance(first, Mapping | Sequence)
    ):
        return [] if first == second else [f"{path}: {first!r} is not {second!r}"]
    if records.is_record(type(first)) and type(first).__eq__ is object.__eq__:
        known = seen.setdefault(id(first), second)
        if known is not second:
            return [f"{path}: one object has become two"]
        if (id(first), "done") in seen:
            return []
        seen[(id(first), "done")] = True
    if records.is_record(type(first)):
        if type(first) is not type(second):
            return [f"{path}: {type(first).__name__} has become {type(second).__name__}"]
        names = [field.name for field in records.fields(type(first))]
        return [
            found
            for name in names
            for found in differences(getattr(first, name), getattr(second, name), f"{path}.{name}", seen)
        ]
    if isinstance(first, Mapping):
        if list(first) != list(second):
            return [f"{path}: other keys"]
        return [found for key in first for found in differences(first[key], second[key], f"{path}[{key}]", seen)]
    if len(first) != len(second):
        return [f"{path}: {len(first)} is not {len(second)}"]
    return [
        found
        for place, (one, other) in enumerate(zip(first, second, strict=True))
        for found in differences(one, other, f"{path}[{place}]", seen)
    ]


def restore(data):
    return store.read_compiled(data, json.loads(data.partition(b"\n")[0])["key"])


def test_the_bundled_law_comes_back_as_it_was(from_text, compiled):
    book, index, warnings = restore(compiled)
    sys.setrecursionlimit(10_000)
    assert differences(from_text.book, book)[:5] == []
    made = make_index(from_text.book)
    assert differences(made, index)[:5] == []
    assert warnings == from_text.warnings


def test_a_paragraph_has_its_parent_whichever_way_it_is_found(compiled):
    book, _, _ = restore(compiled)
    deep = book.statements["eu.dual_use.annex_i"]["3A001.b.2.a.1"]
    ways = []
    while deep is not None:
        ways.append(deep.code)
        deep = deep.parent
    assert ways == ["3A001.b.2.a.1", "3A001.b.2.a", "3A001.b.2", "3A001.b", "3A001"]


def outline(decision):
    """All that a decision says, without what an explanation adds."""
    return [
        decision.floor,
        decision.ceiling,
        decision.diagnostics,
        [(item.duty.name, item.truth, item.under) for item in decision.duties],
        [item.code for item in decision.documents],
        [
            (
                finding.measure.path,
                finding.effect,
                finding.truth,
                finding.floor,
                finding.ceiling,
                [(entry.statement.code, entry.truth, entry.open_below) for entry in finding.entries],
                [(relief.relief.path, relief.truth, relief.remaining) for relief in finding.reliefs],
            )
            for finding in (*decision.findings, *decision.foreign)
        ],
    ]


def test_orders_are_decided_alike(from_text, compiled_rules):
    for case in ORDERS:
        assert outline(from_text.decide(case)) == outline(compiled_rules.decide(case)), case["id"]


@pytest.mark.parametrize("number", [0, 2, 7, 10])
def test_orders_are_explained_alike(from_text, compiled_rules, number):
    first, second = from_text.decide(ORDERS[number]), compiled_rules.decide(ORDERS[number])
    assert to_json(first) == to_json(second)
    assert explain(first) == explain(second)


def test_scenarios_are_decided_alike(from_text, compiled_rules):
    # that the data are the same is shown above; here only a few answers are compared
    sample = bundled_scenarios()[::199]
    assert len(sample) > 10
    for scenario in sample:
        day = scenario.as_of or from_text.read_case(scenario.case).as_of
        if day is not None:
            one, other = from_text.decide(scenario.case, day), compiled_rules.decide(scenario.case, day)
            assert outline(one) == outline(other), scenario.name


@pytest.fixture(scope="module")
def compiled_rules(compiled, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    key = json.loads(compiled.partition(b"\n")[0])["key"]
    (folder / f"{key}.jsonl").write_bytes(compiled)
    (folder / f"{key}.jsonl").chmod(0o600)
    held = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = str(folder)
    try:
        yield load()
    finally:
        os.environ.pop(CACHE_VARIABLE)
        if held is not None:
            os.environ[CACHE_VARIABLE] = held


# ---- never stale, never foreign -----------------------------------------------------------------


def small(text=SMALL):
    return [Source("small.xr", text)]


def compile_small(text=SMALL):
    return store.write_compiled(store.find_key(small(text)), compiled_lines(text))


def compiled_lines(text=SMALL):
    lines, _ = compiling.compile_sources(small(text), anew=True)
    return lines


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"1A001", b"1A002"),
        lambda data: data[:-5],
        lambda data: data + b"\n[]",
        lambda data: data.partition(b"\n")[2],
        lambda data: b"",
        lambda data: b"[" * 5000,
        lambda data: data.replace(b"compiled/3", b"compiled/2", 1),
    ],
    ids=["changed", "cut short", "longer", "no header", "empty", "nested", "another format"],
)
def test_damaged_rules_are_refused(spoil):
    data = compile_small()
    with pytest.raises(ExportRulesError) as caught:
        store.read_compiled(spoil(data), store.find_key(small()))
    assert caught.value.code == "XR957"


def test_rules_compiled_from_other_texts_are_refused():
    changed = SMALL.replace("above 5", "above 6")
    with pytest.raises(ExportRulesError, match="not those of these texts"):
        store.read_compiled(compile_small(), store.find_key(small(changed)))


def test_rules_that_only_look_right_are_refused():
    lines = [b'{"kinds":{"a":0}}\n', b"[99]"]
    data = store.write_compiled(store.find_key(small()), lines)
    with pytest.raises(ExportRulesError) as caught:
        store.read_compiled(data, store.find_key(small()))
    assert caught.value.code == "XR957"


def test_a_line_that_stands_for_nothing_is_an_error_and_no_value():
    lines = b"".join(compiled_lines()).split(b"\n")
    # the first line of all is that of the first kind
    book, _, _ = decode_rulebook(b"\n".join([lines[0], b"[98]".ljust(len(lines[1])), *lines[2:]]))
    with pytest.raises(ExportRulesError) as caught:
        next(iter(book.vocabulary.kinds.values()))
    assert caught.value.code == "XR957"


def test_an_edited_text_is_compiled_again_and_decides_by_its_own_words(tmp_path, cache):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "small.xr").write_text(SMALL, "utf-8")
    before = load(folder, bundled=False)
    assert len(list(cache.glob("*.jsonl"))) == 1
    again = load(folder, bundled=False)
    assert again.digests == before.digests
    (folder / "small.xr").write_text(SMALL.replace("above 5", "above 6"), "utf-8")
    after = load(folder, bundled=False)
    assert after.digests != before.digests
    assert len(list(cache.glob("*.jsonl"))) == 2
    assert bounds(before) == bounds(again) == "5 l/s"
    assert bounds(after) == "6 l/s"


def bounds(rules):
    statement = rules.book.statements["eu.small"]["1A001"]
    assert isinstance(statement, Statement)
    return statement.head.items[1].text.removeprefix("flow_rate above ")


def test_a_damaged_cache_is_made_anew(tmp_path, cache):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "small.xr").write_text(SMALL, "utf-8")
    before = load(folder, bundled=False)
    (file,) = cache.glob("*.jsonl")
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"1A001", b"9A999"))
    assert load(folder, bundled=False).digests == before.digests
    assert file.read_bytes() == whole


@pytest.mark.skipif(os.name != "posix", reason="files of POSIX have modes")
def test_a_cache_that_others_can_write_is_not_believed(tmp_path, cache):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "small.xr").write_text(SMALL, "utf-8")
    load(folder, bundled=False)
    (file,) = cache.glob("*.jsonl")
    file.chmod(0o666)
    _, found = store.find_compiled(small())
    assert found is None


def test_without_a_cache_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "small.xr").write_text(SMALL, "utf-8")
    load(tmp_path / "small.xr", bundled=False)
    assert [entry.name for entry in tmp_path.iterdir()] == ["small.xr"]


def test_the_cache_does_not_grow_without_end(cache, monkeypatch):
    monkeypatch.setattr(store, "MAX_CACHED", 3)
    for number in range(6):
        store.keep_compiled(f"{number:064d}", b"")
    assert len(list(cache.glob("*.jsonl"))) == 3


def test_what_was_given_up_half_written_is_removed_and_what_is_being_written_is_not(cache):
    cache.mkdir(exist_ok=True)
    for name, age in (("tmpold", 3601), ("tmpnew", 3000)):
        (cache / name).write_bytes(b"half")
        os.utime(cache / name, (time.time() - age,) * 2)
    store.keep_compiled("0" * 64, b"")
    assert {file.name for file in cache.iterdir() if file.is_file()} == {"tmpnew", f"{'0' * 64}.jsonl"}


def test_a_file_that_another_process_removes_meanwhile_stops_nothing(cache, monkeypatch):
    for number in range(4):
        store.keep_compiled(f"{number:064d}", b"")
        os.utime(cache / f"{number:064d}.jsonl", (number, number))
    glob = Path.glob

    def racing(folder, pattern):
        yield from glob(folder, pattern)
        yield folder / "removed.jsonl"

    monkeypatch.setattr(Path, "glob", racing)
    drop_oldest(cache, 2)
    monkeypatch.undo()
    assert sorted(file.name[-7:] for file in cache.glob("*.jsonl")) == ["2.jsonl", "3.jsonl"]


# ---- what it is for -------------------------------------------------------------------------------


def test_compiled_law_needs_no_parser(compiled, tmp_path):
    key = json.loads(compiled.partition(b"\n")[0])["key"]
    (tmp_path / f"{key}.jsonl").write_bytes(compiled)
    (tmp_path / f"{key}.jsonl").chmod(0o600)
    program = (
        "import sys; from exportrules import load\n"
        "print(load().decide(open(sys.argv[1], encoding='utf-8').read()).floor.name, 'lark' in sys.modules)"
    )
    case = tmp_path / "case.json"
    case.write_text(json.dumps(ORDERS[0]), "utf-8")
    environment = {**os.environ, CACHE_VARIABLE: str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run(
        [sys.executable, "-c", program, str(case)], env=environment, check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == ["licence_required", "False"]


def test_the_key_covers_all_code_that_compiles():
    program = (
        "import sys\n"
        "from exportrules.artefact.compiling import compile_sources\n"
        "from exportrules.syntax.parser import parse_source\n"
        "print(*[name for name in sys.modules if name.startswith('exportrules.')])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    covered = {name.removesuffix(".py") for name in store.CODE}
    assert {name.split(".")[1] for name in told.stdout.split()} <= covered


def test_compiling_twice_gives_the_same_bytes(compiled):
    assert compile_bundled() == compiled
