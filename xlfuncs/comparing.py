"""Whether an actual value can be held against a target at all, and both in the target's unit."""

from __future__ import annotations

from decimal import Decimal

from workbooks.values.amounts import read_amount
from workbooks.values.clauses import figure_in
from workbooks.values.dataclass import replace
from workbooks.values.differences import LESS, MORE
from workbooks.values.measure_words import FAULT_WORDS, MONEY_UNITS, TIME_UNITS
from workbooks.values.regex import regex
from workbooks.values.target import Actual, Relation, Target, Tier
from workbooks.values.terms import clean
from workbooks.values.units import one_name, same_unit

PERCENT = frozenset(("%", "百分点"))
"""Units of a hundredth."""

_SIGNS = frozenset("≥≧≤≦<>⩾⩽")

HALF = Decimal(50)
"""A bare percentage from here on is a level to reach; 5% may as well be a rate of errors."""

FAR_OFF = 10
"""An actual without unit that would be so many times the target was not meant in 万."""

BARE = "年度指标值没有写比较符号，看不出应不少于还是不超过，无法测算"

_NONE = regex(
    "(?:全年|本年度?|年内|期间)?(?:均未|从未|未|没有|无)(?:再|曾)?(?:发生|出现|收到|接到|受到|产生|发现|存在)?"
    f"(?:过|任何|有效)*(?:{'|'.join(FAULT_WORDS)}|问题|情况)?(?:发生|事件|情况|现象|记录)?"
    "|(?:未|没有)(?:再|曾)?(?:发生|出现)过?[一-鿿]{1,10}|(?:无|没有)[一-鿿]{1,10}(?:发生|出现)"
)
_ALL = regex(
    "(?:已|均|均已)?(?:实现|做到)?(?:全部|全面|全员|全)(?:实现|完成)?"
    "(?:覆盖|到位|合格|达标|通过|满意|参加|参训|发放|办结|落实|整改|公开)?(?:到位)?"
)


def held(target: Target, actual: Actual) -> Actual:
    """The actual as it can be held against a measured target, where its words are as good as that.

    未发生 beside =0(起) is 0, 全覆盖 beside ≥95% is 达成, and 下降6% beside 下降≥5% is 6 %; of
    抽检4次，合格率100% beside ≥95% the percentage counts.

    >>> from workbooks.values.target import read_actual, read_target
    >>> held(read_target("=0(起)"), read_actual("未发生")).value
    Decimal('0')
    >>> held(read_target("0次"), read_actual("无险情发生")).value
    Decimal('0')
    >>> held(read_target("下降≥5%"), read_actual("下降6%")).value
    Decimal('6')
    >>> held(read_target("≤5天"), read_actual("逾期3天")).value is None
    True
    """
    if target.value is None or actual.value is not None or actual.tier is not None:
        return actual
    if actual.by is not None:
        way = _way(target, actual)
        return replace(actual, value=way * actual.by, understood=True) if way else actual
    said = clean(actual.text).rstrip("。.;!,")
    if _may_be_none(target) and said != "未" and _NONE.fullmatch(said):
        return replace(actual, value=Decimal(0), understood=True)
    if not actual.understood and (worst := _worst(target, actual)) is not None:
        return worst
    if not actual.understood and (figure := figure_in(actual.text, target.unit)) is not None:
        return figure
    if _may_be_all(target) and _ALL.fullmatch(said):
        return replace(actual, tier=Tier.MET)
    return actual


def _worst(target: Target, actual: Actual) -> Actual | None:
    """The end of a range that is nearer to missing the target, where even that has reached it.

    >>> from workbooks.values.target import read_actual, read_target
    >>> held(read_target("≤8分钟"), read_actual("6-8分钟")).value
    Decimal('8')
    >>> held(read_target("≤8分钟"), read_actual("6-9分钟")).value is None
    True
    """
    found = read_amount(actual.text)
    if found is None or found.upper is None or target.value is None:
        return None
    if not same_unit(found.unit, target.unit):
        return None
    if target.relation is Relation.AT_MOST and found.upper <= target.value:
        end = found.upper
    elif target.relation is Relation.AT_LEAST and target.stated and found.value >= target.value:
        end = found.value
    else:
        return None
    return replace(actual, value=end, unit=found.unit, scale=found.scale, understood=True)


def _way(target: Target, actual: Actual) -> int:
    """1 where an actual difference is of the target's kind, −1 of the opposite, 0 of neither."""
    kinds = (target.difference, actual.difference)
    if kinds[0] == kinds[1]:
        return 1
    grows = kinds == ("", MORE) and one_name(target.unit) in PERCENT
    if grows and (target.value or HALF) < HALF:
        return 1
    return -1 if set(kinds) == {LESS, MORE} else 0


def _may_be_none(target: Target) -> bool:
    """Whether words such as 无投诉 say 0 here: not of days or money."""
    if target.relation is Relation.EQUAL:
        return target.value == 0
    downwards = target.relation in (Relation.AT_MOST, Relation.LESS_THAN)
    return downwards and one_name(target.unit) not in TIME_UNITS | MONEY_UNITS


def _may_be_all(target: Target) -> bool:
    """Whether words such as 全覆盖 say 100 % here."""
    if target.unit != "%" or target.difference:
        return False
    upwards = target.relation in (Relation.AT_LEAST, Relation.MORE_THAN)
    return target.value == 100 or (upwards and HALF <= (target.value or HALF) < 100)


