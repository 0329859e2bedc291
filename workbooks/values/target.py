"""Targets and actual values: 「≥15.00(条)」 -> Target(AT_LEAST, 15.00, 条)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from workbooks.values import terms
from workbooks.values.amounts import Amount, read_amount
from workbooks.values.dataclass import dataclass, replace
from workbooks.values.differences import is_aimed_at
from workbooks.values.memory import remembered
from workbooks.values.numerals import folded
from workbooks.values.regex import regex
from workbooks.values.relations import Relation
from workbooks.values.unclear_amounts import holds_amount
from workbooks.values.units import is_known_unit

__all__ = ["Actual", "Relation", "Target", "Tier", "read_actual", "read_target"]


class Tier(StrEnum):
    """How far a described target was met."""

    MET = "达成"
    PARTLY_MET = "部分达成"
    NOT_MET = "未达成"


@dataclass(frozen=True, slots=True)
class Target:
    """年度指标值. A described target has no value and no unit, only its `text`.

    `stated` is false where no operator was written: `985米` is then read as AT_LEAST, `0起` as
    EQUAL. `understood` is false where the text holds an amount that is not one clear bound
    (`≥约90%`, `≥10场，≥200人`): it is DESCRIBED too, and nobody may judge by it.
    `value` counts single units, `scale` tells how it was written: 1.2万人次 is 12000 人次 with
    scale 10000, and ≤50万元 is ≤500000 元. `upper` is the other end of a BETWEEN. `difference` is
    what the value is a difference of: 下降 for 能耗降低≥5%.
    """

    relation: Relation
    value: Decimal | None
    unit: str
    text: str
    stated: bool = True
    understood: bool = True
    upper: Decimal | None = None
    scale: Decimal = Decimal(1)
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Actual:
    """实际完成值: a number with its unit, or a tier, or words (`value` and `tier` both None).

    Words with an amount in them that is not one number (`约1200册`, `10场/200人`) are not
    `understood`. `operator` is what was typed as if it were a target (`≥266米`); `scale` is as in
    Target. A `difference` (下降6%, 逾期3天, 超目标20人) is not what was reached: it is no value and
    not understood, and its number is `by`.
    """

    value: Decimal | None
    unit: str
    tier: Tier | None
    text: str
    understood: bool = True
    operator: Relation | None = None
    scale: Decimal = Decimal(1)
    difference: str = ""
    by: Decimal | None = None


@remembered
def read_target(text: str) -> Target:
    """The target a text states; words that hold no amount are a described target.

    >>> read_target("≥15.00(条)").relation, read_target("≥15.00(条)").value
    (<Relation.AT_LEAST: 'AT_LEAST'>, Decimal('15.00'))
    >>> read_target("98%以上").unit, read_target("流程规范").relation.value
    ('%', 'DESCRIBED')
    >>> read_target("12月底前").understood, read_target("90%左右").understood
    (True, False)
    """
    found = read_amount(text)
    if found is None:
        return Target(Relation.DESCRIBED, None, "", text, understood=not holds_amount(text))
    unstated = Relation.AT_LEAST if found.value else Relation.EQUAL
    return Target(
        found.relation or unstated,
        found.value,
        found.unit,
        text,
        stated=found.relation is not None,
        upper=found.upper,
        scale=found.scale,
        difference=found.difference if is_aimed_at(found.difference) else "",
    )


_TIERS = {
    **dict.fromkeys(terms.MET_WORDS, Tier.MET),
    **dict.fromkeys(terms.PARTLY_MET_WORDS, Tier.PARTLY_MET),
    **dict.fromkeys(terms.NOT_MET_WORDS, Tier.NOT_MET),
}


@remembered
def read_actual(text: str) -> Actual:
    """The value a text states: a number, a tier, or words.

    >>> read_actual("5.00(工作\\n日)").value, read_actual("5.00(工作\\n日)").unit
    (Decimal('5.00'), '工作日')
    >>> read_actual("达成指标").tier.value, read_actual("约1200余册").understood
    ('达成', False)
    >>> read_actual("10950元/公里（详见台账）").unit, read_actual("3台(套)").unit
    ('元/公里', '台(套)')
    >>> read_actual("32期（含线上5期）").value, read_actual("94.6%（1523人）").unit
    (Decimal('32'), '%')
    >>> read_actual("≥266米").operator.value, read_actual("达到95%").operator
    ('AT_LEAST', None)
    """
    found = read_amount(text)
    if found is None or _LONG_BRACKET.search(found.unit):
        found = _without_remark(text) or found
    if found is not None and found.upper is None:
        operator = None if found.reached else found.relation
        told = Actual(found.value, found.unit, None, text, operator=operator, scale=found.scale)
        if not found.difference or operator is not None:
            return told
        kind, by = found.difference, found.value
        return replace(told, value=None, understood=False, difference=kind, by=by)
    tier = _TIERS.get(terms.clean(text).rstrip("。.!"))
    return Actual(None, "", tier, text, understood=found is None and not holds_amount(text))


_LONG_BRACKET = regex(r"\([^()]{3,}\)$")  # of 元/公里(详见台账): no 台(套)
_REMARK = regex(r"(?P<amount>[^()]*[^()\d](?:\([^()]*\))?)\((?P<remark>[^()\d]{1,30})\)")
_PARTS = regex(
    r"(?P<amount>[^()]*[^()\d])\((?P<remark>(?:其中|包?含|包括)[^()]{1,30}|\d+(?:\.\d+)?[人户家件个项份])\)"
)
_ASKED = regex(
    r"(?P<amount>[^()]*(?:[%‰分]|\([%‰分]\)))"
    r"\((?P<remark>[^()%‰]{0,12}(?:问卷|调查|样本|受访|访谈|测评|回收|收回|发放|抽查)[^()%‰]{1,40})\)"
)
_NO_PART = regex("[约近不未无没余多估预拟几每或≥≤<>=±]|计划|目标|左右|上下")
_NO_REMARK = regex(
    "[约近不未无没余多估预拟几半每或%‰≥≤<>=±零〇一二两三四五六七八九十百千万亿]|计划|目标|左右|上下|[以之][上下内]"
)


def _without_remark(text: str) -> Amount | None:
    """A complete amount before a remark: 98%（抽样调查）, 32期（含线上5期）, 95%（问卷200份）."""
    said = folded(text).rstrip("。.;；")
    match = _REMARK.fullmatch(said)
    if match is None or _NO_REMARK.search(match["remark"]) or is_known_unit(match["remark"]):
        match = _PARTS.fullmatch(said) or _ASKED.fullmatch(said)
        if match is None or _NO_PART.search(match["remark"]):
            return None
        if match["remark"][0].isdigit() and match["amount"][-1] != "%":
            return None
    found = read_amount(match["amount"])
    return found if found is not None and found.unit else None
