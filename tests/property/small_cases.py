"""Random cases against random laws (`small_laws`): values at limits and just beside them, bounds, what is not known."""

from __future__ import annotations

from random import Random
from typing import Protocol

from small_words import COLOURS, COUNTRIES, DAYS, KINDS, STUFFS

DEEPEST = 3
"""So deep parts that are items nest in others."""


class Drawn(Protocol):
    """As much of a law as its cases look at."""

    more: bool
    codes: list[str]
    taken: list[str]


def random_findings(random: Random, codes: list[str], taken: list[str]) -> list[dict[str, object]]:
    """What a person may have found of an item: of paragraphs, of a section or of a whole list, or of what one takes."""
    found: list[dict[str, object]] = [
        {"paragraph": code, "met": random.random() < 0.5, "ruleset": "eu.list"}
        for code in random.sample(codes, min(len(codes), random.randint(0, 2)))
    ]
    for finding in found:
        # whoever names no list means those that have the paragraph
        if random.random() < 0.3:
            del finding["ruleset"]
    if taken and random.random() < 0.5:
        code = random.choice(taken)
        place = random.choice((code, code, code.split(".", maxsplit=1)[0], code[:2]))
        found.append({"ruleset": "eu.narrow", "paragraph": place, "met": random.random() < 0.4})
    if random.random() < 0.1:
        found.append({"ruleset": random.choice(("eu.list", "eu.narrow", "eu.goods")), "paragraph": "", "met": False})
    return found


def random_case(random: Random, law: Drawn | None = None) -> dict[str, object]:
    """A case with some of the facts, some known within bounds, some not applicable; `law`: with its rarer"""
    more = law is not None and law.more
    facts = {"destination": random.choice(COUNTRIES), "signed": str(random.choice(DAYS))}
    item = _item(random, 0, law if more else None)
    return {
        "format": "exportrules.case/1",
        "activity": "export",
        "facts": _some(random, {**facts, **more_of_a_case(random)} if more else facts),
        "item": item,
    }


def _item(random: Random, depth: int, law: Drawn | None) -> dict[str, object]:
    facts = _facts(random)
    if law:
        facts |= {name: value for name, value in more_of_an_item(random).items() if random.random() < 0.8}
    item: dict[str, object] = {"facts": _some(random, facts)}
    if random.random() < 0.7:
        item["kind"] = kinds(random, KINDS) if law else random.choice(KINDS)
    parts = pieces(random) if law else _pieces(random)
    names = ("core", "host", "cell") if law else ("core",)
    for name in names if depth == 0 or (law and depth < DEEPEST) else ():
        if random.random() < (0.4 if depth == 0 else 0.2):
            parts[name] = {"complete": random.random() < 0.6, "list": [_item(random, depth + 1, law)]}
    if parts:
        item["parts"] = parts
    if law:
        add_records(random, item, law.codes)
        if depth and random.random() < 0.1:
            item["findings"] = random_findings(random, law.codes, law.taken)
    elif random.random() < 0.5:
        record: dict[str, object] = {"term": "made_for", "value": random.random() < 0.5}
        if random.random() < 0.8:
            record["for"] = random.choice(("ships", "planes"))
        if "for" in record or not record["value"]:
            item["judgements"] = [record]
    return item


def _pieces(random: Random) -> dict[str, object]:
    if random.random() < 0.4:
        return {}
    pieces = [{"facts": _some(random, {"length": _number(random, "mm"), "hard": random.random() < 0.5})}
              for _ in range(random.randint(0, 2))]  # fmt: skip
    return {"piece": {"complete": random.random() < 0.6, "list": pieces}}


def _facts(random: Random) -> dict[str, object]:
    points = [{"value": f"{random.randint(1, 3)} dB", "at": {"stage_number": f"{stage} count"}} for stage in (1, 3)]
    low = random.randint(1, 3)
    return {
        "power": _number(random, "W"),
        "mass": _number(random, "kg"),
        "gain": points[: random.randint(1, 2)],
        "band": {"from": f"{low} GHz", "to": f"{low + random.randint(0, 2)} GHz"},
        "sealed": random.random() < 0.5,
        "cooled": random.random() < 0.5,
        "colour": random.choice(COLOURS),
        "stuff": {"includes": [random.choice(STUFFS)], "complete": random.random() < 0.5},
        "cn_code": random.choice(("84", "8413", "8413 70", "9013 20", "90")),
    }


