"""Worked examples beside the law: how they are read, what they may expect, and how a difference is told."""

from datetime import date
from pathlib import Path

import pytest

from exportrules import ExportRulesError, load, read_scenarios, run_scenario

SMALL = Path(__file__).resolve().parent / "small" / "rules"
HEAD = 'ruleset = "eu.small"\nas_of = 2026-03-01\n'
STRONG = (
    '[[scenario]]\nname = "strong"\n'
    'item = { kind = "amplifier", facts = { output_power = "80 W", specially_made_for_broadcast = false } }\n'
    'facts = { end_user_country = "IN" }\n'
)


@pytest.fixture(scope="module")
def rules():
    return load(SMALL, bundled=False)


@pytest.fixture
def read(tmp_path):
    def call(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf-8")
        return read_scenarios(path)

    return call


@pytest.fixture
def differences(rules, read):
    """What the last scenario of a text shows to be otherwise."""
    return lambda text: list(run_scenario(rules, read(HEAD + text)[-1]).differences)


# ---- expectations --------------------------------------------------------------------------------------


def test_the_scenarios_of_a_folder_come_out(rules):
    found = read_scenarios(SMALL)
    assert [item.name for item in found] == ["a strong amplifier", "the same to a partner", "power not known"]
    for item in found:
        result = run_scenario(rules, item)
        assert result.passed, result.differences
        assert result.decision is not None


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ('met = ["3A001.a.1"]', []),
        ('met = ["eu.small:3A001.a.1"]', []),
        ('not_met = ["3A002"]', []),
        ('met = ["3A002"]', ["3A002 is not met, expected met"]),
        ('not_met = ["3A001.a.1"]', ["3A001.a.1 is met, expected not met"]),
        ('undetermined = ["3A001"]', ["3A001 is met, expected undetermined"]),
        ('outcome = "licence_required"', []),
        (
            'outcome = "prohibited"',
            ["outcome is licence_required [licence_required, licence_required], expected prohibited"],
        ),
        ('floor = "licence_required"\nceiling = "licence_required"', []),
        ('determined_by = ["eu.small_measures.art_3"]', []),
        (
            'determined_by = ["eu.small_measures.embargo"]',
            ["determined_by does not name eu.small_measures.embargo; it names eu.small_measures.art_3"],
        ),
        (
            'authorised_by = ["eu.small_measures.general"]',
            ["authorised_by does not name eu.small_measures.general; it names nothing"],
        ),
        ('missing = ["output_power"]', ["missing does not name output_power; it names nothing"]),
        ('duties = ["report"]', ["duties does not name report; it names nothing"]),
        ('documents = ["X002"]', ["documents are nothing, expected X002"]),
    ],
)
def test_each_kind_of_expectation_is_compared(differences, expected, told):
    assert differences(STRONG + expected) == told


@pytest.mark.parametrize(
    ("country", "expected", "told"),
    [
        ('"CN"', 'us.small.end_use" = "licence_required', []),
        ('"IN"', 'us.small.end_use" = "no_control_found', []),
        ('{ one_of = ["CN", "IN"] }', 'us.small.end_use" = "undetermined', []),
        (
            '"CN"',
            'us.small.end_use" = "prohibited',
            ["us.small.end_use is licence_required [licence_required, licence_required], expected prohibited"],
        ),
        (
            '{ one_of = ["CN", "IN"] }',
            'us.small.end_use" = "licence_required',
            ["us.small.end_use is undetermined [no_control_found, licence_required], expected licence_required"],
        ),
        (
            '"IN"',
            'us.small.end_us" = "no_control_found',
            ["no loaded ruleset of a third country has a measure us.small.end_us; did you mean us.small.end_use?"],
        ),
        # a measure of the Union is looked for among those that decide
        (
            '"CN"',
            'eu.small_measures.art_3" = "licence_required',
            ["no loaded ruleset of a third country has a measure eu.small_measures.art_3"],
        ),
    ],
)
def test_what_other_countries_ask_for_is_compared(differences, country, expected, told):
    text = STRONG.replace('"IN"', country)
    assert differences(f'{text}third_country = {{ "{expected}" }}') == told


def test_several_differences_are_all_told(differences):
    assert len(differences(STRONG + 'met = ["3A002", "3A003"]\noutcome = "prohibited"')) == 3


def test_a_case_that_cannot_be_read_is_a_difference_and_no_crash(differences):
    (told,) = differences('[[scenario]]\nname = "x"\nitem = { facts = { output_powr = "8 W" } }\nmet = ["3A001"]\n')
    assert told == ("XR835: item.facts.output_powr: unknown fact `output_powr`; did you mean `output_power`?")


def test_an_unknown_paragraph_is_a_difference(differences):
    (told,) = differences(STRONG + 'met = ["3A001.z"]')
    assert told.startswith("XR863: no loaded list has a paragraph `eu.small:3A001.z`; did you mean")


# ---- one scenario like another -----------------------------------------------------------------------------


