"""Every comparison of the lists on its four boundary cases: just below, at, just above, not stated."""

import json
import sys
from datetime import date
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from boundaries import FILE, comparisons, line_of, read_limit

from exportrules.case.values import Case, Extent, Numbers, Point, Points, Subject
from exportrules.logic import FALSE, TRUE, UNKNOWN, Interval, exact
from exportrules.program.frame import Frame, Session
from exportrules.rules import conditions as rules

LINES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
RULESETS = [name for name, _ in groupby(LINES, key=lambda line: line["ruleset"])]
SMALL = Fraction(1, 10**9)


def test_the_file_holds_every_comparison_of_the_lists(law):
    """Run `python tests/boundary/boundaries.py` after a change of the law, and read what it changed."""
    assert [line_of(*item) for item in comparisons(law.book)] == LINES


def value_for(test, number):
    """The fact stated as this number, under the conditions of measurement that the test names."""
    at = {}
    for condition in test.at:
        if condition.named is not None:
            at[condition.name] = condition.named
        elif condition.bounds is not None and condition.bounds.interval is not None:
            inside = condition.bounds.interval
            at[condition.name] = inside
        else:
            at[condition.name] = exact(Fraction(1))
    if not test.at:
        return Numbers((exact(number),), "x")
    return Points((Point((exact(number),), at, "x"),), True, "x")


def truth_of(law, test, value):
    facts = {} if value is None else {test.fact.name: value}
    item = Subject("item", facts={} if test.fact.owner == "transaction" else facts)
    case = Case("", "export", facts if test.fact.owner == "transaction" else {}, item)
    session = Session(law.program, case, date(2026, 3, 1))
    return law.program.runner(test)(Frame(session, item))


def near(limit):
    step = abs(limit) * SMALL or SMALL
    return limit - step, limit, limit + step


def allowed(line, number):
    """Whether a number lies within the limits of a line, by plain comparison."""
    if "low" in line:
        low = read_limit(line["low"])
        if number < low or (number == low and not line["low_allowed"]):
            return False
    if "high" in line:
        high = read_limit(line["high"])
        if number > high or (number == high and not line["high_allowed"]):
            return False
    return True


@pytest.mark.parametrize("ruleset", RULESETS)
def test_each_threshold_flips_on_its_printed_side(law, ruleset):
    derived = law.program.formulas
    pairs = zip(LINES, comparisons(law.book), strict=True)
    for line, (name, code, test) in pairs:
        if name != ruleset or not isinstance(test, rules.NumberTest) or any(c.mode == "every" for c in test.at):
            continue
        if test.fact.name not in derived:
            assert truth_of(law, test, None) == UNKNOWN, (code, test.text)
        if any(condition.bounds is not None and condition.bounds.interval is None for condition in test.at):
            continue
        for end in ("low", "high"):
            for number in near(read_limit(line[end])) if end in line else ():
                expected = TRUE if allowed(line, number) else FALSE
                assert truth_of(law, test, value_for(test, number)) == expected, (code, test.text, number)


@pytest.mark.parametrize("ruleset", RULESETS)
def test_each_range_is_reached_on_its_printed_side(law, ruleset):
    for line, (name, code, test) in zip(LINES, comparisons(law.book), strict=True):
        if name != ruleset or not isinstance(test, rules.RangeTest):
            continue
        assert truth_of(law, test, None) == UNKNOWN, (code, test.text)
        for end in ("low", "high"):
            for number in near(read_limit(line[end])) if end in line else ():
                point = Extent(Interval(number, True, number, True), "x")
                if test.relation != "covers":
                    # a span of one place reaches a range, and lies within it, exactly when the place does
                    expected = TRUE if allowed(line, number) else FALSE
                    assert truth_of(law, test, point) == expected, (code, test.text, number)