def _number(random: Random, unit: str) -> object:
    value = random.choice((0, 1, 1, 2, 2, 3, 3))
    form = random.random()
    if form < 0.75:
        return f"{value} {unit}"
    if form < 0.85:
        return {"at_least": f"{value} {unit}"}
    if form < 0.95:
        return {"above": f"{value} {unit}", "at_most": f"{value + 2} {unit}"}
    return "not applicable"


def _some(random: Random, facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if random.random() < 0.7}


# ---- of the rarer words ---------------------------------------------------------------------------------------


def more_of_a_case(random: Random) -> dict[str, object]:
    """Facts of the transaction."""
    return {
        "uses": random.choice(
            (["mining"], [], ["racing", "flying"], {"includes": ["mining"]}, {"excludes": ["mining"]})
        ),
        "worth": random.choice(("1 EUR", "2 EUR", "3 EUR", {"at_least": "2 EUR"}, {"one_of": ["1 EUR", "4 EUR"]})),
    }


def more_of_an_item(random: Random) -> dict[str, object]:
    """Facts of an item."""
    return {
        "power": random.choice(("1 W", "2 W", "30 dBm", "999 mW", "1001 mW", "33 dBm", {"one_of": ["1 W", "3 W"]},
                                {"below": "2 W"}, {"above": "1 W", "below": "2 W"}, "not applicable")),
        "reach": near(random, "mm"),
        "wobble": near(random, "g.mm"),
        "stages": near(random, "count"),
        "maker": random.choice(("acme", "other", {"one_of": ["acme", "nobody"]})),
        "shift": random.choice(("-1 mm", "-1001 um", "-999 um", "0 mm", "1 mm", "2 mm", {"at_most": "-1 mm"},
                                {"above": "-2 mm"}, "not applicable", "-3 mm")),
        "warmth": random.choice(("293.15 K", "20 degC", "68 degF", "300 K", "21 degC", {"below": "20 degC"}, "263 K")),
        "strength": strengths(random),
        "gain": gains(random),
        "tint": random.choice(("red", "green", "blue", {"one_of": ["red", "blue"]}, "not applicable")),
        "ready": random.choice((*map(str, DAYS), "2024-06-30", "2025-01-02", {"from": "2024-07-01"}, "not applicable",
                                {"from": "2024-01-02", "to": "2025-01-01"}, {"to": "2024-12-31"})),
        "seen": random.choice((["US"], [], ["RU", "DE"], {"includes": ["IN"]}, {"excludes": ["RU", "US"]},
                               {"includes": ["US"], "excludes": ["DE"]}, "not applicable")),
        "stuff": random.choice((["metal"], [], {"excludes": ["metal"]}, {"includes": ["wood"], "excludes": ["glass"]})),
        "cas_number": random.choice(("111-48-8", "50-00-0", {"one_of": ["111-48-8", "50-00-0"]}, "7732-18-5")),
        "cas_identifies_structure": random.random() < 0.5,
    }  # fmt: skip


def derived(random: Random) -> dict[str, object]:
    """Facts that follow from others, stated nevertheless."""
    found = {"share": "W/kg", "load": "W/kg", "total": "mm", "rest": "mm", "dear": "EUR", "flat": "mm", "thick": "mm"}
    return {name: near(random, unit) for name, unit in found.items() if random.random() < 0.08}


def near(random: Random, unit: str) -> object:
    """A number at a limit, or just beside one."""
    value = random.randint(1, 3)
    other = value + random.randint(1, 2)
    return random.choice((
        f"{value} {unit}", f"{value} {unit}", f"{value}.001 {unit}", f"{value - 1}.999 {unit}",
        {"at_least": f"{value} {unit}"}, {"above": f"{value} {unit}"}, {"below": f"{value} {unit}"},
        {"at_least": f"{value} {unit}", "below": f"{other} {unit}"},
        {"one_of": [f"{value} {unit}", f"{other} {unit}"]}, "not applicable", f"0 {unit}",
        {"at_least": f"0 {unit}", "at_most": f"{value} {unit}"},
    ))  # fmt: skip


