"""Strict, exact JSON: what a case says is what is read, or one clear error says why not.

The standard library's parser does the parsing; this module closes what it leaves open. Numbers are
`int` or `decimal.Decimal` and never `float`, a key may stand once, and text that a reader would see
differently from a machine (bidirectional controls, NUL, broken UTF-8) is refused.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NoReturn, TypeAlias, cast

from exportrules import records
from exportrules.errors import ExportRulesError

__all__ = ["FORBIDDEN", "MAX_BYTES", "MAX_DEPTH", "JsonError", "read_json", "write_json"]

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_CHARACTERS = 256
"""Characters of one number as written, sign, zeros and exponent included."""
MAX_DIGITS = 100
"""Digits of one number between its first and its last digit that is not zero."""
MAX_EXPONENT = 99
"""Largest power of ten, up or down, of a number's first digit."""

Path: TypeAlias = tuple[str | int, ...]

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
FORBIDDEN = re.compile("[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STRUCTURE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# Outside this window a number is written with an exponent, as JavaScript does.
_PLAIN_DIGITS = 21
_PLAIN_ZEROS = 6


class JsonError(ExportRulesError):
    """JSON text that is refused, or a value that JSON text cannot hold exactly.

    `path` leads to the value (`$.items[2].value`) where the text has a structure; `line` and
    `column`, counted from 1, point into the text where it has none. Codes:

    XR801 not JSON, XR802 a key stands twice, XR803 not a finite number, XR804 not UTF-8,
    XR805 byte order mark, XR806 invisible control character, XR807 nested too deeply,
    XR808 too large, XR809 a number too long, XR810 a value that cannot be written.
    """

    def __init__(
        self,
        code: str,
        message: str,
        help: str | None = None,  # noqa: A002 - the public name of the way out
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(code, message, help)
        self.path = path
        self.line = line
        self.column = column


@records.frozen
class _Fault:
    """Stands in the parsed tree where a value is refused, until its path is known."""

    code: str
    message: str
    help: str


def read_json(text_or_bytes: str | bytes, *, where: str, most: int = MAX_BYTES) -> object:
    """Read one JSON text: `dict`, `list`, `str`, `int`, `Decimal`, `bool` or `None`.

    `where` names the text in messages, such as a file name. The size limit `most` counts UTF-8 bytes.

    Raises:
        JsonError: XR801 to XR809, the first fault found.
    """
    text = _decode(text_or_bytes, where, most)
    _refuse_hidden_characters(text, where)
    _refuse_depth(text, where)
    faults: list[_Fault] = []
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_unique_keys(faults),
            parse_int=_exact(faults, int),
            parse_float=_exact(faults, Decimal),
            parse_constant=_constant(faults),
        )
    except json.JSONDecodeError as error:
        _fail_at(text, error.pos, where, "XR801", _syntax_message(text, error), _SYNTAX_HELP)
    # Escapes can smuggle in what the text itself does not show, so only they need a second look.
    if faults or "\\u" in text:
        _refuse_faults(value, where)
    return value


def write_json(value: object) -> str:
    """Write a value as canonical JSON: keys sorted by code point, no space, one form per number.

    Takes `dict` with `str` keys, `list`, `tuple`, `str`, `int`, finite `Decimal`, `bool` and `None`.
    Equal values give equal text, and `read_json` gives an equal value back (a tuple as a list).

    Raises:
        JsonError: XR807 nested deeper than `MAX_DEPTH`; XR809 a number that `read_json` would refuse;
            XR810 a `float`, `Fraction` or other value that JSON cannot hold exactly.
    """
    parts: list[str] = []
    _write(value, parts, ())
    return "".join(parts)


# --- reading --------------------------------------------------------------------------------------

_SYNTAX_HELP = "write one JSON value as RFC 8259 has it: double quotes, no comments, no trailing comma"
_HIDDEN_HELP = "remove the character; it makes text look different from what it says"


def _decode(text_or_bytes: str | bytes, where: str, most: int) -> str:
    if isinstance(text_or_bytes, str):
        # Four bytes is the most that one character takes, so short text needs no encoding.
        if len(text_or_bytes) * 4 > most:
            _refuse_size(len(text_or_bytes.encode("utf-8", "surrogatepass")), where, most)
        text = text_or_bytes
    else:
        _refuse_size(len(text_or_bytes), where, most)
        try:
            text = bytes(text_or_bytes).decode("utf-8")
        except UnicodeDecodeError as error:
            before = bytes(text_or_bytes[: error.start]).decode("utf-8")
            byte = text_or_bytes[error.start]
            message = f"the text is not UTF-8 (byte `0x{byte:02X}`)"
            _fail_at(before, len(before), where, "XR804", message, "save the file as UTF-8")
    if text.startswith("\ufeff"):
        help_line = "save the file as UTF-8 without a byte order mark"
        _fail_at(text, 0, where, "XR805", "the text begins with a byte order mark", help_line)
    return text


def _refuse_size(size: int, where: str, most: int) -> None:
    if size > most:
        raise JsonError(
            "XR808",
            f"{where}: the text is longer than {most} bytes",
            "split it into several files",
        )


def _refuse_hidden_characters(text: str, where: str) -> None:
    found = FORBIDDEN.search(text)
    if found:
        code, message = _name_hidden(found.group())
        _fail_at(text, found.start(), where, code, message, _HIDDEN_HELP)


def _name_hidden(character: str) -> tuple[str, str]:
    point = f"U+{ord(character):04X}"
    if _BIDI.match(character):
        return "XR806", f"the bidirectional control character `{point}` is not allowed"
    if character == "\x00":
        return "XR806", f"the control character `{point}` is not allowed"
    return "XR804", f"the lone surrogate `{point}` is no character"


def _refuse_depth(text: str, where: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for token in _STRUCTURE.finditer(text):
        sign = token.group()
        if sign in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                message = f"the text is nested deeper than {MAX_DEPTH} levels"
                _fail_at(text, token.start(), where, "XR807", message, "flatten the structure")
        elif sign in "]}":
            depth -= 1


def _unique_keys(faults: list[_Fault]) -> Callable[[list[tuple[str, object]]], object]:
    def build(pairs: list[tuple[str, object]]) -> object:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        message = f"the key {_quote(twice)} stands twice in one object"
        return _note(faults, _Fault("XR802", message, "keep one of the two"))

    return build


def _exact(faults: list[_Fault], make: Callable[[str], object]) -> Callable[[str], object]:
    def build(written: str) -> object:
        fault = _judge_number(written)
        return make(written) if fault is None else _note(faults, fault)

    return build


def _judge_number(written: str) -> _Fault | None:
    """A short text can name a number of a billion digits; nothing later may have to expand it."""
    if len(written) > MAX_CHARACTERS:
        message = f"the number {_quote(written)} has {len(written)} characters, more than {MAX_CHARACTERS}"
        return _Fault("XR809", message, "write fewer digits")
    try:
        number = Decimal(written)
    except InvalidOperation:
        return _beyond(written)
    digits = len(_significant(number))
    if digits > MAX_DIGITS:
        message = f"the number {_quote(written)} has {digits} digits, more than {MAX_DIGITS}"
        return _Fault("XR809", message, "write fewer digits")
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT:
        return _beyond(written)
    return None


def _beyond(written: str) -> _Fault:
    message = f"the number {_quote(written)} lies beyond 10 to the power of ±{MAX_EXPONENT}"
    return _Fault("XR809", message, "use a larger or smaller unit")


def _significant(number: Decimal) -> str:
    # Decimal.normalize would round to the thread's context, so zeros are stripped as text.
    return "".join(map(str, number.as_tuple().digits)).strip("0")


def _constant(faults: list[_Fault]) -> Callable[[str], object]:
    def build(name: str) -> object:
        help_line = "leave the value out when it is not known; a missing value counts as unknown"
        return _note(faults, _Fault("XR803", f"`{name}` is not a number", help_line))

    return build


def _note(faults: list[_Fault], fault: _Fault) -> _Fault:
    faults.append(fault)
    return fault


def _refuse_faults(value: object, where: str) -> None:
    for path, leaf in _leaves(value, ()):
        if isinstance(leaf, _Fault):
            _fail_in(path, where, leaf.code, leaf.message, leaf.help)
        if isinstance(leaf, str):
            found = FORBIDDEN.search(leaf)
            if found:
                code, message = _name_hidden(found.group())
                _fail_in(path, where, code, message, _HIDDEN_HELP)


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Every leaf and every key in document order; recursion is bounded by `MAX_DEPTH`."""
    if isinstance(value, dict):
        for key, member in cast("dict[str, object]", value).items():
            yield path, key
            yield from _leaves(member, (*path, key))
    elif isinstance(value, list):
        for index, member in enumerate(cast("list[object]", value)):
            yield from _leaves(member, (*path, index))
    else:
        yield path, value


def _syntax_message(text: str, error: json.JSONDecodeError) -> str:
    if not text.strip(" \t\r\n"):
        return "the text is empty"
    reason = error.msg[:1].lower() + error.msg[1:]
    rest = text[error.pos : error.pos + 20].splitlines()
    near = f" near {_quote(rest[0])}" if rest and rest[0].strip() else ""
    return f"the text is not JSON: {reason}{near}"


def _fail_at(text: str, position: int, where: str, code: str, message: str, help_line: str) -> NoReturn:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    raise JsonError(code, f"{where}:{line}:{column}: {message}", help_line, line=line, column=column)


def _fail_in(path: Path, where: str, code: str, message: str, help_line: str) -> NoReturn:
    place = _render_path(path)
    raise JsonError(code, f"{where}: {place}: {message}", help_line, path=place)


def _render_path(path: Path) -> str:
    parts = ["$"]
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_NAME.match(step):
            parts.append(f".{step}")
        else:
            parts.append(f"[{json.dumps(step)}]")
    return "".join(parts)


def _quote(text: str) -> str:
    """User text for a message: shortened, on one line, with nothing that could hide or break it."""
    short = text if len(text) <= 40 else f"{text[:37]}..."
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in short)
    return f"`{shown}`"


# --- writing --------------------------------------------------------------------------------------


def _write(value: object, parts: list[str], path: Path) -> None:
    if value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        parts.append(_write_text(value, path))
    elif isinstance(value, int):
        parts.append(_write_integer(value, path))
    elif isinstance(value, Decimal):
        parts.append(_write_number(value, path))
    elif isinstance(value, Mapping):
        _refuse_deep_value(path)
        _write_object(cast("Mapping[object, object]", value), parts, path)
    elif isinstance(value, list | tuple):
        _refuse_deep_value(path)
        members = cast("list[object] | tuple[object, ...]", value)
        for index, member in enumerate(members):
            parts.append("," if index else "[")
            _write(member, parts, (*path, index))
        parts.append("]" if members else "[]")
    else:
        _refuse_value(value, path)


def _write_object(members: Mapping[object, object], parts: list[str], path: Path) -> None:
    names: list[str] = []
    for key in members:
        if not isinstance(key, str):
            _fail_in(path, "value", "XR810", f"the key {_quote(repr(key))} is not text", "use text as key")
        names.append(key)
    for index, name in enumerate(sorted(names)):
        parts.append("," if index else "{")
        parts.append(_write_text(name, path))
        parts.append(":")
        _write(members[name], parts, (*path, name))
    parts.append("}" if names else "{}")


def _write_text(text: str, path: Path) -> str:
    found = FORBIDDEN.search(text)
    if found:
        code, message = _name_hidden(found.group())
        _fail_in(path, "value", code, message, _HIDDEN_HELP)
    return json.dumps(text, ensure_ascii=False)


def _write_integer(value: int, path: Path) -> str:
    # Checked by bits first: Python refuses to print integers of more than 4,300 digits.
    if value.bit_length() > 4 * MAX_CHARACTERS:
        _fail_in(path, "value", "XR809", "an integer is too long to be written", "use a larger unit")
    return _write_number(Decimal(value), path)


def _write_number(number: Decimal, path: Path) -> str:
    if not number.is_finite():
        _fail_in(path, "value", "XR803", f"`{number}` is not a number", "leave the value out")
    text = _significant(number)
    if not text:
        return "0"
    power = number.adjusted()
    if len(text) > MAX_DIGITS or abs(power) > MAX_EXPONENT:
        message = f"the number {_quote(str(number))} is too long to be written"
        _fail_in(path, "value", "XR809", message, "use another unit")
    minus = "-" if number.is_signed() else ""
    if 0 <= power < _PLAIN_DIGITS:
        whole, rest = text[: power + 1].ljust(power + 1, "0"), text[power + 1 :]
        return f"{minus}{whole}.{rest}" if rest else f"{minus}{whole}"
    if -_PLAIN_ZEROS <= power < 0:
        return f"{minus}0.{'0' * (-power - 1)}{text}"
    return f"{minus}{text[0]}{'.' if text[1:] else ''}{text[1:]}e{power}"


def _refuse_deep_value(path: Path) -> None:
    if len(path) >= MAX_DEPTH:
        message = f"the value is nested deeper than {MAX_DEPTH} levels"
        _fail_in(path, "value", "XR807", message, "flatten the structure")


def _refuse_value(value: object, path: Path) -> NoReturn:
    name = type(value).__name__
    way_out = "write an exact `Decimal`, or the number as text" if name in {"float", "Fraction"} else None
    message = f"a value of type `{name}` has no exact form in JSON"
    _fail_in(path, "value", "XR810", message, way_out or "use text, numbers, lists and objects")
