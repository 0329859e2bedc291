"""把预算执行率又列作绩效指标。

## 依据

预算执行情况在项目资金部分单独计分；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

预算执行率已经单独计分，再列作指标就重复了，也挤占了反映产出和效果的分值。考核别的单位预算执行率的项目，不在此列。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 预算执行率 | ≥90(%) | 99(%) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训合格率 | ≥90(%) | 99(%) | 20 | 20 | |

## 怎么改

换成反映产出、效益的指标；控制支出的，写成成本指标。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import is_execution_rate

RULE = Rule(
    code="I311",
    name="execution-rate-as-indicator",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=(),
    message={
        "scored": "「{name}」与项目资金部分的执行率重复，预算执行已另计 {execution_points} 分。请核实，换成反映产出或效果的指标。",
        "declared": "「{name}」与自评时单独计分的预算执行率重复。请核实，换成反映产出或效果的指标。",
    },
    source="预算执行情况单独计分的规定；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Rows named after the rate that the form scores; not where the form does not score it."""
    form = filing.form
    match form:
        case SelfEvaluation():
            points, sentence = form.funding.total.points.value, "scored"
            if not points:
                return
        case TargetDeclaration():
            points, sentence = None, "declared"
        case MonitoringReport():
            return  # it is about what was done, and its targets stand
        case _:
            assert_never(form)
    for row, _ in filing.rows:
        if is_execution_rate(row.name.text):
            facts = {"name": row.called, "execution_points": points}
            yield row.name, facts | {"sentence": sentence}
