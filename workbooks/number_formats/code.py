"""A number format code taken apart: sections, conditions, and the signs of which each is made."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from workbooks.values.dataclass import dataclass, replace
from workbooks.values.regex import regex

_MOST_SIGNS = 32
"""Signs of one section; the longest in use, of dates in words, has half as many."""
MOST = 1_000
"""Codes of one workbook; Excel itself takes some 250, and calls a file with more damaged."""
LONGEST = 255
"""Signs of a code that Excel takes; a longer one is damage, and shows a number as it is."""


class Sign(Enum):
    """What one sign of a section stands for."""

    LITERAL = "literal"
    SPACE = "space"
    FILL = "fill"
    CURRENCY = "currency"
    GENERAL = "general"
    TEXT = "text"
    DIGIT = "digit"
    POINT = "point"
    COMMA = "comma"
    PERCENT = "percent"
    EXPONENT = "exponent"
    SLASH = "slash"
    MOMENT = "moment"
    ELAPSED = "elapsed"
    HALF_DAY = "half-day"


class Token(NamedTuple):
    """One sign as it was written, and what it stands for."""

    sign: Sign
    text: str


class Kind(Enum):
    """What a section makes of a number."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    ELAPSED = "elapsed"


Condition = tuple[Callable[[Decimal, Decimal], bool], Decimal]


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its signs, and how they lay out a number.

    `scale` is the power of ten by which `%` and commas move a number; it is `resized` where commas
    took digits away, or a point that is only written (`0!.0,`). `decimals` are the digits behind
    the point. `language` and `numerals` are those of `[$-804]` and `[DBNum1]`; `signless` is set
    where all its numbers are negative and the section itself has to say so. `around` is what stands
    before and behind the digits of one like #,##0.00, which Python lays out as well.
    """

    tokens: tuple[Token, ...]
    kind: Kind
    condition: Condition | None
    language: int
    numerals: int
    scale: int = 0
    resized: bool = False
    grouped: bool = False
    decimals: int = 0
    signless: bool = False
    around: tuple[str, str] | None = None

    def has(self, *signs: Sign) -> bool:
        """Whether any sign of these kinds stands in the section."""
        return any(token.sign in signs for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Format:
    """A number format: the sections of numbers in their order, and the one of texts.

    `kind` is what all sections make of a number, and None where they differ.
    """

    code: str
    sections: tuple[Section, ...]
    text: Section | None
    kind: Kind | None

    def section(self, number: Decimal) -> Section | None:
        """The section that shows a number; None where no condition holds, and Excel shows ####."""
        for section in self.sections:
            if section.condition is None or section.condition[0](number, section.condition[1]):
                return section
        return None

    def kind_of(self, number: Decimal) -> Kind:
        """What the format makes of this number."""
        section = self.section(number)
        return Kind.NUMBER if section is None else section.kind


