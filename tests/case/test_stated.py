"""A case stays as it was read: its values, its text, in another process too."""

import copy
import json
import pickle
from pathlib import Path

import pytest

from exportrules import load
from exportrules.case import read_case


@pytest.fixture(scope="module")
def vocabulary():
    return load(Path(__file__).resolve().parents[1] / "small" / "rules", bundled=False).vocabulary


@pytest.fixture
def raw(vocabulary):
    quantity = next(fact for fact in vocabulary.facts.values() if fact.form == "quantity" and "item" in fact.owners)
    unit = quantity.unit.name
    return {
        "format": "exportrules.case/1",
        "id": "line 1",
        "activity": "export",
        "as_of": "2026-03-01",
        "item": {"facts": {quantity.name: f"1.25 {unit}"}},
    }, quantity


def test_the_value_is_what_the_longer_form_gives(vocabulary, raw):
    given_, fact = raw
    longer = copy.deepcopy(given_)
    longer["item"]["facts"][fact.name] = {"value": given_["item"]["facts"][fact.name]}
    short, long = read_case(given_, vocabulary).item, read_case(longer, vocabulary).item
    assert dict(short.facts) == dict(long.facts)
    assert (short.codes, short.inexact) == (long.codes, long.inexact)
    assert short.facts[fact.name] is short.facts[fact.name]


def test_a_case_does_not_change_with_the_object_it_was_read_from(vocabulary, raw):
    given_, fact = raw
    case = read_case(given_, vocabulary)
    before = json.loads(json.dumps(given_))
    given_["item"]["facts"][fact.name] = "9 kg"
    given_["item"]["kind"] = "other"
    given_["id"] = "line 2"
    assert json.loads(case.text) == before
    assert case.item.facts[fact.name].text == before["item"]["facts"][fact.name]


def test_a_case_goes_to_another_process_with_its_values(vocabulary, raw):
    case = read_case(raw[0], vocabulary)
    other = pickle.loads(pickle.dumps(case))
    assert dict(other.item.facts) == dict(case.item.facts)
    assert (other.item.codes, other.text) == (case.item.codes, case.text)
