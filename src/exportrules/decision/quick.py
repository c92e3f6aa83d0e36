"""The bounds of a decision without its findings, for the cases in which they are plain to see.

Where every stated value is one exact value, nobody recorded a finding, and no relief, doubt about a day or list that
open measures share comes into it, floor and ceiling follow from which measures apply and which may. In every other
case there is no quick answer, and the findings are made first.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from exportrules import records
from exportrules.case.values import Case
from exportrules.decision.asked import Asked, Planned, find_presence, select_for
from exportrules.decision.listing import targets_of
from exportrules.decision.outcomes import LEVELS, Outcome
from exportrules.errors import ExportRulesError
from exportrules.logic import FALSE, TRUE
from exportrules.program.frame import Session
from exportrules.program.fused import FusedRoute
from exportrules.program.program import Program
from exportrules.program.routing import route_key

MAX_KEPT: Final = 4096
MAX_CODES: Final = 2048
"""How much code is held at once, over all that is asked."""
DEAR: Final = 4
"""How many times dearer than an answer by the ordinary code it is to write a route of this kind."""
PATIENCE: Final = 16
HOPELESS: Final = -1
Bounds = tuple[Outcome, Outcome]


OUTCOMES: Final = tuple(Outcome)


@records.mutable(eq=False)
class Quick:
    """Code for some effects."""

    route: FusedRoute
    misses: int = 0
    """How often it could not tell, without ever telling."""


def find_bounds(program: Program, case: Case, day: date) -> Bounds | None:
    """Floor and ceiling; None where they do not follow at once."""
    item, router = case.item, program.router
    if item.findings or not (router.indexed and router.generate):
        return None
    era = program.era(day)
    asked = select_for(program, case.activity, day, era, case.transaction)
    if asked.unchecked:
        return None
    key = route_key("", "", item)
    quick: Quick | int | None = asked.quick.get(key)
    if quick == HOPELESS:
        return None
    if not isinstance(quick, Quick):
        if quick is None and len(asked.quick) >= MAX_KEPT:
            asked.quick.clear()
        uses = (quick or 0) + 1
        if uses < (router.warm - 1) * DEAR:
            asked.quick[key] = uses
            return None
        quick = asked.quick[key] = _make(program, asked, case, day)
        _bound(program, asked)
    try:
        found = quick.route.run(case, day)
    except (ExportRulesError, ArithmeticError, RecursionError):
        # the findings say which measure cannot be evaluated
        return None
    if found is not None:
        quick.misses = -1
        return OUTCOMES[found[0]], OUTCOMES[found[1]]
    if quick.misses >= 0:
        quick.misses += 1
        if quick.misses > PATIENCE:
            asked.quick[key] = HOPELESS
    return None


def screen_lists(session: Session) -> None:
    """Look into all lists at once, where the code that found the bounds can tell what they hold."""
    program, case = session.program, session.case
    if session.supposed is None and not case.item.findings and program.router.generate:
        asked = select_for(program, case.activity, session.as_of, session.era, case.transaction)
        quick = asked.quick.get(route_key("", "", case.item))
        if isinstance(quick, Quick):
            quick.route.screen(session)


def _bound(program: Program, asked: Asked) -> None:
    """Forget all code once there is much of it: a year of lines is not to fill the memory."""
    program.quick_codes.append(asked.quick)
    if len(program.quick_codes) > MAX_CODES:
        for held in program.quick_codes:
            held.clear()
        program.quick_codes.clear()
        program.fused.clear()


def _make(program: Program, asked: Asked, case: Case, day: date) -> Quick:
    """The code for what is asked. Of each effect its level: None where only the findings can tell."""
    weights = [
        (
            _level(program, effect, case.activity, day),
            frozenset((target.ruleset, target.code) for target in targets_of(condition)),
        )
        for effect, condition in zip(asked.effects, asked.conditions, strict=True)
    ]
    # the same code serves all days on which the same lists speak
    lists = sorted({name for _, places in weights for name, _ in places if name in program.book.rulesets})
    speaking = tuple(program.book.rulesets[name].speaks_of(day) for name in lists)
    place = route_key("", "", case.item)
    key = (tuple(map(id, asked.conditions)), tuple(level for level, _ in weights), speaking, place)
    route: FusedRoute | None = program.fused.get(key)
    if route is None:
        route = program.fused[key] = FusedRoute(asked.conditions, weights, place, day, program)
    return Quick(route)


def _level(program: Program, planned: Planned, activity: str, day: date) -> Outcome | None:
    """The level of an effect that is certainly in force in the law of the Union, and that nothing may lift."""
    head = program.index.heads[planned.measure]
    lifted = any(
        activity in relief.activities and find_presence(program, relief.ruleset, relief.period, day) != FALSE
        for relief in program.reliefs_for(head.path)
    )
    foreign = program.book.rulesets[head.ruleset].layer == "third_country"
    measure = program.book.measures[planned.measure]
    if lifted or foreign or planned.presence != TRUE or measure.not_modelled:
        return None
    return LEVELS[measure.effects[planned.effect].level]


__all__ = ["find_bounds", "screen_lists"]
