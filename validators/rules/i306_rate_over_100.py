"""合格率、满意度一类的比率超过 100%。

## 依据

各地绩效目标审核通行口径，条款待核。

## 为什么

合格率、及时率、满意度是部分占全体的比例，最多 100%。完成率、增长率、使用率可以超过 100%，不在此列。指标值已经超过的，完成值不再提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 105(%) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 100(%) | 20 | 20 | |

## 怎么改

核对分子和分母后更正；确实可以超过 100% 的，换一个不会误解的指标名称。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import is_bounded_rate
from xlfuncs.comparing import above_whole

RULE = Rule(
    code="I306",
    name="rate-over-100",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("row.target",),
    message="「{name}」的「{label}」填的是“{text}”，超过 100%，而这类比率最多为 100%。请核实该数或指标名称。",
    source="各地绩效目标审核通行口径，条款待核",
    since="0.1.0",
    related=("I307", "N605"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Bounded rates above 100 %: the target, or else the actual, which may leave out the %."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None:
            continue
        for cell in (row.target, row.actual):
            if cell.value is not None and above_whole(cell.value, cell.value.unit or target.unit):
                if is_bounded_rate(row.name.text):
                    yield cell, {"name": row.called, "label": cell.label, "text": cell.text}
                break
