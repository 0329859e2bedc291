"""「总分」空着。

## 依据

「总分」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

总分是评定等级、汇总和公开的依据。

## 不合格

| 栏目 | 填写 |
|---|---|
| 总分 | （空） |

## 合格

| 栏目 | 填写 |
|---|---|
| 总分 | 99.90 |

## 怎么改

填写预算执行得分与各项指标得分之和。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation

RULE = Rule(
    code="S108",
    name="total-missing",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("total_score",),
    message="「{label}」没有填写得分。请填写预算执行得分与各项指标得分之和。",
    source="总分栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("S105", "S109"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """A blank total, whether or not it could be added up."""
    total = filing.form.total_score
    if total.blank:
        yield total, {"label": total.label}
