"""Where many measures are open, the text names the paragraphs that are nearest by what is stated."""

import pytest

from exportrules import explain
from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.n
  title: the list
  source: Act 1
  layer union
  checked up to 2030-12-31
kind goods
kind chemical, machine within goods
kind pump, press, lathe, mill, saw within machine
kind acid, salt, oil, resin, dye within chemical
kind vacuum_pump within pump
fact cas_number is cas_number
  asks: number
fact cas_identifies_structure is yes or no
  asks: does it tell the structure
fact flow is quantity in m^3/h
  asks: flow
fact mass is quantity in kg
  asks: mass
fact sealed, coated is yes or no
  asks: is it so
fact country of transaction is country
  asks: where to
entry 1A001 item is goods, all of:
  title: anything heavy
  a. mass above 100 kg
  b. sealed
entry 1C001 item is chemical and coated and cas 50-00-0
  title: formaldehyde
entry 1C002 item is chemical and coated and cas 67-56-1
  title: methanol
entry 2B001 item is machine, all of:
  title: machines
  a. sealed
  b. coated
entry 2B002 item is vacuum_pump, any of:
  title: vacuum pumps
  a. flow above 5 m^3/h and sealed
  b. flow above 50 m^3/h and sealed
entry 2B003 item is pump and mass at most 1 kg
  title: small pumps
""" + "".join(
    f"measure m_{country.lower()}\n  source: Art. {number}\n  for export\n"
    f"  requires licence when country is {country} and item listed in eu.n\n"
    for number, country in enumerate(("RU", "BY", "IR", "KP"))
)
OTHER = """exportrules 1
ruleset eu.o
  title: t
  source: t
  layer union
  checked up to 2030-12-31
measure open
  source: Art. 9
  for export
  requires licence when country is SY
"""


@pytest.fixture(scope="module")
def rules():
    return Rules([Source("n.xr", LAW), Source("o.xr", OTHER)])


def nearest(rules, kind, **facts):
    """The lines below the heading, up to what is told of each paragraph."""
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01",
        "item": {"kind": kind, "facts": facts},
    }  # fmt: skip
    lines = explain(rules.decide(case)).splitlines()
    heading = "  Nearest paragraphs, by what is stated:"
    if heading not in lines:
        return []
    below = lines[lines.index(heading) + 1 :]
    return [line.strip() for line in below[: next(n for n, line in enumerate(below) if not line.startswith("    "))]]


def test_the_paragraph_of_which_a_stated_fact_holds_comes_first(rules):
    assert nearest(rules, "chemical", cas_number="67-56-1", mass="200 kg") == [
        "1C002 methanol (eu.n): open; cas 67-56-1: holds; stated: 67-56-1; not known: coated",
        "1A001 anything heavy (eu.n): open; mass above 100 kg: holds; stated: 200 kg; not known: sealed",
    ]
    (only, *_) = nearest(rules, "chemical", cas_number="67-56-1")
    assert only == "1C002 methanol (eu.n): open; cas 67-56-1: holds; stated: 67-56-1; not known: coated"


def test_of_equals_the_narrowest_kind_comes_first(rules):
    assert [line.split()[0] for line in nearest(rules, "vacuum_pump")] == ["2B002.a", "2B003"]


def test_what_is_met_comes_before_what_is_open(rules):
    first, *_ = nearest(rules, "vacuum_pump", mass="0.9 kg")
    assert first == "2B003 small pumps (eu.n): met; mass at most 1 kg: holds; stated: 0.9 kg"


def test_nothing_is_named_where_nothing_fits_or_little_is_open(rules):
    assert nearest(rules, "goods") == []
    assert nearest(rules, "lathe", sealed=False, mass="1 kg") == []


def test_where_one_measure_is_open_what_is_stated_counts_too(rules):
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01", "facts": {"country": "RU"},
        "item": {"kind": "chemical", "facts": {"cas_number": "67-56-1"}},
    }  # fmt: skip
    told = [line.strip() for line in explain(rules.decide(case)).splitlines() if line.startswith("    may be ")]
    assert told[0] == "may be 1C002 methanol; not known: coated"
    assert len(told) > 1


def test_lists_that_were_looked_through_are_named_with_their_acts(rules):
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01", "facts": {"country": "RU"},
        "item": {"kind": "lathe", "facts": {"sealed": False, "mass": "1 kg"}},
    }  # fmt: skip
    told = explain(rules.decide(case)).splitlines()
    assert told[3:5] == ["  Looked through:", "    Act 1: the list"]


def test_lists_of_one_act_stand_on_one_line_and_those_of_other_countries_are_counted():
    lists = {
        "eu.a": ("Annex V, tools", "Act 7, Annex V", "union"),
        "eu.b": ("Annex VI, parts", "Act 7, Annex VI", "union"),
        "eu.c": ("the other list", "Act 8", "union"),
        "third_country.us.x": ("Utopia, chips", "Notice 5", "third_country US"),
        "third_country.us.y": ("Utopia, lasers", "Notice 6", "third_country US"),
    }
    head = "exportrules 1\nruleset {}\n  title: {}\n  source: {}\n  layer {}\n  checked up to 2030-12-31\n"
    texts = [
        *(head.format(name, *told) + "entry 1A001 item is goods and a\n" for name, told in lists.items()),
        head.format("words", "w", "w", "union") + "kind goods\nfact a is yes or no\n  asks: a\n",
    ]
    measure = "measure m{}\n  source: s\n  for export\n  requires licence when item listed in {}\n"
    for ruleset, layer in (("eu.m", "union"), ("third_country.us.m", "third_country US")):
        own = [name for name in lists if name.partition(".")[0] == ruleset.partition(".")[0]]
        measures = (measure.format(number, name) for number, name in enumerate(own))
        texts.append(head.format(ruleset, "m", "m", layer) + "".join(measures))
    rules = Rules([Source(f"{number}.xr", text) for number, text in enumerate(texts)])
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01",
        "item": {"kind": "goods", "facts": {"a": False}},
    }  # fmt: skip
    assert explain(rules.decide(case)).splitlines()[3:7] == [
        "  Looked through:",
        "    Act 7: Annex V, tools; Annex VI, parts",
        "    Act 8: the other list",
        "    lists of other countries: Utopia (2)",
    ]
