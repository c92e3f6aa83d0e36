"""Several faults at once, one fault that would cause others, and what no order of files or lines may change."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exportrules.checking import scope
from exportrules.checking.assembly import check_sources
from exportrules.checking.report import MAX_DIAGNOSTICS
from exportrules.errors import ExportRulesError
from exportrules.loading import Rules
from exportrules.text import Diagnostics, Source

HEAD = (
    "exportrules 1\nruleset eu.example\n  title: an example\n  source: Regulation (EU) 2021/821\n"
    "  layer union\n  checked up to 2026-02-09\n"
)


def told(*texts):
    _, found = check_sources([Source(f"{number}.xr", text) for number, text in enumerate(texts)])
    return [str(item) for item in found]


def test_one_run_tells_the_faults_of_all_files_in_the_order_of_their_places():
    first = HEAD + "kind goods\nentry 3A001 hardenned\nentry 3A002 item is goods and\n"
    second = "exportrules 1\nruleset eu.example\nentry 3A003 any of:\n  a. item is good\n  a. zzz\n"
    assert told(first, second) == [
        "0.xr:8:13: error[XR204]: unknown fact `hardenned`",
        "0.xr:9:30: error[XR103]: the statement stops too early",
        "1.xr:4:6: error[XR204]: unknown kind `good`",
        "1.xr:5:3: error[XR114]: paragraph `3A003.a` stands twice",
        "1.xr:5:6: error[XR204]: unknown fact `zzz`",
    ]


def test_loading_raises_every_error_at_once_and_keeps_warnings_apart():
    text = HEAD + "fact mass is quantity in kg\n  asks: mass\nentry 3A001 mass above 3 kg or mass at most 5 kg\n"
    rules = Rules([Source("x.xr", text)])
    assert [(item.code, item.severity) for item in rules.warnings] == [("XR602", "warning")]
    with pytest.raises(Diagnostics) as caught:
        Rules([Source("x.xr", text + "entry 3A002 masss above 3 kg\nentry 3A003 mass above 3\n")])
    assert [item.code for item in caught.value] == ["XR204", "XR302"]
    assert isinstance(caught.value, ExportRulesError)
    assert caught.value.code == "XR204"
    assert caught.value.message == "x.xr:10:13: unknown fact `masss` (and 1 more)"
    assert caught.value.help == "did you mean `mass`?"


# ---- one fault is told once ----------------------------------------------------------------------------

WHOLE = HEAD + (
    "kind goods, software\n"
    "part axis of item\n"
    "  asks: each axis\n"
    "fact mass, load is quantity in kg\n"
    "  asks: mass\n"
    "fact specially_designed is judgement\n"
    "  asks: is it so\n"
    "group partners\n"
    "  source: Annex II\n"
    "  members {US}\n"
    "fact end_user_country of transaction is country\n"
    "  asks: country\n"
    'define "heavy" as mass above 3 kg\n'
    "entry 3A001 any of:\n"
    '  a. item is goods and "heavy"\n'
    "  b. some axis has judged specially_designed\n"
    "entry 3A002 item listed in 3A001.b\n"
    "measure art_3\n"
    "  source: Art. 3\n"
    "  for export\n"
    "  requires licence when item listed in eu.example\n"
    "authorisation general lifts art_3\n"
    "  source: Annex II\n"
    "  for export\n"
    "  covers 3A001.a\n"
    "  when end_user_country in group partners\n"
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("exportrules 1", "exportrules"),
        ("  layer union", "  layr union"),
        ("ruleset eu.example\n", "ruleset eu.example\n  oops\n"),
        ("kind goods, software", "kind goods,, software"),
        ("part axis of item", "part axis off item"),
        ("fact mass, load is quantity in kg", "fact mass, load is quantity kg"),
        ("fact specially_designed is judgement", "fact specially_designed is is judgement"),
        ("  members {US}", "  members {US"),
        ('define "heavy" as mass', 'define "heavy" as as mass'),
        ("entry 3A001 any of:", "entry 3A001 any off:"),
        ("  a. item is goods", "\ta. item is goods"),
        ("measure art_3\n", "measure art_3\n  oops\n"),
    ],
)
def test_what_a_faulty_block_would_have_declared_is_not_told_to_be_missing_as_well(right, wrong):
    assert WHOLE.count(right) == 1
    assert told(WHOLE) == []
    assert len(told(WHOLE.replace(right, wrong))) == 1


def test_a_faulty_file_does_not_make_the_others_faulty():
    vocabulary, rest = WHOLE.split('define "heavy"')
    rest = f'exportrules 1\nruleset eu.example\ndefine "heavy"{rest}'
    assert told(vocabulary, rest) == []
    assert told(vocabulary.replace("  title:", "\ttitle:"), rest) == ["0.xr:3:1: error[XR109]: a tab in a rule text"]


def test_a_text_full_of_faults_is_told_up_to_a_limit_and_in_time():
    text = WHOLE + "".join(f"entry 4A{number:03d} masss_{number} above 3 kg\n" for number in range(900))
    started = time.perf_counter()
    assert len(told(text)) == MAX_DIAGNOSTICS
    assert time.perf_counter() - started < 10


# ---- order does not matter -------------------------------------------------------------------------------


def blocks_of(text):
    """The blocks of a text, each with its indented lines."""
    found = []
    for line in text.splitlines(keepends=True):
        if line[0] == " ":
            found[-1] += line
        else:
            found.append(line)
    return found


def test_no_order_of_blocks_and_files_changes_the_rules():
    version, header, *blocks = blocks_of(WHOLE)
    case = {
        "format": "exportrules.case/1",
        "activity": "export",
        "as_of": "2026-01-01",
        "facts": {"end_user_country": "US"},
        "item": {"kind": "goods", "facts": {"mass": "4 kg"}, "parts": {"axis": {"complete": True, "list": []}}},
    }
    decided = Rules([Source("x.xr", WHOLE)]).decide(case)
    assert (decided.floor.name, decided.ceiling.name) == ("authorised", "authorised")
    for seed in range(5):
        shuffled = random.Random(seed).sample(blocks, len(blocks))  # noqa: S311 - any order will do
        middle = len(shuffled) // 2
        files = [
            Source("b.xr", version + header + "".join(shuffled[:middle])),
            Source("a.xr", version + "ruleset eu.example\n" + "".join(shuffled[middle:])),
        ]
        rules = Rules(files)
        assert list(rules.book.statements["eu.example"]) == ["3A001", "3A001.a", "3A001.b", "3A002"]
        again = rules.decide(case)
        assert (again.floor, again.ceiling) == (decided.floor, decided.ceiling)


def test_the_digest_of_a_ruleset_hangs_on_its_texts_alone():
    extra = "exportrules 1\nruleset eu.example\nkind laser within goods\n"
    first = Rules([Source("a.xr", WHOLE), Source("b.xr", extra)]).digests
    assert Rules([Source("z/1.xr", extra), Source("other.xr", WHOLE)]).digests == first
    assert Rules([Source("a.xr", WHOLE + "# a remark\n"), Source("b.xr", extra)]).digests != first


# ---- headers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong", "message", "way_out"),
    [
        ("  title: an example\n", "", "XR701]: ruleset `eu.example` has no `title:`", "add `title: …`"),
        (
            "  source: Regulation (EU) 2021/821\n",
            "",
            "XR701]: ruleset `eu.example` has no `source:`",
            "add `source: …`",
        ),
        (
            "  layer union\n",
            "",
            "XR703]: ruleset `eu.example` has no layer",
            "add `layer union`, `layer national CC` …",
        ),
        (
            "  checked up to 2026-02-09\n",
            "",
            "XR702]: ruleset `eu.example` has no `checked up to`",
            "state up to which day it was compared",
        ),
        (
            "layer union",
            "layer europe",
            "XR205]: unknown layer `europe`",
            "use one of `common`, `national`, `third_country`, `union`",
        ),
        (
            "layer union",
            "layer national",
            "XR206]: layer `national` names no country",
            "write `layer national XX` with the code of the country",
        ),
        (
            "layer union",
            "layer third_country",
            "XR206]: layer `third_country` names no country",
            "write `layer third_country XX` with the code of the country",
        ),
        ("layer union", "layer national UK", "XR216]: unknown country code `UK`", "write `GB` (United Kingdom)"),
        (
            "layer union",
            "layer union\n  layer common",
            "XR116]: a second `layer` line for one statement",
            "keep one of the two",
        ),
        (
            "checked up to 2026-02-09",
            "checked from 2026-03-01 up to 2026-02-09",
            "XR502]: `checked from` lies after `up to`",
            "put the earlier day first",
        ),
        (
            "checked up to 2026-02-09",
            "checked up to 2026-02-09\n  evidence heard",
            "XR205]: unknown evidence level `heard`",
            "use one of `official`, `recalled`, `secondary`",
        ),
        (
            "checked up to 2026-02-09",
            "checked up to 2026-02-09\n  stage announced 2025-01-01",
            "XR205]: unknown stage `announced`",
            "use one of `adopted`, `amended`, `ended`, `in_force`, `notified`, `proposed`, `published`",
        ),
        (
            "checked up to 2026-02-09",
            "checked up to 2026-02-09\n  codes from eu.exmple",
            "XR204]: unknown ruleset `eu.exmple`",
            "did you mean `eu.example`?",
        ),
        (
            "checked up to 2026-02-09",
            "checked up to 2026-02-09\n  lifts eu.exmple",
            "XR204]: unknown ruleset `eu.exmple`",
            "did you mean `eu.example`?",
        ),
    ],
)
def test_a_fault_of_the_header_is_told(right, wrong, message, way_out):
    assert HEAD.count(right) == 1
    _, found = check_sources([Source("x.xr", HEAD.replace(right, wrong) + "kind goods\n")])
    (item,) = found
    assert str(item).partition("[")[2] == message
    assert item.help == way_out
    assert item.span.line > 1


def test_two_headers_and_no_header_are_told():
    second = "exportrules 1\nruleset eu.example\n  title: again\n"
    assert told(HEAD, second) == ["1.xr:2:9: error[XR202]: ruleset `eu.example` has two headers"]
    assert told("exportrules 1\nruleset eu.example\nkind goods\n") == [
        "0.xr:2:9: error[XR203]: ruleset `eu.example` has no header"
    ]
    assert told("exportrules 1\nkind goods\n" + HEAD.partition("\n")[2]) == [
        "0.xr:2:6: error[XR110]: a block before the `ruleset` line"
    ]


# ---- bounded work --------------------------------------------------------------------------------------------


LIFTING = (
    "exportrules 1\nruleset x\n  title: t\n  source: t\n  layer {layer}\n  checked up to 2026-02-09\n"
    "  lifts eu.example\n"
    "exemption free lifts eu.example.art_3\n  source: t\n  for export\n  when end_user_country is US\n"
)


@pytest.mark.parametrize(
    ("layer", "found"),
    [
        ("third_country US", ["`x.free` is of a third country and cannot lift `eu.example.art_3`"]),
        ("national DE", []),
        ("union", []),
    ],
)
def test_what_a_third_country_allows_lifts_no_measure_of_the_union(layer, found):
    law = (
        HEAD + "kind goods\nfact end_user_country of transaction is country\n  asks: which\nentry 3A001 item is goods\n"
    )
    law += "measure art_3\n  source: t\n  for export\n  requires licence when item listed in 3A001\n"
    _, faults = check_sources([Source("a.xr", law), Source("b.xr", LIFTING.format(layer=layer))])
    assert [(item.code, item.message) for item in faults] == [("XR404", message) for message in found]


def test_terms_are_counted_file_by_file(monkeypatch):
    """What one file may do does not hang on the files beside it, nor on their order."""
    monkeypatch.setattr(scope, "MAX_EXPANSIONS", 10)
    terms = 'kind goods\ndefine "a" as item is goods\n'
    lines = "".join(f'  {label}. "a" and item is goods\n' for label in "abcdefghij")
    uses = [f"exportrules 1\nruleset eu.example\nentry {n}A001 any of:\n{lines}" for n in (4, 5)]
    assert told(HEAD + terms, *uses) == []
    (found,) = told(HEAD + terms, uses[0], uses[1] + '  k. "a"\n')
    assert found == "2.xr:14:6: error[XR906]: this file expands defined terms more than 10 times"


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("".join(f"kind z{number} within z{number - 1}\n" for number in range(1, 1_500)) + "kind z0\n", set()),
        (
            "".join(f'define "t{n}" as "t{n - 1}" and "t{n - 1}"\n' for n in range(1, 40)) + 'entry 4A001 "t39"\n',
            {"XR906"},
        ),
        ("".join(f'define "t{n}" as "t{n - 1}"\n' for n in range(1, 200)) + 'entry 4A001 "t199"\n', {"XR901"}),
        (
            "".join(f"entry 4A{n:03d} item listed in 4A{n - 1:03d}\n" for n in range(1, 999))
            + "entry 4A000 item is goods\n",
            set(),
        ),
        ("entry 4A001 " + "a" * 3_900 + "\n", {"XR204"}),
        ("kind " + ", ".join(f"k{number}" for number in range(600)) + "\n", set()),
    ],
    ids=["chain of kinds", "terms that double", "chain of terms", "chain of paragraphs", "long name", "many names"],
)
def test_a_text_that_is_written_to_exhaust_the_checker_ends_in_time(lines, codes):
    text = HEAD + "kind goods\n" + lines
    if '"t1"' in lines:
        text += 'define "t0" as item is goods\n'
    started = time.perf_counter()
    _, found = check_sources([Source("x.xr", text)])
    assert {item.code for item in found} == codes
    assert time.perf_counter() - started < 10
    assert all(len(item.message) < 200 for item in found)


PIECES = [line for line in WHOLE.splitlines(keepends=True)[6:] if line.strip()]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_lines_in_any_order_are_checked_or_told(lines):
    _, found = check_sources([Source("x.xr", HEAD + "".join(lines))])
    assert all(item.help and item.message for item in found)


@pytest.mark.parametrize(
    ("law", "circle"),
    [
        # a paragraph is listed only where no note takes out what stands above it
        ("entry 3A001 any of:\n  a. hard\n  note 1 does not control 3A001 when item listed in 3A001.a\n", "`3A001`"),
        ("entry 3A001 all of:\n  a. hard\n  b. item listed in 3A001.a\n", "`3A001.b` → `3A001`"),
        ("entry 3A001 any of:\n  a. hard\n  b. item listed in 3A001.a\n", ""),
        ("entry 3A001 all of:\n  a. hard\n  b. item meets 3A001.a\n", ""),
        ("entry 3A001 own above 1 W, any of:\n  a. hard\n  b. soft\n", "`3A001`"),
    ],
)
def test_a_circle_by_way_of_what_stands_above_is_told(law, circle):
    words = (
        "fact hard, soft is yes or no\n  asks: whether\nfact power is quantity in W\n  asks: power\n"
        "fact own is derived in W\n  asks: own\n  formula power when item listed in 3A001.a\n"
    )
    found = [item.partition(": error")[2] for item in told(HEAD + words + law)]
    assert found == [f"[XR407]: a circle of references on one item: {circle}"] * bool(circle)


@pytest.mark.parametrize(
    ("first", "second", "circle"),
    [
        ("takes eu.b\n", "takes eu.a\n", "`eu.a` → `eu.b`"),
        ("takes eu.a\n", "", "`eu.a`"),
        (
            "takes eu.example when item listed in eu.b\n",
            "takes eu.example when item listed in eu.a\n",
            "`eu.a` → `eu.b`",
        ),
        # what takes a whole list over bears on each section
        ("entry 3A009 hard\ntakes eu.b\n", "entry 3A002 item listed in eu.a.3A\n", "`eu.a` → `3A002`"),
        # of two rows of one code the former
        (
            "table goods\n  8413 when item listed in eu.b\n  8413 when hard\n",
            "takes eu.a\n",
            "`goods.8413` → `eu.b`",
        ),
    ],
)
def test_a_circle_of_whole_lists_is_told(first, second, circle):
    words = "fact cn_code is customs_code\n  asks: code\nfact hard is yes or no\n  asks: whether\n"
    known = HEAD + words + "entry 3A001 hard\n"
    lists = [f"{HEAD.replace('eu.example', name)}  codes from eu.example\n" for name in ("eu.a", "eu.b")]
    found = told(known, lists[0] + first, lists[1] + second)
    assert [item.partition(": error")[2] for item in found] == [
        f"[XR407]: a circle of references on one item: {circle}"
    ]
