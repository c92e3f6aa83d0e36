"""Read the figures out of one printed paragraph of a control list: numbers, units, codes, terms.

The scanner keeps facts and drops sentences. First it blanks what only looks like a figure (the named
`RULES`, each explained in README.md); the digits of those spans are kept aside as `loose`, so that an
encoding that mentions them is not called wrong. Then it reads numbers with their units.
"""

from __future__ import annotations

import itertools
import re

import attrs
from unit_words import UNIT, canonical_unit, dimension, same_length

FILLER = "\x1f"
_ELEMENTS = "Ac|Am|Be|Bi|B|Ca|Cf|Cm|Co|Cs|Es|Gd|He|H|Li|Np|Po|Pu|Ra|Sr|Th|U"
_BODY = r"ISO/IEC|ISO|ASTM|ASME|IEC|ANSI/ABMA|ANSI|NIJ|IEEE|ITU|ETSI|3GPP|SEMI|MIL|DIN|JIS|SAE|AISI|EN|STANAG"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_ACT_NUMBER = r"(?:No\.? ?)?\d+/\d+(?:/[A-Z]+)?"
_LABELLED = (
    r"(?:Technical )?Notes?|N\.B\.|N\.B|[Pp]aragraphs?|sub-?items?|Articles?|Art\.|Annex|Parts?|"
    r"Categor(?:y|ies)|Chapter|Notas?|Nota técnica|art[íi]culos?|anexo|categor[íi]as?|List"
)
_NAME_TAIL = r"(?!(?:bit|dimensional|axis|axes|point|second|hour|minute|day|month|year|inch|fold|channel)s?\b)"

RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "act",
        re.compile(rf"(?:Regulation|Directive|Decision|Reglamento)s? ?(?:\((?:EU|EC|UE|CE)\))? ?{_ACT_NUMBER}"),
    ),
    ("act", re.compile(r"\b\d+/\d+/(?:EC|EEC|EU|CE|UE)\b|\(OJ[^)]*\)|\bOJ [LC]\b[^.;)]*")),
    (
        "date",
        re.compile(
            rf"\b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b|\b(?:{_MONTH}),? \d{{4}}\b"
            r"|\b\d+(?:st|nd|rd|th) edition,?(?: [A-Z]\w+)?,? (?:\d{4})?",
            re.IGNORECASE,
        ),
    ),
    ("date", re.compile(r"\b\d{1,2} de [a-z]+ de \d{4}\b")),
    (
        "standard",
        re.compile(
            rf"\b(?:{_BODY})\b(?: (?:standards?|Standards?|STD|Std|TS|ES|Recommendation))*"
            r"[ -]?(?:(?:[A-Z]{1,2}[ -]?)?\d[\w.:/-]*\w|\d)"
            r"(?: ?\(6\))?(?:(?:,? or|,) (?:[A-Z]\d[\d.]*\d|(?:19|20)\d\d)\b)*(?: paragraph [\d.]+\d)?"
            r"(?: Tolerance Class (?:ABEC-)?\d+(?: or Class \d+)?| class \d+)?"
        ),
    ),
    ("standard", re.compile(r"\b(?:standard|Standard) [A-Z]{1,2}-?\d+(?:\.\d+)?\b")),
    ("dimension name", re.compile(r"\b[23]D(?= [a-z]{4})|\b[123]-dimensional\b")),
    ("chemical formula", re.compile(r"\(?(?:-?Pb\([A-Za-z0-9/]+\)O3)+(?:-?PbTiO3)?|\bU\+\d")),
    (
        "name with a number",
        re.compile(
            r"\b(?:[Ll]ayer|[Cc]olumn|Order|herpesvirus|beta|race|biovar|Lectin|chi|χ ?\(?) ?"
            r"\d+[a-z]?\)?(?! ?%)"
        ),
    ),
    ("footnote mark", re.compile(r"(?<=['\w] )\(\d{1,2}\)")),
    ("name with a number", re.compile(r"\b001(?= Miller)|(?<=\))\d\b")),
    ("section", re.compile(r"(?<![\w.,])\d[A-E]\d?(?![\w/])")),
    (
        "paragraph name",
        re.compile(rf"\b(?:{_LABELLED}):? ?\d+(?:\(\d+\))*(?:\.?[a-z]\b|\.\d+\b)*\.?(?: (?:and|or|to) \d+\b)?"),
    ),
    ("paragraph name", re.compile(rf"\b(?:{_LABELLED}) [a-z](?:\.(?:\d+|[a-z]))+\b")),
    ("paragraph name", re.compile(r"\b\d\.[A-E]\.\d+(?:\.(?:[a-z]|\d+))*")),
    ("paragraph name", re.compile(r"(?<=[ ,])\.\d{1,2}\b(?!,\d)")),
    ("standard", re.compile(r"\bG\.\d{3}\b")),
    ("letter and number", re.compile(r"(?<![\w])[a-z](?:\.(?:\d{1,2}|[a-z]))*\.\d{1,2}\b\.?(?!,?\d)")),
    ("point count in a name", re.compile(r"(?<![\w.,])\d[\d ]*(?=[ -]point (?:complex )?(?:FFT|bend))")),
    ("isotope", re.compile(rf"\(\s*(?:\d{{1,3}}|\d{{1,3}}m)\s*(?:{_ELEMENTS})\)")),
    ("virus name", re.compile(r"\b\d{4} influenza")),
    ("substance name", re.compile(rf"(?<![\w.,])\d+[a-z]?'?(?:,\d+[a-z]?'?)*-{_NAME_TAIL}(?=[A-Za-z(\[\"])")),
    ("substance name", re.compile(r"(?<=[A-Za-z)\]])-\d+(?:,\d+)*'?(?=-[A-Za-z(])")),
    ("substance name", re.compile(r"(?<=[a-z])-\(?\d+(?:,\d+)*\)?(?![\d%])")),
    (
        "glued to letters",
        re.compile(r"(?<=[A-Za-zα-ωσλ])\(?-?\d+(?:,\d+)*(?:[/+-]\d+)?(?:[A-Za-z]+\d+|[A-Z][a-z]?\b)*"),
    ),
    ("glued to letters", re.compile(r"(?<=[A-Z])-\d+\b")),
    (
        "list label",
        re.compile(r"(?:^|(?<=[:;.,)\]] )|(?<=[:;.])|(?<= or )|(?<= and )|(?<= or: ))\d{1,2}\.(?=\s?[A-Z'\"(@«\x1f])"),
    ),
    (
        "list label",
        re.compile(r"(?<=[:;] )\d{1,2}\.(?= [a-z])|(?<=\. )\d{1,2}\.(?= \d)|(?<= or )\d\.(?=[,;])"),
    ),
    ("list label", re.compile(r"(?<= )\d{1,2}\.?(?= (?:For the purposes|[a-z]\. |The placement))")),
    ("list label", re.compile(r"(?:^|(?<=[:;.,] ))\(?\d{1,2}\)(?= )")),
)

