"""预算执行得分与执行率不符。

## 依据

预算执行得分＝执行率×分数，最高为满分；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

预算执行得分要能由金额算出来。与金额的舍入范围相符的不算错；与填写的执行率相符的也不算，执行率有错的由 B203、B204 提出。整数得分按原数核对：9.90 分写成 10 分算错。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 49.50 | 10.00 | 99.00 | 10.00 |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 49.50 | 10.00 | 99.00 | 9.90 |

## 怎么改

按执行率重新计算得分，总分一并更正。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.execution import score_follows

RULE = Rule(
    code="B205",
    name="execution-score-mismatch",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=(
        "funding.total.annual_budget",
        "funding.total.executed",
        "funding.total.points",
        "funding.total.score",
    ),
    message="「{name}」得分 {score} 分，按全年执行数 {executed} {unit} ÷ 全年预算数 {budget} {unit} × 分数 {points} 分计算，应为 {computed} 分，相差 {difference} 分。请更正得分。",
    source="预算执行得分＝执行率×分数，最高为满分；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B203", "R503"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """The total line's score, where neither the amounts nor the printed rate can give it."""
    total, worth, policy = filing.form.funding.total, filing.worth.execution, filing.policy
    score, rate, points = total.score.value, total.rate.value, worth.points
    if score is None or points is None or not worth.gap:
        return
    if rate is not None and score_follows(score, rate, points, policy):
        return
    facts = {"name": fund_name(total), "score": score, "points": points}
    facts |= {"executed": total.executed.value, "budget": total.annual_budget.value}
    facts |= {"computed": worth.score, "unit": filing.form.funding.money_unit.value}
    yield total.score, facts | {"difference": abs(worth.gap)}
