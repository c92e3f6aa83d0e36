"""What is held from one case to the next stays bounded, and its turn changes no answer."""

from itertools import chain, combinations, islice

from exportrules import to_json
from exportrules.loading import Rules
from exportrules.program.routing import MAX_CACHED
from exportrules.text import Source

NAMES = [f"thing_{letter}" for letter in "abcdefghijklm"]
LAW = f"""exportrules 1
ruleset eu.n
  title: t
  source: t
  layer union
  checked up to 2030-01-01
kind goods
kind {", ".join(NAMES)} within goods
entry 1A001 item is {NAMES[0]}
entry 1A002 item is {NAMES[1]}
measure m
  source: Art. 1
  for export
  requires licence when item listed in eu.n
"""
CASE = {"format": "exportrules.case/1", "activity": "export", "as_of": "2026-01-01", "item": {"kind": NAMES[0]}}


def test_of_more_kinds_than_are_held_the_first_are_looked_up_anew():
    rules = Rules([Source("n.xr", LAW)])
    route, key = rules.program.router.route, ("eu.n", "", frozenset((NAMES[0],)), None)
    before, held = to_json(rules.decide(CASE)), route(key)
    others = chain.from_iterable(combinations(NAMES, count) for count in range(2, len(NAMES) + 1))
    asked = [frozenset(kinds) for kinds in islice(others, MAX_CACHED)]
    # the decision itself took some of the room
    for kinds in asked[:-100]:
        route(("eu.n", "", kinds, None))
    assert route(key) is held
    for kinds in asked[-100:]:
        route(("eu.n", "", kinds, None))
    again = route(key)
    assert again is not held
    assert again == held
    # what is held now is held on
    assert route(key) is again
    assert to_json(rules.decide(CASE)) == before
