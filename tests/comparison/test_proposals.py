"""A proposed list: it decides nothing, unless one asks what it would do; impact and coordination record."""

import csv
import io
import json
from datetime import date

import pytest

from exportrules import ExportRulesError, Outcome
from exportrules.comparison import measure_impact
from exportrules.comparison.coordination import coordinate, coordination_data, coordination_text
from exportrules.comparison.views import impact_csv, impact_data, impact_text

NAME = "national.at.gloves"
DAY = date(2026, 3, 2)


def test_a_proposal_decides_nothing(law, proposed, microscope):
    before, after = law.decide(microscope()), proposed.decide(microscope())
    assert (before.floor, before.ceiling) == (after.floor, after.ceiling)


def test_supposed_to_be_in_force_it_decides_and_says_so(proposed, microscope):
    decision = proposed.with_proposals(NAME).decide(microscope())
    assert decision.floor == Outcome.licence_required
    assert ("XR865", f"`{NAME}` is a proposal, supposed to be in force") in decision.diagnostics


def test_supposed_rules_can_be_copied(proposed, microscope):
    import pickle

    copied = pickle.loads(pickle.dumps(proposed.with_proposals(NAME)))
    assert copied.decide(microscope()).floor == Outcome.licence_required


def test_an_unknown_proposal_is_named_with_a_suggestion(proposed):
    with pytest.raises(ExportRulesError) as caught:
        proposed.with_proposals("national.at.glove")
    assert caught.value.code == "XR866"
    assert caught.value.help.startswith(f"did you mean `{NAME}`")  # the nearest name first


def test_impact_counts_only_what_changes(proposed, microscope):
    cases = [microscope(), microscope(accelerating_voltage="20 kV", stage_placement_accuracy="40 nm"), microscope("PT")]
    found = measure_impact(proposed, proposed.with_proposals(NAME), cases)
    assert [(row.state, row.changed) for row in found.rows] == [("AT", True), ("AT", False), ("PT", False)]
    (row,) = found.changed
    assert (row.before.ceiling, row.after.floor) == (Outcome.no_control_found, Outcome.licence_required)
    assert [ground.measure for ground in row.new_grounds] == [f"{NAME}.licence"]
    assert row.stricter
    assert "3 cases, 3 answers compared, 1 change" in impact_text(found)
    assert "no control found -> licence required: 1" in impact_text(found)


def test_impact_over_states_finds_the_state_that_proposes(proposed, microscope):
    states = ("AT", "BE", "DE", "PT")
    found = measure_impact(proposed, proposed.with_proposals(NAME), [microscope("DE")], states=states)
    assert found.by_state == {"AT": 1, "BE": 0, "DE": 0, "PT": 0}
    rows = list(csv.DictReader(io.StringIO(impact_csv(found))))
    assert [(row["state"], row["after_floor"]) for row in rows] == [("AT", "licence_required")]
    assert json.loads(json.dumps(impact_data(found)))["by_state"]["AT"] == 1


def test_a_case_that_cannot_be_read_is_told_and_the_others_go_on(proposed, microscope):
    found = measure_impact(proposed, proposed.with_proposals(NAME), [{"format": "x"}, microscope()])
    assert [name for name, _ in found.failed] == ["case 1"]
    assert len(found.rows) == 1


def test_the_record_holds_items_overlaps_states_and_decisions(proposed, microscope):
    record = coordinate(proposed, [NAME], [microscope("DE")], DAY, states=("AT", "DE"))
    assert [item.code for item in record.items] == ["3B801", "3B801.a", "3B801.b"]
    assert record.items[1].limits == ("above 30 kV",)
    near = {(item.code, item.ruleset, item.other) for item in record.overlaps}
    # the Union's and Spain's scanning electron microscopes test the accuracy of the stage and the voltage too
    assert any(code == "3B801.b" and other == "eu.dual_use.annex_i" and paragraph.startswith("3B503")
               for code, other, paragraph in near)  # fmt: skip
    assert any(other == "national.es.annex_iii_5" for _, other, _ in near)
    assert record.states == ("AT",)
    data = json.loads(json.dumps(coordination_data(record)))
    assert data["format"] == "exportrules.coordination/1"
    assert data["proposal"][0]["stages"] == [{"stage": "proposed", "day": "2026-01-15"}]
    assert data["states_affected"] == ["AT"]
    assert data["impact"]["changed"] == 1
    text = coordination_text(record)
    assert "Proposal: Austria, a list that is only proposed (AT)" in text
    assert "compare national.es.annex_iii_5 3B901" in text


def test_a_record_needs_a_proposal(proposed):
    with pytest.raises(ExportRulesError) as caught:
        coordinate(proposed, [], [], DAY)
    assert caught.value.code == "XR867"


def test_that_both_lists_speak_of_goods_is_no_overlap(law):
    """The Finnish draft says nothing of what it names; that it names goods makes it like no other list."""
    record = coordinate(law, ["national.fi.draft_2023"], [], date(2023, 11, 10), states=("FI",))
    assert record.overlaps == ()
