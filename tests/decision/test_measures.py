"""One measure and what lifts it: floor and ceiling, duties, documents, days, errors (semantics, section 4)."""

from itertools import product

import pytest

from exportrules import Outcome
from exportrules.decision import ReliefFinding
from exportrules.decision.compose import bounds, join
from exportrules.decision.outcomes import LEVELS, MEANINGS, REMAINING
from exportrules.logic import FALSE, TRUE, UNKNOWN

NONE = Outcome.no_control_found
TRUTHS = {TRUE: True, FALSE: False, UNKNOWN: None}
EFFECTS = {
    "obliges": Outcome.no_control_found,
    "requires notification": Outcome.notification_required,
    "requires licence": Outcome.licence_required,
    "prohibits": Outcome.prohibited,
}
FORMS = {
    "exemption": Outcome.no_control_found,
    "authorisation": Outcome.authorised,
    "derogation": Outcome.prohibited_unless_authorised,
}
MEASURE = "measure m\n  source: Art. 1\n  for export\n"
RELIEF = "{form} {name} lifts m\n  source: Art. 2\n  for export\n"
LICENCE = MEASURE + "  requires licence when p\n"
OPEN, LICENSED = ("no_control_found", "licence_required"), ("licence_required", "licence_required")
FREE, AUTHORISED = ("no_control_found", "no_control_found"), ("authorised", "authorised")


def stated(**truths):
    """Facts by their truth; an unknown one is not stated."""
    return {name: TRUTHS[truth] for name, truth in truths.items() if truth != UNKNOWN}


def wanted(truth, level, reliefs):
    """The ends by the words of the paper: floor over reliefs that are not false, ceiling over those that are true."""
    floor = min([level, *(left for found, left in reliefs if found != FALSE)]) if truth == TRUE else NONE
    ceiling = min([level, *(left for found, left in reliefs if found == TRUE)]) if truth != FALSE else NONE
    return floor, ceiling


def test_the_outcomes_are_ordered_from_free_to_forbidden():
    names = "no_control_found authorised notification_required licence_required prohibited_unless_authorised prohibited"
    assert [outcome.name for outcome in sorted(Outcome)] == names.split()
    assert set(MEANINGS) == set(Outcome)
    assert REMAINING == FORMS
    levels = dict(zip(("obligation", "notification", "licence", "prohibition"), EFFECTS.values(), strict=True))
    assert levels == LEVELS


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_relief_leaves_its_own_outcome_and_never_more(by, effect, form):
    law = by(MEASURE + f"  {effect} when p\n" + RELIEF.format(form=form, name="x") + "  when q\n")
    for truth, relief in product(TRUTHS, repeat=2):
        decision = law(**stated(p=truth, q=relief))
        level = EFFECTS[effect]
        assert (decision.floor, decision.ceiling) == wanted(truth, level, [(relief, FORMS[form])]), (truth, relief)


def test_of_several_reliefs_each_counts_by_its_own_truth():
    for level, truth in product(Outcome, TRUTHS):
        for found in product(TRUTHS, repeat=2):
            for left in product(FORMS.values(), repeat=2):
                pairs = list(zip(found, left, strict=True))
                reliefs = [ReliefFinding(None, one, remains) for one, remains in pairs]
                assert bounds(truth, level, reliefs) == wanted(truth, level, pairs)


def test_the_join_takes_the_stricter_of_each_end(by):
    law = by(
        LICENCE + "measure n\n  source: Art. 3\n  for export\n  prohibits when q\n"
        "measure o\n  source: Art. 4\n  for export\n  requires notification when r\n"
    )
    for truths in product(TRUTHS, repeat=3):
        decision = law(**stated(p=truths[0], q=truths[1], r=truths[2]))
        levels = (Outcome.licence_required, Outcome.prohibited, Outcome.notification_required)
        each = [wanted(truth, level, []) for truth, level in zip(truths, levels, strict=True)]
        assert decision.floor == max(floor for floor, _ in each)
        assert decision.ceiling == max(ceiling for _, ceiling in each)
        assert join(decision.findings) == (decision.floor, decision.ceiling)
        # what is certainly not so is no finding
        assert [item.truth for item in decision.findings] == [truth for truth in truths if truth != FALSE]
    assert join([]) == (NONE, NONE)


