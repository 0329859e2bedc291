"""没有执行的预算较多。

## 依据

各地自评复核通行口径，条款待核；界限由评分办法规定，默认为 20%。

## 为什么

结余多的项目，下一年度预算往往偏大。只在已经说明资金使用情况时提示；没有说明的先由 B209 提出，不重复。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 39.00 | 10.00 | 78.00 | 7.80 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 39.00 | - | 78.00 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年业务培训已按计划办完，场地由协办单位无偿提供，经费有结余。 |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 41.00 | 10.00 | 82.00 | 8.20 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 41.00 | - | 82.00 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年业务培训已按计划办完，场地由协办单位无偿提供，经费有结余。 |

## 怎么改

核对结余是否属实，下一年度按实际需要申请预算。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.leftovers import speaks_of
from workbooks.values.terms import FUND_WORDS

RULE = Rule(
    code="B211",
    name="unspent-high",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=(
        "funding.total.annual_budget",
        "funding.total.executed",
        "indicators.note",
        "actual_outcome",
    ),
    message="全年预算数 {budget} {unit}，全年执行数 {executed} {unit}，还有 {difference} {unit}没有执行，占全年预算数的 {rate:.2%}，超过 {threshold:.0%}。建议编制下一年度预算时按实际需要核定。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("B209", "B210"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Much left unspent, where B209 has nothing to ask."""
    funding, policy = filing.form.funding, filing.policy
    budget, executed = funding.total.annual_budget.value, funding.total.executed.value
    rate = filing.worth.execution.rate
    if budget is None or executed is None or rate is None:
        return
    if executed < 0 or 1 - rate <= policy.unspent_high:
        return
    if rate >= policy.low_execution or speaks_of(filing.form, FUND_WORDS):
        facts: dict[str, object] = {
            "budget": budget,
            "executed": executed,
            "difference": budget - executed,
        }
        facts |= {"unit": funding.money_unit.value, "threshold": policy.unspent_high}
        facts |= {"rate": 1 - rate}
        yield funding.total.executed, facts
