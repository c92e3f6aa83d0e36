"""Load rulesets and decide cases with them: the public face of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from exportrules.artefact.cache import cache_folder
from exportrules.artefact.decode import decode_rulebook
from exportrules.artefact.store import find_compiled, find_key, keep_compiled, write_compiled
from exportrules.case import Case, read_case
from exportrules.case.day import choose_day
from exportrules.case.paragraphs import Paragraphs
from exportrules.case.plain import PlainReader
from exportrules.decision import Decision, Outcome, decide_bounds, decide_case
from exportrules.decision.warning import warnings_of
from exportrules.errors import ExportRulesError
from exportrules.program.collector import paused_collector
from exportrules.program.index import make_index
from exportrules.program.program import Program
from exportrules.resources import data_folder, list_files
from exportrules.text import Diagnostics, Source

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from exportrules.artefact.store import Compiled
    from exportrules.rules.rulebook import Rulebook
    from exportrules.text import Diagnostic
    from exportrules.vocabulary import Vocabulary

__all__ = ["Rules", "bundled_sources", "load", "read_folder"]

SUFFIX = ".xr"
WARM = 12
"""From which time on a route of loaded rules runs as code: writing it costs as much as ten answers without.

As many answers make so much of what stays that the collector is paused for them.
"""
MAX_FILE: Final = 64_000_000
"""So many bytes a file with rules may have at most: a text may have a quarter as many characters."""


class Rules:
    """Checked rulesets, ready to decide. Immutable, safe to share between threads, and picklable.

    Made by `load` or from sources; `with_sources` returns a new one with more rulesets.
    """

    __slots__ = ("_options", "_paragraphs", "_plain", "_program", "_proposals", "sources", "warnings")
    sources: tuple[Source, ...]
    """The texts, in the order of their names."""
    warnings: tuple[Diagnostic, ...]
    """What the checker found that is no error."""
    _program: Program
    _options: tuple[bool, bool]
    _proposals: tuple[str, ...]
    _paragraphs: Paragraphs
    _plain: PlainReader

    def __init__(self, sources: Iterable[Source], *, indexed: bool = True, generate: bool = True) -> None:
        """Parse and check the sources.

        `generate=False` runs on closures alone, for hosts that forbid generated code; `indexed=False` also drops
        the index. Neither changes an answer.

        Raises:
            Diagnostics: every fault of the rule texts, with its place and a way out.
            ExportRulesError: XR953, two different texts have one name.
        """
        texts = _by_name(sources)
        with paused_collector():
            book, found = _check(texts)
        self._set_up(
            tuple(texts.values()), found, Program(book, indexed=indexed, generate=generate), (indexed, generate)
        )

    def _set_up(
        self,
        sources: tuple[Source, ...],
        warnings: tuple[Diagnostic, ...],
        program: Program,
        options: tuple[bool, bool],
        proposals: tuple[str, ...] = (),
    ) -> None:
        keep = object.__setattr__
        keep(self, "sources", sources)
        keep(self, "warnings", warnings)
        keep(self, "_program", program)
        keep(self, "_options", options)
        keep(self, "_proposals", proposals)
        keep(self, "_paragraphs", Paragraphs(program.book.statements))
        keep(self, "_plain", PlainReader(program.vocabulary))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"rules do not change: `{name}` cannot be set; `with_sources` returns new ones")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"rules do not change: `{name}` cannot be deleted")

    def __reduce__(self) -> tuple[Any, ...]:
        return restore, (self.sources, *self._options, self._proposals)

    @property
    def book(self) -> Rulebook:
        """The checked rulesets as data."""
        return self._program.book

    @property
    def program(self) -> Program:
        """What runs; not part of the stable interface."""
        return self._program

    @property
    def vocabulary(self) -> Vocabulary:
        """The item kinds, facts, parts and groups that cases may speak of."""
        return self._program.vocabulary

    @property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 digest of each ruleset's text, by name."""
        return {name: info.digest for name, info in self.book.rulesets.items()}

    def with_sources(self, sources: Iterable[Source]) -> Rules:
        """The same rulesets and more; a source of a name that is there already takes its place.

        Raises:
            Diagnostics: every fault of the rule texts.
        """
        merged = {source.name: source for source in (*self.sources, *sources)}
        return restore(tuple(merged.values()), *self._options, self._proposals)

    def with_proposals(self, *names: str) -> Rules:
        """The same rulesets; those named, which are only proposed or notified, decide as if they were in force.

        Each decision that they bear on says so (XR865).

        Raises:
            ExportRulesError: XR866, a name is that of no loaded ruleset.
        """
        for name in names:
            if name not in self.book.rulesets:
                from difflib import get_close_matches

                near = get_close_matches(name, self.book.rulesets, n=3)
                way_out = "did you mean " + " or ".join(f"`{item}`" for item in near) + "?" if near else "load it first"
                raise ExportRulesError("XR866", f"no ruleset `{name}` is loaded", way_out)
        indexed, generate = self._options
        program = Program(
            self.book.suppose(names),
            indexed=indexed,
            generate=generate,
            index=self._program.index,
            warm=self._program.router.warm,
        )
        return _build(program, self.sources, self.warnings, self._options, names)

    def read_case(self, text: str | bytes | Mapping[str, object]) -> Case:
        """Read a case (`exportrules.case/1`) against this vocabulary.

        Raises:
            JsonError: the text is not strict JSON.
            CaseError: every bad field with its path.
        """
        case = self._plain.read(text)
        return read_case(text, self.vocabulary, self.book.rulesets, self._paragraphs) if case is None else case

    def decide(self, case: Case | str | bytes | Mapping[str, object], as_of: date | None = None) -> Decision:
        """Decide a case under the law of a day: `as_of`, else the day that the case states.

        Raises:
            JsonError, CaseError: the case cannot be read.
            ExportRulesError: XR862, no day is given anywhere; XR871, `as_of` is a text, a time or else no day.
        """
        if not isinstance(case, Case):
            case = self.read_case(case)
        day = choose_day(case, as_of)
        program = self._program
        if program.decided >= WARM:
            return decide_case(program, case, day)
        with paused_collector():
            return decide_case(program, case, day)

    def decide_bounds(self, case: Case, as_of: date | None = None) -> tuple[date, Outcome, Outcome]:
        """The day, the floor and the ceiling of the decision about a case, and nothing else of it.

        Raises:
            ExportRulesError: XR862, no day is given anywhere; XR871, `as_of` is none.
        """
        day = choose_day(case, as_of)
        program = self._program
        if program.decided >= WARM:
            return day, *decide_bounds(program, case, day)
        with paused_collector():
            return day, *decide_bounds(program, case, day)

    def warn(self, case: Case, as_of: date | None = None) -> tuple[tuple[str, str], ...]:
        """What a case warns of though it moves no bound, as code and message; without a decision.

        XR857: it states what no loaded rule answers, such as a place on a list that is not there. XR858: a paragraph
        names the substance that is stated, and was ruled out only with its section or its whole list. XR859: a part
        that is stated is or may be listed where the item is not.

        Raises:
            ExportRulesError: XR862, no day is given anywhere; XR871, `as_of` is none.
        """
        return warnings_of(self._program, case, choose_day(case, as_of))

    def replay(self, receipt: str | bytes) -> str:
        """Decide the case of a receipt, the text that `to_json` wrote, again by the same law; return the same text.

        Raises:
            JsonError: the receipt is not strict JSON.
            ExportRulesError: XR970, it is no receipt; XR971, another engine or other rulesets decided;
                XR972, the answer differs all the same.
        """
        from exportrules.receipt import decision_text, read_receipt, versions

        found = read_receipt(receipt)
        if dict(found["versions"]) != dict(versions()):
            raise ExportRulesError(
                "XR971", f"decided by {_tell(found['versions'])}", f"this is {_tell(versions())}; install that version"
            )
        digests = {name: item["digest"] for name, item in found["rulesets"].items()}
        changed = sorted(name for name, digest in digests.items() if self.digests.get(name) != digest)
        changed += sorted(self.digests.keys() - digests.keys())
        if changed:
            names = ", ".join(f"`{name}`" for name in changed[:5])
            raise ExportRulesError("XR971", f"decided by other rulesets: {names}", "load the rulesets of that time")
        decision = self.decide(self.read_case(found["case"]), date.fromisoformat(found["as_of"]))
        text = decision_text(decision, what_if="holds_until" in found)
        given = receipt.decode("utf-8") if isinstance(receipt, bytes) else receipt
        if text != given.rstrip("\r\n"):
            raise ExportRulesError("XR972", "the same case gives another answer", "the receipt was changed by hand")
        return text