def test_each_effect_of_a_measure_is_a_finding_of_its_own(by):
    law = by(MEASURE + "  requires licence when p\n  prohibits when q\n")
    decision = law(p=True)
    assert [(item.effect, item.truth, item.level) for item in decision.findings] == [
        (0, TRUE, Outcome.licence_required),
        (1, UNKNOWN, Outcome.prohibited),
    ]
    assert (decision.floor, decision.ceiling) == (Outcome.licence_required, Outcome.prohibited)


# ---- what a decision says of itself -----------------------------------------------------------------------


def test_a_decision_is_conclusive_where_its_ends_meet_and_is_no_truth_value(by):
    law = by(LICENCE)
    decided, undetermined = law(p=True), law()
    assert decided.conclusive
    assert decided.outcome is Outcome.licence_required
    assert not undetermined.conclusive
    assert undetermined.outcome is None
    for decision in (decided, undetermined):
        with pytest.raises(TypeError) as caught:
            bool(decision)
        told = "a decision is neither true nor false: compare `decision.ceiling` with an Outcome"
        assert str(caught.value) == told


def test_what_determines_a_decision_reaches_one_of_its_ends(by):
    law = by(
        LICENCE + "measure n\n  source: Art. 3\n  for export\n  prohibits when q\n"
        "measure o\n  source: Art. 4\n  for export\n  requires notification when r\n"
        "measure w\n  source: Art. 5\n  for export\n  obliges when s\n"
    )

    def determining(**facts):
        return [item.measure.path for item in law(**facts).determining]

    # o applies, and is less strict than m
    assert determining(p=True, q=False, r=True, s=True) == ["eu.m.m"]
    # n may apply and makes the ceiling, m the floor
    assert determining(p=True, r=True, s=True) == ["eu.m.m", "eu.m.n"]
    # nothing but a duty applies: no finding makes a transaction free
    assert determining(p=False, q=False, r=False, s=True) == []
    assert determining(p=False, q=False, s=False) == ["eu.m.o"]


def test_measures_of_third_countries_stand_beside_the_decision(by, other):
    foreign = other("measure abroad\n  source: Art. 1\n  for export\n  prohibits when p\n", "us.x", "third_country US")
    decision = by(LICENCE, foreign)(p=True)
    assert decision.outcome is Outcome.licence_required
    assert [item.measure.path for item in decision.findings] == ["eu.m.m"]
    assert [(item.measure.path, item.ceiling) for item in decision.foreign] == [("us.x.abroad", Outcome.prohibited)]
    assert by(LICENCE)(p=True).foreign == ()
    assert by(LICENCE.replace("for export", "for transit"), foreign).ends(p=True) == FREE


# ---- reliefs ----------------------------------------------------------------------------------------------


def test_a_relief_applies_when_every_line_holds_and_none_of_those_against_it(by):
    law = by(
        LICENCE + RELIEF.format(form="authorisation", name="x") + "  when q\n  when r\n  not when s\n  not when u\n"
    )
    for q, r, s, u in product(TRUTHS, repeat=4):
        relief = min(q, r, 2 - s, 2 - u)
        decision = law(p=True, **stated(q=q, r=r, s=s, u=u))
        assert (decision.floor, decision.ceiling) == wanted(
            TRUE, Outcome.licence_required, [(relief, Outcome.authorised)]
        )
        # one that does not apply is told as well
        assert [item.truth for item in decision.findings[0].reliefs] == [relief]


