"""What is kept from one case to the next changes nothing of what is found by the bundled law."""

from exportrules import load
from exportrules.errors import ExportRulesError
from exportrules.scenarios import bundled_scenarios

EVERY = 89
NEVER = 10**9


def shape(decision):
    found = []
    for item in decision.findings:
        reliefs = [(relief.relief.path, relief.truth) for relief in item.reliefs]
        entries = [(entry.statement.code, entry.truth) for entry in item.entries]
        found.append((item.measure.path, item.truth, item.floor, item.ceiling, reliefs, entries))
    foreign = [(item.measure.path, item.truth) for item in decision.foreign]
    return decision.floor, decision.ceiling, found, foreign, decision.diagnostics


def test_a_case_after_many_others_gives_what_it_gives_alone():
    keeping, forgetting = load(), load()
    # neither code nor truths are made for a second use
    forgetting.program.router.warm = NEVER
    compared = 0
    for scenario in bundled_scenarios()[::EVERY]:
        try:
            case = keeping.read_case(scenario.case)
        except ExportRulesError:
            continue
        day = scenario.as_of or case.as_of
        if day is not None:
            assert shape(keeping.decide(case, day)) == shape(forgetting.decide(case, day)), scenario.name
            compared += 1
    assert compared > 50
    assert keeping.program.answers > keeping.program.router.warm
