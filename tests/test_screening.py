"""A host's screening becomes facts; a possible hit clears nobody."""

import re
from datetime import date
from pathlib import Path

import pytest

from exportrules import ExportRulesError, Outcome
from exportrules.screening import screen_parties

DAY = date(2026, 3, 1)
LIST = "eu_2014_833_annex_iv"


class Answers:
    """A screener that knows a few names."""

    def __init__(self, **known):
        self.known = known

    def screen(self, party):
        return self.known.get(party.get("name", ""), {})


def case(*names, complete=True):
    persons = [{"name": name, "facts": {"party_role": ["end_user"], "military_user": False}} for name in names]
    return {
        "format": "exportrules.case/1",
        "activity": "export",
        "as_of": "2025-09-01",
        "item": {"kind": "goods", "parts": {"party": {"complete": complete, "list": persons}}},
    }


def listed(screened, number=0):
    return screened["item"]["parts"]["party"]["list"][number]["facts"].get("listed_on")


def test_a_hit_is_on_the_list_and_a_clearance_is_not():
    screener = Answers(ACME={LIST: "hit"}, Bakery={LIST: "cleared"})
    screened = screen_parties(case("ACME", "Bakery"), screener, DAY)
    assert listed(screened) == {"value": {"includes": [LIST]}, "by": "screening", "on": "2026-03-01"}
    assert listed(screened, 1)["value"] == {"excludes": [LIST]}


def test_a_possible_hit_and_an_unknown_name_say_nothing():
    screened = screen_parties(case("Akme", "Nobody"), Answers(Akme={LIST: "possible"}), DAY)
    assert listed(screened) is None
    assert listed(screened, 1) is None


@pytest.mark.parametrize(("result", "text"), [("hit", "true"), ("possible", "unknown"), ("cleared", "false")])
def test_the_engine_takes_the_three_results_apart(law, result, text):
    from exportrules.program.frame import Frame, Session

    screened = screen_parties(case("ACME"), Answers(ACME={LIST: result}), DAY)
    read = law.read_case(screened)
    (person,) = read.item.parts["party"].subjects
    value = person.facts.get("listed_on")
    told = (
        "unknown" if value is None else "true" if LIST in value.included else "false" if LIST in value.excluded else "?"
    )
    assert told == text
    assert Frame(Session(law.program, read, DAY), read.item) is not None


def test_a_possible_hit_never_lowers_the_ceiling(law):
    base = case("ACME")
    base["facts"] = dict.fromkeys(("consignee_country", "end_user_country", "use_country", "purchasing_country"), "RU")
    ends = {
        result: law.decide(screen_parties(base, Answers(ACME={LIST: result}), DAY)).ceiling
        for result in ("hit", "possible", "cleared")
    }
    assert ends["possible"] >= max(ends["hit"], ends["cleared"])
    assert ends["hit"] == Outcome.prohibited


def test_the_case_is_left_as_it_was_and_names_go_no_further(law):
    given = case("ACME")
    screened = screen_parties(given, Answers(ACME={LIST: "hit"}), DAY)
    assert given == case("ACME")
    assert "name" not in screened["item"]["parts"]["party"]["list"][0]
    law.read_case(screened)


def test_what_is_stated_already_stays():
    given = case("ACME")
    given["item"]["parts"]["party"]["list"][0]["facts"]["listed_on"] = []
    assert listed(screen_parties(given, Answers(ACME={LIST: "hit"}), DAY)) == []


def test_a_case_without_persons_and_a_plain_list():
    bare = {"format": "exportrules.case/1", "activity": "export"}
    assert screen_parties(bare, Answers(), DAY) == bare
    plain = {**bare, "item": {"parts": {"party": [{"name": "ACME"}]}}}
    screened = screen_parties(plain, Answers(ACME={LIST: "cleared"}), DAY)
    assert screened["item"]["parts"]["party"][0]["facts"]["listed_on"]["value"] == {"excludes": [LIST]}


def test_another_word_is_refused():
    with pytest.raises(ExportRulesError) as caught:
        screen_parties(case("ACME"), Answers(ACME={LIST: "maybe"}), DAY)
    assert caught.value.code == "XR870"


@pytest.mark.parametrize("answer", [None, "cleared", ["cleared"]])
def test_an_answer_that_is_not_by_list_is_refused(answer):
    class Wrong:
        def screen(self, party):
            return answer

    with pytest.raises(ExportRulesError) as caught:
        screen_parties(case("ACME"), Wrong(), DAY)
    assert caught.value.code == "XR870"


@pytest.mark.parametrize(
    "item",
    [None, 7, {"parts": 7}, {"parts": {"party": 7}}, {"parts": {"party": {"complete": True}}},
     {"parts": {"party": ["ACME"]}}, {"parts": {"party": [{"name": "ACME", "facts": 7}]}}],
)  # fmt: skip
def test_another_shape_is_left_for_the_reader_of_the_case(law, item):
    given = {"format": "exportrules.case/1", "activity": "export", "item": item}
    screened = screen_parties(given, Answers(ACME={LIST: "hit"}), DAY)
    assert screened == given
    with pytest.raises(ExportRulesError):
        law.read_case(screened)


def test_the_page_names_the_lists_that_a_case_takes_and_no_other(law):
    page = (Path(__file__).resolve().parents[1] / "docs" / "cases.md").read_text("utf-8").partition("## Screening")[2]
    lists = law.vocabulary.facts["listed_on"].values
    assert set(re.findall(r"`(eu_[0-9]\w+)`", page)) == {*lists, "eu_2014_269"}
    assert "eu_2014_269" not in lists


@pytest.mark.parametrize(
    ("name", "way_out"),
    [
        (
            "eu_2014_269",
            (
                "use one of `eu_2006_765_annex_v`, `eu_2006_765_annex_xv`, `eu_2014_833_annex_iv`, "
                "`eu_2014_833_annex_xiv`, `eu_2014_833_annex_xix`, `eu_2014_833_annex_xlii`, "
                "`eu_2014_833_annex_xliii`, `eu_2014_833_annex_xliv`, `eu_2014_833_annex_xlv`, `eu_2014_833_art_5ag`"
            ),
        ),
        # one list is not meant for another because their names look alike
        (
            "eu_2014_269_annex_i",
            (
                f"did you mean `{LIST}` or `eu_2014_833_annex_xix` or `eu_2014_833_annex_xiv`? "
                "`exportrules facts listed_on` names them all"
            ),
        ),
    ],
)
def test_a_hit_on_a_list_that_no_rule_asks_for_is_refused_with_those_that_are(law, name, way_out):
    screened = screen_parties(case("ACME"), Answers(ACME={LIST: "cleared", name: "hit"}), DAY)
    with pytest.raises(ExportRulesError) as caught:
        law.decide(screened)
    assert (caught.value.code, caught.value.help) == ("XR845", way_out)
