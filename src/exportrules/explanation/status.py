"""Whether the item of a decision is listed in a paragraph, in the words of the law."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from exportrules.decision import Decision
from exportrules.errors import ExportRulesError
from exportrules.explanation.model import Status
from exportrules.explanation.nodes import Records
from exportrules.explanation.tree import Explainer
from exportrules.logic import FALSE
from exportrules.program.frame import Frame
from exportrules.program.program import Program
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement

_PLAIN = ("not met", "undetermined", "met")
_FITTING = (("not met", "not in force", "reserved", "excluded"), ("undetermined",), ("met",))
"""How the words of each truth begin; a person may have found what is not in force, or is reserved."""
MOST: Final = 3
"""So many paragraphs are named in place of one that is not there."""


def find_paragraph(program: Program, path: str) -> Statement:
    """The paragraph with a code, or with `ruleset:code`.

    Raises:
        ExportRulesError: XR863, no loaded list has it, or several have it.
    """
    ruleset, _, code = path.rpartition(":")
    names = [ruleset] if ruleset else sorted(program.book.statements)
    found = [item for item in (program.book.find(name, code) for name in names) if item is not None]
    if len(found) == 1:
        return found[0]
    if found:
        places = " or ".join(f"`{item.ruleset}:{code}`" for item in found)
        raise ExportRulesError("XR863", f"several lists have a paragraph `{code}`", f"write {places}")
    near = _spelled_alike(program, [ruleset] if ruleset in program.book.statements else program.book.statements, code)
    way_out = "did you mean " + " or ".join(f"`{item}`" for item in near) + "?" if near else "see `exportrules entries`"
    raise ExportRulesError("XR863", f"no loaded list has a paragraph `{path}`", way_out)


def _spelled_alike(program: Program, rulesets: Iterable[str], code: str) -> list[str]:
    """The same code in other letters, else codes that look like it; each with its list."""
    plain = code.casefold()
    known: dict[str, list[str]] = {}
    for ruleset in sorted(rulesets):
        for item in program.book.statements[ruleset]:
            known.setdefault(item.casefold(), []).append(f"{ruleset}:{item}")
    near = [plain] if plain in known else get_close_matches(plain, known, n=MOST, cutoff=0.6)
    return [place for item in near for place in known[item]][:MOST]


def find_status(decision: Decision, path: str) -> Status:
    """The status of one paragraph, a code or `ruleset:code`, for the item of a decision.

    Raises:
        ExportRulesError: XR863, no loaded list has the paragraph, or several have it.
    """
    program = decision.session.program
    statement = find_paragraph(program, path)
    code = statement.code
    frame = Frame(decision.session, decision.case.item)
    truth = program.listed(rules.Target(statement.ruleset, code), frame)
    # of two rows of one code that which says more
    told = (
        Explainer(program, Records()).explain(item, frame) for item in program.book.find_all(statement.ruleset, code)
    )
    own = max(told, key=lambda item: item.truth)
    # its own words hold as far as the list does, and what stands above it
    words = own.status if own.truth == truth and own.status.startswith(_FITTING[truth]) else _PLAIN[truth]
    if program.speaks_of(statement.ruleset, decision.session) == FALSE:
        words = "not in force"
    return Status(statement.ruleset, code, truth, _PLAIN[truth], words)
