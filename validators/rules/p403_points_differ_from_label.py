"""一级指标注明的分值与该类指标的分值合计不一致。

## 依据

自评表一级指标栏注明的分值；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

一级指标写明「(50分)」，该类各项指标的分值就应合计为 50 分。

## 不合格

指标表只有这些行：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标(50分) | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 25 | 25 | |
| 产出指标(50分) | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 20 | 20 | |
| 产出指标(50分) | 时效指标 | 培训按期完成率 | =100(%) | 100(%) | 10 | 10 | |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥90(%) | 92(%) | 25 | 25 | |
| 满意度指标 | 服务对象满意度指标 | 参训人员满意度 | ≥90(%) | 95(%) | 10 | 10 | |

## 合格

指标表只有这些行：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标(50分) | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |
| 产出指标(50分) | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 20 | 20 | |
| 产出指标(50分) | 时效指标 | 培训按期完成率 | =100(%) | 100(%) | 10 | 10 | |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥90(%) | 92(%) | 30 | 30 | |
| 满意度指标 | 服务对象满意度指标 | 参训人员满意度 | ≥90(%) | 95(%) | 10 | 10 | |

## 怎么改

核对该类各项指标的分值；确实调整过的，同时改正一级指标注明的分值。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import SelfEvaluation
from xlfuncs.whole_form import added, stated_categories

RULE = Rule(
    code="P403",
    name="points-differ-from-label",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("indicators.category", "indicators.points"),
    message="「{category}」注明 {points} 分，该类各项指标的分值合计 {summed} 分，相差 {difference} 分。请核实分值或注明的分值。",
    source="自评表一级指标栏注明的分值；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("P402", "P404"),
)


def check(filing: Filing) -> Iterator[Hit | Undecided]:
    """一级指标 whose label states points, against the sum of its rows that have points to earn."""
    for cell, stated, points in stated_categories(filing.form):
        summed = added(point.value for point in points)
        if summed == stated:
            continue
        if summed is None:
            yield Undecided(tuple(point for point in points if point.value is None))
            continue
        facts = {"category": cell.text, "points": stated, "summed": summed}
        yield cell, facts | {"difference": abs(summed - stated)}
