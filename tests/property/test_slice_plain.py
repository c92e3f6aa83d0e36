"""A slice of `tests/deep/differential.py --law plain`: 5,000 cases against the small evaluator, every answer equal."""

import ast
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "reference"
CONFORMANCE = HERE.parents[1] / "conformance"
sys.path[:0] = [str(HERE), str(HERE.parent / "deep"), str(REFERENCE)]

import differential  # noqa: E402
import small_law  # noqa: E402
from small_words import VOCABULARY  # noqa: E402

import small  # noqa: E402
from exportrules import Outcome  # noqa: E402
from exportrules.syntax.ast import ListRef, PathRef  # noqa: E402
from exportrules.syntax.parser import parse_source  # noqa: E402
from exportrules.text import Diagnostics, Source  # noqa: E402
from small import FALSE, TRUE, UNKNOWN, Small  # noqa: E402

CASES_PER_LAW = 200
LAWS = 25
PARTS = 5
MOST_LINES = 300
MAY_IMPORT = {"exportrules.case", "exportrules.records", "exportrules.syntax", "exportrules.units", "small_law"}


@pytest.mark.parametrize("part", range(PARTS))
def test_engine_and_small_evaluator_give_the_same_answers(part):
    for seed in range(part, LAWS, PARTS):
        found, shown = differential.compare_plain(seed, CASES_PER_LAW)
        assert found["equal"] == CASES_PER_LAW, shown


WORDS = """exportrules 1
ruleset eu.list
  title: list
  source: none
  layer union
  checked up to 2030-01-01
kind goods
part piece of item
  asks: pieces
fact power is quantity in W
  asks: power
fact sealed is yes or no
  asks: whether
"""


# ---- that it is small, and a hand of its own ----------------------------------------------------------------


def test_the_meaning_has_at_most_300_lines():
    lines = (REFERENCE / "small.py").read_text("utf-8").splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize("name", ["small.py", "small_law.py"])
def test_it_shares_nothing_with_the_engine_but_syntax_values_and_units(name):
    tree = ast.parse((REFERENCE / name).read_text("utf-8"))
    nodes = list(ast.walk(tree))
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert {module for module in imported if module.split(".")[0] not in sys.stdlib_module_names} <= MAY_IMPORT


# ---- that it would notice ---------------------------------------------------------------------------------------


def all_lines(self, lines, item):
    return min(self.holds(line, item) for line in lines)


def each_line_alone(self, lines, item):
    return max(self.holds(line, item) for line in lines)


def without_what_stands_above(self, paragraph, item):
    return self.of_list(paragraph.ruleset, self.holds(paragraph, item))


def without_exceptions(self, target, leaf, way, *, out=False):
    return FALSE if out else NAMES(self, target, leaf, way)


def ceiling_for_floor(self):
    return (DECIDE(self)[1],) * 2


def nothing_supposed(self):
    found = list(self.findings())
    return max(floor for floor, *_ in found), max(ceiling for _, ceiling, *_ in found)


def always_complete(self, test, item):
    return TRUE if COUNTED(self, test, item) == TRUE else FALSE


