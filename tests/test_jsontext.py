"""Strict JSON: exact numbers, no second meanings, one clear error with a place and a way out."""

import pickle
from decimal import Decimal
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportrules.errors import ExportRulesError
from exportrules.jsonquick import is_canonical, write_plain
from exportrules.jsontext import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_DIGITS,
    JsonError,
    read_json,
    write_json,
)


def refuse(text):
    with pytest.raises(JsonError) as caught:
        read_json(text, where="orders.json")
    error = caught.value
    assert error.message.startswith("orders.json:")
    assert error.help
    assert error.path is not None or error.line is not None or error.code == "XR808"
    return error


def refuse_value(value):
    with pytest.raises(JsonError) as caught:
        write_json(value)
    return caught.value


# --- numbers ---------------------------------------------------------------------------------------


def test_a_decimal_keeps_every_digit_that_a_float_would_lose():
    value = read_json("[0.1, 31.80000000000000000000000001, 1e3, 3, -0]", where="x")
    assert value == [
        Decimal("0.1"),
        Decimal("31.80000000000000000000000001"),
        Decimal(1000),
        3,
        0,
    ]
    assert [type(number) for number in value] == [Decimal, Decimal, Decimal, int, int]


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_refused_with_its_path(name):
    error = refuse(f'{{"items": [{{"facts": {{"peak power": {name}}}}}]}}')
    assert error.code == "XR803"
    assert error.path == '$.items[0].facts["peak power"]'
    assert error.message == f'orders.json: $.items[0].facts["peak power"]: `{name}` is not a number'
    assert "unknown" in error.help


@pytest.mark.parametrize(
    "text", ["1e100", "1e999999999999999999999", "-1E-100", "0e-5000", "9" * 101, "0." + "0" * 99 + "1"]
)
def test_a_short_text_cannot_name_a_huge_number(text):
    error = refuse(f"[{text}]")
    assert (error.code, error.path) == ("XR809", "$[0]")


@pytest.mark.parametrize("text", ["1e99", "1e-99", "9" * 100, "0." + "0" * 98 + "1", "1." + "0" * 254])
def test_numbers_at_the_limit_are_read_exactly(text):
    assert read_json(text, where="x") == Fraction(text)


def test_one_digit_or_one_character_too_many():
    digits = "1." + "7" * (MAX_DIGITS - 1)
    assert read_json(digits, where="x") == Decimal(digits)
    assert refuse(digits + "7").code == "XR809"
    padded = "1." + "0" * (MAX_CHARACTERS - 2)
    assert read_json(padded, where="x") == 1
    assert "257 characters" in refuse(padded + "0").message


def test_a_decimal_comma_is_not_json():
    error = refuse('{"length": 1,5}')
    assert (error.code, error.line) == ("XR801", 1)


# --- structure -------------------------------------------------------------------------------------


def test_a_key_that_stands_twice_is_refused_even_with_one_value():
    error = refuse('{"orders": [{"id": 1}, {"id": 1, "end_user": "A", "end_user": "A"}]}')
    assert (error.code, error.path) == ("XR802", "$.orders[1]")
    assert "`end_user` stands twice" in error.message


def test_keys_that_differ_only_by_an_escape_are_one_key():
    assert refuse(r'{"a": 1, "\u0061": 2}').code == "XR802"


def test_the_first_fault_in_the_document_is_reported():
    error = refuse('{"a": [1, NaN], "b": {"c": 1, "c": 2}}')
    assert (error.code, error.path) == ("XR803", "$.a[1]")


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_at_the_limit_and_one_above(opening, closing):
    read_json(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH, where="x")
    error = refuse(opening * (MAX_DEPTH + 1) + "1" + closing * (MAX_DEPTH + 1))
    assert error.code == "XR807"
    assert error.column == len(opening) * MAX_DEPTH + 1


def test_brackets_within_text_do_not_count_as_depth():
    text = "[" * 1000 + r"\"" + "{" * 1000
    assert read_json(f'["{text}"]', where="x") == [text.replace("\\", "")]