def test_a_relief_for_another_activity_lifts_nothing(by):
    text = MEASURE.replace("for export", "for {export, transit}") + "  requires licence when p\n"
    law = by(text + RELIEF.format(form="exemption", name="x") + "  when q\n")
    assert law.ends(p=True, q=True) == FREE
    assert law.ends(activity="transit", p=True, q=True) == LICENSED
    assert law(activity="transit", p=True, q=True).findings[0].reliefs == ()
    assert law.ends(activity="brokering", p=True) == FREE


def test_the_reliefs_after_one_that_is_not_in_force_or_of_another_activity_still_count(by):
    law = by(
        MEASURE.replace("for export", "for {export, transit}")
        + "  requires licence when p\n"
        + RELIEF.format(form="exemption", name="elsewhere").replace("for export", "for transit")
        + "  when q\n"
        + RELIEF.format(form="exemption", name="later")
        + "  in force from 2027-01-01\n  when q\n"
        + RELIEF.format(form="authorisation", name="now")
        + "  when q\n"
    )
    decision = law(p=True, q=True)
    assert decision.outcome is Outcome.authorised
    assert [item.relief.path for item in decision.applied_reliefs] == ["eu.m.now"]
    assert law.ends("2027-01-01", p=True, q=True) == FREE


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        ("2025-12-31", LICENSED),
        ("2026-01-01", ("authorised", "licence_required")),
        ("2026-01-31", ("authorised", "licence_required")),
        ("2026-02-01", AUTHORISED),
        ("2026-06-30", AUTHORISED),
        ("2026-07-01", LICENSED),
    ],
)
def test_a_relief_lifts_on_its_days_and_may_lift_on_uncertain_ones(by, day, ends):
    law = by(
        LICENCE
        + RELIEF.format(form="authorisation", name="x")
        + "  in force from between 2026-01-01 and 2026-02-01 until 2026-06-30\n  when q\n"
    )
    assert law.ends(day, p=True, q=True) == ends


def test_a_relief_that_is_not_modelled_in_full_may_lift_and_never_does(by):
    law = by(
        LICENCE + RELIEF.format(form="authorisation", name="x") + "  when q\n  not modelled: a further condition\n"
    )
    assert law.ends(p=True, q=True) == ("authorised", "licence_required")
    assert law.ends(p=True, q=False) == LICENSED
    assert law(p=True, q=True).applied_reliefs == ()


def test_a_duty_is_all_that_an_obligation_brings_so_that_nothing_lifts_it(by):
    law = by(MEASURE + "  obliges when p\n  duty tell\n" + RELIEF.format(form="exemption", name="x") + "  when q\n")
    decision = law(p=True, q=True)
    assert decision.outcome is NONE
    assert decision.findings[0].reliefs == ()
    assert [item.duty.name for item in decision.duties] == ["tell"]


def test_reliefs_that_apply_are_told_once(by):
    law = by(
        MEASURE + "  requires licence when p\n  requires licence when q\n"
        + RELIEF.format(form="authorisation", name="x") + "  when r\n  duty tell\n  document X001\n"
        + RELIEF.format(form="exemption", name="y") + "  when s\n  duty ask\n  document X002\n"
    )  # fmt: skip
    decision = law(p=True, q=True, r=True)
    assert [item.relief.path for item in decision.applied_reliefs] == ["eu.m.x"]
    assert [(item.duty.name, item.truth, item.under) for item in decision.duties] == [("tell", TRUE, "eu.m.x")]
    # one that may apply is not yet used: nothing is owed under it
    assert [item.code for item in decision.documents] == ["X001"]
    assert law(p=True, r=False, s=False).duties == ()


# ---- duties and documents ---------------------------------------------------------------------------------


