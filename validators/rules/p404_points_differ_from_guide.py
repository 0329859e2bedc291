"""一级指标的分值合计与评分办法的参考分值不同。

## 依据

评分办法的一级指标参考分值。

## 为什么

有的地方给出一级指标的参考分值。偏离较大时，审核时会被问到理由。评分办法没有参考分值的，本条不检查。

## 不合格

评分办法的参考分值为产出 50 分、效益 30 分、满意度 10 分：

| 栏目 | 填写 |
|---|---|
| 评分办法 | guide.toml |

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 15 | 15 | |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥90(%) | 92(%) | 35 | 35 | |

## 合格

评分办法的参考分值为产出 50 分、效益 30 分、满意度 10 分：

| 栏目 | 填写 |
|---|---|
| 评分办法 | guide.toml |

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

按评分办法的参考分值调整；确有需要不调整的，备好理由。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import SelfEvaluation
from xlfuncs.whole_form import added, row_scored

RULE = Rule(
    code="P404",
    name="points-differ-from-guide",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("indicators.category", "indicators.points"),
    message="「{category}」的分值合计 {summed} 分，评分办法的参考分值为 {points} 分，相差 {difference} 分。建议按参考分值调整，或备好理由。",
    source="评分办法的一级指标参考分值",
    since="0.1.0",
    related=("P402", "P403"),
)


def check(filing: Filing) -> Iterator[Hit | Undecided]:
    """一级指标 whose rows add to something else than the guide; without a guide, none."""
    for category, points in filing.policy.category_guide.items():
        rows = [row for row in filing.form.indicators if row.category.value is category]
        cells = [row.points for row in rows if row_scored(row)]
        summed = added(cell.value for cell in cells)
        if not rows or summed == points:
            continue
        if summed is None:
            yield Undecided(tuple(cell for cell in cells if cell.value is None))
            continue
        facts = {"category": category.value, "points": points, "summed": summed}
        yield rows[0].category, facts | {"difference": abs(summed - points)}
