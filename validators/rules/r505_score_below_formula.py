"""得分低于按完成情况测算的分数，已说明原因。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

填报单位可以从严扣分，但得分与完成比例对不上时，审核时会问到；也可能是算错。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 15 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | 因场地维修取消两场培训，下一年度将提前落实备用场地。 |

## 怎么改

核对得分；确是从严扣分的，不必修改。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.deviation_notes import says_something

RULE = Rule(
    code="R505",
    name="score-below-formula",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.worth", "row.score", "row.note"),
    message="「{name}」得分 {score} 分，按完成情况测算为 {computed} 分（{explanation}），少 {difference} 分。建议核对得分；如系从严扣分，不必修改。",
    together="{items} 项的得分低于按完成情况测算的得分：{places}。建议核对得分；如系从严扣分，不必修改。",
    each="（{score} 分，测算 {computed} 分）",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("N601", "R504", "R509"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Missed targets marked lower than computed, with a note; without one N601 speaks."""
    for row, worth in filing.rows:
        score = row.score.value
        if worth.gap is None or worth.gap >= 0 or worth.met or worth.tier is not None:
            continue
        if score is None or score < 0 or not says_something(row.note.text):
            continue
        facts = {"name": row.called, "score": score, "computed": worth.score}
        yield row.score, facts | {"explanation": worth.explanation, "difference": abs(worth.gap)}
