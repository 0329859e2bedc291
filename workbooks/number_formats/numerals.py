"""Numbers in Chinese numerals: what `[DBNum1]`, `[DBNum2]` and `[DBNum3]` make of digits."""

from __future__ import annotations

_DIGITS = ("", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "０１２３４５６７８９")
_STEPS = (("", "十", "百", "千"), ("", "拾", "佰", "仟"))
_GROUPS = ("", "万", "亿", "万亿", "亿亿")
_TABLES = tuple(str.maketrans("0123456789"[: len(signs)], signs) for signs in _DIGITS)


def in_numerals(text: str, kind: int) -> str:
    """A text with its digits one by one in the numerals of a kind, 0 being the usual ones.

    >>> in_numerals("2024", 1), in_numerals("12.5", 3)
    ('二〇二四', '１２.５')
    """
    return text.translate(_TABLES[kind]) if kind else text


def in_words(digits: str, kind: int) -> str:
    """A number without sign as it is spoken; full-width digits stay digits.

    >>> in_words("120", 1), in_words("10005.5", 2), in_words("0", 1)
    ('一百二十', '壹万零伍.伍', '〇')
    """
    whole, point, part = digits.partition(".")
    if kind == 3 or not whole.isdecimal() or len(whole) > 4 * len(_GROUPS):
        return in_numerals(digits, kind)
    zero = _DIGITS[kind][0]
    said = ""
    for start in range(len(whole) % 4 - 4 if len(whole) % 4 else 0, len(whole), 4):
        group = whole[max(start, 0) : start + 4]
        words = _group(group, kind)
        if said and words and (group.startswith("0") or said.endswith(zero)):
            words = zero + words
        if words:
            said += words + _GROUPS[(len(whole) - start) // 4 - 1]
    return (said or zero) + point + in_numerals(part, kind)


def _group(group: str, kind: int) -> str:
    """Up to four digits as they are spoken: 0105 is 一百〇五."""
    signs, steps = _DIGITS[kind], _STEPS[kind - 1]
    said = ""
    skipped = False
    for place, digit in enumerate(group):
        if digit == "0":
            skipped = True
            continue
        between = signs[0] if skipped and said else ""
        said += between + signs[int(digit)] + steps[len(group) - place - 1]
        skipped = False
    return said
