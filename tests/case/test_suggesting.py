"""A name that is not known: what may be meant by it."""

import pytest

from exportrules import load
from exportrules.case import CaseError


@pytest.fixture(scope="module", name="law")
def law_fixture():
    return load()


def helped(law, *, facts=None, item=None):
    case = {"format": "exportrules.case/1", "activity": "export", "facts": facts or {}, "item": {"facts": item or {}}}
    with pytest.raises(CaseError) as caught:
        law.read_case(case)
    (fault,) = caught.value.faults
    assert fault.code == "XR835"
    return fault.help


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("destination_country", "use_country"),  # one word in its name, the other in its question
        ("destination", "use_country"),
        ("Consignee Country", "consignee_country"),
        ("consigne_country", "consignee_country"),
        ("country", "use_country"),
    ],
)
def test_what_a_newcomer_would_call_a_fact_of_the_transaction(law, name, meant):
    assert f"`{meant}`" in helped(law, facts={name: "CH"})


@pytest.mark.parametrize(("name", "meant"), [("cn", "cn_code"), ("hs_code", "cn_code"), ("cn_cod", "cn_code")])
def test_what_a_newcomer_would_call_a_fact_of_the_item(law, name, meant):
    assert helped(law, item={name: "1"}).startswith(f"did you mean `{meant}`")


def test_the_same_name_in_other_letters_is_all_that_is_told(law):
    assert helped(law, item={"CN-code": "1"}) == "did you mean `cn_code`?"


def test_only_facts_that_may_stand_there_are_told(law):
    told = helped(law, facts={"cn_codes": "1"})
    assert "cn_code" not in told


def test_a_name_like_none_leads_to_the_vocabulary(law):
    assert helped(law, item={"qqqqqq": "1"}) == "use a fact of the vocabulary"


@pytest.mark.parametrize("more", [{}, {"by": "a clerk"}], ids=["plain", "with who stated it"])
def test_what_goods_only_come_from_is_no_destination(law, more):
    case = {"format": "exportrules.case/1", "activity": "export", "item": {}}
    assert law.read_case({**case, "item": {"facts": {"origin_country": {"value": "EU", **more}}}})
    assert law.read_case({**case, "item": {"facts": {"origin_country": "EU"}}})
    with pytest.raises(CaseError) as caught:
        law.read_case({**case, "facts": {"use_country": {"value": "EU", **more} if more else "EU"}})
    (fault,) = caught.value.faults
    assert (fault.code, fault.path.split(".")[:2]) == ("XR823", ["facts", "use_country"])
    assert "European Union" in fault.message
