"""各项成本合计超过申请的资金或预算数。

## 依据

成本指标与资金的勾稽关系；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

成本的上限加起来超过申请总额，不是成本定高了，就是资金申请少了。只加以元、元/年计的经济成本；人均、单价、标准一类单位成本不加，另有总成本一项的只看总成本；跨年度项目（填了项目资金总额）不判断。申报表与申请总额比，自评表与年初预算数、全年预算数中较大的一个比。

## 不合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≤500000.01(元) |

## 合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≤500000.00(元) |

## 怎么改

更正成本指标或申请金额；是单位成本的，在名称或单位里写明。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.filing import AnyFiling, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks import forms
from workbooks.forms import DeclaredFunding, Funding, SelfEvaluation, TargetDeclaration
from workbooks.prose.stated_money import declared_costs
from xlfuncs.funding import from_yuan, over_budget

RULE = Rule(
    code="D905",
    name="costs-exceed-budget",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=(
        "row.target",
        "funding.annual.amount",
        "funding.total.annual_budget",
        "funding.money_unit",
    ),
    message={
        "applied": "成本指标中以总额计的 {count} 项合计 {summed} {unit}，超过「{name}」{total} {unit}，多出 {difference} {unit}。请核实成本指标或申请金额。",
        "budget": "成本指标中以总额计的 {count} 项合计 {summed} {unit}，超过「{name}」的{label} {total} {unit}，多出 {difference} {unit}。请核实成本指标或预算数。",
    },
    source="成本指标与资金的勾稽关系；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("D901", "D904"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """The costs together against what the form has for them in one year."""
    costs, unit = declared_costs([row for row, _ in filing.rows]), filing.form.funding.money_unit
    for sentence, name, cell in _available(filing.form.funding):
        if not costs or unit.value is None or cell.value is None:
            continue
        over = over_budget(costs, cell.value, unit.value)
        if over is not None:
            facts = {"name": name, "count": len(costs), "unit": unit.value}
            facts |= {"summed": from_yuan(sum(costs, Decimal(0)), unit.value), "difference": over}
            yield cell, facts | {"total": cell.value, "sentence": sentence}


def _available(
    funding: Funding | DeclaredFunding,
) -> Iterator[tuple[str, str, forms.Cell[Decimal]]]:
    """年度资金申请总额, or the larger of two budgets; nothing for a project of several years."""
    match funding:
        case Funding(total=total):
            larger = max(total.annual_budget, total.initial_budget, key=lambda x: x.value or 0)
            yield "budget", fund_name(total), larger
        case DeclaredFunding(annual=annual, project=project):
            if not any(fund.amount.value for fund in project):
                totals = [fund for fund in annual if fund.kind is forms.FundKind.TOTAL]
                yield from (("applied", fund_name(fund), fund.amount) for fund in totals[:1])
