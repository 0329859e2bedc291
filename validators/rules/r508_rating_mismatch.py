"""评分等级与总分不符。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

评分等级由总分按评分办法的分界线得出，随自评表一并公开。

## 不合格

| 栏目 | 填写 |
|---|---|
| 评分等级 | 良 |

## 合格

| 栏目 | 填写 |
|---|---|
| 评分等级 | 优 |

## 怎么改

按总分改正评分等级，用评分办法规定的等级名称。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.rating import chosen, rating_word

RULE = Rule(
    code="R508",
    name="rating-mismatch",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("total_score", "rating"),
    message={
        "differs": "「评分等级」为“{rating}”，总分 {total} 分应评为“{expected_rating}”。请更正评分等级或总分。",
        "unknown": "「评分等级」为“{rating}”，应从“{words}”中选填，总分 {total} 分应评为“{expected_rating}”。请更正评分等级。",
    },
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("R503", "S109"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """The rating against the reported total; a blank one is S109."""
    form, expected = filing.form, filing.worth.rating
    written, total = form.rating.value, form.total_score.value
    if written is None or total is None or not chosen(written):
        return
    word = rating_word(written, filing.policy)
    if word == expected:
        return
    facts = {"rating": written, "total": total, "expected_rating": expected}
    facts |= {"words": filing.policy.rating_words}
    yield form.rating, facts | {"sentence": "unknown" if word is None else "differs"}
