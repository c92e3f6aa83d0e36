"""Worked examples beside the law: read them from TOML, run them, say where an answer differs.

A file holds defaults (`ruleset`, `as_of`, `activity`, `facts`) and `[[scenario]]` tables. A scenario
states a case, perhaps like another one with some facts replaced or dropped, and what is expected:
paragraphs that are met, not met or undetermined, outcomes, what determines them, what is asked, and under
`third_country` what measures of other countries come to, which decide nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from exportrules import records
from exportrules.decision import Decision, Outcome
from exportrules.errors import ExportRulesError
from exportrules.explanation import ask_questions, find_status
from exportrules.jsontext import MAX_BYTES
from exportrules.resources import data_folder, read_at_most

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from exportrules.loading import Rules

__all__ = ["Scenario", "ScenarioResult", "bundled_scenarios", "read_scenarios", "run_scenario"]

_DEFAULTS: Final = frozenset(("ruleset", "as_of", "activity", "facts", "scenario"))
_PARAGRAPHS: Final = {"met": "met", "not_met": "not met", "undetermined": "undetermined"}
_LEVELS: Final = ("outcome", "floor", "ceiling")
_LISTS: Final = ("determined_by", "authorised_by", "missing", "duties", "documents")
_FOREIGN: Final = "third_country"
_EXPECTED: Final = frozenset((*_PARAGRAPHS, *_LEVELS, *_LISTS, _FOREIGN))
_WORD_LISTS: Final = frozenset((*_PARAGRAPHS, *_LISTS, "without"))
_SHAPES: Final[Mapping[str, type]] = {
    **dict.fromkeys(_WORD_LISTS, list),
    **dict.fromkeys(("facts", "assume", "item", _FOREIGN), dict),
    **dict.fromkeys((*_LEVELS, "like", "activity", "ruleset"), str),
}
_SHAPE_WORDS: Final[Mapping[type, str]] = {list: "a list of texts", dict: "a table", str: "a text"}
_KEYS: Final = _EXPECTED | {"name", "like", "without", "as_of", "activity", "facts", "assume", "item"}


@records.frozen(eq=False)
class Scenario:
    """One worked example: `case` is the case as an object, `expected` what the answer must be."""

    file: str
    name: str
    ruleset: str
    as_of: date
    case: Mapping[str, Any]
    expected: Mapping[str, Any]


@records.frozen(eq=False)
class ScenarioResult:
    """What a scenario showed: one line for each difference, none when all is as expected."""

    scenario: Scenario
    differences: tuple[str, ...]
    decision: Decision | None = None

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.differences


def bundled_scenarios() -> tuple[Scenario, ...]:
    """The scenarios that ship beside the bundled law.

    Raises:
        ExportRulesError: XR960, a file is not a scenario file.
    """
    return tuple(item for file in _find_files(data_folder("rulesets"), "") for item in _read(*file))


def read_scenarios(path: Path) -> tuple[Scenario, ...]:
    """The scenarios of a file, or of all `scenarios` folders below a folder.

    Raises:
        ExportRulesError: XR960, a file is not a scenario file; XR951, there is nothing to read.
    """
    try:
        if path.is_file():
            return _read(str(path), read_at_most(path, MAX_BYTES))
        files = _find_files(path, "") if path.is_dir() else []
    except OSError as error:
        raise ExportRulesError("XR951", f"`{path}` cannot be read: {error.strerror}", "check the path") from None
    if not files:
        raise ExportRulesError(
            "XR951", f"no scenarios in `{path}`", "give a `.toml` file, or a folder above `scenarios`"
        )
    return tuple(item for file in files for item in _read(*file))


def _find_files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _find_files(entry, f"{name}/")
        elif entry.name.endswith(".toml") and folder.name == "scenarios":
            found.append((name, read_at_most(entry, MAX_BYTES)))
    return found


def _read(name: str, data: bytes) -> tuple[Scenario, ...]:
    if len(data) > MAX_BYTES:
        raise _fault(name, f"longer than {MAX_BYTES} bytes", "split the file")
    try:
        file = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fault(name, f"not TOML: {error}", "correct the place") from None
    _check_keys(name, file, _DEFAULTS)
    raw: object = file.get("scenario")
    tables = cast("list[object]", raw) if isinstance(raw, list) else []
    if not tables or not all(isinstance(table, dict) for table in tables):
        raise _fault(name, "no `[[scenario]]` table", "write one for each worked example")
    found: dict[str, Scenario] = {}
    for table in cast("list[dict[str, Any]]", tables):
        scenario = _read_one(name, file, table, found)
        if scenario.name in found:
            raise _fault(name, f"two scenarios are named `{scenario.name}`", "rename one of the two")
        found[scenario.name] = scenario
    return tuple(found.values())


def _fault(name: str, what: str, way_out: str) -> ExportRulesError:
    return ExportRulesError("XR960", f"`{name}`: {what}", way_out)


def _check_keys(name: str, table: Mapping[str, Any], allowed: frozenset[str]) -> None:
    for key, value in table.items():
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1, cutoff=0.6)
            way_out = f"did you mean `{near[0]}`?" if near else f"use one of {', '.join(sorted(allowed))}"
            raise _fault(name, f"unknown key `{key}`", way_out)
        words_only = key in _WORD_LISTS and isinstance(value, list)
        fits = not words_only or all(isinstance(item, str) for item in cast("list[object]", value))
        if not isinstance(value, _SHAPES.get(key, object)) or not fits:
            words = _SHAPE_WORDS[_SHAPES[key]]
            raise _fault(name, f"`{key}` is not {words}", f"write {words}")


def _read_one(name: str, file: Mapping[str, Any], table: Mapping[str, Any], known: Mapping[str, Scenario]) -> Scenario:
    title = table.get("name")
    if not isinstance(title, str) or not title:
        raise _fault(name, "a scenario without a `name`", "say in a few words what it shows")
    _check_keys(f"{name}: {title}", table, _KEYS)
    expected = {key: table[key] for key in table if key in _EXPECTED}
    if not expected:
        raise _fault(name, f"`{title}` expects nothing", "add what is met, the outcome, or what is missing")
    base: dict[str, Any] = {
        "format": "exportrules.case/1",
        "id": title,
        "activity": file.get("activity", "export"),
        "facts": dict(file.get("facts", {})),
    }
    day = file.get("as_of")
    if "like" in table:
        if table["like"] not in known:
            what = f"`{title}` is like `{table['like']}`, which does not stand before it"
            raise _fault(name, what, "name an earlier scenario of the file")
        other = known[table["like"]]
        base, day = {**_copy(other.case), "id": title}, other.as_of
    case = _merge(base, {key: table[key] for key in ("activity", "facts", "assume", "item") if key in table})
    for fact in table.get("without", ()):
        if not _drop(case, fact):
            raise _fault(name, f"`{title}` is without `{fact}`, which is not stated", "drop it from `without`")
    day = table.get("as_of", day)
    if type(day) is not date:
        raise _fault(name, f"`{title}` has no day", "add one, such as `as_of = 2026-03-01`")
    return Scenario(name, title, file.get("ruleset", ""), day, case, expected)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(member) for key, member in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list):
        return [_copy(member) for member in cast("Sequence[Any]", value)]
    return value


def _merge(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Objects that name facts are merged; every other value takes the place of the old one."""
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        if key in ("facts", "assume", "item", "parts") and isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(cast("dict[str, Any]", old), cast("dict[str, Any]", value))
        else:
            merged[key] = _copy(value)
    return merged


