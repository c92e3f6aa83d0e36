"""From which regime each entry comes, and which Member States belong to it."""

import json
from datetime import date

import pytest

from exportrules.regimes import regime_data, regime_text, view_regimes

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def view(law):
    return view_regimes(law.book, DAY)


def regime(view, code):
    return next(item.regime for item in view.entries if item.code == code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("3A001", "WA"), ("1C107", "MTCR"), ("3A225", "NSG"), ("2B350", "AG"), ("1C450", "CWC"), ("4A506", "EU"),
     ("0C001", "NSG")],
)  # fmt: skip
def test_the_third_character_tells_the_regime(view, code, expected):
    assert regime(view, code) == expected


def test_the_500_series_rests_on_no_regime(view):
    codes = {item.code for item in view.without_regime}
    assert {"3A501", "4A506", "2B510"} <= codes
    assert all(code[2] == "5" for code in codes)


def test_croatia_is_outside_the_missile_regime(view):
    """Footnote 30 of the White Paper leaves it out of its list of Member States that are not members."""
    outside = view.outside("MTCR")
    assert {"HR", "CY", "EE", "LV", "LT", "MT", "RO", "SK", "SI"} <= set(outside)
    assert "DE" not in outside
    assert view.outside("NSG") == ()


def test_entries_may_be_chosen_by_their_first_characters(law):
    view = view_regimes(law.book, DAY, words=("3A0",))
    assert {item.code[:3] for item in view.entries} == {"3A0"}
    assert list(view.names) == ["WA"]


def test_data_and_text_say_the_same(view):
    data = json.loads(json.dumps(regime_data(view)))
    assert data["members"]["MTCR"]["HR"] == "no"
    assert data["members"]["MTCR"]["DE"] == "yes"
    text = regime_text(view)
    assert "Missile Technology Control Regime (MTCR)" in text
    assert f"Member States outside it on {DAY.isoformat()}" in text
    assert "rests on no regime" in text


def test_a_code_that_is_no_entry_is_not_passed_over_in_silence(law):
    found = view_regimes(law.book, date(2026, 3, 2), words=("3a001",))
    assert "No such entry" in regime_text(found)
