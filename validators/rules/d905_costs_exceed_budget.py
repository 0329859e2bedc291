"""各项成本合计超过申请的资金。

## 依据

成本指标与资金的勾稽关系；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

成本的上限加起来超过申请总额，不是成本定高了，就是资金申请少了。只加以元、元/年计的经济成本；人均、单价、标准一类单位成本不加，另有总成本一项的只看总成本；跨年度项目（填了项目资金总额）不判断。

## 不合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≤400000.00(元) |
| 成本指标 | 经济成本指标 | 教材编印成本 | ≤100000.01(元) |

## 合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≤400000.00(元) |
| 成本指标 | 经济成本指标 | 教材编印成本 | ≤100000.00(元) |

## 怎么改

更正成本指标或申请金额；是单位成本的，在名称或单位里写明。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.filing import Declaration
from validators.rule import Hit, Rule, Severity
from workbooks.forms import FundKind, TargetDeclaration
from workbooks.prose.stated_money import declared_costs
from workbooks.values.terms import fold
from xlfuncs.funding import from_yuan, over_budget

RULE = Rule(
    code="D905",
    name="costs-exceed-budget",
    severity=Severity.WARNING,
    forms=(TargetDeclaration,),
    needs=("row.target", "funding.annual.amount", "funding.money_unit"),
    message="成本指标中以总额计的 {count} 项合计 {summed} {unit}，超过「{name}」{total} {unit}，多出 {difference} {unit}。请核实成本指标或申请金额。",
    source="成本指标与资金的勾稽关系；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("D901", "D904"),
)


def check(filing: Declaration) -> Iterator[Hit]:
    """The costs together against 年度资金申请总额, unless it is a project of several years."""
    funding, unit = filing.form.funding, filing.form.funding.money_unit.value
    costs = declared_costs([row for row, _ in filing.rows])
    total = next((fund for fund in funding.annual if fund.kind is FundKind.TOTAL), None)
    several_years = any(fund.amount.value for fund in funding.project)
    if not costs or unit is None or several_years or total is None or total.amount.value is None:
        return
    over = over_budget(costs, total.amount.value, unit)
    if over is not None:
        facts = {"name": fold(total.name.text), "count": len(costs), "unit": unit}
        facts |= {"summed": from_yuan(sum(costs, Decimal(0)), unit), "difference": over}
        yield total.amount, facts | {"total": total.amount.value}
