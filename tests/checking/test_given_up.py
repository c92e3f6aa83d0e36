"""What the checker cannot make out is told: a condition that never holds would free what it lists."""

import pytest

from exportrules.checking import conditions
from exportrules.checking.assembly import check_sources
from exportrules.text import Source


def test_a_condition_that_is_given_up_without_a_reason_is_told(tell, monkeypatch):
    monkeypatch.setattr(conditions, "_compare", lambda condition, scope: conditions.NEVER)
    assert tell("entry 4A001 mass above 3 kg\n").splitlines() == [
        "=> XR991 `mass above 3 kg` could not be made out",
        "   under: mass above 3 kg",
        "   help: report this with the file",
    ]


def test_a_condition_that_is_given_up_for_a_reason_is_told_once(tell):
    assert tell("entry 4A001 mass above 3 mm\n").count("=> ") == 1


def test_products_of_one_dimension_are_compared(tell):
    lines = 'define "face" as = length * width\ndefine "square" as = length * length\n'
    assert tell(f'{lines}entry 4A001 "face" above "square"\n') == ""


LISTS = """exportrules 1
ruleset eu.list
  title: a list
  source: none
  layer union
  checked up to 2030-01-01
kind goods
fact sealed, hardened is yes or no
  asks: whether it is so
entry 3A001 item is goods
ruleset eu.narrow
  title: a list that takes over
  source: none
  layer union
  codes from eu.list
  checked up to 2030-01-01
takes eu.list.3A001{rest}
"""


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (" when sealed\n  where hardened", None),
        ("\n  in force from 2025-01-01", None),
        ("\n  where hardened", "XR709"),
        ("\n  also hardened", "XR709"),
        ("\n  hardened", "XR709"),
        # nothing says how the two are joined
        (" when sealed\n  hardened", "XR111"),
        (" when sealed\n  note 1 does not control eu.list.3A001 when hardened", "XR709"),
    ],
)
def test_lines_below_what_is_taken_over_count_or_are_refused(rest, code):
    _, found = check_sources([Source("text.xr", LISTS.format(rest=rest))])
    assert [item.code for item in found] == ([] if code is None else [code])