def obstacle(target: Target, actual: Actual) -> str | None:
    """Why nobody can tell how an actual number stands to a target; None when one can.

    >>> from workbooks.values.target import read_actual, read_target
    >>> obstacle(read_target("≤2天"), read_actual("36小时"))
    '实际完成值与年度指标值的单位不同，无法测算'
    >>> obstacle(read_target("≥10场"), read_actual("12"))
    """
    t, a = target.value, actual.value
    if not target.understood:
        return "年度指标值里有数，但读不成一个明确的目标，无法测算"
    if t is not None and actual.by is not None and a is None:
        return "实际完成值说的是相差、增减或打算的数，不是完成的数，无法测算"
    if t is None or a is None:
        return None if actual.understood else "实际完成值里有数，但读不成一个数，无法测算"
    if actual.operator not in (None, Relation.EQUAL) and not is_printed(target, actual):
        return "实际完成值带有比较符号，不是实际完成的数，无法测算"
    if target.difference == LESS and actual.by is None and a < 0:
        return "年度指标值说的是下降，实际完成值是负数，看不出是升是降，无法测算"
    if units_differ(target, actual):
        return "实际完成值与年度指标值的单位不同，无法测算"
    if percent_or_ratio(target, actual):
        return "实际完成值与年度指标值只有一个写了%，不知是百分数还是小数，无法测算"
    if _assumed(target, actual) and a * target.scale >= FAR_OFF * t:
        return "年度指标值以万等计，实际完成值没有写单位，不知以什么计，无法测算"
    counted, bound = in_target_unit(target, actual), t / target.scale
    if _is_bare(target) and (counted < bound or (counted > bound and may_be_ceiling(target))):
        return BARE
    return None


def is_printed(target: Target, actual: Actual) -> bool:
    """Whether an actual has just the sign of its target: some systems print it for each number.

    >>> from workbooks.values.target import read_actual, read_target
    >>> is_printed(read_target("≥10场"), read_actual("≥12场"))
    True
    >>> is_printed(read_target("≥10场"), read_actual("12场以上"))
    False
    """
    if not target.stated or actual.operator is not target.relation:
        return False
    return clean(actual.text)[:1] in _SIGNS


def in_target_unit(target: Target, actual: Actual) -> Decimal:
    """The actual number in the unit that the target was written in: 13000 人次 is 1.3 万人次.

    An actual without a unit is in the target's.

    >>> from workbooks.values.target import read_actual, read_target
    >>> in_target_unit(read_target("≤50(万元)"), read_actual("452000元"))
    Decimal('45.2')
    >>> in_target_unit(read_target("≤50(万元)"), read_actual("45.2"))
    Decimal('45.2')
    """
    assert actual.value is not None
    return actual.value if _assumed(target, actual) else actual.value / target.scale


def above_whole(amount: Target | Actual, unit: str) -> bool:
    """Whether an amount in this unit is more than 100 %.

    >>> from workbooks.values.target import read_actual
    >>> above_whole(read_actual("105"), "%"), above_whole(read_actual("105分"), "分")
    (True, False)
    """
    return unit == "%" and amount.value is not None and amount.value > 100


def _assumed(target: Target, actual: Actual) -> bool:
    return target.scale != 1 and actual.scale == 1 and not actual.unit


def units_differ(target: Target, actual: Actual) -> bool:
    """Whether an actual number is in another unit than the target; 0 is 0 in any.

    A growth of 6 个百分点 and one of 6 % are taken for the same, a level of 90 % is another thing.

    >>> from workbooks.values.target import read_actual, read_target
    >>> units_differ(read_target("≥100人"), read_actual("120人次"))
    True
    """
    if not actual.value or same_unit(target.unit, actual.unit):
        return False
    of_hundred = {one_name(target.unit), one_name(actual.unit)} <= PERCENT
    return not (of_hundred and target.value is not None and target.value < HALF)


def adds_up(target: Target, actual: Actual) -> bool:
    """Whether an actual is a whole year's and enough for what was aimed at in each month or week.

    >>> from workbooks.values.target import read_actual, read_target
    >>> adds_up(read_target("每月不少于10场"), read_actual("126场"))
    True
    >>> adds_up(read_target("每月不少于10场"), read_actual("12场"))
    False
    """
    counted, _, per = target.unit.partition("/")
    times = _IN_A_YEAR.get(one_name(per)) if per else None
    if times is None or target.value is None or actual.value is None:
        return False
    upwards = target.relation in (Relation.AT_LEAST, Relation.MORE_THAN)
    return upwards and same_unit(counted, actual.unit) and actual.value >= times * target.value


_IN_A_YEAR = {"月": 12, "季度": 4, "周": 52, "半年": 2}


def percent_or_ratio(target: Target, actual: Actual) -> bool:
    """Whether only one of the two has a %, and the other may be a percentage as well as a ratio.

    >>> from workbooks.values.target import read_actual, read_target
    >>> percent_or_ratio(read_target("≥95%"), read_actual("0.96"))
    True
    """
    t, a = target.value or Decimal(0), actual.value or Decimal(0)
    if target.unit == "%" and not actual.unit:
        return 0 < a <= 1 and t >= HALF
    return actual.unit == "%" and not target.unit and 0 < t <= 1


def _is_bare(target: Target) -> bool:
    """Whether a target has no operator that says which way it is to be met; 95% needs none."""
    if target.stated or target.relation is not Relation.AT_LEAST or target.value is None:
        return False
    return one_name(target.unit) != "%" or target.value < HALF


def may_be_ceiling(target: Target) -> bool:
    """Whether more than such a target may be worse: 5天, 3万元, 5%, 35微克/立方米; not 10场."""
    counted, *pers = one_name(target.unit).split("/")
    measured = counted in TIME_UNITS | MONEY_UNITS | {"%"}
    return measured or not set(pers) <= TIME_UNITS | {"半年"}
