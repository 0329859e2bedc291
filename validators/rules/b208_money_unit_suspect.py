"""金额单位可疑。

## 依据

公开的自评表以万元为单位，申报表以元为单位；常见范围由评分办法规定，条款待核。

## 为什么

两种表单位不同，最容易抄错：22.00 万元标成元就成了 22 元，144,208 元标成万元就成了 14 亿多元。只看全年预算数（申报表看年度资金申请总额），为 0 的不判断。

## 不合格

| 栏目 | 填写 |
|---|---|
| 金额单位 | 元 |

## 合格

| 栏目 | 填写 |
|---|---|
| 金额单位 | 万元 |

## 怎么改

核对金额单位和金额，改正写错的一处。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import FundKind, MonitoringReport, SelfEvaluation, TargetDeclaration
from xlfuncs.funding import from_yuan

RULE = Rule(
    code="B208",
    name="money-unit-suspect",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("funding.money_unit", "funding.total.annual_budget", "funding.annual.amount"),
    message="「{name}」为 {budget:,f} {unit}，一般在 {lower:,f} {unit}至 {upper:,f} {unit}之间。请核实单位是元还是万元。",
    source="上海市2024年度自评表以万元为单位，2025年度申报表以元为单位（上海市市场监督管理局行政服务中心公开的2024年度自评表、2025年度申报表）",
    since="0.1.0",
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """A year's budget too small or too large for its unit."""
    policy, form = filing.policy, filing.form
    match form:
        case SelfEvaluation() | MonitoringReport():
            cells = [form.funding.total.annual_budget]
        case TargetDeclaration():
            cells = [line.amount for line in form.funding.annual if line.kind is FundKind.TOTAL]
        case _:
            assert_never(form)
    unit = form.funding.money_unit.value
    for cell in cells:
        if unit is None or cell.value is None or cell.value <= 0:
            continue
        lower = from_yuan(policy.smallest_budget, unit)
        upper = from_yuan(policy.largest_budget, unit)
        if not lower <= cell.value < upper:
            facts = {"name": cell.label, "budget": cell.value, "unit": unit}
            yield cell, facts | {"lower": lower, "upper": upper}
