"""Entries that speak of no item kind: the same code for every item, chosen by a word that the transaction states.

A catch-all for some end uses is certainly false for another, so the entries of a list are sorted by the words of one
fact of the transaction that most of them need. Where that fact is not stated, all of them are asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exportrules.logic import FALSE, TRUE, UNKNOWN, Truth
from exportrules.program.expressions import ALWAYS, NEVER, Pair
from exportrules.program.gates import OPEN
from exportrules.program.generated import Code, Writer, build_code, screening, speaks_of_kinds
from exportrules.program.needs import Needs, find_needs
from exportrules.program.slots import Codes
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement
from exportrules.vocabulary import TRANSACTION

if TYPE_CHECKING:
    from exportrules.program.program import Program

Place = tuple[str, str]
"""A ruleset and a section of it, "" for all of it."""
OTHER = object()
ALL = object()
Found = list[tuple[int, bool]]
LIST_BITS = 24
NOWHERE: Any = None
"""For code that asks no closures."""
FEW = 8
"""So few entries are asked one after the other."""


class OpenLists:
    """The entries of all lists that speak of no kind, and the code for them, shared by the routes of all kinds."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._entries: dict[Place, dict[Statement, int]] = {}
        self._routes: dict[tuple[Place, ...], OpenRoute] = {}

    def entries(self, place: Place) -> Mapping[Statement, int]:
        """The entries of a list or section that speak of no kind and of no customs chapter, with their places."""
        found = self._entries.get(place)
        if found is None:
            program, (ruleset, section) = self._program, place
            roots = program.router.route((ruleset, section, frozenset(), ""))
            entrances = program.index.entrances.get(ruleset, ())
            numbered = ((root, program.router.place(root)) for root in roots)
            found = self._entries[place] = {
                root: at for root, at in numbered if entrances[at].gate == OPEN and not speaks_of_kinds(root)
            }
        return found

    def route(self, places: tuple[Place, ...]) -> OpenRoute:
        """The code for some lists."""
        found = self._routes.get(places)
        if found is None:
            lists = [self.entries(place) for place in places]
            found = self._routes.setdefault(places, OpenRoute(lists, self._program))
        return found


