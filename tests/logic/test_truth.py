"""Strong Kleene truth: the tables of section 1 of the semantics, whole."""

from itertools import product

import pytest

from exportrules.logic import FALSE, TRUE, UNKNOWN, every, negate, some, truth_name
from exportrules.logic.truth import at_least

VALUES = (FALSE, UNKNOWN, TRUE)


def worlds(values):
    """Every way in which what is unknown may turn out."""
    return product(*[(FALSE, TRUE) if value == UNKNOWN else (value,) for value in values])


def joined(answers):
    """True or false where every world says so, else unknown."""
    found = set(answers)
    return UNKNOWN if len(found) > 1 else TRUE if found == {True} else FALSE


def test_false_lies_below_unknown_and_unknown_below_true():
    assert FALSE < UNKNOWN < TRUE
    assert [truth_name(value) for value in VALUES] == ["false", "unknown", "true"]


def test_not_is_the_opposite():
    assert [negate(value) for value in VALUES] == [TRUE, UNKNOWN, FALSE]


@pytest.mark.parametrize("length", range(4))
def test_and_and_or_say_what_every_world_says(length):
    for values in product(VALUES, repeat=length):
        assert every(values) == joined(all(world) for world in worlds(values)), values
        assert some(values) == joined(any(world) for world in worlds(values)), values
        assert every(values) == min(values, default=TRUE)
        assert some(values) == max(values, default=FALSE)


def test_what_is_settled_asks_no_further():
    def first_then_never(value):
        yield value
        raise AssertionError("asked for another value")

    assert every(first_then_never(FALSE)) == FALSE
    assert some(first_then_never(TRUE)) == TRUE


@pytest.mark.parametrize("count", range(5))
def test_at_least_some_number_says_what_every_world_says(count):
    for length in range(4):
        for values in product(VALUES, repeat=length):
            wanted = joined(sum(value == TRUE for value in world) >= count for world in worlds(values))
            assert at_least(count, values) == wanted, values


@pytest.mark.parametrize("count", range(4))
def test_a_collection_that_may_hold_others_can_still_reach_the_number(count):
    for values in product(VALUES, repeat=2):
        certain = sum(value == TRUE for value in values)
        assert at_least(count, values, more_possible=True) == (TRUE if certain >= count else UNKNOWN), values
