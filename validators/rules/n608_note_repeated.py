"""几项指标的偏差原因一字不差。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

不同指标扣分的原因很少完全相同，照抄的原因看不出各自的问题。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 85.5(%) | 20 | 18 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 85.5(%) | 20 | 18 | 因新录用人员较多，考核未一次通过，后续将安排补训补考。 |

## 怎么改

分别写明各项指标自己的原因和改进措施。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Indicator, SelfEvaluation
from workbooks.prose.deviation_notes import is_long
from workbooks.values.terms import clean
from xlfuncs.reported_score import deduction

RULE = Rule(
    code="N608",
    name="note-repeated",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.points", "row.score", "row.note"),
    message="「{name}」的偏差原因与「{other_name}」一字不差。建议分别写明各自的原因和改进措施。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("N603",),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Long notes met before; one merged cell beside several rows is one note."""
    first: dict[str, Indicator] = {}
    for row, _ in filing.rows:
        if not is_long(row.note.text, filing.policy.short_note):
            continue
        if not deduction(row.points.value, row.score.value):
            continue
        other = first.setdefault(clean(row.note.text), row)
        if other.note.address != row.note.address:
            yield row.note, {"name": row.called, "other_name": other.called}
