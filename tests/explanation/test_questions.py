"""What is missing: the most useful question first, each with what an answer would leave."""

import random

import pytest

from exportrules import Rules, Source, ask_questions
from exportrules.explanation.report import make_report

AMPLIFIER = {"output_power": "80 W", "specially_made_for_broadcast": False}


def by_name(decision):
    return {question.fact: question for question in ask_questions(decision)}


def branches(question):
    return {branch.answer: (branch.floor.name, branch.ceiling.name) for branch in question.branches}


FREE, AUTHORISED, LICENCE, BARRED = "no_control_found", "authorised", "licence_required", "prohibited"


def test_a_conclusive_decision_asks_nothing(decide, item):
    assert ask_questions(decide(item("amplifier", **AMPLIFIER))) == ()


def test_a_number_is_asked_for_with_the_stretches_between_its_limits(decide, item):
    found = by_name(decide(item("amplifier", specially_made_for_broadcast=False, radiation_hardened=False)))
    assert list(found) == ["output_power"]
    question = found["output_power"]
    assert (question.form, question.path, question.text, question.how) == (
        "fact",
        "item",
        "output power",
        "a number in W",
    )
    assert question.for_paragraphs == ("3A001.a.1",)
    assert branches(question) == {"at most 75 W": (FREE, FREE), "above 75 W": (LICENCE, LICENCE)}


def test_a_yes_or_no_question_has_two_branches(decide, item):
    found = by_name(decide(item("amplifier", output_power="80 W")))
    question = found["specially_made_for_broadcast"]
    assert question.how == "yes or no"
    assert branches(question) == {"yes": (FREE, FREE), "no": (LICENCE, LICENCE)}
    # the paragraph is met, so that its other line no longer matters
    assert "radiation_hardened" not in found


def test_a_set_is_asked_for_by_its_words(decide, item):
    axes = {"axis": [{"facts": {"travel": "2 m"}}]}
    question = by_name(decide(item("machine_tool", parts=axes)))["works_on"]
    assert question.how == "those that apply of metal, ceramic, composite"
    assert branches(question) == {
        "none": (FREE, FREE),
        "only metal": (LICENCE, LICENCE),
        "only ceramic": (FREE, FREE),
        "only composite": (FREE, FREE),
    }


def test_a_country_is_asked_for_by_the_groups_and_names_that_matter(small, case, item):
    question = by_name(small.decide(case(item("amplifier", **AMPLIFIER), informed_of=[])))["end_user_country"]
    assert (question.path, question.how) == ("facts", "a country code")
    assert branches(question) == {
        "JP": (AUTHORISED, AUTHORISED),
        "KP": (BARRED, BARRED),
        "any other country": (LICENCE, LICENCE),
    }
    assert set(question.for_paragraphs) == {"eu.small_measures.embargo", "eu.small_measures.general"}


def test_a_judgement_is_asked_for_with_its_object(decide, item):
    question = by_name(decide(item("machine_tool", judged=None, works_on=[])))["specially_designed"]
    assert (question.form, question.objects) == ("judgement", ("eu.small:3A001.a",))
    assert question.text == "is it specially designed for (judged specially designed for 3A001.a)"
    assert branches(question) == {"yes": (LICENCE, LICENCE), "no": (FREE, FREE)}


def test_the_kind_is_asked_for_where_it_is_not_known_or_too_wide(decide, item):
    for kind in (None, "goods"):
        found = [q for q in ask_questions(decide(item(kind, **AMPLIFIER))) if q.form == "kind"]
        assert {question.text for question in found} >= {"what is it (item is amplifier)"}
        assert all(set(branches(question)) == {"yes", "no"} for question in found)


def test_a_list_of_parts_is_asked_for(decide, item):
    question = by_name(decide(item("machine_tool", works_on=["metal"])))["axis"]
    assert (question.form, question.path, question.text) == ("part", "item", "each axis")
    assert question.how == "the list of parts `axis`, and whether it is complete"
    assert branches(question) == {"there are none": (FREE, FREE)}