def gains(random: Random) -> object:
    """Values at several stages, or for a stretch of them."""
    places = ["1 count", "2 count", "3 count", {"from": "1 count", "to": "2 count"},
              {"from": "2 count", "to": "3 count"}, {"from": "0 count", "to": "9 count"}]  # fmt: skip
    points = [{"value": near(random, "dB"), "at": {"stage_number": place}}
              for place in random.sample(places, random.randint(1, 3))]  # fmt: skip
    for point in points:
        if point["value"] == "not applicable":
            point["value"] = "2 dB"
    return random.choice((points, {"points": points, "complete": True}, near(random, "dB")))


WARMTHS = ("293 K", "20 degC", "300 K", {"from": "290 K", "to": "300 K"}, {"from": "0 K", "to": "9999 K"},
           {"from": "280 K", "to": "295 K"})  # fmt: skip


def strengths(random: Random) -> object:
    """Values for a temperature and a treatment, or for one of the two."""
    points = []
    for _ in range(random.randint(1, 3)):
        place: dict[str, object] = {}
        if random.random() < 0.85:
            place["warmth_of_test"] = random.choice(WARMTHS)
        if not place or random.random() < 0.7:
            place["treatment"] = random.choice(("annealed", "aged"))
        points.append({"value": f"{random.randint(1, 3)} MPa", "at": place})
    return random.choice((points, {"points": points, "complete": True}, "2 MPa", "not applicable"))


def pieces(random: Random) -> dict[str, object]:
    """Lists of parts that are no items, with parts of their own."""
    lists: dict[str, object] = {}
    for name in ("piece", "blade"):
        if random.random() < (0.7 if name == "piece" else 0.3):
            found = [piece(random, name) for _ in range(random.randint(0, 3))]
            lists[name] = {"complete": random.random() < 0.6, "list": found}
    return lists


def piece(random: Random, name: str) -> dict[str, object]:
    """One of them."""
    facts: dict[str, object] = {"length": near(random, "mm"), "width": near(random, "mm"),
                                "hard": random.random() < 0.5, "tint": random.choice(("red", "blue"))}  # fmt: skip
    found: dict[str, object] = {"facts": {key: value for key, value in facts.items() if random.random() < 0.8}}
    if random.random() < 0.05:
        found["facts"]["slim"] = near(random, "ratio")
    if name == "piece" and random.random() < 0.2:
        found["part"] = "blade"
    if random.random() < 0.5:
        rims = [{"facts": {"depth": near(random, "mm"), "smooth": random.random() < 0.5}}
                for _ in range(random.randint(0, 2))]  # fmt: skip
        found["parts"] = {"rim": {"complete": random.random() < 0.6, "list": rims}}
    return found


def add_records(random: Random, item: dict[str, object], codes: list[str]) -> None:
    """What persons worked out or judged of an item."""
    item["facts"] = {**item["facts"], **derived(random)}  # type: ignore[dict-item]
    if random.random() < 0.6:
        item["judgements"] = judgements(random, codes)


def judgements(random: Random, codes: list[str]) -> list[dict[str, object]]:
    """What persons judged, for objects, purposes and paragraphs; one may speak against another."""
    found: dict[object, dict[str, object]] = {}
    for _ in range(random.randint(0, 4)):
        record: dict[str, object] = {"term": random.choice(("required", "required", "made_for")),
                                     "value": random.random() < 0.5}  # fmt: skip
        if random.random() < 0.85:
            places = [*(f"eu.list:{code}" for code in codes), *codes[:1], *codes, "eu.list:3A", "3B"]
            record["for"] = random.choice(("ships", "planes", *random.choices(places, k=4)))
        if random.random() < 0.4:
            record["purpose"] = random.choice(("development", "production", "use"))
        found.setdefault((record["term"], record.get("for"), record.get("purpose")), record)
    return list(found.values())


def kinds(random: Random, plain: tuple[str, ...]) -> object:
    """One kind or several."""
    known = (*plain, "technology", "material", "powder", "hybrid")
    return random.choice(known) if random.random() < 0.8 else random.sample(known, 2)
