"""Every fault of a case, gathered while it is read and raised at once.

| code | what is wrong |
|---|---|
| XR820 | a country code that the table does not have |
| XR822 | a quantity below zero that cannot be
| XR823 | a heading of statistics in place of a country
| XR830 | a value of another shape than the one expected, `null`, or a binary floating-point number |
| XR831 | a key that the format does not have |
| XR832 | something that must be there is missing or empty |
| XR833 | another format, or another version of it |
| XR834 | an unknown activity |
| XR835 | an unknown fact |
| XR836 | a fact of another owner: of the transaction, of the item, or of a part |
| XR837 | an unknown part, or one that cannot be there |
| XR838 | an unknown item kind |
| XR839 | the same thing stated twice |
| XR840 | a number or unit that cannot be read, a decimal comma included |
| XR841 | a number without a unit |
| XR842 | a unit of another kind of quantity |
| XR843 | limits or days that leave nothing between them |
| XR844 | a condition of measurement that the fact does not have, or that is not stated as it must be |
| XR845 | a word that is none of the values of the fact |
| XR846 | not a day |
| XR847 | not a customs code |
| XR848 | not a CAS number |
| XR849 | a judgement or finding that nothing could use |
| XR911 | items nested too deeply |
| XR912 | too many parts |
| XR913 | too many facts, judgements and findings |
| XR914 | too long a list in one fact |
| XR915 | too many faults; the rest of the case was not read |
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NoReturn

from exportrules import records
from exportrules.case.paragraphs import Paragraphs
from exportrules.case.suggesting import suggest
from exportrules.errors import ExportRulesError
from exportrules.vocabulary import Vocabulary

__all__ = ["CaseError", "CaseFault", "Reading", "extend_path", "show"]

MAX_DEPTH = 16
"""Items within items, the item of the case included."""
MAX_PARTS = 10_000
MAX_FACTS = 10_000
MAX_LIST = 1_000
MAX_FAULTS = 100

_MAX_PLAIN = 80
_SHOWN_LENGTH = 60


@records.frozen
class CaseFault:
    """One bad field: `path` leads to it (`item.facts.output_power`; `case` is the whole)."""

    code: str
    path: str
    message: str
    help: str


class CaseError(ExportRulesError):
    """A case that cannot be read, with all its faults in the order in which they were found."""

    def __init__(self, faults: tuple[CaseFault, ...]) -> None:
        first = faults[0]
        super().__init__(first.code, f"{first.path}: {first.message}", first.help)
        self.faults = faults

    def __reduce__(self) -> tuple[type[CaseError], tuple[tuple[CaseFault, ...]]]:
        return type(self), (self.faults,)

    def __str__(self) -> str:
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        return f"{super().__str__()}{more}"

    def render(self) -> str:
        """Every fault on two lines: code, path and message, then the way out."""
        lines = (f"{fault.code} {fault.path}: {fault.message}\n      help: {fault.help}" for fault in self.faults)
        return "\n".join(lines)


@records.mutable(eq=False)
class Reading:
    """One reading of a case: what it is read against, and the faults and totals so far."""

    vocabulary: Vocabulary
    rulesets: Collection[str] = ()
    paragraphs: Paragraphs | None = None
    faults: list[CaseFault] = records.field(factory=list[CaseFault])
    parts: int = 0
    facts: int = 0
    has_wide_numbers: bool = False
    """Whether a number was met that canonical JSON does not write as Python writes an integer."""

    def fault(self, code: str, path: str, message: str, way_out: str) -> None:
        """Record a fault.

        Raises:
            CaseError: with XR915 as its last fault, when there are too many to go on.
        """
        self.faults.append(CaseFault(code, path, message, way_out))
        if len(self.faults) >= MAX_FAULTS:
            self.stop("XR915", path, f"more than {MAX_FAULTS - 1} faults", "correct these and read again")

    def stop(self, code: str, path: str, message: str, way_out: str) -> NoReturn:
        """Give up at a limit, with what was found so far."""
        self.faults.append(CaseFault(code, path, message, way_out))
        raise CaseError(tuple(self.faults))

    def shape(self, path: str, raw: object, wanted: str, way_out: str) -> None:
        """Record a value of the wrong shape (XR830)."""
        if raw is None:
            way_out = "leave out what is not known; a missing value counts as unknown"
        elif isinstance(raw, float):
            way_out = 'a float is not exact; write the number as text, such as "0.1 um", or as `Decimal`'
        self.fault("XR830", path, f"{wanted} is expected, not {_describe(raw)}", way_out)

    def unknown(self, code: str, path: str, what: str, name: str, known: Iterable[str], owner: str = "") -> None:
        """Record an unknown name (of an owner), with the names that look most alike."""
        whose = f" of `{owner}`" if owner else ""
        self.fault(code, path, f"unknown {what} {show(name)}{whose}", suggest(what, name, sorted(known)))

    def finish(self) -> None:
        """Raise everything that was found.

        Raises:
            CaseError: when there is at least one fault.
        """
        if self.faults:
            raise CaseError(tuple(self.faults))

    def count_part(self, path: str) -> None:
        """Count one part; more than 10 000 are refused (XR912)."""
        self.parts += 1
        if self.parts > MAX_PARTS:
            self.stop("XR912", path, f"more than {MAX_PARTS} parts", "state the parts that matter")

    def count_facts(self, number: int, path: str) -> None:
        """Count facts, judgements and findings; more than 10 000 are refused (XR913)."""
        self.facts += number
        if self.facts > MAX_FACTS:
            self.stop("XR913", path, f"more than {MAX_FACTS} facts", "state the facts that matter")

    def check_list(self, length: int, path: str) -> None:
        """Refuse a list of more than 1 000 values in one fact (XR914)."""
        if length > MAX_LIST:
            message = f"a list of {length} values, more than {MAX_LIST}"
            self.stop("XR914", path, message, "state a range, or the values that matter")


def extend_path(path: str, key: object) -> str:
    """The path of a member: `item.facts.mass`, or `item.facts["m a s s"]` for a key that is no plain name."""
    if not isinstance(key, str):
        step = f"[{_shorten(repr(key))}]"
    elif key.isidentifier() and key.isascii() and len(key) <= _MAX_PLAIN:
        return f"{path}.{key}" if path else key
    else:
        quoted = _shorten(key).replace('"', r"\"")
        step = f'["{quoted}"]'
    return f"{path or 'case'}{step}"


def show(text: str) -> str:
    """User text for a message: in backticks, shortened, on one line."""
    return f"`{_shorten(text)}`"


def _shorten(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text[:_SHOWN_LENGTH])
    return shown if len(text) <= _SHOWN_LENGTH >= len(shown) else f"{shown[: _SHOWN_LENGTH - 3]}..."


def _describe(raw: object) -> str:
    if raw is None:
        return "`null`"
    if isinstance(raw, bool):
        return "`true`" if raw else "`false`"
    if isinstance(raw, str):
        return f"the text {show(raw)}"
    if isinstance(raw, float):
        return f"the float `{raw!r}`"
    if isinstance(raw, list | tuple):
        return "a list"
    names = {"dict": "an object", "int": "a number", "Decimal": "a number", "date": "a day"}
    return names.get(type(raw).__name__, f"a value of type `{type(raw).__name__}`")
