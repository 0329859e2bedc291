"""执行率偏低，又没有说明。

## 依据

各地自评复核通行口径：执行率低于 90% 的应说明原因，条款待核；界限由评分办法规定。

## 为什么

钱没有用完，可能是工作没有做完，也可能是节约或预算偏大，要写明是哪一种。「实际完成情况」或任何一项偏差原因提到资金、预算、执行、支付、经费、结余、结转的，都算已经说明。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 44.00 | 10.00 | 88.00 | 8.80 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 44.00 | - | 88.00 | - |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 44.00 | 10.00 | 88.00 | 8.80 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 44.00 | - | 88.00 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年业务培训已按计划办完，场地由协办单位无偿提供，经费有结余。 |

## 怎么改

在「实际完成情况」中写明资金没有用完的原因。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.leftovers import speaks_of
from workbooks.values.terms import FUND_WORDS

RULE = Rule(
    code="B209",
    name="low-execution-unexplained",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=(
        "funding.total.annual_budget",
        "funding.total.executed",
        "indicators.note",
        "actual_outcome",
    ),
    message="全年执行数 {executed} {unit}，全年预算数 {budget} {unit}，执行率 {rate:.2%}，低于 {threshold:.0%}，「实际完成情况」和各项偏差原因都没有说明资金使用情况。请核实，并写明执行率低的原因。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("B203", "B211"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """A rate below the policy's, with no word about money."""
    funding, rate = filing.form.funding, filing.worth.execution.rate
    threshold = filing.policy.low_execution
    if rate is None or rate >= threshold or speaks_of(filing.form, FUND_WORDS):
        return
    facts: dict[str, object] = {
        "executed": funding.total.executed.value,
        "budget": funding.total.annual_budget.value,
    }
    facts |= {"unit": funding.money_unit.value, "rate": rate, "threshold": threshold}
    yield funding.total.executed, facts
