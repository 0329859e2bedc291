"""Units as they are written after numbers: which are the same, and which one a text begins with."""

from __future__ import annotations

import re
from functools import lru_cache

from workbooks.values import measure_words
from workbooks.values.numerals import SCALE
from workbooks.values.regex import regex

_ONE_NAME = {name: names[0] for names in measure_words.SAME_UNITS for name in names}
_KNOWN = frozenset(measure_words.UNITS)
_IN_ANY_CASE = {unit.lower(): unit for unit in _KNOWN if unit.isascii() and len(unit) > 1}
_LONGEST = max(map(len, measure_words.UNITS))
# Between or after a number and its unit these make another amount of it, or a remark.
_DOUBTFUL = regex(
    "[约近不未无没余多前后至到和与及或的第每来几半]|左右|上下|分之|以上|以下|以内|之[内上下]"
)
_CHINESE_WORDS = regex(r"[一-鿿]{2,12}")
_RATE = regex(r"[一-鿿A-Za-z%°Ωμ()·*]{1,8}(?:/每?[一-鿿A-Za-zμ·*()]{1,10}){1,3}")
_AFTER_SHARE = regex("(?!.*(?:[约近不未无没余多的和或及与每]|左右|上下))[一-鿿]{1,6}")
_BRACKETED = regex(rf"(?!{SCALE})[^\s%‰‱()](?:[^()]|\([^()]*\))*|[%‰‱](?:/[^%‰‱()]+)?")
_COMPOUND = regex(r"([一-鿿]{1,3})\(([套次场件项个类份册本种户名位所家部])\)")


@lru_cache(maxsize=1024)
def one_name(unit: str) -> str:
    """The unit under one name; what it is counted per, in one order.

    >>> one_name("个工作日"), one_name("元/年/人"), one_name("元/(人·年)"), one_name("次/每周")
    ('工作日', '元/人/年', '元/人/年', '次/周')
    """
    unit = _IN_ANY_CASE.get(unit.lower(), unit)
    if unit in _ONE_NAME:
        return _ONE_NAME[unit]
    counted, *pers = re.split("[/·*]", unit.replace("每", "").replace("(", "").replace(")", ""))
    if pers:
        return "/".join([one_name(counted), *sorted(map(one_name, pers))])
    without_counter = unit.removeprefix("个")
    return _ONE_NAME.get(without_counter, without_counter) or unit


@lru_cache(maxsize=4096)
def same_unit(one: str, other: str) -> bool:
    """Whether two units are the same; a unit that is not written differs from none.

    A form is about one year, so that 次/年 is 次; 家(次) may be 家 as well as 家次.

    >>> same_unit("日", "天"), same_unit("次/年", "次"), same_unit("家(次)", "家")
    (True, True, True)
    >>> same_unit("人", "人次"), same_unit("天", "工作日"), same_unit("次/月", "次")
    (False, False, False)
    """
    return not one or not other or not _readings(one).isdisjoint(_readings(other))


def _readings(unit: str) -> set[str]:
    """What a unit may mean in a form of one year."""
    names = {unit}
    if match := _COMPOUND.fullmatch(unit):
        names = {match[1], match[1] + match[2]} | ({match[2]} - {"次"})
    return {one_name(name).removesuffix("/年") or name for name in names} | {one_name(unit)}


def counts_things(unit: str) -> bool:
    """Whether a unit counts things, and not time, money, shares, how often or how large.

    >>> counts_things("册"), counts_things("人次"), counts_things("次/周"), counts_things("天")
    (True, True, False, False)
    >>> counts_things("平方米")
    False
    """
    measured = measure_words.TIME_UNITS | measure_words.MONEY_UNITS | _SHARES
    measured |= measure_words.SIZE_UNITS
    return bool(unit) and "/" not in unit and one_name(unit) not in measured


_SIGNS = ("%", "‰", "‱")
_SHARES = frozenset({"%", "‰", "‱", "百分点", "分", "级", "度", "倍"})


def is_known_unit(text: str) -> bool:
    """Whether a text is a unit wherever it stands."""
    return text in _KNOWN or text in _SIGNS or bool(_RATE.fullmatch(text))


def is_unit(text: str) -> bool:
    """Whether a text in brackets after a number can be its unit; 约 or 以上 can not.

    >>> is_unit("元/人/年"), is_unit("台(套)"), is_unit("左右")
    (True, True, False)
    """
    return bool(_BRACKETED.fullmatch(text)) and not _doubtful(text)


def _doubtful(text: str) -> bool:
    return bool(_DOUBTFUL.search(text.replace("/每", "/").replace("/半年", "/年")))


def bare_unit(text: str) -> str | None:
    """The unit that words right after a number begin with; None if they are no unit or more.

    >>> bare_unit("场培训"), bare_unit("个工作日"), bare_unit("%达标"), bare_unit("次/年")
    ('场', '个工作日', '%', '次/年')
    >>> bare_unit("余册")
    """
    text = _IN_ANY_CASE.get(text.lower(), text)
    if text in ("", *_SIGNS) or text in _KNOWN:
        return text
    if _RATE.fullmatch(text) and "每" not in text.split("/")[0]:
        return None if _doubtful(text) else text
    if text[0] in _SIGNS:
        return text[0] if _AFTER_SHARE.fullmatch(text[1:]) else None
    if _DOUBTFUL.search(text):
        return None
    if text.startswith("百分比"):
        return "%" if text == "百分比" else None
    if _COMPOUND.fullmatch(text):
        return text
    for length in range(min(_LONGEST, len(text)), 0, -1):
        if text[:length] in _KNOWN and _CHINESE_WORDS.fullmatch(text[length:]):
            return text[:length]
    return text if re.fullmatch("[一-鿿]{1,4}", text) else None