def test_facts_are_replaced_added_and_dropped(read):
    _, like, without = read(
        HEAD
        + STRONG
        + 'met = ["3A001"]\n[[scenario]]\nname = "like"\nlike = "strong"\nfacts = { informed_of = [] }\n'
        + 'item = { facts = { output_power = "8 W" } }\nas_of = 2025-01-01\nmet = ["3A001"]\n'
        + '[[scenario]]\nname = "without"\nlike = "like"\nwithout = ["output_power", "kind"]\nmet = ["3A001"]\n'
    )
    assert like.case == {
        "format": "exportrules.case/1",
        "id": "like",
        "activity": "export",
        "facts": {"end_user_country": "IN", "informed_of": []},
        "item": {"kind": "amplifier", "facts": {"output_power": "8 W", "specially_made_for_broadcast": False}},
    }
    assert like.as_of == date(2025, 1, 1)
    assert without.as_of == date(2025, 1, 1)
    assert without.case["item"] == {"facts": {"specially_made_for_broadcast": False}}


def test_a_scenario_does_not_change_the_one_that_it_is_like(read):
    first, second = read(
        HEAD
        + STRONG
        + 'met = ["3A001"]\n[[scenario]]\nname = "b"\nlike = "strong"\nwithout = ["output_power"]\nmet = ["3A001"]\n'
    )
    assert "output_power" in first.case["item"]["facts"]
    assert "output_power" not in second.case["item"]["facts"]


def test_facts_of_parts_are_dropped_too(read):
    (scenario,) = read(
        HEAD
        + '[[scenario]]\nname = "x"\nwithout = ["travel"]\nmet = ["3A002"]\n'
        + "item = { parts = { axis = [{ facts = { travel = '2 m' } }, { facts = { travel = '1 m' } }] } }\n"
    )
    assert scenario.case["item"]["parts"]["axis"] == [{"facts": {}}, {"facts": {}}]


def test_the_defaults_of_the_file_hold_for_every_scenario(read):
    (scenario,) = read(
        HEAD
        + 'activity = "transit"\n[facts]\nend_user_country = "KP"\n[[scenario]]\nname = "x"\noutcome = "prohibited"\n'
    )
    assert scenario.case["activity"] == "transit"
    assert scenario.case["facts"] == {"end_user_country": "KP"}


# ---- faults ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "way_out"),
    [
        ("scenario = 3\n", "no `[[scenario]]` table", "write one for each worked example"),
        ("scenario = [3]\n", "no `[[scenario]]` table", "write one for each worked example"),
        ("", "no `[[scenario]]` table", "write one for each worked example"),
        ("[[scenaro]]\n", "unknown key `scenaro`", "did you mean `scenario`?"),
        ('[[scenario]]\nmet = ["3A001"]\n', "a scenario without a `name`", "say in a few words what it shows"),
        ('[[scenario]]\nname = "x"\n', "`x` expects nothing", "add what is met, the outcome, or what is missing"),
        ('[[scenario]]\nname = "x"\nmett = ["3A001"]\n', "unknown key `mett`", "did you mean `met`?"),
        ('[[scenario]]\nname = "x"\nmet = "3A001"\n', "`met` is not a list of texts", "write a list of texts"),
        ('[[scenario]]\nname = "x"\nmet = [3]\n', "`met` is not a list of texts", "write a list of texts"),
        ('[[scenario]]\nname = "x"\nfacts = 3\nmet = ["3A001"]\n', "`facts` is not a table", "write a table"),
        ('[[scenario]]\nname = "x"\noutcome = 3\n', "`outcome` is not a text", "write a text"),
        ('[[scenario]]\nname = "x"\nlike = ["y"]\nmet = ["3A001"]\n', "`like` is not a text", "write a text"),
        (
            '[[scenario]]\nname = "x"\nlike = "y"\nmet = ["3A001"]\n',
            "`x` is like `y`, which does not stand before it",
            "name an earlier scenario of the file",
        ),
        (
            '[[scenario]]\nname = "x"\nwithout = ["mass"]\nmet = ["3A001"]\n',
            "`x` is without `mass`, which is not stated",
            "drop it from `without`",
        ),
        (
            '[[scenario]]\nname = "x"\nas_of = "2026-03-01"\nmet = ["3A001"]\n',
            "`x` has no day",
            "add one, such as `as_of = 2026-03-01`",
        ),
        (
            '[[scenario]]\nname = "x"\nmet = ["3A001"]\n[[scenario]]\nname = "x"\nmet = ["3A001"]\n',
            "two scenarios are named `x`",
            "rename one of the two",
        ),
        ("[[scenario]\n", "not TOML: ", "correct the place"),
    ],
)
def test_what_is_no_scenario_file_is_one_clear_error(read, text, message, way_out):
    with pytest.raises(ExportRulesError) as caught:
        read(HEAD + text)
    error = caught.value
    assert error.code == "XR960"
    assert "mine.toml" in error.message
    assert message in error.message
    assert error.help == way_out


def test_a_file_that_is_not_utf_8_and_a_folder_without_scenarios_are_told(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b'name = "M\xfcller"\n')
    with pytest.raises(ExportRulesError, match="XR960"):
        read_scenarios(path)
    for place in (tmp_path, tmp_path / "none"):
        with pytest.raises(ExportRulesError) as caught:
            read_scenarios(place)
        assert (caught.value.code, caught.value.message) == ("XR951", f"no scenarios in `{place}`")
