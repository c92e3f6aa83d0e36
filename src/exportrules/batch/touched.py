"""Which lines a change of law can touch: by what differs between two rulebooks, and what a case can meet of it.

A line is left alone only where nothing that differs can bear on it. What differs is found paragraph by paragraph and
measure by measure, without titles, remarks and places in the text. A changed paragraph bears on a case when its item,
or a part of it, can be of the kinds and customs chapters that the paragraph needs, in the old words or the new; a
changed measure or relief when the transaction can meet what the measure needs.
"""

# It walks values of every class, of which nothing is known beforehand.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, cast

from exportrules import records
from exportrules.case.values import Case, Subject
from exportrules.program.needs import meets
from exportrules.rules import conditions as rules
from exportrules.rules.rulebook import RulesetInfo, belongs
from exportrules.rules.statements import Note
from exportrules.vocabulary import FactDefinition, KindDefinition, PartDefinition

if TYPE_CHECKING:
    from exportrules.loading import Rules
    from exportrules.program.program import Program

# what people read, and what only a message says
_SILENT: Final = frozenset(
    (
        "span", "parent", "title", "known_as", "remarks", "readings", "remark", "printed", "see", "text", "source",
        "question", "evidence", "digest", "checked_to",
    )
)  # fmt: skip
Place = tuple[str, str]


class Touched:
    """Compares two sets of rules once; `bears_on` then says of each case whether the change can matter to it."""

    def __init__(self, old: Rules, new: Rules) -> None:
        self._old, self._new = old.program, new.program
        self.everything = _words_differ(self._old, self._new) or _infos_differ(self._old, self._new)
        # the rulesets that only one of the two has
        apart = set(self._old.book.rulesets) ^ set(self._new.book.rulesets)
        roots = (_digest_roots(self._old), _digest_roots(self._new))
        changed = {place for place in roots[0].keys() | roots[1].keys() if roots[0].get(place) != roots[1].get(place)}
        changed |= {(name, "") for name in apart}
        self.paragraphs = _with_dependents(changed, self._old) | _with_dependents(changed, self._new)
        self.measures = _changed_measures(self._old, self._new, apart)

    def bears_on(self, case: Case) -> bool:
        """Whether the change can matter to a case."""
        if self.everything:
            return True
        if any(_may_ask(program, case, self.measures) for program in (self._old, self._new)):
            return True
        return any(self._meets(subject) for subject in _subjects(case.item))

    def _meets(self, subject: Subject) -> bool:
        names = {ruleset for ruleset, _ in self.paragraphs}
        if any(finding.ruleset in names or not finding.ruleset for finding in subject.findings):
            return True
        for program in (self._old, self._new):
            for ruleset in names:
                roots = program.router.candidates(ruleset, records.replace(subject, findings=()))
                if any((ruleset, root.code) in self.paragraphs for root in roots):
                    return True
        return False


def _subjects(item: Subject) -> Iterator[Subject]:
    yield item
    for listed in item.parts.values():
        for part in listed.subjects:
            yield from _subjects(part)


# ---- what differs --------------------------------------------------------------------------------


def digest_of(value: Any) -> str:
    """A digest of what something says, without what only people read."""
    return hashlib.sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fraction | date):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, Mapping):
        return [[key, _plain(item)] for key, item in cast("Mapping[str, Any]", value).items()]
    if isinstance(value, Note):
        # its condition stands in the paragraphs that it narrows
        return [_plain(value.period), value.not_modelled is not None]
    kind: type[Any] = type(value)
    if records.is_record(kind):
        names = (field.name for field in records.fields(kind) if field.name not in _SILENT)
        return [kind.__name__, *(_plain(getattr(value, name)) for name in names)]
    return [_plain(item) for item in cast("Iterable[Any]", value)]


def _digest_roots(program: Program) -> dict[Place, str]:
    """The digest of every paragraph of the first rank; those of one code together."""
    found: dict[Place, str] = {}
    for ruleset, roots in program.book.roots.items():
        for root in roots:
            place = (ruleset, root.code)
            found[place] = found.get(place, "") + digest_of(root)
    return found


