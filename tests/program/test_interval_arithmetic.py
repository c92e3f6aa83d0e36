"""Formulas over spans: what the result certainly is, at each end."""

from fractions import Fraction

import pytest

from exportrules.logic import Interval
from exportrules.program.numbers import ArithmeticFault, combine


def span(text):
    """`[1, 2)` as an interval; an empty end is none."""
    low, high = (part.strip() for part in text[1:-1].split(","))
    number = lambda word: Fraction(word) if word else None  # noqa: E731
    return Interval(number(low), bool(low) and text[0] == "[", number(high), bool(high) and text[-1] == "]")


@pytest.mark.parametrize(
    ("one", "operator", "other", "result"),
    [
        ("[1, 2]", "+", "(3, 4)", "(4, 6)"),
        ("[1, 2]", "+", "[3, 4]", "[4, 6]"),
        ("[1, )", "+", "[3, 4]", "[4, )"),
        ("[1, 2]", "-", "(3, 4]", "[-3, -1)"),
        ("(1, )", "-", "(, 2)", "(-1, )"),
        ("[3, )", "*", "(2, )", "(6, )"),
        ("[3, 4]", "*", "(2, 5]", "(6, 20]"),
        ("[-3, 4)", "*", "[2, 5]", "[-15, 20)"),
        ("[0, 4)", "*", "(2, 5)", "[0, 20)"),
        ("(0, 4)", "*", "[2, 5]", "(0, 20)"),
        ("[-1, 1]", "*", "[2, )", "(, )"),
        ("(, 2]", "*", "[3, 3]", "(, 6]"),
        ("(, -2)", "*", "[3, 4]", "(, -6)"),
        ("(, -2]", "*", "(, -3]", "[6, )"),
        ("[1, )", "*", "[-3, -2]", "(, -2]"),
        ("[0, )", "*", "[2, 3]", "[0, )"),
        ("(0, )", "*", "[2, 3]", "(0, )"),
        ("[0, 0]", "*", "(, )", "[0, 0]"),
        ("(, )", "*", "[1, 2]", "(, )"),
        ("(, 8]", "/", "[2, 4]", "(, 4]"),
        ("[6, 8]", "/", "[2, 4)", "(3/2, 4]"),
        ("[6, 8]", "/", "(0, 4]", "[3/2, )"),
        ("[6, 8]", "/", "[2, )", "(0, 4]"),
        ("[6, 8]", "/", "[0, 4]", "(, )"),
        ("[6, 8]", "/", "[-4, -2]", "[-4, -3/2]"),
        ("[6, 8]", "/", "[-1, 1]", "(, )"),
    ],
)  # fmt: skip
def test_ends_are_exact_and_belong_where_they_are_reached(one, operator, other, result):
    found = combine(operator, span(one), span(other))
    wanted = span(result)
    assert (found.low, found.high) == (wanted.low, wanted.high)
    assert (found.low_closed, found.high_closed) == (wanted.low_closed, wanted.high_closed)


def test_division_by_zero_has_no_value():
    with pytest.raises(ArithmeticFault):
        combine("/", span("[1, 2]"), span("[0, 0]"))
