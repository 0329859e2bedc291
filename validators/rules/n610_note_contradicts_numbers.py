"""偏差原因的说法与数字相反。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

偏差原因说“超额完成”而数字没有达到目标，或者说“未完成”而数字已经达到、得了满分，总有一处写错。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 全年培训任务已超额完成，学员反响良好。 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 怎么改

核对实际完成值、得分和偏差原因，改正写错的一处。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.deviation_notes import claims_completed, claims_missed
from xlfuncs.reported_score import deduction, is_full

RULE = Rule(
    code="N610",
    name="note-contradicts-numbers",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.worth", "row.score", "row.note"),
    message={
        "completed": "「{name}」实际完成值“{actual}”没有达到年度指标值“{target}”，偏差原因却写“{words}”。何者有误，本表看不出来，建议核对。",
        "missed": "「{name}」实际完成值“{actual}”已达到年度指标值“{target}”并得满分，偏差原因却写“{words}”。何者有误，本表看不出来，建议核对。",
    },
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("N609", "R504"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Notes that claim the opposite of what the numbers say; full marks wrongly given are R504."""
    for row, worth in filing.rows:
        note, points, score = row.note.text, row.points.value, row.score.value
        if not note or worth.met is None:
            continue
        if worth.met:
            words = claims_missed(note) if is_full(points, score) else None
        else:
            words = claims_completed(note) if deduction(points, score) else None
        if words:
            facts = {"name": row.called, "actual": row.actual.text, "target": row.target.text}
            yield (
                row.note,
                facts | {"words": words, "sentence": "missed" if worth.met else "completed"},
            )
