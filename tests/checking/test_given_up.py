"""What the checker cannot make out is told: a condition that never holds would free what it lists."""

from exportrules.checking import conditions


def test_a_condition_that_is_given_up_without_a_reason_is_told(tell, monkeypatch):
    monkeypatch.setattr(conditions, "_compare", lambda condition, scope: conditions.NEVER)
    assert tell("entry 4A001 mass above 3 kg\n").splitlines() == [
        "=> XR991 `mass above 3 kg` could not be made out",
        "   under: mass above 3 kg",
        "   help: report this with the file",
    ]


def test_a_condition_that_is_given_up_for_a_reason_is_told_once(tell):
    assert tell("entry 4A001 mass above 3 mm\n").count("=> ") == 1


def test_products_of_one_dimension_are_compared(tell):
    lines = 'define "face" as = length * width\ndefine "square" as = length * length\n'
    assert tell(f'{lines}entry 4A001 "face" above "square"\n') == ""
