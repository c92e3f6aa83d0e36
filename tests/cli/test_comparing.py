"""`compare`, `impact`, `coordinate`, `regimes`, `dossier`, `report`: what they print, and one clear error each."""

import csv
import io
import json

import pytest

PROPOSAL = """exportrules 1
ruleset national.at.small
  title: a small proposal
  source: a draft
  layer national AT
  codes from eu.small
  stage proposed 2026-01-15
  checked up to 2026-06-30

measure licence
  title: export of small amplifiers
  source: a draft, section 2
  for export
  requires licence when item is amplifier and output_power at most 75 W
"""


@pytest.fixture
def proposal(tmp_path):
    path = tmp_path / "proposal.xr"
    path.write_text(PROPOSAL, "utf-8")
    return path


@pytest.fixture
def weak(case):
    return case("weak", {"kind": "amplifier", "facts": {"output_power": "50 W"}}, end_user_country="IN")


def test_compare_by_days(run, case_file, case, strong):
    file = case_file(case("one", strong, end_user_country="IN"))
    done = run("compare", file, "--by", "day", "--over", "2026-03-01,2026-04-01")
    assert done.code == 0
    assert done.out.startswith("one, by the law of each day:\n  2026-03-01 (as stated), 2026-04-01:")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_compare_as_data(run, case_file, case, strong, form):
    file = case_file(case("one", strong, end_user_country="IN"))
    done = run("compare", file, "--by", "day", "--over", "2026-03-01", "--format", form)
    assert done.code == 0
    if form == "json":
        assert json.loads(done.out)["format"] == "exportrules.comparison/1"
    else:
        assert [row["label"] for row in csv.DictReader(io.StringIO(done.out))] == ["2026-03-01"]


def test_compare_with_and_without_a_proposal(run, case_file, weak, proposal):
    done = run("compare", case_file(weak), "--propose", proposal)
    assert done.code == 0
    assert "as loaded" in done.out
    assert "with the proposal: LICENCE REQUIRED" in done.out


def test_impact_of_a_proposal(run, case_file, weak, proposal):
    done = run("impact", case_file(weak), "--propose", proposal)
    assert done.code == 0
    assert "1 cases, 1 answers compared, 1 change" in done.out
    assert "a draft, section 2, export of small amplifiers: applies" in done.out


def test_coordination_record(run, case_file, case, tmp_path):
    path = tmp_path / "proposal.xr"
    ours = PROPOSAL.replace("  codes from eu.small\n", "")
    ours = ours.replace(
        "item is amplifier and output_power at most 75 W", "item is machine_tool and exporter_state is AT"
    )
    path.write_text(ours, "utf-8")
    file = case_file(case("weak", {"kind": "machine_tool"}, end_user_country="IN"))
    done = run("coordinate", file, "--propose", path, "--as-of", "2026-03-01", "--states", "AT,DE", "--format", "json",
               ruled=False)  # fmt: skip
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["proposal"][0]["ruleset"] == "national.at.small"
    assert found["impact"]["by_state"].keys() == {"AT", "DE"}


def test_dossier(run, case_file, weak):
    done = run("dossier", case_file(weak))
    assert done.code == 0
    assert done.out.startswith("Dossier weak: export, law of 2026-03-01\n")
    assert json.loads(run("dossier", case_file(weak), "--format", "json").out)["format"] == "exportrules.dossier/1"


def test_report(run, case_file, weak, tmp_path):
    decided = json.loads(run("decide", case_file(weak), "--format", "json").out)
    record = {"format": "exportrules.record/1", "decision": decided, "became": "no_authorisation_needed"}
    path = tmp_path / "records.jsonl"
    path.write_text(f"{json.dumps(record)}\n\n{{}}\n", "utf-8")
    done = run("report", path, ruled=False)
    assert done.code == 1
    assert "no authorisation needed: 1, 0 EUR, 1 without a value" in done.out
    assert "record 2 does not count: XR868" in done.out
    assert "error: record 2 does not count" in run("report", path, "--format", "csv", ruled=False).err


def test_regimes_of_rules_without_numbered_lists(run):
    done = run("regimes", "--as-of", "2026-03-01")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("No such entry")


def test_a_proposal_that_joins_a_ruleset_in_force_is_refused(run, case_file, weak, tmp_path):
    """It would stand in both states of the law, so that the impact would be nothing, whatever it says."""
    path = tmp_path / "joined.xr"
    path.write_text("exportrules 1\nruleset eu.small\n\nentry 3A999 item is amplifier\n", "utf-8")
    done = run("impact", case_file(weak), "--propose", path)
    assert done.code == 2
    assert "XR869" in done.err
    assert "`eu.small`" in done.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--from", "2026-01-01"), "`--from` does not go with `--by state`"),
        (("--by", "dispatch", "--until", "2026-01-01"), "`--until` does not go with `--by dispatch`"),
        (
            ("--by", "destination", "--over", "US", "--from", "2026-01-01"),
            "`--from` does not go with `--by destination`",
        ),
        (("--by", "day", "--over", "2026-03-01", "--as-of", "2026-03-01"), "`--as-of` does not go with `--by day`"),
        (("--by", "day", "--over", "2026-03-01", "--from", "2026-03-01"), "both days and a span of days are named"),
        (("--propose", "PROPOSAL", "--by", "state"), "`--by` does not go with `--propose`"),
        (("--propose", "PROPOSAL", "--over", "AT,DE"), "`--over` does not go with `--propose`"),
        (("--propose", "PROPOSAL", "--until", "2026-03-01"), "`--until` does not go with `--propose`"),
    ],
)
def test_an_option_of_another_comparison_is_refused(run, case_file, weak, proposal, options, told):
    done = run("compare", case_file(weak), *(proposal if item == "PROPOSAL" else item for item in options))
    assert done.code == 2
    assert done.err.startswith(f"error[XR867]: {told}\n  help: ")
    assert done.out == ""


def test_a_comparison_takes_the_options_that_are_its_own(run, case_file, weak, proposal):
    file = case_file(weak)
    assert run("compare", file, "--by", "day", "--from", "2026-01-01", "--until", "2026-03-01").code == 0
    assert run("compare", file, "--propose", proposal, "--as-of", "2026-03-01").code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("compare", "CASE", "--by", "destination"), "XR867"),
        (("compare", "CASE", "--by", "day"), "XR867"),
        (("compare", "CASE", "--by", "day", "--over", "1.3.2026"), "XR867"),
        (("compare", "CASE", "--by", "destination", "--over", "XQ"), "XR820"),
        (("compare", "nowhere.json"), "XR952"),
        (("impact", "CASE", "--propose", "national.at.none"), "XR866"),
        (("impact", "CASE", "--propose", "eu.small"), "XR869"),
        (("coordinate", "CASE", "--propose", "PROPOSAL"), "XR862"),
        (("regimes",), "XR862"),
        (("report", "nowhere.jsonl"), "XR952"),
    ],
)
def test_one_clear_error(run, case_file, weak, proposal, arguments, code):
    places = {"CASE": case_file(weak), "PROPOSAL": proposal}
    done = run(*(places.get(item, item) for item in arguments), ruled=arguments[0] != "report")
    assert done.code in (1, 2)
    assert code in done.err
    assert done.out == ""
