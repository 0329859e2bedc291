"""起止日期超出本年度，却没有填写项目资金总额。

## 依据

申报表填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

只做一年的项目，起止日期应在本年度之内；跨年度的项目还应填写项目资金总额。填了项目资金总额的、经常性项目，不判断；起止日期全不在本年度的由 S110 提出。

## 不合格

申报表：

| 栏目 | 填写 |
|---|---|
| 项目性质 | 一次性项目 |
| 计划完成日期 | 2026-06-30 |

## 合格

申报表：

| 栏目 | 填写 |
|---|---|
| 项目性质 | 一次性项目 |
| 计划完成日期 | 2026-06-30 |
| 项目资金总额 | 800,000.00 |
| 财政资金 | 800,000.00 |

## 怎么改

更正日期；跨年度的项目，填写项目资金总额和财政资金、其他资金。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Declaration
from validators.rule import Hit, Rule, Severity
from workbooks.forms import FundKind, TargetDeclaration
from workbooks.prose.leftovers import year_in

RULE = Rule(
    code="D903",
    name="dates-outside-year",
    severity=Severity.WARNING,
    forms=(TargetDeclaration,),
    needs=("fiscal_year", "funding.project.amount"),
    message="「{label}」为 {text}，不在 {year} 年度内，而「项目资金总额」没有填写。请核实日期；跨年度的项目请填写项目资金总额。",
    source="申报表填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("D902", "S110"),
)


RECURRING = "经常性"


def check(filing: Declaration) -> Iterator[Hit]:
    """The first date outside the year, where the year lies between both."""
    form = filing.form
    year, first, last = form.fiscal_year.value, year_in(form.start_date), year_in(form.end_date)
    totals = [fund.amount for fund in form.funding.project if fund.kind is FundKind.TOTAL]
    if year is None or first is None or last is None or RECURRING in form.project_nature.text:
        return
    if not totals or not totals[0].blank or not first <= year <= last or first == last:
        return
    cell = form.start_date if first < year else form.end_date
    yield cell, {"label": cell.label, "text": cell.text, "year": year}
