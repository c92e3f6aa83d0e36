"""Find a paragraph without knowing its code: by words of headings, item kinds, trade names and questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log

from exportrules import records
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import Rulebook, is_row
from exportrules.rules.statements import Statement

__all__ = ["Finder", "Hit"]

# a CAS number is one word
_WORD = re.compile(r"[0-9]{2,7}-[0-9]{2}-[0-9](?![0-9])|[a-z]+|[0-9]+(?:\.[0-9]+)?")
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "by",
        "can",
        "does",
        "for",
        "from",
        "has",
        "have",
        "having",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "what",
        "with",
    ]
)
# letters of American spelling, also within longer words, and those that the lists are written in
_AMERICAN = (
    ("fiber", "fibre"),
    ("center", "centre"),
    ("aluminum", "aluminium"),
    ("sulf", "sulph"),
    ("lyzer", "lyser"),
    ("izer", "iser"),
    ("armor", "armour"),
    ("vapor", "vapour"),
    ("mold", "mould"),
)
_TITLE, _KIND, _QUESTION, _ABOVE = 3.0, 3.0, 1.0, 0.6
_NARROWER, _FREED, _FAMILY = 0.6, 0.5, 0.5  # kinds below the one tested; what a note frees; words of one family
_MANY_KINDS = 40  # a kind with more below it says little of each
MAX_QUERY = 400


@records.frozen
class Hit:
    """A paragraph that fits a query; `title` joins the headings above it."""

    ruleset: str
    code: str
    title: str
    score: float


class Finder:
    """An index of the paragraphs of a rulebook; made once, asked often."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._paragraphs: list[Statement] = []
        self._narrower: dict[str, list[str]] = defaultdict(list)
        for name, kind in book.vocabulary.kinds.items():
            for above in kind.above - {name}:
                self._narrower[above].append(name)
        for known in book.statements.values():
            for statement in known.values():
                if not statement.reserved and not is_row(statement.code):
                    self._add(statement)
        self._rarity = {word: log(1 + len(self._paragraphs) / len(places)) for word, places in self._weights.items()}

    def find(self, query: str, *, most: int = 10, ruleset: str = "") -> tuple[Hit, ...]:
        """The best paragraphs for a query, at most one of each entry, the best first; of one list where it is named."""
        scores: defaultdict[int, float] = defaultdict(float)
        matched: defaultdict[int, int] = defaultdict(int)
        words = list(dict.fromkeys(read_words(query[:MAX_QUERY])))
        for word in words:
            found: dict[int, float] = {}
            for place, weight in self._near(word):
                found[place] = max(found.get(place, 0.0), weight)
            for place, weight in found.items():
                scores[place] += weight
                matched[place] += 1
        # a paragraph that speaks of all words comes before one that speaks much of one of them
        scores = defaultdict(float, {place: score * matched[place] / len(words) for place, score in scores.items()})
        best: dict[tuple[str, str], tuple[float, int]] = {}
        for place, score in scores.items():
            statement = self._paragraphs[place]
            if ruleset and statement.ruleset != ruleset:
                continue
            entry = (statement.ruleset, _entry(statement).code)
            best[entry] = max(best.get(entry, (0.0, 0)), (score, -place))
        ranked = sorted(best.values(), key=lambda item: (-item[0], -item[1]))[:most]
        return tuple(self._hit(self._paragraphs[-place], score) for score, place in ranked)

    def _near(self, word: str) -> Iterator[tuple[int, float]]:
        """Places of a word, and of other words of its family, for less."""
        for other, places in self._weights.items():
            if word == other or _alike(word, other):
                share = 1.0 if word == other else _FAMILY
                for place, weight in places:
                    yield place, weight * self._rarity[other] * share

    def _hit(self, statement: Statement, score: float) -> Hit:
        titles: list[str] = []
        above: Statement | None = statement
        while above is not None:
            if above.title:
                titles.insert(0, above.title)
            above = above.parent
        return Hit(statement.ruleset, statement.code, "; ".join(titles), round(score, 2))

    # ---- what a paragraph says ------------------------------------------------------------------------

    def _add(self, statement: Statement) -> None:
        place = len(self._paragraphs)
        self._paragraphs.append(statement)
        weights: dict[str, float] = {}
        _put(weights, _TITLE, " ".join((statement.title, *statement.known_as)))
        for weight, text in self._lines(statement):
            _put(weights, weight, text)
        for exclusion in statement.exclusions:
            for weight, text in self._texts(exclusion.condition):
                _put(weights, _FREED * weight, text)
        above = statement.parent
        while above is not None:
            _put(weights, _ABOVE * _TITLE, " ".join((above.title, *above.known_as)))
            for condition in (above.head, *above.wheres):
                for weight, text in self._texts(condition):
                    _put(weights, _ABOVE * weight, text)
            above = above.parent
        for word, weight in weights.items():
            self._weights[word].append((place, weight))

    def _lines(self, statement: Statement) -> Iterator[tuple[float, str]]:
        for condition in (statement.head, *statement.wheres):
            yield from self._texts(condition)
        for member in statement.members:
            if not member.code:
                yield from self._lines(member)
        yield from ((_QUESTION, text) for text in statement.remarks)

    def _texts(self, condition: rules.Condition | None) -> Iterator[tuple[float, str]]:
        match condition:
            case Statement():
                yield from self._lines(condition)
            case rules.AllOf() | rules.AnyOf():
                for item in condition.items:
                    yield from self._texts(item)
            case rules.Defined():
                yield _QUESTION, condition.term
                yield from self._texts(condition.meaning)
            case rules.PartTest():
                yield _QUESTION, condition.part
                yield from self._texts(condition.body)
            case rules.KindTest():
                for name in condition.kinds:
                    yield _KIND, self._kind(name)
                    if len(self._narrower[name]) <= _MANY_KINDS:
                        yield from ((_NARROWER * _KIND, self._kind(narrower)) for narrower in self._narrower[name])
            case rules.JudgementTest():
                yield _QUESTION, " ".join(condition.names)
            case None | rules.Negated() | rules.ListedTest():
                return
            case _:
                yield from self._test(condition)

    def _test(self, test: rules.Condition) -> Iterator[tuple[float, str]]:
        if isinstance(test, rules.CasTest):
            yield _KIND, test.number
        elif isinstance(test, rules.CodeTest):
            yield _KIND, test.code
        else:
            fact = getattr(test, "fact", None)
            if isinstance(fact, rules.FactRef):
                question = self.book.vocabulary.facts[fact.name].question
                yield _QUESTION, f"{fact.name} {question} {getattr(test, 'text', '')}"

    def _kind(self, name: str) -> str:
        return " ".join((name, *self.book.vocabulary.kinds[name].known_as))


def _put(weights: dict[str, float], weight: float, text: str) -> None:
    for word in read_words(text):
        weights[word] = max(weights.get(word, 0.0), weight)


def _alike(word: str, other: str) -> bool:
    """Words of one family: one begins with the other, or both with the same six letters; not CAS numbers."""
    if "-" in word or "-" in other:
        return False
    short, long = sorted((word, other), key=len)
    return (len(short) > 3 and long.startswith(short)) or (len(short) > 6 and short[:6] == long[:6])


def _entry(statement: Statement) -> Statement:
    while statement.parent is not None:
        statement = statement.parent
    return statement


def read_words(text: str) -> Iterable[str]:
    """The words of a text in their plain form, without the common ones."""
    for word in _WORD.findall(text.lower()):
        if word not in _COMMON:
            yield _plain(word)


def _plain(word: str) -> str:
    """In British letters, with plural and verb endings cut off: `fibers` finds `fibre`, `amplifiers` `amplifier`."""
    for american, british in _AMERICAN:
        word = word.replace(american, british)
    for ending, rest in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)] + rest
    return word
