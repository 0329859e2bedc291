"""A head word taken apart: its name, and what is said beside it in brackets or as a qualifier."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from enum import Enum

from workbooks.values import terms
from workbooks.values.dataclass import dataclass
from workbooks.values.memory import remembered
from workbooks.values.regex import regex

LONGEST = 40
"""Signs of a text that may be a head word."""


class Qualifier(Enum):
    """What a head says beside its name: which time, which stage, whose."""

    LAST_YEAR = "last-year"
    PART_OF_YEAR = "part-of-year"
    FORECAST = "forecast"
    LONG_TERM = "long-term"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class HeadWord:
    """`name` is the folded word, `base` the same without its qualifiers.

    Kept of brackets: `unit` (万元, %), `points` (50分), `years` as numbers. `typed` tells whether
    the text is written as somebody's value would be (digits that are no year).
    """

    name: str
    base: str
    qualifiers: frozenset[Qualifier]
    years: tuple[int, ...]
    unit: str
    points: Decimal | None


_NUMBERING = regex(
    r"(?:\(?(?:[一二三四五六七八九十]{1,3}|[A-H]|[IVX]{1,4})\)?[、.)]|\(?\d{1,2}(?:[、)]|\.(?!\d)))+"
)
_REMARK = regex(r"[(\[【〔{][^()\[\]【】〔〕{}]*[)\]】〕}]")
_NOTE_SIGNS = regex("[①-⑳❶-❿⓪⁰¹²³⁴-⁹]+")  # 得分①: to a note below the table
_INNER_SIGNS = str.maketrans("", "", ":*★☆#_“”\"'《》")
_ALIKE = str.maketrans("和与", "及及")
_UNIT = regex(r"(?:金额)?(?:计量)?(?:单位)?:?(亿元|万元|元|%|百分比)")
_POINTS = regex(r"(\d+(?:\.\d+)?)分(?:[*×]\S+)?$")
_YEAR = regex(r"(?<!\d)20\d\d(?=年)")
_YEARS = regex(r"(?<!\d)20\d\d年度?")

_QUALIFIERS = (
    (Qualifier.FORECAST, regex("全年预计|预计全年|年底预计|预计年底")),
    (
        Qualifier.PART_OF_YEAR,
        regex(
            r"(?:\d{1,2}月?[-—–~至到])?(?<!\d)\d{1,2}月(?:份|底|末)?|上半年|前[一二三]季度|第?[一二三四1-4]季度|截[至止]|当前|目前|半年|本期"
        ),
    ),
    (
        Qualifier.LAST_YEAR,
        regex("上一?年度?|去年|前[一二两三]?年(?![度初])|上上年|历史|往年|近[两三]年"),
    ),
    (
        Qualifier.LONG_TERM,
        regex("中长期|中期|长期|实施周期|实施期|项目周期|(?<![近前])[三五]年(?!以上)"),
    ),
    (
        Qualifier.REVIEW,
        regex(
            "财政部门?(?:审核|复核|评价|审定)?|财政(?:审核|复核|评价|审定|评审|局)|主管部门(?:审核|复核|评价|评审)"
            "|复核|复评|核查|抽查|评审|审核|专家|第三方|评价组|上级|核定|审定"
        ),
    ),
    (Qualifier.INITIAL, regex("年初(?:设定|批复|申报|预期)?|调整前|初始|原(?=指标|目标)")),
    (Qualifier.ADJUSTED, regex("调整后|(?:年中)?调整(?!数|前)|修正后|修订后|变更后")),
)
_QUALIFIED = regex("|".join(pattern.pattern for _, pattern in _QUALIFIERS))
_WHOLE_YEAR = regex(
    r"截[至止](?:20\d\d年|本年|当年)?(?:年?[底末]|年终)|(?:截[至止](?:20\d\d年)?|(?<!\d)1月?[-—–~至到])12月(?:份|底|末|31日)?"
)
_PLAIN = regex("[一-鿿]+")
_NO_NAME = regex("^[的及、/]+|[的及、/]+$")


def bare(text: str) -> str:
    """A text in one width, without white space and without signs that nobody sees.

    >>> bare("年度总\\n体目标\\u200b（Ａ）")
    '年度总体目标(A)'
    """
    name = terms.clean(text)
    if not name.isprintable():
        name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cc"))
    return name


@remembered
def head_word(text: str) -> HeadWord:
    """A text taken apart as the head of a column or a line.

    >>> head_word("*指标值（包含数字及文字描述）").name, head_word("其中：当年财政\\n拨款").name
    ('指标值', '当年财政拨款')
    >>> head_word("调整后指标值").base, head_word("二、年初预算数（万元）").unit
    ('指标值', '万元')
    >>> head_word("2023年实际完成值").years, head_word("产出指标（50分）").points
    ((2023,), Decimal('50'))
    >>> head_word("自评得分①").name
    '自评得分'
    """
    whole = bare(text if text.isalpha() else _NOTE_SIGNS.sub("", text))
    if whole.isalpha() and text.isalpha():  # as most are: nothing is said beside the name
        name = whole.removeprefix("其中").translate(_ALIKE)
        base, whole = (_WHOLE_YEAR.sub("", one) if "截" in whole else one for one in (name, whole))
        return HeadWord(name, *_unqualified(base, whole), (), "", None)
    remarks = [] if whole.isalnum() else _REMARK.findall(whole)
    name = whole
    while remarks and (shorter := _REMARK.sub("", name)) != name:
        name = shorter
    name = name.translate(_INNER_SIGNS)
    name = name if name.isalnum() else _NUMBERING.sub("", name, count=1)
    name = name.removeprefix("其中").translate(_ALIKE)
    whole = _WHOLE_YEAR.sub("", whole)
    base, qualifiers = _unqualified(_WHOLE_YEAR.sub("", _YEARS.sub("", name)), whole)
    unit = next((m[1] for one in remarks if (m := _UNIT.fullmatch(one[1:-1]))), "")
    unit = "%" if unit == "百分比" else unit
    said = [m for one in (*remarks, whole) if (m := _POINTS.match(one.strip("()")))]
    points = Decimal(said[0][1]) if said else terms.stated_points(text)
    years = tuple(int(year) for year in _YEAR.findall(whole))
    return HeadWord(name, base, qualifiers, years, unit, points)


def _unqualified(name: str, whole: str) -> tuple[str, frozenset[Qualifier]]:
    """A name without its qualifiers, and those that the whole text has."""
    found = _NONE
    if _QUALIFIED.search(whole):
        patterns = [one for one in _QUALIFIERS if one[1].search(whole)]
        found = frozenset(qualifier for qualifier, _ in patterns)
        for _, pattern in patterns:
            name = pattern.sub("", name)
    return _NO_NAME.sub("", name), found


_NONE: frozenset[Qualifier] = frozenset()


@remembered
def folded(text: str) -> str:
    """The name of a head word alone.

    >>> folded("实施单位（盖章）："), folded("偏差原因与改进措施")
    ('实施单位', '偏差原因及改进措施')
    """
    if _PLAIN.fullmatch(text):  # nine words in ten, of the vocabulary and of the forms
        return text.removeprefix("其中").translate(_ALIKE)
    return head_word(text).name
