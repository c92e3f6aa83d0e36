"""The properties of docs/semantics.md, over small random laws and cases.

`EXPORTRULES_EXAMPLES=100000` decides at least so many cases for each property, a tenth of them where one takes many
decisions or whole receipts; half of the growth is in laws, half in cases for each.

An example is one law and a number of cases against it, because checking a law costs more than deciding a case.
"""

import itertools
import json
import math
import os
import sys
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "reference")]

from evaluator import Reference  # noqa: E402
from small_laws import DECIDED, Law, random_case  # noqa: E402

from exportrules import Outcome, ask_questions, to_json  # noqa: E402
from exportrules.decision.compose import join  # noqa: E402
from exportrules.loading import Rules  # noqa: E402
from exportrules.syntax.formatter import format_source  # noqa: E402
from exportrules.syntax.parser import parse_source  # noqa: E402
from exportrules.text import Diagnostics, Source  # noqa: E402

DEEP = int(os.environ.get("EXPORTRULES_EXAMPLES", "0"))
SEEDS = st.integers(min_value=0, max_value=2**32)


def side(laws, per_law, *, dear=False):
    """How many times as many laws, and as many cases for each of them, the deep form asks for."""
    wanted = DEEP // 10 if dear else DEEP
    return max(1, math.ceil(math.sqrt(wanted / (laws * per_law))))


def examples(laws, per_law=1, *, dear=False):
    """A profile: so many laws with so many cases each, more in the deep form; the same ones every time."""
    count = laws * side(laws, per_law, dear=dear) * (1 if per_law > 1 else side(laws, per_law, dear=dear))
    return settings(max_examples=count, deadline=None, derandomize=DEEP == 0, suppress_health_check=list(HealthCheck))


def sources_of(law):
    return [Source(name, text) for name, text in law.files.items()]


def make(seed, **options):
    """A law that the checker accepts; most random ones are."""
    for step in itertools.count():
        law = Law(seed + step * 7_919, **options)
        try:
            return law, Rules(sources_of(law))
        except Diagnostics:
            continue


def cases(rules, seed, laws, per_law, *, dear=False):
    random = Random(seed)  # noqa: S311 - not for secrets
    for _ in range(per_law * side(laws, per_law, dear=dear)):
        raw = random_case(random)
        yield raw, rules.read_case(raw), random.choice(DECIDED)


def interval(decision):
    return decision.floor, decision.ceiling


def holders(raw):
    """Every object of a case that holds facts."""
    yield raw
    waiting = [raw["item"]]
    while waiting:
        item = waiting.pop()
        yield item
        for listed in item.get("parts", {}).values():
            waiting += listed["list"]


# ---- 1: missing is not false ---------------------------------------------------------------------------


@given(SEEDS)
@examples(60, 25)
def test_supplying_a_fact_only_narrows(seed):
    """Without any one of its facts the interval holds the interval with it."""
    _, rules = make(seed, closed=False)
    for raw, case, day in cases(rules, seed, 60, 25):
        floor, ceiling = interval(rules.decide(case, day))
        for holder in list(holders(raw)):
            for name in list(holder.get("facts", {})):
                value = holder["facts"].pop(name)
                low, high = interval(rules.decide(rules.read_case(raw), day))
                holder["facts"][name] = value
                assert low <= floor <= ceiling <= high, (name, raw)


@given(SEEDS)
@examples(40, 25)
def test_supplying_a_kind_or_closing_a_list_of_parts_only_narrows(seed):
    _, rules = make(seed, closed=False)
    for raw, case, day in cases(rules, seed, 40, 25):
        floor, ceiling = interval(rules.decide(case, day))
        for holder in list(holders(raw)):
            for listed in holder.get("parts", {}).values():
                if listed["complete"]:
                    listed["complete"] = False
                    low, high = interval(rules.decide(rules.read_case(raw), day))
                    listed["complete"] = True
                    assert low <= floor <= ceiling <= high, raw
        kind = raw["item"].pop("kind", None)
        if kind is not None:
            low, high = interval(rules.decide(rules.read_case(raw), day))
            raw["item"]["kind"] = kind
            assert low <= floor <= ceiling <= high, raw


