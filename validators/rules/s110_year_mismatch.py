"""表头的年度与目标或起止日期的年度不一致。

## 依据

填表要求：表头年度与目标、起止日期应一致；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

多半是沿用上一年的表没有改完，目标可能也是上一年的。只认目标里写明“2023年度”、又没有提到表头年度的情形；与上年度相比、做上年度决算年报一类的话不算。申报表的起止日期跨过表头年度的不算，只跨出一部分的由 D903 提出。一份表只提出一次，先看目标。

## 不合格

| 栏目 | 填写 |
|---|---|
| 预期目标 | 完成2023年度业务培训，提高窗口人员的业务能力。 |

## 合格

| 栏目 | 填写 |
|---|---|
| 预期目标 | 完成2024年度业务培训，提高窗口人员的业务能力。 |

## 怎么改

核对表头年度、目标和起止日期，改正写错的一处；目标沿用上年的，请按本年实际重写。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Cell, Form, MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.leftovers import stray_year, year_in
from workbooks.values.dates import out_of_order

RULE = Rule(
    code="S110",
    name="year-mismatch",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("fiscal_year", "expected_goal", "annual_goal"),
    message="表头的年度是 {year} 年，「{label}」写的是 {other_year} 年。何者有误，本表看不出来，请核实。",
    source="填表要求：表头年度与目标、起止日期应一致",
    since="0.1.0",
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """The first place that speaks of another year than the head."""
    year = filing.form.fiscal_year.value
    if year is None:
        return
    for cell, other in _places(filing.form, year):
        if other is not None:
            yield cell, {"label": cell.label, "year": year, "other_year": other}
            return


def _places(form: Form, year: int) -> Iterator[tuple[Cell[str], int | None]]:
    """Each place that states a year, with the year where it is a wrong one."""
    match form:
        case SelfEvaluation():
            yield form.expected_goal, stray_year(form.expected_goal.text, year)
        case TargetDeclaration():
            yield from _declared_places(form, year)
        case MonitoringReport():
            yield form.overall_goal, stray_year(form.overall_goal.text, year)
        case _:
            assert_never(form)


def _declared_places(form: TargetDeclaration, year: int) -> Iterator[tuple[Cell[str], int | None]]:
    first, last = year_in(form.start_date), year_in(form.end_date)
    yield form.annual_goal, stray_year(form.annual_goal.text, year)
    if out_of_order(form.start_date.text, form.end_date.text):
        return  # D902: one of the two is wrong, and its year may be that
    yield form.start_date, first if first is not None and first > year else None
    yield form.end_date, last if last is not None and last < year else None
