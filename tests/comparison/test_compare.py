"""One case under many circumstances: the table, the differences, and the warning where goods could leave next door."""

import csv
import io
import json
from datetime import date

import pytest

from exportrules import Case, ExportRulesError, Outcome
from exportrules.case import CaseError
from exportrules.comparison import compare_days, compare_destinations, compare_dispatch, compare_rules, compare_states
from exportrules.comparison.views import comparison_csv, comparison_data, comparison_text, write_csv
from exportrules.countries import member_states

LICENCE, NONE = Outcome.licence_required, Outcome.no_control_found


def test_every_member_state_answers_once_and_in_order(law, orders):
    found = compare_states(law, orders["scanner-to-china"])
    assert [item.label for item in found.answers] == sorted(member_states(date(2026, 3, 2)))
    assert len(found.answers) == 27
    assert found.base == "NL"


def test_an_item_of_one_national_list_could_leave_through_the_neighbour(law, orders):
    """The White Paper's complaint: the lithography machine that only one Member State controls."""
    found = compare_states(law, orders["scanner-to-china"])
    home = found.of("NL")
    assert (home.floor, home.ceiling) == (LICENCE, LICENCE)
    assert "AT" in found.warning.free
    assert "NL" not in found.warning.free
    assert found.warning.controlled == LICENCE
    text = comparison_text(found)
    assert "WARNING: from NL the answer is licence required; without that it could go from: AT" in text
    assert "NL (as stated): LICENCE REQUIRED" in text


def test_what_the_union_controls_is_controlled_everywhere(law, orders):
    found = compare_states(law, orders["amplifier-to-india"])
    assert {(item.floor, item.ceiling) for item in found.answers} == {(LICENCE, LICENCE)}
    assert not found.differs
    assert found.warning is None
    assert "The answer is the same everywhere." in comparison_text(found)


def test_the_warning_says_open_where_it_is_open(law, orders):
    found = compare_states(law, orders["quantum-computer-to-malaysia-before"], over=("ES", "AT"))
    assert found.warning.open == ("AT",)
    assert found.warning.free == ()


def test_goods_may_leave_through_another_state_while_the_exporter_stays(law, microscope):
    case = microscope("AT")
    found = compare_dispatch(law, case, over=("AT", "DE"))
    decided = [item.decision.case.transaction for item in found.answers]
    assert [item["exporter_state"].text for item in decided] == ["AT", "AT"]
    assert [item["dispatch_country"].text for item in decided] == ["AT", "DE"]


def test_what_a_state_opted_for_is_asked_anew_for_another(law, microscope):
    case = microscope("AT")
    case["facts"]["suspects"] = ["wmd_use"]
    found = compare_states(law, case, over=("AT", "PT"))
    assert found.asked_anew == ("suspicion_requires_authorisation",)
    assert (found.of("AT").floor, found.of("AT").ceiling) == (NONE, NONE)
    # whether Portugal asks for a licence on suspicion is not known
    assert (found.of("PT").floor, found.of("PT").ceiling) == (NONE, LICENCE)


def test_each_answer_is_the_one_that_a_case_of_that_state_gets(law, microscope):
    case = microscope("AT")
    del case["facts"]["suspicion_requires_authorisation"]
    found = compare_states(law, case)
    for answer in found.answers:
        alone = law.decide(microscope_from(case, answer.label))
        assert (answer.floor, answer.ceiling) == (alone.floor, alone.ceiling)


def microscope_from(case, state):
    return {**case, "facts": {**case["facts"], "exporter_state": state, "dispatch_country": state}}


def test_destinations_move_together(law, orders):
    found = compare_destinations(law, orders["amplifier-to-india"], ["IN", "RU"])
    assert (found.of("IN").floor, found.of("IN").ceiling) == (LICENCE, LICENCE)
    assert found.of("RU").ceiling == Outcome.prohibited
    assert found.warning is None


