"""What is read quickly is what the careful reading makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules.units import UnitError, all_units, parse_quantity, read_plain, to_base

SPELLINGS = sorted({name for unit in all_units().values() for name in (unit.name, *unit.aliases)})
NUMBERS = st.from_regex(r"[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True)


@given(
    NUMBERS, st.sampled_from([" ", "", "  ", "\u00a0"]), st.sampled_from([*SPELLINGS, "", "x 10^3 W", "W W", "furlong"])
)
def test_a_plain_quantity_is_that_of_the_careful_reading(number, blank, unit):
    text = f"{number}{blank}{unit}"
    quick = read_plain(text)
    try:
        quantity = parse_quantity(text)
    except UnitError:
        assert quick is None
        return
    assert quick is None or (quick[0], quick[1], quick[1]) == (
        quantity.unit,
        *to_base(quantity.magnitude, quantity.unit),
    )


@pytest.mark.parametrize("text", ["75 W", "1.5 GHz", "0.250 um", "12 count"])
def test_the_usual_way_to_write_is_read_quickly(text):
    assert read_plain(text) is not None


@pytest.mark.parametrize("text", ["10 000 W", "20 degC", "3 dBm", "1e3 W", "-1 W", "3/8 inch", f"1 {'W' * 300}"])
def test_every_other_way_is_left_to_the_careful_reading(text):
    assert read_plain(text) is None
