"""计划完成日期早于计划开始日期。

## 依据

「计划开始日期」「计划完成日期」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

完成不会早于开始，必有一个填错了。同一天开始和完成的，可以；有一个日期空着或读不出的，不判断。

## 不合格

申报表：

| 栏目 | 填写 |
|---|---|
| 计划开始日期 | 2025-06-01 |
| 计划完成日期 | 2025-05-31 |

## 合格

申报表：

| 栏目 | 填写 |
|---|---|
| 计划开始日期 | 2025-05-31 |
| 计划完成日期 | 2025-06-01 |

## 怎么改

更正填错的日期。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Declaration
from validators.rule import Hit, Rule, Severity
from workbooks.forms import TargetDeclaration
from workbooks.values.dates import out_of_order

RULE = Rule(
    code="D902",
    name="dates-out-of-order",
    severity=Severity.ERROR,
    forms=(TargetDeclaration,),
    needs=(),
    message="「计划开始日期」为 {start}，「计划完成日期」为 {end}，完成早于开始。何者有误，本表看不出来，请更正。",
    source="「计划开始日期」「计划完成日期」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("D903", "S110"),
)


def check(filing: Declaration) -> Iterator[Hit]:
    """The two dates in the wrong order."""
    start, end = filing.form.start_date, filing.form.end_date
    if out_of_order(start.text, end.text):
        yield end, {"start": start.text, "end": end.text}
