"""What is kept from one case to the next, and from a case to what is supposed of it, changes no answer."""

import sys
from pathlib import Path
from random import Random

from hypothesis import given

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "reference")]

from small_laws import DECIDED, random_case  # noqa: E402
from test_meaning import SEEDS, examples, make, sources_of  # noqa: E402

from exportrules import to_json  # noqa: E402
from exportrules.loading import Rules  # noqa: E402


@examples(40, 25)
@given(seed=SEEDS)
def test_a_case_after_many_others_is_told_as_the_first_one_is(seed):
    law, rules = make(seed)
    random = Random(seed)  # noqa: S311 - not for secrets
    for _ in range(12):
        raw, day = random_case(random), random.choice(DECIDED)
        # no index: nothing is kept, and every question supposes anew
        alone = Rules(sources_of(law), indexed=False, generate=False)
        assert to_json(rules.decide(raw, day)) == to_json(alone.decide(raw, day))
