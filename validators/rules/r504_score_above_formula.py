"""得分高于按完成情况测算的分数。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

按完成比例测算的分数是这项指标最多能得的分。目标没有完成却得高分甚至满分，自评就失去意义。比较符号与指标的意思相反的，先由 I309 提出。目标是时限的，与实际完成的时间比较：晚了，扣多少由填报人定，但不能是满分；分不出先后的不判断。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 怎么改

按完成比例重新计算得分，并填写偏差原因和改进措施。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.row_verdicts import score_above_computed

RULE = Rule(
    code="R504",
    name="score-above-formula",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.worth", "row.score"),
    message={
        "part": "「{name}」得分 {score} 分，按完成情况最多 {computed} 分（{explanation}），多出 {difference} 分。请更正得分。",
        "full": "「{name}」实际完成值“{actual}”没有达到年度指标值“{target}”，却得满分 {points} 分；按完成情况最多 {computed} 分（{explanation}），多出 {difference} 分。请更正得分，并填写偏差原因和改进措施。",
        "late": "「{name}」的年度指标值是“{target}”，实际完成值“{actual}”晚了，却得满分 {points} 分。请更正得分，并填写偏差原因和改进措施。",
    },
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I309", "R501", "R505", "R507"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Measured and timed rows with more than the computed score; rows with a tier are R507."""
    for row, worth in filing.rows:
        facts = score_above_computed(row, worth)
        if facts is not None:
            yield row.score, {"name": row.called, **facts}
