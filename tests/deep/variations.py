"""Random variations of worked examples over the bundled law: facts left out and added, other values, kinds and days.

Numbers stand at, just above or just below limits that occur in the law for their fact, also as bounds and in other
units; everything follows from one `random.Random`.
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction

from exportrules import records
from exportrules.countries import is_country, list_countries
from exportrules.syntax import ast
from exportrules.units import all_units, find_unit, from_base, to_base

FIRST, LAST = date(2013, 1, 1), date(2027, 6, 30)
STEP = Fraction(1, 10**6)
COUNTRIES = ("RU", "BY", "KP", "IR", "SY", "CN", "US", "CH", "JP", "TR", "IN", "UA", "DE", "FR", "NL", "ES", "KZ", "AE")
WORDS = {"cas_number": ("111-48-8", "7439-95-4"), "customs_code": ("84798997", "8542 31", "2804", "9013 20")}


class Law:
    """What may be asked of the loaded law, read off the syntax trees."""

    def __init__(self, trees, scenarios) -> None:
        self.scenarios = scenarios
        self.facts, self.limits, self.days, self.codes = {}, defaultdict(set), set(), set()
        self.kinds, self.groups = [], set()
        for tree in trees:
            for block in tree.blocks:
                if isinstance(block, ast.Fact):
                    self.facts |= dict.fromkeys(block.names, block)
                if isinstance(block, ast.Kind):
                    self.kinds += block.names
                self.walk(block)
        self.found = [(f["ruleset"], f["paragraph"]) for f in self.recorded()]
        self.countries = sorted({x.code for x in list_countries() if is_country(x.code)})
        self.days = sorted(day for day in self.days if FIRST <= day <= LAST)

    def walk(self, node) -> None:
        """Gather the limits by fact and the days that occur."""
        if isinstance(node, tuple):
            for x in node:
                self.walk(x)
        elif isinstance(node, date):
            self.days.add(node)
        elif records.is_record(type(node)):
            if isinstance(node, ast.Compare | ast.RangeTest) and isinstance(node.operand, ast.Name):
                ends = (node.limit.low, node.limit.high)
                self.limits[node.operand.name] |= {(x.value, x.unit) for x in ends if isinstance(x, ast.Number)}
            for x in records.fields(type(node)):
                self.walk(getattr(node, x.name))

    def recorded(self):
        """The findings of all scenarios."""
        for scenario in self.scenarios:
            for found in scenario.case.get("item", {}).get("findings", ()):
                if "ruleset" in found:
                    yield found

    # ---- values ------------------------------------------------------------------------------------------------
    def quantity(self, name, random):
        """A number of a fact near a limit of it, in some unit of its kind."""
        limits = sorted(self.limits[name], key=str)
        if not limits:
            return None
        value, unit = random.choice(limits)
        value *= 1 + random.choice((0, 0, STEP, -STEP, Fraction(1, 2), Fraction(-1, 2)))
        own = find_unit(unit)
        if random.random() < 0.3 and own.log is None:
            other = random.choice([x for x in map(find_unit, all_units()) if x.kind == own.kind and x.log is None])
            changed = from_base(to_base(value, own)[0], other)
            if plain(changed):
                value, unit = changed, other.name
        return f"{plain(value)} {unit}" if plain(value) else None

    def number(self, name, random):
        """A number, or bounds of one."""
        one, other = self.quantity(name, random), self.quantity(name, random)
        if one is None or random.random() < 0.7:
            return one
        pairs = [{random.choice(("at_least", "above")): one}, {random.choice(("at_most", "below")): one}]
        return random.choice([*pairs, {"one_of": [one, other or one]}, "not applicable"])

    def value(self, name, random):
        """Some value for a fact, or None."""
        kind = self.facts[name].type
        if kind.form in ("quantity", "derived", "range") and random.random() < 0.02:
            return "not applicable"
        if kind.form == "quantity" and kind.conditions:
            return None
        if kind.form in ("quantity", "derived"):
            return self.number(name, random)
        if kind.form == "range":
            ends = [self.quantity(name, random), self.quantity(name, random)]
            return {"from": ends[0], "to": ends[1]} if all(ends) else None
        if kind.form in WORDS:
            return random.choice(WORDS[kind.form])
        if kind.form == "yes or no":
            return random.random() < 0.5
        if kind.form == "one of":
            few = random.sample(kind.values, min(2, len(kind.values)))
            return {"one_of": few} if random.random() < 0.2 and len(few) > 1 else few[0]
        if kind.form == "set of":
            words = random.sample(kind.values, random.randint(0, min(3, len(kind.values))))
            return words if random.random() < 0.6 or not words else {"includes": words}
        if kind.form == "day":
            return self.day(random)
        if kind.form in ("country", "countries"):
            country = random.choice(COUNTRIES if random.random() < 0.7 else self.countries)
            return [country] if kind.form == "countries" else country
        return None

    def day(self, random):
        """A day of some change, or beside one, or any."""
        if random.random() < 0.7:
            return random.choice(self.days) + timedelta(days=random.choice((-1, 0, 0, 1)))
        return FIRST + timedelta(days=random.randint(0, (LAST - FIRST).days))

    # ---- cases -------------------------------------------------------------------------------------------------
    def vary(self, scenario, random):
        """A case like a scenario, and a day."""
        raw, day = deepcopy(dict(scenario.case)), scenario.as_of
        if random.random() < 0.3:
            day = self.day(random)
        if random.random() < 0.15:
            other = random.choice(self.scenarios)
            raw[random.choice(("item", "facts"))] = deepcopy(other.case.get("item", {}))
            raw["facts"] = deepcopy(other.case.get("facts", {}))
        if random.random() < 0.1:
            raw["activity"] = random.choice(("brokering", "technical_assistance", "transit", "intra_union_transfer"))
        share = random.choice((0, 0, 0.1, 0.33))
        change = random.choice((0, 0.1, 0.3))
        self.change(raw, random, share, change)
        item = raw.setdefault("item", {})
        if random.random() < 0.2:
            self.add_finding(scenario, item, random)
        if random.random() < 0.3:
            self.add_facts(raw, item, random)
        if random.random() < 0.1:
            item["kind"] = random.choice(self.kinds)
        return raw, day

    def change(self, holder, random, share, change) -> None:
        """Leave facts out, and change values, here and in parts; records of people are left out or turned."""
        for key in ("facts", "assume"):
            if key in holder:
                holder[key] = dict(self.changed(holder[key], random, share, change))
        for key in ("judgements", "findings"):
            kept = [x for x in holder.get(key, ()) if random.random() >= share / 2]
            for x in kept:
                told = "value" if key == "judgements" else "met"
                x[told] = x[told] != (random.random() < change / 3)
                # the reference evaluator takes every finding for one about the law of the day
                x.pop("as_of", None)
            if key in holder:
                holder[key] = kept
        for x in holder.get("classification", ()):
            x.pop("as_of", None)
        if "kind" in holder and random.random() < share / 2:
            del holder["kind"]
        for part in holder.get("parts", {}).values():
            if isinstance(part, dict) and random.random() < share:
                part["complete"] = False
            for x in part["list"] if isinstance(part, dict) else part:
                self.change(x, random, share, change)
        if "item" in holder:
            self.change(holder["item"], random, share, change)

    def changed(self, facts, random, share, change):
        """Facts of which some are left out and some have another value."""
        for name, value in facts.items():
            if random.random() >= share:
                new = self.value(name, random) if random.random() < change else None
                yield name, value if new is None else new

    def add_finding(self, scenario, item, random) -> None:
        """What a person found, of a paragraph that the scenario speaks of or of another."""
        ruleset, code = random.choice(self.found)
        near = [*scenario.expected.get("met", ()), *scenario.expected.get("not_met", ())]
        if near and random.random() < 0.6:
            ruleset, code = scenario.ruleset, random.choice(near).rpartition(":")[2]
        found = {"ruleset": ruleset, "paragraph": code, "met": random.random() < 0.5}
        item.setdefault("findings", []).append(found)

    def add_facts(self, raw, item, random) -> None:
        """Some facts more, of the item or of the transaction."""
        for name in random.sample(sorted(self.facts), 30):
            owners = self.facts[name].owners
            value = self.value(name, random)
            if value is None or (owners and not {"item", "transaction"} & set(owners)):
                continue
            holder = raw if "transaction" in owners else item
            holder.setdefault("facts", {}).setdefault(name, value)


def plain(value):
    """A number in decimal digits, if it has a few; else nothing."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or value.denominator > 10**12 or abs(value) > 10**15:
        return ""
    digits = 12
    whole = abs(value) * 10**digits
    if whole.denominator != 1:
        return ""
    text = str(whole.numerator).rjust(digits + 1, "0")
    return f"{'-' if value < 0 else ''}{text[:-digits]}.{text[-digits:]}".rstrip("0").rstrip(".")
