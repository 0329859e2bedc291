"""得分高于分值。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

得分最高等于分值，高出的分会使总分虚高。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 22 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

更正得分；分值填错的，更正分值。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.row_verdicts import score_above_points

RULE = Rule(
    code="R501",
    name="score-above-points",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.points", "row.score"),
    message="「{name}」得分 {score} 分，分值只有 {points} 分，多出 {difference} 分。请更正得分或分值。",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("R502", "R504"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows with more than their points; points of 0 or less are P401."""
    for row, _ in filing.rows:
        facts = score_above_points(row)
        if facts is not None:
            yield row.score, {"name": row.called, **facts}
