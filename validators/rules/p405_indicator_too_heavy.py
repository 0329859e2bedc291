"""单个指标的分值过重。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

一个指标占分过重，总分就几乎只由它决定，其他目标完成得好坏看不出来。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 40 | 40 | |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 5 | 5 | |
| 产出指标 | 时效指标 | 培训按期完成率 | =100(%) | 100(%) | 5 | 5 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 39 | 39 | |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 6 | 6 | |
| 产出指标 | 时效指标 | 培训按期完成率 | =100(%) | 100(%) | 5 | 5 | |

## 怎么改

把该指标拆成几项可以分别考核的指标，或把分值分给其他指标。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation

RULE = Rule(
    code="P405",
    name="indicator-too-heavy",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.points",),
    message="「{name}」的分值为 {points} 分，单个指标宜低于 {threshold} 分。建议拆分该指标，或调整分值。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("P402",),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows whose points reach the bound of the policy."""
    threshold = filing.policy.heavy_indicator
    for row, _ in filing.rows:
        points = row.points.value
        if points is not None and points >= threshold:
            yield row.points, {"name": row.called, "points": points, "threshold": threshold}
