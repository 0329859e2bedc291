"""分值不是大于 0 的数。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

分值是每项指标能得的分。分值为 0、为负或空着，这项指标就没有计入总分。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 0 | 0 | |
| 产出指标 | 数量指标 | 编印教材 | ≥500(册) | 500(册) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 5 | 5 | |
| 产出指标 | 数量指标 | 编印教材 | ≥500(册) | 500(册) | 15 | 15 | |

## 怎么改

填写该指标的分值，使各项分值合计为 100 分；不考核的指标从表中删去。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.leftovers import is_leftover

RULE = Rule(
    code="P401",
    name="points-not-positive",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.points", "row.target"),
    message={
        "wrong": "「{name}」的分值为 {points} 分，应大于 0 分。请填写该指标的分值，或删去该指标。",
        "blank": "「{name}」的分值为空，应为大于 0 的数。请填写该指标的分值。",
        "unscored": "「{name}」的分值填的是“{text}”，得分却有 {score} 分。请填写该指标的分值；不考核的，得分不填数。",
    },
    together={
        "blank": "{items} 项的分值为空：{places}。请填写这些指标的分值。",
    },
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("P402",),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows with points of 0 or less, or none beside a target; a dash means that none is scored."""
    for row, _ in filing.rows:
        points = row.points.value
        if points is not None and points > 0:
            continue
        facts = {"name": row.called, "points": points}
        if points is not None:
            yield row.points, facts | {"sentence": "wrong"}
        elif row.points.text and row.score.value:
            facts |= {"text": row.points.text, "score": row.score.value}
            yield row.points, facts | {"sentence": "unscored"}
        elif not row.points.text and row.target.value is not None and not is_leftover(row):
            yield row.points, facts | {"sentence": "blank"}
