"""Parts: quantifiers, and figures over parts, as far as the list of the parts is known (semantics, section 1)."""

import pytest


def parts(name, *facts, complete=False):
    """A list of parts under a name; facts of one part each."""
    return {name: {"complete": complete, "list": [{"facts": found} for found in facts]}}


LONG, SHORT, WEAK, OPEN = {"travel": "2 m"}, {"travel": "1 mm"}, {"torque": "1 N.m"}, {}
QUANTIFIED = {
    "some axis has travel above 1 m": [
        ({}, "unknown"), (parts("axis", LONG), "true"), (parts("axis", SHORT), "unknown"),
        (parts("axis", SHORT, complete=True), "false"), (parts("axis", SHORT, OPEN, complete=True), "unknown"),
        (parts("axis", complete=True), "false"), (parts("linear_axis", LONG), "true"),
        (parts("linear_axis", SHORT, complete=True), "unknown"),
        # a complete list under one name leaves no others under a narrower one
        ({**parts("axis", SHORT, complete=True), **parts("linear_axis", SHORT)}, "false"),
        ({**parts("linear_axis", SHORT), **parts("axis", SHORT, complete=True)}, "false"),
        ({**parts("axis", SHORT), **parts("linear_axis", SHORT, complete=True)}, "unknown"),
        ({**parts("linear_axis", SHORT), **parts("rotary_axis", LONG)}, "true"),
    ],
    "every axis has travel above 1 m": [
        ({}, "unknown"), (parts("axis", LONG), "unknown"), (parts("axis", LONG, LONG, complete=True), "true"),
        (parts("axis", LONG, SHORT), "false"), (parts("axis", LONG, OPEN, complete=True), "unknown"),
        (parts("axis", complete=True), "unknown"),
    ],
    "no axis has travel above 1 m": [
        (parts("axis", LONG), "false"), (parts("axis", SHORT), "unknown"),
        (parts("axis", SHORT, complete=True), "true"), (parts("axis", complete=True), "true"),
    ],
    "at least 2 axis has travel above 1 m": [
        (parts("axis", LONG, LONG), "true"), (parts("axis", LONG, SHORT, complete=True), "false"),
        (parts("axis", LONG, OPEN, complete=True), "unknown"), (parts("axis", LONG), "unknown"),
    ],
    "at most 1 axis has travel above 1 m": [
        (parts("axis", LONG, LONG), "false"), (parts("axis", LONG, SHORT, complete=True), "true"),
        (parts("axis", LONG, OPEN, complete=True), "unknown"), (parts("axis", LONG), "unknown"),
    ],
    "exactly 1 axis has travel above 1 m": [
        (parts("axis", LONG, SHORT, complete=True), "true"), (parts("axis", LONG, LONG), "false"),
        (parts("axis", SHORT, SHORT, complete=True), "false"), (parts("axis", LONG, OPEN, complete=True), "unknown"),
    ],
    # a part stated under a wider name may be one; a narrower name is one
    "some linear_axis has travel above 1 m": [
        (parts("axis", LONG), "unknown"), (parts("axis", LONG, complete=True), "unknown"),
        (parts("axis", SHORT, complete=True), "false"), (parts("linear_axis", LONG), "true"),
        (parts("linear_axis", SHORT, complete=True), "false"),
        ({"axis": {"complete": True, "list": [{"part": "linear_axis", "facts": LONG}]}}, "true"),
        ({"axis": {"complete": True, "list": [{"part": "linear_axis", "facts": SHORT}]}}, "false"),
        # what is of another narrower name is none
        ({"axis": {"complete": True, "list": [{"part": "rotary_axis", "facts": LONG}]}}, "false"),
        ({"axis": {"complete": False, "list": [{"part": "rotary_axis", "facts": LONG}]}}, "unknown"),
        (parts("rotary_axis", LONG, complete=True), "unknown"),
    ],
    # what is stated of another part says nothing
    "some component has hardened": [
        (parts("axis", LONG, complete=True), "unknown"),
        ({**parts("axis", LONG), **parts("component", {"hardened": True})}, "true"),
    ],
    "some axis": [({}, "unknown"), (parts("axis", OPEN), "true"), (parts("axis", complete=True), "false")],
    "hardened and some axis": [(parts("axis", OPEN), "unknown"), (parts("axis", complete=True), "false")],
    # parts of parts
    "some axis has some drive has torque above 5 N.m": [
        ({"axis": [{"parts": {"drive": [{"facts": {"torque": "6 N.m"}}]}}]}, "true"),
        ({"axis": {"complete": True, "list": [{"parts": parts("drive", WEAK, complete=True)}]}}, "false"),
        ({"axis": {"complete": True, "list": [{"parts": parts("drive", WEAK)}]}}, "unknown"),
        ({"axis": {"complete": True, "list": [{}]}}, "unknown"),
    ],
    # the part or the item, whichever has the fact
    "some axis has travel above 1 m and hardened": [
        (parts("axis", LONG), "unknown"), (parts("axis", SHORT, complete=True), "false"),
    ],
    "some component has item is software": [(parts("component", OPEN), "unknown")],
    "some component has hardened and item's sealed": [
        (parts("component", {"hardened": True}), "unknown"), (parts("component", {"hardened": False}), "unknown"),
        (parts("component", {"hardened": False}, complete=True), "false"),
    ],
    "some component has it is lathe": [
        ({"component": [{"kind": "lathe"}]}, "true"),
        ({"component": {"complete": True, "list": [{"kind": "press"}]}}, "false"),
        ({"component": {"complete": True, "list": [{"kind": "mill"}]}}, "unknown"),
        ({"component": {"complete": True, "list": [{}]}}, "unknown"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("test", QUANTIFIED)
def test_parts_are_counted_as_far_as_their_list_is_known(truth, test, generated):
    for found, wanted in QUANTIFIED[test]:
        assert truth(f"entry 1A001 {test}\n", {"parts": found}, {}, generated) == wanted, found


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_a_part_is_an_item_of_its_own_where_a_whole_section_is_asked(truth, generated):
    law = "entry 1A001 some component listed in 2A\nentry 2A001 hardened\n"
    for found, wanted in (
        (parts("component", {"hardened": True}), "true"), (parts("component", {"hardened": False}), "unknown"),
        (parts("component", {"hardened": False}, complete=True), "false"), (parts("component", OPEN), "unknown"),
    ):  # fmt: skip
        assert truth(law, {"parts": found, "facts": {"hardened": False}}, {}, generated) == wanted, found


GATHERED = {
    "'total' above 10 mm": [
        (parts("axis", {"travel": "6 mm"}, {"travel": "5 mm"}, complete=True), "true"),
        (parts("axis", {"travel": "6 mm"}, {"travel": "4 mm"}, complete=True), "false"),
        (parts("axis", {"travel": "6 mm"}, {"travel": "5 mm"}), "unknown"),
        (parts("axis", {"travel": "6 mm"}, {}, complete=True), "unknown"),
        ({}, "unknown"), (parts("axis", complete=True), "unknown"),
    ],
    "'longest' above 10 mm": [
        (parts("axis", {"travel": "11 mm"}), "true"), (parts("axis", {"travel": "11 mm"}, {}), "true"),
        (parts("axis", {"travel": "9 mm"}), "unknown"), (parts("axis", {"travel": "9 mm"}, complete=True), "false"),
        (parts("axis", {"travel": "9 mm"}, {}, complete=True), "unknown"),
        (parts("axis", {"travel": {"at_most": "9 mm"}}, complete=True), "false"),
        (parts("axis", {"travel": {"at_least": "9 mm"}}, complete=True), "unknown"),
        (parts("axis", {"travel": {"at_least": "11 mm"}}, {"travel": "1 mm"}, complete=True), "true"),
    ],
    "'shortest' below 10 mm": [
        (parts("axis", {"travel": "9 mm"}), "true"), (parts("axis", {"travel": "11 mm"}), "unknown"),
        (parts("axis", {"travel": "11 mm"}, complete=True), "false"),
        (parts("axis", {"travel": {"at_least": "11 mm"}}, complete=True), "false"),
        (parts("axis", {"travel": {"at_most": "11 mm"}}, complete=True), "unknown"),
    ],
    # of which one is known to be linear, and one may be
    "'linear' above 10 mm": [
        (parts("linear_axis", {"travel": "11 mm"}, complete=True), "true"),
        (parts("axis", {"travel": "11 mm"}, complete=True), "unknown"),
    ],
}  # fmt: skip
TERMS = """
  define 'total' as = sum of (travel) over axis
  define 'longest' as = largest of (travel) over axis
  define 'shortest' as = smallest of (travel) over axis
  define 'linear' as = sum of (travel) over linear_axis
"""


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
@pytest.mark.parametrize("test", GATHERED)
def test_a_figure_over_parts_is_known_as_far_as_their_list_is(truth, test, generated):
    for found, wanted in GATHERED[test]:
        assert truth(f"entry 1A001 {test}{TERMS}", {"parts": found}, {}, generated) == wanted, found


def test_the_larger_of_two_facts_needs_no_parts(truth):
    law = "entry 1A001 'both' above 5 mm\n  define 'both' as = largest of (width, depth)\n"
    assert truth(law, {"facts": {"width": "6 mm"}}, {}, True) == "true"
    assert truth(law, {"facts": {"width": "5 mm", "depth": "4 mm"}}, {}, True) == "false"
    assert truth(law, {"facts": {"width": "5 mm"}}, {}, True) == "unknown"


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_a_figure_over_the_parts_of_the_thing_that_has_it(truth, generated):
    """`pull` of the item is that of its motors, `pull` of an axis that of its own."""
    law = """part motor of item, axis
  asks: what moves it
fact strength of motor is quantity in N.m
  asks: how strong
fact pull of item, axis is derived in N.m
  asks: how strong in all
  formula sum of (strength) over motor
"""
    own = parts("motor", {"strength": "2 N.m"}, {"strength": "3 N.m"}, complete=True)
    axis = {"parts": parts("motor", {"strength": "1 N.m"}, complete=True)}
    item = {"parts": {**own, "axis": {"complete": True, "list": [axis]}}}
    for test, wanted in (
        ("pull at least 5 N.m", "true"), ("pull above 5 N.m", "false"),
        ("some axis has pull at least 1 N.m", "true"), ("some axis has pull above 1 N.m", "false"),
        ("some axis has item's pull above 4 N.m", "true"),
    ):  # fmt: skip
        assert truth(f"{law}entry 1A001 {test}\n", item, {}, generated) == wanted, test


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_a_figure_of_the_item_that_is_made_of_itself_by_way_of_its_parts_is_open(truth, generated):
    law = """fact share_of_axis of axis is derived in mm
  asks: its share
  formula item's whole_travel / 2
fact whole_travel is derived in mm
  asks: travel of all
  formula sum of (share_of_axis) over axis
entry 1A001 whole_travel above 1 mm
"""
    item = {"parts": parts("axis", OPEN, complete=True)}
    assert truth(law, item, {}, generated) == "unknown"
    # what is stated governs
    assert truth(law, {**item, "facts": {"whole_travel": "2 mm"}}, {}, generated) == "true"


@pytest.mark.parametrize("generated", [True, False], ids=["generated", "closures"])
def test_parts_that_a_note_sets_aside_do_not_count(truth, generated):
    law = "entry 1A001 some axis has travel above 1 m\nnote 1 disregards {} in 1A001 when {}\n"
    every_axis, linear = law.format("axis", "hardened"), law.format("linear_axis", "hardened")

    def found(text, stated, **facts):
        return truth(text, {"parts": stated, "facts": facts}, {}, generated)

    assert found(every_axis, parts("axis", LONG), hardened=False) == "true"
    assert found(every_axis, parts("axis", LONG, complete=True), hardened=True) == "false"
    assert found(every_axis, parts("axis", LONG, complete=True)) == "unknown"
    assert found(linear, parts("linear_axis", LONG), hardened=False) == "true"
    # an axis of which it is not said whether it is linear may be set aside
    assert found(linear, parts("axis", LONG, complete=True), hardened=True) == "unknown"
    assert found(linear, parts("component", OPEN), hardened=True) == "unknown"
    # one that is of another kind is not
    assert found(linear, parts("rotary_axis", LONG), hardened=True) == "true"
    assert found(linear, parts("rotary_axis", SHORT), hardened=True) == "unknown"
