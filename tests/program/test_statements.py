"""Statements: blocks, notes, days, terms, and what a paragraph takes from above it (semantics, section 2)."""

import gc
from datetime import date

import pytest

from exportrules import Outcome
from exportrules.decision import decide_case
from exportrules.loading import Rules
from exportrules.program.collector import paused_collector
from exportrules.program.program import Program
from exportrules.rules.conditions import Target
from exportrules.text import Source

DAY = date(2026, 3, 1)
BOTH = pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])


def facts(**found):
    return {"facts": found}


# ---- what a paragraph takes from above ------------------------------------------------------------------


@BOTH
def test_a_paragraph_takes_the_other_limbs_that_are_asked_for(truth, generated):
    law = "entry 1A001 at least 2 of:\n  a. hardened\n  b. sealed\n  c. width above 5 mm\n"

    def found(**stated):
        return truth(law, facts(**stated), {}, generated, code="1A001.a")

    assert found(hardened=True, sealed=True) == "true"
    assert found(hardened=True, sealed=False) == "unknown"
    assert found(hardened=True, sealed=False, width="1 mm") == "false"
    assert found(hardened=False, sealed=True, width="9 mm") == "false"


@BOTH
def test_a_paragraph_below_a_block_about_parts_holds_for_as_many_parts(truth, generated):
    law = "entry 1A001 at least 2 axis has all of:\n  a. travel above 1 m\n  b. travel below 5 m\n"

    def found(*travels, complete=True, code="1A001.a"):
        axes = {"axis": {"complete": complete, "list": [facts(travel=travel) for travel in travels]}}
        return truth(law, {"parts": axes}, {}, generated, code=code)

    assert found("2 m", "3 m") == "true"
    assert found("2 m", "9 m") == "false"
    assert found("2 m", "9 m", complete=False) == "unknown"
    assert found("2 m", "3 m", code="1A001") == "true"
    above = "entry 1A001 hardened, some axis has any of:\n  a. travel above 1 m\n  b. travel below 1 mm\n"
    axes = {"axis": {"complete": True, "list": [facts(travel="2 m")]}}
    assert truth(above, {"parts": axes, **facts(hardened=True)}, {}, generated, code="1A001.a") == "true"
    assert truth(above, {"parts": axes, **facts(hardened=False)}, {}, generated, code="1A001.a") == "false"
    assert truth(above, {"parts": axes, **facts(hardened=True)}, {}, generated, code="1A001.b") == "false"


@BOTH
def test_what_stands_above_and_is_not_modelled_leaves_the_paragraph_open(truth, generated):
    law = "entry 1A001 item is machine, any of:\n  not modelled: more is asked\n  a. hardened\n"
    for hardened, wanted in ((True, "unknown"), (False, "false")):
        item = {"kind": "lathe", **facts(hardened=hardened)}
        assert truth(law, item, {}, generated, code="1A001.a") == wanted
    assert truth(law, {"kind": "software", **facts(hardened=True)}, {}, generated, code="1A001.a") == "false"


@BOTH
def test_a_limb_asks_for_nothing_before_it_is_in_force_and_may_ask_on_an_uncertain_day(truth, generated):
    law = "entry 1A001 all of:\n  a. hardened\n  b. sealed\n    in force from between 2026-03-01 and 2026-06-01\n"

    def found(day, **stated):
        return truth(law, facts(**stated), {}, generated, date.fromisoformat(day))

    assert found("2026-02-28", hardened=True, sealed=False) == "true"
    assert found("2026-03-01", hardened=True, sealed=False) == "unknown"
    assert found("2026-03-01", hardened=True, sealed=True) == "true"
    assert found("2026-06-01", hardened=True, sealed=True) == "true"
    assert found("2026-03-01", hardened=False, sealed=True) == "false"
    assert found("2026-06-01", hardened=True, sealed=False) == "false"


# ---- notes ----------------------------------------------------------------------------------------------


