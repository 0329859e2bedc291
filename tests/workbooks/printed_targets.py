"""Targets as the published forms print them: what is printed so must be read as the same again."""

from __future__ import annotations

from decimal import Decimal

from workbooks.values.target import Relation, Target

_SIGNS = {
    Relation.AT_LEAST: "≥",
    Relation.AT_MOST: "≤",
    Relation.EQUAL: "=",
    Relation.MORE_THAN: ">",
    Relation.LESS_THAN: "<",
    Relation.BETWEEN: "",
}
SCALE_NAMES = (
    (0, ""), (2, "百"), (3, "千"), (4, "万"), (5, "十万"), (6, "百万"), (7, "千万"), (8, "亿"),
    (9, "十亿"), (10, "百亿"), (11, "千亿"), (12, "万亿"),
)  # fmt: skip
_SCALES = {Decimal(10**power): name for power, name in SCALE_NAMES}


def print_target(target: Target) -> str:
    """A target as the published forms print it; read again, it is the same target.

    >>> from workbooks.values.target import read_target
    >>> print_target(read_target("不少于15.00条")), print_target(read_target("1.2万人次以上"))
    ('≥15.00(条)', '≥1.2(万人次)')
    >>> print_target(read_target("5至10天")), print_target(read_target("985米"))
    ('5-10(天)', '985(米)')
    """
    if target.value is None:
        return target.text
    sign = _SIGNS[target.relation] if target.stated else ""
    numbers = (target.value,) if target.upper is None else (target.value, target.upper)
    printed = "-".join(format(number / target.scale, "f") for number in numbers)
    unit = _SCALES[target.scale] + target.unit
    said = f"{target.difference}{sign}{printed}"
    return f"{said}({unit})" if unit else said
