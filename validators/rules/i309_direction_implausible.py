"""年度指标值的比较符号与指标的意思相反。

## 依据

各地绩效目标审核通行口径，条款待核。

## 为什么

差错率、投诉率越低越好，写“≥”就成了差错越多越好，写“=5%”就成了正好差错 5% 才算完成；满意度、合格率写“≤”也是一样。“=0”不在此列。符号反了，得分的核对也会反，所以同一项指标不再提出得分和超额的问题。驳回率、举报处理率一类可高可低的，不判断。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 审核工作差错率 | ≥5(%) | 0(%) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 审核工作差错率 | ≤5(%) | 0(%) | 20 | 20 | |

## 怎么改

更正比较符号。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from xlfuncs.row_verdicts import direction_doubted

RULE = Rule(
    code="I309",
    name="direction-implausible",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("row.target",),
    message={
        "down": "「{name}」越低越好，「{label}」写的却是“{target}”。请核实比较符号是否应为“≤”。",
        "up": "「{name}」越高越好，「{label}」写的却是“{target}”。请核实比较符号是否应为“≥”。",
    },
    source="各地绩效目标审核通行口径，条款待核",
    since="0.1.0",
    related=("D904", "I308", "R504"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Written signs that go against what the name surely says; a missing one is I308."""
    for row, _ in filing.rows:
        facts = direction_doubted(row)
        if facts is not None:
            yield row.target, {"name": row.called, "label": row.target.label, **facts}