# ---- 2 and 3: more law, order ----------------------------------------------------------------------------


@given(SEEDS)
@examples(30, 25)
def test_adding_a_ruleset_never_lowers_either_end(seed):
    law, rules = make(seed)
    more = Source(
        "d.xr",
        "exportrules 1\nruleset eu.more\n  title: more\n  source: none\n  layer union\n  codes from eu.list\n"
        "  checked up to 2030-01-01\nmeasure third\n  source: none\n  for export\n  requires notification "
        "when sealed\n",
    )
    larger = rules.with_sources([more])
    for _, case, day in cases(rules, seed, 30, 25):
        before, after = interval(rules.decide(case, day)), interval(larger.decide(case, day))
        assert before[0] <= after[0]
        assert before[1] <= after[1]
    assert law.files


@given(SEEDS)
@examples(20, 8, dear=True)
def test_the_order_of_files_and_keys_changes_nothing(seed):
    law, rules = make(seed)
    renamed = [Source(name, text) for name, text in zip(("z.xr", "y.xr", "x.xr"), law.files.values(), strict=True)]
    others = Rules(reversed(renamed))
    for raw, case, day in cases(rules, seed, 20, 8, dear=True):
        turned = json.loads(json.dumps(raw))
        turned["item"]["facts"] = dict(reversed(list(turned["item"]["facts"].items())))
        assert to_json(rules.decide(case, day)) == to_json(others.decide(others.read_case(turned), day))


class Finding:
    """As much of a finding as the join looks at."""

    def __init__(self, floor, ceiling):
        self.floor, self.ceiling = Outcome(floor), Outcome(max(floor, ceiling))


FINDINGS = st.lists(st.builds(Finding, st.integers(0, 5), st.integers(0, 5)), max_size=6)


@given(FINDINGS, FINDINGS)
@settings(max_examples=max(500, DEEP), deadline=None)
def test_the_join_is_associative_commutative_and_idempotent(first, second):
    whole = join([*first, *second])
    assert whole == join([*second, *first]) == join([Finding(*join(first)), Finding(*join(second))])
    assert join([*first, *first]) == join(first)
    assert join([]) == (Outcome.no_control_found, Outcome.no_control_found)


# ---- 4: one meaning ------------------------------------------------------------------------------------------


@given(SEEDS)
@examples(90, 40)
def test_the_engine_says_what_the_reference_evaluator_says(seed):
    law, rules = make(seed, closed=False)
    reference = Reference([parse_source(source)[0] for source in sources_of(law)])
    for raw, case, day in cases(rules, seed, 90, 40):
        decision = rules.decide(case, day)
        assert (decision.floor.name, decision.ceiling.name) == reference.about(case, day).decide(), raw


@given(SEEDS)
@examples(120, 60)
def test_generated_code_and_the_index_change_nothing(seed):
    law, rules = make(seed, closed=False)
    sources = sources_of(law)
    others = (Rules(sources, generate=False), Rules(sources, generate=False, indexed=False))
    for raw, case, day in cases(rules, seed, 120, 60):
        expected = shape(rules.decide(case, day))
        assert [shape(other.decide(case, day)) for other in others] == [expected, expected], raw


def shape(decision):
    found = [
        (item.measure.path, item.truth, item.floor, item.ceiling, [(e.statement.code, e.truth) for e in item.entries])
        for item in decision.findings
    ]
    return interval(decision), found


# ---- 5: texts ------------------------------------------------------------------------------------------------


