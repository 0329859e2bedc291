"""得分是负数。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

得分最低为 0 分，负数多半是录入时多了负号。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | -20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 0(场) | 20 | 0 | 因场地维修全年培训取消，下一年度将提前落实备用场地。 |

## 怎么改

更正得分。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.row_verdicts import score_negative

RULE = Rule(
    code="R502",
    name="score-negative",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.score",),
    message="「{name}」得分 {score} 分，应不低于 0 分。请更正得分。",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("R501", "R503"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows with a score below zero."""
    for row, _ in filing.rows:
        facts = score_negative(row)
        if facts is not None:
            yield row.score, {"name": row.called, **facts}
