"""Judgements and findings: what a person recorded, and what it answers (semantics, section 1)."""

from datetime import date

import pytest

DAY = date(2026, 3, 1)


def judged(value, *objects, purpose=None, term="designed"):
    """Judgements of one term; each with its object, "" for none."""
    more = {} if purpose is None else {"purpose": purpose}
    return [
        {"term": term, "value": value, "by": "A. Rossi", **({"for": found} if found else {}), **more}
        for found in objects or ("",)
    ]


# 1A002 has the paragraphs a and b
OBJECTS = "entry 1A002 any of:\n  a. hardened\n  b. sealed\n"
JUDGED = {
    "judged designed": [
        ([], "unknown"), (judged(True), "true"), (judged(False), "false"), (judged(True, "1A002"), "unknown"),
        (judged(False, "1A002"), "unknown"), (judged(True, term="required"), "unknown"),
    ],
    "judged designed for 1A002": [
        (judged(True, "1A002"), "true"), (judged(True, "1A002.a"), "true"), (judged(True), "unknown"),
        (judged(False, "1A002"), "false"), (judged(False), "false"), (judged(False, "1A002.a"), "unknown"),
        (judged(False, "1A002.a", "1A002.b"), "unknown"), (judged(True, "eu.m:1A002"), "true"),
    ],
    "judged designed for 1A002.a": [
        (judged(True, "1A002"), "unknown"), (judged(False, "1A002"), "false"), (judged(True, "1A002.b"), "unknown"),
        (judged(False, "1A002.b"), "unknown"),
    ],
    "judged designed for {1A002.a, 1A002.b}": [
        (judged(True, "1A002.b"), "true"), (judged(False, "1A002.b"), "unknown"),
        (judged(False, "1A002.a", "1A002.b"), "false"), (judged(False, "1A002"), "false"),
    ],
    "judged designed for civil_use": [
        (judged(True, "civil_use"), "true"), (judged(False, "civil_use"), "false"), (judged(False), "false"),
        (judged(True, "military_use"), "unknown"), (judged(False, "military_use"), "unknown"),
    ],
    "judged required for {development, production} of 1A002": [
        (judged(True, "1A002", purpose="production"), "true"), (judged(True, "1A002", purpose="use"), "unknown"),
        (judged(False, "1A002", purpose="production"), "unknown"), (judged(True, "1A002"), "true"),
        (judged(False, "1A002", purpose="production") + judged(False, "1A002", purpose="development"), "false"),
        (judged(False, "1A002"), "false"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("test", JUDGED)
def test_judgements_hold_for_their_object_and_are_never_inferred(truth, test, generated):
    term = test.split()[1]
    for found, wanted in JUDGED[test]:
        records = [{**item, "term": term} if item["term"] == "designed" else item for item in found]
        item = {"judgements": records, "facts": {"hardened": False, "sealed": False}}
        assert truth(f"entry 1A001 {test}\n{OBJECTS}", item, {}, generated) == wanted, records


def finding(paragraph, met, **more):
    return {"ruleset": "eu.m", "paragraph": paragraph, "met": met, "by": "B. Wolf", "on": "2026-02-01", **more}


PARAGRAPHS = "entry 1A001 any of:\n  a. hardened\n  b. sealed\n"
FINDINGS = [
    # findings, facts, then the truth of 1A001, 1A001.a and 1A001.b
    ([finding("1A001.a", True)], {}, "true", "true", "unknown"),
    ([finding("1A001", True)], {}, "true", "unknown", "unknown"),
    ([finding("1A001", False)], {}, "false", "false", "false"),
    ([finding("1A001.a", False)], {}, "unknown", "false", "unknown"),
    ([finding("1A", False)], {}, "false", "false", "false"),
    ([finding("", False)], {}, "false", "false", "false"),
    # not met above a paragraph that is met speaks of the rest
    ([finding("1A001.a", True), finding("1A001", False)], {}, "true", "true", "false"),
    # the stricter reading holds
    ([finding("1A001.a", True)], {"hardened": False}, "true", "true", "unknown"),
    ([finding("1A001.a", False)], {"hardened": True}, "true", "true", "unknown"),
    ([finding("1A001", False)], {"hardened": True}, "true", "true", "false"),
]


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("row", range(len(FINDINGS)))
def test_findings_speak_of_their_paragraph_and_what_lies_above_or_below(truth, row, generated):
    records, facts, *wanted = FINDINGS[row]
    item = {"facts": facts, "findings": records}
    codes = ("1A001", "1A001.a", "1A001.b")
    assert [truth(PARAGRAPHS, item, {}, generated, code=code) for code in codes] == wanted


def test_a_finding_that_the_facts_contradict_is_told(rules_of):
    rules = rules_of(PARAGRAPHS, True)
    for code, met, hardened, told in (
        ("1A001.a", True, False, "`1A001.a` was assigned, but the facts say otherwise"),
        ("1A001", False, True, "`1A001` was ruled out, but the facts say that it applies"),
        # though only the whole list is asked for
        ("1A001.a", False, True, "`1A001.a` was ruled out, but the facts say that it applies"),
    ):
        item = {"facts": {"hardened": hardened, "sealed": False}, "findings": [finding(code, met)]}
        case = {"format": "exportrules.case/1", "activity": "export", "item": item}
        assert ("XR855", told) in rules.decide(case, DAY).diagnostics


LIMBS = "entry 1A001 colour is red, any of:\n  a. hardened\n  b. sealed\n"


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        # its own words hold, but not what stands above them
        ("1A001.a", {"colour": "blue", "hardened": True, "sealed": True}),
        ("1A001.a", {"hardened": True, "sealed": True}),
        # the facts say nothing against it
        ("1A001.a", {"colour": "red", "sealed": True}),
        ("1A001.a", {"colour": "red", "hardened": False, "sealed": True}),
        # the list has no such paragraph, but an entry and a section
        ("1A", {"colour": "blue", "hardened": True}),
    ],
)
@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_a_finding_that_the_facts_do_not_contradict_is_not_told(rules_of, code, facts, generated):
    rules = rules_of(LIMBS, generated)
    item = {"facts": facts, "findings": [finding(code, False)]}
    case = {"format": "exportrules.case/1", "activity": "export", "item": item}
    assert "XR855" not in [found for found, _ in rules.decide(case, DAY).diagnostics]


# ---- findings by the law of another day -------------------------------------------------------------------

# paragraph a is new on 1 February 2026; b has not changed
CHANGED = "entry 1A001 any of:\n  a. hardened\n    in force from 2026-02-01\n  b. sealed\n"
EARLY, LATE = "2026-01-31", "2026-02-01"
STAYS = (
    "what was ruled out of `{}` by the law of 2026-01-31 stays so only where nothing changed: it changed on 2026-02-01"
)
OF_ANOTHER_DAY = [
    # findings, facts, then the truth of 1A001, 1A001.a and 1A001.b, and what is told
    ([finding("1A001.a", True, as_of=LATE)], {}, ("true", "true", "unknown"), None),
    (
        [finding("1A001.a", True, as_of=EARLY)], {}, ("unknown",) * 3,
        "`1A001.a` was assigned by the law of 2026-01-31; it changed on 2026-02-01",
    ),
    ([finding("1A001.b", True, as_of=EARLY)], {}, ("true", "unknown", "true"), None),
    # of an entry it is asked whether anything below it changed
    (
        [finding("1A001", True, as_of=EARLY)], {}, ("unknown",) * 3,
        "`1A001` was assigned by the law of 2026-01-31; it changed on 2026-02-01",
    ),
    ([finding("1A001", False, as_of=LATE)], {}, ("false",) * 3, None),
    # what was not met stays so in what has not changed
    (
        [finding("1A001", False, as_of=EARLY)], {}, ("unknown", "unknown", "false"),
        STAYS.format("1A001"),
    ),
    (
        [finding("", False, as_of=EARLY)], {}, ("unknown", "unknown", "false"),
        STAYS.format("eu.m"),
    ),
    # a later finding of the whole list speaks where an earlier one does not
    ([finding("1A001", False, as_of=EARLY), finding("", False)], {}, ("false",) * 3, None),
    # and what the facts say of the new paragraph counts
    (
        [finding("1A001", False, as_of=EARLY)], {"hardened": True}, ("true", "true", "false"),
        STAYS.format("1A001"),
    ),
    ([finding("1A001", False, as_of=EARLY)], {"hardened": False}, ("false", "false", "false"), None),
]  # fmt: skip


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("row", range(len(OF_ANOTHER_DAY)))
def test_a_finding_by_the_law_of_another_day_says_nothing_of_what_changed_since(truth, rules_of, row, generated):
    records, stated, wanted, told = OF_ANOTHER_DAY[row]
    item = {"facts": stated, "findings": records}
    codes = ("1A001", "1A001.a", "1A001.b")
    assert tuple(truth(CHANGED, item, {}, generated, code=code) for code in codes) == wanted
    # the paragraph alone is asked for
    rules = rules_of(CHANGED + ASKED, generated)
    decision = rules.decide({"format": "exportrules.case/1", "activity": "brokering", "item": item}, DAY)
    assert [message for code, message in decision.diagnostics if code == "XR864"] == ([told] if told else [])


ASKED = """measure new_paragraph
  source: Art. 3
  for brokering
  requires licence when item listed in {1A001.a, 1A001.b}
"""
