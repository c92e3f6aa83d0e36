"""Random acts over small random lists: what measures and reliefs can say, in several rulesets with lives of their own.

`Acts` is a `Law` whose measures are drawn at random from everything that section 7 of the language knows: several
rulesets of each layer, their stages, days in force, activities, reliefs across rulesets, duties and document codes.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from small_laws import Law, random_case, random_findings

SETS = (
    ("eu.acts", "union"), ("eu.more", "union"), ("national.de.acts", "national DE"),
    ("third_country.us.acts", "third_country US"),
)  # fmt: skip
ACTIVITIES = ("export", "transit", "brokering")
LIVES = (
    ("proposed",), ("proposed", "notified", "adopted", "in_force"), ("adopted",), ("notified", "adopted", "ended"),
    ("amended",), ("proposed", "ended"), ("published", "in_force", "amended"), ("in_force", "ended"),
)  # fmt: skip
FIRST, LAST = date(2023, 12, 1), date(2025, 9, 1)
MONTHS = tuple(date(year, month, 1) for year in (2024, 2025) for month in (1, 3, 5, 7, 9) if (year, month) < (2025, 9))


class Acts(Law):
    """A random law of lists and acts; `measures` and `reliefs` name those of its provisions."""

    def _measures(self) -> str:
        r = self.random
        chosen = [pair for pair in SETS if pair[0] == "eu.acts" or r.random() < 0.5]
        self.measures = [
            (name, f"m{number}_{name.split('.')[1]}") for name, _ in chosen for number in range(r.randint(1, 3))
        ]
        self.reliefs: list[str] = []
        lines = ["exportrules 1"]
        for name, layer in chosen:
            lines += [f"ruleset {name}", "  title: acts", "  source: none", f"  layer {layer}",
                      "  codes from eu.list", *self._life()]  # fmt: skip
            others = sorted({home for home, _ in self.measures if home != name})
            if others:
                lines.append(f"  lifts {{{', '.join(others)}}}")
            for home, measure in self.measures:
                lines += self._measure(measure) if home == name else []
            for _ in range(r.randint(0, 3)):
                lines += self._relief_of(name)
        return "\n".join(lines) + "\n"

    # ---- days ------------------------------------------------------------------------------------------

    def _day(self) -> str:
        one = self.random.choice(MONTHS)
        if self.random.random() < 0.3:
            return f"between {one} and {one + timedelta(days=self.random.randint(1, 90))}"
        return str(one)

    def _period(self, chance: float) -> list[str]:
        """`in force`, with an end after its beginning."""
        r = self.random
        if r.random() >= chance:
            return []
        begin = self._day()
        last = date.fromisoformat(begin.rsplit(" ", maxsplit=1)[-1])
        end = last + timedelta(days=r.randint(0, 200))
        until = f" until {r.choice((end, f'between {end} and {end + timedelta(days=40)}'))}" if r.random() < 0.5 else ""
        return [f"  in force from {begin}{until}"]

    def _life(self) -> list[str]:
        """The days of a ruleset: in force, checked, and the steps of its life."""
        r = self.random
        lines = self._period(0.25)
        lines.append(f"  checked {f'from {r.choice(MONTHS)} ' if r.random() < 0.15 else ''}up to 2030-01-01")
        if r.random() < 0.35:
            life = r.choice(LIVES)
            days = sorted(r.choice(MONTHS) for _ in life)
            lines += [f"  stage {name} {day}" for name, day in zip(life, days, strict=True)]
        return lines

    # ---- provisions --------------------------------------------------------------------------------------

    def _activities(self, *always: str) -> str:
        r = self.random
        named = sorted({*always, *r.sample(ACTIVITIES, r.choice((0, 0, 1, 2)))}) or ["export"]
        return "  for " + (named[0] if len(named) == 1 else "{" + ", ".join(named) + "}")

    def _place(self) -> str:
        whole = ("eu.list", "eu.list", "eu.narrow", "3A", "eu.narrow.3A" if self.owns else "eu.narrow")
        return self.random.choice((*whole, self.random.choice(self.codes)))

    def _asked(self) -> str:
        """The condition of an effect, on one line; now and then of no list at all."""
        r = self.random
        listed = f"{'not ' if r.random() < 0.12 else ''}item listed in {self._place()}"
        forms = (listed, listed, f"{listed} and {self._plain()}", f"{self._plain()} and {listed}",
                 f"{listed} or {self._plain()}", self.head())  # fmt: skip
        return r.choice(forms)

    def _plain(self) -> str:
        """A test that may stand anywhere in a conjunction."""
        while " has " in (found := self.test()):
            pass
        return found

    def _condition(self, keyword: str, condition: str) -> list[str]:
        """A line with its condition, or a block of such lines with days, duties and codes of their own."""
        r = self.random
        if r.random() < 0.7:
            lines = [f"  {keyword} {condition}", *(f"  {line}" for line in self._period(0.12))]
            if not self.closed and r.random() < 0.1:
                lines.append("    not modelled: a gap")
            return lines
        word = r.choice(("any of:", "any of:", "all of:", "none of:", "at least 2 of:"))
        chapeau = f"{self._plain()}, " if r.random() < 0.3 else ""
        lines = [f"  {keyword} {chapeau}{word}"]
        for label, text in zip("abc"[: r.randint(2, 3)], (condition, self.head(), self.head()), strict=False):
            lines += [f"    {label}. {text}", *(f"    {line}" for line in (*self._period(0.2), *self._owed(0.25)))]
            if not self.closed and r.random() < 0.1:
                lines.append("      not modelled: a gap")
        for role in ("where", "also"):
            if r.random() < 0.15:
                lines += [f"    {role} {self.head()}", *(f"    {line}" for line in self._owed(0.3))]
        return lines

    def _owed(self, chance: float) -> list[str]:
        """Duties and document codes, with conditions and days."""
        r = self.random
        lines: list[str] = []
        if r.random() < chance:
            lines.append(f"  duty {r.choice(('tell', 'keep', 'ask'))}{self._when()}")
        if r.random() < chance:
            days = f" from {r.choice(MONTHS)}" if r.random() < 0.4 else ""
            if days and r.random() < 0.5:
                days += f" until {date.fromisoformat(days[-10:]) + timedelta(days=r.randint(0, 300))}"
            lines.append(f"  document {r.choice(('X001', 'X002', 'Y901'))}{days}{self._when()}")
        return lines

    def _when(self) -> str:
        return f" when {self.head()}" if self.random.random() < 0.5 else ""

    def _measure(self, name: str) -> list[str]:
        r = self.random
        lines = [f"measure {name}", "  source: none", self._activities("export"), *self._period(0.3)]
        for _ in range(r.choice((1, 1, 1, 2))):
            level = r.choice(("requires licence", "requires licence", "requires notification", "prohibits", "obliges"))
            lines += self._condition(f"{level} when", self._asked())
        if not self.closed and r.random() < 0.1:
            lines.append("  not modelled: a gap")
        return [*lines, *self._owed(0.4), *self._owed(0.2)]

    def _relief_of(self, ruleset: str) -> list[str]:
        r = self.random
        lifted = r.sample(self.measures, min(len(self.measures), r.choice((1, 1, 2, 3))))
        names = [name if home == ruleset else f"{home}.{name}" for home, name in lifted]
        form = r.choice(("exemption", "authorisation", "derogation"))
        name = f"r{len(self.reliefs)}"
        self.reliefs.append(f"{ruleset}.{name}")
        lines = [f"{form} {name} lifts {names[0] if len(names) == 1 else '{' + ', '.join(names) + '}'}",
                 "  source: none", self._activities("export"), *self._period(0.3)]  # fmt: skip
        covers = []
        for line in self._coverings() if r.random() < 0.6 else ():
            covers += [line, *(f"  {inner}" for inner in self._period(0.15))]
            covers += ["    not modelled: a gap"] if not self.closed and r.random() < 0.05 else []
        whens = [line for _ in range(r.choice((0, 1, 1, 2))) for line in self._condition("when", self.head())]
        lines += [*covers, *whens]
        if not covers and not whens:
            lines += [f"  when {self.test()}"]
        if r.random() < 0.3:
            lines += self._condition("not when", self.head())
        if not self.closed and r.random() < 0.1:
            lines.append("  not modelled: a gap")
        return [*lines, *self._owed(0.3)]


def random_order(random: Random, law: Law) -> tuple[dict[str, object], date]:
    """A case with any activity, now and then with findings, and a day."""
    raw = random_case(random, law)
    raw["activity"] = random.choice((*ACTIVITIES, "export", "export", "export"))
    if random.random() < 0.3:
        raw["item"]["findings"] = random_findings(random, law.codes, law.taken)  # type: ignore[index]
    return raw, random_day(random)


def random_day(random: Random) -> date:
    """A day on which something may change, or beside one, or any."""
    if random.random() < 0.5:
        return random.choice(MONTHS) + timedelta(days=random.choice((-1, 0, 1)))
    return FIRST + timedelta(days=random.randint(0, (LAST - FIRST).days))
