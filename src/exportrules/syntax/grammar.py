"""Load the grammar file and turn its quoted words into whole-word terminals.

Lark splits words in contexts where no name may stand (`rule` swallows the head of `ruleset`), so each
quoted keyword of the grammar becomes a regular expression that ends at the end of a word.
"""

# lark is only partly typed: what it hands over is checked here, and typed from here on.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false, reportUnknownParameterType=false, reportUntypedBaseClass=false

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lark import Lark
from lark.grammar import Rule
from lark.indenter import Indenter
from lark.lexer import TerminalDef

from exportrules.resources import data_folder

if TYPE_CHECKING:
    from lark.visitors import Transformer

_QUOTED = re.compile(r"\"([a-z]+(?:[ '][a-z]+)*:?)\"")
_TERMINAL = re.compile(r"[A-Z_]+(\.-?\d+)?:|%|//")

HUMAN_NAMES = {
    "_NL": "the end of the line",
    "_INDENT": "an indented block",
    "_DEDENT": "the end of the block",
    "$END": "the end of the block",
    "NAME": "a name",
    "DOTTED": "a dotted name",
    "NUMBER": "a number",
    "UNIT": "a unit",
    "PATH": "a paragraph code",
    "RELATIVE": "a relative paragraph code",
    "LABEL": "a paragraph label",
    "FIELD": "a text line (title, source, reading, ...)",
    "GAP": "`not modelled:`",
    "TEXT": "text",
    "DATE": "a date",
    "TERM": 'a "defined term"',
    "LOCAL": "a 'local term'",
    "COUNTRY": "a country code",
    "CODE": "a customs code",
    "CAS_NUMBER": "a CAS number",
    "DOCUMENT_CODE": "a customs document code",
    "COMMA": "`,`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "PLUS": "`+`",
    "MINUS": "`-`",
    "STAR": "`*`",
    "SLASH": "`/`",
    "EQUAL": "`=`",
    "ITEM": "`item`",
    "IT": "`it`",
    "EX": "`ex`",
    "SIGNED": "`signed`",
    "TECHNICAL": "`technical`",
    "RELIEF": "`exemption`, `derogation` or `authorisation`",
    "AGGREGATE": "`sum`, `largest` or `smallest`",
}


class BlockIndenter(Indenter):
    """Indentation as the law's labels nest; braces and brackets let a statement run over lines."""

    @property
    def NL_type(self) -> str:  # noqa: N802 - lark's name
        return "_NL"

    @property
    def OPEN_PAREN_types(self) -> list[str]:  # noqa: N802 - lark's name
        return ["LBRACE", "LPAR"]

    @property
    def CLOSE_PAREN_types(self) -> list[str]:  # noqa: N802 - lark's name
        return ["RBRACE", "RPAR"]

    @property
    def INDENT_type(self) -> str:  # noqa: N802 - lark's name
        return "_INDENT"

    @property
    def DEDENT_type(self) -> str:  # noqa: N802 - lark's name
        return "_DEDENT"

    @property
    def tab_len(self) -> int:
        return 8


def grammar_text() -> str:
    """The grammar as it stands in the file."""
    return (data_folder("grammar") / "exportrules.lark").read_text(encoding="utf-8")


def expand_keywords(text: str) -> tuple[str, dict[str, str]]:
    """Replace quoted words by whole-word terminals; return the grammar and terminal -> word."""
    words: dict[str, str] = {}

    def name_of(match: re.Match[str]) -> str:
        word = match.group(1)
        name = "_W_" + re.sub(r"\W+", "_", word.upper()).strip("_")
        if word.endswith(":"):
            # `of:` opens a block, `of` does not
            name += "_BLOCK"
        words[name] = word
        return name

    lines = [line if _TERMINAL.match(line) else _QUOTED.sub(name_of, line) for line in text.splitlines()]
    for name, word in sorted(words.items()):
        # a phrase wins over its first word; every word wins over a name
        priority = 3 + word.count(" ") + word.count(":")
        pattern = word.replace(" ", " +")
        lines.append(f"{name}.{priority}: /{pattern}{'' if word.endswith(':') else '(?!' + chr(92) + 'w)'}/")
    return "\n".join(lines) + "\n", words


def build_parser(transformer: Transformer[object, object] | None, *, strict: bool = False) -> Lark:
    """Build the LALR parser; `strict` proves that the grammar hides no conflict (needs interegular)."""
    text, _ = expand_keywords(grammar_text())
    return Lark(
        text,
        parser="lalr",
        lexer="contextual",
        postlex=BlockIndenter(),
        start="block",
        strict=strict,
        maybe_placeholders=True,
        transformer=transformer,
    )


def write_tables(parser: Lark) -> str:
    """What lark worked out of the grammar, as JSON: it takes lark as long as to parse a long file."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    plain = {name: value for name, value in data["options"].items() if isinstance(value, str | int | list | None)}
    return json.dumps([{**data, "options": plain}, memo], separators=(",", ":"))


def read_tables(text: str, transformer: Transformer[object, object]) -> Lark:
    """The parser of such tables.

    Raises:
        ValueError, TypeError, LookupError, AttributeError, AssertionError: they are those of no parser.
    """
    data, memo = json.loads(text, object_hook=_with_numbers)
    # as the parsers do that lark writes out to stand alone
    load: Any = getattr(Lark, "_load_from_dict")  # noqa: B009 - it has no type
    found: Lark = load(data, memo, transformer=transformer, postlex=BlockIndenter())
    return found


def _with_numbers(table: dict[str, Any]) -> dict[Any, Any]:
    """Keys that were numbers; JSON knows none."""
    return {int(key): item for key, item in table.items()} if next(iter(table), "").isdigit() else table


def human_name(terminal: str, words: dict[str, str]) -> str:
    """What a person calls a terminal."""
    if terminal in words:
        return f"`{words[terminal]}`"
    return HUMAN_NAMES.get(terminal, terminal.lower())