def _words_differ(old: Program, new: Program) -> bool:
    """Whether a word that both know means something else, or one is gone; new words change no old line."""
    first, second = old.vocabulary, new.vocabulary
    tables: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...] = (
        (first.kinds, second.kinds), (first.parts, second.parts), (first.facts, second.facts),
        (first.groups, second.groups), (old.book.formulas, new.book.formulas),
    )  # fmt: skip
    for ours, theirs in tables:
        for name, item in ours.items():
            if name not in theirs or digest_of(_meaning(item)) != digest_of(_meaning(theirs[name])):
                return True
    return old.book.formulas.keys() != new.book.formulas.keys()


def _meaning(item: Any) -> Any:
    match item:
        case KindDefinition():
            return item.above
        case PartDefinition():
            return [item.above, item.owners, item.as_item]
        case FactDefinition():
            unit = None if item.unit is None else item.unit.kind
            conditions = {name: None if held is None else held.kind for name, held in item.conditions.items()}
            return [item.owners, item.form, unit, item.values, conditions, item.signed]
        case _:
            return item


def _infos_differ(old: Program, new: Program) -> bool:
    """Whether a ruleset holds at other times, in another place, or with other gaps."""
    ours, theirs = old.book.rulesets, new.book.rulesets
    return any(name in theirs and _info(info) != _info(theirs[name]) for name, info in ours.items())


def _info(info: RulesetInfo) -> str:
    return digest_of(records.replace(info, not_modelled=("some",) if info.not_modelled else ()))


def _with_dependents(changed: set[Place], program: Program) -> set[Place]:
    """The changed paragraphs, and all that ask whether an item is listed in one of them."""
    asks = {
        (ruleset, root.code): set(_targets(root)) for ruleset, roots in program.book.roots.items() for root in roots
    }
    found = set(changed)
    while True:
        more = {
            place
            for place, targets in asks.items()
            if place not in found and any(_hits(target, found) for target in targets)
        }
        if not more:
            return found
        found |= more


def _hits(target: Place, changed: Iterable[Place]) -> bool:
    ruleset, code = target
    return any(ruleset == name and (belongs(other, code) or belongs(code, other)) for name, other in changed)


def _targets(value: Any) -> Iterator[Place]:
    """Every paragraph or list that a test inside of something names."""
    if isinstance(value, rules.ListedTest | rules.JudgementTest):
        yield from ((target.ruleset, target.code) for target in value.targets)
    if isinstance(value, tuple):
        items: tuple[Any, ...] = value
        for item in items:
            yield from _targets(item)
        return
    kind: type[Any] = type(value)
    if records.is_record(kind) and not isinstance(value, Note):
        for field in records.fields(kind):
            if field.name not in _SILENT:
                yield from _targets(_as_tuple(getattr(value, field.name)))


def _as_tuple(value: Any) -> Any:
    """A sequence as a tuple: members of a statement may be read when they are asked for."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | tuple):
        found: Sequence[Any] = value
        return tuple(found)
    return value


def _changed_measures(old: Program, new: Program, apart: set[str]) -> frozenset[str]:
    """Measures that say something else, one of whose reliefs does, or that name a list which only one law has."""
    digests = [_digest_measures(program, apart) for program in (old, new)]
    names = digests[0].keys() | digests[1].keys()
    return frozenset(name for name in names if digests[0].get(name) != digests[1].get(name))


def _digest_measures(program: Program, apart: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for measure in program.book.measures:
        rest = [measure, *program.reliefs_for(measure.path)]
        named = {ruleset for rule in rest for ruleset, _ in _targets(rule)}
        # a list that is not there leaves open what one that is there answers
        mark = "" if named.isdisjoint(apart) else f"{id(program)} "
        found[measure.path] = mark + "".join(map(digest_of, rest))
    return found


def _may_ask(program: Program, case: Case, measures: frozenset[str]) -> bool:
    """Whether one of the measures has an effect that the transaction can meet."""
    asked = (head for head in program.index.heads if head.path in measures and case.activity in head.activities)
    return any(meets(needs, case.transaction) for head in asked for needs in head.needs)


__all__ = ["Touched", "digest_of"]
