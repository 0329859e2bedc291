"""偏差原因里只有改进措施，没有原因。

## 依据

自评表「偏差原因分析及改进措施」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

该栏要求原因和改进措施两样都写。不写原因，看不出措施是否对症。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 下一年度将加强组织协调，按计划办完全部培训。 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 怎么改

补写没有完成的原因。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose import deviation_notes

RULE = Rule(
    code="N604",
    name="note-without-cause",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.points", "row.score", "row.note"),
    message="「{name}」得分 {score} 分，比分值 {points} 分少 {difference} 分，「{label}」只看到改进措施，没有看到原因。请核实并补充扣分的原因。",
    source="自评表「{label}」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("N601", "N603"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows with a deduction whose note begins with a measure and names no cause."""
    for lost in filing.deductions:
        note = lost.note.text
        if deviation_notes.is_long(
            note, filing.policy.short_note
        ) and deviation_notes.only_measures(note):
            yield lost.note, lost.facts
