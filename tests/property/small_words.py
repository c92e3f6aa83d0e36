"""The rarer words and conditions of random laws (`small_laws`).

Drawn in some of the rich laws only, so that the plain constructs stay as well covered as they are.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

DAYS = (date(2024, 1, 1), date(2024, 7, 1), date(2025, 1, 1), date(2025, 7, 1))
"""The days of the law; those that cases are decided on lie beside them too."""
DECIDED = (*DAYS, *DAYS, *(day + timedelta(step) for day in DAYS for step in (-1, 1)))
KINDS = ("goods", "machine", "pump", "fast_pump", "laser", "software")
NUMBERS = ("power", "mass")
FLAGS = ("sealed", "cooled")
COLOURS = ("red", "green", "blue")
STUFFS = ("metal", "glass", "wood")
COUNTRIES = ("DE", "US", "RU", "IN")

VOCABULARY = """exportrules 1
ruleset common
  title: words
  source: none
  layer common
  checked up to 2030-01-01
kind goods
kind machine, laser within goods
kind pump within machine
kind fast_pump within pump
kind software
part piece of item
  asks: each piece
part core of item as item
  asks: its core
fact power is quantity in W
  asks: power
fact mass is quantity in kg
  asks: mass
fact share is derived in W/kg
  asks: power over mass
  formula power / mass
fact gain is quantity in dB over stage_number in count
  asks: gain
fact band is range in GHz
  asks: band
fact sealed, cooled is yes or no
  asks: whether
fact colour is one of {red, green, blue}
  asks: colour
fact stuff is set of {metal, glass, wood}
  asks: stuff
fact length of piece is quantity in mm
  asks: length
fact hard of piece is yes or no
  asks: hard
fact destination of transaction is country
  asks: where to
fact signed of transaction is day
  asks: when
fact made_for is judgement
  asks: made for
fact cn_code is customs_code
  asks: code
group friends
  source: none
  members {US} from 2024-07-01
  members {IN} from between 2024-07-01 and 2025-01-01
"""

MORE_VOCABULARY = """kind technology
kind material within goods
kind powder within material
kind hybrid within machine, laser
part host of item as item
  asks: what it is in
part rim of piece
  asks: its rims
part blade within piece
part cell within core
fact reach is quantity in mm
  asks: reach
fact shift is signed quantity in mm
  asks: shift
fact warmth is quantity in K
  asks: warmth
fact strength is quantity in MPa over warmth_of_test in K, treatment
  asks: strength
fact depth of rim is quantity in mm
  asks: depth
fact smooth of rim is yes or no
  asks: smooth
fact width of piece is quantity in mm
  asks: width
fact tint of item, piece is one of {red, green, blue}
  asks: tint
fact ready is day
  asks: ready on
fact seen is countries
  asks: where it was
fact uses of transaction is set of {mining, racing, flying}
  asks: uses
fact worth of transaction is quantity in EUR
  asks: worth
fact wobble is quantity in g.mm
  asks: wobble
fact stages is quantity in count
  asks: how many stages
fact maker is text
  asks: who made it
fact cas_number is cas_number
  asks: number
fact cas_identifies_structure is yes or no
  asks: whether the number settles it
fact required is judgement
  asks: required for
fact slim of piece is derived in ratio
  asks: length over width
  formula length / width
fact load is derived in W/kg
  asks: load
  formula share when sealed
  formula 2 * share + 1 W/kg when not sealed and cooled
fact total is derived in mm
  asks: all lengths
  formula sum of (length) over piece when cooled
  formula largest of (length, width) over piece when item is goods
  formula smallest of (length) over piece - 1 mm when power above 2 W
fact rest is signed derived in mm
  asks: what is left
  formula reach - shift when not cooled
  formula reach - 2 * shift when cooled
fact dear is derived in EUR
  asks: price
  formula worth * 2 when power above 1 W
  formula worth when power at most 1 W
fact flat is derived in mm
  asks: thickness
  formula 2 mm when tint is red
  formula 3 mm when sealed or cooled
  formula 1 mm when some piece has hard
