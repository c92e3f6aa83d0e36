"""Small random rulesets as text, and random cases against them: every construct of the language in a few lines.

Everything is drawn from one `random.Random`, so that a failing example is its seed.
"""

from __future__ import annotations

from random import Random

from small_blocks import Blocks
from small_cases import random_case, random_findings
from small_words import (
    COLOURS,
    COUNTRIES,
    DAYS,
    DECIDED,
    FLAGS,
    KINDS,
    MORE_VOCABULARY,
    NUMBERS,
    STUFFS,
    TERMS,
    VOCABULARY,
)

__all__ = ["COLOURS", "COUNTRIES", "DAYS", "DECIDED", "Law", "random_case", "random_findings"]

MORE = 0.6
"""The share of the rich laws that draw the rarer words (`small_words`, `small_blocks`)."""


class Law(Blocks):
    """One random law: `files` by name, and the codes of its paragraphs."""

    def __init__(self, seed: int, *, closed: bool = True, rich: bool = False) -> None:
        """`closed`: nothing is left out of the model; `rich`: with the constructs that are rarer in the law."""
        self.random = Random(seed)  # noqa: S311 - not for secrets
        self.closed = closed
        self.rich = rich
        self.more = rich and self.random.random() < MORE
        """Whether the rarer words are drawn too."""
        self.terms = self.more and self.random.random() < 0.7
        self.apart = self.more and self.random.random() < 0.35
        """Whether there is a list on which no measure rests."""
        self.local = ""
        """A test by a term of the entry at hand."""
        self.heads: dict[str, str] = {}
        self.codes: list[str] = []
        self.entries: tuple[str, ...] = ()
        """The entries of the list while they are written, those to come too."""
        self.taken: list[str] = []
        """What `eu.narrow` takes over, as its lines name it."""
        self.owns = False
        """Whether `eu.narrow` has an entry of its own."""
        lists = self._lists()
        vocabulary = VOCABULARY + MORE_VOCABULARY if self.more else VOCABULARY
        self.files = {"a.xr": vocabulary, "b.xr": lists, "c.xr": self._measures()}

    # ---- conditions ----------------------------------------------------------------------------------

    def test(self, *, in_part: bool = False) -> str:
        """One test of a fact."""
        r = self.random
        if self.more and r.random() < 0.5:
            return self.part_test() if in_part else self.more_tests()
        if in_part:
            return r.choice((f"length {self.limit('mm')}", "hard", "not hard"))
        forms = [
            lambda: f"power {self.limit('W')}",
            lambda: f"mass {self.limit('kg')}",
            lambda: f"share {self.limit('W/kg')}",
            lambda: f"gain at least {r.randint(1, 3)} dB at stage_number {r.choice(('1 count', 'at most 2 count'))}",
            lambda: f"band {r.choice(('reaches', 'within', 'covers'))} above 1 GHz up to {r.randint(2, 4)} GHz",
            lambda: r.choice(("", "not ")) + r.choice(FLAGS),
            lambda: f"colour is {r.choice(COLOURS)}",
            lambda: "colour is one of {" + ", ".join(r.sample(COLOURS, 2)) + "}",
            lambda: f"stuff includes {r.choice(STUFFS)}",
            lambda: "stuff includes at least 2 of {metal, glass, wood}",
            lambda: f"{r.choice(NUMBERS)} is not applicable",
            lambda: f"item is {r.choice(KINDS)}",
            lambda: "item is one of {" + ", ".join(r.sample(KINDS, 2)) + "}",
            lambda: f"destination is {r.choice(COUNTRIES)}",
            lambda: "destination in group friends",
            lambda: f"signed {r.choice(('before', 'after', 'from', 'up to'))} 2024-07-01",
            lambda: f"judged made_for {'for ' + r.choice(('ships', 'planes'))}",
            lambda: f"cn {r.choice(('84', '8413', '9013 20'))}",
            lambda: f"cn ex {r.choice(('84', '9013'))}",
            lambda: (
                f"{r.choice(('some', 'no', 'every', 'at least 2', 'at most 1', 'exactly 1'))} piece has "
                f"{self.test(in_part=True)} and {self.test(in_part=True)}"
            ),
            lambda: f"some core has power {self.limit('W')}",
        ]
        if self.codes:
            forms.append(lambda: f"item {r.choice(('listed in', 'meets'))} {r.choice(self.codes)}")
            forms.append(lambda: f"some core listed in {r.choice(self.codes)}")
        return r.choice(forms)()

    def limit(self, unit: str) -> str:
        """A limit on a few whole numbers, so that limits and values often meet."""
        low = self.random.randint(1, 3)
        words = ("above", "at least", "below", "at most", "exactly")
        if self.random.random() < 0.3:
            return f"from {low} {unit} below {low + self.random.randint(1, 2)} {unit}"
        return f"{self.random.choice(words)} {low} {unit}"

    def head(self) -> str:
        """A condition of one or two tests."""
        if self.random.random() < 0.6:
            return self.test()
        return self.random.choice((" and ", " or ")).join((self.atom(), self.atom()))

    def atom(self) -> str:
        """A test that may stand beside others on a line."""
        while True:
            test = self.test()
            if not any(word in test for word in (" has ", " and ", " or ")):
                return test

    # ---- lists ---------------------------------------------------------------------------------------

    def _lists(self) -> str:
        lines = ["exportrules 1", "ruleset eu.list", "  title: list", "  source: none", "  layer union",
                 "  in force from 2024-01-01", "  checked from 2024-07-01 up to 2030-01-01"]  # fmt: skip
        if self.rich and not self.closed and self.random.random() < 0.15:
            lines.append("  not modelled: a gap")
        if self.terms:
            lines += TERMS.format(*(self.random.randint(1, 3) for _ in range(2))).splitlines()
        codes = [f"3A00{number}" for number in range(1, self.random.randint(1, 3) + 1)]
        if self.more and len(codes) > 1 and self.random.random() < 0.3:
            codes[-1] = "3B001"
        self.entries = tuple(codes)
        lines += [line for code in codes for line in self._entry(code)]
        self.entries = ()
        lines += self._bands_that_refer() if self.more else []
        if self.more and not self.closed and self.random.random() < 0.2:
            lines += [f"entry 3A009 {self.head()}", "  not modelled: what it says"]
            self.codes += ["3A009", "3A009.a"]
        if self.more and self.random.random() < 0.4:
            lines += [f"entry 3E001 item is {self.random.choice(('technology', 'software'))} and {self.judgement()}"]
            self.codes.append("3E001")
        lines += self._apart()
        lines += ["ruleset eu.narrow", "  title: narrow", "  source: none", "  layer union", "  codes from eu.list",
                  "  checked up to 2030-01-01"]  # fmt: skip
        if self.rich:
            lines += self._header()
        if self.rich:
            lines += self._more_taken()
        for code in self.random.sample(self.codes, min(2, len(self.codes))):
            self.taken.append(code)
            narrowing = f" when {self.head()}" if self.random.random() < 0.5 else ""
            lines.append(f"takes eu.list.{code}{narrowing}")
            if self.rich and not self.closed and self.random.random() < 0.1:
                lines.append("  not modelled: a gap")
            if self.more and self.random.random() < 0.2:
                lines.append(f"  {self.period()}")
        if self.rich:
            lines += self._goods()
        return "\n".join(lines) + "\n"

    def _bands_that_refer(self) -> list[str]:
        """An entry whose lines join and ask for a paragraph of another list, whose lines join too."""
        r = self.random
        if not self.apart:
            return []
        joining = (("at least 2", "below 2"), ("above 2", "at most 2"), ("at most 1", "above 1"))
        code = r.choice(("eu.apart.3A007", "eu.apart.3A007", "eu.apart.3A", *self.codes))
        asked = r.choice(("item listed in {}", "item listed in {}", "some core listed in {}", "no core listed in {}"))
        asked = r.choice(("", "", "", "item is goods and ", "cooled and ")) + asked.format(code)
        low, high = r.choice(joining)
        ones = r.choice(((f"power {low} W", f"power {high} W"), ("sealed", "not sealed")))
        word = r.choice(("any of:", "any of:", "none of:"))
        return [
            f"entry 3A008 {word}",
            *(f"  {label}. {one} and {asked}" for label, one in zip("ab", ones, strict=True)),
        ]

    def _apart(self) -> list[str]:
        """A list on which no measure rests, for those that refer to it."""
        r = self.random
        low, high = r.choice((("at least 2", "below 2"), ("above 2", "at most 2"), ("at most 1", "above 1")))
        lines = ["ruleset eu.apart", "  title: apart", "  source: none", "  layer union", "  checked up to 2030-01-01"]
        lines += [
            "entry 3A007 any of:",
            f"  a. mass {low} kg",
            f"  b. mass {high} kg{r.choice(('', '', ' and sealed'))}",
        ]
        return lines if self.apart else []

    def _more_taken(self) -> list[str]:
        """An entry of its own, and lines that take over several paragraphs, a section or a whole list."""
        r = self.random
        self.owns = r.random() < 0.5
        lines = [f"entry 3A901 {self.head()}"] if self.owns else []
        if r.random() < 0.5:
            narrowing = f" when {self.head()}" if r.random() < 0.6 else ""
            several = [*r.sample(self.codes, min(2, len(self.codes))), "3A"]
            place = r.choice(("eu.list", "eu.list.3A", "{eu.list." + ", eu.list.".join(r.sample(several, 2)) + "}"))
            lines.append(f"takes {place}{narrowing}")
        return lines

    def _header(self) -> list[str]:
        """Lines of a ruleset's header that make its text uncertain."""
        r = self.random
        lines = ["  not modelled: a gap"] if not self.closed and r.random() < 0.15 else []
        if r.random() < 0.2:
            lines.append(
                r.choice((f"  in force from {r.choice(DAYS)}", "  in force from between 2024-07-01 and 2025-01-01"))
            )
        return lines

    def _goods(self) -> list[str]:
        """A table of customs codes, beside an entry that is not modelled as a whole."""
        r = self.random
        lines = ["ruleset eu.goods", "  title: goods", "  source: none", "  layer union", "  codes from eu.list",
                 "  checked up to 2030-01-01", *self._header()]  # fmt: skip
        if not self.closed and r.random() < 0.5:
            lines += [f"entry 4A001 {self.head()}", "  not modelled: what it says"]
        lines += ["table part_a"]
        for code in r.sample(("8413", "8413 70", "9013 20", "90"), 2):
            days = f" from {r.choice(DAYS)}" if r.random() < 0.3 else ""
            if self.more and r.random() < 0.3:
                days = " " + self.period().removeprefix("in force ")
            spared = {"8413": " except {8413 70, 8413 20}", "90": " except 9013 20"}.get(code, "")
            spared = spared if self.more and r.random() < 0.4 else ""
            form = r.choice(("{0}{1}", "{0}{1} when {2}", "ex {0}{1} when {2}", "ex {0}{1}"))
            lines.append("  " + form.format(code + spared, days, self.test()))
        return [*lines, f"takes eu.list.{r.choice(self.codes)}"] if r.random() < 0.3 else lines

    def _entry(self, code: str) -> list[str]:
        before = list(self.codes)
        define = self.define_local() if self.more and self.random.random() < 0.5 else []
        lines, found = self._statement(f"entry {code}", code, 0)
        lines += define
        after = list(found)
        self.codes = before
        for note in range(self.random.randint(0, 2)):
            target = self.random.choice(after)
            effect = self.random.choice(("does not control {} when {}", "controls {} only when {}"))
            if self.more and self.random.random() < 0.6:
                lines += self.more_notes(note + 1, code, after, self.head())
                continue
            if self.rich and self.random.random() < 0.4:
                effect = self._note(target, after)
            lines.append("  " + f"note {note + 1} " + effect.format(target, self.head()))
        self.codes, self.local = [*before, *after], ""
        return lines

    def _note(self, target: str, codes: list[str]) -> str:
        r = self.random
        below = [code for code in codes if code.startswith(f"{target}.")]
        forms = ["disregards piece in {} when hard", "disregards piece in {} when length above 2 mm"]
        if below:
            forms.append("does not control {} except " + r.choice(below) + " when {}")
        return r.choice(forms)

    def _statement(self, opening: str, code: str, depth: int) -> tuple[list[str], list[str]]:
        r = self.random
        pad = "  " * (depth + 1)
        if self.more and r.random() < 0.15:
            return self.part_block(opening, code, depth)
        if depth == 2 or r.random() < 0.35:
            lines, codes = [f"{'  ' * depth}{opening} {self.head()}"], [code]
        else:
            word = r.choice(("any of:", "any of:", "all of:", "none of:", "at least 2 of:"))
            head = f"{self.head()}, {word}" if r.random() < 0.5 else word
            lines, codes = [f"{'  ' * depth}{opening} {head}"], [code]
            if r.random() < 0.3:
                lines.append(f"{pad}where {self.head()}")
            if self.rich and r.random() < 0.25:
                lines += [f"{pad}{line}" for line in self._lines()]
            for label in "abc"[: r.randint(2, 3)]:
                inner, found = self._statement(f"{label}.", f"{code}.{label}", depth + 1)
                lines += inner
                codes += found
            if self.more and r.random() < 0.1:
                lines.append(f"{pad}d. reserved")
            if r.random() < 0.3:
                lines.append(f"{pad}also {self.head()}")
        if r.random() < 0.15:
            lines.append(f"{pad}in force from {r.choice(DAYS)}")
        elif r.random() < 0.1:
            lines.append(f"{pad}in force from between 2024-07-01 and 2025-01-01")
        elif self.more and r.random() < 0.12:
            lines.append(f"{pad}{self.period()}")
        self.heads[code] = lines[0]
        if not self.closed and r.random() < 0.1:
            lines.append(f"{pad}not modelled: a gap")
        return lines, codes

    def _lines(self) -> list[str]:
        """Unnumbered lines: bands that join, or a block about parts."""
        r = self.random
        low, name = r.randint(1, 3), r.choice(NUMBERS)
        unit = "W" if name == "power" else "kg"
        bands = [f"{name} below {low} {unit}", f"{name} {r.choice(('at least', 'above'))} {low} {unit}"]
        if r.random() < 0.5:
            bands[0] += f" and {self.atom()}" if r.random() < 0.5 else ""
            return bands
        if r.random() < 0.5:
            return ["sealed", "not sealed and cooled", f"colour is {r.choice(COLOURS)}"]
        some = r.choice(("some", "no", "at least 2"))
        return [f"{some} piece has any of:", f"  length {self.limit('mm')}", f"  hard and length {self.limit('mm')}"]

    # ---- measures --------------------------------------------------------------------------------------

    def _measures(self) -> str:
        r = self.random
        lines = ["exportrules 1", "ruleset eu.acts", "  title: acts", "  source: none", "  layer union",
                 "  codes from eu.list", "  checked up to 2030-01-01"]  # fmt: skip
        levels = ("requires licence", "requires notification", "prohibits")
        for name in ("first", "second"):
            lines += [f"measure {name}", "  source: none", "  for export"]
            if r.random() < 0.2:
                lines.append(f"  in force from {r.choice(DAYS)}")
            negation = "not " if r.random() < 0.2 else ""
            condition = f"{negation}item listed in {r.choice(('eu.list', 'eu.list', 'eu.narrow'))}"
            if r.random() < 0.5:
                condition += f" and destination is {r.choice(COUNTRIES)}"
            lines.append(f"  {r.choice(levels)} when {condition}")
            if self.rich and r.random() < 0.3:
                lines += self._more_effects()
        if self.apart:
            lines += ["measure third", "  source: none", "  for export", "  prohibits when item listed in 3A008"]
        for number in range(r.randint(0, 3)):
            lines += self._relief(f"relief_{number}")
        return "\n".join(lines) + "\n"

    def _more_effects(self) -> list[str]:
        r = self.random
        section = "eu.narrow.3A" if self.owns else "eu.narrow"
        places = ("eu.goods", "eu.goods.part_a", "{eu.goods.part_a, eu.narrow}", r.choice(self.codes), "3A", section)
        place = r.choice(places)
        forms = [f"  requires notification when item listed in {place}",
                 f"  prohibits when {self.atom()} and item listed in {place}",
                 f"  obliges when item listed in {place}"]  # fmt: skip
        lines = [r.choice(forms)]
        if not self.closed and r.random() < 0.2:
            lines.append("  not modelled: a gap")
        return lines

    def _relief(self, name: str) -> list[str]:
        r = self.random
        form = r.choice(("exemption", "authorisation", "derogation"))
        lines = [f"{form} {name} lifts {r.choice(('first', 'second', '{first, second}'))}", "  source: none",
                 "  for export"]  # fmt: skip
        covering = r.choice(("eu.list", "eu.list except eu.narrow", "eu.narrow", r.choice(self.codes)))
        if self.rich and r.random() < 0.5:
            lines += self._coverings()
        elif r.random() < 0.6:
            lines.append(f"  covers {covering}")
        lines.append(f"  when {self.head()}")
        if r.random() < 0.4:
            lines.append(f"  not when {self.head()}")
        return lines

    def _coverings(self) -> list[str]:
        r = self.random
        codes = lambda: "{" + ", ".join(r.sample(self.codes, min(len(self.codes), r.randint(1, 3)))) + "}"  # noqa: E731
        whole = ("eu.list", "eu.narrow", "eu.goods", "eu.goods.part_a", "3A", "eu.narrow.3A" if self.owns else "3A")
        found: list[str] = []
        for _ in range(r.randint(1, 3)):
            text = r.choice((codes(), codes(), r.choice(whole)))
            text += f" except {r.choice((codes(), r.choice(whole)))}" if r.random() < 0.5 else ""
            text += f" when {self.test()}" if r.random() < 0.3 else ""
            found.append(f"  covers {text}")
        return found
