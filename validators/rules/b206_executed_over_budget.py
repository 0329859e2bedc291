"""全年执行数超过全年预算数。

## 依据

预算执行的一般要求：支出不超过预算；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

没有预算不得支出，多半是预算追加没有计入全年预算数，或者金额填错。总额超出的只在总额提出；总额没有超出的，再看各项来源。总额的预算数为 0 的由 B207 提出。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 51.00 | 10.00 | 102.00 | 10.00 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 51.00 | - | 102.00 | - |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 50.00 | 10.00 | 100.00 | 10.00 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 50.00 | - | 100.00 | - |

## 怎么改

核对追加预算是否计入全年预算数，执行数是否含了其他项目的支出。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.filing import Filing, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Fund, SelfEvaluation
from xlfuncs.funding import exceeds

RULE = Rule(
    code="B206",
    name="executed-over-budget",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("funding.total.annual_budget", "funding.total.executed"),
    message="「{name}」全年执行数 {executed} {unit}，超过全年预算数 {budget} {unit}，多 {difference} {unit}。请核实执行数和预算数。",
    source="预算执行的一般要求：支出不超过预算；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B203", "B207"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """The total where it is overspent, else each part that is."""
    funding, unit = filing.form.funding, filing.form.funding.money_unit.value
    whole = funding.total.annual_budget.value
    if whole is None or whole <= 0:
        return
    for line, budget, executed in list(_over((funding.total,))) or _over(funding.parts):
        facts = {"name": fund_name(line), "budget": budget, "executed": executed}
        yield line.executed, facts | {"difference": executed - budget, "unit": unit}


def _over(lines: tuple[Fund, ...]) -> Iterator[tuple[Fund, Decimal, Decimal]]:
    """The lines that spent more than their budget, with both amounts."""
    for line in lines:
        budget, executed = line.annual_budget.value, line.executed.value
        if budget is not None and executed is not None and exceeds(executed, budget):
            yield line, budget, executed
