"""Every fault of a rule text is told: what is wrong, which words are meant, and a way out.

`faults.txt` holds blocks of lines that are checked together with `base.xr`, and what is then told.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
BLOCKS = [
    block for block in (HERE / "faults.txt").read_text("utf-8").strip().split("\n\n") if not block.startswith("#")
]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n=> ")[2].partition("\n")[0])
def test_the_fault_is_told_with_its_place_and_a_way_out(block, tell):
    lines, arrow, expected = block.partition("\n=> ")
    assert arrow
    assert tell(lines) == f"=> {expected}"


def test_the_base_has_no_fault(tell):
    assert tell("") == ""


@pytest.mark.parametrize(
    "lines",
    [
        "entry 4A001 some component listed in 4A001\n",
        (
            "fact reach is derived in mm\n  asks: reach\n  formula length when item listed in 4A001\n"
            "entry 4A001 some component has reach above 3 mm\n"
        ),
        # the sum over what it contains is a figure of these
        "fact load is derived in kg\n  asks: load\n  formula sum of (load) over component\n",
    ],
)
def test_what_a_part_as_an_item_of_its_own_is_asked_for_makes_no_circle(tell, lines):
    assert tell(lines) == ""


def test_every_message_is_one_lower_case_sentence_with_a_way_out():
    for block in BLOCKS:
        for line in block.splitlines():
            if line.startswith("=> "):
                message = line.removeprefix("=> ").partition(" ")[2].removeprefix("(warning) ")
                assert not message[0].isupper(), message
                assert not message.endswith("."), message
            if line.startswith("   help: "):
                assert len(line) > len("   help: "), block
                assert not line.endswith("."), block