_GENERAL = frozenset(("", "general", "g/通用格式"))
_TOKEN = regex(
    r"""
      "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.?)
    | _(?P<space>.?)
    | \*(?P<fill>.?)
    | \[(?P<bracket>[^\]]*)\]?
    | (?P<general>general|g/通用格式)
    | (?P<half_day>am/pm|a/p|上午/下午)
    | (?P<exponent>e[+-])
    | (?P<moment>y+|m+|d+|h+|s+|e+|aaaa?)
    | (?P<digit>[0#?])
    | (?P<sign>[.,%/@;])
    | (?P<literal>.)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_SIGNS = {
    ".": Sign.POINT,
    ",": Sign.COMMA,
    "%": Sign.PERCENT,
    "/": Sign.SLASH,
    "@": Sign.TEXT,
}
_KINDS = {
    "quoted": Sign.LITERAL,
    "escaped": Sign.LITERAL,
    "literal": Sign.LITERAL,
    "space": Sign.SPACE,
    "fill": Sign.FILL,
    "general": Sign.GENERAL,
    "half_day": Sign.HALF_DAY,
    "exponent": Sign.EXPONENT,
    "moment": Sign.MOMENT,
    "digit": Sign.DIGIT,
}
_CONDITION = regex(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d*)?(?:e[+-]?\d{1,3})?)", re.IGNORECASE)
_ELAPSED = regex(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = regex(r"\$(?P<sign>.*?)(?:-(?P<language>[0-9a-f]{1,8})(?:,[^\]]*)?)?", re.I | re.S)
_NUMERALS = regex(r"dbnum([123])", re.IGNORECASE)
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_ZERO = Decimal(0)
_ANY = Token(Sign.GENERAL, "General")
_LONG_DATE, _LONG_TIME = 0xF800, 0xF400
_SYSTEM = {_LONG_DATE: 'yyyy"年"m"月"d"日"', _LONG_TIME: "h:mm:ss"}
"""What Windows shows where a code leaves date and time to it."""
_CONTENT = (Sign.DIGIT, Sign.GENERAL, Sign.MOMENT, Sign.ELAPSED, Sign.HALF_DAY)


@lru_cache(maxsize=2 * MOST)
def format_of(code: str) -> Format | None:
    """A code taken apart; None for `General`, which shows a number as it is.

    >>> format_of('0.00"%";[Red]-0%').sections[1].scale, format_of("General")
    (2, None)
    """
    if code.lower() in _GENERAL or len(code) > LONGEST:
        return None
    sections = [_section(tokens, brackets) for tokens, brackets in _split(code)][:4]
    if any(len(section.tokens) > _MOST_SIGNS for section in sections):
        return None
    text = None
    if len(sections) == 4 or (len(sections) > 1 and sections[-1].has(Sign.TEXT)):
        text = sections.pop()
    elif sections[0].has(Sign.TEXT) and not sections[0].has(*_CONTENT):
        text, sections = sections[0], [_section([_ANY], [])]  # numbers stand there as they are
    numbers = tuple(_conditioned(sections))
    kinds = {section.kind for section in numbers}
    return Format(code, numbers, text, kinds.pop() if len(kinds) == 1 else None)


def _split(code: str) -> Iterator[tuple[list[Token], list[str]]]:
    """The sections of a code: the signs of each, and what stands in its brackets."""
    tokens: list[Token] = []
    brackets: list[str] = []
    for match in _TOKEN.finditer(code):
        group, text = match.lastgroup or "literal", match[match.lastgroup or 0]
        if group == "bracket":
            brackets.append(text)
            tokens.extend(_of_bracket(text))
        elif group != "sign":
            tokens.append(Token(_KINDS[group], text))
        elif text != ";":
            tokens.append(Token(_SIGNS[text], text))
        else:
            yield tokens, brackets
            tokens, brackets = [], []
    yield tokens, brackets


def _of_bracket(text: str) -> Iterator[Token]:
    """What a bracket shows: a currency sign, or hours beyond the day."""
    currency = _CURRENCY.fullmatch(text)
    if currency and currency["sign"]:
        yield Token(Sign.CURRENCY, currency["sign"])
    elif _ELAPSED.fullmatch(text):
        yield Token(Sign.ELAPSED, text.lower())


def _section(tokens: list[Token], brackets: list[str]) -> Section:
    condition: Condition | None = None
    language = numerals = 0
    for text in brackets:
        if said := _CONDITION.fullmatch(text):
            condition = _COMPARE[said[1]], Decimal(said[2])
        elif (currency := _CURRENCY.fullmatch(text)) and currency["language"]:
            language = int(currency["language"], 16)
        else:
            counted = _NUMERALS.fullmatch(text)
            numerals = int(counted[1]) if counted else numerals
            tokens = tokens or [_ANY]  # a colour or numerals alone: a number as it is
    if language in _SYSTEM:
        tokens = next(_split(_SYSTEM[language]))[0]
    kind = _kind(tokens)
    section = Section(
        tokens=tuple(tokens),
        kind=kind,
        condition=condition,
        language=language & 0xFFFF,
        numerals=numerals,
    )
    return section if kind is not Kind.NUMBER else _measured(section)


def _kind(tokens: list[Token]) -> Kind:
    if any(token.sign is Sign.ELAPSED for token in tokens):
        return Kind.ELAPSED
    letters = {token.text[0].lower() for token in tokens if token.sign is Sign.MOMENT}
    has_time = bool(letters & {"h", "s"}) or any(one.sign is Sign.HALF_DAY for one in tokens)
    has_date = bool(letters & {"y", "d", "e", "a"}) or ("m" in letters and not has_time)
    if has_date:
        return Kind.DATETIME if has_time else Kind.DATE
    return Kind.TIME if has_time else Kind.NUMBER


def _joined(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Signs with literals that follow one another as one."""
    found: list[Token] = []
    for token in tokens:
        if found and token.sign is Sign.LITERAL is found[-1].sign:
            found[-1] = Token(Sign.LITERAL, found[-1].text + token.text)
        else:
            found.append(token)
    return tuple(found)


_SIMPLE = regex(r"(l*)[#,]*0(?:\.0+)?([%l]*)")
_SHORT = {
    **dict.fromkeys((Sign.LITERAL, Sign.SPACE, Sign.CURRENCY), "l"),
    Sign.POINT: ".",
    Sign.COMMA: ",",
    Sign.PERCENT: "%",
}


def _around(tokens: tuple[Token, ...]) -> tuple[str, str] | None:
    tokens = tuple(token for token in tokens if token.sign is not Sign.FILL)
    short = (t.text if t.sign is Sign.DIGIT else _SHORT.get(t.sign, "x") for t in tokens)
    simple = _SIMPLE.fullmatch("".join(short))
    if simple is None:
        return None
    said = [" " if token.sign is Sign.SPACE else token.text for token in tokens]
    return "".join(said[: simple.end(1)]), "".join(said[simple.start(2) :])


def _pointed(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], int]:
    """Signs with a point for one that is only written between digits, and the digits behind it.

    Chinese offices show 50.0万 for 500,000 by `0!.0,`: to the eye that is a point as any other.
    """
    digits = [place for place, token in enumerate(tokens) if token.sign is Sign.DIGIT]
    points = [place for place, token in enumerate(tokens) if token == (Sign.LITERAL, ".")]
    real = any(token.sign in (Sign.POINT, Sign.EXPONENT) for token in tokens)
    if real or len(points) != 1 or not digits or not digits[0] < points[0] < digits[-1]:
        return tokens, 0
    at = points[0]
    behind = sum(place > at for place in digits)
    return (*tokens[:at], Token(Sign.POINT, "."), *tokens[at + 1 :]), behind


