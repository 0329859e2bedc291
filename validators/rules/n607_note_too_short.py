"""偏差原因写得太短。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

几个字说不清原因和改进措施，审核时多半要退回补充。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 场地维修 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 怎么改

写明为什么没有完成、下一步怎么改进。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.deviation_notes import is_long, length, says_something

RULE = Rule(
    code="N607",
    name="note-too-short",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.points", "row.score", "row.note"),
    message="「{name}」得分 {score} 分，比分值 {points} 分少 {difference} 分，偏差原因“{note}”只有 {count} 个字，宜不少于 {threshold} 个字。建议写明原因和改进措施。",
    together="{items} 项扣了分，偏差原因不到 {threshold} 个字：{places}。建议写明原因和改进措施。",
    each="“{note}”",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("N602", "N603"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows with a deduction and a few words; one with none is N601 or N602."""
    least = filing.policy.short_note
    for lost in filing.deductions:
        note = lost.note.text
        if says_something(note) and not is_long(note, least):
            facts = {"note": note, "count": length(note), "threshold": least}
            yield lost.note, {**lost.facts, **facts}
