"""Whether an actual value can be held against a target at all, and both in the target's unit."""

from __future__ import annotations

from decimal import Decimal

from workbooks.measure_words import MONEY_UNITS, TIME_UNITS
from workbooks.target import Actual, Relation, Target
from workbooks.units import one_name, same_unit

HALF = Decimal(50)
"""A bare percentage from here on is a level to reach; 5% may as well be a rate of errors."""

FAR_OFF = 10
"""An actual without unit that would be so many times the target was not meant in 万."""


def obstacle(target: Target, actual: Actual) -> str | None:
    """Why nobody can tell how an actual number stands to a target; None when one can.

    >>> from workbooks.target import read_actual, read_target
    >>> obstacle(read_target("≤2天"), read_actual("36小时"))
    '实际完成值与年度指标值的单位不同，无法测算'
    >>> obstacle(read_target("≥10场"), read_actual("12"))
    """
    t, a = target.value, actual.value
    if not target.understood:
        return "年度指标值里有数，但读不成一个明确的目标，无法测算"
    if t is None or a is None:
        return None if actual.understood else "实际完成值里有数，但读不成一个数，无法测算"
    if actual.operator not in (None, Relation.EQUAL):
        return "实际完成值带有比较符号，不是实际完成的数，无法测算"
    if units_differ(target, actual):
        return "实际完成值与年度指标值的单位不同，无法测算"
    if percent_or_ratio(target, actual):
        return "实际完成值与年度指标值只有一个写了%，不知是百分数还是小数，无法测算"
    if _assumed(target, actual) and a * target.scale >= FAR_OFF * t:
        return "年度指标值以万等计，实际完成值没有写单位，不知以什么计，无法测算"
    if _either_way(target) and in_target_unit(target, actual) != t / target.scale:
        return "年度指标值没有写比较符号，看不出应不少于还是不超过，无法测算"
    return None


def in_target_unit(target: Target, actual: Actual) -> Decimal:
    """The actual number in the unit that the target was written in: 13000 人次 is 1.3 万人次.

    An actual without a unit is in the target's.

    >>> from workbooks.target import read_actual, read_target
    >>> in_target_unit(read_target("≤50(万元)"), read_actual("452000元"))
    Decimal('45.2')
    >>> in_target_unit(read_target("≤50(万元)"), read_actual("45.2"))
    Decimal('45.2')
    """
    assert actual.value is not None
    return actual.value if _assumed(target, actual) else actual.value / target.scale


def above_whole(amount: Target | Actual, unit: str) -> bool:
    """Whether an amount in this unit is more than 100 %.

    >>> from workbooks.target import read_actual
    >>> above_whole(read_actual("105"), "%"), above_whole(read_actual("105分"), "分")
    (True, False)
    """
    return unit == "%" and amount.value is not None and amount.value > 100


def _assumed(target: Target, actual: Actual) -> bool:
    return target.scale != 1 and actual.scale == 1 and not actual.unit


def units_differ(target: Target, actual: Actual) -> bool:
    """Whether an actual number is in another unit than the target; 0 is 0 in any.

    >>> from workbooks.target import read_actual, read_target
    >>> units_differ(read_target("≥100人"), read_actual("120人次"))
    True
    """
    return bool(actual.value) and not same_unit(target.unit, actual.unit)


def percent_or_ratio(target: Target, actual: Actual) -> bool:
    """Whether only one of the two has a %, and the other may be a percentage as well as a ratio.

    >>> from workbooks.target import read_actual, read_target
    >>> percent_or_ratio(read_target("≥95%"), read_actual("0.96"))
    True
    """
    t, a = target.value or Decimal(0), actual.value or Decimal(0)
    if target.unit == "%" and not actual.unit:
        return 0 < a <= 1 and t >= HALF
    return actual.unit == "%" and not target.unit and 0 < t <= 1


def _either_way(target: Target) -> bool:
    """Whether a target without an operator may be a floor as well as a ceiling: 5天, 3万元, 5%."""
    if target.stated or target.relation is not Relation.AT_LEAST or target.value is None:
        return False
    counted = one_name(target.unit).split("/")[0]
    return counted in TIME_UNITS | MONEY_UNITS or (counted == "%" and target.value < HALF)