_CODE = re.compile(r"(?<![\w.])(?:\d[A-E]\d{3}|X\.[A-E]\.[IVX]+\.\d{3})(?:\.(?:[a-z]{1,2}|\d{1,3})(?![A-Za-z]))*")
_CODE_TAIL = re.compile(r"(?<=[ ,])\.(?:[a-z]|\d{1,2})(?:\.(?:[a-z]|\d{1,2})(?![A-Za-z]))*(?![A-Za-z]|,\d)")
_CAS = re.compile(r"(?<![\d-])\d{2,7}-\s?\d{2}-\s?\d(?![\d-])")
_NUMBER = re.compile(
    r"(?<![\w.,^\x1f])(?<!\^-)(?P<sign>-)?(?P<mant>(?:\d{1,3}(?: \d{3})+|\d+)(?:[,.]\d+)?)"
    r"(?P<pow>\s?(?:×|x)\s?10(?:\^\(?|(?=-\d)|(?=\d))(?P<exp>-?\d{1,2})\)?)?"
    r"(?P<frac>/\d+(?![\d,]))?(?P<of_one>:1(?![\d:]))?(?=\D|$)"
)
_ONE_OF = re.compile(r"(?<![\w.,:])1:(\d+)(?![\d:,])(?<!:1)")
_PREFIX_UNIT = re.compile(r"\b(Mach|DN|NPS) $")
_TEN = re.compile(r"(?<![\w.,×])10(?:\^|(?=-\d\d?(?! ?[a-z%])))\(?(?P<exp>-?\d{1,2})\)?")
_LINK = re.compile(
    r"\s?(?:,? ?(?:to|and|or|up to|-|×|±|\+/-|,|by|and less than|but less than|but not exceeding|and up to"
    r"|to a maximum of|or more,? but less than|and not exceeding|or more and less than|from|o|y|a)\s?)+"
)
_DOUBLE = re.compile(r'"([^"]{2,70})"')
_SINGLE = re.compile(r"(?<![\w])'([^'\"]{2,70}?(?:'s [^'\"]{2,40})?)'(?!\w)")
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        1,
    )
} | {
    "twenty": "20",
    "thirty": "30",
    "hundred": "100",
    "half": "0.5",
    "twice": "2",
    "once": "1",
    "veinte": "20",
}
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_WORD_LIMIT = re.compile(
    r"\b(?:(?:at least|more than|less than|fewer than|exceeding|not exceeding|minimum of|maximum of) "
    rf"({'|'.join(_WORDS)})"
    rf"|({'|'.join(_WORDS)}) (?:[a-z-]+ ){{0,2}}?(?:or more|or less|or fewer|o más))\b",
    re.IGNORECASE,
)


@attrs.frozen
class Figure:
    """A number with its unit; `secondary_of` is the place of the figure that it restates in brackets.

    `limit` is what the words around it make it (`limit_word`).
    """

    value: str
    unit: str
    secondary_of: int | None = None
    limit: str | None = None


@attrs.frozen
class Reading:
    """What one paragraph prints: figures with units, bare numbers, and what the rules set aside."""

    figures: tuple[Figure, ...] = ()
    numbers: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    cas: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    terms_double: tuple[str, ...] = ()
    terms_single: tuple[str, ...] = ()


def clean(text: str) -> str:
    """One spelling of blanks, quotation marks, minus, micro and product signs."""
    for old, new in (
        ("[\u00a0\u2009\u202f\u2007]", " "), ("[“”″«»]", '"'), ("[‘’]", "'"), ("[−–—]", "-"), ("[μµ]", "u"),
        ("Â", ""), ("ﬁ", "fi"), ("[•·]", "."), (r"\*\*\*", ""), (r"\s+", " "),
        (r"(?<=\d)\s?oC\b", " °C"), (r" \(radians\)", ""), (r"\br\.p\.m\.", "rpm"), (r"/ (?=[a-z]+\^)", "/"),
        (r"kg N\^-1 h\^-1", "kg/N/h"), (r"(?<=\d)m%", " m"), (r"(\d)x10(?=\d|-)", r"\1 × 10"),
    ):  # fmt: skip
        text = re.sub(old, new, text)
    return text.strip()


def decimal(printed: str, *, dot_thousands: bool = False) -> str:
    """`1 234,5` as `1234.5`; with `dot_thousands`, `1.100` is eleven hundred."""
    printed = printed.replace(" ", "")
    if dot_thousands and re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return printed.replace(",", ".")


def _blank(match: re.Match[str]) -> str:
    return FILLER * len(match[0])