def _drop(value: Any, fact: str) -> bool:
    """Take a fact out, wherever in the case it stands; `kind` and what people recorded count as facts."""
    dropped = False
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        for key in ("facts", "assume"):
            inner = members.get(key)
            if isinstance(inner, dict) and fact in inner:
                del inner[fact]
                dropped = True
        for key in ("kind", "judgements", "findings", "classification"):
            if fact == key and key in members:
                del members[key]
                dropped = True
        parts = members.get("parts")
        if isinstance(parts, dict) and fact in parts:
            del parts[fact]
            dropped = True
        for inner in members.values():
            dropped = _drop(inner, fact) or dropped
    elif isinstance(value, list):
        for inner in cast("Sequence[Any]", value):
            dropped = _drop(inner, fact) or dropped
    return dropped


def run_scenario(rules: Rules, scenario: Scenario) -> ScenarioResult:
    """Decide the case of a scenario and compare the answer with what is expected."""
    try:
        decision = rules.decide(rules.read_case(scenario.case), scenario.as_of)
        differences = [
            *_compare_paragraphs(scenario, decision),
            *_compare_answer(scenario, decision),
            *_compare_foreign(rules, scenario, decision),
        ]
    except ExportRulesError as error:
        return ScenarioResult(scenario, (str(error),))
    return ScenarioResult(scenario, tuple(differences), decision)


