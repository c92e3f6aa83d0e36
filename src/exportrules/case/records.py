"""Read what people recorded: judgements with their object, and findings about paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from exportrules.case.faults import Reading, show
from exportrules.case.reader_values import read_answer
from exportrules.case.shapes import SOURCE_KEYS, as_list, as_object, check_keys, read_day, read_source
from exportrules.case.values import Finding, Judgement
from exportrules.rules.amendments import read_amendments

__all__ = ["read_findings", "read_judgements"]

_JUDGEMENT: Final = SOURCE_KEYS | {"term", "for", "purpose", "value"}
_FINDING: Final = SOURCE_KEYS | {"paragraph", "ruleset", "met", "as_of"}
_CLASSIFICATION: Final = SOURCE_KEYS | {"ruleset", "codes", "complete", "as_of"}
_CODE: Final = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
_RULESET: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def read_judgements(
    reading: Reading, members: Mapping[str, object], path: str, *, judged: bool
) -> tuple[Judgement, ...]:
    """The judgements of an item, or of a part that is judged as one; two answers to one are a fault."""
    place = f"{path}.judgements"
    items = _read_records(reading, members["judgements"], place, judged=judged)
    found: dict[Hashable, Judgement] = {}
    for index, raw in enumerate(items):
        here = f"{place}[{index}]"
        record = _read_judgement(reading, raw, here)
        if record is None:
            continue
        first = found.setdefault((record.term, record.target, record.purpose), record)
        if first.value != record.value:
            message = f"`{record.term}` is judged both true and false for {show(record.target)}"
            reading.fault("XR839", here, message, "keep the judgement that holds")
    return tuple(found.values())


def read_findings(reading: Reading, members: Mapping[str, object], path: str, *, judged: bool) -> tuple[Finding, ...]:
    """The findings about an item, or about a part that is judged as one; two answers to one are a fault."""
    records: list[tuple[str, Finding]] = []
    for key, read in (("findings", _read_finding), ("classification", _read_classification)):
        place = f"{path}.{key}"
        if key in members:
            for index, raw in enumerate(_read_records(reading, members[key], place, judged=judged)):
                here = f"{place}[{index}]"
                records += ((here, record) for record in read(reading, raw, here))
    found: dict[Hashable, Finding] = {}
    for here, record in records:
        found.setdefault((record.ruleset, record.code, record.as_of), record)
        if any(item.met != record.met for item in found.values() if _same_place(item, record)):
            message = f"{show(record.code or record.ruleset)} is found both met and not met"
            reading.fault("XR839", here, message, "keep the finding that holds")
    return tuple(found.values())


def _same_place(one: Finding, other: Finding) -> bool:
    return (one.ruleset, one.code) == (other.ruleset, other.code)


def _read_records(reading: Reading, raw: object, path: str, *, judged: bool) -> list[object]:
    items = as_list(raw)
    if items is None:
        reading.shape(path, raw, "a list", "write a list of objects, even when there is one")
        return []
    reading.count_facts(len(items), path)
    if items and not judged:
        message = "a part that is not an item of its own is neither judged nor listed"
        reading.fault("XR849", path, message, "record it on the item that has the part")
    return list(items)


def _read_judgement(reading: Reading, raw: object, path: str) -> Judgement | None:
    members = _read_object(reading, raw, path, _JUDGEMENT, '{"term": …, "for": …, "value": true}')
    if members is None:
        return None
    term = _read_word(reading, members, "term", path, _check_term, needed=True)
    target = _read_word(reading, members, "for", path, _check_target)
    purpose = _read_word(reading, members, "purpose", path, _check_name)
    value = _read_outcome(reading, members, "value", path)
    source = read_source(reading, members, path, assumed=False)
    if term is None or target is None or purpose is None or value is None:
        return None
    return Judgement(term, target, purpose, value, source)


def _read_finding(reading: Reading, raw: object, path: str) -> Iterator[Finding]:
    members = _read_object(reading, raw, path, _FINDING, '{"paragraph": …, "met": true}')
    if members is None:
        return
    codes = list(_read_codes(reading, members, f"{path}.paragraph"))
    ruleset = _read_word(reading, members, "ruleset", path, _check_ruleset)
    met = _read_outcome(reading, members, "met", path)
    source = read_source(reading, members, path, assumed=False)
    as_of = read_day(reading, members["as_of"], f"{path}.as_of") if "as_of" in members else None
    if ruleset is None or met is None:
        return
    for code, place in codes:
        if not code and (met or not ruleset):
            # nobody can rule out every list there is, and "listed somewhere" names no control
            what = "found to be met" if met else "ruled out"
            way_out = "name the paragraph" if met else "name the paragraph or the `ruleset`"
            reading.fault("XR849", place, f"no paragraph is named that is {what}", way_out)
            continue
        sections = _sections_of(reading, ruleset, code)
        if sections and met:
            reading.fault("XR849", place, f"category {code} holds no item as such", "name the paragraph that is met")
        elif sections or not code or _check_known(reading, ruleset, code, place, as_of):
            yield from (Finding(ruleset, item, met, source, as_of) for item in sections or (code,))


def _read_codes(reading: Reading, members: Mapping[str, object], path: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a finding, one or several, each with its place."""
    several = as_list(members.get("paragraph"))
    if several is None:
        only = _read_word(reading, members, "paragraph", path.rpartition(".")[0], _check_code, needed=True)
        if only is not None:
            yield only, path
        return
    reading.check_list(len(several), path)
    reading.count_facts(len(several), path)
    if not several:
        reading.shape(path, several, "a paragraph or several", "name the paragraphs, or leave the finding out")
    yield from _check_codes(reading, several, path)


