"""Conditions of measurement that follow from other facts, and points that do not say where they were taken."""

from datetime import date
from itertools import pairwise

import pytest

DAY = date(2026, 3, 1)
ONE_TO_TWO = {"at_least": "1 mm", "at_most": "2 mm"}


def at(value, **places):
    return {"value": value, "at": places}


def taken(*points, complete=True):
    return [*points, {"complete": True}] if complete else list(points)


def stretches(count):
    """From 2 to 4 GHz, in so many pieces that meet."""
    ends = [2 + 2 * place / count for place in range(count + 1)]
    return [at("9 W", frequency={"from": f"{a} GHz", "to": f"{b} GHz"}) for a, b in pairwise(ends)]


# a test, and for each way to state the facts what it says
TABLE = {
    # the place of measurement is known as far as the facts are that it follows from
    "power above 10 W at frequency 1 GHz * (width / depth)": [
        ({"power": at("11 W", frequency="2 GHz"), "width": "2 mm", "depth": "1 mm"}, "true"),
        ({"power": at("9 W", frequency="2 GHz"), "width": "2 mm", "depth": "1 mm"}, "false"),
        ({"power": taken(at("11 W", frequency="3 GHz")), "width": "2 mm", "depth": "1 mm"}, "false"),
        ({"power": at("11 W", frequency="3 GHz"), "width": "2 mm", "depth": "1 mm"}, "unknown"),
        ({"power": at("11 W", frequency="2 GHz"), "width": "2 mm"}, "unknown"),
        ({"power": taken(at("9 W", frequency="2 GHz")), "width": "2 mm"}, "false"),
        # it lies somewhere from 1 to 2 GHz
        ({"power": taken(at("11 W", frequency="1.5 GHz")), "width": ONE_TO_TWO, "depth": "1 mm"}, "unknown"),
        ({"power": taken(at("11 W", frequency="3 GHz")), "width": ONE_TO_TWO, "depth": "1 mm"}, "false"),
        ({"power": taken(at("9 W", frequency="1.5 GHz")), "width": ONE_TO_TWO, "depth": "1 mm"}, "false"),
        # a division by zero leaves open where
        ({"power": at("11 W", frequency="2 GHz"), "width": "2 mm", "depth": "0 mm"}, "unknown"),
        ({"power": "not applicable", "width": "2 mm", "depth": "1 mm"}, "false"),
        ({"power": "11 W", "width": "2 mm", "depth": "1 mm"}, "unknown"), ({}, "unknown"),
    ],
    "power above 10 W at every frequency from 1 GHz up to 1 GHz * (width / depth)": [
        ({"power": taken(at("11 W", frequency="1 GHz"), at("12 W", frequency="2 GHz")),
          "width": "2 mm", "depth": "1 mm"}, "true"),
        # whether the second place counts is open
        ({"power": taken(at("11 W", frequency="1 GHz"), at("9 W", frequency="1.5 GHz")),
          "width": ONE_TO_TWO, "depth": "1 mm"}, "unknown"),
        ({"power": taken(at("11 W", frequency="1 GHz"), at("12 W", frequency="1.5 GHz")),
          "width": ONE_TO_TWO, "depth": "1 mm"}, "true"),
        ({"power": taken(at("11 W", frequency="1 GHz"), at("9 W", frequency="3 GHz")),
          "width": ONE_TO_TWO, "depth": "1 mm"}, "true"),
        ({"power": taken(at("9 W", frequency="1 GHz")), "width": ONE_TO_TWO, "depth": "1 mm"}, "false"),
    ],
    # a point that does not say where it was taken answers for no place
    "power above 10 W at every frequency from 2 GHz up to 4 GHz": [
        ({"power": taken(at("11 W", standard="maker"))}, "unknown"),
        ({"power": taken(at("11 W", standard="maker"), at("11 W", frequency="3 GHz"))}, "true"),
        ({"power": taken(at("9 W", standard="maker"), at("11 W", frequency="3 GHz"))}, "unknown"),
    ],
    # stretches that cover the range together settle it; of very many it is not tried
    "power above 10 W at frequency from 2 GHz up to 4 GHz": [
        ({"power": stretches(4)}, "false"), ({"power": stretches(32)}, "unknown"),
        ({"power": stretches(4)[1:]}, "unknown"),
    ],
    "power above 10 W at every standard": [
        ({"power": taken(at("11 W", standard="maker"), at("12 W", standard="other"))}, "true"),
        ({"power": taken(at("11 W", standard="maker"), at("9 W", standard="other"))}, "false"),
        ({"power": taken(at("11 W", standard="maker"), complete=False)}, "unknown"),
    ],
    "power above 10 W at some frequency at standard maker": [
        ({"power": at("11 W", standard="maker")}, "true"),
        ({"power": taken(at("11 W", standard="other", frequency="2 GHz"))}, "false"),
    ],
    "power above 10 W at frequency 3 GHz at standard maker": [
        ({"power": at("9 W", standard="maker", frequency="3 GHz")}, "false"),
        ({"power": at("9 W", standard="maker", frequency="2 GHz")}, "unknown"),
        ({"power": at("9 W", frequency="3 GHz")}, "unknown"),
        ({"power": at("11 W", frequency="3 GHz")}, "unknown"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("test", TABLE)
def test_a_value_answers_for_the_place_at_which_it_was_taken(truth, test, generated):
    for facts, wanted in TABLE[test]:
        assert truth(f"entry 1A001 {test}\n", {"facts": facts}, {}, generated) == wanted, facts


def test_a_place_that_has_no_value_is_told(rules_of):
    rules = rules_of("entry 1A001 power above 10 W at frequency 1 GHz * (width / depth)\n", True)
    facts = {"power": at("11 W", frequency="2 GHz"), "width": "2 mm", "depth": "0 mm"}
    case = {"format": "exportrules.case/1", "activity": "export", "item": {"facts": facts}}
    assert [code for code, text in rules.decide(case, DAY).diagnostics if "division by zero" in text] == ["XR851"]
