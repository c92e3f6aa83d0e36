"""Who belongs to which export control regime."""

import pytest


def members(law, name):
    return {country for item in law.vocabulary.groups[name].memberships for country in item.values}


@pytest.mark.parametrize(
    ("name", "size", "outside"),
    [
        ("wassenaar_arrangement_members", 42, {"CY"}),
        ("mtcr_members", 35, {"CY", "EE", "HR", "LT", "LV", "MT", "RO", "SI", "SK"}),
        ("nuclear_suppliers_group_members", 48, set()),
        ("australia_group_members", 42, set()),
    ],
)
def test_size_and_member_states_outside(law, name, size, outside):
    assert len(members(law, name)) == size
    assert members(law, "member_states") - members(law, name) == outside


def test_parties_to_the_chemical_weapons_convention_are_not_in_the_data(law):
    assert "chemical_weapons_convention_members" not in law.vocabulary.groups
    assert "destination_is_cwc_party" in law.vocabulary.facts