fact thick is derived in mm
  asks: thickness of the wall
  formula reach when cas 111-48-8
  formula 1 mm when destination in group pals and ready from 2025-01-01
  formula 2 mm when stuff includes one of {metal}
  formula reach / 2 when judged made_for for ships
  formula 3 mm when cn 84 or band reaches above 1 GHz
group pals
  source: none
  members {US, RU} from 2024-07-01 until 2025-01-01 as near
  members {DE} as far
  members {IN} until 2025-06-30 as near
group circle
  source: none
  not modelled: who else
  members {US} from 2024-07-01
"""

TERMS = """define "strong" as power above {0} W
define "strong" in {{3B}} as power above 3 W and sealed
define "size" as mass
define "edge" as length
define "wild" as any of:
  mass above {1} kg
  sealed and "strong"
define "mixed" as at least 2 of:
  a. cooled
  b. reach above {0} mm
  c. not "strong"
define "rate" as = power / mass
define "span" as = largest of (reach, 2 mm) + sum of (length) over piece
define "twice the rate" as = 2 * power / mass
define "rate of the rest" as = power / (mass - 2 kg)
define "worst wobble" as = largest of (wobble, reach * mass / 1000)
define "turns" as = power / (mass * share)
define "the band" as band
define "near" in {{3B, 3A002}} as destination in group pals
define "near" as destination is one of {{US, DE}}
"""
PARTS = ("piece", "piece", "blade", "core", "host")
WRITTEN = tuple(map(str, DAYS))


class Words:
    """What a law draws beside the plain constructs."""

    random: Random
    codes: list[str]
    entries: tuple[str, ...]
    heads: dict[str, str]
    closed: bool
    terms: bool
    local: str

    def limit(self, unit: str) -> str:
        raise NotImplementedError

    # ---- tests -----------------------------------------------------------------------------------------

    def more_tests(self) -> str:
        """A test of the item, by one of the rarer words."""
        r = self.random
        forms = [self._numbers, self._numbers, self._derived, self._measured, self._words, self._days_and_codes,
                 self._parts, self._parts, self._parts, self.judgement, self._negated]  # fmt: skip
        if self.codes:
            forms.append(self._references)
        if self.terms or self.local:
            forms += [self._terms] * 4
        return r.choice(forms)()

    def _numbers(self) -> str:
        r = self.random
        word = r.choice(("above", "at least", "below", "at most", "exactly"))
        return r.choice((
            f"power {word} {r.choice(('30 dBm', '0 dBW', '2000 mW', '10 dBm'))}",
            f"warmth {word} {r.choice(('20 degC', '293.15 K', '-10 degC', '300 K'))}",
            f"shift {word} {r.choice(('-1 mm', '-1000 um', '0 mm', '0.2 cm', '-2 mm'))}",
            f"shift from -1 mm {r.choice(('below', 'up to'))} 1 mm",
            f"reach {word} (1 + mass / 2) mm for mass in kg",
            f"reach {word} (warmth - 20 + power) mm for warmth in degC for power in W",
            f"reach {word} sum of (length) over piece",
            f"reach {word} largest of (length, shift) over piece",
            f"reach {word} smallest of (shift, 2 mm)",
            f"reach above shift {r.choice(('up to', 'below'))} shift + 1 mm",
            f"power {word} mass * share",
            f"worth {word} {r.randint(1, 3)} EUR",
            f"{r.choice(('shift', 'reach', 'load', 'strength', 'tint', 'ready', 'seen'))} is not applicable",
        ))  # fmt: skip

    def _negated(self) -> str:
        """A denial of a test that is mostly not denied."""
        r = self.random
        return "not " + r.choice((
            f"power {self.limit('W')}", f"shift {self.limit('mm')}", f"gain {self.limit('dB')} at stage_number 2 count",
            f"ready {r.choice(('before', 'from'))} {r.choice(WRITTEN)}", f"signed after {r.choice(WRITTEN)}",
            "destination in group pals", "seen in group pals as near", "destination in group circle",
            "uses includes one of {mining, racing}",
            "stuff includes at least 2 of {metal, glass, wood}", "tint is red", "destination is one of {US, RU}",
            "judged made_for for ships", "judged required for development of planes", "cn 8413", "maker is acme",
            f"flat {self.limit('mm')}", "band reaches above 1 GHz up to 2 GHz", "reach is not applicable",
        ))  # fmt: skip

    def _derived(self) -> str:
        name, unit = self.random.choice(
            (
                ("load", "W/kg"),
                ("total", "mm"),
                ("rest", "mm"),
                ("dear", "EUR"),
                ("load", "W/kg"),
                ("flat", "mm"),
                ("thick", "mm"),
            )
        )
        return f"{name} {self.limit(unit)}"

    def _measured(self) -> str:
        r = self.random
        stage = r.choice(("from 1 count up to {0} count", "{0} count", "at least {0} count", "below {0} count",
                          "above 1 count below {0} count", "smallest of ({0} count, stages)",
                          "from 1 count up to stages", "at most stages",
                          "above stages"))  # fmt: skip
        every = "every " if r.random() < 0.5 and not stage.startswith(("{", "smallest")) else ""
        gain = f"gain {self.limit('dB')} at {every}stage_number {stage.format(r.randint(2, 3))}"
        warm = r.choice(("warmth_of_test 293 K", "warmth_of_test 20 degC", "warmth_of_test 293 K (20 degC)",
                         "warmth_of_test from 290 K up to 300 K", "every warmth_of_test from 290 K up to 300 K",
                         "some warmth_of_test", "every warmth_of_test", "some warmth_of_test below 300 K"))  # fmt: skip
        treat = r.choice(("treatment annealed", "treatment aged", "some treatment", "every treatment"))
        both = r.choice((warm, treat, f"{warm} at {treat}", f"{treat} at {warm}"))
        return r.choice((gain, gain, f"strength {self.limit('MPa')} at {both}", f"gain {self.limit('dB')}"))

    def _words(self) -> str:
        r = self.random
        two = ", ".join(r.sample(("mining", "racing", "flying"), 2))
        return r.choice((
            f"uses includes one of {{{two}}}", "uses includes at least 2 of {mining, racing, flying}",
            "stuff includes one of {metal, wood}", f"seen includes one of {{{r.choice(('US, DE', 'RU, IN'))}}}",
            "seen includes RU", "seen in group pals", "seen in group pals as near", "destination in group pals as near",
            "destination in group pals", "destination in group circle", "seen in group circle",
            f"tint is {r.choice(('red', 'blue'))}", "destination is one of {US, RU}",
            "maker is acme", "maker is one of {acme, other}", "item is hybrid",
            "item is technology", "item is one of {powder, laser}", "item is material", "not item is material",
        ))  # fmt: skip

    def _days_and_codes(self) -> str:
        r = self.random
        day = r.choice(WRITTEN)
        return r.choice((
            f"ready {r.choice(('before', 'after', 'from', 'up to'))} {day}", f"ready from {day} and ready up to {day}",
            "cas 111-48-8", "cas 50-00-0", "not cas 111-48-8", f"signed up to {day}",
        ))  # fmt: skip

    def judgement(self) -> str:
        """A test of what persons judged, for purposes and objects."""
        r = self.random
        purposes = r.choice(("development of ", "{development, production} of ", "use of ", ""))
        targets = ["ships", "planes", "{ships, planes}", *self.codes[:3]]
        if len(self.codes) > 1:
            targets += ["{" + ", ".join(r.sample(self.codes, 2)) + "}"] * 3
        term = r.choice(("required", "required", "made_for"))
        return r.choice((f"judged {term} for {purposes}{r.choice(targets)}",) * 5 + (f"judged {term}",))

    def _references(self) -> str:
        r = self.random
        several = ", ".join(r.sample(self.codes, min(2, len(self.codes))))
        places = [f"{{{several}}}", r.choice(self.codes)]
        places += [f"{code[:-1]}a to .{code[-1]}" for code in self.codes if code[-1] in "bc" and code.count(".") == 1]
        return f"item {r.choice(('listed in', 'meets'))} {r.choice(places)}"

    def _terms(self) -> str:
        r = self.random
        forms = ['"strong"', 'not "strong"', '"wild"', '"mixed"', f'"size" {self.limit("kg")}',
                 f'"rate" {self.limit("W/kg")}', f'"span" {self.limit("mm")}', '"size" is not applicable',
                 f'some piece has "edge" {self.limit("mm")}', f'"rate of the rest" {self.limit("W/kg")}',
                 f'"worst wobble" {self.limit("g.mm")}', f'"turns" {self.limit("ratio")}',
                 f'"rate" {r.choice(("above", "at most", "exactly"))} "twice the rate"', '"rate" at least load',
                 '"near"', 'not "near"',
                 f'"the band" {r.choice(("covers", "reaches", "within"))} from 1 GHz up to 2 GHz',
                 '"turns" at least 150 percent', '"rate of the rest" from "rate" up to "twice the rate"',
                 ] if self.terms else []  # fmt: skip
        return r.choice([*forms, *([self.local] * 3 if self.local else [])])

    def _parts(self) -> str:
        r = self.random
        some = r.choice(("some", "no", "every", "at least 2", "at most 1", "exactly 1", "at least 3", "at most 2"))
        part = r.choice(PARTS)
        if part in ("core", "host"):
            forms = [f"{some} {part}", f"some {part}", f"{some} {part} has it is {r.choice(('pump', 'laser'))}",
                     f"{some} {part} has power {self.limit('W')} and item is machine",
                     f"{some} {part} has share {self.limit('W/kg')}", f"{some} {part} has load {self.limit('W/kg')}",
                     f"{some} {part} has tint is red and item's tint is blue",
                     f"{some} {part} has total {self.limit('mm')}", f"{some} {part} has flat {self.limit('mm')}",
                     f"{some} {part} has stuff includes one of {{metal, wood}}",
                     f"{some} {part} has band reaches above 1 GHz", f"{some} {part} has ready from {r.choice(WRITTEN)}",
                     f"{some} {part} has cn 84", f"{some} {part} has cas 111-48-8",
                     f"{some} {part} has judged made_for for ships", f"{some} cell has sealed",
                     f"some {part} has {some} piece has {self.part_test()}",
                     f"{some} {part} has sealed and some piece has {self.part_test()}"]  # fmt: skip
            if self.codes:
                code = r.choice(self.codes)
                two = ", ".join(r.sample(self.codes, min(2, len(self.codes))))
                forms += [f"{some} {part} listed in {code}", f"{some} {part} has it listed in {code} and sealed",
                          f"{some} {part} listed in {{{two}}}",
                          f"{some} {part} has item listed in {code} and it is machine",
                          f"no {part} listed in {code}", f"some {part} has it meets {code}"]  # fmt: skip
            if self.entries:
                # also the entry at hand and later ones, which may ask back: parts nest only as deep as the case
                code = r.choice(self.entries)
                forms += [f"{some} {part} listed in {code}", f"{some} {part} has it listed in {code} and sealed",
                          f"{some} {part} has it is machine and it listed in {code}"] * 4  # fmt: skip
            return r.choice(forms)
        return r.choice((
            f"{some} {part}", f"{some} {part} has {self.part_test()} and {self.part_test()}",
            f"{some} {part} has {self.part_test()}",
            f"{some} {part} has {self.part_test()} and {some} rim has depth {self.limit('mm')}",
            f"some {part} has {some} rim has smooth and depth {self.limit('mm')}",
            f"{some} {part} has some rim",
        ))  # fmt: skip

    def part_test(self) -> str:
        """A test of a piece."""
        r = self.random
        return r.choice((
            f"length {self.limit('mm')}", f"width {self.limit('mm')}", "hard", "not hard",
            f"slim {self.limit('ratio')}", "tint is red", "item's tint is red", f"mass {self.limit('kg')}", "sealed",
            "length above width", "length at most (1.5 + width / 2) mm for width in mm",
            "length above reach", "item is machine", "width is not applicable", "judged made_for for ships", "cn 8413",
        ))  # fmt: skip
