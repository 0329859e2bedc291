"""One cell read: from a raw value and its shown text to a `Cell` of what a form expects there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, TypeVar

from workbooks.forms import ABSENT, Category, Cell, Possibility, State, Subcategory, Trouble
from workbooks.grid import ErrorValue, NeverCalculated, Raw
from workbooks.number_formats.shown import as_typed, decimals_of, in_full, is_percent
from workbooks.values import terms
from workbooks.values.decimals import exact, typed
from workbooks.values.memory import KEPT, LONGEST_KEPT, remembered
from workbooks.values.regex import regex
from workbooks.values.target import read_actual, read_target
from workbooks.values.units import is_known_unit

T = TypeVar("T")
Reader = Callable[[Raw, str], "T | Trouble | None"]
"""Raw value and number format -> value, or why there is none; None where words say: nothing."""


def cell(
    raw: Raw | None, number_format: str, reader: Reader[T], label: str = "", address: str = ""
) -> Cell[T]:
    """The cell that a raw value is to a reader, at its place."""
    if raw is None:
        return Cell(State.BLANK, "", None, label, address)
    kept = not isinstance(raw, str) or len(raw) <= LONGEST_KEPT
    state, text, value, trouble = (_remembered if kept else _said)(raw, number_format, reader)
    return Cell(state, text, value, label, address, trouble)


def _said(
    raw: Raw, number_format: str, reader: Reader[Any]
) -> tuple[State, str, Any, Trouble | None]:
    """What a raw value says to a reader, wherever it stands."""
    if isinstance(raw, NeverCalculated):
        return State.UNREADABLE, raw.formula or "=…", None, Trouble.NEVER_CALCULATED
    if number_format:
        raw, number_format = as_typed(raw, number_format)
    text = terms.visible(in_full(raw, number_format))
    if isinstance(raw, ErrorValue):
        return State.UNREADABLE, text, None, Trouble.ERROR_VALUE
    if not text or _is_dash(text):
        return State.BLANK, text, None, None
    value = reader(raw, number_format)
    if value is None:
        return State.BLANK, text, None, None
    if isinstance(value, Trouble):
        return State.UNREADABLE, text, None, value
    return State.READ, text, value, None


# `typed`: 1 and TRUE are equal, and say different things.
_remembered = lru_cache(maxsize=KEPT, typed=True)(_said)


def _is_dash(text: str) -> bool:
    # No dash, in whatever width, is a letter or a digit, with which nearly all texts begin.
    return not text[0].isalnum() and terms.clean(text) in terms.DASHES


def words(raw: Raw, number_format: str) -> str:
    """Any text, as shown."""
    return terms.visible(in_full(raw, number_format))


def number(raw: Raw, number_format: str) -> Decimal | Trouble | None:
    """An amount, points or a score; 无 is none.

    >>> number("144,208.00", ""), number("约90", ""), number("无", "")
    (Decimal('144208.00'), <Trouble.NOT_A_NUMBER: 'not-a-number'>, None)
    """
    if isinstance(raw, float):
        return exact(raw, decimals_of(number_format))
    if isinstance(raw, str) and terms.clean(raw) in terms.NOTHING_WORDS:
        return None
    value = typed(raw) if isinstance(raw, str) else None
    return Trouble.NOT_A_NUMBER if value is None else value


_IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_WITH_UNIT = regex("(.*?)(亿元|万元|元)")


@cache
def money(unit: str, stated: str = "") -> Reader[Decimal]:
    """A reader of amounts in a form's money unit; another may be typed behind a number.

    `stated` is what the head of the column says, where that is another unit than the form's.

    >>> money("万元")("16.19万元", ""), money("万元")("161900元", ""), money("元")("1.5万元", "")
    (Decimal('16.19'), Decimal('16.19'), Decimal('15000'))
    """

    def read(raw: Raw, number_format: str) -> Decimal | Trouble | None:
        match = _WITH_UNIT.fullmatch(terms.clean(raw)) if isinstance(raw, str) else None
        bare, typed_unit = (match[1], match[2]) if match else (raw, stated or unit)
        value = number(bare, number_format)
        if not isinstance(value, Decimal) or typed_unit == unit:
            return value
        power = _IN_YUAN[typed_unit].adjusted() - _IN_YUAN[unit].adjusted()
        moved = value.scaleb(power)
        return moved.quantize(Decimal(1)) if moved == moved.to_integral() else moved.normalize()

    return read


def points(raw: Raw, number_format: str) -> Decimal | Trouble | None:
    """分值 or 得分; 10分 is 10, and so is a weight of 10 %.

    >>> points("9.5分", ""), points("约9分", ""), points(0.4, "0%")
    (Decimal('9.5'), <Trouble.NOT_A_NUMBER: 'not-a-number'>, Decimal('40'))
    """
    if isinstance(raw, float) and is_percent(raw, number_format):
        return exact(raw, decimals_of(number_format) + 2).scaleb(2)
    if not isinstance(raw, str):
        return number(raw, number_format)
    return number(re.sub("[分%％]$", "", raw.strip()), number_format)


def percent(raw: Raw, number_format: str) -> Decimal | Trouble | None:
    """A rate under a (%) header, as a ratio: 99.00 -> 0.9900, and 1 shown as 100% -> 1.

    >>> percent("99.00", ""), percent(1.0, "0%"), percent("97.88%", "")
    (Decimal('0.9900'), Decimal('1.00'), Decimal('0.9788'))
    """
    if isinstance(raw, float):
        decimals = decimals_of(number_format)
        in_percent = is_percent(raw, number_format)
        return exact(raw, decimals + 2) if in_percent else exact(raw, decimals).scaleb(-2)
    text = terms.clean(in_full(raw, number_format))
    if text in terms.NOTHING_WORDS:
        return None
    value = typed(text.removesuffix("%"))
    return Trouble.NOT_A_NUMBER if value is None else value.scaleb(-2)


def ratio(raw: Raw, number_format: str) -> Decimal | Trouble | None:
    """A rate under a header without %: 0.99 and 1 are ratios, anything above 1.5 is in percent.

    >>> ratio(0.9974, "General"), ratio("99.74", ""), ratio("100%", "")
    (Decimal('0.9974'), Decimal('0.9974'), Decimal('1.00'))
    """
    value = number(raw, number_format)
    in_percent = isinstance(raw, float) and is_percent(raw, number_format)
    if isinstance(value, Decimal) and not in_percent and value <= Decimal("1.5"):
        return value
    return percent(raw, number_format)


def target(raw: Raw, number_format: str) -> Any:
    """年度指标值."""
    return read_target(words(raw, number_format))


def actual(raw: Raw, number_format: str) -> Any:
    """实际完成值."""
    return read_actual(words(raw, number_format))


_CERTAIN = (
    "确定能",
    "能",
    "能完成",
    "可以完成",
    "能够完成",
    "一定能",
    "肯定能",
    "能够",
    "可能性大",
)
_POSSIBLE = ("有可能", "可能", "可能完成", "有可能完成", "基本能", "不确定", "部分可能")
_IMPOSSIBLE = ("完全不可能", "不可能", "不能", "不能完成", "无法完成", "不可能完成", "确定不能")
_POSSIBILITIES = {
    **dict.fromkeys(_CERTAIN, Possibility.CERTAIN),
    **dict.fromkeys((f"{word}完成" for word in _CERTAIN), Possibility.CERTAIN),
    **dict.fromkeys(_POSSIBLE, Possibility.POSSIBLE),
    **dict.fromkeys(_IMPOSSIBLE, Possibility.IMPOSSIBLE),
}
_CHOSEN = regex(r"[√✓✔☑■●]\s*([^√✓✔☑■●□☐○()（）\s]+)|([^√✓✔☑■●□☐○()（）\s]+)[(（]\s*[√✓✔☑■●]")


def possibility(raw: Raw, number_format: str) -> Possibility:
    """完成目标可能性; of several with boxes the one that is ticked.

    >>> possibility("确定能", "").value, possibility("□确定能 ☑有可能 □完全不可能", "").value
    ('确定能', '有可能')
    >>> possibility("视情况而定", "").value
    '其他'
    """
    text = words(raw, number_format)
    chosen = _CHOSEN.search(text)
    said = terms.clean((chosen[1] or chosen[2]) if chosen else text).rstrip("。.;")
    return _POSSIBILITIES.get(said, Possibility.OTHER)


def category(raw: Raw, number_format: str) -> Category:
    """一级指标; 产出 and 产出指标 are the same, and what stands under one level belongs to it.

    >>> category("数量指标", "").value, category("项目决策", "").value
    ('产出指标', '其他')
    >>> category("效益指标→社会效益指标", "").value
    '效益指标'
    """
    name = _bare_name(words(raw, number_format))
    found = _CATEGORIES.get(terms.CATEGORY_NAMES.get(name, name))
    found = found or _ABOVE.get(subcategory(raw, number_format))
    found = found or _CATEGORIES.get(_path(raw, number_format)[0])
    told = (kind for word, kind in _BY_WORD if word in name and len(name) <= _LONGEST_LEVEL)
    return found or next(told, Category.OTHER)


def is_first_level(text: str) -> bool:
    """Whether a text names one of 一级指标: 产出指标, 项目效益, 满意度.

    >>> is_first_level("产出指标（50分）"), is_first_level("数量指标")
    (True, False)
    """
    name = _bare_name(text)
    return terms.CATEGORY_NAMES.get(name, name) in _CATEGORIES


def names_a_level(text: str) -> bool:
    """Whether a text is the name of 一级 or 二级指标, and not only speaks of it.

    >>> names_a_level("满意度指标（10分）"), names_a_level("数量指标"), names_a_level("群众满意度")
    (True, True, False)
    """
    named = terms.unpointed(terms.fold(text)).endswith("指标")
    return named or is_first_level(text) or subcategory(text, "") is not Subcategory.OTHER


def subcategory(raw: Raw, number_format: str) -> Subcategory:
    """二级指标."""
    name = _bare_name(words(raw, number_format))
    found = _SUBCATEGORIES.get(terms.SUBCATEGORY_NAMES.get(name, name))
    if found is None and (below := _path(raw, number_format)[1]):
        found = _SUBCATEGORIES.get(terms.SUBCATEGORY_NAMES.get(below, below))
    return found or Subcategory.OTHER


_BETWEEN_LEVELS = regex(r"[-—–－─/／\\→➝>＞›»|｜·•:：、,，;；()（）\n ]+")
_TWO_LEVELS = 2


def _path(raw: Raw, number_format: str) -> tuple[str, str]:
    """一级 and 二级 where one cell names both: 产出指标—数量指标; empty where it does not."""
    parts = [part for part in _BETWEEN_LEVELS.split(words(raw, number_format)) if part]
    names = [_bare_name(part) for part in parts if terms.stated_points(f"({part})") is None]
    if len(names) != _TWO_LEVELS:
        return "", ""
    first = terms.CATEGORY_NAMES.get(names[0], names[0])
    return (first, names[1]) if first in _CATEGORIES else ("", "")


_LONGEST_LEVEL = 10
_BY_WORD = (
    ("满意", Category.SATISFACTION),
    ("效益", Category.BENEFIT),
    ("产出", Category.OUTPUT),
    ("成本", Category.COST),
)
_ABOVE = {
    **dict.fromkeys(
        (Subcategory.QUANTITY, Subcategory.QUALITY, Subcategory.TIMELINESS), Category.OUTPUT
    ),
    **dict.fromkeys(
        (
            *(Subcategory.ECONOMIC, Subcategory.SOCIAL, Subcategory.ECOLOGICAL),
            Subcategory.SUSTAINABILITY,
        ),
        Category.BENEFIT,
    ),
    **dict.fromkeys(
        (
            *(Subcategory.ECONOMIC_COST, Subcategory.SOCIAL_COST, Subcategory.ECOLOGICAL_COST),
            Subcategory.COST,
        ),
        Category.COST,
    ),
    Subcategory.SERVICE_RECIPIENTS: Category.SATISFACTION,
}
_CATEGORIES = {kind.value.removesuffix("指标"): kind for kind in Category}
_SUBCATEGORIES = {kind.value.removesuffix("指标"): kind for kind in Subcategory}


@remembered
def _bare_name(text: str) -> str:
    return terms.unpointed(terms.fold(text)).removesuffix("指标")


_TICKED = regex(r"([优良中差合不格秀好]{1,3})[(（\[]\s*[√✓✔☑■●]\s*[)）\]]")


def grade(raw: Raw, number_format: str) -> str:
    """评分等级; of several with boxes the one that is ticked.

    >>> grade("优（√） 良（ ） 中（ ） 差（ ）", ""), grade("良", "")
    ('优', '良')
    """
    text = words(raw, number_format)
    ticked = _TICKED.search(text)
    return ticked[1] if ticked else text


_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_WORDED_YEAR = regex("二[〇零○Oo0][〇零○Oo0一二三四五六七八九]{2}(?=年)")


def year(text: str) -> int | None:
    """The year that a title or subtitle states.

    >>> year("（2024年度）"), year("二〇二二年度自评表"), year("填报日期：2025年1月15日")
    (2024, 2022, None)
    """
    cleaned = _WORDED_YEAR.sub(lambda match: match[0].translate(_DIGITS), terms.clean(text))
    match = (
        re.search(r"(20\d\d)年度", cleaned)
        or re.search(r"(20\d\d)年(?!\d{1,2}月)", cleaned)
        or re.search(r"(20\d\d)年1月?[-—–~至]12月", cleaned)
    )
    return int(match[1]) if match else None


_YEAR_ALONE = regex(r"[(\[]?20\d\d年度?[)\]]?")


def is_year_alone(text: str) -> bool:
    """Whether a text says a year and nothing else.

    >>> is_year_alone("（ 2024年度）"), is_year_alone("2019年培训经费绩效目标表")
    (True, False)
    """
    cleaned = _WORDED_YEAR.sub(lambda match: match[0].translate(_DIGITS), terms.clean(text))
    return _YEAR_ALONE.fullmatch(cleaned) is not None


def composed(relation: str, value: str, unit: str) -> str:
    """The target that 指标性质, 指标值 and 度量单位 state together, as one cell would.

    >>> composed("≥", "95", "%"), composed("≥", "95%", "%"), composed("定性", "合格", "")
    ('≥95(%)', '≥95%', '合格')
    """
    if not any(sign.isdigit() for sign in value):
        return value
    sign = "" if terms.clean(relation) in terms.NATURE_WORDS | terms.DASHES else relation
    plain_unit = "" if unit in terms.DASHES or value.endswith(unit) else f"({unit})"
    return f"{sign}{value}{plain_unit}"


_BARE = regex(r"[≥≤<>=≧≦＝＞＜]*\s*-?[\d,.]+")
_UNIT_AT_END = regex(r"[(（]([^()（）\d]{1,8})[)）]$")


def unit_in_name(name: str) -> str:
    """The unit in brackets at the end of a name.

    >>> unit_in_name("补助村卫生室数（个）"), unit_in_name("满意度（好差评）")
    ('个', '')
    """
    match = _UNIT_AT_END.search(name) if name.endswith((")", "）")) else None
    return match[1] if match and is_known_unit(match[1]) else ""


def joined(
    cell: Cell[Any], read: Mapping[str, Cell[Any]], which: str, unit_of_column: str
) -> Cell[Any]:
    """指标性质, 指标值 and 度量单位 as one cell."""
    parts = [read.get(f"{which}_relation"), read.get(f"{which}_unit")]
    if cell.state is not State.READ or not (unit_of_column or any(parts)):
        return cell
    broken = [c for c in parts if c and c.state is State.UNREADABLE]
    if broken:
        return broken[0]
    relation, unit = (part.text if part else "" for part in parts)
    bare = _BARE.fullmatch(cell.text) is not None
    if not (relation or unit or (unit_of_column and bare)):
        return cell
    unit_of_column = unit_of_column if bare else ""
    text = composed(relation, cell.text, unit or unit_of_column)
    return cell._replace(text=text, value=(target if which == "target" else actual)(text, ""))


def levels(said: dict[str, Any]) -> dict[str, Any]:
    """Both levels where only one column has them: 一级 = 数量指标, or no 一级 at all."""
    first, second = said.get("category", ABSENT), said.get("subcategory", ABSENT)
    path = second.state is State.BLANK and _path(first.text, "")[1]
    if first.state is State.READ and (path or second.state is State.ABSENT):
        value = subcategory(first.text, "")
        if value is not Subcategory.OTHER:
            said["subcategory"] = first._replace(value=value)
    if second.state is State.READ and first.state is State.ABSENT:
        above = category(second.text, "")
        if above is not Category.OTHER:
            said["category"] = second._replace(value=above)
    return said


def typed_cell(text: str | None, reader: Reader[T], number_format: str = "") -> Cell[T]:
    """The cell that somebody would have by typing this text; None is a blank one."""
    return cell(text, number_format, reader)
