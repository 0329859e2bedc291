"""空白表里自动计算的栏目被直接填写。

## 依据

填报说明：执行率、预算执行得分、资金合计、总分、评分等级由公式计算，不用填写。

## 为什么

公式被填写的内容替代以后，再改预算数、执行数或得分，这些栏目不会跟着变，总分容易对不上。只看本工具的空白表；得分可以低于测算得分，直接填写不提出。一份表只提出一次。在 Excel 里点「核查」看不到文件的属性，这一条只在核查文件时检查。

## 不合格

| 栏目 | 填写 |
|---|---|
| 空白表版本 | 2 |
| 有公式的单元格 | C6、D6、E6、G6、H6、F19 |

## 合格

| 栏目 | 填写 |
|---|---|
| 空白表版本 | 2 |
| 有公式的单元格 | C6、D6、E6、G6、H6、G18、F19 |

## 怎么改

撤销这一格的填写；撤销不了的，用新的空白表重填，或自己核对合计。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration, every_cell

RULE = Rule(
    code="S112",
    name="formula-overwritten",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="空白表里 {cells} 是自动计算的，现在是直接填写的内容，改动其他栏目后不会跟着变。建议撤销填写，恢复公式，或核对这几格的数。",
    source="空白表的填报说明",
    since="0.1.0",
    related=("S113", "R503"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """All such cells at once, at the first of them."""
    template = filing.form.template
    if template is not None and template.written_over:
        cells = {cell.address: cell for cell in every_cell(filing.form)}
        yield cells[template.written_over[0]], {"cells": template.written_over}