def _check_codes(reading: Reading, codes: Sequence[object], path: str) -> Iterator[tuple[str, str]]:
    """The codes of a list that can be paragraphs, each with its place."""
    for index, code in enumerate(codes):
        place = f"{path}[{index}]"
        if not isinstance(code, str) or not code:
            reading.shape(place, code, "a paragraph", "write its number as text, such as `3A001.b.2`")
        elif _check_code(reading, code, place):
            yield code, place


def _sections_of(reading: Reading, ruleset: str, code: str) -> tuple[str, ...]:
    """The sections of a category of a list, or of all lists; empty where the code names no category."""
    if reading.paragraphs is None or len(code) != 1:
        return ()
    lists = [ruleset] if ruleset else list(reading.paragraphs)
    found = (section for name in lists for section in reading.paragraphs.sections_of(name, code))
    return tuple(dict.fromkeys(found))


def _read_classification(reading: Reading, raw: object, path: str) -> Iterator[Finding]:
    """The codes of a list that somebody assigned, and whether there are no others: as a finding for each."""
    form = '{"ruleset": …, "codes": [ … ], "complete": true, "as_of": "2026-03-01"}'
    members = _read_object(reading, raw, path, _CLASSIFICATION, form)
    if members is None:
        return
    ruleset = _read_word(reading, members, "ruleset", path, _check_ruleset, needed=True)
    codes, place = as_list(members.get("codes")), f"{path}.codes"
    if codes is None:
        reading.shape(place, members.get("codes"), "a list of paragraphs", 'write "codes": [], if there are none')
        return
    reading.check_list(len(codes), place)
    complete = _read_outcome(reading, members, "complete", path)
    source = read_source(reading, members, path, assumed=False)
    as_of = read_day(reading, members["as_of"], f"{path}.as_of") if "as_of" in members else None
    if "as_of" not in members:
        # what was assigned by an older law would pass for a statement about the law that decides
        way_out = "name the day by whose law the codes were assigned"
        reading.fault("XR832", f"{path}.as_of", "`as_of` is missing", way_out)
    if not ruleset:
        return
    for code, here in _check_codes(reading, codes, place):
        if _check_known(reading, ruleset, code, here, as_of):
            yield Finding(ruleset, code, met=True, source=source, as_of=as_of)
    if complete:
        yield Finding(ruleset, "", met=False, source=source, as_of=as_of)


