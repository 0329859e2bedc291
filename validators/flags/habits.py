"""K01, K02, K05 to K09: what most of a unit's forms do, and the batch's do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from validators.across.extract import Extract, KeptRow
from validators.across.row_pairs import is_upwards, same_target, surely_same
from workbooks.prose.indicator_names import is_hollow
from workbooks.values.dataclass import dataclass
from workbooks.values.target import read_actual
from workbooks.values.units import same_unit

_HIGH = Decimal(99)
_HEAPS = frozenset(map(Decimal, (95, 98, 100)))
_FEW_ROWS = 3
_HALF = Decimal("0.5")
_FAR = Decimal("0.05")
_FULL = Decimal(100)
_AGAIN = Decimal("1.5")

Trial = Callable[[Extract], bool | None]
"""Whether a form does it; None where it cannot be told, and the form does not count."""

YearTrial = Callable[[Extract, Extract], bool | None]
"""The same of a form beside last year's."""


@dataclass(frozen=True, slots=True)
class FlagKind:
    """`does` says what a form does, after 份; `otherwise` what else could explain it."""

    code: str
    name: str
    does: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Habit(FlagKind):
    """What one form shows."""

    trial: Trial


@dataclass(frozen=True, slots=True)
class YearHabit(FlagKind):
    """What a form shows beside last year's."""

    trial: YearTrial


def _total_high(form: Extract) -> bool | None:
    return None if form.total is None else form.total >= _HIGH


def _only_execution(form: Extract) -> bool | None:
    """Of a form that lost points: whether only 预算执行 did."""
    points, score = form.execution_points, form.execution_score
    if points is None or score is None:
        return None
    rows = [row for row in form.rows if row.points is not None and row.score is not None]
    lost = [row for row in rows if row.score < row.points]  # type: ignore[operator]
    if not rows or not (lost or score < points):
        return None
    return not lost


def quantities(form: Extract) -> Iterator[tuple[KeptRow, Decimal]]:
    """The rows that count things, no costs and no shares, with the actual, which is not 0."""
    for row, actual in _measured(form):
        things = is_upwards(row) and row.unit not in ("%", "‰", "")
        if things and actual > 0 and "成本" not in row.category + row.subcategory:
            yield row, actual


def _measured(form: Extract) -> list[tuple[KeptRow, Decimal]]:
    """The rows with a number as target and as actual, and the actual."""
    found = ((row, read_actual(row.actual)) for row in form.rows if row.value is not None)
    return [
        (row, actual.value)
        for row, actual in found
        if actual.value is not None and same_unit(row.unit, actual.unit)
    ]


def _exactly_on_target(form: Extract) -> bool | None:
    rows = _measured(form)
    return None if len(rows) < _FEW_ROWS else all(row.value == actual for row, actual in rows)


def _on_heaps(form: Extract) -> bool | None:
    shares = [actual for row, actual in _measured(form) if "%" in (row.unit, row.actual[-1:])]
    return None if len(shares) < _FEW_ROWS else all(share in _HEAPS for share in shares)


def _results_above_spending(form: Extract) -> bool | None:
    """By a production system's measure: (得分/90 − 执行得分/10) ÷ (得分/90) above 5 %."""
    points, score = form.execution_points, form.execution_score
    rows = [row for row in form.rows if row.points is not None and row.score is not None]
    full = sum((row.points or Decimal(0) for row in rows), Decimal(0))
    earned = sum((row.score or Decimal(0) for row in rows), Decimal(0))
    if not points or score is None or not full or not earned:
        return None
    results = earned / full
    return (results - score / points) / results > _FAR


def _without_risk(form: Extract) -> bool | None:
    """Whether half of the points stand on a full share to be reached, or on words alone."""
    rows = [(row, row.points) for row in form.rows if row.points is not None]
    full = sum((points for _, points in rows), Decimal(0))
    if not full:
        return None
    safe = sum((points for row, points in rows if _is_safe(row)), Decimal(0))
    return safe / full >= _HALF


def _is_safe(row: KeptRow) -> bool:
    return is_hollow(row.name) or (row.value == _FULL and row.unit == "%") or row.value is None


HABITS = (
    Habit(
        "K01", "totals-high", "自评总分不低于 99 分",
        "项目确实都完成了；同类项目容易得高分；该单位的表由一个人按同一口径填。",
        _total_high,
    ),
    Habit(
        "K02", "only-execution-deducted", "扣了分，但只扣预算执行分，指标都是满分",
        "指标确实都完成了，只是资金没有支完；资金年底才下达。",
        _only_execution,
    ),
    Habit(
        "K06", "actual-equals-target", "能比的指标（三项以上）完成值都与指标值一模一样",
        "任务是按数量下达的，做完即止；指标值是年底按实际调整过的。",
        _exactly_on_target,
    ),
    Habit(
        "K06", "actual-heaped", "百分比（三项以上）都恰好是 95、98 或 100",
        "这些指标本来只有整数结果；抽查的份数很少。",
        _on_heaps,
    ),
    Habit(
        "K08", "results-above-spending", "指标得分率比预算执行得分率高出 5% 以上",
        "有节约；资金下达晚，任务先做了；款项次年才付。",
        _results_above_spending,
    ),
    Habit(
        "K09", "points-without-risk", "一半以上的分值在“100%”和只有文字的指标上",
        "这类项目难以量化；指标是主管部门统一定的。",
        _without_risk,
    ),
)  # fmt: skip


def _not_above_last_actual(form: Extract, last: Extract) -> bool | None:
    """Numbers of things alone: a full share cannot be passed."""
    rows = []
    for row, before in surely_same(form.rows, last.rows).same:
        reached = read_actual(before.actual)
        counted = is_upwards(row) and row.unit not in ("%", "‰", "")
        if counted and reached.value is not None and same_unit(row.unit, reached.unit):
            rows.append((row.value, reached.value))
    if len(rows) < _FEW_ROWS:
        return None
    return all(value is not None and value <= reached for value, reached in rows)


def _unchanged(form: Extract, last: Extract) -> bool | None:
    pairs = surely_same(form.rows, last.rows).same
    return None if len(pairs) < _FEW_ROWS else all(same_target(*pair) for pair in pairs)


def _dearer(form: Extract, last: Extract) -> bool | None:
    """Whether all that is counted in both years costs half as much again as last year."""
    if not form.executed or not last.executed:
        return None
    now, before = dict(quantities(form)), dict(quantities(last))
    pairs = surely_same(tuple(now), tuple(before)).same
    if not pairs:
        return None
    return all(
        form.executed / now[row] >= _AGAIN * last.executed / before[other] for row, other in pairs
    )


YEAR_HABITS = (
    YearHabit(
        "K05", "target-not-above-last-actual",
        "数量指标（三项以上）的指标值都不高于上年实际完成值",
        "任务和资金减少了；上年有一次性的任务；指标值是上级下达的。",
        _not_above_last_actual,
    ),
    YearHabit(
        "K05", "targets-unchanged", "同名的指标（三项以上）指标值与上年完全一样",
        "是每年相同的经常性工作；指标值是上级或标准规定的。",
        _unchanged,
    ),
    YearHabit(
        "K07", "unit-cost-above-last-year",
        "每件（人、次）所用的资金都比上年多一半以上",
        "标准提高了；内容变了；上年的资金不全在这个项目里。",
        _dearer,
    ),
)  # fmt: skip
