"""Codes of numbers compare with the codes of limits exactly as the numbers do."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules.logic import code_limit, code_number
from exportrules.logic.codes import QUANTA

NUMBERS = st.fractions(max_denominator=10**12) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=20
).map(Fraction)
LIMITS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=15).map(
    Fraction
)


@given(NUMBERS, LIMITS)
def test_a_number_lies_to_its_limit_as_its_code_does(number, limit):
    code, place = code_number(number), code_limit(limit)
    assert (code < place, code == place, code > place) == (number < limit, number == limit, number > limit)


@given(LIMITS, st.sampled_from([Fraction(1, 10**40), Fraction(-1, 10**40)]))
def test_a_hair_beside_the_limit_is_told_apart(limit, hair):
    code, place = code_number(limit + hair), code_limit(limit)
    assert (code > place) == (hair > 0)
    assert code != place


@pytest.mark.parametrize("text", ["1/3600", "1/900", "25.4e-3", "1e-26", "-1/81", "0"])
def test_limits_in_common_units_have_a_code(text):
    assert code_limit(Fraction(text)) is not None


@pytest.mark.parametrize("text", ["1/7", "1e-27", "1/243"])
def test_a_limit_between_two_quanta_has_none(text):
    assert code_limit(Fraction(text)) is None


@pytest.mark.parametrize(
    ("code", "quanta"), [(0, "0"), (2, "1"), (3, "3/2"), (3, "5/3"), (4, "2"), (-1, "-1/2"), (-2, "-1")]
)
def test_whole_quanta_have_the_even_codes(code, quanta):
    assert code_number(Fraction(quanta) / QUANTA) == code
    assert code_number(1 + Fraction(quanta) / QUANTA) == 2 * QUANTA + code


@pytest.mark.parametrize("number", range(-5, 6))
def test_halves_and_wholes_have_half_and_whole_codes(number):
    assert code_number(Fraction(number)) == 2 * QUANTA * number
    assert code_number(Fraction(number, 2)) == QUANTA * number
