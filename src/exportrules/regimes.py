"""Which multilateral regime each entry comes from, and which Member States belong to that regime on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from exportrules import records
from exportrules.countries import member_states
from exportrules.inventory import Regimes, read_regimes
from exportrules.logic import FALSE, TRUE, Truth
from exportrules.rules.rulebook import Rulebook

__all__ = ["RegimeEntry", "RegimeView", "regime_data", "regime_text", "view_regimes"]

FORMAT: Final = "exportrules.regimes/1"
_WORDS: Final = ("no", "not known", "yes")
Json = dict[str, Any]


@records.frozen
class RegimeEntry:
    """An entry of a list that is numbered by regime; `regime` is the short name, empty where the number tells none."""

    ruleset: str
    code: str
    title: str
    regime: str


@records.frozen
class RegimeView:
    """Entries with their regime, and each regime's membership among the Member States of a day.

    `names` spells the regimes out; `members` holds, by regime and Member State, 2 for yes, 1 for not known, 0 for
    no; a regime without a group of members (what rests on no regime) is not in it. `sources` says what each
    membership rests on.
    """

    as_of: date
    names: Mapping[str, str]
    entries: tuple[RegimeEntry, ...]
    members: Mapping[str, Mapping[str, Truth]]
    sources: Mapping[str, str]
    without_regime: tuple[RegimeEntry, ...]
    """The entries that rest on no regime."""

    def outside(self, regime: str) -> tuple[str, ...]:
        """The Member States that certainly do not belong to a regime."""
        return tuple(state for state, value in self.members.get(regime, {}).items() if value == FALSE)

    def unsure(self, regime: str) -> tuple[str, ...]:
        """The Member States of which it is not known."""
        return tuple(state for state, value in self.members.get(regime, {}).items() if value not in (TRUE, FALSE))


def view_regimes(book: Rulebook, as_of: date, *, words: tuple[str, ...] = ()) -> RegimeView:
    """The regime of every entry whose code begins with one of `words` (of all without them), and who belongs to it."""
    table = read_regimes()
    entries = tuple(_entries(book, table, words))
    used = {item.regime for item in entries}
    states = sorted(member_states(as_of))
    members: dict[str, dict[str, Truth]] = {}
    sources: dict[str, str] = {}
    for regime, name in table.members.items():
        group = book.vocabulary.groups.get(name)
        if regime in used and group is not None:
            members[regime] = {state: group.has_member(state, as_of, None) for state in states}
            sources[regime] = group.source
    return RegimeView(
        as_of=as_of,
        names={name: words for name, words in table.names.items() if name in used},
        entries=entries,
        members=members,
        sources=sources,
        without_regime=tuple(item for item in entries if item.regime and item.regime not in table.members),
    )


def _entries(book: Rulebook, table: Regimes, words: tuple[str, ...]) -> Iterator[RegimeEntry]:
    for ruleset in sorted(table.lists):
        for code, statement in book.statements.get(ruleset, {}).items():
            if statement.parent is None and (not words or code.startswith(words)):
                yield RegimeEntry(ruleset, code, statement.title, table.regime_of(ruleset, code) or "")


def regime_data(view: RegimeView) -> Json:
    """The view as plain data, in the format `exportrules.regimes/1`."""
    return {
        "format": FORMAT,
        "as_of": view.as_of.isoformat(),
        "regimes": dict(view.names),
        "members": {
            regime: {state: _WORDS[value] for state, value in found.items()} for regime, found in view.members.items()
        },
        "sources": dict(view.sources),
        "entries": [records.as_dict(item) for item in view.entries],
        "without_regime": [item.code for item in view.without_regime],
    }


def regime_text(view: RegimeView) -> str:
    """The view for people: entries by regime, and the Member States outside each."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: RegimeView) -> Iterator[str]:
    if not view.entries:
        yield "No such entry in a list that is numbered by regime; entries are written as 3A001"
    for regime, name in view.names.items():
        codes = [item.code for item in view.entries if item.regime == regime]
        yield f"{name} ({regime}): {len(codes)} entries"
        yield f"  {', '.join(codes)}"
        if regime not in view.members:
            none = any(item.regime == regime for item in view.without_regime)
            yield "  rests on no regime" if none else "  its members are not in the rules that are loaded"
            continue
        # the days of accession are mostly not stored: whoever reads this must see of which state it speaks
        yield f"  members by: {view.sources[regime]}"
        outside, unsure = view.outside(regime), view.unsure(regime)
        yield f"  Member States outside it on {view.as_of.isoformat()}: {', '.join(outside) or 'none'}"
        if unsure:
            yield f"  not known of: {', '.join(unsure)}"
    unnumbered = [item.code for item in view.entries if not item.regime]
    if unnumbered:
        yield f"No regime is told by the number: {', '.join(unnumbered)}"
