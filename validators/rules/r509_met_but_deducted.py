"""目标已经完成，却扣了分。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

目标完成了一般应得满分。扣分另有理由的可以保留，但偏差原因里应当看得出来；也可能是实际完成值或得分填错。比较符号与指标的意思相反的，先由 I309 提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 18 | 因两场培训签到记录不全，下一年度将改进签到办法。 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

核实实际完成值和得分；应得满分的改为满分，另有扣分理由的写进偏差原因。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.deviation_notes import says_something
from xlfuncs.reported_score import deduction

RULE = Rule(
    code="R509",
    name="met-but-deducted",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.worth", "row.score", "row.note"),
    message="「{name}」实际完成值“{actual}”已达到年度指标值“{target}”，得分 {score} 分，比分值 {points} 分少 {difference} 分。请核实是否应得满分。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("I309", "N601", "R505"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Measured targets met and yet marked down with a note; without one N601 or N602 speaks."""
    for row, worth in filing.rows:
        lost = deduction(row.points.value, row.score.value)
        if lost is None or not worth.met or worth.tier is not None:
            continue
        if not says_something(row.note.text):
            continue
        facts = {"name": row.called, "score": row.score.value, "points": row.points.value}
        facts |= {"actual": row.actual.text, "target": row.target.text}
        yield row.score, facts | {"difference": lost}
