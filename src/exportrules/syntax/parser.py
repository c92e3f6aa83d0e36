"""Parse rule files: block by block, so that one run reports the faults of every block."""

# lark is only partly typed: what it hands over is checked here, and typed from here on.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false, reportUnknownParameterType=false, reportUntypedBaseClass=false

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from threading import Lock
from typing import Any, Final

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken, VisitError
from lark.indenter import DedentError

from exportrules.syntax import ast
from exportrules.syntax.builder import BlockBuilder
from exportrules.syntax.builder_conditions import MAX_DEPTH, BuildFault
from exportrules.syntax.grammar import (
    build_parser,
    expand_keywords,
    grammar_text,
    human_name,
    read_tables,
    write_tables,
)
from exportrules.syntax.recovery import find_names, find_ruleset
from exportrules.text import Diagnostic, Source, Span
from exportrules.text.screening import screen_text

LANGUAGE_VERSION = 1
MAX_BLOCK_LINES = 20_000
MAX_WANTED = 12
"""How many of the words that may stand at a place a message names."""
_VERSION = re.compile(r"exportrules +([0-9]{1,4})\s*(#.*)?$")
_MAY_BE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_DECIMAL_COMMA = re.compile(r"(?<![\w.])[0-9]+,[0-9]+(?![\w.,])")
_WORD = re.compile(r"[\w.'/^-]+")
# how people write what the language has one word for
_MEANT = {
    ">": "above",
    "exceeds": "above",
    "exceeding": "above",
    "over": "above",
    ">=": "at least",
    "≥": "at least",
    "<": "below",
    "under": "below",
    "<=": "at most",
    "≤": "at most",
    "=": "exactly",
    "==": "exactly",
    "equals": "exactly",
    "contains": "includes",
    "&": "and",
    "|": "or",
}
# the parser keeps the place and the indentation of the block that it reads
_READING = Lock()


_Machinery = tuple[Lark, BlockBuilder, dict[str, str]]
_STARTED: Final[list[_Machinery]] = []


def is_started() -> bool:
    """Whether there is a parser already."""
    return bool(_STARTED)


def start(tables: str | None = None) -> None:
    """Make the parser, of the grammar or of the tables that an earlier one gave.

    Raises:
        ValueError, TypeError, LookupError, AttributeError, AssertionError: the tables are those of no parser.
    """
    builder: Any = BlockBuilder()
    _, words = expand_keywords(grammar_text())
    made = build_parser(builder) if tables is None else read_tables(tables, builder)
    with _READING:
        if not _STARTED:
            _STARTED.append((made, builder, words))


def tables() -> str:
    """What the parser worked out of the grammar."""
    return write_tables(_machinery()[0])


def _machinery() -> _Machinery:
    if not _STARTED:
        start()
    return _STARTED[0]


def parse_source(source: Source) -> tuple[ast.File, list[Diagnostic]]:
    """Parse one file. Blocks that do not parse are left out and reported; nothing is raised.

    Errors: XR1xx (syntax), XR501 (dates), XR9xx (limits), as diagnostics.
    """
    faults = screen_text(source)
    if faults and faults[0].code == "XR904":
        return ast.File(source.name, ()), faults
    lines = source.lines()
    start, faults = (None, faults) if faults else _read_version(source, lines)
    blocks: list[ast.Block] = []
    if start is None:
        return ast.File(source.name, (), frozenset(find_names(lines))), faults
    lost: set[str] = set()
    for first, last in _block_ranges(lines, start):
        block = _parse_block(source, lines, first, last, faults)
        if block is None:
            lost.update(find_names(lines[first:last]))
            ruleset = find_ruleset(lines[first])
            # the blocks below it still belong to the ruleset
            block = None if ruleset is None else ast.Ruleset(ruleset, (), _line_span(source, lines, first))
        if block is not None:
            blocks.append(block)
    return ast.File(source.name, tuple(blocks), frozenset(lost)), faults


def _read_version(source: Source, lines: list[str]) -> tuple[int | None, list[Diagnostic]]:
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = Span(source.name, number + 1, 1, number + 1, len(line) + 1)
        match = _VERSION.match(line)
        if match is None:
            return None, [
                Diagnostic("XR101", "the first line must be `exportrules 1`", "add the language version", place)
            ]
        if int(match.group(1)) != LANGUAGE_VERSION:
            return None, [
                Diagnostic(
                    "XR102",
                    f"language version {match.group(1)} is not known",
                    f"this library reads version {LANGUAGE_VERSION}",
                    place,
                )
            ]
        return number + 1, []
    place = Span(source.name, 1, 1, 1, 1)
    return None, [Diagnostic("XR101", "the file is empty", "start with `exportrules 1`", place)]


