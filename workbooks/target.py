"""Targets and actual values: 「≥15.00(条)」 -> Target(AT_LEAST, 15.00, 条)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workbooks import terms
from workbooks.decimals import typed


class Relation(StrEnum):
    """How an actual value must stand to the target."""

    AT_LEAST = "AT_LEAST"
    AT_MOST = "AT_MOST"
    EQUAL = "EQUAL"
    MORE_THAN = "MORE_THAN"
    LESS_THAN = "LESS_THAN"
    DESCRIBED = "DESCRIBED"


class Tier(StrEnum):
    """How far a described target was met."""

    MET = "达成"
    PARTLY_MET = "部分达成"
    NOT_MET = "未达成"


@dataclass(frozen=True, slots=True)
class Target:
    """年度指标值. A described target has no value and no unit, only its `text`.

    `stated` is false where no operator was written (`985米`): it is then read as AT_LEAST.
    """

    relation: Relation
    value: Decimal | None
    unit: str
    text: str
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Actual:
    """实际完成值: a number with its unit, or a tier, or words (`value` and `tier` both None)."""

    value: Decimal | None
    unit: str
    tier: Tier | None
    text: str


_SIGNS = {
    ">=": Relation.AT_LEAST, "=>": Relation.AT_LEAST, "≥": Relation.AT_LEAST,
    "≧": Relation.AT_LEAST, "⩾": Relation.AT_LEAST, ">": Relation.MORE_THAN,
    "<=": Relation.AT_MOST, "=<": Relation.AT_MOST, "≤": Relation.AT_MOST,
    "≦": Relation.AT_MOST, "⩽": Relation.AT_MOST, "<": Relation.LESS_THAN,
    "==": Relation.EQUAL, "=": Relation.EQUAL, "═": Relation.EQUAL,
    "不少于": Relation.AT_LEAST, "不低于": Relation.AT_LEAST, "至少": Relation.AT_LEAST,
    "大于等于": Relation.AT_LEAST, "不小于": Relation.AT_LEAST, "达到": Relation.AT_LEAST,
    "不超过": Relation.AT_MOST, "不高于": Relation.AT_MOST, "不多于": Relation.AT_MOST,
    "不大于": Relation.AT_MOST, "小于等于": Relation.AT_MOST, "至多": Relation.AT_MOST,
    "控制在": Relation.AT_MOST, "大于": Relation.MORE_THAN, "超过": Relation.MORE_THAN,
    "小于": Relation.LESS_THAN, "少于": Relation.LESS_THAN, "低于": Relation.LESS_THAN,
    "等于": Relation.EQUAL,
}  # fmt: skip
_ENDINGS = {
    "以上": Relation.AT_LEAST, "及以上": Relation.AT_LEAST, "(含)以上": Relation.AT_LEAST,
    "以内": Relation.AT_MOST, "以下": Relation.AT_MOST, "及以下": Relation.AT_MOST,
    "之内": Relation.AT_MOST, "内": Relation.AT_MOST,
}  # fmt: skip

_MEASURED = re.compile(
    "(?P<sign>" + "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)) + ")?"
    r"(?P<number>[+-]?[\d,]+(?:\.\d+)?)"
    r"(?P<unit>[^\d≥≤<>=]*?)"
    "(?P<ending>" + "|".join(sorted(map(re.escape, _ENDINGS), key=len, reverse=True)) + ")?"
)
# 12月底之前, 2024年: a moment, not an amount.
_MOMENT = re.compile(r"年|月底|月份|月前|月末|日前|前$")


def _measure(text: str) -> re.Match[str] | None:
    match = _MEASURED.fullmatch(text)
    if match is None or typed(match["number"]) is None:
        return None
    unit = match["unit"]
    bracketed = unit.startswith("(") and unit.endswith(")")
    return match if bracketed or not _MOMENT.search(unit) else None


def _bare_unit(unit: str) -> str:
    return unit[1:-1] if unit.startswith("(") and unit.endswith(")") else unit


def read_target(text: str) -> Target:
    """The target a text states; words that hold no measurable amount are a described target.

    >>> read_target("≥15.00(条)").relation, read_target("≥15.00(条)").value
    (<Relation.AT_LEAST: 'AT_LEAST'>, Decimal('15.00'))
    >>> read_target("98%以上").unit, read_target("流程规范").relation.value
    ('%', 'DESCRIBED')
    """
    match = _measure(terms.clean(text))
    if match is None:
        return Target(Relation.DESCRIBED, None, "", text)
    relation = _SIGNS.get(match["sign"] or "") or _ENDINGS.get(match["ending"] or "")
    return Target(
        relation or Relation.AT_LEAST,
        typed(match["number"]),
        _bare_unit(match["unit"]),
        text,
        stated=relation is not None,
    )


def read_actual(text: str) -> Actual:
    """The value a text states: a number, a tier, or words.

    >>> read_actual("5.00(工作\\n日)")
    Actual(value=Decimal('5.00'), unit='工作日', tier=None, text='5.00(工作\\n日)')
    >>> read_actual("达成指标").tier.value
    '达成'
    """
    cleaned = terms.clean(text)
    match = _measure(cleaned)
    if match is not None and not match["sign"] and not match["ending"]:
        return Actual(typed(match["number"]), _bare_unit(match["unit"]), None, text)
    words = cleaned.rstrip("。.!")
    for tier, known in (
        (Tier.MET, terms.MET_WORDS),
        (Tier.PARTLY_MET, terms.PARTLY_MET_WORDS),
        (Tier.NOT_MET, terms.NOT_MET_WORDS),
    ):
        if words in known:
            return Actual(None, "", tier, text)
    return Actual(None, "", None, text)
