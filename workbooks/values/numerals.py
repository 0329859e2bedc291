"""Numbers as they are typed in words: one width, Chinese numerals, 百分之九十五, 九成, 1.2万."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from workbooks.values.memory import remembered
from workbooks.values.regex import regex

CHINESE = "[零〇一二两三四五六七八九十百千万亿]"
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(?:\.[0-9]{1,8})?"
"""Longer ones are no amounts, and would not keep their digits through a division."""
SCALE = "(?:万亿|[十百千]?[万亿]|千(?![米克瓦伏卡帕赫])|百(?!分))"

# Signs that compatibility folding turns into digits or numerals: ① ² ½ ㈠ ㋀ 🄀. A ① is no 1.
_ODD = regex(
    "([\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u215f\u2189"
    "\u2460-\u249b\u24ea\u3038\u3192-\u3195\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32cb"
    "\u3358-\u3370\u3378-\u3379\u339f-\u33a6\u33a8\u33af\u33e0-\u33fe"
    "\U0001f100-\U0001f10a\U0001f214\U0001f229-\U0001f22a\U0001f241-\U0001f242])"
)
_AREAS = {"2": "平方米", "²": "平方米", "3": "立方米", "³": "立方米"}
_AREA = regex("(?<![A-Za-z])(?:(?P<kilo>k)?m(?P<power>[2²3³])(?![0-9.,])|[㎡㎥㎢])")
_SIGNED_AREAS = {"㎡": "平方米", "㎥": "立方米", "㎢": "平方公里"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_GAP = regex(r"(?<=[\d.,])\s+(?=[\d.,])")
_SHARE = regex(
    f"(?P<base>[百千万])分之(?P<part>{NUMBER}|{CHINESE}+(?:点{CHINESE}+)?)"
    f"|(?P<whole>百分百)|(?<![0-9.])(?<!{CHINESE})(?P<tenths>[1-9一二三四五六七八九])成(?=$|[以及或(])"
)
_DIGITS = "零一二三四五六七八九"
_STEPS = {"十": 10, "百": 100, "千": 1000}
_LEVELS = ((10**8, "亿"), (10**4, "万"), (1, ""))
_ONE_SPELLING = str.maketrans("两〇", "二零")


def folded(text: str) -> str:
    """A value in one width and without white space, in which no sign has become a digit.

    White space between digits stays visible as `|`: `10 20` may be two numbers.

    >>> folded("≥ ９５．５（％）"), folded("①"), folded("100㎡"), folded("10 20")
    ('≥95.5(%)', '①', '100平方米', '10|20')
    """
    seen = text.translate(_INVISIBLE).replace("℅", "%")
    parts = _ODD.split(seen) if _ODD.search(seen) else (seen,)
    text = "".join(
        part if _ODD.fullmatch(part) else unicodedata.normalize("NFKC", part) for part in parts
    )
    text = "".join(_GAP.sub("|", text).split()).replace("−", "-")
    return _AREA.sub(_area, text)


def _area(match: re.Match[str]) -> str:
    """Units with digits in them by their Chinese names, so that a unit never holds a digit."""
    if match["power"] is None:
        return _SIGNED_AREAS[match[0]]
    name = _AREAS[match["power"]]
    return name.replace("米", "公里") if match["kilo"] else name


def shares_in_digits(text: str) -> str:
    """The text with shares in words written as digits.

    >>> shares_in_digits("百分之九十五点五以上"), shares_in_digits("九成以上")
    ('95.5%以上', '90%以上')
    >>> shares_in_digits("≤万分之一"), shares_in_digits("万分之零点六")
    ('≤1‱', '0.6‱')
    """
    return _SHARE.sub(_in_digits, text)


def _in_digits(match: re.Match[str]) -> str:
    if match["whole"]:
        return "100%"
    if match["tenths"]:
        tenths = match["tenths"]
        return f"{tenths if tenths.isascii() else _DIGITS.index(tenths)}0%"
    sign = {"百": "%", "千": "‰", "万": "‱"}[match["base"]]
    if match["part"].isascii():
        return match["part"] + sign
    whole, _, decimals = match["part"].partition("点")
    number = 100 if whole == "百" and sign == "%" else chinese(whole)
    digits = [_DIGITS.find(sign) for sign in decimals.translate(_ONE_SPELLING)]
    if number is None or -1 in digits:
        return match[0]
    return f"{number}{'.' if digits else ''}{''.join(map(str, digits))}{sign}"


def chinese(text: str) -> int | None:
    """The number that Chinese numerals spell out in full; None for a colloquial or odd spelling.

    一百二 (120) and 一万二 (12000) are left alone: who reads 102 would read wrong.

    >>> chinese("三十"), chinese("两千零五十"), chinese("一亿二千万"), chinese("一百二")
    (30, 2050, 120000000, None)
    """
    spelled = text.translate(_ONE_SPELLING)
    if spelled.startswith("十"):
        spelled = "一" + spelled
    total = section = digit = 0
    for sign in spelled:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _STEPS:
            section, digit = section + digit * _STEPS[sign], 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            return None
    value = total + section + digit
    return value if value < 10**12 and _spelled(value) == spelled else None


def _spelled(value: int) -> str:
    """A number in Chinese numerals, as it is spelled in full."""
    text, rest = "", value
    for size, name in _LEVELS:
        section, rest = divmod(rest, size)
        if section:
            text += ("零" if text and section < 1000 else "") + _section(section) + name
    return text or "零"


def _section(value: int) -> str:
    text, skipped = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if text and skipped else "") + _DIGITS[digit] + name
        skipped = not digit
    return text


_SIZES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


@remembered
def scale(name: str) -> Decimal:
    """How many ones a word such as 万 or 百万 stands for.

    >>> scale("万"), scale("百万"), scale("")
    (Decimal('10000'), Decimal('1000000'), Decimal('1'))
    """
    return Decimal(10 ** sum(_SIZES[sign] for sign in name))


def digits(number: str) -> Decimal:
    """The value of digits that NUMBER matches.

    >>> digits("12,000.50")
    Decimal('12000.50')
    """
    return Decimal(number.replace(",", ""))


def times(value: Decimal, each: Decimal) -> Decimal:
    """1.2 × 10000 as 12000: what was written in 万 has no decimals that anybody wrote.

    >>> times(Decimal("1.20"), Decimal(10000)), times(Decimal("1.20"), Decimal(1))
    (Decimal('12000'), Decimal('1.20'))
    """
    if each == 1:
        return value
    product = value * each
    return product.quantize(Decimal(1)) if product == product.to_integral_value() else product
