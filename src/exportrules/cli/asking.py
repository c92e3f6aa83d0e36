"""The conversation of `ask`: put the best question, take the answer as a case would state it, decide again."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, BinaryIO, Final, TextIO, cast

from exportrules.case import CaseError
from exportrules.cli.output import write_out, write_prompt
from exportrules.decision import Decision, Outcome
from exportrules.explanation import Question, ask_questions
from exportrules.explanation.report import headline
from exportrules.explanation.text import show_question
from exportrules.explanation.text_missing import level_words, narrower_word
from exportrules.explanation.wording import plain_value
from exportrules.jsontext import JsonError, read_json
from exportrules.loading import Rules

_HELP = (
    'Answer as a case states it ("80 W", yes, no, DE, not applicable), or as an answer is shown ("at most 80 W"), '
    'with its conditions where it is asked with some ("4 m^3/h at temperature 273 K, pressure 1 bar"); '
    "an empty line or ?: I do not know; q: stop."
)
_NOT_KNOWN = frozenset(("", "?", "unknown", "not known", "i do not know"))
_YES = frozenset(("yes", "y", "true"))
_NO = frozenset(("no", "n", "false", "none"))
_NO_PARTS = _NO | {"there are none"}
_ELSEWHERE = "any other country"
# how branches show what lies within limits, and how people write it
_BOUNDS: Final = {
    "at least": "at_least", "from": "at_least", "above": "above", "more than": "above", "at most": "at_most",
    "up to": "at_most", "below": "below", "less than": "below",
}  # fmt: skip
_LOW, _HIGH = "at least|from|above|more than", "at most|up to|below|less than"
_SIDE: Final = re.compile(rf"({_LOW}|{_HIGH}) (.+)")
_SIDE_AFTER: Final = re.compile(r"(.+) or (more|less)")
_BETWEEN: Final = re.compile(rf"({_LOW}) (.+?),?(?: and)? ({_HIGH}) (.+)")
_FROM_TO: Final = re.compile(r"(?:from )?([^a-z].*?) to (.+)")


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
        if words := narrower_word(decision, ask_questions(decision, ranked=0)):
            write_out(f"There are many questions. What spares most of them is {words}.")
        while not decision.conclusive:
            question = self._next(decision)
            if question is None:
                break
            write_out(f"\nSo far {headline(decision)}.")
            write_out("\n".join(show_answers(question)))
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
            case "fact" if answer.lower() == _ELSEWHERE:
                return "name the country by its code of two letters; `any other country` is no value of a case"
            case "fact":
                holder.setdefault("facts", {})[question.fact] = self._value(question.fact, answer)
            case "kind" if answer.lower() in _YES | _NO:
                return "name what it is, as narrowly as you know; `exportrules kinds WORD` finds the names"
            case "kind":
                holder["kind"] = self._kinds(answer)
            case "part":
                if answer.lower() not in _NO_PARTS:
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

    def _kinds(self, answer: str) -> list[str]:
        """Names of kinds, parted by commas or blanks; one that is shown with blanks may be typed with them."""
        found: list[str] = []
        for words in map(str.split, answer.split(",")):
            name = "_".join(words)
            found += [name] if name in self.rules.vocabulary.kinds else words
        return found

    def _value(self, fact: str, answer: str) -> object:
        definition = self.rules.vocabulary.facts[fact]
        form = definition.form
        if answer[:1] in ("{", "["):
            # as a case states it
            with suppress(JsonError):
                return read_json(answer, where="answer")
        # values are shown without the strokes between their words
        known = {plain_value(word): word for word in definition.values}
        if form in ("set of", "countries"):
            words = [word.strip() for word in answer.removeprefix("only ").split(",")]
            return [] if answer.lower() in _NO else [known.get(word, word) for word in words]
        if form == "one of":
            return known.get(answer, answer)
        if form in ("quantity", "derived"):
            return read_conditions(answer, definition.conditions)
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


def show_answers(question: Question) -> list[str]:
    """A question, and a line for each result that its answers would lead to, with all that lead there."""
    levels: dict[tuple[Outcome, Outcome], list[str]] = {}
    for branch in question.branches:
        levels.setdefault((branch.floor, branch.ceiling), []).append(plain_value(branch.answer))
    heading = next(iter(show_question(question)))
    return [heading, *(f"      {', '.join(answers)}: {level_words(*level)}" for level, answers in levels.items())]


def read_conditions(answer: str, conditions: Iterable[str]) -> object:
    """A value with its conditions of measurement as a case states it (`4 m^3/h at temperature 273 K, pressure 1 bar`).

    What names no condition is read as limits are.
    """
    value, _, rest = answer.partition(" at ")
    names = {plain_value(name): name for name in conditions}
    at: dict[str, str] = {}
    for part in map(str.strip, rest.split(",")):
        found = next((words for words in names if part.startswith(f"{words} ")), None)
        if found is None:
            return read_bounds(answer)
        at[names[found]] = part.removeprefix(found).strip()
    return {"value": read_bounds(value.strip()), "at": at}


def read_bounds(answer: str) -> object:
    """Limits in words as a case states them (`at most 2 W`, `2 W or less`, `above 1 below 2 W`, `1 to 2 W`).

    What names no limit is returned as it is.
    """
    answer = answer[:1].lower() + answer[1:]
    if found := _BETWEEN.fullmatch(answer):
        low, first, high, last = found.groups()
        return {_BOUNDS[low]: _with_unit(first, last), _BOUNDS[high]: last}
    if found := _SIDE_AFTER.fullmatch(answer):
        return {"at_least" if found[2] == "more" else "at_most": found[1]}
    if found := _FROM_TO.fullmatch(answer):
        return {"at_least": _with_unit(found[1], found[2]), "at_most": found[2]}
    found = _SIDE.fullmatch(answer)
    return answer if found is None else {_BOUNDS[found[1]]: found[2]}


def _with_unit(number: str, other: str) -> str:
    """A number with the unit of the other, where it has none of its own."""
    return number if re.search(r"[A-Za-z%°]", number.replace(" x 10^", "")) else f"{number} {other.rpartition(' ')[2]}"


def _key(question: Question) -> tuple[str, str, str]:
    return question.path, question.fact, question.text


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(member) for key, member in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_copy(member) for member in cast("list[Any]", value)]
    return value
