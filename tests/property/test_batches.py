"""Batches over random laws, and over the bundled law: they give what single decisions give, also after a change.

`review` decides again only the lines on which a change of law can bear; what it leaves out must have the same answer.
"""

import itertools
import json
import re
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

sys.path.insert(0, str(Path(__file__).resolve().parent))

from small_laws import COLOURS, COUNTRIES, DAYS, random_case, random_findings
from test_meaning import SEEDS, examples, make, sources_of

from exportrules.batch import decide_many, review
from exportrules.loading import Rules
from exportrules.logic import truth_name
from exportrules.text import Diagnostics, Source

ORDERS = Path(__file__).resolve().parents[2] / "rulesets" / "examples" / "orders.json"


def rows_for(law, seed, count):
    random = Random(seed)  # noqa: S311 - not for secrets
    rows = []
    for _ in range(count):
        raw = random_case(random, law)
        if random.random() < 0.3:
            raw["item"]["findings"] = random_findings(random, law.codes, law.taken)
        rows.append(raw)
    return rows


def as_one(rules, raw, day):
    decision = rules.decide(rules.read_case(raw), day)
    measures = tuple((item.measure.path, truth_name(item.truth)) for item in decision.findings)
    return decision.floor.name, decision.ceiling.name, measures


@given(SEEDS)
@examples(20, 25)
def test_a_batch_gives_what_single_decisions_give(seed):
    law, rules = make(seed, closed=False, rich=True)
    rows = rows_for(law, seed, 25)
    for day in DAYS:
        # the second rules have decided nothing yet
        for found in (
            decide_many(rules, rows, day, details=True),
            decide_many(Rules(sources_of(law)), rows, day, details=True),
        ):
            answers = [(item.floor, item.ceiling, item.measures) for item in found]
            assert answers == [as_one(rules, raw, day) for raw in rows]


# ---- after a change ------------------------------------------------------------------------------------


def changes(text, random):
    """The text with one place changed: a figure, a word, a day, a country, or a line left out."""
    places = [(m.span(), m.group()) for m in re.finditer(r"\b[1-4](?= (?:W|kg|mm|dB|GHz|W/kg)\b)", text)]
    other = {"1": "2", "2": "3", "3": "1", "4": "2"}
    forms = [(span, other[found]) for span, found in places]
    for words in (COLOURS, COUNTRIES, ("any of", "all of"), (" and ", " or "), ("licence", "notification")):
        for first, second in itertools.permutations(words, 2):
            forms += [(match.span(), second) for match in re.finditer(first, text)]
    for line in re.finditer(r"^ +(?:in force|note|covers|not when|not modelled|also|where) ?.*\n", text, re.MULTILINE):
        forms.append((line.span(), ""))
    if not forms:
        return text
    (start, end), word = random.choice(forms)
    return text[:start] + word + text[end:]


def another(law, seed):
    """The rules with one place of the lists or of the measures changed."""
    random = Random(seed)  # noqa: S311 - not for secrets
    for _ in range(50):
        name = random.choice(("b.xr", "c.xr"))
        files = {**law.files, name: changes(law.files[name], random)}
        try:
            return Rules([Source(key, text) for key, text in files.items()])
        except Diagnostics:
            continue
    return None


def check_review(old, new, rows, day):
    before = list(decide_many(old, rows, day, details=True))
    after = list(decide_many(new, rows, day, details=True))
    again = {item.before.line: item.after for item in review(old, new, rows, before, day)}
    for one, other in zip(before, after, strict=True):
        kept = again.get(one.line, one)
        assert kept.says_the_same(other), (json.dumps(rows[one.line]), str(day), kept, other)
    return again, [one.line for one, other in zip(before, after, strict=True) if not one.says_the_same(other)]


@given(SEEDS)
@examples(40, 25)
def test_a_review_after_a_change_gives_what_a_full_run_gives(seed):
    law, old = make(seed, closed=False, rich=True)
    new = another(law, seed)
    if new is None:
        return
    rows = rows_for(law, seed, 25)
    for day in DAYS[1:]:
        check_review(old, new, rows, day)


EDITS = {
    "a measure": (
        "requires licence when item listed in eu.dual_use.annex_i\n",
        "requires licence when item listed in 3A\n",
    ),
    "a paragraph": ("\nentry 3A001 any of:", "\nentry 3A001 end_user_country is KR, any of:"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_review_of_orders_after_one_edit_of_the_bundled_law(law, edit):
    text, instead = EDITS[edit]
    changed = [Source(item.name, item.text.replace(text, instead, 1)) for item in law.sources]
    assert any(one.text != other.text for one, other in zip(law.sources, changed, strict=True))
    rows = json.loads(ORDERS.read_text("utf-8"))
    again, differing = check_review(law, Rules(changed), rows, None)
    assert set(differing) <= set(again)
    assert differing
