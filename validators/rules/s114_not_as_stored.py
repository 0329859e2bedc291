"""显示的数与存的数大小不同。

## 依据

报送要求：所见应即所报；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

用千位缩放的格式（如「#,##0.00,」），50000 显示为 50.00，换一个格式或复制出去，数就大了一千倍。本工具按显示的数读取、核查。百分比不在此列。一份表只提出一次。

## 不合格

| 栏目 | 填写 |
|---|---|
| 数字格式 | D6 50000 #,##0.00, |

## 合格

| 栏目 | 填写 |
|---|---|
| 数字格式 | D6 50 #,##0.00 |

## 怎么改

直接填写看到的数，格式用「常规」或「数值」。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S114",
    name="not-as-stored",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="从这一格起，表内有 {count} 个单元格显示的数与存的数大小不同：这一格显示「{text}」，存的是 {computed}，按显示的读取。建议直接填写显示的数。",
    source="报送要求：所见应即所报",
    since="0.1.0",
    related=("S111",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """All numbers of another size at once, at the first of them."""
    resized = filing.form.sight.resized
    if resized:
        first = resized[0]
        yield first, {"count": len(resized), "text": first.text, "computed": first.value}
