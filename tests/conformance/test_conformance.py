"""The meaning of the language as data, run by the engine and by the reference evaluator.

A file that fails for one of the two shows a fault in it; one that fails for both, a fault in the file or the paper.
"""

import json
import sys
from datetime import date
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT / "tests" / "reference")]

from evaluator import Reference  # noqa: E402

from exportrules.loading import Rules  # noqa: E402
from exportrules.logic import truth_name  # noqa: E402
from exportrules.program.frame import Frame, Session  # noqa: E402
from exportrules.rules.conditions import Target  # noqa: E402
from exportrules.syntax.parser import parse_source  # noqa: E402
from exportrules.text import Source  # noqa: E402

FILES = sorted((CHECKOUT / "conformance").glob("*.json"))
LEAST = 500


def read(path):
    data = json.loads(path.read_text("utf-8"))
    sources = [Source(name, "\n".join(lines) + "\n") for name, lines in data["rules"].items()]
    return data, sources


def by_engine(rules, raw, day, wanted):
    """What the engine says of what is expected."""
    case = rules.read_case({"format": "exportrules.case/1", **raw})
    session = Session(rules.program, case, day)
    frame = Frame(session, case.item)
    found = {
        path: truth_name(rules.program.listed(Target(*path.split(":")), frame)) for path in wanted.get("paragraphs", ())
    }
    decision = rules.decide(case, day) if "floor" in wanted else None
    return answer(found, wanted, None if decision is None else (decision.floor.name, decision.ceiling.name))


def by_reference(rules, reference, raw, day, wanted):
    """What the reference evaluator says of what is expected."""
    case = rules.read_case({"format": "exportrules.case/1", **raw})
    reference.about(case, day)
    found = {
        path: truth_name(reference.one(*path.split(":"), case.item, False)) for path in wanted.get("paragraphs", ())
    }
    return answer(found, wanted, reference.decide() if "floor" in wanted else None)


def answer(found, wanted, ends):
    told = {"paragraphs": found} if "paragraphs" in wanted else {}
    return {**told, **dict(zip(("floor", "ceiling"), ends, strict=True))} if ends else told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_evaluators_give_what_the_paper_says(path):
    data, sources = read(path)
    closures = Rules(sources, indexed=False, generate=False)
    rules = Rules(sources)
    reference = Reference([parse_source(source)[0] for source in sources])
    wrong = []
    for item in data["cases"]:
        day, raw, wanted = date.fromisoformat(item["as_of"]), item["case"], item["expect"]
        for name, told in (
            ("engine", by_engine(rules, raw, day, wanted)),
            ("engine without index", by_engine(closures, raw, day, wanted)),
            ("reference", by_reference(rules, reference, raw, day, wanted)),
        ):
            if told != wanted:
                wrong.append((item["name"], name, difference(told, wanted)))
    assert not wrong, wrong[:5]


def difference(told, wanted):
    """Only what differs, as (told, wanted)."""
    flat = lambda data: {**data.get("paragraphs", {}), **{k: v for k, v in data.items() if k != "paragraphs"}}  # noqa: E731
    one, other = flat(told), flat(wanted)
    return {key: (one.get(key), other[key]) for key in other if one.get(key) != other[key]}


def test_there_are_enough_and_each_says_something():
    count = 0
    for path in FILES:
        data, _ = read(path)
        assert data["format"] == "exportrules.conformance/1"
        assert data["about"]
        names = [item["name"] for item in data["cases"]]
        assert len(set(names)) == len(names)
        assert all(item["expect"].get("paragraphs") or "floor" in item["expect"] for item in data["cases"])
        count += len(names)
    assert count >= LEAST