@given(SEEDS)
@examples(100, dear=True)
def test_formatting_keeps_the_tree_and_is_idempotent(seed):
    for source in sources_of(Law(seed)):
        untidy = Source(source.name, source.text.replace("\n  ", "\n    ").replace(" any of:", "   any of:"))
        text = format_source(untidy)
        assert parse_source(Source(source.name, text))[0] == parse_source(untidy)[0]
        assert format_source(Source(source.name, text)) == text


# ---- 6: questions ----------------------------------------------------------------------------------------------


@given(SEEDS)
@examples(25, 4, dear=True)
def test_answering_the_questions_leaves_a_conclusive_decision(seed):
    """Each round answers the first question; a law without gaps runs out of questions only when it is decided."""
    law, rules = make(seed)
    if "not item listed" in law.files["c.xr"] or "cn ex" in "".join(law.files.values()):
        # a relief that covers paragraphs stays open beside a measure that rests on none, and no customs code settles
        # the part of a code that `ex` stands for: a person finds it
        return
    random = Random(seed)  # noqa: S311 - not for secrets
    for raw, _, _ in cases(rules, seed, 25, 4, dear=True):
        day = date(2025, 7, 1)
        for _ in range(60):
            decision = rules.decide(rules.read_case(raw), day)
            questions = ask_questions(decision, ranked=0)
            if not questions:
                break
            answer(raw, questions[0], random)
        # of every part, where it is stated that there are none, nothing can be said, and the decision says so
        said = any(code == "XR854" for code, _ in decision.diagnostics)
        assert decision.conclusive or said, (raw, [item.fact for item in questions])


def answer(raw, question, random):
    """Put an answer into the case, where the question says that it belongs."""
    from exportrules.cli.asking import Conversation

    holder = Conversation.__new__(Conversation)
    holder.case = raw
    place = holder._holder(question.path)
    values = {
        "power": "2 W", "mass": "2 kg", "share": "1 W/kg", "length": "2 mm", "hard": True, "sealed": False,
        "cooled": True, "colour": "red", "destination": "US", "signed": "2024-07-01", "cn_code": "8413 70",
        "band": {"from": "1 GHz", "to": "2 GHz"}, "stuff": ["metal"],
        "gain": {"points": [{"value": "2 dB", "at": {"stage_number": "1 count"}}], "complete": True},
    }  # fmt: skip
    if question.form == "fact":
        place.setdefault("facts", {})[question.fact] = values[question.fact]
    elif question.form == "kind":
        place["kind"] = random.choice(("fast_pump", "laser", "software"))
    elif question.form == "part":
        listed = place.setdefault("parts", {}).setdefault(question.fact, {"complete": True, "list": []})
        listed["complete"] = True
        if not listed["list"]:
            # nothing can be said of every one of none
            listed["list"] = [{"facts": {}}]
    else:
        records = place.setdefault("judgements", [])
        records += [{"term": question.fact, "value": False, "for": name} for name in question.objects or ("ships",)]


# ---- 7: units ----------------------------------------------------------------------------------------------------


@given(SEEDS)
@examples(40, 25)
def test_another_unit_changes_nothing(seed):
    _, rules = make(seed, closed=False)
    for raw, case, day in cases(rules, seed, 40, 25):
        text = json.dumps(raw)
        for old, new in ((" W", "000 mW"), (" kg", "000 g"), (" mm", "000 um"), (" GHz", "000 MHz")):
            text = text.replace(f'{old}"', f'{new}"')
        assert interval(rules.decide(rules.read_case(text), day)) == interval(rules.decide(case, day)), raw


# ---- 8: purity -----------------------------------------------------------------------------------------------------


@given(SEEDS)
@examples(20, 8, dear=True)
def test_the_same_case_gives_the_same_bytes(seed):
    _, rules = make(seed, closed=False)
    for _, case, day in cases(rules, seed, 20, 8, dear=True):
        first = to_json(rules.decide(case, day))
        assert to_json(rules.decide(case, day)) == first
        assert rules.replay(first) == first
