"""A country outside the group of its fact is told of, and changes no answer."""

import pytest

from exportrules import load
from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.n
  title: t
  source: t
  layer union
  checked from 2010-01-01 up to 2030-01-01
kind goods
fact exporter_state of transaction is country in group members
  asks: where the exporter is
fact end_user_country of transaction is country
  asks: where the end user is
group members
  source: t
  members {AT, DE}
  members GB until 2020-01-31
measure m
  source: Art. 1
  for export
  requires licence when end_user_country is RU
"""
TOLD = "`exporter_state` is {}, which is not in group `members`; the rules for that group are asked all the same"


def case_of(state, key="facts"):
    stated = {"facts": {"end_user_country": "RU"}}
    stated.setdefault(key, {})["exporter_state"] = state
    return {
        "format": "exportrules.case/1",
        "activity": "export",
        "as_of": "2026-01-01",
        "item": {"facts": {}},
        **stated,
    }


@pytest.fixture(scope="module", params=[{}, {"generate": False}, {"indexed": False, "generate": False}])
def rules(request):
    return Rules([Source("n.xr", LAW)], **request.param)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("US", "US"),
        ({"value": "US", "by": "the broker"}, "US"),
        ({"one_of": ["US", "CH"]}, "US or CH"),
        ("GB", "GB"),
        ("AT", None),
        ({"one_of": ["US", "AT"]}, None),
        ("not applicable", None),
    ],
)
def test_a_country_that_is_certainly_outside_is_told_of(rules, state, told):
    decision = rules.decide(case_of(state))
    assert decision.diagnostics == ((("XR856", TOLD.format(told)),) if told else ())
    assert decision.outcome is not None
    assert decision.outcome.name == "licence_required"
    # whatever was found out before
    assert rules.decide(case_of(state)).diagnostics == decision.diagnostics
    # what is looked for once is told as often as it is asked
    first, second = decision.session.diagnostics, decision.session.diagnostics
    assert dict(first) == dict(second) == dict.fromkeys(decision.diagnostics)


def test_an_assumed_country_is_told_of_as_well(rules):
    assert [code for code, _ in rules.decide(case_of("US", "assume")).diagnostics] == ["XR856"]


@pytest.mark.parametrize(("day", "codes"), [("2020-01-31", []), ("2020-02-01", ["XR856"])])
def test_the_day_of_the_law_decides_who_is_a_member(rules, day, codes):
    case = {**case_of("GB"), "as_of": day}
    assert [code for code, _ in rules.decide(case).diagnostics] == codes


@pytest.mark.parametrize(
    ("state", "codes"), [("AT", set()), ("XI", set()), ("US", {"XR856"}), ("XU", {"XR856"}), ("ES-CANARY", {"XR856"})]
)
def test_the_bundled_law_speaks_to_exporters_of_the_union(state, codes):
    decision = load().decide(case_of(state))
    assert {code for code, _ in decision.diagnostics} & {"XR856"} == codes