def test_a_million_brackets_are_one_error_and_no_crash():
    assert refuse("[" * 1_000_000).code == "XR807"
    assert refuse('{"a":' * 1_000_000).code == "XR807"


def test_size_at_the_limit_and_one_above():
    body = b'"' + b"a" * (MAX_BYTES - 2) + b'"'
    assert len(read_json(body, where="x")) == MAX_BYTES - 2
    assert refuse(body + b" ").code == "XR808"
    assert refuse("é" * (MAX_BYTES // 2 + 1)).code == "XR808"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        (" \n ", 2, 2),
        ('{"a": 1,}', 1, 8),
        ("{'a': 1}", 1, 2),
        ('{\n  "a": 1\n  "b": 2\n}', 3, 3),
        ("[1] [2]", 1, 5),
        ("// order\n[]", 1, 1),
        ('["a\tb"]', 1, 4),
        ("[01]", 1, 3),
        ("[.5]", 1, 2),
        ("[+1]", 1, 2),
        ("[0x10]", 1, 3),
        ("tru", 1, 1),
        ('"open', 1, 1),
    ],
)
def test_text_that_is_not_json_points_at_the_place(text, line, column):
    error = refuse(text)
    assert error.code == "XR801"
    assert error.line == line
    # Python 3.13 points at a trailing comma, older versions just behind it.
    assert abs(error.column - column) <= 1
    assert error.message.startswith(f"orders.json:{error.line}:{error.column}: the text is ")


# --- characters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0])
def test_invisible_controls_are_refused_plain_and_escaped(point):
    plain = refuse(f'{{\n"name": "a{chr(point)}b"}}')
    assert (plain.code, plain.line, plain.column) == ("XR806", 2, 11)
    assert f"`U+{point:04X}`" in plain.message
    escaped = refuse(f'{{"name": "a\\u{point:04x}b"}}')
    assert (escaped.code, escaped.path) == ("XR806", "$.name")
    key = refuse(f'[{{"a\\u{point:04x}b": 1}}]')
    assert (key.code, key.path) == ("XR806", "$[0]")


def test_a_byte_order_mark_is_named():
    assert refuse(b"\xef\xbb\xbf{}").code == "XR805"
    assert refuse("\ufeff{}").code == "XR805"


@pytest.mark.parametrize("data", [b'{"a":\n "\xff"}', '{"a":\n "ü"}'.encode("latin-1"), b'{"a":\n "\xed\xa0\x80"}'])
def test_broken_utf8_points_at_the_byte(data):
    error = refuse(data)
    assert (error.code, error.line, error.column) == ("XR804", 2, 3)
    assert "`0x" in error.message


def test_utf16_is_not_guessed():
    assert refuse("{}".encode("utf-16")).code == "XR804"


@pytest.mark.parametrize("text", [r'["\ud800"]', '["\ud800"]'])
def test_a_lone_surrogate_is_no_text(text):
    assert refuse(text).code == "XR804"


def test_a_surrogate_pair_and_other_scripts_are_text():
    assert read_json(r'["\ud83d\ude00", "Ünal A.Ş.", "有限公司"]', where="x") == [
        "😀",
        "Ünal A.Ş.",
        "有限公司",
    ]


def test_messages_show_no_control_character_of_the_user():
    error = refuse('{"a\\u001b[31m": 1, "a\\u001b[31m": 2}')
    assert "\x1b" not in error.message


def test_errors_are_of_the_one_root_and_survive_pickling():
    error = refuse("[NaN]")
    assert isinstance(error, ExportRulesError)
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.message, again.help, again.path) == (
        error.code,
        error.message,
        error.help,
        error.path,
    )


# --- writing ---------------------------------------------------------------------------------------