@BOTH
def test_a_note_takes_out_in_its_days(truth, generated):
    law = "entry 1A001 hardened\nnote 1 does not control 1A001 when sealed\n  in force from 2026-03-01\n"
    item = facts(hardened=True, sealed=True)
    assert truth(law, item, {}, generated, date(2026, 2, 28)) == "true"
    assert truth(law, item, {}, generated, date(2026, 3, 1)) == "false"


@BOTH
def test_a_note_that_is_not_modelled_in_full_may_take_out(truth, generated):
    law = "entry 1A001 hardened\nnote 1 does not control 1A001 when sealed\n  not modelled: the rest of it\n"
    assert truth(law, facts(hardened=True, sealed=True), {}, generated) == "unknown"
    assert truth(law, facts(hardened=True, sealed=False), {}, generated) == "true"


# of notes of each form, what comes of an item on the last day before it is in force and on the first day
NOTES_IN_TIME = {
    "entry 1A001 item is lathe\nnote 1 includes {software} in 1A001": ({"kind": "software"}, "false", "true"),
    "entry 1A001 item is lathe\nnote 1 includes {software} in 1A001 when sealed": (
        {"kind": "software", **facts(sealed=True)}, "false", "true",
    ),
    "entry 1A001 some axis has travel above 1 m\nnote 1 disregards axis in 1A001 when sealed": (
        {"parts": {"axis": {"complete": True, "list": [facts(travel="2 m")]}}, **facts(sealed=True)}, "true", "false",
    ),
    "entry 1A001 hardened\nnote 1 controls 1A001 only when sealed": (
        facts(hardened=True, sealed=False), "true", "false",
    ),
    # what stands beside the paragraph that is excepted is taken out as well
    "entry 1A001 any of:\n  a. hardened\n  also width above 1 mm\n"
    "note 1 does not control 1A001 except 1A001.a when sealed": (
        facts(hardened=False, width="2 mm", sealed=True), "true", "false",
    ),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("law", NOTES_IN_TIME)
def test_a_note_of_any_form_speaks_in_its_days_and_as_far_as_it_is_modelled(truth, law, generated):
    item, before, after = NOTES_IN_TIME[law]
    dated = law + "\n  in force from 2026-03-01\n"
    assert truth(dated, item, {}, generated, date(2026, 2, 28)) == before
    assert truth(dated, item, {}, generated, date(2026, 3, 1)) == after
    uncertain = law + "\n  in force from between 2026-03-01 and 2026-03-05\n"
    assert truth(uncertain, item, {}, generated, date(2026, 3, 1)) == "unknown"
    # of a note that asks for more, it is not known whether it speaks
    part = law + "\n  not modelled: what else it asks\n"
    assert truth(part, item, {}, generated) == (after if "only when" in law else "unknown")


@BOTH
def test_what_a_note_keeps_is_open_where_it_asks_for_more(truth, generated):
    law = "entry 1A001 hardened\nnote 1 controls 1A001 only when sealed\n  not modelled: what else it asks\n"
    assert truth(law, facts(hardened=True, sealed=True), {}, generated) == "unknown"
    assert truth(law, facts(hardened=True, sealed=False), {}, generated) == "false"
    assert truth(law, facts(hardened=True), {}, generated) == "unknown"


@BOTH
def test_a_reserved_paragraph_holds_for_nothing(truth, generated):
    law = "entry 1A001 any of:\n  a. reserved\n  b. hardened\n"
    assert truth(law, facts(hardened=False), {}, generated) == "false"
    assert truth(law, facts(hardened=True), {}, generated, code="1A001.a") == "false"


# ---- bands ----------------------------------------------------------------------------------------------

BANDS = {
    "any of:\n  a. hardened\n  b. not hardened": "true",
    "any of:\n  a. width below 5 mm\n  b. width at least 5 mm": "true",
    "any of:\n  a. width below 5 mm\n  b. width above 5 mm": "unknown",
    "any of:\n  a. colour is red\n  b. colour is one of {green, blue}": "true",
    "any of:\n  a. colour is red\n  b. colour is green": "unknown",
    "none of:\n  a. width below 5 mm\n  b. width at least 5 mm": "false",
    "any of:\n  a. width below 5 mm and hardened\n  b. width at least 5 mm and hardened\n  c. not hardened": "true",
    # tests in the lines below a line are not its own
    "any of:\n  a. any of:\n    1. width below 5 mm\n    2. width above 9 mm\n  b. width at least 5 mm": "unknown",
    # four facts are more than are taken together
    "any of:\n" + "".join(
        f"  {letter}. {one} and {two} and {three} and {four}\n" for letter, one, two, three, four in (
            ("a", "hardened", "width below 5 mm", "depth below 5 mm", "colour is red"),
            ("b", "hardened", "width below 5 mm", "depth below 5 mm", "colour is one of {green, blue}"),
            ("c", "hardened", "width below 5 mm", "depth at least 5 mm", "colour is one of {red, green, blue}"),
            ("d", "hardened", "width at least 5 mm", "depth below 5 mm", "colour is one of {red, green, blue}"),
            ("e", "hardened", "width at least 5 mm", "depth at least 5 mm", "colour is one of {red, green, blue}"),
        )) + "  f. not hardened": "unknown",
}  # fmt: skip


# lines that have no label: conditions of the block itself
PLAIN = {
    "any of:\n  hardened\n  not hardened": "true",
    "any of:\n  width below 5 mm\n  width at least 5 mm": "true",
    "any of:\n  width below 5 mm and hardened\n  width at least 5 mm or not hardened": "true",
    "any of:\n  width below 5 mm or sealed\n  width at least 5 mm or sealed": "true",
    "none of:\n  width below 5 mm\n  width at least 5 mm": "false",
    "any of:\n  colour is red\n  not colour is red": "true",
    "any of:\n  colour is one of {red, green}\n  colour is one of {green, blue}": "true",
    "any of:\n  colour is red\n  colour is green": "unknown",
    "any of:\n  width below 5 mm and sealed\n  width at least 5 mm and sealed": "unknown",
    'any of:\n  "narrow"\n  not "narrow"': "true",
    'any of:\n  "narrow or sealed"\n  not "narrow or sealed"': "true",
    'any of:\n  "narrow and sealed"\n  width at least 5 mm\n  not sealed': "true",
    "any of:\n  width below 5 mm\n  width above 5 mm\n  depth exactly 1 mm": "unknown",
    "any of:\n  power below 5 W at frequency 1 GHz\n  power at least 5 W at frequency 1 GHz": "unknown",
    "any of:\n  width below depth\n  width at least 5 mm": "unknown",
    "any of:\n  width below 5 mm and colour is red\n  width at least 5 mm": "unknown",
    "any of:\n  width below 5 mm and colour is red\n  width at least 5 mm\n  not colour is red": "true",
    # a derived fact follows its formula on each stretch
    "any of:\n  width below 5 mm and aspect above 1 ratio\n  width at least 5 mm": "unknown",
    # formulas and countries do not take part
    'any of:\n  "total" below 5 mm\n  "total" at least 5 mm': "unknown",
    'any of:\n  width below 5 mm and "total" below 1 mm\n  width at least 5 mm\n  "total" at least 1 mm': "unknown",
    "any of:\n  buyer_country is US\n  not buyer_country is US": "unknown",
    # a term that counts its lines is told on each stretch as well
    'any of:\n  "one of two"\n  width at least 5 mm': "true",
    'any of:\n  "neither"\n  width at least 5 mm': "unknown",
    'any of:\n  "neither"\n  width at least 5 mm\n  sealed': "true",
    # a test of the item within a condition about a part belongs to that
    'any of:\n  "beside an axis"\n  width at least 5 mm': "unknown",
}
NARROW = """define "narrow" as width below 5 mm
define "narrow or sealed" as any of:
  width below 5 mm
  sealed
define "narrow and sealed" as all of:
  width below 5 mm
  sealed
define "total" as = width + depth
define "one of two" as at least 1 of:
  width below 5 mm
  sealed
define "neither" as none of:
  width at least 5 mm
  sealed
define "beside an axis" as some axis has all of:
  item's width below 5 mm
  travel above 1 m
"""


@BOTH
@pytest.mark.parametrize("block", PLAIN)
def test_lines_without_a_label_join_as_others_do(truth, block, generated):
    law = f"entry 1A001 {block}\n{NARROW}"
    assert truth(law, facts(), {}, generated) == PLAIN[block]
    # and where everything is stated they say what is stated
    item = facts(hardened=True, sealed=False, width="5 mm", colour="blue", depth="2 mm")
    assert truth(law, item, {}, generated) == truth(law, item, {}, not generated)


@BOTH
@pytest.mark.parametrize("block", BANDS)
def test_bands_join_where_a_line_holds_on_every_stretch(truth, block, generated):
    assert truth(f"entry 1A001 {block}\n", facts(), {}, generated) == BANDS[block]


@BOTH
def test_bands_join_over_what_is_known_of_the_fact(truth, generated):
    law = "entry 1A001 any of:\n  a. width below 5 mm\n  b. width at least 7 mm\n  c. colour is red\n"
    law += "  d. colour is green\n"

    def found(**stated):
        return truth(law, facts(**{"colour": "blue", "width": "6 mm", **stated}), {}, generated)

    assert found() == "false"
    assert found(width={"one_of": ["4 mm", "8 mm"]}) == "true"
    assert found(width={"at_least": "4 mm", "at_most": "8 mm"}) == "unknown"
    assert found(colour={"one_of": ["red", "green"]}) == "true"
    assert found(colour={"one_of": ["red", "blue"]}) == "unknown"
    assert found(width="not applicable") == "false"


@BOTH
def test_lines_that_come_into_force_later_do_not_join_before(truth, generated):
    law = "entry 1A001 any of:\n  a. width below 5 mm\n  b. width at least 5 mm\n    in force from 2026-06-01\n"
    assert truth(law, facts(), {}, generated, date(2026, 5, 31)) == "unknown"
    assert truth(law, facts(), {}, generated, date(2026, 6, 1)) == "true"


# ---- formulas ---------------------------------------------------------------------------------------------


def test_a_number_over_the_limits_leaves_the_test_open_and_is_told(rules_of):
    power = " * ".join(["'share'"] * 30)
    law = f"entry 1A001 'huge' above 1 ratio\n  define 'share' as = width / depth\n  define 'huge' as = {power}\n"
    rules = rules_of(law, True)
    item = facts(width="9" * 50 + "." + "9" * 10 + " mm", depth="7" * 50 + " mm")
    decision = rules.decide({"format": "exportrules.case/1", "activity": "export", "item": item}, DAY)
    assert decision.outcome is None
    assert any(code == "XR851" and "over the limits" in told for code, told in decision.diagnostics)


# ---- lists in time ---------------------------------------------------------------------------------------


LATER = """exportrules 1
ruleset eu.later
  title: t
  source: t
  layer union
  in force from 2026-03-01
  checked up to 2030-12-31
kind goods
fact hardened is yes or no
  asks: whether it is so
entry 1A001 hardened
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.later
"""


@BOTH
def test_before_a_list_is_in_force_nothing_is_in_it(generated):
    host = LATER.replace("eu.later", "eu.m").replace("  in force from 2026-03-01\n", "")
    host = host.replace("entry 1A001 hardened\n", "").replace("listed in eu.m", "listed in eu.later")
    listed = LATER[: LATER.index("kind goods")] + "entry 1A001 hardened\n"
    rules = Rules([Source("a.xr", host), Source("b.xr", listed)], indexed=generated, generate=generated)
    case = {"format": "exportrules.case/1", "activity": "export", "item": facts(hardened=True)}
    assert rules.decide(case, date(2026, 2, 28)).outcome is Outcome.no_control_found
    assert rules.decide(case, date(2026, 3, 1)).outcome is Outcome.licence_required


# ---- many entries that speak of no kind ------------------------------------------------------------------


WORDS = "alpha beta gamma delta epsilon zeta eta theta iota".split()


@pytest.mark.parametrize("options", [{}, {"generate": False}, {"generate": False, "indexed": False}], ids=str)
def test_catch_all_entries_are_asked_for_the_word_that_is_stated(options):
    head = LATER.replace("  in force from 2026-03-01\n", "").replace("entry 1A001 hardened\n", "")
    entries = "".join(f"entry 9A{n:03d} end_use is {word} and hardened\n" for n, word in enumerate(WORDS))
    entries += "entry 9A100 not hardened\n"
    fact = f"fact end_use of transaction is one of {{{', '.join(WORDS)}, other}}\n  asks: the use\n"
    rules = Rules([Source("m.xr", head + fact + entries)], **options)

    def ends(hardened=True, **told):
        case = {"format": "exportrules.case/1", "activity": "export", "facts": told, "item": facts(hardened=hardened)}
        decision = rules.decide(case, DAY)
        return decision.floor.name, decision.ceiling.name

    for word in WORDS:
        assert ends(end_use=word) == ("licence_required", "licence_required")
    assert ends(end_use="other") == ("no_control_found", "no_control_found")
    assert ends() == ("no_control_found", "licence_required")
    assert ends(hardened=False, end_use="other") == ("licence_required", "licence_required")
    assert ends(end_use={"one_of": ["alpha", "beta"]}) == ("no_control_found", "licence_required")


# ---- what only a damaged rulebook can hold --------------------------------------------------------------


def test_a_circle_that_no_checker_saw_is_open_and_told():
    text = "entry 1A001 item listed in 1A002\nentry 1A002 item listed in 1A003\nentry 1A003 hardened\n"
    rules = Rules([Source("m.xr", LATER.replace("entry 1A001 hardened\n", text))])
    first, second = (rules.book.statements["eu.later"][code] for code in ("1A001", "1A002"))
    object.__setattr__(second.head, "targets", (Target("eu.later", first.code),))
    program = Program(rules.book, generate=False, indexed=False)
    case = rules.read_case({"format": "exportrules.case/1", "activity": "export", "item": facts(hardened=False)})
    decision = decide_case(program, case, DAY)
    assert decision.outcome is None
    assert ("XR852", "`1A001` refers to itself on the same item") in decision.diagnostics


def test_what_is_no_condition_is_refused(rules_of):
    with pytest.raises(TypeError, match="`str` is no condition"):
        rules_of("entry 1A001 hardened\n", True).program.runner("hardened")


def test_a_collector_that_the_host_switched_off_stays_off():
    gc.disable()
    try:
        with paused_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
    with paused_collector(pause=False):
        assert gc.isenabled()
    with paused_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_the_host_keeps_out_of_the_collector_stays_out():
    gc.freeze()
    try:
        held = gc.get_freeze_count()
        with paused_collector():
            made = [[] for _ in range(10)]
        assert held > 0
        assert gc.get_freeze_count() == held
        assert gc.isenabled()
        assert made
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_an_entry_for_two_kinds_at_once_holds_only_what_is_of_both(truth, generated):
    law = "entry 1A001 item is mill and item is software\n"
    for kind, wanted in (
        ("mill", "false"),
        ("software", "false"),
        (["mill", "software"], "true"),
        ("machine", "false"),
    ):
        assert truth(law, {"kind": kind}, {}, generated) == wanted, kind
