"""Read a case in the format `exportrules.case/1`: every value with its path, every fault at once.

`exportrules/schemas/exportrules.case-1.json` states the shape; this module also checks it against a
vocabulary. The codes of the faults are listed in `exportrules.case.faults`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from exportrules.case.faults import MAX_DEPTH, CaseError, Reading, extend_path, show
from exportrules.case.paragraphs import Paragraphs
from exportrules.case.reader_values import read_plain_value, read_value
from exportrules.case.records import read_findings, read_judgements
from exportrules.case.shapes import SOURCE_KEYS, as_list, as_object, check_keys, read_day, read_source
from exportrules.case.stated import keep_stated
from exportrules.case.suggesting import suggest_fact, suggest_kind
from exportrules.case.values import NOBODY, Case, PartList, Provenance, Subject, Value
from exportrules.jsontext import read_json
from exportrules.vocabulary import ITEM, TRANSACTION, FactDefinition, PartDefinition, Vocabulary

__all__ = ["ACTIVITIES", "FORMAT", "CaseError", "read_case", "read_item"]

FORMAT: Final = "exportrules.case/1"
ACTIVITIES: Final = (
    "export",
    "brokering",
    "technical_assistance",
    "transit",
    "intra_union_transfer",
    "import",
    "financing",
    "services",
)

_CASE_KEYS: Final = frozenset(("format", "id", "activity", "as_of", "facts", "assume", "item"))
_ITEM_KEYS: Final = frozenset(("kind", "facts", "assume", "parts", "judgements", "findings", "classification"))
_FOUND: Final = frozenset(("findings", "classification"))
_PART_KEYS: Final = _ITEM_KEYS | {"part"}
_LIST_KEYS: Final = frozenset(("complete", "list"))
_KIND_KEYS: Final = SOURCE_KEYS | {"value"}


def read_case(
    text: str | bytes | Mapping[str, object],
    vocabulary: Vocabulary,
    rulesets: Collection[str] = (),
    paragraphs: Mapping[str, Collection[str]] | None = None,
) -> Case:
    """Read a case from JSON text, or from an object that was parsed already (from TOML, for instance).

    Numbers come out as exact rationals in the base unit of their kind; what is not stated is not there.
    With `rulesets`, the names that judgements and findings give are checked against them; with `paragraphs`, the
    codes of each ruleset, so are the paragraphs of findings.

    Raises:
        JsonError: XR801 to XR810, the text is not strict JSON.
        CaseError: every fault of the case, see `exportrules.case.faults`.
    """
    data = read_json(text, where="case") if isinstance(text, str | bytes) else text
    known = paragraphs if paragraphs is None or isinstance(paragraphs, Paragraphs) else Paragraphs(paragraphs)
    reading = Reading(vocabulary, rulesets, known)
    members = as_object(data)
    if members is None:
        reading.shape("case", data, "an object", f'write {{"format": "{FORMAT}", "activity": …}}')
        raise CaseError(tuple(reading.faults))
    case = _read_members(reading, members)
    reading.finish()
    return Case(*case, keep_stated(reading, members, parsed=isinstance(text, str | bytes)))


def read_item(
    data: Mapping[str, object], vocabulary: Vocabulary, path: str = "item", rulesets: Collection[str] = ()
) -> Subject:
    """Read an item alone, as the member `item` of a case has it; `path` begins the paths of its parts.

    Raises:
        CaseError: every fault of the item, see `exportrules.case.faults`.
    """
    reading = Reading(vocabulary, rulesets)
    item = _read_subject(reading, data, path, None, 1)
    reading.finish()
    return item


def _read_members(
    reading: Reading, members: Mapping[str, object]
) -> tuple[str, str, Mapping[str, Value], Subject, date | None]:
    check_keys(reading, members, _CASE_KEYS, "")
    _check_format(reading, members)
    identifier = members.get("id", "")
    if not isinstance(identifier, str):
        reading.shape("id", identifier, "text", "write the name of the case as text")
        identifier = ""
    activity = _read_activity(reading, members)
    as_of = read_day(reading, members["as_of"], "as_of") if "as_of" in members else None
    facts = _read_facts(reading, members, "", TRANSACTION, None)
    stated = "item" in members
    item = _read_subject(reading, members["item"], "item", None, 1) if stated else Subject("item")
    return identifier, activity, facts, item, as_of


def _check_format(reading: Reading, members: Mapping[str, object]) -> None:
    if "format" not in members:
        reading.fault("XR832", "format", "`format` is missing", f'write "format": "{FORMAT}"')
        return
    stated = members["format"]
    if not isinstance(stated, str):
        reading.shape("format", stated, "text", f'write "{FORMAT}"')
    elif stated != FORMAT:
        reading.fault("XR833", "format", f"the format {show(stated)} cannot be read", f"write `{FORMAT}`")


def _read_activity(reading: Reading, members: Mapping[str, object]) -> str:
    if "activity" not in members:
        way_out = f"use one of {', '.join(f'`{name}`' for name in ACTIVITIES)}"
        reading.fault("XR832", "activity", "`activity` is missing", way_out)
        return ""
    stated = members["activity"]
    if not isinstance(stated, str):
        reading.shape("activity", stated, "text", 'write an activity, such as "export"')
        return ""
    if stated not in ACTIVITIES:
        reading.unknown("XR834", "activity", "activity", stated, ACTIVITIES)
    return stated


# --- facts ---------------------------------------------------------------------------------------


def _read_facts(
    reading: Reading, members: Mapping[str, object], path: str, owner: str, part: PartDefinition | None
) -> Mapping[str, Value]:
    """The facts and the assumptions of one owner, by name."""
    found: dict[str, Value] = {}
    known = reading.vocabulary.facts
    for key, assumed in (("facts", False), ("assume", True)):
        if key not in members:
            continue
        place = f"{path}.{key}" if path else key
        facts = as_object(members[key])
        if facts is None:
            reading.shape(place, members[key], "an object", 'write {"name of the fact": value}')
            continue
        reading.count_facts(len(facts), place)
        # the usual way to state a fact of the transaction or the item
        plain = part is None and not assumed
        for name, raw in facts.items():
            definition = known.get(name)
            if plain and definition is not None and owner in definition.owners and type(raw) is str:
                value = read_plain_value(definition, raw)
                if value is not None:
                    found[name] = value
                    continue
            here = f"{place}.{name}" if name in known else extend_path(place, name)
            if assumed and name in (as_object(members.get("facts")) or ()):
                way_out = "keep it under `facts` if it was stated, under `assume` if it was not"
                reading.fault("XR839", here, f"{show(name)} is both a fact and an assumption", way_out)
            definition = _find_fact(reading, name, here, owner, part)
            if definition is None:
                continue
            value = read_value(reading, definition, raw, here, assumed=assumed)
            if value is not None:
                found[name] = value
    return found


def _is_owned(definition: FactDefinition, owner: str, part: PartDefinition | None, vocabulary: Vocabulary) -> bool:
    """Whether the transaction, the item or the part at hand has a fact."""
    return owner in definition.owners if part is None else vocabulary.owned_by_part(definition.name, part.name)


def _find_fact(
    reading: Reading, name: str, path: str, owner: str, part: PartDefinition | None
) -> FactDefinition | None:
    vocabulary = reading.vocabulary
    definition = vocabulary.facts.get(name)
    if definition is None:
        facts = (item for item in vocabulary.facts.values() if _is_owned(item, owner, part, vocabulary))
        reading.fault("XR835", path, f"unknown fact {show(str(name))}", suggest_fact(str(name), facts))
        return None
    if not _is_owned(definition, owner, part, vocabulary):
        here = "the transaction" if owner == TRANSACTION else "the item" if part is None else f"`{part.name}`"
        message = f"`{name}` is not a fact of {here}"
        reading.fault("XR836", path, message, f"move it to {_tell_place(definition)}")
        return None
    return definition


def _tell_place(definition: FactDefinition) -> str:
    places = {TRANSACTION: "`facts` of the case", ITEM: "`item.facts`"}
    return " or ".join(places.get(owner, f"the facts of a part `{owner}`") for owner in definition.owners)


# --- the item and its parts ----------------------------------------------------------------------


def _read_subject(reading: Reading, raw: object, path: str, listed: PartDefinition | None, depth: int) -> Subject:
    """The item, or a part that stands in a list of `listed` parts."""
    members = as_object(raw)
    if members is None:
        reading.shape(path, raw, "an object", 'write {"kind": …, "facts": {…}}')
        return Subject(path)
    if depth > MAX_DEPTH:
        reading.stop("XR911", path, f"more than {MAX_DEPTH} items within items", "state the inner ones apart")
    check_keys(reading, members, _ITEM_KEYS if listed is None else _PART_KEYS, path)
    part = None if listed is None else _read_part_name(reading, members, path, listed)
    kinds, source = _read_kinds(reading, members, path)
    facts = _read_facts(reading, members, path, ITEM, part)
    parts = _read_parts(reading, members, path, part, depth)
    judged = part is None or part.as_item
    return Subject(
        path,
        "" if part is None else part.name,
        kinds,
        facts,
        parts,
        read_judgements(reading, members, path, judged=judged) if "judgements" in members else (),
        read_findings(reading, members, path, judged=judged) if not _FOUND.isdisjoint(members) else (),
        source,
    )


def _read_part_name(
    reading: Reading, members: Mapping[str, object], path: str, listed: PartDefinition
) -> PartDefinition:
    """Which part it is: that of its list unless it names a narrower one."""
    if "part" not in members:
        return listed
    name, place = members["part"], f"{path}.part"
    if not isinstance(name, str):
        reading.shape(place, name, "text", "write the name of the part")
        return listed
    definitions = reading.vocabulary.parts
    definition = definitions.get(name)
    if definition is None:
        reading.unknown("XR837", place, "part", name, definitions)
    elif listed.name not in definition.above:
        message = f"`{name}` is no narrower kind of `{listed.name}`"
        reading.fault("XR837", place, message, f"list it under `{name}`")
    else:
        return definition
    return listed


def _read_kinds(reading: Reading, members: Mapping[str, object], path: str) -> tuple[frozenset[str] | None, Provenance]:
    """What the thing is; None when that is not stated."""
    if "kind" not in members:
        return None, NOBODY
    raw = members["kind"]
    if type(raw) is str and raw in reading.vocabulary.kinds:
        return _one_kind(raw), NOBODY
    place, source = f"{path}.kind", NOBODY
    sourced = None if isinstance(raw, str) else as_object(raw)
    if sourced is not None and "value" in sourced:
        check_keys(reading, sourced, _KIND_KEYS, place)
        source = read_source(reading, sourced, place, assumed=False)
        raw, place = sourced["value"], f"{place}.value"
    names: list[tuple[object, str]] = [(raw, place)]
    if not isinstance(raw, str):
        items = as_list(raw)
        if items is None:
            reading.shape(place, raw, "a kind or a list of kinds", 'write "kind": ["name of the kind"]')
            return None, source
        reading.check_list(len(items), place)
        if not items:
            # an item that is of no kind at all would fall out of every list
            way_out = "leave `kind` out when it is not known"
            reading.fault("XR832", place, "an empty list", way_out)
        names = [(item, f"{place}[{index}]") for index, item in enumerate(items)]
    known = (_read_kind(reading, name, where) for name, where in names)
    return frozenset(name for name in known if name is not None), source


@lru_cache(maxsize=4096)
def _one_kind(name: str) -> frozenset[str]:
    return frozenset((name,))


def _read_kind(reading: Reading, name: object, path: str) -> str | None:
    if not isinstance(name, str):
        reading.shape(path, name, "the name of a kind", "write it as text")
        return None
    if name in reading.vocabulary.kinds:
        return name
    # a trade name is often typed as the names of kinds are
    reading.fault("XR838", path, f"unknown kind {show(name)}", suggest_kind(name, reading.vocabulary.kinds.values()))
    return None


def _read_parts(
    reading: Reading, members: Mapping[str, object], path: str, holder: PartDefinition | None, depth: int
) -> Mapping[str, PartList]:
    found: dict[str, PartList] = {}
    if "parts" not in members:
        return found
    place = f"{path}.parts"
    lists = as_object(members["parts"])
    if lists is None:
        reading.shape(place, members["parts"], "an object", 'write {"name of the part": [{"facts": {…}}]}')
        return found
    definitions = reading.vocabulary.parts
    for name, listed in lists.items():
        here = extend_path(place, name)
        definition = definitions.get(name)
        if definition is None:
            reading.unknown("XR837", here, "part", str(name), definitions)
        elif _check_holder(reading, definition, holder, here):
            found[name] = _read_list(reading, listed, here, definition, depth)
    return found


def _check_holder(reading: Reading, definition: PartDefinition, holder: PartDefinition | None, path: str) -> bool:
    """Whether the item or part at hand may have parts of this name, or of a wider one (XR837)."""
    definitions = reading.vocabulary.parts
    wider = [definitions[name] for name in definition.above if name in definitions]
    owners = {owner for part in wider for owner in part.owners}
    if holder is None:
        fitting = ITEM in owners
    else:
        fitting = not owners.isdisjoint(holder.above) or (holder.as_item and ITEM in owners)
    if not fitting:
        here = "the item" if holder is None else f"`{holder.name}`"
        places = {ITEM: "the item"}
        way_out = " or ".join(places.get(owner, f"a part `{owner}`") for owner in sorted(owners))
        message = f"`{definition.name}` is not a part of {here}"
        reading.fault("XR837", path, message, f"put it among the parts of {way_out}")
    return fitting


def _read_list(reading: Reading, raw: object, path: str, definition: PartDefinition, depth: int) -> PartList:
    """Parts of one name: a plain list may go on, {"complete": true, "list": […]} holds them all."""
    items, complete = as_list(raw), False
    if items is None:
        members = as_object(raw)
        if members is None:
            reading.shape(path, raw, "a list of parts", 'write [{…}] or {"complete": true, "list": [{…}]}')
            return PartList((), complete=False)
        check_keys(reading, members, _LIST_KEYS, path)
        stated = members.get("complete", False)
        if isinstance(stated, bool):
            complete = stated
        else:
            reading.shape(f"{path}.complete", stated, "true or false", "say true when there are no others")
        if "list" not in members:
            reading.fault("XR832", path, "`list` is missing", 'write "list": [], if there are none')
            return PartList((), complete)
        path = f"{path}.list"
        items = as_list(members["list"])
        if items is None:
            reading.shape(path, members["list"], "a list of parts", 'write "list": [{…}]')
            return PartList((), complete)
    subjects: list[Subject] = []
    for index, item in enumerate(items):
        here = f"{path}[{index}]"
        reading.count_part(here)
        subjects.append(_read_subject(reading, item, here, definition, depth + 1))
    return PartList(tuple(subjects), complete)