def _compare_paragraphs(scenario: Scenario, decision: Decision) -> Iterable[str]:
    for key, wanted in _PARAGRAPHS.items():
        for path in scenario.expected.get(key, ()):
            ruleset, _, code = str(path).rpartition(":")
            found = find_status(decision, f"{ruleset or scenario.ruleset}:{code}")
            if found.plain != wanted:
                yield f"{path} is {found.words}, expected {wanted}"


def _compare_answer(scenario: Scenario, decision: Decision) -> Iterable[str]:
    expected = scenario.expected
    for key in _LEVELS:
        if key not in expected:
            continue
        found = getattr(decision, key)
        name = "undetermined" if found is None else cast("Outcome", found).name
        if name != expected[key]:
            yield f"{key} is {name} [{decision.floor.name}, {decision.ceiling.name}], expected {expected[key]}"
    found_lists: Mapping[str, Sequence[str]] = _found_lists(decision) if any(key in expected for key in _LISTS) else {}
    if "documents" in expected and sorted(expected["documents"]) != sorted(found_lists["documents"]):
        # what goes on a declaration is told whole: a code too many is as wrong as one too few
        shown = ", ".join(found_lists["documents"]) or "nothing"
        yield f"documents are {shown}, expected {', '.join(expected['documents']) or 'nothing'}"
    for key in _LISTS:
        for item in expected.get(key, ()) if key != "documents" else ():
            if item not in found_lists[key]:
                shown = ", ".join(sorted(found_lists[key])) or "nothing"
                yield f"{key} does not name {item}; it names {shown}"


def _compare_foreign(rules: Rules, scenario: Scenario, decision: Decision) -> Iterable[str]:
    """What measures of third countries come to, by path: an outcome, or `undetermined`."""
    expected: Mapping[str, object] = scenario.expected.get(_FOREIGN, {})
    if not expected:
        return
    layers = {name: info.layer for name, info in rules.book.rulesets.items()}
    known = [item.path for item in rules.book.measures if layers[item.ruleset] == _FOREIGN]
    for path, wanted in expected.items():
        if path not in known:
            near = get_close_matches(path, known, n=1, cutoff=0.6)
            way_out = f"; did you mean {near[0]}?" if near else ""
            yield f"no loaded ruleset of a third country has a measure {path}{way_out}"
            continue
        found = [item for item in decision.foreign if item.measure.path == path]
        floor = max((item.floor for item in found), default=Outcome.no_control_found).name
        ceiling = max((item.ceiling for item in found), default=Outcome.no_control_found).name
        told = floor if floor == ceiling else "undetermined"
        if told != wanted:
            yield f"{path} is {told} [{floor}, {ceiling}], expected {wanted}"


def _found_lists(decision: Decision) -> Mapping[str, Sequence[str]]:
    return {
        "determined_by": [item.measure.path for item in decision.determining],
        "authorised_by": [item.relief.path for item in decision.applied_reliefs],
        "missing": [item.fact for item in ask_questions(decision, ranked=0)],
        "duties": [item.duty.name for item in decision.duties],
        "documents": [item.code for item in decision.documents],
    }
