"""What has no effect leaves nothing open: a gap of a list that is not in force, a note that only explains."""

from datetime import date

from exportrules.loading import Rules
from exportrules.text import Source

HEAD = """exportrules 1
ruleset {name}
  title: t
  source: none
  layer union
  checked up to 2030-01-01
"""
WORDS = HEAD.format(name="eu.list") + "kind goods\nfact p is yes or no\n  asks: whether\n"
CASE = {"format": "exportrules.case/1", "activity": "export"}


def test_the_gap_of_a_list_that_is_not_in_force_stays_out_of_what_a_relief_covers():
    narrow = HEAD.format(name="eu.narrow") + "  not modelled: a gap\n  in force from 2024-07-01\n"
    acts = HEAD.format(name="eu.acts") + (
        "  codes from eu.list\nmeasure m\n  source: none\n  for export\n"
        "  requires notification when item listed in eu.narrow\n  requires notification when item listed in 3A001\n"
        "exemption r lifts m\n  source: none\n  for export\n  covers 3A001\n"
    )
    rules = Rules([Source("a.xr", WORDS + "entry 3A001 p\n"), Source("b.xr", narrow), Source("c.xr", acts)])
    found = [rules.decide(CASE, day).ceiling.name for day in (date(2024, 6, 30), date(2024, 7, 1))]
    assert found == ["no_control_found", "notification_required"]


def test_a_note_that_only_explains_is_no_change_of_what_a_person_found():
    text = "entry 3A001 p\n  note 1 {effect} 3A001{when}\n    in force from 2024-07-01\n"
    acts = HEAD.format(name="eu.acts") + (
        "  codes from eu.list\nmeasure m\n  source: none\n  for export\n  requires licence when item listed in 3A001\n"
    )
    finding = {"ruleset": "eu.list", "paragraph": "3A001", "met": False, "as_of": "2024-06-30"}
    case = {**CASE, "item": {"findings": [finding]}}
    found = []
    for effect, when in (("explains", ""), ("does not control", " when p")):
        entry = text.format(effect=effect, when=when)
        rules = Rules([Source("a.xr", WORDS + entry), Source("c.xr", acts)])
        found.append(rules.decide(case, date(2024, 7, 1)).ceiling.name)
    assert found == ["no_control_found", "licence_required"]