def test_a_fact_of_a_part_is_asked_for_at_its_place(decide, item):
    axes = {"axis": {"complete": True, "list": [{"facts": {"travel": "5 mm"}}, {}]}}
    (question,) = ask_questions(decide(item("machine_tool", parts=axes, works_on=["metal"])))
    assert (question.fact, question.path) == ("travel", "item.parts.axis.list[1]")
    assert branches(question) == {"at most 1000 mm": (FREE, FREE), "above 1000 mm": (LICENCE, LICENCE)}


def test_the_question_that_settles_most_comes_first(decide, item):
    found = ask_questions(decide(item("amplifier", judged=None)))
    widths = [max(branch.ceiling - branch.floor for branch in question.branches) for question in found]
    assert widths == sorted(widths)
    assert len(found) == 4


def test_a_paragraph_that_a_relief_may_not_cover_is_asked_about(small, case, item):
    measures = next(source for source in small.sources if source.name == "measures.xr")
    narrower = Source("measures.xr", measures.text.replace("covers eu.small except 3A002", "covers 3A001.a.1"))
    rules = small.with_sources([narrower])
    decision = rules.decide(case(item("amplifier", **AMPLIFIER), end_user_country="US", informed_of=[]))
    assert (decision.floor.name, decision.ceiling.name) == (AUTHORISED, LICENCE)
    (question,) = ask_questions(decision)
    assert question.fact == "radiation_hardened"
    assert branches(question) == {"yes": (LICENCE, LICENCE), "no": (AUTHORISED, AUTHORISED)}


def test_what_narrows_a_list_that_a_relief_covers_is_asked_about(small, case, item):
    narrow = Source(
        "narrow.xr",
        "exportrules 1\nruleset eu.narrow\n  title: narrow\n  source: x\n  layer union\n  codes from eu.small\n"
        "  checked up to 2026-06-30\ntakes 3A001.a when colour_mode is colour\n",
    )
    measures = next(source for source in small.sources if source.name == "measures.xr")
    covers = Source("measures.xr", measures.text.replace("covers eu.small except 3A002", "covers eu.narrow"))
    rules = small.with_sources([narrow, covers])
    thing = item("amplifier", radiation_hardened=True, **AMPLIFIER)
    decision = rules.decide(case(thing, end_user_country="US", informed_of=[]))
    (question,) = ask_questions(decision)
    assert question.fact == "colour_mode"
    assert branches(question) == {"colour": (AUTHORISED, AUTHORISED), "monochrome": (LICENCE, LICENCE)}


def test_what_is_not_modelled_is_told_apart_from_what_can_be_answered(decide, item):
    decision = decide(item("laser"))
    assert ask_questions(decision) == ()
    assert make_report(decision).not_modelled == (("eu.small", "3A003", "the wavelengths are not encoded"),)


# ---- what a branch promises is what the answer gives --------------------------------------------------------

ANSWERS = {"yes": True, "no": False, "at most 75 W": "75 W", "above 75 W": "75.001 W"}


@pytest.mark.parametrize("kind", ["amplifier", "mmic_amplifier"])
@pytest.mark.parametrize("judged", [None, False])
def test_stating_the_answer_gives_what_its_branch_shows(small, case, item, kind, judged):
    decision = small.decide(case(item(kind, judged=judged), end_user_country="IN"))
    tried = 0
    for question in ask_questions(decision):
        for branch in question.branches:
            thing = item(kind, judged=judged)
            if question.form == "judgement":
                thing["judgements"] = [
                    {"term": question.fact, "for": name, "value": ANSWERS[branch.answer]} for name in question.objects
                ]
            else:
                thing["facts"][question.fact] = ANSWERS[branch.answer]
            found = small.decide(case(thing, end_user_country="IN"))
            assert (found.floor, found.ceiling) == (branch.floor, branch.ceiling), (question.fact, branch.answer)
            tried += 1
    assert tried >= 6


def answer(question, given, choice):
    """Put one of the possible answers into a case."""
    thing = given["item"]
    match question.form:
        case "kind":
            kinds = ["amplifier", "mmic_amplifier", "fpga", "machine_tool", "laser"]
            thing["kind"] = choice(kinds)
        case "judgement":
            value = choice([True, False])
            thing.setdefault("judgements", []).extend(
                {"term": question.fact, "for": name, "value": value} for name in question.objects
            )
        case "part":
            listed = choice([[], [{"facts": {"travel": choice(["5 mm", "2 m"])}}]])
            thing.setdefault("parts", {})[question.fact] = {"complete": True, "list": listed}
        case _:
            values = {
                "output_power": ["8 W", "75 W", "80 W"],
                "works_on": [[], ["metal"], ["metal", "ceramic"]],
                "end_user_country": ["IN", "US", "KP", "CN"],
                "informed_of": [[], ["wmd_use"]],
                "travel": ["5 mm", "2 m"],
            }.get(question.fact, [True, False])
            holder = given if question.path == "facts" else thing
            holder.setdefault("facts", {})[question.fact] = choice(values)


