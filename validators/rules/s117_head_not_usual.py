"""栏目名称不是通行的说法，按最接近的栏目读。

## 依据

读表的要求：怎样读的应当说明，没有读的应当列出。

## 为什么

各地的表样栏目名称不一。认得出的照读，不是通行说法的说明一次当作什么栏目读，读错了看得出来；表里没有读的单元格列为未检查。

## 不合格

| 栏目 | 填写 |
|---|---|
| 栏目改名 | 三级指标→指标内容 |

## 合格

| 栏目 | 填写 |
|---|---|
| 栏目改名 | 三级指标→指标名称 |

## 怎么改

读得对的不必修改；读错的，把栏目名称改成通行的说法。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S117",
    name="head-not-usual",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="栏目「{words}」不是通行的说法，当作「{other_name}」读。建议核对；读错的，请改用通行的栏目名称。",
    source="读表的要求：怎样读的应当说明",
    since="0.2.0",
    expects=("understanding.unread",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Once a form, at the first such head."""
    heads = filing.form.understanding.heads
    if heads:
        printed, meant = tuple(cell.label for cell in heads), tuple(cell.value for cell in heads)
        yield heads[0], {"words": printed, "other_name": meant}
