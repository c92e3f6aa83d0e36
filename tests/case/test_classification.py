"""Codes that somebody assigned by the law of a day: how most orders come in."""

from datetime import date

import pytest

from exportrules.case import CaseError
from exportrules.decision import Outcome

LIST = "eu.dual_use.annex_i"
BASE = {
    "format": "exportrules.case/1",
    "activity": "export",
    "as_of": "2026-03-02",
    "facts": {
        "exporter_state": "AT",
        "dispatch_country": "AT",
        "consignee_country": "IN",
        "end_user_country": "IN",
        "use_country": "IN",
        "purchasing_country": "IN",
        "informed_of": [],
        "aware_of": [],
        "suspects": [],
    },
}


def classified(*codes, complete=True, as_of="2026-03-01", **more):
    record = {"ruleset": LIST, "codes": list(codes), "complete": complete, "as_of": as_of, **more}
    return {**BASE, "item": {"classification": [record]}}


def status(law, case, code):
    from exportrules import find_status

    return find_status(law.decide(case), f"{LIST}:{code}").plain


def codes_of(decision):
    return [code for code, _ in decision.diagnostics]


def test_an_assigned_code_is_met_and_the_rest_is_ruled_out(law):
    case = classified("3A001.b.2")
    assert status(law, case, "3A001.b.2") == "met"
    assert status(law, case, "3A001") == "met"
    assert status(law, case, "3A001.b.3") == "not met"
    assert status(law, case, "5A002") == "not met"
    # which of its sub-paragraphs it is was not said
    assert status(law, case, "3A001.b.2.a") == "undetermined"
    assert law.decide(case).floor >= Outcome.authorised


def test_a_list_of_codes_that_may_go_on_rules_nothing_out(law):
    case = classified("3A001.b.2", complete=False)
    assert status(law, case, "3A001.b.2") == "met"
    assert status(law, case, "5A002") == "undetermined"


def test_no_code_and_complete_means_not_listed(law):
    case = classified()
    assert status(law, case, "3A001") == "not met"
    assert status(law, case, "3A501") == "not met"


def test_what_came_into_the_list_since_was_never_ruled_out(law):
    case = classified(as_of="2024-01-15")
    assert status(law, case, "7A001.a.1") == "not met"
    assert status(law, case, "3A501.a") == "undetermined"
    # 7A001.a.2 reads otherwise since, so that nobody has yet ruled out all that 7A001.a holds
    assert status(law, case, "7A001.a.2") == "undetermined"
    assert status(law, case, "7A001.a") == "undetermined"
    decision = law.decide(case)
    assert "XR864" in codes_of(decision)
    assert decision.ceiling >= Outcome.licence_required


def test_a_code_whose_paragraph_changed_is_flagged_and_open(law):
    # 1A202.a: 400 mm became 650 mm
    decision = law.decide(classified("1A202", complete=False, as_of="2022-05-01"))
    said = "`1A202` was assigned by the law of 2022-05-01; it may have changed between 2021-09-09 and 2025-11-15"
    assert ("XR864", said) in decision.diagnostics
    assert status(law, classified("1A202", complete=False, as_of="2022-05-01"), "1A202") == "undetermined"
    assert status(law, classified("1A202", complete=False, as_of="2025-11-15"), "1A202") == "met"


def test_a_code_whose_paragraph_did_not_change_holds(law):
    case = classified("7A001.a.1", complete=False, as_of="2022-05-01")
    assert status(law, case, "7A001.a.1") == "met"
    assert "XR864" not in codes_of(law.decide(case))


def test_before_the_first_day_that_was_compared_nothing_holds(law):
    case = classified("7A001.a.1", as_of="2020-12-31")
    assert status(law, case, "7A001.a.1") == "undetermined"
    said = " ".join(message for _, message in law.decide(case).diagnostics)
    assert "the list was not compared with the law of 2020-12-31" in said


def test_a_code_that_was_taken_out_since_leaves_the_item_open(law):
    with pytest.raises(CaseError) as caught:
        law.read_case(classified("5A109", as_of="2022-05-01"))
    assert caught.value.faults[0].code == "XR849"
    removed = min(removed_codes())
    decision = law.decide(classified(removed, as_of="2022-05-01"))
    assert any("not in the list any more" in message for _, message in decision.diagnostics)


def removed_codes():
    from exportrules.rules.amendments import read_amendments

    return read_amendments()[LIST].removed


def test_a_finding_carries_the_day_of_its_law_too(law):
    finding = {"ruleset": LIST, "paragraph": "1A202", "met": True, "as_of": "2022-05-01"}
    case = {**BASE, "item": {"findings": [finding]}}
    assert law.read_case(case).item.findings[0].as_of == date(2022, 5, 1)
    assert status(law, case, "1A202") == "undetermined"


@pytest.mark.parametrize(
    ("record", "path", "code"),
    [
        ({"ruleset": LIST, "codes": [], "complete": True}, "item.classification[0].as_of", "XR832"),
        ({"ruleset": LIST, "codes": [], "as_of": "2026-01-01"}, "item.classification[0].complete", "XR832"),
        ({"codes": [], "complete": True, "as_of": "2026-01-01"}, "item.classification[0].ruleset", "XR832"),
        ({"ruleset": LIST, "complete": True, "as_of": "2026-01-01"}, "item.classification[0].codes", "XR830"),
        ({"ruleset": LIST, "codes": ["3A0O1"], "complete": True, "as_of": "2026-01-01"},
         "item.classification[0].codes[0]", "XR849"),
        ({"ruleset": LIST, "codes": [7], "complete": True, "as_of": "2026-01-01"},
         "item.classification[0].codes[0]", "XR830"),
        ({"ruleset": LIST, "codes": [], "complete": True, "as_of": "1.3.2026"},
         "item.classification[0].as_of", "XR846"),
    ],
)  # fmt: skip
def test_a_record_that_leaves_something_open_is_refused(law, record, path, code):
    with pytest.raises(CaseError) as caught:
        law.read_case({**BASE, "item": {"classification": [record]}})
    assert (caught.value.faults[0].path, caught.value.faults[0].code) == (path, code)