@pytest.mark.parametrize("seed", range(40))
def test_answering_every_question_leads_to_a_conclusive_answer(small, case, seed):
    chance = random.Random(seed)  # noqa: S311 - any walk will do
    given = case({})
    for _ in range(30):
        decision = small.decide(given)
        found = ask_questions(decision)
        if not found:
            break
        width = decision.ceiling - decision.floor
        answer(chance.choice(found), given, chance.choice)
        after = small.decide(given)
        # an answer only narrows
        assert decision.floor <= after.floor <= after.ceiling <= decision.ceiling
        assert after.ceiling - after.floor <= width
    open_clauses = make_report(decision).not_modelled
    assert decision.conclusive or open_clauses == (("eu.small", "3A003", "the wavelengths are not encoded"),)


IDLE = """exportrules 1
ruleset test.law
  title: a list, and a ban with an exemption
  source: none
  layer union
  checked up to 2026-06-30
kind goods
fact destination of transaction is country
  asks: where to
fact charity of transaction is yes or no
  asks: whether it is for charity
fact repair of transaction is yes or no
  asks: whether it was repaired
fact size is quantity in m
  asks: how long
entry 1A001 item is goods and size above 2 m
measure ban
  source: none
  for export
  prohibits when destination is RU
measure listed
  source: none
  for export
  prohibits when item listed in 1A001
exemption charity lifts ban
  source: none
  for export
  when charity
exemption repair lifts listed
  source: none
  for export
  when repair
"""


@pytest.mark.parametrize(("country", "order"), [("RU", ["charity", "size", "repair"]), ("IN", ["size", "repair"])])
def test_what_may_lift_a_measure_waits_until_the_measure_certainly_applies(country, order):
    rules = Rules([Source("m.xr", IDLE)])
    decision = rules.decide(
        {
            "format": "exportrules.case/1",
            "activity": "export",
            "as_of": "2026-03-01",
            "facts": {"destination": country},
            "item": {"kind": "goods"},
        }
    )
    assert [item.fact for item in ask_questions(decision, ranked=0)] == order


HEAD = """exportrules 1
ruleset eu.q
  title: t
  source: t
  layer union
  checked up to 2030-12-31
kind goods
kind tool within goods
kind chemical within goods
fact a, b, c, d, e is yes or no
  asks: whether it is so
fact g of transaction is yes or no
  asks: whether it is so
fact cas_number is cas_number
  asks: CAS number
fact cas_identifies_structure is yes or no
  asks: whether it tells the structure
"""
# kinds that are only there to make the others few among many
OTHERS = "".join(f"kind other_{letter} within goods\n" for letter in "abcdefghijklmnopqrstuvwxy")
MEASURE = """measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.q
"""

# ---- facts that take very many words -------------------------------------------------------------------

LETTERS = "cbadefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        (LETTERS[:12], "w c, w b, w a, w d, w e, w f, w g, w h, w i, w j, w k, w l"),
        # what nothing asks for is not read out; where it stands is said
        (LETTERS, "w c, w b and 24 more (`exportrules facts uses` names them)"),
    ],
)
@pytest.mark.parametrize(
    ("form", "test", "opening"), [("set of", "includes", "those that apply of"), ("one of", "is", "one of")]
)
def test_of_very_many_words_those_are_told_that_something_asks_for(letters, told, form, test, opening):
    words = ", ".join(f"w_{letter}" for letter in letters)
    text = (
        HEAD + f"fact uses is {form} {{{words}}}\n  asks: what it is used for\n"
        f"entry 1A001 a and uses {test} w_b\nentry 1A002 b and not uses {test} w_c\n" + MEASURE
    )
    case = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01", "item": {"kind": "tool"}}
    found = {item.fact: item for item in ask_questions(Rules([Source("q.xr", text)]).decide(case), ranked=0)}
    assert found["uses"].how == f"{opening} {told}"


