"""With findings of a person, what is asked and told hangs on the case and the law alone, not on what was routed out."""

import json

from exportrules import Rules, Source, to_json

WORDS = """exportrules 1
ruleset eu.c
  title: tests
  source: none
  layer union
  in force from 2024-01-01
  checked from 2024-07-01 up to 2030-01-01
fact sealed, cooled, small, urgent is yes or no
  asks: whether
fact cn_code is customs_code
  asks: code
"""
LISTS = """entry 3A001 small
entry 3A002 cn 8413
ruleset eu.narrow
  title: narrow
  source: none
  layer union
  codes from eu.c
  checked up to 2030-01-01
takes eu.c.3A002 when sealed
ruleset eu.acts
  title: acts
  source: none
  layer union
  codes from eu.c
  checked up to 2030-01-01
"""
COVERED = f"""{WORDS}{LISTS}measure first
  source: none
  for export
  prohibits when item listed in eu.c and cooled
exemption spared lifts first
  source: none
  for export
  covers eu.c except eu.narrow
  when urgent
"""
TAKEN = f"""{WORDS}{LISTS}takes eu.c.3A001
measure first
  source: none
  for export
  prohibits when item listed in eu.acts and cooled
"""


def receipts(law, item, day):
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": day, "item": item}
    found = []
    for options in ({}, {"generate": False, "indexed": False}):
        rules = Rules([Source("law.xr", law)], **options)
        found += [to_json(rules.decide(case)) for _ in range(6)]
    assert len(set(found)) == 1
    return json.loads(found[0])


def test_of_a_list_that_was_not_checked_for_the_day_nothing_is_asked():
    # by its customs code alone the item is no candidate for 3A002, but that day had another text
    finding = {"ruleset": "eu.narrow", "paragraph": "3A002", "met": False}
    told = receipts(COVERED, {"facts": {"cn_code": "90", "small": True}, "findings": [finding]}, "2024-01-02")
    assert told["outcome"] is None
    assert {item["name"] for item in told["questions"]} == {"cooled", "urgent"}


def test_a_finding_against_the_facts_is_told_where_the_list_is_reached_by_another():
    findings = [{"paragraph": code, "met": True} for code in ("3A001", "3A002")]
    told = receipts(TAKEN, {"facts": {"cn_code": "90", "small": False}, "findings": findings}, "2025-01-02")
    assert [item["message"] for item in told["warnings"]] == [
        f"`{code}` was assigned, but the facts say otherwise" for code in ("3A001", "3A002")
    ]
