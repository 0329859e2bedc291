"""执行率是按年初预算数算的。

## 依据

执行率＝全年执行数÷全年预算数，全年预算数是年中调整以后的数；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

年中调整过预算的，按年初预算数算出的执行率偏高或偏低。执行率与年初预算数相符、与全年预算数不符的，由本规则提出，B203 不再重复。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 40.00 | 45.00 | 38.00 | 10.00 | 95.00 | 9.50 |
| 其中：当年财政拨款 | 40.00 | 45.00 | 38.00 | - | 84.44 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 年中追加预算，部分支付延至下一年度，全年业务培训已经办完。 |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 40.00 | 50.00 | 48.00 | 10.00 | 96.00 | 9.60 |
| 其中：当年财政拨款 | 40.00 | 50.00 | 48.00 | - | 96.00 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 年中追加预算，全年业务培训已按计划办完。 |

## 怎么改

按全年预算数重新计算执行率，并更正预算执行得分。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.execution import execution_rate, percentage_points, rate_on_initial

RULE = Rule(
    code="B204",
    name="rate-on-initial-budget",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=(
        "funding.total.initial_budget",
        "funding.total.annual_budget",
        "funding.total.executed",
        "funding.total.rate",
    ),
    message="「{name}」执行率为 {rate:.2%}，是按年初预算数 {initial} {unit}算的；按全年预算数 {budget} {unit}计算应为 {expected_rate:.2%}，相差 {difference} 个百分点。请核实并更正执行率和得分。",
    source="执行率＝全年执行数÷全年预算数；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B203", "B210"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Each line whose rate fits 年初预算数 and not 全年预算数."""
    funding = filing.form.funding
    for line in (funding.total, *funding.parts):
        budget, executed, rate = line.annual_budget.value, line.executed.value, line.rate.value
        if budget is None or executed is None or rate is None:
            continue
        expected, initial = execution_rate(budget, executed), line.initial_budget.value
        if expected is None or not rate_on_initial(rate, initial, budget, executed):
            continue
        facts = {"name": fund_name(line), "rate": rate, "expected_rate": expected}
        facts |= {"initial": initial, "budget": budget, "unit": funding.money_unit.value}
        yield line.rate, facts | {"difference": percentage_points(rate, expected)}
