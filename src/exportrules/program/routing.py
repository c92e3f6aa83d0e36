"""Which entries and measures an item can meet at all: by kind and customs chapter, then by generated code.

Everything that is left out is certainly false, never unknown. An item whose kind is not stated keeps all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from exportrules import records
from exportrules.case.values import Choices, Subject, Value
from exportrules.logic import FALSE
from exportrules.program.blanks import BlankList, Screened
from exportrules.program.frame import Frame
from exportrules.program.gates import Gate
from exportrules.program.index import Entrance
from exportrules.program.kept import RouteKey
from exportrules.program.route import Route
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import SECTION, belongs
from exportrules.rules.statements import Statement

if TYPE_CHECKING:
    from exportrules.program.program import Program

MAX_CACHED = 4096
MAX_CODES = 16384
"""So many entries have code at once, counted once for each route."""
MANY: Final = 200
"""So many entries at once are not written as code: hardly one of them speaks of what a case states."""
FEW_KEPT: Final = 4
"""Of so few entries not the list, but each for itself is kept."""
FEW: Final = 64
"""So few entries are asked one by one."""
_NONE: frozenset[str] = frozenset()
Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Router:
    """Routes items to entries. What it makes is made once and shared; nothing of a case stays in it."""

    def __init__(self, program: Program, *, indexed: bool, generate: bool, warm: int) -> None:
        self.program = program
        self.warm = warm
        self.indexed = indexed
        self.generate = generate
        self._routes: dict[RouteKey, tuple[Statement, ...]] = {}
        self._sorts: dict[str, tuple[bool, bool]] = {}
        self._blank: dict[RouteKey, BlankList] = {}
        self._code: dict[RouteKey, Route] = {}
        self._coded = 0
        self._asked: dict[RouteKey, int] = {}
        self._places: dict[int, int] = {}
        self._sections: dict[tuple[int, str], Statement] = {}
        self._near: dict[frozenset[str], frozenset[str]] = {}

    # ---- by kind and chapter ------------------------------------------------------------------------

    def candidates(self, ruleset: str, item: Subject, section: str = "") -> tuple[Statement, ...]:
        """The entries of a ruleset (or of a section) that are not certainly false for the item's kinds and code.

        A section may also name an entry that is declared not modelled as a whole.
        """
        if self.indexed:
            found = self.route(route_key(ruleset, section, item))
        else:
            entrances = self.program.index.entrances.get(ruleset, ())
            found = self._roots(
                ruleset, (at for at, entrance in enumerate(entrances) if _may_lie_in(entrance, section)), section
            )
        return self._with_named(found, ruleset, item, section) if item.findings else found

    def _with_named(
        self, found: tuple[Statement, ...], ruleset: str, item: Subject, section: str
    ) -> tuple[Statement, ...]:
        """The entries found and those of which a person said that a paragraph of theirs is met, in the list's order."""
        named = [finding.code for finding in item.findings if finding.met]
        if not named:
            return found
        entrances = self.program.index.entrances.get(ruleset, ())
        extra = self._roots(
            ruleset,
            (
                place
                for place, entrance in enumerate(entrances)
                if _may_lie_in(entrance, section) and any(belongs(code, entrance.code) for code in named)
            ),
            section,
        )
        missed = [root for root in extra if root not in found]
        return tuple(sorted((*found, *missed), key=self.place)) if missed else found

    def route(self, key: RouteKey) -> tuple[Statement, ...]:
        """The entries of a list or section that are not certainly false for some kinds and a customs chapter."""
        key = self._narrow(key)
        found = self._routes.get(key)
        if found is None:
            ruleset, section, kinds, chapter = key
            near = None if kinds is None else self.near(kinds)
            entrances = self.program.index.entrances.get(ruleset, ())
            passing = (
                place
                for place, entrance in enumerate(entrances)
                if _passes(entrance.gate, near, chapter) and _may_lie_in(entrance, section)
            )
            found = self._roots(ruleset, passing, section)
            _keep(self._routes, key, found)
        return found

    def _narrow(self, key: RouteKey) -> RouteKey:
        """The key without what does not tell the entries of the list apart: most are sorted by kinds or by chapters."""
        ruleset, section, kinds, chapter = key
        found = self._sorts.get(ruleset)
        if found is None:
            gates = [entrance.gate for entrance in self.program.index.entrances.get(ruleset, ())]
            by_kind = any(gate.kinds is not None for gate in gates)
            by_chapter = any(gate.kinds is None and gate.chapters is not None for gate in gates)
            found = self._sorts[ruleset] = (by_kind, by_chapter)
        return ruleset, section, kinds if found[0] else None, chapter if found[1] else None

    def near(self, kinds: frozenset[str]) -> frozenset[str]:
        """Kinds whose test is not certainly false for an item stated to be of these kinds."""
        found = self._near.get(kinds)
        if found is None:
            known, possible = self.program.vocabulary.kinds, self.program.index.possible
            found = _NONE.union(*(known[kind].above | possible.get(kind, _NONE) for kind in kinds))
            _keep(self._near, kinds, found)
        return found

    # ---- by generated code -----------------------------------------------------------------------------

    def screen(self, ruleset: str, frame: Frame, section: str = "") -> Screened:
        """The entries that do not certainly fail for the frame's item, with their truth, in the list's order."""
        item = frame.item
        if not _is_plain(frame) and not self._may_generate(frame):
            return self._ask(self.candidates(ruleset, item, section), frame)
        place = (id(item), ruleset, section)
        held = frame.session.screened.get(place)
        if held is None:
            # a section is screened alone: a paragraph of one section may ask for another section
            held = self._screen(route_key(ruleset, section, item), frame)
            if item.findings:
                held = self._add_named(held, ruleset, frame, section)
            frame.session.screened[place] = held
        return held

    def _add_named(self, held: Screened, ruleset: str, frame: Frame, section: str) -> Screened:
        """With the entries of which a person said that a paragraph of theirs is met."""
        left = tuple(root for root, _ in held)
        whole = self._with_named(left, ruleset, frame.item, section)
        if len(whole) == len(left):
            return held
        more = self._ask([root for root in whole if root not in left], frame)
        truths = {id(root): value for root, value in (*held, *more)}
        return [(root, truths[id(root)]) for root in whole if id(root) in truths]

    def _screen(self, key: RouteKey, frame: Frame) -> Screened:
        """The entries that the kinds and the customs chapter leave, as kept from an earlier case or worked out."""
        session = frame.session
        code = self._code.get((*key[:3], self._narrow(key)[3]))
        if code is not None and not (code.asks_closures or frame.item.findings) and self._may_generate(frame):
            # sooner done than looked up
            return self._settle(code, frame)
        roots = self.route(key)
        if len(roots) < FEW_KEPT or not _is_plain(frame) or session.stated is None:
            return self._work_out(key, roots, frame)
        memory = self.program.kept.of_list(self._narrow(key), roots)
        place = memory.place(session)
        if place is None:
            return self._work_out(key, roots, frame)
        held: Screened | None = memory.recall(place, frame)
        if held is None:
            start, spoilt = len(session.trace), session.spoilt
            held = self._work_out(key, roots, frame)
            if session.spoilt == spoilt:
                self.program.kept.keep(memory, place, session.trace[start:], held, len(held))
        return held

    def _work_out(self, key: RouteKey, roots: Sequence[Statement], frame: Frame) -> Screened:
        code = self._compiled(key, roots) if len(roots) <= MANY and self._may_generate(frame) else None
        if code is not None:
            held = self._settle(code, frame)
            return self._find(held, frame) if frame.item.findings else held
        stated = frame.session.stated
        if stated is None or len(roots) <= FEW or not _is_plain(frame):
            return self._ask(roots, frame)
        key = self._narrow(key)
        blank = self._blank.get(key)
        if blank is None:
            blank = BlankList(roots, self.program)
            _keep(self._blank, key, blank)
        return blank.screen(frame, stated)

    def _find(self, held: Screened, frame: Frame) -> Screened:
        """Take a person's findings into account, of which the code knows nothing, about what is not ruled out."""
        left = tuple(root for root, _ in held)
        for root in left:
            frame.session.memo.pop((id(root), id(frame.item)), None)
        return self._ask(left, frame)

    def _ask(self, roots: Sequence[Statement], frame: Frame) -> Screened:
        """Ask the closures."""
        runner = self.program.runner
        found: Screened = []
        for root in roots:
            value = runner(root)(frame)
            if value != FALSE:
                found.append((root, value))
        return found

    def _may_generate(self, frame: Frame) -> bool:
        supposed = frame.session.supposed
        return (
            self.generate
            and self.indexed
            and frame.overrides is None
            and frame.it is None
            and (supposed is None or not supposed.pins)
        )

    def _compiled(self, key: RouteKey, statements: Sequence[Statement]) -> Route | None:
        """The code of a route, once it has been asked for often enough."""
        # the code may speak of kinds where the route does not
        key = (*key[:3], self._narrow(key)[3])
        found = self._code.get(key)
        if found is None:
            asked = self._asked.get(key, 0) + 1
            _keep(self._asked, key, asked)
            if asked < self.warm:
                return None
            shared = self.program.open_lists.route((key[:2],))
            found = Route({self.place(root): root for root in statements}, key[2], shared, self.program)
            if self._coded + found.weight > MAX_CODES:
                # counted anew as well, else what is asked for in turn would be written again each time
                self._code.clear()
                self._asked.clear()
                self._coded = 0
            self._code[key] = found
            self._coded += found.weight
        return found

    def _roots(self, ruleset: str, places: Iterable[int], section: str) -> tuple[Statement, ...]:
        """The entries of a list, or of a section, that stand at some places."""
        roots = self.program.book.roots.get(ruleset, ())
        found = [(place, self._narrowed(roots[place], section)) for place in places]
        self._places.update((id(root), place) for place, root in found)
        return tuple(root for _, root in found)

    def _narrowed(self, root: Statement, section: str) -> Statement:
        """A line that takes a whole list over, as it is for a section."""
        if root.code or not section or not isinstance(root.head, rules.ListedTest):
            return root
        found = self._sections.get((id(root), section))
        if found is None:
            targets = tuple(rules.Target(target.ruleset, section) for target in root.head.targets)
            head = records.replace(root.head, targets=targets, text=f"item listed in {section}")
            line = records.replace(root, code=section, label=section, head=head)
            found = self._sections.setdefault((id(root), section), line)
        return found

    def place(self, root: Statement) -> int:
        """The place in its list of an entry that was found here; two rows may bear the same code."""
        return self._places[id(root)]

    def _settle(self, code: Route, frame: Frame) -> Screened:
        """Ask the closures where the code cannot say, and remember the truth of paragraphs."""
        session, number = frame.session, id(frame.item)
        start, spoilt = len(session.trace), session.spoilt
        settled: Screened = []
        for statement, truth in code.run(frame):
            value = truth if truth >= 0 else self.program.runner(statement)(frame)
            if value == FALSE:
                continue
            session.memo[(id(statement), number)] = value
            settled.append((statement, value))
        if session.spoilt != spoilt or len(session.trace) > start:
            # the code does not tell what it asked for which of them
            asked = None if session.spoilt != spoilt else tuple(dict.fromkeys(session.trace[start:]))
            session.traces.update(((id(statement), number), asked) for statement, _ in settled)
        return settled