NAMES, DECIDE, COUNTED, ASKED = Small.names, Small.decide, Small.counted, small_law.asked_of
FAULTS = {
    "min for max": ("joined", all_lines),
    "a note ignored": ("excluded", lambda self, statement, item: FALSE),
    "days ignored": ("in_force", lambda self, statement: TRUE),
    "what was not checked taken for checked": ("unchecked", lambda self, ruleset: False),
    "a heading ignored": ("listed", without_what_stands_above),
    "an exception ignored": ("names", without_exceptions),
    "covers ignored": ("covered", lambda self, covers, effect: TRUE),
    "parts taken for all there are": ("counted", always_complete),
    "a ceiling for a floor": ("decide", ceiling_for_floor),
    "nothing supposed of a list": ("decide", nothing_supposed),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(fault, monkeypatch):
    monkeypatch.setattr(Small, *FAULTS[fault])
    assert any(differential.compare_plain(seed, CASES_PER_LAW)[0]["equal"] < CASES_PER_LAW for seed in range(LAWS))


def test_an_end_taken_for_one_that_belongs_to_it_is_noticed(monkeypatch):
    def closed(test):
        (low, _), high = ASKED(test)
        return (low, 0), high

    monkeypatch.setattr(small, "asked_of", closed)
    assert any(differential.compare_plain(seed, CASES_PER_LAW)[0]["equal"] < CASES_PER_LAW for seed in range(LAWS))


# ---- what random plain laws seldom decide ---------------------------------------------------------------------


BANDS = """entry 3A001 any of:
  a. power below 5 W
  b. power at least 5 W
entry 3A002 any of:
  a. power below 5 W
  b. power above 5 W
entry 3A003 none of:
  a. sealed
  b. not sealed
entry 3A004 any of:
  a. sealed and power below 5 W
  b. not sealed and power below 7 W
  c. power at least 5 W
entry 3A005 any of:
  a. sealed
  b. not sealed and power above 1 W
"""


def bands():
    """Whether something of which nothing is known is listed in each entry."""
    files = [Source("a.xr", WORDS + BANDS)]
    tree, _ = parse_source(files[0])
    case = differential.Rules(files).read_case(
        {"format": "exportrules.case/1", "activity": "export", "facts": {}, "item": {"facts": {}}}
    )
    law = Small([tree]).about(case, date(2026, 3, 1))
    return [law.listed(entry, case.item) for entry in law.blocks["Entry"]]


def test_bands_join():
    assert bands() == [TRUE, UNKNOWN, FALSE, TRUE, UNKNOWN]


def test_bands_that_do_not_join_are_noticed(monkeypatch):
    monkeypatch.setattr(Small, "joined", each_line_alone)
    assert bands() == [UNKNOWN] * 5


def a_line(random):
    """One to three tests of a few facts, so that several lines of a block test the same."""
    word = random.choice(("above", "at least", "below", "at most", "exactly"))
    forms = (f"power {word} {random.randint(1, 3)} W", f"mass {word} {random.randint(1, 3)} kg",
             f"share {word} {random.randint(1, 3)} W/kg", f"not power {word} {random.randint(1, 3)} W",
             "sealed", "not sealed", "cooled", "not cooled", f"colour is {random.choice(('red', 'green', 'blue'))}",
             "colour is one of {red, green}", "colour is one of {green, blue}", "item is pump")  # fmt: skip
    return random.choice((" and ", " or ")).join(random.choices(forms, k=random.choice((1, 1, 2, 3))))


def a_block(random, pad="  "):
    """Two to four lines, some with a block of their own."""
    lines = []
    for label in "abcd"[: random.randint(2, 4)]:
        below = a_block(random, pad + "  ") if len(pad) == 2 and random.random() < 0.25 else None
        lines.append(f"{pad}{label}. {a_line(random)}" + (f", {below}" if below else ""))
    return "\n".join([random.choice(("any of:", "any of:", "none of:")), *lines])


def differing(seed, count):
    """How many answers differ over one law whose lines join, and cases that leave out half of their facts."""
    random = Random(seed)  # noqa: S311 - not for secrets
    entry = f"entry 3A001 {a_block(random)}\n"
    measure = "measure first\n  source: none\n  for export\n  requires licence when item listed in eu.list\n"
    files = [Source("a.xr", VOCABULARY), Source("b.xr", WORDS[: WORDS.index("kind")] + entry + measure)]
    try:
        rules = differential.Rules(files)
    except Diagnostics:
        return 0
    law = Small([parse_source(file)[0] for file in files])
    found = 0
    for _ in range(count):
        raw = differential.random_case(random)
        facts = raw["item"]["facts"]
        raw["item"]["facts"] = {name: value for name, value in facts.items() if random.random() < 0.5}
        case, day = rules.read_case(raw), date(2025, 8, 1)
        decision = rules.decide(case, day)
        found += (decision.floor, decision.ceiling) != law.about(case, day).decide()
    return found


def test_lines_that_join_give_the_same_answers():
    assert [seed for seed in range(100) if differing(seed, 20)] == []


def test_over_these_bands_that_do_not_join_are_noticed(monkeypatch):
    monkeypatch.setattr(Small, "joined", each_line_alone)
    assert any(differing(seed, 20) for seed in range(100))


def conforming():
    """Each file of `conformance/` of which the small evaluator has the rules."""
    for path in sorted(CONFORMANCE.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if "rules" in data:
            files = [Source(name, "\n".join(lines) + "\n") for name, lines in data["rules"].items()]
            try:
                yield path.name, data["cases"], files, Small([parse_source(file)[0] for file in files])
            except small_law.NotCovered:
                continue


def test_it_gives_what_the_conformance_data_say():
    asked = Counter()
    for name, cases, files, law in conforming():
        rules = differential.Rules(files)
        for item in cases:
            case = rules.read_case({"format": "exportrules.case/1", **item["case"]})
            try:
                low, high = law.about(case, date.fromisoformat(item["as_of"])).decide()
            except small_law.NotCovered:
                continue
            expected = [
                item["expect"].get(end, Outcome(value).name) for end, value in (("floor", low), ("ceiling", high))
            ]
            assert [Outcome(low).name, Outcome(high).name] == expected, (name, item["name"])
            for place, truth in item["expect"].get("paragraphs", {}).items():
                ruleset, code = place.split(":")
                ref = PathRef(f"{ruleset}.{code}", None) if code else ListRef(ruleset)
                assert ("false", "unknown", "true")[law.under(ref, case.item)] == truth, (name, item["name"], place)
                asked[name] += 1
            asked[name] += 1
    assert sum(asked.values()) > 3000, asked


# ---- that it does not guess ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "construct"),
    [
        ('define "strong" as power above 1 W\nentry 3A001 "strong"\n', "Define"),
        ("entry 3A001 some piece has any of:\n  a. sealed\n  b. power above 1 W\n", "Opener"),
        ("entry 3A001 any of:\n  sealed\n  power above 1 W\n", "unnumbered"),
        ("entry 3A001 sealed\nnote 1 includes {goods} in 3A001\n", "Widens"),
        ("entry 3A001 sealed\nnote 1 disregards piece in 3A001 when sealed\n", "Disregards"),
        ("table part_a\n  8413 70\n", "Table"),
        ("entry 3A001 cas 111-48-8\n", "Cas"),
        ("entry 3A001 power above largest of (1 W, 2 W)\n", "Aggregate"),
    ],
)
def test_what_is_not_plain_is_refused_by_its_name(text, construct):
    tree, _ = parse_source(Source("a.xr", WORDS + text))
    with pytest.raises(small_law.NotCovered, match=construct):
        Small([tree])
