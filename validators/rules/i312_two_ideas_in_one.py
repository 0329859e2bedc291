"""一项指标里合着两件事。

## 依据

各地绩效目标审核通行口径，条款待核。

## 为什么

“合格率和及时率”只填一个数，看不出说的是哪一个。两样都能计量才提出；“专家研判及其他技术支撑”是一件事，括号里的并列不算。指标值也有两个数的，由 I301 提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训合格率和出勤率 | ≥95(%) | 96(%) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 10 | 10 | |
| 产出指标 | 质量指标 | 培训出勤率 | ≥95(%) | 96(%) | 10 | 10 | |

## 怎么改

拆成两项指标，分别设指标值和分值。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import joins_two_ideas

RULE = Rule(
    code="I312",
    name="two-ideas-in-one",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」把两件事合在一项指标里，一个数说不清是哪一件。建议拆成两项，分别设指标值。",
    together="{items} 项把两件事合在一项指标里，一个数说不清是哪一件：{places}。建议拆开，分别设指标值。",
    source="各地绩效目标审核通行口径，条款待核",
    since="0.1.0",
    related=("I301", "I310"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Names that join two measures over one target; two amounts in the target are I301."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is not None and target.understood and joins_two_ideas(row.name.text):
            yield row.name, {"name": row.called}
