"""A part that is or may be listed where the item is not is told, and moves no answer (general note 2 to Annex I)."""

import json

import pytest

from exportrules import load, reasons_json
from exportrules.batch import decide_many

LAW = """part piece of item as item
  asks: each piece
  warns: a person weighs it
part other of item as item
  asks: each other thing
entry 1A001 item is amplifier and a
entry 1A002 item is amplifier and b, any of:
  a. c
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.m and p
measure n
  source: Art. 2
  for export
  prohibits when item listed in eu.m and q
measure apart
  source: Art. 3
  for export
  prohibits when d and q
"""
DAY = "2026-03-01"
LISTED = {"kind": "amplifier", "facts": {"a": True}}
FREE = {"kind": "amplifier", "facts": {"a": False, "b": False}}
OPEN = {"kind": "amplifier", "facts": {"a": False}}


def told(decision):
    return [message for code, message in decision.diagnostics if code == "XR859"]


def within(*pieces, part="piece", kind="goods", **facts):
    return {"kind": kind, "facts": facts, "parts": {part: {"complete": True, "list": list(pieces)}}}


def message(how, where="item.parts.piece.list[0]", kind="amplifier", paths="`eu.m.m`"):
    return f"`{where}` ({kind}) {how} listed where the item is not, for {paths}: a person weighs it"


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        (LISTED, [message("is")]),
        (OPEN, [message("may be")]),
        ({"facts": {"a": True}}, [message("may be", kind="of unknown kind")]),
        (FREE, []),
        ({**OPEN, "findings": [{"paragraph": "1A002", "met": False}]}, []),
        ({**FREE, "findings": [{"paragraph": "1A001", "met": True}]}, [message("is")]),
    ],
)
def test_a_part_that_is_or_may_be_listed_is_told_and_moves_no_end(by, piece, expected):
    law = by(LAW)
    decision = law(DAY, item=within(piece, a=False, b=False), p=True, q=False)
    assert told(decision) == expected
    assert decision.floor.name == decision.ceiling.name == "no_control_found"


def test_only_what_the_transaction_leaves_is_told_of(by):
    law = by(LAW)
    item = within(LISTED, a=False, b=False)
    assert told(law(DAY, item=item, p=False, q=False)) == []
    assert told(law(DAY, item=item, p=True, q=True)) == [message("is", paths="`eu.m.m`, `eu.m.n`")]
    assert told(law(DAY, item=item, p=False)) == [message("may be", paths="`eu.m.n`")]


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, " and 1 more"), (5, " and 2 more")])
def test_three_measures_are_named_and_the_others_counted(by, count, more):
    measure = "measure x{}\n  source: Art. 1\n  for export\n  requires licence when item listed in eu.m\n"
    law = by(LAW.partition("measure m")[0] + "".join(map(measure.format, range(count))))
    paths = "`eu.m.x0`, `eu.m.x1`, `eu.m.x2`" + more
    assert told(law(DAY, item=within(LISTED, a=False, b=False))) == [message("is", paths=paths)]


def test_a_part_of_several_kinds_is_told_with_all_of_them(by):
    law = by("kind filter within goods\n" + LAW)
    piece = {**LISTED, "kind": ["filter", "amplifier"]}
    assert told(law(DAY, item=within(piece, a=False, b=False), p=True, q=False)) == [
        message("is", kind="amplifier, filter")
    ]


def test_an_item_that_is_listed_itself_needs_no_warning(by):
    law = by(LAW)
    item = within(LISTED, kind="amplifier", a=True)
    assert told(law(DAY, item=item, p=True, q=False)) == []


def test_a_part_of_a_part_is_looked_at_and_other_parts_are_not(by):
    law = by(LAW)
    deep = within({**FREE, "parts": {"piece": [LISTED]}}, a=False, b=False)
    assert told(law(DAY, item=deep, p=True, q=False)) == [message("is", "item.parts.piece.list[0].parts.piece[0]")]
    assert told(law(DAY, item=within(LISTED, part="other", a=False, b=False), p=True, q=False)) == []


def test_measures_of_third_countries_are_not_named(by, other):
    listing = LAW.partition("measure m")[0]
    law = by(
        listing,
        other(
            "measure far\n  source: Art. 1\n  for export\n  prohibits when item listed in eu.m\n",
            "x.far",
            "third_country US",
        ),
    )
    assert told(law(DAY, item=within(LISTED, a=False, b=False))) == []


def test_batches_and_reasons_carry_it(by):
    rules = by(LAW).rules
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": DAY, "facts": {"p": True, "q": False},
            "item": within(LISTED, a=False, b=False)}  # fmt: skip
    (found,) = decide_many(rules, [case])
    assert found.warnings == (f"XR859: {message('is')}",)
    assert json.loads(reasons_json(rules.decide(case)))["warnings"] == [{"code": "XR859", "message": message("is")}]


def test_a_thermal_camera_in_a_household_appliance_is_told():
    countries = ("consignee_country", "end_user_country", "use_country", "purchasing_country")
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-02",
        "facts": {"exporter_state": "AT"} | dict.fromkeys(countries, "JP"),
        "item": {
            "kind": "household_appliance", "facts": {"is_component": False},
            "parts": {"component": [{"kind": "thermal_camera"}]},
        },
    }  # fmt: skip
    (found,) = told(load().decide(case))
    assert found.startswith("`item.parts.component[0]` (thermal_camera) may be listed where the item is not, for ")
    assert "`eu.dual_use.articles.art_3`" in found