class OpenRoute:
    """Code for the open entries of some lists over one reading of the facts."""

    def __init__(self, lists: Sequence[Mapping[Statement, int]], program: Program) -> None:
        self._numbers = [[number_of(at, place) for place in roots.values()] for at, roots in enumerate(lists)]
        self.entries = {number_of(at, place): root for at, roots in enumerate(lists) for root, place in roots.items()}
        """The entries by their numbers."""
        writer = Writer(None, program)
        for roots in lists:
            for root in roots:
                writer.collect(root)
        needs = [[_single(find_needs(_bare(root), program.book)) for root in roots] for roots in lists]
        fact = _choose_fact([item for items in needs for item in items])
        slot = writer.layout.find(TRANSACTION, fact)
        writer.layout.close()
        self.layout = writer.layout
        self._pairs = [[writer.write(root) for root in roots] for roots in lists]
        self.asks_closures = writer.asks_closures
        self._constants = writer.constants
        self._words = [[item.get(fact) for item in items] for items in needs]
        self._known = frozenset[str]().union(*(words for items in self._words for words in items if words))
        self._slot = None if slot is None or slot.holds_set else slot.number
        self._made: list[dict[Any, Code]] = [{} for _ in lists]
        self._screens: dict[Any, Code] = {}
        self._whole: dict[Any, Code] = {}

    def run(self, number: int, item: Codes, transaction: Codes, day: int, frame: Any) -> Truth:
        """The truth of "one of the open entries of a list"."""
        word = self._bucket(ALL if self._slot is None else transaction[self._slot])
        made = self._made[number]
        code = made.get(word)
        if code is None:
            code = made[word] = build_code(["def run(x, t, d, f):", *self._body(number, word)], self._constants)
        truth: Truth = code(item, transaction, day, frame)
        return truth

    def screen(self, item: Codes, transaction: Codes, day: int, frame: Any) -> Found:
        """The numbers of the entries that do not certainly fail, each with whether it holds."""
        word = ALL if self._slot is None else transaction[self._slot]
        code = self._screens.get(word)
        if code is None:
            word = self._bucket(word)
            code = self._screens.get(word)
            if code is None:
                code = self._screens[word] = self._make_screen(word)
        found: Found = code(item, transaction, day, frame)
        return found

    def run_all(self, item: Codes, transaction: Codes, day: int) -> Sequence[Truth]:
        """The same of all lists at once; for code that asks no closures."""
        word = ALL if self._slot is None else transaction[self._slot]
        code = self._whole.get(word)
        if code is None:
            word = self._bucket(word)
            code = self._whole.get(word)
            if code is None:
                code = self._whole[word] = self._make_whole(word)
        truths: Sequence[Truth] = code(item, transaction, day, NOWHERE)
        return truths

    def _make_whole(self, word: Any) -> Code:
        numbers = range(len(self._pairs))
        lines: list[str] = []
        for number in numbers:
            lines += [f"def l{number}(x, t, d, f):", *self._body(number, word)]
        empty = {number for number in numbers if not self._chosen(number, word)}
        parts = (str(FALSE) if number in empty else f"l{number}(x, t, d, f)" for number in numbers)
        lines += ["def run(x, t, d, f):", f" return ({''.join(f'{part}, ' for part in parts)})"]
        code: Code = build_code(lines, self._constants)
        return code

    def _body(self, number: int, word: Any) -> list[str]:
        return [f" v = {FALSE}", *one_of(self._chosen(number, word))]

    def _bucket(self, word: Any) -> Any:
        if word is ALL or not isinstance(word, str):
            return ALL
        return word if word in self._known else OTHER

    def _chosen(self, number: int, word: Any) -> list[Pair]:
        return [self._pairs[number][at] for at in self._left(number, word)]

    def _left(self, number: int, word: Any) -> list[int]:
        """Which entries are not certainly false for a word."""
        words = enumerate(self._words[number])
        return [at for at, asked in words if word is ALL or asked is None or word in asked]

    def _make_screen(self, word: Any) -> Code:
        chosen = [
            (numbers[at], self._pairs[number][at])
            for number, numbers in enumerate(self._numbers)
            for at in self._left(number, word)
        ]
        code: Code = build_code(screening("run(x, t, d, f)", chosen), self._constants)
        return code


def number_of(at: int, place: int) -> int:
    """The number of an entry among those of some lists: by list, and in the order of the list."""
    return at << LIST_BITS | place


def one_of(pairs: Sequence[Pair], sure: str = f"return {TRUE}", left: str = "return v") -> list[str]:
    """The body of a function that starts with a truth `v` and is `sure` at the first of the conditions that holds."""
    lines: list[str] = []
    for pair in pairs:
        if pair.fails == ALWAYS:
            continue
        lines.append(" if True:" if pair.fails == NEVER else f" if not ({pair.fails}):")
        lines += [] if pair.holds == NEVER else [f"  if {pair.holds}: {sure}"]
        lines.append(f"  v = {UNKNOWN}")
    return [*lines, f" {left}"]


def _bare(root: Statement) -> rules.Condition:
    """An entry's own words: its code says that a person may have found it met, which the quick way leaves out."""
    if root.also:
        return rules.AnyOf((), "")
    head = [] if root.head is None else [root.head]
    if root.connective not in ("all", ""):
        return rules.AllOf((*head, *root.wheres), "")
    members = () if root.part else tuple(member for member in root.members if not member.period.changes())
    return rules.AllOf((*head, *root.wheres, *(_bare(member) for member in members)), "")


def _single(needs: Needs) -> dict[str, frozenset[str]]:
    """The needs of one fact alone."""
    return {need[0][0]: need[0][1] for need in needs if len(need) == 1}


def _choose_fact(needs: Sequence[dict[str, frozenset[str]]]) -> str:
    """The fact by whose words the fewest entries are left on average."""
    facts = sorted({name for item in needs for name in item})
    if len(needs) < FEW or not facts:
        return ""
    universe = {name: len(frozenset[str]().union(*(item[name] for item in needs if name in item))) for name in facts}
    return min(facts, key=lambda name: sum(len(item[name]) / universe[name] if name in item else 1 for item in needs))


__all__ = ["LIST_BITS", "NOWHERE", "Found", "OpenLists", "OpenRoute", "number_of", "one_of"]
