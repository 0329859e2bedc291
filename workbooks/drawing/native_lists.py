"""The words of readers as lists, each one text for one hidden cell: what formulas look up in.

What may change a number is kept out of the lists, so that a formula refuses whatever it does not
know, and never guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbooks.values import measure_words as words
from workbooks.values import terms


def _listed(items: Iterable[str]) -> str:
    """A list as one text, each item between bars.

    >>> _listed(["≥", ">="])
    '|>=|≥|'
    """
    return f"|{'|'.join(sorted(set(items)))}|"


def _unit_names() -> dict[str, str]:
    """Every unit that readers know, and its one name; 个 before it says nothing."""
    one = {name: names[0] for names in words.SAME_UNITS for name in names}
    named = {}
    for unit in dict.fromkeys((*words.UNITS, *one, "%", "‰")):
        bare = unit.removeprefix("个")
        named[unit] = one.get(unit) or one.get(bare, bare) or unit
    return named


def _in_other_cases(named: Mapping[str, str]) -> dict[str, str]:
    """KM and Kg, which readers take after digits; T is no t."""
    lettered = {unit: name for unit, name in named.items() if unit.isascii() and len(unit) > 1}
    cased: dict[str, str] = {}
    for unit, name in lettered.items():
        for spelled in {unit.lower(), unit.capitalize(), unit.upper()} - named.keys():
            cased.setdefault(spelled, name)
    return dict(sorted(cased.items()))


def _named_units() -> str:
    """Units and their names, first as they are listed, and after a double bar in other cases."""
    named = _unit_names()
    parts = [
        "".join(f"{unit}={name}|" for unit, name in some.items())
        for some in (named, _in_other_cases(named))
    ]
    return f"|{'|'.join(parts)}"


_LEVELS = words.LEVEL_WORDS - {*words.AT_LEAST_WORDS, *words.AT_MOST_WORDS}
SIGNS = {
    "at_least": (*words.AT_LEAST_WORDS, *words.NOT_LESS_THAN_WORDS),
    "at_most": (*words.AT_MOST_WORDS, *words.NOT_MORE_THAN_WORDS),
    "equal": words.EQUAL_WORDS,
    "more": words.MORE_THAN_WORDS,
    "less": words.LESS_THAN_WORDS,
}
_PERIODS = [
    "半年",
    "季度",
    "个月",
    "月",
    "年度",
    "年",
    "季",
    "周",
    "日",
    "天",
    "人",
    "场",
    "次",
    "期",
    "家",
    "户",
]
INNER = tuple(f"{unit}内" for unit in "天日时月年周秒钟")
UP, DOWN = words.UP_ENDINGS, words.DOWN_ENDINGS
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_CHANGING = (
    "未不非无没勿莫约近每超突差缺欠少余多第前后至到列位比较或和与及按于降减增升提涨扩缩压节省"
    "逾延迟晚流取剩结拟目预基将计几半另除仅只含"
)
"""What may make the number after it another one than it looks."""
_NAMING = "每约近超于较比优出目计划预期拟将基本增降减升提压缩节省逾延迟晚流失取消剩几半"
"""What may do so from further off, where an operator stands before the number."""
_DOUBT = "约近不未无没余多前后至到和与及或的第每来几半左右上下分之以币含点"
_PERCENT_DOUBT = "约近不未无没余多的和或及与每左右上下以之分点"


_MOVES = [
    f"{than}{moved}{rest}"
    for than in ("", "同比", "环比", "比上年", "较上年", "比去年", "较去年")
    for moved in (
        *("增长", "增加", "提高", "提升", "上升", "下降", "降低", "减少", "压减", "压缩"),
        *("压降", "缩减", "核减", "节约", "节省", "节支", "缩短", "降幅", "减幅", "增幅", "涨幅"),
    )
    for rest in ("", "率", "幅度", "了")
]
"""What makes of a number an amount of change, which may be aimed at: 较上年下降5%以上."""
_UNTIL = ["", *("前", "底", "底前", "底之前", "之前", "以前", "内", "末", "末前", "完成", "前完成")]
_UNTIL += ["底前完成"]
_DATES = [
    *(f"9999年{until}" for until in _UNTIL),
    *(
        f"{year}{month}{day}{until}"
        for year in ("", "9999年")
        for month in ("9月", "99月")
        for day in ("", "9日", "99日")
        for until in _UNTIL
    ),
    "第9季度",
    *(f"9{many}月-99月" for many in ("", "9")),
    *("9-99月", "9-9月", "9月-9月"),
]
"""The shapes of dates, each digit a 9: a day by which something is to be done is no amount."""


def _common() -> str:
    """The 3,755 Chinese signs in daily use, by the first level of GB 2312."""
    places = ((row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(bytes(place).decode("gb2312", "ignore") for place in places)


def _without(signs: str) -> str:
    """The common signs but these and numerals; whatever else there is in the world is refused."""
    return "".join(sign for sign in _common() if sign not in signs + _NUMERALS)


LISTS: Mapping[str, str] = {
    **{name: _listed(spelled) for name, spelled in SIGNS.items()},
    "signs": _listed({*_LEVELS, *(word for spelled in SIGNS.values() for word in spelled)}),
    "levels": _listed(words.LEVEL_WORDS),
    "reached": _listed((*words.REACHED_WORDS, *words.EQUAL_WORDS)),
    "up": _listed(words.UP_ENDINGS),
    "down": _listed(words.DOWN_ENDINGS),
    "units": _named_units(),
    "counted": _listed(words.COUNTED),
    "ceilings": _listed({*words.TIME_UNITS, *words.MONEY_UNITS, "%"}),
    "slogans": _listed(words.SLOGANS),
    "met": _listed(terms.MET_WORDS),
    "partly": _listed(terms.PARTLY_MET_WORDS),
    "missed": _listed(terms.NOT_MET_WORDS),
    "plain": _without(_CHANGING) + ":",
    "named": _without(_NAMING) + ":",
    "rates": _without("每约近超于较优出目计划预期拟将基本几半"),
    "faults": _listed(words.FAULT_WORDS),
    "periods": _listed(_PERIODS),
    "nouns": _without(_DOUBT),
    "shares": _without(_PERCENT_DOUBT),
    "moves": _listed(_MOVES),
    "dates": _listed(_DATES),
    "described": _without("几数半成分点倍") + "，。；、（）《》(),;",
}
"""The lists by their names, each for one hidden cell."""