def _block_ranges(lines: list[str], start: int) -> list[tuple[int, int]]:
    """First and last line index of each top-level block: a line at column one that is not a comment.

    What stands before the first of them is a block too, so that no line is passed over in silence.
    """
    firsts = [
        index
        for index in range(start, len(lines))
        if lines[index] and not lines[index][0].isspace() and lines[index][0] not in "#})"
    ]
    stray = next((index for index in range(start, len(lines)) if _is_statement(lines[index])), None)
    if stray is not None and (not firsts or stray < firsts[0]):
        firsts.insert(0, stray)
    return list(zip(firsts, [*firsts[1:], len(lines)], strict=True)) if firsts else []


def _is_statement(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _parse_block(source: Source, lines: list[str], first: int, last: int, faults: list[Diagnostic]) -> ast.Block | None:
    parser, builder, words = _machinery()
    fault = _check_limits(source, lines, first, last)
    if fault is not None:
        faults.append(fault)
        return None
    text = "\n".join(lines[first:last]).rstrip() + "\n"
    try:
        with _READING:
            builder.file, builder.first_line = source.name, first
            tree: Any = parser.parse(text)
    except UnexpectedToken as error:
        faults.append(_explain_token(source, error, first, words))
    except (UnexpectedCharacters, UnexpectedEOF) as error:
        faults.append(_explain_characters(source, error, first, lines, words))
    except DedentError:
        faults.append(_explain_indentation(source, lines, first, last))
    except BuildFault as error:
        faults.append(_from_build(source, error, first))
    except VisitError as error:
        if not isinstance(error.orig_exc, BuildFault):
            raise
        faults.append(_from_build(source, error.orig_exc, first))
    else:
        block: ast.Block = tree
        return block
    return None


def _line_span(source: Source, lines: list[str], index: int) -> Span:
    return Span(source.name, index + 1, 1, index + 1, len(lines[index]) + 1)


def _check_limits(source: Source, lines: list[str], first: int, last: int) -> Diagnostic | None:
    if last - first > MAX_BLOCK_LINES:
        place = _line_span(source, lines, first)
        return Diagnostic("XR902", f"a block of more than {MAX_BLOCK_LINES} lines", "split the block", place)
    if not _is_statement(lines[first][:1]):
        return _misplaced(source, lines, first, "blocks begin at the left margin")
    for index, indent, levels in _indents(lines, first, last):
        if len(levels) > MAX_DEPTH:
            place = Span(source.name, index + 1, indent + 1, index + 1, len(lines[index]) + 1)
            return Diagnostic("XR901", f"nested deeper than {MAX_DEPTH} levels", "give the inner part a name", place)
    return None


def _indents(lines: list[str], first: int, last: int) -> Iterator[tuple[int, int, list[int]]]:
    """Each statement line with its indent and the indents around it, the outermost first."""
    levels: list[int] = []
    for index in range(first + 1, last):
        if not _is_statement(lines[index]):
            continue
        indent = len(lines[index]) - len(lines[index].lstrip(" "))
        while levels and indent < levels[-1]:
            levels.pop()
        if indent > (levels[-1] if levels else 0):
            levels.append(indent)
        yield index, indent, levels


def _explain_indentation(source: Source, lines: list[str], first: int, last: int) -> Diagnostic:
    """The first line that lies between two levels."""
    before: list[int] = []
    for index, indent, levels in _indents(lines, first, last):
        if before and indent < before[-1] and indent not in (0, *before):
            above = max((level for level in before if level < indent), default=0)
            below = min(level for level in before if level > indent)
            return _misplaced(source, lines, index, f"indent it by {above} or {below} blanks, as the lines around it")
        before = [*levels]
    return _misplaced(source, lines, first, "indent each level by two blanks")


def _misplaced(source: Source, lines: list[str], index: int, way_out: str) -> Diagnostic:
    column = len(lines[index]) - len(lines[index].lstrip(" ")) + 1
    place = Span(source.name, index + 1, column, index + 1, len(lines[index]) + 1)
    return Diagnostic("XR104", "the indentation does not nest", way_out, place)


def _from_build(source: Source, fault: BuildFault, first: int) -> Diagnostic:
    place = fault.place if isinstance(fault.place, Span) else _token_span(source, fault.place, first)
    return Diagnostic(fault.code, fault.message, fault.help, place)


def _token_span(source: Source, token: Token, first: int) -> Span:
    line = (token.line or 1) + first
    column = token.column or 1
    width = max(1, len(str(token).split("\n", 1)[0]))
    return Span(source.name, line, column, line, column + width)


def _explain_token(source: Source, error: UnexpectedToken, first: int, words: dict[str, str]) -> Diagnostic:
    token = error.token
    place = _token_span(source, token, first)
    way_out = _tell_wanted(error.accepts or error.expected or (), str(token), words)
    if token.type in ("$END", "_NL", "_DEDENT"):
        return Diagnostic("XR103", "the statement stops too early", way_out, place)
    if token.type == "_INDENT":
        return _explain_block(source, place)
    comma = _decimal_comma(source, place)
    if comma is not None:
        return comma
    word = _WORD.match(source.line(place.line), place.column - 1)
    if word is not None and len(word.group()) > len(token):
        # a part of a word that is no token as a whole
        whole = word.group()
        place = Span(source.name, place.line, place.column, place.line, place.column + len(whole))
        way_out = _tell_wanted(error.accepts or error.expected or (), whole, words)
        return Diagnostic("XR107", f"`{whole[:60]}` cannot stand here", way_out, place)
    if token.type in ("_W_OR", "_W_AND"):
        return Diagnostic(
            "XR106",
            f"`{token}` cannot stand here: `and` and `or` are not mixed on one line",
            "open a block with `any of:` or `all of:`",
            place,
        )
    return Diagnostic("XR107", f"`{str(token)[:60]}` cannot stand here", way_out, place)


def _explain_block(source: Source, place: Span) -> Diagnostic:
    """Point at the first line below the statement at a place."""
    lines = source.lines()
    index = next((index for index in range(place.line, len(lines)) if _is_statement(lines[index])), place.line - 1)
    column = len(lines[index]) - len(lines[index].lstrip(" ")) + 1
    return Diagnostic(
        "XR105",
        "a line below a statement that can hold none",
        "move it left, or end the line above with `any of:`, `all of:`, `none of:` or `at least N of:`",
        Span(source.name, index + 1, column, index + 1, len(lines[index]) + 1),
    )


def _decimal_comma(source: Source, place: Span) -> Diagnostic | None:
    """The fault of a number such as `7,5` at a place."""
    for match in _DECIMAL_COMMA.finditer(source.line(place.line)):
        if match.start() < place.column <= match.end():
            found = match.group()
            at = Span(source.name, place.line, match.start() + 1, place.line, match.end() + 1)
            pointed = found.replace(",", ".")
            way_out = f"write a decimal point: `{pointed}`"
            if _MAY_BE_THOUSANDS.fullmatch(found):
                apart = found.replace(",", " ")
                way_out = (
                    f"write `{apart}` where the comma sets thousands apart, `{pointed}` where it is a decimal comma"
                )
            return Diagnostic("XR108", f"`{found}` looks like a decimal comma", way_out, at)
    return None


def _tell_wanted(terminals: Iterable[str], found: str, words: dict[str, str]) -> str:
    """What may stand instead: the keyword that looks alike, then values, then keywords, then signs."""
    wanted = {human_name(name, words) for name in terminals}
    meant = _MEANT.get(found.lower())
    if meant is not None and f"`{meant}`" in wanted:
        return f"write `{meant}`"
    keywords = sorted(word.strip("`") for word in wanted if word[1:2].isalpha() and word[0] == "`")
    near = get_close_matches(found, keywords, n=1, cutoff=0.7)
    shown = sorted(wanted, key=lambda word: (word[0] == "`", not word[1:2].isalpha(), word))
    told = ", ".join(shown[:MAX_WANTED]) + (", …" if len(shown) > MAX_WANTED else "")
    return f"did you mean `{near[0]}`? otherwise expected: {told}" if near else f"expected: {told}"


def _explain_characters(
    source: Source, error: Exception, first: int, lines: list[str], words: dict[str, str]
) -> Diagnostic:
    if not isinstance(error, UnexpectedCharacters):
        place = Span(source.name, first + 1, 1, first + 1, 2)
        return Diagnostic("XR103", "the statement stops too early", "complete the block", place)
    line = error.line + first
    place = Span(source.name, line, error.column, line, error.column + 1)
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    comma = _decimal_comma(source, place)
    if comma is not None:
        return comma
    rest = text[error.column - 1 : error.column + 19].rstrip()
    found = f"`{rest}`" if rest else "the end of the line"
    way_out = _tell_wanted(error.allowed or (), rest.split(" ")[0], words)
    place = Span(source.name, line, error.column, line, error.column + max(1, len(rest.split(" ")[0])))
    return Diagnostic("XR107", f"{found} cannot stand here", way_out, place)
