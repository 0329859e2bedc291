"""年度资金总额的全年预算数为 0。

## 依据

执行率＝全年执行数÷全年预算数；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

没有全年预算就没有执行率，预算执行得分也无从算起。预算全部核减的项目，应说明如何自评。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 0.00 | 0.00 | 0.00 | 10.00 | 0.00 | 0.00 |
| 其中：当年财政拨款 | 0.00 | 0.00 | 0.00 | - | 0.00 | - |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 49.50 | 10.00 | 99.00 | 9.90 |

## 怎么改

填写年中调整以后的全年预算数；预算已全部核减的，与审核人商定是否还需自评。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation

RULE = Rule(
    code="B207",
    name="annual-budget-zero",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("funding.total.annual_budget",),
    message="「{name}」的全年预算数为 {budget} {unit}，执行率和预算执行得分无法计算。请核实全年预算数。",
    source="执行率＝全年执行数÷全年预算数；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B202", "B206"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """A budget of nothing, or less."""
    funding = filing.form.funding
    cell = funding.total.annual_budget
    if cell.value is not None and cell.value <= 0:
        facts = {"name": fund_name(funding.total), "budget": cell.value}
        yield cell, facts | {"unit": funding.money_unit.value}
