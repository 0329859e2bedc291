"""年度目标或完成情况空着。

## 依据

自评表「预期目标」「实际完成情况」和申报表「年度总体目标」的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。申报表的「项目总目标」不要求：公开的五份申报表都没有填写。

## 为什么

没有目标就无从判断指标是否合适，没有完成情况就无从核对得分。

## 不合格

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | （空） |

## 合格

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年业务培训已按计划办完，窗口人员的业务能力得到提高。 |

## 怎么改

在该栏目下面一格写明目标或完成情况。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Cell, MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S102",
    name="goal-missing",
    severity=Severity.ERROR,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="「{label}」没有填写。请补填后再报送。",
    source="目标栏目的填写要求；上海市市场监督管理局行政服务中心公开的2024年度自评表、2025年度申报表",
    since="0.1.0",
    related=("S101",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Each goal or outcome left blank; 项目总目标 may be."""
    form = filing.form
    goals: tuple[Cell[str], ...]
    match form:
        case SelfEvaluation():
            goals = (form.expected_goal, form.actual_outcome)
        case TargetDeclaration():
            goals = (form.annual_goal,)
        case MonitoringReport():
            goals = (form.overall_goal,)
        case _:
            assert_never(form)
    for cell in goals:
        if cell.blank:
            yield cell, {"label": cell.label}