def test_duties_are_owed_or_may_be_owed_as_far_as_their_measure_applies(by):
    law = by(LICENCE + "    duty keep\n  duty tell\n  duty ask when q\n")
    found = {}
    for p, q in product(TRUTHS, repeat=2):
        decision = law(**stated(p=p, q=q))
        found[p, q] = {item.duty.name: (item.truth, item.under) for item in decision.duties}
    for (p, q), duties in found.items():
        always = {} if p == FALSE else {"keep": (p, "eu.m.m"), "tell": (p, "eu.m.m")}
        asked = {} if min(p, q) == FALSE else {"ask": (min(p, q), "eu.m.m")}
        assert duties == {**always, **asked}, (p, q)


def test_duties_below_a_condition_are_owed_where_their_own_line_is_not_false(by):
    law = by(MEASURE + "  requires licence when any of:\n    a. p\n      duty first\n    b. q\n      duty second\n")

    def owed(**facts):
        return sorted(item.duty.name for item in law(**facts).duties)

    assert owed(p=True, q=False) == ["first"]
    assert owed(p=False, q=True) == ["second"]
    assert owed(p=True) == ["first", "second"]
    assert owed(p=False, q=False) == []


def test_duties_below_a_line_of_a_relief_are_owed_under_the_relief(by):
    law = by(
        LICENCE + RELIEF.format(form="authorisation", name="x")
        + "  when any of:\n    a. q\n      duty first\n    b. r\n      duty second\n  duty always\n"
    )  # fmt: skip
    decision = law(p=True, q=True, r=False)
    assert [(item.duty.name, item.under) for item in decision.duties] == [("always", "eu.m.x"), ("first", "eu.m.x")]
    assert law(p=True, q=False, r=False).duties == ()


def test_duties_and_documents_of_a_relief_have_their_own_conditions(by):
    law = by(
        LICENCE + RELIEF.format(form="authorisation", name="x")
        + "  when any of:\n    a. any of:\n      1. q\n        duty deep\n      2. r\n        duty other\n"
        + "  duty tell when s\n  document X001 when s\n"
    )  # fmt: skip
    told = law(p=True, q=True, r=False, s=True)
    assert [(item.duty.name, item.truth) for item in told.duties] == [("tell", TRUE), ("deep", TRUE)]
    assert [item.code for item in told.documents] == ["X001"]
    silent = law(p=True, q=False, r=True, s=False)
    assert [item.duty.name for item in silent.duties] == ["other"]
    assert silent.documents == ()


def test_documents_count_in_force_where_their_condition_certainly_holds(by):
    law = by(
        LICENCE + "  document X001\n  document X002 when q\n  document X003 from 2026-03-01\n"
        "  document X004 until 2026-02-28\n"
    )

    def codes(*arguments, **facts):
        return [item.code for item in law(*arguments, **facts).documents]

    assert codes(p=True, q=True) == ["X001", "X002", "X003"]
    assert codes("2026-02-28", p=True) == ["X001", "X004"]
    assert codes(p=True, q=False) == ["X001", "X003"]
    # a measure that may apply is certain of no document
    assert codes(q=True) == []


def test_documents_of_an_obligation_count_where_nothing_else_may_apply(by):
    law = by(
        LICENCE + "  document X001\nmeasure w\n  source: Art. 5\n  for export\n  obliges when s\n  document Y901\n"
    )

    def codes(**facts):
        return [item.code for item in law(s=True, **facts).documents]

    assert codes(p=False) == ["Y901"]
    assert codes(p=True) == ["X001"]
    assert codes() == []


def test_a_document_of_two_measures_is_told_once(by):
    law = by(
        LICENCE + "  document X001\nmeasure n\n  source: Art. 3\n  for export\n  prohibits when p\n  document X001\n"
    )
    assert [item.code for item in law(p=True).documents] == ["X001"]


@pytest.mark.parametrize(
    ("spec", "shown"), [("", "prohibited"), (">12", "  prohibited"), *((form, "5") for form in "dnoxX"), ("b", "101")]
)
def test_an_outcome_is_shown_by_name_and_where_a_number_is_asked_for_by_its_rank(spec, shown):
    assert format(Outcome.prohibited, spec) == shown