def _tell(found: Mapping[str, str]) -> str:
    return f"engine {found.get('engine')} and language {found.get('language')}"


def _check(texts: Mapping[str, Source]) -> tuple[Rulebook, tuple[Diagnostic, ...]]:
    """The rulebook of some texts and the warnings about them.

    Raises:
        Diagnostics: every fault of the rule texts.
    """
    # the checker needs lark, which costs about 70 ms to import
    from exportrules.checking.assembly import check_sources

    book, found = check_sources(texts.values())
    _refuse_faults(found, texts)
    return book, found


def _refuse_faults(found: Iterable[Diagnostic], texts: Mapping[str, Source]) -> None:
    errors = tuple(item for item in found if item.severity == "error")
    if errors:
        raise Diagnostics(errors, texts)


def restore(
    sources: tuple[Source, ...], indexed: bool = True, generate: bool = True, proposals: tuple[str, ...] = ()
) -> Rules:
    """Rules from what was compiled of their texts, where it is at hand; else from the texts."""
    texts = _by_name(sources)
    with paused_collector():
        key, compiled = find_compiled(texts.values())
        if compiled is not None:
            book, index, warnings = compiled
        elif cache_folder() is not None:
            book, index, warnings = _compile(key, texts)
        else:
            book, warnings = _check(texts)
            index = make_index(book)
    program = Program(book, indexed=indexed, generate=generate, index=index, warm=WARM)
    rules = _build(program, tuple(texts.values()), warnings, (indexed, generate))
    return rules.with_proposals(*proposals) if proposals else rules


