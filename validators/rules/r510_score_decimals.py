"""得分的小数超过两位。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

得分一般保留两位小数，位数不一会使总分对不上。公式算出的长小数由显示格式取舍，不在此列。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 15.9999 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16.00 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 怎么改

把得分四舍五入到两位小数。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.values.decimals import decimals, rounded

# More decimals than these are not typed by anybody: a formula gave them.
TYPED = range(3, 9)

RULE = Rule(
    code="R510",
    name="score-decimals",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.score",),
    message="「{name}」得分 {score} 分，有 {count} 位小数，一般保留两位。建议四舍五入到两位小数。",
    together="{items} 项的得分多于两位小数：{places}。建议四舍五入到两位小数。",
    each="（{score} 分）",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("R503",),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Scores typed with three decimals or more."""
    for row, _ in filing.rows:
        score = row.score.value
        if score is None or score == rounded(score):
            continue
        if decimals(score) in TYPED:
            facts = {"name": row.called, "score": score, "count": decimals(score)}
            yield row.score, facts