def _take_codes(text: str, own: str) -> tuple[str, tuple[str, ...]]:
    codes = [(match.start(), match[0]) for match in _CODE.finditer(text)]
    text = _CODE.sub(_blank, text)
    refs = list(codes)
    for tail in _CODE_TAIL.finditer(text):
        # in "1C350.1, .3 and .5" a tail goes on from the entry of the last full code
        before = [code for place, code in codes if place < tail.start()]
        if before:
            refs.append((tail.start(), before[-1].split(".")[0] + tail[0]))
    text = _CODE_TAIL.sub(_blank, text) if codes else text
    return text, tuple(dict.fromkeys(code for _, code in sorted(refs) if code != own))


def _take_names(text: str) -> tuple[str, list[str]]:
    loose: list[str] = []
    for _, rule in RULES:
        for match in rule.finditer(text):
            loose += [decimal(number) for number in re.findall(r"\d{1,3}(?: \d{3})+|\d+(?:[.,]\d+)?", match[0])]
        text = rule.sub(_blank, text)
    return text, loose


@attrs.define
class _Token:
    start: int
    end: int
    value: str
    unit: str = ""


def _tokens(text: str, *, dot_thousands: bool) -> list[_Token]:
    """Numbers with the unit printed straight after them; places in `text`."""
    found: list[_Token] = []
    found += [_Token(match.start(), match.end(), f"1/{match[1]}", "ratio") for match in _ONE_OF.finditer(text)]
    small = [(token.start, token.end) for token in found]
    for match in _NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in small):
            continue
        value = decimal(match["mant"], dot_thousands=dot_thousands) + (match["frac"] or "")
        if match["pow"]:
            value += f" x 10^{match['exp']}"
        ranged = match["sign"] and re.search(r"[\d%] ?$", text[: match.start()])
        lone = None if match["pow"] else _TEN.match(text, match.start())
        if lone:
            found.append(_Token(lone.start(), lone.end(), f"1 x 10^{lone['exp']}"))
        elif any(token.start <= match.start() < token.end for token in found[-2:]):
            continue
        elif match["of_one"]:
            found.append(_Token(match.start(), match.end(), value, "ratio"))
        else:
            found.append(_Token(match.start(), match.end(), value if ranged or not match["sign"] else "-" + value))
    found.sort(key=lambda token: token.start)
    for token in found:
        prefix = _PREFIX_UNIT.search(text, 0, token.start)
        if prefix:
            token.unit = prefix[1]
        if token.unit:
            continue
        unit = UNIT.match(text, token.end)
        if unit and unit[0]:
            token.unit, token.end = canonical_unit(unit[0].strip()), unit.end()
    return found


def _lend_units(text: str, tokens: list[_Token]) -> None:
    """In `2,7 to 2,9 GHz` and `120 × 50 mm` the last unit is meant for every number of the chain."""
    for left, right in reversed(list(itertools.pairwise(tokens))):
        if right.unit and not left.unit and _LINK.fullmatch(text[left.end : right.start]):
            left.unit = right.unit


def _secondary(text: str, tokens: list[_Token], place: int) -> int | None:
    """The place of the figure that this one restates in brackets, `398 K (125 °C)`, or None.

    Only figures of one dimension in two units restate each other: a temperature after a mass is a condition.
    """
    opening = text.rfind("(", 0, tokens[place].start)
    if opening < 0 or ")" in text[opening : tokens[place].start]:
        return None
    outside = [index for index, token in enumerate(tokens) if token.start < opening and token.unit]
    inside = [index for index, token in enumerate(tokens) if token.start > opening and token.unit]
    inside = [index for index in inside if ")" not in text[opening : tokens[index].start]]
    if not outside or opening - tokens[outside[-1]].end > 12:
        return None
    partners = outside[-len(inside) :] if len(outside) >= len(inside) else outside[-1:] * len(inside)
    partner = partners[inside.index(place)]
    first, second = tokens[partner].unit, tokens[place].unit
    if first == second or dimension(first) != dimension(second) or dimension(first) is None:
        return None
    return partner if same_length(tokens[partner].value, first, tokens[place].value, second) else None