def _build(
    program: Program,
    sources: tuple[Source, ...],
    warnings: tuple[Diagnostic, ...],
    options: tuple[bool, bool],
    proposals: tuple[str, ...] = (),
) -> Rules:
    """Rules from a program that is made already."""
    rules = object.__new__(Rules)
    rules._set_up(sources, warnings, program, options, proposals)  # pyright: ignore[reportPrivateUsage]
    return rules


def _compile(key: str, texts: Mapping[str, Source]) -> Compiled:
    """Compile texts with the help of what the cache holds of earlier ones.

    Raises:
        Diagnostics: every fault of the rule texts.
    """
    data = _write(key, texts)
    keep_compiled(key, data)
    return decode_rulebook(data, data.find(b"\n") + 1)


def _write(key: str, texts: Mapping[str, Source], *, anew: bool = False) -> bytes:
    from exportrules.artefact.compiling import compile_sources

    lines, found = compile_sources(texts.values(), anew=anew)
    _refuse_faults(found, texts)
    return write_compiled(key, lines or ())


def compile_bundled() -> bytes:
    """The bundled law compiled, as the wheel carries it.

    Raises:
        Diagnostics: every fault of the rule texts.
    """
    texts = _by_name(bundled_sources())
    return _write(find_key(texts.values()), texts, anew=True)


def _by_name(sources: Iterable[Source]) -> dict[str, Source]:
    """The sources by name, in order; the same text given twice counts once (XR953 for another text)."""
    found: dict[str, Source] = {}
    for source in sorted(sources, key=lambda item: item.name):
        first = found.setdefault(source.name, source)
        if first.text != source.text:
            raise ExportRulesError(
                "XR953", f"two different rule files are named `{source.name}`", "give one of them another name"
            )
    return found


def load(*folders: str | Path, bundled: bool = True) -> Rules:
    """Load the bundled law, and every `.xr` file below the folders.

    Raises:
        ExportRulesError: XR951, a folder is not there or holds no rule files; XR804, a file is not UTF-8;
            XR953, two different files have one name.
        Diagnostics: every fault of the rule texts, with its place and a way out.
    """
    sources = list(bundled_sources()) if bundled else []
    for folder in folders:
        sources += read_folder(Path(folder))
    if not sources:
        # without any rule every export would seem to be free
        raise ExportRulesError("XR951", "no rule files are given", "name a folder, or load the bundled law")
    return restore(tuple(sources))


def bundled_sources() -> tuple[Source, ...]:
    """The texts of the bundled law."""
    return tuple(_read_tree(data_folder("rulesets")))


def read_folder(folder: Path) -> tuple[Source, ...]:
    """The texts of all rule files below a folder, or of one file.

    Raises:
        ExportRulesError: XR951, nothing is there to be read; XR804, a file is not UTF-8.
    """
    if folder.is_file():
        return (_read_file(folder, folder.name),)
    try:
        found = tuple(_read_tree(folder)) if folder.is_dir() else ()
    except OSError as error:
        raise ExportRulesError("XR951", f"`{folder}` cannot be read: {error.strerror}", "check the path") from None
    if not found:
        raise ExportRulesError("XR951", f"no rule files in `{folder}`", f"give a folder with `{SUFFIX}` files")
    return found


def _read_tree(folder: Traversable) -> list[Source]:
    return [_read_file(file, name) for name, file in list_files(folder, SUFFIX)]


def _read_file(entry: Traversable, name: str) -> Source:
    try:
        if isinstance(entry, Path) and entry.stat().st_size > MAX_FILE:
            raise ExportRulesError("XR904", f"`{name}` is longer than {MAX_FILE} bytes", "split the file")
        text = entry.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ExportRulesError(
            "XR804", f"`{name}` is not UTF-8 (byte {error.start + 1})", "save the file as UTF-8"
        ) from None
    except OSError as error:
        raise ExportRulesError("XR951", f"`{name}` cannot be read: {error.strerror}", "check the path") from None
    return Source(name, text)
