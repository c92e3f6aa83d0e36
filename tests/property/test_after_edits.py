"""After random edits of the law, its words and headers included: reviews, comparisons of two laws and of days."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import given

sys.path.insert(0, str(Path(__file__).resolve().parent))

from random_edits import edited
from small_acts import FIRST, LAST, random_order
from test_acts import make_acts, program_of_every_day
from test_batches import check_review
from test_meaning import SEEDS, examples, side

from exportrules.comparison import compare_days, compare_rules
from exportrules.comparison.impact import measure_impact
from exportrules.decision import decide_case
from exportrules.loading import Rules
from exportrules.text import Diagnostics, Source


def another(law, random):
    """The rules with some places changed, or None."""
    for _ in range(60):
        files = edited(law.files, random)
        if files == law.files:
            continue
        try:
            return Rules([Source(name, text) for name, text in files.items()])
        except Diagnostics:
            continue
    return None


def rows_for(law, random, count):
    found = []
    for _ in range(count):
        raw, day = random_order(random, law)
        found.append({**raw, "as_of": str(day)})
    return found


@given(SEEDS)
@examples(20, 20, dear=True)
def test_a_review_after_any_edit_gives_what_a_full_run_gives(seed):
    law, old = make_acts(seed, closed=False)
    random = Random(seed)  # noqa: S311 - not for secrets
    new = another(law, random)
    if new is not None:
        again, differing = check_review(old, new, rows_for(law, random, 20 * side(20, 20, dear=True)), None)
        assert set(differing) <= set(again)


def told(decision):
    return decision.floor, decision.ceiling


@given(SEEDS)
@examples(20, 10, dear=True)
def test_a_comparison_of_two_laws_lists_the_cases_whose_answers_differ(seed):
    law, old = make_acts(seed, closed=False)
    random = Random(seed)  # noqa: S311 - not for secrets
    new = another(law, random)
    if new is None:
        return
    # an edit may have left out a fact or a list that a row names
    rows = [raw for raw in rows_for(law, random, 10 * side(20, 10, dear=True)) if reads(new, raw)]
    apart = [number for number, raw in enumerate(rows, 1) if told(old.decide(raw)) != told(new.decide(raw))]
    impact = measure_impact(old, new, rows)
    assert not impact.failed
    assert [item.number for item in impact.changed] == apart, json.dumps(rows)
    for number, raw in enumerate(rows, 1):
        found = compare_rules({"old": old, "new": new}, raw)
        assert [told(item) for item in found.answers] == [told(old.decide(raw)), told(new.decide(raw))]
        assert found.differs or number not in apart


def reads(rules, raw):
    from exportrules import ExportRulesError

    try:
        rules.read_case(raw)
    except ExportRulesError:
        return False
    return True


@given(SEEDS)
@examples(8, 3, dear=True)
def test_a_comparison_of_days_holds_on_every_day_of_each_stretch(seed):
    law, rules = make_acts(seed, closed=False)
    anew = program_of_every_day(rules)
    random = Random(seed)  # noqa: S311 - not for secrets
    for raw in rows_for(law, random, 3 * side(8, 3, dear=True)):
        stretches = {item.label: item for item in compare_days(rules, raw, first=FIRST, last=LAST).answers}
        here, case = None, rules.read_case(raw)
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            here = stretches.get(day.isoformat(), here)
            assert told(here) == told(decide_case(anew, case, day)), (raw, day)