def _check_known(reading: Reading, ruleset: str, code: str, path: str, as_of: date | None) -> bool:
    """A paragraph or section of a list, or below a paragraph that it does not divide; a slip must free nothing.

    Found by the law of another day, it may also be one that was taken out since.
    """
    if reading.paragraphs is None:
        return True
    compared = None if as_of is None else read_amendments().get(ruleset)
    if as_of is not None and compared is not None and as_of < compared.last and code in compared.removed:
        return True
    rulesets = [ruleset] if ruleset else list(reading.paragraphs)
    if any(reading.paragraphs.has_section(name, code) for name in rulesets):
        # a section of a category; one may be empty in the law
        return True
    lists = [reading.paragraphs.get(name, ()) for name in rulesets]
    if any(code in codes for codes in lists):
        return True
    for codes in lists:
        # the deepest paragraph that is there, and whether the list divides it
        parts = code.split(".")
        known = next((".".join(parts[:n]) for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in codes), None)
        if known == code or any(_lies_in(item, code) for item in codes):
            return True
        if known is not None and not any(_lies_in(item, known) for item in codes if item != known):
            return True
    from difflib import get_close_matches

    near = get_close_matches(code, {item for codes in lists for item in codes}, n=3, cutoff=0.6)
    upper = [item for codes in lists for item in codes if item.lower() == code.lower()]
    names = " or ".join(f"`{item}`" for item in dict.fromkeys(upper or near))
    way_out = f"did you mean {names}?" if names else "see `exportrules entries`"
    reading.fault("XR849", path, f"no loaded list has a paragraph {show(code)}", way_out)
    return False


def _lies_in(item: str, code: str) -> bool:
    return item == code or item.startswith(code + ".") or (len(code) == 2 and item.startswith(code))


def _read_object(
    reading: Reading, raw: object, path: str, allowed: frozenset[str], form: str
) -> Mapping[str, object] | None:
    members = as_object(raw)
    if members is None:
        reading.shape(path, raw, "an object", f"write {form}")
        return None
    check_keys(reading, members, allowed, path)
    return members


def _read_word(
    reading: Reading,
    members: Mapping[str, object],
    key: str,
    path: str,
    check: Callable[[Reading, str, str], bool],
    *,
    needed: bool = False,
) -> str | None:
    """A member that is text; an absent one is empty unless it is needed."""
    place = f"{path}.{key}"
    if key not in members:
        if needed:
            reading.fault("XR832", place, f"`{key}` is missing", f'write "{key}": "…"')
            return None
        return ""
    raw = members[key]
    if not isinstance(raw, str):
        reading.shape(place, raw, "text", f'write "{key}": "…"')
        return None
    if not raw and not needed:
        return ""
    return raw if check(reading, raw, place) else None


def _read_outcome(reading: Reading, members: Mapping[str, object], key: str, path: str) -> bool | None:
    place = f"{path}.{key}"
    if key not in members:
        reading.fault("XR832", place, f"`{key}` is missing", f'write "{key}": true or "{key}": false')
        return None
    return read_answer(reading, members[key], place)


def _check_term(reading: Reading, term: str, path: str) -> bool:
    facts = reading.vocabulary.facts
    definition = facts.get(term)
    if definition is not None and definition.form == "judgement":
        return True
    if definition is not None:
        reading.fault("XR849", path, f"`{term}` is a fact, not a judgement", "write it under `facts`")
    else:
        known = (fact.name for fact in facts.values() if fact.form == "judgement")
        reading.unknown("XR849", path, "judgement", term, known)
    return False


def _check_target(reading: Reading, target: str, path: str) -> bool:
    ruleset, colon, code = target.rpartition(":")
    if not _CODE.fullmatch(code) or (colon and not _RULESET.fullmatch(ruleset)):
        way_out = "write a name, a paragraph, or `ruleset:paragraph`, such as `eu.list:3A001.b`"
        reading.fault("XR849", path, f"{show(target)} is nothing to be judged for", way_out)
        return False
    return not colon or _check_ruleset(reading, ruleset, path)


def _check_name(reading: Reading, name: str, path: str) -> bool:
    if _NAME.fullmatch(name):
        return True
    reading.fault("XR849", path, f"{show(name)} is no purpose", "write a word such as `development`")
    return False


def _check_code(reading: Reading, code: str, path: str) -> bool:
    if not code or _CODE.fullmatch(code):
        return True
    way_out = "write its number with dots, such as `3A001.b.2`"
    reading.fault("XR849", path, f"{show(code)} is not a paragraph", way_out)
    return False


def _check_ruleset(reading: Reading, ruleset: str, path: str) -> bool:
    if not _RULESET.fullmatch(ruleset) or (reading.rulesets and ruleset not in reading.rulesets):
        reading.unknown("XR849", path, "ruleset", ruleset, reading.rulesets)
        return False
    return True
