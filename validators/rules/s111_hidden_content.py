"""表的内容被隐藏。

## 依据

报送要求：所见应即所报；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

隐藏的行、列打印不出来，审核人看不到，其中的分值、得分却会算进合计。高为零的行、宽为零的列也是隐藏。合并单元格盖住的、划了删除线的、用「;;;」这类格式藏起来的内容，看表的人也看不到或当作已经删去，本工具不读；被合并盖住的也不进报送版。一份表只提出一次。

## 不合格

| 栏目 | 填写 |
|---|---|
| 隐藏的行 | 14 |

## 合格

| 栏目 | 填写 |
|---|---|
| 隐藏的行 | （空） |

## 怎么改

取消隐藏；不需要的内容请删去，不要隐藏。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S111",
    name="hidden-content",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="从这一格起，表内有 {count} 个有内容的单元格在隐藏的行、列或工作表里，或有隐藏、划掉、被合并盖住的内容。请取消隐藏，核实这些内容是否应当报送。",
    source="报送要求：所见应即所报",
    since="0.1.0",
    related=("S106",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """All hidden cells at once, at the first of them."""
    hidden = filing.form.hidden
    if hidden:
        yield hidden[0], {"count": len(hidden)}