# ---- what is asked first -------------------------------------------------------------------------------


def asked(text, kind="goods", **facts):
    rules = Rules([Source("q.xr", HEAD + OTHERS + text + MEASURE)])
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01",
        "item": {"kind": kind, "facts": facts},
    }  # fmt: skip
    return [question.fact for question in ask_questions(rules.decide(case), ranked=0)]


WIDE = "".join(f"entry 1A00{n} item is goods and b\n" for n in range(1, 6))


def test_the_entry_that_names_the_stated_substance_is_asked_about_first():
    text = WIDE + "entry 1C350 item is chemical, any of:\n  1. cas 7664-39-3\n  note 1 does not control 1C350 when a\n"
    text += "entry 1C351 item is chemical and cas 64-17-5 and d\n"
    assert asked(text, "chemical", cas_number="7664-39-3", cas_identifies_structure=True) == ["a", "b"]
    assert asked(text, "chemical", cas_number="64-17-5", cas_identifies_structure=True) == ["d", "b"]
    assert asked(text, "chemical", cas_number="50-00-0", cas_identifies_structure=True) == ["b"]


def test_a_paragraph_about_few_kinds_counts_for_more_than_several_about_anything():
    assert asked(WIDE + "entry 2B001 item is tool and a\n", "tool") == ["a", "b"]
    # where very many hang on one answer it comes first all the same
    many = "".join(f"entry 1A0{n} item is goods and b\n" for n in range(10, 40))
    assert asked(many + "entry 2B001 item is tool and a\n", "tool") == ["b", "a"]


def test_what_a_paragraph_asks_at_its_head_comes_before_what_stands_below_it():
    # `b` is asked by more paragraphs, but a no to `d` shuts them all; of alternatives no single one does
    below = "".join(f"  {n}. b and a\n" for n in range(1, 4))
    assert asked("entry 6A001 item is goods and d, any of:\n" + below, "goods")[0] == "d"
    where = "entry 6A001 item is goods, any of:\n  where d\n"
    assert asked(where + below, "goods")[0] == "d"
    # what may turn out to be idle waits for what is not
    far = "entry 1A001 item is goods and e\n"
    assert asked("entry 6A001 item is goods and d, any of:\n" + below + far, "goods")[:2] == ["d", "e"]
    either = "entry 6A001 item is goods, any of:\n  where any of:\n    d\n    g\n"
    assert asked(either + below, "goods")[0] == "a"


@pytest.mark.parametrize(
    "kinds", ["any of:\n    item is tool\n    item is chemical", "item is tool or item is chemical"]
)
def test_a_paragraph_about_one_of_few_kinds_is_about_few_kinds(kinds):
    near = f"entry 2B001 any of:\n  where {kinds}\n  1. a\n"
    assert asked(WIDE + near, "tool") == ["a", "b"]
    # one of these kinds may be anything else
    assert asked(WIDE + near.replace("is chemical", "is goods"), "tool") == ["b", "a"]


RELIEF = """entry 5A002 item is goods and c
entry 2B231 item is tool and a
authorisation r lifts m
  source: Art. 2
  for export
  covers {{{covered}}}
  when g and item meets 5A002
"""


@pytest.mark.parametrize(("covered", "facts"), [("5A002", ["a"]), ("2B231", ["a", "c", "g"])])
def test_what_a_relief_asks_is_asked_where_it_may_cover_what_is_open(covered, facts):
    """A person ruled 5A002 out, so that a relief for it covers nothing of what is left."""
    rules = Rules([Source("q.xr", HEAD + RELIEF.format(covered=covered) + MEASURE)])
    case = {
        "format": "exportrules.case/1", "activity": "export", "as_of": "2026-03-01",
        "item": {"kind": "tool", "findings": [{"ruleset": "eu.q", "paragraph": "5A002", "met": False}]},
    }  # fmt: skip
    found = [question.fact for question in ask_questions(rules.decide(case))]
    assert sorted(found) == facts
    # whether it is listed at all comes first; what a relief asks for by way of another entry is the relief's
    assert found[0] == "a"
