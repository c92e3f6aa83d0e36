"""The figures say what the law prints, and the comparison finds what an encoding left out or made up."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import compare  # noqa: E402
from scanner import scan  # noqa: E402
from values import read_amount, same  # noqa: E402

import comparison  # noqa: E402


def rows_of(name):
    return comparison.read_rows((HERE / "figures" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def annex_i():
    return rows_of("eu_annex_i")


# ---- reading figures ---------------------------------------------------------------------------------


def printed(text, code=""):
    reading = scan(text, code)
    return [f"{figure.value} {figure.unit}" for figure in reading.figures] + list(reading.numbers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "more than 75 W (48,75 dBm) from 2,7 GHz up to 2,9 GHz",
            ["75 W", "48.75 dBm", "2.7 GHz", "2.9 GHz"],
        ),
        ("a pressure of 0,1 to 4 MPa", ["0.1 MPa", "4 MPa"]),
        ("blocks of 120 mm × 120 mm × 50 mm", ["120 mm", "50 mm"]),
        ("17,0 - 23,0 % by weight of chromium", ["17.0 percent", "23.0 percent"]),
        ("below 218 K (-55 °C)", ["218 K", "-55 degC"]),
        ("more than 225 000 frames per second", ["225000 frames/s"]),
        ("more than 225\u2009000 frames per second", ["225000 frames/s"]),
        ("5 × 10^3 Gy (silicon) or higher", ["5 x 10^3 Gy(Si)"]),
        ("at most 1,33 × 10^-1 Pa", ["1.33 x 10^-1 Pa"]),
        ("an error of at most 10^-4", ["1 x 10^-4"]),
        ("greater than DN 10 or NPS 3/8", ["10 DN", "3/8 NPS"]),
        ("supporting 200 or more, but fewer than 350", ["200", "350"]),
        ("a ratio of 100:1 or more", ["100 ratio"]),
        ("at speeds of Mach 0,9 or more", ["0.9 Mach"]),
        ("five or more axes", ["5"]),
        ("one or more axes", []),
        ("as specified in 3A001.b.2.a.1. and 5A002.a.", []),
        ("according to ISO 230-2:2014 or ASTM D 7028-07", []),
        ("1,3-butadiene, 2-chloroethanol (CAS 107-07-3)", []),
        ("in Directive 2005/94/EC of 14.1.2006", []),
        ("Note 3 in Category 5, Part 2", []),
        ("gaseous UF6, boron-10 (10B) and S-25", []),
        ("1. First; 2. Second; and 3. Third", []),
    ],
)
def test_numbers_and_what_only_looks_like_one(text, expected):
    assert printed(text) == expected


def test_codes_cas_and_terms_are_kept_apart():
    reading = scan("\"Laser\" not in 6A005.a.; 'dry etch' with 107-07-3, see 3B001.c.", "3B001.c")
    assert (reading.refs, reading.cas) == (("6A005.a",), ("107-07-3",))
    assert (reading.terms_double, reading.terms_single) == (("Laser",), ("dry etch",))


def test_a_list_of_short_codes_goes_on_from_the_entry():
    reading = scan("listed in 1C350.1, .3 and .54, or 2B201.a., .b. or .c.")
    assert reading.refs == ("1C350.1", "1C350.3", "1C350.54", "2B201.a", "2B201.b", "2B201.c")
    assert (reading.numbers, reading.loose) == ((), ())


def test_a_bracket_restates_only_the_same_dimension():
    restated = scan("293 K (20 °C)").figures
    assert restated[1].secondary_of == 0
    assert scan("10 kg (at 20 °C)").figures[1].secondary_of is None


def test_a_number_in_a_name_stays_known_but_is_not_a_threshold():
    reading = scan("measured under ISO 230-2:2014")
    assert reading.numbers == ()
    assert "230" in reading.loose


# ---- the stored figures against the law --------------------------------------------------------------

# entries, sub-entries, notes, N.B., technical notes per category, from the table beside the stored law
COUNTS = {
    0: (15, 156, 6, 7, 4), 1: (93, 699, 77, 28, 53), 2: (55, 403, 42, 19, 39), 3: (51, 492, 58, 28, 57),
    4: (13, 39, 16, 1, 2), 5: (13, 158, 21, 7, 14), 6: (36, 639, 65, 19, 47), 7: (37, 111, 29, 11, 17),
    8: (8, 116, 5, 3, 7), 9: (63, 226, 28, 32, 30),
}  # fmt: skip


@pytest.mark.parametrize("category", sorted(COUNTS))
def test_every_line_of_annex_i_is_there(annex_i, category):
    kinds = [row["kind"] for row in annex_i if row["code"].startswith(str(category))]
    counted = tuple(kinds.count(kind) for kind in ("entry", "subentry", "note", "nb", "technical_note"))
    assert counted == COUNTS[category]


# written by hand from the act
SPOTS = {
    "0B001.c.3": ["1 m^3/min", "10 ratio"],
    "0C003": ["1/5000 ratio"],
    "0C004": ["5 ppm", "1.50 g/cm^3"],
    "1A002.b.1.a": ["10.15 x 10^6 m"],
    "1C001.a": ["2 x 10^8 Hz", "3 x 10^12 Hz"],
    "1C002.c.1.a": ["3", "100 um", "1 x 10^9"],
    "1C005.c": ["115 K", "-158.15 degC"],
    "1C216": ["1950 MPa", "293 K", "20 degC"],
    "1C235": ["1", "1000"],
    "2B001.b.2": ["5"],
    "2B006.a": ["1.7", "1000"],
    "2B350.a": ["0.1 m^3", "100 l", "20 m^3", "20000 l"],
    "2B350.g.1.a": ["10 DN", "3/8 NPS"],
    "3A001.a.1.a": ["5 x 10^3 Gy(Si)"],
    "3A001.a.2.a": ["398 K", "125 degC"],
    "3A001.b.2.a.1": ["75 W", "48.75 dBm", "2.7 GHz", "2.9 GHz"],
    "3A001.d.1": ["1 x 10^-14 J"],
    "3B501.k.1": ["100 ratio"],
    "3B503.d": ["2 x 10^8"],
    "4A506.a.3": ["200", "350", "2 x 10^-3"],
    "5A001.c": ["500 m", "2 x 10^9 N/m^2"],
    "6A005.g.5": ["1 x 10^3"],
    "7B002.b": ["0.5 nm", "5 angstrom"],
    "8C001.b": ["561 kg/m^3"],
    "9A012.b.4": ["15240 m", "50000 ft"],
    "9E003.a.1": ["1273 K", "1000 degC"],
}


@pytest.mark.parametrize("code", sorted(SPOTS))
def test_the_figures_of_well_known_paragraphs(annex_i, code):
    row = next(row for row in annex_i if row["code"] == code and row["kind"] in ("entry", "subentry"))
    found = {amount.printed for amount in comparison.amounts(row)}
    assert set(SPOTS[code]) <= found


@pytest.mark.parametrize("code", ["3A001.b.2.a.1", "3A001.a.2.a", "3B501.k.1", "7B002.b", "4A506.a.3"])
def test_nothing_but_the_figures_of_well_known_paragraphs(annex_i, code):
    row = next(row for row in annex_i if row["code"] == code)
    assert {amount.printed for amount in comparison.amounts(row)} == set(SPOTS[code])


@pytest.mark.parametrize("name", sorted(path.stem for path in (HERE / "figures").glob("*.jsonl")))
def test_the_figures_hold_no_sentences(name):
    for row in rows_of(name):
        assert len(row["code"].split()) <= 1
        for term in (*row.get("terms_double", ()), *row.get("terms_single", ())):
            assert len(term.split()) <= 9


def test_every_sub_entry_of_annex_i_has_its_parent(annex_i):
    codes = {row["code"] for row in annex_i if row["kind"] in ("entry", "subentry", "note_item")}
    assert [code for code in codes if "." in code and code.rpartition(".")[0] not in codes] == []


# ---- values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("31.8 GHz", "31 800 MHz", True),
        ("31.8 GHz", "31.8 MHz", False),
        ("50 x 10^-6 m", "50 um", True),
        ("20 degC", "293.15 K", True),
        ("20 degC", "293 K", False),
        ("1 percent", "0.01 ratio", True),
        ("34", "34 count", True),
        ("10 W", "10 mm", False),
        ("3/8 NPS", "0.375 NPS", True),
    ],
)
def test_figures_are_compared_by_value(left, right, equal):
    assert same(read_amount(left), read_amount(right)) is equal


# ---- the comparison ----------------------------------------------------------------------------------

LAW = [
    {"code": "3X001", "kind": "entry", "children": "any"},
    {"code": "3X001.a", "kind": "subentry", "children": "all", "figures": [{"value": "31.8", "unit": "GHz"}]},
    {
        "code": "3X001.a.1",
        "kind": "subentry",
        "children": None,
        "figures": [{"value": "75", "unit": "W"}, {"value": "48.75", "unit": "dBm", "secondary_of": 0}],
        "numbers": ["8"],
        "cas": ["107-07-3"],
    },
    {
        "code": "3X001.a",
        "kind": "note",
        "label": "Note",
        "excludes": True,
        "figures": [{"value": "2", "unit": "kg"}],
    },
    {"code": "3X001.b", "kind": "subentry", "children": None, "status": "not_used"},
    {"code": "3X001.c", "kind": "subentry", "children": None, "terms_double": ["fast"]},
]
TERMS = [{"code": "", "kind": "definition", "label": "fast", "figures": [{"value": "9", "unit": "m/s"}]}]


def encoding(**changes):
    records = {
        "3X001": {"status": "heading", "children": "any"},
        "3X001.a": {
            "children": "all",
            "quantities": ["31 800 MHz"],
            "note_count": 1,
            "notes": [{"label": "note", "effect": "excludes", "quantities": ["2 kg"]}],
        },
        "3X001.a.1": {"quantities": ["75 W", "8 count"], "cas": ["107-07-3"]},
        "3X001.b": {"status": "reserved"},
        "3X001.c": {"quantities": ["9 m/s"]},
    }
    for name, change in changes.items():
        code = "3X" + name.removeprefix("p").replace("_", ".")
        if change is None:
            del records[code]
        else:
            records[code] = {**records.get(code, {}), **change}
    return {code: {"status": "modelled", **record} for code, record in records.items()}


def differences(encoded):
    found = comparison.Comparison(comparison.load_law(LAW, TERMS), encoded).findings()
    return {(finding.code, finding.kind, finding.figure) for finding in found}


def test_a_whole_encoding_differs_in_nothing():
    assert differences(encoding()) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"p001_a_1": None}, ("3X001.a.1", "paragraph_missing", "")),
        ({"p001_d": {}}, ("3X001.d", "paragraph_invented", "")),
        ({"p001_b": {"status": "modelled"}}, ("3X001.b", "not_reserved", "")),
        ({"p001_c": {"status": "reserved"}}, ("3X001.c", "reserved_wrongly", "")),
        ({"p001_a": {"quantities": []}}, ("3X001.a", "figure_missing", "31.8 GHz")),
        ({"p001_a": {"quantities": ["31.8 GHz", "32 GHz"]}}, ("3X001.a", "figure_extra", "32 GHz")),
        ({"p001_a_1": {"quantities": ["75 W"]}}, ("3X001.a.1", "figure_missing", "8")),
        ({"p001_a": {"children": "any"}}, ("3X001.a", "joined_differently", "")),
        ({"p001_a_1": {"cas": []}}, ("3X001.a.1", "cas_missing", "107-07-3")),
        ({"p001_a_1": {"cas": ["107-07-3", "50-00-0"]}}, ("3X001.a.1", "cas_extra", "50-00-0")),
        ({"p001_a": {"notes": [{"quantities": []}]}}, ("3X001.a", "note_figure_missing", "2 kg")),
        ({"p001_a": {"note_count": 0}}, ("3X001.a", "note_missing", "")),
    ],
)
def test_each_fault_is_found_and_no_other(changes, expected):
    assert differences(encoding(**changes)) == {expected}


def test_either_form_of_a_restated_figure_is_enough():
    assert differences(encoding(p001_a_1={"quantities": ["48.75 dBm", "8 count"]})) == set()
    missing = differences(encoding(p001_a_1={"quantities": ["8 count"]}))
    assert {finding[2] for finding in missing} == {"75 W", "48.75 dBm"}


def test_a_declared_paragraph_covers_what_is_below_it():
    declared = encoding(p001_a={"status": "not_modelled", "quantities": []}, p001_a_1=None)
    assert differences(declared) == set()


def test_a_figure_stated_one_level_up_is_only_remarked():
    moved = encoding(p001_a={"quantities": ["31.8 GHz", "75 W"]}, p001_a_1={"quantities": ["8 count"]})
    assert ("3X001.a.1", "figure_moved", "75 W") in differences(moved)
    assert {kind for _, kind, _ in differences(moved)} == {"figure_moved"}


# ---- the command -------------------------------------------------------------------------------------


@pytest.fixture
def command(tmp_path):
    for name, rows in (("eu_annex_i", LAW), ("eu_annex_i_general", TERMS)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

    def run(encoded, *options, explained=""):
        lines = [json.dumps({"ruleset": "eu.dual_use.annex_i", "code": code, **row}) for code, row in encoded.items()]
        (tmp_path / "entries.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (tmp_path / "explained.toml").write_text(explained, encoding="utf-8")
        folder = ["--figures", str(tmp_path), "--explained", str(tmp_path / "explained.toml")]
        return compare.main([str(tmp_path / "entries.jsonl"), *folder, *options])

    return run


def test_the_command_succeeds_on_a_whole_encoding(command, capsys):
    assert command(encoding()) == 0
    assert "0 unexplained" in capsys.readouterr().out


def test_the_command_fails_on_a_lost_threshold_and_names_it(command, capsys):
    assert command(encoding(p001_a={"quantities": []}), "--category", "3") == 1
    assert "3X001.a  figure_missing  31.8 GHz" in capsys.readouterr().out


def test_an_explained_difference_passes_and_a_stale_explanation_fails(command):
    reason = '[[explained]]\ncode = "3X001.a"\nkind = "figure_missing"\nreason = "asked in another way"\n'
    assert command(encoding(p001_a={"quantities": []}), explained=reason) == 0
    assert command(encoding(), explained=reason) == 1


def test_another_category_is_left_out(command):
    assert command(encoding(p001_a={"quantities": []}), "--category", "4") == 0


def test_an_explanation_without_a_reason_is_refused(command):
    with pytest.raises(ValueError, match="reason"):
        command(encoding(), explained='[[explained]]\ncode = "3X001.a"\n')


def test_input_of_no_known_list_is_refused(command):
    assert command({}) == 2


def test_ended_states_are_left_out():
    records = [
        {"ruleset": "eu.dual_use.annex_i", "code": "3X001", "in_force_until": "2025-11-14"},
        {"ruleset": "eu.dual_use.annex_i", "code": "3X001", "in_force_from": "2025-11-15"},
    ]
    lists, twice = compare.group_records(records, compare.LISTS)
    assert (lists["eu_annex_i"]["3X001"]["in_force_from"], twice) == ("2025-11-15", {})


def test_a_perfect_encoding_of_the_whole_annex_differs_in_nothing(annex_i):
    law = comparison.load_law(annex_i, rows_of("eu_annex_i_general"))
    encoded = {}
    for code, paragraph in law.paragraphs.items():
        own = [amount.printed for amount in comparison.amounts(paragraph.row)]
        notes = [
            {
                "label": note.get("label"),
                "quantities": [amount.printed for amount in comparison.amounts(note)],
            }
            for note in paragraph.notes
        ]
        encoded[code] = {
            "status": "reserved" if paragraph.row.get("status") == "not_used" else "modelled",
            "quantities": own,
            "children": paragraph.row.get("children"),
            "cas": paragraph.row.get("cas", []),
            "notes": notes,
            "note_count": sum(note["kind"] == "note" for note in paragraph.notes),
        }
    found = list(comparison.Comparison(law, encoded).findings())
    assert [finding for finding in found if finding.kind in comparison.FAILING] == []