def test_days_show_when_the_law_changed(law, orders):
    case = orders["quantum-computer-to-malaysia-after"]
    days = [date(2025, 11, 14), date(2025, 11, 15)]
    found = compare_days(law, case, days)
    assert [item.label for item in found.answers] == ["2025-11-14", "2025-11-15"]
    assert found.of("2025-11-15").grounds[0].paragraphs == ("4A506.a.7",)
    span = compare_days(law, case, first=date(2025, 6, 1), last=date(2025, 12, 1))
    labels = [item.label for item in span.answers]
    assert labels[0] == "2025-06-01"
    assert "2025-11-15" in labels
    # stretches that follow each other differ
    assert all(one.key != other.key for one, other in zip(span.answers, span.answers[1:], strict=False))


def test_two_states_of_the_law(law, proposed, microscope):
    supposed = proposed.with_proposals("national.at.gloves")
    found = compare_rules({"now": law, "then": supposed}, microscope())
    assert (found.of("now").ceiling, found.of("then").floor) == (NONE, LICENCE)


def test_json_and_csv_hold_the_same_answers(law, orders):
    found = compare_states(law, orders["scanner-to-china"])
    data = json.loads(json.dumps(comparison_data(found)))
    rows = list(csv.DictReader(io.StringIO(comparison_csv(found))))
    assert data["format"] == "exportrules.comparison/1"
    assert [(row["label"], row["floor"], row["ceiling"]) for row in rows] == [
        (item["label"], item["floor"], item["ceiling"]) for item in data["answers"]
    ]
    assert sorted(label for group in data["groups"] for label in group) == sorted(row["label"] for row in rows)


def test_a_case_that_was_read_already_may_be_given(law, orders):
    read = law.read_case(orders["scanner-to-china"])
    assert isinstance(read, Case)
    given = comparison_data(compare_states(law, read, over=("NL", "AT")))
    assert given == comparison_data(compare_states(law, orders["scanner-to-china"], over=("NL", "AT")))


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda law, case: compare_destinations(law, case, []), "XR867"),
        (lambda law, case: compare_days(law, case), "XR867"),
        (lambda law, case: compare_rules({}, case), "XR867"),
        (lambda law, case: compare_states(law, {key: case[key] for key in case if key != "as_of"}), "XR862"),
    ],
)
def test_what_is_missing_is_said(law, orders, call, code):
    with pytest.raises(ExportRulesError) as caught:
        call(law, orders["scanner-to-china"])
    assert caught.value.code == code


def test_an_unknown_country_is_refused(law, orders):
    with pytest.raises(CaseError):
        compare_states(law, orders["scanner-to-china"], over=("XQ",))


@pytest.mark.parametrize("compare", [compare_states, compare_dispatch])
def test_a_country_outside_the_union_is_no_way_round_a_control(law, orders, compare):
    with pytest.raises(ExportRulesError) as caught:
        compare(law, orders["scanner-to-china"], over=("NL", "US"))
    assert caught.value.code == "XR867"
    assert "US" in str(caught.value)


def test_a_state_named_twice_answers_once(law, orders):
    found = compare_states(law, orders["scanner-to-china"], over=("NL", "AT", "NL"))
    assert [item.label for item in found.answers] == ["NL", "AT"]


def test_a_span_that_ends_before_it_begins_is_refused(law, orders):
    with pytest.raises(ExportRulesError) as caught:
        compare_days(law, orders["scanner-to-china"], first=date(2024, 1, 1), last=date(2023, 1, 1))
    assert caught.value.code == "XR867"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1"])
def test_no_cell_is_a_formula_for_a_spreadsheet(text):
    _, (cell,) = csv.reader(io.StringIO(write_csv(("a",), [(text,)])), strict=True)
    assert cell.startswith("'")


def test_warnings_about_the_rules_behind_the_answers_come_first(law, orders):
    lines = comparison_text(compare_states(law, orders["scanner-to-china"], over=("NL", "AT"))).splitlines()
    warnings = [line for line in lines if line.startswith("  warning ")]
    assert "`national.nl." in warnings[0]
