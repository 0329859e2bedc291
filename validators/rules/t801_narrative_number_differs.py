"""完成情况的文字和实际完成值对不上。

## 依据

自评表「实际完成情况」「实际完成值」的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。公开的2024年度自评表中有四处：3403册与3404册、15200册与15000册、100%与98%、98%与100%。

## 为什么

同一件事在一张表里有两个数，总有一个写错，得分也可能跟着错。只在文字和指标明确说的是同一件事、单位相同时才提出；约数、“超过”“不少于”、其中的一部分、计划数、上年数和增减数都不比较。

## 不合格

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年共举办业务培训8场，窗口人员的业务能力得到提高。 |

## 合格

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年共举办业务培训10场，其中新员工培训3场，窗口人员的业务能力得到提高。 |

## 怎么改

对照台账核实，把写错的一处改过来；如两处说的不是同一件事，请在文字中写清楚。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.narrative_matching import actual_figures, differing

RULE = Rule(
    code="T801",
    name="narrative-number-differs",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("actual_outcome", "row.actual"),
    message={
        "count": "「实际完成情况」写“{quote}”，「{name}」实际完成值“{actual}”，相差 {difference} {unit}。何者有误，本表看不出来，请核实。",
        "percent": "「实际完成情况」写“{quote}”，「{name}」实际完成值“{actual}”，相差 {difference} 个百分点。何者有误，本表看不出来，请核实。",
    },
    source="自评表「实际完成情况」「实际完成值」的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("T803", "N610"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows whose actual value differs from the one figure that the outcome surely gives of it."""
    form = filing.form
    outcome, project = form.actual_outcome.text, form.project_name.text
    figures = actual_figures(form.indicators)
    for figure, said in differing(outcome, figures, (), project, form.fiscal_year.value):
        row, printed = form.indicators[figure.index], figure.value
        facts = {"name": row.called, "actual": row.actual.text, "quote": said.quote}
        facts |= {"unit": said.unit, "sentence": "percent" if said.unit == "%" else "count"}
        yield row.actual, facts | {"difference": abs(said.value - (printed or 0))}
