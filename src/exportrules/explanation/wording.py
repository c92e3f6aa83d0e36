"""What a view says in few words: open paragraphs, lists of codes, places in a case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exportrules import records
from exportrules.case.values import Provenance
from exportrules.explanation.facts import UNKNOWN_WORDS, plain
from exportrules.explanation.model import Branch, Question, Reason
from exportrules.explanation.report import MeasureReport, StatedFact
from exportrules.logic import FALSE, TRUE, UNKNOWN

_CATEGORY = re.compile(r"[0-9][A-E]")


@records.frozen
class OpenParagraph:
    """A paragraph that the item may meet, and what would have to be known; `gap` says why it stays open.

    `held` is how many tests of it hold by what is stated.
    """

    code: str
    title: str
    tests: tuple[str, ...]
    gap: str
    held: int = 0


# ---- tests -----------------------------------------------------------------------------------------


def test_words(reason: Reason) -> str:
    """A test, whether it holds, and what was stated by whom."""
    value = plain_value(reason.value or reason.status)
    if reason.truth == UNKNOWN and value == UNKNOWN_WORDS:
        return f"{plain(reason.text)}: not known"
    mark = ("fails", "open", "holds")[reason.truth]
    return f"{plain(reason.text)}: {mark}; stated: {value}{who(reason.source)}"


def plain_value(value: str) -> str:
    """Words of a value as people read them."""
    return value.replace("_", " ")


def who(source: Provenance) -> str:
    """Who stated something, when and on what basis, in brackets."""
    told = [source.by, source.on.isoformat() if source.on else "", source.basis]
    words = ", ".join(item for item in told if item)
    if source.assumed:
        return f" [assumed{': ' + words if words else ''}]"
    return f" [{words}]" if words else ""


def first_failure(reasons: Sequence[Reason]) -> str:
    """The first line that keeps a relief from applying: a condition that fails, or a bar that holds."""
    for reason in reasons:
        if reason.truth == FALSE:
            return _leaf(reason, FALSE)
        if reason.truth == TRUE:
            return f"barred, {_leaf(reason, TRUE)}"
    return ""


def _leaf(reason: Reason, truth: int) -> str:
    """The first test below a reason that has its truth; behind `not` the other one."""
    if reason.form == "test":
        return test_words(reason)
    held = re.match(r"some ([a-z0-9_ ]+) has", reason.text)
    if held and not reason.children:
        return f"no {plain(held[1])} that fits is stated"
    wanted = 2 - truth if reason.form == "not" or reason.text == "none of" else truth
    for child in reason.children:
        if child.truth == wanted:
            return _leaf(child, wanted)
    return f"{plain(reason.code or reason.text)}: {reason.status}"


# ---- what is open ----------------------------------------------------------------------------------


Index = Mapping[tuple[str, str], tuple[Reason, tuple[Reason, ...]]]


def index_reasons(reasons: Iterable[Reason]) -> Index:
    """Every paragraph that is told in one of the trees, with the paragraphs above it there."""
    found: dict[tuple[str, str], tuple[Reason, tuple[Reason, ...]]] = {}
    for reason in reasons:
        for node, above in _paragraphs(reason, ()):
            key = (node.ruleset, node.code)
            # told once, and only named afterwards
            if key not in found or not found[key][0].children:
                found[key] = (node, above)
    return found


def _paragraphs(reason: Reason, above: tuple[Reason, ...]) -> Iterator[tuple[Reason, tuple[Reason, ...]]]:
    if reason.form == "paragraph":
        yield reason, above
        above = (*above, reason)
    for child in reason.children:
        yield from _paragraphs(child, above)


def open_paragraphs(report: MeasureReport[Reason], index: Index) -> list[OpenParagraph]:
    """What the item may meet, the nearest first: the most that is stated fits, then the fewest tests are open."""
    found: list[OpenParagraph] = []
    for item in report.paragraphs:
        if item.truth != UNKNOWN:
            continue
        statement = item.statement
        node, above = index.get((statement.ruleset, statement.code), (None, ()))
        tests: Counter[str] = Counter()
        gaps: list[str] = []
        held = 0
        for outer in above if node is None else (*above, node):
            collect_open(outer, statement.code, tests, gaps, deep=outer is node)
            held += len(set(map(test_words, collect_held(outer, statement.code, deep=outer is node))))
        words = tuple(f"{text} ({count} times)" if count > 1 else text for text, count in tests.items())
        found.append(OpenParagraph(statement.code, statement.title, words, gaps[0] if gaps else "", held))
    return sorted(found, key=lambda item: (bool(item.gap), -item.held, not item.tests, len(item.tests), item.code))


def collect_open(reason: Reason, code: str, tests: Counter[str], gaps: list[str], *, deep: bool) -> None:
    """The open tests below a paragraph; without `deep` those of its own lines only."""
    for child in reason.children:
        if child.truth != UNKNOWN:
            continue
        if child.form == "not modelled":
            gaps.append(child.text)
        elif child.form == "paragraph" and child.code.partition(".")[0] != code.partition(".")[0]:
            tests[f"whether {child.code} is met"] += 1
        elif child.form == "test" or (not child.children and child.form != "paragraph"):
            tests[plain(child.text)] += 1
        elif deep or child.form != "paragraph":
            collect_open(child, code, tests, gaps, deep=deep)


def collect_held(reason: Reason, code: str, *, deep: bool) -> Iterator[Reason]:
    """Tests of what is stated that hold and bear on a paragraph; without `deep` those of its own lines only."""
    for child in reason.children:
        if child.form == "test":
            if child.truth == TRUE and child.fact and child.fact != "kind":
                yield child
        elif child.form == "paragraph":
            if deep and child.truth != FALSE and child.code.partition(".")[0] == code.partition(".")[0]:
                yield from collect_held(child, code, deep=deep)
        elif child.form in ("line", "term", "part") and child.truth != FALSE:
            yield from collect_held(child, code, deep=deep)


# ---- lists -----------------------------------------------------------------------------------------


def join_codes(codes: Iterable[str]) -> str:
    """Codes of sections with whole categories put together: `categories 0, 1 and 4 to 9; 2A, 2C`."""
    left = list(dict.fromkeys(codes))
    sections = {code for code in left if _CATEGORY.fullmatch(code)}
    whole = [n for n in range(10) if all(f"{n}{letter}" in sections for letter in "ABCDE")]
    rest = [code for code in left if code not in sections or int(code[0]) not in whole]
    runs: list[list[int]] = []
    for number in whole:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [f"{low} to {high}" if high > low + 1 else ", ".join(map(str, range(low, high + 1))) for low, high in runs]
    words = [f"{'category' if whole[1:] == [] else 'categories'} {', '.join(shown)}"] if shown else []
    return ", ".join([*words, *rest])


def group_stated(facts: Iterable[StatedFact]) -> Iterator[str]:
    """What people stated: findings of one person with one answer on one line."""
    groups: dict[tuple[str, str], list[str]] = {}
    for item in facts:
        key = (item.value, who(item.source))
        groups.setdefault(key, []).append(item.name)
    for (value, source), names in groups.items():
        found = [name.removeprefix("paragraph ") for name in names if name.startswith("paragraph ")]
        others = [plain(name) for name in names if not name.startswith("paragraph ")]
        if others:
            yield f"{', '.join(others)}: {plain_value(value)}{source}"
        if found:
            yield f"{join_codes(found)}: {value}{source}"


def place_words(path: str) -> str:
    """A place in a case as people say it: `linear axis 2`; empty for the item itself."""
    found = re.findall(r"([a-z0-9_]+)\.list\[(\d+)\]", path)
    return " of ".join(f"{plain(name)} {int(number) + 1}" for name, number in reversed(found))


# ---- questions -------------------------------------------------------------------------------------


@records.frozen
class AskedTogether:
    """Questions of one wording with the same branches, asked of several things."""

    question: Question
    places: tuple[str, ...]


def group_questions(questions: Iterable[Question]) -> list[AskedTogether]:
    """Put questions together that differ only in the part that they are asked of."""
    groups: dict[tuple[str, str, tuple[Branch, ...]], list[Question]] = {}
    for question in questions:
        groups.setdefault((question.fact, question.text, question.branches), []).append(question)
    return [
        AskedTogether(group[0], tuple(filter(None, (place_words(q.path) for q in group)))) for group in groups.values()
    ]
