"""What is told of each paragraph over random acts and findings: its status, and why it is not met."""

import sys
from pathlib import Path

from hypothesis import given

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "reference")]

from evaluator import Reference  # noqa: E402
from test_acts import make_acts, orders  # noqa: E402
from test_meaning import SEEDS, examples, sources_of  # noqa: E402

from exportrules import find_status, why_not  # noqa: E402
from exportrules.syntax.parser import parse_source  # noqa: E402

PLAIN = ("not met", "undetermined", "met")


def paragraphs(rules):
    """All that has a code; what a list takes over is a paragraph of the list that it comes from."""
    for name in ("eu.list", "eu.narrow", "eu.goods"):
        for code, statement in rules.book.statements.get(name, {}).items():
            if code and not statement.takes:
                yield name, code


@given(SEEDS)
@examples(25, 8, dear=True)
def test_the_status_of_a_paragraph_is_what_the_reference_evaluator_says_of_it(seed):
    law, rules = make_acts(seed, closed=False)
    reference = Reference([parse_source(source)[0] for source in sources_of(law)])
    for raw, day in orders(law, seed, 25, 8, dear=True):
        case = rules.read_case(raw)
        decision = rules.decide(case, day)
        reference.about(case, day)
        for name, code in paragraphs(rules):
            truth = reference.one(name, code, case.item)
            found = find_status(decision, f"{name}:{code}")
            assert (int(found.truth), found.plain) == (truth, PLAIN[truth]), (raw, day, name, code)
            assert found.words.startswith("met") == (truth == 2), (raw, day, found)
            assert found.words.startswith("undetermined") == (truth == 1), (raw, day, found)
            assert int(why_not(decision, f"{name}:{code}").truth) == truth, (raw, day, name, code)
