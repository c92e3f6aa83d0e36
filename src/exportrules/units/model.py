"""What a unit and a quantity are."""

from __future__ import annotations

from fractions import Fraction

from exportrules import records
from exportrules.errors import ExportRulesError


class UnitError(ExportRulesError):
    """A number, a unit or a quantity that is refused.

    Codes: XR301 two kinds of quantity, XR302 not a number with a unit, XR303 unknown unit,
    XR312 no plain scale, XR903 over a limit.
    """


def show_text(text: str) -> str:
    """User text for a message: at most 60 characters, none of them a control character."""
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return short if short.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in short)


@records.frozen
class Unit:
    """A unit of the closed table; two units are equal when their names are.

    A magnitude `m` of a linear unit is `m * scale + offset` base units of the kind. With `log`
    "power10" it is `scale * 10**(m / 10)`, with "field20" `scale * 10**(m / 20)`.
    """

    name: str
    kind: str = records.field(eq=False)
    scale: Fraction = records.field(default=Fraction(1), eq=False)
    offset: Fraction = records.field(default=Fraction(0), eq=False)
    log: str | None = records.field(default=None, eq=False)
    aliases: tuple[str, ...] = records.field(default=(), eq=False)


@records.frozen
class Quantity:
    """A magnitude in a unit; `text` is what was written and takes no part in equality."""

    magnitude: Fraction
    unit: Unit
    text: str = records.field(eq=False)
