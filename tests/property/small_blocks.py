"""Blocks about parts, days, local terms and notes of random laws (`small_laws`)."""

from __future__ import annotations

from small_words import WRITTEN, Words

PERIODS = (
    "in force from {0} until {1}",
    "in force from {0} until between {1} and 2025-12-31",
    "in force from between 2024-01-01 and {0} until {1}",
    "in force from {1}",
)


class Blocks(Words):
    """What a law draws beside single lines."""

    def part_block(self, opening: str, code: str, depth: int) -> tuple[list[str], list[str]]:
        """A statement whose block is about one and the same part."""
        r = self.random
        some = r.choice(("some", "some", "no", "every", "at least 2", "at most 1", "exactly 1"))
        word = r.choice(("all of:", "any of:", "at least 2 of:", "none of:"))
        core = r.random() < 0.3
        head = r.choice(("", "", f"{self.random.choice(('sealed', 'item is machine', 'item is goods'))}, "))
        lines, codes = [f"{'  ' * depth}{opening} {head}{some} {'core' if core else 'piece'} has {word}"], [code]
        pad = "  " * (depth + 1)
        for label in "abc"[: r.randint(2, 3)]:
            test = r.choice((f"power {self.limit('W')}", "it is machine", "sealed")) if core else self.part_test()
            if r.random() < 0.2 and not core:
                test = f"some rim has depth {self.limit('mm')}"
            lines.append(f"{pad}{label}. {test}")
            codes.append(f"{code}.{label}")
            if r.random() < 0.15:
                lines.append(f"{pad}  {self.period()}")
        return lines, codes

    def period(self) -> str:
        """Days from and until which something is in force."""
        r = self.random
        return r.choice(PERIODS).format(*sorted(r.sample(WRITTEN, 2)))

    def more_lines(self, depth: int) -> list[str]:
        """Lines that may stand in any statement."""
        r = self.random
        lines = [self.period()] if r.random() < 0.1 else []
        return [f"{'  ' * (depth + 1)}{line}" for line in lines]

    def define_local(self) -> list[str]:
        """A term of a technical note, which the lines below it may use."""
        r = self.random
        meaning, use = r.choice((
            ("= power / mass + 1 W/kg", f"'own' {self.limit('W/kg')}"),
            ("= reach - shift", f"'own' {self.limit('mm')}"),
            ("= sum of (length, width) over piece", f"'own' {self.limit('mm')}"),
            ("= smallest of (length) over piece", f"'own' {self.limit('mm')}"),
            ("reach", f"'own' {self.limit('mm')}"),
            ("sealed and cooled", "'own'"),
            ("some piece has hard", "not 'own'"),
            (f"load {self.limit('W/kg')}", "'own'"),
            ("tint", "'own' is red"),
        ))  # fmt: skip
        self.local = use
        return [f"  define 'own' as {meaning}"]

    # ---- notes ---------------------------------------------------------------------------------------------

    def more_notes(self, number: int, entry: str, codes: list[str], head: str) -> list[str]:
        """A note with one of the rarer effects, targets or bodies."""
        r = self.random
        target = r.choice(codes)
        wide = r.choice((target, target, entry[:2], "eu.list", "{" + ", ".join(dict.fromkeys((entry, target))) + "}"))
        below = [code for code in codes if code.startswith(f"{target}.")]
        kinded = [code for code in codes if "item is" in self.heads.get(code, "").replace("not item is", "")]
        block = r.choice(("any of:", "all of:", "at least 2 of:", "none of:"))
        body = ["  a. sealed", f"  b. {self.more_tests()}", f"  c. power {self.limit('W')}"]
        effects = [
            (f"does not control {wide} when {head}", []), (f"controls {wide} only when {head}", []),
            (f"does not control {target} when {block}", body), (f"controls {target} only when {block}", body),
            (f"disregards {r.choice(('piece', 'blade'))} in {wide} when {self.part_test()}", []),
            (f"disregards core in {wide} when it is {r.choice(('pump', 'machine'))}", []),
            (f"disregards core in {wide} when power {self.limit('W')}", []),
            (f"disregards rim in {wide} when smooth", []),
            (f"explains {target}", []),
        ]  # fmt: skip
        if below:
            some = "{" + ", ".join(dict.fromkeys(r.choices(below, k=2))) + "}"
            effects += [(f"does not control {target} except {some}", []),
                        (f"does not control {target} except {some} when {head}", []),
                        (f"does not control {target} except {some}, {block}", body)] * 2  # fmt: skip
        if kinded:
            widened = r.choice(kinded)
            condition = r.choice(("", f" when {head}"))
            kinds = r.choice(("{laser}", "{laser, powder}", "{software}", "{pump}"))
            effects += [(f"includes {kinds} in {r.choice((widened, widened, entry[:2]))}{condition}", [])] * 3
            if len(kinded) > 1:
                effects += [(f"includes {kinds} in {{{', '.join(r.sample(kinded, 2))}}}{condition}", [])] * 2
        effect, inner = r.choice(effects)
        more = [f"  {self.period()}"] if r.random() < 0.15 else []
        more += ["  not modelled: what it says"] if not self.closed and r.random() < 0.1 else []
        word = r.choice(("note", "note", "technical note"))
        return [f"  {word} {number} {effect}", *(f"  {line}" for line in (*more, *inner))]
