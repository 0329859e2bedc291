"""A number laid out by a section of a number format: digits, separators, exponents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from itertools import chain

from workbooks.number_formats.code import Section, Sign, Token
from workbooks.number_formats.fractions import fraction, parts_of
from workbooks.number_formats.numerals import in_numerals, in_words
from workbooks.values.regex import regex

_WIDE = Context(prec=1_200)
"""Room for 1E+308 with all the decimals that a code of 255 signs can ask for."""
_PLAIN_FROM, _PLAIN_TO = Decimal("1E-15"), Decimal("1E+21")
CONTENT = (Sign.DIGIT, Sign.GENERAL, Sign.TEXT)
_BARE_POINT = regex(r"(?<=\d)\.(?!\d)")
_AROUND = frozenset(" \u00a0-+−()（）$¥￥€,")
"""Literals that lay a number out and say nothing of their own."""
TYPED = 8
"""More decimals than these are typed by nobody: a formula gave them, and the format rounds them."""


def general(number: Decimal) -> str:
    """A number as Excel has it in its formula bar: all its digits, an exponent where it is far off.

    >>> general(Decimal("1234.50")), general(Decimal("1E+21")), general(Decimal("0"))
    ('1234.50', '1E+21', '0')
    """
    if not number or _PLAIN_FROM <= abs(number) < _PLAIN_TO:
        return format(number, "f")
    digits = number.normalize()
    exponent = digits.adjusted()
    return f"{digits.scaleb(-exponent):f}E{'+' if exponent >= 0 else '-'}{abs(exponent):02}"


def laid_out(section: Section, number: Decimal) -> str:
    """A number as Excel shows it by a section, rounded half up to the decimals it has.

    >>> from workbooks.number_formats.code import format_of
    >>> laid_out(format_of('#,##0.00"万元"').sections[0], Decimal("-1234.5"))
    '-1,234.50万元'
    """
    size = abs(number)
    if section.around is not None:
        scaled = size.scaleb(section.scale, _WIDE) if section.scale else size
        text = _decimal(section, scaled, section.decimals)
    elif section.has(Sign.GENERAL, Sign.TEXT):
        text = _general(section, size)
    elif section.has(Sign.EXPONENT):
        text = _scientific(section, size.scaleb(section.scale, _WIDE))
    elif section.has(Sign.SLASH) and (parts := parts_of(written(section))):
        text = fraction(parts, size.scaleb(section.scale, _WIDE))
    else:
        text = _decimal(section, size.scaleb(section.scale, _WIDE), section.decimals)
    return _signed(section, number, in_numerals(text, section.numerals))


def in_full(section: Section, number: Decimal) -> str:
    """The same, with every digit that somebody typed, however few the section has room for.

    Exponents and fractions give the number itself, and a sign that a section leaves out is written.

    >>> from workbooks.number_formats.code import format_of
    >>> in_full(format_of('0.00"分"').sections[0], Decimal("9.998"))
    '9.998分'
    """
    if section.around is not None:
        text = _typed_decimals(section, number)
    elif section.has(Sign.GENERAL, Sign.TEXT):
        text = _general(section, abs(number))
    elif section.has(Sign.EXPONENT) or (section.has(Sign.SLASH) and parts_of(written(section))):
        return general(number.scaleb(section.scale, _WIDE))
    else:
        text = _BARE_POINT.sub("", _typed_decimals(section, number))
    text = _signed(section, number, text)
    lost = number < 0 and not says_more(section) and not any(sign in text for sign in "-−(（")
    return f"-{text}" if lost else text


def _typed_decimals(section: Section, number: Decimal) -> str:
    """A number without its sign, with as many decimals as were typed, or as the section has."""
    scaled = abs(number)
    if section.scale:
        scaled = scaled.scaleb(section.scale, _WIDE)
    own = -int(scaled.as_tuple().exponent)
    if own > section.decimals:
        own = -int(scaled.normalize().as_tuple().exponent)
    return _decimal(section, scaled, max(section.decimals, own if own <= TYPED else 0))


@lru_cache(maxsize=512)
def says_more(section: Section) -> bool:
    """Whether a section adds to a number what a person would read: words, signs, another size."""
    literal = "".join(token.text for token in section.tokens if token.sign is Sign.LITERAL)
    return not section.has(*CONTENT) or section.resized or not _AROUND.issuperset(literal)


def written(section: Section) -> list[Token]:
    """The signs of a section that show something; only the first point is one."""
    found: list[Token] = []
    points = 0
    for token in section.tokens:
        if token.sign is Sign.SPACE:
            found.append(Token(Sign.LITERAL, " "))
        elif token.sign is Sign.POINT:
            points += 1
            found.append(token if points == 1 else Token(Sign.LITERAL, token.text))
        elif token.sign not in (Sign.FILL, Sign.COMMA):
            found.append(token)
    return found


def _signed(section: Section, number: Decimal, text: str) -> str:
    bare = section.signless or not section.has(*CONTENT)
    return text if number >= 0 or bare else f"-{text}"


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, context=_WIDE)


def _general(section: Section, number: Decimal) -> str:
    """`General` or @ among other signs: 5 is 5元, and 五元 in the numerals of `[DBNum1]`."""
    said = general(number)
    if section.numerals:
        said = in_words(said, section.numerals)
    own = (Sign.GENERAL, Sign.TEXT)
    return "".join(said if one.sign in own else one.text for one in written(section))


def _decimal(section: Section, number: Decimal, decimals: int) -> str:
    """A number without its sign; `decimals` may be more than the section has places for."""
    rounded = number
    if -int(number.as_tuple().exponent) > decimals:
        rounded = _rounded(number, decimals)
    if section.around is not None:
        start, end = section.around
        return f"{start}{rounded:{',' if section.grouped else ''}.{decimals}f}{end}"
    whole, _, part = format(rounded, f".{decimals}f").partition(".")
    tokens = written(section)
    point = next((n for n, one in enumerate(tokens) if one.sign is Sign.POINT), len(tokens))
    before, behind = tokens[:point], tokens[point + 1 :]
    own, extra = part[: section.decimals], part[section.decimals :]
    digits = whole.lstrip("0")
    if point == len(tokens):
        return filled(before, digits, grouped=section.grouped, behind=extra and f".{extra}")
    if not any(one.sign is Sign.DIGIT for one in before):
        before = [*before, Token(Sign.DIGIT, "#")]  # .00 shows 12.50 too
    return f"{filled(before, digits, grouped=section.grouped)}.{_part(behind, own, extra)}"


def filled(tokens: Sequence[Token], digits: str, *, grouped: bool = False, behind: str = "") -> str:
    """Signs with digits in their places, from the right; digits that are left over go first.

    `behind` stands right of the last digit.
    """
    pieces: list[str] = []  # from right to left
    left = list(digits)
    places = sum(one.sign is Sign.DIGIT for one in tokens)
    count = 0
    for token in reversed(tokens):
        if token.sign is not Sign.DIGIT:
            pieces.append(token.text)
            continue
        if not count:
            pieces.append(behind)
        places -= 1
        taken = [left.pop() if left else {"0": "0", "?": " "}.get(token.text, "")]
        taken += reversed(left) if places == 0 else ()
        for digit in taken:
            if grouped and digit and count and count % 3 == 0:
                pieces.append(" " if digit == " " else ",")
            pieces.append(digit)
            count += 1
    return "".join(reversed(pieces))


def _part(tokens: Sequence[Token], digits: str, extra: str) -> str:
    """The signs behind the point; zeros at the end show only where the section has a 0."""
    last = len(digits if extra else digits.rstrip("0"))
    pieces = [] if digits else [extra]
    places = chain(enumerate(digits), ((n, "") for n in range(len(digits), 10**6)))
    for token in tokens:
        if token.sign is not Sign.DIGIT:
            pieces.append(token.text)
            continue
        place, digit = next(places)
        pieces.append(digit if place < last or token.text == "0" else " " * (token.text == "?"))
        if place == len(digits) - 1:
            pieces.append(extra)
    return "".join(pieces)


def _scientific(section: Section, number: Decimal) -> str:
    """A number with an exponent, which is a multiple of the places before the point."""
    tokens = written(section)
    at = next(n for n, one in enumerate(tokens) if one.sign is Sign.EXPONENT)
    mantissa, power = tokens[:at], tokens[at + 1 :]
    point = next((n for n, one in enumerate(mantissa) if one.sign is Sign.POINT), at)
    step = max(1, sum(one.sign is Sign.DIGIT for one in mantissa[:point]))
    exponent = number.adjusted() // step * step if number else 0
    value = _rounded(number.scaleb(-exponent, _WIDE), section.decimals)
    if value and value.adjusted() >= step:
        exponent += step
        value = _rounded(number.scaleb(-exponent, _WIDE), section.decimals)
    whole, _, part = format(value, "f").partition(".")
    head = filled(mantissa[:point], whole.lstrip("0"))
    tail = f".{_part(mantissa[point + 1 :], part, '')}" if point < at else ""
    sign = tokens[at].text[1]
    shown_sign = "-" if exponent < 0 else sign.replace("-", "")
    return f"{head}{tail}E{shown_sign}{filled(power, str(abs(exponent)))}"
