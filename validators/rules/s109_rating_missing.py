"""「评分等级」空着。

## 依据

「评分等级」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

等级是公开和应用评价结果的依据。

## 不合格

| 栏目 | 填写 |
|---|---|
| 评分等级 | （空） |

## 合格

| 栏目 | 填写 |
|---|---|
| 评分等级 | 优 |

## 怎么改

按总分填写等级：90 分（含）以上为优，80 分（含）以上为良，60 分（含）以上为中，不到 60 分为差；本地另有规定的，从其规定。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.rating import chosen

RULE = Rule(
    code="S109",
    name="rating-missing",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("rating",),
    message="「{label}」没有填写。请按总分对应的等级填写。",
    source="评分等级栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("S108",),
)


def check(filing: Filing) -> Iterator[Hit]:
    """A blank rating, or boxes of which none is ticked, whether or not there is a total."""
    rating = filing.form.rating
    if rating.blank or (rating.value is not None and not chosen(rating.value)):
        yield rating, {"label": rating.label}
