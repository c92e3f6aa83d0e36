"""What an explanation is made of: reasons in a tree, questions, the status of a paragraph."""

from __future__ import annotations

from typing import Literal

from exportrules import records
from exportrules.case.values import NOBODY, Provenance
from exportrules.decision import Outcome
from exportrules.logic import Truth

QuestionForm = Literal["fact", "kind", "part", "judgement"]
Form = Literal["paragraph", "line", "term", "note", "part", "list", "test", "not", "not modelled", "finding"]


@records.frozen
class Reason:
    """One node of an explanation.

    `text` is the rule's own line, `truth` its value here and `status` the words for it; `fact`, `value`
    and `source` say what was stated and by whom; a paragraph has `code`, `ruleset` and `title`.
    """

    form: Form
    text: str
    truth: Truth
    status: str
    code: str = ""
    ruleset: str = ""
    title: str = ""
    evidence: str = ""
    fact: str = ""
    value: str = ""
    source: Provenance = NOBODY
    readings: tuple[str, ...] = ()
    children: tuple[Reason, ...] = ()


@records.frozen
class Branch:
    """One possible answer to a question and the interval of outcomes that it would leave."""

    answer: str
    floor: Outcome
    ceiling: Outcome


@records.frozen
class Question:
    """Something that is not known and on which the answer hangs.

    `fact` names the fact, kind, part or judgement; `path` the thing that it belongs to; `how` says in
    which form to state it; `for_paragraphs` the paragraphs and measures that ask. `objects` names what a
    judgement would be for.
    """

    form: QuestionForm
    fact: str
    path: str
    text: str
    how: str
    for_paragraphs: tuple[str, ...]
    branches: tuple[Branch, ...] = ()
    objects: tuple[str, ...] = ()


@records.frozen
class Change:
    """Another value of a known fact that would change the outcome."""

    fact: str
    path: str
    stated: str
    instead: str
    floor: Outcome
    ceiling: Outcome


@records.frozen
class Status:
    """Whether an item is listed in a paragraph: `plain` is met, not met or undetermined, `words` say more."""

    ruleset: str
    code: str
    truth: Truth
    plain: str
    words: str
