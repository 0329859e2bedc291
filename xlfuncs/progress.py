"""How far an indicator, or money, has come by a month of the year, and the light that shows it.

`绩效运行监控` asks in the middle of the year: what was done ÷ (the year's target × months ÷ 12).
The bounds of the lights are values of the policy (`progress_red`, `progress_yellow`,
`progress_blue`), and so is the month of a form that prints none (`monitoring_month`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from workbooks.values.dataclass import dataclass
from workbooks.values.measure_words import TIME_UNITS
from workbooks.values.target import Actual, Relation, Target
from workbooks.values.units import one_name
from xlfuncs.comparing import (
    BARE,
    HALF,
    PERCENT,
    held,
    in_target_unit,
    may_be_ceiling,
    obstacle,
)
from xlfuncs.indicator import Unjudged
from xlfuncs.policy import Policy

MONTHS = 12


class Light(StrEnum):
    """序时进度预警, from what is behind to what is ahead."""

    RED = "红"
    YELLOW = "黄"
    GREEN = "绿"
    BLUE = "蓝"


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` is a ratio: 1 is just as far as the calendar; of a ceiling (≤), the used part of it.

    None where nothing is to be divided by (≥0, =0).
    """

    share: Decimal | None
    light: Light


def progress(target: Target, actual: Actual, month: int, policy: Policy) -> Progress | Unjudged:
    """How far 年度指标值 has been reached after `month` months (1 to 12), and its light.

    Actual ÷ (target × month ÷ 12): below 60 % red, below 80 % yellow, below 120 % green, from
    there on blue. A ceiling is not spread over the year: above it red, else green. A percentage is
    held against its share of the year like a count, so that a level (满意度) comes out ahead. What
    is so much a month is a level already and not spread. Unjudged, with a Chinese reason, where
    one of the two is no number (`一般`), or they cannot be compared; a described target never can
    be. A month outside 1 to 12 is misuse: ValueError.

    Source: 通行监控口径（预算管理一体化系统序时进度预警）, 条款待核.

    >>> from workbooks.values.target import read_actual, read_target
    >>> from xlfuncs.policy import load
    >>> progress(read_target("≥24场"), read_actual("7场"), 7, load("national"))
    Progress(share=Decimal('0.5'), light=<Light.RED: '红'>)
    >>> progress(read_target("≤190万元"), read_actual("95万元"), 7, load("national"))
    Progress(share=Decimal('0.5'), light=<Light.GREEN: '绿'>)
    >>> progress(read_target("≥24场"), read_actual("一般"), 7, load("national")).reason
    '执行情况不是数，无法测算进度'
    """
    if not 1 <= month <= MONTHS:
        raise ValueError(f"month is 1 to 12, not {month}")
    actual = held(target, actual)
    reason = obstacle(target, actual)
    if reason == BARE and not may_be_ceiling(target):
        reason = None  # half of 20集 in July is no miss: more of it is better
    if reason is not None:
        return Unjudged(reason.replace("实际完成值", "执行情况"))
    if target.value is None:
        return Unjudged("年度指标值是定性的，没有数，无法测算进度")
    if actual.value is None:
        return Unjudged("执行情况不是数，无法测算进度")
    if target.value < 0:
        return Unjudged("年度指标值是负数，无法按时间进度测算")
    done = max(in_target_unit(target, actual), Decimal(0))
    return _measured(target, target.value / target.scale, done, month, policy)


def _measured(
    target: Target, bound: Decimal, done: Decimal, month: int, policy: Policy
) -> Progress:
    if target.relation in (Relation.AT_MOST, Relation.LESS_THAN):
        over = done > bound or (done == bound and target.relation is Relation.LESS_THAN)
        return Progress(done / bound if bound else None, Light.RED if over else Light.GREEN)
    if bound == 0:
        wrong = done > 0 and target.relation is Relation.EQUAL
        return Progress(None, Light.RED if wrong else Light.GREEN)
    share = _share(bound, done, MONTHS if _is_rate(target) else month)
    beyond = target.upper is not None and done > target.upper / target.scale
    return Progress(share, Light.RED if beyond else light(share, policy))


def money_progress(budget: Decimal, executed: Decimal, month: int) -> Decimal | None:
    """Executed ÷ (budget × month ÷ 12) as a ratio; None where there was no budget.

    >>> money_progress(Decimal("120.00"), Decimal("35.00"), 7)
    Decimal('0.5')
    """
    return _share(budget, executed, month) if budget > 0 else None


def light(share: Decimal, policy: Policy) -> Light:
    """The light of a share of what the calendar asks for.

    >>> from xlfuncs.policy import load
    >>> [light(Decimal(share), load("national")).value for share in ("0.59", "0.60", "0.8", "1.2")]
    ['红', '黄', '绿', '蓝']
    """
    if share < policy.progress_red:
        return Light.RED
    if share < policy.progress_yellow:
        return Light.YELLOW
    return Light.BLUE if share >= policy.progress_blue else Light.GREEN


def spread(target: Target) -> bool:
    """Whether a target is spread over the months: no ceiling, and nothing that is so much a month.

    >>> from workbooks.values.target import read_target
    >>> [spread(read_target(text)) for text in ("≥24场", "≤190万元", "10场/月")]
    [True, False, False]
    """
    return target.relation not in (Relation.AT_MOST, Relation.LESS_THAN) and not _is_rate(target)


def will_be_met(rows: Sequence[tuple[Target | None, Actual | None]]) -> list[bool]:
    """Of each row's 年度指标值 and 全年预计, whether a forecast of 100 % says: it will be met.

    Some fill the column in with what the indicator will come to, some with how much of it will be
    done. 100 % or more beside ≤5%, or beside a bare 200, is the second. Beside ≤60% or ≥120% it
    may be either, and the column tells: other rows have it beside 20集 or 优秀. What is below
    100 % falls short either way, and None is a cell without a value.

    >>> from workbooks.values.target import read_actual, read_target
    >>> def told(*targets, forecast="100%"):
    ...     return will_be_met([(read_target(text), read_actual(forecast)) for text in targets])
    >>> told("≤5%"), told("≤5%", forecast="95%"), told("≥200"), told("≤60%")
    ([True], [False], [True], [False])
    >>> told("≤60%", "20集"), told("≤60%", "优秀"), told("≤60%", "≥95%")
    ([True, True], [True, True], [False, False])
    """
    whole = [target if _is_whole(forecast) else None for target, forecast in rows]
    by_column = any(map(_is_counted, whole))
    return [one is not None and (by_column or _is_no_level(one)) for one in whole]


def _is_whole(forecast: Actual | None) -> bool:
    return forecast is not None and forecast.unit == "%" and (forecast.value or 0) >= 100


def _is_counted(target: Target | None) -> bool:
    """Whether 100 % cannot be the value of an indicator: it is counted, or told in words."""
    if target is None or not target.understood:
        return False
    return target.value is None or one_name(target.unit) not in {"", *PERCENT}


def _is_no_level(target: Target) -> bool:
    """Whether a target, if it is a percentage, is none that one comes to 100 % of."""
    if target.value is None:
        return False
    return target.value < HALF or (not target.unit and target.value > 100)


def _share(whole: Decimal, done: Decimal, month: int) -> Decimal:
    return done * MONTHS / (whole * month)


_OFTEN = (TIME_UNITS | {"半年"}) - {"年"}  # 12次/年 is what the year asks for


def _is_rate(target: Target) -> bool:
    """Whether a target is so much in each month, which is a level and not spread: 10场/月."""
    _, _, per = target.unit.partition("/")
    return bool(per) and one_name(per) in _OFTEN
