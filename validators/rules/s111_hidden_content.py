"""表的内容被隐藏。

## 依据

报送要求：所见应即所报；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

隐藏的行、列打印不出来，审核人看不到，其中的分值、得分却会算进合计。高为零的行、宽为零的列也是隐藏。合并单元格底下的内容，和用「;;;」这类格式藏起来的内容，谁也看不见，不读取；合并单元格底下的也不进报送版。一份表各只提出一次。

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
from workbooks.forms import SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S111",
    name="hidden-content",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=(),
    message={
        "hidden": "从这一格起，表内有 {count} 个有内容的单元格在隐藏的行、列或工作表里。请取消隐藏，核实这些内容是否应当报送。",
        "covered": "从这一格起，表内有 {count} 个单元格的内容看不见：被合并单元格盖住，或者数字格式不显示。这些内容没有读取。请取消合并、改回「常规」格式看一看，删去不报送的内容。",
    },
    source="报送要求：所见应即所报",
    since="0.1.0",
    related=("S106",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """All hidden cells at once, at the first of them; and so those that lie in the open unseen."""
    hidden, covered = filing.form.hidden, filing.form.sight.covered
    if hidden:
        yield hidden[0], {"sentence": "hidden", "count": len(hidden)}
    if covered:
        yield covered[0], {"sentence": "covered", "count": len(covered)}