def _keep(cache: dict[Key, Kept], key: Key, value: Kept, most: int = MAX_CACHED) -> None:
    if len(cache) >= most:
        cache.clear()
    cache[key] = value


def route_key(ruleset: str, section: str, item: Subject) -> RouteKey:
    """Under which entries of a list are kept for an item."""
    code = _single(item.facts.get("cn_code"))
    return ruleset, section, item.kinds, None if code is None else code[:2]


def _is_plain(frame: Frame) -> bool:
    """Whether the item of the case is asked about, as it is stated or supposed."""
    return frame.overrides is None and frame.it is None and frame.item is frame.session.case.item


def _may_lie_in(entrance: Entrance, section: str) -> bool:
    """Whether an entry lies in a section, is the entry of a paragraph, or takes a whole list over."""
    code = entrance.code
    if not section or belongs(code, section) or code == section.split(".", maxsplit=1)[0]:
        return True
    return entrance.takes and not code and len(section) == SECTION


def _single(value: Value | None) -> str | None:
    """The one code that is stated, if it is one."""
    if isinstance(value, Choices) and len(value.values) == 1:
        return next(iter(value.values))
    return None


def _passes(gate: Gate, near: frozenset[str] | None, chapter: str | None) -> bool:
    if gate.kinds is not None:
        return near is None or not gate.kinds.isdisjoint(near)
    if gate.chapters is not None:
        return chapter is None or chapter in gate.chapters
    return True
