"""扣了分，却没有填写偏差原因。

## 依据

自评表「偏差原因分析及改进措施」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

扣分说明绩效目标没有完全实现。原因和改进措施是审核、整改和公开的依据，空着就要退回重填。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 怎么改

在该指标的「偏差原因分析及改进措施」栏写明为什么没有完成、下一步怎么改进。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.row_verdicts import is_blank_note

RULE = Rule(
    code="N601",
    name="deduction-unexplained",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.points|row.block", "row.score", "row.note"),
    message="「{name}」得分 {score} 分，比分值 {points} 分少 {difference} 分，「{label}」为空。请填写扣分的原因和改进措施。",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("N602", "R505"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Deductions with an empty note; a dash is N602."""
    for lost in filing.deductions:
        if is_blank_note(lost.note):
            yield lost.note, lost.facts
