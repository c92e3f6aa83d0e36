"""Measures and reliefs of several rulesets over random lists: the outcome, what is owed, and until when it holds.

`EXPORTRULES_EXAMPLES` deepens each property as in `test_meaning`.
"""

import itertools
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import given

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "reference")]

from reference_owed import Owed  # noqa: E402
from small_acts import FIRST, LAST, Acts, random_order  # noqa: E402
from test_meaning import SEEDS, examples, side, sources_of  # noqa: E402

from exportrules import find_last_day, records  # noqa: E402
from exportrules.decision import decide_case  # noqa: E402
from exportrules.loading import Rules  # noqa: E402
from exportrules.program.index import make_index  # noqa: E402
from exportrules.program.program import Program  # noqa: E402
from exportrules.syntax.parser import parse_source  # noqa: E402
from exportrules.text import Diagnostics  # noqa: E402


def make_acts(seed, **options):
    """A random law that the checker accepts."""
    for step in itertools.count():
        law = Acts(seed + step * 7_919, rich=True, **options)
        try:
            return law, Rules(sources_of(law))
        except Diagnostics:
            continue


def orders(law, seed, laws, per_law, *, dear=False):
    random = Random(seed)  # noqa: S311 - not for secrets
    for _ in range(per_law * side(laws, per_law, dear=dear)):
        yield random_order(random, law)


@given(SEEDS)
@examples(60, 25)
def test_outcome_duties_and_codes_are_those_of_the_reference_evaluator(seed):
    law, rules = make_acts(seed, closed=False)
    reference = Owed([parse_source(source)[0] for source in sources_of(law)])
    for raw, day in orders(law, seed, 60, 25):
        case = rules.read_case(raw)
        decision = rules.decide(case, day)
        assert (decision.floor.name, decision.ceiling.name) == reference.about(case, day).decide(), (raw, day)
        owed = {(item.under, item.duty.name): int(item.truth) for item in decision.duties}
        assert owed == reference.owed(), (raw, day)
        assert {item.code for item in decision.documents} == reference.codes(decision.ceiling.name), (raw, day)


# ---- until when it holds -------------------------------------------------------------------------------------


def told(decision):
    """All that an answer consists of, but for the day: what is certain and what is owed."""
    return (
        decision.floor,
        decision.ceiling,
        sorted({item.measure.path for item in decision.determining}),
        sorted(item.relief.path for item in decision.applied_reliefs),
        sorted((item.under, item.duty.name, item.truth) for item in decision.duties),
        sorted(item.code for item in decision.documents),
    )


EVERY = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 400)]


def program_of_every_day(rules):
    """A program to which the law changes on every day, so that nothing is taken over from one to the next."""
    index = records.replace(make_index(rules.book), change_days=EVERY)
    return Program(rules.book, indexed=False, generate=False, index=index)


@given(SEEDS)
@examples(12, 5, dear=True)
def test_an_answer_holds_until_the_day_that_is_told_and_no_longer(seed):
    """Every day after it is decided anew, by a program to which the law changes on every day."""
    law, rules = make_acts(seed, closed=False)
    anew = program_of_every_day(rules)
    for raw, day in orders(law, seed, 12, 5, dear=True):
        last = find_last_day(rules.decide(raw, day))
        case = rules.read_case(raw)
        here = told(decide_case(anew, case, day))
        after = (other for other in EVERY if other > day)
        changed = next((other for other in after if told(decide_case(anew, case, other)) != here), None)
        assert last == (None if changed is None else changed - timedelta(days=1)), (raw, day)
