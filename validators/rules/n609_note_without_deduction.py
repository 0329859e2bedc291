"""得了满分，却填写了偏差原因。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

没有偏差就不必填写。填了，要么是该扣分没扣，要么是写错了行。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | 场地维修后培训恢复正常，效果良好。 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

没有偏差的清空该栏；确有偏差的核对实际完成值和得分。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose import deviation_notes
from xlfuncs.reported_score import is_full

RULE = Rule(
    code="N609",
    name="note-without-deduction",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.worth", "row.score", "row.note"),
    message="「{name}」得满分 {points} 分，「{label}」却填有内容。建议核对得分；没有偏差的，该栏可以留空。",
    together="{items} 项得满分，「{label}」却填有内容：{places}。建议核对得分；没有偏差的，该栏可以留空。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("N605", "N610"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Full marks with a note that no deviation asks for; one that contradicts them is N610."""
    noted = filing.policy.overachievement_noted - 1
    for row, worth in filing.rows:
        note = row.note.text
        if not note or not is_full(row.points.value, row.score.value) or worth.met is False:
            continue
        if worth.deviation is not None and abs(worth.deviation) >= noted:
            continue
        if deviation_notes.says_something(note) and deviation_notes.claims_missed(note) is None:
            yield row.note, {"name": row.called, "points": row.points.value}
