"""What is held from one case to the next stays bounded."""

from exportrules.program import routing


def test_a_full_cache_begins_anew():
    cache = {"a": 1, "b": 2}
    routing._keep(cache, "c", 3, 2)
    assert cache == {"c": 3}
    routing._keep(cache, "d", 4, 2)
    assert cache == {"c": 3, "d": 4}
