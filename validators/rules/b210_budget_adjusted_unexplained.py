"""年中调整了预算，没有说明。

## 依据

各地自评复核通行口径：年中调整预算的宜说明原因，条款待核。

## 为什么

预算调整往往意味着工作内容有变，目标也应随之调整。「实际完成情况」或任何一项偏差原因提到调整、调剂、追加、追减、调减、调增、压减、核减、核增的，都算已经说明。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 60.00 | 50.00 | 49.50 | 10.00 | 99.00 | 9.90 |
| 其中：当年财政拨款 | 60.00 | 50.00 | 49.50 | - | 99.00 | - |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 60.00 | 50.00 | 49.50 | 10.00 | 99.00 | 9.90 |
| 其中：当年财政拨款 | 60.00 | 50.00 | 49.50 | - | 99.00 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 年中按要求压减经费，全年业务培训已按计划办完。 |

## 怎么改

在「实际完成情况」中写明调整的时间、金额和原因。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.leftovers import speaks_of
from workbooks.values.decimals import agree
from workbooks.values.terms import ADJUSTMENT_WORDS

RULE = Rule(
    code="B210",
    name="budget-adjusted-unexplained",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=(
        "funding.total.initial_budget",
        "funding.total.annual_budget",
        "indicators.note",
        "actual_outcome",
    ),
    message="「{name}」年初预算数 {initial} {unit}，全年预算数 {budget} {unit}，相差 {difference} {unit}，表内没有提到预算调整。建议在「实际完成情况」中说明调整的原因。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("B204",),
)


def check(filing: Filing) -> Iterator[Hit]:
    """A budget that differs from the initial one, with no word about a change."""
    funding = filing.form.funding
    initial, budget = funding.total.initial_budget.value, funding.total.annual_budget.value
    if initial is None or budget is None or agree(initial, budget):
        return
    if speaks_of(filing.form, ADJUSTMENT_WORDS):
        return
    facts: dict[str, object] = {
        "name": fund_name(funding.total),
        "unit": funding.money_unit.value,
    }
    facts |= {"initial": initial, "budget": budget, "difference": abs(budget - initial)}
    yield funding.total.annual_budget, facts
