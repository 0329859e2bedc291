"""看到的与单元格里存的不一样。

## 依据

报送要求：所见应即所报；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

划了删除线的字，看表的人当作已经删去，单元格里却还在。用千位缩放的格式（如「#,##0.00,」），5000000 显示为 5,000.00，换一个格式或复制出去，数就大了一千倍。本工具按看到的读：划去的字不读，缩放的数按显示的读。一份表各只提出一次。

## 不合格

| 栏目 | 填写 |
|---|---|
| 划去的单元格 | E13 |

## 合格

| 栏目 | 填写 |
|---|---|
| 划去的单元格 | （空） |

## 怎么改

删去划掉的字；直接填写看到的数，格式用「常规」或「数值」。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S114",
    name="not-as-stored",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=(),
    message={
        "struck": "从这一格起，表内有 {count} 个单元格的内容划了删除线，划去的没有读取。建议删去划掉的字，再报送。",
        "resized": "从这一格起，表内有 {count} 个单元格显示的数与存的数大小不同：这一格显示「{text}」，存的是 {computed}，按显示的读取。建议直接填写显示的数。",
    },
    source="报送要求：所见应即所报",
    since="0.1.0",
    related=("S111",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """All struck-out cells at once, at the first of them; and so all numbers of another size."""
    struck, resized = filing.form.sight.struck, filing.form.sight.resized
    if struck:
        yield struck[0], {"sentence": "struck", "count": len(struck)}
    if resized:
        first = resized[0]
        facts = {"count": len(resized), "text": first.text, "computed": first.value}
        yield first, {"sentence": "resized"} | facts
