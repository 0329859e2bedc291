"""分值合计不是 100 分。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

各项指标的分值和预算执行的分值合计应为 100 分，否则总分和评分等级都不可比。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 15 | 15 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

逐项核对分值，使预算执行分值与各项指标分值合计为 100 分，「总分」的分值同样填 100。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import SelfEvaluation
from xlfuncs.whole_form import counted_points

RULE = Rule(
    code="P402",
    name="points-total-not-100",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("funding.total.points", "indicators.points"),
    message={
        "sum": "分值合计 {summed} 分（含预算执行 {execution_points} 分），应为 {total} 分，相差 {difference} 分。请核对各项分值。",
        "printed": "「总分」的分值为 {points} 分，各项分值合计 {summed} 分（含预算执行 {execution_points} 分），相差 {difference} 分。请更正「总分」的分值。",
    },
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("P401", "P403"),
)


def check(filing: Filing) -> Iterator[Hit | Undecided]:
    """The sum against the policy, then the printed sum; a row with a dash has no points."""
    form, summed, total = filing.form, filing.worth.points, filing.policy.total_points
    if not form.indicators:
        return  # S116 says so
    if summed is None:
        yield Undecided(tuple(cell for cell in counted_points(form) if cell.value is None))
        return
    points = form.total_points.value
    facts = {"summed": summed, "total": total, "points": points}
    facts |= {"execution_points": filing.worth.execution.points or Decimal(0)}
    if summed != total:
        yield form.total_points, facts | {"sentence": "sum", "difference": abs(summed - total)}
    elif points is not None and points != summed:
        difference = abs(points - summed)
        yield form.total_points, facts | {"sentence": "printed", "difference": difference}
