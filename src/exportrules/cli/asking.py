"""The conversation of `ask`: put the best question, take the answer as a case would state it, decide again."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO, TextIO, cast

from exportrules.case import CaseError
from exportrules.cli.output import write_out, write_prompt
from exportrules.decision import Decision
from exportrules.explanation import Question, ask_questions
from exportrules.explanation.report import headline
from exportrules.explanation.text import show_question
from exportrules.loading import Rules

_HELP = 'Answer as a case states it ("80 W", yes, no, DE, not applicable); an empty line or ?: I do not know; q: stop.'
_NOT_KNOWN = frozenset(("", "?", "unknown", "not known", "i do not know"))
_YES = frozenset(("yes", "y", "true"))
_NO = frozenset(("no", "n", "false", "none"))


class Conversation:
    """Questions and answers about one case. `case` is the case with every answer so far."""

    def __init__(self, rules: Rules, case: Mapping[str, object], as_of: date | None) -> None:
        self.rules = rules
        self.case = cast("dict[str, Any]", _copy(case))
        self.as_of = as_of
        self.skipped: set[tuple[str, str, str]] = set()

    def run(self) -> Decision:
        """Ask until the decision is conclusive, the questions end, or the answers do."""
        decision = self._decide()
        write_out(_HELP)
        while not decision.conclusive:
            question = self._next(decision)
            if question is None:
                break
            write_out(f"\nSo far {headline(decision)}.")
            write_out("\n".join(show_question(question)))
            answer = self._read()
            if answer is None or answer == "q":
                break
            if answer.lower() in _NOT_KNOWN:
                self.skipped.add(_key(question))
                continue
            decision = self._take(question, answer, decision)
        return decision

    def _decide(self) -> Decision:
        return self.rules.decide(self.rules.read_case(self.case), self.as_of)

    def _next(self, decision: Decision) -> Question | None:
        left = [item for item in ask_questions(decision) if _key(item) not in self.skipped]
        return left[0] if left else None

    def _read(self) -> str | None:
        stream: TextIO | None = sys.stdin
        if stream is None:
            return None
        write_prompt()
        binary: BinaryIO | None = getattr(stream, "buffer", None)
        # an answer in another encoding is refused as a value, not as a fault of the program
        line = binary.readline().decode(stream.encoding or "utf-8", "replace") if binary else stream.readline()
        if not line:
            # nobody typed the end of the line of the question mark
            write_out("")
            return None
        return line.strip()

    def _take(self, question: Question, answer: str, decision: Decision) -> Decision:
        """Put an answer into the case; one that a case could not state is refused and asked again."""
        before = _copy(self.case)
        problem = self._put(question, answer)
        if not problem:
            try:
                return self._decide()
            except CaseError as error:
                problem = error.render()
        self.case = before
        write_out(problem)
        return decision

    def _put(self, question: Question, answer: str) -> str:
        holder = self._holder(question.path)
        match question.form:
            case "fact":
                holder.setdefault("facts", {})[question.fact] = self._value(question.fact, answer)
            case "kind" if answer.lower() in _YES | _NO:
                return "name what it is, as narrowly as you know; `exportrules kinds WORD` finds the names"
            case "kind":
                holder["kind"] = [word.strip() for word in answer.replace(",", " ").split()]
            case "part":
                if answer.lower() not in _NO:
                    return f"state them in the case under `parts.{question.fact}`, or answer `none`"
                parts: dict[str, Any] = holder.setdefault("parts", {})
                stated: Any = parts.get(question.fact, [])
                # those that are stated already stay; there are no others
                kept: Any = cast("Any", stated)["list"] if isinstance(stated, dict) else stated
                parts[question.fact] = {"complete": True, "list": kept}
            case "judgement":
                return self._judge(holder, question, answer.lower())
        return ""

    def _judge(self, holder: dict[str, Any], question: Question, answer: str) -> str:
        if answer not in _YES | _NO:
            return "answer yes or no"
        for target in question.objects or ("",):
            record: dict[str, Any] = {"term": question.fact, "value": answer in _YES, "by": "answered when asked"}
            if target:
                record["for"] = target
            holder.setdefault("judgements", []).append(record)
        return ""

    def _value(self, fact: str, answer: str) -> object:
        form = self.rules.vocabulary.facts[fact].form
        if form in ("set of", "countries"):
            return [] if answer.lower() in _NO else [word.strip() for word in answer.split(",")]
        if form == "range" and " to " in answer:
            low, _, high = answer.partition(" to ")
            return {"from": low.strip(), "to": high.strip()}
        return answer.lower() if form == "yes or no" else answer

    def _holder(self, path: str) -> dict[str, Any]:
        """The object of the case at a path such as `item.parts.axis[0]`; `facts` is the transaction."""
        if path == "facts":
            return self.case
        here: dict[str, Any] = self.case
        for step in path.split("."):
            name, bracket, rest = step.partition("[")
            inner: Any = here.setdefault(name, {})
            if bracket:
                listed: Any = cast("Any", inner) if isinstance(inner, list) else inner["list"]
                inner = listed[int(rest.rstrip("]"))]
            here = inner
        return here


def _key(question: Question) -> tuple[str, str, str]:
    return question.path, question.fact, question.text


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(member) for key, member in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_copy(member) for member in cast("list[Any]", value)]
    return value
