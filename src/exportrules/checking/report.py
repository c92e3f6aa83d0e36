"""Collect diagnostics while checking."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from exportrules.countries import CountryError, find_country
from exportrules.text import NOWHERE, Diagnostic, Span
from exportrules.text.diagnostic import sort_key

MAX_DIAGNOSTICS = 500
MAX_CHOICE = 16
MAX_SHOWN = 80
"""Characters of a name that a message shows."""


class Report:
    """Faults found so far; each place and code is reported once."""

    def __init__(self, lost: Iterable[str] = ()) -> None:
        self.lost = set(lost)
        """Names that texts with faults would have declared: that they are unknown is not told once more."""
        self._items: list[Diagnostic] = []
        self._seen: set[tuple[str, str, Span]] = set()

    def add(self, item: Diagnostic) -> None:
        """Record a diagnostic unless the same was recorded already."""
        key = (item.code, item.message, item.span)
        if key not in self._seen:
            self._seen.add(key)
            self._items.append(item)

    def error(
        self,
        code: str,
        message: str,
        help: str,  # noqa: A002 - the public name of the way out
        span: Span = NOWHERE,
        also: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Record an error."""
        self.add(Diagnostic(code, message, help, span, "error", also))

    def warning(self, code: str, message: str, help: str, span: Span = NOWHERE) -> None:  # noqa: A002
        """Record a warning."""
        self.add(Diagnostic(code, message, help, span, "warning"))

    @property
    def has_errors(self) -> bool:
        """Whether an error was recorded, or what is lost in other texts may have caused one."""
        return bool(self.lost) or any(item.severity == "error" for item in self._items)

    def extend(self, items: Iterable[Diagnostic]) -> None:
        """Record several."""
        for item in items:
            self.add(item)

    def unknown(self, code: str, what: str, name: str, known: Iterable[str], span: Span) -> None:
        """Report an unknown name with the nearest known ones."""
        if {name, name.split(".", 1)[0], name.rpartition(".")[2]} & self.lost:
            return
        self.error(code, f"unknown {what} `{shorten(name)}`", suggest(shorten(name), known, what), span)

    def unlisted(self, code: str, what: str, name: str, known: Iterable[str], span: Span, owner: str = "") -> None:
        """Report a word that is none of a closed choice, with the nearest of them or the choice."""
        choice = sorted(known)
        near = get_close_matches(name, choice, n=3, cutoff=0.6)
        told = ", ".join(f"`{item}`" for item in choice[:MAX_CHOICE]) + (", …" if len(choice) > MAX_CHOICE else "")
        way_out = suggest(name, near, what) if near else f"use one of {told}" if choice else f"there is no {what}"
        whose = f" of `{owner}`" if owner else ""
        self.error(code, f"unknown {what} `{shorten(name)}`{whose}", way_out, span)

    def twice(self, what: str, name: str, span: Span, first: Span) -> None:
        """Report a name that is declared a second time (XR201)."""
        also = ((first, "the first"),)
        self.error("XR201", f"{what} `{shorten(name)}` is declared twice", "keep one declaration", span, also)

    def country(self, code: str, span: Span) -> None:
        """Report a country code that the table does not have, so that no case can ever state it (XR216)."""
        try:
            find_country(code)
        except CountryError as error:
            way_out = error.help or "use a code of the table of countries"
            self.error("XR216", f"unknown country code `{shorten(code)}`", way_out, span)

    def cas_number(self, number: str, span: Span) -> None:
        """Warn of a CAS number with a wrong check digit, which no case can state (XR217)."""
        digits, _, check = number.replace("-", "", 1).partition("-")
        total = sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1))
        if total % 10 != int(check):
            way_out = f"compare it with the law; its digits call for {total % 10} as the last"
            self.warning("XR217", f"the check digit of `{number}` is wrong", way_out, span)

    def items(self) -> tuple[Diagnostic, ...]:
        """All diagnostics in the order of their places."""
        return tuple(sorted(self._items, key=sort_key)[:MAX_DIAGNOSTICS])

    def all(self) -> tuple[Diagnostic, ...]:
        """All diagnostics in the order in which they were found."""
        return tuple(self._items)

    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors only."""
        return tuple(item for item in self.items() if item.severity == "error")


def shorten(name: str) -> str:
    """A name for a message, which need not show all of a very long one."""
    return name if len(name) <= MAX_SHOWN else f"{name[: MAX_SHOWN - 3]}..."


def suggest(name: str, known: Iterable[str], what: str) -> str:
    """A help line that names the nearest known names."""
    near = get_close_matches(name, sorted(known), n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"`{item}`" for item in near) + "?"
    return f"declare the {what}, or correct its name"
