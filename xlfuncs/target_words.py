"""A target in the words that a clerk can check it by: ≥15.00(条) is 不少于 15 条."""

from __future__ import annotations

from workbooks.values.decimals import plain
from workbooks.values.target import Relation, Target

_WORDS = {
    Relation.AT_LEAST: "不少于",
    Relation.AT_MOST: "不超过",
    Relation.EQUAL: "等于",
    Relation.MORE_THAN: "大于",
    Relation.LESS_THAN: "小于",
}


def understood(target: Target) -> str:
    """A target in words.

    >>> from workbooks.values.target import read_target
    >>> understood(read_target("≥15.00(条)")), understood(read_target("优秀"))
    ('不少于 15 条', '定性指标，按达成程度评价')
    """
    if not target.understood:
        return "里面有数，但读不成一个明确的目标"
    if target.value is None:
        return "定性指标，按达成程度评价"
    if target.upper is not None:
        return f"{plain(target.value)} 至 {plain(target.upper)} {target.unit}".rstrip()
    bound = f"{_WORDS[target.relation]} {plain(target.value)} {target.unit}".rstrip()
    said = f"{target.difference} {bound}".lstrip()
    return said if target.stated else f"{said}（没有写比较符号）"
