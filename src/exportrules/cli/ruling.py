"""Commands about rules: check, format, test, entries, facts, kinds."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exportrules.cli.output import write_data, write_error, write_out
from exportrules.errors import ExportRulesError
from exportrules.loading import bundled_sources, load, read_folder
from exportrules.resources import data_folder
from exportrules.text import Diagnostics, Source, render_diagnostic
from exportrules.vocabulary import FactDefinition, KindDefinition

if TYPE_CHECKING:
    from exportrules.scenarios import Scenario


def check(options: argparse.Namespace) -> int:
    """Report every fault of the bundled law and of the given files, in the order of their places."""
    from exportrules.artefact.compiling import compile_sources

    merged = {} if options.no_bundled else {source.name: source for source in bundled_sources()}
    for path in options.paths:
        prefix = "" if options.no_bundled else _place_in_law(Path(path))
        for source in read_folder(Path(path)):
            merged[prefix + source.name] = Source(prefix + source.name, source.text)
    if not merged:
        raise ExportRulesError("XR951", "no rule files are given", "name a file or folder, or drop `--no-bundled`")
    _, found = compile_sources(merged.values())
    found = tuple(item for item in found if options.only in item.span.file)
    for item in found[: max(options.most, 0)]:
        write_out(render_diagnostic(item, merged) + "\n")
    errors = sum(item.severity == "error" for item in found)
    write_out(f"{_count(len(merged), 'file')}, {_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}")
    return 1 if errors else 0


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _place_in_law(path: Path) -> str:
    """How the bundled law names the folder of a file of its own, so that the file takes its own place; else empty."""
    root = Path(str(data_folder("rulesets"))).resolve()
    folder = (path if path.is_dir() else path.parent).resolve()
    if not folder.is_relative_to(root) or folder == root:
        return ""
    return f"{folder.relative_to(root).as_posix()}/"


def lay_out(options: argparse.Namespace) -> int:
    """Lay files out; with --check only say which would change."""
    from exportrules.syntax.formatter import format_source

    changed = bad = 0
    for place, source in _files(options.paths):
        try:
            text = format_source(source)
        except Diagnostics as faults:
            bad += 1
            write_error(faults.render())
            continue
        if text == source.text:
            continue
        changed += 1
        if options.check or place is None:
            write_out(f"{source.name} would change")
        else:
            place.write_text(text, encoding="utf-8", newline="\n")
            write_out(f"{source.name} laid out")
    return 1 if bad or (changed and options.check) else 0


def _files(paths: Iterable[str]) -> Iterator[tuple[Path | None, Source]]:
    """Each file with its place; the bundled law is shown only, never written."""
    given = [Path(path) for path in paths]
    if not given:
        yield from ((None, source) for source in bundled_sources())
    for path in given:
        for source in read_folder(path):
            yield (path if path.is_file() else path / source.name), source


def test(options: argparse.Namespace) -> int:
    """Run scenarios; print those that fail with every difference."""
    from exportrules.scenarios import bundled_scenarios, read_scenarios, run_scenario

    rules = load(*options.rules, bundled=not options.no_bundled)
    found = [item for path in options.paths for item in read_scenarios(Path(path))]
    if not options.paths:
        found = [] if options.no_bundled else list(bundled_scenarios())
        found += [item for path in options.rules for item in _beside(Path(path))]
        if not found:
            raise ExportRulesError("XR951", "no scenarios beside the rules", "name a `.toml` file, or a folder")
    failed = 0
    for scenario in found:
        result = run_scenario(rules, scenario)
        if result.passed:
            continue
        failed += 1
        write_out(f"FAILED {scenario.file}: {scenario.name}")
        for line in result.differences:
            write_out(f"  {line}")
    write_out(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _beside(path: Path) -> tuple[Scenario, ...]:
    """The scenarios beside rules, if there are any."""
    from exportrules.scenarios import read_scenarios

    try:
        return read_scenarios(path) if path.is_dir() else ()
    except ExportRulesError as error:
        if error.code != "XR951":
            raise
        return ()


# ---- lists -------------------------------------------------------------------------------------------


def entries(options: argparse.Namespace) -> int:
    """Every paragraph of every loaded list."""
    from exportrules.inventory import list_paragraphs

    rules = load(*options.rules, bundled=not options.no_bundled)
    return _show(list_paragraphs(rules), options, _entry_line)


def _entry_line(record: Mapping[str, Any]) -> str:
    figures = ", ".join((*record["quantities"], *record["cas"], *record["cn"]))
    return f"{record['ruleset']} {record['code']} [{record['status']}] {record['title']} {figures}".rstrip()


def facts(options: argparse.Namespace) -> int:
    """Every fact with its owner, form, unit and question."""
    rules = load(*options.rules, bundled=not options.no_bundled)
    return _show(map(_fact_record, rules.vocabulary.facts.values()), options, _fact_line)


def _fact_record(fact: FactDefinition) -> dict[str, Any]:
    return {
        "name": fact.name,
        "of": list(fact.owners),
        "form": fact.form,
        "signed": fact.signed,
        "group": fact.group or None,
        "unit": None if fact.unit is None else fact.unit.name,
        "values": list(fact.values),
        "conditions": {name: None if unit is None else unit.name for name, unit in fact.conditions.items()},
        "asks": fact.question,
        "warns": " ".join(fact.warning.splitlines()) or None,
        "ruleset": fact.ruleset,
    }


def _fact_line(record: Mapping[str, Any]) -> str:
    unit = f" in {record['unit']}" if record["unit"] else ""
    group = f" in group {record['group']}" if record["group"] else ""
    values = f" {{{', '.join(record['values'])}}}" if record["values"] else ""
    conditions = f", at its {' and '.join(record['conditions'])}" if record["conditions"] else ""
    warning = f" (stated, it warns: {record['warns']})" if record["warns"] else ""
    form = f"{'signed ' if record['signed'] else ''}{record['form']}{values}{unit}{group}{conditions}"
    return f"{record['name']} of {' or '.join(record['of'])}: {form}. {record['asks']}{warning}"


def kinds(options: argparse.Namespace) -> int:
    """Every item kind with the kinds above it and its trade names."""
    rules = load(*options.rules, bundled=not options.no_bundled)
    return _show(map(_kind_record, rules.vocabulary.kinds.values()), options, _kind_line, _kind_shown)


def _kind_record(kind: KindDefinition) -> dict[str, Any]:
    return {
        "name": kind.name,
        "within": list(kind.parents),
        "above": sorted(kind.above - {kind.name}),
        "known_as": list(kind.known_as),
        "remarks": list(kind.remarks),
    }


def _kind_line(record: Mapping[str, Any]) -> str:
    within = f" within {', '.join(record['within'])}" if record["within"] else ""
    known = f" ({'; '.join(record['known_as'])})" if record["known_as"] else ""
    return f"{record['name']}{within}{known}"


def _kind_shown(record: Mapping[str, Any]) -> str:
    # what a kind is not is shown, and not searched for: who asks for `radar` does not mean it
    return "; ".join((_kind_line(record), *record["remarks"]))


def _show(
    records: Iterable[Mapping[str, Any]],
    options: argparse.Namespace,
    line: Callable[[Mapping[str, Any]], str],
    show: Callable[[Mapping[str, Any]], str] | None = None,
) -> int:
    """The lines that hold all words, shown at length where `show` says how; 1 where there is none, as `find` has it."""
    words = [word.lower() for word in options.words]
    shown, known = 0, set[str]()
    for record in records:
        text = line(record)
        if words and not shown:
            known.update(re.findall(r"\w+", text.lower().replace("_", " ")))
        if words and not all(word in text.lower().replace("_", " ") or word in text.lower() for word in words):
            continue
        if options.json:
            write_data(json.dumps(record, ensure_ascii=False))
        else:
            write_out(show(record) if show else text)
        shown += 1
    if not shown:
        # an empty answer would look like a broken command
        write_error(_tell_nothing(words, known) if words else "nothing is loaded")
    return 0 if shown else 1


def _tell_nothing(words: list[str], known: set[str]) -> str:
    """That no line holds all the words, and what to ask for instead."""
    from difflib import get_close_matches

    # a word may be a part of a longer one
    text = " ".join(known)
    strange = [part for word in words for part in word.replace("_", " ").split() if part not in text]
    hits = [f"`{hit}`" for part in strange for hit in get_close_matches(part, known, n=2, cutoff=0.7)]
    way_out = "leave a word out; each of them stands in some line"
    if strange:
        way_out = f"did you mean {' or '.join(hits)}?" if hits else "try another word, or a part of one"
    return f"no line holds {' and '.join(f'`{word}`' for word in words)}\n  help: {way_out}"


def find(options: argparse.Namespace) -> int:
    """The paragraphs that fit a few words, the best first."""
    from exportrules.finding import Finder

    rules = load(*options.rules, bundled=not options.no_bundled)
    hits = Finder(rules.book).find(" ".join(options.words), most=options.most, ruleset=options.list)
    for hit in hits:
        if options.json:
            record = {"ruleset": hit.ruleset, "code": hit.code, "title": hit.title, "score": hit.score}
            write_data(json.dumps(record, ensure_ascii=False))
        else:
            write_out(f"{hit.code}  {hit.title}  [{hit.ruleset}]")
    if not hits:
        # on standard error, as that of the lists: a program that reads the hits finds none
        way_out = "try the name of the thing, or one of its quantities; what is in no list has a wider kind (`kinds`)"
        write_error(f"nothing fits\n  help: {way_out}")
    return 0 if hits else 1


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": check,
    "format": lay_out,
    "test": test,
    "entries": entries,
    "facts": facts,
    "kinds": kinds,
    "find": find,
}