def _measured(section: Section) -> Section:
    """The section with what its commas, percent signs and places do to a number."""
    signs, written = _pointed(_joined(section.tokens))
    digits = [place for place, token in enumerate(signs) if token.sign is Sign.DIGIT]
    point = next((place for place, token in enumerate(signs) if token.sign is Sign.POINT), None)
    end = next((place for place, token in enumerate(signs) if token.sign is Sign.EXPONENT), None)
    last = max((place for place in digits if end is None or place < end), default=-1)
    whole = [place for place in digits if place <= last and (point is None or place < point)]
    thousands = 0
    for edge in {last, max(whole, default=-1)}:
        while edge >= 0 and edge + 1 < len(signs) and signs[edge + 1].sign is Sign.COMMA:
            thousands, edge = thousands + 1, edge + 1
    inner = range(min(whole, default=0), max(whole, default=0))
    percents = sum(token.sign is Sign.PERCENT for token in signs)
    return replace(
        section,
        tokens=signs,
        scale=2 * percents - 3 * thousands - written,
        resized=thousands + written > 0,
        grouped=any(signs[place].sign is Sign.COMMA for place in inner),
        around=_around(signs),
        decimals=0 if point is None else sum(point < place <= last for place in digits),
    )


def _conditioned(sections: list[Section]) -> Iterator[Section]:
    """The sections with the conditions that Excel gives those that name none.

    Only the first writes the sign of a negative number, and not where all its numbers have it.
    """
    usual = _usual([section.condition for section in sections])
    for place, (section, condition) in enumerate(zip(sections, usual, strict=True)):
        below = condition is not None and condition[1] == 0
        negative = below and condition is not None and condition[0] in (operator.lt, operator.le)
        yield replace(section, condition=condition, signless=negative or place > 0)


def _usual(said: list[Condition | None]) -> list[Condition | None]:
    positive: Condition = (operator.gt, _ZERO) if len(said) > 2 else (operator.ge, _ZERO)
    negative: Condition = (operator.lt, _ZERO)
    match said:
        case [None, None]:
            return [positive, negative]
        case [None, None, last]:
            return [positive, negative, last]
        case [first, None, last] if first is not None:
            return [first, negative, last]
    return said