# what stands straight before or straight after a figure and makes it a limit; the first that fits counts
_SMALLER = r"(?:less|lower|smaller|shorter|finer|better|fewer|narrower)(?: \((?:better|lower|finer|less)\))?"
_LARGER = r"(?:greater|more|higher|longer|larger|wider|faster)"
_BEFORE = (
    (
        "at_most",
        (
            r"(?:(?:not|does not|do not) exceed(?:ing)?|no[nt]? (?:more|greater|higher) than|up to"
            r"|no dimension greater than"
            rf"|equal to or {_SMALLER} than|{_SMALLER} than or equal to|at most|maximum of)"
        ),
    ),
    (
        "at_least",
        (
            rf"(?:not (?:less|lower) than|at or above|equal to or (?:{_LARGER}|above|exceeding)(?: than)?"
            rf"|{_LARGER} than or equal to|at least|minimum of)"
        ),
    ),
    ("above", rf"(?:exceeding|exceeds?|{_LARGER} than|in excess of|above|over)"),
    ("below", rf"(?:{_SMALLER} than|below|under)"),
)
_AFTER = (
    ("at_least", r"or (?:more|greater|higher|above|longer|larger|wider|faster|worse)\b"),
    ("at_most", r"or (?:less|lower|below|smaller|shorter|better|finer|narrower|fewer)\b"),
)


def limit_word(text: str, start: int, end: int) -> str | None:
    """Which kind of limit the words around a figure make it: above, at_least, below, at_most, or None."""
    before, after = text[max(0, start - 60) : start], text[end : end + 30]
    for limit, words in _BEFORE:
        if re.search(rf"(?i)\b{words}(?: an?| the)? ?[±+]? ?$", before):
            return limit
    for limit, words in _AFTER:
        if re.match(rf"(?i) ?(?:\([^)]*\) ?)?{words}", after):
            return limit
    return None


def scan(text: str, own_code: str = "", *, dot_thousands: bool = False) -> Reading:
    """Read one paragraph; `own_code` is left out of the references."""
    text = clean(text)
    doubles, singles = _DOUBLE.findall(text), _SINGLE.findall(text)
    cas = tuple(dict.fromkeys(re.sub(r"\s", "", match[0]) for match in _CAS.finditer(text)))
    masked, refs = _take_codes(_CAS.sub(_blank, text), own_code)
    masked, loose = _take_names(masked)
    tokens = _tokens(masked, dot_thousands=dot_thousands)
    _lend_units(masked, tokens)
    figures: list[Figure] = []
    numbers: list[str] = []
    places: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if not token.unit:
            numbers.append(token.value)
            continue
        other = _secondary(masked, tokens, place)
        places[place] = len(figures)
        limit = limit_word(masked, token.start, token.end)
        figures.append(Figure(token.value, token.unit, places.get(other) if other is not None else None, limit))
    for match in _WORD_LIMIT.finditer(masked):
        word = (match[1] or match[2]).lower()
        # "one or more" and "at least one" only say that there is one: no limit to compare
        if word != "one" or match[0].lower().startswith("more than"):
            numbers.append(_WORDS[word])
    loose += [_WORDS[match[1].lower()] for match in _WORD.finditer(masked)]
    # places of restated figures count every figure, so a list with such places keeps its doubles
    restating = any(figure.secondary_of is not None for figure in figures)
    return Reading(
        tuple(figures) if restating else tuple(dict.fromkeys(figures)),
        tuple(dict.fromkeys(numbers)),
        tuple(dict.fromkeys(loose)),
        cas,
        refs,
        tuple(dict.fromkeys(term.strip(" ,") for term in doubles)),
        tuple(dict.fromkeys(term.strip(" ,") for term in singles)),
    )
