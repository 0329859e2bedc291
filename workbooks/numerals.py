"""Chinese numerals as clerks write them in prose: 十二, 两百三十, 一万二千, 百分之九十五."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
SIGNS = "".join((*_DIGITS, *_PLACES, *_GROUPS))


def number(text: str) -> Decimal | None:
    """The whole number that Chinese numerals spell, or None when they spell none.

    >>> number("十二"), number("两百三十"), number("一万二千零五")
    (Decimal('12'), Decimal('230'), Decimal('12005'))
    >>> number("二〇二四"), number("三五")
    (None, None)
    """
    total = group = 0
    digit: int | None = None
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            group += (1 if digit is None else digit) * _PLACES[sign]
            digit = None
        elif sign in _GROUPS:
            total += (group + (digit or 0) or 1) * _GROUPS[sign]
            group, digit = 0, None
        else:
            return None
    return Decimal(total + group + (digit or 0)) if "〇" not in text and text else None
