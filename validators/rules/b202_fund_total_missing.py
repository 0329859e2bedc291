"""年度资金总额的全年预算数或全年执行数空着，或者申报的年度资金总额空着。

## 依据

「项目资金」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

执行率＝全年执行数÷全年预算数，缺一个就无法核对。没有预算或没有执行的，应填 0，不应空着。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 |  | 10.00 | 99.00 | 9.90 |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 49.50 | 10.00 | 99.00 | 9.90 |

## 怎么改

填写该数；确实没有的填 0。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from validators.filing import AnyFiling, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks.forms import FundKind, MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="B202",
    name="fund-total-missing",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("funding.total.annual_budget", "funding.total.executed"),
    message={
        "executed": "「{name}」的{label}没有填写，执行率和预算执行得分无法核对。请核实后补填。",
        "to_date": "「{name}」的{label}没有填写，执行率和序时进度无法核对。请核实后补填。",
        "declared": "「{name}」没有填写，各项来源和成本指标无从核对。请核实后补填。",
    },
    source="资金栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B207",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Each of the two amounts that the rate is made of, where it is blank."""
    form = filing.form
    match form:
        case TargetDeclaration():
            lines = [fund for fund in form.funding.annual if fund.kind is FundKind.TOTAL]
            for line in lines:
                if line.amount.blank:
                    yield line.amount, {"name": fund_name(line), "sentence": "declared"}
        case MonitoringReport():
            total = form.funding.total
            for cell in (total.annual_budget, total.executed):
                if cell.blank:
                    facts = {"name": fund_name(total), "label": cell.label}
                    yield cell, facts | {"sentence": "to_date"}
        case SelfEvaluation():
            total = form.funding.total
            for cell in (total.annual_budget, total.executed):
                if cell.blank:
                    facts = {"name": fund_name(total), "label": cell.label}
                    yield cell, facts | {"sentence": "executed"}
        case _:
            assert_never(form)
