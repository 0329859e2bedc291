"""总分不等于各项得分之和。

## 依据

《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

总分由预算执行得分和各项指标得分相加得出，对不上就有一处填错，评分等级也靠不住。

## 不合格

| 栏目 | 填写 |
|---|---|
| 总分 | 98.90 |

## 合格

| 栏目 | 填写 |
|---|---|
| 总分 | 99.90 |

## 怎么改

重新相加：「年度资金总额」的得分加各项指标的得分，再核对总分。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import SelfEvaluation
from xlfuncs.whole_form import counted_scores

RULE = Rule(
    code="R503",
    name="total-mismatch",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("total_score", "indicators.score", "funding.total.score"),
    message="「总分」为 {total} 分，各项得分合计 {summed} 分（含预算执行 {execution_score} 分），相差 {difference} 分。何者有误，本表看不出来。请核对各项得分和总分。",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("R508", "P402"),
)


def check(filing: Filing) -> Iterator[Hit | Undecided]:
    """The reported total against the sum of the reported scores; a blank total is S108."""
    form, worth = filing.form, filing.worth
    if worth.summed is None and not form.total_score.blank:
        yield Undecided(tuple(cell for cell in counted_scores(form) if cell.value is None))
    if not worth.total_gap:
        return
    facts = {"total": form.total_score.value, "summed": worth.summed}
    facts |= {"execution_score": form.funding.total.score.value}
    yield form.total_score, facts | {"difference": abs(worth.total_gap)}
