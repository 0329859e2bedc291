"""文件有一部分损坏，没有读取。

## 依据

报送要求：所见应即所报。

## 为什么

工作簿里某一部分（另一张工作表、单元格格式、自定义属性）损坏时，本表的内容仍然照常读取、核查；但是损坏的部分里写了什么，没有人核查过。

## 不合格

| 栏目 | 填写 |
|---|---|
| 读不成的部分 | 工作表「数据」 |

## 合格

| 栏目 | 填写 |
|---|---|
| 读不成的部分 | （空） |

## 怎么改

用 Excel 打开，按提示修复，另存为新的 .xlsx 文件再报送。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S115",
    name="part-unread",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="文件的{parts}已损坏，没有读取，本表照常核查。请用 Excel 打开，另存为新的文件，核实其中的内容后再报送。",
    source="报送要求：所见应即所报",
    since="0.1.0",
    related=("S111",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """All broken parts of the file at once, at the form's title."""
    unread = filing.form.sight.unread
    if unread:
        yield filing.form.title, {"parts": "、".join(unread)}
