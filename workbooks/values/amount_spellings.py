"""Odd spellings of an amount in the usual one: ￥50万 -> 50万元, 伍拾万元 -> 五十万元."""

from __future__ import annotations

import re

from workbooks.values import measure_words
from workbooks.values.numerals import CHINESE, NUMBER, SCALE, chinese, folded, shares_in_digits
from workbooks.values.regex import regex

BOUNDS = "|".join(
    sorted(
        map(
            re.escape,
            measure_words.AT_LEAST_WORDS
            + measure_words.AT_MOST_WORDS
            + measure_words.EQUAL_WORDS
            + measure_words.MORE_THAN_WORDS
            + measure_words.LESS_THAN_WORDS
            + measure_words.NOT_MORE_THAN_WORDS
            + measure_words.NOT_LESS_THAN_WORDS,
        ),
        key=len,
        reverse=True,
    )
)
"""Every operator, longest first."""

PERIOD = "半年|季度|个?月|年度?|季|周|日|天"
_COUNTED = "|".join(sorted(sorted(measure_words.COUNTED), key=len, reverse=True))
_INCLUSIVE = regex(
    r"\(含(?:本数|[0-9.]+[^()0-9]{0,4})?\)|(?<=分)\((?:满分|总分)为?[0-9]{1,3}分?\)|(?<=分)\([百十五0-9]{1,3}分制\)"
)
_ENCLOSED = regex(rf"[(\[【](?P<inside>(?:{BOUNDS})[^\[\]【】]{{1,30}})[)\]】]")
_BOUND_BEFORE_PER = regex(rf"(?P<sign>{BOUNDS})(?P<per>每(?:{PERIOD}))(?=[0-9]|{CHINESE})")
_PER_IN_BRACKETS = regex(rf"(?<![(/])\(每(?P<per>{PERIOD})\)$")
_PER_IN_WORDS = regex(rf"^一(?P<per>年|周|个月|天|日)(?=[0-9]|{CHINESE})")
_CURRENCY = "(?:[¥￥]|RMB|CNY|人民币)"
_BEFORE = regex(rf"{_CURRENCY}(?P<number>{NUMBER}(?:{SCALE})?)(?:元|圆)?(?=$|[以之及或和左内/])")
_AFTER = regex(
    rf"(?P<number>{NUMBER}(?:{SCALE})?)(?:[元圆]人民币|人民币元?|RMB|CNY)(?=$|[以之及或和左内/])"
)
_SIGN_OF_MONEY = regex(rf"{_CURRENCY}(?=[0-9.,]+(?:{SCALE})?(?:\([万亿]?元\)|元))")
_PER_100000 = regex(
    rf"(?P<number>{NUMBER})(?:\((?:例|人)?/|(?:例|人)?/\(?)(?:10万|100000|十万)(?:人口?|活产儿?)?\)?"
    r"(?=$|以[上下内])"
)
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_FORMALLY = regex(rf"(?=[零万亿]?[{_FORMAL}])[{_FORMAL}零万亿]+(?=[元圆次场个件份项人])")
_PLAIN = str.maketrans(_FORMAL, "一二三四五六七八九十百千")
_SPAN = regex(
    rf"(?<!{CHINESE})(?P<low>{CHINESE}{{1,8}})[到至~—-](?P<high>{CHINESE}{{1,8}})(?={_COUNTED})"
)


def respelled(text: str) -> str:
    """A value in one width and without white space, odd spellings of an amount in the usual one.

    >>> respelled("RMB50万"), respelled("伍拾万元整"), respelled("三到五次")
    ('50万元', '五十万元', '3-5次')
    >>> respelled("≤10/10万"), respelled("18.5（/10万）")
    ('≤10例/十万', '18.5例/十万')
    >>> respelled("至少每天2条"), respelled("1次（每年）"), respelled("【≥95%】，")
    ('每天至少2条', '1次/年', '≥95%')
    """
    spelled = shares_in_digits(_INCLUSIVE.sub("", folded(text)))
    spelled = spelled.strip('"“”').rstrip("。.;；、,")
    if match := _ENCLOSED.fullmatch(spelled):
        spelled = match["inside"]
    spelled = _PER_100000.sub(r"\g<number>例/十万", spelled)
    spelled = _FORMALLY.sub(lambda match: match[0].translate(_PLAIN), spelled)
    spelled = _SPAN.sub(_span, _in_yuan(spelled))
    spelled = _PER_IN_WORDS.sub(r"每\g<per>", _PER_IN_BRACKETS.sub(r"/\g<per>", spelled))
    return _BOUND_BEFORE_PER.sub(r"\g<per>\g<sign>", spelled)


def _in_yuan(text: str) -> str:
    """The text with money in 元, whatever stands for 人民币 before or after the number."""
    text = _AFTER.sub(r"\g<number>元", _BEFORE.sub(r"\g<number>元", text.removesuffix("整")))
    return _SIGN_OF_MONEY.sub("", text).replace("圆", "元")


def _span(match: re.Match[str]) -> str:
    """三到五 as 3-5; 五到十万 may begin at 5 or at 50000, and is left alone."""
    low, high = chinese(match["low"]), chinese(match["high"])
    last = match["high"][-1]
    alike = (
        match["low"].endswith(last) if last in "万亿" else last not in "百千" or (low or 0) >= 10
    )
    return match[0] if low is None or high is None or not alike else f"{low}-{high}"