def test_canonical_text():
    value = {"b": [1, Decimal("2.50"), True, None], "a": {"ß": 'x"\n'}, "A": (), "Z": {}}
    assert write_json(value) == '{"A":[],"Z":{},"a":{"ß":"x\\"\\n"},"b":[1,2.5,true,null]}'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.0", "0"),
        ("-0", "0"),
        ("1E+3", "1000"),
        ("1000.0", "1000"),
        ("-31.80", "-31.8"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("-1.25E-9", "-1.25e-9"),
        ("1E20", "100000000000000000000"),
        ("1E21", "1e21"),
        ("123456789012345678901234567890.5", "1.234567890123456789012345678905e29"),
    ],
)
def test_equal_numbers_have_one_form(number, text):
    assert write_json(Decimal(number)) == text
    assert read_json(text, where="x") == Decimal(number)


@pytest.mark.parametrize("value", [0.5, Fraction(1, 2), {1}, b"x", object(), {"a": [0.5]}])
def test_what_has_no_exact_form_is_not_written(value):
    assert refuse_value(value).code == "XR810"


def test_a_refused_value_is_named_by_its_path():
    error = refuse_value({"a": [1, {"b c": 1.5}]})
    assert error.path == '$.a[1]["b c"]'
    assert "`float`" in error.message
    assert "Decimal" in error.help


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("NaN"), "XR803"),
        (Decimal("-Infinity"), "XR803"),
        (10**100, "XR809"),
        pytest.param(10**10_000, "XR809", id="ten-thousand-digits"),
        (Decimal("1e100"), "XR809"),
        (Decimal("1." + "7" * 100), "XR809"),
        ("\u202e", "XR806"),
        ({"\x00": 1}, "XR806"),
        ("\ud800", "XR804"),
        ({1: 2}, "XR810"),
    ],
)
def test_nothing_is_written_that_would_not_be_read(value, code):
    assert refuse_value(value).code == code


def test_depth_of_a_written_value():
    value = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert read_json(write_json(value), where="x") == value
    assert refuse_value([value]).code == "XR807"
    loop = []
    loop.append(loop)
    assert refuse_value(loop).code == "XR807"


# --- properties ------------------------------------------------------------------------------------

texts = st.text(
    st.characters(
        exclude_categories=("Cs",),
        exclude_characters="\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
)
numbers = st.integers(-(10**99), 10**99) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40
).filter(lambda number: -99 <= number.adjusted() <= 99 and len(number.as_tuple().digits) <= MAX_DIGITS)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back_equal(value):
    assert read_json(write_json(value), where="x") == value
    assert read_json(write_json(value).encode(), where="x") == value


@given(values)
def test_canonical_text_is_a_fixed_point(value):
    text = write_json(value)
    assert write_json(read_json(text, where="x")) == text


@given(st.dictionaries(texts, numbers, min_size=2))
def test_the_order_of_keys_does_not_matter(value):
    assert write_json(value) == write_json(dict(reversed(value.items())))


@given(st.text(max_size=60) | st.text('[]{}",:0123456789.eE+-\\u/ntNaInfy \n', max_size=60))
def test_any_text_is_read_or_refused_with_one_error(text):
    try:
        value = read_json(text, where="orders.json")
    except JsonError as error:
        assert error.code.startswith("XR80")  # noqa: PT017 - either way is right
    else:
        assert read_json(write_json(value), where="x") == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_one_error(data):
    try:
        read_json(data, where="orders.json")
    except JsonError as error:
        assert error.line is not None or error.path is not None  # noqa: PT017 - either way is right


@given(st.recursive(st.text(max_size=12) | st.integers() | st.booleans() | st.none(),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
                    max_leaves=30))  # fmt: skip
def test_what_is_written_quickly_is_canonical_or_said_not_to_be(value):
    text = write_plain(value)
    if is_canonical(text):
        assert text == write_json(value)


@pytest.mark.parametrize(
    "value", [10**21, "\u202e", "\x00", [[]] * 3, "a\x01", reduce(lambda inner, _: [inner], range(MAX_DEPTH + 1), 1)]
)
def test_what_is_no_canonical_text_is_told(value):
    try:
        expected = write_json(value)
    except JsonError:
        expected = None
    assert not is_canonical(write_plain(value)) or write_plain(value) == expected


def test_as_deep_as_is_allowed_is_canonical():
    assert is_canonical(write_plain(reduce(lambda inner, _: [inner], range(MAX_DEPTH), 1)))
